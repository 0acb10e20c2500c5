//! Whether a rule speaks about a form: where, when, who, what, and for which questions.

use super::case::{Case, Setting};
use super::truth::{Judged, Truth, Want};
use crate::form::{Field, FieldId, Told};
use crate::policy::{Arm, Binds, Condition, Holds, Law, Policy, Rule, When};
use crate::recognize::Seen;
use crate::vocabulary::{BodyId, Id, KindId, Row, StageId, SubjectId, Table};

/// One of the counts on which a rule may fail to reach a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The form is used where the rule is law.
    Place,
    /// The rule is in force.
    Force,
    /// Whoever runs the form is bound.
    Bound,
    /// The form is of the kind that the rule speaks of.
    Forms,
    /// The form is used at the stage that the rule speaks of.
    Stage,
    /// What must hold besides, as far as it does not hang on a question.
    When,
}

/// The counts in the order in which they are told.
pub const COUNTS: [Count; 6] = [Count::Place, Count::Force, Count::Bound, Count::Forms, Count::Stage, Count::When];

/// Whether a rule reaches a form of these circumstances, before any question is looked at.
pub(super) fn reach(law: &Law, policy: &Policy, rule: &Rule, setting: Setting<'_>) -> Judged {
    let mut reach = Judged::yes();
    for count in COUNTS {
        reach = reach.and(judge(count, law, policy, rule, setting));
        if reach.truth == Truth::No {
            break;
        }
    }
    reach
}

/// One count.
pub fn judge(count: Count, law: &Law, policy: &Policy, rule: &Rule, setting: Setting<'_>) -> Judged {
    match count {
        Count::Place => place(policy, setting),
        Count::Force => match law.in_force(policy, rule, setting.day) {
            Holds::Yes => Judged::yes(),
            Holds::No => Judged::no(),
            Holds::Unknown => Judged::unknown(Want::Force),
        },
        Count::Bound => bound(&policy.binds, setting),
        Count::Forms => Judged::any(rule.scope.arms.iter().map(|arm| arm_holds(arm, setting))),
        Count::Stage => stage(rule, setting),
        Count::When => rule.when.as_ref().map_or(Judged::yes(), |when| of_form(when, setting)),
    }
}

fn place(policy: &Policy, setting: Setting<'_>) -> Judged {
    let places = &setting.context.jurisdictions;
    if places.is_empty() {
        return Judged::unknown(Want::Jurisdiction(policy.jurisdiction));
    }
    places.iter().any(|place| setting.vocabulary.jurisdictions.is(place.value, policy.jurisdiction)).into()
}

impl From<bool> for Judged {
    fn from(value: bool) -> Self {
        if value { Self::yes() } else { Self::no() }
    }
}

fn bound(binds: &[Binds], setting: Setting<'_>) -> Judged {
    if binds.is_empty() {
        return Judged::yes();
    }
    Judged::any(binds.iter().map(|line| bound_by(line, setting)))
}

/// Whether one line binds whoever runs the form.
pub(super) fn bound_by(line: &Binds, setting: Setting<'_>) -> Judged {
    let who = Judged::any(line.bodies.iter().map(|body| run_by(*body, setting)));
    let when = line.when.as_ref().map_or(Judged::yes(), |when| of_form(when, setting));
    who.and(when)
}

/// Whether a body, or one below it, runs the form. Whoever is named may be meant more narrowly: a public body may be the police.
fn run_by(body: BodyId, setting: Setting<'_>) -> Judged {
    let known: Vec<BodyId> = setting.context.run_by.iter().map(|known| known.value).collect();
    within(&setting.vocabulary.bodies, &known, body, Want::RunBy(body))
}

fn within<T: Row>(table: &Table<T>, known: &[Id<T>], wanted: Id<T>, want: Want) -> Judged {
    if known.iter().any(|named| table.is(*named, wanted)) {
        return Judged::yes();
    }
    match known.is_empty() || known.iter().any(|named| table.is(wanted, *named)) {
        true => Judged::unknown(want),
        false => Judged::no(),
    }
}

fn arm_holds(arm: &Arm, setting: Setting<'_>) -> Judged {
    let kinds = arm.kinds.iter().map(|kind| is_kind(*kind, setting));
    let bodies = arm.bodies.iter().map(|body| run_by(*body, setting));
    Judged::all(kinds.chain(bodies))
}

/// Whether the form is of a kind. A family of which nothing is named is unknown; so is a kind named more widely.
pub(super) fn is_kind(kind: KindId, setting: Setting<'_>) -> Judged {
    let table = &setting.vocabulary.kinds;
    let known: Vec<KindId> = setting.context.kinds.iter().map(|known| known.value).collect();
    if known.iter().any(|named| table.is(*named, kind)) {
        return Judged::yes();
    }
    let Some(row) = table.row(kind) else { return Judged::no() };
    let shut_out = |family: &String| {
        let of_family = |named: &&KindId| table.row(**named).is_some_and(|row| row.families.contains(family));
        let mut named = known.iter().filter(of_family).peekable();
        named.peek().is_some() && !named.any(|named| may_be(table, *named, kind, family))
    };
    match row.families.iter().any(shut_out) {
        true => Judged::no(),
        false => Judged::unknown(Want::Kinds(kind)),
    }
}

