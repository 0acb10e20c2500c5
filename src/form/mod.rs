//! What is asked of a person, in any format: facts that the form states, and nothing that we think of them.
//!
//! Readers end here and everything after starts here. What a format cannot tell is *not said*, never *no*.
//! Texts borrow from the source where they stand there as they are, and are owned where they had to be unescaped.

mod join;
mod trail;
mod walk;

pub use join::join;
pub use trail::{Step, TrailId, Trails};

use std::borrow::Cow;

use crate::source::Place;

/// A text of the form, with its place and language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'s> {
    /// The words.
    pub value: Cow<'s, str>,
    /// Where they stand.
    pub place: Place,
    /// Their language as a BCP 47 tag, where it differs from the form's own or is said at all.
    pub language: Option<Cow<'s, str>>,
}

/// A fact that a format may be unable to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// The form says yes.
    Yes,
    /// The form says no.
    No,
    /// The form or its format does not say.
    #[default]
    NotSaid,
}

/// Whether one can go on without answering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Required {
    /// An answer must be given.
    Yes,
    /// An answer must be given where the question shows.
    WhenShown,
    /// The question may be left out.
    No,
    /// The format cannot tell, or does not.
    #[default]
    NotSaid,
}

/// Whether a person is asked at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Asked<'s> {
    /// A person is asked.
    #[default]
    Yes,
    /// Nobody is asked: derived, calculated, hidden, read-only, response only. The reason, in words.
    No(Cow<'s, str>),
}

/// What kind of answer is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// A line of text.
    Text,
    /// Several lines.
    LongText,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A month of a year.
    Month,
    /// A year.
    Year,
    /// Yes or no, or a single box to tick.
    YesNo,
    /// One of the choices.
    Choice,
    /// Any number of the choices.
    Choices,
    /// A document to hand in.
    Document,
    /// A picture.
    Photo,
    /// A signature.
    Signature,
    /// No question: a button, a page turn.
    Control,
    /// The format does not say.
    #[default]
    NotSaid,
}

/// One of the answers that a question offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice<'s> {
    /// What is stored.
    pub value: Option<Text<'s>>,
    /// What is shown; where it is missing the value is shown.
    pub label: Option<Text<'s>>,
    /// The code of the answer, where it has one.
    pub code: Option<Code<'s>>,
    /// The label in other languages.
    pub translations: Vec<Text<'s>>,
}

/// A code of a code system that says what a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code<'s> {
    /// The system: a URI, or a short name such as `loinc`.
    pub system: Cow<'s, str>,
    /// The code.
    pub code: Cow<'s, str>,
    /// Where it stands.
    pub place: Place,
}

/// The part of a question that a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The identifier.
    Name,
    /// The label or question.
    Label,
    /// Help, hint, description, placeholder.
    Help,
    /// The text of a choice.
    Choice,
    /// A code of a code system.
    Code,
    /// The title of a section around it.
    Section,
    /// A text block near it.
    Notice,
    /// Further questions: no part of this one, but what may stand where a reference leads.
    Questions,
}

/// The number of a field in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u32);

