//! Match keys: what a token is compared by.
//!
//! Two keys for every token. The *typographic* key (`k1`) folds what only a typesetter sees: quotation
//! marks, dashes, ellipses, normal forms, soft hyphens, ligatures. The *match* key (`k2`) also folds
//! case, the dots of acronyms and the grouping of digits. Tokens are aligned by their match key; a
//! typographic key is only asked for when two tokens match and their bytes differ, so it is not stored.
//! No key ever folds a digit, a negation or a letter with its accent into another.

mod index;

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use xxhash_rust::xxh3::xxh3_64;

pub use index::KeyIndex;

/// The match key of a token: 64 bits of a hash of its folded spelling.
///
/// Two different spellings share a key once in about 10^19 pairs; only bookmarks
/// persist them, which may be lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MatchKey(pub u64);

impl MatchKey {
    /// The key of an already folded spelling.
    pub fn of(folded: &str) -> Self {
        Self::of_bytes(folded.as_bytes())
    }

    /// The key of an already folded spelling, given as UTF-8.
    #[inline]
    pub fn of_bytes(folded: &[u8]) -> Self {
        Self(xxh3_64(folded))
    }

    /// The key of a sequence of keys, in order. Keys are hashes already, so that a sum in which the place
    /// counts is enough: each step can be undone, and no two sequences meet more often than any two keys do.
    #[inline]
    pub fn of_all(keys: impl IntoIterator<Item = Self>) -> Self {
        let fold =
            |all: u64, key: Self| (all.rotate_left(23) ^ key.0).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self(keys.into_iter().fold(0, fold))
    }
}

/// Folds a token as far as it may be folded for matching (`k2`).
///
/// ```
/// use copydesk::text::keys::match_spelling;
///
/// assert_eq!(match_spelling("U.S."), match_spelling("US"));
/// assert_eq!(match_spelling("1,200"), "1200");
/// assert_ne!(match_spelling("US"), match_spelling("us"));
/// ```
pub fn match_spelling(token: &str) -> Cow<'_, str> {
    if token.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(token);
    }
    // Nothing but case can differ in these: an acronym would have a dot.
    if token.chars().all(is_latin_letter) && !AMBIGUOUS_ACRONYMS.contains(&token) {
        return fold_case(Cow::Borrowed(token));
    }
    let typographic = typographic_spelling(token);
    if let Some(letters) = acronym_letters(&typographic) {
        return fold_case(Cow::Owned(letters));
    }
    if typographic.starts_with(|c: char| c.is_ascii_digit()) && typographic.contains(',') {
        return fold_case(Cow::Owned(ungrouped(&typographic)));
    }
    fold_case(typographic)
}

/// A letter of Latin script, alone or with its accent in one character.
const fn is_latin_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}')
}

/// Folds only typography (`k1`).
///
/// ```
/// use copydesk::text::keys::typographic_spelling;
///
/// assert_eq!(typographic_spelling("don’t"), "don't");
/// assert_eq!(typographic_spelling(". . ."), "…");
/// ```
pub fn typographic_spelling(token: &str) -> Cow<'_, str> {
    // Of ASCII, only dashes and dots alone, and one mark, can be other than they are.
    if token.bytes().all(|b| b.is_ascii() && b != b'`')
        && token.bytes().next().is_none_or(|b| b.is_ascii_alphanumeric())
    {
        return Cow::Borrowed(token);
    }
    // Marks that stand alone, as most do.
    match token {
        "“" | "”" => return Cow::Borrowed("\""),
        "‘" | "’" => return Cow::Borrowed("'"),
        _ if token.len() == 1 && token != "`" => return Cow::Borrowed(token),
        _ => {}
    }
    if is_ellipsis(token) {
        return Cow::Borrowed("…");
    }
    let normal: Cow<'_, str> = if is_nfc_quick(token.chars()) == IsNormalized::Yes {
        Cow::Borrowed(token)
    } else {
        Cow::Owned(token.nfc().collect())
    };
    if token.len() > 1 && token.chars().all(is_dash) {
        return Cow::Borrowed("-");
    }
    let mut out = String::with_capacity(normal.len());
    for c in normal.chars().map(plain) {
        match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | '`' | '´' => {
                out.push('\'');
            }
            '\u{FB00}' => out.push_str("ff"),
            '\u{FB01}' => out.push_str("fi"),
            '\u{FB02}' => out.push_str("fl"),
            '\u{FB03}' => out.push_str("ffi"),
            '\u{FB04}' => out.push_str("ffl"),
            c if is_dash(c) => out.push('-'),
            c if is_ignorable(c) || is_optional_vowel(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A figure in the digits of another script, a full-width letter or mark, or an Arabic mark, as its ASCII
/// counterpart: the same thing in another type.
fn plain(c: char) -> char {
    /// The zeros of the scripts whose news prints figures of its own, and of the full-width forms.
    const ZEROS: [u32; 16] = [
        0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0,
        0x1040, 0x17E0, 0xFF10,
    ];
    match c {
        '،' | '٬' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '٫' => '.',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ if c.is_numeric() => {
            let digit =
                ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero).filter(|n| *n < 10));
            digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
        }
        _ => c,
    }
}

