//! XGov, DEFRA and FSD form definitions: pages of components, lists of answers by name, ways from page to page.

mod page;

use self::page::Walk;
use super::document::Files;
use super::draft::{self, Around, Draft, has, said};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells, route};
use crate::form::Told;
use crate::tree::Node;

/// The reader of form definitions of the digital form builder and of DEFRA's forms engine.
pub(super) struct XGov;

impl Reader for XGov {
    fn name(&self) -> &'static str {
        "xgov"
    }

    fn title(&self) -> &'static str {
        "XGov digital form builder"
    }

    fn about(&self) -> &'static str {
        "JSON or YAML with `pages` of `components`, each page with a `path`, and `lists` or a `startPage`; lists in `<name>.json` beside it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"startPage\"", "RadiosField", "TextField"]
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
            (Fact::Language, Tells::Both),
            (Fact::OptOut, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        let mut pages = root.get("pages").into_iter().flat_map(|list| list.items());
        let paths = pages.any(|page| page.get("path").is_some_and(|path| path.as_str().starts_with('/')));
        let named = ["startPage", "lists", "conditions", "sections", "engine"].into_iter().filter(|key| root.get(key).is_some()).count();
        match (paths, named) {
            (true, 2..) => Likeness::Certain,
            (true, 1) => Likeness::Likely,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let files = Files::new(beside);
        let mut draft = Draft::new("xgov", root, reading);
        let title = root.get("name").filter(|name| name.string().is_some()).and_then(draft::words);
        draft.form.title = title.or_else(|| said(root, "title")).or_else(|| first_title(root));
        draft.form.name =
            ["id", "slug", "key"].into_iter().find_map(|key| root.get(key).filter(|node| node.string().is_some())).map(draft::written);
        if let Some(tag) = root.pointer("/metadata/language").or_else(|| root.get("language")).filter(|tag| tag.string().is_some()) {
            draft.speaks(tag.text());
        }
        let pages: Vec<_> = root.get("pages").into_iter().flat_map(|list| list.items()).collect();
        let met = met(root, &pages);
        let mut walk = Walk::new(draft, root, &files);
        let list = walk.draft.key(Around::default(), "pages");
        for (index, page) in pages.into_iter().enumerate() {
            let around = walk.draft.index(list, index);
            let conditional = met.get(index).copied().unwrap_or_default();
            walk.page(page, Around { conditional, ..around });
        }
        walk.draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the form has no component that holds an answer".to_owned());
        }
    }
}

/// The title of the first page, where the form has none of its own.
fn first_title<'s>(root: Node<'_, 's>) -> Option<crate::form::Text<'s>> {
    root.get("pages")?.items().next().and_then(|page| said(page, "title"))
}

/// Whether each page shows only on a condition: by its own, or because there is a way around it.
fn met(root: Node<'_, '_>, pages: &[Node<'_, '_>]) -> Vec<Told> {
    let own = |page: &Node<'_, '_>| has(*page, "condition");
    let linked = pages.iter().any(|page| has(*page, "next"));
    if !linked {
        return pages.iter().map(|page| if own(page) { Told::Yes } else { Told::No }).collect();
    }
    let number: rustc_hash::FxHashMap<&str, usize> =
        pages.iter().enumerate().rev().filter_map(|(index, page)| Some((page.get("path")?.as_str(), index))).collect();
    let find = |name: &str| number.get(name).copied().unwrap_or(usize::MAX);
    let next: Vec<Vec<usize>> = pages
        .iter()
        .map(|page| {
            page.get("next")
                .into_iter()
                .flat_map(|list| list.items())
                .filter_map(|way| way.get("path"))
                .map(|way| find(way.as_str()))
                .collect()
        })
        .collect();
    let start = root.get("startPage").map_or(0, |start| find(start.as_str()));
    match route::always(start, &next) {
        Some(always) => always.into_iter().map(|met| if met { Told::No } else { Told::Yes }).collect(),
        None => vec![Told::NotSaid; pages.len()],
    }
}
