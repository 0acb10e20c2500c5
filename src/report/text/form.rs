//! What is said of a form beside its findings: what could not be read, what was remarked, what it asks where nobody says where
//! it is used.

use anstyle::AnsiColor;

use super::Page;
use super::needs::named;
use crate::form::FieldId;
use crate::report::Heard;
use crate::report::spot::Spot;
use crate::report::words::{self, count, plain};
use crate::vocabulary::ConceptId;

/// How many questions are named at most.
const NAMED: usize = 3;

/// The questions that could not be read, in one block.
pub(super) fn not_understood(page: &mut Page, heard: &Heard<'_>) {
    let lost = &heard.review.not_understood;
    if lost.is_empty() {
        return;
    }
    let head = page.head(AnsiColor::Yellow, "not understood");
    let asked = heard.review.counts.understood + heard.review.counts.not_understood;
    let mut text = format!("{head}: {} of {asked} in {}\n", count(lost.len(), "question", "questions"), words::form_name(heard));
    for (id, why) in lost.iter().take(NAMED) {
        text.push_str(&format!("  --> {}: {}\n", place(heard, *id), plain(why)));
    }
    if lost.len() > NAMED {
        text.push_str(&format!("      and {} more\n", lost.len() - NAMED));
    }
    page.block(&text);
}

/// A question by its place and name, or by its pointer where it has none.
fn place(heard: &Heard<'_>, id: FieldId) -> String {
    let Some(field) = heard.form.field(id) else { return String::new() };
    let at = Spot::of(heard.sources, field.place).map(|spot| spot.words()).unwrap_or_default();
    let name = words::field_name(heard, id).unwrap_or_else(|| plain(&heard.form.trails.pointer(field.trail)));
    format!("{at} {name}")
}

/// What is worth saying of laws.
pub(super) fn remarks(page: &mut Page, heard: &Heard<'_>) {
    let head = page.head(AnsiColor::Green, "note");
    let lines = heard.review.remarks.iter().map(|remark| match remark.policy.as_str() {
        "" => format!("{head}: {}\n  --> {}\n", plain(&remark.words), plain(heard.id)),
        policy => format!("{head}[{policy}]: {}\n  --> {}\n", plain(&remark.words), plain(heard.id)),
    });
    let text: String = lines.collect();
    if !text.is_empty() {
        page.block(&text);
    }
}

/// What a form asks that nobody says the place of, and where the library has a rule on that.
pub(super) fn without_place(page: &mut Page, heard: &Heard<'_>) {
    let head = page.head(AnsiColor::Cyan, "asks");
    let table = &heard.setting().vocabulary.concepts;
    let asked = heard.asked();
    let mut text = format!("{head}: {} asks of a person\n  --> {}\n", words::form_name(heard), plain(heard.id));
    for (concept, fields) in &asked {
        let fields: Vec<String> = fields.iter().filter_map(|id| words::field_name(heard, *id)).collect();
        text.push_str(&format!("   *  {}: {}{}\n", table.title(*concept), named(&fields), rules_in(heard, Some(*concept))));
    }
    if asked.is_empty() {
        text.push_str("   *  nothing that the vocabulary knows\n");
    }
    let on_form = rules_in(heard, None);
    if !on_form.is_empty() {
        text.push_str(&format!("   *  of the form itself{on_form}\n"));
    }
    page.block(&text);
}

/// Where the library has a rule on a concept, or on the form itself.
fn rules_in(heard: &Heard<'_>, concept: Option<ConceptId>) -> String {
    let places: Vec<String> = heard.spoken_of(concept).into_iter().map(str::to_owned).collect();
    if places.is_empty() { String::new() } else { format!("; there are rules on that in {}", named(&places)) }
}
