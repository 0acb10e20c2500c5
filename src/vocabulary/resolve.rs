//! Names in the vocabulary's files, looked up in each other.

use std::collections::{BTreeMap, BTreeSet};

use super::raw;
use super::table::plain;
use super::{
    Body, Concept, Consent, Exemption, Fact, FactType, Id, Jurisdiction, Kind, Later, Lexicon, Lists, Notice, OptionSet, Phrases, Purpose,
    Recipient, Row, Sample, Stage, Standard, Strength, Subject, Table, Term, Vocabulary,
};
use crate::source::{Place, Problem};

/// All files, before names are looked up.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) concepts: BTreeMap<String, raw::Concept>,
    pub(super) families: BTreeMap<String, String>,
    pub(super) kinds: BTreeMap<String, raw::Entry>,
    pub(super) stages: BTreeMap<String, raw::Entry>,
    pub(super) jurisdictions: BTreeMap<String, raw::Jurisdiction>,
    pub(super) answers: BTreeMap<String, raw::Phrases>,
    pub(super) words: BTreeMap<String, raw::Phrases>,
    tables: BTreeMap<String, BTreeMap<String, raw::Entry>>,
}

impl Raw {
    /// The rows of one of the plain tables.
    pub(super) fn plain(&mut self, name: &str) -> &mut BTreeMap<String, raw::Entry> {
        self.tables.entry(name.to_owned()).or_default()
    }
}

/// The names of one table, in the order of their ids, and what is said of those that are not there.
struct Names<'p> {
    what: &'static str,
    ids: Vec<String>,
    problems: &'p mut Vec<Problem>,
}

impl Names<'_> {
    fn find<T>(&mut self, name: &str, whose: &str) -> Option<Id<T>> {
        let wanted = plain(name);
        let found = self.ids.iter().position(|id| plain(id) == wanted);
        if found.is_none() {
            let message = format!("unknown {} `{name}` in `{whose}`", self.what);
            let problem = Problem::error("vocabulary-unknown-name", Place::default(), message);
            self.problems.push(problem.suggest(name, self.ids.iter().map(String::as_str)));
        }
        found.map(Id::new)
    }
}

/// The tables, with every name looked up.
pub(super) fn vocabulary(mut raw: Raw, problems: &mut Vec<Problem>) -> Vocabulary {
    let subjects = subjects(raw.plain("subjects"), problems);
    let kinds = kinds(&raw.kinds, &subjects, problems);
    Vocabulary {
        concepts: concepts(std::mem::take(&mut raw.concepts), problems),
        kinds,
        families: std::mem::take(&mut raw.families).into_iter().collect(),
        bodies: bodies(raw.plain_taken("bodies"), problems),
        facts: facts(raw.plain_taken("facts"), problems),
        stages: stages(&raw.stages, problems),
        subjects,
        purposes: terms(raw.plain_taken("purposes"), Purpose),
        recipients: terms(raw.plain_taken("recipients"), Recipient),
        exemptions: terms(raw.plain_taken("exemptions"), Exemption),
        standards: terms(raw.plain_taken("standards"), Standard),
        notices: terms(raw.plain_taken("notices"), Notice),
        consents: terms(raw.plain_taken("consents"), Consent),
        jurisdictions: jurisdictions(std::mem::take(&mut raw.jurisdictions), problems),
        answers: raw.answers.into_iter().map(|(id, words)| (id, phrases(words))).collect(),
        words: raw.words.into_iter().map(|(id, words)| (id, phrases(words))).collect(),
    }
}

impl Raw {
    fn plain_taken(&mut self, name: &str) -> BTreeMap<String, raw::Entry> {
        self.tables.remove(name).unwrap_or_default()
    }
}

fn phrases(raw: raw::Phrases) -> Lists {
    raw.into_iter().map(|(language, phrases)| Phrases { language, phrases }).collect::<Vec<_>>().into()
}

/// Each row with all that it is, itself first, then its parents, then theirs. A cycle ends where it began.
fn lineages(parents: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let climb = |start: usize| {
        let mut seen = vec![start];
        let mut next = 0;
        while let Some(row) = seen.get(next).copied() {
            for parent in parents.get(row).into_iter().flatten() {
                if !seen.contains(parent) {
                    seen.push(*parent);
                }
            }
            next += 1;
        }
        seen
    };
    (0..parents.len()).map(climb).collect()
}

