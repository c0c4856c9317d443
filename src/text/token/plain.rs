//! Words that need no rule: where they end, and their lower case. Nearly all words of Western news are of these.

/// The longest word that is folded on the stack, in bytes.
const MAX_PLAIN: usize = 48;

/// A run of ASCII letters and digits and of Latin letters with accents, with nothing in it that needs a rule: most
/// words. No rule parts two of these.
pub(super) struct PlainWord {
    /// Its length in bytes.
    pub(super) len: usize,
    /// The word in lower case, if it is short and its letters are those of ASCII and Latin-1.
    folded: [u8; MAX_PLAIN],
    is_folded: bool,
}

impl PlainWord {
    /// The run at the start of some text.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut word = Self { len: 0, folded: [0; MAX_PLAIN], is_folded: true };
        while let Some(byte) = bytes.get(word.len) {
            let low = LOWER[usize::from(*byte)];
            if low != 0 {
                word.push(low);
                continue;
            }
            match (byte, bytes.get(word.len + 1)) {
                // U+00C0 to U+00FF without × and ÷; the small letters stand 32 places on.
                (0xC3, Some(second)) if !matches!(second, 0x97 | 0xB7) => {
                    word.push(0xC3);
                    word.push(if *second < 0x9F { second + 0x20 } else { *second });
                }
                // U+0100 to U+024F.
                (0xC4..=0xC8, Some(_)) | (0xC9, Some(0x80..=0x8F)) => {
                    word.len += 2;
                    word.is_folded = false;
                }
                _ => break,
            }
        }
        word
    }

    fn push(&mut self, folded: u8) {
        if let Some(place) = self.folded.get_mut(self.len) {
            *place = folded;
        }
        self.len += 1;
    }

    /// The word in lower case, if it could be folded here.
    pub(super) fn folded(&self) -> Option<&[u8]> {
        self.folded.get(..self.len).filter(|_| self.is_folded)
    }
}

/// ASCII letters and digits in lower case, by their codes; 0 for all else.
const LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            lower[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    lower
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
