//! What a form says of its own context: the mapping under `x-mayask`, in JSON or YAML.

use std::borrow::Cow;

use crate::form::{Asked, Field, Form, Required, Stated, Text, Told};
use crate::tree::{Kind, Node};

/// Adds the entries of a mapping to what the form states. A list states its key several times, a mapping in a mapping
/// joins the keys by a dot, and a mapping in a list is stated as it is written.
pub(crate) fn stated<'s>(node: Node<'_, 's>, form: &mut Form<'s>) {
    for entry in node.entries() {
        state(entry.key.text(), entry.value, form);
    }
}

fn state<'s>(key: Cow<'s, str>, value: Node<'_, 's>, form: &mut Form<'s>) {
    match value.kind() {
        Kind::Array => value.items().for_each(|item| push(key.clone(), item, form)),
        Kind::Object => {
            for entry in value.entries() {
                let key: Cow<'_, str> = Cow::Owned(format!("{key}.{}", entry.key.as_str()));
                match entry.value.kind() {
                    Kind::Array => entry.value.items().for_each(|item| push(key.clone(), item, form)),
                    _ => push(key, entry.value, form),
                }
            }
        }
        _ => push(key, value, form),
    }
}

fn push<'s>(key: Cow<'s, str>, value: Node<'_, 's>, form: &mut Form<'s>) {
    form.stated.push(Stated { key, value: Text::new(value.written(), value.place()) });
}

/// Applies what `x-mayask` says of one question.
pub(crate) fn about_field<'s>(node: Node<'_, 's>, field: &mut Field<'s>) {
    for entry in node.entries() {
        let value = entry.value;
        let text = || Text::new(value.text(), value.place());
        match entry.key.as_str() {
            "about" => field.about = Some(text()),
            "purpose" | "purposes" if value.is_array() => {
                field.purposes.extend(value.items().map(|item| Text::new(item.text(), item.place())));
            }
            "purpose" | "purposes" => field.purposes.push(text()),
            "not asked" => field.asked = Asked::No(value.text()),
            "opt out" => field.opt_out = told(value),
            "printed" => field.printed = told(value) == Told::Yes,
            "required" if told(value) == Told::No => field.required = Required::No,
            _ => {}
        }
    }
}

/// Yes or no, as a truth value or in words.
pub(crate) fn told(node: Node<'_, '_>) -> Told {
    match (node.truth(), node.as_str()) {
        (Some(true), _) | (None, "yes" | "Yes") => Told::Yes,
        (Some(false), _) | (None, "no" | "No") => Told::No,
        _ => Told::NotSaid,
    }
}
