//! Files that mean harm, made anew for each test: each ends in a clear message, within a bound of memory, and beside it the others are
//! still checked.
#![cfg(target_os = "linux")]

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

/// The address space of a run, in KiB.
const MEMORY: u64 = 1 << 20;

/// A form that stands beside each.
const GOOD: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "properties": { "name": { "type": "string" } } }"#;

/// A name, its bytes, and the code of the problem that is told of it.
type Made = (&'static str, fn() -> Vec<u8>, &'static str);

const FILES: &[Made] = &[
    ("deep.json", || nested(r#"{"properties":{"a":"#, 100_000, r#"{"type":"string"}"#, "}}"), "too-deep"),
    ("deep-lists.json", || nested("[", 1_000_000, "", "]"), "too-deep"),
    ("deep-items.json", || nested(r#"{"resourceType":"Questionnaire","item":["#, 5_000, "", "]}"), "too-deep"),
    ("deep.yaml", || nested("[", 1_000_000, "", "]"), "too-deep"),
    ("deep.xsd", || [SCHEMA.as_bytes(), &nested("<element>", 500_000, "", "</element>"), b"</schema>"].concat(), "too-deep"),
    ("deep.html", || nested("<div>", 20_000, "<input name=a>", "</div>"), "too-deep"),
    ("deep.sql", || text("CREATE TABLE t (a int CHECK (a = 1 {}));", " AND a = 1", 2_000), "too-deep"),
    ("deep-brackets.sql", || text("CREATE TABLE t (a int CHECK ({}", "(", 3_000), "broken-sql"),
    ("aliases.yaml", aliases, "too-much-expansion"),
    ("alias-in-itself.yaml", || b"openapi: 3.0.0\npaths: &a\n  /a: *a\n".to_vec(), "recursive-alias"),
    (
        "cycle.json",
        || {
            br##"{"properties":{"a":{"$ref":"#/definitions/x"}},"definitions":{"x":{"$ref":"#/definitions/y"},"y":{"$ref":"#/definitions/x"}}}"##.to_vec()
        },
        "reference-cycle",
    ),
    ("references.json", references, "too-much-expansion"),
    ("empty-references.json", empty_references, "too-much-expansion"),
    ("types.xsd", types, "too-much-work"),
    ("bomb.xlsx", || workbook(300 << 20), "too-large-unpacked"),
    ("lying.xlsx", lying, "broken-workbook"),
    ("cut.xlsx", || workbook(10).into_iter().take(200).collect(), "broken-workbook"),
    ("string.json", || text(r#"{"properties":{"a":{"title":"{}"}}}"#, "x", 100 << 20), "too-large"),
    ("label.json", || text(r#"{"properties":{"a":{"title":"{}"}}}"#, "the school of a citizen, her city or dog ", 8_000), ""),
    ("name.json", || text(r#"{"properties":{"{}":{"type":"string"}}}"#, "race_city_", 8_000), ""),
    ("topic.json", || text(r#"{"properties":{"a":{"title":"{}: race"}}}"#, "race city ", 8_000), ""),
    ("elements.html", || text("<form>{}</form>", "<i>", 30_000), "too-many-values"),
    ("elements.xsd", || text(r#"<schema xmlns="http://www.w3.org/2001/XMLSchema">{}</schema>"#, "<a/>", 30_000), "too-many-values"),
    ("words.sql", || text("CREATE TABLE t ({});", "a\n", 30_000), "too-many-values"),
    ("values.json", || text("{\"properties\":{\"a\":{\"enum\":[{}0]}}}", "0,", 30_000), "too-many-values"),
    ("nul.json", || [GOOD.as_bytes(), b"\0\0"].concat(), "nul-byte"),
    ("utf-16.json", || wide(true, GOOD), ""),
    ("utf-16-without-mark.json", || wide(false, GOOD), ""),
    ("entities.xml", entities, "document-type"),
    ("table-cut.pdf", || pdf(|text| text.split_inclusive("xref\n").next().unwrap_or_default().to_owned()), ""),
    ("table-wrong.pdf", || pdf(|text| text.replace("0000000", "9999999")), ""),
    ("cut.pdf", || pdf(|text| text[..60].to_owned()), "broken-pdf"),
    ("attributes.html", || text("<form><input name=a {}></form>", "a ", 15_000), ""),
    ("columns.csv", || text("name,{}z\n", "a,", 20_000), "too-many-fields"),
];

const SCHEMA: &str = r#"<schema xmlns="http://www.w3.org/2001/XMLSchema">"#;

fn nested(open: &str, depth: usize, inside: &str, close: &str) -> Vec<u8> {
    [open.repeat(depth).as_bytes(), inside.as_bytes(), close.repeat(depth).as_bytes()].concat()
}

/// A frame with `{}` in it, where a part is put so many times.
fn text(frame: &str, part: &str, times: usize) -> Vec<u8> {
    let (before, after) = frame.split_once("{}").unwrap();
    [before.as_bytes(), part.repeat(times).as_bytes(), after.as_bytes()].concat()
}

fn aliases() -> Vec<u8> {
    let mut text = "openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        text += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", "));
    }
    text.into_bytes()
}

/// Definitions that each hold the next one twice, down to a leaf or to nothing.
fn doubled(leaf: &str, depth: usize, hold: impl Fn(&str) -> String) -> Vec<u8> {
    let mut text = format!(r##"{{"properties":{{"a":{{"$ref":"#/definitions/d0"}}}},"definitions":{{"d{depth}":{leaf}"##);
    for level in 0..depth {
        text += &format!(r#","d{level}":{}"#, hold(&format!(r##"{{"$ref":"#/definitions/d{}"}}"##, level + 1)));
    }
    (text + "}}").into_bytes()
}

fn references() -> Vec<u8> {
    doubled(r#"{"type":"string"}"#, 40, |next| format!(r#"{{"properties":{{"a":{next},"b":{next}}}}}"#))
}

fn empty_references() -> Vec<u8> {
    doubled(r#"{"properties":{"x":{"properties":{}}}}"#, 30, |next| format!(r#"{{"oneOf":[{{"allOf":[{next}]}},{{"allOf":[{next}]}}]}}"#))
}

/// Types without a single value that hold each other twice over.
fn types() -> Vec<u8> {
    let group = |level: usize| {
        let next = level + 1;
        format!(r#"<group name="g{level}"><sequence><group ref="g{next}"/><sequence><group ref="g{next}"/></sequence></sequence></group>"#)
    };
    let groups: String = (0..60).map(group).collect();
    let root = r#"<element name="a"><complexType><sequence><group ref="g0"/></sequence></complexType></element>"#;
    [SCHEMA, root, &groups, "</schema>"].concat().into_bytes()
}

fn workbook(size: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, size) in [("xl/workbook.xml", 10), ("xl/sharedStrings.xml", size)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        let block = vec![b' '; 1 << 20];
        (0..size).step_by(block.len()).for_each(|at| zip.write_all(&block[..block.len().min(size - at)]).unwrap());
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook whose directory says that all of its parts are small.
fn lying() -> Vec<u8> {
    let mut bytes = workbook(300 << 20);
    let heads: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, sign)| sign == b"PK\x01\x02").map(|(at, _)| at).collect();
    heads.into_iter().for_each(|at| bytes[at + 24..at + 28].copy_from_slice(&10_u32.to_le_bytes()));
    bytes
}

fn wide(marked: bool, text: &str) -> Vec<u8> {
    let mark = if marked { Some(0xFEFF) } else { None };
    mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn entities() -> Vec<u8> {
    let mut text = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">"#.to_owned();
    for level in 1..12 {
        text += &format!(r#"<!ENTITY a{level} "{}">"#, format!("&a{};", level - 1).repeat(10));
    }
    (text + r#"]><html xmlns="http://www.w3.org/2002/xforms"><head/><body><input ref="/a"><label>&a11;</label></input></body></html>"#)
        .into_bytes()
}

fn pdf(change: fn(&str) -> String) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read/pdf/dog_permit.pdf");
    change(&String::from_utf8(std::fs::read(path).unwrap()).unwrap()).into_bytes()
}

/// The program over a folder, within the bound of memory.
fn run(folder: &Path) -> Output {
    let script = format!("ulimit -v {MEMORY} && exec timeout 120 \"$@\"");
    let program = env!("CARGO_BIN_EXE_mayask");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, "sh", program, "check", "--jobs", "1", "--as-of", "2026-11-22"]);
    shell
        .args([
            "--jurisdiction",
            "us/ct/hartford",
            "--limit",
            "values=20K",
            "--limit",
            "fields=10K",
            "--limit",
            "expansion=20K",
            "--format",
            "json",
        ])
        .arg(folder)
        .output()
        .unwrap()
}

/// Holds one file: what is told of it, and that the form beside it is checked.
fn check((name, made, code): &Made) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), made()).unwrap();
    std::fs::write(folder.path().join("z.json"), GOOD).unwrap();
    let output = run(folder.path());
    let told: Value =
        serde_json::from_slice(&output.stdout).map_err(|_| format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)))?;
    let forms = told["forms"].as_array().unwrap();
    let of = |name: &str| forms.iter().find(|form| form["path"].as_str().is_some_and(|path| path.ends_with(name)));
    let good = of("z.json").ok_or("the form beside it is not there")?;
    if good["fields"]["found"] != 1 {
        return Err(format!("the form beside it was not read: {good}"));
    }
    let codes = problems(&told, name);
    match *code {
        "" => of(name).map(|_| ()).ok_or(format!("it was not read: {codes:?}")),
        code if !codes.iter().any(|own| own == code) => Err(format!("{codes:?} is told")),
        _ if output.status.code() != Some(2) => Err(format!("the exit status is {}", output.status)),
        _ => Ok(()),
    }
}

/// The codes of the problems of a file, wherever the report has them.
fn problems(told: &Value, name: &str) -> Vec<String> {
    let mut codes = Vec::new();
    let mut open = vec![told];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                let here = map.get("place").and_then(|place| place["file"].as_str()).is_some_and(|file| file.ends_with(name));
                codes.extend(map.get("code").filter(|_| here).and_then(Value::as_str).map(str::to_owned));
                open.extend(map.values());
            }
            _ => {}
        }
    }
    codes
}

#[test]
fn files_that_mean_harm_end_in_a_message() {
    let faults: Vec<_> = FILES.iter().filter_map(|made| Some(format!("{}: {}", made.0, check(made).err()?))).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
