//! What scripts ask of whoever takes words apart: which letters are words of their own, which marks make another letter, and
//! what is written onto a word and is no part of it.
//!
//! All of it is done alike to the phrases of the vocabulary and to the texts of a form, so that one look-up finds a word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a character is a word of its own: no blanks stand between words of its script.
pub(super) fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The language that is taken to be written in a script, by one of its letters; none for a Latin letter. Letters by which
/// another language of the same script is known give an empty tag.
pub(super) fn language(letter: char) -> Option<&'static str> {
    match letter {
        _ if letter <= '\u{24f}' || ('\u{1e00}'..='\u{1eff}').contains(&letter) || !letter.is_alphabetic() => None,
        '\u{2b0}'..='\u{2ff}' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => None,
        'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => Some("ru"),
        'پ' | 'چ' | 'ژ' | 'گ' | 'ہ' | 'ے' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' => Some(""),
        '\u{620}'..='\u{6d3}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => Some("ar"),
        '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => Some("ko"),
        '\u{3040}'..='\u{30ff}' => Some(""),
        _ if is_ideograph(letter) => Some("zh"),
        _ => Some(""),
    }
}

/// Whether a text tells by its letters that it is in a language that shares its script with a better known one.
pub(super) fn is_telltale_text(text: &str) -> bool {
    let letters = || text.chars().zip(text.chars().skip(1).chain([' ']));
    // In Russian the hard sign stands before these vowels alone; in Bulgarian it is a vowel itself.
    let hard = |(letter, next): (char, char)| matches!(letter, 'ъ' | 'Ъ') && !"еёюяЕЁЮЯ".contains(next);
    letters().any(|pair| is_telltale(pair.0) || hard(pair))
}

/// Whether a letter by itself tells such a language.
fn is_telltale(letter: char) -> bool {
    matches!(
        letter,
        'پ' | 'چ' | 'ژ' | 'گ' | 'ہ' | 'ے' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | '\u{3040}'
            ..='\u{30fb}' | 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'ў' | 'ђ' | 'ћ' | 'љ' | 'њ' | 'џ' | 'ј' | '\u{400}' | '\u{403}' | '\u{405}' | '\u{408}'..='\u{40f}' | '\u{453}' | '\u{455}' | '\u{45c}' | '\u{490}'..='\u{52f}'
    )
}

/// What a sign of punctuation beyond ASCII does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Ends a sentence.
    Sentence,
    /// Joins what stands around it.
    Joint,
}

/// What a sign of punctuation beyond ASCII does, if it does anything.
pub(super) fn stop(sign: char) -> Option<Stop> {
    match sign {
        '。' | '？' | '！' | '；' | '：' | '؟' | '؛' => Some(Stop::Sentence),
        '、' | '，' | '／' | '،' => Some(Stop::Joint),
        _ => None,
    }
}

/// Marks that make another letter, and not another spelling of the same: those of Vietnamese that no other language here has.
fn makes_a_letter(mark: char) -> bool {
    matches!(mark, '\u{309}' | '\u{31b}' | '\u{323}')
}

/// Writes a letter without case, accents and other looks of it.
pub(super) fn fold(letter: char, folded: &mut String) {
    match letter {
        // The syllables of Korean would fall apart into letters.
        '\u{ac00}'..='\u{d7a3}' => folded.push(letter),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'ё' | 'Ё' => folded.push('е'),
        '\u{400}'..='\u{52f}' => folded.extend(letter.to_lowercase()),
        'ى' => folded.push('ي'),
        // Stretches a word of Arabic.
        '\u{640}' => {}
        _ => {
            let parts = letter.nfkd().filter(|part| !is_combining_mark(*part) || makes_a_letter(*part)).flat_map(char::to_lowercase);
            folded.extend(parts.filter(|part| part.is_alphanumeric() || makes_a_letter(*part)));
        }
    }
}

/// A Vietnamese text as it is typed without its marks; none where that changes nothing.
pub(super) fn unmarked(text: &str) -> Option<String> {
    let plain: String = text.nfd().filter(|part| !is_combining_mark(*part)).map(|part| if part == 'đ' { 'd' } else { part }).collect();
    (plain != text).then_some(plain)
}

