//! Sets of phrases, and whether a text has one of them in it.

use rustc_hash::FxHashMap;

use super::keys::fold;
use super::sentence::is_unspaced;
use super::token::IS_PLAIN;
use super::{cut, position};

/// Phrases, folded as [`fold`] does.
#[derive(Debug, Default)]
pub struct Phrases {
    all: Beginnings,
    /// The longest word of each, as far as it is plain letters: a text without any of them has none of the phrases.
    longest_words: Beginnings,
    /// Whether there are phrases of which that tells nothing.
    is_vague: bool,
    /// Those in scripts that write no words apart: these stand anywhere in a line.
    unspaced: Vec<String>,
}

impl Phrases {
    /// Takes a phrase in.
    pub fn insert(&mut self, phrase: String) {
        if phrase.starts_with(writes_no_spaces) {
            self.unspaced.push(phrase.clone());
        }
        let n_plain = |word: &str| word.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let longest = phrase.split(' ').max_by_key(|word| n_plain(word)).unwrap_or_default();
        if n_plain(longest) >= MIN_TOLD {
            self.longest_words.insert(cut(longest, ..n_plain(longest)).to_owned());
        } else {
            self.is_vague |= !has_far(phrase.as_bytes());
        }
        self.all.insert(phrase);
    }

    /// Whether a text has one of them, as it is written: most texts need not be folded to tell.
    pub fn are_in(&self, text: &str) -> bool {
        self.may_be_in(text.as_bytes()) && self.stand_in(&fold(text))
    }

    fn may_be_in(&self, text: &[u8]) -> bool {
        let mut is_start = true;
        for (at, byte) in text.iter().enumerate() {
            let stands_here = |word: &String| {
                let own = text.get(at..at + word.len());
                own.is_some_and(|own| own.eq_ignore_ascii_case(word.as_bytes()))
            };
            if is_start && self.longest_words.of(&text[at..]).iter().any(stands_here) {
                return true;
            }
            is_start = !IS_PLAIN[usize::from(*byte)];
        }
        self.is_vague || has_far(text)
    }

    /// Whether whole words of a folded text are one of them.
    pub fn stand_in(&self, folded: &str) -> bool {
        let mut is_start = true;
        for (at, byte) in folded.bytes().enumerate() {
            if is_start && self.begin(cut(folded, at..)) {
                return true;
            }
            is_start = byte == b' ';
        }
        has_far(folded.as_bytes()) && self.unspaced.iter().any(|phrase| folded.contains(phrase))
    }

    /// Whether the first words of a folded text are one of them.
    pub fn begin(&self, folded: &str) -> bool {
        let rest = |phrase: &String| folded.strip_prefix(phrase.as_str());
        let mut rests = self.all.of(folded.as_bytes()).iter().filter_map(rest);
        rests.any(|rest| rest.is_empty() || rest.starts_with(' '))
    }
}

impl Extend<String> for Phrases {
    fn extend<T: IntoIterator<Item = String>>(&mut self, phrases: T) {
        phrases.into_iter().for_each(|phrase| self.insert(phrase));
    }
}

/// The fewest letters of a word that tells whether a phrase may stand in a text.
const MIN_TOLD: usize = 3;

/// Whether a text has letters of other scripts than Latin, Greek and Cyrillic. Quotation marks and dashes begin with 0xE2.
fn has_far(text: &[u8]) -> bool {
    position(text, |byte| u8::from(byte >= 0xD8) & u8::from(byte != 0xE2)).is_some()
}

/// Words or phrases in lower case, by how they begin.
#[derive(Debug)]
struct Beginnings {
    /// A bit for each [`beginning`] that some have, by its lowest bits: most words of a text begin like none.
    bits: [u64; 64],
    all: FxHashMap<usize, Vec<String>>,
}

impl Beginnings {
    fn insert(&mut self, text: String) {
        let beginning = beginning(text.as_bytes());
        self.bits[beginning >> 6 & 63] |= 1 << (beginning & 63);
        self.all.entry(beginning).or_default().push(text);
    }

    /// Those that may begin as a text does, in upper or lower case.
    #[inline]
    fn of(&self, text: &[u8]) -> &[String] {
        let beginning = beginning(text);
        if self.bits[beginning >> 6 & 63] >> (beginning & 63) & 1 == 0 {
            return &[];
        }
        self.all.get(&beginning).map_or(&[], Vec::as_slice)
    }
}

impl Default for Beginnings {
    fn default() -> Self {
        Self { bits: [0; 64], all: FxHashMap::default() }
    }
}

/// The lowest five bits of each of the first three letters of a text, or of as many as its first word has. They are the same
/// of small and capital letters, and 0 of a space.
#[inline]
fn beginning(text: &[u8]) -> usize {
    let low = |at: usize| text.get(at).map_or(0, |byte| usize::from(byte & 0x1F));
    let (first, second) = (low(0), low(1));
    let third = if second == 0 { 0 } else { low(2) };
    first << 10 | second << 5 | third
}

/// Whether a letter's script writes no words apart.
const fn writes_no_spaces(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_found() {
        let mut phrases = Phrases::default();
        phrases.extend(["sign up", "a", "続きを読む"].map(str::to_owned));
        for text in ["sign up", "please sign up here", "it is a", "a", "この続きを読むには"]
        {
            assert!(phrases.stand_in(text), "{text}");
        }
        for text in ["", "sign", "design up", "sign upon it", "an", "読む"] {
            assert!(!phrases.stand_in(text), "{text}");
        }
        assert!(phrases.begin("sign up here") && !phrases.begin("please sign up"));
    }

    #[test]
    fn texts_need_not_be_folded_to_tell() {
        let list = [
            "not edited by",
            "a été modifié",
            "c'est aujourd'hui",
            "続きを読む",
            "تم تحديث هذا الخبر",
        ];
        let mut phrases = Phrases::default();
        phrases.extend(list.map(str::to_owned));
        for text in [
            "(This was not Edited  by us.)",
            "“NOT—EDITED_BY”",
            "Il A ÉTÉ MODIFIÉ hier",
            "C’est aujourd’hui",
            "ｎｏｔ ｅｄｉｔｅｄ ｂｙ",
            "この続きを読むには",
            "«تم تحديث هذا الخبر»",
        ] {
            assert!(phrases.are_in(text) && phrases.stand_in(&fold(text)), "{text}");
        }
        for text in ["", "It was edited by us", "a été", "said", "reedited", "ŁÓDŹ"] {
            assert!(!phrases.are_in(text) && !phrases.stand_in(&fold(text)), "{text}");
        }
        // Most lines are not folded.
        assert!(!phrases.may_be_in("The café’s owner said “no”".as_bytes()));
        phrases.insert("ai".to_owned());
        assert!(phrases.are_in("It was AI.") && !phrases.are_in("It was."));
    }
}
