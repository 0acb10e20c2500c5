//! Where a `$ref` leads: in its own file, to a file beside it, never to the network.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::form::{TrailId, Trails};
use crate::read::Reading;
use crate::read::document::Files;
use crate::tree::{Kind, Node};

/// A schema: its value, the file that it stands in, and the pointer that leads to it there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schema<'t, 's> {
    pub(super) node: Node<'t, 's>,
    pub(super) file: u16,
    pub(super) trail: TrailId,
}

/// What is known of where references lead.
#[derive(Default)]
pub(super) struct Refs<'t, 's> {
    files: Vec<File<'t, 's>>,
    found: FxHashMap<(u16, &'t str), Result<Schema<'t, 's>, &'static str>>,
}

struct File<'t, 's> {
    path: String,
    root: Node<'t, 's>,
    /// The pointer to the root, which may stand in a larger file.
    base: TrailId,
    /// By `$id` or `#` with `$anchor`; made when the first is sought.
    names: Option<FxHashMap<String, String>>,
}

impl<'t, 's> Refs<'t, 's> {
    pub(super) fn new(path: &str, root: Node<'t, 's>, base: TrailId) -> Self {
        let own = File { path: path.to_owned(), root, base, names: None };
        Self { files: vec![own], found: FxHashMap::default() }
    }

    /// The schema that a reference leads to, or why it leads nowhere.
    pub(super) fn follow(
        &mut self,
        from: u16,
        reference: &'t str,
        files: &'t Files<'s>,
        reading: &mut Reading<'s>,
        trails: &mut Trails<'s>,
    ) -> Result<Schema<'t, 's>, &'static str> {
        if let Some(found) = self.found.get(&(from, reference)) {
            return *found;
        }
        let found = self.seek(from, reference, files, reading).map(|(file, node, pointer)| {
            let base = self.files.get(usize::from(file)).map(|file| file.base).unwrap_or_default();
            let trail = trail(base, &pointer, trails);
            Schema { node, file, trail }
        });
        self.found.insert((from, reference), found);
        found
    }

    fn seek(
        &mut self,
        from: u16,
        reference: &str,
        files: &'t Files<'s>,
        reading: &mut Reading<'s>,
    ) -> Result<(u16, Node<'t, 's>, String), &'static str> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match path {
            "" => from,
            _ => match self.named(from, path) {
                Some(pointer) if fragment.is_empty() => return self.at(from, &pointer),
                Some(pointer) if fragment.starts_with('/') => return self.at(from, &format!("{pointer}{fragment}")),
                _ => self.file(from, path, files, reading)?,
            },
        };
        let fragment = decoded(fragment);
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.at(file, &fragment);
        }
        match self.named(file, &format!("#{fragment}")) {
            Some(pointer) => self.at(file, &pointer),
            None => Err("no part of the file has this name"),
        }
    }

    fn at(&self, file: u16, pointer: &str) -> Result<(u16, Node<'t, 's>, String), &'static str> {
        let root = self.files.get(usize::from(file)).map(|file| file.root);
        let node = root.and_then(|root| root.pointer(pointer)).ok_or("the file has no such part")?;
        Ok((file, node, pointer.to_owned()))
    }

    /// The pointer to what bears a name in a file.
    fn named(&mut self, file: u16, name: &str) -> Option<String> {
        let file = self.files.get_mut(usize::from(file))?;
        file.names.get_or_insert_with(|| names(file.root)).get(name).cloned()
    }

    fn file(&mut self, from: u16, path: &str, files: &'t Files<'s>, reading: &mut Reading<'s>) -> Result<u16, &'static str> {
        let here = self.files.get(usize::from(from)).ok_or("the file is not at hand")?;
        let relative = relative(path, here.root).ok_or("it stands on the network, where nothing is fetched")?;
        let path = joined(&here.path, &decoded(relative)).ok_or("it stands outside the folder of the form")?;
        if let Some(index) = self.files.iter().position(|file| file.path == path) {
            return Ok(index as u16);
        }
        let document = files.open(&path, reading).ok_or("the file is not at hand")?;
        let root = document.root().ok_or("the file could not be read")?;
        if self.files.len() >= usize::from(u16::MAX) {
            return Err("too many files");
        }
        self.files.push(File { path, root, base: TrailId::default(), names: None });
        Ok((self.files.len() - 1) as u16)
    }
}

/// A reference as a path: an address is one where it stands in the same folder as the schema's own `$id`.
fn relative<'p>(path: &'p str, root: Node<'_, '_>) -> Option<&'p str> {
    if !path.contains("://") && !path.starts_with("urn:") {
        return Some(path.trim_start_matches("./"));
    }
    let own = root.get("$id").or_else(|| root.get("id"))?.string()?;
    path.strip_prefix(own.rsplit_once('/')?.0)?.strip_prefix('/')
}

/// A path as seen from the folder of another.
fn joined(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.trim_start_matches('/').split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn decoded(fragment: &str) -> Cow<'_, str> {
    if !fragment.contains('%') {
        return Cow::Borrowed(fragment);
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|digits| str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The pointers to all that bears a `$id`, `id` or `$anchor`.
fn names(root: Node<'_, '_>) -> FxHashMap<String, String> {
    let mut names = FxHashMap::default();
    let mut open = vec![(root, String::new())];
    while let Some((node, pointer)) = open.pop() {
        for entry in node.entries() {
            match (entry.key.as_str(), entry.value.string()) {
                ("$id" | "id", Some(name)) => {
                    names.entry(name.trim_end_matches('#').to_owned()).or_insert_with(|| pointer.clone());
                }
                ("$anchor" | "$dynamicAnchor", Some(name)) => {
                    names.entry(format!("#{name}")).or_insert_with(|| pointer.clone());
                }
                _ => {}
            }
            if matches!(entry.value.kind(), Kind::Object | Kind::Array) {
                let step = entry.key.as_str().replace('~', "~0").replace('/', "~1");
                open.push((entry.value, format!("{pointer}/{step}")));
            }
        }
        let items = node.items().enumerate().filter(|(_, item)| item.is_object());
        open.extend(items.map(|(index, item)| (item, format!("{pointer}/{index}"))));
    }
    names
}

fn trail(base: TrailId, pointer: &str, trails: &mut Trails<'_>) -> TrailId {
    pointer.split('/').skip(1).fold(base, |trail, step| match step.parse() {
        Ok(index) => trails.index(trail, index),
        Err(_) => trails.key(trail, step.replace("~1", "/").replace("~0", "~")),
    })
}
