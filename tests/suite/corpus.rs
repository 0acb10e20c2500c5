//! Real forms of public bodies, where they lie beside the project: what is read and recognized of them, in figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use mayask::context::Settings;
use mayask::form::Form;
use mayask::load::{self, Folder};
use mayask::read;
use mayask::source::{Gravity, Limits, Place};

use crate::estate::{LIBRARY, judge};

/// The folder of real forms; none outside of a checkout that has it beside, save in CI, where it must be there.
pub(crate) fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let there = folder.is_dir();
    assert!(there || std::env::var_os("CI").is_none(), "the real forms must lie beside the project in CI");
    if !there {
        let _ = writeln!(std::io::stderr(), "left out: no real forms lie beside the project");
    }
    there.then_some(folder)
}

/// For each file: what was found, understood, unresolved and not asked; and for each recognized field its pointer and concepts.
fn figures(path: &Path, root: &Path) -> String {
    let name = load::spoken(path.strip_prefix(root).unwrap());
    let (source, _) = load::source(path, &name, &Limits::DEFAULT).unwrap();
    let beside = Folder::new(path.parent().unwrap(), root, Limits::DEFAULT);
    let reading = read::read(&source, &beside, None, &Limits::DEFAULT);
    let mut out = format!("{name}\n");
    if let Some(why) = &reading.skipped {
        writeln!(out, "  skipped: {why}").unwrap();
    }
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in reading.problems.iter().filter(|problem| problem.gravity == Gravity::Error) {
        *codes.entry(problem.code).or_default() += 1;
    }
    codes.into_iter().for_each(|(code, count)| writeln!(out, "  problem: {code} x {count}").unwrap());
    for form in &reading.forms {
        let seen = LIBRARY.recognizer().recognize(form);
        let asked = form.fields.iter().filter(|field| field.is_asked()).count();
        let understood = form.numbered().filter(|(id, field)| {
            field.is_asked() && seen.field(*id).unwrap().understanding == mayask::recognize::Understanding::Understood
        });
        let unresolved: std::collections::BTreeSet<_> = form.unresolved.iter().filter_map(|text| text.field).collect();
        let part = form.part.as_deref().unwrap_or("");
        let not_asked = form.fields.len() - asked;
        writeln!(
            out,
            "  {} #{part}: found {}, understood {}, unresolved {}, not asked {not_asked}",
            form.format,
            form.fields.len(),
            understood.count(),
            unresolved.len()
        )
        .unwrap();
        for (id, field) in form.numbered().filter(|(_, field)| field.is_asked()) {
            let concepts: Vec<String> = seen
                .field(id)
                .unwrap()
                .concepts
                .iter()
                .map(|found| format!("{} ({:?})", LIBRARY.vocabulary().concepts.name(found.concept), found.confidence).to_lowercase())
                .collect();
            if !concepts.is_empty() {
                writeln!(out, "    {}: {}", form.trails.pointer(field.trail), concepts.join(", ")).unwrap();
            }
        }
    }
    out
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

#[test]
fn what_real_forms_ask() {
    let Some(root) = corpus() else { return };
    let schemas = ["jsonschema", "fhir-questionnaire", "html", "openapi"];
    let builders = ["formio", "surveyjs", "xgov", "gcforms", "moj-fb", "docassemble", "drupal-webform", "hof-json"];
    let others = ["pdf-acroform", "xform", "xlsform", "redcap-csv", "fact-dictionary", "xsd"];
    for folder in schemas.into_iter().chain(builders).chain(others) {
        let all: String = files(&root.join(folder)).iter().map(|path| figures(path, &root)).collect();
        insta::assert_snapshot!(format!("what_real_forms_ask_{folder}"), all);
    }
}

/// What all files of a format gave.
#[derive(Default)]
struct Sum {
    files: usize,
    forms: usize,
    found: usize,
    understood: usize,
    unresolved: usize,
    not_asked: usize,
}

/// The figures of each format as a table, and the files that gave no field with the reason; none where no real forms lie beside.
pub(crate) fn table() -> Option<String> {
    let root = corpus()?;
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let (mut files, mut without) = (0, String::new());
    for path in folders(&root).iter().flat_map(|folder| self::files(folder)) {
        files += 1;
        let name = load::spoken(path.strip_prefix(&root).unwrap());
        let (source, _) = load::source(&path, &name, &Limits::DEFAULT).unwrap();
        let beside = Folder::new(path.parent().unwrap(), &root, Limits::DEFAULT);
        let reading = read::read(&source, &beside, None, &Limits::DEFAULT);
        if reading.forms.iter().all(|form| form.fields.is_empty()) {
            let why = reading.skipped.clone().or_else(|| reading.errors().next().map(|problem| problem.message.clone()));
            writeln!(without, "- `{name}`: {}", why.unwrap()).unwrap();
            continue;
        }
        let sum = sums.entry(reading.forms[0].format).or_default();
        sum.files += 1;
        reading.forms.iter().for_each(|form| add(sum, form));
    }
    let left_out = without.lines().count();
    assert!(left_out * 20 <= files, "{left_out} of {files} files gave no field\n{without}");
    let mut text = format!("{} of {files} real files gave fields.\n\n", files - left_out);
    text.push_str(
        "| format | files | forms | fields found | understood | with text unresolved | not asked |\n|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for (format, sum) in sums {
        let Sum { files, forms, found, understood, unresolved, not_asked } = sum;
        writeln!(text, "| `{format}` | {files} | {forms} | {found} | {understood} | {unresolved} | {not_asked} |").unwrap();
    }
    write!(text, "\nNo field gave:\n\n{without}").unwrap();
    Some(text)
}

fn add(sum: &mut Sum, form: &Form<'_>) {
    let seen = LIBRARY.recognizer().recognize(form);
    let understood = |id| seen.field(id).unwrap().understanding == mayask::recognize::Understanding::Understood;
    sum.forms += 1;
    sum.found += form.fields.len();
    sum.understood += form.numbered().filter(|(id, field)| field.is_asked() && understood(*id)).count();
    sum.unresolved += form.unresolved.iter().filter_map(|text| text.field).collect::<std::collections::BTreeSet<_>>().len();
    sum.not_asked += form.fields.iter().filter(|field| !field.is_asked()).count();
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Under a jurisdiction and nothing else, what hangs on unknown facts is told in one block a form.
#[test]
fn undecided_without_drowning() {
    let Some(root) = corpus() else { return };
    one_block_a_form(&root.join("jsonschema"));
    let flags = Settings { values: vec![("jurisdiction".to_owned(), "us/ct/hartford".to_owned(), Place::default())], claims: Vec::new() };
    let estate = judge(&root.join("jsonschema"), "2026-11-22", &flags);
    assert!(estate.blocks.iter().all(|(_, blocks)| *blocks <= 1));
    let mut out = String::new();
    for (form, _) in &estate.blocks {
        let lines = estate.lines.iter().filter(|line| line.form == *form);
        let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
        let mut needs: BTreeMap<&str, usize> = BTreeMap::new();
        for line in lines {
            *outcomes.entry(format!("{:?}", line.outcome).to_lowercase()).or_default() += 1;
            line.needs.iter().for_each(|need| *needs.entry(need).or_default() += 1);
        }
        writeln!(out, "{form}: {outcomes:?}, hanging on {needs:?}").unwrap();
    }
    insta::assert_snapshot!(out);
}

/// The report for people has one block of undecided findings for a form, and no more.
fn one_block_a_form(folder: &Path) {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_mayask"));
    let told = program.args(["check", "--jurisdiction", "us/ct/hartford", "--as-of", "2026-11-22"]).arg(folder).output().unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    let blocks = text.lines().zip(text.lines().skip(1)).filter(|(line, _)| line.starts_with("undecided: "));
    let forms: Vec<&str> = blocks.map(|(_, place)| place.trim_start().trim_start_matches("--> ")).collect();
    let apart: std::collections::BTreeSet<&str> = forms.iter().copied().collect();
    assert_eq!(forms.len(), apart.len(), "a form has two blocks");
    assert!(forms.len() > 15 && forms.len() <= files(folder).len(), "{} blocks", forms.len());
}

/// The whole road over every file of every format, whole and cut short: it ends, and says something.
#[test]
fn no_real_file_breaks_the_road() {
    let Some(root) = corpus() else { return };
    for path in folders(&root).iter().flat_map(|folder| files(folder)) {
        let told = figures(&path, &root);
        assert!(told.lines().count() > 1, "nothing is said of {}", path.display());
    }
}
