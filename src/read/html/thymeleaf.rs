//! Thymeleaf templates: a call of a fragment that makes an input is read as that input, and `#{key}` as a message.

use std::borrow::Cow;

use super::page::{Attribute, Node, Page};
use crate::source::Span;

/// What an expression makes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value<'t> {
    /// No text.
    Nothing,
    /// A text that stands there.
    Literal(&'t str),
    /// A message by its key.
    Message(&'t str),
    /// Something that only the running program knows.
    Computed,
}

/// Reads an expression.
pub(super) fn value(expression: &str) -> Value<'_> {
    let expression = expression.trim();
    if expression.is_empty() || expression == "null" {
        return Value::Nothing;
    }
    if let Some(message) = expression.strip_prefix("#{").and_then(|rest| rest.strip_suffix('}')) {
        let key = message.split('(').next().unwrap_or_default().trim();
        let plain = !key.is_empty() && !key.contains(['$', '{', '\'', '+', ' ', '?']);
        return if plain { Value::Message(key) } else { Value::Computed };
    }
    let quoted = expression.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match quoted {
        Some("") => Value::Nothing,
        Some(literal) if !literal.contains('\'') => Value::Literal(literal),
        Some(_) => Value::Computed,
        None if expression.contains(['$', '#', '@', '~', '|', '\'', '*', '{']) => Value::Computed,
        None => Value::Literal(expression),
    }
}

/// Turns calls of fragments into the elements that they make, as far as their arguments tell.
pub(super) fn expand(page: &mut Page<'_>) {
    for id in 1..page.nodes.len() {
        let Some(node) = page.nodes.get(id) else { continue };
        let names = ["th:replace", "th:insert", "th:include", "data-th-replace", "data-th-insert"];
        let Some(attribute) = names.iter().find_map(|name| node.attribute(name)) else { continue };
        let Some(call) = call(attribute) else { continue };
        let group = page.around(id).find(|&at| page.node(at).has("mayask:group")).and_then(|at| page.node(at).attribute("name")).cloned();
        if let Some(node) = page.nodes.get_mut(id) {
            become_element(node, call, group);
        }
        page.name(id);
    }
}

/// A call of a fragment: its name and its arguments.
struct Call<'s> {
    name: String,
    arguments: Vec<Attribute<'s>>,
}

impl<'s> Call<'s> {
    fn argument(&self, names: &[&str]) -> Option<&Attribute<'s>> {
        names.iter().find_map(|name| self.arguments.iter().find(|argument| argument.name == *name))
    }
}

fn become_element<'s>(node: &mut Node<'s>, call: Call<'s>, group: Option<Attribute<'s>>) {
    let name = call.argument(&["inputName", "fieldName", "name"]).map(literal);
    let kind = call.name.to_lowercase();
    let mut put = |key: &'static str, from: Option<Attribute<'s>>| {
        if let Some(from) = from.filter(|from| !from.value.trim().is_empty()) {
            node.attributes.push(Attribute { name: Cow::Borrowed(key), ..from });
        }
    };
    let element = if kind == "selectoption" {
        put("value", call.argument(&["value"]).map(literal));
        put("mayask:text", call.argument(&["optionText", "label", "text"]).cloned());
        "option"
    } else if kind.contains("button") && !kind.contains("radio") {
        put("mayask:text", call.argument(&["text", "label", "buttonLabel"]).cloned());
        "button"
    } else if name.is_some() || group.is_some() && kind.contains("inset") {
        let name = name.filter(|name| !name.value.contains("${")).or(group);
        put("name", name.or_else(|| call.argument(&["inputName"]).cloned()));
        put("value", call.argument(&["value"]).map(literal));
        put("mayask:label", call.argument(&["label", "question", "legend"]).cloned());
        put("mayask:help", call.argument(&["helpText", "fieldsetHelpText", "checkboxHelpText", "subtext", "hint"]).cloned());
        put("mayask:options", call.argument(&["options"]).cloned());
        put("mayask:other", call.argument(&["noneOfTheAboveLabel"]).cloned());
        put("placeholder", call.argument(&["placeholder"]).map(literal));
        put("aria-labelledby", call.argument(&["ariaLabel", "ariaDescribe"]).map(literal).map(first_word));
        put("mayask:required", call.argument(&["required"]).map(literal));
        let (element, answer) = control(&kind);
        put("type", Some(attribute("type", answer, node.span)));
        if element == "mayask:group" {
            put("mayask:group", Some(attribute("mayask:group", "yes", node.span)));
        }
        element
    } else if let Some(header) = call.argument(&["header"]) {
        put("mayask:text", Some(header.clone()));
        put("mayask:subtext", call.argument(&["subtext"]).cloned());
        put("id", Some(attribute("id", "header", node.span)));
        "h1"
    } else if let Some(title) = call.argument(&["title", "pageTitle"]).filter(|_| kind == "head") {
        put("mayask:text", Some(title.clone()));
        "title"
    } else {
        return;
    };
    node.name = Cow::Borrowed(element);
}

