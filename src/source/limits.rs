//! How much of a file is read at most; what goes past a limit is told, with the name of the limit.

use super::{Place, Problem, nearest};

/// The limits of reading one form and the files beside it; [`Limit`] says what each bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of `Limit`, which says it")]
pub struct Limits {
    pub size: usize,
    pub depth: usize,
    pub values: usize,
    pub fields: usize,
    pub expansion: usize,
    pub unpacked: usize,
    pub entries: usize,
    pub archives: usize,
    pub work: usize,
    pub problems: usize,
}

/// One of the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// The size of one file, in bytes.
    Size,
    /// The nesting of values, elements, questions and references.
    Depth,
    /// The values, elements or cells of one file.
    Values,
    /// The fields of one form.
    Fields,
    /// What aliases, references and value sets stand for, in values.
    Expansion,
    /// The size of all compressed parts of one file, unpacked.
    Unpacked,
    /// The files of one archive, with those of archives within it.
    Entries,
    /// The archives within one another.
    Archives,
    /// The steps made with one file where its size does not bound them: a budget and no clock.
    Work,
    /// The problems told of one file.
    Problems,
}

impl Limits {
    /// The limits that hold where nothing else is said.
    pub const DEFAULT: Self = Self {
        size: 64 << 20,
        depth: 512,
        values: 2_000_000,
        fields: 100_000,
        expansion: 500_000,
        unpacked: 256 << 20,
        entries: 20_000,
        archives: 3,
        work: 10_000_000,
        problems: 100,
    };

    /// A size in words, as messages say it.
    pub fn size(bytes: usize) -> String {
        match bytes {
            0..1024 => format!("{bytes} bytes"),
            1024..0x10_0000 => format!("{} KiB", bytes >> 10),
            _ => format!("{} MiB", bytes >> 20),
        }
    }

    /// How deep questions may stand within one another: each takes some values of its file.
    pub fn questions(&self) -> usize {
        self.depth / 4
    }

    /// The value of a limit.
    pub fn at(&mut self, limit: Limit) -> &mut usize {
        match limit {
            Limit::Size => &mut self.size,
            Limit::Depth => &mut self.depth,
            Limit::Values => &mut self.values,
            Limit::Fields => &mut self.fields,
            Limit::Expansion => &mut self.expansion,
            Limit::Unpacked => &mut self.unpacked,
            Limit::Entries => &mut self.entries,
            Limit::Archives => &mut self.archives,
            Limit::Work => &mut self.work,
            Limit::Problems => &mut self.problems,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Size,
        Self::Depth,
        Self::Values,
        Self::Fields,
        Self::Expansion,
        Self::Unpacked,
        Self::Entries,
        Self::Archives,
        Self::Work,
        Self::Problems,
    ];

    /// The limit of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name() == name)
    }

    /// Its name, as the command line and messages have it.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// What it bounds, in a few words.
    pub fn about(self) -> &'static str {
        self.row().2
    }

    /// What it is where nothing else is said, in the unit that one would write it in.
    pub fn standard(self) -> String {
        let most = *Limits::DEFAULT.clone().at(self);
        match most {
            _ if most >= 1 << 20 && most.is_multiple_of(1 << 20) => format!("{}M", most >> 20),
            _ => most.to_string(),
        }
    }

    /// The value that is written `NAME=N`, such as `fields=20000` or `size=8M`.
    ///
    /// # Errors
    /// No limit has that name, or no number or too great a one stands behind it; in words.
    pub fn read(written: &str) -> Result<(Self, usize), String> {
        let (name, number) = written.split_once('=').ok_or("a limit is given as NAME=N, such as fields=20000")?;
        let limit = Self::named(name.trim()).ok_or_else(|| match nearest(name, Self::ALL.map(Self::name)) {
            Some(near) => format!("unknown limit `{name}`; did you mean `{near}`?"),
            None => format!("unknown limit `{name}`; known are {}", Self::ALL.map(Self::name).join(", ")),
        })?;
        let number = number.trim();
        let (digits, unit) = match number.strip_suffix(['K', 'M', 'G']) {
            Some(digits) if number.ends_with('K') => (digits, 10),
            Some(digits) if number.ends_with('M') => (digits, 20),
            Some(digits) => (digits, 30),
            None => (number, 0),
        };
        let most = digits.parse::<usize>().ok().and_then(|most| most.checked_mul(1 << unit));
        let most = most.ok_or_else(|| format!("`{number}` is no number; K, M and G may stand behind one"))?;
        // What is nested deeper would not fit on the stack of a thread.
        if limit == Self::Depth && most > Limits::DEFAULT.depth {
            return Err(format!("the limit `depth` can be {} at most", Limits::DEFAULT.depth));
        }
        Ok((limit, most))
    }

    /// The problem that it was passed; the message says by what, and what came of it.
    pub fn passed(self, place: Place, message: impl Into<String>) -> Problem {
        let (name, code, _) = self.row();
        Problem::error(code, place, message).help(format!("this is the limit `{name}`; `--limit {name}=N` sets another"))
    }

    /// Whether a problem tells that it was passed.
    pub fn is(self, problem: &Problem) -> bool {
        problem.code == self.row().1
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Size => ("size", "too-large", "bytes of one file"),
            Self::Depth => ("depth", "too-deep", "values, elements, questions or references within one another"),
            Self::Values => ("values", "too-many-values", "values, elements or cells of one file"),
            Self::Fields => ("fields", "too-many-fields", "fields of one form"),
            Self::Expansion => ("expansion", "too-much-expansion", "values that aliases, references and value sets stand for"),
            Self::Unpacked => ("unpacked", "too-large-unpacked", "bytes of all compressed parts of one file, unpacked"),
            Self::Entries => ("entries", "too-many-entries", "files of one archive, with those of archives within it"),
            Self::Archives => ("archives", "too-many-archives", "archives within one another"),
            Self::Work => ("work", "too-much-work", "steps made with one file where its size does not bound them"),
            Self::Problems => ("problems", "too-many-problems", "problems told of one file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_they_are_written() {
        assert_eq!(Limit::read("fields=20000"), Ok((Limit::Fields, 20_000)));
        assert_eq!(Limit::read("size = 8M"), Ok((Limit::Size, 8 << 20)));
        for limit in Limit::ALL {
            let written = format!("{}={}", limit.name(), limit.standard());
            assert_eq!(Limit::read(&written), Ok((limit, *Limits::DEFAULT.clone().at(limit))), "{written}");
        }
        let wrong = |written: &str| Limit::read(written).unwrap_err();
        assert_eq!(wrong("feilds=3"), "unknown limit `feilds`; did you mean `fields`?");
        assert!(wrong("x=3").starts_with("unknown limit `x`; known are size, depth,"));
        assert_eq!(wrong("fields"), "a limit is given as NAME=N, such as fields=20000");
        assert_eq!(wrong("fields=many"), "`many` is no number; K, M and G may stand behind one");
        assert_eq!(wrong("work=99999999999G"), "`99999999999G` is no number; K, M and G may stand behind one");
        assert_eq!(wrong("depth=513"), "the limit `depth` can be 512 at most");
    }
}