/// The lineages of rows that name their parents.
fn family_tree<'r, T>(
    what: &'static str,
    rows: impl Iterator<Item = (&'r str, Vec<&'r str>)>,
    problems: &mut Vec<Problem>,
) -> Vec<Vec<Id<T>>> {
    let rows: Vec<_> = rows.collect();
    let mut names = Names { what, ids: rows.iter().map(|(id, _)| (*id).to_owned()).collect(), problems };
    let parents: Vec<Vec<usize>> =
        rows.iter().map(|(id, parents)| parents.iter().filter_map(|parent| names.find::<T>(parent, id)).map(Id::index).collect()).collect();
    for (row, (id, _)) in rows.iter().enumerate() {
        let above = |from: &usize| climb_from(&parents, *from).contains(&row);
        if parents.get(row).into_iter().flatten().any(above) {
            names.problems.push(Problem::error("vocabulary-cycle", Place::default(), format!("{what} `{id}` is its own ancestor")));
        }
    }
    lineages(&parents).into_iter().map(|line| line.into_iter().map(Id::new).collect()).collect()
}

fn climb_from(parents: &[Vec<usize>], start: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::from([start]);
    let mut next = vec![start];
    while let Some(row) = next.pop() {
        next.extend(parents.get(row).into_iter().flatten().filter(|parent| seen.insert(**parent)));
    }
    seen
}

fn words(id: &str, entry: &raw::Entry) -> Vec<String> {
    match entry.words.is_empty() {
        true => vec![plain(id)],
        false => entry.words.clone(),
    }
}

fn entry_tree<T>(what: &'static str, rows: &BTreeMap<String, raw::Entry>, problems: &mut Vec<Problem>) -> Vec<Vec<Id<T>>> {
    let rows = rows.iter().map(|(id, row)| (id.as_str(), row.is.iter().map(String::as_str).collect()));
    family_tree(what, rows, problems)
}

fn subjects(raw: &mut BTreeMap<String, raw::Entry>, problems: &mut Vec<Problem>) -> Table<Subject> {
    let lines = entry_tree("subject", raw, problems);
    let row = |((id, entry), lineage): ((String, raw::Entry), Vec<Id<Subject>>)| Subject {
        words: words(&id, &entry),
        id,
        about: entry.about,
        lineage,
        phrases: phrases(entry.phrases),
    };
    Table::new(std::mem::take(raw).into_iter().zip(lines).map(row).collect())
}

fn bodies(raw: BTreeMap<String, raw::Entry>, problems: &mut Vec<Problem>) -> Table<Body> {
    let lines = entry_tree("body", &raw, problems);
    let row =
        |((id, entry), lineage): ((String, raw::Entry), Vec<Id<Body>>)| Body { words: words(&id, &entry), id, about: entry.about, lineage };
    Table::new(raw.into_iter().zip(lines).map(row).collect())
}

fn kinds(raw: &BTreeMap<String, raw::Entry>, subjects: &Table<Subject>, problems: &mut Vec<Problem>) -> Table<Kind> {
    let lines: Vec<Vec<Id<Kind>>> = entry_tree("kind", raw, problems);
    let ids: Vec<&raw::Entry> = raw.values().collect();
    let rows = raw.iter().zip(lines).map(|((id, entry), lineage)| {
        let own: BTreeSet<&String> = lineage.iter().filter_map(|line| ids.get(line.index())?.family.as_ref()).collect();
        let first =
            |pick: fn(&raw::Entry) -> bool| lineage.iter().filter_map(|line| ids.get(line.index()).copied()).find(|entry| pick(entry));
        let respondents = first(|entry| !entry.respondent.is_empty()).map(|entry| entry.respondent.as_slice()).unwrap_or_default();
        for name in entry.respondent.iter().filter(|name| subjects.find(name).is_none()) {
            problems.push(Problem::error("vocabulary-unknown-name", Place::default(), format!("unknown subject `{name}` in kind `{id}`")));
        }
        Kind {
            id: id.clone(),
            words: words(id, entry),
            about: entry.about.clone(),
            families: own.into_iter().cloned().collect(),
            respondents: respondents.iter().filter_map(|name| subjects.find(name)).collect(),
            process: first(|entry| entry.process.is_some()).and_then(|entry| entry.process.clone()),
            lineage,
        }
    });
    Table::new(rows.collect())
}

fn facts(raw: BTreeMap<String, raw::Entry>, problems: &mut Vec<Problem>) -> Table<Fact> {
    let row = |(id, entry): (String, raw::Entry)| {
        let values = match entry.kind.as_deref() {
            Some("number") => FactType::Number,
            Some("date") => FactType::Date,
            Some("one_of") => FactType::OneOf(entry.values.clone()),
            Some("list_of") => FactType::ListOf(entry.values.clone()),
            Some("yes_no") => FactType::YesNo,
            other => {
                let message = format!("fact `{id}` is of the unknown type `{}`", other.unwrap_or_default());
                problems.push(
                    Problem::error("vocabulary-fact-type", Place::default(), message)
                        .help("expected number, date, yes_no, one_of or list_of"),
                );
                FactType::YesNo
            }
        };
        Fact { words: words(&id, &entry), id, about: entry.about, values, ask: entry.ask.unwrap_or_default() }
    };
    Table::new(raw.into_iter().map(row).collect())
}

