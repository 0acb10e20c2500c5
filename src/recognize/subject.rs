//! Whom an answer is about.

use super::About;
use super::channels::Reader;
use super::sign::Gathered;
use super::tables::Tables;
use super::terms::Kind;
use super::words::Style;
use crate::form::{Field, Form, Text};
use crate::vocabulary::{Row, SubjectId, Vocabulary};

/// The subjects that recognition itself must tell from others.
#[derive(Debug)]
pub(super) struct Kin {
    /// Members of the respondent's household or family: status asked of them is status of others.
    others: Vec<SubjectId>,
    /// Whoever fills in the form.
    respondents: Option<SubjectId>,
    /// Not people.
    organizations: Option<SubjectId>,
}

impl Kin {
    /// The subjects of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let subjects = &vocabulary.subjects;
        let roots: Vec<SubjectId> = ["household_members", "family_members"].iter().filter_map(|id| subjects.find(id)).collect();
        let below = |line: &[SubjectId]| roots.iter().any(|root| line.contains(root));
        let others = subjects.iter().filter(|(_, row)| below(row.lineage())).map(|(id, _)| id).collect();
        Self { others, respondents: subjects.find("respondents"), organizations: subjects.find("organizations") }
    }

    /// Whether somebody of the respondent's household or family is meant.
    pub(super) fn is_other(&self, about: &About) -> bool {
        matches!(about, About::Subjects(subjects) if subjects.iter().any(|subject| self.others.contains(subject)))
    }

    /// Whether an organization is meant, and no person.
    pub(super) fn is_organization(&self, about: &About) -> bool {
        matches!(about, About::Subjects(subjects) if subjects.iter().all(|subject| Some(*subject) == self.organizations))
    }

    /// Whom a field is about: by its own key, else by the words of its label and name, else by what stands around it.
    pub(super) fn about(
        &self,
        reader: &mut Reader<'_>,
        tables: &Tables,
        form: &Form<'_>,
        field: &Field<'_>,
        own: (&[SubjectId], bool),
        sections: &[Gathered<'_>],
    ) -> About {
        if let Some(told) = &field.about {
            return self.named(self.key(reader, tables, told));
        }
        if !own.0.is_empty() {
            let mut subjects = own.0.to_vec();
            // "Are you or your spouse": whoever answers is meant as well.
            subjects.extend(self.respondents.filter(|_| own.1));
            return self.named(subjects);
        }
        let mut next = field.section;
        while let Some(id) = next {
            let (Some(section), Some(gathered)) = (form.section(id), sections.get(id.0 as usize)) else { break };
            if let Some(told) = &section.about {
                return self.named(self.key(reader, tables, told));
            }
            if !gathered.subjects.is_empty() {
                return self.named(gathered.subjects.clone());
            }
            next = section.parent.filter(|parent| *parent < id);
        }
        About::Respondent
    }

    fn named(&self, mut subjects: Vec<SubjectId>) -> About {
        subjects.sort_unstable();
        subjects.dedup();
        match subjects.as_slice() {
            [] => About::Respondent,
            [only] if Some(*only) == self.respondents => About::Respondent,
            _ => About::Subjects(subjects),
        }
    }

    fn key(&self, reader: &mut Reader<'_>, tables: &Tables, told: &Text<'_>) -> Vec<SubjectId> {
        if let Some(subject) = tables.subject(&told.value) {
            return vec![subject];
        }
        reader.scan(told, Style::Prose);
        let named = reader.found.iter().filter(|(_, entry)| matches!(entry.kind, Kind::Subject | Kind::Owner));
        named.map(|(_, entry)| SubjectId::new(usize::from(entry.row))).collect()
    }
}
