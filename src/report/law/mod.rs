//! A law for whoever reads law: who is bound, since when, what was read of it, and each rule in plain words with its samples.
//!
//! One rendering, in Markdown that reads as well in a terminal, serves `mayask explain`, `mayask policies` and docs/library.

mod index;
mod words;

use std::fmt::Write as _;

pub use index::{by_concept, by_place, by_subject};
use jiff::civil::Date;
pub(crate) use words::dates;
use words::{authority, basis, condition, dated, excuse, joined, one_line};

use crate::check;
use crate::policy::{Arm, Aspect, Binds, Holds, Law, Policy, Read, Rule, Scope, SentenceKind, Target, When};
use crate::source::{Place, Source};
use crate::vocabulary::{BodyId, Id, Row, Strength, Table, Vocabulary};

/// What pages are made from.
#[derive(Clone, Copy)]
pub struct Shelf<'s> {
    /// The tables.
    pub vocabulary: &'s Vocabulary,
    /// The policy file of a place.
    pub source: &'s dyn Fn(Place) -> Option<&'s Source>,
    /// The day on which the law is sought, where it is: a policy may stand there for one of its rules alone.
    pub on: Option<(&'s Law, Date)>,
}

impl Shelf<'_> {
    /// The page of a policy.
    pub fn policy(&self, policy: &Policy) -> String {
        let mut out = format!("# {}\n\n", policy.title);
        self.law(policy, &mut out);
        for rule in &policy.rules {
            let _ = write!(out, "\n## {}\n\n", rule.name);
            self.said(policy, rule, &mut out);
        }
        out
    }

    /// One rule, and then the law that it is of.
    pub fn rule(&self, policy: &Policy, rule: &Rule) -> String {
        let mut out = format!("# {}\n\n", rule.name);
        self.said(policy, rule, &mut out);
        let _ = write!(out, "\n## {}\n\n", policy.title);
        self.law(policy, &mut out);
        out
    }

    /// What is said of a law as a whole.
    fn law(&self, policy: &Policy, out: &mut String) {
        let places = &self.vocabulary.jurisdictions;
        let _ = write!(out, "`{}`, law of {} ({})", policy.id, places.title(policy.jurisdiction), places.name(policy.jurisdiction));
        let _ = match (self.source)(policy.place) {
            Some(file) => writeln!(out, ", written in `{}`\n", file.name()),
            None => writeln!(out, "\n"),
        };
        item(out, "Citation", &policy.citation);
        item(out, "Kind of law", authority(policy.authority));
        item(out, "Who is bound", &self.bound(policy));
        all(out, "Passed", policy.passed.iter().map(ToString::to_string));
        all(out, "In force", policy.periods.iter().map(dated));
        all(out, "Comply by", policy.comply_by.iter().map(ToString::to_string));
        all(out, "Takes the place of", policy.supersedes.iter().map(|(name, _)| format!("`{name}`")));
        all(out, "Contested", policy.contested.iter().cloned());
        item(out, "How much was read", basis(policy.basis));
        all(out, "Source", policy.sources.iter().map(source));
        all(out, "To be read again", policy.review.iter().map(|(by, what)| format!("by {by}: {what}")));
        all(out, "Our reading", policy.readings.iter().cloned());
        all(out, "Note", policy.notes.iter().cloned().chain(paragraph(&policy.docs)));
    }

    fn bound(&self, policy: &Policy) -> String {
        let bodies = |binds: &Binds| {
            let when = binds.when.as_ref().map(|when| format!(", where {}", condition(when, self.vocabulary)));
            format!("{}{}", self.bodies(&binds.bodies, "and"), when.unwrap_or_default())
        };
        let each: Vec<String> = policy.binds.iter().map(bodies).collect();
        if each.is_empty() { "everybody".to_owned() } else { each.join("; ") }
    }

    /// What is said of a rule: its sentence, the same taken apart, what excuses, why, and its samples.
    fn said(&self, policy: &Policy, rule: &Rule, out: &mut String) {
        let _ = writeln!(out, "> {}\n", rule.sentence);
        all(out, "On which forms", [self.forms(&rule.scope)].into_iter());
        all(out, "Which questions", rule.target.iter().map(|target| self.questions(target)));
        all(out, "About whom", some(titles(&self.vocabulary.subjects, &rule.about)));
        all(out, "Which must say", self.elements(rule));
        let about = check::signatures().get(rule.predicate).map(|signature| signature.about).unwrap_or_default();
        item(out, if permits(rule) { "Broken" } else { "Broken where" }, about);
        all(out, "Only where", rule.when.iter().map(|when| condition(when, self.vocabulary)));
        all(out, "Weight", rule.advice.then(|| "advice: `should`, not `must`".to_owned()).into_iter());
        all(out, "Excused", rule.unless.iter().map(|unless| excuse(unless, self.vocabulary)));
        all(out, "In force", rule.periods.iter().map(dated));
        let held = |(law, day): &(&Law, Date)| Some(format!("{} on {day}", lapsed(law.in_force(policy, rule, *day))?));
        all(out, "On the day", self.on.iter().filter_map(held));
        all(out, "Comply by", rule.comply_by.iter().map(ToString::to_string));
        all(out, "Goes before", rule.notwithstanding.iter().map(|(name, _)| format!("`{name}`")));
        all(out, "Goes before", rule.preempts.then(|| "rules of places inside that pull the other way".to_owned()).into_iter());
        all(out, "Conflicts with", rule.conflicts.iter().map(|(name, why, _)| format!("`{name}`: {why}")));
        all(out, "Why", rule.why.iter().cloned());
        all(out, "To mend it", rule.fix.iter().cloned().chain(rule.instead.iter().map(|words| format!("say \"{words}\""))));
        all(out, "Our reading", rule.readings.iter().cloned());
        all(out, "Note", rule.notes.iter().cloned().chain(paragraph(&rule.docs)));
        self.samples(rule, out);
    }

    fn samples(&self, rule: &Rule, out: &mut String) {
        let text = |sample: &crate::policy::Sample| Some(one_line((self.source)(sample.place)?.slice(sample.span)));
        let samples: Vec<String> = rule.samples.iter().filter_map(text).filter(|text| !text.is_empty()).collect();
        if !samples.is_empty() {
            out.push_str("\nSamples, and what comes of them:\n\n");
            out.extend(samples.iter().map(|sample| format!("- {sample}\n")));
        }
    }

    fn forms(&self, scope: &Scope) -> String {
        let arm = |arm: &Arm| match (arm.kinds.is_empty(), arm.bodies.is_empty()) {
            (true, true) => "all forms".to_owned(),
            (false, true) => self.kinds(arm),
            (true, false) => format!("forms run by {}", self.bodies(&arm.bodies, "and")),
            (false, false) => format!("{} run by {}", self.kinds(arm), self.bodies(&arm.bodies, "and")),
        };
        let arms: Vec<String> = scope.arms.iter().map(arm).collect();
        let stage = scope.stage.as_ref().map(|(when, stages)| {
            let when = match when {
                When::Before => "before",
                When::At => "at",
                When::After => "once they have reached",
            };
            format!(", {when} the stage {}", titles(&self.vocabulary.stages, stages))
        });
        let purposes =
            some(titles(&self.vocabulary.purposes, &scope.purposes)).map(|purposes| format!(", where the answer is to {purposes}"));
        [joined(&arms, "or"), stage.unwrap_or_default()].into_iter().chain(purposes).collect()
    }

    /// The kinds that a form must be at once.
    fn kinds(&self, arm: &Arm) -> String {
        let kinds: Vec<&str> = arm.kinds.iter().map(|kind| self.vocabulary.kinds.title(*kind)).collect();
        format!("{} forms", kinds.join(" and "))
    }

    /// Bodies by their ids: the words that rules have for them are cut short for the words before `forms`.
    fn bodies(&self, bodies: &[BodyId], last: &str) -> String {
        let names: Vec<String> = bodies.iter().map(|body| self.vocabulary.bodies.name(*body).replace('_', " ")).collect();
        joined(&names, last)
    }

    fn questions(&self, target: &Target) -> String {
        let concepts = titles(&self.vocabulary.concepts, &target.concepts);
        let what = match (target.aspect, target.concepts.is_empty()) {
            (_, true) => "every question about a person".to_owned(),
            (Aspect::Field, _) => format!("about {concepts}"),
            (Aspect::Document, _) => format!("that want proof of {concepts}"),
            (Aspect::Both, _) => format!("about {concepts}, or that want proof of it"),
        };
        let except = some(titles(&self.vocabulary.concepts, &target.except)).map(|except| format!(", except {except}"));
        let signs = target.proxies.map(|least| match least {
            Strength::Strong => "; what as good as gives it away counts too",
            Strength::Medium | Strength::Weak => "; what gives it away counts too",
        });
        [what].into_iter().chain(except).chain(signs.map(str::to_owned)).collect()
    }

    /// What the notices and consents of a rule must say.
    fn elements(&self, rule: &Rule) -> impl Iterator<Item = String> {
        let notices = rule.arguments.notices.iter().filter_map(|id| Some(&self.vocabulary.notices.row(*id)?.0));
        let consents = rule.arguments.consents.iter().filter_map(|id| Some(&self.vocabulary.consents.row(*id)?.0));
        let of = |term: &crate::vocabulary::Term| {
            let each: Vec<String> = term.elements.iter().filter_map(|element| element.words.first().cloned()).collect();
            joined(&each, "and")
        };
        let ban = rule.kind == SentenceKind::Ban;
        notices.chain(consents).map(of).filter(move |said| !said.is_empty() && !ban).collect::<Vec<_>>().into_iter()
    }
}

