//! The rules that can reach forms of given circumstances on a day, ready to be looked up by concept.

use std::sync::{Arc, OnceLock};

use super::case::Setting;
use super::remarks;
use super::scope;
use super::truth::{Judged, Truth};
use crate::finding::{Need, Remark};
use crate::policy::{Hit, Law, Policy, Rule, RuleId, SentenceKind};
use crate::vocabulary::{ConceptId, Strength};

/// A rule that reaches, or may reach.
#[derive(Debug)]
pub(super) struct Listed<'l> {
    pub(super) id: RuleId,
    pub(super) policy: &'l Policy,
    pub(super) rule: &'l Rule,
    /// Whether it reaches, before any question is looked at.
    pub(super) reach: Judged,
    /// The rules that go before it, by number.
    pub(super) winners: OnceLock<Vec<usize>>,
    /// The rules that it conflicts with, by number.
    pub(super) rivals: OnceLock<Vec<usize>>,
    /// Why it reaches, in words.
    pub(super) reasons: OnceLock<Vec<Arc<str>>>,
    /// What would decide whether it reaches, in words; the same for every form.
    pub(super) needs: OnceLock<Vec<Arc<Need>>>,
}

impl<'l> Listed<'l> {
    fn new(law: &Law, id: RuleId, policy: &'l Policy, rule: &'l Rule, setting: Setting<'_>) -> Self {
        let reach = scope::reach(law, policy, rule, setting);
        Self {
            id,
            policy,
            rule,
            reach,
            winners: OnceLock::new(),
            rivals: OnceLock::new(),
            reasons: OnceLock::new(),
            needs: OnceLock::new(),
        }
    }
}

/// The rules that can reach forms of given circumstances. It is made once for a context and a day, and serves many forms.
#[derive(Debug)]
pub struct Docket<'l> {
    law: &'l Law,
    setting: Setting<'l>,
    rules: Vec<Listed<'l>>,
    on_form: Vec<usize>,
    on_any: Vec<usize>,
    by_concept: Vec<OnceLock<Vec<(usize, Hit, ConceptId)>>>,
    remarks: Vec<Arc<Remark>>,
    levels: OnceLock<Vec<(String, usize)>>,
    bare: Vec<String>,
    kept: bool,
}

impl<'l> Docket<'l> {
    /// The rules of the law that can reach forms in this setting.
    pub fn new(law: &'l Law, setting: Setting<'l>) -> Self {
        Self::of(law, setting, |_| true)
    }

    /// The docket of one rule: of the others, only those that surely reach.
    pub fn sole(law: &'l Law, setting: Setting<'l>, id: RuleId) -> Self {
        Self::of(law, setting, |listed| listed.id == id || listed.reach.truth == Truth::Yes)
    }

    fn of(law: &'l Law, setting: Setting<'l>, wanted: impl Fn(&Listed<'l>) -> bool) -> Self {
        let listed = law.rules().map(|(id, policy, rule)| Listed::new(law, id, policy, rule, setting));
        let rules: Vec<Listed<'l>> = listed.filter(|listed| listed.reach.truth != Truth::No && wanted(listed)).collect();
        let numbers = |wanted: fn(&Listed<'_>) -> bool| {
            rules.iter().enumerate().filter(|(_, listed)| wanted(listed)).map(|(number, _)| number).collect()
        };
        Self {
            on_form: numbers(|listed| listed.rule.target.is_none() || listed.rule.kind == SentenceKind::FormPermission),
            on_any: numbers(|listed| listed.rule.target.as_ref().is_some_and(|target| target.concepts.is_empty())),
            by_concept: (0..setting.vocabulary.concepts.len()).map(|_| OnceLock::new()).collect(),
            remarks: remarks::remarks(law, setting).into_iter().map(Arc::new).collect(),
            levels: OnceLock::new(),
            bare: bare(law, setting),
            kept: false,
            law,
            setting,
            rules,
        }
    }

    /// The same, telling rules that are kept too.
    pub fn with_kept(self, kept: bool) -> Self {
        Self { kept, ..self }
    }

    pub(super) fn tells_kept(&self) -> bool {
        self.kept
    }

    /// The number of rules that can reach.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether no rule can reach.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The law that it is drawn from.
    pub fn law(&self) -> &'l Law {
        self.law
    }

