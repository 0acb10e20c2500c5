//! Reads SQL data definitions: each `CREATE TABLE` is a form, each of its columns a field.
//!
//! A table is no form, but it holds what one asks. What is said of a column, by `COMMENT` or by a remark beside it, is its
//! label; what the database fills in by itself is asked of nobody.

use sqlparser::ast::{
    ColumnDef, ColumnOption, CommentDef, CommentObject, CreateTable, DataType, EnumMember, Expr, Ident, Statement, TableConstraint,
};
use sqlparser::dialect::{Dialect, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Location, Span as Extent, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Answer, Asked, Choice, Field, Form, Required, Text, TrailId};
use crate::source::{Limit, Place, Problem, Span};

/// The reader of data definitions.
pub(super) struct Sql;

/// The dialects that are tried; the one that leaves the fewest statements unread is taken, the earlier among equals.
const DIALECTS: [&dyn Dialect; 5] = [&GenericDialect {}, &PostgreSqlDialect {}, &MySqlDialect {}, &MsSqlDialect {}, &SQLiteDialect {}];

/// How deep expressions may be nested in a statement.
const DEEP: usize = 100;

/// How many words and signs of an expression may stand for one level of nesting: `a AND b AND c` is nested without a bracket.
const WORDS: usize = 8;

impl Reader for Sql {
    fn name(&self) -> &'static str {
        "sql"
    }

    fn title(&self) -> &'static str {
        "SQL data definition"
    }

    fn about(&self) -> &'static str {
        "a `.sql` or `.ddl` file with `CREATE TABLE`; each table is a form"
    }

    fn marks(&self) -> &'static [&'static str] {
        &[]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[(Fact::Required, Tells::Both), (Fact::Choices, Tells::Both), (Fact::NotAsked, Tells::Both)]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let named = matches!(document.source().extension().as_str(), "sql" | "ddl");
        let words = || document.source().text().split_ascii_whitespace();
        let follows = |first: &str, second: &str| {
            let kind = ["table", "temporary", "temp", "unlogged", "external", "or", "global"];
            first.eq_ignore_ascii_case("create") && kind.iter().any(|word| second.eq_ignore_ascii_case(word))
        };
        match named && words().zip(words().skip(1)).any(|(first, second)| follows(first, second)) {
            true => Likeness::Certain,
            false => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let text = document.source().text();
        let most = reading.limits.values;
        if tokens(text.as_bytes()) > most {
            let message = format!("more than {most} words and signs; the file was not read");
            return reading.tell(Limit::Values.passed(document.whole(), message));
        }
        let longest = reading.limits.depth * WORDS;
        let scripts = DIALECTS.iter().map(|dialect| Script::new(text, *dialect, longest));
        let Some(script) = scripts.min_by_key(|script| script.broken.len() + script.long.len()) else { return };
        let lines = Lines::new(text);
        for (extent, message) in &script.broken {
            let place = document.place(lines.span(*extent));
            reading.tell(Problem::error("broken-sql", place, format!("this statement cannot be read: {message}")));
        }
        for extent in &script.long {
            let message = format!("an expression of more than {longest} words and signs; its statement was not read");
            reading.tell(Limit::Depth.passed(document.place(lines.span(*extent)), message));
        }
        let mut left = reading.limits.fields;
        for table in script.tables() {
            let desk = Desk { document, lines: &lines, script: &script, table };
            if table.columns.len() > left {
                let message = format!("more than {} fields; the others were not read", reading.limits.fields);
                reading.tell(Limit::Fields.passed(desk.place(table_name(table)), message));
            }
            let form = desk.form(left);
            left -= form.fields.len();
            if !form.fields.is_empty() {
                reading.forms.push(form);
            }
        }
        if reading.forms.is_empty() && script.broken.is_empty() {
            reading.skipped = Some("no table of the file has columns of its own".to_owned());
        }
    }
}

/// What was read of a file in one dialect.
struct Script {
    statements: Vec<Statement>,
    remarks: Vec<(Extent, String)>,
    broken: Vec<(Extent, String)>,
    /// Statements whose expressions are so long that they may be nested too deep.
    long: Vec<Extent>,
}

