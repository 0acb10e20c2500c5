//! Lists of numbers as bytes, the lowest first, so that to load them is to copy them.

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// Writes numbers.
pub(super) fn serialize<S: Serializer>(numbers: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    serializer.serialize_bytes(&bytes)
}

/// Reads numbers.
pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = Vec<u32>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("bytes, four for each number")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u32>, E> {
            let (numbers, rest) = bytes.as_chunks::<4>();
            match rest {
                [] => Ok(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect()),
                _ => Err(E::invalid_length(bytes.len(), &self)),
            }
        }
    }
    deserializer.deserialize_bytes(Bytes)
}
