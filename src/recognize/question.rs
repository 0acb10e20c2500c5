//! One field after the other: its texts gathered, its signs weighed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::answers::Meanings;
use super::channels::Reader;
use super::doubt;
use super::sign::{Channel, Gathered, Gist, Matched, Sign};
use super::understanding::{self, Readable};
use super::veto::Cause;
use super::weigh::{Circumstances, Scales};
use super::{About, Confidence, Recognition, Recognizer, Seen, Understanding};
use crate::form::{Field, FieldId, Form, Notice, Part, SectionId, Text};
use crate::source::{At, Place, SourceId};
use crate::vocabulary::{ConceptId, Id, Vocabulary};

/// A help text of at least so many bytes may be a notice.
pub(super) const NOTICE_LENGTH: usize = 160;

/// A text block that is longer explains, and asks nothing.
const QUESTION_LENGTH: usize = 300;

/// The concept whose parts other places have too.
const ADDRESS: &str = "postal_address";

/// What stands in evidence where a field has a code and no words.
static NO_TEXT: Text<'static> = Text { value: Cow::Borrowed(""), place: Place { source: SourceId(0), at: At::Whole }, language: None };

/// Codes of code systems, as `system:code` in lower case, with the concepts that they mean.
#[derive(Debug)]
pub(super) struct Codes {
    by_code: FxHashMap<String, Vec<(u16, usize)>>,
}

