//! A file about to be read: its text, and its tree where it is JSON, YAML or FHIR's XML, parsed once.

use elsa::FrozenVec;

use super::{Beside, Reading};
use crate::source::{Limits, Place, Problem, Source, SourceId, Span};
use crate::tree::{Node, Tree};

/// How a file is written, as far as its name and first sign tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// A resource of FHIR in XML, whose tree is that of its JSON.
    Fhir,
    /// Another text, or bytes.
    #[default]
    Other,
}

/// A file about to be read.
#[derive(Debug)]
pub struct Document<'s> {
    source: &'s Source,
    id: SourceId,
    syntax: Syntax,
    tree: Tree<'s>,
}

/// The files beside a form, each parsed when a reader asks for it.
pub(super) struct Files<'s> {
    beside: &'s dyn Beside,
    documents: FrozenVec<Box<Document<'s>>>,
}

impl<'s> Files<'s> {
    pub(super) fn new(beside: &'s dyn Beside) -> Self {
        Self { beside, documents: FrozenVec::new() }
    }

    /// The file at a path from the folder of the form.
    pub(super) fn open<'t>(&'t self, path: &str, reading: &mut Reading<'s>) -> Option<&'t Document<'s>> {
        self.beside.file(path).map(|source| self.parsed(source, reading))
    }

    /// The files that somebody said belong to the form.
    pub(super) fn named<'t>(&'t self, reading: &mut Reading<'s>) -> Vec<&'t Document<'s>> {
        self.beside.named().into_iter().map(|source| self.parsed(source, reading)).collect()
    }

    fn parsed<'t>(&'t self, source: &'s Source, reading: &mut Reading<'s>) -> &'t Document<'s> {
        let known = self.documents.iter().find(|document| std::ptr::eq(document.source, source));
        known.unwrap_or_else(|| {
            let (document, problems) = Document::numbered(source, reading.source(source), &reading.limits);
            problems.into_iter().for_each(|problem| reading.tell(problem));
            self.documents.push_get(Box::new(document))
        })
    }
}

impl<'s> Document<'s> {
    /// The file that is read itself, and what was wrong with its syntax, which is the given one where the file does not tell.
    pub fn new(source: &'s Source, syntax: Syntax, limits: &Limits) -> (Self, Vec<Problem>) {
        let known = Syntax::of(source);
        Self::written(source, SourceId(0), if known == Syntax::Other { syntax } else { known }, limits)
    }

    /// A file with its number among the sources of a reading.
    pub fn numbered(source: &'s Source, id: SourceId, limits: &Limits) -> (Self, Vec<Problem>) {
        Self::written(source, id, Syntax::of(source), limits)
    }

    fn written(source: &'s Source, id: SourceId, syntax: Syntax, limits: &Limits) -> (Self, Vec<Problem>) {
        let (tree, problems) = match syntax {
            Syntax::Json => Tree::json(source, id, limits),
            Syntax::Yaml => Tree::yaml(source, id, limits),
            #[cfg(feature = "xml")]
            Syntax::Fhir => Tree::fhir(source, id, limits),
            _ => (Tree::default(), Vec::new()),
        };
        (Self { source, id, syntax, tree }, problems)
    }

    /// The file.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// Its number among the sources of the reading.
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// How it is written.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Its tree; empty where it is in no syntax that gives one.
    pub fn tree(&self) -> &Tree<'s> {
        &self.tree
    }

    /// Its first document, where there is a tree.
    pub fn root(&self) -> Option<Node<'_, 's>> {
        self.tree.root()
    }

    /// The value of a key of its first document.
    pub fn get(&self, key: &str) -> Option<Node<'_, 's>> {
        self.root()?.get(key)
    }

    /// The place of a span of it.
    pub fn place(&self, span: Span) -> Place {
        Place::text(self.id, span)
    }

    /// The place of the whole.
    pub fn whole(&self) -> Place {
        Place::whole(self.id)
    }

    /// The last part of the file's name, without folders.
    pub fn file(&self) -> &'s str {
        self.source.name().rsplit('/').next().unwrap_or_default()
    }
}

impl Syntax {
    fn of(source: &Source) -> Self {
        match source.extension().as_str() {
            "json" | "jsonld" | "jsonschema" => Self::Json,
            "yaml" | "yml" => Self::Yaml,
            #[cfg(feature = "xml")]
            "xml" | "" if Tree::is_fhir(source.text()) => Self::Fhir,
            // Markup and code begin with other signs; a template may begin with a brace and is no JSON.
            "html" | "htm" | "njk" | "jinja" | "j2" | "js" | "ts" | "css" | "xml" | "csv" => Self::Other,
            _ if source.text().trim_start().starts_with(['{', '[']) => Self::Json,
            _ => Self::Other,
        }
    }
}
