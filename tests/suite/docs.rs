//! The pages under docs: every example is run, and the pages made from tables are as the tables are.
//!
//! In a page, a block `policy` is a file, or a part of one that is completed as [`completed`] says; it has no problem,
//! and its samples come out as they say. A block `policy-error`
//! has just the problems that the `text` block after it quotes. A block `sh` is what a terminal shows: each line after `$ mayask` is run
//! in the folder of the project, and a line `…` stands for any lines. A block with a path after its kind is that file, word for word.

mod library;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use mayask::analyse;
use mayask::check::{PREDICATES, signatures};
use mayask::lint::{LINTS, Of};
use mayask::load::{Library, LibraryOptions};
use mayask::policy::{Law, Piece, SentenceKind, resolve};
use mayask::proof::{Bench, prove};
use mayask::read::{Fact, READERS};
use mayask::report::REPORTS;
use mayask::source::{Limit, Problem, SourceId};
use mayask::syntax::parse;

/// The pages with examples.
const PAGES: &[&str] = &["README.md", "docs/language.md", "docs/contributing.md"];

/// The heads that a part of a policy may leave out.
const HEADS: &[(&str, &str)] = &[
    ("authority", "authority statute"),
    ("citation", "citation \"Example Act s. 1\""),
    ("source", "source <https://example.org/act> read 2026-01-31"),
    ("basis", "basis text"),
    ("in force", "in force from 2020-01-01"),
];

