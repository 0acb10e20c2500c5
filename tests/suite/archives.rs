//! Archives are folders, hostile ones too: each is made here, and the program is run on it.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use zip::write::{SimpleFileOptions, ZipWriter};

const ASK: &str = "<html lang=\"en\"><title>Asks</title><form><label>Are you a U.S. citizen? <input name=\"c\"></label></form></html>";
const PLAIN: &str = "<html lang=\"en\"><title>Plain</title><form><label>Telephone number <input name=\"p\"></label></form></html>";
const SCHEMA: &str = r#"{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"w":{"type":"string","title":"worker.country.title"}}}"#;
const CONFIG: &str = "forms:\n  - match: \"**\"\n    jurisdiction: us/ct/hartford\n    run by: [police]\n    kinds: [incident report]\n";

/// An archive of some files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The same archive with some bytes changed after each sign of four bytes.
fn changed(mut archive: Vec<u8>, sign: &[u8; 4], offset: usize, bytes: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..archive.len() - 4).filter(|at| archive[*at..*at + 4] == *sign).collect();
    for at in places {
        archive[at + offset..at + offset + bytes.len()].copy_from_slice(bytes);
    }
    archive
}

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";

fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = desk.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let plain = PLAIN.as_bytes();
    let one = zipped(&[("plain.html", plain)]);
    write("mayask.yaml", CONFIG.as_bytes());
    write("translation.json", br#"{"worker.country.title": {"en": "Words from outside"}}"#);
    write("forms/two.zip", &zipped(&[("a/ask.html", ASK.as_bytes()), ("b/plain.html", plain), ("__MACOSX/x", b"x"), (".x/y.html", plain)]));
    write("forms/workbook.xlsx", &zipped(&[("notes.txt", b"no workbook")]));
    write(
        "texts.zip",
        &zipped(&[
            ("t/form.json", SCHEMA.as_bytes()),
            ("t/translation.json", br#"{"worker.country.title": {"en": "In which town do you work?"}}"#),
        ]),
    );
    write("outside.zip", &zipped(&[("form.json", SCHEMA.as_bytes())]));
    let own = "forms:\n  - match: \"*.html\"\n    kinds: [library card application]\n    run by: [city library]\n    jurisdiction: us/ct/hartford\n";
    write("own.zip", &zipped(&[("mayask.yaml", own.as_bytes()), ("plain.html", plain)]));
    let beside = "forms:\n  - match: \"*.json\"\n    jurisdiction: us/ct/hartford\n    beside: texts\n";
    let texts = br#"{"worker.country.title": {"en": "In which town do you work?"}}"#;
    write("beside.zip", &zipped(&[("mayask.yaml", beside.as_bytes()), ("form.json", SCHEMA.as_bytes()), ("texts/all.json", texts)]));
    let second = zipped(&[("second.zip", &one), ("beside.html", plain)]);
    write("nested.zip", &second);
    write("deep.zip", &zipped(&[("a.zip", &zipped(&[("b.zip", &second)])), ("plain.html", plain)]));
    write("climbs.zip", &zipped(&[("../ask.html", ASK.as_bytes()), ("plain.html", plain)]));
    write("locked.zip", &changed(changed(zipped(&[("plain.html", plain)]), LOCAL, 6, &[1]), CENTRAL, 8, &[1]));
    write("bomb.zip", &changed(one.clone(), CENTRAL, 24, &0x7fff_ffff_u32.to_le_bytes()));
    let zeros = zipped(&[("zeros.html", &vec![b' '; 1 << 20])]);
    write("liar.zip", &changed(changed(zeros, CENTRAL, 24, &10_u32.to_le_bytes()), LOCAL, 22, &10_u32.to_le_bytes()));
    write("many.zip", &changed(changed(one.clone(), END, 8, &[0xff, 0xff]), END, 10, &[0xff, 0xff]));
    write("cut.zip", &one[..one.len() - 30]);
    write("bad-bytes.zip", &changed(one, LOCAL, 42, &[0, 0, 0, 0]));
    write("empty.zip", &zipped(&[]));
    desk
}

/// A command, its status, and what it says and does not say.
type Case = (&'static str, i32, &'static [&'static str], &'static [&'static str]);

static CASES: &[Case] = &[
    ("check forms", 1, &["forms/two.zip/a/ask.html", "2 forms"], &["__MACOSX", "two.zip/.x"]),
    ("check forms/two.zip", 1, &["forms/two.zip/a/ask.html:1:", "2 forms"], &[]),
    ("check forms/two.zip/b", 0, &["1 form"], &[]),
    ("check forms/two.zip/b/plain.html", 0, &["1 form"], &[]),
    ("check forms/two.zip/c", 2, &["no such file in the archive"], &[]),
    ("show texts.zip", 0, &["In which town do you work?"], &["unresolved"]),
    ("show texts.zip/t/form.json", 0, &["In which town do you work?"], &[]),
    ("show outside.zip", 0, &["worker.country.title"], &["Words from outside"]),
    ("show own.zip", 0, &["library card application", "own.zip/mayask.yaml"], &["incident report"]),
    ("show beside.zip/form.json", 0, &["In which town do you work?"], &["no file or folder"]),
    ("recognize forms/two.zip", 0, &["citizenship (certain)"], &[]),
    ("explain forms/two.zip/a/ask.html#c", 0, &["citizenship"], &[]),
    ("check nested.zip", 0, &["2 forms"], &[]),
    ("show nested.zip/second.zip/plain.html", 0, &["Telephone number"], &[]),
    ("check deep.zip", 2, &["deep.zip/a.zip/b.zip/second.zip", "deeper than 3", "2 forms"], &[]),
    ("check climbs.zip", 2, &["`../ask.html` leads out of the archive", "1 form"], &["citizenship"]),
    ("check locked.zip", 2, &["locked.zip/plain.html", "encrypted"], &[]),
    ("check bomb.zip forms/two.zip/b", 2, &["more than 256 MiB", "1 form"], &[]),
    ("check liar.zip forms/two.zip/b", 2, &["larger than its declared", "1 form"], &[]),
    ("check many.zip forms/two.zip/b", 2, &["more than 65534 files", "1 form"], &[]),
    ("check cut.zip forms/two.zip/b", 2, &["the archive is broken", "1 form"], &[]),
    ("check bad-bytes.zip", 2, &["bad-bytes.zip/plain.html", "cannot be unpacked"], &[]),
    ("check empty.zip", 2, &["no form was found"], &[]),
];

#[test]
fn archives_are_folders() {
    let desk = desk();
    let mut wrong = Vec::new();
    for (words, status, says, says_not) in CASES {
        let (output, said) = run(desk.path(), words);
        let lacks: Vec<_> = says.iter().filter(|words| !said.contains(**words)).collect();
        let too_much: Vec<_> = says_not.iter().filter(|words| said.contains(**words)).collect();
        if output != Some(*status) || !lacks.is_empty() || !too_much.is_empty() {
            wrong.push(format!("{words}\n  ended with {output:?}, not {status}; lacks {lacks:?}, says {too_much:?}:\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn run(folder: &Path, words: &str) -> (Option<i32>, String) {
    let day: &[&str] = if words.starts_with("recognize") { &[] } else { &["--as-of", "2026-01-01"] };
    let output = Command::new(env!("CARGO_BIN_EXE_mayask")).current_dir(folder).args(words.split(' ')).args(day).output().unwrap();
    (output.status.code(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}
