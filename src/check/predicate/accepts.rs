//! `document C must accept D, D`: one is refused.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::{Judged, Want};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where one of the proofs is not among those accepted.
pub(super) struct Accepts;

impl Predicate for Accepts {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("accept"), Piece::Documents]];
        signature("accepts", SentenceKind::DocumentDuty, words, "one of the proofs is refused")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        let offered: Vec<String> = point.field.accepts.iter().map(|text| plain(&text.value)).collect();
        if offered.is_empty() {
            return Judged::unknown(Want::Answers(point.id));
        }
        let wanted = arguments.documents.iter().chain(&arguments.texts);
        let refused: Vec<&str> =
            wanted.filter(|proof| !offered.iter().any(|offered| offered.contains(&plain(proof)))).map(String::as_str).collect();
        match refused.is_empty() {
            true => Judged::no(),
            false => Judged::yes().because(format!("not accepted: {}", refused.join(", "))),
        }
    }
}

fn plain(text: &str) -> String {
    text.replace('_', " ").to_lowercase()
}
