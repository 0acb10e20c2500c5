//! HTML forms and templates become the common model: one snapshot for each fixture, and figures over the real forms at hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mayask::form::{Answer, Asked, Field, Form, Part, Required, Section, Text, Told};
use mayask::read::{Alone, Beside, Reading, read};
use mayask::source::{Limits, Source};

/// Files under one folder, read before.
pub(crate) struct Shelf(Vec<(String, Source)>);

impl Shelf {
    /// The files of a folder, by their names there.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        files.sort();
        Self(files.iter().filter(|path| path.is_file()).map(|path| (name(path), open(path))).collect())
    }
}

impl Beside for Shelf {
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source> {
        self.0.iter().find(|(name, _)| name == path).map(|(_, source)| source)
    }
}

/// The real forms keep their folders in their names, parted by `__`.
struct Flat<'f>(&'f Shelf, String);

impl Beside for Flat<'_> {
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source> {
        let mut folders: Vec<_> = self.1.split("__").collect();
        folders.pop();
        for step in path.split('/') {
            match step {
                ".." => drop(folders.pop()?),
                step => folders.push(step),
            }
        }
        self.0.file(&folders.join("__"))
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A file as text: UTF-8, or else Latin 1.
pub(crate) fn open(path: &Path) -> Source {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|&byte| char::from(byte)).collect());
    Source::new(path.to_string_lossy().replace('\\', "/"), text)
}

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Reads each fixture of a folder, and holds what was read against its snapshot.
pub(crate) fn snapshots(folder: &str, extensions: &[&str]) {
    let shelf = Shelf::of(Path::new(folder));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    settings.bind(|| {
        for path in fixtures(folder).iter().filter(|path| extensions.iter().any(|end| path.to_string_lossy().ends_with(end))) {
            let source = open(path);
            let reading = read(&source, &shelf, None, &Limits::default());
            let stem = name(path).replace('.', "_");
            insta::assert_snapshot!(stem, drawn(&reading));
        }
    });
}

/// The common model, one line for each thing, in the order in which a person meets them.
pub(crate) fn drawn(reading: &Reading<'_>) -> String {
    let mut out = String::new();
    if let Some(why) = &reading.skipped {
        let _ = writeln!(out, "skipped: {why}");
    }
    for form in &reading.forms {
        draw_form(&mut out, form, reading);
    }
    for problem in &reading.problems {
        let at = problem.place.span().map(|span| place(reading, problem.place, span)).unwrap_or_default();
        let help = problem.help.as_ref().map(|help| format!(" · {help}")).unwrap_or_default();
        let _ = writeln!(out, "{:?} {}{at}: {}{help}", problem.gravity, problem.code, problem.message);
    }
    out
}

fn place(reading: &Reading<'_>, place: mayask::source::Place, span: mayask::source::Span) -> String {
    let Some(source) = reading.sources.get(usize::from(place.source.0)) else { return String::new() };
    let at = source.position(span.start);
    match place.source.0 {
        0 => format!(" @{}:{}", at.line, at.column),
        _ => format!(" @{}:{}:{}", source.name().rsplit('/').next().unwrap_or_default(), at.line, at.column),
    }
}

fn text(reading: &Reading<'_>, text: &Text<'_>) -> String {
    let at = text.place.span().map(|span| place(reading, text.place, span)).unwrap_or_default();
    let language = text.language.as_ref().map(|tag| format!("[{tag}]")).unwrap_or_default();
    format!("{:?}{language}{at}", text.value)
}