    /// The circumstances that it is drawn for.
    pub fn setting(&self) -> Setting<'l> {
        self.setting
    }

    /// The policies of which some rule can reach, each once.
    pub fn policies(&self) -> impl Iterator<Item = &'l Policy> {
        let mut last = None;
        self.rules.iter().filter_map(move |listed| (last.replace(listed.id.policy) != Some(listed.id.policy)).then_some(listed.policy))
    }

    /// How many rules are in force at each level of the places of the context, whoever they bind.
    pub fn levels(&self) -> &[(String, usize)] {
        self.levels.get_or_init(|| self.counted())
    }

    fn counted(&self) -> Vec<(String, usize)> {
        let table = &self.setting.vocabulary.jurisdictions;
        let lines = self.setting.context.jurisdictions.iter().filter_map(|known| table.row(known.value));
        let levels: std::collections::BTreeSet<_> = lines.flat_map(|row| row.lineage.iter().copied()).collect();
        let in_force = |level| {
            let here = self.law.rules().filter(move |(_, policy, _)| policy.jurisdiction == level);
            here.filter(|(_, policy, rule)| self.law.in_force(policy, rule, self.setting.day) == crate::policy::Holds::Yes).count()
        };
        levels.into_iter().map(|level| (table.name(level).to_owned(), in_force(level))).collect()
    }

    /// What is worth saying of laws that do not hold on the day.
    pub fn remarks(&self) -> &[Arc<Remark>] {
        &self.remarks
    }

    pub(super) fn has_place(&self) -> bool {
        !self.setting.context.jurisdictions.is_empty()
    }

    /// The places of the context for which no rule can reach.
    pub(super) fn bare_places(&self) -> &[String] {
        &self.bare
    }

    /// The rules of some numbers.
    pub(super) fn numbered<'d>(&'d self, numbers: &'d [usize]) -> impl Iterator<Item = &'d Listed<'l>> {
        numbers.iter().filter_map(|number| self.rules.get(*number))
    }

    /// The numbers of the rules of which something holds.
    pub(super) fn numbers(&self, wanted: impl Fn(&Listed<'l>) -> bool) -> Vec<usize> {
        self.rules.iter().enumerate().filter(|(_, listed)| wanted(listed)).map(|(number, _)| number).collect()
    }

    pub(super) fn rule(&self, number: usize) -> Option<&Listed<'l>> {
        self.rules.get(number)
    }

    pub(super) fn on_form(&self) -> impl Iterator<Item = &Listed<'l>> {
        self.on_form.iter().filter_map(|number| self.rules.get(*number))
    }

    /// The rules on any question about a person.
    pub(super) fn on_any(&self) -> impl Iterator<Item = &Listed<'l>> {
        self.on_any.iter().filter_map(|number| self.rules.get(*number))
    }

    /// The rules that a question about a concept may meet, and how. A weak proxy meets none.
    pub(super) fn meets(&self, concept: ConceptId) -> &[(usize, Hit, ConceptId)] {
        let Some(slot) = self.by_concept.get(concept.index()) else { return &[] };
        slot.get_or_init(|| {
            let meets = |(number, listed): (usize, &Listed<'_>)| {
                let target = listed.rule.target.as_ref().filter(|target| !target.concepts.is_empty())?;
                let (hit, named) = target.hit(concept, self.setting.vocabulary)?;
                (hit != Hit::Proxy(Strength::Weak)).then_some((number, hit, named))
            };
            self.rules.iter().enumerate().filter_map(meets).collect()
        })
    }
}

/// The places of the context for which no rule is in force on the day, whoever it binds and whatever forms it speaks of: what is
/// not known of a form can then not make its result look better.
fn bare(law: &Law, setting: Setting<'_>) -> Vec<String> {
    let table = &setting.vocabulary.jurisdictions;
    let in_force = |policy: &Policy, rule: &Rule| law.in_force(policy, rule, setting.day) != crate::policy::Holds::No;
    let has_rule = |place| law.rules().any(|(_, policy, rule)| table.is(place, policy.jurisdiction) && in_force(policy, rule));
    let places = setting.context.jurisdictions.iter().map(|known| known.value);
    places.filter(|place| !has_rule(*place)).map(|place| table.name(place).to_owned()).collect()
}
