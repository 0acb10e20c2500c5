//! Reads XLSForms: workbooks, or CSV files, with a sheet `survey` and lists of answers on a sheet `choices`.

use std::collections::BTreeMap;

use super::table::{self, Cell, Table};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{
    Answer, Asked, Choice, Field, FieldId, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Text, Told, TrailId, Unresolved,
};
use crate::source::{Limit, Problem};

/// The reader of XLSForms.
pub(super) struct XlsForm;

impl Reader for XlsForm {
    fn name(&self) -> &'static str {
        "xlsform"
    }

    fn title(&self) -> &'static str {
        "XLSForm"
    }

    fn about(&self) -> &'static str {
        "a workbook (.xlsx, .xls) with a sheet `survey`, or a CSV file with the columns `type` and `name`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["select_one ", "select_multiple ", "begin group", "begin_group"]
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
        let source = document.source();
        if table::is_workbook(source.bytes()) {
            return Likeness::Likely;
        }
        let survey = || sheets(table::csv(document, 20, 1_000)).into_iter().any(|sheet| is_survey(&sheet));
        match matches!(source.extension().as_str(), "csv" | "tsv") && survey() {
            true => Likeness::Likely,
            false => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let tables = match document.source().bytes().is_empty() {
            true => Ok(sheets(table::csv(document, usize::MAX, reading.limits.values).told(document, reading))),
            false => table::workbook(document, reading),
        };
        let tables = match tables {
            Ok(tables) => tables,
            Err(problem) => return reading.tell(problem),
        };
        let Some(survey) = tables.iter().find(|table| is(table, "survey") && is_survey(table)) else {
            reading.skipped = Some("the workbook has no sheet `survey`".to_owned());
            return;
        };
        let mut form = Form { format: "xlsform", place: document.whole(), ..Form::default() };
        let settings = tables.iter().find(|table| is(table, "settings"));
        let setting =
            |name: &str| settings.and_then(|table| table.body().next()?.get(table.column(name)?)).filter(|cell| !cell.text.is_empty());
        form.title = setting("form_title").or_else(|| setting("title")).map(Cell::words);
        form.name = setting("form_id").or_else(|| setting("id_string")).map(Cell::words);
        let default = setting("default_language").map(|cell| tag(&cell.text));
        let columns = Columns::new(survey, default.as_deref());
        form.languages = columns.languages.iter().cloned().map(Into::into).collect();
        let lists = tables.iter().find(|table| is(table, "choices")).map(|table| lists(table, default.as_deref())).unwrap_or_default();
        let mut walk = Walk { form, columns, lists, open: Vec::new(), order: 0 };
        survey.body().take(reading.limits.fields).for_each(|row| walk.row(row));
        if walk.form.fields.is_empty() {
            reading.tell(Problem::note("no-fields", document.whole(), "the sheet `survey` asks nothing"));
        }
        if survey.body().count() > reading.limits.fields {
            let message = format!("more than {} fields; the others were not read", reading.limits.fields);
            reading.tell(Limit::Fields.passed(document.whole(), message));
        }
        reading.forms.push(walk.form);
    }
}

fn is(table: &Table, name: &str) -> bool {
    table.name.trim().eq_ignore_ascii_case(name)
}

fn is_survey(table: &Table) -> bool {
    let columns = Columns::new(table, None);
    columns.at("type").is_some() && (columns.at("name").is_some() || !columns.worded("label").is_empty())
}

/// A CSV file as sheets: a cell alone in the first column names the sheet below it; otherwise all is the survey.
fn sheets(table: Table) -> Vec<Table> {
    let names = |row: &[Cell]| row.first().is_some_and(|cell| matches!(cell.text.as_str(), "survey" | "choices" | "settings"));
    if !table.rows.iter().any(|row| names(row)) {
        return vec![Table { name: "survey".into(), ..table }];
    }
    let mut sheets: Vec<Table> = Vec::new();
    for mut row in table.rows {
        match row.first().filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.clone()) {
            Some(name) => sheets.push(Table { name, ..Table::default() }),
            None if !row.is_empty() => {
                row.remove(0);
                sheets.last_mut().into_iter().for_each(|sheet| sheet.rows.push(row.clone()));
            }
            None => {}
        }
    }
    sheets
}

