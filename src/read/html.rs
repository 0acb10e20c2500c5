//! Reads forms in HTML pages and in templates of pages.
//!
//! A page holds one form for each `form` element with controls, one for a search box of its own, and one for the controls in none.
//! Its part of the file is the element's id, or `form-2` for the second of the page; controls in no form are the part `page`.
//! A pointer goes through the form and the fieldsets around a control, by id or name where they have one, to the control's name.
//! Where the page leaves a fact to whoever makes it (a template, a script), the fact is not said; a text is unresolved.

mod bundle;
mod consent;
mod control;
mod elsewhere;
mod label;
mod layout;
mod marker;
mod page;
mod question;
mod thymeleaf;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use self::bundle::Bundle;
use self::label::Labels;
use self::layout::Layout;
use self::page::{NodeId, Page};
use self::question::Asking;
use self::words::{View, said};
use super::{Beside, Document, Fact, LANGUAGES, Likeness, Reader, Reading, Tells};
use crate::form::{Form, Part, Stated, Text, Unresolved};
use crate::source::{Limit, Place, Problem, Source, SourceId};

/// The most forms that are read of one page.
const MOST_FORMS: usize = 100;

/// Forms in HTML.
pub(super) struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn title(&self) -> &'static str {
        "HTML forms and templates"
    }

    fn about(&self) -> &'static str {
        "an HTML file, or any text with form controls in it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["<form", "<input", "<select", "<textarea", "<fieldset"]
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
        let source = document.source();
        let named =
            matches!(source.extension().as_str(), "html" | "htm" | "xhtml" | "njk" | "jinja" | "j2" | "erb" | "hbs" | "vue" | "cshtml");
        let marked = source.text().trim_start().starts_with('<')
            && self.marks().iter().any(|mark| memchr::memmem::find(source.text().as_bytes(), mark.as_bytes()).is_some());
        match (named, marked) {
            (true, true) => Likeness::Certain,
            (true, false) => Likeness::Likely,
            (false, true) if document.root().is_none() => Likeness::Maybe,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let mut page = Page::read(document.source().text(), &reading.limits);
        thymeleaf::expand(&mut page);
        if let Some(span) = page.too_deep {
            let message =
                format!("more than {} elements stand open here; deeper ones are read as if they stood side by side", reading.limits.depth);
            reading.tell(Limit::Depth.passed(Place::text(document.id(), span), message));
        }
        if let Some(span) = page.too_many {
            let message = format!("more than {} elements and texts; what follows was not read", reading.limits.values);
            reading.tell(Limit::Values.passed(Place::text(document.id(), span), message));
        }
        let bundles = if is_keyed(document.source().text()) { bundles(reading, beside) } else { Vec::new() };
        let view = View {
            language: language(&page),
            conditions: control::conditions(&page),
            // A fragment may bring a script of its own.
            scripted: page.nodes.iter().any(|node| node.is("script") || node.has("th:replace") || node.has("th:insert")),
            page: &page,
            source: document.id(),
            bundles: &bundles,
        };
        for problem in elsewhere::problems(&page, document.id()) {
            reading.tell(problem);
        }
        let owners = owners(&page);
        let places = owners.keys().copied().collect::<Vec<_>>();
        if owners.is_empty() {
            reading.skipped = Some("the page asks nothing: it holds no control".to_owned());
        }
        if owners.len() > MOST_FORMS {
            let message = format!("the page holds more than {MOST_FORMS} forms; the others were not read");
            reading.tell(Problem::error("too-many-forms", document.whole(), message));
        }
        for (owner, mut controls) in owners.into_iter().take(MOST_FORMS) {
            if controls.len() > reading.limits.fields {
                controls.truncate(reading.limits.fields);
                let message = format!("a form holds more than {} controls; the others were not read", reading.limits.fields);
                reading.tell(Limit::Fields.passed(document.whole(), message));
            }
            let part = (places.len() > 1).then(|| part(&page, owner));
            reading.forms.push(form(&view, owner, &controls, part));
        }
    }
}

/// Whether a text names messages by key.
fn is_keyed(text: &str) -> bool {
    text.contains("th:") || text.contains("#{")
}

/// The message bundles beside a template, or in a folder above it, and those that somebody named; the default one first.
fn bundles<'s>(reading: &mut Reading<'s>, beside: &'s dyn Beside) -> Vec<Bundle<'s>> {
    let folders = (0..=5).flat_map(|up| ["", "resources/"].map(|folder| format!("{}{folder}messages", "../".repeat(up))));
    let names = || std::iter::once(String::new()).chain(LANGUAGES.iter().map(|tag| format!("_{tag}")));
    let files = |base: String| names().filter_map(|tag| beside.file(&format!("{base}{tag}.properties"))).collect::<Vec<_>>();
    let near = folders.map(files).find(|found| !found.is_empty()).unwrap_or_default();
    let mut found: Vec<&'s Source> = near;
    for source in beside.named().into_iter().filter(|source| source.extension() == "properties") {
        if !found.iter().any(|known| std::ptr::eq(*known, source)) {
            found.push(source);
        }
    }
    let mut bundles: Vec<_> =
        found.into_iter().map(|file| Bundle::read(file.text(), reading.source(file), bundle::language(file.name()))).collect();
    bundles.sort_by_key(|bundle| bundle.language().is_some());
    bundles
}

