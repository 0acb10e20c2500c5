//! FHIR Questionnaire in JSON and XML, alone or in a Bundle: DSTU2 with its groups and questions, and STU3, R4, R4B and R5 with their items.

mod extension;
mod item;
mod values;

use self::item::Walk;
use self::values::Terms;
use super::document::Files;
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Form, Stated, Text, TrailId};
use crate::source::{Gravity, Problem};
use crate::tree::Node;

/// The reader of FHIR questionnaires.
pub(super) struct Fhir;

/// The extension in which a questionnaire states its own context, as lines of `key: value`.
const CONTEXT: &str = "https://mayask.example/x-mayask";

impl Reader for Fhir {
    fn name(&self) -> &'static str {
        "fhir"
    }

    fn title(&self) -> &'static str {
        "FHIR Questionnaire"
    }

    fn about(&self) -> &'static str {
        "JSON with `resourceType` Questionnaire, XML with the root `Questionnaire` of http://hl7.org/fhir, or a Bundle of them; value sets in it or beside it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"Questionnaire\"", "\"linkId\"", "<Questionnaire", "<linkId"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::OptOut, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        match kind(root) {
            "Questionnaire" | "QuestionnaireResponse" => Likeness::Certain,
            "Bundle" if resources(root).any(|resource| kind(resource).starts_with("Questionnaire")) => Likeness::Certain,
            "" if root.get("item").is_some_and(|list| list.items().any(|item| item.get("linkId").is_some())) => Likeness::Maybe,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let files = Files::new(beside);
        let mut terms = Terms::new(root, &files);
        if kind(root) == "Bundle" {
            bundle(root, &mut terms, reading);
        } else if ["item", "group"].into_iter().any(|key| root.get(key).is_some()) || kind(root) == "Questionnaire" {
            let form = questionnaire(root, Form::default(), TrailId::default(), &mut terms, reading);
            reading.forms.push(form);
        }
        if kind(root) == "QuestionnaireResponse" {
            reading.forms.clear();
            reading.skipped = Some("the file holds answers to a questionnaire, not the questionnaire".to_owned());
        } else if reading.forms.is_empty() {
            reading.skipped = Some("the file holds no questionnaire".to_owned());
        }
    }
}

/// The `resourceType` of a resource.
fn kind<'t>(resource: Node<'t, '_>) -> &'t str {
    resource.get("resourceType").map(|node| node.as_str()).unwrap_or_default()
}

/// The resources of a Bundle.
fn resources<'t, 's>(bundle: Node<'t, 's>) -> impl Iterator<Item = Node<'t, 's>> {
    bundle.get("entry").into_iter().flat_map(|list| list.items()).filter_map(|entry| entry.get("resource"))
}

fn bundle<'t, 's>(root: Node<'t, 's>, terms: &mut Terms<'t, 's>, reading: &mut Reading<'s>) {
    let entries = root.get("entry").into_iter().flat_map(|list| list.items()).enumerate();
    for (index, entry) in entries {
        let Some(resource) = entry.get("resource").filter(|resource| kind(*resource) == "Questionnaire") else { continue };
        let mut form = Form::default();
        let trail = form.trails.key(TrailId::default(), "entry");
        let trail = form.trails.index(trail, index);
        let trail = form.trails.key(trail, "resource");
        let id = resource.get("id").or_else(|| resource.get("name"));
        form.part = Some(id.map_or_else(|| (index + 1).to_string().into(), |id| id.text()));
        let form = questionnaire(resource, form, trail, terms, reading);
        reading.forms.push(form);
    }
}

/// Reads one questionnaire into a form that knows its part and pointer already.
fn questionnaire<'t, 's>(
    root: Node<'t, 's>,
    mut form: Form<'s>,
    trail: TrailId,
    terms: &mut Terms<'t, 's>,
    reading: &mut Reading<'s>,
) -> Form<'s> {
    let text = |key: &str| root.get(key).filter(|node| node.string().is_some()).map(|node| Text::new(node.text(), node.place()));
    form.format = "fhir";
    form.place = root.place();
    form.name = text("url").or_else(|| text("id")).or_else(|| text("name"));
    let grouped = |key: &str| root.get("group").and_then(|group| group.get(key)).filter(|node| node.string().is_some());
    let heading = grouped("title").or_else(|| grouped("text")).map(|node| Text::new(node.text(), node.place()));
    form.title = text("title").or_else(|| text("name")).or(heading);
    form.languages.extend(root.get("language").map(|node| node.text()));
    if let Some(mapping) = root.get("x-mayask") {
        super::stated::stated(mapping, &mut form);
    }
    for value in extension::values(root, CONTEXT) {
        lines(value, &mut form, reading);
    }
    let mut walk = Walk::new(form, root, terms, reading);
    walk.root(root, trail);
    walk.finish()
}

/// Lines of `key: value`.
fn lines<'s>(value: Node<'_, 's>, form: &mut Form<'s>, reading: &mut Reading<'s>) {
    for line in value.as_str().lines().filter(|line| !line.trim().is_empty()) {
        match line.split_once(':') {
            Some((key, said)) => {
                let value = Text::new(said.trim().to_owned(), value.place());
                form.stated.push(Stated { key: key.trim().to_owned().into(), value });
            }
            None => {
                let message = format!("`{}` states no context: it wants `key: value`", line.trim());
                reading.tell(Problem { gravity: Gravity::Error, ..Problem::note("bad-context", value.place(), message) });
            }
        }
    }
}
