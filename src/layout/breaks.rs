//! Where lines may end: UAX #14, with a short way through plain words.

use unicode_linebreak::linebreaks;

use crate::text::cut;

/// Appends to `ends` where lines may end next after `start`, where one may end too: after white space, and wherever else the
/// standard allows it. Ends are found stretch by stretch; the end of the stretch comes last, and that of the text in the end.
///
/// Most text is letters, digits and everyday marks with spaces between, where the standard allows a break after
/// every space and nowhere else. It is only asked about the stretches that are not.
pub(super) fn next_ends(text: &str, start: usize, ends: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    let mut is_plain = true;
    let mut at = start;
    let end = loop {
        match bytes.get(at) {
            None => break at,
            Some(b' ') if at > start && KIND[usize::from(bytes[at - 1])] > 0 => {
                at += 1;
                if bytes.get(at).is_some_and(|next| KIND[usize::from(*next)] == STARTS) {
                    break at;
                }
                is_plain &= at == bytes.len();
            }
            Some(byte) => {
                is_plain &= KIND[usize::from(*byte)] > 0;
                at += 1;
            }
        }
    };
    if is_plain {
        ends.push(end);
    } else {
        ends.extend(linebreaks(cut(text, start..end)).map(|(at, _)| start + at));
    }
}

/// Where the last of the plain words ends that follow `start` one after the other and end at `limit` or before, with the
/// space after it; `start` if there is none. Between `start` and there, lines may end after every space and nowhere else.
pub(super) fn plain_end(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let kind = |at: usize| bytes.get(at).map_or(0, |byte| KIND[usize::from(*byte)]);
    let mut word = start;
    loop {
        let len = bytes[word..].iter().take_while(|byte| KIND[usize::from(**byte)] > 0).count();
        let end = word + len;
        if len == 0 || end > limit || bytes.get(end) != Some(&b' ') || kind(end + 1) != STARTS {
            return word;
        }
        word = end + 1;
    }
}

/// A letter, a digit or a straight quotation mark: a line may begin with it after any plain byte and a space.
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

    #[test]
    fn the_short_way_breaks_as_the_standard_does() {
        // All texts of five of these.
        let pieces =
            ["a", "7", ".", ":", "\"", " ", "  ", "-", "(", ")", "$", "!", "é", "”", "東", "\n"];
        let line_ends = |text: &str| {
            let mut ends = Vec::new();
            while *ends.last().unwrap_or(&0) < text.len() {
                next_ends(text, *ends.last().unwrap_or(&0), &mut ends);
            }
            ends
        };
        let n = pieces.len();
        for number in 0..n.pow(5) {
            let text: String = (0..5).map(|place| pieces[number / n.pow(place) % n]).collect();
            let standard: Vec<usize> = linebreaks(&text).map(|(at, _)| at).collect();
            assert_eq!(line_ends(&text), standard, "{text:?}");
            let plain = plain_end(&text, 0, 4);
            assert!(plain == 0 || standard.contains(&plain), "{text:?}");
            assert!(text[..plain].trim_end().len() <= 4, "{text:?}");
        }
    }
}
