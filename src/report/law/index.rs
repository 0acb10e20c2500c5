//! Laws by place, by what they speak of, and by how much of them was read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::words::dates;
use crate::policy::{Basis, Policy};
use crate::vocabulary::{ConceptId, JurisdictionId, Vocabulary};

/// The laws of each place, in the order of the places' paths; `link` gives where the page of a policy stands.
pub fn by_place(policies: &[Policy], vocabulary: &Vocabulary, link: &dyn Fn(&Policy) -> String) -> String {
    let places = &vocabulary.jurisdictions;
    let mut rows: BTreeMap<&str, (JurisdictionId, Vec<&Policy>)> = BTreeMap::new();
    for policy in policies {
        rows.entry(places.name(policy.jurisdiction)).or_insert((policy.jurisdiction, Vec::new())).1.push(policy);
    }
    let mut out = String::new();
    for (path, (place, mut policies)) in rows {
        let _ = write!(out, "### {} ({path})\n\n", places.title(place));
        policies.sort_by_key(|policy| &policy.id);
        for policy in policies {
            let _ = writeln!(out, "- [{}]({}): {}; in force {}", policy.title, link(policy), policy.citation, dates(policy).join(", "));
        }
        out.push('\n');
    }
    out
}

/// The laws that name each concept, in the order of the concepts' titles.
pub fn by_concept(policies: &[Policy], vocabulary: &Vocabulary, link: &dyn Fn(&Policy) -> String) -> String {
    let mut rows: BTreeMap<(&str, &str), BTreeMap<&str, String>> = BTreeMap::new();
    for policy in policies {
        for concept in named(policy) {
            let row = rows.entry((vocabulary.concepts.title(concept), vocabulary.concepts.name(concept))).or_default();
            row.insert(&policy.id, link(policy));
        }
    }
    let mut out = String::new();
    for ((title, _), laws) in rows {
        let laws: Vec<String> = laws.iter().map(|(id, link)| format!("[{id}]({link})")).collect();
        let _ = writeln!(out, "- {title}: {}", laws.join(", "));
    }
    out
}

/// How many laws speak of each cluster of concepts, and how much of them was read. A law may stand in several rows, and stands
/// once in the last.
pub fn by_subject(policies: &[Policy], vocabulary: &Vocabulary) -> String {
    let mut rows: BTreeMap<String, Vec<Basis>> = BTreeMap::new();
    for policy in policies {
        for subject in subjects(policy, vocabulary) {
            rows.entry(subject).or_default().push(policy.basis);
        }
    }
    let mut out = String::from("| part | `text` | `part` | `secondary` | policies |\n|---|---|---|---|---|\n");
    for (subject, read) in rows.into_iter().chain([("all".to_owned(), policies.iter().map(|policy| policy.basis).collect())]) {
        let of = |basis| read.iter().filter(|read| **read == basis).count();
        let _ = writeln!(out, "| {subject} | {} | {} | {} | {} |", of(Basis::Text), of(Basis::Part), of(Basis::Secondary), read.len());
    }
    out
}

/// The clusters that a law speaks of; what names no concept, or lays no rule down, has rows of its own.
fn subjects(policy: &Policy, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let cluster = |concept: ConceptId| Some(vocabulary.concepts.row(concept)?.cluster.replace('_', " and "));
    let named: BTreeSet<String> = named(policy).into_iter().filter_map(cluster).collect();
    match (named.is_empty(), policy.rules.is_empty()) {
        (false, _) => named,
        (true, false) => BTreeSet::from(["(any question, or the form itself)".to_owned()]),
        (true, true) => BTreeSet::from(["(no rule: what the law leaves alone)".to_owned()]),
    }
}

fn named(policy: &Policy) -> BTreeSet<ConceptId> {
    policy.rules.iter().flat_map(|rule| rule.named()).collect()
}
