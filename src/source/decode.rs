//! The bytes of a file as text: by byte order mark, as UTF-8, as UTF-16, and else as windows-1252.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Place, Problem, SourceId, Span};

/// The text of some bytes, and what was odd about them.
///
/// The text never begins with a byte order mark. Places speak of source 0, the file itself.
pub fn decode(bytes: Vec<u8>) -> (String, Option<Problem>) {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return match encoding == encoding_rs::UTF_8 {
            true => utf8(bytes.get(mark..).unwrap_or_default().to_vec(), true),
            false => by(encoding, bytes.get(mark..).unwrap_or_default(), None),
        };
    }
    match wide(&bytes) {
        Some(encoding) => by(encoding, &bytes, Some("utf-16-without-mark")),
        None => utf8(bytes, false),
    }
}

/// UTF-8, or windows-1252 where it is none. With a mark it must be UTF-8, and what is not is replaced.
fn utf8(bytes: Vec<u8>, marked: bool) -> (String, Option<Problem>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let problem = nul(&text);
            (text, problem)
        }
        Err(error) if marked => by(encoding_rs::UTF_8, error.as_bytes(), None),
        Err(error) => by(WINDOWS_1252, error.as_bytes(), Some("not-utf-8")),
    }
}

fn by(encoding: &'static Encoding, bytes: &[u8], note: Option<&'static str>) -> (String, Option<Problem>) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let name = encoding.name();
    let problem = match note {
        _ if broken => {
            let at = text.find('\u{FFFD}').unwrap_or_default();
            let place = Place::text(SourceId(0), Span::new(at, at + '\u{FFFD}'.len_utf8()));
            Some(Problem::error("broken-encoding", place, format!("the file is not valid {name}; what is not was replaced")))
        }
        Some("not-utf-8") => Some(Problem::note("not-utf-8", whole(), "the file is not UTF-8; it was read as windows-1252")),
        Some(code) => Some(Problem::note(code, whole(), format!("the file has no byte order mark; it was read as {name}"))),
        None => None,
    };
    let problem = problem.or_else(|| nul(&text));
    (text, problem)
}

/// UTF-16 without a mark: every second byte of the first ones is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(64))?;
    let pairs = head.len() / 2;
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).take(pairs).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 2 >= pairs => Some(UTF_16LE),
        (even, 0) if even * 2 >= pairs => Some(UTF_16BE),
        _ => None,
    }
}

fn nul(text: &str) -> Option<Problem> {
    let at = memchr::memchr(0, text.as_bytes())?;
    let place = Place::text(SourceId(0), Span::new(at, at + 1));
    Some(Problem::error("nul-byte", place, "the text holds a NUL byte; it may be a binary file or cut short"))
}

fn whole() -> Place {
    Place::whole(SourceId(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> (String, &'static str) {
        let (text, problem) = decode(bytes.to_vec());
        (text, problem.map_or("", |problem| problem.code))
    }

    #[test]
    fn marks_and_encodings() {
        assert_eq!(told(b"\xEF\xBB\xBFa"), ("a".into(), ""));
        assert_eq!(told("é".as_bytes()), ("é".into(), ""));
        assert_eq!(told(b"caf\xE9 \x93q\x94"), ("café “q”".into(), "not-utf-8"));
        assert_eq!(told(b"\xFF\xFEa\0b\0"), ("ab".into(), ""));
        assert_eq!(told(b"\xFE\xFF\0a\0b"), ("ab".into(), ""));
        assert_eq!(told(b"{\0\"\0a\0}\0"), ("{\"a}".into(), "utf-16-without-mark"));
        assert_eq!(told(b"\0{\0\"\0a\0}"), ("{\"a}".into(), "utf-16-without-mark"));
        assert_eq!(told(b"\xFF\xFE\x00\xD8a\0"), ("\u{FFFD}a".into(), "broken-encoding"));
        assert_eq!(told(b"a\0b c d e f"), ("a\0b c d e f".into(), "nul-byte"));
        assert_eq!(told(b""), (String::new(), ""));
    }
}
