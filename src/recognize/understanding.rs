//! Whether a question could be read at all.

use super::Understanding;
use super::scripts;
use super::terms::Terms;
use super::tongue::{HOME, primary};
use super::words::{Token, UNKNOWN, Words};
use crate::form::{Field, FieldId, Form, Part, Text};

/// What was found readable of one field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Readable {
    /// Its label holds words that say something by themselves.
    pub(super) label: bool,
    /// Its label is in a language that the vocabulary does not know, and none of its translations is in another.
    pub(super) foreign: bool,
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
    // Whatever the name seems to say, it is the label that people answer.
    if let Some(label) = field.label.as_ref().filter(|_| readable.foreign) {
        let tag = language(form, label).filter(|tag| !speaks(terms, tag));
        return told(match tag {
            Some(tag) => format!("the vocabulary does not know its language, `{tag}`"),
            None if !is_written(&label.value, terms) => "the vocabulary does not know its script".to_owned(),
            None => format!("the vocabulary does not know the language of `{}`", label.value.trim()),
        });
    }
    if readable.name {
        return Understanding::Understood;
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
    language(form, text).is_none_or(|tag| speaks(terms, tag)) && is_written(&text.value, terms)
}

/// Whether the vocabulary has phrases in a language.
fn speaks(terms: &Terms, tag: &str) -> bool {
    // An XForm may call its language `default`.
    let unsaid = |tag: &str| tag.is_empty() || tag.eq_ignore_ascii_case("und") || tag.eq_ignore_ascii_case("default");
    unsaid(primary(tag)) || terms.tongues(tag).is_some()
}

/// The language that a text is said to be in.
fn language<'f>(form: &'f Form<'_>, text: &'f Text<'_>) -> Option<&'f str> {
    text.language.as_deref().or(form.language())
}

/// Whether a text, of these words, is in none of the languages of the vocabulary: it holds a word of another, or not one that
/// is known.
pub(super) fn is_foreign(form: &Form<'_>, text: &Text<'_>, words: &Words, terms: &Terms) -> bool {
    let spelled = || words.tokens.iter().filter(|token| !token.digits);
    if spelled().all(|token| token.id != UNKNOWN) {
        return false;
    }
    let strange =
        |token: &Token| token.id == UNKNOWN && terms.foreign.binary_search_by(|word| word.as_str().cmp(words.spelling(token))).is_ok();
    // A form that says to be in English may be from a template; one that says another language means it.
    let trusted = || language(form, text).and_then(|tag| terms.tongues(tag)).is_some_and(|tongues| tongues & HOME == 0);
    let unheard = |token: &Token| token.id == UNKNOWN && words.spelling(token).chars().all(|letter| scripts::language(letter).is_none());
    spelled().any(strange) || (spelled().count() >= STRANGE && spelled().all(unheard) && !trusted())
}

/// So many words of prose in a row, and none that any phrase holds, are in another language.
const STRANGE: usize = 4;

/// Whether most of a text is in Latin letters, or in those of a language that the vocabulary knows, and no letter of it tells
/// another language.
fn is_written(text: &str, terms: &Terms) -> bool {
    if text.is_ascii() {
        return true;
    }
    let known = |letter: &char| scripts::language(*letter).is_none_or(|tag| !tag.is_empty() && terms.tongues(tag).is_some());
    let letters = || text.chars().filter(|char| char.is_alphabetic());
    let strange = letters().filter(|letter| !known(letter)).count();
    strange * 2 < letters().count().max(1) && !scripts::is_telltale_text(text)
}

/// Whether letters could be a word of a language: they have vowels, and no run that no mouth can say.
pub(super) fn is_word(letters: &str, least: usize) -> bool {
    if !letters.is_ascii() {
        return letters.chars().count() >= least.min(2);
    }
    let vowel = |letter: &u8| b"aeiouy".contains(letter);
    let longest = |vowels: bool| {
        let mut runs = letters.as_bytes().split(|letter| vowel(letter) != vowels);
        runs.by_ref().map(<[u8]>::len).max().unwrap_or(0)
    };
    letters.len() >= least && longest(true) > 0 && longest(true) <= 3 && longest(false) <= 4
}
