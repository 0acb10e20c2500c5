//! Policies and vocabulary proved on their own samples, and what the author of a policy is told.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mayask::load::{Library, LibraryOptions};
use mayask::proof::{self, Bench};
use mayask::vocabulary::Phrases;

fn built_in() -> Library {
    Library::open(&LibraryOptions::default()).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    let found = found.into_iter().flat_map(|path| if path.is_dir() { files(&path, end) } else { vec![path] });
    found.filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

fn prove(path: &Path) -> (String, i32) {
    let run = Command::new(env!("CARGO_BIN_EXE_mayask")).current_dir(root()).arg("prove").arg(path).output().unwrap();
    assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    (String::from_utf8(run.stdout).unwrap(), run.status.code().unwrap())
}

#[test]
fn the_library_is_sound_and_all_samples_hold() {
    let library = built_in();
    let problems: Vec<String> = library.problems().into_iter().map(|(name, problem)| format!("{name}: {}", problem.message)).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    let law = library.law(&[]);
    // No day of the clock: what is proved today is proved tomorrow.
    let today = "2026-11-22".parse().unwrap();
    let bench = Bench { law: &law, vocabulary: library.vocabulary(), recognizer: library.recognizer(), today };
    let proved = proof::prove(bench, &|_| true);
    assert!(proved.len() > 300, "{} samples", proved.len());
    let failed: Vec<String> = proved
        .iter()
        .filter(|proved| !proved.holds())
        .map(|proved| {
            format!("{} {:?} {:?}: {:?} {:#?}", proved.rule.name, proved.sample.outcome, proved.sample.question, proved.got, proved.reasons)
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let lacking: Vec<String> = proof::lacking(&law, &|_| true).into_iter().map(|problem| problem.message).collect();
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn each_policy_with_rules_is_tried_on_whole_forms() {
    let lacking: Vec<PathBuf> = files(&root().join("policies"), ".policy")
        .into_iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains("\nrule ") && !path.with_extension("test.yaml").is_file())
        .collect();
    assert!(lacking.is_empty(), "no cases stand beside {lacking:#?}");
}

#[test]
fn all_samples_of_concepts_hold() {
    let library = built_in();
    let tried = proof::prove_concepts(library.vocabulary(), library.recognizer());
    assert!(tried.len() > 1000, "{} samples", tried.len());
    let failed: Vec<_> = tried.iter().filter(|tried| !tried.holds()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// A text as it is compared: no case, no accents, no punctuation.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = text.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter)).collect();
    let letters = folded.to_lowercase().replace(['\'', '’', '.'], "");
    letters.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// All that a phrase stands for; gaps are taken to be empty.
fn expanded(phrase: &str) -> Vec<String> {
    let Some(open) = phrase.find('(') else { return vec![plain(&phrase.replace(" ... ", " "))] };
    let mut depth = 0;
    let close = phrase[open..].char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '(') - i32::from(*letter == ')');
        depth == 0
    });
    let close = open + close.unwrap().0;
    let inside = phrase[open + 1..close].to_owned() + "|";
    let (mut choices, mut choice, mut depth) = (Vec::new(), String::new(), 0);
    for letter in inside.chars() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        match letter {
            '|' if depth == 0 => choices.push(std::mem::take(&mut choice)),
            letter => choice.push(letter),
        }
    }
    choices.iter().flat_map(|choice| expanded(&format!("{}{choice}{}", &phrase[..open], &phrase[close + 1..]))).collect()
}

fn phrases() -> BTreeSet<String> {
    let library = built_in();
    let all = |phrases: &[Phrases]| {
        phrases.iter().flat_map(|phrases| phrases.phrases.iter()).flat_map(|phrase| expanded(phrase)).collect::<Vec<_>>()
    };
    library.vocabulary().concepts.iter().flat_map(|(_, concept)| all(&concept.lexicon.phrases)).collect()
}

#[test]
fn no_sample_of_a_policy_is_a_phrase_of_the_vocabulary() {
    let phrases = phrases();
    let library = built_in();
    let law = library.law(&[]);
    let samples = law.rules().flat_map(|(_, _, rule)| rule.samples.iter().map(move |sample| (rule, sample)));
    let copied: Vec<String> = samples
        .filter_map(|(rule, sample)| Some((rule, sample.question.as_ref()?)))
        .filter(|(_, question)| phrases.contains(&plain(question)))
        .map(|(rule, question)| format!("{}: {question}", rule.name))
        .collect();
    assert!(copied.is_empty(), "{copied:#?}");
}

#[test]
fn no_sample_of_a_concept_is_a_phrase_of_the_vocabulary() {
    let phrases = phrases();
    let library = built_in();
    let samples = library.vocabulary().concepts.iter().flat_map(|(_, concept)| concept.is.iter().map(move |sample| (concept, sample)));
    let copied: Vec<String> = samples
        // What a name or an answer list adds is what such a sample tries.
        .filter(|(_, sample)| sample.name.is_none() && sample.options.is_empty() && sample.context.is_none() && sample.codes.is_empty())
        .filter_map(|(concept, sample)| Some((concept, sample.label.as_ref()?)))
        .filter(|(_, label)| phrases.contains(&plain(label)))
        .map(|(concept, label)| format!("{}: {label}", concept.id))
        .collect();
    assert!(copied.is_empty(), "{copied:#?}");
}

/// The files of real forms that a comment `# after …` names.
fn models(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.split_once("# after ")).map(|(_, model)| model.trim()).collect()
}

