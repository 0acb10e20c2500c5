//! Lists of numbers that lie in the program as they are used: to load them is to look at them where they are.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number, its lowest byte first.
pub(super) type Number = [u8; 4];

/// A list of numbers: one that was made, or one that stands in the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List(Cow<'static, [Number]>);

impl List {
    /// A list of as many zeros.
    pub(super) fn zeros(length: usize) -> Self {
        Self(Cow::Owned(vec![[0; 4]; length]))
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<u32> {
        self.0.get(at).copied().map(u32::from_le_bytes)
    }

    /// A stretch of it; nothing where it does not reach so far.
    #[inline]
    pub(super) fn stretch(&self, range: Range<usize>) -> &[Number] {
        self.0.get(range).unwrap_or_default()
    }

    pub(super) fn push(&mut self, number: u32) {
        self.0.to_mut().push(number.to_le_bytes());
    }

    pub(super) fn extend(&mut self, numbers: &[u32]) {
        self.0.to_mut().extend(numbers.iter().map(|number| number.to_le_bytes()));
    }

    /// Puts another number in a place that it has.
    pub(super) fn set(&mut self, at: usize, number: u32) {
        if let Some(there) = self.0.to_mut().get_mut(at) {
            *there = number.to_le_bytes();
        }
    }
}

impl Serialize for List {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_flattened())
    }
}

impl<'d: 'static> Deserialize<'d> for List {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'d: 'static> Visitor<'d> for Bytes {
            type Value = List;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes, four for each number")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'d [u8]) -> Result<List, E> {
                match bytes.as_chunks::<4>() {
                    (numbers, []) => Ok(List(Cow::Borrowed(numbers))),
                    _ => Err(E::invalid_length(bytes.len(), &self)),
                }
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}
