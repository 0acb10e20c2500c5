//! Lines of a form with words underlined: only the lines that are needed, cut around the words where they are long.

use annotate_snippets::{Annotation, AnnotationKind, Element, Origin, Snippet};

use crate::report::spot::Spot;
use crate::report::words::{harmless, plain};
use crate::source::{At, Source, Span};

/// Words to underline.
pub(super) struct Mark<'s> {
    /// Where they stand.
    pub(super) spot: Spot<'s>,
    /// What is said of them.
    pub(super) label: Option<String>,
}

/// A mark in the text, held to its first line.
struct Underline<'s> {
    source: &'s Source,
    span: Span,
    line: u32,
    label: Option<String>,
    primary: bool,
}

/// Lines that lie near one another, of one source.
type Cluster<'s> = Vec<Underline<'s>>;

/// Marks at most this many lines apart are shown together.
const NEAR: u32 = 4;

/// The elements that show marks: the first is what all is about. `width` is the room for a line of the form.
pub(super) fn elements(marks: Vec<Mark<'_>>, width: usize) -> Vec<Element<'static>> {
    let mut elements = Vec::new();
    let Some(first) = marks.first().map(|mark| mark.spot) else { return elements };
    if first.range().is_none() {
        elements.push(Origin::path(first.words()).into());
    }
    let mut name = first.range().is_none().then(|| first.source.name().to_owned());
    for cluster in clusters(marks, width) {
        let Some(head) = cluster.iter().find(|mark| mark.primary).or(cluster.first()) else { continue };
        if name.as_deref() != Some(head.source.name()) {
            let at = head.source.position(head.span.start);
            elements.push(Origin::path(plain(head.source.name())).line(at.line as usize).char_column(at.column as usize).into());
            name = Some(head.source.name().to_owned());
        }
        elements.push(draw(&cluster, width).into());
    }
    elements
}

/// Marks by source and line, gathered where they lie near; the cluster of the first mark first.
fn clusters(marks: Vec<Mark<'_>>, width: usize) -> Vec<Cluster<'_>> {
    let mut underlines: Vec<Underline<'_>> = marks.into_iter().enumerate().filter_map(|(number, mark)| underline(mark, number == 0)).collect();
    let first = underlines.first().map(|mark| mark.source.name());
    underlines.sort_by_key(|mark| (first != Some(mark.source.name()), mark.source.name(), mark.span));
    // A second label under the same words would only repeat them; the sort is stable, so that the primary one stays.
    underlines.dedup_by(|later, mark| later.span == mark.span && later.source.name() == mark.source.name());
    let mut clusters: Vec<Cluster<'_>> = Vec::new();
    for mark in underlines {
        match clusters.last_mut() {
            Some(cluster) if cluster.last().is_some_and(|last| near(last, &mark, width)) => cluster.push(mark),
            _ => clusters.push(vec![mark]),
        }
    }
    let start = clusters.iter().position(|cluster| cluster.iter().any(|mark| mark.primary)).unwrap_or_default();
    if let Some(head) = clusters.get_mut(..=start) {
        head.rotate_right(1);
    }
    clusters
}

fn near(one: &Underline<'_>, other: &Underline<'_>, width: usize) -> bool {
    let same = one.source.name() == other.source.name();
    let line = other.line.saturating_sub(one.line);
    let apart = other.span.start.saturating_sub(one.span.end) as usize;
    same && line <= NEAR && (line > 0 || apart < width / 2)
}

/// A mark held to the words of its first line.
fn underline(mark: Mark<'_>, primary: bool) -> Option<Underline<'_>> {
    let At::Text(span) = mark.spot.at else { return None };
    let source = mark.spot.source;
    let text = source.slice(span);
    let skipped = text.len() - text.trim_start().len();
    let words = text.trim_start();
    let end = memchr::memchr2(b'\n', b'\r', words.as_bytes()).unwrap_or(words.len());
    let start = span.start as usize + skipped;
    let length = words.get(..end).map(|line| line.trim_end().len()).unwrap_or_default();
    if source.text().is_empty() || start > source.text().len() {
        return None;
    }
    let span = Span::new(start, start + length);
    Some(Underline { source, span, line: source.position(span.start).line, label: mark.label, primary })
}

/// The lines of a cluster, each cut to the room there is.
fn draw(cluster: &Cluster<'_>, width: usize) -> Snippet<'static, Annotation<'static>> {
    let mut shown = String::new();
    let mut annotations = Vec::new();
    let Some(first) = cluster.first() else { return Snippet::source("") };
    let mut line = line_at(first.source, first.span.start as usize);
    let mut number = first.line;
    let last = cluster.last().map_or(number, |last| last.line);
    loop {
        let on_line: Vec<&Underline<'_>> = cluster.iter().filter(|mark| mark.line == number).collect();
        let window = window(first.source.text(), line, &on_line, width);
        let offset = push(&mut shown, first.source.text(), line, window);
        for mark in on_line {
            annotations.push(annotation(mark, first.source.text(), window, offset, shown.len()));
        }
        number += 1;
        if number > last {
            break;
        }
        shown.push('\n');
        line = line_at(first.source, after(first.source.text(), line.end as usize));
    }
    Snippet::source(shown).line_start(first.line as usize).annotations(annotations)
}

/// Writes the window of a line, with `…` where it was cut, and tells where the window begins.
fn push(shown: &mut String, text: &str, line: Span, window: Span) -> usize {
    if window.start > line.start {
        shown.push('…');
    }
    let offset = shown.len();
    shown.push_str(&harmless(text.get(window.range()).unwrap_or_default()));
    if window.end < line.end {
        shown.push('…');
    }
    offset
}

/// The mark in the lines as they are shown, where a replaced character may be longer or shorter.
fn annotation(mark: &Underline<'_>, text: &str, window: Span, offset: usize, end: usize) -> Annotation<'static> {
    let shown = |at: u32| {
        let at = at.clamp(window.start, window.end) as usize;
        offset + harmless(text.get(window.start as usize..at).unwrap_or_default()).len()
    };
    let span = shown(mark.span.start).min(end)..shown(mark.span.end).min(end);
    let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    kind.span(span).label(mark.label.clone())
}

/// The line around an offset, without its end.
fn line_at(source: &Source, offset: usize) -> Span {
    let bytes = source.text().as_bytes();
    let offset = offset.min(bytes.len());
    let start = bytes.get(..offset).and_then(|before| memchr::memrchr2(b'\n', b'\r', before)).map_or(0, |at| at + 1);
    let end = bytes.get(offset..).and_then(|rest| memchr::memchr2(b'\n', b'\r', rest)).map_or(bytes.len(), |at| offset + at);
    Span::new(start, end)
}

/// The start of the line after one that ends at an offset.
fn after(text: &str, end: usize) -> usize {
    let pair = text.get(end..).is_some_and(|rest| rest.starts_with("\r\n"));
    end + if pair { 2 } else { 1 }
}

/// What is shown of a line: all of it, or the part around its marks.
fn window(text: &str, line: Span, marks: &[&Underline<'_>], width: usize) -> Span {
    if line.len() <= width {
        return line;
    }
    let start = marks.first().map_or(line.start, |mark| mark.span.start) as usize;
    let end = marks.iter().map(|mark| mark.span.end).max().map_or(start, |end| end as usize).min(start + width);
    let spare = width.saturating_sub(end - start) / 2;
    let from = start.saturating_sub(spare).max(line.start as usize);
    let to = (from + width).max(end).min(line.end as usize);
    Span::new(text.floor_char_boundary(from), text.ceil_char_boundary(to))
}
