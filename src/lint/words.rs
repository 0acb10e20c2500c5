//! The files of the vocabulary, and where in them an entry stands.

use crate::source::{Limits, Place, Source, SourceId};
use crate::tree::{Node, Tree};

/// A file of the vocabulary.
struct Page<'w> {
    id: SourceId,
    path: &'w str,
    source: &'w Source,
    wanted: bool,
}

/// The files of the vocabulary.
#[derive(Default)]
pub struct Words<'w>(Vec<Page<'w>>);

impl<'w> Words<'w> {
    /// Adds a file under its path below the folder of the vocabulary; `wanted`, where it is looked at.
    pub fn add(&mut self, id: SourceId, path: &'w str, source: &'w Source, wanted: bool) {
        self.0.push(Page { id, path, source, wanted });
    }

    /// Whether any file is looked at.
    pub(super) fn any(&self) -> bool {
        self.0.iter().any(|page| page.wanted)
    }

    /// Whether the file of a concept is looked at.
    pub(super) fn wants(&self, concept: &str) -> bool {
        self.page(concept).is_some_and(|page| page.wanted)
    }

    pub(super) fn looks_at(&self, place: Place) -> bool {
        self.0.iter().any(|page| page.wanted && page.id == place.source)
    }

    /// The files that are looked at.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (SourceId, &'w Source)> {
        self.0.iter().filter(|page| page.wanted).map(|page| (page.id, page.source))
    }

    /// The place of a row of a plain table, such as `jurisdictions`.
    pub(super) fn row(&self, table: &str, key: &str) -> Place {
        let page = self.0.iter().find(|page| page.path == format!("{table}.yaml"));
        page.map(|page| page.place([table, key])).unwrap_or_default()
    }

    /// The place of an entry by its name, such as `citizenship/phrases/en/3` or `citizenship/is/2`, counted from 1.
    pub(super) fn entry(&self, name: &str) -> Place {
        let mut steps = name.split('/');
        let page = steps.next().and_then(|concept| self.page(concept));
        page.map(|page| page.place(steps)).unwrap_or_default()
    }

    fn page(&self, concept: &str) -> Option<&Page<'w>> {
        self.0.iter().find(|page| page.path.strip_prefix("concepts/").and_then(|file| file.strip_suffix(".yaml")) == Some(concept))
    }
}

impl Page<'_> {
    fn place<'n>(&self, steps: impl IntoIterator<Item = &'n str>) -> Place {
        let (tree, _) = Tree::yaml(self.source, self.id, &Limits::DEFAULT);
        let found = tree.root().and_then(|root| steps.into_iter().try_fold(root, step)).map(Node::place);
        found.unwrap_or(Place::whole(self.id))
    }
}

/// One step into a concept's file: a key, the number of an item, or the id of an option set.
fn step<'t, 's>(node: Node<'t, 's>, step: &str) -> Option<Node<'t, 's>> {
    if !node.is_array() {
        return node.get(step);
    }
    match step.parse::<usize>() {
        Ok(number) => node.items().nth(number.checked_sub(1)?),
        Err(_) => node.items().find(|item| item.get("id").is_some_and(|id| id.text() == step))?.get("labels"),
    }
}
