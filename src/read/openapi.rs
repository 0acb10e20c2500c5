//! OpenAPI: what a request body asks for. Each body is a form; responses are not asked.

use std::borrow::Cow;

use super::document::Files;
use super::draft::{self, Draft, choice, flag, said, words, written};
use super::json_schema;
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells, stated};
use crate::form::{Answer, Field, Form, Required, Text};
use crate::source::Limit;
use crate::tree::Node;

/// The reader of OpenAPI 3 and Swagger 2.
pub(super) struct OpenApi;

/// The methods of a path.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The media types of a body, the best first; of others the first is taken.
const MEDIA: &[&str] = &["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];

impl Reader for OpenApi {
    fn name(&self) -> &'static str {
        "openapi"
    }

    fn title(&self) -> &'static str {
        "OpenAPI request bodies"
    }

    fn about(&self) -> &'static str {
        "JSON or YAML with `openapi` or `swagger`, and `paths`; each request body is a form, by the name of its operation"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["requestBody", "openapi:", "\"openapi\""]
    }

    fn syntax(&self) -> Syntax {
        Syntax::Yaml
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::OptOut, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let holds = |key| document.get(key).is_some_and(|node| node.is_object());
        let declared = document.get("openapi").or_else(|| document.get("swagger")).is_some();
        match (declared, holds("paths") || holds("webhooks")) {
            (true, true) => Likeness::Certain,
            (true, false) if holds("components") || holds("definitions") => Likeness::Certain,
            (false, true) if holds("info") || holds("components") => Likeness::Likely,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let files = Files::new(beside);
        let mut bodies = 0;
        for operation in operations(root) {
            let fields: usize = reading.forms.iter().map(|form| form.fields.len()).sum();
            if fields >= reading.limits.fields {
                let message = format!("the request bodies unfold to more than {} fields; the others were not read", reading.limits.fields);
                reading.tell(Limit::Fields.passed(operation.node.place(), message));
                break;
            }
            let form = match body(root, &operation) {
                Ok(Some((schema, steps))) => json_schema::within(root, &steps, schema, document.file(), &files, reading),
                Ok(None) => parameters(&operation, reading),
                Err(lost) => astray(&operation, lost),
            };
            bodies += 1;
            if !form.fields.is_empty() || !form.unresolved.is_empty() {
                let form = named(form, root, &operation);
                reading.forms.push(form);
            }
        }
        if reading.forms.is_empty() && reading.errors().next().is_none() {
            let why = if bodies == 0 { "the file describes no operation" } else { "no operation asks for values in a request body" };
            reading.skipped = Some(why.to_owned());
        }
    }
}

/// An operation of a path.
struct Operation<'t, 's> {
    group: &'static str,
    path: Node<'t, 's>,
    method: Node<'t, 's>,
    node: Node<'t, 's>,
}

fn operations<'t, 's>(root: Node<'t, 's>) -> Vec<Operation<'t, 's>> {
    let groups = ["paths", "webhooks"].into_iter().filter_map(|group| Some((group, root.get(group)?)));
    let paths = groups.flat_map(|(group, paths)| paths.entries().map(move |path| (group, path)));
    let methods = paths.flat_map(|(group, path)| {
        let known = path.value.entries().filter(|entry| METHODS.contains(&entry.key.as_str()) && entry.value.is_object());
        known.map(move |entry| Operation { group, path: path.key, method: entry.key, node: entry.value })
    });
    methods.collect()
}

