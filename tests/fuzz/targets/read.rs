//! Reads what the fuzzer makes up, as the file that `READ_AS` names: `form.pdf`, or `form.json:fhir` to insist on a format.
//!
//! A file `form.xlsx` that is no archive is taken for the parts of one, each after a line with `=== ` and its name, and packed first: a
//! fuzzer does not find checksums. A panic of a parser that a reader catches is no crash; it is told once for each place in its source.

#![no_main]

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::sync::{LazyLock, Mutex};

use libfuzzer_sys::fuzz_target;
use mayask::read::{Alone, read};
use mayask::source::{Limits, Source};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The name of the file, and the format.
static AS: LazyLock<(String, Option<String>)> = LazyLock::new(|| {
    let read_as = std::env::var("READ_AS").expect("READ_AS names the file, as `form.json` or `form.json:fhir`");
    std::panic::set_hook(Box::new(|panic| {
        static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if SEEN.lock().is_ok_and(|mut seen| seen.insert(place)) {
            eprintln!("panic: {panic}");
        }
    }));
    match read_as.split_once(':') {
        Some((name, format)) => (name.to_owned(), Some(format.to_owned())),
        None => (read_as, None),
    }
});

fuzz_target!(|data: &[u8]| {
    let (name, format) = &*AS;
    let packed = name.ends_with(".xlsx") && data.starts_with(b"=== ");
    let bytes = if packed { pack(data) } else { data.to_vec() };
    let (source, _) = Source::of_bytes(name.as_str(), bytes);
    let _ = read(&source, &Alone, format.as_deref(), &Limits::DEFAULT);
});

/// The parts of a workbook as an archive, without compression.
fn pack(data: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(data);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in text.split("=== ") {
        let (name, body) = part.split_once('\n').unwrap_or((part, ""));
        if zip.start_file(name, stored).is_ok() {
            let _ = zip.write_all(body.as_bytes());
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
