//! What each format can tell: every fact that a reader claims is told right both ways, and what it does not claim is said by no form of it.

use std::collections::BTreeMap;
use std::path::Path;

use mayask::form::{Answer, Asked, Field, Form, Required, Told};
use mayask::read::{Alone, Fact, READERS, Reader, Reading, Tells, read};
use mayask::source::{Limits, Source};
use serde::Deserialize;

/// A form of a format, and for each fact what shows it.
#[derive(Debug, Deserialize)]
struct Shown {
    format: String,
    file: String,
    text: String,
    /// The files beside it.
    #[serde(default)]
    beside: BTreeMap<String, String>,
    #[serde(flatten)]
    facts: BTreeMap<String, Vec<String>>,
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/read"))
}

fn shown() -> Vec<Shown> {
    serde_yaml::from_str(&std::fs::read_to_string(root().join("facts.yaml")).unwrap()).unwrap()
}

/// What a question says of a fact; none where it is not said.
fn said(fact: Fact, field: &Field<'_>) -> Option<bool> {
    let told = |told| match told {
        Told::Yes => Some(true),
        Told::No => Some(false),
        Told::NotSaid => None,
    };
    match fact {
        Fact::Required => match field.required {
            Required::Yes | Required::WhenShown => Some(true),
            Required::No => Some(false),
            Required::NotSaid => None,
        },
        Fact::Condition => told(field.conditional),
        Fact::OptOut => told(field.opt_out),
        Fact::Choices if !field.choices.is_empty() => Some(true),
        Fact::Choices => (!matches!(field.answer, Answer::NotSaid | Answer::Choice | Answer::Choices)).then_some(false),
        Fact::NotAsked => Some(field.asked != Asked::Yes),
        Fact::Order | Fact::Language => None,
    }
}

/// The forms of a format's own fixture, under its name or another, with all its words or others.
fn forms(shown: &Shown, file: &str, text: &str) -> Vec<Form<'static>> {
    let source: &'static Source = Box::leak(Box::new(Source::of_bytes(file, text.as_bytes().to_vec()).0));
    let beside: Vec<Source> = shown.beside.iter().map(|(name, text)| Source::new(name, text)).collect();
    let Reading { forms, problems, skipped, .. } = read(source, Box::leak(Box::new(beside)), Some(&shown.format), &Limits::DEFAULT);
    assert!(!forms.is_empty(), "{}: {skipped:?} {problems:?}", shown.format);
    forms
}

/// Holds one fact of one format against a form: what of it is shown, or the fault.
fn check(tells: Tells, fact: Fact, shown: &Shown, names: &[String]) -> Result<Vec<bool>, String> {
    let forms = forms(shown, &shown.file, &shown.text);
    let fields: Vec<&Field<'_>> = forms.iter().flat_map(|form| &form.fields).collect();
    let field = |name: &str| {
        let found = fields.iter().find(|field| field.name.as_ref().is_some_and(|own| own.value == name));
        found.copied().ok_or_else(|| format!("no question `{name}`"))
    };
    let notice = |words: &str| {
        let found = forms.iter().flat_map(|form| &form.notices).find(|notice| notice.text.value.contains(words));
        found.ok_or_else(|| format!("no text `{words}`"))
    };
    match (fact, names, tells) {
        (Fact::Language, names, _) => language(tells, &forms, names, shown),
        (Fact::Order, [words], Tells::Yes) => notice(words).map(|_| vec![true]),
        (Fact::Order, [before, words, after], Tells::Both) => {
            let (before, at, after) = (field(before)?.order, notice(words)?.order, field(after)?.order);
            (before < at && at < after).then_some(vec![true, false]).ok_or(format!("{before}, {at}, {after} is no order"))
        }
        (_, names, _) => {
            let mut seen = Vec::new();
            for (name, wanted) in names.iter().zip([true, false]).filter(|(name, _)| *name != "-") {
                let said = said(fact, field(name)?);
                seen.extend((said == Some(wanted)).then_some(wanted));
                (said == Some(wanted)).then_some(()).ok_or(format!("`{name}` says {said:?}"))?;
            }
            Ok(seen)
        }
    }
}

