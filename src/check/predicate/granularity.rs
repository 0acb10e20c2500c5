//! Data no finer than needed: `must keep to last 4 digits`, `to year`, `to age band`.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::Judged;
use crate::form::Answer;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where more than the last digits can be entered.
pub(super) struct LastDigits;

/// Breached where a day or a month can be entered.
pub(super) struct Year;

/// Breached where anything finer than a band of ages can be entered.
pub(super) struct AgeBand;

impl Predicate for LastDigits {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("keep"), Piece::Word("to"), Piece::Word("last"), Piece::Number, Piece::Word("digits")]];
        signature("last-digits", SentenceKind::FieldDuty, words, "it admits finer data")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        let digits = arguments.numbers.first().copied().unwrap_or_default();
        let table = &point.case.setting.vocabulary.concepts;
        let named = format!("_last{digits}");
        let short = point.field.max_length.is_some_and(|length| u64::from(length) <= digits);
        let only = !point.seen.concepts.is_empty() && point.seen.concepts.iter().any(|found| table.name(found.concept).ends_with(&named));
        let said = point.field.label.as_ref().is_some_and(|label| says_last(&label.value, digits));
        finer(!short && !only && !said, "it admits more than the last digits")
    }
}

impl Predicate for Year {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("keep"), Piece::Word("to"), Piece::Word("year")]];
        signature("year", SentenceKind::FieldDuty, words, "it admits finer data")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        let field = point.field;
        let short = field.max_length.is_some_and(|length| length <= 4);
        finer(field.answer != Answer::Year && !short && !choices(point, is_year), "it admits more than a year")
    }
}

impl Predicate for AgeBand {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("keep"), Piece::Word("to"), Piece::Word("age"), Piece::Word("band")]];
        signature("age-band", SentenceKind::FieldDuty, words, "it admits finer data")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        finer(!choices(point, is_band), "it admits more than a band of ages")
    }
}

fn finer(breached: bool, words: &'static str) -> Judged {
    if breached { Judged::yes().because(words) } else { Judged::no() }
}

/// Whether a label asks for so many last digits: `last 4 digits of`, `últimos cuatro dígitos de`.
fn says_last(label: &str, digits: u64) -> bool {
    const NUMBERS: [&[&str]; 7] =
        [&[], &[], &["two", "dos"], &["three", "tres"], &["four", "cuatro"], &["five", "cinco"], &["six", "seis"]];
    let lower = label.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = usize::try_from(digits).ok().and_then(|digits| NUMBERS.get(digits)).copied().unwrap_or_default();
    words.windows(3).any(|three| {
        let [last, number, unit] = three else { return false };
        let count = number.parse() == Ok(digits) || named.contains(number);
        count
            && matches!(*last, "last" | "últimos" | "ultimos")
            && matches!(*unit, "digits" | "numbers" | "dígitos" | "digitos" | "números")
    })
}

/// Whether there are choices, and all that hold a digit pass a test.
fn choices(point: Point<'_, '_>, test: fn(&str) -> bool) -> bool {
    let texts =
        point.field.choices.iter().filter_map(|choice| choice.label.as_ref().or(choice.value.as_ref())).map(|text| text.value.as_ref());
    let mut dated = texts.filter(|text: &&str| text.chars().any(|letter| letter.is_ascii_digit())).peekable();
    dated.peek().is_some() && dated.all(test)
}

fn is_year(text: &str) -> bool {
    text.trim().len() == 4 && text.trim().bytes().all(|byte| byte.is_ascii_digit())
}

/// Two numbers, or one with a word or sign that opens it on a side.
fn is_band(text: &str) -> bool {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let open = text.chars().any(|letter| letter.is_alphabetic() || "+<>–-".contains(letter));
    numbers == 2 || (numbers == 1 && open)
}