/// The columns of a sheet: those of one name and several languages lie together.
struct Columns {
    named: BTreeMap<String, Vec<(usize, Option<String>)>>,
    languages: Vec<String>,
}

impl Columns {
    fn new(table: &Table, default: Option<&str>) -> Self {
        let mut columns = Self { named: BTreeMap::new(), languages: default.into_iter().map(str::to_owned).collect() };
        for (index, cell) in table.header().iter().enumerate() {
            let mut parts = cell.text.split(':').map(str::trim).filter(|part| !part.is_empty());
            let name = parts.next().unwrap_or_default().to_lowercase().replace(' ', "_");
            let language = parts.next().map(tag);
            if let Some(language) = language.as_ref().filter(|tag| !columns.languages.contains(tag)).filter(|_| name == "label") {
                columns.languages.push(language.clone());
            }
            columns.named.entry(name).or_default().push((index, language));
        }
        columns
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.named.get(name)?.first().map(|(index, _)| *index)
    }

    fn worded(&self, name: &str) -> &[(usize, Option<String>)] {
        self.named.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn cell<'r>(&self, row: &'r [Cell], name: &str) -> Option<&'r Cell> {
        row.get(self.at(name)?).filter(|cell| !cell.text.is_empty())
    }

    fn text<'r>(&self, row: &'r [Cell], name: &str) -> &'r str {
        self.cell(row, name).map(|cell| cell.text.as_str()).unwrap_or_default()
    }

    /// The words of a name in the default language, and in the others.
    fn words<'s>(&self, row: &[Cell], name: &str) -> (Option<Text<'s>>, Vec<Text<'s>>) {
        let cells = self.worded(name).iter().filter_map(|(index, language)| Some((row.get(*index)?, language)));
        let mut texts: Vec<Text<'s>> = cells
            .filter(|(cell, _)| !cell.text.is_empty())
            .map(|(cell, language)| Text { language: language.clone().map(Into::into), ..cell.words() })
            .collect();
        let default = self.languages.first().map(String::as_str);
        let own = texts
            .iter()
            .position(|text| text.language.is_none())
            .or_else(|| texts.iter().position(|text| text.language.as_deref() == default));
        let first = if texts.is_empty() { None } else { Some(texts.remove(own.unwrap_or_default())) };
        (first.map(|text| if text.language.as_deref() == default { Text { language: None, ..text } } else { text }), texts)
    }
}

/// A language as a tag: the one in brackets, or the one that its name is known for.
pub(super) fn tag(name: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("english", "en"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("arabic", "ar"),
        ("العربية", "ar"),
        ("swahili", "sw"),
        ("portuguese", "pt"),
        ("português", "pt"),
        ("german", "de"),
        ("deutsch", "de"),
        ("russian", "ru"),
        ("русский", "ru"),
        ("chinese", "zh"),
        ("simplified chinese", "zh-Hans"),
        ("traditional chinese", "zh-Hant"),
        ("中文", "zh"),
        ("vietnamese", "vi"),
        ("tiếng việt", "vi"),
        ("tagalog", "tl"),
        ("filipino", "tl"),
        ("korean", "ko"),
        ("한국어", "ko"),
        ("haitian creole", "ht"),
        ("kreyòl ayisyen", "ht"),
        ("welsh", "cy"),
        ("cymraeg", "cy"),
        ("ukrainian", "uk"),
        ("hindi", "hi"),
        ("dari", "prs"),
    ];
    let lower = name.trim().to_lowercase();
    let bracketed = lower.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).map(str::to_owned);
    bracketed.unwrap_or_else(|| NAMES.iter().find(|(name, _)| *name == lower).map_or(lower, |(_, tag)| (*tag).to_owned()))
}

