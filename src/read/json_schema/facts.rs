//! What a schema says of one value: its own keywords, then those that `$ref` and `allOf` lead to.

use super::refs::Schema;
use super::walk::Walk;
use crate::form::Text;
use crate::source::Problem;
use crate::tree::{Entry, Kind, Node};

/// The keywords of a schema and of all that hold with it; where several say the same, the nearest counts.
#[derive(Default)]
pub(super) struct Facts<'t, 's> {
    pub(super) title: Option<Node<'t, 's>>,
    pub(super) description: Option<Node<'t, 's>>,
    pub(super) kind: Option<Node<'t, 's>>,
    pub(super) format: Option<&'t str>,
    pub(super) options: Option<Node<'t, 's>>,
    pub(super) option_names: Option<Node<'t, 's>>,
    pub(super) fixed: Option<Node<'t, 's>>,
    pub(super) max_length: Option<u32>,
    pub(super) pattern: Option<Node<'t, 's>>,
    pub(super) read_only: bool,
    pub(super) required_here: bool,
    pub(super) document: bool,
    pub(super) mayask: Option<Node<'t, 's>>,
    pub(super) min_items: bool,
    /// The schema of each item, or of the items by their places.
    pub(super) items: Option<Schema<'t, 's>>,
    pub(super) tuple: Vec<Schema<'t, 's>>,
    /// The mappings `properties`, `patternProperties`.
    pub(super) properties: Vec<Schema<'t, 's>>,
    /// The schema of `additionalProperties`, where it is one.
    pub(super) more: Option<Schema<'t, 's>>,
    pub(super) required: Vec<Node<'t, 's>>,
    /// Lists of names that are required where another is answered.
    pub(super) dependent: Vec<Node<'t, 's>>,
    pub(super) groups: Vec<Group<'t, 's>>,
    /// References that lead nowhere, and why.
    pub(super) lost: Vec<(Text<'s>, &'static str)>,
    /// The targets of references that it went through; whoever goes on below it has them on the road.
    pub(super) road: Vec<(u16, u32)>,
    /// `false`: no value is allowed.
    pub(super) forbidden: bool,
}

/// Schemas of which one or some hold.
pub(super) struct Group<'t, 's> {
    pub(super) branches: Vec<Facts<'t, 's>>,
    /// How many ways there are in all; a field that stands in fewer shows on a condition.
    pub(super) ways: usize,
    /// Whether a branch depends on other answers, rather than on what is given.
    pub(super) depends: bool,
}

impl<'t, 's> Facts<'t, 's> {
    /// Whether it holds named values.
    pub(super) fn is_object(&self) -> bool {
        !self.properties.is_empty() || self.more.is_some() || self.groups.iter().any(|group| group.branches.iter().any(Self::is_object))
    }

    /// Whether it is a list of items that are described.
    pub(super) fn is_list(&self) -> bool {
        self.items.is_some() || !self.tuple.is_empty()
    }

    /// The words for its type, `null` left out.
    pub(super) fn types(&self) -> impl Iterator<Item = &'t str> {
        let list = self.kind.into_iter().flat_map(|kind| kind.items());
        self.kind.into_iter().chain(list).filter_map(|kind| kind.string()).filter(|kind| *kind != "null")
    }

    /// Whether it is one value that a person gives, rather than a place for others.
    pub(super) fn is_value(&self) -> bool {
        self.options.is_some() || self.types().any(|kind| !matches!(kind, "object" | "array"))
    }

    /// Whether nothing is said of what the value is.
    fn is_blank(&self) -> bool {
        let some = [self.kind, self.options, self.fixed, self.title].iter().any(Option::is_some);
        !some && !self.is_object() && !self.is_list() && self.groups.is_empty()
    }

    fn is_null(&self) -> bool {
        self.kind.is_some_and(|kind| kind.string() == Some("null")) || self.fixed.is_some_and(|value| value.kind() == Kind::Null)
    }
}

