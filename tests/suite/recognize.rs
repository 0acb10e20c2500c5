//! Recognition: the samples of the vocabulary, and questions written down under `tests/recognition`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mayask::form::{Choice, Code, Field, FieldId, Form, Notice, Part, Section, SectionId, Text};
use mayask::recognize::{About, Confidence, Recognizer, Seen, Understanding};
use mayask::source::{Place, SourceId, Span};
use mayask::vocabulary::{File, Notation, Sample, Vocabulary, vocabulary};
use serde::Deserialize;

#[track_caller]
pub(crate) fn built_in() -> Vocabulary {
    let files: Vec<File<'_>> =
        mayask::embed::vocabulary().iter().map(|(path, text)| File { path, text, notation: Notation::Json }).collect();
    let (vocabulary, problems) = vocabulary(&files);
    assert_eq!(problems, []);
    vocabulary
}

fn text(words: &str) -> Text<'static> {
    Text::new(words.to_owned(), Place::default())
}

pub(crate) fn form(sample: &Sample) -> Form<'static> {
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
                seen.evidence.first().map(|e| e.term()).unwrap_or("")
            )
        };
        let vetoes = seen.vetoes.iter().map(|veto| format!("no {} by {}", veto.evidence.term(), veto.by));
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

/// A question, and what must be thought of it; what is left out may be anything.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Case {
    label: Option<String>,
    name: Option<String>,
    help: Option<String>,
    options: Vec<String>,
    context: Option<String>,
    codes: Vec<String>,
    language: Option<String>,
    /// All concepts at likely or better.
    sees: Option<BTreeMap<String, String>>,
    /// A concept that may stand for the one in `sees`.
    or: Option<String>,
    /// Concepts at likely or better, among others.
    needs: Vec<String>,
    /// Concepts that are not seen but weakly.
    not: Vec<String>,
    /// The part of the question that the strongest sign stands in.
    by: Option<String>,
    about: Option<Vec<String>>,
    understood: Option<bool>,
    declinable: Option<bool>,
    optional: Option<bool>,
    choices: Option<Vec<Vec<String>>>,
}

impl Case {
    pub(crate) fn sample(&self) -> Sample {
        Sample {
            label: self.label.clone(),
            name: self.name.clone(),
            help: self.help.clone(),
            options: self.options.clone(),
            context: self.context.clone(),
            codes: self.codes.clone(),
            language: self.language.clone(),
        }
    }

    /// What is otherwise than it must be.
    fn check(&self, seen: &Seen, vocabulary: &Vocabulary) -> Vec<String> {
        let mut wrong = Vec::new();
        let sure = seen.concepts.iter().filter(|seen| seen.confidence >= Confidence::Likely);
        let found: BTreeMap<String, String> =
            sure.map(|seen| (vocabulary.concepts.name(seen.concept).to_owned(), format!("{:?}", seen.confidence).to_lowercase())).collect();
        let same = |expected: &BTreeMap<String, String>| {
            let renamed = |(id, how): (&String, &String)| (self.or.clone().unwrap_or_else(|| id.clone()), how.clone());
            *expected == found || expected.iter().map(renamed).collect::<BTreeMap<_, _>>() == found
        };
        if self.sees.as_ref().is_some_and(|expected| !same(expected)) {
            wrong.push(format!("sees {found:?}"));
        }
        wrong.extend(self.needs.iter().filter(|id| !found.contains_key(*id)).map(|id| format!("misses {id}: {found:?}")));
        wrong.extend(self.not.iter().filter(|id| found.contains_key(*id)).map(|id| format!("sees {id}")));
        let part = seen.concepts.first().and_then(|seen| seen.evidence.first()).map(|evidence| name(evidence.part));
        if self.by.is_some() && self.by.as_deref() != part {
            wrong.push(format!("by {part:?}"));
        }
        let about = match &seen.about {
            About::Respondent => Vec::new(),
            About::Subjects(subjects) => subjects.iter().map(|id| vocabulary.subjects.name(*id).to_owned()).collect(),
        };
        let mut fact = |differs: bool, told: String| wrong.extend(differs.then_some(told));
        fact(self.about.as_ref().is_some_and(|expected| *expected != about), format!("about {about:?}"));
        let understood = seen.understanding == Understanding::Understood;
        fact(self.understood.is_some_and(|expected| expected != understood), format!("{:?}", seen.understanding));
        fact(self.declinable.is_some_and(|expected| expected != seen.declinable), "declinable differs".to_owned());
        fact(self.optional.is_some_and(|expected| expected != seen.said_optional), "optional differs".to_owned());
        fact(self.choices.as_ref().is_some_and(|expected| *expected != seen.choices), format!("choices {:?}", seen.choices));
        wrong
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Name => "name",
        Part::Label => "label",
        Part::Help => "help",
        Part::Choice => "choice",
        Part::Code => "code",
        Part::Section => "section",
        Part::Questions => "questions",
        Part::Notice => "notice",
    }
}

