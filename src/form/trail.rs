//! Pointers into a form's file, kept as steps and joined only when they are printed.

use std::borrow::Cow;

/// One step of a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'s> {
    /// A key of a mapping, or the name of an element.
    Key(Cow<'s, str>),
    /// A place in a list, from 0.
    Index(u32),
}

/// The end of a pointer in its form's `Trails`; the default is the root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrailId(pub u32);

/// All pointers of one form, each a step and the trail before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trails<'s> {
    steps: Vec<(TrailId, Step<'s>)>,
}

impl<'s> Trails<'s> {
    /// The trail that goes one step beyond another.
    pub fn push(&mut self, parent: TrailId, step: Step<'s>) -> TrailId {
        self.steps.push((parent, step));
        TrailId(u32::try_from(self.steps.len()).unwrap_or(u32::MAX))
    }

    /// One step by a key.
    pub fn key(&mut self, parent: TrailId, key: impl Into<Cow<'s, str>>) -> TrailId {
        self.push(parent, Step::Key(key.into()))
    }

    /// One step by a place in a list.
    pub fn index(&mut self, parent: TrailId, index: usize) -> TrailId {
        self.push(parent, Step::Index(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// Takes in the trails of another form; by how much their numbers grow.
    pub(super) fn append(&mut self, other: Self) -> u32 {
        let grown = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        let moved = |parent: TrailId| if parent == TrailId::default() { parent } else { TrailId(parent.0.saturating_add(grown)) };
        self.steps.extend(other.steps.into_iter().map(|(parent, step)| (moved(parent), step)));
        grown
    }

    /// The trail as a JSON Pointer (RFC 6901); empty for the root.
    pub fn pointer(&self, trail: TrailId) -> String {
        let mut steps = Vec::new();
        let mut at = trail;
        while let Some((parent, step)) = (at.0 as usize).checked_sub(1).and_then(|index| self.steps.get(index)) {
            steps.push(step);
            at = *parent;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_and_join() {
        let mut trails = Trails::default();
        let root = trails.key(TrailId::default(), "a/b");
        let end = trails.index(root, 3);
        assert_eq!(trails.pointer(end), "/a~1b/3");
        assert_eq!(trails.pointer(TrailId::default()), "");
    }
}
