//! The tree of fields of an AcroForm: its leaves, with what they inherit.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// How deep the tree is followed.
const DEEP: u32 = 64;

/// A field that holds an answer, and the widgets that show it.
#[derive(Debug, Default)]
pub(super) struct Leaf<'d> {
    /// The partial names from the root.
    pub(super) names: Vec<String>,
    /// The type of field: `Tx`, `Btn`, `Ch`, `Sig`.
    pub(super) kind: &'d [u8],
    /// The flags.
    pub(super) flags: i64,
    pub(super) label: Option<String>,
    pub(super) options: Option<&'d [Object]>,
    pub(super) max_length: Option<u32>,
    pub(super) dict: Option<&'d Dictionary>,
    pub(super) widgets: Vec<(Option<ObjectId>, &'d Dictionary)>,
}

/// What a field hands down to those below it.
#[derive(Clone, Default)]
struct Handed<'d> {
    names: Vec<String>,
    kind: &'d [u8],
    flags: i64,
    label: Option<String>,
    options: Option<&'d [Object]>,
    max_length: Option<u32>,
}

/// The leaves of a form, and whether something of the tree was left out.
pub(super) struct Walk<'d> {
    document: &'d Document,
    most: usize,
    seen: BTreeSet<ObjectId>,
    pub(super) leaves: Vec<Leaf<'d>>,
    pub(super) too_deep: bool,
    pub(super) too_many: bool,
    /// How many references led nowhere.
    pub(super) lost: usize,
}

impl<'d> Walk<'d> {
    pub(super) fn new(document: &'d Document, most: usize) -> Self {
        Self { document, most, seen: BTreeSet::new(), leaves: Vec::new(), too_deep: false, too_many: false, lost: 0 }
    }

    /// All fields below those of a list.
    pub(super) fn roots(&mut self, fields: &'d [Object]) {
        fields.iter().for_each(|field| self.field(field, &Handed::default(), 0));
    }

    /// Fields that are known by their ids alone.
    pub(super) fn ids(&mut self, ids: &[ObjectId]) {
        let document = self.document;
        for id in ids {
            let Ok(object) = document.get_object(*id) else { continue };
            if self.leaves.len() >= self.most {
                self.too_many = true;
                return;
            }
            if self.seen.insert(*id) {
                self.lone(*id, object);
            }
        }
    }

    fn lone(&mut self, id: ObjectId, object: &'d Object) {
        let Ok(dict) = object.as_dict() else { return };
        let handed = self.inherit(dict, &Handed::default());
        self.leaf(dict, handed, vec![(Some(id), dict)]);
    }

    fn open(&mut self, object: &'d Object) -> Option<(Option<ObjectId>, &'d Dictionary)> {
        let found = self.document.dereference(object).ok().and_then(|(id, object)| Some((id, object.as_dict().ok()?)));
        self.lost += usize::from(found.is_none());
        found.filter(|(id, _)| id.is_none_or(|id| self.seen.insert(id)))
    }

    fn field(&mut self, object: &'d Object, handed: &Handed<'d>, depth: u32) {
        if depth > DEEP {
            self.too_deep = true;
            return;
        }
        if self.leaves.len() >= self.most {
            self.too_many = true;
            return;
        }
        let Some((id, dict)) = self.open(object) else { return };
        let handed = self.inherit(dict, handed);
        let kids = array(self.document, dict, b"Kids").unwrap_or_default();
        let named = |kid: &Object| dictionary(self.document, kid).is_some_and(|kid| kid.has(b"T"));
        let (fields, widgets): (Vec<_>, Vec<_>) = kids.iter().partition(|kid| named(kid));
        let widgets: Vec<_> = widgets.into_iter().filter_map(|kid| self.open(kid)).collect();
        for field in &fields {
            self.field(field, &handed, depth + 1);
        }
        if fields.is_empty() || !widgets.is_empty() {
            let widgets = if widgets.is_empty() { vec![(id, dict)] } else { widgets };
            self.leaf(dict, handed, widgets);
        }
    }

    fn leaf(&mut self, dict: &'d Dictionary, handed: Handed<'d>, widgets: Vec<(Option<ObjectId>, &'d Dictionary)>) {
        let Handed { names, mut kind, flags, label, options, max_length } = handed;
        if kind.is_empty() {
            kind = widgets.iter().find_map(|(_, widget)| widget.get(b"FT").ok()?.as_name().ok()).unwrap_or_default();
        }
        // A widget may have the label, where the field has none; one of several buttons has that of its answer.
        let several = kind == b"Btn" && widgets.len() > 1;
        let label =
            label.or_else(|| if several { None } else { widgets.iter().find_map(|(_, widget)| string(self.document, widget, b"TU")) });
        self.leaves.push(Leaf { names, kind, flags, label, options, max_length, dict: Some(dict), widgets });
    }

    fn inherit(&self, dict: &'d Dictionary, handed: &Handed<'d>) -> Handed<'d> {
        let mut own = handed.clone();
        own.names.extend(string(self.document, dict, b"T"));
        if let Some(kind) = value(self.document, dict, b"FT").and_then(|kind| kind.as_name().ok()) {
            own.kind = kind;
        }
        own.flags = number(self.document, dict, b"Ff").unwrap_or(own.flags);
        // The label of a group is a label of its own: a question of a radio group, not of the fields of a page.
        own.label = string(self.document, dict, b"TU").filter(|label| !label.trim().is_empty());
        own.options = array(self.document, dict, b"Opt").or(own.options);
        own.max_length = number(self.document, dict, b"MaxLen").and_then(|most| u32::try_from(most).ok()).or(own.max_length);
        own
    }
}

/// The value of a key, followed where it is a reference.
pub(super) fn value<'d>(document: &'d Document, dict: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    dict.get_deref(key, document).ok()
}

/// An array.
pub(super) fn array<'d>(document: &'d Document, dict: &'d Dictionary, key: &[u8]) -> Option<&'d [Object]> {
    value(document, dict, key)?.as_array().ok().map(Vec::as_slice)
}

/// A dictionary, also where it is the head of a stream.
pub(super) fn dictionary<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Dictionary> {
    match document.dereference(object).ok()?.1 {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// A whole number.
pub(super) fn number(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<i64> {
    value(document, dict, key)?.as_i64().ok()
}

/// A text string, decoded, without the padding that some writers leave.
pub(super) fn string(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<String> {
    text(value(document, dict, key)?)
}

/// A text string or name as text.
pub(super) fn text(object: &Object) -> Option<String> {
    let text = match object {
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        object => lopdf::decode_text_string(object).ok()?,
    };
    Some(text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned())
}
