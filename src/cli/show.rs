//! `mayask show`: how a form was read, and what was thought of it.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::opened::{Opened, meant, split};
use super::words::{self, Piece, answer, called, concept_lines, confidence, form_id, part, place, required, short, sign, told, veto_lines};
use super::{Circumstances, Command, LibraryArgs, LimitArgs, Status, parsed};
use crate::context::Origin;
use crate::form::{Asked, Choice, Field, Form, Text, Told};
use crate::read::Reading;
use crate::recognize::{About, Recognized, Seen, Understanding};
use crate::source::{Gravity, Problem, Source};
use crate::vocabulary::Vocabulary;

/// Shows how a form was read.
pub(super) struct Show;

/// Shows how a form was read: questions, texts, what could not be followed, and what was recognized and why
#[derive(Debug, Args)]
struct Arguments {
    /// Forms: a path, or path#part where a file holds several; - is standard input
    #[arg(required = true, value_name = "FORM")]
    forms: Vec<String>,
    /// The format of the output
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Shape,
    /// Insists on a format of the forms
    #[arg(long, value_name = "FMT", value_parser = super::check::readers())]
    format_in: Option<String>,
    #[command(flatten)]
    circumstances: Circumstances,
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// How the output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people
    Text,
    /// One JSON object
    Json,
}

impl Command for Show {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("show"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let opened = Opened::new(&arguments.circumstances, &arguments.library, arguments.limits.limits())?;
        let mut status = opened.status;
        let (mut text, mut forms) = (String::new(), Vec::new());
        for reference in &arguments.forms {
            let (path, rest) = split(reference);
            let (files, broken) = opened.files(&path);
            let mut found = Vec::new();
            for path in files {
                found.extend(show(&opened, &arguments, &path, rest, &mut text, &mut forms)?);
            }
            let told = found.into_iter().max().unwrap_or(Status::NotChecked);
            status = status.max(told).max(if broken { Status::NotChecked } else { Status::Clean });
        }
        let mut out = io::stdout().lock();
        match arguments.format {
            Shape::Text => out.write_all(text.as_bytes())?,
            Shape::Json => writeln!(out, "{}", serde_json::to_string_pretty(&json!({ "schema": 1, "forms": forms }))?)?,
        }
        Ok(status)
    }
}

/// Shows what a file holds; none where it is no form.
fn show(
    opened: &Opened,
    arguments: &Arguments,
    path: &Path,
    rest: Option<&str>,
    text: &mut String,
    forms: &mut Vec<Value>,
) -> Result<Option<Status>> {
    let sheets = opened.sheets(path)?;
    let reading = sheets.read(arguments.format_in.as_deref());
    let court = opened.court();
    let mut broken = reading.forms.is_empty();
    for problem in reading.problems.iter().filter(|_| broken) {
        super::say(&words::problem(&reading.sources, problem));
    }
    if broken {
        super::say(&format!("{}: {}", path.display(), reading.skipped.as_deref().unwrap_or("no form could be read")));
    }
    let name = reading.sources.first().map(|source| source.name().to_owned()).unwrap_or_default();
    for form in meant(&reading, rest).or_else(|error| if broken { Ok(Vec::new()) } else { Err(error) })? {
        let hearing = opened.hearing(&court, path, form);
        let config = opened.configs.of(path);
        let mut problems: Vec<Spoken<'_>> = reading.problems.iter().map(|problem| (reading.sources.as_slice(), problem)).collect();
        let config_source = config.map(|config| vec![&config.source]).unwrap_or_default();
        problems.extend(config.into_iter().flat_map(|config| &config.problems).map(|problem| (config_source.as_slice(), problem)));
        problems.extend(hearing.problems.iter().filter(|problem| problem.place.span().is_some()).map(|problem| {
            let own = form.stated.iter().any(|stated| stated.value.place == problem.place);
            (if own || config_source.is_empty() { reading.sources.as_slice() } else { config_source.as_slice() }, problem)
        }));
        broken |= problems.iter().any(|(_, problem)| problem.gravity == Gravity::Error);
        let seen = opened.library.recognizer().recognize(form);
        let view = View {
            id: form_id(&name, form),
            reading: &reading,
            form,
            seen: &seen,
            vocabulary: opened.library.vocabulary(),
            context: words::pieces(hearing.context, opened.library.vocabulary()),
            config: config.map(|config| &config.source),
            problems,
        };
        match arguments.format {
            Shape::Text => view.text(text),
            Shape::Json => forms.push(view.json()),
        }
    }
    Ok(reading.skipped.is_none().then_some(if broken { Status::NotChecked } else { Status::Clean }))
}

/// A problem with the sources that its place counts in.
type Spoken<'v> = (&'v [&'v Source], &'v Problem);

