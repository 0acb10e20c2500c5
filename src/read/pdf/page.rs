//! The pages: where their widgets stand, and the text around them.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::tree::{array, dictionary, value};

/// How deep a page's drawing is followed into others.
const DEEP: u32 = 8;

/// The most pieces of text that are read of one page.
const MOST: usize = 50_000;

/// The most drawings that one page takes in.
const DRAWINGS: usize = 500;

/// The largest table of what the signs of a font mean, in bytes.
const TABLE: usize = 4 << 20;

/// A rectangle, in points from the lower left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

/// A piece of text on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) area: Area,
    pub(super) text: String,
}

/// Where a widget stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) page: u32,
    pub(super) widget: u32,
    pub(super) area: Area,
}

/// The widgets of all pages.
pub(super) fn spots(document: &Document, pages: &BTreeMap<u32, ObjectId>) -> BTreeMap<ObjectId, Spot> {
    let mut spots = BTreeMap::new();
    for (&page, &id) in pages {
        let Ok(dict) = document.get_dictionary(id) else { continue };
        let notes = array(document, dict, b"Annots").unwrap_or_default();
        let widgets = notes.iter().filter_map(|note| {
            let (id, object) = document.dereference(note).ok()?;
            let dict = object.as_dict().ok()?;
            let widget = dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Widget");
            widget.then_some((id?, dict))
        });
        for (index, (id, dict)) in widgets.enumerate() {
            let widget = u32::try_from(index).unwrap_or(u32::MAX);
            spots.entry(id).or_insert(Spot { page, widget, area: area(document, dict) });
        }
    }
    spots
}

fn area(document: &Document, dict: &Dictionary) -> Area {
    let corners: Vec<f32> = array(document, dict, b"Rect").unwrap_or_default().iter().filter_map(|side| side.as_float().ok()).collect();
    let [x0, y0, x1, y1] = corners.as_slice() else { return Area::default() };
    Area { left: x0.min(*x1), bottom: y0.min(*y1), right: x0.max(*x1), top: y0.max(*y1) }
}

/// The pages of a document as they are drawn one after the other: each font is read once, and what is unpacked is counted together.
pub(super) struct Press<'d> {
    document: &'d Document,
    fonts: BTreeMap<*const Dictionary, Rc<Font<'d>>>,
    /// How many bytes may still be unpacked.
    pub(super) left: usize,
    /// The operators that were followed, and others like them.
    pub(super) steps: usize,
}

impl<'d> Press<'d> {
    pub(super) fn new(document: &'d Document, most: usize) -> Self {
        Self { document, fonts: BTreeMap::new(), left: most, steps: 0 }
    }

    fn font(&mut self, dict: &'d Dictionary) -> Rc<Font<'d>> {
        let document = self.document;
        let steps = &mut self.steps;
        let font = self.fonts.entry(std::ptr::from_ref(dict)).or_insert_with(|| {
            *steps += 1_000;
            Rc::new(Font::new(document, dict))
        });
        Rc::clone(font)
    }

    /// Takes what was unpacked from what may be.
    fn took(&mut self, content: &[u8]) {
        self.left = self.left.saturating_sub(content.len());
        self.steps += content.len() / 64;
    }
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Its text in lines, from the top.
    pub(super) lines: Vec<Words>,
    /// Whether some of it could not be decoded.
    pub(super) unreadable: bool,
    /// Whether some of it was left out, as it is too much.
    pub(super) cut: bool,
}

/// The text of a page.
pub(super) fn text(press: &mut Press<'_>, page: ObjectId) -> Shown {
    let document = press.document;
    let content = document.get_page_content_with_limit(page, press.left);
    let cut = content.as_ref().is_err_and(is_too_large);
    let content = content.unwrap_or_default();
    press.took(&content);
    let mut drawing = Drawing { press, shown: Shown { cut, ..Shown::default() }, pieces: Vec::new(), drawn: 0 };
    let (own, inherited) = document.get_page_resources(page).unwrap_or_default();
    let above = inherited.iter().filter_map(|id| document.get_dictionary(*id).ok());
    let resources: Vec<_> = own.into_iter().chain(above).collect();
    drawing.draw(&content, &resources, Matrix::default(), 0);
    Shown { lines: lines(drawing.pieces), ..drawing.shown }
}

/// Whether something was not unpacked because it is too much.
fn is_too_large(error: &lopdf::Error) -> bool {
    matches!(error, lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }))
}

