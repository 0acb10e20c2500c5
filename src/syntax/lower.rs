//! One line as the grammar sees it, made into the tree. The only file that knows the parser behind it.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::ast::*;
use super::scan::Token;
use super::wording;
use crate::source::{Problem, Span, Spanned};

/// The parser that the grammar gives; its docs are the grammar's own.
mod generated {
    #![allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic, clippy::restriction)]
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/policy.pest"]
    pub(super) struct Grammar;
}

mod expected;
mod sample;

use expected::described;
use generated::{Grammar, Rule as Shape};

/// What one line says.
#[derive(Debug)]
pub(super) enum Node {
    /// `language 1`
    Language(Spanned<u32>),
    /// `jurisdiction us/ct`
    Jurisdiction(Word),
    /// `policy id "title"`
    Policy {
        /// Its id.
        id: Word,
        /// Its title.
        title: Word,
    },
    /// `rule id`, with its sentence.
    Rule(Box<Rule>),
    /// A line of a policy, or one that may stand under either.
    Header(Header),
    /// A line of a rule.
    Clause(Clause),
}

/// Where a line could not be read on, and what could have stood there.
#[derive(Debug)]
pub(super) struct Failure {
    /// The byte in the file.
    pub at: usize,
    /// What was expected.
    pub expected: Vec<Expected>,
}

/// Something that could have stood at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// This word.
    Keyword(String),
    /// Something described.
    Phrase(&'static str),
}

/// Reads one line: its text, its tokens, and the problems of values that have the right shape and do not exist.
pub(super) fn line(text: &str, tokens: &[Token], problems: &mut Vec<Problem>) -> Result<Node, Failure> {
    let base = tokens.first().map_or(0, |token| token.span.start as usize);
    let end = tokens.last().map_or(base, |token| token.span.end as usize);
    let slice = text.get(base..end).unwrap_or_default();
    let mut lower = Lower { base, tokens, problems };
    let mut pairs = Grammar::parse(Shape::line, slice).map_err(|error| {
        let shape = narrowed(text, tokens).and_then(|shape| Grammar::parse(shape, slice).err());
        failure(&shape.unwrap_or(error), base)
    })?;
    let inner = pairs.next().and_then(|line| line.into_inner().next());
    inner.and_then(|pair| lower.node(pair)).ok_or(Failure { at: base, expected: Vec::new() })
}

/// The shape that the author of a rule meant by its first word, unless `forms` show that it speaks of forms.
fn narrowed(text: &str, tokens: &[Token]) -> Option<Shape> {
    let mut words = tokens.iter().filter(|token| !token.is_comment()).map(|token| text.get(token.span.range()).unwrap_or_default());
    let shape = match (words.next()?, words.nth(1)?) {
        ("rule", "no") => Shape::banning,
        ("rule", "field" | "document" | "any") => Shape::demanding,
        _ => return None,
    };
    let turn = words.find(|word| matches!(*word, "on" | "forms" | "must"));
    (turn != Some("forms")).then_some(shape)
}

fn failure(error: &pest::error::Error<Shape>, base: usize) -> Failure {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => base + at,
    };
    let mut expected: Vec<Expected> = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.iter().flat_map(|shape| described(*shape)).collect(),
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    expected.sort();
    expected.dedup();
    Failure { at, expected }
}

/// Makes pairs into the tree; one method for each shape.
struct Lower<'t> {
    base: usize,
    tokens: &'t [Token],
    problems: &'t mut Vec<Problem>,
}

fn find(pair: &Pair<Shape>, shape: Shape) -> bool {
    pair.clone().into_inner().any(|inner| inner.as_rule() == shape)
}

