//! The outcome of each rule at each place: reached, breached, excused, beaten by another.

use std::sync::Arc;

use super::case::{Case, Setting, Viewed};
use super::docket::{Docket, Listed};
use super::excuse;
use super::predicate::{Breach, PREDICATES, Point};
use super::scope;
use super::truth::{Judged, Truth, Want};
use super::words;
use crate::finding::{Finding, Need, Outcome, Severity};
use crate::form::{Answer, Field, FieldId, Form};
use crate::policy::{Aspect, Authority, Hit, Policy, Rule, SentenceKind};
use crate::recognize::{Confidence, Recognition, Seen};
use crate::vocabulary::ConceptId;

/// What makes a question one that a rule speaks of.
#[derive(Clone, Copy)]
pub(super) struct Ground<'s> {
    hit: Hit,
    named: Option<ConceptId>,
    recognition: Option<&'s Recognition>,
}

/// Judges the rules on the form itself.
pub(super) fn form<'l>(docket: &Docket<'l>, viewed: &Viewed<'_>, findings: &mut Vec<Finding<'l>>) {
    for listed in docket.on_form() {
        let case = case(docket, listed, viewed);
        let Some(predicate) = PREDICATES.get(listed.rule.predicate) else { continue };
        let mut breaches = together(listed, predicate.at_form(&case, &listed.rule.arguments));
        if breaches.is_empty() && docket.tells_kept() && listed.reach.truth == Truth::Yes {
            breaches.push(Breach { field: None, judged: Judged::no() });
        }
        for Breach { field, judged } in breaches {
            let when = listed.rule.when.as_ref().filter(|when| scope::hangs_on_field(when));
            let when = when.map_or(Judged::yes(), |when| excuse::condition(&case, when, field));
            let reach = listed.reach.clone().and(scope::purpose(&case, None)).and(when);
            findings.extend(outcome(docket, &case, listed, field, None, reach, judged));
        }
    }
}

/// What breaches a rule on the form. Where it is not known whether a closed list reaches the form at all, its questions are one
/// place: what is missing is the same fact for each of them.
fn together(listed: &Listed<'_>, breaches: Vec<Breach>) -> Vec<Breach> {
    if listed.rule.kind != SentenceKind::ClosedList || listed.reach.truth != Truth::Unknown || breaches.is_empty() {
        return breaches;
    }
    let sure = breaches.into_iter().map(|breach| breach.judged).find(|judged| judged.truth == Truth::Yes);
    // What cannot be placed is asked about when the list is known to reach.
    let judged = sure.unwrap_or_else(|| listed.reach.clone()).because("it asks for more than the list surely holds");
    vec![Breach { field: None, judged }]
}

/// Judges the rules on questions, at every question that they speak of.
pub(super) fn fields<'l>(docket: &Docket<'l>, viewed: &Viewed<'_>, findings: &mut Vec<Finding<'l>>) {
    for (id, field) in viewed.form.numbered() {
        let Some(view) = viewed.seen.field(id) else { continue };
        if !speaks(field) || is_later_part(viewed.form, id, field) {
            continue;
        }
        for (listed, ground) in grounds(docket, view) {
            findings.extend(at_field(docket, case(docket, listed, viewed), listed, id, ground));
        }
    }
}

/// Whether a field says anything to a person: it is asked, or printed.
pub(super) fn speaks(field: &Field<'_>) -> bool {
    field.is_asked() || field.printed
}

/// A question split over several fields is one place: its first field.
fn is_later_part(form: &Form<'_>, id: FieldId, field: &Field<'_>) -> bool {
    let same = |other: &Field<'_>| other.part_of == field.part_of;
    field.part_of.is_some() && form.numbered().take_while(|(other, _)| *other < id).any(|(_, other)| same(other))
}