#[test]
fn questions_written_down_are_seen_as_told() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    let mut wrong = Vec::new();
    for file in files {
        let cases: Vec<Case> = serde_yaml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for case in cases {
            let seen = see(&recognizer, &case.sample());
            assert_eq!(seen, see(&recognizer, &case.sample()), "the same input gives the same");
            for fault in case.check(&seen, &vocabulary) {
                wrong.push(format!("{:?} {:?}: {fault}", case.label.as_deref().unwrap_or("-"), case.name.as_deref().unwrap_or("-")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn notices_are_found_with_their_elements() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let block = |words: &str, order| Notice { text: text(words), order, ..Notice::default() };
    let form = Form {
        notices: vec![
            block("Giving your Social Security number is voluntary. We collect it under 42 U.S.C. 405.", 0),
            block("It will be used to verify your income.", 1),
            block("Opening hours are nine to five.", 2),
        ],
        fields: vec![Field {
            label: Some(text("I explicitly consent to the use of my data for this purpose")),
            order: 3,
            ..Field::default()
        }],
        ..Form::default()
    };
    let seen = recognizer.recognize(&form).notices;
    let ssn = vocabulary.notices.find("ssn_notice").unwrap();
    let consent = vocabulary.consents.find("explicit_consent").unwrap();
    let first = seen.iter().find(|seen| seen.notices.iter().any(|found| found.id == ssn)).expect("the notice is found");
    let found = first.notices.iter().find(|found| found.id == ssn).unwrap();
    assert_eq!(first.order, 0);
    assert!(found.elements.len() >= 2, "{found:?}");
    assert!(seen.iter().any(|seen| seen.field == Some(FieldId(0)) && seen.consents.iter().any(|found| found.id == consent)));
    assert!(seen.iter().all(|seen| !seen.text.contains("Opening hours") || seen.notices.is_empty()));
}

#[test]
fn parts_of_one_question_share_their_signs() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let part = |label: &str| Field { label: Some(text(label)), part_of: Some(1), ..Field::default() };
    let labels = ["White", "Black or African American", "Asian", "American Indian or Alaska Native"];
    let form = Form { fields: labels.iter().map(|label| part(label)).collect(), ..Form::default() };
    let race = vocabulary.concepts.find("race_ethnicity").unwrap();
    for (seen, label) in recognizer.recognize(&form).fields.iter().zip(labels) {
        let sees = seen.concepts.iter().any(|seen| vocabulary.concepts.is(seen.concept, race) && seen.confidence >= Confidence::Likely);
        assert!(sees, "{label}: {seen:?}");
    }
}

#[test]
fn evidence_points_at_the_words() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let words = "Your immigration status, please";
    let place = Place::text(SourceId(0), Span::new(10, 10 + words.len()));
    let form = Form { fields: vec![Field { label: Some(Text::new(words, place)), ..Field::default() }], ..Form::default() };
    let seen = recognizer.recognize(&form);
    let evidence = &seen.fields[0].concepts[0].evidence[0];
    assert_eq!(evidence.matched(), "immigration status");
    assert_eq!(evidence.place.span(), Some(Span::new(15, 33)));
    assert!(evidence.term().starts_with("immigration_status/phrases/en/"), "{}", evidence.term());
}

#[test]
fn a_paragraph_asks_for_the_bare_labels_after_it() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let field = |label: &str, order| Field { label: Some(text(label)), order, ..Field::default() };
    let form = Form {
        notices: vec![Notice { text: text("Are you a U.S. citizen?"), order: 1, ..Notice::default() }],
        fields: vec![field("Yes", 2), field("No", 3), field("Make of the vehicle", 4), field("Details", 5)],
        ..Form::default()
    };
    let citizenship = vocabulary.concepts.find("citizenship").unwrap();
    let sees = |seen: &Seen| seen.concepts.iter().any(|seen| seen.concept == citizenship && seen.confidence == Confidence::Likely);
    let seen: Vec<bool> = recognizer.recognize(&form).fields.iter().map(sees).collect();
    assert_eq!(seen, [true, true, false, false]);
}