type Lists<'s> = BTreeMap<String, Vec<Choice<'s>>>;

fn lists<'s>(table: &Table, default: Option<&str>) -> Lists<'s> {
    let columns = Columns::new(table, default);
    let mut lists = Lists::new();
    for row in table.body() {
        let list = columns.text(row, "list_name").to_owned();
        let value = columns.cell(row, "name").or_else(|| columns.cell(row, "value")).map(Cell::words);
        let (label, translations) = columns.words(row, "label");
        if value.is_some() || label.is_some() {
            lists.entry(list).or_default().push(Choice { value, label, code: None, translations });
        }
    }
    lists
}

/// A group that is open.
struct Open {
    section: SectionId,
    conditional: bool,
    repeated: bool,
    trail: TrailId,
}

struct Walk<'s> {
    form: Form<'s>,
    columns: Columns,
    lists: Lists<'s>,
    open: Vec<Open>,
    order: u32,
}

impl<'s> Walk<'s> {
    fn row(&mut self, row: &[Cell]) {
        let kind = self.columns.text(row, "type").replace('_', " ");
        let mut words = kind.split_whitespace();
        match (words.next().unwrap_or_default(), words.next().unwrap_or_default()) {
            ("", _) => {}
            ("begin", below) => self.begin(row, below == "repeat" || below == "looped"),
            ("end", "group" | "repeat" | "loop" | "looped") => drop(self.open.pop()),
            ("note", _) => self.note(row),
            _ => self.question(row),
        }
    }

    fn rank(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn trail(&mut self, row: &[Cell]) -> TrailId {
        let above = self.open.last().map(|open| open.trail).unwrap_or_default();
        let name = self.columns.text(row, "name").to_owned();
        self.form.trails.key(above, name)
    }

    fn begin(&mut self, row: &[Cell], repeats: bool) {
        let above = self.open.last().map(|open| (open.section, open.conditional, open.repeated));
        let section = SectionId(u32::try_from(self.form.sections.len()).unwrap_or(u32::MAX));
        let (title, translations) = self.columns.words(row, "label");
        let conditional = self.columns.cell(row, "relevant").is_some() || above.is_some_and(|above| above.1);
        let repeated = repeats || above.is_some_and(|above| above.2);
        let name = self.columns.cell(row, "name").map(Cell::words);
        let order = self.rank();
        let place = name.as_ref().map_or(self.form.place, |name| name.place);
        let parent = above.map(|above| above.0);
        self.form.sections.push(Section { title, translations, name, parent, repeated, order, place, ..Section::default() });
        let trail = self.trail(row);
        self.open.push(Open { section, conditional, repeated, trail });
    }

    fn note(&mut self, row: &[Cell]) {
        let order = self.rank();
        let section = self.open.last().map(|open| open.section);
        for name in ["label", "hint"] {
            let (text, translations) = self.columns.words(row, name);
            if let Some(text) = text {
                self.form.notices.push(Notice { kind: NoticeKind::Text, text, translations, section, order });
            }
        }
    }

    fn question(&mut self, row: &[Cell]) {
        let kind = self.columns.text(row, "type").to_lowercase();
        let id = FieldId(u32::try_from(self.form.fields.len()).unwrap_or(u32::MAX));
        let (choices, answer) = self.offers(row, &kind, id);
        let (label, other) = self.columns.words(row, "label");
        let mut translations: Vec<_> = other.into_iter().map(|text| (Part::Label, text)).collect();
        let mut help = Vec::new();
        for name in ["hint", "guidance_hint"] {
            let (hint, other) = self.columns.words(row, name);
            help.extend(hint);
            translations.extend(other.into_iter().map(|text| (Part::Help, text)));
        }
        let conditional = self.columns.cell(row, "relevant").is_some() || self.open.last().is_some_and(|open| open.conditional);
        let required = self.columns.text(row, "required").to_lowercase();
        let (trail, order) = (self.trail(row), self.rank());
        let name = self.columns.cell(row, "name").map(Cell::words);
        let place = name.as_ref().map(|name| name.place).or_else(|| self.columns.cell(row, "type").map(|cell| cell.place));
        self.form.fields.push(Field {
            label,
            help,
            translations,
            choices,
            answer,
            required: match required.trim_end_matches("()") {
                "" | "no" | "false" | "0" => Required::No,
                "yes" | "true" | "1" if !conditional => Required::Yes,
                _ => Required::WhenShown,
            },
            conditional: if conditional { Told::Yes } else { Told::No },
            asked: self.asked(row, &kind),
            repeated: self.open.last().is_some_and(|open| open.repeated),
            section: self.open.last().map(|open| open.section),
            pattern: self.columns.cell(row, "constraint").map(Cell::words).filter(|text| text.value.contains("regex(")),
            order,
            place: place.unwrap_or(self.form.place),
            trail,
            name,
            ..Field::default()
        });
    }

    fn asked(&self, row: &[Cell], kind: &str) -> Asked<'s> {
        let on = |name: &str| matches!(self.columns.text(row, name).to_lowercase().trim_end_matches("()"), "yes" | "true" | "1");
        match kind.split_whitespace().next().unwrap_or_default() {
            "calculate" => Asked::No("it is calculated".into()),
            "hidden" | "xml-external" | "csv-external" => Asked::No("it is hidden".into()),
            "start" | "end" | "today" | "deviceid" | "device" | "subscriberid" | "simserial" | "phonenumber" | "username" | "email"
            | "audit" | "start-geopoint" | "background-audio" | "imei" | "uri:deviceid" => Asked::No("the device fills it in".into()),
            _ if on("disabled") => Asked::No("it is disabled".into()),
            _ if on("readonly") || on("read_only") => Asked::No("it is read-only".into()),
            _ => Asked::Yes,
        }
    }