/// The number of a section in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// A question, or another thing that holds an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field<'s> {
    /// Its identifier, as written.
    pub name: Option<Text<'s>>,
    /// Its label or question, in the form's default language.
    pub label: Option<Text<'s>>,
    /// Help, hints, descriptions, placeholders.
    pub help: Vec<Text<'s>>,
    /// The label and help in other languages.
    pub translations: Vec<(Part, Text<'s>)>,
    /// The answers it offers.
    pub choices: Vec<Choice<'s>>,
    /// Codes that say what it is about.
    pub codes: Vec<Code<'s>>,
    /// The kind of answer.
    pub answer: Answer,
    /// Whether one can go on without answering.
    pub required: Required,
    /// Whether it shows only on a condition.
    pub conditional: Told,
    /// Whether the form itself says that there is a way not to answer.
    pub opt_out: Told,
    /// Whether a person is asked.
    pub asked: Asked<'s>,
    /// Whether it is shown on a card, letter or layout rather than asked.
    pub printed: bool,
    /// Whether it is asked again for each of several people or things.
    pub repeated: bool,
    /// Whom the answer is about, where the form says so in a key of its own.
    pub about: Option<Text<'s>>,
    /// What the answer is for, where the form declares it.
    pub purposes: Vec<Text<'s>>,
    /// For a document: the proofs that are accepted; each alone is enough where `any_of` is yes.
    pub accepts: Vec<Text<'s>>,
    /// Whether any one of the accepted proofs is enough.
    pub any_of: Told,
    /// The greatest number of characters.
    pub max_length: Option<u32>,
    /// A pattern that the answer must match.
    pub pattern: Option<Text<'s>>,
    /// Fields with the same number are parts of one question.
    pub part_of: Option<u32>,
    /// The nearest section around it.
    pub section: Option<SectionId>,
    /// Its rank among fields, sections and notices, in the order a person meets them.
    pub order: u32,
    /// Where it stands: its key or element.
    pub place: Place,
    /// The pointer that leads to it.
    pub trail: TrailId,
}

/// A heading and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section<'s> {
    /// Its heading, where it has one.
    pub title: Option<Text<'s>>,
    /// The heading in other languages.
    pub translations: Vec<Text<'s>>,
    /// Its identifier.
    pub name: Option<Text<'s>>,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// Whom its questions are about, where the form says so in a key of its own.
    pub about: Option<Text<'s>>,
    /// Whether it is filled in again for each of several people or things.
    pub repeated: bool,
    /// Its rank, as for fields.
    pub order: u32,
    /// Where it stands.
    pub place: Place,
}

/// What kind of text block stands on a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A paragraph.
    #[default]
    Text,
    /// A heading that is no section of its own.
    Heading,
    /// A box to tick, or words to agree to.
    Consent,
}

/// A text block, heading or consent box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice<'s> {
    /// What it is.
    pub kind: NoticeKind,
    /// Its words.
    pub text: Text<'s>,
    /// The words in other languages.
    pub translations: Vec<Text<'s>>,
    /// The nearest section around it.
    pub section: Option<SectionId>,
    /// Its rank, as for fields.
    pub order: u32,
}

/// Text or options that the form keeps elsewhere and that could not be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved<'s> {
    /// The field whose text it is; none where it belongs to the form.
    pub field: Option<FieldId>,
    /// The part of the question that is missing.
    pub part: Part,
    /// The reference as written.
    pub reference: Text<'s>,
    /// Why it could not be followed.
    pub why: Cow<'static, str>,
}

/// A piece of context that the form states of itself: an `x-mayask` key, a `meta` tag, an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<'s> {
    /// The key, as in an entry of `mayask.yaml`; a dot leads into `facts`.
    pub key: Cow<'s, str>,
    /// The value; a list states the key several times.
    pub value: Text<'s>,
}

/// What one person answers at one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form<'s> {
    /// The part of the file, where a file holds several forms.
    pub part: Option<Cow<'s, str>>,
    /// The id of the format it was read from.
    pub format: &'static str,
    /// Its own name: `$id`, url, id.
    pub name: Option<Text<'s>>,
    /// Its title.
    pub title: Option<Text<'s>>,
    /// Its languages as BCP 47 tags, the default first; empty where none is said.
    pub languages: Vec<Cow<'s, str>>,
    /// Its questions, in the order a person meets them.
    pub fields: Vec<Field<'s>>,
    /// Its headings.
    pub sections: Vec<Section<'s>>,
    /// Its text blocks.
    pub notices: Vec<Notice<'s>>,
    /// What is kept elsewhere and was not found.
    pub unresolved: Vec<Unresolved<'s>>,
    /// What it says of its own context.
    pub stated: Vec<Stated<'s>>,
    /// The pointers of its fields.
    pub trails: Trails<'s>,
    /// Where it stands.
    pub place: Place,
}
