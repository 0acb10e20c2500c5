//! Questions of a page that are made elsewhere, or by a script: a template's inclusion, a frame, a component, an editable element. They are not
//! read, and must not be passed over in silence.

use super::page::{Node, Page};
use crate::source::{Place, Problem, SourceId};

/// Roles by which an element that is no control of HTML takes an answer (WAI-ARIA 1.2, widget roles).
const ROLES: [&str; 8] = ["textbox", "searchbox", "combobox", "listbox", "radiogroup", "checkbox", "spinbutton", "switch"];

/// Elements that take an answer, or group those that do, and are read as such.
const READ: [&str; 6] = ["input", "select", "textarea", "fieldset", "button", "output"];

/// What markers say that put whole questions onto a page: Django, Jinja and Twig, Handlebars, Rails.
const INCLUSIONS: [&str; 14] = [
    "include",
    "render_field",
    "render_form",
    "form_row",
    "form_widget",
    "crispy",
    "as_p",
    "as_ul",
    "as_table",
    "as_div",
    "form_rest",
    "text_field",
    "select_tag",
    "form_with",
];

/// What of a page's forms could not be read.
pub(super) fn problems(page: &Page<'_>, source: SourceId) -> Vec<Problem> {
    let asking = page.nodes.iter().any(|node| node.is("form"));
    let told = page.nodes.iter().enumerate().filter_map(|(id, node)| Some((node, made(page, id, node, asking)?)));
    told.map(|(node, words)| {
        let problem = Problem::error("made-elsewhere", Place::text(source, node.span), words);
        problem.help("check the page as it is shown to people, or the file that the part is made from")
    })
    .collect()
}

/// Why a node is, or may hold, a question that was not read.
fn made(page: &Page<'_>, id: usize, node: &Node<'_>, asking: bool) -> Option<&'static str> {
    let inside = node.form.is_some();
    let controls = || (id + 1..node.end).any(|below| READ.contains(&page.node(below).name.as_ref()));
    match () {
        () if node.is_text() && (inside || !asking) && includes(&node.text) => {
            Some("a template puts a part of the form here, which was not read")
        }
        () if node.is("iframe") && inside => Some("a frame shows another page here, which was not read"),
        () if READ.contains(&node.name.as_ref()) || controls() => None,
        () if inside && node.value("role").is_some_and(|role| ROLES.contains(&role)) => {
            Some("a script makes a question of this element, which was not read")
        }
        () if inside && is_component(node) && super::control::kind(node).is_none() => {
            Some("a component of the page's own is put here, and seems to ask something, which was not read")
        }
        () if inside && node.has("contenteditable") && node.value("contenteditable") != Some("false") => {
            Some("a person may write into this element, which was not read as a question")
        }
        () => None,
    }
}

/// Whether an element of the page's own speaks of an answer: by what it is bound to, by a label, or by its name.
fn is_component(node: &Node<'_>) -> bool {
    const BOUND: [&str; 10] =
        ["name", "label", "legend", "v-model", "ng-model", "[(ngmodel)]", "[formcontrol]", "[field]", "field", "model"];
    const SPEAK: [&str; 10] = ["input", "field", "select", "picker", "radio", "checkbox", "textarea", "question", "upload", "dropdown"];
    let words = || node.name.split('-').skip(1);
    node.name.contains('-') && (BOUND.iter().any(|name| node.has(name)) || words().any(|word| SPEAK.contains(&word)))
}

/// Whether a text holds a marker that puts questions there.
fn includes(text: &str) -> bool {
    ["{{", "{%", "<%"].iter().any(|open| text.contains(open)) && INCLUSIONS.iter().any(|word| holds(text, word))
}

/// Whether a word stands in a text, and not as a piece of another.
fn holds(text: &str, word: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}
