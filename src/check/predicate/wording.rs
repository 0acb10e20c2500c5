//! `no wording "…" on F`: the form says it, in any language.

use std::borrow::Cow;

use super::{Breach, Predicate, signature};
use crate::check::case::Case;
use crate::check::truth::Judged;
use crate::form::{FieldId, Form};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where a text of the form has these words, letters' case and blanks aside.
pub(super) struct Wording;

impl Predicate for Wording {
    fn signature(&self) -> Signature {
        signature("wording", SentenceKind::Ban, &[&[Piece::Word("wording"), Piece::Texts]], "the form says it, in any language")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        let wanted: Vec<(String, &String)> = arguments.texts.iter().map(|text| (plain(text), text)).collect();
        let mut breaches = Vec::new();
        for (field, text) in texts(case.viewed.form) {
            let said = plain(text);
            for (_, words) in wanted.iter().filter(|(words, _)| bounded(&said, words)) {
                breaches.push(Breach { field, judged: Judged::yes().because(Cow::Owned(format!("the form says \"{words}\""))) });
            }
        }
        breaches
    }
}

/// All texts that a person reads, each with the field that it belongs to.
fn texts<'c>(form: &'c Form<'c>) -> impl Iterator<Item = (Option<FieldId>, &'c str)> {
    let of_form = form.title.iter().chain(form.sections.iter().flat_map(|section| section.title.iter().chain(&section.translations)));
    let notices = form.notices.iter().flat_map(|notice| std::iter::once(&notice.text).chain(&notice.translations));
    let fields = form.numbered().filter(|(_, field)| field.is_asked()).flat_map(|(id, field)| {
        let own = field.label.iter().chain(&field.help).chain(field.translations.iter().map(|(_, text)| text));
        let choices = field.choices.iter().flat_map(|choice| choice.label.iter().chain(&choice.translations));
        own.chain(choices).map(move |text| (Some(id), text.value.as_ref()))
    });
    of_form.chain(notices).map(|text| (None, text.value.as_ref())).chain(fields)
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether words stand in a text with no letter or digit right before or after.
fn bounded(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(start, found)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|after| after.chars().next());
        [before, after].into_iter().flatten().all(|letter| !letter.is_alphanumeric())
    })
}
