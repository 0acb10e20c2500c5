//! The pages under docs/library, and the tables in policies/README.md: each is as the policies are.

use std::collections::BTreeMap;
use std::fs;

use mayask::load::Library;
use mayask::policy::Policy;
use mayask::report::law::{Shelf, by_concept, by_place, by_subject};

use super::{MADE, library, made, page, root};

const FOLDER: &str = "docs/library";

fn pages(library: &Library) -> BTreeMap<String, String> {
    let law = library.law(&[]);
    let shelf = Shelf { vocabulary: library.vocabulary(), source: &|place| library.source(place.source), on: None };
    let link = |policy: &Policy| format!("{}.md", policy.id);
    let mut pages: BTreeMap<String, String> =
        law.policies().iter().map(|policy| (link(policy), format!("{MADE}\n{}", shelf.policy(policy)))).collect();
    let count = law.policies().len();
    let places = by_place(law.policies(), library.vocabulary(), &link);
    let concepts = by_concept(law.policies(), library.vocabulary(), &link);
    let index = format!(
        "# The library\n\n{MADE}\n{count} laws, each on a page made from its policy. None of it is legal advice; \
         [policies/README.md](../../policies/README.md) tells how they were read and what is wanted.\n\n\
         ## By place\n\n{places}## By what is asked\n\nLaws that name what a question is about; a law that names something wider speaks of it as well.\n\n{concepts}"
    );
    pages.insert("README.md".to_owned(), index);
    pages
}

#[test]
fn the_pages_of_laws_are_as_the_policies() {
    let pages = pages(&library());
    let folder = root().join(FOLDER);
    let bless = std::env::var_os("MAYASK_BLESS").is_some();
    if bless {
        fs::create_dir_all(&folder).unwrap();
    }
    let stand: Vec<String> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for stray in stand.iter().filter(|name| !pages.contains_key(*name)) {
        if bless {
            fs::remove_file(folder.join(stray)).unwrap();
        }
        assert!(bless, "{FOLDER}/{stray} is the page of no policy; `MAYASK_BLESS=1 cargo test --test suite docs` takes it away");
    }
    for (name, text) in pages {
        made(&format!("{FOLDER}/{name}"), &text);
    }
}

#[test]
fn the_tables_of_the_library_are_as_the_policies() {
    const BEGIN: &str = MADE;
    const END: &str = "<!-- Made until here. -->\n";
    let library = library();
    let table = by_subject(library.law(&[]).policies(), library.vocabulary());
    let text = page("policies/README.md");
    let (before, rest) = text.split_once(BEGIN).expect("the page says where its tables begin");
    let (_, after) = rest.split_once(END).expect("the page says where its tables end");
    made("policies/README.md", &format!("{before}{BEGIN}\n{table}\n{END}{after}"));
}

/// The two doors: what a page says is what the program prints.
#[test]
fn the_program_prints_the_pages() {
    let printed = super::run("policies --jurisdiction us/ct/hartford --as-of 2009-01-01", &mut None);
    for (id, there) in
        [("hartford-status-2008", true), ("us-privacy-act-s7", true), ("hartford-police-memo-2009", false), ("ct-31-40z", false)]
    {
        let page = page(&format!("{FOLDER}/{id}.md"));
        assert_eq!(printed.contains(page.strip_prefix(MADE).unwrap().trim()), there, "{id}");
    }
    // A policy stands there for one of its rules; what is not law on the day says so.
    assert!(printed.contains("- In force: from 2017-01-01\n- On the day: not in force on 2009-01-01\n"));
    assert!(!printed.contains("Vermont"));
}