/// A schema, and the steps that lead to it.
type Body<'t, 's> = (Node<'t, 's>, Vec<Cow<'s, str>>);

/// The schema of the request body of an operation; the reference where it leads nowhere.
fn body<'t, 's>(root: Node<'t, 's>, operation: &Operation<'t, 's>) -> Result<Option<Body<'t, 's>>, Node<'t, 's>> {
    let own = vec![operation.group.into(), operation.path.text(), operation.method.text()];
    if let Some(body) = operation.node.get("requestBody") {
        let steps = own.into_iter().chain(["requestBody".into()]).collect();
        let (body, mut steps) = followed(root, body, steps)?;
        let Some(content) = body.get("content") else { return Ok(None) };
        let best = MEDIA.iter().find_map(|media| content.entry(media)).or_else(|| content.entries().next());
        let Some((media, schema)) = best.and_then(|media| Some((media, media.value.get("schema")?))) else { return Ok(None) };
        steps.extend(["content".into(), media.key.text(), "schema".into()]);
        return Ok(Some((schema, steps)));
    }
    let parameters = operation.node.get("parameters").into_iter().flat_map(|list| list.items()).enumerate();
    for (index, parameter) in parameters {
        let steps = own.iter().cloned().chain(["parameters".into(), index.to_string().into()]).collect();
        let Ok((parameter, mut steps)) = followed(root, parameter, steps) else { continue };
        let schema = parameter.get("schema").filter(|_| parameter.get("in").is_some_and(|place| place.as_str() == "body"));
        if let Some(schema) = schema {
            steps.push("schema".into());
            return Ok(Some((schema, steps)));
        }
    }
    Ok(None)
}

/// What a reference of the file leads to, or the node itself.
fn followed<'t, 's>(root: Node<'t, 's>, node: Node<'t, 's>, steps: Vec<Cow<'s, str>>) -> Result<Body<'t, 's>, Node<'t, 's>> {
    let Some(reference) = node.get("$ref") else { return Ok((node, steps)) };
    let pointer = reference.as_str().strip_prefix('#').ok_or(reference)?;
    let target = root.pointer(pointer).ok_or(reference)?;
    let steps = pointer.split('/').skip(1).map(|step| Cow::Owned(step.replace("~1", "/").replace("~0", "~"))).collect();
    Ok((target, steps))
}

/// The fields that Swagger 2 lists one by one.
fn parameters<'s>(operation: &Operation<'_, 's>, reading: &mut Reading<'s>) -> Form<'s> {
    let mut inner = Reading { limits: reading.limits, ..Reading::default() };
    let mut draft = Draft::new("openapi", operation.node, &mut inner);
    let mut around = draft::Around::default();
    for step in [Cow::Borrowed(operation.group), operation.path.text(), operation.method.text(), "parameters".into()] {
        around = draft.key(around, step);
    }
    for (node, around) in draft.list(operation.node.get("parameters"), around) {
        if node.get("in").is_none_or(|place| place.as_str() != "formData") {
            continue;
        }
        let items = node.get("enum").into_iter().flat_map(|list| list.items());
        let choices: Vec<_> = items.filter_map(|item| choice(Some(item), Vec::new())).collect();
        let kind = node.get("type").map(|kind| kind.as_str()).unwrap_or_default();
        let field = Field {
            name: node.get("name").map(written),
            help: said(node, "description").into_iter().collect(),
            required: if flag(node, "required") { Required::Yes } else { Required::No },
            answer: match kind {
                _ if !choices.is_empty() => Answer::Choice,
                "file" => Answer::Document,
                "boolean" => Answer::YesNo,
                "integer" | "number" => Answer::Number,
                "string" => Answer::Text,
                _ => Answer::NotSaid,
            },
            choices,
            place: node.get("name").unwrap_or(node).place(),
            ..Field::default()
        };
        draft.field(node, field, around);
    }
    draft.finish();
    inner.problems.into_iter().for_each(|problem| reading.tell(problem));
    inner.forms.pop().unwrap_or_default()
}

/// A form whose body is not at hand.
fn astray<'s>(operation: &Operation<'_, 's>, reference: Node<'_, 's>) -> Form<'s> {
    let mut inner = Reading::default();
    let mut draft = Draft::new("openapi", operation.node, &mut inner);
    draft.lose(None, crate::form::Part::Questions, written(reference), "the request body stands in another file, or nowhere");
    draft.finish();
    inner.forms.pop().unwrap_or_default()
}

/// The form with its part, name and title.
fn named<'s>(mut form: Form<'s>, root: Node<'_, 's>, operation: &Operation<'_, 's>) -> Form<'s> {
    form.format = "openapi";
    let id = operation.node.get("operationId").filter(|id| id.string().is_some_and(|id| !id.trim().is_empty()));
    let method = operation.method.as_str().to_uppercase();
    let request = format!("{method} {}", operation.path.as_str());
    form.part = Some(id.map_or_else(|| Cow::Owned(request.clone()), |id| id.text()));
    form.name = Some(Text::new(request, operation.path.place()));
    form.title = operation.node.get("summary").and_then(words).or(form.title.take());
    form.place = operation.method.place();
    for holder in [root.get("info"), Some(root), Some(operation.node)].into_iter().flatten() {
        if let Some(mapping) = holder.get("x-mayask") {
            stated::stated(mapping, &mut form);
        }
    }
    form
}
