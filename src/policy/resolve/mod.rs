//! The tree of a policy file with every name looked up; all problems at once, each with its place.

mod condition;
mod names;
mod rule;
mod sample;
mod words;

use super::period::Days;
use super::{Authority, Basis, Binds, Moment, Period, Policy, Read, Resolution, Signature};
use crate::source::{Place, Problem, SourceId, Span};
use crate::syntax::ast::{self, Header};
use crate::vocabulary::{JurisdictionId, Vocabulary};

/// What resolving needs at every step: the tables, and where problems go.
pub(super) struct Resolver<'r> {
    vocabulary: &'r Vocabulary,
    signatures: &'r [Signature],
    source: SourceId,
    problems: Vec<Problem>,
}

/// The policies of a file. Policies and rules that could not be resolved are left out, and a problem says so.
pub fn resolve(document: &ast::Document, source: SourceId, vocabulary: &Vocabulary, signatures: &[Signature]) -> Resolution {
    let mut resolver = Resolver { vocabulary, signatures, source, problems: Vec::new() };
    let place = document.jurisdiction.as_ref().and_then(|path| resolver.jurisdiction(path));
    let policies = match place {
        Some(place) => document.policies.iter().filter_map(|policy| resolver.policy(policy, place)).collect(),
        None => Vec::new(),
    };
    (policies, resolver.problems)
}

