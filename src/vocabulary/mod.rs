//! Every table of names: what questions are about, what forms are, who runs them, where and when law holds.

mod later;
mod raw;
mod resolve;
mod table;
mod yaml;

use serde::{Deserialize, Serialize};

pub use later::Later;
pub use table::{Id, Row, Table};
pub use yaml::{File, Notation, vocabulary};

/// The id of a concept.
pub type ConceptId = Id<Concept>;
/// The id of a kind of form.
pub type KindId = Id<Kind>;
/// The id of a body.
pub type BodyId = Id<Body>;
/// The id of a fact.
pub type FactId = Id<Fact>;
/// The id of a stage.
pub type StageId = Id<Stage>;
/// The id of a subject.
pub type SubjectId = Id<Subject>;
/// The id of a jurisdiction.
pub type JurisdictionId = Id<Jurisdiction>;
/// The id of a purpose.
pub type PurposeId = Id<Purpose>;
/// The id of a recipient.
pub type RecipientId = Id<Recipient>;
/// The id of an exemption.
pub type ExemptionId = Id<Exemption>;
/// The id of a standard.
pub type StandardId = Id<Standard>;
/// The id of a notice.
pub type NoticeId = Id<Notice>;
/// The id of a consent.
pub type ConsentId = Id<Consent>;

/// Phrases in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrases {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The phrases as written, with their `(a|b)` and ` ... `.
    pub phrases: Vec<String>,
}

/// Phrases by language.
pub type Lists = Later<Vec<Phrases>>;

/// How surely one concept gives away another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// Correlated only.
    Weak,
    /// Shifts it a lot.
    Medium,
    /// Usually settles it.
    Strong,
}

/// What a question may be about.
#[derive(Debug, Serialize, Deserialize)]
pub struct Concept {
    /// Its id.
    pub id: String,
    /// Its title, first, and nothing else.
    pub words: Vec<String>,
    /// Itself and its ancestors, nearest first.
    pub lineage: Vec<ConceptId>,
    /// The cluster it belongs to.
    pub cluster: String,
    /// `A` protected or high-risk, `B` ordinary identifiers, `C` socio-economic context.
    pub tier: String,
    /// Whether what stands below it is too unlike for it to suggest any of that: a question about a school says nothing of dates.
    pub loose: bool,
    /// Whether animals and things may have it too: `age of the building`.
    pub things: bool,
    /// Whether what is spent on it does not tell of it: `health insurance premium`.
    pub costs: bool,
    /// What an answer discloses.
    pub about: String,
    /// What it gives away about others.
    pub proxies: Vec<(ConceptId, Strength)>,
    /// How it is recognised.
    pub lexicon: Lexicon,
    /// The answers that rules may name, with the words that mean them.
    pub answers: Vec<(String, Lists)>,
    /// Questions that must be recognised as this concept, or as one below it.
    pub is: Later<Vec<Sample>>,
    /// Questions that must not.
    pub is_not: Later<Vec<Sample>>,
}

/// How a concept is recognised.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Sufficient by themselves in a label or a name.
    pub phrases: Lists,
    /// Sufficient where they are the whole label or name.
    pub whole: Lists,
    /// Suggestive only.
    pub hints: Lists,
    /// Spellings of identifiers.
    pub names: Later<Vec<String>>,
    /// Fingerprints of answer lists.
    pub options: Vec<OptionSet>,
    /// Codes, as `system:code`.
    pub codes: Vec<String>,
    /// Phrases that cancel a match they touch.
    pub look_alikes: Lists,
}

/// A list of answers that betrays a concept.
#[derive(Debug, Serialize, Deserialize)]
pub struct OptionSet {
    /// Its id within the concept.
    pub id: String,
    /// How many of the labels must be among the choices.
    pub at_least: usize,
    /// The labels.
    pub labels: Lists,
}

/// A question written down to try recognition on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sample {
    /// Its label.
    pub label: Option<String>,
    /// Its identifier.
    pub name: Option<String>,
    /// Its help text.
    pub help: Option<String>,
    /// The labels of its choices.
    pub options: Vec<String>,
    /// The heading above it.
    pub context: Option<String>,
    /// Its codes, as `system:code`.
    pub codes: Vec<String>,
    /// The language of its texts.
    pub language: Option<String>,
}

/// What a form is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kind {
    /// Its id.
    pub id: String,
    /// The words it goes by.
    pub words: Vec<String>,
    /// What is meant.
    pub about: String,
    /// Itself and its ancestors.
    pub lineage: Vec<KindId>,
    /// The families it belongs to, through its roots: `act`, `setting`.
    pub families: Vec<String>,
    /// Who answers, where the kind settles it.
    pub respondents: Vec<SubjectId>,
    /// The process it is part of.
    pub process: Option<String>,
}

/// Who runs a form, and who is bound by a law.
#[derive(Debug, Serialize, Deserialize)]
pub struct Body {
    /// Its id.
    pub id: String,
    /// The words it goes by.
    pub words: Vec<String>,
    /// What is meant.
    pub about: String,
    /// Itself and its ancestors.
    pub lineage: Vec<BodyId>,
}

