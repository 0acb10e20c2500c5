//! Byte offsets as lines and columns.

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The starts of the lines of one text. `\n`, `\r\n` and a lone `\r` end a line.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// The index of a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let pair = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !pair {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { starts }
    }

    /// The position of an offset of the text that was indexed.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default() as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let column = text.get(start..end).map_or(0, |part| part.chars().count());
        let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
        Position { line: count(line), column: count(column) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_line_end() {
        let text = "é=1\r\nb\rc\nd";
        let lines = Lines::new(text);
        let at = |needle: &str| {
            let p = lines.position(text, text.find(needle).unwrap() as u32);
            (p.line, p.column)
        };
        assert_eq!([at("="), at("b"), at("c"), at("d")], [(1, 2), (2, 1), (3, 1), (4, 1)]);
        assert_eq!(lines.position(text, 99), Position { line: 4, column: 2 });
    }
}
