//! Words by which a person agrees to something, in the languages of the forms at hand.

/// Whether the words of a box, or of a text block, are words of agreement.
pub(super) fn agrees(text: &str) -> bool {
    let text = text.to_lowercase().replace('\u{2019}', "'");
    let first_person = FIRST.iter().any(|words| at_word(&text, words));
    let by_doing = BY.iter().any(|words| text.starts_with(words)) && AGREE.iter().any(|words| text.contains(words));
    first_person || by_doing
}

/// Whether the words stand in the text at the start of a word.
fn at_word(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| !text.get(..at).unwrap_or_default().ends_with(char::is_alphanumeric))
}

const FIRST: &[&str] = &[
    "i agree",
    "i consent",
    "i authorize",
    "i authorise",
    "i certify",
    "i acknowledge",
    "i accept",
    "i understand",
    "i give permission",
    "i give my permission",
    "i give my consent",
    "i hereby",
    "i have read",
    "i declare",
    "i attest",
    "i affirm",
    "we agree",
    "we consent",
    "estoy de acuerdo",
    "acepto",
    "autorizo",
    "doy mi consentimiento",
    "certifico",
    "entiendo que",
    "declaro",
    "j'accepte",
    "je consens",
    "j'autorise",
    "je certifie",
    "je déclare",
    "je comprends que",
    "concordo",
    "ich stimme",
    "ich willige",
    "mwen dakò",
    "tôi đồng ý",
    "我同意",
    "동의합니다",
];

const BY: &[&str] = &[
    "by submitting",
    "by signing",
    "by checking",
    "by ticking",
    "by clicking",
    "by selecting",
    "by completing",
    "by providing",
    "al enviar",
    "al firmar",
    "al marcar",
    "en soumettant",
    "en signant",
    "en cochant",
];

const AGREE: &[&str] = &[
    "agree",
    "consent",
    "authorize",
    "authorise",
    "acknowledge",
    "accept",
    "certify",
    "acepta",
    "autoriza",
    "consiente",
    "acepto",
    "acceptez",
    "consentez",
    "autorisez",
];

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn agreement_is_told_from_a_choice() {
        assert!(agrees("I agree that my data may be shared"));
        assert!(agrees("Acepto los términos"));
        assert!(agrees("By submitting this form, you consent to the use of your data"));
        assert!(!agrees("Send me the newsletter"));
        assert!(!agrees("By submitting this form early you save time"));
        assert!(!agrees("Hawaii agreement number"));
    }
}