/// What values a fact takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactType {
    /// A whole number.
    Number,
    /// A date.
    Date,
    /// Yes or no.
    YesNo,
    /// One of these.
    OneOf(Vec<String>),
    /// Any of these.
    ListOf(Vec<String>),
}

/// A circumstance that law asks about.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fact {
    /// Its id.
    pub id: String,
    /// The words it goes by.
    pub words: Vec<String>,
    /// What is meant.
    pub about: String,
    /// Its values.
    pub values: FactType,
    /// The question that settles it.
    pub ask: String,
}

/// A step of a process.
#[derive(Debug, Serialize, Deserialize)]
pub struct Stage {
    /// Its id.
    pub id: String,
    /// The words it goes by.
    pub words: Vec<String>,
    /// What is meant.
    pub about: String,
    /// The process.
    pub process: String,
    /// All stages that come before it.
    pub earlier: Vec<StageId>,
}

/// Whom an answer is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// The words it goes by.
    pub words: Vec<String>,
    /// What is meant.
    pub about: String,
    /// Itself and its ancestors.
    pub lineage: Vec<SubjectId>,
    /// Words of a label that say so.
    pub phrases: Lists,
}

/// A place with law of its own.
#[derive(Debug, Serialize, Deserialize)]
pub struct Jurisdiction {
    /// Its path, such as `us/ct/hartford`.
    pub id: String,
    /// Its name.
    pub words: Vec<String>,
    /// Country, state, county, city, union.
    pub kind: String,
    /// Itself and all places that it lies in.
    pub lineage: Vec<JurisdictionId>,
}

/// What an answer is for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Purpose(pub Term);
/// Who gets an answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recipient(pub Term);
/// A typed exemption that is claimed with a citation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Exemption(pub Term);
/// A measure that only a person can apply.
#[derive(Debug, Serialize, Deserialize)]
pub struct Standard(pub Term);
/// A text that a law wants to stand on a form.
#[derive(Debug, Serialize, Deserialize)]
pub struct Notice(pub Term);
/// An agreement that a law wants before a question.
#[derive(Debug, Serialize, Deserialize)]
pub struct Consent(pub Term);

/// A named thing with words that mean it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Term {
    /// Its id.
    pub id: String,
    /// The words it goes by.
    pub words: Vec<String>,
    /// What is meant.
    pub about: String,
    /// Phrases that recognise it in a text.
    pub phrases: Lists,
    /// What it must contain, each with phrases of its own.
    pub elements: Vec<Term>,
}

/// All tables.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// What questions are about.
    pub concepts: Table<Concept>,
    /// What forms are.
    pub kinds: Table<Kind>,
    /// The families of kinds with what they mean.
    pub families: Vec<(String, String)>,
    /// Who runs forms.
    pub bodies: Table<Body>,
    /// Circumstances.
    pub facts: Table<Fact>,
    /// Steps of processes.
    pub stages: Table<Stage>,
    /// Whom answers are about.
    pub subjects: Table<Subject>,
    /// What answers are for.
    pub purposes: Table<Purpose>,
    /// Who gets them.
    pub recipients: Table<Recipient>,
    /// Exemptions.
    pub exemptions: Table<Exemption>,
    /// Standards.
    pub standards: Table<Standard>,
    /// Notices.
    pub notices: Table<Notice>,
    /// Consents.
    pub consents: Table<Consent>,
    /// Places with law of their own.
    pub jurisdictions: Table<Jurisdiction>,
    /// Answers of any concept: `none`, `decline`, with the words that mean them.
    pub answers: Vec<(String, Lists)>,
    /// Words that steer recognition and are about no concept: `filler`, `bare`, `reassurance`…
    pub words: Vec<(String, Lists)>,
}

impl Vocabulary {
    /// The tables that were made before; none where the bytes hold no tables.
    pub fn load(made: &[u8]) -> Option<Self> {
        postcard::from_bytes(made).ok()
    }
}

macro_rules! rows {
    ($($row:ty),*) => {$(
        impl Row for $row {
            fn id(&self) -> &str {
                &self.id
            }
            fn words(&self) -> &[String] {
                &self.words
            }
            fn lineage(&self) -> &[Id<Self>] {
                &self.lineage
            }
        }
    )*};
}

rows!(Concept, Kind, Body, Subject, Jurisdiction);

macro_rules! flat_rows {
    ($($row:ty),*) => {$(
        impl Row for $row {
            fn id(&self) -> &str {
                &self.id
            }
            fn words(&self) -> &[String] {
                &self.words
            }
            fn lineage(&self) -> &[Id<Self>] {
                &[]
            }
        }
    )*};
}

flat_rows!(Fact, Stage);

macro_rules! terms {
    ($($row:ident),*) => {$(
        impl Row for $row {
            fn id(&self) -> &str {
                &self.0.id
            }
            fn words(&self) -> &[String] {
                &self.0.words
            }
            fn lineage(&self) -> &[Id<Self>] {
                &[]
            }
        }
    )*};
}

terms!(Purpose, Recipient, Exemption, Standard, Notice, Consent);
