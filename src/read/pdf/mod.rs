//! Reads the forms of PDF files: the fields of the AcroForm, the captions of XFA, and the text of the pages.
//!
//! A place is a page and the number of the widget there; a pointer is the field's full name, step by step. A field without a label
//! of its own takes the text nearest to its widget; the other text of a page is notices. Nothing in a PDF says what makes a question
//! show, so where there are scripts, that is not said; and where no field of a form is marked as required, that says nothing either.

mod build;
mod facts;
mod near;
mod page;
mod tree;
mod xfa;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, LoadOptions, Object};

use self::build::Build;
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Form, Text};
use crate::source::Problem;

/// The reader of PDF forms.
pub(super) struct Pdf;

/// The largest stream of objects that is unpacked, in bytes: as objects it takes up a hundred times as much.
const OBJECTS: usize = 8 << 20;

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn title(&self) -> &'static str {
        "PDF forms (AcroForm and XFA)"
    }

    fn about(&self) -> &'static str {
        "a file that begins with `%PDF-`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["/AcroForm"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let bytes = document.source().bytes();
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        match memchr::memmem::find(head, b"%PDF-") {
            Some(_) => Likeness::Certain,
            None => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let bytes = document.source().bytes();
        let options = LoadOptions { max_decompressed_size: Some(reading.limits.unpacked.min(OBJECTS)), ..LoadOptions::default() };
        // The parser is not ours: whatever it meets, the other files of the run are still checked.
        let loaded = catch_unwind(AssertUnwindSafe(|| lopdf::Document::load_mem_with_options(bytes, options)));
        let problem = |code, message: String| Problem::error(code, document.whole(), message);
        match loaded {
            Ok(Ok(pdf)) if pdf.is_encrypted() => reading.tell(problem("encrypted", "the PDF wants a password; it was not read".into())),
            Ok(Ok(pdf)) => {
                if catch_unwind(AssertUnwindSafe(|| whole(&pdf, document, reading))).is_err() {
                    reading.tell(problem("broken-pdf", "the PDF is too damaged to be read to its end".into()));
                }
            }
            Ok(Err(error)) if is_locked(&error) => {
                reading.tell(problem("encrypted", "the PDF wants a password; it was not read".into()));
            }
            Ok(Err(error)) => reading.tell(problem("broken-pdf", format!("the PDF is damaged and could not be read: {error}"))),
            Err(_) => reading.tell(problem("broken-pdf", "the PDF is too damaged to be read".into())),
        }
    }
}

fn is_locked(error: &lopdf::Error) -> bool {
    matches!(error, lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) | lopdf::Error::UnsupportedSecurityHandler(_))
}

fn whole<'s>(pdf: &lopdf::Document, document: &Document<'s>, reading: &mut Reading<'s>) {
    let Ok(catalog) = pdf.catalog() else {
        return reading.tell(Problem::error("broken-pdf", document.whole(), "the PDF is damaged: its catalog is missing"));
    };
    let mut form = Form { format: "pdf", place: document.whole(), ..Form::default() };
    form.languages.extend(tree::string(pdf, catalog, b"Lang").filter(|tag| !tag.is_empty()).map(Into::into));
    let info = tree::value(pdf, &pdf.trailer, b"Info").and_then(|info| info.as_dict().ok());
    let title = info.and_then(|info| tree::string(pdf, info, b"Title")).filter(|title| !title.is_empty());
    form.title = title.map(|title| Text::new(title, document.whole()));
    let acro = tree::value(pdf, catalog, b"AcroForm").and_then(|acro| acro.as_dict().ok());
    let mut build = Build::new(pdf, document, form, reading);
    if let Some(acro) = acro {
        build.acro(acro);
    }
    build.lost_widgets();
    let form = build.finish();
    if form.fields.is_empty() {
        return without_fields(pdf, document, &form, reading);
    }
    reading.forms.push(form);
}

/// A PDF without fields: a scan or a form on paper is told, any other text is no form.
fn without_fields<'s>(pdf: &lopdf::Document, document: &Document<'s>, form: &Form<'s>, reading: &mut Reading<'s>) {
    let blank = |text: &str| text.contains("____") || text.contains("....") || text.contains('☐') || text.contains('□');
    let blanks = form.notices.iter().filter(|notice| blank(&notice.text.value)).count();
    let image = |dict: &Dictionary| dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image");
    let images = pdf.objects.values().any(|object| object.as_stream().is_ok_and(|stream| image(&stream.dict)));
    let error = |message: &str| Problem::error("no-fields", document.whole(), message);
    match form.notices.is_empty() {
        true if images => {
            reading.tell(error("the PDF holds pictures only, as a scan does: it has no fields and no text, and was not checked"))
        }
        false if blanks >= 3 => reading.tell(error("the PDF has blanks to fill in by hand and no fields; its questions were not checked")),
        _ => reading.skipped = Some("the PDF has no form fields".to_owned()),
    }
}
