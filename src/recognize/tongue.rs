//! Which languages a text may be in, so that no phrase of one language speaks in a text of another.
//!
//! Who writes a form may say its language, and may be wrong: templates say `lang="en"` above any text. The words themselves
//! are heard as well. Each word of the vocabulary knows the languages whose phrases hold it, so hearing costs a look for
//! each word, and more only where one of them is not of home.

use super::terms::Terms;
use super::words::Token;

/// Languages, one bit for each by its number among those of the vocabulary.
pub(super) type Tongues = u32;

/// English and Spanish: a text that tells nothing is read as both.
pub(super) const HOME: Tongues = 0b11;

/// The languages at home, in the order of their bits.
pub(super) const AT_HOME: [&str; 2] = ["en", "es"];

/// By so many words a language must be louder than those at home, before these are silent in a text of no declared language.
const LOUD: usize = 2;

impl Terms {
    /// The languages of the vocabulary that a tag names; none where it names no known one.
    pub(super) fn tongues(&self, tag: &str) -> Option<Tongues> {
        let primary = primary(tag);
        let primary = if primary.eq_ignore_ascii_case("fil") { "tl" } else { primary };
        let known = self.languages.iter().enumerate().filter(|(_, known)| self::primary(known).eq_ignore_ascii_case(primary));
        Some(known.fold(0, |all, (number, _)| all | bit(number))).filter(|tongues| *tongues != 0)
    }

    /// The languages in which a text of these words may be read.
    pub(super) fn heard(&self, tokens: &[Token], declared: Option<Tongues>) -> Tongues {
        let base = declared.map_or(HOME, |tongues| if tongues & HOME != 0 { tongues | HOME } else { tongues });
        let foreign = |token: &Token| {
            let voices = self.voices(token.id);
            voices != 0 && voices & base == 0
        };
        if !tokens.iter().any(foreign) {
            return base;
        }
        let mut counts = [0_usize; Tongues::BITS as usize];
        for token in tokens {
            let voices = self.voices(token.id);
            let spoken = counts.iter_mut().enumerate().filter(|(number, _)| voices & bit(*number) != 0);
            spoken.for_each(|(_, count)| *count += 1);
        }
        let numbered = || counts.iter().enumerate();
        let most = |among: Tongues| numbered().filter(|(number, _)| among & bit(*number) != 0).map(|(_, count)| *count).max().unwrap_or(0);
        let (loudest, said) = (most(Tongues::MAX), most(base));
        if loudest <= said {
            return base;
        }
        let loud = numbered().filter(|(_, count)| **count == loudest).fold(0, |all, (number, _)| all | bit(number));
        let loud = if loud & HOME != 0 { loud | HOME } else { loud };
        if declared.is_none() && loudest >= said + LOUD { loud } else { base | loud }
    }
}

/// The bit of a language by its number.
pub(super) fn bit(number: usize) -> Tongues {
    u32::try_from(number).ok().and_then(|number| 1_u32.checked_shl(number)).unwrap_or(0)
}

/// The language of a tag without script and region.
pub(super) fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}
