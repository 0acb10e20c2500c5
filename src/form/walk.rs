//! Fields with what stands around them, in document order.

use std::borrow::Cow;

use super::{Answer, Asked, Field, FieldId, Form, Section, SectionId, Text};
use crate::source::Place;

impl<'s> Form<'s> {
    /// The field of a number.
    pub fn field(&self, id: FieldId) -> Option<&Field<'s>> {
        self.fields.get(id.0 as usize)
    }

    /// All fields with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (FieldId, &Field<'s>)> {
        self.fields.iter().enumerate().map(|(index, field)| (FieldId(u32::try_from(index).unwrap_or(u32::MAX)), field))
    }

    /// The section of a number.
    pub fn section(&self, id: SectionId) -> Option<&Section<'s>> {
        self.sections.get(id.0 as usize)
    }

    /// The sections around a field, the nearest first.
    pub fn around(&self, field: &Field<'s>) -> impl Iterator<Item = &Section<'s>> {
        let mut next = field.section;
        // A parent always has the smaller number, so this ends on any input.
        std::iter::from_fn(move || {
            let id = next?;
            let section = self.section(id)?;
            next = section.parent.filter(|parent| *parent < id);
            Some(section)
        })
    }

    /// The language that texts of this form are in where nothing else is said.
    pub fn language(&self) -> Option<&str> {
        self.languages.first().map(|tag| tag.as_ref())
    }
}

impl Field<'_> {
    /// Whether a person is asked: not derived, not printed, not a button.
    pub fn is_asked(&self) -> bool {
        self.asked == Asked::Yes && !self.printed && self.answer != Answer::Control
    }
}

impl<'s> Text<'s> {
    /// A text with its place, in the form's own language.
    pub fn new(value: impl Into<Cow<'s, str>>, place: Place) -> Self {
        Self { value: value.into(), place, language: None }
    }

    /// The same in a language.
    pub fn in_language(mut self, tag: impl Into<Cow<'s, str>>) -> Self {
        self.language = Some(tag.into());
        self
    }
}
