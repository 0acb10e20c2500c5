//! `no printed field C on F`: a card, letter or layout shows it, though nobody is asked.

use super::{Point, Predicate, Ways, signature};
use crate::check::scope;
use crate::check::truth::{Judged, Truth};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// The kind of form that shows and does not ask.
const LAYOUT: &str = "layout";

/// Breached where a layout shows it.
pub(super) struct Printed;

impl Predicate for Printed {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("printed"), Piece::Word("field")]];
        signature("printed", SentenceKind::Ban, words, "a card, letter or layout shows it, though nobody is asked")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        if point.field.printed {
            return Judged::yes().because("the layout shows it");
        }
        // Nobody is asked by a layout, so what one holds is shown. A form of which that is unknown tells itself which it shows,
        // where it marks any.
        let setting = point.case.setting;
        let Some(layout) = setting.vocabulary.kinds.find(LAYOUT) else { return Judged::no() };
        let judged = scope::is_kind(layout, setting).because("the form is a layout, and shows what it holds");
        let told = point.case.viewed.form.fields.iter().any(|field| field.printed);
        if told && judged.truth == Truth::Unknown { Judged::no() } else { judged }
    }
}