impl Script {
    fn new(text: &str, dialect: &dyn Dialect, longest: usize) -> Self {
        let mut tokens = Vec::new();
        let error = Tokenizer::new(dialect, text).tokenize_with_location_into_buf(&mut tokens).err();
        let mut script =
            Self { statements: Vec::new(), remarks: tokens.iter().filter_map(remark).collect(), broken: Vec::new(), long: Vec::new() };
        for statement in statements(&tokens) {
            let extent = statement.first().map_or_else(Extent::empty, |token| token.span);
            if expression(&statement) > longest {
                script.long.push(extent);
                continue;
            }
            let parser = Parser::new(dialect).with_recursion_limit(DEEP).with_tokens_with_locations(statement);
            match { parser }.parse_statement() {
                Ok(statement) => script.statements.push(statement),
                Err(error) => script.broken.push((extent, plain(&error.to_string()))),
            }
        }
        let at = |location: Location| Extent { start: location, end: location };
        script.broken.extend(error.map(|error| (at(error.location), error.message)));
        script
    }

    fn tables(&self) -> impl Iterator<Item = &CreateTable> {
        self.statements.iter().filter_map(|statement| match statement {
            Statement::CreateTable(table) => Some(table),
            _ => None,
        })
    }

    /// What `COMMENT ON` says of a table, or of one of its columns.
    fn comment(&self, table: &CreateTable, column: Option<&Ident>) -> Option<&str> {
        let wanted = if column.is_some() { CommentObject::Column } else { CommentObject::Table };
        let own = table_name(table).into_iter().chain(column);
        let own: Vec<String> = own.map(|name| name.value.to_lowercase()).collect();
        self.statements.iter().find_map(|statement| match statement {
            Statement::Comment { object_type, object_name, comment: Some(comment), .. } if *object_type == wanted => {
                let names: Vec<String> = object_name.0.iter().filter_map(|part| Some(part.as_ident()?.value.to_lowercase())).collect();
                names.ends_with(&own).then_some(comment.as_str())
            }
            _ => None,
        })
    }
}

/// How many tokens a text may become at most, before it is cut into them.
fn tokens(text: &[u8]) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let starts = text.iter().zip(std::iter::once(&b' ').chain(text)).filter(|(byte, before)| !is_word(byte) || !is_word(before));
    starts.count()
}

/// The words and signs of the longest column or expression of a statement.
fn expression(statement: &[TokenWithSpan]) -> usize {
    let (mut depth, mut count, mut most) = (0_usize, 0, 0);
    for token in statement {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            Token::Comma if depth <= 1 => count = 0,
            _ => {}
        }
        count += 1;
        most = most.max(count);
    }
    most
}

/// The statements of a file that tell of tables; those of other kinds are left aside.
fn statements(tokens: &[TokenWithSpan]) -> Vec<Vec<TokenWithSpan>> {
    let mut all: Vec<Vec<TokenWithSpan>> = vec![Vec::new()];
    let (mut depth, mut line) = (0_usize, 0);
    for token in tokens.iter().filter(|token| !matches!(token.token, Token::Whitespace(_))) {
        match &token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            Token::SemiColon => depth = 0,
            _ => {}
        }
        let starts = is_word(&token.token, "go") || (is_word(&token.token, "create") && depth == 0);
        let ends = token.token == Token::SemiColon || (starts && token.span.start.line > line);
        line = token.span.end.line;
        if ends {
            depth = 0;
            all.push(Vec::new());
        }
        let divides = token.token == Token::SemiColon || (ends && is_word(&token.token, "go"));
        if let Some(last) = all.last_mut().filter(|_| !divides) {
            last.push(token.clone());
        }
    }
    all.retain(|statement| tells_of_tables(statement));
    all
}

fn tells_of_tables(statement: &[TokenWithSpan]) -> bool {
    let first = |word: &str| statement.first().is_some_and(|token| is_word(&token.token, word));
    let before_list = || statement.iter().take_while(|token| token.token != Token::LParen).take(6);
    first("comment") || (first("create") && before_list().any(|token| is_word(&token.token, "table")))
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(token, Token::Word(found) if found.quote_style.is_none() && found.value.eq_ignore_ascii_case(word))
}