fn draw_form(out: &mut String, form: &Form<'_>, reading: &Reading<'_>) {
    let part = form.part.as_ref().map(|part| format!("#{part}")).unwrap_or_default();
    let title = form.title.as_ref().map(|title| text(reading, title)).unwrap_or_default();
    let _ = writeln!(out, "form{part} {} {title} languages={}", form.format, form.languages.join(","));
    for stated in &form.stated {
        let _ = writeln!(out, "  states {} = {}", stated.key, text(reading, &stated.value));
    }
    let mut lines: Vec<(u32, String)> = Vec::new();
    lines.extend(form.sections.iter().enumerate().map(|(id, section)| (section.order, draw_section(id, section, reading))));
    for notice in &form.notices {
        let section = notice.section.map(|id| format!(" in {}", id.0)).unwrap_or_default();
        let others: String = notice.translations.iter().map(|other| format!(" | {}", text(reading, other))).collect();
        lines.push((notice.order, format!("  {:?}{section} {}{others}\n", notice.kind, text(reading, &notice.text))));
    }
    lines.extend(form.fields.iter().map(|field| (field.order, draw_field(form, field, reading))));
    lines.sort_by_key(|(order, _)| *order);
    out.extend(lines.into_iter().map(|(_, line)| line));
    for missing in &form.unresolved {
        let field = missing.field.map(|id| format!(" of field {}", id.0)).unwrap_or_default();
        let _ = writeln!(out, "  unresolved {:?}{field} {}: {}", missing.part, text(reading, &missing.reference), missing.why);
    }
}

fn draw_section(id: usize, section: &Section<'_>, reading: &Reading<'_>) -> String {
    let parent = section.parent.map(|id| format!(" in {}", id.0)).unwrap_or_default();
    let title = section.title.as_ref().map(|title| text(reading, title)).unwrap_or_default();
    let about = section.about.as_ref().map(|about| format!(" about={}", about.value)).unwrap_or_default();
    let repeated = if section.repeated { " repeated" } else { "" };
    let others: String = section.translations.iter().map(|other| format!(" | {}", text(reading, other))).collect();
    format!("  section {id}{parent} {title}{others}{about}{repeated}\n")
}

fn draw_field(form: &Form<'_>, field: &Field<'_>, reading: &Reading<'_>) -> String {
    let mut out = format!("  ask {}", form.trails.pointer(field.trail));
    let at = field.place.span().map(|span| place(reading, field.place, span)).unwrap_or_default();
    let label = field.label.as_ref().map_or("-".to_owned(), |label| text(reading, label));
    let _ = write!(out, "{at} {label} {:?}", field.answer);
    if field.required != Required::No {
        let _ = write!(out, " required={:?}", field.required);
    }
    if field.conditional != Told::No {
        let _ = write!(out, " conditional={:?}", field.conditional);
    }
    if field.opt_out != Told::NotSaid {
        let _ = write!(out, " opt_out={:?}", field.opt_out);
    }
    if let Asked::No(why) = &field.asked {
        let _ = write!(out, " not-asked={why:?}");
    }
    let flags = [("printed", field.printed), ("repeated", field.repeated), ("any-of", field.any_of == Told::Yes)];
    flags.iter().filter(|(_, set)| *set).for_each(|(flag, _)| out.push_str(&format!(" {flag}")));
    let numbers = [("max", field.max_length), ("part", field.part_of), ("in", field.section.map(|id| id.0))];
    numbers.iter().filter_map(|(key, number)| Some((key, (*number)?))).for_each(|(key, number)| out.push_str(&format!(" {key}={number}")));
    for (key, one) in [("name", &field.name), ("about", &field.about), ("pattern", &field.pattern)] {
        one.iter().for_each(|one| out.push_str(&format!(" {key}={:?}", one.value)));
    }
    field.purposes.iter().for_each(|purpose| out.push_str(&format!(" for={:?}", purpose.value)));
    field.codes.iter().for_each(|code| out.push_str(&format!(" code={}:{}", code.system, code.code)));
    out.push('\n');
    field.help.iter().for_each(|help| out.push_str(&format!("      help {}\n", text(reading, help))));
    field.accepts.iter().for_each(|one| out.push_str(&format!("      accepts {}\n", text(reading, one))));
    field.translations.iter().for_each(|(part, one)| out.push_str(&format!("      {part:?} {}\n", text(reading, one))));
    for choice in &field.choices {
        let value = choice.value.as_ref().map(|value| format!(" = {:?}", value.value)).unwrap_or_default();
        let label = choice.label.as_ref().map(|label| text(reading, label)).unwrap_or_default();
        let others: String = choice.translations.iter().map(|other| format!(" | {}", text(reading, other))).collect();
        let _ = writeln!(out, "      - {label}{value}{others}");
    }
    out
}

