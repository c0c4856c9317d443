//! Where lines may end: UAX #14, with a short way through plain words.

use std::sync::LazyLock;

use unicode_linebreak::{break_property, linebreaks};

use crate::text::cut;

/// Appends to `ends` where lines may end next after `start`, where one may end too: after white space, and wherever else the
/// standard allows it. Ends are found stretch by stretch; the end of the stretch comes last, and that of the text in the end.
///
/// Most text is letters, digits and everyday marks with spaces between, where the standard allows a break after
/// every space and nowhere else. It is only asked about the stretches that are not.
pub(super) fn next_ends(text: &str, start: usize, ends: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    let mut is_plain = true;
    let mut is_ascii = true;
    // Whether the character before is a plain one.
    let mut follows_plain = false;
    let mut at = start;
    let end = loop {
        match (bytes.get(at), plain(bytes, at)) {
            (None, _) => break at,
            (_, Some((_, len))) => {
                is_ascii &= len == 1;
                follows_plain = true;
                at += len;
            }
            (Some(b' '), None) if follows_plain => {
                at += 1;
                if plain(bytes, at).is_some_and(|(kind, _)| kind == STARTS) {
                    break at;
                }
                is_plain &= at == bytes.len();
                follows_plain = false;
            }
            (Some(byte), None) => {
                is_plain = false;
                is_ascii &= byte.is_ascii_graphic() || (*byte == b' ' && at > start);
                follows_plain = false;
                at += 1;
            }
        }
    };
    if is_plain {
        ends.push(end);
    } else if is_ascii && !bytes[start..end].windows(2).any(|pair| pair == b"  ") {
        ends.extend((start + 1..end).filter(|at| PAIRS.may_break(bytes, *at)));
        ends.push(end);
    } else {
        ends.extend(linebreaks(cut(text, start..end)).map(|(at, _)| start + at));
    }
}

/// What the standard says of ASCII: there, whether a line may break hangs on two characters, and whether a space parts them.
struct Pairs {
    /// A number for each character, the same for those that break alike.
    class: [u8; 128],
    /// Whether a line may break between characters of two classes that stand side by side.
    beside: [[bool; MAX_CLASSES]; MAX_CLASSES],
    /// And that have a space between them.
    apart: [[bool; MAX_CLASSES]; MAX_CLASSES],
}

/// ASCII has twelve classes of visible characters.
const MAX_CLASSES: usize = 16;

static PAIRS: LazyLock<Pairs> = LazyLock::new(Pairs::new);

impl Pairs {
    fn new() -> Self {
        let mut class = [0; 128];
        // One character of each class.
        let mut samples: Vec<char> = Vec::new();
        for c in '!'..='~' {
            let property = |c: char| break_property(u32::from(c));
            let known = samples.iter().position(|sample| property(*sample) == property(c));
            class[c as usize] = known.unwrap_or(samples.len()) as u8;
            if known.is_none() {
                samples.push(c);
            }
        }
        let mut pairs = Self {
            class,
            beside: [[false; MAX_CLASSES]; MAX_CLASSES],
            apart: [[false; MAX_CLASSES]; MAX_CLASSES],
        };
        for (a, before) in samples.iter().enumerate() {
            for (b, after) in samples.iter().enumerate() {
                let is_break =
                    |text: &str, place: usize| linebreaks(text).any(|(at, _)| at == place);
                pairs.beside[a][b] = is_break(&format!("{before}{after}"), 1);
                pairs.apart[a][b] = is_break(&format!("{before} {after}"), 2);
            }
        }
        pairs
    }

    /// Whether a line may break at a place inside ASCII with single spaces.
    fn may_break(&self, bytes: &[u8], at: usize) -> bool {
        let class = |at: usize| usize::from(self.class[usize::from(bytes[at])]);
        match (bytes[at - 1], bytes[at]) {
            (_, b' ') => false,
            (b' ', _) => self.apart[class(at - 2)][class(at)],
            _ => self.beside[class(at - 1)][class(at)],
        }
    }
}

