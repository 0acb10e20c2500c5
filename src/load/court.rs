//! Contexts and dockets for many forms: each combination of settings is assembled once.

use elsa::sync::FrozenMap;
use jiff::civil::Date;

use super::Library;
use crate::check::{Docket, Setting};
use crate::context::{Context, Origin, Settings, assemble};
use crate::form::Form;
use crate::policy::Law;
use crate::source::{Place, Problem};
use crate::vocabulary::JurisdictionId;

/// What contexts and dockets are kept in while forms are judged.
#[derive(Default)]
pub struct Court {
    laws: FrozenMap<Vec<JurisdictionId>, Box<Law>>,
    contexts: FrozenMap<String, Box<(Context, Vec<Problem>)>>,
}

/// A form's circumstances, and the rules that can reach it.
pub struct Hearing<'c> {
    /// The circumstances.
    pub context: &'c Context,
    /// What is wrong with what was said of them; places are in `mayask.yaml`, in the form, or nowhere for flags.
    pub problems: &'c [Problem],
    /// The rules.
    pub docket: Docket<'c>,
}

impl Court {
    /// The hearing of forms with these settings: from the file, from the form, from flags.
    ///
    /// A context is kept for the next form that says the same; forms' own settings are few, or the memory is theirs to answer for.
    pub fn hearing<'c>(&'c self, library: &'c Library, file: &[&Settings], form: &Settings, flags: &Settings, day: Date) -> Hearing<'c> {
        let key = format!("{file:?}{form:?}{flags:?}");
        let known = self.contexts.get(&key).unwrap_or_else(|| {
            let mut layers: Vec<(Settings, fn(Place) -> Origin)> = file.iter().map(|settings| ((*settings).clone(), Origin::File as fn(Place) -> Origin)).collect();
            layers.push((form.clone(), Origin::Form));
            layers.push((flags.clone(), |_| Origin::Flag));
            self.contexts.insert(key.clone(), Box::new(assemble(&layers, library.vocabulary())))
        });
        let (context, problems) = known;
        let setting = Setting { context, day, vocabulary: library.vocabulary() };
        Hearing { context, problems, docket: Docket::new(self.law(library, context), setting) }
    }

    /// The law of a context's places.
    fn law<'c>(&'c self, library: &Library, context: &Context) -> &'c Law {
        let mut places: Vec<JurisdictionId> = context.jurisdictions.iter().map(|known| known.value).collect();
        places.sort_unstable();
        places.dedup();
        self.laws.get(&places).unwrap_or_else(|| self.laws.insert(places.clone(), Box::new(library.law(&places))))
    }
}

/// What a form says of its own context, as settings.
pub fn stated(form: &Form<'_>) -> Settings {
    let values = form.stated.iter().filter(|stated| !stated.key.starts_with("claims."));
    let claims = form.stated.iter().filter_map(|stated| {
        let (number, key) = stated.key.strip_prefix("claims.")?.split_once('.')?;
        Some((number.to_owned(), (key.to_owned(), stated.value.value.to_string(), stated.value.place)))
    });
    let mut grouped: Vec<(String, Vec<(String, String, Place)>)> = Vec::new();
    for (number, key) in claims {
        match grouped.iter_mut().find(|(other, _)| *other == number) {
            Some((_, keys)) => keys.push(key),
            None => grouped.push((number, vec![key])),
        }
    }
    Settings {
        values: values.map(|stated| (stated.key.to_string(), stated.value.value.to_string(), stated.value.place)).collect(),
        claims: grouped.into_iter().map(|(_, keys)| keys).collect(),
    }
}
