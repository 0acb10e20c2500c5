//! YAML 1.2 from the events of its parser: core schema, aliases under a budget, merge keys, any number of documents.

use rustc_hash::FxHashSet;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput};

use super::build::{Builder, hash};
use super::{Slot, Tag, Tree};
use crate::source::{Limit, Limits, Place, Problem, SourceId, Span};

/// The tree of a text.
pub(super) fn parse<'s>(text: &'s str, source: SourceId, limits: &Limits) -> (Tree<'s>, Vec<Problem>) {
    let mut loader = Loader::new(text, source, limits);
    if text.len() > limits.size {
        let message = format!("the file is larger than {}; it was not read", Limits::size(limits.size));
        loader.builder.tell(Limit::Size.passed(Place::whole(source), message));
    } else {
        loader.run();
    }
    loader.builder.finish(loader.last)
}

struct Loader<'s> {
    text: &'s str,
    parser: Parser<'s, StrInput<'s>>,
    builder: Builder<'s>,
    offsets: Offsets,
    frames: Vec<Frame>,
    /// By the number of the anchor; none while what it names is still open.
    anchors: Vec<Option<Anchor>>,
    /// The values so far, each alias counted as what it stands for.
    expanded: u64,
    /// The values that aliases stand for.
    aliased: u64,
    /// The end of the last scalar or bracket.
    last: u32,
}

/// What an alias of it costs.
#[derive(Clone, Copy)]
struct Anchor {
    slot: u32,
    size: u64,
    height: u32,
}

struct Frame {
    anchor: usize,
    /// What `expanded` was before it.
    before: u64,
    height: u32,
    /// The slots of its keys `<<`.
    merges: Vec<u32>,
}

type Tagged<'e> = Option<std::borrow::Cow<'e, saphyr_parser::Tag>>;

impl<'s> Loader<'s> {
    fn new(text: &'s str, source: SourceId, limits: &Limits) -> Self {
        Self {
            text,
            parser: Parser::new_from_str(text),
            builder: Builder::new(text, source, limits),
            offsets: Offsets::new(text),
            frames: Vec::new(),
            anchors: Vec::new(),
            expanded: 0,
            aliased: 0,
            last: 0,
        }
    }

