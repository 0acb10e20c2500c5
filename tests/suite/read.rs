//! Files become forms: each fixture is shown as the common model, and no file of any kind makes a reader fall over.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test may fall over")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mayask::form::{Asked, Choice, Field, Form, Part, Required, Section, SectionId, Text, Told};
use mayask::read::{Alone, Beside, READERS, Reading, read};
use mayask::source::{At, Gravity, Limits, Place, Source, decode};

#[test]
fn json_schema() {
    insta::glob!("../read", "json-schema/**/*.*", shows);
}

#[test]
fn fhir() {
    insta::glob!("../read", "fhir/**/*.{json,xml}", shows);
}

/// The PDF fixtures are plain text that any editor shows: nothing in them is compressed.
#[test]
fn pdf() {
    insta::glob!("../read", "pdf/*.pdf", shows);
}

#[test]
fn tables() {
    insta::glob!("../read", "{redcap,xlsform,csv}/*.csv", shows);
}

#[test]
fn sql() {
    insta::glob!("../read", "sql/*.sql", shows);
}

#[test]
fn xml() {
    insta::glob!("../read", "{xforms,fact-dictionary,xsd}/**/*.x*", shows);
}

/// A workbook that says of itself that it grows beyond the limit is not unpacked.
#[test]
fn a_workbook_that_grows_is_refused() {
    let mut bytes = b"PK\x03\x04xl/workbook.xml".to_vec();
    bytes.extend(b"PK\x01\x02");
    bytes.extend([0; 20]);
    bytes.extend(u32::MAX.to_le_bytes());
    let source = Source::binary("bomb.xlsx", bytes);
    let reading = read(&source, &Alone, None, &Limits::DEFAULT);
    assert_eq!(reading.problems[0].code, "too-large-unpacked");
    let source = Source::binary("cut.xlsx", b"PK\x03\x04xl/workbook.xml".to_vec());
    assert_eq!(read(&source, &Alone, None, &Limits::DEFAULT).problems[0].code, "broken-workbook");
}

/// Questions as they were counted in the files themselves: fields of the PDFs by pypdf, rows of the tables that ask by openpyxl and
/// Python's csv, facts by their elements.
#[test]
fn counts_agree_with_those_of_other_tools() {
    let Some(corpus) = corpus() else { return };
    let counted = [
        ("pdf-acroform", "IRS1040__en__f1040.pdf", 141),
        ("pdf-acroform", "defendant-information-209A.pdf", 54),
        ("pdf-acroform", "FY2024_Personal_Exemption.pdf", 106),
        ("redcap-csv", "longitudinal__dictionary.csv", 95),
        ("redcap-csv", "empty-rows__dictionary.csv", 16),
        ("xlsform", "UCL_Biomass_Plot_Form.xlsx", 62),
        ("xlsform", "flat_xlsform_test.xlsx", 35),
        ("fact-dictionary", "filers.xml", 242),
        ("fact-dictionary", "socialSecurity.xml", 43),
    ];
    for (folder, end, count) in counted {
        let path = files(&corpus.join(folder)).into_iter().find(|path| path.to_string_lossy().ends_with(end)).unwrap();
        let form = source(&path);
        let reading = read(&form, &Alone, None, &Limits::DEFAULT);
        assert_eq!(reading.forms.iter().map(|form| form.fields.len()).sum::<usize>(), count, "{end}");
    }
}

/// PDFs cut anywhere, and those without fields, end in a message.
#[test]
fn pdfs_that_cannot_be_read_are_told() {
    let whole = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read/pdf/dog_permit.pdf")).unwrap();
    for cut in (10..whole.len()).step_by(97) {
        let source = Source::binary("cut.pdf", whole[..cut].to_vec());
        let reading = read(&source, &Alone, None, &Limits::DEFAULT);
        let told = reading.errors().next().is_some() || reading.skipped.is_some() || !reading.forms.is_empty();
        assert!(told, "cut at {cut}");
    }
}

#[test]
fn deep_xml_is_told() {
    let text = format!("<schema xmlns=\"http://www.w3.org/2001/XMLSchema\">{}", "<element>".repeat(200_000));
    let source = Source::new("deep.xsd", text);
    assert_eq!(read(&source, &Alone, None, &Limits::DEFAULT).problems[0].code, "too-deep");
}

