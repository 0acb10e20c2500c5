//! Puts the lines of a file together: jurisdiction, policies, rules, and what stands under them.

use std::collections::BTreeMap;

use super::ast::*;
use super::lower::{self, Failure, Node};
use super::scan::{Kind, Scan, Token};
use super::split::{Head, Line};
use super::{fault, wording};
use crate::source::{Problem, Span, Spanned, nearest};

/// How deep parentheses may stand in one another.
const DEEPEST: usize = 64;

/// The tree of a file and its problems.
pub(super) fn document(scan: &Scan, lines: &[Line]) -> (Document, Vec<Problem>) {
    let mut builder = Builder { scan, document: Document::default(), docs: Vec::new(), problems: scan.problems.clone() };
    builder.document.comments = scan.tokens.iter().filter(|token| token.is_comment()).map(|token| remark(scan, token, 1)).collect();
    for line in lines {
        builder.line(line);
    }
    builder.finish();
    let Builder { document, mut problems, .. } = builder;
    problems.sort_by_key(|problem| problem.place);
    (document, problems)
}

/// The text of a comment behind its signs, without one blank before and all blanks after.
fn remark(scan: &Scan, token: &Token, signs: usize) -> Word {
    let text = scan.word(token).get(signs..).unwrap_or_default();
    Spanned::new(text.strip_prefix(' ').unwrap_or(text).to_owned(), token.span)
}

struct Builder<'s> {
    scan: &'s Scan<'s>,
    document: Document,
    docs: Vec<Word>,
    problems: Vec<Problem>,
}

impl<'s> Builder<'s> {
    fn line(&mut self, line: &Line) {
        let tokens = self.scan.tokens.get(line.tokens.clone()).unwrap_or_default();
        let Some(first) = tokens.first() else { return };
        match line.head {
            Head::Doc => self.docs.push(remark(self.scan, first, 2)),
            Head::Other => self.problems.push(fault::stranger(self.scan, first)),
            Head::Word(head) => self.headed(head, tokens),
        }
        if !matches!(line.head, Head::Doc | Head::Word("jurisdiction" | "policy" | "rule")) {
            self.stray_docs(Some(self.scan.word(first)));
        }
    }

    fn stray_docs(&mut self, next: Option<&str>) {
        let docs = self.docs.drain(..);
        self.problems.extend(docs.map(|doc| wording::doc_before_nothing(doc.span, next)));
    }

    fn headed(&mut self, head: &'static str, tokens: &'s [Token]) {
        let span = span(tokens);
        match self.read(tokens) {
            Some(node) => self.put(node, span, head, tokens),
            None if head == "policy" || head == "rule" => self.shell(head, tokens),
            None => {}
        }
    }

    /// Reads a line; where it fails at a word that begins a line of the file, what stands before is read alone.
    fn read(&mut self, tokens: &'s [Token]) -> Option<Node> {
        if let Some(deep) = fault::too_deep(self.scan, tokens, DEEPEST) {
            self.problems.push(deep);
            return None;
        }
        match lower::line(&self.scan.text, tokens, &mut self.problems) {
            Ok(node) => match fault::swallowed(tokens, &node) {
                None => Some(node),
                Some((cut, problem)) => {
                    self.problems.push(problem);
                    lower::line(&self.scan.text, tokens.get(..cut)?, &mut Vec::new()).ok()
                }
            },
            Err(failure) => self.failed(tokens, &failure),
        }
    }

    fn failed(&mut self, tokens: &'s [Token], failure: &Failure) -> Option<Node> {
        let whole = span(tokens);
        let next = self.scan.faults.partition_point(|fault| fault.start < whole.start);
        if self.scan.faults.get(next).is_some_and(|fault| fault.end <= whole.end) {
            return None;
        }
        self.problems.push(fault::explain(self.scan, tokens, failure));
        let cut = fault::found(tokens, failure.at).filter(|cut| tokens.get(*cut).is_some_and(|token| token.fresh))?;
        let before = tokens.get(..cut).filter(|before| !before.is_empty())?;
        lower::line(&self.scan.text, before, &mut Vec::new()).ok()
    }

    /// A policy or rule that could not be read, so that the lines below it have a home.
    fn shell(&mut self, head: &str, tokens: &'s [Token]) {
        let named = tokens.get(1).filter(|token| token.kind == Kind::Word && !fault::OPENERS.contains(&self.scan.word(token)));
        let id = named.map(|token| Spanned::new(self.scan.word(token).to_owned(), token.span)).unwrap_or_default();
        let span = span(tokens);
        match head {
            "policy" => self.put(Node::Policy { id, title: Word::default() }, span, "policy", tokens),
            _ => self.put(Node::Rule(Box::new(Rule { id, span, ..Rule::default() })), span, "rule", tokens),
        }
    }