/// Whether what is named leaves room for the kind within a family: it stands above it there, or some kind is both, as a
/// victim's statement is a statement and an intake by officers.
fn may_be(table: &Table<crate::vocabulary::Kind>, named: KindId, kind: KindId, family: &str) -> bool {
    let Some(row) = table.row(kind) else { return false };
    let in_family = |line: &KindId| table.row(*line).is_some_and(|line| line.families.iter().any(|own| own == family));
    let both = || table.iter().any(|(_, other)| other.lineage.contains(&named) && other.lineage.contains(&kind));
    row.lineage.iter().any(|line| *line == named && in_family(line)) || both()
}

fn stage(rule: &Rule, setting: Setting<'_>) -> Judged {
    let Some((when, stages)) = &rule.scope.stage else { return Judged::yes() };
    let Some(known) = setting.context.stage.as_ref().map(|known| known.value) else {
        return Judged::any(stages.iter().map(|stage| Judged::unknown(Want::Stage(*stage))));
    };
    Judged::any(stages.iter().map(|stage| at_stage(*when, known, *stage, setting)))
}

fn at_stage(when: When, known: StageId, wanted: StageId, setting: Setting<'_>) -> Judged {
    let table = &setting.vocabulary.stages;
    let (Some(here), Some(there)) = (table.row(known), table.row(wanted)) else { return Judged::no() };
    let earlier = there.earlier.contains(&known);
    let reached = known == wanted || here.earlier.contains(&wanted);
    let apart = !earlier && !reached;
    match when {
        _ if here.process != there.process => Judged::no(),
        When::At => (known == wanted).into(),
        // Two stages of which neither comes first: nobody can say which was reached.
        _ if apart => Judged::unknown(Want::Stage(wanted)),
        When::Before => earlier.into(),
        When::After => reached.into(),
    }
}

/// A condition as far as it speaks of the form; what hangs on a question or a claim is left open for later, as if it held.
pub(super) fn of_form(condition: &Condition, setting: Setting<'_>) -> Judged {
    match condition {
        Condition::All(parts) => Judged::all(parts.iter().map(|part| of_form(part, setting))),
        Condition::Any(parts) if parts.iter().any(hangs_on_field) => Judged::yes(),
        Condition::Any(parts) => Judged::any(parts.iter().map(|part| of_form(part, setting))),
        Condition::Not(part) if hangs_on_field(part) => Judged::yes(),
        Condition::Not(part) => of_form(part, setting).negated(),
        Condition::Fact(fact, test) => super::fact::holds(*fact, test, setting),
        Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Subject(_) => Judged::yes(),
    }
}

/// Whether a condition can be told only at a question.
pub fn hangs_on_field(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(hangs_on_field),
        Condition::Not(part) => hangs_on_field(part),
        Condition::Fact(..) => false,
        Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Subject(_) => true,
    }
}

/// Whether the question is one that the rule speaks of: whom it is about, what it is for, and what must hold besides.
pub(super) fn reaches_field(case: &Case<'_>, id: FieldId) -> Judged {
    let Some((field, seen)) = case.field(id) else { return Judged::no() };
    let about = about(case, &case.rule.about, field, seen);
    if about.truth == Truth::No {
        return about;
    }
    let when = case.rule.when.as_ref().filter(|when| hangs_on_field(when));
    let when = when.map_or(Judged::yes(), |when| super::excuse::condition(case, when, Some(id)));
    about.and(purpose(case, Some((id, field)))).and(when)
}

/// Whether what is asked is for one of the purposes that the rule names.
pub(super) fn purpose(case: &Case<'_>, field: Option<(FieldId, &Field<'_>)>) -> Judged {
    let wanted = &case.rule.scope.purposes;
    if wanted.is_empty() {
        return Judged::yes();
    }
    let declared = case.purposes(field.map(|(_, field)| field));
    match declared.is_empty() {
        true => Judged::unknown(Want::Purpose(field.map(|(id, _)| id))),
        false => declared.iter().any(|purpose| wanted.contains(purpose)).into(),
    }
}

/// Whether a question is about one of these people. Put to a wider group it is put to the narrower: possibly only, where it
/// shows on a condition.
pub(super) fn about(case: &Case<'_>, wanted: &[SubjectId], field: &Field<'_>, seen: &Seen) -> Judged {
    let Some(first) = wanted.first() else { return Judged::yes() };
    let known = case.subjects(seen);
    if known.is_empty() {
        return Judged::unknown(Want::Respondent(*first));
    }
    let table = &case.setting.vocabulary.subjects;
    let pairs = || wanted.iter().flat_map(|wanted| known.iter().map(move |known| (*wanted, *known)));
    if pairs().any(|(wanted, known)| table.is(known, wanted)) {
        return Judged::yes();
    }
    match pairs().any(|(wanted, known)| table.is(wanted, known)) {
        true => Judged::yes().softly(field.conditional == Told::Yes),
        false => Judged::no(),
    }
}
