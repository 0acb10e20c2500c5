//! Words that are one letter from a word of the vocabulary, and what a question would be taken for without the slip.

use std::borrow::Cow;

use super::look::MOST_WORDS;
use super::near::{Lack, Near, texts};
use super::terms::Terms;
use super::words::{Style, Token, UNKNOWN, Words};
use super::{Evidence, Recognizer};
use crate::form::{Field, Form, Part, Text};
use crate::vocabulary::ConceptId;

/// A word of fewer letters is one letter from too many others.
const LONG: usize = 5;

/// A word of a text that may be misspelled.
struct Slip {
    said: String,
    known: String,
    /// The text without the slip.
    mended: String,
}

impl Recognizer {
    /// What would be told if one word had the spelling of one that is known.
    pub(super) fn misspelled(&self, form: &Form<'_>, field: &Field<'_>) -> Vec<Near> {
        let mut near = Vec::new();
        let told = |field: Field<'_>| {
            let field = Field { section: None, part_of: None, ..field };
            let form = Form { fields: vec![field], languages: form.languages.clone(), ..Form::default() };
            self.recognize(&form).fields.pop().map(|seen| seen.concepts).unwrap_or_default()
        };
        let mut before: Option<Vec<ConceptId>> = None;
        for (part, text) in texts(field) {
            for Slip { said, known, mended } in slips(&self.terms, part, text) {
                let before = before.get_or_insert_with(|| told(field.clone()).iter().map(|seen| seen.concept).collect());
                let mended = Some(Text { value: Cow::Owned(mended), ..text.clone() });
                let changed = match part {
                    Part::Name => Field { name: mended, ..field.clone() },
                    _ => Field { label: mended, ..field.clone() },
                };
                for seen in told(changed).into_iter().filter(|seen| !before.contains(&seen.concept)) {
                    let Some(first) = seen.evidence.first().filter(|evidence| evidence.part == part) else { continue };
                    let words = (text.value.as_ref(), said.as_str());
                    let evidence = Evidence::new((part, text.place), words, |out| out.push_str(first.term()), &mut String::new());
                    let lack = Lack::Spelling { said: said.clone(), known: known.clone() };
                    near.push(Near { concept: seen.concept, evidence, lack });
                }
            }
        }
        near
    }
}

/// The words of a text that no phrase holds and that are one letter from one that some phrase holds.
fn slips(terms: &Terms, part: Part, text: &Text<'_>) -> Vec<Slip> {
    let mut words = Words::default();
    words.read(&text.value, if part == Part::Name { Style::Name } else { Style::Prose }, &terms.known);
    let mut slips = Vec::new();
    if words.tokens.len() > MOST_WORDS {
        return slips;
    }
    for token in words.tokens.iter().filter(|token| token.id == UNKNOWN && !token.digits) {
        let spelling = words.spelling(token);
        if spelling.chars().count() >= LONG {
            let mend = |known: &str| mended(text, token, known);
            slips.extend(terms.known.spellings().filter(|known| is_near(spelling, known)).filter_map(mend));
        }
    }
    slips
}

/// Whether two words differ in one letter, or in the order of two. Whoever misspells a word hardly ever does so in its first letter.
fn is_near(said: &str, known: &str) -> bool {
    known.len() >= LONG
        && known.len().abs_diff(said.len()) <= 4
        && known.chars().next() == said.chars().next()
        && strsim::osa_distance(said, known) == 1
}

fn mended(text: &Text<'_>, token: &Token, known: &str) -> Option<Slip> {
    let (from, to) = (token.from as usize, token.to as usize);
    let said = text.value.get(from..to)?;
    let mut capital = known.chars();
    // An identifier falls apart at its capitals.
    let spelled = match said.starts_with(char::is_uppercase) {
        true => capital.next()?.to_uppercase().chain(capital).collect(),
        false => known.to_owned(),
    };
    let mended = [text.value.get(..from)?, &spelled, text.value.get(to..)?].concat();
    Some(Slip { said: said.to_owned(), known: known.to_owned(), mended })
}
