-- The tables of a city's card office, as its clerks fill them in.
CREATE TYPE channel AS ENUM ('counter', 'post');

CREATE TABLE card_office.applicant (
    id            bigserial PRIMARY KEY,
    family_name   varchar(80) NOT NULL,           -- Family name as on the proof of identity
    born          date NOT NULL,                  /* Date of birth */
    -- Which country issued the passport?
    country       char(2),
    status        varchar(20) CHECK (status IN ('citizen', 'resident', 'visitor', 'other')),
    interpreter   boolean NOT NULL DEFAULT false,
    "háblenos"    text,
    added         timestamp NOT NULL DEFAULT now(),
    full_line     text GENERATED ALWAYS AS (family_name || country) STORED
);
COMMENT ON TABLE card_office.applicant IS 'People who ask for a card';
COMMENT ON COLUMN card_office.applicant.status IS 'Immigration status';

CREATE INDEX by_name ON card_office.applicant (family_name);

CREATE TABLE proof (applicant bigint NOT NULL REFERENCES card_office.applicant, kind varchar(30) NOT NULL, PRIMARY KEY (applicant, kind));
INSERT INTO proof VALUES (1, 'lease');
