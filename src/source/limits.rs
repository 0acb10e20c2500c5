//! How much of a file is read at most; what goes past a limit is told, with the name of the limit.

/// The limits of reading one form and the files beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The greatest size of one file, in bytes.
    pub bytes: usize,
    /// The greatest nesting of one file.
    pub depth: u32,
    /// The greatest number of values in one file.
    pub nodes: u32,
    /// The greatest number of fields of one form.
    pub fields: u32,
    /// The greatest number of values that the aliases of one YAML file may stand for.
    pub aliases: u32,
    /// The greatest size that the compressed parts of one file may grow to, in bytes.
    pub inflated: usize,
    /// The greatest number of files in one archive, with the archives within it.
    pub entries: usize,
    /// How deep archives may lie within one another.
    pub archives: usize,
    /// The greatest number of problems that are told of one file.
    pub problems: usize,
}

impl Limits {
    /// The limits that hold where nothing else is said.
    pub const DEFAULT: Self = Self {
        bytes: 64 << 20,
        depth: 512,
        nodes: 8_000_000,
        fields: 100_000,
        aliases: 100_000,
        inflated: 256 << 20,
        entries: 20_000,
        archives: 3,
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
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