    fn put(&mut self, node: Node, span: Span, head: &'static str, tokens: &[Token]) {
        match node {
            Node::Language(version) => self.language(version, span),
            Node::Jurisdiction(path) => self.jurisdiction(path, span),
            Node::Policy { id, title } => self.policy(id, title, span),
            Node::Rule(rule) => self.rule(*rule, tokens),
            Node::Header(header) => self.header(header, span, head, tokens),
            Node::Clause(clause) => self.clause(clause, span, head, tokens),
        }
    }

    fn language(&mut self, version: Spanned<u32>, span: Span) {
        if let Some(first) = &self.document.language {
            self.problems.push(wording::twice(span, first.span, "language"));
        } else if self.document.jurisdiction.is_some() {
            self.problems.push(wording::misplaced(span, "language", "it is the first line of the file"));
        }
        self.document.language.get_or_insert(version);
    }

    fn jurisdiction(&mut self, path: Word, span: Span) {
        let docs = std::mem::take(&mut self.docs);
        if let Some(first) = &self.document.jurisdiction {
            self.problems.push(wording::twice(span, first.span, "jurisdiction"));
            return;
        }
        if !self.document.policies.is_empty() {
            self.problems.push(wording::misplaced(span, "jurisdiction", "it stands before the first policy"));
        }
        self.document.docs = docs;
        self.document.jurisdiction = Some(path);
    }

    fn policy(&mut self, id: Word, title: Word, span: Span) {
        let docs = std::mem::take(&mut self.docs);
        self.document.policies.push(Policy { docs, id, title, span, ..Policy::default() });
    }

    fn rule(&mut self, mut rule: Rule, tokens: &[Token]) {
        rule.docs = std::mem::take(&mut self.docs);
        let Some(policy) = self.document.policies.last_mut() else {
            self.problems.push(wording::misplaced(head(tokens), "rule", "a rule stands under a `policy`"));
            return;
        };
        policy.span = policy.span.to(rule.span);
        policy.rules.push(rule);
    }

    fn header(&mut self, header: Header, span: Span, word: &'static str, tokens: &[Token]) {
        let Some(policy) = self.document.policies.last_mut() else {
            self.problems.push(wording::misplaced(head(tokens), word, "it stands under a `policy`"));
            return;
        };
        if policy.rules.is_empty() {
            policy.span = policy.span.to(span);
            policy.headers.push(Spanned::new(header, span));
            return;
        }
        match shared(header) {
            Some(clause) => self.clause(clause, span, word, tokens),
            None => {
                self.problems.push(wording::misplaced(head(tokens), word, "it is a line of the policy, and stands before the first rule"))
            }
        }
    }

    fn clause(&mut self, clause: Clause, span: Span, word: &'static str, tokens: &[Token]) {
        let policy = self.document.policies.last_mut();
        match policy.and_then(|policy| policy.rules.last_mut().map(|rule| (&mut policy.span, rule))) {
            Some((whole, rule)) => {
                rule.span = rule.span.to(span);
                *whole = whole.to(span);
                rule.clauses.push(Spanned::new(clause, span));
            }
            None => self.problems.push(wording::misplaced(head(tokens), word, "it stands under a `rule`")),
        }
    }

    fn finish(&mut self) {
        self.stray_docs(None);
        let policies = &self.document.policies;
        self.problems.extend(same("policy", policies.iter().map(|policy| &policy.id)));
        self.problems.extend(policies.iter().flat_map(|policy| same("rule", policy.rules.iter().map(|rule| &rule.id))));
        let first = self.scan.tokens.iter().find(|token| !token.is_comment());
        let tried = self.scan.tokens.iter().any(|token| token.fresh && nearest(self.scan.word(token), ["jurisdiction"]).is_some());
        match &self.document.jurisdiction {
            None if !tried => self.problems.push(wording::no_jurisdiction(first)),
            Some(path) if self.document.policies.is_empty() => self.problems.push(wording::no_policy(path.span)),
            _ => {}
        }
    }
}

/// A problem for each name that an earlier one has already.
fn same<'w>(what: &'static str, names: impl Iterator<Item = &'w Word>) -> Vec<Problem> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut problems = Vec::new();
    for name in names.filter(|name| !name.value.is_empty()) {
        let first = *seen.entry(&name.value).or_insert(name.span);
        if first != name.span {
            problems.push(wording::same_name(what, name.span, first, &name.value));
        }
    }
    problems
}

/// The lines that stand under a policy and under a rule alike.
fn shared(header: Header) -> Option<Clause> {
    match header {
        Header::Force(force) => Some(Clause::Force(force)),
        Header::Comply(day) => Some(Clause::Comply(day)),
        Header::Note(text) => Some(Clause::Note(text)),
        Header::Reading(text) => Some(Clause::Reading(text)),
        _ => None,
    }
}

fn span(tokens: &[Token]) -> Span {
    let first = tokens.first().map(|token| token.span).unwrap_or_default();
    tokens.last().map_or(first, |last| first.to(last.span))
}

fn head(tokens: &[Token]) -> Span {
    tokens.first().map(|token| token.span).unwrap_or_default()
}
