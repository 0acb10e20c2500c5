//! A file about to be read: its text, and its tree where it is JSON or YAML, parsed once.

use crate::source::{Limits, Place, Problem, Source, SourceId, Span};
use crate::tree::{Node, Tree};

/// How a file is written, as far as its name and first sign tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
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

impl<'s> Document<'s> {
    /// The file that is read itself, and what was wrong with its syntax.
    pub fn new(source: &'s Source, limits: &Limits) -> (Self, Vec<Problem>) {
        Self::numbered(source, SourceId(0), limits)
    }

    /// A file with its number among the sources of a reading.
    pub fn numbered(source: &'s Source, id: SourceId, limits: &Limits) -> (Self, Vec<Problem>) {
        let syntax = Syntax::of(source);
        let (tree, problems) = match syntax {
            Syntax::Json => Tree::json(source, id, limits),
            Syntax::Yaml => Tree::yaml(source, id, limits),
            Syntax::Other => (Tree::default(), Vec::new()),
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

    /// Its tree; empty where it is neither JSON nor YAML.
    pub fn tree(&self) -> &Tree<'s> {
        &self.tree
    }

    /// Its first document, where it is JSON or YAML.
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
            // Markup and code begin with other signs; a template may begin with a brace and is no JSON.
            "html" | "htm" | "njk" | "jinja" | "j2" | "js" | "ts" | "css" | "xml" | "csv" => Self::Other,
            _ if source.text().trim_start().starts_with(['{', '[']) => Self::Json,
            _ => Self::Other,
        }
    }
}
