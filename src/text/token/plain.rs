//! Words that need no rule: where they end, and their lower case. Nearly all words of Western news are of these.

use crate::text::keys::MatchKey;

/// The longest word that is folded on the stack, in bytes.
const MAX_PLAIN: usize = 48;

/// Words up to this length are folded with what follows them.
const SHORT: usize = 16;

/// A run of ASCII letters and digits and of Latin letters with accents, with nothing in it that needs a rule: most
/// words. No rule parts two of these.
pub(super) struct PlainWord {
    /// Its length in bytes.
    pub(super) len: usize,
    /// Whether all its letters are those of ASCII and Latin-1.
    is_western: bool,
}

impl PlainWord {
    /// The run at the start of some text.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut word = Self { len: 0, is_western: true };
        loop {
            while text.get(word.len).is_some_and(|byte| IS_PLAIN[usize::from(*byte)]) {
                word.len += 1;
            }
            match &text[word.len..] {
                // U+00C0 to U+00FF without × and ÷.
                [0xC3, second, ..] if !matches!(second, 0x97 | 0xB7) => {}
                // U+0100 to U+024F.
                [0xC4..=0xC8, _, ..] | [0xC9, 0x80..=0x8F, ..] => word.is_western = false,
                _ => return word,
            }
            word.len += 2;
        }
    }

    /// What it is compared by, if that can be told here: the word at the start of `text`, in lower case.
    pub(super) fn key(&self, text: &[u8]) -> Option<MatchKey> {
        if !self.is_western {
            return None;
        }
        // Nearly all words are folded together with what follows them, all bytes at once.
        if let Some(mut folded) = text.first_chunk::<SHORT>().filter(|_| self.len <= SHORT).copied()
        {
            for byte in &mut folded {
                *byte = lower(*byte);
            }
            return folded.get(..self.len).map(MatchKey::of_bytes);
        }
        let mut folded = [0; MAX_PLAIN];
        let word = folded.get_mut(..self.len)?;
        word.copy_from_slice(&text[..self.len]);
        for byte in &mut *word {
            *byte = lower(*byte);
        }
        Some(MatchKey::of_bytes(word))
    }
}

/// A byte of a plain word of western letters as it is in lower case. In ASCII and in what follows the byte 0xC3, which
/// itself stays, small letters stand 32 places after capital ones.
#[inline]
const fn lower(byte: u8) -> u8 {
    let is_capital = byte.is_ascii_uppercase() as u8 | (byte >= 0x80) as u8 & (byte < 0x9F) as u8;
    byte.wrapping_add(is_capital << 5)
}

/// Length and key of the number at the start of a text whose digits are in groups: "1,200". Nothing if it needs a rule, or
/// is none.
pub(super) fn grouped_number(text: &[u8]) -> Option<(usize, MatchKey)> {
    let n_digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut len = n_digits(text);
    let mut digits = [0; MAX_PLAIN];
    let mut n = len;
    digits.get_mut(..len).filter(|_| (1..=3).contains(&len))?.copy_from_slice(&text[..len]);
    while text.get(len) == Some(&b',') && n_digits(&text[len + 1..]) == 3 {
        digits.get_mut(n..n + 3)?.copy_from_slice(&text[len + 1..len + 4]);
        (len, n) = (len + 4, n + 3);
    }
    let is_grouped = n > 3 && ends_plainly(text, len) && PlainWord::of(&text[len..]).len == 0;
    is_grouped.then(|| (len, MatchKey::of_bytes(&digits[..n])))
}

/// Which bytes are ASCII letters and digits.
pub(in crate::text) const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        is_plain[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    is_plain
};

/// Length of the apostrophe at the start, in bytes.
pub(super) fn apostrophe_len(bytes: &[u8]) -> usize {
    match bytes {
        [b'\'', ..] => 1,
        [0xE2, 0x80, 0x99, ..] => 3,
        _ => 0,
    }
}

/// Whether a run of letters and digits ends with a letter.
pub(super) fn ends_in_letter(word: &[u8]) -> bool {
    word.last().is_some_and(|last| !last.is_ascii_digit())
}

/// Whether no rule of word borders has a say at `end`, where a run of letters and digits ends.
pub(super) fn ends_plainly(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end) {
        None => true,
        Some(b'\'' | b'.' | b',' | b'_') => match bytes.get(end + 1) {
            Some(0xE2) => matches!(bytes.get(end + 2..end + 4), Some([0x80, 0x99 | 0x9D])),
            next => next.is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric()),
        },
        // “ ” – — … end a word, and ’ does before anything but a letter.
        Some(0xE2) => match bytes.get(end + 1..end + 3) {
            Some([0x80, 0x93 | 0x94 | 0x9C | 0x9D | 0xA6]) => true,
            Some([0x80, 0x99]) => {
                bytes.get(end + 3).is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric())
            }
            _ => false,
        },
        Some(b) => b.is_ascii(),
    }
}
