//! How long each part of the road takes: reading, recognizing and checking, each apart and together, with the parsing of the
//! same files to `serde_json::Value` in the same run; and how it grows with the vocabulary and with the rules.
//!
//! `cargo bench --bench road` takes about three minutes. `docs/performance.md` tells what to make of the figures.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "a bench is for us")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::Date;
use mayask::check::{self, Docket, Setting, signatures};
use mayask::context::{Context, Known, Origin};
use mayask::form::Form;
use mayask::load::{Library, LibraryOptions};
use mayask::policy::{Law, resolve};
use mayask::read::{self, Alone, Reading};
use mayask::recognize::{Recognized, Recognizer};
use mayask::source::{Limits, Source, SourceId};
use mayask::vocabulary::{File, Notation, Vocabulary, vocabulary};
use mayask::{embed, syntax};

const DAY: Date = Date::constant(2026, 1, 1);
/// How many forms are made, and how many questions each has.
const FORMS: usize = 100;
const FIELDS: usize = 40;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(&LibraryOptions::default()).unwrap());

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const WHO: &[&str] = &["caller", "visitor", "pupil", "tenant", "rider", "owner", "sender", "patron"];
const WHICH: &[&str] = &["second", "usual", "nearest", "spare", "printed", "weekly", "earlier", "chosen"];
const WHAT: &[&str] = &["parcel", "ticket", "shelf", "locker", "bicycle", "engine", "window", "badge", "route", "signal"];
const FILLING: &[&str] =
    &["write", "the", "number", "as", "it", "is", "printed", "on", "a", "card", "leave", "out", "blanks", "and", "dots"];
const TELLING: &[&str] = &[
    "Date of birth",
    "Are you a citizen?",
    "Social Security number",
    "Race",
    "Have you ever been convicted?",
    "Do you have a disability?",
    "Previous salary",
    "Religion",
];

/// A form of ordinary questions, with one in `every` that asks for something that law speaks of; none where it is 0.
fn made(dice: &mut Dice, number: usize, every: usize) -> String {
    let mut text = format!("{{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Request {number}\",\n");
    text.push_str("  \"type\": \"object\", \"properties\": {\n");
    for field in 0..FIELDS {
        let (who, which, what) = (dice.of(WHO), dice.of(WHICH), dice.of(WHAT));
        let telling = every > 0 && dice.below(every) == 0;
        let title = if telling { dice.of(TELLING).to_owned() } else { format!("{who} {which} {what}") };
        let help: Vec<&str> = (0..12 + dice.below(12)).map(|_| dice.of(FILLING)).collect();
        let end = if field + 1 < FIELDS { "," } else { "" };
        writeln!(text, "    \"{who}_{which}_{what}_{field}\": {{").unwrap();
        writeln!(text, "      \"title\": \"{title}\",\n      \"description\": \"{}.\",", help.join(" ")).unwrap();
        writeln!(text, "      \"type\": \"string\",\n      \"maxLength\": {}\n    }}{end}", 10 + dice.below(90)).unwrap();
    }
    text.push_str("  },\n  \"required\": []\n}\n");
    text
}

fn forms(every: usize) -> Vec<Source> {
    let mut dice = Dice(20_090_811);
    (0..FORMS).map(|number| Source::new(format!("made-{number}.json"), made(&mut dice, number, every))).collect()
}

/// The JSON forms under `tests/forms`.
fn kept() -> Vec<Source> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let mut paths = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms"), &mut paths);
    paths.sort();
    let json = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    json.map(|path| Source::new(path.to_string_lossy(), fs::read_to_string(path).unwrap())).collect()
}

fn readings(sources: &[Source]) -> Vec<Reading<'_>> {
    sources.iter().map(|source| read::read(source, &Alone, None, &Limits::DEFAULT)).collect()
}

fn all<'r, 's>(readings: &'r [Reading<'s>]) -> Vec<&'r Form<'s>> {
    readings.iter().flat_map(|reading| &reading.forms).collect()
}

fn context() -> Context {
    let hartford = LIBRARY.vocabulary().jurisdictions.find("us/ct/hartford").unwrap();
    Context { jurisdictions: vec![Known { value: hartford, origin: Origin::Flag }], ..Context::default() }
}

