//! Contexts, law and dockets for many forms: each combination of settings is worked out once.

use elsa::sync::FrozenMap;
use jiff::civil::Date;

use super::Library;
use crate::check::{Docket, Setting};
use crate::context::{Context, Origin, Settings, assemble};
use crate::form::Form;
use crate::policy::Law;
use crate::source::{Place, Problem};
use crate::vocabulary::JurisdictionId;

/// What law and contexts are kept in while forms are judged.
#[derive(Default)]
pub struct Archive {
    laws: FrozenMap<Vec<JurisdictionId>, Box<Law>>,
    contexts: FrozenMap<Said, Box<(Context, Vec<Problem>)>>,
}

/// Who said what: the settings of the file by where they are kept, which is where they stay, and those of the form as written.
type Said = (Vec<usize>, String);

/// Hears forms on one day, under one library and one set of flags.
pub struct Court<'c> {
    library: &'c Library,
    archive: &'c Archive,
    flags: &'c Settings,
    day: Date,
    kept: bool,
    dockets: FrozenMap<Said, Box<Docket<'c>>>,
}

/// A form's circumstances, and the rules that can reach it.
#[derive(Clone, Copy)]
pub struct Hearing<'c> {
    /// The circumstances.
    pub context: &'c Context,
    /// What is wrong with what was said of them; places are in `mayask.yaml`, in the form, or nowhere for flags.
    pub problems: &'c [Problem],
    /// The rules.
    pub docket: &'c Docket<'c>,
}

impl<'c> Court<'c> {
    /// A court of a library; with `kept`, rules that are kept are told too.
    pub fn new(library: &'c Library, archive: &'c Archive, flags: &'c Settings, day: Date, kept: bool) -> Self {
        Self { library, archive, flags, day, kept, dockets: FrozenMap::new() }
    }

    /// The library.
    pub fn library(&self) -> &'c Library {
        self.library
    }

    /// The day of judgment.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The hearing of forms with these settings: from the file, from the form, from flags.
    pub fn hearing<'h>(&'h self, file: &[&Settings], form: &Settings) -> Hearing<'h>
    where
        'c: 'h,
    {
        let stated = if *form == Settings::default() { String::new() } else { format!("{form:?}") };
        let said: Said = (file.iter().map(|settings| std::ptr::from_ref(*settings).addr()).collect(), stated);
        let (context, problems) = self.context(&said, file, form);
        let docket = self.dockets.get(&said).unwrap_or_else(|| {
            let setting = Setting { context, day: self.day, vocabulary: self.library.vocabulary() };
            self.dockets.insert(said.clone(), Box::new(Docket::new(self.law(context), setting).with_kept(self.kept)))
        });
        Hearing { context, problems, docket }
    }

    fn context(&self, said: &Said, file: &[&Settings], form: &Settings) -> &'c (Context, Vec<Problem>) {
        self.archive.contexts.get(said).unwrap_or_else(|| {
            let file = file.iter().map(|settings| ((*settings).clone(), Origin::File as fn(Place) -> Origin));
            let flags: fn(Place) -> Origin = |_| Origin::Flag;
            let layers: Vec<_> = file.chain([(form.clone(), Origin::Form as fn(Place) -> Origin), (self.flags.clone(), flags)]).collect();
            self.archive.contexts.insert(said.clone(), Box::new(assemble(&layers, self.library.vocabulary())))
        })
    }

    /// The law of a context's places.
    pub fn law(&self, context: &Context) -> &'c Law {
        let mut places: Vec<JurisdictionId> = context.jurisdictions.iter().map(|known| known.value).collect();
        places.sort_unstable();
        places.dedup();
        self.archive.laws.get(&places).unwrap_or_else(|| self.archive.laws.insert(places.clone(), Box::new(self.library.law(&places))))
    }
}

/// What a form says of its own context, as settings.
pub fn stated(form: &Form<'_>) -> Settings {
    let mut settings = Settings::default();
    let mut numbers: Vec<&str> = Vec::new();
    for stated in &form.stated {
        let value = (stated.value.value.to_string(), stated.value.place);
        let Some((number, key)) = stated.key.strip_prefix("claims.").and_then(|rest| rest.split_once('.')) else {
            settings.values.push((stated.key.to_string(), value.0, value.1));
            continue;
        };
        let index = numbers.iter().position(|known| *known == number).unwrap_or_else(|| {
            numbers.push(number);
            settings.claims.push(Vec::new());
            numbers.len() - 1
        });
        if let Some(claim) = settings.claims.get_mut(index) {
            claim.push((key.to_owned(), value.0, value.1));
        }
    }
    settings
}
