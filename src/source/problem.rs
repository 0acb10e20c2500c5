//! What every room below the door tells when something is not as it should be.

use super::Place;

/// What a problem means for a clean result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Worth saying; everything was checked.
    Note,
    /// Something was not checked, or a policy or context is not valid.
    Error,
}

/// A message about one place, in plain words: lower case, no full stop, the author's words in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it means for the result.
    pub gravity: Gravity,
    /// A stable name of the kind of problem, in kebab case.
    pub code: &'static str,
    /// What is the matter.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What would mend it.
    pub help: Option<String>,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Place, String)>,
}

impl Problem {
    /// A problem that leaves something unchecked.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { gravity: Gravity::Error, code, message: message.into(), place, help: None, related: Vec::new() }
    }

    /// A problem worth saying only.
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { gravity: Gravity::Note, ..Self::error(code, place, message) }
    }

    /// The same with a word of help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a suggestion, where one is near.
    pub fn suggest<'n>(self, word: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        match nearest(word, names) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// The same, told of another source: a file that was read alone, in a library of many.
    pub fn moved(mut self, source: super::SourceId) -> Self {
        self.place.source = source;
        for (place, _) in &mut self.related {
            place.source = source;
        }
        self
    }

    /// The same with another place that belongs to it.
    pub fn also(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }
}

/// The name nearest to a word, where one is near enough to be meant: at most a third of the letters differ.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let most = (word.chars().count() / 3).clamp(1, 4);
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(word, name), name))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, name)| name)
}