impl<'t, 's> Walk<'_, 't, 's> {
    /// The facts of a schema. What it leads through is kept with them.
    pub(super) fn gather(&mut self, schema: Schema<'t, 's>) -> Facts<'t, 's> {
        let mut facts = Facts::default();
        self.gather_into(schema, &mut facts, 0);
        facts
    }

    fn add(&mut self, schema: Schema<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        if far > self.reading.limits.questions() {
            return self.too_deep(schema.node.place());
        }
        if !self.afford(schema.node) {
            return;
        }
        if schema.node.truth() == Some(false) {
            facts.forbidden = true;
        }
        let mut beyond = None;
        let mut all = None;
        let mut ways = Ways::default();
        for entry in schema.node.entries() {
            match entry.key.as_str() {
                "$ref" | "$dynamicRef" | "$recursiveRef" => beyond = Some(entry.value),
                "allOf" | "extends" => all = Some(entry),
                "if" => ways.condition = true,
                "then" => ways.then = Some(self.below(schema, entry)),
                "else" => ways.otherwise = Some(self.below(schema, entry)),
                _ => self.keyword(entry, schema, facts, far),
            }
        }
        self.ways(ways, facts, far);
        if let Some(entry) = all {
            let list = self.below(schema, entry);
            for member in self.members(list) {
                self.add(member, facts, far + 1);
            }
        }
        if let Some(reference) = beyond {
            self.beyond(reference, schema.file, facts, far);
        }
    }

    /// Follows a reference, unless it leads back to where we are.
    fn beyond(&mut self, reference: Node<'t, 's>, file: u16, facts: &mut Facts<'t, 's>, far: usize) {
        let Some(words) = reference.string() else { return };
        match self.follow(file, words) {
            Ok(target) => {
                let here = (target.file, target.node.id());
                match self.road.iter().rposition(|at| *at == here) {
                    None => {
                        self.road.push(here);
                        self.add(target, facts, far + 1);
                    }
                    // What was met for this very value, with nothing on the way, stands for nothing; an outer value may hold its like.
                    Some(at) if at >= self.start && facts.is_blank() => self.circle(reference),
                    Some(_) => {}
                }
            }
            Err(why) => facts.lost.push((Text::new(reference.text(), reference.place()), why)),
        }
    }

    fn circle(&mut self, reference: Node<'t, 's>) {
        let message = format!("the reference `{}` leads back to itself; what it should stand for was not read", reference.as_str());
        self.reading.tell(Problem::error("reference-cycle", reference.place(), message));
    }

    fn keyword(&mut self, entry: Entry<'t, 's>, schema: Schema<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        let value = entry.value;
        match entry.key.as_str() {
            "title" => first(&mut facts.title, value),
            "description" => first(&mut facts.description, value),
            "type" => first(&mut facts.kind, value),
            "format" => facts.format = facts.format.or(value.string()),
            "enum" if value.is_array() => first(&mut facts.options, value),
            "enumNames" | "x-enumNames" | "x-enum-varnames" | "enum_titles" => first(&mut facts.option_names, value),
            "const" => first(&mut facts.fixed, value),
            "maxLength" => facts.max_length = facts.max_length.or(value.as_str().parse().ok()),
            "pattern" => first(&mut facts.pattern, value),
            "readOnly" | "readonly" => facts.read_only |= value.truth() == Some(true),
            "contentEncoding" | "contentMediaType" => facts.document = true,
            "minItems" => facts.min_items |= value.as_str().parse::<u32>().is_ok_and(|count| count > 0),
            "x-mayask" => first(&mut facts.mayask, value),
            "required" if value.is_array() => facts.required.push(value),
            "required" => facts.required_here |= value.truth() == Some(true),
            _ => self.nested(entry, schema, facts, far),
        }
    }

    /// The keywords that hold schemas.
    fn nested(&mut self, entry: Entry<'t, 's>, schema: Schema<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        let value = entry.value;
        match entry.key.as_str() {
            "properties" | "patternProperties" if value.entries().next().is_some() => {
                let schema = self.below(schema, entry);
                facts.properties.push(schema);
            }
            // Without words of its own it says only that more may be sent along.
            "additionalProperties" if ["properties", "$ref", "title"].into_iter().any(|key| value.get(key).is_some()) => {
                facts.more = Some(self.below(schema, entry));
            }
            "items" | "prefixItems" if value.is_array() => {
                let list = self.below(schema, entry);
                facts.tuple = self.members(list);
            }
            "items" | "contains" if value.is_object() && facts.items.is_none() => facts.items = Some(self.below(schema, entry)),
            "anyOf" | "oneOf" => self.alternatives(entry, schema, facts, far),
            "dependentRequired" => facts.dependent.extend(value.entries().map(|entry| entry.value)),
            "dependentSchemas" | "dependencies" => self.dependencies(entry, schema, facts, far),
            _ => {}
        }
    }

    fn alternatives(&mut self, entry: Entry<'t, 's>, schema: Schema<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        let list = self.below(schema, entry);
        let mut branches = Vec::new();
        for member in self.members(list) {
            let branch = self.branch(member, far);
            if !branch.is_null() {
                branches.push(branch);
            }
        }
        let ways = branches.len();
        facts.groups.push(Group { branches, ways, depends: false });
    }

    fn dependencies(&mut self, entry: Entry<'t, 's>, schema: Schema<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        let map = self.below(schema, entry);
        for entry in entry.value.entries() {
            match entry.value.kind() {
                Kind::Object => {
                    let member = self.below(map, entry);
                    let branches = vec![self.branch(member, far)];
                    facts.groups.push(Group { branches, ways: 2, depends: true });
                }
                Kind::Array => facts.dependent.push(entry.value),
                _ => {}
            }
        }
    }

    fn ways(&mut self, ways: Ways<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        if !ways.condition {
            return;
        }
        let mut branches = Vec::new();
        for member in ways.then.into_iter().chain(ways.otherwise) {
            branches.push(self.branch(member, far));
        }
        facts.groups.push(Group { branches, ways: 2, depends: true });
    }

    fn branch(&mut self, schema: Schema<'t, 's>, far: usize) -> Facts<'t, 's> {
        let mut facts = Facts::default();
        self.gather_into(schema, &mut facts, far + 1);
        facts
    }

    fn gather_into(&mut self, schema: Schema<'t, 's>, facts: &mut Facts<'t, 's>, far: usize) {
        let road = self.road.len();
        let start = std::mem::replace(&mut self.start, road);
        self.add(schema, facts, far);
        self.start = start;
        facts.road = self.road.split_off(road);
    }
}

/// The parts of `if`, `then` and `else`.
#[derive(Default)]
struct Ways<'t, 's> {
    condition: bool,
    then: Option<Schema<'t, 's>>,
    otherwise: Option<Schema<'t, 's>>,
}

fn first<'t, 's>(place: &mut Option<Node<'t, 's>>, value: Node<'t, 's>) {
    place.get_or_insert(value);
}
