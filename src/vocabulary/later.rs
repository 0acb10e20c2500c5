//! What few ask for: it is loaded as bytes, and made of them when it is first looked at.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that may still be bytes. Phrases are compiled when the crate is built, so that no start needs them as texts.
pub struct Later<T> {
    made: OnceLock<T>,
    bytes: Box<[u8]>,
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { made: value.into(), bytes: Box::default() }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: for<'d> Deserialize<'d> + Default> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // Only what was serialized here is ever loaded, so that the bytes are those of a value.
        self.made.get_or_init(|| postcard::from_bytes(&self.bytes).unwrap_or_default())
    }
}

impl<'l, T> IntoIterator for &'l Later<T>
where
    T: for<'d> Deserialize<'d> + Default,
    &'l T: IntoIterator,
{
    type Item = <&'l T as IntoIterator>::Item;
    type IntoIter = <&'l T as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.deref().into_iter()
    }
}

impl<T: for<'d> Deserialize<'d> + Default + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.deref().fmt(f)
    }
}

impl<T: for<'d> Deserialize<'d> + Serialize + Default> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec(self.deref()).map_err(serde::ser::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'d, T> Deserialize<'d> for Later<T> {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Bytes).map(|bytes| Self { made: OnceLock::new(), bytes })
    }
}

struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = Box<[u8]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a value")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(bytes.into())
    }
}
