//! Phrases in other languages, by the words that a form has in its own.

use rustc_hash::FxHashMap;

use crate::form::{Form, Part, Text};

/// The translations of phrases.
#[derive(Default)]
pub(super) struct Phrases<'s> {
    by_phrase: FxHashMap<String, Vec<Text<'s>>>,
}

impl<'s> Phrases<'s> {
    /// One more translation, which names its language.
    pub(super) fn learn(&mut self, phrase: &str, text: Text<'s>) {
        let known = self.by_phrase.entry(phrase.trim().to_owned()).or_default();
        if !known.iter().any(|other| other.language == text.language && other.value == text.value) {
            known.push(text);
        }
    }

    /// Adds to all texts of a form what is known of them.
    pub(super) fn translate(self, form: &mut Form<'s>) {
        for field in &mut form.fields {
            let label = field.label.iter().map(|text| (Part::Label, text));
            let said = label.chain(field.help.iter().map(|text| (Part::Help, text)));
            let found: Vec<_> = said.flat_map(|(part, text)| self.of(Some(text)).map(move |text| (part, text))).collect();
            field.translations.extend(found);
            for choice in &mut field.choices {
                choice.translations.extend(self.of(choice.label.as_ref()));
            }
        }
        for section in &mut form.sections {
            section.translations.extend(self.of(section.title.as_ref()));
        }
        for notice in &mut form.notices {
            notice.translations.extend(self.of(Some(&notice.text)));
        }
        let mut tags: Vec<_> = self.by_phrase.into_values().flatten().filter_map(|text| text.language).collect();
        tags.sort();
        tags.dedup();
        // The first language of a form is its own, and is not guessed.
        tags.retain(|tag| !form.languages.contains(tag));
        form.languages.extend(tags.into_iter().filter(|_| !form.languages.is_empty()).collect::<Vec<_>>());
    }

    fn of<'p>(&'p self, text: Option<&'p Text<'s>>) -> impl Iterator<Item = Text<'s>> + use<'p, 's> {
        let found = text.and_then(|text| self.by_phrase.get(text.value.trim())).into_iter().flatten();
        let own = text.and_then(|text| text.language.clone());
        found.filter(move |word| word.language != own).cloned()
    }
}
