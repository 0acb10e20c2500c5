//! Permissions, which are never breached, and readings, which narrow a question.

use super::{Predicate, Ways, signature};
use crate::policy::{Piece, SentenceKind, Signature};

/// Never breached: the form may ask it.
pub(super) struct MayAsk;

/// Never breached: the answer may go there.
pub(super) struct MayGoTo;

/// Never breached: the answer may be kept.
pub(super) struct MayBeKept;

/// Never breached: the law narrows the question, and rules on the concepts that it leaves out pass it by.
pub(super) struct ReadWithout;

impl Predicate for MayAsk {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("ask"), Piece::Word("field"), Piece::Concepts]];
        signature("may-ask", SentenceKind::FormPermission, words, "never: a permission")
    }
}

impl Predicate for MayGoTo {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("go"), Piece::Word("to"), Piece::Recipients]];
        signature("may-go-to", SentenceKind::FieldPermission, words, "never: a permission")
    }
}

impl Predicate for MayBeKept {
    fn signature(&self) -> Signature {
        signature("may-be-kept", SentenceKind::FieldPermission, &[&[Piece::Word("be"), Piece::Word("kept")]], "never: a permission")
    }
}

impl Predicate for ReadWithout {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("read"), Piece::Word("without"), Piece::Concepts]];
        signature("read-without", SentenceKind::Reading, words, "never: rules on what is left out pass the question by")
    }
}