/// The plain words that follow `start` one after the other and fit into so many columns, each with the space after it: where
/// they end, and how wide they are. Between `start` and there, lines may end after every space and nowhere else.
pub(super) fn plain_words(text: &str, start: usize, columns: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut word, mut width) = (start, 0);
    loop {
        let (mut end, mut own) = (word, 0);
        loop {
            let n_ascii =
                bytes[end..].iter().take_while(|byte| KIND[usize::from(**byte)] > 0).count();
            end += n_ascii;
            own += n_ascii;
            let Some((_, len)) = plain(bytes, end) else { break };
            end += len;
            own += 1;
        }
        let is_break = bytes.get(end) == Some(&b' ')
            && plain(bytes, end + 1).is_some_and(|(kind, _)| kind == STARTS);
        if own == 0 || width + own > columns || !is_break {
            return (word, width);
        }
        word = end + 1;
        width += own + 1;
    }
}

/// What a plain character is, and its length in bytes: everyday ASCII, a Latin letter with its accent, a curly quotation
/// mark. Each takes one column.
fn plain(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let next = |by: usize| bytes.get(at + by).copied().unwrap_or_default();
    match *bytes.get(at)? {
        byte if KIND[usize::from(byte)] > 0 => Some((KIND[usize::from(byte)], 1)),
        // Signs of multiplication and division are no letters.
        0xC3 if !matches!(next(1), 0x97 | 0xB7) => Some((STARTS, 2)),
        0xC4..=0xC8 => Some((STARTS, 2)),
        0xE2 if next(1) == 0x80 && matches!(next(2), 0x98 | 0x99 | 0x9C | 0x9D) => {
            Some((STARTS, 3))
        }
        _ => None,
    }
}

/// A letter, a digit or a quotation mark: a line may begin with it after any plain byte and a space.
const STARTS: u8 = 2;

/// For each byte: [`STARTS`]; 1 for marks that never part from what stands on either side; 0 for all else.
const KIND: [u8; 256] = {
    let mut kind = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        kind[byte as usize] = match byte {
            b'"' | b'\'' => STARTS,
            _ if byte.is_ascii_alphanumeric() => STARTS,
            b'.' | b',' | b';' | b':' => 1,
            _ => 0,
        };
        byte += 1;
    }
    kind
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::text_width;

    #[test]
    fn the_short_way_breaks_as_the_standard_does() {
        // All texts of five of the first, and of four of all.
        let pieces = [
            "a", "7", ".", ":", "\"", " ", "  ", "-", "(", ")", "$", "!", "é", "”", "東", "\n",
            "}", "[", "+", "%", "/", "|", "?", "'", "#", "\\",
        ];
        let line_ends = |text: &str| {
            let mut ends = Vec::new();
            while *ends.last().unwrap_or(&0) < text.len() {
                next_ends(text, *ends.last().unwrap_or(&0), &mut ends);
            }
            ends
        };
        for (n_pieces, n_all) in [(16, 5), (pieces.len(), 4)] {
            for number in 0..usize::pow(n_pieces, n_all) {
                let piece = |place| pieces[number / usize::pow(n_pieces, place) % n_pieces];
                let text: String = (0..n_all).map(piece).collect();
                let standard: Vec<usize> = linebreaks(&text).map(|(at, _)| at).collect();
                assert_eq!(line_ends(&text), standard, "{text:?}");
                let (end, width) = plain_words(&text, 0, 4);
                assert!(end == 0 || standard.contains(&end), "{text:?}");
                assert_eq!(text_width(cut(&text, ..end)), width, "{text:?}");
                assert!(width <= 5, "{text:?}");
            }
        }
    }

    #[test]
    fn plain_letters_are_letters_to_the_standard() {
        for c in ('\u{C0}'..='\u{23F}').filter(|c| !matches!(c, '×' | '÷')) {
            assert_eq!(break_property(u32::from(c)), break_property(u32::from('a')), "{c}");
            assert_eq!(plain(c.to_string().as_bytes(), 0), Some((STARTS, 2)), "{c}");
        }
        for c in ['‘', '’', '“', '”'] {
            assert_eq!(break_property(u32::from(c)), break_property(u32::from('"')), "{c}");
        }
    }
}
