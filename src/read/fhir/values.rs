//! The answers that an item offers: written with it, or in a value set that it refers to.

use rustc_hash::FxHashMap;

use super::{extension, kind, resources};
use crate::form::{Choice, Code, Text};
use crate::read::document::Files;
use crate::read::{Document, Reading};
use crate::source::{Limit, Place, SourceId};
use crate::tree::Node;

/// The value sets and code systems at hand.
pub(super) struct Terms<'t, 's> {
    files: &'t Files<'s>,
    /// Resources of the file by `#id` and by address.
    known: FxHashMap<String, Node<'t, 's>>,
    /// What references lead to, so that each is sought once.
    found: FxHashMap<&'t str, Result<Vec<Choice<'s>>, &'static str>>,
    /// Whether the files that hold many resources were looked through.
    gathered: bool,
    /// How many choices were added.
    added: usize,
}

const TOO_MANY: &str = "the value sets hold too many choices";

/// How far value sets are followed through one another.
const FAR: u32 = 8;

impl<'t, 's> Terms<'t, 's> {
    pub(super) fn new(root: Node<'t, 's>, files: &'t Files<'s>) -> Self {
        let mut terms = Self { files, known: FxHashMap::default(), found: FxHashMap::default(), gathered: false, added: 0 };
        terms.contained(root);
        for resource in resources(root) {
            terms.know(resource);
            terms.contained(resource);
        }
        terms
    }

    fn contained(&mut self, root: Node<'t, 's>) {
        for resource in root.get("contained").into_iter().flat_map(|list| list.items()) {
            if let Some(id) = resource.get("id") {
                self.known.insert(format!("#{}", id.as_str()), resource);
            }
            self.know(resource);
        }
    }

    fn know(&mut self, resource: Node<'t, 's>) {
        if let Some(url) = resource.get("url").filter(|_| matches!(kind(resource), "ValueSet" | "CodeSystem")) {
            self.known.insert(url.as_str().to_owned(), resource);
        }
    }

    /// The choices of a value set, or why they are not at hand.
    pub(super) fn choices(&mut self, reference: &'t str, reading: &mut Reading<'s>) -> Result<Vec<Choice<'s>>, &'static str> {
        let most = reading.limits.expansion;
        if self.added > most {
            return Err(TOO_MANY);
        }
        if !self.found.contains_key(reference) {
            let found = self.resource(reference, reading).and_then(|resource| {
                let mut choices = Vec::new();
                self.collect(resource, &mut choices, FAR, reading).map(|()| choices)
            });
            self.found.insert(reference, found);
        }
        let found = self.found.get(reference).cloned().unwrap_or(Err("the value set is not at hand"))?;
        self.added += found.len();
        if self.added > most {
            let message = format!("value sets that hold more than {most} choices together; the others were not read");
            reading.tell(Limit::Expansion.passed(Place::whole(SourceId(0)), message));
            return Err(TOO_MANY);
        }
        Ok(found)
    }

