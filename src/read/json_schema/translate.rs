//! Titles that are keys of a translation file.

use crate::form::Text;
use crate::read::LANGUAGES;
use crate::tree::{Kind, Node};

/// The names that translations have beside a schema; `*` stands for the schema's own name.
const BESIDE: &[&str] = &["translation.json", "translations.json", "*.translation.json", "*.translations.json", "*.i18n.json"];

/// The names of translations that stand in a file for each language, which is `+`.
const BY_LANGUAGE: &[&str] = &[
    "+.json",
    "translation.+.json",
    "translations.+.json",
    "translation_+.json",
    "*.+.json",
    "*_+.json",
    "locales/+.json",
    "locales/+/translation.json",
    "i18n/+.json",
    "lang/+.json",
    "translations/+.json",
];

/// The paths at which translations may stand, each with the language of a file that has one.
pub(super) fn paths(file: &str) -> impl Iterator<Item = (String, Option<&'static str>)> {
    let stem = super::ui::stem(file).to_owned();
    let all = BESIDE.iter().map(|name| (*name, None));
    let each = LANGUAGES.iter().flat_map(|tag| BY_LANGUAGE.iter().map(move |name| (*name, Some(*tag))));
    all.chain(each).map(move |(name, tag)| (name.replace('*', &stem).replace('+', tag.unwrap_or_default()), tag))
}

/// The language in the name of a file: `fi.json`, `translation.pt-BR.json`, `fi/translation.json`.
pub(super) fn language(path: &str) -> Option<&str> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.rsplit(['/', '.', '_']).take(2).find(|part| is_tag(part) && LANGUAGES.contains(&part.split('-').next().unwrap_or_default()))
}

/// Whether words look like the key of a translation: `applicant.name.title`, and no sentence or abbreviation.
pub(super) fn is_key(words: &str) -> bool {
    let parts = || words.split(['.', ':']);
    // Most words have a blank soon, and are looked at no further.
    words.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && words.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte))
        && parts().count() > 1
        && parts().all(|part| !part.is_empty())
        && parts().filter(|part| part.len() > 2).count() > 1
}

/// The texts of a key in a translation file: by key and language, by language and key, or one text of the language of the file.
pub(super) fn texts<'s>(file: Node<'_, 's>, language: Option<&str>, key: &str) -> Vec<Text<'s>> {
    if let Some(found) = lookup(file, key) {
        let tagged = |text: Text<'s>| match (&text.language, language) {
            (None, Some(tag)) => text.in_language(tag.replace('_', "-")),
            _ => text,
        };
        return in_languages(found).into_iter().map(tagged).collect();
    }
    let languages = file.entries().filter(|entry| is_tag(entry.key.as_str()) && entry.value.is_object());
    let text = |node: Node<'_, 's>| node.string().map(|_| Text::new(node.text(), node.place()));
    languages.filter_map(|entry| Some(text(lookup(entry.value, key)?)?.in_language(entry.key.text()))).collect()
}

/// A text, or a text for each language.
pub(super) fn in_languages<'s>(node: Node<'_, 's>) -> Vec<Text<'s>> {
    match node.kind() {
        Kind::String => vec![Text::new(node.text(), node.place())],
        Kind::Object => {
            let said = node.entries().filter(|entry| entry.value.string().is_some());
            said.map(|entry| Text::new(entry.value.text(), entry.value.place()).in_language(entry.key.text())).collect()
        }
        _ => Vec::new(),
    }
}

/// The value of a key as it stands, or step by step at its dots.
fn lookup<'t, 's>(file: Node<'t, 's>, key: &str) -> Option<Node<'t, 's>> {
    file.get(key).or_else(|| key.split(['.', ':']).try_fold(file, |node, step| node.get(step)))
}

/// Whether a key is a language: `en`, `fr-CA`.
fn is_tag(key: &str) -> bool {
    let (language, region) = key.split_once(['-', '_']).unwrap_or((key, "US"));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&language.len()) && letters(language) && (2..=8).contains(&region.len()) && letters(region)
}
