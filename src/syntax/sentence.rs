//! Sentences and conditions on one line, in the words of the language.

use std::fmt::Write;

use super::ast::*;

/// The sentence of a rule with its `when`; empty where the rule has none.
pub fn sentence(rule: &Rule) -> String {
    let mut text = rule.sentence.as_ref().map(|sentence| said(&sentence.value)).unwrap_or_default();
    if let Some(when) = &rule.when {
        let _ = write!(text, " when {}", condition(&when.value));
    }
    text
}

/// A condition, with no more parentheses than it needs.
pub fn condition(condition: &Condition) -> String {
    match condition {
        Condition::All(terms) => joined(terms, " and "),
        Condition::Any(terms) => joined(terms, " or "),
        Condition::Not(inner) => format!("not {}", term(&inner.value)),
        Condition::It(claim) => format!("it {}", atoms(claim)),
        Condition::Exemption(name) => format!("exemption {}", name.value),
        Condition::Standard(name) => format!("standard {}", name.value),
        Condition::Compare { fact, with: None } => fact.value.clone(),
        Condition::Compare { fact, with: Some((how, with)) } => format!("{} {} {}", fact.value, sign(how.value), value(with)),
    }
}

fn joined(terms: &[crate::source::Spanned<Condition>], with: &str) -> String {
    let said = |inner: &Condition| if matches!(inner, Condition::Not(_)) { condition(inner) } else { term(inner) };
    terms.iter().map(|inner| said(&inner.value)).collect::<Vec<_>>().join(with)
}

fn term(inner: &Condition) -> String {
    match inner {
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => format!("({})", condition(inner)),
        _ => condition(inner),
    }
}

fn sign(how: Comparison) -> &'static str {
    match how {
        Comparison::Is => "is",
        Comparison::IsNot => "is not",
        Comparison::Includes => "includes",
        Comparison::AtLeast => ">=",
        Comparison::AtMost => "<=",
        Comparison::Less => "<",
        Comparison::More => ">",
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Date(date) => date.value.to_string(),
        Value::Number(number) => number.value.to_string(),
        Value::Text(text) => quoted(&text.value),
        Value::Word(word) => word.value.clone(),
    }
}

fn said(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Ban { banned, about, scope } => {
            format!("no {}{} on {}", ban(banned), list(" about ", about), place(scope))
        }
        Sentence::OnField { thing, about, scope, modal, predicate } => {
            let question = format!("{}{}", question(thing), list(" about ", about));
            format!("{question} on {} {} {}", place(scope), verb(modal.value), atoms(predicate))
        }
        Sentence::OnForm { scope, modal, predicate } => format!("{} {} {}", place(scope), verb(modal.value), atoms(predicate)),
    }
}

fn ban(banned: &Banned) -> String {
    match banned {
        Banned::Thing { required, printed, thing } => {
            let required = if required.is_some() { "required " } else { "" };
            let printed = if printed.is_some() { "printed " } else { "" };
            format!("{required}{printed}{}", question(thing))
        }
        Banned::Option { answers, thing } => format!("{} in {}", list("option ", answers), question(thing)),
        Banned::Notice(names) => list("notice ", names),
        Banned::Wording(texts) => format!("wording {}", texts.iter().map(|text| quoted(&text.value)).collect::<Vec<_>>().join(", ")),
    }
}

fn question(thing: &Thing) -> String {
    let aspect = match thing.aspect {
        Aspect::Field => "field",
        Aspect::Document => "document",
        Aspect::Both => "field or document",
    };
    let concepts = match thing.concepts.is_empty() {
        true => format!("any {aspect}"),
        false => list(&format!("{aspect} "), &thing.concepts),
    };
    let proxies = match thing.proxies {
        None => "",
        Some(Proxies::Strong) => " or strong proxies",
        Some(Proxies::All) => " or proxies",
    };
    format!("{concepts}{}{proxies}", list(" except ", &thing.except))
}

fn place(scope: &Scope) -> String {
    let arms = scope.arms.iter().map(|arm| format!("{} forms", words(arm, " ")));
    let mut text = arms.collect::<Vec<_>>().join(" or ");
    if let Some((order, names)) = &scope.stage {
        let order = match order.value {
            Order::Before => " before ",
            Order::At => " at ",
            Order::After => " after ",
        };
        text += &list(order, names);
    }
    text + &list(" for ", &scope.purposes)
}

fn verb(modal: Modal) -> &'static str {
    match modal {
        Modal::Must => "must",
        Modal::MustNot => "must not",
        Modal::Should => "should",
        Modal::ShouldNot => "should not",
        Modal::May => "may",
        Modal::Is => "is",
    }
}

fn atoms(atoms: &[Atom]) -> String {
    let mut text = String::new();
    for atom in atoms {
        if !text.is_empty() && !matches!(atom, Atom::Comma(_)) {
            text.push(' ');
        }
        match atom {
            Atom::Word(word) => text += &word.value,
            Atom::Text(word) => text += &quoted(&word.value),
            Atom::Number(number) => text += &number.value.to_string(),
            Atom::Comma(_) => text.push(','),
        }
    }
    text
}

/// A list behind its word; nothing where it is empty.
fn list(before: &str, names: &[Word]) -> String {
    if names.is_empty() { String::new() } else { format!("{before}{}", words(names, ", ")) }
}

fn words(words: &[Word], between: &str) -> String {
    words.iter().map(|word| word.value.as_str()).collect::<Vec<_>>().join(between)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