/// A form with all that is shown of it.
struct View<'v> {
    id: String,
    reading: &'v Reading<'v>,
    form: &'v Form<'v>,
    seen: &'v Recognized,
    vocabulary: &'v Vocabulary,
    context: Vec<Piece>,
    config: Option<&'v Source>,
    problems: Vec<Spoken<'v>>,
}

/// What stands on a form, in the order a person meets it.
enum Item<'v> {
    Section(usize),
    Notice(usize),
    Field(usize, &'v Field<'v>, &'v Seen),
}

impl<'v> View<'v> {
    fn items(&self) -> Vec<Item<'v>> {
        let form = self.form;
        let sections = form.sections.iter().enumerate().map(|(number, section)| (section.order, Item::Section(number)));
        let notices = form.notices.iter().enumerate().map(|(number, notice)| (notice.order, Item::Notice(number)));
        let fields = form
            .fields
            .iter()
            .zip(&self.seen.fields)
            .enumerate()
            .map(|(number, (field, seen))| (field.order, Item::Field(number, field, seen)));
        let mut items: Vec<(u32, Item<'v>)> = sections.chain(notices).chain(fields).collect();
        items.sort_by_key(|(order, _)| *order);
        items.into_iter().map(|(_, item)| item).collect()
    }

    fn place(&self, at: crate::source::Place) -> String {
        place(&self.reading.sources, at)
    }

    fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Flag => "flag".to_owned(),
            Origin::Form(at) => self.place(*at),
            Origin::File(at) => self.config.map_or_else(|| "mayask.yaml".to_owned(), |config| place(&[config], *at)),
            Origin::Implied(by) => format!("implied by {by}"),
        }
    }

    fn text(&self, out: &mut String) {
        let form = self.form;
        let title = form.title.as_ref().map_or("(no title)", |title| title.value.as_ref());
        line(out, 0, &format!("{}: {}", self.id, short(title)));
        line(out, 1, &format!("format: {}", form.format));
        if let Some(name) = &form.name {
            line(out, 1, &format!("name: {}", name.value));
        }
        line(out, 1, &format!("languages: {}", or(&form.languages.join(", "), "not said")));
        line(out, 1, if self.context.is_empty() { "context: nothing is said" } else { "context:" });
        for piece in &self.context {
            line(out, 2, &format!("{}: {} ({})", piece.key, piece.value, self.origin(&piece.origin)));
        }
        for item in self.items() {
            match item {
                Item::Section(number) => self.section_text(number, out),
                Item::Notice(number) => self.notice_text(number, out),
                Item::Field(number, field, seen) => self.field_text(number, field, seen, out),
            }
        }
        for missing in form.unresolved.iter().filter(|missing| missing.field.is_none()) {
            line(
                out,
                1,
                &format!(
                    "unresolved {}: `{}`: {} ({})",
                    part(missing.part),
                    missing.reference.value,
                    missing.why,
                    self.place(missing.reference.place)
                ),
            );
        }
        for (sources, problem) in &self.problems {
            line(out, 1, &words::problem(sources, problem));
        }
        out.push('\n');
    }

    fn section_text(&self, number: usize, out: &mut String) {
        let Some(section) = self.form.sections.get(number) else { return };
        let title = section.title.as_ref().or(section.name.as_ref()).map_or("(no heading)", |title| title.value.as_ref());
        let again = if section.repeated { ", filled in again for each" } else { "" };
        out.push('\n');
        line(out, 1, &format!("# {}{again} ({})", short(title), self.place(section.place)));
    }

    fn notice_text(&self, number: usize, out: &mut String) {
        let Some(notice) = self.form.notices.get(number) else { return };
        let text = &notice.text;
        line(out, 1, &format!("{} \"{}\" ({})", kind(notice.kind), short(&text.value), self.place(text.place)));
        let known = self.seen.notices.iter().find(|seen| seen.place == text.place);
        let ids = known.into_iter().flat_map(|seen| self.known_as(seen));
        ids.for_each(|id| line(out, 3, &format!("is {id}")));
    }

    /// The notices and consents of the vocabulary that a text is, with their elements.
    fn known_as(&self, seen: &crate::recognize::SeenNotice) -> Vec<String> {
        let with = |id: &str, elements: &[String]| match elements.is_empty() {
            true => id.to_owned(),
            false => format!("{id}, with {}", elements.join(", ")),
        };
        let notices = seen.notices.iter().map(|found| with(self.vocabulary.notices.name(found.id), &found.elements));
        notices.chain(seen.consents.iter().map(|found| with(self.vocabulary.consents.name(found.id), &found.elements))).collect()
    }

    fn field_text(&self, number: usize, field: &Field<'_>, seen: &Seen, out: &mut String) {
        line(out, 1, &format!("{}. {}", number + 1, called(field)));
        let name = field.name.as_ref().map_or("no name", |name| name.value.as_ref());
        line(out, 3, &format!("{name}; {}; {}", or(&self.form.trails.pointer(field.trail), "no pointer"), self.place(field.place)));
        line(out, 3, &facts(field));
        field.help.iter().for_each(|help| line(out, 3, &format!("help: {}", short(&help.value))));
        for (of, text) in &field.translations {
            line(out, 3, &format!("{} in {}: {}", part(*of), text.language.as_deref().unwrap_or("another language"), short(&text.value)));
        }
        if !field.choices.is_empty() {
            line(out, 3, &format!("choices: {}", field.choices.iter().map(choice).collect::<Vec<_>>().join(" | ")));
        }
        for code in &field.codes {
            line(out, 3, &format!("code: {} {}", code.system, code.code));
        }
        self.missing(number).for_each(|words| line(out, 3, &words));
        self.seen_text(seen, out);
    }

    fn missing(&self, number: usize) -> impl Iterator<Item = String> {
        let of = self.form.unresolved.iter().filter(move |missing| missing.field.is_some_and(|field| field.0 as usize == number));
        of.map(|missing| format!("unresolved {}: `{}`: {}", part(missing.part), missing.reference.value, missing.why))
    }

    fn seen_text(&self, seen: &Seen, out: &mut String) {
        let concepts = &self.vocabulary.concepts;
        for found in &seen.concepts {
            line(out, 3, &format!("about {} ({})", concepts.name(found.concept), confidence(found.confidence)));
            found.evidence.iter().for_each(|evidence| line(out, 5, &sign(evidence)));
        }
        for veto in &seen.vetoes {
            line(out, 3, &format!("not {}: {}; {}", concepts.name(veto.concept), sign(&veto.evidence), veto.by));
        }
        if let About::Subjects(subjects) = &seen.about {
            let names: Vec<&str> = subjects.iter().map(|subject| self.vocabulary.subjects.title(*subject)).collect();
            line(out, 3, &format!("the answer is about {}", names.join(", ")));
        }
        if seen.declinable || seen.said_optional {
            line(out, 3, "its own words leave a way not to answer");
        }
        match &seen.understanding {
            Understanding::NotUnderstood(why) => line(out, 3, &format!("not understood: {why}")),
            Understanding::Understood if seen.concepts.is_empty() => line(out, 3, "about nothing that the vocabulary knows"),
            Understanding::Understood => {}
        }
    }

    fn json(&self) -> Value {
        let form = self.form;
        let text = |text: &Option<Text<'_>>| text.as_ref().map(|text| text.value.to_string());
        let context = self.context.iter().map(|piece| {
            json!({ "key": piece.key, "value": piece.value, "from": words::origin(&piece.origin), "where": self.origin(&piece.origin) })
        });
        let unresolved = form.unresolved.iter().map(|missing| {
            json!({ "field": missing.field.map(|id| id.0), "part": part(missing.part), "reference": missing.reference.value, "why": missing.why, "place": self.at(missing.reference.place) })
        });
        let problems = self.problems.iter().map(|(sources, problem)| {
            json!({ "code": problem.code, "message": problem.message, "help": problem.help, "error": problem.gravity == Gravity::Error, "place": position(sources, problem.place) })
        });
        json!({
            "id": self.id,
            "title": text(&form.title),
            "name": text(&form.name),
            "format": form.format,
            "languages": form.languages,
            "context": context.collect::<Vec<_>>(),
            "items": self.items().iter().map(|item| self.item(item)).collect::<Vec<_>>(),
            "unresolved": unresolved.collect::<Vec<_>>(),
            "problems": problems.collect::<Vec<_>>(),
        })
    }

    fn at(&self, at: crate::source::Place) -> Value {
        position(&self.reading.sources, at)
    }

    fn item(&self, item: &Item<'_>) -> Value {
        match item {
            Item::Section(number) => self.form.sections.get(*number).map_or(Value::Null, |section| {
                let title = section.title.as_ref().map(|title| &title.value);
                json!({ "section": number, "title": title, "name": section.name.as_ref().map(|name| &name.value), "parent": section.parent.map(|id| id.0), "repeated": section.repeated, "place": self.at(section.place) })
            }),
            Item::Notice(number) => self.form.notices.get(*number).map_or(Value::Null, |notice| {
                let known = self.seen.notices.iter().filter(|seen| seen.place == notice.text.place).flat_map(|seen| self.known_as(seen));
                json!({ "notice": notice.text.value, "kind": kind(notice.kind), "section": notice.section.map(|id| id.0), "is": known.collect::<Vec<_>>(), "place": self.at(notice.text.place) })
            }),
            Item::Field(number, field, seen) => self.field(*number, field, seen),
        }
    }

    fn field(&self, number: usize, field: &Field<'_>, seen: &Seen) -> Value {
        let text = |text: &Option<Text<'_>>| text.as_ref().map(|text| text.value.to_string());
        let not_asked = match &field.asked {
            Asked::No(why) => Some(why.as_ref()),
            Asked::Yes => field.printed.then_some("printed, not asked"),
        };
        let choices = field.choices.iter().map(|choice| {
            let code = choice.code.as_ref().map(|code| json!({ "system": code.system, "code": code.code }));
            json!({ "value": text(&choice.value), "label": text(&choice.label), "code": code })
        });
        let translations =
            field.translations.iter().map(|(of, text)| json!({ "part": part(*of), "language": text.language, "text": text.value }));
        json!({
            "field": number,
            "name": text(&field.name),
            "label": text(&field.label),
            "help": field.help.iter().map(|help| &help.value).collect::<Vec<_>>(),
            "translations": translations.collect::<Vec<_>>(),
            "answer": answer(field.answer),
            "choices": choices.collect::<Vec<_>>(),
            "codes": field.codes.iter().map(|code| json!({ "system": code.system, "code": code.code })).collect::<Vec<_>>(),
            "required": required(field.required),
            "conditional": told(field.conditional),
            "opt_out": told(field.opt_out),
            "not_asked": not_asked,
            "repeated": field.repeated,
            "part_of": field.part_of,
            "section": field.section.map(|id| id.0),
            "pointer": self.form.trails.pointer(field.trail),
            "place": self.at(field.place),
            "seen": self.seen_json(seen),
        })
    }

    fn seen_json(&self, seen: &Seen) -> Value {
        let about = match &seen.about {
            About::Respondent => Vec::new(),
            About::Subjects(subjects) => subjects.iter().map(|subject| self.vocabulary.subjects.name(*subject)).collect(),
        };
        json!({
            "concepts": concept_lines(&seen.concepts, self.vocabulary),
            "vetoes": veto_lines(&seen.vetoes, self.vocabulary),
            "about": about,
            "declinable": seen.declinable,
            "said_optional": seen.said_optional,
            "not_understood": seen.understanding.lack(),
        })
    }
}