/// The element and type that an input fragment of this name makes.
fn control(kind: &str) -> (&'static str, &'static str) {
    const KINDS: &[(&str, &str, &str)] = &[
        ("radiofieldset", "mayask:group", "radio"),
        ("checkboxfieldset", "mayask:group", "checkbox"),
        ("yesorno", "mayask:group", "yesno"),
        ("radio", "input", "radio"),
        ("checkbox", "input", "checkbox"),
        ("textarea", "textarea", "textarea"),
        ("select", "select", "select"),
        ("date", "input", "date"),
        ("month", "input", "month"),
        ("number", "input", "number"),
        ("money", "input", "number"),
        ("file", "input", "file"),
        ("upload", "input", "file"),
        ("phone", "input", "tel"),
        ("email", "input", "email"),
        ("hidden", "input", "hidden"),
    ];
    KINDS.iter().find(|(word, ..)| kind.contains(word)).map_or(("input", "text"), |(_, element, answer)| (element, answer))
}

fn attribute<'s>(name: &'static str, value: &'static str, span: Span) -> Attribute<'s> {
    Attribute { name: Cow::Borrowed(name), value: Cow::Borrowed(value), span }
}

/// An argument without its quotes.
fn literal<'s>(argument: &Attribute<'s>) -> Attribute<'s> {
    let quoted = argument.value.len() >= 2 && argument.value.starts_with('\'') && argument.value.ends_with('\'');
    match quoted {
        true => part(argument, 1, argument.value.len() - 1),
        false => argument.clone(),
    }
}

fn first_word(argument: Attribute<'_>) -> Attribute<'_> {
    let end = argument.value.find(char::is_whitespace).unwrap_or(argument.value.len());
    part(&argument, 0, end)
}

/// A part of an attribute's value, with its own place.
fn part<'s>(attribute: &Attribute<'s>, start: usize, end: usize) -> Attribute<'s> {
    let exact = attribute.span.len() == attribute.value.len();
    let from = attribute.span.start as usize;
    let span = if exact { Span::new(from + start, from + end) } else { attribute.span };
    let value = match &attribute.value {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_owned()),
    };
    Attribute { name: attribute.name.clone(), value, span }
}

/// Reads `~{path :: name(key=value, …)}`.
fn call<'s>(attribute: &Attribute<'s>) -> Option<Call<'s>> {
    let text = attribute.value.as_ref();
    let names = text.find("::")? + 2;
    let open = names + text.get(names..)?.find('(')?;
    let name = text.get(names..open)?.trim().to_owned();
    let mut arguments = Vec::new();
    let mut start = open + 1;
    let (mut depth, mut quoted) = (0_u32, false);
    for (at, byte) in text.bytes().enumerate().skip(open + 1) {
        match byte {
            b'\'' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => {
                arguments.extend(argument(attribute, start, at));
                start = at + 1;
                if byte == b')' {
                    break;
                }
            }
            _ => {}
        }
    }
    Some(Call { name, arguments })
}

fn argument<'s>(attribute: &Attribute<'s>, start: usize, end: usize) -> Option<Attribute<'s>> {
    let text = attribute.value.get(start..end)?;
    let (key, value) = text.split_once('=')?;
    let from = start + key.len() + 1 + (value.len() - value.trim_start().len());
    let argument = part(attribute, from, from + value.trim().len());
    Some(Attribute { name: Cow::Owned(key.trim().to_owned()), ..argument })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    #[test]
    fn expressions_are_messages_literals_or_computed() {
        assert_eq!(value("#{a.b}"), Value::Message("a.b"));
        assert_eq!(value("#{a.b(${x})}"), Value::Message("a.b"));
        assert_eq!(value("#{${o.label}}"), Value::Computed);
        assert_eq!(value("'Yes'"), Value::Literal("Yes"));
        assert_eq!(value("''"), Value::Nothing);
        assert_eq!(value("${x} ? 'a' : 'b'"), Value::Computed);
        assert_eq!(value("'a' + 'b'"), Value::Computed);
    }

    #[test]
    fn a_call_gives_its_arguments_with_their_places() {
        let text = "<th:block th:replace=\"~{f/inputs/text :: text(inputName='dob',\n label=#{k.dob(${a}, 'b, c')})}\"/>";
        let mut page = Page::read(text, &Limits::DEFAULT);
        expand(&mut page);
        let node = page.node(1);
        assert!(node.is("input"));
        assert_eq!(node.value("name"), Some("dob"));
        let label = node.attribute("mayask:label").unwrap();
        assert_eq!(label.value, "#{k.dob(${a}, 'b, c')}");
        assert_eq!(&text[label.span.range()], label.value);
    }
}