fn remark(token: &TokenWithSpan) -> Option<(Extent, String)> {
    let Token::Whitespace(Whitespace::SingleLineComment { comment: words, .. } | Whitespace::MultiLineComment(words)) = &token.token else {
        return None;
    };
    let words = words.lines().map(|line| line.trim().trim_start_matches('*').trim()).filter(|line| !line.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    words.contains(char::is_alphabetic).then_some((token.span, words))
}

/// An error in words, without the name of the library's error.
fn plain(message: &str) -> String {
    message.trim_start_matches("sql parser error: ").to_owned()
}

/// One table about to become a form.
struct Desk<'r, 's> {
    document: &'r Document<'s>,
    lines: &'r Lines,
    script: &'r Script,
    table: &'r CreateTable,
}

impl<'s> Desk<'_, 's> {
    fn form(&self, most: usize) -> Form<'s> {
        let named = self.place(table_name(self.table));
        let title = self.table.comment.as_ref().map(|comment| match comment {
            CommentDef::WithEq(words) | CommentDef::WithoutEq(words) => words.as_str(),
        });
        let mut form = Form {
            part: Some(self.table.name.to_string().replace(['"', '`', '[', ']'], "").into()),
            format: "sql",
            name: table_name(self.table).map(|name| Text::new(name.value.clone(), named)),
            title: title.or_else(|| self.script.comment(self.table, None)).map(|words| Text::new(words.to_owned(), named)),
            place: named,
            ..Form::default()
        };
        for (index, column) in self.table.columns.iter().enumerate().take(most) {
            let trail = form.trails.key(TrailId::default(), column.name.value.clone());
            let order = u32::try_from(index).unwrap_or(u32::MAX);
            form.fields.push(Field { order, trail, ..self.field(index, column) });
        }
        form
    }

    fn field(&self, index: usize, column: &ColumnDef) -> Field<'s> {
        let place = self.place(Some(&column.name));
        let options = || column.options.iter().map(|option| &option.option);
        let own = options().find_map(|option| match option {
            ColumnOption::Comment(words) => Some(Text::new(words.clone(), place)),
            _ => None,
        });
        let later = || self.script.comment(self.table, Some(&column.name)).map(|words| Text::new(words.to_owned(), place));
        let choices = self.choices(column);
        let answer = match answer(&column.data_type) {
            Answer::Text | Answer::LongText if !choices.is_empty() => Answer::Choice,
            answer => answer,
        };
        let choices = choices.into_iter().map(|value| Text::new(value, place));
        Field {
            name: Some(Text::new(column.name.value.clone(), place)),
            label: own.or_else(later).or_else(|| self.beside(index, column)),
            choices: choices.map(|value| Choice { value: Some(value), ..Choice::default() }).collect(),
            answer,
            required: self.required(column),
            asked: options().find_map(filled).or_else(|| counted(&column.data_type)).map_or(Asked::Yes, |why| Asked::No(why.into())),
            place,
            ..Field::default()
        }
    }

    /// The remark on the line of a column, or on the lines right above it.
    fn beside(&self, index: usize, column: &ColumnDef) -> Option<Text<'s>> {
        let line = column.name.span.start.line;
        let starts = |at: usize| self.table.columns.get(at).map(|column| column.name.span.start.line);
        let end = starts(index + 1).unwrap_or(u64::MAX);
        let before = index.checked_sub(1).and_then(starts).unwrap_or(0);
        let remarks = || self.script.remarks.iter();
        let after = remarks().find(|(extent, _)| extent.start.line == line && end > line && extent.start > column.name.span.end);
        let above = || remarks().rfind(|(extent, _)| extent.end.line + 1 == line && extent.start.line > before);
        let (extent, words) = after.or_else(above)?;
        Some(Text::new(words.clone(), self.document.place(self.lines.span(*extent))))
    }

    /// The values that a column is limited to, by its type or by a check.
    fn choices(&self, column: &ColumnDef) -> Vec<String> {
        match &column.data_type {
            DataType::Enum(members, _) => {
                let name = |member: &EnumMember| match member {
                    EnumMember::Name(name) | EnumMember::NamedValue(name, _) => name.clone(),
                };
                return members.iter().map(name).collect();
            }
            DataType::Set(members) => return members.clone(),
            _ => {}
        }
        let own = column.options.iter().filter_map(|option| match &option.option {
            ColumnOption::Check(check) => Some(&*check.expr),
            _ => None,
        });
        let checks = self.table.constraints.iter().filter_map(|constraint| match constraint {
            TableConstraint::Check(check) => Some(&*check.expr),
            _ => None,
        });
        own.chain(checks).find_map(|check| listed(check, &column.name)).unwrap_or_default()
    }

    fn required(&self, column: &ColumnDef) -> Required {
        let has = |wanted: fn(&ColumnOption) -> bool| column.options.iter().any(|option| wanted(&option.option));
        let keyed = self.table.constraints.iter().any(|constraint| match constraint {
            TableConstraint::PrimaryKey(key) => key.columns.iter().any(|part| is_column(&part.column.expr, &column.name)),
            _ => false,
        });
        let told = has(|option| matches!(option, ColumnOption::NotNull | ColumnOption::PrimaryKey(_)));
        match (told || keyed) && !has(|option| matches!(option, ColumnOption::Default(_))) {
            true => Required::Yes,
            false => Required::No,
        }
    }

    fn place(&self, name: Option<&Ident>) -> Place {
        name.map_or_else(|| self.document.whole(), |name| self.document.place(self.lines.span(name.span)))
    }
}

