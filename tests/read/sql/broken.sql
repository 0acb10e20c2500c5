CREATE TABLE whole (town text NOT NULL);
CREATE TABLE half (town text NOT NULL, CHECK (town IN ('a', ), ;
CREATE TABLE after (race text);
INSERT INTO after VALUES ('never closed);
