//! `F must be reviewed every 12 months`: the last review is further back.

use super::{Breach, Predicate, Ways, signature};
use crate::check::case::Case;
use crate::check::truth::{Judged, Want};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use jiff::ToSpan;

/// Breached where the last review that is declared is further back.
pub(super) struct Reviewed;

impl Predicate for Reviewed {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("be"), Piece::Word("reviewed"), Piece::Word("every"), Piece::Number, Piece::Word("months")]];
        signature("reviewed", SentenceKind::FormDuty, words, "the last review is further back")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        let Some(reviewed) = &case.setting.context.reviewed else {
            return vec![Breach { field: None, judged: Judged::unknown(Want::Reviewed) }];
        };
        let months = i32::try_from(arguments.numbers.first().copied().unwrap_or_default()).unwrap_or(i32::MAX);
        let due = reviewed.value.checked_add(months.min(12_000).months());
        match due {
            Ok(due) if case.setting.day > due => {
                let words = format!("it was last reviewed on {}", reviewed.value);
                vec![Breach { field: None, judged: Judged::yes().because(words) }]
            }
            _ => Vec::new(),
        }
    }
}
