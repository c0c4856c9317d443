//! Sets of phrases, and whether a text has one of them in it.

use super::cut;
use super::sentence::is_unspaced;

/// Phrases, folded as [`fold`](super::keys::fold) does.
#[derive(Debug)]
pub struct Phrases {
    /// A bit for each [`beginning`] that some have: most words of a text begin like none.
    beginnings: [u64; 64],
    /// By their first bytes.
    by_first: Vec<Vec<String>>,
    /// Those in scripts that write no words apart: these stand anywhere in a line.
    unspaced: Vec<String>,
}

impl Phrases {
    /// Takes a phrase in.
    pub fn insert(&mut self, phrase: String) {
        let Some(first) = phrase.bytes().next() else { return };
        if phrase.starts_with(writes_no_spaces) {
            self.unspaced.push(phrase.clone());
        }
        let (place, bit) = beginning(phrase.as_bytes());
        self.beginnings[place] |= bit;
        self.by_first[usize::from(first)].push(phrase);
    }

    /// Whether whole words of a folded text are one of them.
    pub fn stand_in(&self, folded: &str) -> bool {
        let bytes = folded.as_bytes();
        let mut is_start = true;
        for (at, byte) in bytes.iter().enumerate() {
            if is_start && self.may_begin(&bytes[at..]) && self.begin(cut(folded, at..)) {
                return true;
            }
            is_start = *byte == b' ';
        }
        !folded.is_ascii() && self.unspaced.iter().any(|phrase| folded.contains(phrase))
    }

    /// Whether the first words of a folded text are one of them.
    pub fn begin(&self, folded: &str) -> bool {
        let Some(first) = folded.bytes().next() else { return false };
        let rest = |phrase: &String| folded.strip_prefix(phrase.as_str());
        let mut rests = self.by_first[usize::from(first)].iter().filter_map(rest);
        rests.any(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    #[inline]
    fn may_begin(&self, text: &[u8]) -> bool {
        let (place, bit) = beginning(text);
        self.beginnings[place] & bit != 0
    }
}

impl Default for Phrases {
    fn default() -> Self {
        Self {
            beginnings: [0; 64],
            by_first: vec![Vec::new(); 256],
            unspaced: Vec::new(),
        }
    }
}

impl Extend<String> for Phrases {
    fn extend<T: IntoIterator<Item = String>>(&mut self, phrases: T) {
        phrases.into_iter().for_each(|phrase| self.insert(phrase));
    }
}

/// Which of 4,096 bits stands for the first letters of a text: three of them, or as many as the first word has.
#[inline]
fn beginning(text: &[u8]) -> (usize, u64) {
    let number = match text {
        [b' ', ..] | [] => 0,
        [a, b' ', ..] | [a] => u32::from(*a),
        [a, b, b' ', ..] | [a, b] => u32::from(*a) * 31 + u32::from(*b),
        [a, b, c, ..] => (u32::from(*a) * 31 + u32::from(*b)) * 31 + u32::from(*c),
    };
    ((number >> 6 & 63) as usize, 1 << (number & 63))
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
