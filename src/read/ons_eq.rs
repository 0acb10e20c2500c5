//! ONS eQ runner schemas: sections, groups and blocks of questions with their answers.

mod block;

use self::block::Walk;
use super::draft::{Around, Draft, has, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells, route};
use crate::form::{Section, Told};
use crate::tree::Node;

/// The reader of ONS eQ schemas.
pub(super) struct OnsEq;

impl Reader for OnsEq {
    fn name(&self) -> &'static str {
        "ons-eq"
    }

    fn title(&self) -> &'static str {
        "ONS eQ runner schema"
    }

    fn about(&self) -> &'static str {
        "JSON with `survey_id` or `mime_type` application/json/ons/eq, and `sections` of `groups` of `blocks`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["application/json/ons/eq", "\"question_variants\""]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::OptOut, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        let declared = root.get("mime_type").is_some_and(|kind| kind.as_str() == "application/json/ons/eq");
        let sections = root.get("sections").into_iter().flat_map(|list| list.items());
        let grouped = sections
            .chain([root])
            .any(|section| section.get("groups").is_some_and(|list| list.items().any(|group| group.get("blocks").is_some())));
        match (grouped, declared || root.get("survey_id").is_some()) {
            (true, true) => Likeness::Certain,
            (true, false) => Likeness::Likely,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let mut draft = Draft::new("ons-eq", root, reading);
        draft.form.title = block::said(root, "title");
        draft.form.name = ["eq_id", "form_type", "questionnaire_id", "survey_id"].into_iter().find_map(|key| root.get(key)).map(written);
        if let Some(tag) = root.get("language").filter(|tag| tag.string().is_some()) {
            draft.speaks(tag.text());
        }
        let mut walk = Walk { draft, questions: 0 };
        let around = Around { conditional: Told::No, ..Around::default() };
        walk.groups(root, around);
        let list = walk.draft.key(around, "sections");
        for (section, around) in walk.draft.list(root.get("sections"), list) {
            walk.section(section, around);
        }
        walk.draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the survey has no answer to give".to_owned());
        }
    }
}

impl<'t, 's> Walk<'_, 's> {
    fn section(&mut self, section: Node<'t, 's>, around: Around) {
        let around = around.when(has(section, "enabled") || has(section, "skip_conditions"));
        let repeated = has(section, "repeat");
        let place = section.get("id").unwrap_or(section).place();
        let head =
            Section { title: block::said(section, "title"), name: section.get("id").map(written), repeated, place, ..Section::default() };
        let inner = self.draft.section(section, head, around);
        self.groups(section, inner);
    }

    fn groups(&mut self, holder: Node<'t, 's>, around: Around) {
        let met = met(holder);
        let mut met = met.into_iter();
        let list = self.draft.key(around, "groups");
        for (group, inner) in self.draft.list(holder.get("groups"), list) {
            let inner = inner.when(has(group, "skip_conditions"));
            let blocks = self.draft.key(inner, "blocks");
            for (node, inner) in self.draft.list(group.get("blocks"), blocks) {
                let told = met.next().unwrap_or_default();
                let conditional = match (inner.conditional, told) {
                    (Told::Yes, _) | (_, Told::Yes) => Told::Yes,
                    (Told::NotSaid, _) | (_, Told::NotSaid) => Told::NotSaid,
                    _ => Told::No,
                };
                if !self.draft.is_full() {
                    self.block(node, Around { conditional, ..inner });
                }
            }
        }
    }
}

/// Whether each block of a section shows only on a condition: routing rules may lead around it.
fn met(holder: Node<'_, '_>) -> Vec<Told> {
    let groups: Vec<_> = holder.get("groups").into_iter().flat_map(|list| list.items()).collect();
    let blocks: Vec<_> = groups.iter().flat_map(|group| group.get("blocks")).flat_map(|list| list.items()).collect();
    let mut number = rustc_hash::FxHashMap::default();
    for (index, block) in blocks.iter().enumerate() {
        number.entry(block.get("id").map(|id| id.as_str()).unwrap_or_default()).or_insert(index);
    }
    for group in &groups {
        let first =
            group.get("blocks").and_then(|list| list.items().next()).and_then(|block| number.get(block.get("id")?.as_str()).copied());
        if let Some((id, first)) = group.get("id").zip(first) {
            number.entry(id.as_str()).or_insert(first);
        }
    }
    let next: Vec<Vec<usize>> = blocks.iter().enumerate().map(|(index, block)| ways(*block, index, &number)).collect();
    match route::always(0, &next) {
        Some(always) => always.into_iter().map(|met| if met { Told::No } else { Told::Yes }).collect(),
        None => vec![Told::NotSaid; blocks.len()],
    }
}

/// The blocks that may follow a block; a number that is not there is the end.
fn ways(block: Node<'_, '_>, index: usize, number: &rustc_hash::FxHashMap<&str, usize>) -> Vec<usize> {
    let rules: Vec<_> = block.get("routing_rules").into_iter().flat_map(|list| list.items()).collect();
    let mut open = true;
    let mut found = Vec::new();
    for rule in rules {
        let goto = rule.get("goto").unwrap_or(rule);
        open &= goto.get("when").is_some();
        let target = ["block", "group"].into_iter().find_map(|key| goto.get(key));
        let target = target.map(|target| number.get(target.as_str()).copied().unwrap_or(usize::MAX));
        found.push(target.unwrap_or(usize::MAX));
    }
    if open {
        found.push(index + 1);
    }
    found
}