    /// The choices of a question and the kind of its answer.
    fn offers(&mut self, row: &[Cell], kind: &str, id: FieldId) -> (Vec<Choice<'s>>, Answer) {
        let selects = ["select_one", "select one", "select_multiple", "select multiple", "select all", "rank"];
        if !selects.iter().any(|select| kind.starts_with(select)) {
            return (Vec::new(), answer(kind));
        }
        let one = kind.starts_with("select_one") || kind.starts_with("select one");
        let answer = if one { Answer::Choice } else { Answer::Choices };
        let written = self.columns.text(row, "type").to_owned();
        let skip = ["select_one", "select_multiple", "select", "one", "multiple", "all", "that", "apply", "rank", "from", "external"];
        let list = written
            .split_whitespace()
            .find(|word| !skip.contains(word) && !word.starts_with("select_") && *word != "or_other")
            .unwrap_or_default()
            .to_owned();
        let mut choices = self.lists.get(&list).cloned().unwrap_or_default();
        if choices.is_empty() {
            let reference = self.columns.cell(row, "type").map(|cell| Text::new(list, cell.place)).unwrap_or_default();
            let why = "the list of its choices is not in the workbook".into();
            self.form.unresolved.push(Unresolved { field: Some(id), part: Part::Choice, reference, why });
        } else if written.ends_with("or_other") || written.ends_with("or specify other") {
            let place = self.columns.cell(row, "type").map(|cell| cell.place).unwrap_or_default();
            choices.push(Choice { value: Some(Text::new("other", place)), ..Choice::default() });
        }
        (choices, answer)
    }
}

fn answer(kind: &str) -> Answer {
    match kind.split_whitespace().next().unwrap_or_default() {
        "text" | "barcode" | "string" => Answer::Text,
        "integer" | "int" | "decimal" | "range" | "calculate" => Answer::Number,
        "date" | "datetime" | "today" => Answer::Date,
        "acknowledge" | "trigger" => Answer::YesNo,
        "image" | "photo" => Answer::Photo,
        "file" | "audio" | "video" => Answer::Document,
        _ => Answer::NotSaid,
    }
}
