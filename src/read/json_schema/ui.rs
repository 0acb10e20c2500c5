//! The form's looks: an RJSF `uiSchema` in the same file or beside it.

use crate::tree::{Entry, Node};

/// The names that a `uiSchema` has beside a schema; `*` stands for the schema's own name.
const BESIDE: &[&str] = &["*.uischema.json", "*.uiSchema.json", "*.ui.json", "*-uischema.json", "uiSchema.json", "uischema.json"];

/// The looks of one value.
#[derive(Clone, Copy, Default)]
pub(super) struct Ui<'t, 's>(pub(super) Option<Node<'t, 's>>);

impl<'t, 's> Ui<'t, 's> {
    /// The looks of a value below.
    pub(super) fn below(self, key: &str) -> Self {
        Self(self.0.and_then(|node| node.get(key)))
    }

    /// An option: `ui:title`, or `title` under `ui:options`.
    pub(super) fn option(self, name: &str) -> Option<Node<'t, 's>> {
        let node = self.0?;
        let direct = node.entries().find(|entry| entry.key.as_str().strip_prefix("ui:") == Some(name));
        direct.map(|entry| entry.value).or_else(|| node.get("ui:options")?.get(name))
    }

    /// The widget or field that shows it.
    pub(super) fn widget(self) -> &'t str {
        let named = self.option("widget").and_then(|node| node.string());
        named.or_else(|| self.option("field")?.string()).unwrap_or_default()
    }

    /// Why nobody is asked, where the looks say so.
    pub(super) fn silent(self) -> Option<&'static str> {
        let yes = |name| self.option(name).and_then(|node| node.truth()) == Some(true);
        match self.widget() {
            "hidden" | "HiddenField" | "HiddenWidget" => Some("hidden by the uiSchema"),
            _ if yes("readonly") || yes("disabled") => Some("read-only by the uiSchema"),
            _ => None,
        }
    }

    /// The entries in the order of `ui:order`, where it is given; `*` stands for all that it does not name.
    pub(super) fn ordered(self, entries: &mut [(Entry<'t, 's>, usize)]) {
        let Some(order) = self.option("order").filter(|order| order.is_array()) else { return };
        let names: Vec<_> = order.items().map(|item| item.as_str()).collect();
        let star = names.iter().position(|name| *name == "*").unwrap_or(names.len());
        entries.sort_by_cached_key(|(entry, _)| names.iter().position(|name| *name == entry.key.as_str()).unwrap_or(star));
    }
}

/// The paths at which the looks of a schema may stand.
pub(super) fn paths(file: &str) -> impl Iterator<Item = String> {
    let stem = stem(file).to_owned();
    BESIDE.iter().map(move |name| name.replace('*', &stem))
}

/// The name of a file without its extension, nor a `.schema` before it.
pub(super) fn stem(file: &str) -> &str {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.strip_suffix(".schema").or_else(|| stem.strip_suffix("-schema")).unwrap_or(stem)
}
