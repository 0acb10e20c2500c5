//! The notation of phrases: `(a|b)`, `(a|)` and ` ... `, written out.

/// How many phrases one may stand for; what goes beyond is not read.
const MOST: usize = 256;

/// Calls `take` with each phrase that a pattern stands for; gaps are left in as ` ... `.
pub(super) fn expand(pattern: &str, take: &mut impl FnMut(&str)) {
    if !pattern.contains('(') {
        return take(pattern);
    }
    let mut left = MOST;
    let mut written = String::with_capacity(pattern.len());
    branch(&mut written, pattern, &mut left, take);
}

/// Writes out the first group of the rest, and goes on with what follows it.
fn branch(written: &mut String, rest: &str, left: &mut usize, take: &mut impl FnMut(&str)) {
    let length = written.len();
    match group(rest) {
        Some((before, inside, after)) => {
            for choice in choices(inside) {
                written.push_str(before);
                // A choice may hold groups itself, so it is read with what follows.
                match choice.contains('(') {
                    true => branch(written, &format!("{choice}{after}"), left, take),
                    false => {
                        written.push_str(choice);
                        branch(written, after, left, take);
                    }
                }
                written.truncate(length);
            }
        }
        None if *left > 0 => {
            *left -= 1;
            written.push_str(rest);
            take(written);
            written.truncate(length);
        }
        None => {}
    }
}

/// What stands before, in and after the first group.
fn group(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('(')?;
    let mut depth = 0;
    for (at, char) in text.char_indices().skip_while(|(at, _)| *at < open) {
        depth += match char {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some((text.get(..open)?, text.get(open + 1..at)?, text.get(at + 1..)?));
        }
    }
    None
}

/// The choices of a group, cut at its own bars.
fn choices(inside: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    inside.split(move |char| {
        depth += match char {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        char == '|' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &[&str]) {
        let mut seen = Vec::new();
        expand(pattern, &mut |phrase| seen.push(phrase.split_whitespace().collect::<Vec<_>>().join(" ")));
        assert_eq!(seen, expected, "{pattern}");
    }

    #[test]
    fn groups_are_written_out() {
        check("a b", &["a b"]);
        check("(a|b) c", &["a c", "b c"]);
        check("legal(ly|) in", &["legally in", "legal in"]);
        check("x (a (b|c)|) y", &["x a b y", "x a c y", "x y"]);
        check("a (b", &["a (b"]);
    }
}
