//! Message bundles: Java `.properties` files that keep a template's texts by key, one file for each language.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::source::{Place, SourceId, Span};

/// The texts of one language.
#[derive(Debug, Default)]
pub(super) struct Bundle<'s> {
    language: Option<String>,
    source: SourceId,
    entries: BTreeMap<Cow<'s, str>, (Cow<'s, str>, Span)>,
}

impl<'s> Bundle<'s> {
    /// Reads a bundle; of a key that stands twice the last value counts, as in Java.
    pub(super) fn read(text: &'s str, source: SourceId, language: Option<String>) -> Self {
        let mut entries = BTreeMap::new();
        let mut at = 0;
        while let Some((line, next)) = logical(text, at) {
            at = next;
            if let Some((key, value, span)) = entry(text, line) {
                entries.insert(key, (value, span));
            }
        }
        Self { language, source, entries }
    }

    /// The language in its file's name; none for the default bundle.
    pub(super) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The text of a key, and where it stands.
    pub(super) fn get(&self, key: &str) -> Option<(&Cow<'s, str>, Place)> {
        let (value, span) = self.entries.get(key)?;
        Some((value, Place::text(self.source, *span)))
    }
}

/// The language of a bundle by its file name: `messages_es.properties` is Spanish, `intake_pt_BR.properties` Brazilian.
pub(super) fn language(file: &str) -> Option<String> {
    let stem = file.rsplit('/').next().unwrap_or(file).strip_suffix(".properties")?;
    let (rest, last) = stem.rsplit_once('_')?;
    let is_language = |part: &str| matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_region = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_uppercase());
    match rest.rsplit_once('_').filter(|(_, language)| is_region && is_language(language)) {
        Some((_, language)) => Some(format!("{language}-{last}")),
        None => is_language(last).then(|| last.to_owned()),
    }
}

/// The next logical line: its span, and where the one after begins. A line whose end is escaped goes on.
fn logical(text: &str, from: usize) -> Option<(Span, usize)> {
    let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
    let start = from + (rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t', '\x0c']).len());
    let comment = text.get(start..)?.starts_with(['#', '!']);
    let mut escaped = false;
    let mut bytes = text.bytes().enumerate().skip(start).peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\n' | b'\r' if comment || !escaped => return Some((Span::new(start, at), at + 1)),
            b'\r' if bytes.peek().is_some_and(|(_, next)| *next == b'\n') => {
                bytes.next();
                escaped = false;
            }
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    (start < text.len()).then(|| (Span::new(start, text.len()), text.len()))
}

fn entry(text: &str, line: Span) -> Option<(Cow<'_, str>, Cow<'_, str>, Span)> {
    let whole = text.get(line.range())?;
    if whole.starts_with(['#', '!']) {
        return None;
    }
    let end = key_end(whole);
    let rest = whole.get(end..)?;
    let value = rest.trim_start_matches([' ', '\t', '\x0c']);
    let value = value.strip_prefix(['=', ':']).unwrap_or(value).trim_start_matches([' ', '\t', '\x0c']);
    let start = line.start as usize + whole.len() - value.len();
    Some((unescape(whole.get(..end)?), unescape(value), Span::new(start, line.end as usize)))
}

fn key_end(line: &str) -> usize {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if !escaped && matches!(c, '=' | ':' | ' ' | '\t' | '\x0c') {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    line.len()
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.extend(c.encode_utf16(&mut [0; 2]).iter());
            continue;
        }
        match chars.next() {
            Some('u') => {
                let digits: String = std::iter::from_fn(|| chars.next_if(char::is_ascii_hexdigit)).take(4).collect();
                out.push(u16::from_str_radix(&digits, 16).unwrap_or(0xfffd));
            }
            Some('n' | 't' | 'r' | 'f') => out.push(u16::from(b' ')),
            Some('\n' | '\r') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            Some(other) => out.extend(other.encode_utf16(&mut [0; 2]).iter()),
            None => {}
        }
    }
    // Characters beyond the basic plane stand as two escapes, so they are joined only here.
    Cow::Owned(String::from_utf16_lossy(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(text: &str, key: &str) -> Option<String> {
        Bundle::read(text, SourceId(1), None).get(key).map(|(value, _)| value.to_string())
    }

    #[test]
    fn every_way_to_write_an_entry_is_read() {
        let text = "# note\n! note\\\na=1\nb : two\r\nc three\n d\\ e = \\u00e9\\ud83d\\ude00\nlong = one \\\n   two\nempty=\n";
        let value = |key| get(text, key);
        assert_eq!(value("a").as_deref(), Some("1"));
        assert_eq!(value("b").as_deref(), Some("two"));
        assert_eq!(value("c").as_deref(), Some("three"));
        assert_eq!(value("d e").as_deref(), Some("é😀"));
        assert_eq!(value("long").as_deref(), Some("one two"));
        assert_eq!(value("empty").as_deref(), Some(""));
        assert_eq!(value("x"), None);
    }

    #[test]
    fn the_place_is_the_value() {
        let text = "k = Name?\n";
        let bundle = Bundle::read(text, SourceId(1), None);
        let (_, place) = bundle.get("k").unwrap();
        assert_eq!(&text[place.span().unwrap().range()], "Name?");
    }

    #[test]
    fn the_language_stands_in_the_file_name() {
        assert_eq!(language("messages_es.properties").as_deref(), Some("es"));
        assert_eq!(language("x__messages_pt_BR.properties").as_deref(), Some("pt-BR"));
        assert_eq!(language("texts/intake_fi.properties").as_deref(), Some("fi"));
        assert_eq!((language("messages.properties"), language("ui_labels.properties")), (None, None));
    }
}