    fn resource(&mut self, reference: &str, reading: &mut Reading<'s>) -> Result<Node<'t, 's>, &'static str> {
        let bare = reference.split('|').next().unwrap_or_default();
        if let Some(known) = self.known.get(bare) {
            return Ok(*known);
        }
        if bare.starts_with('#') {
            return Err("the file contains no value set of this id");
        }
        let id = bare.rsplit('/').next().unwrap_or_default();
        let names = ["", "ValueSet-", "valueset-", "CodeSystem-"].into_iter().flat_map(|kind| ["json", "xml"].map(|end| (kind, end)));
        let mut names = names.map(|(kind, end)| format!("{kind}{id}.{end}"));
        let Some(document) = names.find_map(|name| self.files.open(&name, reading)) else { return self.gathered(bare, reading) };
        let root = document.root().filter(|root| matches!(kind(*root), "ValueSet" | "CodeSystem"));
        let root = root.ok_or("the file of that name is no value set")?;
        let address = root.get("url").map(|url| url.as_str()).filter(|url| bare.contains("://") && *url != bare);
        address.map_or(Ok(root), |_| Err("the file of that name is another value set"))
    }

    /// A resource of the files that hold many, each opened once.
    fn gathered(&mut self, address: &str, reading: &mut Reading<'s>) -> Result<Node<'t, 's>, &'static str> {
        if !std::mem::replace(&mut self.gathered, true) {
            let usual: Vec<_> = ["valuesets.json", "valuesets.xml"].iter().filter_map(|name| self.files.open(name, reading)).collect();
            for root in usual.into_iter().chain(self.files.named(reading)).filter_map(Document::root) {
                self.know(root);
                resources(root).for_each(|resource| self.know(resource));
            }
        }
        self.known.get(address).copied().ok_or("the value set is not at hand")
    }

    /// The concepts of a value set, expanded or composed, or of a code system.
    fn collect(
        &mut self,
        resource: Node<'t, 's>,
        choices: &mut Vec<Choice<'s>>,
        far: u32,
        reading: &mut Reading<'s>,
    ) -> Result<(), &'static str> {
        if far == 0 {
            return Err("the value set leads through too many others");
        }
        if kind(resource) == "CodeSystem" {
            let system = resource.get("url");
            return tree(resource, "concept", &|_| system, choices).then_some(()).ok_or("the code system lists no concept");
        }
        let expansion = resource.get("expansion");
        if expansion.is_some_and(|expansion| tree(expansion, "contains", &|concept| concept.get("system"), choices)) {
            return Ok(());
        }
        // DSTU2 lets a value set bring its own codes, and name others as imports.
        let own = resource.get("codeSystem");
        let has_own = own.is_some_and(|own| tree(own, "concept", &|_| own.get("system"), choices));
        let Some(compose) = resource.get("compose") else { return has_own.then_some(()).ok_or("the value set lists no concept") };
        for reference in compose.get("import").into_iter().flat_map(|list| list.items().chain(list.string().map(|_| list))) {
            let resource = self.resource(reference.as_str(), reading)?;
            self.collect(resource, choices, far - 1, reading)?;
        }
        for include in compose.get("include").into_iter().flat_map(|list| list.items()) {
            self.include(include, choices, far, reading)?;
        }
        (!choices.is_empty()).then_some(()).ok_or("the value set lists no concept")
    }

    fn include(
        &mut self,
        include: Node<'t, 's>,
        choices: &mut Vec<Choice<'s>>,
        far: u32,
        reading: &mut Reading<'s>,
    ) -> Result<(), &'static str> {
        let system = include.get("system");
        if tree(include, "concept", &|_| system, choices) {
            return Ok(());
        }
        if include.get("filter").is_some() {
            return Err("the value set is a query, which is not run");
        }
        let sets = include.get("valueSet").into_iter().flat_map(|set| set.items().chain(set.string().map(|_| set)));
        for reference in sets.chain(system.filter(|_| include.get("valueSet").is_none())) {
            let resource = self.resource(reference.as_str(), reading)?;
            self.collect(resource, choices, far - 1, reading)?;
        }
        Ok(())
    }
}

/// Adds the concepts of a list and of the lists below them; whether there were any.
fn tree<'t, 's>(
    node: Node<'t, 's>,
    key: &str,
    system: &dyn Fn(Node<'t, 's>) -> Option<Node<'t, 's>>,
    choices: &mut Vec<Choice<'s>>,
) -> bool {
    let before = choices.len();
    let mut open: Vec<Node<'_, '_>> = node.get(key).into_iter().flat_map(|list| list.items()).collect();
    open.reverse();
    while let Some(concept) = open.pop() {
        choices.extend(coding(concept, system(concept)));
        let below: Vec<_> = concept.get(key).into_iter().flat_map(|list| list.items()).collect();
        open.extend(below.into_iter().rev());
    }
    choices.len() > before
}

/// The choices that stand with an item: `answerOption`, `option` in STU3, or codings as they are in DSTU2.
pub(super) fn options<'s>(list: Node<'_, 's>) -> Vec<Choice<'s>> {
    let choice = |node: Node<'_, 's>| match node.entries().find(|entry| entry.key.as_str().starts_with("value")) {
        Some(entry) => option(entry.value),
        None => coding(node, node.get("system")),
    };
    list.items().filter_map(choice).collect()
}

fn option<'s>(value: Node<'_, 's>) -> Option<Choice<'s>> {
    if !value.is_object() {
        let value = Some(Text::new(value.text(), value.place()));
        return Some(Choice { value, ..Choice::default() });
    }
    if let Some(reference) = value.get("reference") {
        let label = value.get("display").map(|node| Text::new(node.text(), node.place()));
        return Some(Choice { value: Some(Text::new(reference.text(), reference.place())), label, ..Choice::default() });
    }
    coding(value, value.get("system"))
}

/// A coding, or a concept of a system, as a choice.
fn coding<'s>(node: Node<'_, 's>, system: Option<Node<'_, 's>>) -> Option<Choice<'s>> {
    let text = |node: Node<'_, 's>| Text::new(node.text(), node.place());
    let (value, label) = (node.get("code").map(text), node.get("display").map(text));
    if value.is_none() && label.is_none() {
        return None;
    }
    let mut translations = extension::translations(node, "_display");
    for designation in node.get("designation").into_iter().flat_map(|list| list.items()) {
        if let (Some(language), Some(words)) = (designation.get("language"), designation.get("value")) {
            translations.push(text(words).in_language(language.text()));
        }
    }
    let code = node.get("code").zip(system).map(|(code, system)| Code { system: system.text(), code: code.text(), place: code.place() });
    Some(Choice { value, label, code, translations })
}
