//! The words that all reports share, and texts of strangers made harmless.

use std::borrow::Cow;

use super::Heard;
use crate::finding::{Finding, Outcome, Severity};
use crate::form::Part;
use crate::policy::{Authority, Basis, Policy, Rule, SentenceKind};
use crate::recognize::{Confidence, Evidence};

/// The name of an outcome.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breach => "breach",
        Outcome::Undecided => "undecided",
        Outcome::Possible => "possible",
        Outcome::Allowed => "allowed",
        Outcome::Kept => "kept",
    }
}

/// The outcomes, the gravest first, with the word for one and for many.
pub(super) const OUTCOMES: &[(Outcome, &str, &str)] = &[
    (Outcome::Breach, "breach", "breaches"),
    (Outcome::Undecided, "undecided", "undecided"),
    (Outcome::Possible, "possible", "possible"),
    (Outcome::Allowed, "allowed", "allowed"),
    (Outcome::Kept, "kept", "kept"),
];

/// The name of a severity.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Law => "law",
        Severity::Guidance => "guidance",
        Severity::Advice => "advice",
    }
}

/// The level of a finding, as code scanning knows levels.
pub(super) fn level(finding: &Finding<'_>) -> &'static str {
    match (finding.outcome, finding.severity) {
        (Outcome::Breach, Severity::Law) => "error",
        (Outcome::Breach | Outcome::Undecided | Outcome::Possible, _) => "warning",
        (Outcome::Allowed | Outcome::Kept, _) => "note",
    }
}

/// The name of a confidence.
pub(crate) fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "certain",
        Confidence::Likely => "likely",
        Confidence::Weak => "weak",
    }
}

/// The name of a kind of law.
pub(crate) fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::Constitution => "constitution",
        Authority::Statute => "statute",
        Authority::Regulation => "regulation",
        Authority::Court => "court",
        Authority::Ordinance => "ordinance",
        Authority::Order => "order",
        Authority::Guidance => "guidance",
    }
}

/// The name of how much of a law was read.
pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "text",
        Basis::Part => "part",
        Basis::Secondary => "secondary",
    }
}

/// How much of a law was read, said to people.
pub(super) fn read_how(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "its text was read",
        Basis::Part => "a part of its text was read",
        Basis::Secondary => "known from reports about it, its text was not read",
    }
}

/// The name of a part of a question.
pub(crate) fn part(part: Part) -> &'static str {
    match part {
        Part::Name => "name",
        Part::Label => "label",
        Part::Help => "help",
        Part::Choice => "option",
        Part::Code => "code",
        Part::Section => "section",
        Part::Questions => "questions",
        Part::Notice => "notice",
    }
}

/// The days of a rule in words: its own, or its policy's.
pub(super) fn dates(policy: &Policy, rule: Option<&Rule>) -> Vec<String> {
    let own = rule.map(|rule| rule.periods.as_slice()).filter(|periods| !periods.is_empty());
    let periods = own.unwrap_or(&policy.periods);
    let passed = policy.passed.map(|passed| format!("passed {passed}"));
    let each = periods.iter().map(|period| match period.assumed.as_deref() {
        Some("") => format!("{period} (assumed)"),
        Some(why) => format!("{period} (assumed: {why})"),
        None => period.to_string(),
    });
    passed.into_iter().chain(each).collect()
}

/// What a finding says, in one sentence without a full stop; never that something is illegal.
pub(super) fn headline(heard: &Heard<'_>, finding: &Finding<'_>) -> String {
    let form = form_name(heard);
    let rule = finding.rule();
    let sentence = rule.map(|rule| rule.sentence.as_str()).unwrap_or_default();
    let asks = asks(heard, finding);
    match (finding.concept, rule.map(|rule| rule.kind), finding.outcome) {
        (Some(_), Some(SentenceKind::Ban), _) if asking(heard, finding) => format!("{form} {asks}"),
        (Some(_), Some(SentenceKind::Ban), Outcome::Allowed | Outcome::Kept) => format!("{form} {asks}, where `{sentence}` holds"),
        (Some(_), Some(SentenceKind::Ban), _) => format!("{form} {asks}, against `{sentence}`"),
        (Some(_), _, outcome) => format!("{form} {asks} and {} keep `{sentence}`", fails(outcome)),
        (None, _, outcome) => match question(heard, finding) {
            Some(question) => format!("{form} asks {question} and {} keep `{sentence}`", fails(outcome)),
            None => format!("{form} {} keep `{sentence}`", fails(outcome)),
        },
    }
}

