//! Two rules that no form could both keep, where neither says which goes first.

use super::overlap::{Of, overlap};
use crate::check::signatures;
use crate::policy::{Aspect, Law, Policy, Rule, SentenceKind};
use crate::source::Problem;
use crate::vocabulary::Vocabulary;

/// All pairs of rules that no form could both keep.
pub fn conflicts(law: &Law, vocabulary: &Vocabulary) -> Vec<Problem> {
    let rules: Vec<Of<'_>> = law.rules().map(|(_, policy, rule)| (policy, rule)).collect();
    let mut problems = Vec::new();
    for duty in rules.iter().copied().filter(|(_, rule)| is_duty(rule)) {
        for ban in rules.iter().copied().filter(|(_, rule)| is_ban(rule)) {
            let Some(words) = opposed(duty.1, ban.1, vocabulary) else { continue };
            if !settled(duty, ban, vocabulary) && overlap(law, duty, ban, vocabulary) {
                let message = format!("no form can keep both `{}` and `{}`: {words}", duty.1.name, ban.1.name);
                let problem = Problem::error("rules-conflict", duty.1.place, message).also(ban.1.place, "the other rule");
                problems.push(
                    problem.help(format!(
                        "say which goes first: `notwithstanding {}`, or `conflicts with {} \"why\"`",
                        ban.1.name, ban.1.name
                    )),
                );
            }
        }
    }
    problems
}

/// What a sentence does, by the name of its predicate.
fn says(rule: &Rule) -> &'static str {
    signatures().get(rule.predicate).map_or("", |signature| signature.id)
}

fn is_duty(rule: &Rule) -> bool {
    matches!(says(rule), "must-ask" | "shows" | "offers") && !rule.advice
}

/// Bans with a way out are none that a form could not keep.
fn is_ban(rule: &Rule) -> bool {
    let bare = rule.unless.is_empty() && rule.about.is_empty() && rule.scope.purposes.is_empty() && !rule.advice;
    let when = rule.when.as_ref().is_some_and(crate::check::hangs_on_field);
    matches!(says(rule), "asks" | "ask-only" | "notice" | "option") && bare && !when
}

/// What a duty wants and a ban forbids, in words.
fn opposed(duty: &Rule, ban: &Rule, vocabulary: &Vocabulary) -> Option<String> {
    let concepts = &vocabulary.concepts;
    let wanted = &duty.arguments.concepts;
    match (says(duty), says(ban)) {
        ("must-ask", "asks") => {
            let target = ban.target.as_ref().filter(|target| target.aspect != Aspect::Document)?;
            let hit = |concept| target.hit(concept, vocabulary).is_some_and(|(hit, _)| hit >= crate::policy::Hit::NamedProxy);
            let both = wanted.iter().copied().find(|concept| hit(*concept))?;
            Some(format!("one wants `{}` asked, the other forbids it", concepts.name(both)))
        }
        ("must-ask", "ask-only") => {
            let listed = |concept| ban.arguments.concepts.iter().any(|listed| concepts.is(concept, *listed));
            let outside = wanted.iter().copied().find(|concept| !listed(*concept))?;
            Some(format!("one wants `{}` asked, the other shuts the list without it", concepts.name(outside)))
        }
        ("shows", "notice") => {
            let both = duty.arguments.notices.iter().find(|notice| ban.arguments.notices.contains(notice))?;
            Some(format!("one wants the notice `{}`, the other forbids it", vocabulary.notices.name(*both)))
        }
        ("offers", "option") => {
            let both = duty.arguments.answers.iter().find(|answer| ban.arguments.answers.contains(answer))?;
            let (ours, theirs) = (duty.target.as_ref()?, ban.target.as_ref()?);
            let below = |concept| theirs.hit(concept, vocabulary).is_some_and(|(hit, _)| hit == crate::policy::Hit::Itself);
            ours.concepts
                .iter()
                .any(|concept| below(*concept))
                .then(|| format!("one wants the answer `{both}` offered, the other forbids it"))
        }
        _ => None,
    }
}

/// Whether one of them says which goes first, or that they are known to conflict.
fn settled(one: Of<'_>, other: Of<'_>, vocabulary: &Vocabulary) -> bool {
    before(one, other, vocabulary) || before(other, one, vocabulary)
}

fn before(first: Of<'_>, second: Of<'_>, vocabulary: &Vocabulary) -> bool {
    let names = |name: &str, (policy, rule): (&Policy, &Rule)| name == rule.name || name == policy.id;
    let inside = vocabulary.jurisdictions.is(second.0.jurisdiction, first.0.jurisdiction) && second.0.jurisdiction != first.0.jurisdiction;
    first.1.notwithstanding.iter().any(|(name, _)| names(name, second))
        || first.1.conflicts.iter().any(|(name, _, _)| names(name, second))
        || (first.1.preempts && inside)
}

/// Permissions that beat nothing: whatever they permit was permitted before, or stays forbidden.
pub fn idle_permissions(law: &Law) -> Vec<Problem> {
    let permits = |rule: &Rule| matches!(rule.kind, SentenceKind::FieldPermission | SentenceKind::FormPermission);
    let idle =
        law.rules().filter(|(_, _, rule)| permits(rule) && rule.notwithstanding.is_empty() && !rule.preempts && rule.conflicts.is_empty());
    idle.map(|(_, _, rule)| {
        let message = format!("the permission `{}` beats no rule", rule.name);
        Problem::note("idle-permission", rule.place, message).help("add `notwithstanding RULE` or `preempts`, or make it a `note`")
    })
    .collect()
}
