//! What is wrong with a form, with what was said of it, or with a file.

use annotate_snippets::Level;

use super::Page;
use super::snippet::Mark;
use crate::report::spot::Spot;
use crate::report::words::plain;
use crate::report::{FileNote, Heard};
use crate::source::{Gravity, Problem, Source};

/// The problems of a form: of its judging, of its reading, of its circumstances.
pub(super) fn of_form(page: &mut Page, heard: &Heard<'_>) {
    for (source, problem) in heard.all_problems() {
        draw(page, heard.sources, source, problem);
    }
}

/// The problems of a file that belong to no form, and why it was passed over.
pub(super) fn of_file(page: &mut Page, file: &FileNote<'_>) {
    for (source, problem) in file.problems {
        draw(page, &[], source, problem);
    }
    if let Some(why) = file.skipped.filter(|_| file.problems.is_empty() && !page.shown.quiet) {
        page.block(&format!("skipped: {}: {}", plain(file.path), plain(why)));
    }
}

fn draw(page: &mut Page, sources: &[&Source], source: &Source, problem: &Problem) {
    let level = match problem.gravity {
        Gravity::Error => Level::ERROR,
        Gravity::Note if page.shown.quiet => return,
        Gravity::Note => Level::WARNING,
    };
    let mut marks = vec![Mark { spot: Spot::within(source, problem.place), label: None }];
    for (place, label) in &problem.related {
        // A related place counts sources as its problem does.
        let related = if place.source == problem.place.source { Some(source) } else { sources.get(place.source.0 as usize).copied() };
        marks.extend(related.map(|source| Mark { spot: Spot::within(source, *place), label: Some(plain(label)) }));
    }
    let title = level.primary_title(plain(&problem.message)).id(problem.code);
    page.draw(title, marks, problem.help.as_ref().map(|help| Level::HELP.message(plain(help))));
}
