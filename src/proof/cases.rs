//! Cases in files `*.test.yaml` beside policies: a form, its circumstances, and what must come of it.

use jiff::civil::Date;

use super::Bench;
use crate::check::{self, Docket, Setting};
use crate::context::{self, Origin, Settings, assemble};
use crate::finding::{Finding, Outcome};
use crate::form::Form;
use crate::policy::Law;
use crate::source::{Gravity, Place, Problem, Source};
use crate::tree::{Node, Tree};

/// The form of a case.
#[derive(Debug)]
pub enum FormOf {
    /// A path from the folder of the case, with `#part` where the file holds several forms.
    Path(String),
    /// A form in the notation, written in the case.
    Inline(Source),
}

/// One case.
#[derive(Debug)]
pub struct Case {
    /// What it is about.
    pub about: String,
    /// Its form.
    pub form: FormOf,
    /// The circumstances.
    pub settings: Settings,
    /// The day; today if left out.
    pub day: Option<Date>,
    /// What must come of it.
    pub expect: Vec<Expected>,
    /// Whether nothing else may.
    pub closed: bool,
    /// Where it stands.
    pub place: Place,
}

/// One outcome that must come of a case.
#[derive(Debug)]
pub struct Expected {
    field: Option<String>,
    what: Wanted,
    rule: Option<String>,
    needs: Vec<String>,
    place: Place,
}

/// What must come of a field or form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// A finding.
    Finding(Outcome),
    /// No finding, of a rule that reaches the form.
    Kept,
    /// No finding, whether or not a rule reaches the form.
    Nothing,
}

/// What a case lacks, or has besides: where, and in what words; then what was found there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Where in the case.
    pub place: Place,
    /// What is the matter.
    pub words: String,
    /// What was found, in words.
    pub found: Vec<String>,
}

const KEYS: [&str; 6] = ["about", "form", "context", "as_of", "expect", "nothing else"];

/// The cases of a file, one for each document or list item, and what is wrong with them.
pub fn cases(tree: &Tree<'_>, source: &Source) -> (Vec<Case>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut cases = Vec::new();
    for document in tree.documents() {
        let items: Vec<Node<'_, '_>> = if document.is_array() { document.items().collect() } else { vec![document] };
        cases.extend(items.into_iter().filter_map(|item| case(item, source, &mut problems)));
    }
    (cases, problems)
}

fn case(item: Node<'_, '_>, source: &Source, problems: &mut Vec<Problem>) -> Option<Case> {
    for key in item.entries().filter(|key| !KEYS.contains(&key.key.as_str())) {
        problems.push(unknown_key(key.key, &KEYS));
    }
    let Some(form) = item.get("form") else {
        let problem = Problem::error("case-without-form", item.place(), "this case has no form");
        problems.push(problem.help("add `form: PATH`, or a form in the notation"));
        return None;
    };
    let (settings, more) = item.get("context").map(context::settings).unwrap_or_default();
    problems.extend(more);
    let day = item.get("as_of").and_then(|day| parsed(day, problems));
    let expect: Vec<Expected> =
        item.get("expect").into_iter().flat_map(|list| list.items()).filter_map(|line| expected(line, problems)).collect();
    let closed = item.get("nothing else").is_some_and(|value| value.truth() == Some(true) || value.text() == "yes");
    if expect.is_empty() && !closed {
        let problem = Problem::error("case-without-expectation", item.place(), "this case expects nothing");
        problems.push(problem.help("add `expect: […]`, or `nothing else: yes`"));
    }
    let about = item.get("about").map(|about| about.text().into_owned()).unwrap_or_default();
    // A case is long; its first words are enough to find it by.
    let place = item.get("about").unwrap_or(form).place();
    Some(Case { about, form: form_of(form, source), settings, day, expect, closed, place })
}

fn form_of(node: Node<'_, '_>, source: &Source) -> FormOf {
    if !node.is_object() {
        return FormOf::Path(node.text().into_owned());
    }
    // The first line lost its indent to the key before it.
    let start = node.span().start;
    let indent = " ".repeat(source.position(start).column.saturating_sub(1) as usize);
    FormOf::Inline(Source::new(format!("{}#form.form.yaml", source.name()), format!("{indent}{}\n", source.slice(node.span()))))
}