/// Marks that some printers set and others leave out without another word being meant: the vowel signs of Arabic and
/// the points of Hebrew, and the stroke that only makes an Arabic word longer.
const fn is_optional_vowel(c: char) -> bool {
    matches!(
        c,
        '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}' | '\u{5B0}'..='\u{5BC}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C7}'
    )
}

/// Whether a token is an ellipsis, however it is spelled.
pub fn is_ellipsis(token: &str) -> bool {
    token == "…"
        || (token.bytes().filter(|b| *b == b'.').count() >= 3
            && token.chars().all(|c| c == '.' || c.is_whitespace()))
}

/// Hyphens and dashes of every length.
pub const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// Characters without meaning inside a word: soft hyphens and zero-width marks. The joiners of
/// scripts that spell with them are not among these.
pub const fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Acronyms that are also a common word in capitals.
pub const AMBIGUOUS_ACRONYMS: [&str; 4] = ["US", "IT", "WHO", "IS"];

/// The letters of an acronym: "U.S." and "US" give "US". Acronyms that are also a common word keep a
/// key apart from it, marked by a character that no token holds.
fn acronym_letters(token: &str) -> Option<String> {
    let is_dotted = token.len() >= 3
        && token.contains('.')
        && token.split_terminator('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        });
    let letters = if is_dotted { Cow::Owned(token.replace('.', "")) } else { Cow::Borrowed(token) };
    let is_ambiguous = AMBIGUOUS_ACRONYMS.contains(&&*letters);
    match (is_dotted, is_ambiguous) {
        (_, true) => Some(format!("{letters}\u{1}")),
        (true, false) => Some(letters.into_owned()),
        (false, false) => None,
    }
}

/// A number without the commas that group its digits; other commas stay.
fn ungrouped(number: &str) -> String {
    let mut groups = number.split(',');
    let first = groups.next().unwrap_or_default();
    let whole = |group: &str| group.bytes().take_while(u8::is_ascii_digit).count();
    let is_grouping = (1..=3).contains(&first.len())
        && whole(first) == first.len()
        && groups.all(|group| whole(group) == 3 && group.get(3..4) != Some(","));
    if is_grouping { number.replace(',', "") } else { number.to_owned() }
}

fn fold_case(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_folded = if text.is_ascii() {
        !text.bytes().any(|byte| byte.is_ascii_uppercase())
    } else {
        text.chars().all(char::is_lowercase)
    };
    if is_folded { text } else { Cow::Owned(text.to_lowercase()) }
}

/// The words of a text in lower case, with single spaces, without marks and what only typesetters see.
pub fn fold(text: &str) -> String {
    plainly_folded(text).unwrap_or_else(|| carefully_folded(text))
}

/// The same byte by byte, for text in the letters of Western Europe; nothing for other text.
fn plainly_folded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // Nothing grows when it is folded.
    let mut out = vec![0; bytes.len()];
    let (mut at, mut n, mut last) = (0, 0, b' ');
    while let Some(byte) = bytes.get(at) {
        let (folded, len) = match FOLDED[usize::from(*byte)] {
            0 => {
                let (letter, len) = folded_letter(bytes.get(at..)?)?;
                if letter >= 0x80 {
                    out[n] = 0xC3;
                    n += 1;
                }
                (letter, len)
            }
            folded => (folded, 1),
        };
        at += len;
        // Of several spaces one is kept.
        out[n] = folded;
        n += usize::from(folded != b' ' || last != b' ');
        last = folded;
    }
    out.truncate(if last == b' ' { n.saturating_sub(1) } else { n });
    String::from_utf8(out).ok()
}