fn fails(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breach => "does not",
        Outcome::Possible => "possibly does not",
        Outcome::Undecided => "perhaps does not",
        Outcome::Allowed => "need not",
        Outcome::Kept => "does",
    }
}

/// What the form asks for, as surely as we know.
pub(super) fn asks(heard: &Heard<'_>, finding: &Finding<'_>) -> String {
    let printed = finding.field.and_then(|id| heard.form.field(id)).is_some_and(|field| field.printed);
    let verb = match (finding.confidence, printed) {
        (Some(Confidence::Certain), false) => "asks for",
        (Some(Confidence::Likely), false) => "appears to ask for",
        (_, false) => "may ask for",
        (Some(Confidence::Certain), true) => "shows",
        (Some(Confidence::Likely), true) => "appears to show",
        (_, true) => "may show",
    };
    let concept = finding.concept.map(|id| heard.setting().vocabulary.concepts.title(id)).unwrap_or("something");
    // How the concept meets the rule stands among the reasons: that it is the forbidden thing, or gives it away.
    let how = finding.reasons.iter().filter(|reason| reason.starts_with("the question "));
    let how = how.filter_map(|reason| reason.split_once(", which ")).next().map(|(_, how)| format!(", which {how}"));
    format!("{verb} {concept}{}", how.unwrap_or_default())
}

/// Whether the rule is that something not be asked at all, so that asking says everything.
fn asking(heard: &Heard<'_>, finding: &Finding<'_>) -> bool {
    let signature = finding.rule().and_then(|rule| heard.docket.law().signatures().get(rule.predicate));
    signature.is_some_and(|signature| matches!(signature.id, "asks" | "printed"))
}

/// The form as it is spoken of: its title in quotes, or its path.
pub(super) fn form_name(heard: &Heard<'_>) -> String {
    match heard.form.title.as_ref().map(|title| plain(&title.value)).filter(|title| !title.is_empty()) {
        Some(title) => format!("\"{}\"", short(&title, 80)),
        None => plain(heard.id),
    }
}

/// The question of a finding as it is spoken of: its label in quotes, or its name.
pub(super) fn question(heard: &Heard<'_>, finding: &Finding<'_>) -> Option<String> {
    field_name(heard, finding.field?)
}

/// A question as it is spoken of: its label in quotes, or its name in backticks.
pub(super) fn field_name(heard: &Heard<'_>, id: crate::form::FieldId) -> Option<String> {
    let field = heard.form.field(id)?;
    let label = field.label.as_ref().map(|label| plain(&label.value)).filter(|label| !label.is_empty());
    let name = field.name.as_ref().map(|name| plain(&name.value)).filter(|name| !name.is_empty());
    match (label, name) {
        (Some(label), _) => Some(format!("\"{}\"", short(&label, 80))),
        (None, Some(name)) => Some(format!("`{}`", short(&name, 80))),
        (None, None) => None,
    }
}

/// Why a text is a sign, in a few words.
pub(super) fn sign(evidence: &Evidence) -> String {
    let matched = short(&plain(evidence.matched()), 60);
    match evidence.part {
        Part::Name => format!("the name has `{matched}`"),
        Part::Label => format!("the label says \"{matched}\""),
        Part::Help => format!("the help says \"{matched}\""),
        Part::Choice if evidence.matched().contains("; ") => format!("the choices are \"{matched}\""),
        Part::Choice => format!("a choice says \"{matched}\""),
        Part::Code => format!("the code is `{matched}`"),
        Part::Section => format!("the section is \"{matched}\""),
        Part::Questions => format!("the questions are \"{matched}\""),
        Part::Notice => format!("the text near it says \"{matched}\""),
    }
}

/// A count with its noun.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A text on one line, with nothing in it that moves a cursor, hides, or turns the order of letters around.
pub(super) fn plain(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join(" ");
    harmless(&joined).into_owned()
}

/// A text with its control and direction characters replaced; a tab stays, and the number of characters.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    match text.contains(harmful) {
        true => Cow::Owned(text.chars().map(|c| if harmful(c) { '\u{fffd}' } else { c }).collect()),
        false => Cow::Borrowed(text),
    }
}

/// Whether a character steers the terminal or the eye instead of being read.
pub(super) fn harmful(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
        || (c.is_control() && c != '\t')
}

/// A text cut to a number of characters.
pub(super) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_replaced() {
        assert_eq!(plain("a\u{202e}b\u{1b}[31m\n  c\td"), "a\u{fffd}b\u{fffd}[31m c d");
        assert_eq!(harmless("a\tb"), "a\tb");
        assert_eq!(short("immigration", 4), "immi…");
    }
}