struct Block {
    page: &'static str,
    line: usize,
    kind: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn blocks(path: &'static str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in page(path).lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(kind), None) => open = Some(Block { page: path, line: number + 1, kind: kind.trim().to_owned(), text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => writeln!(block.text, "{line}").unwrap(),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{path}: a block is not closed");
    blocks
}

fn all() -> Vec<Block> {
    PAGES.iter().flat_map(|path| blocks(path)).collect()
}

/// A whole file. Lines that begin at the margin with no head word are sentences, each of a rule of its own; a part without a jurisdiction
/// is a policy of Hartford, and gets the heads that it lacks; a part without a rule gets a rule.
fn completed(text: &str) -> String {
    let starts = |head: &str| text.lines().any(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ").starts_with(head));
    if starts("jurisdiction ") {
        return text.to_owned();
    }
    let mut file = String::from("jurisdiction us/ct/hartford\npolicy example \"An example\"\n");
    let sentences = |line: &str| !line.starts_with([' ', '#', '\n']) && !line.is_empty() && !is_head(line);
    for (_, line) in HEADS.iter().filter(|(head, _)| !starts(head)) {
        writeln!(file, "  {line}").unwrap();
    }
    for (number, line) in text.lines().enumerate() {
        if sentences(line) {
            writeln!(file, "rule example-{number}").unwrap();
        }
        writeln!(file, "  {line}").unwrap();
    }
    if !file.lines().any(|line| line.trim_start().starts_with("rule ")) {
        file.push_str("rule example\n  no field religion on city service forms\n");
    }
    file
}

fn is_head(line: &str) -> bool {
    const WORDS: [&str; 28] = [
        "policy",
        "rule",
        "authority",
        "citation",
        "source",
        "basis",
        "passed",
        "binds",
        "supersedes",
        "contested",
        "review",
        "comply",
        "reading",
        "note",
        "language",
        "unless",
        "notwithstanding",
        "preempts",
        "conflicts",
        "instead",
        "why",
        "fix",
        "breach",
        "possible",
        "undecided",
        "allowed",
        "kept",
        "in",
    ];
    WORDS.contains(&line.split_whitespace().next().unwrap_or_default())
}

/// The law of a file, and what is wrong with it, by the vocabulary that is built in.
fn law(library: &Library, text: &str) -> (Law, Vec<Problem>) {
    let (document, mut problems) = parse(text);
    let (policies, more) = resolve(&document, SourceId(0), library.vocabulary(), signatures());
    let law = Law::new(policies, signatures());
    problems.extend(more);
    problems.extend(law.problems());
    // What rules say of each other matters where they stand in one file, and not in a list of examples.
    if text.starts_with("jurisdiction ") && !text.contains("\nrule example-") {
        problems.extend(analyse::problems(&law, library.vocabulary()));
    }
    (law, problems)
}

/// The samples of a file that do not come out as they say.
fn failed(library: &Library, law: &Law) -> String {
    let today = "2026-11-22".parse().unwrap();
    let bench = Bench { law, vocabulary: library.vocabulary(), recognizer: library.recognizer(), today };
    let proved = prove(bench, &|_| true);
    proved.iter().filter(|proved| !proved.holds()).fold(String::new(), |mut text, proved| {
        writeln!(text, "{:?} {:?}: {:?} {:?}", proved.sample.outcome, proved.sample.question, proved.got, proved.reasons).unwrap();
        text
    })
}

fn told(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        writeln!(text, "{}", problem.message).unwrap();
        problem.help.iter().for_each(|help| writeln!(text, "help: {help}").unwrap());
    }
    text
}

fn library() -> Library {
    Library::open(&LibraryOptions::default()).unwrap()
}

#[test]
fn policies_in_the_pages_have_no_problem() {
    let library = library();
    let blocks = all();
    let found: Vec<_> = blocks.iter().filter(|block| block.kind == "policy").collect();
    assert!(found.len() > 20);
    let mut faults = String::new();
    for block in found {
        let file = completed(&block.text);
        let (law, problems) = law(&library, &file);
        let told = told(&problems) + &failed(&library, &law);
        if !told.is_empty() {
            writeln!(faults, "{}:{}\n{told}", block.page, block.line).unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn mistakes_in_the_pages_have_the_problems_beneath() {
    let library = library();
    let blocks = all();
    let mut faults = String::new();
    for pair in blocks.windows(2).filter(|pair| pair[0].kind == "policy-error") {
        let told = told(&law(&library, &completed(&pair[0].text)).1);
        if pair[1].kind != "text" || told != pair[1].text {
            writeln!(faults, "{}:{} has the problem\n{told}", pair[0].page, pair[0].line).unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn files_in_the_pages_are_the_files() {
    for block in all() {
        let Some((_, path)) = block.kind.split_once(' ') else { continue };
        assert_eq!(block.text, page(path), "{}:{}: {path}", block.page, block.line);
    }
}

#[test]
fn commands_in_the_pages_print_what_they_show() {
    for block in all().into_iter().filter(|block| block.kind == "sh") {
        let mut status = None;
        let mut lines = block.text.lines().peekable();
        while let Some(line) = lines.next() {
            let mut expected = Vec::new();
            while let Some(more) = lines.next_if(|line| !line.starts_with("$ ")) {
                expected.push(more);
            }
            let command = line.strip_prefix("$ ").unwrap();
            let told = match command.strip_prefix("mayask ").or(command.strip_prefix("cargo run --release -- ")) {
                Some(arguments) => Some(run(arguments, &mut status)),
                None => (command == "echo $?").then(|| format!("{}\n", status.unwrap())),
            };
            if let Some(told) = told.filter(|_| !expected.is_empty()) {
                let told: Vec<&str> = told.lines().map(str::trim_end).collect();
                assert!(like(&told, &expected), "{}:{}: {command}\n{}\n", block.page, block.line, told.join("\n"));
            }
        }
    }
}

fn run(arguments: &str, status: &mut Option<i32>) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mayask")).args(split(arguments)).current_dir(root()).output().unwrap();
    *status = output.status.code();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// Arguments as a shell splits them, as far as quotes go.
fn split(arguments: &str) -> Vec<String> {
    let parts = arguments.split(['"', '\'']).enumerate();
    parts
        .flat_map(|(number, part)| match number % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// Whether lines are as expected, where `…` stands for any lines.
fn like(lines: &[&str], expected: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((&"…", rest)) => (0..=lines.len()).any(|skipped| like(&lines[skipped..], rest)),
        Some((first, rest)) => lines.split_first().is_some_and(|(line, after)| line == &first.trim_end() && like(after, rest)),
    }
}

/// Holds a page that is made from tables; with `MAYASK_BLESS=1`, writes it.
fn made(path: &str, text: &str) {
    if std::env::var_os("MAYASK_BLESS").is_some() {
        std::fs::write(root().join(path), text).unwrap();
    }
    let stands = std::fs::read_to_string(root().join(path)).unwrap_or_default();
    assert_eq!(stands, text, "{path} is not what the tables say; write it with `MAYASK_BLESS=1 cargo test --test suite docs`");
}

const MADE: &str = "<!-- Made from the tables of the program by `MAYASK_BLESS=1 cargo test --test suite docs`. -->\n";

#[test]
fn the_page_of_predicates_is_as_the_table() {
    let mut text = format!("# What a sentence can say\n\n{MADE}\n");
    text.push_str(
        "The words stand as a rule has them: `C` is a concept, `F` the forms, other capitals what their name says. The last column is\n",
    );
    text.push_str("when the rule is breached. [The manual](language.md) tells the rest of the sentence.\n");
    let kinds = [
        (SentenceKind::Ban, "Bans", ("no ", " … on F")),
        (SentenceKind::FieldDuty, "Duties of a question", ("field C on F must ", "")),
        (SentenceKind::DocumentDuty, "Duties of a proof", ("document C on F must ", "")),
        (SentenceKind::FormDuty, "Duties of a form", ("F must ", "")),
        (SentenceKind::ClosedList, "Closed lists", ("F may ", "")),
        (SentenceKind::FieldPermission, "Permissions", ("field C on F may ", "")),
        (SentenceKind::FormPermission, "Permissions of a form", ("F may ", "")),
        (SentenceKind::Reading, "Readings", ("field C on F is ", "")),
    ];
    for (kind, title, (before, after)) in kinds {
        write!(text, "\n## {title}\n\n| name | words | breached where |\n|---|---|---|\n").unwrap();
        for signature in signatures().iter().filter(|signature| signature.kind == kind) {
            let words: Vec<String> = signature.words.iter().map(|way| format!("`{before}{}{after}`", spelled(way))).collect();
            writeln!(text, "| {} | {} | {} |", signature.id, words.join("<br>"), signature.about).unwrap();
        }
    }
    text.push_str("\n## Conditions\n\nThe same can be said of the question in a condition, after `it`; true where the duty is kept.\n\n| words | as |\n|---|---|\n");
    for signature in signatures().iter().filter(|signature| !signature.it.is_empty()) {
        let words: Vec<String> = signature.it.iter().map(|way| format!("`it {}`", spelled(way))).collect();
        writeln!(text, "| {} | {} |", words.join("<br>"), signature.id).unwrap();
    }
    let told: usize = signatures().iter().filter(|signature| text.contains(&format!("| {} |", signature.id))).count();
    assert_eq!(told, PREDICATES.len(), "a kind of sentence is missing on the page");
    made("docs/predicates.md", &text);
}

fn spelled(way: &[Piece]) -> String {
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => *word,
        Piece::Concepts => "C, C",
        Piece::Answers => "ANSWER, ANSWER",
        Piece::Notices => "NOTICE",
        Piece::Consents => "CONSENT",
        Piece::Recipients => "RECIPIENT",
        Piece::Documents => "DOCUMENT, DOCUMENT",
        Piece::Number => "NUMBER",
        Piece::Texts => "\"…\", \"…\"",
    };
    way.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_of_formats_is_as_the_table() {
    let mut text = format!("# Formats of forms\n\n{MADE}\n");
    text.push_str("Tried in this order; the reader whose format a file looks like most reads it. `--format-in NAME` insists on one.\n");
    text.push_str("A file that looks like none is skipped, and the report says so; one that cannot be read makes the exit status 2.\n");
    text.push_str("\n| name | format | known by |\n|---|---|---|\n");
    for reader in READERS {
        writeln!(text, "| `{}` | {} | {} |", reader.name(), reader.title(), reader.about()).unwrap();
    }
    text.push_str(
        "\n## What a format can tell\n\nWhat a format cannot tell is *not said* of the forms that are read from it, and never *no*.\n",
    );
    text.push_str("`yes only` means that where a file says nothing, it may be so all the same.\n\n| format |");
    Fact::ALL.iter().for_each(|fact| write!(text, " {} |", fact.name()).unwrap());
    writeln!(text, "\n|---|{}", "---|".repeat(Fact::ALL.len())).unwrap();
    for reader in READERS {
        let told = |fact| reader.tells().iter().find(|(own, _)| *own == fact).map_or("not said", |(_, tells)| tells.name());
        writeln!(text, "| `{}` | {} |", reader.name(), Fact::ALL.map(told).join(" | ")).unwrap();
    }
    text.push_str(
        "\n## Limits\n\nWhat goes past a limit is told with its name, and makes the exit status 2. `--limit NAME=N` sets another, as often as\n",
    );
    text.push_str("there are limits; `K`, `M` and `G` may stand behind a number. `depth` cannot be more than it is.\n");
    text.push_str("\n| name | bounds | if left out |\n|---|---|---|\n");
    for limit in Limit::ALL {
        writeln!(text, "| `{}` | {} | {} |", limit.name(), limit.about(), limit.standard()).unwrap();
    }
    text.push_str("\n## Real forms\n\nForms of public bodies that are not in the project, read where they lie beside it.\n");
    // Where they do not, the figures stay as they stand.
    let stands = page("docs/formats.md");
    let figures = crate::corpus::table().or_else(|| stands.split_once(&text).map(|(_, figures)| figures.to_owned()));
    text.push_str(&figures.unwrap_or_default());
    made("docs/formats.md", &text);
}

#[test]
fn the_page_of_reports_is_as_the_table() {
    let mut text = format!("# Reports\n\n{MADE}\n");
    text.push_str(
        "`mayask check --format NAME` chooses one; `--report NAME=FILE` writes more in the same run. The first is the default.\n",
    );
    text.push_str("\n| name | what it is |\n|---|---|\n");
    for report in REPORTS {
        writeln!(text, "| `{}` | {} |", report.name(), report.about()).unwrap();
    }
    made("docs/reports.md", &text);
}

#[test]
fn the_page_of_lints_is_as_the_table() {
    let mut text = format!("# What `mayask lint` finds\n\n{MADE}\n");
    text.push_str("`mayask lint` looks at the library, or at the policy and vocabulary files that are named, and ends with 0 where nothing is to be mended, 1 where something\n");
    text.push_str("is, and 2 where something could not be read or nothing was found to look at. A line is excepted by a comment on it, or just above it: `# allow NAME: why`.\n");
    let groups = [
        (Of::Policies, "Of policies"),
        (Of::Vocabulary, "Of vocabulary"),
        (Of::Library, "Of a library, with `--library`"),
        (Of::Rest, "Of what is excepted"),
    ];
    for (of, title) in groups {
        write!(text, "\n## {title}\n\n| name | what it finds | to mend it |\n|---|---|---|\n").unwrap();
        for lint in LINTS.iter().filter(|lint| lint.of == of) {
            writeln!(text, "| `{}` | {} | {} |", lint.name, lint.about, lint.mend).unwrap();
        }
    }
    made("docs/lints.md", &text);
}