#[test]
fn builders() {
    for (_, format) in BUILDERS {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read").join(format);
        for path in files(&fixtures) {
            let fixture =
                if path.is_dir() { files(&path).into_iter().find(|path| path.file_stem().unwrap() == "form") } else { Some(path) };
            shows(&fixture.unwrap());
        }
    }
}

/// The folders of real forms of form builders and APIs, and the formats that they are in.
const BUILDERS: &[(&str, &str)] = &[
    ("formio", "formio"),
    ("surveyjs", "surveyjs"),
    ("xgov", "xgov"),
    ("gcforms", "gcforms"),
    ("moj-fb", "moj-forms"),
    ("docassemble", "docassemble"),
    ("drupal-webform", "drupal-webform"),
    ("openapi", "openapi"),
    ("hof-json", "hof"),
    ("ons-eq", "ons-eq"),
    ("frictionless", "frictionless"),
    ("civiform", "civiform"),
];

/// A fixture that stands in a folder of its own is `form.json`; the other files there stand beside it.
fn shows(path: &Path) {
    let folder = path.parent().unwrap();
    let alone = folder.parent().unwrap().ends_with("read");
    if !alone && path.file_stem().unwrap() != "form" {
        return;
    }
    let beside: Vec<Source> = if alone { Vec::new() } else { beside(folder, "") };
    let form = source(path);
    let name = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read")).unwrap();
    let name = name.with_extension("").to_string_lossy().replace(['/', '\\'], "__");
    let reading = read(&form, &beside, None, &Limits::DEFAULT);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_suffix => "" }, {
        insta::assert_snapshot!(name, show(&reading));
    });
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy();
    let bytes = std::fs::read(path).unwrap();
    if bytes.starts_with(b"%PDF") || bytes.starts_with(b"PK") {
        return Source::binary(name, bytes);
    }
    Source::new(name, decode(bytes).0)
}

