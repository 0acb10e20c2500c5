//! Places drawn for the person at the terminal: the line, what is meant underlined, and words.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{Gravity, Place, Problem, Source};

/// A message about a place, with further words below it.
pub(super) struct Drawing<'d> {
    pub(super) gravity: Gravity,
    /// The name of the kind of problem, where it is told.
    pub(super) code: Option<&'d str>,
    pub(super) title: &'d str,
    pub(super) source: Option<&'d Source>,
    pub(super) place: Place,
    pub(super) label: &'d str,
    pub(super) notes: &'d [String],
    pub(super) help: Option<&'d str>,
    /// Other places, each with its source and a few words.
    pub(super) also: Vec<(&'d Source, Place, &'d str)>,
}

impl Drawing<'_> {
    /// The drawing as text.
    pub(super) fn text(&self, color: bool) -> String {
        let level = if self.gravity == Gravity::Error { Level::ERROR } else { Level::WARNING };
        let title = level.primary_title(self.title);
        let title = match self.code {
            Some(code) => title.id(code),
            None => title,
        };
        let mut group = title.elements(self.source.map(|source| snippet(source, self.place, self.label, AnnotationKind::Primary)));
        for (source, place, words) in &self.also {
            group = group.element(snippet(source, *place, words, AnnotationKind::Context));
        }
        for note in self.notes {
            group = group.element(Level::NOTE.message(note.as_str()));
        }
        if let Some(help) = self.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let groups: [Group<'_>; 1] = [group];
        renderer.render(&groups).to_string()
    }
}

fn snippet<'d>(source: &'d Source, place: Place, label: &'d str, kind: AnnotationKind) -> Snippet<'d, annotate_snippets::Annotation<'d>> {
    let span = place.span().map(|span| span.range()).filter(|range| source.text().get(range.clone()).is_some());
    let snippet = Snippet::source(source.text()).path(source.name());
    match span {
        Some(span) => snippet.annotation(kind.span(span).label(label)),
        None => snippet.annotation(kind.span(0..0).label(label)),
    }
}

/// A problem, drawn; `source` gives the file of a place.
pub(super) fn problem<'s>(found: &Problem, source: &dyn Fn(Place) -> Option<&'s Source>, color: bool) -> String {
    told(found, None, source, color)
}

/// A problem, drawn under its name.
pub(super) fn lint<'s>(found: &Problem, source: &dyn Fn(Place) -> Option<&'s Source>, color: bool) -> String {
    told(found, Some(found.code), source, color)
}

fn told<'s>(problem: &Problem, code: Option<&str>, source: &dyn Fn(Place) -> Option<&'s Source>, color: bool) -> String {
    let also = problem.related.iter().filter_map(|(place, words)| Some((source(*place)?, *place, words.as_str())));
    let drawing = Drawing {
        gravity: problem.gravity,
        code,
        title: &problem.message,
        source: source(problem.place),
        place: problem.place,
        label: "",
        notes: &[],
        help: problem.help.as_deref(),
        also: also.collect(),
    };
    drawing.text(color)
}
