//! The tree of a policy file as written. Nothing here is looked up and nothing has a meaning yet.

use serde::{Deserialize, Serialize};

use crate::source::{Span, Spanned};

/// A name, a word, or a text, where it was written.
pub type Word = Spanned<String>;

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The version of the language it was written in.
    pub language: Option<Spanned<u32>>,
    /// Doc comments before the jurisdiction.
    pub docs: Vec<Word>,
    /// The jurisdiction's path; missing only where a problem says so.
    pub jurisdiction: Option<Word>,
    /// Its policies, in order.
    pub policies: Vec<Policy>,
    /// All comments that are no doc comments, in order, for the formatter.
    pub comments: Vec<Word>,
}

impl Document {
    /// The tree that was made before; none where the bytes hold none.
    pub fn load(made: &[u8]) -> Option<Self> {
        postcard::from_bytes(made).ok()
    }
}

/// One law.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Policy {
    /// Doc comments.
    pub docs: Vec<Word>,
    /// Its id.
    pub id: Word,
    /// Its title.
    pub title: Word,
    /// The lines before its rules.
    pub headers: Vec<Spanned<Header>>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// The whole of it.
    pub span: Span,
}

/// A date as written: a year, a month of it, or a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenDate {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12 where the date exists.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
}

/// A line of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Header {
    /// `authority statute`
    Authority(Word),
    /// `citation "…"`
    Citation(Word),
    /// `source <url> read 2026-11-22 "…"`
    Source {
        /// The address, without its angle brackets.
        url: Word,
        /// The day it was read.
        read: Spanned<WrittenDate>,
        /// The heading or section as it stands on the page.
        heading: Option<Word>,
    },
    /// `basis text`
    Basis(Word),
    /// `passed 2008-08-11`
    Passed(Spanned<WrittenDate>),
    /// `in force …`
    Force(Force),
    /// `comply by 2026-04-22`
    Comply(Spanned<WrittenDate>),
    /// `review by 2027-01-01 "…"`
    Review {
        /// The day.
        by: Spanned<WrittenDate>,
        /// What to look at.
        what: Option<Word>,
    },
    /// `binds police, employers when employees >= 15`
    Binds {
        /// The bodies, each a phrase of one or more words.
        bodies: Vec<Phrase>,
        /// The threshold.
        when: Option<Spanned<Condition>>,
    },
    /// `supersedes us/x-1`
    Supersedes(Word),
    /// `contested "…"`
    Contested(Word),
    /// `reading "…"`
    Reading(Word),
    /// `note "…"`
    Note(Word),
}

/// `in force …`, on a policy or on a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Force {
    /// Which days.
    pub days: Days,
    /// `assumed`, and why.
    pub assumed: Option<Word>,
    /// Whether the word `assumed` stands, with or without a reason.
    pub is_assumed: bool,
}

/// The days of `in force`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Days {
    /// `unknown`
    Unknown,
    /// `by D`
    By(Spanned<WrittenDate>),
    /// `from D until D`
    From(Spanned<WrittenDate>, Option<Spanned<WrittenDate>>),
}

/// Words that together name one thing.
pub type Phrase = Vec<Word>;

/// One rule.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rule {
    /// Doc comments.
    pub docs: Vec<Word>,
    /// Its id.
    pub id: Word,
    /// Its one sentence; missing only where a problem says so.
    pub sentence: Option<Spanned<Sentence>>,
    /// The `when` at the end of the sentence.
    pub when: Option<Spanned<Condition>>,
    /// The lines after the sentence.
    pub clauses: Vec<Spanned<Clause>>,
    /// The whole of it.
    pub span: Span,
}

/// The sentence of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sentence {
    /// `no … on F`
    Ban {
        /// What is banned.
        banned: Banned,
        /// `about S, S`
        about: Vec<Word>,
        /// Where.
        scope: Scope,
    },
    /// `field C on F must …`
    OnField {
        /// The question.
        thing: Thing,
        /// `about S, S`
        about: Vec<Word>,
        /// Where.
        scope: Scope,
        /// `must`, `may`, …
        modal: Spanned<Modal>,
        /// The words of the predicate.
        predicate: Vec<Atom>,
    },
    /// `F must …`
    OnForm {
        /// Where.
        scope: Scope,
        /// `must`, `may`, …
        modal: Spanned<Modal>,
        /// The words of the predicate.
        predicate: Vec<Atom>,
    },
}

/// What a ban bans.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Banned {
    /// `no [required|printed] field C`
    Thing {
        /// `required`
        required: Option<Span>,
        /// `printed`
        printed: Option<Span>,
        /// The question.
        thing: Thing,
    },
    /// `no option A in field C`
    Option {
        /// The answers.
        answers: Vec<Word>,
        /// The question.
        thing: Thing,
    },
    /// `no notice N`
    Notice(Vec<Word>),
    /// `no wording "…", "…"`
    Wording(Vec<Word>),
}

