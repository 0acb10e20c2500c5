//! Whether a question could be read at all.

use super::Understanding;
use super::terms::Terms;
use super::words::{Style, Token, UNKNOWN, Words};
use crate::form::{Field, FieldId, Form, Part, Text};

/// What was found readable of one field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Readable {
    /// Its label holds words that say something by themselves.
    pub(super) label: bool,
    /// Its name does.
    pub(super) name: bool,
    /// One of its choices does.
    pub(super) choices: bool,
    /// Its help does.
    pub(super) help: bool,
    /// A heading around it does.
    pub(super) heading: bool,
}

/// Whether a field about no known concept was read, and if not, why.
pub(super) fn of(form: &Form<'_>, id: FieldId, field: &Field<'_>, readable: Readable, terms: &Terms) -> Understanding {
    let unresolved = form.unresolved.iter().find(|missing| missing.field == Some(id) && missing.part == Part::Label);
    // What is chosen from is what is asked, where nothing else told it.
    if let Some(missing) = form.unresolved.iter().find(|missing| missing.field == Some(id) && missing.part == Part::Choice) {
        return told(format!("its choices `{}` are kept elsewhere and were not found", missing.reference.value.trim()));
    }
    if readable.name {
        return Understanding::Understood;
    }
    if let Some(label) = field.label.as_ref().filter(|label| readable.label && is_foreign(&label.value, terms)) {
        return told(format!("the vocabulary does not know the language of `{}`", label.value.trim()));
    }
    if let Some(missing) = unresolved {
        return told(format!("its text `{}` is kept elsewhere and was not found", missing.reference.value));
    }
    if readable.label || readable.choices || readable.help || (readable.heading && (field.label.is_some() || field.help.is_empty())) {
        return Understanding::Understood;
    }
    let texts = || field.label.iter().chain(&field.help).chain(field.translations.iter().map(|(_, text)| text));
    if let Some(strange) = texts().find(|text| !text.value.trim().is_empty() && !is_known(form, text, terms)) {
        let language = strange.language.as_deref().or(form.language()).filter(|tag| !speaks(terms, tag));
        return told(match language {
            Some(tag) => format!("the vocabulary does not know its language, `{tag}`"),
            None => "the vocabulary does not know its script".to_owned(),
        });
    }
    let name = field.name.as_ref().map(|name| name.value.as_ref()).unwrap_or_default();
    told(match (field.label.as_ref().map(|label| label.value.trim()).filter(|label| !label.is_empty()), name.is_empty()) {
        (Some(label), true) => format!("its label `{label}` says nothing by itself"),
        (Some(label), false) => format!("neither its label `{label}` nor its name `{name}` says what it asks"),
        (None, false) => format!("it has no label, and its name `{name}` says nothing"),
        (None, true) => "it has neither label nor name".to_owned(),
    })
}

fn told(why: String) -> Understanding {
    Understanding::NotUnderstood(why)
}

/// Whether the vocabulary knows the language of a text, and its script.
pub(super) fn is_known(form: &Form<'_>, text: &Text<'_>, terms: &Terms) -> bool {
    text.language.as_deref().or(form.language()).is_none_or(|tag| speaks(terms, tag)) && is_latin(&text.value)
}

/// Whether the vocabulary has phrases in a language.
fn speaks(terms: &Terms, tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    primary.is_empty() || primary.eq_ignore_ascii_case("und") || terms.languages.iter().any(|known| known.eq_ignore_ascii_case(primary))
}

/// Whether a text in Latin letters is in none of the languages of the vocabulary: it holds a word of another, or not one that is known.
fn is_foreign(text: &str, terms: &Terms) -> bool {
    let mut words = Words::default();
    words.read(text, Style::Prose, &terms.known);
    let spelled: Vec<_> = words.tokens.iter().filter(|token| !token.digits).collect();
    let strange =
        |token: &&Token| token.id == UNKNOWN && terms.foreign.binary_search_by(|word| word.as_str().cmp(words.spelling(token))).is_ok();
    spelled.iter().copied().any(|token| strange(&token)) || (spelled.len() >= STRANGE && spelled.iter().all(|token| token.id == UNKNOWN))
}

/// So many words of prose in a row, and none that any phrase holds, are in another language.
const STRANGE: usize = 4;

/// Whether a text is in Latin letters, as all phrases are.
fn is_latin(text: &str) -> bool {
    text.is_ascii() || {
        let strange =
            text.chars().filter(|char| char.is_alphabetic() && *char > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(char)).count();
        strange * 2 < text.chars().filter(|char| char.is_alphabetic()).count().max(1)
    }
}
