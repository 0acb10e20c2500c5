//! What questions are nearly taken for: those written down in `tests/recognition/near/questions.yaml`, with what is told of each.

use std::fmt::Write as _;

use mayask::form::Field;
use mayask::recognize::Recognizer;
use mayask::vocabulary::{Sample, Vocabulary};

use crate::recognize::{Case, built_in, form};

fn told(recognizer: &Recognizer, vocabulary: &Vocabulary, sample: &Sample) -> String {
    let form = form(sample);
    let seen = recognizer.recognize(&form);
    let near = recognizer.near(&form, &seen, |_| true);
    assert_eq!(near, recognizer.near(&form, &seen, |_| true), "the same input gives the same");
    let Field { label, name, .. } = &form.fields[0];
    let mut out = String::new();
    let texts: Vec<&str> = [label, name].into_iter().flatten().map(|text| text.value.as_ref()).collect();
    writeln!(out, "{}", texts.join(" | ")).unwrap();
    for seen in &seen.fields[0].concepts {
        writeln!(out, "  {} ({:?})", vocabulary.concepts.name(seen.concept), seen.confidence).unwrap();
    }
    for near in &near[0] {
        let (concept, evidence) = (vocabulary.concepts.name(near.concept), &near.evidence);
        // The number of an entry in its list changes whenever words are added.
        let term = evidence.term().trim_end_matches(|char: char| char.is_ascii_digit());
        writeln!(out, "  near {concept}, {}: {:?} `{}` {term}", near.lack.name(), evidence.part, evidence.matched()).unwrap();
    }
    out
}

#[test]
fn questions_are_near_to_what_they_almost_ask() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recognition/near/questions.yaml");
    let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let told: Vec<String> = cases.iter().map(|case| told(&recognizer, &vocabulary, &case.sample())).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn only_what_is_wanted_is_looked_at() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let form = form(&Sample { label: Some("What is your imigration".to_owned()), ..Sample::default() });
    let seen = recognizer.recognize(&form);
    assert_eq!(recognizer.near(&form, &seen, |_| true)[0].len(), 1);
    assert_eq!(recognizer.near(&form, &seen, |_| false), [[]]);
}

/// What a label may hold is bounded by the size of a file, and what is near to it must not be.
#[test]
fn a_long_text_is_not_searched() {
    let vocabulary = built_in();
    let recognizer = Recognizer::new(&vocabulary);
    let form = form(&Sample { label: Some("imigration citzenship nationalty ".repeat(1_000)), ..Sample::default() });
    let seen = recognizer.recognize(&form);
    assert_eq!(recognizer.near(&form, &seen, |_| true), [[]]);
}