impl Resolver<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        Place::text(self.source, span)
    }

    pub(super) fn tell(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn jurisdiction(&mut self, path: &ast::Word) -> Option<JurisdictionId> {
        let table = &self.vocabulary.jurisdictions;
        let found = table.find(&path.value).filter(|id| table.name(*id) == path.value);
        if found.is_none() {
            let problem = Problem::error("unknown-jurisdiction", self.place(path.span), format!("unknown jurisdiction `{}`", path.value));
            self.tell(problem.suggest(&path.value, table.iter().map(|(_, row)| row.id.as_str())));
        }
        found
    }

    fn policy(&mut self, tree: &ast::Policy, jurisdiction: JurisdictionId) -> Option<Policy> {
        let mut heads = Heads::default();
        for header in &tree.headers {
            self.header(header, &mut heads);
        }
        let authority = self.needed(heads.authority, "authority", tree);
        let citation = self.needed(heads.citation, "citation", tree);
        let basis = self.needed(heads.basis, "basis", tree);
        self.needed(heads.sources.first().cloned(), "source", tree);
        if tree.rules.is_empty() && heads.notes.is_empty() {
            let problem =
                Problem::error("empty-policy", self.place(tree.id.span), format!("policy `{}` has no rule and no `note`", tree.id.value));
            self.tell(problem.help("a law that is no asking rule is recorded with a `note` that says what it is"));
        }
        let rules: Vec<_> = tree.rules.iter().filter_map(|rule| self.rule(rule, tree)).collect();
        for rule in rules.iter().filter(|rule| rule.periods.is_empty() && heads.periods.is_empty()) {
            let message = format!("nothing says when rule `{}` is in force", rule.id);
            self.problems.push(
                Problem::error("no-period", rule.place, message).help("add `in force from …`, `in force by …` or `in force unknown`"),
            );
        }
        Some(Policy {
            id: tree.id.value.clone(),
            title: tree.title.value.clone(),
            jurisdiction,
            authority: authority?,
            citation: citation?,
            sources: heads.sources,
            basis: basis?,
            passed: heads.passed,
            periods: heads.periods,
            comply_by: heads.comply_by,
            review: heads.review,
            binds: heads.binds,
            supersedes: heads.supersedes,
            contested: heads.contested,
            readings: heads.readings,
            notes: heads.notes,
            docs: tree.docs.iter().map(|doc| doc.value.clone()).collect(),
            rules,
            place: self.place(tree.id.span),
        })
    }

    fn needed<T>(&mut self, value: Option<T>, head: &str, tree: &ast::Policy) -> Option<T> {
        if value.is_none() {
            let message = format!("policy `{}` has no `{head}`", tree.id.value);
            self.tell(Problem::error("head-missing", self.place(tree.id.span), message));
        }
        value
    }

    fn header(&mut self, header: &crate::source::Spanned<Header>, heads: &mut Heads) {
        match &header.value {
            Header::Authority(word) => self.once(&mut heads.authority, "authority", header.span, |this| this.authority(word)),
            Header::Citation(text) => self.once(&mut heads.citation, "citation", header.span, |_| Some(text.value.clone())),
            Header::Source { url, read, heading } => {
                let on = self.moment(read).map(|moment| moment.to_string()).unwrap_or_default();
                let heading = heading.as_ref().map(|heading| heading.value.clone());
                heads.sources.push(Read { url: url.value.clone(), on, heading });
            }
            Header::Basis(word) => self.once(&mut heads.basis, "basis", header.span, |this| this.basis(word)),
            Header::Passed(date) => self.once(&mut heads.passed, "passed", header.span, |this| this.moment(date)),
            Header::Force(force) => heads.periods.extend(self.period(force, header.span)),
            Header::Comply(date) => self.once(&mut heads.comply_by, "comply by", header.span, |this| this.moment(date)),
            Header::Review { by, what } => {
                let what = what.as_ref().map(|what| what.value.clone()).unwrap_or_default();
                self.once(&mut heads.review, "review by", header.span, |this| Some((this.moment(by)?, what)));
            }
            Header::Binds { bodies, when } => {
                let bodies = bodies.iter().filter_map(|body| self.body(body)).collect();
                let when = when.as_ref().and_then(|when| self.condition(when, None));
                heads.binds.push(Binds { bodies, when });
            }
            Header::Supersedes(path) => heads.supersedes.push((path.value.clone(), self.place(path.span))),
            Header::Contested(why) => self.once(&mut heads.contested, "contested", header.span, |_| Some(why.value.clone())),
            Header::Reading(text) => heads.readings.push(text.value.clone()),
            Header::Note(text) => heads.notes.push(text.value.clone()),
        }
    }

    /// Sets a head that may stand once.
    fn once<T>(&mut self, slot: &mut Option<T>, head: &str, span: Span, value: impl FnOnce(&mut Self) -> Option<T>) {
        if slot.is_some() {
            self.tell(Problem::error("head-twice", self.place(span), format!("`{head}` stands twice")));
            return;
        }
        *slot = value(self);
    }

    fn authority(&mut self, word: &ast::Word) -> Option<Authority> {
        const ALL: [(&str, Authority); 7] = [
            ("constitution", Authority::Constitution),
            ("statute", Authority::Statute),
            ("regulation", Authority::Regulation),
            ("court", Authority::Court),
            ("ordinance", Authority::Ordinance),
            ("order", Authority::Order),
            ("guidance", Authority::Guidance),
        ];
        self.one_of(word, "authority", &ALL)
    }

    fn basis(&mut self, word: &ast::Word) -> Option<Basis> {
        self.one_of(word, "basis", &[("text", Basis::Text), ("part", Basis::Part), ("secondary", Basis::Secondary)])
    }

    fn one_of<T: Copy>(&mut self, word: &ast::Word, what: &str, all: &[(&'static str, T)]) -> Option<T> {
        let found = all.iter().find(|(name, _)| *name == word.value).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
            let problem = Problem::error("unknown-word", self.place(word.span), format!("unknown {what} `{}`", word.value));
            self.tell(problem.help(format!("expected one of {}", names.join(", "))).suggest(&word.value, names));
        }
        found
    }

    pub(super) fn moment(&mut self, date: &crate::source::Spanned<ast::WrittenDate>) -> Option<Moment> {
        let moment = Moment::of(date.value);
        if moment.is_none() {
            self.tell(Problem::error("no-such-date", self.place(date.span), "this date does not exist"));
        }
        moment
    }

    pub(super) fn period(&mut self, force: &ast::Force, span: Span) -> Option<Period> {
        let days = match &force.days {
            ast::Days::Unknown => Days::Unknown,
            ast::Days::By(date) => Days::By(self.moment(date)?),
            ast::Days::From(from, until) => {
                let first = self.moment(from)?;
                let last = match until {
                    Some(until) => Some(self.moment(until)?),
                    None => None,
                };
                if let Some(last) = last.filter(|last| last.last <= first.first) {
                    let message = format!("in force from {first} until {last}: no day lies between");
                    self.tell(Problem::error("empty-period", self.place(span), message));
                }
                Days::From(first, last)
            }
        };
        let assumed = force.is_assumed.then(|| force.assumed.as_ref().map(|why| why.value.clone()).unwrap_or_default());
        Some(Period { days, assumed, span })
    }
}

/// The heads of a policy while they are gathered.
#[derive(Default)]
struct Heads {
    authority: Option<Authority>,
    citation: Option<String>,
    sources: Vec<Read>,
    basis: Option<Basis>,
    passed: Option<Moment>,
    periods: Vec<Period>,
    comply_by: Option<Moment>,
    review: Option<(Moment, String)>,
    binds: Vec<Binds>,
    supersedes: Vec<(String, Place)>,
    contested: Option<String>,
    readings: Vec<String>,
    notes: Vec<String>,
}
