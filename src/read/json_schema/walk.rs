//! From the root of a schema through its values to fields and sections.

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Facts, Group};
use super::refs::{Refs, Schema};
use super::ui::Ui;
use crate::form::{FieldId, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Text, Told, TrailId, Unresolved};
use crate::read::Reading;
use crate::read::document::Files;
use crate::source::{Limit, Place};
use crate::tree::{Entry, Node};

/// One walk over one schema.
pub(super) struct Walk<'r, 't, 's> {
    pub(super) form: Form<'s>,
    /// The pointer to the schema in its file.
    pub(super) base: TrailId,
    pub(super) reading: &'r mut Reading<'s>,
    pub(super) files: &'t Files<'s>,
    pub(super) refs: Refs<'t, 's>,
    /// The targets of the references that lead to where we are.
    pub(super) road: Vec<(u16, u32)>,
    /// The length of the road where the value that is gathered now began.
    pub(super) start: usize,
    /// Translation files, once they were sought.
    pub(super) translations: Option<Vec<(Node<'t, 's>, Option<&'t str>)>>,
    /// The name of the form's own file.
    pub(super) file: &'s str,
    pub(super) seen: FxHashMap<(u32, &'t str), Seen>,
    objects: u32,
    order: u32,
    /// How many references were followed.
    followed: usize,
    /// Whether a limit was met.
    full: bool,
}

/// What stands for a name of an object: alternatives may say the same name again.
#[derive(Clone, Copy)]
pub(super) enum Seen {
    Field(FieldId),
    Object(u32, Option<SectionId>),
}

/// What holds around a value.
#[derive(Clone, Copy)]
pub(super) struct Around<'t, 's> {
    /// The number of the object.
    pub(super) object: u32,
    pub(super) section: Option<SectionId>,
    /// Whether the object itself must be given.
    pub(super) firm: bool,
    pub(super) conditional: bool,
    pub(super) repeated: bool,
    /// Why nobody is asked.
    pub(super) silent: Option<&'static str>,
    pub(super) ui: Ui<'t, 's>,
    pub(super) depth: u32,
}

/// The names that hold in every one of several alternatives.
#[derive(Default)]
struct Sure<'t> {
    shown: FxHashSet<&'t str>,
    required: FxHashSet<&'t str>,
    /// Whether there is another way than each of them.
    partial: bool,
}

/// The steps that one schema costs wherever it is read again.
const STEPS: usize = 12;

impl<'r, 't, 's> Walk<'r, 't, 's> {
    /// `key` is the one that the schema stands under in its file, where it is not the whole.
    pub(super) fn new(
        root: Node<'t, 's>,
        key: Option<&'static str>,
        file: &'s str,
        files: &'t Files<'s>,
        reading: &'r mut Reading<'s>,
    ) -> Self {
        let mut form = Form { format: "json-schema", place: root.place(), ..Form::default() };
        let base = key.map(|key| form.trails.key(TrailId::default(), key)).unwrap_or_default();
        Self {
            form,
            base,
            reading,
            files,
            refs: Refs::new(file, root, base),
            road: Vec::new(),
            start: 0,
            translations: None,
            file,
            seen: FxHashMap::default(),
            objects: 0,
            order: 0,
            followed: 0,
            full: false,
        }
    }

    /// Walks a schema that is a form of its own.
    pub(super) fn form(&mut self, schema: Schema<'t, 's>, ui: Ui<'t, 's>) {
        self.road.push((schema.file, schema.node.id()));
        let facts = self.gather(schema);
        self.title(&facts, ui);
        for (reference, why) in &facts.lost {
            self.lose(None, Part::Questions, reference.clone(), why);
        }
        let silent = ui.silent();
        let around = Around { object: 0, section: None, firm: true, conditional: false, repeated: false, silent, ui, depth: 0 };
        self.road.extend(&facts.road);
        if facts.is_object() {
            self.object(&facts, around, None);
        } else if facts.is_list() {
            self.list(None, schema, &facts, around, Required::No);
        }
    }

    /// Walks a schema that is a single value, as one question.
    pub(super) fn value(&mut self, schema: Schema<'t, 's>, ui: Ui<'t, 's>) {
        let facts = self.gather(schema);
        if facts.is_value() {
            let silent = ui.silent();
            let around = Around { object: 0, section: None, firm: true, conditional: false, repeated: false, silent, ui, depth: 0 };
            self.field(None, schema, &facts, None, around, Required::NotSaid);
        }
    }

    fn title(&mut self, facts: &Facts<'t, 's>, ui: Ui<'t, 's>) {
        if let Some(title) = ui.option("title").or(facts.title) {
            let mut texts = self.texts(title, None, Part::Section);
            self.form.title = (!texts.is_empty()).then(|| texts.remove(0));
        }
        if let Some(text) = ui.option("description").or(facts.description) {
            self.notice(text, None);
        }
        if let Some(stated) = facts.mayask {
            crate::read::stated::stated(stated, &mut self.form);
        }
    }