fn quick(criterion: &mut Criterion, name: &str, work: impl FnOnce(&mut BenchmarkGroup<'_, WallTime>)) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(4));
    work(&mut group);
    group.finish();
}

/// Each part of the road, and all of it, over forms of one kind.
fn road(criterion: &mut Criterion, name: &str, sources: &[Source]) {
    let readings = readings(sources);
    let forms = all(&readings);
    let recognizer = LIBRARY.recognizer();
    let seen: Vec<Recognized> = forms.iter().map(|form| recognizer.recognize(form)).collect();
    let context = context();
    let law = LIBRARY.law(&[context.jurisdictions[0].value]);
    let docket = Docket::new(&law, Setting { context: &context, day: DAY, vocabulary: LIBRARY.vocabulary() });
    let fields: usize = forms.iter().map(|form| form.fields.len()).sum();
    quick(criterion, name, |group| {
        group.throughput(Throughput::Bytes(sources.iter().map(|source| source.text().len() as u64).sum()));
        group.bench_function("serde_json::Value", |bench| {
            bench.iter(|| sources.iter().map(|source| serde_json::from_str(source.text()).unwrap()).collect::<Vec<serde_json::Value>>());
        });
        group.bench_function("read", |bench| bench.iter(|| black_box(self::readings(sources)).len()));
        group.throughput(Throughput::Elements(fields as u64));
        group.bench_function("recognize", |bench| {
            bench.iter(|| forms.iter().for_each(|form| drop(black_box(recognizer.recognize(form)))));
        });
        group.bench_function("check", |bench| {
            bench.iter(|| forms.iter().zip(&seen).for_each(|(form, seen)| drop(black_box(check::check(&docket, form, seen)))));
        });
        group.throughput(Throughput::Elements(forms.len() as u64));
        group.bench_function("whole road", |bench| {
            bench.iter(|| {
                for source in sources {
                    for form in &read::read(source, &Alone, None, &Limits::DEFAULT).forms {
                        black_box(check::check(&docket, form, &recognizer.recognize(form)));
                    }
                }
            });
        });
    });
}

fn roads(criterion: &mut Criterion) {
    road(criterion, "ordinary questions", &forms(0));
    road(criterion, "one question in twenty asks", &forms(20));
    road(criterion, "tests/forms", &kept());
}

/// A name and a label alone, as most fields have, with the built-in vocabulary and with one of twice as many phrases.
fn words(criterion: &mut Criterion) {
    let mut dice = Dice(6_111_009);
    let mut phrases = String::from("answers:\n");
    for answer in 0..600 {
        writeln!(phrases, "  made_{answer}:\n    en:").unwrap();
        for number in 0..100 {
            writeln!(phrases, "      - {} {} {} {}", dice.of(WHO), dice.of(FILLING), dice.of(WHAT), answer * 100 + number).unwrap();
        }
    }
    let own = [("answers.yaml", phrases.as_str(), Notation::Yaml)];
    let builtin = embed::vocabulary().iter().map(|(path, text)| (*path, *text, Notation::Json));
    let files: Vec<File<'_>> = builtin.chain(own).map(|(path, text, notation)| File { path, text, notation }).collect();
    let (doubled, _) = vocabulary(&files);
    let doubled = Recognizer::new(&doubled);
    let sources = forms(0);
    let mut readings = readings(&sources);
    readings.iter_mut().flat_map(|reading| &mut reading.forms).flat_map(|form| &mut form.fields).for_each(|field| field.help.clear());
    let forms = all(&readings);
    quick(criterion, "name and label", |group| {
        group.throughput(Throughput::Elements((FORMS * FIELDS) as u64));
        for (name, recognizer) in [("built-in vocabulary", LIBRARY.recognizer()), ("twice the phrases", &doubled)] {
            group.bench_function(name, |bench| bench.iter(|| forms.iter().for_each(|form| drop(black_box(recognizer.recognize(form))))));
        }
    });
}

/// Checking by ten rules and by a thousand, of which equally many speak of what the forms ask.
fn rules(criterion: &mut Criterion) {
    let vocabulary = LIBRARY.vocabulary();
    let context = context();
    let sources = forms(20);
    let readings = readings(&sources);
    let seen: Vec<_> = all(&readings).into_iter().map(|form| (form, LIBRARY.recognizer().recognize(form))).collect();
    quick(criterion, "rules", |group| {
        group.throughput(Throughput::Elements((FORMS * FIELDS) as u64));
        for count in [10, 1_000] {
            let mut text =
                String::from("jurisdiction us/ct/hartford\n\npolicy made \"Made\"\n  authority ordinance\n  citation \"none\"\n");
            text.push_str("  source <https://example.org/> read 2026-01-01\n  basis text\n  in force from 2000-01-01\n\n");
            for number in 0..count {
                let concept = if number < 10 { "religion" } else { "firearm_ownership" };
                writeln!(text, "rule made-{number}\n  no field {concept} on all forms\n  why \"Made.\"\n").unwrap();
            }
            let source = Source::new("made.policy", text);
            let (document, _) = syntax::parse(source.text());
            let law = Law::new(resolve(&document, SourceId(0), vocabulary, signatures()).0, signatures());
            let docket = Docket::new(&law, Setting { context: &context, day: DAY, vocabulary });
            assert_eq!(docket.len(), count);
            group.bench_function(format!("{count} rules"), |bench| {
                bench.iter(|| seen.iter().for_each(|(form, seen)| drop(black_box(check::check(&docket, form, seen)))));
            });
        }
    });
}

/// What a start costs: loading what was made when the crate was built, against making it.
fn start(criterion: &mut Criterion) {
    quick(criterion, "start", |group| {
        group.bench_function("load tables", |bench| bench.iter(|| Vocabulary::load(embed::tables()).unwrap()));
        let tables = Vocabulary::load(embed::tables()).unwrap();
        group.bench_function("load phrases", |bench| bench.iter(|| Recognizer::load(&tables, embed::phrases()).unwrap()));
        group.bench_function("compile phrases", |bench| bench.iter(|| Recognizer::new(&tables)));
        group.bench_function("law of us/ct/hartford", |bench| {
            bench.iter(|| {
                let library = Library::open(&LibraryOptions::default()).unwrap();
                let hartford = library.vocabulary().jurisdictions.find("us/ct/hartford").unwrap();
                library.law(&[hartford])
            });
        });
    });
}

criterion_group!(benches, roads, words, rules, start);
criterion_main!(benches);