/// Of the samples of each group, how many say after which real form they were written: at least a third.
fn assert_modeled(file: &Path, group: &str, samples: usize, models: usize) {
    assert!(models * 3 >= samples, "{}: {group}: {models} of {samples} samples are modeled on a real form", file.display());
}

#[test]
fn a_third_of_the_samples_are_modeled_on_real_forms() {
    const OUTCOMES: [&str; 5] = ["breach ", "possible ", "undecided ", "allowed ", "kept "];
    for path in files(&root().join("policies"), ".policy") {
        let text = fs::read_to_string(&path).unwrap();
        for rule in text.split("\nrule ").skip(1) {
            // A form alone is modeled on nothing.
            let word = |line: &str| OUTCOMES.iter().find_map(|outcome| line.trim_start().strip_prefix(outcome).map(str::to_owned));
            let is_sample = |line: &&str| word(line).is_some_and(|rest| !rest.starts_with("form"));
            let samples: Vec<&str> = rule.lines().filter(is_sample).collect();
            assert_modeled(&path, rule.lines().next().unwrap(), samples.len(), models(rule).len());
        }
    }
    for path in files(&root().join("policies/vocabulary/concepts"), ".yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let is = text.split_once("\nis:").map_or("", |(_, is)| is);
        // In languages that no real form at hand is in, all samples are ours.
        let samples: Vec<&str> = is.lines().filter(|line| line.starts_with("  - ") && !line.contains(", language: ")).collect();
        assert_modeled(&path, "is and is_not", samples.len(), models(&samples.join("\n")).len());
    }
}

/// Real forms are not part of the project; they lie beside it, in CI always.
#[test]
fn the_real_forms_that_samples_are_modeled_on_exist() {
    let Some(corpus) = crate::corpus::corpus() else { return };
    let missing: Vec<String> = [files(&root().join("policies"), ".policy"), files(&root().join("policies"), ".yaml")]
        .concat()
        .into_iter()
        .flat_map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let absent = models(&text).into_iter().filter(|model| !corpus.join(model).is_file()).map(str::to_owned).collect::<Vec<_>>();
            absent.into_iter().map(move |model| format!("{}: {model}", path.display()))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_author_of_a_policy_is_told_what_is_wrong() {
    let folder = root().join("tests/library");
    for path in [files(&folder, ".policy"), files(&folder, ".test.yaml")].concat() {
        let name = path.file_name().unwrap().to_string_lossy().split('.').next().unwrap().to_owned();
        let relative = path.strip_prefix(root()).unwrap();
        let (text, status) = prove(relative);
        assert_eq!(name.starts_with("ok_"), status == 0, "{name}\n{text}");
        insta::with_settings!({ snapshot_path => "snapshots/library", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, format!("{text}\nexit status {status}"));
        });
    }
}

#[test]
fn what_is_built_in_proves_as_files_too_with_its_cases() {
    let (text, status) = prove(Path::new("policies"));
    assert_eq!(status, 0, "{text}");
}

#[test]
fn nothing_to_prove_is_no_success() {
    assert_eq!(prove(Path::new("docs")), ("nothing to prove was found\n".to_owned(), 2));
}
