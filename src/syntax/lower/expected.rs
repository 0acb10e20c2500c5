//! What could have stood at a place, in the author's words and never in the grammar's.

use super::{Expected, Shape};

/// A shape in the author's words.
pub(super) fn described(shape: Shape) -> Vec<Expected> {
    let words = |words: &[&str]| words.iter().map(|word| Expected::Keyword((*word).to_owned())).collect();
    let phrase = |phrase| vec![Expected::Phrase(phrase)];
    match shape {
        Shape::name | Shape::id => phrase("a name"),
        Shape::concept => phrase("the name of a concept"),
        Shape::first | Shape::inner | Shape::arm | Shape::scope => phrase("a kind of form or a body"),
        Shape::word | Shape::claim | Shape::predicate => phrase("a word"),
        Shape::body => phrase("the name of a body"),
        Shape::path | Shape::part => phrase("a path such as `us/ct`"),
        Shape::number => phrase("a number"),
        Shape::string => phrase("a text in quotes"),
        Shape::url => phrase("an address in `<…>`"),
        Shape::date | Shape::long_date => phrase("a date such as `2024-03-28`"),
        Shape::comma => phrase("`,`"),
        Shape::open => phrase("`(`"),
        Shape::close => phrase("`)`"),
        Shape::fact | Shape::comparison => phrase("a fact"),
        Shape::term | Shape::condition => phrase("a condition"),
        Shape::value => phrase("a value"),
        Shape::op => phrase("an operator such as `>=`"),
        Shape::sentence => phrase("a sentence"),
        Shape::EOI => phrase("the end of the line"),
        Shape::thing | Shape::no_thing | Shape::aspect => words(&["field", "document"]),
        Shape::ban => words(&["no"]),
        Shape::on_field => words(&["field", "document", "any"]),
        Shape::stage => words(&["before", "at", "after"]),
        Shape::purpose => words(&["for"]),
        Shape::modal => words(&["must", "should", "may", "is"]),
        Shape::outcome => words(&["breach", "possible", "undecided", "allowed", "kept"]),
        Shape::proxies => words(&["or"]),
        Shape::assumed => words(&["assumed"]),
        Shape::concerning => words(&["about"]),
        Shape::as_of => words(&["as"]),
        Shape::addition => additions(),
        other => keyword(other),
    }
}

/// What the name of a shape says where it is a keyword's, or that of a phrase that begins with a keyword.
fn keyword(shape: Shape) -> Vec<Expected> {
    let name = format!("{shape:?}");
    let name = name.trim_start_matches("r#").trim_start_matches("kw_").trim_start_matches("no_");
    vec![Expected::Keyword(name.to_owned())]
}

fn additions() -> Vec<Expected> {
    ADDITIONS.iter().map(|word| Expected::Keyword((*word).to_owned())).collect()
}

const ADDITIONS: [&str; 13] =
    ["required", "optional", "conditional", "many", "offering", "asking", "about", "at", "with", "claiming", "given", "reviewed", "as"];