fn position(sources: &[&Source], at: crate::source::Place) -> Value {
    let Some(source) = sources.get(at.source.0 as usize) else { return Value::Null };
    let from = at.span().map(|span| source.position(span.start));
    json!({ "file": source.name(), "line": from.map(|at| at.line), "column": from.map(|at| at.column) })
}

/// What the form states of a question, on one line.
fn facts(field: &Field<'_>) -> String {
    let mut facts = vec![format!("answer: {}", answer(field.answer)), format!("required: {}", required(field.required))];
    facts.push(format!("shows on a condition: {}", told(field.conditional)));
    facts.push(format!("way not to answer: {}", told(field.opt_out)));
    facts.push(match &field.asked {
        Asked::No(why) => format!("asked: no ({why})"),
        Asked::Yes if field.printed => "asked: no (printed)".to_owned(),
        Asked::Yes => "asked: yes".to_owned(),
    });
    facts.extend(field.repeated.then(|| "asked again for each".to_owned()));
    facts.extend(field.part_of.map(|part| format!("part of question {part}")));
    facts.extend(field.about.as_ref().map(|about| format!("about: {}", about.value)));
    facts.extend((field.any_of != Told::NotSaid || !field.accepts.is_empty()).then(|| {
        let accepts: Vec<&str> = field.accepts.iter().map(|text| text.value.as_ref()).collect();
        format!("accepts: {} (any one of them: {})", accepts.join(", "), told(field.any_of))
    }));
    facts.join("; ")
}

fn choice(choice: &Choice<'_>) -> String {
    let text = |text: &Option<Text<'_>>| text.as_ref().map(|text| short(&text.value));
    match (text(&choice.label), text(&choice.value)) {
        (Some(label), Some(value)) if label != value => format!("{label} [{value}]"),
        (label, value) => label.or(value).unwrap_or_default(),
    }
}

fn kind(kind: crate::form::NoticeKind) -> &'static str {
    match kind {
        crate::form::NoticeKind::Text => "text",
        crate::form::NoticeKind::Heading => "heading",
        crate::form::NoticeKind::Consent => "consent",
    }
}

fn or<'t>(text: &'t str, otherwise: &'t str) -> &'t str {
    if text.is_empty() { otherwise } else { text }
}

fn line(out: &mut String, depth: usize, words: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(words);
    out.push('\n');
}