impl Lower<'_> {
    /// From the first to the last token: a shape may have taken in the blanks after it.
    fn span(&self, pair: &Pair<Shape>) -> Span {
        let span = pair.as_span();
        let (start, end) = (self.base + span.start(), self.base + span.end());
        let after = self.tokens.partition_point(|token| (token.span.start as usize) < end);
        let last = self.tokens.get(..after).and_then(|tokens| tokens.iter().rev().find(|token| !token.is_comment()));
        let end = last.map_or(end, |token| end.min(token.span.end as usize));
        Span::new(start, end.max(start))
    }

    fn spanned<T>(&self, pair: &Pair<Shape>, value: T) -> Spanned<T> {
        Spanned::new(value, self.span(pair))
    }

    /// The names, texts and paths of a shape, in order.
    fn words(&self, pair: Pair<Shape>) -> Vec<Word> {
        pair.into_inner().filter_map(|inner| self.word(inner)).collect()
    }

    /// The only name, text or path of a shape.
    fn only(&self, pair: Pair<Shape>) -> Word {
        self.words(pair).into_iter().next().unwrap_or_default()
    }

    fn word(&self, pair: Pair<Shape>) -> Option<Word> {
        let text = pair.as_str();
        let value = match pair.as_rule() {
            Shape::string => unescaped(text),
            Shape::url => text.trim_matches(['<', '>']).to_owned(),
            Shape::name | Shape::path | Shape::id | Shape::concept | Shape::first => text.to_owned(),
            Shape::inner | Shape::word | Shape::claim | Shape::fact => text.to_owned(),
            _ => return None,
        };
        Some(Spanned::new(value, self.span(&pair)))
    }

    fn node(&mut self, pair: Pair<Shape>) -> Option<Node> {
        Some(match pair.as_rule() {
            Shape::language => Node::Language(self.language(pair)),
            Shape::jurisdiction => Node::Jurisdiction(self.only(pair)),
            Shape::policy => self.policy(pair),
            Shape::rule => Node::Rule(Box::new(self.rule(pair))),
            Shape::unless | Shape::notwithstanding | Shape::preempts | Shape::conflicts => Node::Clause(self.clause(pair)?),
            Shape::instead | Shape::why | Shape::fix | Shape::sample => Node::Clause(self.clause(pair)?),
            _ => Node::Header(self.header(pair)?),
        })
    }

    fn language(&mut self, pair: Pair<Shape>) -> Spanned<u32> {
        let number = pair.into_inner().find(|inner| inner.as_rule() == Shape::number).map(|inner| self.number(inner));
        number.map(|number| number.map(|value| u32::try_from(value).unwrap_or(u32::MAX))).unwrap_or_default()
    }

    fn policy(&mut self, pair: Pair<Shape>) -> Node {
        let mut words = self.words(pair).into_iter();
        Node::Policy { id: words.next().unwrap_or_default(), title: words.next().unwrap_or_default() }
    }

    fn header(&mut self, pair: Pair<Shape>) -> Option<Header> {
        Some(match pair.as_rule() {
            Shape::authority => Header::Authority(self.only(pair)),
            Shape::citation => Header::Citation(self.only(pair)),
            Shape::source => self.source(pair)?,
            Shape::basis => Header::Basis(self.only(pair)),
            Shape::passed => Header::Passed(self.day(&pair)?),
            Shape::force => Header::Force(self.force(pair)),
            Shape::comply => Header::Comply(self.day(&pair)?),
            Shape::review => Header::Review { by: self.day(&pair)?, what: self.words(pair).into_iter().next() },
            Shape::binds => self.binds(pair),
            Shape::supersedes => Header::Supersedes(self.only(pair)),
            Shape::contested => Header::Contested(self.only(pair)),
            Shape::reading => Header::Reading(self.only(pair)),
            Shape::note => Header::Note(self.only(pair)),
            _ => return None,
        })
    }

    fn source(&mut self, pair: Pair<Shape>) -> Option<Header> {
        let read = self.day(&pair)?;
        let mut words = self.words(pair).into_iter();
        Some(Header::Source { url: words.next()?, read, heading: words.next() })
    }

    fn binds(&mut self, pair: Pair<Shape>) -> Header {
        let (mut bodies, mut when) = (Vec::new(), None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::body => bodies.push(self.words(inner)),
                Shape::when => when = self.held(inner),
                _ => {}
            }
        }
        Header::Binds { bodies, when }
    }

    fn force(&mut self, pair: Pair<Shape>) -> Force {
        let mut force = Force { days: Days::Unknown, assumed: None, is_assumed: false };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::by => force.days = self.day(&inner).map_or(Days::Unknown, Days::By),
                Shape::from => {
                    let mut dates = self.dates(inner).into_iter();
                    force.days = dates.next().map_or(Days::Unknown, |from| Days::From(from, dates.next()));
                }
                Shape::assumed => (force.is_assumed, force.assumed) = (true, self.words(inner).into_iter().next()),
                _ => {}
            }
        }
        force
    }

    fn day(&mut self, pair: &Pair<Shape>) -> Option<Spanned<WrittenDate>> {
        self.dates(pair.clone()).into_iter().next()
    }

    fn dates(&mut self, pair: Pair<Shape>) -> Vec<Spanned<WrittenDate>> {
        pair.into_inner().filter(|inner| inner.as_rule() == Shape::date).map(|inner| self.date(inner)).collect()
    }

    fn date(&mut self, pair: Pair<Shape>) -> Spanned<WrittenDate> {
        let span = self.span(&pair);
        let mut parts = pair.as_str().split('-');
        let year = parts.next().and_then(|part| part.parse().ok()).unwrap_or_default();
        let mut part = || parts.next().and_then(|part| part.parse().ok());
        let date = WrittenDate { year, month: part(), day: part() };
        let first = jiff::civil::Date::new(date.year, date.month.unwrap_or(1), 1).ok();
        let exists = first.is_some_and(|first| date.day.is_none_or(|day| (1..=first.days_in_month()).contains(&day)));
        if !exists {
            self.problems.push(wording::no_such_date(span, pair.as_str(), first.map(|first| first.days_in_month())));
        }
        Spanned::new(date, span)
    }

    fn number(&mut self, pair: Pair<Shape>) -> Spanned<u64> {
        let span = self.span(&pair);
        let value = pair.as_str().parse().unwrap_or_else(|_| {
            self.problems.push(wording::number_too_large(span, pair.as_str()));
            u64::MAX
        });
        Spanned::new(value, span)
    }

    fn rule(&mut self, pair: Pair<Shape>) -> Rule {
        let mut rule = Rule { span: self.span(&pair), ..Rule::default() };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::id => rule.id = self.word(inner).unwrap_or_default(),
                Shape::sentence => rule.sentence = self.sentence(inner),
                Shape::when => rule.when = self.held(inner),
                Shape::unless => {
                    let span = self.span(&inner);
                    rule.clauses.extend(self.held(inner).map(|held| Spanned::new(Clause::Unless(held), span)));
                }
                _ => {}
            }
        }
        rule
    }

    fn sentence(&mut self, pair: Pair<Shape>) -> Option<Spanned<Sentence>> {
        let span = self.span(&pair);
        let kind = pair.into_inner().next()?;
        let shape = kind.as_rule();
        let (mut banned, mut thing, mut about, mut scope, mut modal, mut predicate) = (None, None, Vec::new(), None, None, Vec::new());
        for inner in kind.into_inner() {
            match inner.as_rule() {
                Shape::thing => thing = Some(self.thing(inner)),
                Shape::about => about = self.words(inner),
                Shape::scope => scope = Some(self.scope(inner)),
                Shape::modal => modal = Some(self.modal(inner)),
                Shape::predicate => predicate = self.atoms(inner),
                _ => banned = self.banned(inner).or(banned),
            }
        }
        let sentence = match shape {
            Shape::ban => Sentence::Ban { banned: banned?, about, scope: scope? },
            Shape::on_field => Sentence::OnField { thing: thing?, about, scope: scope?, modal: modal?, predicate },
            _ => Sentence::OnForm { scope: scope?, modal: modal?, predicate },
        };
        Some(Spanned::new(sentence, span))
    }

    fn banned(&mut self, pair: Pair<Shape>) -> Option<Banned> {
        let inner_thing = |lower: &mut Self, pair: &Pair<Shape>| {
            let thing = pair.clone().into_inner().find(|inner| inner.as_rule() == Shape::thing);
            thing.map(|thing| lower.thing(thing))
        };
        match pair.as_rule() {
            Shape::no_wording => Some(Banned::Wording(self.words(pair))),
            Shape::no_notice => Some(Banned::Notice(self.words(pair))),
            Shape::no_option => Some(Banned::Option { thing: inner_thing(self, &pair)?, answers: self.words(pair) }),
            Shape::no_thing => {
                let thing = inner_thing(self, &pair)?;
                let spot = |shape| pair.clone().into_inner().find(|inner| inner.as_rule() == shape).map(|inner| self.span(&inner));
                Some(Banned::Thing { required: spot(Shape::kw_required), printed: spot(Shape::kw_printed), thing })
            }
            _ => None,
        }
    }

    fn thing(&mut self, pair: Pair<Shape>) -> Thing {
        let span = self.span(&pair);
        let mut thing = Thing { aspect: Aspect::Field, concepts: Vec::new(), except: Vec::new(), proxies: None, span };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::aspect if find(&inner, Shape::kw_or) => thing.aspect = Aspect::Both,
                Shape::aspect if find(&inner, Shape::kw_document) => thing.aspect = Aspect::Document,
                Shape::except => thing.except = self.words(inner),
                Shape::proxies if find(&inner, Shape::kw_strong) => thing.proxies = Some(Proxies::Strong),
                Shape::proxies => thing.proxies = Some(Proxies::All),
                Shape::concept => thing.concepts.extend(self.word(inner)),
                _ => {}
            }
        }
        thing
    }

    fn scope(&mut self, pair: Pair<Shape>) -> Scope {
        let mut scope = Scope { span: self.span(&pair), ..Scope::default() };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::arm => scope.arms.push(self.words(inner)),
                Shape::stage => scope.stage = self.stage(inner),
                Shape::purpose => scope.purposes = self.words(inner),
                _ => {}
            }
        }
        scope
    }

    fn stage(&mut self, pair: Pair<Shape>) -> Option<(Spanned<Order>, Vec<Word>)> {
        let first = pair.clone().into_inner().next()?;
        let order = match first.as_rule() {
            Shape::kw_before => Order::Before,
            Shape::kw_after => Order::After,
            _ => Order::At,
        };
        Some((self.spanned(&first, order), self.words(pair)))
    }

    fn modal(&mut self, pair: Pair<Shape>) -> Spanned<Modal> {
        let not = find(&pair, Shape::kw_not);
        let first = pair.clone().into_inner().next().map(|first| first.as_rule());
        let modal = match first {
            Some(Shape::kw_must) if not => Modal::MustNot,
            Some(Shape::kw_should) if not => Modal::ShouldNot,
            Some(Shape::kw_should) => Modal::Should,
            Some(Shape::kw_may) => Modal::May,
            Some(Shape::kw_is) => Modal::Is,
            _ => Modal::Must,
        };
        self.spanned(&pair, modal)
    }

    fn atoms(&mut self, pair: Pair<Shape>) -> Vec<Atom> {
        pair.into_inner().filter_map(|inner| self.atom(inner)).collect()
    }

    fn atom(&mut self, pair: Pair<Shape>) -> Option<Atom> {
        match pair.as_rule() {
            Shape::string => self.word(pair).map(Atom::Text),
            Shape::number => Some(Atom::Number(self.number(pair))),
            Shape::comma => Some(Atom::Comma(self.span(&pair))),
            _ => self.word(pair).map(Atom::Word),
        }
    }

    /// The condition of `when X`, `unless X` or `given X`.
    fn held(&mut self, pair: Pair<Shape>) -> Option<Spanned<Condition>> {
        let condition = pair.into_inner().find(|inner| inner.as_rule() == Shape::condition)?;
        self.condition(condition)
    }

    fn condition(&mut self, pair: Pair<Shape>) -> Option<Spanned<Condition>> {
        let span = self.span(&pair);
        let any = find(&pair, Shape::kw_or);
        let terms = pair.into_inner().filter(|inner| inner.as_rule() == Shape::term);
        let mut terms: Vec<_> = terms.filter_map(|inner| self.term(inner)).collect();
        match terms.len() {
            0 | 1 => terms.pop(),
            _ if any => Some(Spanned::new(Condition::Any(terms), span)),
            _ => Some(Spanned::new(Condition::All(terms), span)),
        }
    }

    fn term(&mut self, pair: Pair<Shape>) -> Option<Spanned<Condition>> {
        let span = self.span(&pair);
        let not = find(&pair, Shape::kw_not);
        let inner = pair.into_inner().find(|inner| !matches!(inner.as_rule(), Shape::kw_not | Shape::open | Shape::close))?;
        let inside = self.span(&inner);
        let condition = match inner.as_rule() {
            Shape::condition => self.condition(inner)?,
            Shape::it => Spanned::new(Condition::It(self.atoms(inner)), inside),
            Shape::exemption => Spanned::new(Condition::Exemption(self.only(inner)), inside),
            Shape::standard => Spanned::new(Condition::Standard(self.only(inner)), inside),
            _ => Spanned::new(self.comparison(inner)?, inside),
        };
        Some(if not { Spanned::new(Condition::Not(Box::new(condition)), span) } else { condition })
    }

    fn comparison(&mut self, pair: Pair<Shape>) -> Option<Condition> {
        let (mut fact, mut how, mut with) = (None, None, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::fact => fact = self.word(inner),
                Shape::value => with = self.value(inner),
                _ => how = Some(self.spanned(&inner, ordering(&inner))),
            }
        }
        Some(Condition::Compare { fact: fact?, with: how.zip(with) })
    }

    fn value(&mut self, pair: Pair<Shape>) -> Option<Value> {
        let inner = pair.into_inner().next()?;
        match inner.as_rule() {
            Shape::long_date => Some(Value::Date(self.date(inner))),
            Shape::number => Some(Value::Number(self.number(inner))),
            Shape::string => self.word(inner).map(Value::Text),
            _ => self.word(inner).map(Value::Word),
        }
    }

    fn clause(&mut self, pair: Pair<Shape>) -> Option<Clause> {
        Some(match pair.as_rule() {
            Shape::unless => Clause::Unless(self.held(pair)?),
            Shape::notwithstanding => Clause::Notwithstanding(self.words(pair)),
            Shape::preempts => Clause::Preempts,
            Shape::conflicts => {
                let mut words = self.words(pair).into_iter();
                Clause::Conflicts { with: words.next()?, why: words.next()? }
            }
            Shape::instead => Clause::Instead(self.only(pair)),
            Shape::why => Clause::Why(self.only(pair)),
            Shape::fix => Clause::Fix(self.only(pair)),
            _ => Clause::Sample(self.sample(pair)?),
        })
    }
}

fn ordering(pair: &Pair<Shape>) -> Comparison {
    match (pair.as_rule(), pair.as_str()) {
        (Shape::is, _) if find(pair, Shape::kw_not) => Comparison::IsNot,
        (Shape::is, _) => Comparison::Is,
        (Shape::includes, _) => Comparison::Includes,
        (_, ">=") => Comparison::AtLeast,
        (_, "<=") => Comparison::AtMost,
        (_, "<") => Comparison::Less,
        _ => Comparison::More,
    }
}

/// A text without its quotes, and with `\"` and `\\` read.
fn unescaped(text: &str) -> String {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let mut plain = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(found) = chars.next() {
        plain.extend(if found == '\\' { chars.next() } else { Some(found) });
    }
    plain
}