/// A transformation of the plane.
#[derive(Clone, Copy, Debug)]
struct Matrix([f32; 6]);

impl Default for Matrix {
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    fn of(operands: &[Object]) -> Self {
        let numbers: Vec<f32> = operands.iter().filter_map(|number| number.as_float().ok()).collect();
        <[f32; 6]>::try_from(numbers.as_slice()).map(Self).unwrap_or_default()
    }

    /// This one first, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn moved(self, x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }
}

/// What the operators of a page have set.
#[derive(Clone, Copy, Default)]
struct State {
    size: f32,
    leading: f32,
    stretch: f32,
}

struct Drawing<'p, 'd> {
    press: &'p mut Press<'d>,
    shown: Shown,
    pieces: Vec<Words>,
    drawn: usize,
}

impl<'d> Drawing<'_, 'd> {
    fn draw(&mut self, content: &[u8], resources: &[&'d Dictionary], at: Matrix, depth: u32) {
        self.drawn += 1;
        if depth > DEEP || self.drawn > DRAWINGS {
            self.shown.cut = true;
            return;
        }
        let Ok(content) = Content::decode(content) else { return };
        self.press.steps += content.operations.len();
        let fonts = self.fonts(resources);
        let (mut here, mut stack) = (at, Vec::new());
        let (mut line, mut text) = (Matrix::default(), Matrix::default());
        let (mut state, mut font) = (State { stretch: 1.0, ..State::default() }, None);
        for operation in &content.operations {
            let given = operation.operands.as_slice();
            let float = |index: usize| given.get(index).and_then(|number| number.as_float().ok()).unwrap_or_default();
            match operation.operator.as_str() {
                "q" if stack.len() < 256 => stack.push(here),
                "Q" => here = stack.pop().unwrap_or(here),
                "cm" => here = Matrix::of(given).then(here),
                "BT" => (line, text) = Default::default(),
                "Tf" => {
                    font = given.first().and_then(|name| name.as_name().ok()).and_then(|name| fonts.get(name)).map(Rc::as_ref);
                    state.size = float(1);
                }
                "TL" => state.leading = float(0),
                "Tz" => state.stretch = float(0) / 100.0,
                "Tm" => (line, text) = (Matrix::of(given), Matrix::of(given)),
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -float(1);
                    }
                    line = line.moved(float(0), float(1));
                    text = line;
                }
                "T*" | "'" | "\"" => {
                    line = line.moved(0.0, -state.leading);
                    text = line;
                }
                "Do" => self.inner(given.first(), resources, here, depth),
                _ => {}
            }
            if matches!(operation.operator.as_str(), "Tj" | "TJ" | "'" | "\"") {
                text = self.show(given, font, state, text, here);
            }
        }
    }

    /// Another drawing that a page takes in.
    fn inner(&mut self, name: Option<&Object>, resources: &[&'d Dictionary], at: Matrix, depth: u32) {
        let Some(name) = name.and_then(|name| name.as_name().ok()) else { return };
        let document = self.press.document;
        let found = resources.iter().find_map(|resources| {
            let drawings = value(document, resources, b"XObject")?.as_dict().ok()?;
            value(document, drawings, name)?.as_stream().ok()
        });
        let Some(stream) = found.filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"))
        else {
            return;
        };
        let matrix = array(document, &stream.dict, b"Matrix").map(Matrix::of).unwrap_or_default();
        let own = value(document, &stream.dict, b"Resources").and_then(|own| own.as_dict().ok());
        let within: Vec<_> = own.map_or_else(|| resources.to_vec(), |own| vec![own]);
        match stream.get_plain_content_with_limit(self.press.left) {
            Ok(content) => {
                self.press.took(&content);
                self.draw(&content, &within, matrix.then(at), depth + 1);
            }
            Err(error) => self.shown.cut |= is_too_large(&error),
        }
    }

    fn fonts(&mut self, resources: &[&'d Dictionary]) -> BTreeMap<&'d [u8], Rc<Font<'d>>> {
        let document = self.press.document;
        let mut fonts = BTreeMap::new();
        for list in resources.iter().filter_map(|resources| value(document, resources, b"Font")?.as_dict().ok()) {
            for (name, font) in list.iter() {
                let Some(dict) = dictionary(document, font) else { continue };
                fonts.entry(name.as_slice()).or_insert_with(|| self.press.font(dict));
            }
        }
        fonts
    }

    /// Shows text, and tells where the next one would begin.
    fn show(&mut self, given: &[Object], font: Option<&Font<'_>>, state: State, mut text: Matrix, here: Matrix) -> Matrix {
        let Some(font) = font else { return text };
        let parts = given.iter().flat_map(|operand| match operand {
            Object::Array(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        });
        for part in parts {
            if let Object::String(bytes, _) = part {
                let words = font.encoding.as_ref().and_then(|encoding| Document::decode_text(encoding, bytes).ok());
                self.shown.unreadable |= words.is_none() || font.encoding.is_none();
                let width = font.width(bytes) * state.size * state.stretch;
                self.piece(words.unwrap_or_default(), text.then(here), width, state.size);
                text = text.moved(width, 0.0);
            } else if let Ok(back) = part.as_float() {
                text = text.moved(-back / 1000.0 * state.size * state.stretch, 0.0);
            }
        }
        text
    }

    fn piece(&mut self, text: String, at: Matrix, width: f32, size: f32) {
        let [a, b, c, d, x, y] = at.0;
        // Text that runs up the side is no label of what stands beside it.
        if text.trim().is_empty() || b.abs() > a.abs() {
            return;
        }
        if self.pieces.len() >= MOST {
            self.shown.cut = true;
            return;
        }
        let high = (size * (c.abs() + d.abs())).abs();
        let area = Area { left: x, bottom: y - high * 0.2, right: x + width * a.abs(), top: y + high * 0.8 };
        self.pieces.push(Words { area, text });
    }
}

struct Font<'d> {
    encoding: Option<Encoding<'d>>,
    widths: Vec<f32>,
    first: usize,
    wide: bool,
}

impl<'d> Font<'d> {
    fn new(document: &'d Document, dict: &'d Dictionary) -> Self {
        let widths = array(document, dict, b"Widths").unwrap_or_default();
        let first = value(document, dict, b"FirstChar").and_then(|first| first.as_i64().ok()).unwrap_or_default();
        Self {
            encoding: dict.get_font_encoding_with_limit(document, TABLE).ok(),
            widths: widths.iter().filter_map(|width| document.dereference(width).ok()?.1.as_float().ok()).collect(),
            first: usize::try_from(first).unwrap_or_default(),
            wide: dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0"),
        }
    }

    /// The width of a string in ems; half an em for a letter where the font does not say.
    fn width(&self, bytes: &[u8]) -> f32 {
        if self.wide {
            return bytes.len() as f32 / 2.0 * 0.5;
        }
        let one = |byte: &u8| {
            usize::from(*byte).checked_sub(self.first).and_then(|index| self.widths.get(index)).map_or(0.5, |width| width / 1000.0)
        };
        bytes.iter().map(one).sum()
    }
}

/// Pieces as lines: those on one level are joined where no gap parts them.
fn lines(mut pieces: Vec<Words>) -> Vec<Words> {
    let level = |area: &Area| ((area.top + area.bottom) / 2.0 / 3.0).round() as i64;
    pieces.sort_by(|one, other| level(&other.area).cmp(&level(&one.area)).then(one.area.left.total_cmp(&other.area.left)));
    let mut lines: Vec<Words> = Vec::new();
    for piece in pieces {
        let high = (piece.area.top - piece.area.bottom).max(1.0);
        let last = lines.last_mut().filter(|last| {
            let gap = piece.area.left - last.area.right;
            (last.area.bottom - piece.area.bottom).abs() < high * 0.5 && gap < high * 1.2 && gap > -high * 3.0
        });
        let Some(last) = last else {
            lines.push(piece);
            continue;
        };
        if piece.area.left - last.area.right > high * 0.15 && !last.text.ends_with(' ') {
            last.text.push(' ');
        }
        last.text.push_str(&piece.text);
        last.area.right = last.area.right.max(piece.area.right);
        last.area.top = last.area.top.max(piece.area.top);
    }
    for line in &mut lines {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines
}
