//! Tables of named things, found by id or by words.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

/// The number of a row in the table of its kind.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Id<T> {
    index: u16,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id of a row by its number.
    pub fn new(index: usize) -> Self {
        Self { index: u16::try_from(index).unwrap_or(u16::MAX), of: PhantomData }
    }

    /// The number of the row.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// A row of a table: it has an id and words that it goes by.
pub trait Row {
    /// Its id, in snake case (for a jurisdiction its path).
    fn id(&self) -> &str;
    /// The words it goes by, the title first.
    fn words(&self) -> &[String];
    /// Itself and all that it is, nearest first; empty for things without a tree.
    fn lineage(&self) -> &[Id<Self>]
    where
        Self: Sized;
}

/// All things of one kind.
#[derive(Debug, Serialize, Deserialize)]
pub struct Table<T> {
    rows: Vec<T>,
    by_name: BTreeMap<String, Id<T>>,
    longest: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_name: BTreeMap::new(), longest: 0 }
    }
}

impl<T: Row> Table<T> {
    /// A table of rows; where two rows go by the same words, the first keeps them.
    pub fn new(rows: Vec<T>) -> Self {
        let mut by_name = BTreeMap::new();
        let mut longest = 0;
        for (index, row) in rows.iter().enumerate() {
            for name in std::iter::once(row.id()).chain(row.words().iter().map(String::as_str)) {
                let key = plain(name);
                longest = longest.max(key.split(' ').count());
                by_name.entry(key).or_insert(Id::new(index));
            }
        }
        Self { rows, by_name, longest }
    }

    /// A table whose rows are found by their ids alone.
    pub fn by_id(rows: Vec<T>) -> Self {
        let by_name = rows.iter().enumerate().map(|(index, row)| (plain(row.id()), Id::new(index))).collect();
        Self { rows, by_name, longest: 1 }
    }

    /// The row that goes by a name: its id, or its words, in any case, with blanks, `_` or `-` between.
    pub fn find(&self, name: &str) -> Option<Id<T>> {
        self.by_name.get(&plain(name)).copied()
    }

    /// The row of an id.
    pub fn row(&self, id: Id<T>) -> Option<&T> {
        self.rows.get(id.index())
    }

    /// The name of a row, for messages; empty where there is none.
    pub fn name(&self, id: Id<T>) -> &str {
        self.row(id).map(T::id).unwrap_or_default()
    }

    /// The words of a row, for messages.
    pub fn title(&self, id: Id<T>) -> &str {
        self.row(id).map(|row| row.words().first().map_or(row.id(), String::as_str)).unwrap_or_default()
    }

    /// All rows with their ids, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.rows.iter().enumerate().map(|(index, row)| (Id::new(index), row))
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All ids and words, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flat_map(|row| std::iter::once(row.id()).chain(row.words().iter().map(String::as_str)))
    }

    /// The number of words of the longest name.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether a row is another, or below it.
    pub fn is(&self, id: Id<T>, ancestor: Id<T>) -> bool {
        id == ancestor || self.row(id).is_some_and(|row| row.lineage().contains(&ancestor))
    }
}

/// A name as tables compare it: lower case, single blanks between its words.
pub(crate) fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '_', '-', '\t', '\n']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