/// Whether an apostrophe stands between two words, of which one has lost a vowel: `l'âge`, `n'êtes`, and in Welsh `chi'n`, `i'r`.
pub(super) fn is_elision(before: &str, after: &str) -> bool {
    let vowel = matches!(after.bytes().next().map(|byte| byte.to_ascii_lowercase()), Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h'));
    let length = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = after.get(..length).unwrap_or_default();
    (vowel && ["l", "d", "n", "j", "m", "t", "s", "c", "qu"].contains(&before)) || ["r", "n", "ch", "u", "i", "w"].contains(&rest)
}

/// Endings of Russian nouns and adjectives, the longest first.
const RUSSIAN: &[&str] = &[
    "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "иям", "ией", "ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий",
    "ой", "ей", "ую", "юю", "ых", "их", "ым", "им", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ия", "ии", "ию", "ью", "а", "я", "ы",
    "и", "у", "ю", "е", "о", "ь", "й",
];
/// Particles of Korean, and the ends of a polite question, the longest first.
const KOREAN: &[&str] = &[
    "이십니까",
    "이신가요",
    "입니까",
    "인가요",
    "에서는",
    "으로는",
    "에서",
    "에게",
    "으로",
    "까지",
    "부터",
    "이나",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
];
/// Articles of Arabic with what may stand glued before them, the longest first.
const ARTICLES: &[&str] = &["وال", "بال", "فال", "كال", "لل", "ال"];
/// Words of one letter that Arabic writes onto the next: to, with, and.
const ONTO_THE_NEXT: &[&str] = &["ل", "ب", "و"];
/// Pronouns of Arabic that are written onto a word, the longest first.
const PRONOUNS: &[&str] = &["كم", "هم", "ها", "نا", "ك", "ه"];

/// Takes off the last word what is written onto it and is no part of it: particles of Korean, articles and pronouns of
/// Arabic, the endings of Russian cases. Enough is left for the word to be one.
pub(super) fn detach(folded: &mut String, start: usize) {
    match folded.get(start..).and_then(|word| word.chars().next()) {
        Some('\u{400}'..='\u{4ff}') => {
            cut_end(folded, start, RUSSIAN, 4);
        }
        Some('\u{ac00}'..='\u{d7a3}') => {
            cut_end(folded, start, KOREAN, 2);
        }
        Some('\u{620}'..='\u{64a}') => {
            // Before a pronoun the last letter of most feminine words is written as it is spoken.
            if cut_end(folded, start, PRONOUNS, 3) && folded.ends_with('ت') {
                folded.pop();
                folded.push('ة');
            }
            cut_start(folded, start, ARTICLES, 3);
            cut_start(folded, start, ONTO_THE_NEXT, 3);
        }
        _ => {}
    }
}

/// Cuts the first of these endings that leaves so many letters; tells whether there is one.
fn cut_end(folded: &mut String, start: usize, endings: &[&str], least: usize) -> bool {
    let word = folded.get(start..).unwrap_or_default();
    let left = endings.iter().filter_map(|ending| word.strip_suffix(ending)).find(|left| left.chars().count() >= least).map(str::len);
    if let Some(left) = left {
        folded.truncate(start + left);
    }
    left.is_some()
}

/// Cuts the first of these beginnings that leaves so many letters.
fn cut_start(folded: &mut String, start: usize, beginnings: &[&str], least: usize) {
    let word = folded.get(start..).unwrap_or_default();
    let cut = beginnings.iter().find(|beginning| word.strip_prefix(**beginning).is_some_and(|left| left.chars().count() >= least));
    if let Some(beginning) = cut {
        folded.replace_range(start..start + beginning.len(), "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &str) {
        let mut folded = String::from("x ");
        word.chars().for_each(|letter| fold(letter, &mut folded));
        detach(&mut folded, 2);
        assert_eq!(folded.get(2..), Some(expected), "{word}");
    }

    #[test]
    fn words_are_found_as_they_are_written_in_texts() {
        for form in ["гражданство", "гражданства", "Гражданством", "гражданстве"] {
            check(form, "гражданств");
        }
        check("пол", "пол");
        check("поле", "поле");
        check("Ребёнка", "ребенк");
        for form in ["국적", "국적은", "국적이", "국적을", "국적인가요"] {
            check(form, "국적");
        }
        check("나이", "나이");
        check("나이는", "나이");
        for form in ["الجنسية", "جنسية", "جنسيتك", "والجنسية", "جِنْسِيَّة"] {
            check(form, "جنسية");
        }
        check("جنسك", "جنس");
        check("لعرقك", "عرق");
        check("اللجوء", "جوء");
        check("لجوء", "جوء");
        check("وزنك", "وزن");
        check("إعاقة", "اعاقة");
        check("Größe", "grosse");
    }

    #[test]
    fn marks_that_make_another_letter_stay() {
        let folded = |word: &str| {
            let mut folded = String::new();
            word.chars().for_each(|letter| fold(letter, &mut folded));
            folded
        };
        assert_ne!(folded("tội"), folded("tôi"));
        assert_eq!(folded("tội"), folded("to\u{323}\u{302}i"));
        assert_eq!(unmarked("quốc tịch"), Some("quoc tich".to_owned()));
        assert_eq!(unmarked("sinh con"), None);
        assert_eq!(folded("Nationalité"), "nationalite");
    }
}