/// A page that was read, with the heading that stands on it.
fn source(read: &Read) -> String {
    let heading = read.heading.as_ref().map(|heading| format!("“{heading}” "));
    format!("{}<{}> (read {})", heading.unwrap_or_default(), read.url, read.on)
}

/// Whether a rule breaches nothing: a permission, or a reading.
pub(crate) fn permits(rule: &Rule) -> bool {
    matches!(rule.kind, SentenceKind::FieldPermission | SentenceKind::FormPermission | SentenceKind::Reading)
}

fn titles<T: Row>(table: &Table<T>, ids: &[Id<T>]) -> String {
    let titles: Vec<String> = ids.iter().map(|id| table.title(*id).to_owned()).collect();
    joined(&titles, "or")
}

fn some(words: String) -> impl Iterator<Item = String> {
    Some(words).filter(|words| !words.is_empty()).into_iter()
}

/// The lines of a doc comment as one text.
fn paragraph(docs: &[String]) -> impl Iterator<Item = String> {
    some(docs.join(" "))
}

/// Why a rule is not simply the law of the day.
fn lapsed(holds: Holds) -> Option<&'static str> {
    match holds {
        Holds::Yes => None,
        Holds::No => Some("not in force"),
        Holds::Unknown => Some("not known whether in force"),
    }
}

fn item(out: &mut String, key: &str, words: &str) {
    let _ = writeln!(out, "- {key}: {}", one_line(words));
}

fn all(out: &mut String, key: &str, each: impl Iterator<Item = String>) {
    each.for_each(|words| item(out, key, &words));
}