#[test]
fn html_fixtures_become_the_common_model() {
    snapshots("tests/read/html", &[".html"]);
}

#[test]
fn notation_fixtures_become_the_common_model() {
    snapshots("tests/read/notation", &[".yaml", ".yml", ".json"]);
}

fn corpus(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(format)
}

#[test]
fn real_templates_are_read_with_their_bundles() {
    let folder = corpus("html");
    let shelf = Shelf::of(&folder);
    let (mut forms, mut fields, mut labels, mut unresolved) = (0, 0, 0, 0);
    for (name, source) in shelf.0.iter().filter(|(name, _)| name.ends_with(".html")) {
        let beside = Flat(&shelf, name.clone());
        let reading = read(source, &beside, None, &Limits::default());
        forms += reading.forms.len();
        for form in &reading.forms {
            let asked = || form.fields.iter().filter(|field| field.answer != Answer::Control);
            fields += asked().count();
            labels += asked().filter(|field| field.label.is_some()).count();
            unresolved += form.unresolved.iter().filter(|missing| missing.part != Part::Notice).count();
        }
    }
    if folder.exists() {
        insta::assert_snapshot!(format!("{forms} forms, {fields} fields, {labels} with a label, {unresolved} references not followed"), @"10 forms, 26 fields, 26 with a label, 18 references not followed");
    }
}

#[test]
fn no_real_file_cut_short_breaks_the_reader() {
    let mut files = fixtures(&corpus("html").to_string_lossy());
    files.extend(fixtures("tests/read/html"));
    for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "html" || end == "properties")) {
        let source = open(path);
        for cut in 0..50 {
            let mut at = source.text().len() * cut / 50;
            while !source.text().is_char_boundary(at) {
                at -= 1;
            }
            let part = Source::new("cut.html", &source.text()[..at]);
            let reading = read(&part, &Alone, Some("html"), &Limits::default());
            for field in reading.forms.iter().flat_map(|form| &form.fields) {
                assert!(field.place.span().is_some_and(|span| part.slice(span).starts_with('<')), "{path:?} {at}");
            }
        }
    }
}

#[test]
fn depth_is_told() {
    let text = format!("<form>{}<input name=a>", "<div>".repeat(100_000));
    let source = Source::new("deep.html", text);
    let reading = read(&source, &Alone, None, &Limits::default());
    assert_eq!(reading.forms.iter().map(|form| form.fields.len()).sum::<usize>(), 1);
    assert_eq!(reading.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["too-deep"]);
}

#[test]
fn large_pages_of_one_pattern_are_read() {
    let parts = [
        "<label>a<input name=x></label>",
        "<input type=radio name=r value=v>text ",
        "<input type=checkbox name=c[]><p>near</p>",
        "<fieldset><legend>l</legend><input type=radio name=q>",
        "<td><input name=t>",
        "<tr><td>b<td><input name=u>",
        "<h2>h</h2><input name=h>",
        "<label for=i>x</label><input id=i aria-labelledby='i i i'>",
        "{{ a }}{% if b %}",
        "<form><input></form>",
        "</p></div></x>",
        "<select><option>a<option value=b>",
        "<span><input>",
    ];
    for part in parts {
        let source = Source::new("large.html", part.repeat(60_000 / part.len()));
        let reading = read(&source, &Alone, None, &Limits::default());
        assert!(!reading.forms.is_empty() || !part.contains("<input"), "{part}");
    }
}