    fn run(&mut self) {
        while let Some(event) = self.parser.next_event() {
            let (event, span) = match event {
                Ok((event, span)) => (event, self.span(span)),
                Err(error) => return self.broken(&error),
            };
            match event {
                Event::StreamEnd => return,
                _ if !self.builder.room(span) => return,
                Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, &tag, span),
                Event::Alias(anchor) => self.alias(anchor, span),
                Event::MappingStart(..) | Event::SequenceStart(..) if self.at_key() => {
                    if !self.complex_key(span) {
                        return;
                    }
                }
                Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                    let object = matches!(event, Event::MappingStart(..));
                    if !self.open(object, anchor, span) {
                        return;
                    }
                }
                Event::MappingEnd | Event::SequenceEnd => self.close(span),
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            }
        }
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        Span { start: self.offsets.byte(self.text, span.start), end: self.offsets.byte(self.text, span.end) }
    }

    fn broken(&mut self, error: &ScanError) {
        let at = self.offsets.byte(self.text, *error.marker());
        let end = self.text.get(at as usize..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let message = format!("YAML ends here: {}; what follows was not read", error.info());
        let span = Span { start: at, end: at + end as u32 };
        match error.info().contains("recursion limit") {
            true => self.builder.past(Limit::Depth, span, message),
            false => self.builder.error("yaml-syntax", span, message),
        }
    }

    /// Whether a key comes next.
    fn at_key(&self) -> bool {
        self.builder.inside() == Some(true) && !self.builder.dangling()
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, anchor: usize, tag: &Tagged<'_>, span: Span) {
        self.last = span.end;
        let plain = style == ScalarStyle::Plain;
        let (span, owned) = self.words(value, style, span);
        if self.at_key() {
            let slot = self.builder.next();
            self.key(value, span, owned, plain);
            self.name(anchor, Anchor { slot, size: 1, height: 0 });
            return;
        }
        let tag = if span.is_empty() && plain && tag.is_none() { Tag::Null } else { resolve(value, plain, tag) };
        let slot = self.builder.push(tag, span, 0, owned);
        self.expanded += 1;
        self.name(anchor, Anchor { slot, size: 1, height: 0 });
    }

    /// The span of the words of a scalar, and the number of its own text where the source holds them otherwise.
    fn words(&mut self, value: &str, style: ScalarStyle, span: Span) -> (Span, u32) {
        let inner = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if span.len() >= 2 => Span { start: span.start + 1, end: span.end - 1 },
            _ => span,
        };
        let written = self.text.get(inner.range()).unwrap_or_default();
        let trimmed = written.trim_end();
        if written == value {
            (inner, 0)
        } else if trimmed == value {
            (Span { start: inner.start, end: inner.start + trimmed.len() as u32 }, 0)
        } else if style == ScalarStyle::Plain && span.is_empty() {
            (span, 0)
        } else {
            (inner, self.builder.own(value.to_owned()))
        }
    }

    fn key(&mut self, value: &str, span: Span, owned: u32, plain: bool) {
        let merge = plain && value == "<<";
        let slot = self.builder.next();
        let value = if span.is_empty() && owned == 0 { "" } else { value };
        self.builder.key(span, owned, hash(value.as_bytes()));
        if let Some(frame) = self.frames.last_mut().filter(|_| merge) {
            frame.merges.push(slot);
        }
    }

    /// Passes over a mapping or list that stands as a key; its text is the key. False where the text breaks in it.
    fn complex_key(&mut self, start: Span) -> bool {
        let mut open = 1;
        let mut end = start.end;
        while open > 0 {
            let (event, span) = match self.parser.next_event() {
                Some(Ok((event, span))) => (event, self.span(span)),
                Some(Err(error)) => {
                    self.broken(&error);
                    return false;
                }
                None => return false,
            };
            match event {
                Event::MappingStart(..) | Event::SequenceStart(..) => open += 1,
                Event::MappingEnd | Event::SequenceEnd => open -= 1,
                _ => {}
            }
            end = end.max(span.end);
        }
        let span = Span { start: start.start, end };
        let words = self.text.get(span.range()).unwrap_or_default();
        self.builder.key(span, 0, hash(words.as_bytes()));
        true
    }

    fn open(&mut self, object: bool, anchor: usize, span: Span) -> bool {
        if !self.builder.open(object, span) {
            return false;
        }
        self.name_open(anchor);
        self.frames.push(Frame { anchor, before: self.expanded, height: 0, merges: Vec::new() });
        self.expanded += 1;
        true
    }

    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        self.last = self.last.max(span.end.min(self.last + 1)).max(if span.is_empty() { 0 } else { span.end });
        for slot in &frame.merges {
            self.merge(*slot);
        }
        let slot = self.builder.innermost().unwrap_or_default();
        self.builder.close(self.last);
        let anchor = Anchor { slot, size: self.expanded - frame.before, height: frame.height + 1 };
        self.name(frame.anchor, anchor);
        self.taller(anchor.height);
    }

    fn taller(&mut self, height: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.height = frame.height.max(height);
        }
    }

    fn name(&mut self, anchor: usize, what: Anchor) {
        self.name_open(anchor);
        if let Some(place) = self.anchors.get_mut(anchor).filter(|_| anchor > 0) {
            *place = Some(what);
        }
    }

    fn name_open(&mut self, anchor: usize) {
        if self.anchors.len() <= anchor {
            self.anchors.resize(anchor + 1, None);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        self.last = span.end;
        let target = self.anchors.get(anchor).copied().flatten();
        if self.at_key() {
            return self.alias_key(target, span);
        }
        let Some(target) = target else {
            self.builder.error("recursive-alias", span, "the alias stands inside what it names; it was read as nothing");
            return self.nothing(span);
        };
        if !self.afford(target, span) {
            return self.nothing(span);
        }
        self.taller(target.height);
        self.builder.push(Tag::Alias, span, target.slot, 0);
    }

    fn nothing(&mut self, span: Span) {
        self.builder.push(Tag::Null, span, 0, 0);
        self.expanded += 1;
    }

    fn alias_key(&mut self, target: Option<Anchor>, span: Span) {
        let words = |slot: &Slot| match slot.tag {
            Tag::Array | Tag::Object => String::new(),
            _ => self.builder.tree.words(slot).to_owned(),
        };
        let words = target.and_then(|anchor| self.builder.tree.slot(anchor.slot)).map(words).unwrap_or_default();
        let hash = hash(words.as_bytes());
        let owned = self.builder.own(words);
        self.builder.key(span, owned, hash);
    }

    /// Whether an alias fits the limits; where it does not this is told.
    fn afford(&mut self, target: Anchor, span: Span) -> bool {
        let limits = self.builder.limits;
        if self.aliased + target.size > limits.expansion as u64 {
            let message = format!("aliases that stand for more than {} values; this one was read as nothing", limits.expansion);
            self.builder.past(Limit::Expansion, span, message);
            return false;
        }
        if self.frames.len() as u64 + u64::from(target.height) > limits.depth as u64 {
            let message = format!("nesting deeper than {} through an alias; it was read as nothing", limits.depth);
            self.builder.past(Limit::Depth, span, message);
            return false;
        }
        self.aliased += target.size;
        self.expanded += target.size;
        true
    }

    /// Adds the entries of a merge key's value to the open mapping, where it has no such key itself.
    fn merge(&mut self, key: u32) {
        let tree = &self.builder.tree;
        let mut seen: FxHashSet<String> = self.builder.own_keys().map(|slot| tree.words(slot).to_owned()).collect();
        let Some(value) = tree.node(key + 1) else { return };
        let sources: Vec<_> = if value.is_array() { value.items().collect() } else { vec![value] };
        if let Some(odd) = sources.iter().find(|source| !source.is_object()) {
            let span = odd.span();
            self.builder.error("bad-merge", span, "a merge key `<<` wants a mapping or a list of mappings");
            return;
        }
        let entries = sources.iter().flat_map(|source| source.entries());
        let fresh = entries.filter(|entry| seen.insert(entry.key.as_str().to_owned()));
        let added: Vec<_> = fresh.map(|entry| (entry.key.at, entry.value.at)).collect();
        for (key, value) in added {
            self.aliased += 1;
            if self.aliased > self.builder.limits.expansion as u64 {
                let span = self.builder.tree.slot(key).map(|slot| slot.span).unwrap_or_default();
                let message = format!("aliases that stand for more than {} values", self.builder.limits.expansion);
                return self.builder.past(Limit::Expansion, span, message);
            }
            let Some(slot) = self.builder.tree.slot(key).copied() else { continue };
            self.builder.key(slot.span, slot.owned, slot.link);
            self.builder.push(Tag::Alias, slot.span, value, 0);
        }
        if let Some(slot) = self.builder.tree.slots.get_mut(key as usize) {
            slot.tag = Tag::Merge;
        }
    }
}

