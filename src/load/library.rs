//! The library: built-in vocabulary and policies, and those of one's own.
//!
//! Policy files stand in the folder of their jurisdiction, so that only those are parsed that a form's places call for.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

use crate::analyse;
use crate::check::signatures;
use crate::embed;
use crate::policy::{Law, Policy, resolve};
use crate::recognize::Recognizer;
use crate::source::{Limits, Problem, Source, SourceId};
use crate::syntax::{self, ast::Document};
use crate::vocabulary::{File, JurisdictionId, Notation, Vocabulary, vocabulary};

/// What a library is made of.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders of policies and vocabulary of one's own.
    pub folders: Vec<PathBuf>,
    /// Leaves out what is built in.
    pub no_builtin: bool,
    /// Vocabulary that takes the place of built-in files of the same name: it may be these very files, in an editor.
    pub edited: Vec<PathBuf>,
}

/// A file of the vocabulary.
pub struct Words {
    /// Its path below the folder of the vocabulary.
    pub path: String,
    /// The file.
    pub source: Source,
    /// Whether it is built in.
    pub builtin: bool,
}

/// A policy file, parsed when it is first called for.
struct Entry {
    source: Source,
    /// The jurisdiction that its folder names; none where it must be parsed to know.
    place: Option<JurisdictionId>,
    /// The tree of a built-in file; empty where it must be parsed.
    tree: &'static [u8],
    parsed: OnceLock<(Vec<Policy>, Vec<Problem>)>,
}

/// Vocabulary and policies.
pub struct Library {
    vocabulary: Vocabulary,
    recognizer: OnceLock<Recognizer>,
    entries: Vec<Entry>,
    words: Vec<(String, Source)>,
    problems: Vec<(String, Problem)>,
    digest: OnceLock<String>,
}

impl Library {
    /// The library that these options make.
    ///
    /// # Errors
    /// A folder cannot be read, or holds neither policies nor vocabulary.
    pub fn open(options: &Options) -> Result<Self> {
        let mut own_words = Vec::new();
        let mut own_policies = Vec::new();
        for folder in &options.folders {
            let before = own_words.len() + own_policies.len();
            gather(folder, folder, &mut own_words, &mut own_policies)?;
            if own_words.len() + own_policies.len() == before {
                bail!("{} holds no policy (`*.policy`) and no vocabulary", folder.display());
            }
        }
        for path in &options.edited {
            if let Some(below) = below_vocabulary(path).filter(|below| !own_words.iter().any(|(own, _)| own == below)) {
                own_words.push((below, super::source(path, &super::spoken(path), &Limits::DEFAULT)?.0));
            }
        }
        let replaced = |path: &str| options.edited.iter().any(|edited| below_vocabulary(edited).as_deref() == Some(path));
        let (vocabulary, problems) = tables(&own_words, &replaced);
        let shown = if options.no_builtin { &[] } else { embed::policies() };
        let mut entries: Vec<Entry> = shown.iter().map(|policy| builtin(policy, &vocabulary)).collect();
        entries.extend(own_policies.into_iter().map(|source| Entry { source, place: None, tree: &[], parsed: OnceLock::new() }));
        Ok(Self { vocabulary, recognizer: OnceLock::new(), entries, words: own_words, problems, digest: OnceLock::new() })
    }

    /// The tables.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The vocabulary, ready for matching.
    pub fn recognizer(&self) -> &Recognizer {
        let compiled = || self.words.is_empty().then(|| Recognizer::load(&self.vocabulary, embed::phrases()))?;
        self.recognizer.get_or_init(|| compiled().unwrap_or_else(|| Recognizer::new(&self.vocabulary)))
    }

