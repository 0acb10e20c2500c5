//! Whether two rules can reach one form.

use jiff::ToSpan;
use jiff::civil::Date;

use super::values;
use crate::check::{Count, Setting, Truth, reach_count};
use crate::context::{Context, Known, Origin};
use crate::policy::{Arm, Condition, Days, Holds, Law, Policy, Rule};
use crate::vocabulary::{BodyId, Id, Kind, KindId, Row, Table, Vocabulary};

/// A rule with its policy.
pub(super) type Of<'l> = (&'l Policy, &'l Rule);

/// Whether some form on some day is reached by both rules, with their questions left aside.
pub(super) fn overlap(law: &Law, one: Of<'_>, other: Of<'_>, vocabulary: &Vocabulary) -> bool {
    let places = &vocabulary.jurisdictions;
    let (here, there) = (one.0.jurisdiction, other.0.jurisdiction);
    (places.is(here, there) || places.is(there, here))
        && on_one_day(law, one, other)
        && at_one_stage(law, one, other, vocabulary)
        && in_one_setting(one, other, vocabulary)
}

/// Days on which a rule can begin or end to hold.
fn borders((policy, rule): Of<'_>) -> Vec<Date> {
    let of = |days: Days| match days {
        Days::Unknown => Vec::new(),
        Days::By(moment) | Days::From(moment, None) => vec![moment.last],
        Days::From(from, Some(until)) => [Some(from.last), until.first.checked_sub(1.day()).ok()].into_iter().flatten().collect(),
    };
    policy.periods.iter().chain(&rule.periods).flat_map(|period| of(period.days)).chain(policy.passed.map(|passed| passed.last)).collect()
}

fn on_one_day(law: &Law, one: Of<'_>, other: Of<'_>) -> bool {
    let holds = |(policy, rule): Of<'_>, day: Date| law.in_force(policy, rule, day) == Holds::Yes;
    let days = borders(one).into_iter().chain(borders(other));
    days.into_iter().any(|day| holds(one, day) && holds(other, day))
}

fn at_one_stage(law: &Law, one: Of<'_>, other: Of<'_>, vocabulary: &Vocabulary) -> bool {
    if one.1.scope.stage.is_none() || other.1.scope.stage.is_none() {
        return true;
    }
    vocabulary.stages.iter().any(|(stage, _)| {
        let context = Context { stage: Some(Known { value: stage, origin: Origin::Flag }), ..Context::default() };
        let setting = Setting { context: &context, day: Date::default(), vocabulary };
        let reached = |(policy, rule): Of<'_>| reach_count(Count::Stage, law, policy, rule, setting).truth == Truth::Yes;
        reached(one) && reached(other)
    })
}

/// Whether there are an arm and a bound body of each that go together, and facts under which both rules reach.
fn in_one_setting(one: Of<'_>, other: Of<'_>, vocabulary: &Vocabulary) -> bool {
    let (ours, theirs) = (settings(one), settings(other));
    ours.iter().any(|ours| theirs.iter().any(|theirs| ours.goes_with(theirs, vocabulary)))
}

/// One way in which a rule can reach: an arm, a body that is bound, and what must hold.
struct Way<'l> {
    kinds: &'l [KindId],
    bodies: Vec<BodyId>,
    conditions: Vec<&'l Condition>,
}

fn settings<'l>((policy, rule): Of<'l>) -> Vec<Way<'l>> {
    let ways = |arm: &'l Arm| {
        let plain = Way { kinds: &arm.kinds, bodies: arm.bodies.clone(), conditions: rule.when.iter().collect() };
        if policy.binds.is_empty() {
            return vec![plain];
        }
        let bound = policy.binds.iter().flat_map(|line| line.bodies.iter().map(move |body| (*body, line.when.as_ref())));
        bound
            .map(|(body, when)| Way {
                kinds: plain.kinds,
                bodies: plain.bodies.iter().copied().chain([body]).collect(),
                conditions: plain.conditions.iter().copied().chain(when).collect(),
            })
            .collect()
    };
    rule.scope.arms.iter().flat_map(ways).collect()
}

impl Way<'_> {
    fn goes_with(&self, other: &Self, vocabulary: &Vocabulary) -> bool {
        let conditions: Vec<&Condition> = self.conditions.iter().chain(&other.conditions).copied().collect();
        self.kinds.iter().all(|one| other.kinds.iter().all(|two| kinds_meet(*one, *two, &vocabulary.kinds)))
            && self.bodies.iter().all(|one| other.bodies.iter().all(|two| meet(*one, *two, &vocabulary.bodies)))
            && values::solve(&conditions, vocabulary).is_some()
    }
}

/// Whether a form can be of two kinds: they are of different families, or something is both.
pub(super) fn kinds_meet(one: KindId, other: KindId, table: &Table<Kind>) -> bool {
    let families = |kind: KindId| table.row(kind).map(|row| row.families.as_slice()).unwrap_or_default();
    let apart = !families(one).iter().any(|family| families(other).contains(family));
    apart || meet(one, other, table)
}

/// Whether something is both: one is the other, or a third is below both.
fn meet<T: Row>(one: Id<T>, other: Id<T>, table: &Table<T>) -> bool {
    table.is(one, other) || table.is(other, one) || table.iter().any(|(third, _)| table.is(third, one) && table.is(third, other))
}
