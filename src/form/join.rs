//! Several forms that are one: a person answers them at one go, though they were read from several files.

use std::borrow::Cow;

use super::{Field, FieldId, Form, Notice, Section, SectionId, Text, TrailId};
use crate::source::{Place, SourceId};

/// The form that several make together, each with the number that its first source has among all sources. The first gives its
/// name, title and part; the order of questions goes on from one to the next.
pub fn join<'s>(forms: impl IntoIterator<Item = (Form<'s>, u16)>) -> Option<Form<'s>> {
    let mut forms = forms.into_iter();
    let (first, offset) = forms.next()?;
    let mut whole = shifted(first, Shift { sources: offset, ..Shift::default() });
    for (form, sources) in forms {
        append(&mut whole, form, sources);
    }
    Some(whole)
}

/// By how much the numbers of a form move.
#[derive(Clone, Copy, Debug, Default)]
struct Shift {
    sources: u16,
    fields: u32,
    sections: u32,
    order: u32,
    parts: u32,
    trails: u32,
}

fn append<'s>(whole: &mut Form<'s>, mut form: Form<'s>, sources: u16) {
    settle_language(&mut form, whole.language());
    let trails = whole.trails.append(std::mem::take(&mut form.trails));
    let shift = Shift {
        sources,
        fields: count(whole.fields.len()),
        sections: count(whole.sections.len()),
        order: next_order(whole),
        parts: whole.fields.iter().filter_map(|field| field.part_of).max().map_or(0, |part| part.saturating_add(1)),
        trails,
    };
    let form = shifted(form, shift);
    whole.fields.extend(form.fields);
    whole.sections.extend(form.sections);
    whole.notices.extend(form.notices);
    whole.unresolved.extend(form.unresolved);
    whole.stated.extend(form.stated);
    whole.name = whole.name.take().or(form.name);
    whole.title = whole.title.take().or(form.title);
    for language in form.languages {
        if !whole.languages.contains(&language) {
            whole.languages.push(language);
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn next_order(form: &Form<'_>) -> u32 {
    let fields = form.fields.iter().map(|field| field.order);
    let sections = form.sections.iter().map(|section| section.order);
    let notices = form.notices.iter().map(|notice| notice.order);
    fields.chain(sections).chain(notices).max().map_or(0, |order| order.saturating_add(1))
}

fn shifted<'s>(mut form: Form<'s>, shift: Shift) -> Form<'s> {
    each_text(&mut form, &mut |text| shift.place(&mut text.place));
    shift.place(&mut form.place);
    form.fields.iter_mut().for_each(|field| shift.field(field));
    form.sections.iter_mut().for_each(|section| shift.section(section));
    form.notices.iter_mut().for_each(|notice| shift.notice(notice));
    for missing in &mut form.unresolved {
        missing.field = missing.field.map(|id| FieldId(id.0.saturating_add(shift.fields)));
    }
    form
}

impl Shift {
    fn place(self, place: &mut Place) {
        place.source = SourceId(place.source.0.saturating_add(self.sources));
    }

    fn field(self, field: &mut Field<'_>) {
        self.place(&mut field.place);
        field.order = field.order.saturating_add(self.order);
        field.section = field.section.map(|id| self.section_id(id));
        field.part_of = field.part_of.map(|part| part.saturating_add(self.parts));
        // The root is the root of every file.
        if field.trail != TrailId::default() {
            field.trail = TrailId(field.trail.0.saturating_add(self.trails));
        }
        let codes = field.codes.iter_mut().chain(field.choices.iter_mut().filter_map(|choice| choice.code.as_mut()));
        codes.for_each(|code| self.place(&mut code.place));
    }

    fn section(self, section: &mut Section<'_>) {
        self.place(&mut section.place);
        section.order = section.order.saturating_add(self.order);
        section.parent = section.parent.map(|id| self.section_id(id));
    }

    fn notice(self, notice: &mut Notice<'_>) {
        notice.order = notice.order.saturating_add(self.order);
        notice.section = notice.section.map(|id| self.section_id(id));
    }

    fn section_id(self, id: SectionId) -> SectionId {
        SectionId(id.0.saturating_add(self.sections))
    }
}

/// Texts that rely on the language of their own form say it, where the whole form has another.
fn settle_language(form: &mut Form<'_>, whole: Option<&str>) {
    let Some(own) = form.language().map(str::to_owned).filter(|own| Some(own.as_str()) != whole) else { return };
    each_text(form, &mut |text| {
        if text.language.is_none() {
            text.language = Some(Cow::Owned(own.clone()));
        }
    });
}

/// Every text of a form.
fn each_text<'s>(form: &mut Form<'s>, change: &mut dyn FnMut(&mut Text<'s>)) {
    form.name.iter_mut().chain(&mut form.title).for_each(&mut *change);
    form.stated.iter_mut().for_each(|stated| change(&mut stated.value));
    form.unresolved.iter_mut().for_each(|missing| change(&mut missing.reference));
    for field in &mut form.fields {
        field_texts(field, change);
    }
    for section in &mut form.sections {
        let texts = section.title.iter_mut().chain(&mut section.translations).chain(&mut section.name).chain(&mut section.about);
        texts.for_each(&mut *change);
    }
    for notice in &mut form.notices {
        change(&mut notice.text);
        notice.translations.iter_mut().for_each(&mut *change);
    }
}

fn field_texts<'s>(field: &mut Field<'s>, change: &mut dyn FnMut(&mut Text<'s>)) {
    let single = field.name.iter_mut().chain(&mut field.label).chain(&mut field.about).chain(&mut field.pattern);
    let several = field.help.iter_mut().chain(&mut field.purposes).chain(&mut field.accepts);
    single.chain(several).chain(field.translations.iter_mut().map(|(_, text)| text)).for_each(&mut *change);
    for choice in &mut field.choices {
        choice.value.iter_mut().chain(&mut choice.label).chain(&mut choice.translations).for_each(&mut *change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn page(label: &str, language: &str) -> Form<'static> {
        let place = Place::text(SourceId(0), Span::new(3, 5));
        let mut form = Form { languages: vec![Cow::Owned(language.to_owned())], ..Form::default() };
        let trail = form.trails.key(TrailId::default(), label.to_owned());
        form.sections.push(Section { title: Some(Text::new("Page", place)), order: 0, ..Section::default() });
        let label = Some(Text::new(label.to_owned(), place));
        form.fields.push(Field { label, section: Some(SectionId(0)), order: 1, part_of: Some(0), place, trail, ..Field::default() });
        form
    }

    #[test]
    fn numbers_go_on() {
        let whole = join([(page("one", "en"), 0), (page("two", "es"), 2)]).unwrap();
        let second = &whole.fields[1];
        assert_eq!((second.section, second.order, second.part_of), (Some(SectionId(1)), 3, Some(1)));
        assert_eq!((second.place.source, whole.trails.pointer(second.trail)), (SourceId(2), "/two".to_owned()));
        assert_eq!(second.label.as_ref().unwrap().language.as_deref(), Some("es"));
        assert_eq!(whole.languages, ["en", "es"]);
        assert_eq!(whole.trails.pointer(whole.fields[0].trail), "/one");
    }

    #[test]
    fn nothing_makes_no_form() {
        assert_eq!(join([]), None);
    }
}