/// A question, or a proof that is wanted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Thing {
    /// `field`, `document`, or both.
    pub aspect: Aspect,
    /// The concepts; empty stands for `any field`.
    pub concepts: Vec<Word>,
    /// `except C, C`
    pub except: Vec<Word>,
    /// `or proxies`, `or strong proxies`
    pub proxies: Option<Proxies>,
    /// The whole of it.
    pub span: Span,
}

/// Whether a question is meant, or a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aspect {
    /// `field`
    Field,
    /// `document`
    Document,
    /// `field or document`
    Both,
}

/// Which proxies a sentence takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proxies {
    /// `or strong proxies`
    Strong,
    /// `or proxies`
    All,
}

/// Where a sentence holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Scope {
    /// The arms, each words before `forms`; empty for `all forms` is never stored: `all` stands as a word.
    pub arms: Vec<Phrase>,
    /// `before|at|after STAGE`
    pub stage: Option<(Spanned<Order>, Vec<Word>)>,
    /// `for PURPOSE`
    pub purposes: Vec<Word>,
    /// The whole of it.
    pub span: Span,
}

/// How a stage stands to the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// `before`
    Before,
    /// `at`
    At,
    /// `after`: once it is reached
    After,
}

/// The verb of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Modal {
    /// `must`
    Must,
    /// `must not`
    MustNot,
    /// `should`
    Should,
    /// `should not`
    ShouldNot,
    /// `may`
    May,
    /// `is`
    Is,
}

/// One word, text or number of a predicate or of a condition's `it …`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Atom {
    /// A word.
    Word(Word),
    /// A quoted text.
    Text(Word),
    /// A number.
    Number(Spanned<u64>),
    /// `,`
    Comma(Span),
}

/// What must hold, with what it is built of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// All of them.
    All(Vec<Spanned<Condition>>),
    /// Any of them.
    Any(Vec<Spanned<Condition>>),
    /// Not.
    Not(Box<Spanned<Condition>>),
    /// `it follows consent N`
    It(Vec<Atom>),
    /// `exemption E`
    Exemption(Word),
    /// `standard S`
    Standard(Word),
    /// `employees >= 15`; without an operator a yes-or-no fact
    Compare {
        /// The fact.
        fact: Word,
        /// How it is compared, and with what.
        with: Option<(Spanned<Comparison>, Value)>,
    },
}

/// How a fact is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `includes`
    Includes,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `<`
    Less,
    /// `>`
    More,
}

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A date; a bare year reads as a number until the fact says that it is a date.
    Date(Spanned<WrittenDate>),
    /// A number.
    Number(Spanned<u64>),
    /// A quoted text.
    Text(Word),
    /// A word.
    Word(Word),
}

/// A line below a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clause {
    /// `unless X`
    Unless(Spanned<Condition>),
    /// `in force …`
    Force(Force),
    /// `comply by D`
    Comply(Spanned<WrittenDate>),
    /// `note "…"`
    Note(Word),
    /// `reading "…"`
    Reading(Word),
    /// `notwithstanding R, R`
    Notwithstanding(Vec<Word>),
    /// `preempts`
    Preempts,
    /// `conflicts with R "why"`
    Conflicts {
        /// The other rule.
        with: Word,
        /// Why both stand.
        why: Word,
    },
    /// `instead "…"`
    Instead(Word),
    /// `why "…"`
    Why(Word),
    /// `fix "…"`
    Fix(Word),
    /// A sample.
    Sample(Sample),
}

/// A sample of a rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sample {
    /// What must come of it.
    pub outcome: Spanned<Outcome>,
    /// The question; none for `form`.
    pub question: Option<Word>,
    /// What is added to it.
    pub additions: Vec<Spanned<Addition>>,
    /// The whole of it.
    pub span: Span,
}

/// The five outcomes of a rule at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// `breach`
    Breach,
    /// `possible`
    Possible,
    /// `undecided`
    Undecided,
    /// `allowed`
    Allowed,
    /// `kept`
    Kept,
}

/// What a sample adds to its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Addition {
    /// `required`
    Required,
    /// `optional`
    Optional,
    /// `conditional`
    Conditional,
    /// `many`
    Many,
    /// `offering "…", "…"`
    Offering(Vec<Word>),
    /// `asking "…", "…"`
    Asking(Vec<Word>),
    /// `about S`
    About(Word),
    /// `at STAGE`
    At(Word),
    /// `with "text before it"`
    With(Word),
    /// `claiming E "citation"`
    Claiming {
        /// The exemption or standard.
        what: Word,
        /// The citation.
        citation: Option<Word>,
    },
    /// `given X`
    Given(Spanned<Condition>),
    /// `reviewed D`
    Reviewed(Spanned<WrittenDate>),
    /// `as of D`
    AsOf(Spanned<WrittenDate>),
}
