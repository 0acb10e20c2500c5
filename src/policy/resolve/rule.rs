//! Rules: a sentence's target, scope, predicate and the lines below it.

use super::Resolver;
use crate::policy::{Resolved, Rule, Scope, SentenceKind, Target, When};
use crate::source::{Problem, Span, Spanned};
use crate::syntax::ast::{self, Aspect, Atom, Banned, Clause, Modal, Sentence, Thing, Word};
use crate::syntax::sentence;
use crate::vocabulary::{ConceptId, Strength, SubjectId};

/// A sentence, resolved.
struct Said {
    kind: SentenceKind,
    advice: bool,
    target: Option<Target>,
    resolved: Resolved,
    about: Vec<SubjectId>,
    scope: Scope,
}

impl Resolver<'_> {
    pub(super) fn rule(&mut self, tree: &ast::Rule, policy: &ast::Policy) -> Option<Rule> {
        let before = self.problems.len();
        let written = tree.sentence.as_ref()?;
        let said = self.sentence(&written.value, written.span);
        let concepts: Vec<ConceptId> =
            said.as_ref().and_then(|said| said.target.as_ref()).map(|target| target.concepts.clone()).unwrap_or_default();
        let has_field = said.as_ref().is_none_or(|said| said.target.is_some());
        let when = tree.when.as_ref().and_then(|when| self.condition(when, has_field.then_some(concepts.as_slice())));
        let mut rule = Rule {
            id: tree.id.value.clone(),
            name: format!("{}/{}", policy.id.value, tree.id.value),
            sentence: sentence(tree),
            predicate: 0,
            kind: SentenceKind::Ban,
            advice: false,
            target: None,
            arguments: Default::default(),
            about: Vec::new(),
            scope: Scope::default(),
            when,
            unless: Vec::new(),
            periods: Vec::new(),
            comply_by: None,
            notwithstanding: Vec::new(),
            preempts: false,
            conflicts: Vec::new(),
            instead: None,
            why: None,
            fix: None,
            readings: Vec::new(),
            notes: Vec::new(),
            docs: tree.docs.iter().map(|doc| doc.value.clone()).collect(),
            samples: Vec::new(),
            place: self.place(written.span),
        };
        for clause in &tree.clauses {
            self.clause(clause, &mut rule, has_field.then_some(concepts.as_slice()));
        }
        let said = said?;
        // A rule with a part that could not be resolved would say something else than its author meant.
        if self.problems.iter().skip(before).any(|problem| problem.gravity == crate::source::Gravity::Error) {
            return None;
        }
        Some(Rule {
            predicate: said.resolved.predicate,
            kind: said.kind,
            advice: said.advice,
            target: said.target,
            arguments: said.resolved.arguments,
            about: said.about,
            scope: said.scope,
            ..rule
        })
    }

    fn clause(&mut self, clause: &Spanned<Clause>, rule: &mut Rule, concepts: Option<&[ConceptId]>) {
        match &clause.value {
            Clause::Unless(condition) => rule.unless.extend(self.condition(condition, concepts)),
            Clause::Force(force) => rule.periods.extend(self.period(force, clause.span)),
            Clause::Comply(date) => rule.comply_by = self.moment(date),
            Clause::Note(text) => rule.notes.push(text.value.clone()),
            Clause::Reading(text) => rule.readings.push(text.value.clone()),
            Clause::Notwithstanding(paths) => {
                rule.notwithstanding.extend(paths.iter().map(|path| (path.value.clone(), self.place(path.span))))
            }
            Clause::Preempts => rule.preempts = true,
            Clause::Conflicts { with, why } => rule.conflicts.push((with.value.clone(), why.value.clone(), self.place(with.span))),
            Clause::Instead(text) => rule.instead = Some(text.value.clone()),
            Clause::Why(text) => rule.why = Some(text.value.clone()),
            Clause::Fix(text) => rule.fix = Some(text.value.clone()),
            Clause::Sample(sample) => rule.samples.extend(self.sample(sample, clause.span)),
        }
    }

    fn sentence(&mut self, tree: &Sentence, span: Span) -> Option<Said> {
        match tree {
            Sentence::Ban { banned, about, scope } => self.ban(banned, about, scope, span),
            Sentence::OnField { thing, about, scope, modal, predicate } => {
                let target = self.target(thing);
                let (about, scope) = (self.subjects(about), self.scope(scope));
                let kinds: &[SentenceKind] = match (modal.value, thing.aspect) {
                    (Modal::May, _) => &[SentenceKind::FieldPermission],
                    (Modal::Is, _) => &[SentenceKind::Reading],
                    (_, Aspect::Document) => &[SentenceKind::DocumentDuty, SentenceKind::FieldDuty],
                    _ => &[SentenceKind::FieldDuty],
                };
                let resolved = self.said(modal, predicate, kinds, &target.concepts, span)?;
                Some(self.whole(modal.value, Some(target), resolved, about, scope?))
            }
            Sentence::OnForm { scope, modal, predicate } => {
                let scope = self.scope(scope);
                let kinds: &[SentenceKind] = match modal.value {
                    Modal::May => &[SentenceKind::ClosedList, SentenceKind::FormPermission],
                    _ => &[SentenceKind::FormDuty],
                };
                let resolved = self.said(modal, predicate, kinds, &[], span)?;
                Some(self.whole(modal.value, None, resolved, Vec::new(), scope?))
            }
        }
    }

    fn whole(&self, modal: Modal, target: Option<Target>, resolved: Resolved, about: Vec<SubjectId>, scope: Scope) -> Said {
        let kind = self.signatures.get(resolved.predicate).map_or(SentenceKind::Ban, |signature| signature.kind);
        // `F may ask field C` speaks of questions, though it is said of the form.
        let target = target.or_else(|| {
            (kind == SentenceKind::FormPermission).then(|| Target {
                aspect: Aspect::Field,
                concepts: resolved.arguments.concepts.clone(),
                except: Vec::new(),
                proxies: None,
            })
        });
        Said { kind, advice: matches!(modal, Modal::Should | Modal::ShouldNot), target, resolved, about, scope }
    }

    /// The predicate of a modal: `not` belongs to its words.
    fn said(
        &mut self,
        modal: &Spanned<Modal>,
        atoms: &[Atom],
        kinds: &[SentenceKind],
        concepts: &[ConceptId],
        span: Span,
    ) -> Option<Resolved> {
        let not = matches!(modal.value, Modal::MustNot | Modal::ShouldNot);
        let mut words: Vec<Atom> = not.then(|| Atom::Word(Word::new("not".to_owned(), modal.span))).into_iter().collect();
        words.extend(atoms.iter().cloned());
        let span = atoms.iter().map(atom_span).reduce(Span::to).unwrap_or(span);
        self.predicate(&words, kinds, concepts, span)
    }

    fn ban(&mut self, banned: &Banned, about: &[Word], scope: &ast::Scope, span: Span) -> Option<Said> {
        let (words, target) = match banned {
            Banned::Thing { required, printed, thing } => {
                let kind = required.map(|_| "required").or(printed.map(|_| "printed"));
                let words = kind.into_iter().chain(["field"]).map(|word| named(word, thing.span)).collect();
                (words, Some(self.target(thing)))
            }
            Banned::Option { answers, thing } => (list("option", answers, span), Some(self.target(thing))),
            Banned::Notice(names) => (list("notice", names, span), None),
            Banned::Wording(texts) => {
                let mut words = vec![named("wording", span)];
                for text in texts {
                    words.extend((words.len() > 1).then_some(Atom::Comma(text.span)));
                    words.push(Atom::Text(text.clone()));
                }
                (words, None)
            }
        };
        let (about, scope) = (self.subjects(about), self.scope(scope));
        let concepts = target.as_ref().map(|target| target.concepts.clone()).unwrap_or_default();
        let resolved = self.predicate(&words, &[SentenceKind::Ban], &concepts, span)?;
        Some(Said { kind: SentenceKind::Ban, advice: false, target, resolved, about, scope: scope? })
    }

    fn target(&mut self, thing: &Thing) -> Target {
        let target = Target {
            aspect: thing.aspect,
            concepts: self.concepts(&thing.concepts),
            except: self.concepts(&thing.except),
            proxies: thing.proxies.map(|proxies| match proxies {
                ast::Proxies::Strong => Strength::Strong,
                ast::Proxies::All => Strength::Medium,
            }),
        };
        let table = &self.vocabulary.concepts;
        let excepted = |concept: &ConceptId| target.except.iter().any(|except| table.is(*concept, *except));
        if !target.concepts.is_empty() && target.concepts.iter().all(excepted) {
            let problem = Problem::error(
                "rule-never-met",
                self.place(thing.span),
                "no form could ever meet this rule: all that it names is excepted",
            );
            self.tell(problem);
        }
        target
    }

    fn subjects(&mut self, words: &[Word]) -> Vec<SubjectId> {
        words.iter().filter_map(|word| self.subject(word)).collect()
    }

    fn scope(&mut self, tree: &ast::Scope) -> Option<Scope> {
        let vocabulary = self.vocabulary;
        let arms: Option<Vec<_>> = tree.arms.iter().map(|arm| self.arm(arm)).collect();
        let stage = tree.stage.as_ref().map(|(order, words)| {
            let when = match order.value {
                ast::Order::Before => When::Before,
                ast::Order::At => When::At,
                ast::Order::After => When::After,
            };
            (when, words.iter().filter_map(|word| self.stage(word)).collect())
        });
        let purposes = tree.purposes.iter().filter_map(|word| self.find(&vocabulary.purposes, word, "purpose")).collect();
        Some(Scope { arms: arms?, stage, purposes })
    }
}

fn named(word: &str, span: Span) -> Atom {
    Atom::Word(Word::new(word.to_owned(), span))
}

fn list(head: &str, names: &[Word], span: Span) -> Vec<Atom> {
    let mut words = vec![named(head, span)];
    for name in names {
        words.extend((words.len() > 1).then_some(Atom::Comma(name.span)));
        words.push(Atom::Word(name.clone()));
    }
    words
}

fn atom_span(atom: &Atom) -> Span {
    match atom {
        Atom::Word(word) | Atom::Text(word) => word.span,
        Atom::Number(number) => number.span,
        Atom::Comma(span) => *span,
    }
}
