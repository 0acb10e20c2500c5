//! Leaves, widgets and page text become the common model.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, ObjectId};

use super::facts;
use super::near;
use super::page::{self, Press, Shown, Spot, Words};
use super::tree::{Leaf, Walk, array};
use super::xfa::{self, Said};
use crate::form::{
    Answer, Asked, Choice, Field, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Step, Text, Told, TrailId, Unresolved,
};
use crate::read::{Document, Reading};
use crate::source::{At, Limit, Limits, Place, Problem};

/// One PDF on its way into a form.
pub(super) struct Build<'b, 's> {
    pdf: &'b lopdf::Document,
    document: &'b Document<'s>,
    reading: &'b mut Reading<'s>,
    form: Form<'s>,
    pages: BTreeMap<u32, ObjectId>,
    spots: BTreeMap<ObjectId, Spot>,
    lines: BTreeMap<u32, Vec<Words>>,
    /// The lines that a field took for its label, by page and number.
    taken: BTreeSet<(u32, usize)>,
    said: BTreeMap<String, Said>,
    /// Where each field and notice stands, to bring them into the order in which a person meets them.
    ranks: Vec<(Rank, Thing)>,
    shown: BTreeSet<ObjectId>,
    scripts: bool,
}

/// The steps that any page costs.
const PAGE: usize = 100;

/// Page, distance from the top, distance from the left.
type Rank = (u32, i64, i64);

#[derive(Clone, Copy)]
enum Thing {
    Section(usize),
    Notice(usize),
    Field(usize),
}

impl<'b, 's> Build<'b, 's> {
    pub(super) fn new(pdf: &'b lopdf::Document, document: &'b Document<'s>, form: Form<'s>, reading: &'b mut Reading<'s>) -> Self {
        let pages: BTreeMap<u32, ObjectId> = pdf.get_pages();
        let spots = page::spots(pdf, &pages);
        let mut build = Self {
            pdf,
            document,
            reading,
            form,
            spots,
            lines: BTreeMap::new(),
            taken: BTreeSet::new(),
            said: BTreeMap::new(),
            ranks: Vec::new(),
            shown: BTreeSet::new(),
            scripts: facts::has_scripts(pdf),
            pages,
        };
        build.read_pages();
        build
    }

    fn read_pages(&mut self) {
        let mut press = Press::new(self.pdf, self.reading.limits.unpacked);
        for (&number, &id) in &self.pages {
            let place = self.document.whole();
            let steps = press.steps;
            // Beyond the budget the fields of a page are still read, and its text is not.
            let Shown { lines, unreadable, cut } = match self.reading.work(PAGE) {
                true => page::text(&mut press, id),
                false => Shown::default(),
            };
            self.reading.work(press.steps - steps);
            if cut {
                let most = Limits::size(self.reading.limits.unpacked);
                let message = format!("the text of page {number} is too much to be read to its end: at most {most} of all pages together");
                self.reading.tell(Limit::Unpacked.passed(place, message));
            }
            if unreadable {
                let reference = Text::new(format!("page {number}"), place);
                let why = "some of its text is in a font that does not say what its signs mean".into();
                self.form.unresolved.push(Unresolved { field: None, part: Part::Notice, reference, why });
            }
            self.lines.insert(number, lines);
            self.ranks.push(((number, i64::MIN, 0), Thing::Section(self.form.sections.len())));
            let name = Some(Text::new(format!("page {number}"), self.document.whole()));
            self.form.sections.push(Section { name, place: self.document.whole(), ..Section::default() });
        }
    }

    /// The fields of an AcroForm, and those that only its XFA template has.
    pub(super) fn acro(&mut self, acro: &'b Dictionary) {
        let template = self.template(acro);
        self.said = template.iter().cloned().collect();
        let mut walk = Walk::new(self.pdf, self.reading.limits.fields);
        walk.roots(array(self.pdf, acro, b"Fields").unwrap_or_default());
        self.leaves(walk);
        if self.form.fields.is_empty() {
            let flagged = template.iter().any(|(_, said)| said.required);
            template.into_iter().for_each(|(name, said)| self.templated(name, said, flagged));
        }
    }

