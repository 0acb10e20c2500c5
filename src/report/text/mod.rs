//! The report for people: findings as a good compiler tells them.

mod finding;
mod form;
mod needs;
mod problem;
mod snippet;
mod summary;

pub(super) use self::summary::verdict;

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use annotate_snippets::{Group, Message, Renderer, Title};

use self::snippet::{Drawing, Mark};
use super::{FileNote, Heard, Parts, Report, Run, Shown, Summary};

/// The report for people.
pub(super) struct Text;

impl Report for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "findings for people, as a good compiler tells them"
    }

    fn form(&self, run: &Run<'_>, heard: &Heard<'_>) -> Parts {
        let mut page = Page::new(run.shown);
        // Where a form is used nowhere, every law of the library might speak: what it asks is worth more than all of them.
        match heard.is_nowhere() {
            true => form::without_place(&mut page, heard),
            false => {
                finding::all(&mut page, run, heard);
                needs::undecided(&mut page, heard);
            }
        }
        if !run.shown.quiet {
            form::not_understood(&mut page, heard);
            form::remarks(&mut page, heard);
        }
        problem::of_form(&mut page, heard);
        page.parts()
    }

    fn file(&self, run: &Run<'_>, file: &FileNote<'_>) -> Parts {
        let mut page = Page::new(run.shown);
        problem::of_file(&mut page, file);
        page.parts()
    }

    fn end(&self, run: &Run<'_>, summary: &Summary, _second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        summary::write(run, summary, out)
    }
}

/// What is written of one form, block by block with a blank line after each.
struct Page {
    out: String,
    shown: Shown,
    /// The policies whose readings were told: once for a form is enough.
    told: BTreeSet<String>,
}

impl Page {
    fn new(shown: Shown) -> Self {
        Self { out: String::new(), shown, told: BTreeSet::new() }
    }

    /// The room for a line of a form beside its number.
    fn width(&self) -> usize {
        self.shown.width.unwrap_or(140).clamp(60, 240) - 12
    }

    /// A block drawn as compilers do: a title, the marked words, and notes below.
    fn draw<'n>(&mut self, title: Title<'n>, marks: Vec<Mark<'_>>, notes: impl IntoIterator<Item = Message<'n>>) {
        let renderer = if self.shown.color { Renderer::styled() } else { Renderer::plain() };
        let Drawing { elements, mend } = snippet::elements(marks, self.width());
        let group = Group::with_title(title).elements(elements).elements(notes);
        // Lines were cut already; a second cut would lose the words that are underlined.
        let text = renderer.term_width(1000).render(&[group]);
        self.block(&Drawing::mended(mend.as_ref(), text));
    }

    /// A block of plain lines.
    fn block(&mut self, text: &str) {
        for line in text.trim_end().lines() {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
        self.out.push('\n');
    }

    /// A word in the color that a compiler gives it.
    fn paint(&self, style: anstyle::Style, word: &str) -> String {
        match self.shown.color {
            true => format!("{style}{word}{style:#}"),
            false => word.to_owned(),
        }
    }

    /// The word that opens a block.
    fn head(&self, color: anstyle::AnsiColor, word: &str) -> String {
        self.paint(color.on_default().bold(), word)
    }

    fn parts(self) -> Parts {
        Parts { first: self.out.into_bytes(), second: Vec::new() }
    }
}