/// The rules that speak of a question, each once, by the best of what the question is about.
fn grounds<'d, 'l, 's>(docket: &'d Docket<'l>, seen: &'s Seen) -> Vec<(&'d Listed<'l>, Ground<'s>)> {
    let mut best: Vec<(usize, Ground<'s>)> = Vec::new();
    for recognition in &seen.concepts {
        for (number, hit, named) in docket.meets(recognition.concept) {
            let ground = Ground { hit: *hit, named: Some(*named), recognition: Some(recognition) };
            match best.iter_mut().find(|(other, _)| other == number) {
                Some((_, there)) if rank(there) < rank(&ground) => *there = ground,
                Some(_) => {}
                None => best.push((*number, ground)),
            }
        }
    }
    let named = best.into_iter().filter_map(|(number, ground)| Some((docket.rule(number)?, ground)));
    let any = docket.on_any().filter(|listed| about_person(listed, seen)).map(|listed| {
        let first = seen.concepts.first();
        (listed, Ground { hit: Hit::Itself, named: None, recognition: first })
    });
    named.chain(any).collect()
}

/// Sure recognition of the concept itself comes before anything else.
fn rank(ground: &Ground<'_>) -> (bool, Hit, Option<Confidence>) {
    let confidence = ground.recognition.map(|recognition| recognition.confidence);
    (confidence > Some(Confidence::Weak), ground.hit, confidence)
}

/// Whether `any field` means a question: all do, save those that it excepts.
fn about_person(listed: &Listed<'_>, seen: &Seen) -> bool {
    let except = listed.rule.target.as_ref().map(|target| target.except.as_slice()).unwrap_or_default();
    !seen.concepts.iter().any(|found| except.contains(&found.concept))
}

fn case<'c>(docket: &Docket<'c>, listed: &Listed<'c>, viewed: &'c Viewed<'c>) -> Case<'c> {
    Case { setting: docket.setting(), policy: listed.policy, rule: listed.rule, viewed }
}

fn at_field<'l>(docket: &Docket<'l>, case: Case<'_>, listed: &Listed<'l>, id: FieldId, ground: Ground<'_>) -> Option<Finding<'l>> {
    // A duty is met or not by the thing itself; what merely gives it away owes nothing.
    if listed.rule.kind != SentenceKind::Ban && matches!(ground.hit, Hit::Proxy(_) | Hit::NamedProxy) {
        return None;
    }
    let (field, view) = case.field(id)?;
    let fits = aspect(listed.rule, field);
    // A document that only perhaps is about the concept, and would only perhaps be a way of asking it, is no sign at all.
    let faint = fits.soft && is_soft(&ground) || is_faint(&ground);
    if fits.truth == Truth::No || faint || passed_by(docket, &case, id, ground) {
        return None;
    }
    let reach = listed.reach.clone().and(scope::reaches_field(&case, id));
    if reach.truth == Truth::No {
        return None;
    }
    let predicate = PREDICATES.get(listed.rule.predicate)?;
    let breached = predicate.at_field(Point { case: &case, id, field, seen: view }, &listed.rule.arguments).and(fits);
    outcome(docket, &case, listed, Some(id), Some(ground), reach, breached)
}

/// Whether a sentence on questions or documents means this field. A document that would disclose what may not be asked is
/// possibly a way of asking it.
pub(super) fn aspect(rule: &Rule, field: &Field<'_>) -> Judged {
    let document = matches!(field.answer, Answer::Document);
    match rule.target.as_ref().map(|target| target.aspect) {
        Some(Aspect::Document) => document.into(),
        Some(Aspect::Field) if document => Judged::yes().softly(true).because("it asks for a document that would disclose it"),
        _ if matches!(field.answer, Answer::Signature) && rule.target.as_ref().is_some_and(|target| target.concepts.is_empty()) => {
            Judged::no()
        }
        _ => Judged::yes(),
    }
}

/// Whether a reading of the law leaves out of this question what the rule is about.
fn passed_by(docket: &Docket<'_>, case: &Case<'_>, id: FieldId, ground: Ground<'_>) -> bool {
    let (Some(named), Some(recognition)) = (ground.named, ground.recognition) else { return false };
    let table = &case.setting.vocabulary.concepts;
    docket.meets(recognition.concept).iter().any(|(number, hit, _)| {
        let Some(listed) = docket.rule(*number).filter(|listed| listed.rule.kind == SentenceKind::Reading && *hit == Hit::Itself) else {
            return false;
        };
        let left_out = listed.rule.arguments.concepts.iter().any(|out| table.is(named, *out));
        let reading = Case { policy: listed.policy, rule: listed.rule, ..*case };
        left_out && listed.reach.clone().and(scope::reaches_field(&reading, id)).truth == Truth::Yes
    })
}

/// The finding of a rule at a place, where there is one.
fn outcome<'l>(
    docket: &Docket<'l>,
    case: &Case<'_>,
    listed: &Listed<'l>,
    field: Option<FieldId>,
    ground: Option<Ground<'_>>,
    reach: Judged,
    breached: Judged,
) -> Option<Finding<'l>> {
    if reach.truth == Truth::No || before_compliance(docket, listed) {
        return None;
    }
    let whole = reach.and(breached.clone());
    if whole.truth == Truth::No {
        let owes = !matches!(listed.rule.kind, SentenceKind::FieldPermission | SentenceKind::FormPermission | SentenceKind::Reading);
        return (docket.tells_kept() && owes).then(|| finding(docket, case, listed, field, ground, Outcome::Kept, Judged::no(), breached));
    }
    let excused = excuse::excused(case, field).or(beaten(docket, case, listed, field));
    let soft = whole.soft || breached.soft || ground.is_some_and(|ground| is_soft(&ground));
    let hangs = standing(docket, listed, field, case);
    let (grade, judged) = match (excused.truth, soft) {
        (Truth::Yes, _) => (Outcome::Allowed, excused),
        (_, true) => (Outcome::Possible, whole.clone().and(excused.negated()).and(hangs)),
        _ => {
            let open = whole.clone().and(excused.negated()).and(hangs);
            (if open.truth == Truth::Unknown { Outcome::Undecided } else { Outcome::Breach }, open)
        }
    };
    Some(finding(docket, case, listed, field, ground, grade, judged, breached))
}

