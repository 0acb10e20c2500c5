//! Recognition: the samples of the vocabulary, and questions written down under `tests/recognition`.

use mayask::form::{Choice, Code, Field, Form, Section, SectionId, Text};
use mayask::recognize::{Confidence, Recognizer, Seen};
use mayask::source::Place;
use mayask::vocabulary::{File, Notation, Sample, Vocabulary, vocabulary};

#[track_caller]
fn built_in() -> Vocabulary {
    let files: Vec<File<'_>> =
        mayask::embed::vocabulary().iter().map(|(path, text)| File { path, text, notation: Notation::Json }).collect();
    vocabulary(&files).0
}

fn text(words: &str) -> Text<'static> {
    Text::new(words.to_owned(), Place::default())
}

fn form(sample: &Sample) -> Form<'static> {
    let section = sample.context.as_deref().map(|title| Section { title: Some(text(title)), ..Section::default() });
    let code = |code: &String| {
        let (system, code) = code.split_once(':').unwrap_or(("", code));
        Code { system: system.to_owned().into(), code: code.to_owned().into(), place: Place::default() }
    };
    let field = Field {
        name: sample.name.as_deref().map(text),
        label: sample.label.as_deref().map(text),
        help: sample.help.as_deref().map(text).into_iter().collect(),
        choices: sample.options.iter().map(|label| Choice { label: Some(text(label)), ..Choice::default() }).collect(),
        codes: sample.codes.iter().map(code).collect(),
        section: section.as_ref().map(|_| SectionId(0)),
        ..Field::default()
    };
    Form {
        fields: vec![field],
        sections: section.into_iter().collect(),
        languages: sample.language.clone().into_iter().map(Into::into).collect(),
        ..Form::default()
    }
}

fn see(recognizer: &Recognizer, sample: &Sample) -> Seen {
    recognizer.recognize(&form(sample)).fields.remove(0)
}

#[test]
fn samples_of_the_vocabulary_hold() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let mut wrong = Vec::new();
    let told = |seen: &Seen| {
        let one = |seen: &mayask::recognize::Recognition| {
            format!(
                "{} {:?} by {}",
                vocabulary.concepts.name(seen.concept),
                seen.confidence,
                seen.evidence.first().map(|e| e.term.as_str()).unwrap_or("")
            )
        };
        let vetoes = seen.vetoes.iter().map(|veto| format!("no {} by {}", veto.evidence.term, veto.by));
        seen.concepts.iter().map(one).chain(vetoes).collect::<Vec<_>>().join(", ")
    };
    for (id, concept) in vocabulary.concepts.iter() {
        let found = |seen: &Seen| {
            let below = seen.concepts.iter().filter(|seen| vocabulary.concepts.is(seen.concept, id));
            below.map(|seen| seen.confidence).max()
        };
        for sample in &concept.is {
            let seen = see(&recognizer, sample);
            if found(&seen) < Some(Confidence::Likely) {
                wrong.push(format!("{} is: {sample:?}\n      -> {}", concept.id, told(&seen)));
            }
        }
        for sample in &concept.is_not {
            let seen = see(&recognizer, sample);
            if found(&seen) > Some(Confidence::Weak) {
                wrong.push(format!("{} is not: {sample:?}\n      -> {}", concept.id, told(&seen)));
            }
        }
    }
    let blank = |line: &String| {
        line.replace("label: None, ", "")
            .replace("name: None, ", "")
            .replace("help: None, ", "")
            .replace("options: [], ", "")
            .replace("context: None, ", "")
            .replace("codes: [], ", "")
            .replace(", language: None", "")
            .replace("language: None", "")
    };
    let lines: Vec<String> = wrong.iter().map(blank).collect();
    assert!(wrong.is_empty(), "{} samples fail:\n{}", wrong.len(), lines.join("\n"));
}
