//! Sets of phrases, and whether a text has one of them in it.

use super::sentence::is_unspaced;

/// Phrases, folded as [`fold`](super::keys::fold) does.
#[derive(Debug)]
pub struct Phrases {
    /// By how they begin: see [`beginning`].
    by_beginning: Vec<Vec<String>>,
    /// Those in scripts that write no words apart: these stand anywhere in a line.
    unspaced: Vec<String>,
}

impl Phrases {
    /// Takes a phrase in.
    pub fn insert(&mut self, phrase: String) {
        if phrase.starts_with(writes_no_spaces) {
            self.unspaced.push(phrase.clone());
        }
        self.by_beginning[beginning(phrase.as_bytes())].push(phrase);
    }

    /// Whether whole words of a folded text are one of them.
    pub fn stand_in(&self, folded: &str) -> bool {
        let bytes = folded.as_bytes();
        let mut is_start = true;
        for (at, byte) in bytes.iter().enumerate() {
            if is_start && self.begin_text(&bytes[at..]) {
                return true;
            }
            is_start = *byte == b' ';
        }
        !folded.is_ascii() && self.unspaced.iter().any(|phrase| folded.contains(phrase))
    }

    /// Whether the first words of a folded text are one of them.
    pub fn begin(&self, folded: &str) -> bool {
        self.begin_text(folded.as_bytes())
    }

    fn begin_text(&self, text: &[u8]) -> bool {
        let phrases = &self.by_beginning[beginning(text)];
        let rest = |phrase: &String| text.strip_prefix(phrase.as_bytes());
        phrases.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with(b" "))
    }
}

impl Default for Phrases {
    fn default() -> Self {
        Self { by_beginning: vec![Vec::new(); N_BEGINNINGS], unspaced: Vec::new() }
    }
}

impl Extend<String> for Phrases {
    fn extend<T: IntoIterator<Item = String>>(&mut self, phrases: T) {
        phrases.into_iter().for_each(|phrase| self.insert(phrase));
    }
}

/// Beginnings that are told apart.
const N_BEGINNINGS: usize = 1 << 10;

/// The number of the first two bytes of a text.
fn beginning(text: &[u8]) -> usize {
    let low = |at: usize| usize::from(text.get(at).copied().unwrap_or(b' ') & 0x1F);
    low(0) << 5 | low(1)
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
