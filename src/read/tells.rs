//! Which facts a format can tell. What a format cannot tell is *not said* in a form that was read from it, never *no*.

/// A fact of a form or of one of its questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Whether an answer must be given.
    Required,
    /// Whether a question shows only on a condition.
    Condition,
    /// Which answers are offered.
    Choices,
    /// Where the other texts of the form stand among its questions.
    Order,
    /// The language of the form.
    Language,
    /// Whether there is a way not to answer.
    OptOut,
    /// What is derived, hidden or read-only, and asked of nobody.
    NotAsked,
}

/// How far a format can tell a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tells {
    /// That it is so, and that it is not.
    Both,
    /// That it is so; where it says nothing, it may be so all the same.
    Yes,
}

impl Fact {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Required, Self::Condition, Self::Choices, Self::Order, Self::Language, Self::OptOut, Self::NotAsked];

    /// Its name, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Condition => "shown on condition",
            Self::Choices => "choices",
            Self::Order => "order of texts",
            Self::Language => "language",
            Self::OptOut => "way not to answer",
            Self::NotAsked => "not asked",
        }
    }
}

impl Tells {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "yes and no",
            Self::Yes => "yes only",
        }
    }
}