/// The files of a folder and of those below it, named as seen from it.
fn beside(folder: &Path, before: &str) -> Vec<Source> {
    let mut found = Vec::new();
    for path in files(folder) {
        let name = format!("{before}{}", path.file_name().unwrap().to_string_lossy());
        match path.is_dir() {
            true => found.extend(beside(&path, &format!("{name}/"))),
            false => found.push(Source::new(name, decode(std::fs::read(&path).unwrap()).0)),
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    found
}

/// The model in few lines: what is not said is not shown.
pub(crate) fn show(reading: &Reading<'_>) -> String {
    let mut out = String::new();
    if let Some(reason) = &reading.skipped {
        let _ = writeln!(out, "skipped: {reason}");
    }
    for form in &reading.forms {
        show_form(reading, form, &mut out);
    }
    for problem in &reading.problems {
        let sign = if problem.gravity == Gravity::Error { "!" } else { "note" };
        let at = place(reading, problem.place);
        let also: String = problem.related.iter().map(|(also, words)| format!(", {words} {}", place(reading, *also))).collect();
        let _ = writeln!(out, "{sign} {} {at} {}{also}", problem.code, problem.message);
    }
    out
}

fn show_form(reading: &Reading<'_>, form: &Form<'_>, out: &mut String) {
    let quoted = |text: &Option<Text<'_>>| text.as_ref().map(|text| format!(" {}", words(text))).unwrap_or_default();
    let part = form.part.as_ref().map(|part| format!("#{part}")).unwrap_or_default();
    let _ = writeln!(out, "form{part} {}{}{} {}", form.format, quoted(&form.title), quoted(&form.name), form.languages.join(","));
    for stated in &form.stated {
        let _ = writeln!(out, "  = {}: {}", stated.key, stated.value.value);
    }
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (index, section) in form.sections.iter().enumerate() {
        let depth = depth(form, Some(SectionId(index as u32)));
        lines.push((section.order, format!("{}§ {}", "  ".repeat(depth), show_section(section))));
    }
    for notice in &form.notices {
        let line = format!("{}{:?} {}", "  ".repeat(depth(form, notice.section) + 1), notice.kind, words(&notice.text));
        lines.push((notice.order, line + &translated(&notice.translations)));
    }
    for field in &form.fields {
        let line = show_field(reading, form, field);
        lines.push((field.order, format!("{}{line}", "  ".repeat(depth(form, field.section) + 1))));
    }
    lines.sort_by_key(|(order, _)| *order);
    lines.iter().for_each(|(_, line)| {
        let _ = writeln!(out, "{line}");
    });
    for lost in &form.unresolved {
        let whose = lost.field.and_then(|id| form.field(id)).and_then(|field| field.name.as_ref()).map(|name| name.value.as_ref());
        let _ = writeln!(out, "  ? {:?} of {}: {} ({})", lost.part, whose.unwrap_or("the form"), words(&lost.reference), lost.why);
    }
}

fn depth(form: &Form<'_>, section: Option<SectionId>) -> usize {
    let next = |id: &SectionId| form.section(*id).and_then(|section| section.parent);
    std::iter::successors(section, next).count()
}

fn show_section(section: &Section<'_>) -> String {
    let mut line = section.name.as_ref().map(|name| name.value.to_string()).unwrap_or_default();
    line += &section.title.as_ref().map(|title| format!(" {}", words(title))).unwrap_or_default();
    line += &translated(&section.translations);
    line += if section.repeated { " repeated" } else { "" };
    line += &section.about.as_ref().map(|about| format!(" about {}", words(about))).unwrap_or_default();
    line
}

fn show_field(reading: &Reading<'_>, form: &Form<'_>, field: &Field<'_>) -> String {
    let mut line = field.name.as_ref().map_or("-".to_owned(), |name| name.value.to_string());
    let mut add = |words: String| {
        line.push(' ');
        line.push_str(&words);
    };
    field.label.iter().for_each(|label| add(words(label)));
    add(format!("{:?}", field.answer));
    match field.required {
        Required::Yes => add("required".into()),
        Required::WhenShown => add("required-when-shown".into()),
        Required::No => {}
        Required::NotSaid => add("required-not-said".into()),
    }
    if field.conditional == Told::Yes {
        add("conditional".into());
    }
    if field.opt_out != Told::NotSaid {
        add(format!("opt-out={:?}", field.opt_out));
    }
    for (flag, name) in [(field.printed, "printed"), (field.repeated, "repeated")] {
        if flag {
            add(name.into());
        }
    }
    if let Asked::No(why) = &field.asked {
        add(format!("not-asked({why})"));
    }
    field.max_length.iter().for_each(|most| add(format!("max={most}")));
    field.pattern.iter().for_each(|pattern| add(format!("pattern={}", pattern.value)));
    field.about.iter().for_each(|about| add(format!("about {}", words(about))));
    field.purposes.iter().for_each(|purpose| add(format!("for {}", words(purpose))));
    if !field.choices.is_empty() {
        add(format!("{{{}}}", field.choices.iter().map(show_choice).collect::<Vec<_>>().join(" | ")));
    }
    field.codes.iter().for_each(|code| add(format!("<{} {}>", code.system, code.code)));
    field.help.iter().for_each(|help| add(format!("help {}", words(help))));
    for (part, text) in &field.translations {
        add(format!("{}{}", if *part == Part::Label { "" } else { "help " }, words(text)));
    }
    add(format!("@{} {}", form.trails.pointer(field.trail), place(reading, field.place)));
    line
}

fn show_choice(choice: &Choice<'_>) -> String {
    let value = choice.value.as_ref().map(|value| value.value.to_string());
    let label = choice.label.as_ref().map(words);
    let code = choice.code.as_ref().map(|code| format!("<{} {}>", code.system, code.code));
    let parts: Vec<_> = [value, label, code].into_iter().flatten().collect();
    parts.join(" ") + &translated(&choice.translations)
}

fn translated(texts: &[Text<'_>]) -> String {
    texts.iter().map(|text| format!(" {}", words(text))).collect()
}

fn words(text: &Text<'_>) -> String {
    let tag = text.language.as_ref().map(|tag| format!("{tag}:")).unwrap_or_default();
    format!("{tag}{:?}", text.value)
}

fn place(reading: &Reading<'_>, place: Place) -> String {
    let Some(source) = reading.sources.get(usize::from(place.source.0)) else { return "?".into() };
    let file = if place.source.0 == 0 { String::new() } else { format!("{}:", source.name()) };
    match place.at {
        At::Text(span) => {
            let position = source.position(span.start);
            format!("{file}{}:{}", position.line, position.column)
        }
        at => format!("{file}{at:?}"),
    }
}

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/corpus");
    folder.is_dir().then_some(folder)
}

/// Figures of real forms, where they are at hand: `cargo test figures -- --nocapture` shows them, `MAYASK_SHOW=name` a form.
#[test]
fn figures_of_real_forms() {
    let Some(corpus) = corpus() else { return };
    let wanted = std::env::var("MAYASK_SHOW").ok();
    let schemas = [
        ("jsonschema", "json-schema"),
        ("fhir-questionnaire", "fhir"),
        ("pdf-acroform", "pdf"),
        ("redcap-csv", "redcap"),
        ("xlsform", "xlsform"),
        ("xform", "xforms"),
        ("fact-dictionary", "fact-dictionary"),
        ("xsd", "xsd"),
    ];
    for (folder, format) in schemas.into_iter().chain(BUILDERS.iter().copied()) {
        for path in files(&corpus.join(folder)) {
            let form = source(&path);
            let reading = read(&form, &Alone, None, &Limits::DEFAULT);
            let fields = || reading.forms.iter().flat_map(|form| &form.fields);
            let unresolved: usize = reading.forms.iter().map(|form| form.unresolved.len()).sum();
            let choices = fields().filter(|field| !field.choices.is_empty()).count();
            let asked = fields().filter(|field| field.is_asked()).count();
            let figures = format!("{} fields, {asked} asked, {choices} with choices, {unresolved} unresolved", fields().count());
            println!("{:>60.60} {figures}, {} problems", form.name().rsplit("__").next().unwrap(), reading.problems.len());
            if wanted.as_ref().is_some_and(|wanted| form.name().contains(wanted)) {
                println!("{}", show(&reading));
            }
            if let Some(reason) = &reading.skipped {
                println!("{:>60.60} skipped: {reason}", "");
                continue;
            }
            assert!(fields().count() > 0, "{}", form.name());
            assert!(reading.forms.iter().all(|form| form.format == format), "{}", form.name());
        }
    }
}

#[test]
fn builders_hold_the_limits() {
    let codes = |name: &str, text: String, limits: Limits| -> Vec<&str> {
        let source = Source::new(name, text);
        let reading = read(&source, &Alone, None, &limits);
        let fields: usize = reading.forms.iter().map(|form| form.fields.len()).sum();
        assert!(fields <= limits.fields, "{fields}");
        reading.problems.iter().map(|problem| problem.code).collect()
    };
    let leaf = r#"{"type":"textfield","key":"a","label":"A","input":true}"#;
    let panel = r#"{"type":"panel","key":"p","components":["#;
    let nested = |depth: usize| format!(r#"{{"display":"form","components":[{}{leaf}{}]}}"#, panel.repeat(depth), "]}".repeat(depth));
    assert_eq!(codes("deep.json", nested(60), Limits::DEFAULT), Vec::<&str>::new());
    assert_eq!(codes("deep.json", nested(200), Limits::DEFAULT), ["too-deep"]);
    let few = Limits { fields: 100, ..Limits::DEFAULT };
    let many = format!(r#"{{"display":"form","components":[{}{leaf}]}}"#, format!("{leaf},").repeat(200));
    assert_eq!(codes("many.json", many, few), ["too-many-fields"]);
    let screens = "---\nquestion: Q\nfields:\n  - L: v\n".repeat(200);
    assert_eq!(codes("many.yml", screens, few), ["too-many-fields"]);
    let elements = (0..200).map(|number| format!("  e{number}:\n    '#type': textfield\n")).collect::<String>();
    assert_eq!(codes("many.yml", format!("id: a\nelements: |\n{elements}"), few), ["too-many-fields"]);
}

/// Real forms whose fields were counted from the source by other means: by the name of the file.
const COUNTED: &[(&str, &str, usize)] = &[
    ("formio", "partnerinformationandincomeappeal.json", 13),
    ("formio", "institutionprofile.json", 32),
    ("surveyjs", "survey-childInfo.json", 8),
    ("surveyjs", "aboutPO.json", 12),
    ("xgov", "cfa-r1-eligibility.json", 4),
    ("xgov", "current-services-ns.json", 16),
    ("gcforms", "cdsIntakeTestForm.json", 7),
    ("gcforms", "kitchen-sink-form-application-2025-10-10.json", 25),
    ("moj-fb", "branching_9.json", 16),
    ("moj-fb", "branching_11.json", 19),
    ("docassemble", "209A_motion-for-impoundment.yml", 5),
    ("docassemble", "209A_defendant-information.yml", 55),
    ("drupal-webform", "bh_project_notification_signup.yml", 2),
    ("drupal-webform", "website_feedback_form.yml", 3),
    ("hof-json", "accept__translations__src__en__fields.json", 6),
    ("hof-json", "apply__translations__src__en__fields.json", 92),
];

#[test]
fn counts_of_real_forms_agree() {
    let Some(corpus) = corpus() else { return };
    for (folder, name, count) in COUNTED {
        let found: Vec<_> = files(&corpus.join(folder)).into_iter().filter(|path| path.to_string_lossy().ends_with(name)).collect();
        assert_eq!(found.len(), 1, "{name}");
        let form = source(&found[0]);
        let reading = read(&form, &Alone, None, &Limits::DEFAULT);
        assert_eq!(reading.forms.iter().map(|form| form.fields.len()).sum::<usize>(), *count, "{name}");
    }
}

/// Every file of every format, whole and cut at fifty places, through every reader.
#[test]
fn no_file_makes_a_reader_fall_over() {
    let Some(corpus) = corpus() else { return };
    for path in files(&corpus).iter().filter(|path| path.is_dir()).flat_map(|folder| files(folder)) {
        let whole = source(&path);
        let _ = read(&whole, &Alone, None, &Limits::DEFAULT);
        for reader in READERS {
            let _ = read(&whole, &Alone, Some(reader.name()), &Limits::DEFAULT);
        }
        let text = whole.text();
        let length = text.len().min(100_000);
        for cut in (0..50).map(|step| length * step / 50).filter(|cut| text.is_char_boundary(*cut)) {
            let part = Source::new(whole.name(), &text[..cut]);
            let _ = read(&part, &Alone, None, &Limits::DEFAULT);
        }
    }
}

#[test]
fn deep_nesting_is_told() {
    let deep = |depth: usize| {
        let open = r#"{"properties":{"a":"#.repeat(depth);
        format!("{}{}{}", open, r#"{"type":"string"}"#, "}}".repeat(depth))
    };
    let codes = |text: &str| -> Vec<&str> {
        let source = Source::new("deep.json", text);
        read(&source, &Alone, None, &Limits::DEFAULT).problems.iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(&deep(100)), Vec::<&str>::new());
    assert_eq!(codes(&deep(200)), ["too-deep"]);
    assert_eq!(codes(&deep(300)), ["too-deep", "too-deep"]);
    assert!(codes(&deep(100_000)).contains(&"too-deep"));
    assert!(codes(&r#"{"items":"#.repeat(100_000)).contains(&"too-deep"));
    assert!(codes(&r#"{"type":"object","allOf":[{"properties":"#.repeat(100_000)).contains(&"too-deep"));
}

#[test]
fn references_that_multiply_stop_at_the_limit_of_fields() {
    let mut text = r##"{"properties":{"a":{"$ref":"#/definitions/d0"}},"definitions":{"##.to_owned();
    for level in 0..30 {
        let next = format!(r##"{{"$ref":"#/definitions/d{}"}}"##, level + 1);
        let _ = write!(text, r#""d{level}":{{"properties":{{"a":{next},"b":{next}}},"allOf":[{{"properties":{{"x":{{}}}}}}]}},"#);
    }
    text.push_str(r#""d30":{"type":"string"}}}"#);
    let source = Source::new("many.json", text);
    let limits = Limits { fields: 5_000, ..Limits::DEFAULT };
    let reading = read(&source, &Alone, None, &limits);
    assert!(reading.problems.iter().any(|problem| problem.code == "too-many-fields"), "{:?}", reading.problems);
    assert!(reading.forms[0].fields.len() <= 5_000);
}

#[test]
fn a_file_that_is_no_form_is_skipped_and_a_broken_one_is_told() {
    let skipped = |name: &str, text: &str| {
        let source = Source::new(name, text);
        let reading = read(&source, &Alone as &dyn Beside, None, &Limits::DEFAULT);
        assert!(reading.forms.is_empty());
        (reading.skipped.is_some(), reading.errors().count() > 0)
    };
    assert_eq!(skipped("package.json", r#"{"name": "x", "version": "1", "dependencies": {"a": "1"}}"#), (true, false));
    assert_eq!(skipped("fi.json", r#"{"applicant.name": "Nimi"}"#), (true, false));
    assert_eq!(skipped("empty.json", " \n"), (true, false));
    assert_eq!(skipped("tsconfig.json", "{ // words\n \"compilerOptions\": {} }"), (true, false));
    assert_eq!(skipped("forms.tar.gz", "\u{1f}"), (false, true));
    assert_eq!(skipped("list.yaml", "- a\n- b\n"), (true, false));
    assert_eq!(skipped("ValueSet-x.xml", "<ValueSet xmlns=\"http://hl7.org/fhir\"><id value=\"x\"/></ValueSet>"), (true, false));
    assert_eq!(skipped("words.yml", "es:\n  Name: Nombre\n"), (true, false));
    assert_eq!(skipped("pom.xml", "<project><name>x</name></project>"), (true, false));
    let response = r#"{"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}"#;
    assert_eq!(skipped("responses.json", response), (true, false));
    assert_eq!(skipped("cut.xml", "<Questionnaire xmlns=\"http://hl7.org/fhir\"><item><linkId val"), (false, true));
    assert_eq!(skipped("cut.json", r#"{"a": {"properties""#), (false, true));
    let text = r#"{"properties": {"a": {"type": "string"}, "b": {"ty"#;
    let source = Source::new("cut.json", text);
    let reading = read(&source, &Alone, None, &Limits::DEFAULT);
    assert_eq!((reading.forms[0].fields.len(), reading.errors().count()), (2, 1));
}

/// Whoever insists on a format is heard, whatever the file is called; what is in another format is told, and never nothing.
#[test]
fn every_format_can_be_insisted_on() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read");
    let binary = ["pdf", "xlsform", "redcap", "csv", "sql"];
    for reader in READERS {
        let folder = if reader.name() == "mayask" { "notation" } else { reader.name() };
        let mut tried = 0;
        for path in files(&fixtures.join(folder)).into_iter().filter(|path| path.is_file() && path.extension().unwrap() != "snap") {
            let named = source(&path);
            let known = read(&named, &Alone, Some(reader.name()), &Limits::DEFAULT);
            if known.forms.iter().all(|form| form.fields.is_empty()) {
                continue;
            }
            let nameless =
                if named.bytes().is_empty() { Source::new("given", named.text()) } else { Source::binary("given", named.bytes().to_vec()) };
            let fields = |reading: &Reading<'_>| reading.forms.iter().map(|form| form.fields.len()).sum::<usize>();
            let insisted = read(&nameless, &Alone, Some(reader.name()), &Limits::DEFAULT);
            assert_eq!(fields(&insisted), fields(&known), "{} {}", reader.name(), path.display());
            tried += 1;
        }
        assert!(tried > 0 || binary.contains(&reader.name()), "{} has no fixture", reader.name());
        for text in ["", "{}", "[]", "a: b", "<a/>", "\u{0}"] {
            let other = Source::new("other", text);
            let reading = read(&other, &Alone, Some(reader.name()), &Limits::DEFAULT);
            let told = reading.skipped.is_some() || reading.errors().next().is_some();
            assert!(told || reading.forms.iter().any(|form| !form.fields.is_empty()), "{} says nothing of {text:?}", reader.name());
        }
    }
    let other = Source::new("a", "{}");
    let reading = read(&other, &Alone, Some("json-shema"), &Limits::DEFAULT);
    assert_eq!(reading.problems[0].help.as_deref(), Some("did you mean `json-schema`?"));
}
