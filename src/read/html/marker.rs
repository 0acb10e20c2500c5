//! Markers of template languages in a text: `{{ … }}`, `{% … %}`, `<% … %>`, `${…}`.
//!
//! A marker's value is known only when the page is made. A literal that a marker merely translates is a text after all.

use std::borrow::Cow;

/// A text with its markers taken out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'t> {
    /// The words that stand there, and the literals that markers only translate.
    pub(super) text: Cow<'t, str>,
    /// The first marker whose value is not known.
    pub(super) marker: Option<&'t str>,
}

const MARKERS: [(&str, &str); 6] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>"), ("${", "}"), ("[[", "]]")];

/// The text without its markers.
pub(super) fn plain(text: &str) -> Plain<'_> {
    let mut rest = text;
    let mut words = String::new();
    let mut marker = None;
    let mut found = false;
    while let Some((at, end, kind)) = next(rest) {
        found = true;
        words.push_str(rest.get(..at).unwrap_or_default());
        let whole = rest.get(at..end).unwrap_or_default();
        match literal(whole) {
            Some(literal) => words.push_str(literal),
            None if is_value(whole, kind) => {
                marker.get_or_insert(whole);
                words.push(' ');
            }
            None => words.push(' '),
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    if !found {
        return Plain { text: Cow::Borrowed(text), marker: None };
    }
    words.push_str(rest);
    Plain { text: Cow::Owned(words), marker }
}

/// How many branches of a template language stand open after a text, given how many stood before.
pub(super) fn branches(text: &str, before: u32) -> u32 {
    let mut open = before;
    let mut rest = text;
    while let Some((at, end, _)) = next(rest) {
        let inner = inner(rest.get(at..end).unwrap_or_default());
        let word = inner.split(|c: char| !c.is_alphanumeric() && c != '#' && c != '/').next().unwrap_or_default();
        match word {
            "if" | "unless" | "#if" | "#unless" => open += 1,
            "endif" | "endunless" | "/if" | "/unless" => open = open.saturating_sub(1),
            _ => {}
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    open
}

/// The next marker: its start, its end, and its number in the table.
fn next(text: &str) -> Option<(usize, usize, usize)> {
    let starts = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'<' | b'$' | b'['));
    let (at, kind) = starts.filter_map(|(at, _)| Some((at, kind(text.get(at..)?)?))).next()?;
    let (open, close) = MARKERS.get(kind)?;
    let length = text.get(at + open.len()..)?.find(close);
    // A marker that does not end takes the rest of the text.
    let end = length.map_or(text.len(), |length| at + open.len() + length + close.len());
    Some((at, end, kind))
}

fn kind(text: &str) -> Option<usize> {
    MARKERS.iter().position(|(open, _)| text.starts_with(open))
}

fn inner(marker: &str) -> &str {
    let open = if marker.starts_with("<%=") { 3 } else { 2 };
    let end = marker.len().saturating_sub(if marker.starts_with("${") { 1 } else { 2 });
    marker.get(open..end).unwrap_or_default().trim().trim_matches('-').trim()
}

/// The literal that a marker translates: `{% trans "…" %}`, `{{ _('…') }}`, `{{ gettext("…") }}`.
fn literal(marker: &str) -> Option<&str> {
    let inner = inner(marker);
    let calls = ["trans ", "translate ", "_(", "gettext(", "t(", "__("];
    let rest = calls.iter().find_map(|call| inner.strip_prefix(call))?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let text = rest.get(1..)?;
    let literal = text.get(..text.find(quote)?)?;
    // A dotted word is a key into a table of messages, not a text.
    let key = !literal.contains(' ') && literal.contains(['.', '_', '-']);
    (!key).then_some(literal)
}

/// Whether a marker stands for a value, rather than steering the template.
fn is_value(marker: &str, kind: usize) -> bool {
    match kind {
        1 => inner(marker).starts_with("trans"),
        2 => false,
        3 => marker.starts_with("<%=") || marker.starts_with("<%-"),
        0 => !inner(marker).starts_with(['#', '/', '!']) && inner(marker) != "else",
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_known_and_literals_are() {
        assert_eq!(plain("Date of birth"), Plain { text: "Date of birth".into(), marker: None });
        assert_eq!(plain("{{ form.ssn.label }}").marker, Some("{{ form.ssn.label }}"));
        assert_eq!(plain("{% trans 'Date of birth' %}"), Plain { text: "Date of birth".into(), marker: None });
        assert_eq!(plain("{{ 'KEY' | translate }} *").marker, Some("{{ 'KEY' | translate }}"));
        assert_eq!(plain("{% if x %}Name{% endif %}"), Plain { text: " Name ".into(), marker: None });
        assert_eq!(plain("a {{").marker, Some("{{"));
        assert_eq!(plain("<%= t('user.ssn') %>").marker, Some("<%= t('user.ssn') %>"));
    }

    #[test]
    fn branches_are_counted() {
        assert_eq!(branches("{% if a %}", 0), 1);
        assert_eq!(branches("{% if a %}x{% endif %}", 0), 0);
        assert_eq!(branches("{{#if a}}", 1), 2);
        assert_eq!(branches("{% endif %}", 0), 0);
        assert_eq!(branches("{% include 'x' %}", 0), 0);
    }
}
