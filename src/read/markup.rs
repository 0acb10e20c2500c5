//! Texts that hold HTML, as builders of forms keep them: the words without the tags.

use std::borrow::Cow;

/// The longest tag; what is longer is text.
const LONG: usize = 8192;

/// The words of a text: tags are left out, entities are read, and what stands in blocks of its own in lines of its own.
pub(super) fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        rest = match found.starts_with('<') {
            true => tag(found, &mut out),
            false => entity(found, &mut out),
        };
    }
    out.push_str(rest);
    if out == text { text } else { Cow::Owned(tidy(&out)) }
}

/// Goes past a tag or comment; a `<` that begins neither stays.
fn tag<'a>(found: &'a str, out: &mut String) -> &'a str {
    let inner = found.get(1..).unwrap_or_default();
    if let Some(comment) = inner.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let is_tag = inner.strip_prefix('/').unwrap_or(inner).starts_with(|letter: char| letter.is_ascii_alphabetic());
    let Some(end) = end(inner).filter(|_| is_tag) else {
        out.push('<');
        return inner;
    };
    let (head, rest) = (inner.get(..end).unwrap_or_default(), inner.get(end + 1..).unwrap_or_default());
    let closing = head.starts_with('/');
    let name: String = head.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "script" | "style" if !closing => return past(rest, &name),
        "a" | "abbr" | "b" | "bdi" | "cite" | "code" | "em" | "font" | "i" | "ins" | "label" | "mark" | "q" | "s" | "small" | "span"
        | "strong" | "sub" | "sup" | "u" | "var" | "wbr" => {}
        "li" if !closing => out.push_str("\n- "),
        _ => out.push('\n'),
    }
    rest
}

/// The end of a tag, quotes heeded.
fn end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate().take(LONG) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if tag.get(..at).is_some_and(|before| before.ends_with(['=', ' '])) => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote that never ends was none.
    tag.bytes().take(LONG).position(|byte| byte == b'>')
}

fn past<'a>(rest: &'a str, name: &str) -> &'a str {
    let closes = |at: &usize| rest.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    let close = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(closes);
    let after = close.and_then(|at| rest.get(at..)).unwrap_or_default();
    after.split_once('>').map_or("", |(_, rest)| rest)
}

/// Reads an entity; an `&` that begins none stays.
fn entity<'a>(found: &'a str, out: &mut String) -> &'a str {
    let inner = found.get(1..).unwrap_or_default();
    let end = inner.bytes().take(10).position(|byte| byte == b';');
    let name = end.and_then(|end| inner.get(..end)).unwrap_or_default();
    let letter = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "rsquo" => Some('’'),
        "lsquo" => Some('‘'),
        "rdquo" => Some('”'),
        "ldquo" => Some('“'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "hellip" => Some('…'),
        "eacute" => Some('é'),
        "Eacute" => Some('É'),
        "egrave" => Some('è'),
        "agrave" => Some('à'),
        "ccedil" => Some('ç'),
        "ecirc" => Some('ê'),
        "aacute" => Some('á'),
        "iacute" => Some('í'),
        "oacute" => Some('ó'),
        "uacute" => Some('ú'),
        "ntilde" => Some('ñ'),
        "iquest" => Some('¿'),
        "sect" => Some('§'),
        _ => number(name),
    };
    let Some((letter, end)) = letter.zip(end) else {
        out.push('&');
        return inner;
    };
    out.push(letter);
    inner.get(end + 1..).unwrap_or_default()
}

fn number(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|letter| !letter.is_control())
}

/// Lines without blank ends, and no blank ones.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty() && line != "-").collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        plain(text.into()).into_owned()
    }

    #[test]
    fn tags_go_and_words_stay() {
        assert_eq!(read("<p>Are you <b>al</b>one?</p><ul><li>a</li><li>b &amp; c</li></ul>"), "Are you alone?\n- a\n- b & c");
        assert_eq!(read("<i class='a > b'>x</i><!-- y -->z<script>1 < 2</script>!"), "xz!");
        assert_eq!(read("age < 18 & R&D &unknown; &#233;&#x41;"), "age < 18 & R&D &unknown; éA");
        assert_eq!(read("<h2 style=\"open>Title</h2>"), "Title");
        assert_eq!(read("a<"), "a<");
        assert_eq!(read("no marks"), "no marks");
    }

    #[test]
    fn nothing_is_copied_where_nothing_changes() {
        assert!(matches!(plain("a < b & c".into()), Cow::Borrowed(_)));
    }
}
