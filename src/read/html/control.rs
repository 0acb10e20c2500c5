//! Controls: the elements that take an answer, what kind of answer, and whether anybody is asked.

use std::borrow::Cow;

use super::marker;
use super::page::{Attribute, Node, NodeId, Page};
use super::words::View;
use crate::form::{Answer, Asked, Required, Text, Told};

/// What a control is to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One button of a group, of which one is chosen.
    Radio,
    /// A box to tick, or one of several.
    Checkbox,
    /// A group made by a fragment of a template: `radio`, `checkbox` or `yesno`.
    Group,
    /// Any other control: a question by itself.
    Single,
}

/// The kind of an element that takes an answer; none for any other.
pub(super) fn kind(node: &Node<'_>) -> Option<Kind> {
    match node.name.as_ref() {
        "input" => match node.value("type").unwrap_or_default().to_ascii_lowercase().as_str() {
            "radio" => Some(Kind::Radio),
            "checkbox" => Some(Kind::Checkbox),
            _ => Some(Kind::Single),
        },
        "select" | "textarea" | "button" => Some(Kind::Single),
        "mayask:group" => Some(Kind::Group),
        // A component whose inside is not in the page still asks what its name or label says.
        name if name.contains('-') && is_component(node) => Some(Kind::Single),
        _ => None,
    }
}

fn is_component(node: &Node<'_>) -> bool {
    let label = node.has("label") || node.has("legend");
    node.has("formcontrolname") || (node.has("name") && label) || (label && node.name.contains("input"))
}

/// The kind of answer that a single control takes.
pub(super) fn answer(node: &Node<'_>) -> Answer {
    match node.name.as_ref() {
        "textarea" => Answer::LongText,
        "button" => Answer::Control,
        "select" if node.has("multiple") => Answer::Choices,
        "select" => Answer::Choice,
        "input" => input(node),
        _ => Answer::NotSaid,
    }
}

fn input(node: &Node<'_>) -> Answer {
    match node.value("type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "submit" | "button" | "reset" | "image" => Answer::Control,
        "date" | "datetime-local" | "datetime" | "week" => Answer::Date,
        "month" => Answer::Month,
        "number" | "range" => Answer::Number,
        "checkbox" => Answer::YesNo,
        "file" if is_picture(node) => Answer::Photo,
        "file" => Answer::Document,
        _ => Answer::Text,
    }
}

fn is_picture(node: &Node<'_>) -> bool {
    let accepted = node.value("accept").unwrap_or_default();
    node.has("capture") || (!accepted.is_empty() && accepted.split(',').all(|kind| kind.trim().starts_with("image/")))
}

/// The name under which the answer is kept, as the page or its framework gives it.
pub(super) fn name<'n, 's>(node: &'n Node<'s>) -> Option<&'n Attribute<'s>> {
    const NAMES: &[&str] = &["name", "formcontrolname", "th:field", "asp-for", "ng-model", "[(ngmodel)]", "v-model", "data-name", "id"];
    NAMES.iter().filter_map(|name| node.attribute(name)).find(|attribute| !attribute.value.trim().is_empty())
}

/// The name as a text; a name that is computed is none.
pub(super) fn identifier<'s>(view: &View<'_, 's>, node: &Node<'s>) -> Result<Option<Text<'s>>, Text<'s>> {
    let Some(attribute) = name(node) else { return Ok(None) };
    let text = Text::new(attribute.value.clone(), view.place(attribute.span));
    if marker::plain(&attribute.value).marker.is_some() {
        return Err(text);
    }
    let bare = attribute.value.trim();
    let bare = bare.strip_prefix("*{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(bare);
    Ok(Some(match bare == attribute.value {
        true => text,
        false => Text { value: Cow::Owned(bare.to_owned()), ..text },
    }))
}

/// Whether the control itself must be answered. HTML says so, or else it need not be; a template may leave it open.
pub(super) fn required(node: &Node<'_>) -> Required {
    let said = [node.value("aria-required"), node.value("mayask:required")];
    if node.has("required") || said.contains(&Some("true")) {
        return Required::Yes;
    }
    let computed = |name: &str| {
        name.contains(['{', '%', '<']) || matches!(name, "th:required" | "[required]" | ":required" | "ng-required" | "v-bind:required")
    };
    let open = node.attributes.iter().any(|attribute| computed(&attribute.name));
    // A control of a component or a fragment is made elsewhere.
    let elsewhere = node.name.contains('-') || node.attribute("th:replace").is_some() || node.has("formcontrolname");
    match open || (elsewhere && !said.contains(&Some("false"))) {
        true => Required::NotSaid,
        false => Required::No,
    }
}

/// Whether anybody is asked.
pub(super) fn asked<'s>(page: &Page<'s>, id: NodeId) -> Asked<'s> {
    let node = page.node(id);
    let kind = node.value("type").unwrap_or_default().to_ascii_lowercase();
    if node.is("input") && kind == "hidden" {
        return Asked::No(Cow::Borrowed("a hidden input"));
    }
    if node.has("disabled") || page.around(id).any(|at| is_disabling(page, at, id)) {
        return Asked::No(Cow::Borrowed("disabled"));
    }
    let typed = node.is("textarea") || (node.is("input") && !matches!(kind.as_str(), "checkbox" | "radio" | "range" | "color" | "file"));
    match typed && node.has("readonly") {
        true => Asked::No(Cow::Borrowed("read-only")),
        false => Asked::Yes,
    }
}

/// A disabled fieldset disables what stands in it, save in its legend.
fn is_disabling(page: &Page<'_>, fieldset: NodeId, id: NodeId) -> bool {
    let node = page.node(fieldset);
    let legend = || page.around(id).take_while(|&at| at != fieldset).any(|at| page.node(at).is("legend"));
    node.is("fieldset") && node.has("disabled") && !legend()
}

/// Which nodes show only on a condition, by their own account or that of an element around them.
pub(super) fn conditions(page: &Page<'_>) -> Vec<bool> {
    let mut conditions: Vec<bool> = Vec::with_capacity(page.nodes.len());
    for node in &page.nodes {
        let around = conditions.get(node.parent).copied().unwrap_or_default();
        conditions.push(around || (!node.is_text() && is_conditional(node)));
    }
    conditions
}

/// Whether the control shows only on a condition.
///
/// A script may hide or show anything, so a page with a script cannot say no.
pub(super) fn conditional(view: &View<'_, '_>, id: NodeId) -> Told {
    match view.page.node(id).branch || view.conditions.get(id).copied().unwrap_or_default() {
        true => Told::Yes,
        false if view.scripted => Told::NotSaid,
        false => Told::No,
    }
}

fn is_conditional(node: &Node<'_>) -> bool {
    const BRANCHES: &[&str] = &[
        "hidden",
        "th:if",
        "th:unless",
        "data-th-if",
        "th:case",
        "*ngif",
        "[hidden]",
        "v-if",
        "v-else",
        "v-else-if",
        "v-show",
        "ng-if",
        "ng-show",
        "ng-hide",
        "x-if",
        "x-show",
        "data-show-if",
        "data-conditional",
        "data-depends-on",
    ];
    let style = || node.value("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    let class = || node.value("class").unwrap_or_default();
    node.is("template")
        || (node.is("dialog") && !node.has("open"))
        || BRANCHES.iter().any(|name| node.has(name))
        || style().contains("display:none")
        || style().contains("visibility:hidden")
        || class().contains("__conditional")
        || class().split_whitespace().any(|class| class == "question-with-follow-up__follow-up")
}