    /// The policy files, in the order in which a policy's source counts them.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.entries.iter().map(|entry| &entry.source)
    }

    /// The files of the vocabulary as they are written, in the order of their paths.
    pub fn words(&self) -> Vec<Words> {
        let own = self.words.iter();
        let own = own.map(|(path, file)| Words { path: path.clone(), source: Source::new(file.name(), file.text()), builtin: false });
        let shown = embed::words().iter().filter(|(path, _)| !self.words.iter().any(|(own, _)| own == path));
        let builtin = shown.map(|(path, text)| Words {
            path: (*path).to_owned(),
            source: Source::builtin(format!("policies/vocabulary/{path}"), text),
            builtin: true,
        });
        let mut words: Vec<Words> = builtin.chain(own).collect();
        words.sort_by(|one, other| one.path.cmp(&other.path));
        words
    }

    /// The policy file of a number.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.entries.get(id.0 as usize).map(|entry| &entry.source)
    }

    /// The law of some places with all that they lie in; of all places, where none is given.
    pub fn law(&self, places: &[JurisdictionId]) -> Law {
        let table = &self.vocabulary.jurisdictions;
        let wanted =
            |entry: &Entry| entry.place.is_none_or(|place| places.is_empty() || places.iter().any(|wanted| table.is(*wanted, place)));
        let numbered = self.entries.iter().enumerate().filter(|(_, entry)| wanted(entry));
        let policies = numbered.flat_map(|(number, entry)| self.parsed(number, entry).0.iter().cloned());
        Law::new(policies.collect(), signatures())
    }

    /// All that is wrong with the library, each with the name of its file: vocabulary, every policy, and what policies say of one another.
    pub fn problems(&self) -> Vec<(String, Problem)> {
        let mut problems = self.problems.clone();
        for (number, entry) in self.entries.iter().enumerate() {
            problems.extend(self.parsed(number, entry).1.iter().map(|problem| (entry.source.name().to_owned(), problem.clone())));
        }
        let name = |problem: &Problem| self.source(problem.place.source).map(|source| source.name().to_owned()).unwrap_or_default();
        let law = self.law(&[]);
        let together = law.problems().into_iter().chain(analyse::problems(&law, &self.vocabulary));
        problems.extend(together.map(|problem| (name(&problem), problem)));
        problems
    }

    /// What is wrong with the vocabulary, with the name of each file.
    pub fn vocabulary_problems(&self) -> &[(String, Problem)] {
        &self.problems
    }

    /// What is wrong with the vocabulary and with policies of one's own: what must be said before anything is judged.
    pub fn own_problems(&self) -> Vec<(String, Problem)> {
        match self.entries.iter().any(|entry| entry.place.is_none()) || !self.words.is_empty() {
            true => self.problems(),
            false => self.problems.clone(),
        }
    }

    /// The digest of all policies and all vocabulary: sha256, in hexadecimal.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            let builtin = embed::vocabulary().iter().map(|(_, text)| *text);
            let own = self.words.iter().map(|(_, source)| source.text());
            digest(builtin.chain(own).chain(self.sources().map(Source::text)))
        })
    }

    fn parsed<'e>(&self, number: usize, entry: &'e Entry) -> &'e (Vec<Policy>, Vec<Problem>) {
        entry.parsed.get_or_init(|| {
            let id = SourceId(u16::try_from(number).unwrap_or(u16::MAX));
            let shipped = Document::load(entry.tree).map(|document| (document, Vec::new()));
            let (document, problems) = shipped.unwrap_or_else(|| syntax::parse(entry.source.text()));
            let (policies, more) = resolve(&document, id, &self.vocabulary, signatures());
            let placed = problems.into_iter().map(|problem| problem.moved(id));
            (policies, placed.chain(more).collect())
        })
    }
}

/// The built-in tables, with the words of one's own where there are some; problems bear the name of their file.
fn tables(own: &[(String, Source)], replaced: &dyn Fn(&str) -> bool) -> (Vocabulary, Vec<(String, Problem)>) {
    if own.is_empty()
        && let Some(builtin) = Vocabulary::load(embed::tables())
    {
        return (builtin, Vec::new());
    }
    let shown = embed::vocabulary().iter().filter(|(path, _)| !replaced(path));
    let builtin = shown.map(|(path, text)| File { path, text, notation: Notation::Json });
    let own = own.iter().map(|(path, source)| File { path, text: source.text(), notation: Notation::Yaml });
    let files: Vec<File<'_>> = builtin.chain(own).collect();
    let (vocabulary, problems) = vocabulary(&files);
    let name = |problem: &Problem| files.get(problem.place.source.0 as usize).map(|file| file.path.to_owned()).unwrap_or_default();
    let problems = problems.into_iter().map(|problem| (name(&problem), problem)).collect();
    (vocabulary, problems)
}

/// The path of a file below the folder `vocabulary` that it stands in: a table, or a concept; none for other files.
pub fn below_vocabulary(path: &Path) -> Option<String> {
    let spoken = super::spoken(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    let (_, below) = spoken.rsplit_once("/vocabulary/")?;
    (!below.strip_prefix("concepts/").unwrap_or(below).contains('/')).then(|| below.to_owned())
}

fn builtin(policy: &'static embed::Policy, vocabulary: &Vocabulary) -> Entry {
    let source = Source::builtin(format!("policies/{}", policy.path), policy.text);
    let place = vocabulary.jurisdictions.find(folder_of(policy.path));
    Entry { source, place, tree: policy.tree(), parsed: OnceLock::new() }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default()
}

fn digest<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    use sha2::{Digest, Sha256};
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The vocabulary and policy files below a folder; vocabulary stands in a folder `vocabulary`.
fn gather(folder: &Path, root: &Path, words: &mut Vec<(String, Source)>, policies: &mut Vec<Source>) -> Result<()> {
    let listed = std::fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, root, words, policies)?;
            continue;
        }
        let name = super::spoken(&path);
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("policy") => policies.push(super::source(&path, &name, &Limits::DEFAULT)?.0),
            Some("yaml") => {
                let relative = super::spoken(path.strip_prefix(root).unwrap_or(&path));
                if let Some(below) = relative.strip_prefix("vocabulary/") {
                    words.push((below.to_owned(), super::source(&path, &name, &Limits::DEFAULT)?.0));
                }
            }
            _ => {}
        }
    }
    Ok(())
}