/// Whether a finding can be possible only, however the facts stand: a weak sign, a proxy, or the wider concept alone.
fn is_soft(ground: &Ground<'_>) -> bool {
    let weak = ground.recognition.is_some_and(|recognition| recognition.confidence == Confidence::Weak);
    weak || matches!(ground.hit, Hit::Proxy(_) | Hit::Parent)
}

/// Whether what merely gives the concept away is itself only perhaps asked: two doubts together are no sign.
fn is_faint(ground: &Ground<'_>) -> bool {
    let weak = ground.recognition.is_some_and(|recognition| recognition.confidence == Confidence::Weak);
    weak && matches!(ground.hit, Hit::Proxy(_))
}

/// Whether the day lies before the one by which all must comply.
fn before_compliance(docket: &Docket<'_>, listed: &Listed<'_>) -> bool {
    let day = docket.setting().day;
    listed.rule.comply_by.or(listed.policy.comply_by).is_some_and(|by| day < by.first)
}

/// Whether a rule that beats this one reaches the same place.
fn beaten(docket: &Docket<'_>, case: &Case<'_>, listed: &Listed<'_>, field: Option<FieldId>) -> Judged {
    let winners = listed.winners.get_or_init(|| docket.numbers(|other| beats(other, listed, docket.setting())));
    Judged::any(docket.numbered(winners).map(|winner| {
        let words = format!("`{}` goes before this rule", winner.rule.name);
        match covers(winner.rule, listed.rule, case, field) {
            true => reaches(docket, winner, case, field).because(words),
            false => Judged::no(),
        }
    }))
}

/// Whether a rule speaks of everything at a question that another forbids there: leave to ask one thing is none to ask
/// another with it.
fn covers(winner: &Rule, loser: &Rule, case: &Case<'_>, field: Option<FieldId>) -> bool {
    let Some((_, seen)) = field.and_then(|id| case.field(id)) else { return true };
    let vocabulary = case.setting.vocabulary;
    let named = named(winner);
    let target = loser.target.as_ref().filter(|target| !target.concepts.is_empty());
    let barred = seen.concepts.iter().filter(|found| {
        let hit = target.and_then(|target| target.hit(found.concept, vocabulary));
        found.confidence >= Confidence::Likely && hit.is_some_and(|(hit, _)| hit >= Hit::NamedProxy)
    });
    named.is_empty() || barred.into_iter().all(|found| named.iter().any(|named| vocabulary.concepts.is(found.concept, *named)))
}

/// The concepts that a rule names, of a question or after its verb.
fn named(rule: &Rule) -> &[ConceptId] {
    rule.target.as_ref().map_or(&rule.arguments.concepts, |target| &target.concepts)
}

fn beats(winner: &Listed<'_>, loser: &Listed<'_>, setting: Setting<'_>) -> bool {
    let names = |(name, _): &(String, _)| *name == loser.rule.name || *name == loser.policy.id;
    if winner.rule.notwithstanding.iter().any(names) {
        return true;
    }
    let inside = loser.policy.jurisdiction != winner.policy.jurisdiction
        && setting.vocabulary.jurisdictions.is(loser.policy.jurisdiction, winner.policy.jurisdiction);
    winner.rule.preempts && inside && opposed(winner.rule, loser.rule, setting)
}

/// Whether two rules pull apart: what one permits or wants is what the other forbids, and not something else about the same
/// question. Leave to send an answer on is no leave to ask for it.
fn opposed(winner: &Rule, loser: &Rule, setting: Setting<'_>) -> bool {
    let id = |rule: &Rule| PREDICATES.get(rule.predicate).map_or("", |predicate| predicate.signature().id);
    let on_documents = loser.target.as_ref().is_some_and(|target| target.aspect != Aspect::Field);
    match (id(winner), id(loser)) {
        ("may-ask" | "must-ask", "asks" | "required") => !on_documents,
        ("may-ask" | "must-ask", "ask-only" | "require-only") | ("asks" | "ask-only", "must-ask") => true,
        ("may-be-kept", "not-kept" | "kept-for") => true,
        ("may-go-to", "not-to-recipient") => {
            let declared = setting.context.recipients.iter().flatten();
            let mut barred = declared.filter(|known| loser.arguments.recipients.contains(&known.value)).peekable();
            barred.peek().is_some() && barred.all(|known| winner.arguments.recipients.contains(&known.value))
        }
        _ => false,
    }
}