fn stages(raw: &BTreeMap<String, raw::Entry>, problems: &mut Vec<Problem>) -> Table<Stage> {
    let rows = raw.iter().map(|(id, row)| (id.as_str(), row.after.iter().map(String::as_str).collect()));
    let lines: Vec<Vec<Id<Stage>>> = family_tree("stage", rows, problems);
    let row = |((id, entry), line): ((&String, &raw::Entry), Vec<Id<Stage>>)| Stage {
        id: id.clone(),
        words: words(id, entry),
        about: entry.about.clone(),
        process: entry.process.clone().unwrap_or_default(),
        earlier: line.into_iter().skip(1).collect(),
    };
    Table::new(raw.iter().zip(lines).map(row).collect())
}

fn term((id, entry): (String, raw::Entry)) -> Term {
    Term {
        words: words(&id, &entry),
        id,
        about: entry.about,
        phrases: phrases(entry.phrases),
        elements: entry.elements.into_iter().map(term).collect(),
    }
}

fn terms<T: Row>(raw: BTreeMap<String, raw::Entry>, wrap: fn(Term) -> T) -> Table<T> {
    Table::new(raw.into_iter().map(|row| wrap(term(row))).collect())
}

fn jurisdictions(raw: BTreeMap<String, raw::Jurisdiction>, problems: &mut Vec<Problem>) -> Table<Jurisdiction> {
    let rows = raw.iter().map(|(path, row)| {
        let above = path.rsplit_once('/').map(|(above, _)| above);
        (path.as_str(), above.into_iter().chain(row.within.iter().map(String::as_str)).collect())
    });
    let lines: Vec<Vec<Id<Jurisdiction>>> = family_tree("jurisdiction", rows, problems);
    let row = |((path, row), lineage): ((String, raw::Jurisdiction), _)| Jurisdiction {
        id: path,
        words: vec![row.name],
        kind: row.kind,
        lineage,
    };
    // Two places may bear one name (Hartford), so a place is found by its path alone.
    Table::by_id(raw.into_iter().zip(lines).map(row).collect())
}

fn concepts(raw: BTreeMap<String, raw::Concept>, problems: &mut Vec<Problem>) -> Table<Concept> {
    let rows = raw.iter().map(|(id, row)| (id.as_str(), row.parent.as_deref().into_iter().collect()));
    let lines: Vec<Vec<Id<Concept>>> = family_tree("concept", rows, problems);
    let mut names = Names { what: "concept", ids: raw.keys().cloned().collect(), problems };
    let mut rows = Vec::with_capacity(raw.len());
    for ((id, row), lineage) in raw.into_iter().zip(lines) {
        let proxies =
            row.proxies.iter().filter_map(|proxy| Some((names.find(&proxy.of, &id)?, strength(&proxy.strength, &id, names.problems)?)));
        rows.push(Concept {
            proxies: proxies.collect(),
            words: vec![row.title],
            lineage,
            cluster: row.cluster,
            tier: row.tier,
            loose: row.loose,
            things: row.things,
            costs: row.costs,
            about: row.about,
            lexicon: Lexicon {
                phrases: phrases(row.phrases),
                whole: phrases(row.whole),
                hints: phrases(row.hints),
                names: row.names.into(),
                options: row.options.into_iter().map(option_set).collect(),
                codes: row.codes,
                look_alikes: phrases(row.look_alikes),
            },
            answers: row.answers.into_iter().map(|(answer, words)| (answer, phrases(words))).collect(),
            is: samples(row.is),
            is_not: samples(row.is_not),
            id,
        });
    }
    // Titles are for reading; rules and contexts name concepts by id.
    Table::by_id(rows)
}

fn strength(word: &str, whose: &str, problems: &mut Vec<Problem>) -> Option<Strength> {
    match word {
        "strong" => Some(Strength::Strong),
        "medium" => Some(Strength::Medium),
        "weak" => Some(Strength::Weak),
        _ => {
            let problem = Problem::error("vocabulary-strength", Place::default(), format!("unknown strength `{word}` in `{whose}`"));
            problems.push(problem.help("expected strong, medium or weak"));
            None
        }
    }
}

fn option_set(raw: raw::Options) -> OptionSet {
    OptionSet { id: raw.id, at_least: raw.at_least, labels: phrases(raw.labels) }
}

fn samples(raw: Vec<raw::Sample>) -> Later<Vec<Sample>> {
    raw.into_iter().map(sample).collect::<Vec<_>>().into()
}

fn sample(raw: raw::Sample) -> Sample {
    match raw {
        raw::Sample::Label(label) => Sample { label: Some(label), ..Sample::default() },
        raw::Sample::Field(field) => Sample {
            label: field.label,
            name: field.name,
            help: field.help,
            options: field.options,
            context: field.context,
            codes: field.codes,
            language: field.language,
        },
    }
}
