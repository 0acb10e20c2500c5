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

/// What shows marks.
#[derive(Default)]
pub(super) struct Drawing {
    /// The elements.
    pub(super) elements: Vec<Element<'static>>,
    /// The place as it would be written, and as it is.
    pub(super) mend: Option<(String, String)>,
}

/// Lines that lie near one another, of one source.
type Cluster<'s> = Vec<Underline<'s>>;

/// Marks at most this many lines apart are shown together.
const NEAR: u32 = 4;

/// Words without a label that are longer than this are not underlined.
const LONG: usize = 200;

/// The elements that show marks: the first is what all is about. `width` is the room for a line of the form.
pub(super) fn elements(marks: Vec<Mark<'_>>, width: usize) -> Drawing {
    let mut drawing = Drawing::default();
    let Some(first) = marks.first().map(|mark| mark.spot) else { return drawing };
    let mut clusters = clusters(marks, width).into_iter();
    let mut name = first.source.name();
    match clusters.next() {
        Some(cluster) if cluster.iter().any(|mark| mark.primary) => drawing.open(&cluster, width),
        other => {
            drawing.elements.push(Origin::path(first.words()).into());
            drawing.elements.extend(other.map(|cluster| draw(&cluster, width).0.into()));
        }
    }
    for cluster in clusters {
        let Some(head) = cluster.first() else { continue };
        if name != head.source.name() {
            let at = head.source.position(head.span.start);
            drawing.elements.push(Origin::path(plain(head.source.name())).line(at.line as usize).char_column(at.column as usize).into());
            name = head.source.name();
        }
        drawing.elements.push(draw(&cluster, width).0.into());
    }
    drawing
}

impl Drawing {
    /// The cluster that all is about, with the file above it.
    fn open(&mut self, cluster: &Cluster<'_>, width: usize) {
        let Some(head) = cluster.iter().find(|mark| mark.primary) else { return };
        let path = plain(head.source.name());
        let (snippet, column) = draw(cluster, width);
        let at = head.source.position(head.span.start);
        if column != at.column as usize {
            self.mend = Some((format!("{path}:{}:{column}", at.line), format!("{path}:{}:{}", at.line, at.column)));
        }
        self.elements.push(snippet.path(path).into());
    }

    /// The rendered text with the place as it is in the file, where a line was cut before it.
    pub(super) fn mended(mend: Option<&(String, String)>, text: String) -> String {
        match mend {
            Some((shown, real)) => text.replacen(shown, real, 1),
            None => text,
        }
    }
}

/// Marks by source and line, gathered where they lie near; the cluster of the first mark first.
fn clusters(marks: Vec<Mark<'_>>, width: usize) -> Vec<Cluster<'_>> {
    let mut underlines: Vec<Underline<'_>> = Vec::new();
    for mark in marks.into_iter().enumerate().filter_map(|(number, mark)| underline(mark, number == 0)) {
        // Words that are underlined already need no second label.
        if !underlines.iter().any(|other| overlap(other, &mark)) {
            underlines.push(mark);
        }
    }
    let first = underlines.first().map(|mark| mark.source.name());
    underlines.sort_by_key(|mark| (first != Some(mark.source.name()), mark.source.name(), mark.span));
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

fn overlap(one: &Underline<'_>, other: &Underline<'_>) -> bool {
    one.source.name() == other.source.name() && one.span.start < other.span.end && other.span.start < one.span.end
}

fn near(one: &Underline<'_>, other: &Underline<'_>, width: usize) -> bool {
    let same = one.source.name() == other.source.name();
    let line = other.line.saturating_sub(one.line);
    let apart = other.span.start.saturating_sub(one.span.end) as usize;
    let whole = || line_at(one.source, one.span.start as usize).len() <= width;
    same && line <= NEAR && (line > 0 || apart < width / 2 || whole())
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
    // A form as a whole says nothing when it is underlined: its opening brace, or all of a file on one line.
    if mark.label.is_none() && (length > LONG || end < words.len() && length < 3) {
        return None;
    }
    let span = Span::new(start, start + length);
    Some(Underline { source, span, line: source.position(span.start).line, label: mark.label, primary })
}

/// The lines of a cluster, each cut to the room there is, and the column at which the primary mark is shown.
fn draw(cluster: &Cluster<'_>, width: usize) -> (Snippet<'static, Annotation<'static>>, usize) {
    let mut shown = String::new();
    let mut annotations = Vec::new();
    let Some(first) = cluster.first() else { return (Snippet::source(""), 0) };
    let mut column = 0;
    let mut line = line_at(first.source, first.span.start as usize);
    let mut number = first.line;
    let last = cluster.last().map_or(number, |last| last.line);
    loop {
        let on_line: Vec<&Underline<'_>> = cluster.iter().filter(|mark| mark.line == number).collect();
        let window = window(first.source.text(), line, &on_line, width);
        let offset = push(&mut shown, first.source.text(), line, window);
        for mark in on_line {
            let range = range(mark, first.source.text(), window, offset, shown.len());
            if mark.primary {
                let before = shown.get(..range.start).unwrap_or_default();
                column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            }
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            annotations.push(kind.span(range).label(mark.label.clone()));
        }
        number += 1;
        if number > last {
            break;
        }
        shown.push('\n');
        line = line_at(first.source, after(first.source.text(), line.end as usize));
    }
    (Snippet::source(shown).line_start(first.line as usize).annotations(annotations), column)
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

/// Where the mark is in the lines as they are shown, where a replaced character may be longer or shorter.
fn range(mark: &Underline<'_>, text: &str, window: Span, offset: usize, end: usize) -> std::ops::Range<usize> {
    let shown = |at: u32| {
        let at = at.clamp(window.start, window.end) as usize;
        offset + harmless(text.get(window.start as usize..at).unwrap_or_default()).len()
    };
    shown(mark.span.start).min(end)..shown(mark.span.end).min(end)
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