/// Whether a rule reaches a place: for its questions, those that it names.
fn reaches(docket: &Docket<'_>, listed: &Listed<'_>, case: &Case<'_>, field: Option<FieldId>) -> Judged {
    let own = Case { policy: listed.policy, rule: listed.rule, ..*case };
    let vocabulary = docket.setting().vocabulary;
    let named = named(listed.rule);
    let Some((id, (_, seen))) = field.and_then(|id| Some((id, case.field(id)?))) else {
        return listed.reach.clone();
    };
    let speaks =
        named.is_empty() || seen.concepts.iter().any(|found| named.iter().any(|named| vocabulary.concepts.is(found.concept, *named)));
    match speaks {
        true => listed.reach.clone().and(scope::reaches_field(&own, id)),
        false => Judged::no(),
    }
}

/// What leaves the rule itself open: its law is disputed, or it conflicts with another that reaches the place too.
fn standing(docket: &Docket<'_>, listed: &Listed<'_>, field: Option<FieldId>, case: &Case<'_>) -> Judged {
    if let Some(why) = &listed.policy.contested {
        return Judged::unknown(Want::Contested).because(format!("the law is contested: {why}"));
    }
    let against = |other: &Listed<'_>| {
        let says = |one: &Rule, two: &Rule| one.conflicts.iter().any(|(name, _, _)| *name == two.name);
        other.id != listed.id && (says(listed.rule, other.rule) || says(other.rule, listed.rule))
    };
    let rivals = listed.rivals.get_or_init(|| docket.numbers(against));
    match docket.numbered(rivals).find(|rival| reaches(docket, rival, case, field).truth != Truth::No) {
        Some(rival) => {
            Judged::unknown(Want::Conflict).because(format!("it conflicts with `{}`, which reaches this place too", rival.rule.name))
        }
        None => Judged::yes(),
    }
}

fn severity(policy: &Policy, rule: &Rule) -> Severity {
    match (rule.advice, policy.authority) {
        (true, _) => Severity::Advice,
        (false, Authority::Guidance) => Severity::Guidance,
        _ => Severity::Law,
    }
}

#[allow(clippy::too_many_arguments, reason = "all that is known comes together here, once")]
fn finding<'l>(
    docket: &Docket<'l>,
    case: &Case<'_>,
    listed: &Listed<'l>,
    field: Option<FieldId>,
    ground: Option<Ground<'_>>,
    outcome: Outcome,
    judged: Judged,
    breached: Judged,
) -> Finding<'l> {
    let row = field.and_then(|id| case.viewed.form.field(id));
    let recognition = ground.and_then(|ground| ground.recognition);
    let mut reasons = listed.reasons.get_or_init(|| words::reached(listed.policy, listed.rule, docket.setting())).clone();
    let ground = ground.and_then(|ground| words::grounds(case.setting.vocabulary, ground.hit, ground.named, recognition));
    reasons.extend(ground.map(Arc::from));
    reasons.extend(breached.because.map(Arc::from));
    reasons.extend(judged.because.filter(|words| reasons.iter().all(|reason| **reason != **words)).map(Arc::from));
    Finding {
        outcome,
        severity: severity(listed.policy, listed.rule),
        policy: listed.policy,
        rule: listed.id.rule,
        field,
        place: row.map_or(case.viewed.form.place, |row| row.label.as_ref().map_or(row.place, |label| label.place)),
        concept: recognition.map(|recognition| recognition.concept),
        confidence: recognition.map(|recognition| recognition.confidence),
        evidence: recognition.map(|recognition| recognition.evidence.clone()).unwrap_or_default(),
        reasons,
        needs: needs(case, listed, &judged.wants),
        ordinal: 0,
    }
}

/// What would decide, in words. What a rule's reach hangs on is put into words once and serves all forms.
fn needs(case: &Case<'_>, listed: &Listed<'_>, wants: &[Want]) -> Vec<Arc<Need>> {
    let own = &listed.reach.wants;
    let known = listed.needs.get_or_init(|| own.iter().map(|want| Arc::new(words::need(case, *want))).collect());
    let need = |want: &Want| {
        let shared = own.iter().position(|other| other == want).and_then(|at| known.get(at));
        shared.map_or_else(|| Arc::new(words::need(case, *want)), Arc::clone)
    };
    wants.iter().map(need).collect()
}