fn parsed(node: Node<'_, '_>, problems: &mut Vec<Problem>) -> Option<Date> {
    let day = node.text().parse().ok();
    if day.is_none() {
        let problem = Problem::error("context-value", node.place(), format!("`{}` is no day", node.text()));
        problems.push(problem.help("expected a day such as `2026-01-31`"));
    }
    day
}

fn expected(line: Node<'_, '_>, problems: &mut Vec<Problem>) -> Option<Expected> {
    const KEYS: [&str; 4] = ["field", "outcome", "rule", "needs"];
    for key in line.entries().filter(|key| !KEYS.contains(&key.key.as_str())) {
        problems.push(unknown_key(key.key, &KEYS));
    }
    let word = line.get("outcome").map(|word| word.text().into_owned()).unwrap_or_default();
    let what = match word.as_str() {
        "breach" => Wanted::Finding(Outcome::Breach),
        "undecided" => Wanted::Finding(Outcome::Undecided),
        "possible" => Wanted::Finding(Outcome::Possible),
        "allowed" => Wanted::Finding(Outcome::Allowed),
        "kept" => Wanted::Kept,
        "nothing" => Wanted::Nothing,
        _ => {
            let problem = Problem::error("case-outcome", line.place(), format!("unknown outcome `{word}`"));
            const KNOWN: [&str; 6] = ["breach", "undecided", "possible", "allowed", "kept", "nothing"];
            problems.push(problem.help(format!("expected one of {}", KNOWN.join(", "))).suggest(&word, KNOWN));
            return None;
        }
    };
    let text = |key: &str| line.get(key).map(|value| value.text().into_owned());
    let needs = line.get("needs").into_iter().flat_map(|needs| needs.items()).map(|need| need.text().into_owned()).collect();
    Some(Expected { field: text("field"), what, rule: text("rule"), needs, place: line.place() })
}

fn unknown_key(key: Node<'_, '_>, known: &[&str]) -> Problem {
    let problem = Problem::error("case-unknown-key", key.place(), format!("unknown key `{}`", key.text()));
    problem.help(format!("known are {}", known.join(", "))).suggest(&key.text(), known.iter().copied())
}

/// What a case lacks on its form; `stated` is what the form says of its own circumstances.
pub fn run(bench: Bench<'_>, case: &Case, form: &Form<'_>, stated: &Settings) -> (Vec<Lack>, Vec<Problem>) {
    let layers = [(case.settings.clone(), Origin::File as fn(Place) -> Origin), (stated.clone(), Origin::Form as fn(Place) -> Origin)];
    let (context, mut problems) = assemble(&layers, bench.vocabulary);
    let setting = Setting { context: &context, day: case.day.unwrap_or(bench.today), vocabulary: bench.vocabulary };
    let docket = Docket::new(bench.law, setting);
    let review = check::check(&docket, form, &bench.recognizer.recognize(form));
    let unplaced = review.problems.iter().filter(|problem| problem.gravity == Gravity::Error);
    problems.extend(unplaced.map(|problem| Problem { place: case.place, ..problem.clone() }));
    problems.extend(case.expect.iter().filter_map(|expected| unknown_rule(bench.law, expected)));
    let mut lacks = lacks(case, form, &review.findings);
    let kept = case.expect.iter().filter(|expected| expected.what == Wanted::Kept);
    lacks.extend(kept.filter_map(|expected| unreached(&docket, expected)));
    (lacks, problems)
}

/// A rule that a case names and no library has: of a misspelt one nothing would ever be found.
fn unknown_rule(law: &Law, expected: &Expected) -> Option<Problem> {
    let name = expected.rule.as_ref()?;
    let names = || law.policies().iter().map(|policy| policy.id.as_str()).chain(law.rules().map(|(_, _, rule)| rule.name.as_str()));
    let problem = || Problem::error("unknown-rule", expected.place, format!("unknown policy or rule `{name}`")).suggest(name, names());
    (!names().any(|known| known == name)).then(problem)
}