    /// Widgets that stand on a page and in no tree: a damaged form still shows them.
    pub(super) fn lost_widgets(&mut self) {
        let orphan = |id: &ObjectId| {
            let dict = self.pdf.get_dictionary(*id).ok();
            !self.shown.contains(id) && dict.is_some_and(|dict| dict.has(b"T") && dict.has(b"FT"))
        };
        let orphans: Vec<ObjectId> = self.spots.keys().copied().filter(orphan).collect();
        let mut found = Walk::new(self.pdf, self.reading.limits.fields);
        found.ids(&orphans);
        self.leaves(found);
    }

    fn leaves(&mut self, walk: Walk<'b>) {
        let place = self.document.whole();
        if walk.too_deep {
            self.reading.tell(Limit::Depth.passed(place, "fields are nested too deep; what is below was not read"));
        }
        if walk.too_many {
            let message = format!("more than {} fields; the others were not read", self.reading.limits.fields);
            self.reading.tell(Limit::Fields.passed(place, message));
        }
        if walk.lost > 0 {
            let message = format!("{} of the references to fields lead nowhere; what they stood for was not checked", walk.lost);
            self.reading.tell(Problem::error("broken-pdf", place, message));
        }
        let flagged = walk.leaves.iter().any(Leaf::is_required);
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for leaf in walk.leaves {
            let index = self.form.fields.len();
            if leaf.is_box() {
                groups.entry(stem(&leaf.names)).or_default().push(index);
            }
            self.leaf(&leaf, flagged);
        }
        for (number, members) in groups.into_values().filter(|members| members.len() > 1).enumerate() {
            for index in members {
                if let Some(field) = self.form.fields.get_mut(index) {
                    field.part_of = u32::try_from(number).ok();
                }
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf<'b>, flagged: bool) {
        let spots: Vec<Option<Spot>> = leaf.widgets.iter().map(|(id, _)| id.and_then(|id| self.spots.get(&id).copied())).collect();
        self.shown.extend(leaf.widgets.iter().filter_map(|(id, _)| *id));
        let places: Vec<Place> = spots.iter().map(|spot| self.place(*spot)).collect();
        let name = leaf.names.join(".");
        let said = self.said.get(&name).cloned().unwrap_or_default();
        let mut choices = facts::choices(self.pdf, leaf, &places);
        let first = spots.iter().flatten().next().copied();
        let place = self.place(first);
        self.label_choices(&mut choices, &spots, leaf);
        let own = leaf.label.clone().or_else(|| said.tip.clone()).filter(|label| !label.is_empty());
        let own = own.filter(|label| !(leaf.is_radio() && near::is_short(label)));
        let near = if own.is_some() || said.caption.is_some() {
            None
        } else {
            first.and_then(|spot| self.near(spot, leaf.is_box(), !leaf.is_radio()))
        };
        let caption = said.caption.clone().filter(|_| own.is_some());
        let hidden = leaf.is_hidden(self.pdf) || said.hidden;
        let field = Field {
            label: own.or(said.caption).or(near).map(|label| Text::new(label, place)),
            help: caption.into_iter().map(|caption| Text::new(caption, place)).collect(),
            answer: facts::answer(self.pdf, leaf, choices.len()),
            required: match leaf.is_required() || said.required {
                true if hidden => Required::WhenShown,
                true => Required::Yes,
                false if flagged => Required::No,
                false => Required::NotSaid,
            },
            conditional: match () {
                () if hidden && self.scripts => Told::Yes,
                () if self.scripts => Told::NotSaid,
                () => Told::No,
            },
            asked: if hidden && !self.scripts { Asked::No("it is hidden".into()) } else { facts::asked(self.pdf, leaf) },
            choices,
            max_length: leaf.max_length,
            ..Field::default()
        };
        self.push(field, name, &leaf.names, first);
    }

    fn place(&self, spot: Option<Spot>) -> Place {
        let source = self.document.id();
        spot.map_or(Place::whole(source), |spot| Place { source, at: At::Widget { page: spot.page, widget: spot.widget } })
    }

    /// The label that the page shows for a widget. A box whose own words are no more than yes or no takes the question before it along.
    fn near(&mut self, spot: Spot, button: bool, alone: bool) -> Option<String> {
        let lines = self.lines.get(&spot.page)?;
        if !self.reading.work(lines.len()) {
            return None;
        }
        let at = if alone { near::label(lines, spot.area, button) } else { near::question(lines, spot.area) }?;
        let label = worded(&lines.get(at)?.text);
        self.taken.insert((spot.page, at));
        if !button || !near::is_short(&label) {
            return Some(label);
        }
        let question = near::question(lines, spot.area).filter(|other| *other != at).and_then(|other| lines.get(other));
        Some(question.map_or(label.clone(), |question| format!("{} {label}", worded(&question.text))))
    }

    /// The words beside each button of a group.
    fn label_choices(&mut self, choices: &mut [Choice<'s>], spots: &[Option<Spot>], leaf: &Leaf<'_>) {
        if !leaf.is_button() {
            return;
        }
        for choice in choices.iter_mut().filter(|choice| choice.label.is_none()) {
            let Some(value) = &choice.value else { continue };
            // A state that is called yes or no says more than what stands nearest.
            if matches!(value.value.to_lowercase().as_str(), "yes" | "no" | "si" | "sí" | "oui" | "non") {
                continue;
            }
            if !self.reading.work(spots.len()) {
                return;
            }
            let spot = spots.iter().flatten().find(|spot| self.place(Some(**spot)) == value.place);
            let Some((spot, lines)) = spot.and_then(|spot| Some((spot, self.lines.get(&spot.page)?))) else { continue };
            let Some(at) = near::label(lines, spot.area, true) else { continue };
            choice.label = lines.get(at).map(|line| Text::new(worded(&line.text), value.place));
            self.taken.insert((spot.page, at));
        }
    }

    fn push(&mut self, mut field: Field<'s>, name: String, names: &[String], spot: Option<Spot>) {
        field.place = self.place(spot);
        field.name = Some(Text::new(name, field.place)).filter(|name| !name.value.is_empty());
        field.trail = names.iter().fold(TrailId::default(), |trail, name| self.form.trails.push(trail, Step::Key(name.clone().into())));
        let page = spot.map_or(1, |spot| spot.page);
        field.section = self.section(page);
        let rank = spot.map_or((u32::MAX, 0, 0), |spot| rank(spot.page, &spot.area));
        self.ranks.push((rank, Thing::Field(self.form.fields.len())));
        self.form.fields.push(field);
    }

    fn section(&self, page: u32) -> Option<SectionId> {
        let index = self.pages.keys().position(|number| *number == page)?;
        u32::try_from(index).ok().map(SectionId)
    }

    fn template(&mut self, acro: &Dictionary) -> Vec<(String, Said)> {
        let Some(text) = xfa::template(self.pdf, acro, self.reading.limits.unpacked) else { return Vec::new() };
        let most = u32::try_from(self.reading.limits.values).unwrap_or(u32::MAX);
        let fields = text.and_then(|text| xfa::fields(&text, most).map_err(|error| error.to_string()));
        let (fields, too_deep) = fields.unwrap_or_else(|error| {
            let message = format!("the XFA template could not be read: {error}");
            self.reading.tell(Problem::note("broken-xfa", self.document.whole(), message));
            (Vec::new(), false)
        });
        if too_deep {
            let message = "parts of the XFA template are nested too deep; what is below was not read";
            self.reading.tell(Limit::Depth.passed(self.document.whole(), message));
        }
        fields
    }

    /// A field that the viewer draws from the template alone.
    fn templated(&mut self, name: String, said: Said, flagged: bool) {
        let most = self.reading.limits.fields;
        if self.form.fields.len() >= most {
            let message = format!("more than {most} fields; the others were not read");
            return self.reading.tell(Limit::Fields.passed(self.document.whole(), message));
        }
        let place = self.document.whole();
        let answer = match said.kind {
            "choiceList" | "exclGroup" => Answer::Choice,
            "checkButton" => Answer::YesNo,
            "dateTimeEdit" => Answer::Date,
            "numericEdit" => Answer::Number,
            "signature" => Answer::Signature,
            "button" => Answer::Control,
            "imageEdit" => Answer::Photo,
            _ => Answer::Text,
        };
        let offers = answer == Answer::Choice;
        let label = |words: String| Choice { label: Some(Text::new(words, place)), ..Choice::default() };
        let field = Field {
            label: said.tip.clone().or(said.caption.clone()).map(|label| Text::new(label, place)),
            help: said.caption.filter(|_| said.tip.is_some()).map(|caption| Text::new(caption, place)).into_iter().collect(),
            choices: if offers { said.items.into_iter().map(label).collect() } else { Vec::new() },
            answer,
            required: match said.required {
                true => Required::Yes,
                false if flagged => Required::No,
                false => Required::NotSaid,
            },
            conditional: if said.hidden { Told::Yes } else { Told::NotSaid },
            asked: if said.closed { Asked::No("it is read-only".into()) } else { Asked::Yes },
            ..Field::default()
        };
        let names: Vec<String> = name.split('.').map(str::to_owned).collect();
        self.push(field, name, &names, None);
    }

    /// The form, with the text that no field took as notices, all in the order in which a person meets it.
    pub(super) fn finish(mut self) -> Form<'s> {
        for (&page, lines) in &self.lines {
            let section = self.pages.keys().position(|number| *number == page).and_then(|index| u32::try_from(index).ok()).map(SectionId);
            for (_, line) in lines.iter().enumerate().filter(|(index, _)| !self.taken.contains(&(page, *index))) {
                let wordy = line.text.chars().filter(|letter| letter.is_alphabetic()).count() > 2 || line.text.contains('_');
                if !wordy {
                    continue;
                }
                let text = Text::new(line.text.clone(), self.document.whole());
                self.ranks.push((rank(page, &line.area), Thing::Notice(self.form.notices.len())));
                self.form.notices.push(Notice { kind: NoticeKind::Text, text, section, ..Notice::default() });
            }
        }
        self.ranks.sort_by_key(|(rank, _)| *rank);
        for (order, (_, thing)) in self.ranks.iter().enumerate() {
            let order = u32::try_from(order).unwrap_or(u32::MAX);
            match *thing {
                Thing::Section(index) => self.form.sections.get_mut(index).into_iter().for_each(|section| section.order = order),
                Thing::Notice(index) => self.form.notices.get_mut(index).into_iter().for_each(|notice| notice.order = order),
                Thing::Field(index) => self.form.fields.get_mut(index).into_iter().for_each(|field| field.order = order),
            }
        }
        self.form
    }
}

/// Words without the printed boxes before them.
fn worded(words: &str) -> String {
    words.trim_start_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '(' | '"' | '“' | '¿' | '$' | '#')).to_owned()
}

/// Lines within a few points of each other are one line for the eye.
fn rank(page: u32, area: &page::Area) -> Rank {
    (page, -((area.top / 6.0).round() as i64), area.left.round() as i64)
}

/// The full name without the number that tells boxes of one question apart.
fn stem(names: &[String]) -> String {
    let name = names.join(".");
    let cut = name.strip_suffix(']').and_then(|name| name.rfind('[').map(|at| (at, name)));
    match cut {
        Some((at, inner)) if inner.get(at + 1..).is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit())) => {
            name.get(..at).unwrap_or_default().to_owned()
        }
        _ => name,
    }
}
