//! A predicate's words, matched against the table of signatures.

use super::Resolver;
use crate::policy::{Arguments, Piece, Resolved, SentenceKind, Signature};
use crate::source::{Problem, Span, nearest};
use crate::syntax::ast::{Atom, Word};
use crate::vocabulary::ConceptId;

/// Arguments as written, before they are looked up.
type Written<'a> = Vec<(Piece, Vec<&'a Atom>)>;

impl Resolver<'_> {
    /// The predicate that these words name among those of the given kinds.
    pub(super) fn predicate(&mut self, atoms: &[Atom], kinds: &[SentenceKind], concepts: &[ConceptId], span: Span) -> Option<Resolved> {
        self.matched(atoms, concepts, span, |signature| match kinds.contains(&signature.kind) {
            true => signature.words,
            false => &[],
        })
    }

    /// The predicate that these words name as a condition after `it`.
    pub(super) fn condition_words(&mut self, atoms: &[Atom], concepts: &[ConceptId], span: Span) -> Option<Resolved> {
        self.matched(atoms, concepts, span, |signature| signature.it)
    }

    fn matched(
        &mut self,
        atoms: &[Atom],
        concepts: &[ConceptId],
        span: Span,
        ways: impl Fn(&Signature) -> &'static [&'static [Piece]],
    ) -> Option<Resolved> {
        let signatures = self.signatures;
        for (predicate, signature) in signatures.iter().enumerate() {
            for way in ways(signature) {
                if let Some(written) = fits(way, atoms) {
                    let arguments = self.arguments(written, concepts)?;
                    return Some(Resolved { predicate, arguments });
                }
            }
        }
        let said: String = atoms.iter().map(shown).collect::<Vec<_>>().join(" ");
        let known: Vec<String> = signatures.iter().flat_map(|signature| ways(signature).iter().map(|way| spelled(way))).collect();
        let problem = Problem::error("unknown-predicate", self.place(span), format!("`{said}` is nothing that can be said here"));
        let first: Vec<&str> = known.iter().map(String::as_str).filter(|way| nearest(&said, [*way]).is_some()).collect();
        let near = first.first().copied().or_else(|| closest(&said, &known));
        self.tell(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        });
        None
    }

    fn arguments(&mut self, written: Written<'_>, concepts: &[ConceptId]) -> Option<Arguments> {
        let mut arguments = Arguments::default();
        let before = self.problems.len();
        for (piece, atoms) in written {
            for atom in atoms {
                self.argument(piece, atom, concepts, &mut arguments);
            }
        }
        (self.problems.len() == before).then_some(arguments)
    }

    fn argument(&mut self, piece: Piece, atom: &Atom, concepts: &[ConceptId], arguments: &mut Arguments) {
        let vocabulary = self.vocabulary;
        match (piece, atom) {
            (Piece::Concepts, Atom::Word(word)) => arguments.concepts.extend(self.concept(word)),
            (Piece::Answers, Atom::Word(word)) => arguments.answers.extend(self.answer(word, concepts)),
            (Piece::Notices, Atom::Word(word)) => arguments.notices.extend(self.find(&vocabulary.notices, word, "notice")),
            (Piece::Consents, Atom::Word(word)) => arguments.consents.extend(self.find(&vocabulary.consents, word, "consent")),
            (Piece::Recipients, Atom::Word(word)) => arguments.recipients.extend(self.find(&vocabulary.recipients, word, "recipient")),
            (Piece::Documents, Atom::Word(word)) => arguments.documents.push(word.value.replace('_', " ")),
            (Piece::Documents | Piece::Texts, Atom::Text(text)) => arguments.texts.push(text.value.clone()),
            (Piece::Number, Atom::Number(number)) => arguments.numbers.push(number.value),
            _ => {}
        }
    }

    /// An answer of one of the concepts, or of any.
    fn answer(&mut self, word: &Word, concepts: &[ConceptId]) -> Option<String> {
        let rows = concepts.iter().filter_map(|concept| self.vocabulary.concepts.row(*concept));
        let own = rows.flat_map(|row| row.answers.iter().map(|(id, _)| id));
        let known: Vec<&String> = own.chain(self.vocabulary.answers.iter().map(|(id, _)| id)).collect();
        if known.iter().any(|id| **id == word.value) {
            return Some(word.value.clone());
        }
        let problem = Problem::error("unknown-answer", self.place(word.span), format!("unknown answer `{}`", word.value));
        let problem = problem.help(format!("known are {}", known.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")));
        self.tell(problem.suggest(&word.value, known.iter().map(|id| id.as_str())));
        None
    }
}

/// The arguments of a way of saying something, where the atoms say it.
fn fits<'a>(way: &[Piece], atoms: &'a [Atom]) -> Option<Written<'a>> {
    let mut written = Vec::new();
    let mut rest = atoms;
    for piece in way {
        match piece {
            Piece::Word(word) => match rest.split_first() {
                Some((Atom::Word(said), after)) if said.value == *word => rest = after,
                _ => return None,
            },
            Piece::Number => match rest.split_first() {
                Some((number @ Atom::Number(_), after)) => {
                    written.push((*piece, vec![number]));
                    rest = after;
                }
                _ => return None,
            },
            _ => {
                let (list, after) = listed(rest)?;
                written.push((*piece, list));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(written)
}

/// Words or texts separated by commas.
fn listed(atoms: &[Atom]) -> Option<(Vec<&Atom>, &[Atom])> {
    let mut list = Vec::new();
    let mut rest = atoms;
    loop {
        let (item, after) = rest.split_first()?;
        if !matches!(item, Atom::Word(_) | Atom::Text(_)) {
            return None;
        }
        list.push(item);
        match after.split_first() {
            Some((Atom::Comma(_), next)) => rest = next,
            _ => return Some((list, after)),
        }
    }
}

fn shown(atom: &Atom) -> String {
    match atom {
        Atom::Word(word) => word.value.clone(),
        Atom::Text(text) => format!("\"{}\"", text.value),
        Atom::Number(number) => number.value.to_string(),
        Atom::Comma(_) => ",".to_owned(),
    }
}

/// The way that shares the most words with what was said.
fn closest<'w>(said: &str, ways: &'w [String]) -> Option<&'w str> {
    let words: Vec<&str> = said.split(' ').collect();
    let shared = |way: &&String| way.split(' ').filter(|word| words.contains(word)).count();
    ways.iter().filter(|way| shared(way) > 0).max_by_key(|way| (shared(way), std::cmp::Reverse(way.len()))).map(String::as_str)
}

/// A way of saying something, as it is shown to an author.
pub(crate) fn spelled(way: &[Piece]) -> String {
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => *word,
        Piece::Concepts => "CONCEPT",
        Piece::Answers => "ANSWER",
        Piece::Notices => "NOTICE",
        Piece::Consents => "CONSENT",
        Piece::Recipients => "RECIPIENT",
        Piece::Documents => "DOCUMENT",
        Piece::Number => "NUMBER",
        Piece::Texts => "\"…\"",
    };
    way.iter().map(word).collect::<Vec<_>>().join(" ")
}