impl Codes {
    /// The codes of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut by_code: FxHashMap<String, Vec<(u16, usize)>> = FxHashMap::default();
        for (id, concept) in vocabulary.concepts.iter() {
            for (number, code) in concept.lexicon.codes.iter().enumerate() {
                let concept = u16::try_from(id.index()).unwrap_or(u16::MAX);
                by_code.entry(code.to_lowercase()).or_default().push((concept, number));
            }
        }
        Self { by_code }
    }

    /// The concepts of a code, with the number of the code in the lexicon.
    fn find(&self, system: &str, code: &str) -> &[(u16, usize)] {
        let short = short_system(system);
        let known = |system: &str| self.by_code.get(&format!("{system}:{code}").to_lowercase());
        known(system).or_else(|| known(short)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The short name of a code system that is written as a URI.
fn short_system(system: &str) -> &str {
    let lower = system.to_ascii_lowercase();
    match () {
        () if lower.contains("loinc") => "loinc",
        () if lower.contains("snomed") => "snomed",
        () if lower.contains("niem") => "niem",
        () if lower.contains("hl7v2") || lower.contains("hl7.org/v2") => "hl7v2",
        () if lower.contains("x12") => "x12",
        () if lower.contains("hmis") || lower.contains("hudhmis") => "hmis",
        () => system,
    }
}

/// What was gathered of one field.
#[derive(Debug, Default)]
struct Reading<'f> {
    gathered: Gathered<'f>,
    meanings: Meanings,
    readable: Readable,
    bare: bool,
    optional: bool,
    addressed: bool,
    aside: bool,
    follows: bool,
    /// Whether its label is a part of a place: city, state, country.
    place: bool,
    long: bool,
    /// Whether its label is what one agrees to.
    agreement: bool,
    /// Whether its label, its name or a heading around it names what is spent.
    cost: bool,
    /// Whether the heading nearest to it is a question.
    asked: bool,
    /// Whether the heading nearest to it is about a place where nobody lives.
    site: bool,
    sure_name: bool,
    /// Whether its name is its label once more.
    echoed: bool,
}

/// The reader of one form, with what is known of its sections.
struct Desk<'r, 'v, 'f> {
    recognizer: &'r Recognizer,
    form: &'f Form<'f>,
    reader: &'r mut Reader<'v>,
    sections: Vec<Gathered<'f>>,
    gists: Vec<Gist>,
    groups: FxHashMap<u32, Vec<Sign<'f>>>,
    /// The text blocks by rank, how many of them stand before the field at hand, and whether its question may be the last.
    blocks: Vec<&'f Notice<'f>>,
    before: usize,
    asked: bool,
    /// What the label and the name of the last question with words of its own said, and the section it stands in.
    last: (Option<SectionId>, Vec<Sign<'f>>),
}

impl Recognizer {
    /// What is thought of each field, by number.
    pub(super) fn fields(&self, form: &Form<'_>, reader: &mut Reader<'_>) -> Vec<Seen> {
        self.fields_with(form, reader, |_, _| {})
    }

    /// The same, calling `note` with all signs of each field.
    pub(super) fn fields_with(&self, form: &Form<'_>, reader: &mut Reader<'_>, mut note: impl FnMut(FieldId, &[Sign<'_>])) -> Vec<Seen> {
        let mut desk = Desk {
            recognizer: self,
            form,
            reader,
            sections: Vec::new(),
            gists: Vec::new(),
            groups: FxHashMap::default(),
            blocks: form.notices.iter().collect(),
            before: 0,
            asked: false,
            last: (None, Vec::new()),
        };
        desk.blocks.sort_by_key(|block| block.order);
        desk.read_sections();
        desk.read_groups();
        let mut reading = Reading::default();
        let see = |(id, field)| {
            let seen = desk.see(id, field, &mut reading);
            note(id, &reading.gathered.signs);
            seen
        };
        form.numbered().map(see).collect()
    }
}

impl<'f> Desk<'_, '_, 'f> {
    fn read_sections(&mut self) {
        for section in &self.form.sections {
            let mut gathered = Gathered::default();
            let mut gist = Gist::default();
            let heading = section.title.iter().filter(|title| !title.value.trim().is_empty());
            let titles: Vec<&Text<'_>> = heading.chain(&section.translations).collect();
            for text in &titles {
                let said = self.reader.read(text, Part::Section, Channel::Context, &mut gathered);
                gist.readable |= said.readable;
                gist.site |= said.site;
                gist.cost |= said.cost;
                gist.optional |= said.optional;
                gist.asks |= text.value.trim_end().ends_with('?');
            }
            if let Some(name) = section.name.as_ref().filter(|_| titles.is_empty()) {
                let said = self.reader.read(name, Part::Name, Channel::Context, &mut gathered);
                gist.readable |= said.readable;
            }
            self.sections.push(gathered);
            self.gists.push(gist);
        }
    }

    /// Gathers what the parts of each split question say together.
    fn read_groups(&mut self) {
        let mut members: BTreeMap<u32, Vec<&'f Field<'f>>> = BTreeMap::new();
        for field in &self.form.fields {
            if let Some(group) = field.part_of {
                members.entry(group).or_default().push(field);
            }
        }
        for (group, fields) in members {
            let mut gathered = Gathered::default();
            let labels: Vec<&Text<'_>> = fields.iter().filter_map(|field| field.label.as_ref()).collect();
            Meanings::default().group(self.reader, &labels, &self.recognizer.tables, &mut gathered);
            for field in &fields {
                let mut own = Reading::default();
                self.gather(field, &mut own);
                gathered.signs.extend(own.gathered.signs);
            }
            self.groups.insert(group, gathered.signs);
        }
    }

    fn see(&mut self, id: FieldId, field: &'f Field<'f>, reading: &mut Reading<'f>) -> Seen {
        self.gather(field, reading);
        let shared = field.part_of.and_then(|group| self.groups.get(&group));
        if let Some(shared) = shared {
            reading.gathered.signs.clone_from(shared);
        }
        self.inherit(field, reading);
        self.follow(field, reading);
        let recognizer = self.recognizer;
        let own = (reading.gathered.subjects.as_slice(), reading.addressed);
        let about = recognizer.kin.about(self.reader, &recognizer.tables, self.form, field, own, &self.sections);
        self.drop_organizations(&about, reading);
        self.drop_strangers(reading);
        self.drop_costs(reading);
        self.drop_places(reading);
        let scales = Scales { tables: &recognizer.tables, terms: &recognizer.terms };
        let mut concepts = Vec::new();
        let mut vetoes = Vec::new();
        if !reading.gathered.signs.is_empty() {
            // A question that stands as a heading is asked by the field below it that has no label.
            let told = reading.readable.name && !reading.echoed;
            let named = told && !reading.sure_name && (has_label(field) || !reading.asked);
            let around = Circumstances { bare: reading.bare, named, unlabeled: !has_label(field) };
            concepts = scales.weigh(&reading.gathered.signs, around);
            vetoes = scales.vetoes(&reading.gathered.signs);
        }
        if recognizer.kin.is_other(&about) {
            self.add_status_of_others(&mut concepts);
        }
        let sure = concepts.iter().any(|seen| seen.confidence >= Confidence::Likely);
        let understanding = match sure {
            true => Understanding::Understood,
            false => understanding::of(self.form, id, field, reading.readable, &recognizer.terms),
        };
        let ids: Vec<ConceptId> = concepts.iter().map(|seen| seen.concept).collect();
        Seen {
            choices: reading.meanings.told(&recognizer.tables, &ids),
            declinable: reading.meanings.has(&recognizer.tables, "decline"),
            said_optional: reading.optional,
            concepts,
            vetoes,
            about,
            understanding,
        }
    }

    /// Reads the field's own texts.
    fn gather(&mut self, field: &'f Field<'f>, reading: &mut Reading<'f>) {
        reading.gathered.clear();
        reading.meanings.clear();
        reading.readable = Readable::default();
        reading.optional = false;
        reading.addressed = false;
        reading.aside = false;
        reading.follows = has_label(field);
        reading.place = false;
        reading.long = false;
        reading.echoed = false;
        reading.agreement = false;
        reading.cost = false;
        self.read_codes(field, reading);
        self.read_label(field, reading);
        let labeled = reading.gathered.signs.len();
        if let Some(name) = &field.name {
            self.reader.labeled = has_label(field);
            let gist = self.reader.read(name, Part::Name, Channel::Name, &mut reading.gathered);
            reading.readable.name = gist.readable;
            reading.echoed = field.label.as_ref().is_some_and(|label| doubt::echoes(&name.value, &label.value));
            reading.aside |= gist.aside;
            reading.cost |= gist.cost;
            reading.place |= gist.place && !has_label(field);
            reading.bare &= has_label(field) || gist.bare || !gist.readable;
        }
        reading.sure_name = reading.gathered.signs.iter().skip(labeled).any(|sign| sign.strength > Confidence::Weak);
        if let Some(label) = &field.label {
            let (own, named) = reading.gathered.signs.split_at_mut(labeled);
            doubt::words(label, own, named);
        }
        if !field.choices.is_empty() {
            let readable = reading.meanings.read(self.reader, field, &self.recognizer.tables, &mut reading.gathered);
            reading.readable.choices =
                readable && field.choices.iter().filter_map(|choice| choice.label.as_ref()).all(|text| self.knows(text));
        }
        if !reading.bare {
            doubt::name(field.label.as_ref(), reading.long, &self.recognizer.tables, labeled, &mut reading.gathered.signs);
        }
        self.read_help(field, reading);
    }

    /// Reads the help of a field. It only adds to what else speaks of a concept, or stands in for a label that says nothing; so
    /// where neither is the case it is left aside, unless it is long enough to be a notice.
    fn read_help(&mut self, field: &'f Field<'f>, reading: &mut Reading<'f>) {
        let alone = reading.gathered.signs.is_empty() && !reading.bare && has_label(field);
        for help in field.help.iter().chain(translations(field, Part::Help)).filter(|help| !alone || help.value.len() >= NOTICE_LENGTH) {
            let gist = self.reader.read(help, Part::Help, Channel::Help, &mut reading.gathered);
            reading.readable.help |= gist.readable && self.knows(help);
            reading.optional |= gist.optional;
        }
    }

    fn read_codes(&self, field: &'f Field<'f>, reading: &mut Reading<'f>) {
        for code in &field.codes {
            for (concept, number) in self.recognizer.codes.find(&code.system, &code.code) {
                let text = field.label.as_ref().or(field.name.as_ref()).unwrap_or(&NO_TEXT);
                reading.gathered.signs.push(Sign {
                    concept: *concept,
                    channel: Channel::Code,
                    part: Part::Code,
                    strength: Confidence::Certain,
                    text,
                    faint: false,
                    matched: Matched::Code(*number, code.place),
                    cancelled: None,
                });
            }
        }
    }

    fn read_label(&mut self, field: &'f Field<'f>, reading: &mut Reading<'f>) {
        reading.bare = true;
        reading.readable.foreign = has_label(field);
        for label in field.label.iter().chain(translations(field, Part::Label)) {
            let gist = self.reader.read(label, Part::Label, Channel::Label, &mut reading.gathered);
            let foreign = !self.knows(label) || understanding::is_foreign(self.form, label, &self.reader.words, &self.recognizer.terms);
            reading.readable.label |= gist.readable && !foreign;
            reading.readable.foreign &= foreign || label.value.trim().is_empty();
            reading.bare &= gist.bare;
            reading.optional |= gist.optional;
            reading.addressed |= gist.addressed;
            reading.aside |= gist.aside;
            reading.agreement |= gist.agreement;
            reading.cost |= gist.cost;
            reading.place |= gist.place;
            reading.long |= gist.long;
            reading.follows &= gist.follows;
        }
    }

    fn knows(&self, text: &Text<'_>) -> bool {
        understanding::is_known(self.form, text, &self.recognizer.terms)
    }

    /// Reads the text block before a field with a bare label as its question; tells whether there is one.
    fn read_question(&mut self, field: &Field<'_>, reading: &mut Reading<'f>) -> bool {
        while self.blocks.get(self.before).is_some_and(|block| block.order < field.order) {
            self.before += 1;
            self.asked = true;
        }
        // A field with a label of its own ends what a text block asks.
        self.asked &= reading.bare;
        let block = self.before.checked_sub(1).and_then(|last| self.blocks.get(last)).copied();
        let question = |block: &&Notice<'_>| block.section == field.section && block.text.value.len() <= QUESTION_LENGTH;
        let Some(block) = block.filter(question).filter(|_| self.asked) else { return false };
        let gist = self.reader.read(&block.text, Part::Notice, Channel::Context, &mut reading.gathered);
        reading.readable.heading |= gist.readable;
        gist.readable
    }

    /// Adds what the headings around a field say; only the nearest that says anything speaks for a bare label.
    fn inherit(&mut self, field: &Field<'_>, reading: &mut Reading<'f>) {
        let mut next = field.section;
        let mut nearest = !self.read_question(field, reading);
        (reading.site, reading.asked) = (false, false);
        while let Some(id) = next {
            let (Some(section), Some(gathered)) = (self.form.section(id), self.sections.get(id.0 as usize)) else { break };
            let gist = self.gists.get(id.0 as usize).copied().unwrap_or_default();
            let signs = gathered.signs.iter().cloned();
            reading.gathered.signs.extend(signs.map(|sign| match nearest {
                true => sign,
                false => Sign { strength: Confidence::Weak, ..sign },
            }));
            reading.site |= nearest && gist.site;
            reading.asked |= nearest && gist.asks;
            reading.cost |= gist.cost;
            nearest &= !gist.readable;
            reading.readable.heading |= gist.readable;
            reading.optional |= gist.optional;
            next = section.parent.filter(|parent: &SectionId| *parent < id);
        }
    }

    /// "If so, when?" asks for more of what the question before it asked.
    fn follow(&mut self, field: &Field<'_>, reading: &mut Reading<'f>) {
        if reading.follows && self.last.0 == field.section {
            reading.gathered.signs.extend(self.last.1.iter().cloned());
        } else if !reading.bare {
            let own = |sign: &&Sign<'_>| matches!(sign.channel, Channel::Label | Channel::Name);
            let own = reading.gathered.signs.iter().filter(own).map(|sign| Sign { channel: Channel::Context, ..sign.clone() });
            self.last.0 = field.section;
            self.last.1.clear();
            self.last.1.extend(own);
        }
    }

    /// Questions for figures of many people, and what belongs to animals and things, are not about a person.
    fn drop_strangers(&self, reading: &mut Reading<'_>) {
        let signs = &mut reading.gathered.signs;
        let standing = |sign: &&mut Sign<'_>| sign.cancelled.is_none();
        let cause = reading.aside.then_some(Cause::Aside).or(reading.agreement.then_some(Cause::Agreement));
        if cause.is_some() {
            signs.iter_mut().filter(standing).for_each(|sign| sign.cancelled = cause);
            return;
        }
        let tables = &self.recognizer.tables;
        let of_thing = |sign: &&Sign<'_>| sign.cancelled == Some(Cause::Thing) && sign.channel == Channel::Label;
        let things: Vec<u16> = signs.iter().filter(of_thing).map(|sign| sign.concept).collect();
        let kin = |concept: u16| things.iter().any(|thing| tables.related(*thing, concept));
        signs.iter_mut().filter(standing).filter(|sign| kin(sign.concept)).for_each(|sign| sign.cancelled = Some(Cause::Thing));
    }

    /// What is spent on something does not tell who has it: a premium, the price of day care.
    fn drop_costs(&self, reading: &mut Reading<'_>) {
        let tables = &self.recognizer.tables;
        let of_costs = |sign: &&mut Sign<'_>| tables.concept(sign.concept).is_some_and(|row| row.of_costs);
        if reading.cost {
            let signs = reading.gathered.signs.iter_mut().filter(|sign| sign.cancelled.is_none());
            signs.filter(of_costs).for_each(|sign| sign.cancelled = Some(Cause::Cost));
        }
    }

    /// City, state and country under a heading that asks for a place of birth or the like are parts of that, and no address;
    /// under a heading about a building or an incident they are no person's.
    fn drop_places(&self, reading: &mut Reading<'_>) {
        let tables = &self.recognizer.tables;
        let cluster = |sign: &Sign<'_>| tables.concept(sign.concept).map(|row| row.cluster.as_str()).unwrap_or_default();
        let signs = &mut reading.gathered.signs;
        let tells = |sign: &Sign<'_>| {
            let heading = sign.channel == Channel::Context && sign.strength > Confidence::Weak && sign.cancelled.is_none();
            heading && matches!(cluster(sign), "origin" | "immigration")
        };
        let told = reading.place && signs.iter().any(tells);
        if !told && !reading.site {
            return;
        }
        for sign in signs.iter_mut() {
            if sign.cancelled.is_none() && tables.concept(sign.concept).is_some_and(|row| row.id == ADDRESS) {
                sign.cancelled = Some(Cause::Elsewhere);
            }
        }
        reading.bare |= told;
    }

    /// Identifiers and addresses of organizations are not about a person.
    fn drop_organizations(&self, about: &About, reading: &mut Reading<'_>) {
        if !self.recognizer.kin.is_organization(about) {
            return;
        }
        for sign in &mut reading.gathered.signs {
            let row = self.recognizer.tables.concept(sign.concept);
            let dropped = row.is_some_and(|row| row.cluster == "contact" || row.id == "taxpayer_identifier" || row.id == "person_name");
            if dropped && sign.cancelled.is_none() {
                sign.cancelled = Some(Cause::Organization);
            }
        }
    }

    /// Status asked of a member of the household or family is also status of others.
    fn add_status_of_others(&self, concepts: &mut Vec<Recognition>) {
        let tables = &self.recognizer.tables;
        let Some((others, status)) = tables.status else { return };
        let id: ConceptId = Id::new(usize::from(others));
        let number = |concept: ConceptId| u16::try_from(concept.index()).unwrap_or(u16::MAX);
        let of_status = |seen: &&Recognition| tables.is(number(seen.concept), status) && number(seen.concept) != status;
        let strongest = concepts.iter().filter(of_status).max_by_key(|seen| seen.confidence).cloned();
        if let Some(seen) = strongest.filter(|_| concepts.iter().all(|seen| seen.concept != id)) {
            concepts.push(Recognition { concept: id, ..seen });
            concepts.sort_by_key(|seen| seen.concept);
        }
    }
}

fn has_label(field: &Field<'_>) -> bool {
    field.label.as_ref().is_some_and(|label| !label.value.trim().is_empty())
}

fn translations<'f>(field: &'f Field<'f>, part: Part) -> impl Iterator<Item = &'f Text<'f>> {
    field.translations.iter().filter(move |(of, _)| *of == part).map(|(_, text)| text)
}