fn language<'s>(page: &Page<'s>) -> Option<Cow<'s, str>> {
    page.nodes.iter().filter(|node| node.is("html") || node.is("body")).find_map(said)
}

/// The controls of each form, in the order of the page; controls in no form come first, under no element.
fn owners(page: &Page<'_>) -> BTreeMap<Option<NodeId>, Vec<NodeId>> {
    let mut owners: BTreeMap<Option<NodeId>, Vec<NodeId>> = BTreeMap::new();
    for (id, node) in page.nodes.iter().enumerate() {
        if control::kind(node).is_some() {
            owners.entry(owner(page, id)).or_default().push(id);
        }
    }
    // Buttons alone ask nothing.
    let asks = |id: &NodeId| {
        control::answer(page.node(*id)) != crate::form::Answer::Control || control::kind(page.node(*id)) != Some(control::Kind::Single)
    };
    owners.retain(|_, controls| controls.iter().any(asks));
    owners
}

/// The form that a control belongs to: by its `form` attribute, by where it stands, or the search box around it.
fn owner(page: &Page<'_>, id: NodeId) -> Option<NodeId> {
    let node = page.node(id);
    let named = node.value("form").and_then(|form| page.by_id(form)).filter(|&form| page.node(form).is("form"));
    let search = || page.around(id).find(|&at| page.node(at).is("search") || page.node(at).value("role") == Some("search"));
    named.or(node.form).or_else(search)
}

fn part<'s>(page: &Page<'s>, owner: Option<NodeId>) -> Cow<'s, str> {
    let Some(owner) = owner else { return Cow::Borrowed("page") };
    let node = page.node(owner);
    let own = node.attribute("id").or_else(|| node.attribute("name")).filter(|own| !own.value.trim().is_empty());
    own.map_or_else(
        || {
            let rank = page.nodes.iter().take(owner + 1).filter(|other| other.name == node.name).count();
            Cow::Owned(format!("{}-{rank}", node.name))
        },
        |own| own.value.clone(),
    )
}

fn form<'s>(view: &View<'_, 's>, owner: Option<NodeId>, controls: &[NodeId], part: Option<Cow<'s, str>>) -> Form<'s> {
    let page = view.page;
    let node = page.node(owner.unwrap_or_default());
    let place = if owner.is_some() { view.place(node.span) } else { Place::whole(view.source) };
    let mut form = Form { part, format: "html", place, ..Form::default() };
    let mut labels = Labels::new(view);
    form.name = node.attribute("id").or_else(|| node.attribute("name")).map(|it| Text::new(it.value.clone(), view.place(it.span)));
    title(view, owner, &mut labels, &mut form);
    form.stated = stated(page, view.source);
    let mut asking = Asking { view, labels: &mut labels, controls, boxes: BTreeSet::new() };
    let questions = asking.questions();
    let boxes = asking.boxes;
    Layout::new(view, &mut labels, controls, &boxes, &mut form).lay(owner, questions);
    form.languages = languages(view, owner, &form);
    form
}

/// The title: what names the form, or else the page.
fn title<'s>(view: &View<'_, 's>, owner: Option<NodeId>, labels: &mut Labels<'_, 's>, form: &mut Form<'s>) {
    let named = owner.into_iter().flat_map(|owner| labels.named(owner)).next();
    let page = view.page.nodes.iter().position(|node| node.is("title")).map(|title| view.words(title));
    let words = named.or(page).unwrap_or_default();
    form.title = words.text;
    for (reference, why) in words.unresolved {
        form.unresolved.push(Unresolved { field: None, part: Part::Section, reference, why: why.into() });
    }
}

/// What `meta` elements named `mayask:…` state.
fn stated<'s>(page: &Page<'s>, source: SourceId) -> Vec<Stated<'s>> {
    let metas = page.nodes.iter().filter(|node| node.is("meta"));
    metas
        .filter_map(|node| {
            let key = node.value("name")?.strip_prefix("mayask:")?.trim();
            let content = node.attribute("content")?;
            let value = Text::new(content.value.clone(), Place::text(source, content.span));
            Some(Stated { key: Cow::Owned(key.to_owned()), value })
        })
        .collect()
}

/// The languages of a form: its own or its page's first, then those of its texts. Of a default that nobody names the tag is `und`.
fn languages<'s>(view: &View<'_, 's>, owner: Option<NodeId>, form: &Form<'s>) -> Vec<Cow<'s, str>> {
    let own = owner.and_then(|owner| view.language(owner)).or_else(|| view.language.clone());
    let of = |text: &Text<'s>| text.language.clone();
    let fields = form.fields.iter().flat_map(|field| {
        let shown = field.choices.iter().flat_map(|choice| choice.label.iter().chain(&choice.translations));
        field.label.iter().chain(&field.help).chain(shown).chain(field.translations.iter().map(|(_, text)| text))
    });
    let sections = form.sections.iter().flat_map(|section| section.title.iter().chain(&section.translations));
    let notices = form.notices.iter().flat_map(|notice| std::iter::once(&notice.text).chain(&notice.translations));
    let mut languages: Vec<_> = own.into_iter().collect();
    for tag in fields.chain(sections).chain(notices).filter_map(of) {
        if languages.is_empty() {
            languages.push(Cow::Borrowed("und"));
        }
        if !languages.contains(&tag) {
            languages.push(tag);
        }
    }
    languages
}
