//! What a leaf of the tree of fields says: the kind of answer, its choices, and whether anybody is asked.

use std::borrow::Cow;
use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use super::tree::{Leaf, array, dictionary, number, string, text, value};
use crate::form::{Answer, Asked, Choice, Text};
use crate::source::Place;

const READ_ONLY: i64 = 1;
const REQUIRED: i64 = 1 << 1;
const MULTILINE: i64 = 1 << 12;
const RADIO: i64 = 1 << 15;
const PUSH: i64 = 1 << 16;
const FILE: i64 = 1 << 20;
const MANY: i64 = 1 << 21;

impl Leaf<'_> {
    /// Whether it is pressed or ticked.
    pub(super) fn is_button(&self) -> bool {
        self.kind == b"Btn"
    }

    /// Whether it is one of several that exclude each other.
    pub(super) fn is_radio(&self) -> bool {
        self.is_button() && self.flags & RADIO != 0
    }

    /// Whether it is a box to tick.
    pub(super) fn is_box(&self) -> bool {
        self.is_button() && self.flags & (RADIO | PUSH) == 0
    }

    /// Whether an answer must be given, as far as the flag tells.
    pub(super) fn is_required(&self) -> bool {
        self.flags & REQUIRED != 0
    }

    /// Whether every widget of it is hidden from view.
    pub(super) fn is_hidden(&self, document: &Document) -> bool {
        let hidden = |dict: &Dictionary| number(document, dict, b"F").unwrap_or_default() & (1 << 1 | 1 << 5) != 0;
        !self.widgets.is_empty() && self.widgets.iter().all(|(_, dict)| hidden(dict))
    }
}

/// The kind of answer that a leaf wants.
pub(super) fn answer(document: &Document, leaf: &Leaf<'_>, choices: usize) -> Answer {
    match leaf.kind {
        b"Tx" if leaf.flags & FILE != 0 => Answer::Document,
        b"Tx" => match script(document, leaf, &[b"F", b"K"]) {
            script if script.contains("AFDate") => Answer::Date,
            script if script.contains("AFNumber") || script.contains("AFPercent") => Answer::Number,
            _ if leaf.flags & MULTILINE != 0 => Answer::LongText,
            _ => Answer::Text,
        },
        b"Btn" if leaf.flags & PUSH != 0 => Answer::Control,
        b"Btn" if leaf.is_radio() || choices > 0 => Answer::Choice,
        b"Btn" => Answer::YesNo,
        b"Ch" if leaf.flags & MANY != 0 => Answer::Choices,
        b"Ch" => Answer::Choice,
        b"Sig" => Answer::Signature,
        _ => Answer::NotSaid,
    }
}

/// Whether a person is asked.
pub(super) fn asked<'s>(document: &Document, leaf: &Leaf<'_>) -> Asked<'s> {
    if leaf.flags & READ_ONLY != 0 {
        return Asked::No("it is read-only".into());
    }
    // A simple sum is the viewer's; any other script may leave what a person typed.
    match script(document, leaf, &[b"C"]).contains("AFSimple_Calculate") {
        true => Asked::No("it is calculated".into()),
        false => Asked::Yes,
    }
}

/// The scripts that run on a field's events.
fn script(document: &Document, leaf: &Leaf<'_>, events: &[&[u8]]) -> String {
    let owners = leaf.dict.into_iter().chain(leaf.widgets.iter().map(|(_, widget)| *widget));
    let actions = owners.filter_map(|dict| value(document, dict, b"AA")?.as_dict().ok());
    let scripts = actions.flat_map(|actions| events.iter().filter_map(|event| value(document, actions, event)?.as_dict().ok()));
    scripts.filter_map(|action| text(value(document, action, b"JS")?)).collect()
}

/// The states of a button other than off, in the order of its widgets.
pub(super) fn states(document: &Document, widget: &Dictionary) -> Vec<String> {
    let faces = value(document, widget, b"AP").and_then(|faces| faces.as_dict().ok());
    let normal = faces.and_then(|faces| dictionary(document, faces.get(b"N").ok()?));
    let names = normal.into_iter().flat_map(|normal| normal.iter()).map(|(name, _)| name.as_slice());
    names.filter(|name| *name != b"Off").map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// The choices of a list, or of a button with several states.
pub(super) fn choices<'s>(document: &Document, leaf: &Leaf<'_>, places: &[Place]) -> Vec<Choice<'s>> {
    let whole = places.first().copied().unwrap_or_default();
    let options = leaf.options.unwrap_or_default();
    if !leaf.is_button() {
        return options.iter().filter_map(|option| listed(document, option, whole)).collect();
    }
    let mut choices: Vec<Choice<'s>> = Vec::new();
    let mut known = BTreeSet::new();
    for (index, (_, widget)) in leaf.widgets.iter().enumerate() {
        let place = places.get(index).copied().unwrap_or(whole);
        let own = string(document, widget, b"TU")
            .filter(|label| leaf.widgets.len() > 1 && Some(label) != leaf.label.as_ref() && !label.is_empty());
        let shown = options.get(index).and_then(|option| text(document.dereference(option).ok()?.1)).or(own);
        for state in states(document, widget) {
            if known.insert(state.clone()) {
                let label = shown.clone().map(|label| Text::new(label, place));
                choices.push(Choice { value: Some(Text::new(state, place)), label, ..Choice::default() });
            }
        }
    }
    // One box with one state is a yes.
    if choices.len() < 2 && !leaf.is_radio() { Vec::new() } else { choices }
}

fn listed<'s>(document: &Document, option: &Object, place: Place) -> Option<Choice<'s>> {
    let option = document.dereference(option).ok()?.1;
    let words = |object: &Object| Some(Text::new(Cow::Owned(text(document.dereference(object).ok()?.1)?), place));
    let choice = match option {
        Object::Array(pair) => Choice { value: pair.first().and_then(words), label: pair.get(1).and_then(words), ..Choice::default() },
        other => Choice { value: words(other), ..Choice::default() },
    };
    let shown = choice.label.as_ref().or(choice.value.as_ref())?;
    (!shown.value.is_empty()).then_some(choice)
}

/// Whether a document has scripts or actions that may show what is hidden.
pub(super) fn has_scripts(document: &Document) -> bool {
    let acts = |dict: &Dictionary| {
        dict.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"JavaScript" || kind == b"Hide")
            || dict.has(b"JS")
            || dict.has(b"AA")
    };
    document.objects.values().any(|object| object.as_dict().is_ok_and(acts)) || array(document, &document.trailer, b"AA").is_some()
}