fn table_name(table: &CreateTable) -> Option<&Ident> {
    table.name.0.last()?.as_ident()
}

/// The values of `column IN (...)`, alone or beside other conditions.
fn listed(check: &Expr, column: &Ident) -> Option<Vec<String>> {
    match check {
        Expr::InList { expr, list, negated: false } if is_column(expr, column) => Some(list.iter().map(value).collect()),
        Expr::Nested(inner) => listed(inner, column),
        Expr::BinaryOp { left, right, .. } => listed(left, column).or_else(|| listed(right, column)),
        _ => None,
    }
}

fn is_column(expr: &Expr, column: &Ident) -> bool {
    matches!(expr, Expr::Identifier(name) if name.value.eq_ignore_ascii_case(&column.value))
}

fn value(literal: &Expr) -> String {
    match literal {
        Expr::Value(value) => value.value.clone().into_string().unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    }
}

/// Why the database fills in a column by itself, if it does.
fn filled(option: &ColumnOption) -> Option<&'static str> {
    match option {
        ColumnOption::Identity(_) => Some("the database counts it"),
        ColumnOption::Generated { .. } | ColumnOption::Materialized(_) | ColumnOption::Alias(_) => Some("the database derives it"),
        ColumnOption::DialectSpecific(tokens)
            if tokens.iter().any(|token| is_word(token, "auto_increment") || is_word(token, "autoincrement")) =>
        {
            Some("the database counts it")
        }
        ColumnOption::Default(Expr::Function(_)) => Some("the database fills it in"),
        _ => None,
    }
}

fn counted(kind: &DataType) -> Option<&'static str> {
    kind.to_string().to_ascii_lowercase().contains("serial").then_some("the database counts it")
}

fn answer(kind: &DataType) -> Answer {
    let written = kind.to_string().to_ascii_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| written.starts_with(word));
    match kind {
        DataType::Enum(..) => Answer::Choice,
        DataType::Set(_) => Answer::Choices,
        _ if starts(&["bool", "bit", "tinyint(1)"]) => Answer::YesNo,
        _ if starts(&["date", "timestamp"]) => Answer::Date,
        _ if starts(&["year"]) => Answer::Year,
        _ if starts(&["int", "bigint", "smallint", "mediumint", "tinyint", "numeric", "decimal", "float", "double", "real", "money"]) => {
            Answer::Number
        }
        _ if starts(&["text", "clob", "longtext", "mediumtext", "ntext"]) => Answer::LongText,
        _ if starts(&["blob", "bytea", "binary", "varbinary", "image", "longblob", "mediumblob"]) => Answer::Document,
        _ => Answer::Text,
    }
}

/// Where each line of a text starts, to find bytes by line and column; columns count characters.
struct Lines {
    starts: Vec<usize>,
    text: String,
}

impl Lines {
    fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(breaks).collect(), text: text.to_owned() }
    }

    fn span(&self, extent: Extent) -> Span {
        let start = self.byte(extent.start);
        Span::new(start, self.byte(extent.end).max(start))
    }

    fn byte(&self, location: Location) -> usize {
        let line = usize::try_from(location.line.saturating_sub(1)).unwrap_or(usize::MAX);
        let column = usize::try_from(location.column.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    }
}
