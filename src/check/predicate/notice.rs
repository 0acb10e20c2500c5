//! Notices: `no notice N`, `must come with notice N`, `F must show notice N`.

use super::{Breach, Point, Predicate, Ways, signature};
use crate::check::case::Case;
use crate::check::truth::Judged;
use crate::form::Field;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use crate::recognize::{Found, SeenNotice};
use crate::vocabulary::NoticeId;

/// A text of at least this many characters may be a notice that was not matched.
const LONG_ENOUGH: usize = 40;
/// A text so many ranks before a question stands near it.
const NEAR: u32 = 3;

/// Breached where the form carries the notice.
pub(super) struct Shown;

/// Breached where the notice, or an element that it lists, is missing or comes after the question.
pub(super) struct ComesWith;

/// Breached where the notice, or an element that it lists, is missing from the form.
pub(super) struct Shows;

impl Predicate for Shown {
    fn signature(&self) -> Signature {
        signature("notice", SentenceKind::Ban, &[&[Piece::Word("notice"), Piece::Notices]], "the form carries it")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        let shown = arguments.notices.iter().filter_map(|notice| found(case, *notice).next().map(|(text, _)| (notice, text)));
        let words = |(notice, text): (&NoticeId, &SeenNotice)| Breach {
            field: text.field,
            judged: Judged::yes().because(format!("the form carries the notice `{}`", name(case, *notice))),
        };
        shown.map(words).collect()
    }
}

impl Predicate for ComesWith {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("come"), Piece::Word("with"), Piece::Word("notice"), Piece::Notices]];
        Signature {
            it: &[&[Piece::Word("comes"), Piece::Word("with"), Piece::Word("notice"), Piece::Notices]],
            ..signature("comes-with", SentenceKind::FieldDuty, words, "it, or an element it lists, is missing or comes after")
        }
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        Judged::any(arguments.notices.iter().map(|notice| {
            let before = |text: &SeenNotice| text.order <= point.field.order || text.field == Some(point.id);
            let near = || text_near(point.case, point.field);
            missing(point.case, *notice, before, near)
        }))
    }
}

impl Predicate for Shows {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("show"), Piece::Word("notice"), Piece::Notices]];
        signature("shows", SentenceKind::FormDuty, words, "it, or an element it lists, is missing")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        let any_text = || case.viewed.form.notices.iter().any(|notice| long(&notice.text.value));
        let each = arguments.notices.iter().map(|notice| missing(case, *notice, |_| true, any_text));
        each.filter(|judged| *judged != Judged::no()).map(|judged| Breach { field: None, judged }).collect()
    }
}

/// Whether a notice is missing from where it counts. Where some text stands near that was not matched, it is possibly missing only.
fn missing(case: &Case<'_>, notice: NoticeId, counts: impl Fn(&SeenNotice) -> bool, near: impl Fn() -> bool) -> Judged {
    let title = name(case, notice);
    let Some((_, best)) = found(case, notice).filter(|(text, _)| counts(text)).max_by_key(|(_, found)| found.elements.len()) else {
        let after = found(case, notice).next().is_some();
        let words = if after { format!("the notice `{title}` comes after it") } else { format!("the notice `{title}` is missing") };
        return Judged::yes().softly(!after && near()).because(words);
    };
    let row = case.setting.vocabulary.notices.row(notice);
    let wanted = row.into_iter().flat_map(|row| row.0.elements.iter());
    let lacking: Vec<&str> = wanted
        .filter(|element| !best.elements.contains(&element.id))
        .map(|element| element.words.first().unwrap_or(&element.id).as_str())
        .collect();
    match lacking.is_empty() {
        true => Judged::no(),
        false => Judged::yes().softly(true).because(format!("the notice `{title}` does not appear to say: {}", lacking.join("; "))),
    }
}

fn found<'c>(case: &Case<'c>, notice: NoticeId) -> impl Iterator<Item = (&'c SeenNotice, &'c Found<NoticeId>)> {
    case.viewed.seen.notices.iter().filter_map(move |text| Some((text, text.notices.iter().find(|found| found.id == notice)?)))
}

fn name<'c>(case: &Case<'c>, notice: NoticeId) -> &'c str {
    case.setting.vocabulary.notices.name(notice)
}

fn long(text: &str) -> bool {
    text.chars().count() >= LONG_ENOUGH
}

/// Whether some text stands near a question: before it in its section, just before it, or as its help.
pub(super) fn text_near(case: &Case<'_>, field: &Field<'_>) -> bool {
    let near = |order: u32, section| order <= field.order && (section == field.section || field.order - order <= NEAR);
    case.viewed.form.notices.iter().any(|notice| near(notice.order, notice.section) && long(&notice.text.value))
        || field.help.iter().any(|help| long(&help.value))
}