/// That none of the rules which a case says are kept reaches the form: such a rule is neither kept nor broken.
fn unreached(docket: &Docket<'_>, expected: &Expected) -> Option<Lack> {
    let name = expected.rule.as_ref()?;
    let rules = docket.law().rules().filter(|(_, policy, rule)| *name == policy.id || *name == rule.name);
    let stops = rules.map(|(id, _, _)| super::outcome::unreached(docket, id)).collect::<Option<Vec<_>>>()?;
    let words = format!("{}, but {}", expected.words(), stops.into_iter().next()?);
    Some(Lack { place: expected.place, words, found: vec!["nothing; where that is meant, say `nothing`".to_owned()] })
}

fn lacks(case: &Case, form: &Form<'_>, findings: &[Finding<'_>]) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut met = vec![false; findings.len()];
    for expected in &case.expect {
        let here: Vec<(usize, &Finding<'_>)> =
            findings.iter().enumerate().filter(|(_, finding)| expected.speaks_of(form, finding)).collect();
        let fits = |finding: &Finding<'_>| expected.what == Wanted::Finding(finding.outcome) && expected.needs_hold(finding);
        let fit: Vec<usize> = here.iter().filter(|(_, finding)| fits(finding)).map(|(number, _)| *number).collect();
        let holds = if matches!(expected.what, Wanted::Finding(_)) { !fit.is_empty() } else { here.is_empty() };
        if !holds {
            let found = here.iter().map(|(_, finding)| told(form, finding)).collect();
            lacks.push(Lack { place: expected.place, words: expected.words(), found });
        }
        fit.iter().for_each(|number| {
            if let Some(met) = met.get_mut(*number) {
                *met = true;
            }
        });
    }
    if case.closed {
        let besides = findings.iter().zip(&met).filter(|(_, met)| !**met).map(|(finding, _)| told(form, finding));
        lacks.extend(besides.map(|words| Lack {
            place: case.place,
            words: format!("expected nothing else, got {words}"),
            found: Vec::new(),
        }));
    }
    lacks
}

impl Expected {
    fn speaks_of(&self, form: &Form<'_>, finding: &Finding<'_>) -> bool {
        let rule = self.rule.as_ref().is_none_or(|rule| *rule == finding.policy.id || rule == finding.rule_name());
        let field = match (&self.field, finding.field.and_then(|id| form.field(id))) {
            (Some(name), Some(field)) => [&field.name, &field.label].into_iter().flatten().any(|text| text.value == name.as_str()),
            (None, None) => true,
            _ => false,
        };
        rule && field
    }

    fn needs_hold(&self, finding: &Finding<'_>) -> bool {
        let plain = |fact: &str| fact.strip_prefix("facts.").unwrap_or(fact).to_owned();
        self.needs.iter().all(|wanted| finding.needs.iter().any(|need| plain(&need.fact) == plain(wanted)))
    }

    fn words(&self) -> String {
        let outcome = match self.what {
            Wanted::Finding(outcome) => word(outcome),
            Wanted::Kept => "kept",
            Wanted::Nothing => "nothing",
        };
        let field = self.field.as_ref().map_or("at the form".to_owned(), |field| format!("at `{field}`"));
        let rule = self.rule.as_ref().map(|rule| format!(" by `{rule}`")).unwrap_or_default();
        let needs = if self.needs.is_empty() { String::new() } else { format!(", hanging on {}", self.needs.join(", ")) };
        format!("expected {outcome} {field}{rule}{needs}")
    }
}

/// A finding in a line.
fn told(form: &Form<'_>, finding: &Finding<'_>) -> String {
    let field = finding.field.and_then(|id| form.field(id)).and_then(|field| field.name.as_ref().or(field.label.as_ref()));
    let place = field.map_or("the form".to_owned(), |name| format!("`{}`", name.value));
    let needs: Vec<&str> = finding.needs.iter().map(|need| need.fact.as_str()).collect();
    let hanging = if needs.is_empty() { String::new() } else { format!(", hanging on {}", needs.join(", ")) };
    format!("{} at {place} by `{}`{hanging}", word(finding.outcome), finding.rule_name())
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "kept",
        Outcome::Allowed => "allowed",
        Outcome::Possible => "possible",
        Outcome::Undecided => "undecided",
        Outcome::Breach => "breach",
    }
}
