//! How well recognition finds what fields of real forms are about, by labels that were set by hand: precision, recall and F1.
//!
//! `tests/recognition/working.jsonl` may be looked at while phrases are written; `scored.jsonl` holds whole repositories that the
//! first does not, and is only scored. Both name file, field and concepts; the texts stay with the real forms. `written.jsonl` holds
//! questions of our own with their texts, and stands in for both where no real forms lie beside the project.
//! `cargo test --test suite score -- --nocapture` prints the figures.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mayask::form::{Field, Form, Text};
use mayask::load::{self, Folder};
use mayask::read;
use mayask::recognize::{Confidence, Seen};
use mayask::source::{Limits, Place};
use mayask::vocabulary::ConceptId;
use serde::Deserialize;

use crate::corpus::corpus;
use crate::estate::LIBRARY;

/// What a person says that a field is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    #[serde(default)]
    file: String,
    #[serde(default)]
    part: Option<String>,
    #[serde(default)]
    field: String,
    /// The texts, where we wrote them.
    #[serde(default)]
    question: Option<serde_json::Map<String, serde_json::Value>>,
    concepts: Vec<String>,
    /// Concepts that it may be said to be about as well.
    #[serde(default)]
    also: Vec<String>,
    /// Whether it only looks like one.
    #[serde(default)]
    look_alike: bool,
}

impl Label {
    fn format(&self) -> &str {
        if self.file.is_empty() { "written" } else { self.file.split('/').next().unwrap() }
    }

    /// The language that the file or the question names.
    fn language(&self) -> &str {
        let told = self.question.as_ref().and_then(|question| question.get("language")).and_then(|tag| tag.as_str());
        let named = |marks: [&str; 2]| marks.iter().any(|mark| self.file.contains(mark));
        match told {
            Some(tag) => tag,
            None if named(["__es__", "_es."]) => "es",
            None if named(["__cy__", "_cy."]) => "cy",
            None => "en",
        }
    }
}

/// Hits, false alarms and misses.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    hits: usize,
    alarms: usize,
    misses: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.alarms += other.alarms;
        self.misses += other.misses;
    }

    /// Precision, recall and F1; 1 where there was nothing to find or to tell.
    fn scores(self) -> [f64; 3] {
        let share = |rest: usize| if self.hits + rest == 0 { 1.0 } else { self.hits as f64 / (self.hits + rest) as f64 };
        let (precision, recall) = (share(self.alarms), share(self.misses));
        let both = precision + recall;
        [precision, recall, if both == 0.0 { 0.0 } else { 2.0 * precision * recall / both }]
    }
}

fn labels(half: &str) -> Vec<Label> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition").join(half).with_extension("jsonl");
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

type Told = BTreeMap<(Option<String>, String), Vec<ConceptId>>;

/// What recognition says of a field, where it is at least likely.
fn sure(seen: &Seen) -> Vec<ConceptId> {
    seen.concepts.iter().filter(|found| found.confidence >= Confidence::Likely).map(|found| found.concept).collect()
}

/// What recognition says of each field of a file.
fn told(root: &Path, file: &str) -> Told {
    let path: PathBuf = root.join(file);
    let (source, _) = load::source(&path, file, &Limits::DEFAULT).unwrap();
    if file.ends_with(".properties") {
        return told_of_texts(source.text());
    }
    let beside = Folder::new(path.parent().unwrap(), root, Limits::DEFAULT);
    let reading = read::read(&source, &beside, None, &Limits::DEFAULT);
    let mut told = Told::new();
    for form in &reading.forms {
        let seen = LIBRARY.recognizer().recognize(form);
        for (id, field) in form.numbered() {
            let key = (form.part.as_deref().map(str::to_owned), form.trails.pointer(field.trail).to_string());
            told.insert(key, sure(seen.field(id).unwrap()));
        }
    }
    told
}

/// A file of texts, `key=text` on each line: each text is read as the label of a question that has nothing else.
fn told_of_texts(lines: &str) -> Told {
    let texts = lines.lines().filter_map(|line| line.split_once('='));
    texts.map(|(key, text)| ((None, key.trim().to_owned()), told_of_label(text.trim()))).collect()
}

fn told_of_label(label: &str) -> Vec<ConceptId> {
    let field = Field { label: Some(Text::new(label.to_owned(), Place::default())), ..Field::default() };
    sure(&LIBRARY.recognizer().recognize(&Form { fields: vec![field], ..Form::default() }).fields[0])
}

/// What recognition says of a question that we wrote.
fn told_of_question(question: &serde_json::Map<String, serde_json::Value>) -> Vec<ConceptId> {
    let mut line = question.clone();
    line.insert("id".to_owned(), 0.into());
    let line = serde_json::to_string(&line).unwrap();
    let record = read::record(&line).unwrap();
    sure(&LIBRARY.recognizer().recognize(&record.form()).fields[0])
}