/// What is left of a character that is not ASCII, at the start of `text`, and its length: the last byte of a letter that
/// begins with 0xC3, an apostrophe or a space.
const fn folded_letter(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        // U+00C0 to U+00FF without × and ÷; the small letters stand 32 places after the others.
        [0xC3, 0x97 | 0xB7, ..] => None,
        [0xC3, capital @ 0x80..0x9F, ..] => Some((*capital + 0x20, 2)),
        [0xC3, small, ..] => Some((*small, 2)),
        [0xE2, 0x80, 0x99, ..] => Some((b'\'', 3)),
        // What parts words: other quotation marks, dashes, a space that nothing breaks.
        [0xE2, 0x80, 0x90..0xA8, ..] => Some((b' ', 3)),
        [0xC2, 0xA0 | 0xAB | 0xBB, ..] => Some((b' ', 2)),
        _ => None,
    }
}

/// What is left of ASCII characters, by their codes: letters, digits and apostrophes, of all else a space; 0 for other bytes.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        let is_kept = byte.is_ascii_alphanumeric() || byte == b'\'';
        folded[byte as usize] = if is_kept { byte.to_ascii_lowercase() } else { b' ' };
        byte += 1;
    }
    folded
};

/// The same for text in any script.
fn carefully_folded(text: &str) -> String {
    let words = text.to_lowercase().replace('’', "'");
    let words = words.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    let words = words.filter(|word| !word.is_empty()).map(typographic_spelling);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_folds() {
        for (a, b) in [
            ("“", "\""),
            ("’", "'"),
            ("—", "-"),
            ("--", "–"),
            ("…", "..."),
            (" . . .", "…"),
            ("cafe\u{301}", "café"),
            ("ﬁne", "fine"),
            ("co\u{AD}operate", "cooperate"),
            ("٢١٢", "212"),
            ("１２０", "120"),
            ("سيـول", "سيول"),
            ("سَفينةٍ", "سفينة"),
            ("،", ","),
            ("！", "!"),
            ("｀", "'"),
            ("ﬁｎe", "fine"),
        ] {
            assert_eq!(typographic_spelling(a), typographic_spelling(b), "{a} {b}");
        }
    }

    #[test]
    fn matching_folds_case_dots_and_groups() {
        for (a, b) in [
            ("Ferry", "ferry"),
            ("U.S.", "US"),
            ("a.m.", "am"),
            ("1,200", "1200"),
            ("1,234,567", "1234567"),
        ] {
            assert_eq!(match_spelling(a), match_spelling(b), "{a} {b}");
        }
    }

    #[test]
    fn meaning_never_folds() {
        for (a, b) in [
            ("1,20", "120"),
            ("12,00", "1200"),
            ("1.2", "12"),
            ("US", "us"),
            ("IT", "it"),
            ("14", "17"),
            ("not", "now"),
            ("resume", "résumé"),
            ("can", "can't"),
            ("²", "2"),
        ] {
            assert_ne!(match_spelling(a), match_spelling(b), "{a} {b}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for token in ["“", "—", "...", "U.S.", "1,200", "Café", "ﬁne", "İstanbul", "don’t"]
        {
            let once = typographic_spelling(token).into_owned();
            assert_eq!(typographic_spelling(&once), once.as_str());
            let once = match_spelling(token).into_owned();
            assert_eq!(match_spelling(&once), once.as_str());
        }
    }

    #[test]
    fn plain_text_is_folded_as_any_is() {
        // All texts of four of these, and what is left to care.
        let pieces = ["a", "É", "ß", "'", "’", "”", "…", "–", "7", " ", ".", "_", "\u{A0}", "«"];
        let n = pieces.len();
        for number in 0..n * n * n * n {
            let digit = |power: usize| pieces[number / power % n];
            let text = [digit(n * n * n), digit(n * n), digit(n), digit(1)].concat();
            assert_eq!(plainly_folded(&text), Some(carefully_folded(&text)), "{text}");
        }
        for other in ["×", "÷", "²", "e\u{301}", "ł", "ﬁ", "İ", "東", "€"] {
            assert_eq!(plainly_folded(other), None, "{other}");
        }
        assert_eq!(fold("“We’ll pay 1,200 €,” said Éva"), "we'll pay 1 200 said éva");
    }
}