    /// Walks the named values of an object, then those of its alternatives.
    fn object(&mut self, facts: &Facts<'t, 's>, around: Around<'t, 's>, sure: Option<&Sure<'t>>) {
        let names = |lists: &[Node<'t, 's>]| -> FxHashSet<&'t str> {
            lists.iter().flat_map(|list| list.items()).filter_map(|item| item.string()).collect()
        };
        let (required, dependent) = (names(&facts.required), names(&facts.dependent));
        let mut entries: Vec<_> =
            facts.properties.iter().enumerate().flat_map(|(at, map)| map.node.entries().map(move |e| (e, at))).collect();
        around.ui.ordered(&mut entries);
        let mut met = FxHashSet::default();
        for (entry, at) in entries {
            let Some(map) = facts.properties.get(at).filter(|_| !self.full) else { continue };
            let name = entry.key.as_str();
            // A key that stands twice in one mapping is two questions, whatever a program makes of it.
            let object = if met.insert((at, name)) { around.object } else { self.new_object() };
            let schema = self.below(*map, entry);
            let shown = sure.is_none_or(|sure| sure.shown.contains(name));
            let firm = around.firm && !around.conditional && sure.is_none_or(|sure| sure.required.contains(name));
            let needed = match (required.contains(name), dependent.contains(name)) {
                (true, _) if firm => Required::Yes,
                (true, _) | (_, true) => Required::WhenShown,
                _ => Required::No,
            };
            let conditional = around.conditional || !shown;
            self.property(entry, schema, Around { object, conditional, ..around }, needed);
        }
        let around = Around { conditional: around.conditional || sure.is_some_and(|sure| sure.partial), ..around };
        self.others(facts, around);
        for group in &facts.groups {
            self.group(group, around);
        }
    }

    /// The values whose names the person chooses.
    fn others(&mut self, facts: &Facts<'t, 's>, around: Around<'t, 's>) {
        let Some(more) = facts.more else { return };
        if around.depth as usize >= self.reading.limits.questions() {
            return self.too_deep(more.node.place());
        }
        let inner = self.gather(more);
        let road = self.enter(&inner);
        let around = Around { object: self.new_object(), repeated: true, firm: false, depth: around.depth + 1, ..around };
        match () {
            () if inner.is_object() => self.object(&inner, around, None),
            () if inner.is_list() => self.list(None, more, &inner, around, Required::No),
            () if inner.title.is_some() => self.field(None, more, &inner, None, around, Required::No),
            () => {}
        }
        self.road.truncate(road);
    }

    fn group(&mut self, group: &Group<'t, 's>, around: Around<'t, 's>) {
        if around.depth as usize >= self.reading.limits.questions() {
            return self.too_deep(self.form.place);
        }
        let sure = sure(group);
        for branch in &group.branches {
            for (reference, why) in &branch.lost {
                self.lose(None, Part::Questions, reference.clone(), why);
            }
            let road = self.enter(branch);
            self.object(branch, Around { depth: around.depth + 1, ..around }, Some(&sure));
            self.road.truncate(road);
            if group.depends {
                self.demand(branch, around.object);
            }
        }
    }

    /// Fields that a branch requires though they stand elsewhere.
    fn demand(&mut self, branch: &Facts<'t, 's>, object: u32) {
        for name in branch.required.iter().flat_map(|list| list.items()).filter_map(|item| item.string()) {
            let Some(Seen::Field(id)) = self.seen.get(&(object, name)) else { continue };
            let field = self.form.fields.get_mut(id.0 as usize);
            if let Some(field) = field.filter(|field| field.required == Required::No) {
                field.required = Required::WhenShown;
            }
        }
    }

    fn property(&mut self, entry: Entry<'t, 's>, schema: Schema<'t, 's>, around: Around<'t, 's>, required: Required) {
        if around.depth as usize >= self.reading.limits.questions() {
            return self.too_deep(entry.key.place());
        }
        let facts = self.gather(schema);
        if self.full {
            return;
        }
        let road = self.enter(&facts);
        let ui = around.ui.below(entry.key.as_str());
        let silent = around.silent.or_else(|| ui.silent()).or(facts.read_only.then_some("read-only"));
        let said = facts.mayask.and_then(|node| node.get("not asked")).map(|_| "not asked, says `x-mayask`");
        let silent = silent.or(said);
        let required = match (facts.required_here, around.firm) {
            (true, true) => Required::Yes,
            (true, false) => Required::WhenShown,
            _ => required,
        };
        let around = Around { ui, silent, depth: around.depth + 1, ..around };
        if facts.is_object() {
            self.section(entry, &facts, None, around, required);
        } else if facts.is_list() {
            self.list(Some(entry), schema, &facts, around, required);
        } else {
            self.field(Some(entry), schema, &facts, None, around, required);
        }
        self.road.truncate(road);
    }

    /// A section for an object, and what is in it; `inner` is the item where it is a list of objects.
    fn section(
        &mut self,
        entry: Entry<'t, 's>,
        facts: &Facts<'t, 's>,
        inner: Option<&Facts<'t, 's>>,
        around: Around<'t, 's>,
        required: Required,
    ) {
        let key = (around.object, entry.key.as_str());
        let (object, section) = match self.seen.get(&key) {
            Some(Seen::Object(object, section)) => (*object, *section),
            _ => {
                let section = self.heading(entry, facts, inner, around);
                let object = self.new_object();
                self.seen.insert(key, Seen::Object(object, Some(section)));
                (object, Some(section))
            }
        };
        let firm = required == Required::Yes && inner.is_none_or(|_| facts.min_items);
        let repeated = around.repeated || inner.is_some();
        self.object(inner.unwrap_or(facts), Around { object, section, firm, repeated, ..around }, None);
    }

    fn heading(&mut self, entry: Entry<'t, 's>, facts: &Facts<'t, 's>, inner: Option<&Facts<'t, 's>>, around: Around<'t, 's>) -> SectionId {
        let id = SectionId(self.form.sections.len() as u32);
        let title = around.ui.option("title").or(facts.title).or_else(|| inner?.title);
        let mut texts = title.map(|title| self.texts(title, None, Part::Section)).unwrap_or_default();
        let title = (!texts.is_empty()).then(|| texts.remove(0));
        let mayask = facts.mayask.or_else(|| inner?.mayask);
        let about = mayask.and_then(|node| node.get("about")).map(|node| Text::new(node.text(), node.place()));
        let order = self.rank();
        self.form.sections.push(Section {
            title,
            translations: texts,
            name: Some(Text::new(entry.key.text(), entry.key.place())),
            parent: around.section,
            about,
            repeated: around.repeated || inner.is_some(),
            order,
            place: entry.key.place(),
        });
        let said = around.ui.option("description").or(facts.description);
        for text in said.into_iter().chain(around.ui.option("help")).chain(inner.and_then(|inner| inner.description)) {
            self.notice(text, Some(id));
        }
        for (reference, why) in facts.lost.iter().chain(inner.into_iter().flat_map(|inner| &inner.lost)) {
            self.lose(None, Part::Questions, reference.clone(), why);
        }
        id
    }

    /// A list: a section that repeats, a question with choices, or a question asked again.
    fn list(
        &mut self,
        entry: Option<Entry<'t, 's>>,
        schema: Schema<'t, 's>,
        facts: &Facts<'t, 's>,
        around: Around<'t, 's>,
        required: Required,
    ) {
        let items = Around { ui: around.ui.below("items"), depth: around.depth + 1, ..around };
        if around.depth as usize >= self.reading.limits.questions() {
            return self.too_deep(schema.node.place());
        }
        let tuple = entry.filter(|_| !facts.tuple.is_empty()).map(|entry| self.heading(entry, facts, None, around));
        for member in &facts.tuple {
            let inner = self.gather(*member);
            let around = Around { object: self.new_object(), section: tuple.or(around.section), ..items };
            self.place(entry, *member, &inner, around, required);
        }
        if let Some(member) = facts.items {
            let inner = self.gather(member);
            let ui = if items.ui.0.is_some() && inner.is_object() { items.ui } else { around.ui };
            self.item(entry, schema, facts, &inner, Around { ui, ..items }, required);
        }
    }

    /// One of the items that a list has by their places.
    fn place(
        &mut self,
        entry: Option<Entry<'t, 's>>,
        schema: Schema<'t, 's>,
        inner: &Facts<'t, 's>,
        around: Around<'t, 's>,
        required: Required,
    ) {
        let road = self.enter(inner);
        match () {
            () if inner.is_object() => self.object(inner, around, None),
            () if inner.is_list() => self.list(entry, schema, inner, around, required),
            () => self.field(entry, schema, inner, None, around, required),
        }
        self.road.truncate(road);
    }

    fn item(
        &mut self,
        entry: Option<Entry<'t, 's>>,
        schema: Schema<'t, 's>,
        facts: &Facts<'t, 's>,
        inner: &Facts<'t, 's>,
        around: Around<'t, 's>,
        required: Required,
    ) {
        let road = self.enter(inner);
        match entry {
            Some(entry) if inner.is_object() => self.section(entry, facts, Some(inner), around, required),
            None if inner.is_object() => self.object(inner, Around { repeated: true, ..around }, None),
            _ if inner.is_list() => self.list(entry, schema, inner, Around { repeated: true, ..around }, required),
            _ => self.field(entry, schema, facts, Some(inner), around, required),
        }
        self.road.truncate(road);
    }

    /// Puts what facts were gathered through on the road, and gives the length to go back to.
    fn enter(&mut self, facts: &Facts<'t, 's>) -> usize {
        let road = self.road.len();
        self.road.extend(&facts.road);
        road
    }

    fn new_object(&mut self) -> u32 {
        self.objects += 1;
        self.objects
    }

    pub(super) fn rank(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn notice(&mut self, node: Node<'t, 's>, section: Option<SectionId>) {
        let mut texts = self.texts(node, None, Part::Notice);
        if !texts.is_empty() {
            let text = texts.remove(0);
            let order = self.rank();
            self.form.notices.push(Notice { kind: NoticeKind::Text, text, translations: texts, section, order });
        }
    }

    /// Records what could not be followed.
    pub(super) fn lose(&mut self, field: Option<FieldId>, part: Part, reference: Text<'s>, why: &'static str) {
        self.form.unresolved.push(Unresolved { field, part, reference, why: why.into() });
    }

    /// The schema under a key of another.
    pub(super) fn below(&mut self, schema: Schema<'t, 's>, entry: Entry<'t, 's>) -> Schema<'t, 's> {
        let trail = self.form.trails.key(schema.trail, entry.key.text());
        Schema { node: entry.value, file: schema.file, trail }
    }

    /// The schemas of a list.
    pub(super) fn members(&mut self, list: Schema<'t, 's>) -> Vec<Schema<'t, 's>> {
        let trails = &mut self.form.trails;
        let items = list.node.items().enumerate();
        items.map(|(index, node)| Schema { node, file: list.file, trail: trails.index(list.trail, index) }).collect()
    }

    /// Where a reference leads.
    pub(super) fn follow(&mut self, file: u16, reference: &'t str) -> Result<Schema<'t, 's>, &'static str> {
        self.followed += 1;
        let most = self.reading.limits.expansion;
        if self.followed > most && !std::mem::replace(&mut self.full, true) {
            let message = format!("more than {most} references were followed; what is left was not read");
            self.reading.tell(Limit::Expansion.passed(self.form.place, message));
        }
        self.refs.follow(file, reference, self.files, self.reading, &mut self.form.trails)
    }

    /// Whether one more schema may be read; where it may not this is told once.
    pub(super) fn afford(&mut self, node: Node<'t, 's>) -> bool {
        let fields = self.reading.limits.fields;
        if self.form.fields.len() >= fields && !std::mem::replace(&mut self.full, true) {
            let message = format!("the schema unfolds to more than {fields} fields; the others were not read");
            self.reading.tell(Limit::Fields.passed(node.place(), message));
        }
        self.full = self.full || !self.reading.work(STEPS);
        !self.full
    }

    /// Tells that what stands here is nested too deep to be read.
    pub(super) fn too_deep(&mut self, place: Place) {
        let most = self.reading.limits.questions();
        self.reading.tell(Limit::Depth.passed(place, format!("a schema nested deeper than {most}; what is below was not read")));
    }
}

/// The names that stand, and are required, in every alternative of a group.
fn sure<'t>(group: &Group<'t, '_>) -> Sure<'t> {
    let mut shown: FxHashMap<&str, usize> = FxHashMap::default();
    let mut required: FxHashMap<&str, usize> = FxHashMap::default();
    for branch in &group.branches {
        let names: FxHashSet<_> = branch.properties.iter().flat_map(|map| map.node.entries()).map(|entry| entry.key.as_str()).collect();
        names.into_iter().for_each(|name| *shown.entry(name).or_default() += 1);
        let names: FxHashSet<_> = branch.required.iter().flat_map(|list| list.items()).map(|item| item.as_str()).collect();
        names.into_iter().for_each(|name| *required.entry(name).or_default() += 1);
    }
    let everywhere =
        |counts: FxHashMap<&'t str, usize>| counts.into_iter().filter(|(_, count)| *count >= group.ways).map(|(name, _)| name).collect();
    Sure { shown: everywhere(shown), required: everywhere(required), partial: group.ways > 1 }
}

/// The place and trail of a value: its key, or where it has none the schema itself.
pub(super) fn stands(entry: Option<Entry<'_, '_>>, schema: Schema<'_, '_>) -> (Place, TrailId) {
    (entry.map_or(schema.node.place(), |entry| entry.key.place()), schema.trail)
}

/// Whether it shows on a condition.
pub(super) fn told(conditional: bool) -> Told {
    if conditional { Told::Yes } else { Told::No }
}