fn concepts(ids: &[String]) -> Vec<ConceptId> {
    ids.iter().map(|id| LIBRARY.vocabulary().concepts.find(id).unwrap_or_else(|| panic!("no concept {id}"))).collect()
}

/// One is the other, or stands above or below it.
fn akin(one: ConceptId, other: ConceptId) -> bool {
    let table = &LIBRARY.vocabulary().concepts;
    table.is(one, other) || table.is(other, one)
}

/// The tables in which a concept is counted.
fn shelves(concept: ConceptId, label: &Label) -> [String; 5] {
    let row = LIBRARY.vocabulary().concepts.row(concept).unwrap();
    [
        format!("tier {}", row.tier),
        format!("cluster {}", row.cluster),
        format!("format {}", label.format()),
        format!("language {}{}", label.language(), if row.tier == "A" { " (tier A)" } else { "" }),
        format!("{} ", row.id),
    ]
}

/// The figures of one half.
#[derive(Debug, Default)]
struct Score {
    all: Tally,
    tallies: BTreeMap<String, Tally>,
    /// Of ordinary fields and of look-alikes: how many there are, and how many were taken for something.
    alarms: [(usize, usize); 2],
}

impl Score {
    fn count(&mut self, label: &Label, found: &[ConceptId]) {
        let (gold, also) = (concepts(&label.concepts), concepts(&label.also));
        let mut mine: Vec<(ConceptId, Tally)> = Vec::new();
        for wanted in &gold {
            let hit = found.iter().any(|found| akin(*found, *wanted));
            mine.push((*wanted, Tally { hits: usize::from(hit), misses: usize::from(!hit), alarms: 0 }));
        }
        let stray = |found: &&ConceptId| !gold.iter().chain(&also).any(|wanted| akin(**found, *wanted));
        mine.extend(found.iter().filter(stray).map(|found| (*found, Tally { alarms: 1, ..Tally::default() })));
        for (concept, tally) in &mine {
            self.all.add(*tally);
            shelves(*concept, label).into_iter().for_each(|shelf| self.tallies.entry(shelf).or_default().add(*tally));
        }
        if gold.is_empty() {
            let (fields, alarmed) = &mut self.alarms[usize::from(label.look_alike)];
            *fields += 1;
            *alarmed += usize::from(found.iter().any(|found| stray(&found)));
        }
    }

    fn told(&self, half: &str, fields: usize) -> String {
        let mut out = String::new();
        let line = |name: &str, tally: &Tally| {
            let [precision, recall, both] = tally.scores();
            format!("  {name:<32} precision {precision:.2} recall {recall:.2} F1 {both:.2} of {}\n", tally.hits + tally.misses)
        };
        writeln!(out, "{half}: {fields} fields").unwrap();
        out += &line("all", &self.all);
        self.tallies.iter().for_each(|(name, tally)| out += &line(name, tally));
        for (name, (fields, alarmed)) in ["ordinary fields", "look-alikes"].iter().zip(self.alarms) {
            writeln!(out, "  {name}: {alarmed} of {fields} taken for something").unwrap();
        }
        out
    }
}

/// Scores a file of labels; none of its fields may be missing from the real forms.
fn score(root: &Path, half: &str) -> Score {
    let mut score = Score::default();
    let mut files: BTreeMap<String, Told> = BTreeMap::new();
    let labels = labels(half);
    for label in &labels {
        let found = match &label.question {
            Some(question) => told_of_question(question),
            None => {
                let told = files.entry(label.file.clone()).or_insert_with(|| told(root, &label.file));
                let key = (label.part.clone(), label.field.clone());
                told.get(&key).unwrap_or_else(|| panic!("no field {key:?} in {}", label.file)).clone()
            }
        };
        if std::env::var_os("MAYASK_MISSES").is_some_and(|wanted| wanted == half) {
            let names: Vec<&str> = found.iter().map(|found| LIBRARY.vocabulary().concepts.name(*found)).collect();
            let asked = label.question.as_ref().map(|question| serde_json::to_string(question).unwrap()).unwrap_or_default();
            println!("{}#{}{asked} {:?} found {names:?}", label.file, label.field, label.concepts);
        }
        score.count(label, &found);
    }
    println!("{}", score.told(half, labels.len()));
    score
}

/// F1 on the half that is only scored does not fall by more than a point below this.
const SCORED: f64 = 0.89;
/// The same for the questions that we wrote.
const WRITTEN: f64 = 0.99;

#[test]
fn what_fields_are_about_is_found() {
    let holds = |half: &str, score: &Score, floor: f64| {
        let [_, _, reached] = score.all.scores();
        assert!(reached >= floor - 0.01, "F1 on {half} was {floor}, and is {reached:.3}");
    };
    holds("written", &score(Path::new(""), "written"), WRITTEN);
    let Some(root) = corpus() else { return };
    score(&root, "working");
    holds("scored", &score(&root, "scored"), SCORED);
}
