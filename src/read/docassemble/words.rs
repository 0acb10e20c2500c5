//! Word files: YAML that gives phrases in other languages, by language and phrase.

use crate::form::Text;
use crate::read::document::Files;
use crate::read::draft::Draft;
use crate::read::phrases::Phrases;

/// Where word files stand beside an interview; others are named in `mayask.yaml`.
const USUAL: &[&str] = &["words.yml", "words.yaml", "../sources/words.yml", "../sources/words.yaml"];

/// Adds to the texts of an interview what the word files say of them.
pub(super) fn translate<'s>(draft: &mut Draft<'_, 's>, files: &Files<'s>) {
    let usual: Vec<_> = USUAL.iter().filter_map(|path| files.open(path, draft.reading)).collect();
    let mut phrases = Phrases::default();
    for document in usual.into_iter().chain(files.named(draft.reading)) {
        let languages = document.root().into_iter().flat_map(|root| root.entries()).filter(|entry| is_tag(entry.key.as_str()));
        for (tag, word) in languages.flat_map(|language| language.value.entries().map(move |word| (language.key, word))) {
            if word.value.string().is_some() {
                phrases.learn(word.key.as_str(), Text::new(word.value.text(), word.value.place()).in_language(tag.text()));
            }
        }
    }
    phrases.translate(&mut draft.form);
}

fn is_tag(key: &str) -> bool {
    let language = key.split(['-', '_']).next().unwrap_or_default();
    matches!(language.len(), 2 | 3) && key.len() <= 7 && language.bytes().all(|byte| byte.is_ascii_lowercase())
}
