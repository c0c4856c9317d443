//! Sets of phrases, and whether a text has one of them in it.

use rustc_hash::FxHashMap;

use super::cut;
use super::sentence::is_unspaced;

/// Phrases, folded as [`fold`](super::keys::fold) does.
#[derive(Debug)]
pub struct Phrases {
    /// A bit for each [`beginning`] that some have: most words of a text begin like none.
    beginnings: [u64; 64],
    /// By these.
    by_beginning: FxHashMap<u32, Vec<String>>,
    /// Those in scripts that write no words apart: these stand anywhere in a line.
    unspaced: Vec<String>,
}

impl Phrases {
    /// Takes a phrase in.
    pub fn insert(&mut self, phrase: String) {
        if phrase.starts_with(writes_no_spaces) {
            self.unspaced.push(phrase.clone());
        }
        let beginning = beginning(phrase.as_bytes());
        self.beginnings[place(beginning)] |= bit(beginning);
        self.by_beginning.entry(beginning).or_default().push(phrase);
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
        !folded.is_ascii() && self.unspaced.iter().any(|phrase| folded.contains(phrase))
    }

    /// Whether the first words of a folded text are one of them.
    pub fn begin(&self, folded: &str) -> bool {
        let beginning = beginning(folded.as_bytes());
        if self.beginnings[place(beginning)] & bit(beginning) == 0 {
            return false;
        }
        let phrases = self.by_beginning.get(&beginning).map_or(&[][..], Vec::as_slice);
        let rest = |phrase: &String| folded.strip_prefix(phrase.as_str());
        phrases.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with(' '))
    }
}

impl Default for Phrases {
    fn default() -> Self {
        let by_beginning = FxHashMap::default();
        Self { beginnings: [0; 64], by_beginning, unspaced: Vec::new() }
    }
}

impl Extend<String> for Phrases {
    fn extend<T: IntoIterator<Item = String>>(&mut self, phrases: T) {
        phrases.into_iter().for_each(|phrase| self.insert(phrase));
    }
}

/// The first three bytes of a text, or as many as its first word has.
#[inline]
const fn beginning(text: &[u8]) -> u32 {
    match *text {
        [b' ', ..] | [] => 0,
        [a, b' ', ..] | [a] => a as u32,
        [a, b, b' ', ..] | [a, b] => (a as u32) << 8 | b as u32,
        [a, b, c, ..] => (a as u32) << 16 | (b as u32) << 8 | c as u32,
    }
}

/// Where the bit of a beginning is, of 4,096: five bits of the middle letter and some of the others.
#[inline]
const fn place(beginning: u32) -> usize {
    ((beginning >> 8 & 0x1F) << 1 | (beginning >> 16 & 1)) as usize
}

#[inline]
const fn bit(beginning: u32) -> u64 {
    1 << ((beginning ^ beginning >> 15) & 63)
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
}