/// The form has the language that it says; without the words that say it, it has none.
fn language(tells: Tells, forms: &[Form<'_>], names: &[String], shown: &Shown) -> Result<Vec<bool>, String> {
    let tags =
        |forms: &[Form<'_>]| forms.iter().flat_map(|form| form.languages.iter().map(ToString::to_string)).collect::<Vec<_>>().join(" ");
    let (wanted, without) = (names.first().map(String::as_str).unwrap_or_default(), names.get(1));
    if tags(forms) != wanted {
        return Err(format!("its language is `{}`", tags(forms)));
    }
    match (tells, without) {
        (Tells::Yes, None) => Ok(vec![true]),
        (Tells::Both, Some(words)) => {
            let file = words.strip_prefix("file ");
            let text = if file.is_some() { shown.text.clone() } else { shown.text.replace(words.as_str(), "") };
            assert!(file.is_some() || text != shown.text, "{}: `{words}` is not in the form", shown.format);
            let tags = tags(&self::forms(shown, file.unwrap_or(&shown.file), &text));
            tags.is_empty().then_some(vec![true, false]).ok_or(format!("without the words that say it, its language is `{tags}`"))
        }
        _ => Err("a language is told by words that can be left out, or not both ways".to_owned()),
    }
}

/// The faults of what a reader claims to tell.
fn faults(reader: &dyn Reader, shown: &[Shown]) -> Vec<String> {
    let own = || shown.iter().filter(|shown| shown.format == reader.name());
    let mut faults = Vec::new();
    for (fact, tells) in reader.tells() {
        let mut seen = Vec::new();
        for (shown, names) in own().filter_map(|shown| Some((shown, shown.facts.get(fact.name())?))) {
            match check(*tells, *fact, shown, names) {
                Ok(more) => seen.extend(more),
                Err(fault) => faults.push(format!("{}: {}: {fault}", reader.name(), fact.name())),
            }
        }
        let wanted = if *tells == Tells::Both { vec![false, true] } else { vec![true] };
        seen.sort_unstable();
        seen.dedup();
        if seen != wanted {
            faults.push(format!("{}: {}: it claims {tells:?}, and {seen:?} is shown", reader.name(), fact.name()));
        }
    }
    for name in own().flat_map(|shown| shown.facts.keys()).filter(|name| !reader.tells().iter().any(|(fact, _)| fact.name() == *name)) {
        faults.push(format!("{}: {name}: shown, and the reader does not claim it", reader.name()));
    }
    faults.extend(own().next().is_none().then(|| format!("{}: no form in tests/read/facts.yaml", reader.name())));
    faults
}

#[test]
fn what_a_format_tells_is_told_right_both_ways() {
    let shown = shown();
    let faults: Vec<_> = READERS.iter().flat_map(|reader| faults(*reader, &shown)).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The forms of our own that a reader takes for its own.
fn fixtures() -> Vec<Source> {
    let mut open = vec![root().to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false if path.extension().is_some_and(|extension| extension == "snap") => {}
                false => found.push(Source::of_bytes(path.to_string_lossy(), std::fs::read(&path).unwrap()).0),
            }
        }
    }
    found.extend(shown().into_iter().map(|shown| Source::of_bytes(shown.file, shown.text.into_bytes()).0));
    found
}

#[test]
fn what_a_format_cannot_tell_is_said_by_none_of_its_forms() {
    let fixtures = fixtures();
    let mut faults = Vec::new();
    for source in &fixtures {
        let reading = read(source, &Alone, None, &Limits::DEFAULT);
        for form in &reading.forms {
            let Some(reader) = READERS.iter().find(|reader| reader.name() == form.format) else { continue };
            let mut fault = |fact: Fact, what: &str| faults.push(format!("{}: {}: {}: {what}", source.name(), form.format, fact.name()));
            for fact in Fact::ALL {
                let tells = reader.tells().iter().find(|(own, _)| *own == fact).map(|(_, tells)| *tells);
                let says = |wanted: bool| form.fields.iter().any(|field| said(fact, field) == Some(wanted));
                match (tells, fact) {
                    (Some(Tells::Both), _) => {}
                    (None, Fact::Order) if !form.notices.is_empty() => fault(fact, "it has texts"),
                    (None, Fact::Language) if !form.languages.is_empty() => fault(fact, "it has a language"),
                    (None, _) if says(true) => fault(fact, "a question says yes"),
                    (_, Fact::Choices | Fact::NotAsked) => {}
                    (_, _) if says(false) => fault(fact, "a question says no"),
                    _ => {}
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