/// What a scalar is by the core schema; a tag of the core schema decides, a foreign one does not.
fn resolve(value: &str, plain: bool, tag: &Tagged<'_>) -> Tag {
    match tag.as_ref().filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str()) {
        Some("str" | "binary") => Tag::String,
        Some("null") => Tag::Null,
        Some("bool") => Tag::Bool,
        Some("int" | "float") => Tag::Number,
        _ if !plain => Tag::String,
        _ => core(value),
    }
}

fn core(value: &str) -> Tag {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => Tag::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Tag::Bool,
        ".nan" | ".NaN" | ".NAN" => Tag::Number,
        _ if is_number(value) => Tag::Number,
        _ => Tag::String,
    }
}

fn is_number(value: &str) -> bool {
    if let Some(digits) = value.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(digits) = value.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let bare = value.strip_prefix(['-', '+']).unwrap_or(value);
    if matches!(bare, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (base, exponent) = bare.split_once(['e', 'E']).map_or((bare, None), |(base, exponent)| (base, Some(exponent)));
    let (whole, fraction) = base.split_once('.').map_or((base, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || fraction.is_some_and(|part| !part.is_empty());
    let exponent = exponent.is_none_or(|part| {
        let part = part.strip_prefix(['-', '+']).unwrap_or(part);
        !part.is_empty() && digits(part)
    });
    some && digits(whole) && fraction.is_none_or(digits) && exponent
}

/// Byte offsets of characters: the parser counts characters, we count bytes.
struct Offsets {
    /// The byte offset of every sixty-fourth character; empty where all are one byte.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

impl Offsets {
    fn new(text: &str) -> Self {
        let marks = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().step_by(STRIDE).map(|(at, _)| at as u32).collect(),
        };
        Self { marks }
    }

    fn byte(&self, text: &str, marker: Marker) -> u32 {
        let index = marker.index();
        if self.marks.is_empty() {
            return index.min(text.len()) as u32;
        }
        let Some(mark) = self.marks.get(index / STRIDE) else { return text.len() as u32 };
        let rest = text.get(*mark as usize..).unwrap_or_default();
        rest.char_indices().nth(index % STRIDE).map_or(text.len() as u32, |(at, _)| *mark + at as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let (tree, problems) = parse(text, SourceId(0), &Limits::DEFAULT);
        (tree.documents().map(|node| format!("{node:?}")).collect(), problems.iter().map(|problem| problem.code).collect())
    }

    fn one(text: &str) -> String {
        let (documents, problems) = told(text);
        assert!(problems.is_empty(), "{problems:?} in {text}");
        documents.join(" --- ")
    }

    #[test]
    fn scalars_by_the_core_schema_keep_their_words() {
        let text = "a: no\nb: true\nc: 012\nd: ~\ne:\nf: 'é x'\ng: \"t\\tb\"\nh: |\n  two\n  lines\ni: 2020-01-01\nj: !!str 5\nk: !Ref x\nl: 1e3\n";
        let want = r#"{"a": "no", "b": true, "c": 012, "d": ~, "e": , "f": "é x", "g": "t\tb", "h": "two\nlines\n", "#;
        assert_eq!(one(text), format!(r#"{want}"i": "2020-01-01", "j": "5", "k": "x", "l": 1e3}}"#));
    }

    #[test]
    fn places_count_bytes() {
        let text = "é: ä # ö\r\nlist:\r\n  - 'ü'\r\n  - {a: b}\r\nlast: x y \r\n";
        let (tree, _) = parse(text, SourceId(0), &Limits::DEFAULT);
        let root = tree.root().unwrap();
        for (pointer, words) in [("/é", "ä"), ("/list/0", "ü"), ("/list/1", "{a: b}"), ("/list/1/a", "b"), ("/last", "x y")] {
            assert_eq!(&text[root.pointer(pointer).unwrap().span().range()], words);
        }
        let keys: Vec<_> = root.entries().map(|entry| &text[entry.key.span().range()]).collect();
        assert_eq!(keys, ["é", "list", "last"]);
        assert!(root.entries().all(|entry| matches!(entry.key.text(), std::borrow::Cow::Borrowed(_))));
    }

    #[test]
    fn documents_aliases_and_merges() {
        assert_eq!(one("a: 1\n---\n- b\n...\n---\nc\n"), r#"{"a": 1} --- ["b"] --- "c""#);
        assert_eq!(one("a: &x {b: 1}\nc: *x\n"), r#"{"a": {"b": 1}, "c": {"b": 1}}"#);
        let merged = one("base: &x {a: 1, b: 2}\nmore: {b: 3, <<: *x, c: 4}\nlist: {<<: [*x, {d: 5, a: 6}]}\n");
        assert_eq!(merged, r#"{"base": {"a": 1, "b": 2}, "more": {"b": 3, "c": 4, "a": 1}, "list": {"a": 1, "b": 2, "d": 5}}"#);
        assert_eq!(one("? [a, b]\n: 1\n? {c: d}\n: 2\n"), r#"{"[a, b]": 1, "{c: d}": 2}"#);
        assert_eq!(one("&k key: 1\nx: *k\n"), r#"{"key": 1, "x": "key"}"#);
    }

    #[test]
    fn what_is_off_is_told() {
        assert_eq!(told("a: 1\nb: 2\na: 3\n"), (vec![r#"{"a": 1, "b": 2, "a": 3}"#.to_owned()], vec!["duplicate-key"]));
        assert_eq!(told("a: 1\nb: [1, 2\n").1, ["yaml-syntax"]);
        assert_eq!(told("a: &x [*x]\n").1, ["recursive-alias"]);
        assert_eq!(told("a: {<<: 5}\n").1, ["bad-merge"]);
        assert_eq!(told("").0.len(), 0);
    }

    #[test]
    fn aliases_and_nesting_stop_at_their_limits() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let before = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", "));
        }
        let (tree, problems) = parse(&text, SourceId(0), &Limits { expansion: 100_000, ..Limits::DEFAULT });
        assert!(problems.iter().any(|problem| problem.code == "too-much-expansion"));
        fn count(node: crate::tree::Node<'_, '_>) -> usize {
            1 + node.items().map(count).sum::<usize>() + node.entries().map(|entry| count(entry.value)).sum::<usize>()
        }
        let count = count(tree.root().unwrap());
        assert!(count < 101_000, "{count}");
        for open in ["[", "- ", "{a: "] {
            let (_, problems) = parse(&open.repeat(100_000), SourceId(0), &Limits::DEFAULT);
            assert!(!problems.is_empty(), "{open}");
        }
        let chain = "a: &a [x]\nb: &b [*a]\nc: [*b]\n";
        let limits = Limits { depth: 3, ..Limits::DEFAULT };
        assert_eq!(parse(chain, SourceId(0), &limits).1.first().map(|problem| problem.code), Some("too-deep"));
    }
}
