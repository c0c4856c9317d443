//! The gate for untrusted text: [`SafeText`] holds nothing that a terminal would obey or hide.
//!
//! Control characters, bidirectional controls and invisible characters become visible substitutes;
//! nothing is dropped, because a dropped character in a tool that compares is a false "no change".

use std::fmt::{self, Write as _};

use unicode_segmentation::UnicodeSegmentation;

use super::width::{cluster_width, is_plain};

/// Combining marks that one cluster keeps. Vietnamese needs two, Hebrew four; a cluster of thousands
/// would be sent to the terminal again with every redraw.
const MAX_MARKS: usize = 8;

/// Text that can be written to a terminal as it is. Only [`SafeText::new`] makes one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SafeText(String);

impl SafeText {
    /// Substitutes whatever must not reach a terminal.
    ///
    /// ```
    /// use copydesk::text::safe::SafeText;
    ///
    /// let title = SafeText::new("red \x1b[31m\u{202E}text");
    /// assert_eq!(title.as_str(), "red ␛[31m<U+202E>text");
    /// ```
    pub fn new(text: &str) -> Self {
        if text.chars().all(is_plain) {
            return Self(text.to_owned());
        }
        let mut out = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            push_safe(cluster, &mut out);
        }
        Self(out)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Width in terminal columns.
    pub fn width(&self) -> usize {
        self.0.graphemes(true).map(cluster_width).sum()
    }

    /// The text cut to `columns`, with an ellipsis where something was left out.
    #[must_use]
    pub fn truncated(&self, columns: usize) -> Self {
        if self.width() <= columns {
            return self.clone();
        }
        let mut out = String::new();
        let mut used = 0;
        for cluster in self.0.graphemes(true) {
            used += cluster_width(cluster);
            if used >= columns {
                break;
            }
            out.push_str(cluster);
        }
        if columns > 0 {
            out.push('…');
        }
        Self(out)
    }
}

impl SafeText {
    /// The text on at most `height` lines of `width` columns, broken between words; the last one ends with … if that is not
    /// enough.
    pub fn wrapped(&self, width: usize, height: usize) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        for word in self.0.split(' ') {
            let is_full = lines.len() >= height;
            match lines.last_mut() {
                Some(last)
                    if is_full || last.width() + 1 + Self(word.to_owned()).width() <= width =>
                {
                    last.0.push(' ');
                    last.0.push_str(word);
                }
                _ => lines.push(Self(word.to_owned())),
            }
        }
        lines.iter().map(|line| line.truncated(width)).collect()
    }

    /// The text cut to `columns` in its middle: names of files differ at both ends. Also says which letters
    /// were left out, counted from 0.
    pub fn elided(&self, columns: usize) -> (Self, std::ops::Range<usize>) {
        let clusters: Vec<&str> = self.0.graphemes(true).collect();
        let widths: Vec<usize> = clusters.iter().map(|cluster| cluster_width(cluster)).collect();
        if widths.iter().sum::<usize>() <= columns || columns < 2 {
            let n = self.0.chars().count();
            return (self.truncated(columns), n..n);
        }
        let (mut head, mut tail, mut used) = (0, clusters.len(), 1);
        while head < tail {
            // The head is a little longer than the tail.
            let is_head = head <= clusters.len() - tail;
            let next = if is_head { widths[head] } else { widths[tail - 1] };
            if used + next > columns {
                break;
            }
            used += next;
            if is_head { head += 1 } else { tail -= 1 }
        }
        let (head, tail) = (clusters[..head].concat(), clusters[tail..].concat());
        let n_chars = self.0.chars().count();
        let left_out = head.chars().count()..n_chars - tail.chars().count();
        (Self(format!("{head}…{tail}")), left_out)
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Appends one grapheme cluster to `out`, made safe.
pub fn push_safe(cluster: &str, out: &mut String) {
    if let [byte @ 0x20..=0x7E] = cluster.as_bytes() {
        out.push(char::from(*byte));
        return;
    }
    let start = out.len();
    let mut marks = 0usize;
    let mut previous = None;
    let mut chars = cluster.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(picture) = control_picture(c) {
            out.push(picture);
        } else if must_be_shown(c) && !belongs(c, previous, chars.peek().copied(), cluster) {
            // Writing to a string cannot fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        } else {
            marks += usize::from(previous.is_some());
            if marks <= MAX_MARKS {
                out.push(c);
            }
        }
        previous = Some(c);
    }
    if marks > MAX_MARKS {
        let _ = write!(out, "<+{}>", marks - MAX_MARKS);
    }
    if out.get(start..).is_some_and(|added| added.graphemes(true).all(|g| cluster_width(g) == 0)) {
        // A mark without a letter would fall onto its neighbour.
        out.insert(start, '◌');
    }
}

/// The visible picture of a control character of ASCII.
const fn control_picture(c: char) -> Option<char> {
    match c {
        '\0'..='\x1F' => char::from_u32(0x2400 + c as u32),
        '\x7F' => Some('␡'),
        _ => None,
    }
}

/// Whether a character is spelled out: C1 controls, bidirectional controls, whatever has no shape
/// of its own, and the control pictures themselves, so that a picture always means a control.
pub const fn must_be_shown(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}'
        | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2400}'..='\u{2426}' | '\u{2800}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether an invisible character does its proper work here: a joiner inside an emoji or a word of a
/// script that needs it, a variation selector after a base that has variants, a flag's tag letters.
fn belongs(c: char, previous: Option<char>, next: Option<char>, cluster: &str) -> bool {
    let Some(previous) = previous else {
        return false;
    };
    match c {
        '\u{200C}' | '\u{200D}' if is_joining_script(previous) => true,
        '\u{200D}' => !previous.is_alphanumeric() && next.is_some_and(|n| !n.is_alphanumeric()),
        '\u{FE0F}' | '\u{FE0E}' => {
            !previous.is_alphabetic() && !must_be_shown(previous) && !previous.is_whitespace()
        }
        '\u{E0100}'..='\u{E01EF}' => is_han(previous),
        '\u{E0020}'..='\u{E007F}' => cluster.starts_with('\u{1F3F4}'),
        _ => false,
    }
}

/// Scripts whose spelling uses joiners: Arabic, Syriac and the scripts of India and Southeast Asia.
const fn is_joining_script(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{74F}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{DFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17D3}' | '\u{1800}'..='\u{18AF}')
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(SafeText::new(text).as_str(), expected);
    }

    #[test]
    fn controls_are_shown() {
        check("a\tb\r\n\x07\x7f", "a␉b␍␊␇␡");
        check("\u{9b}31m", "<U+009B>31m");
        check("x\u{2066}y\u{200b}z\u{ad}", "x<U+2066>y<U+200B>z<U+00AD>");
        check("\u{241b}", "<U+241B>");
    }

    #[test]
    fn what_belongs_stays() {
        check(
            "👩\u{200D}🚀 ❤\u{FE0F} 1\u{FE0F}\u{20E3}",
            "👩\u{200D}🚀 ❤\u{FE0F} 1\u{FE0F}\u{20E3}",
        );
        check("می\u{200C}خواهم क्\u{200D}ष", "می\u{200C}خواهم क्\u{200D}ष");
        check("pass\u{200D}word", "pass<U+200D>word");
    }

    #[test]
    fn towers_of_marks_are_cut_and_counted() {
        let tower = format!("a{}", "\u{301}".repeat(100));
        check(&tower, &format!("a{}<+92>", "\u{301}".repeat(8)));
        check("\u{301}x", "◌\u{301}x");
    }

    #[test]
    fn no_scalar_value_leaks() {
        // Every character alone: nothing of it may be a control, a bidi control or without width.
        for c in (0..=0x0010_FFFF).filter_map(char::from_u32) {
            let safe = SafeText::new(c.encode_utf8(&mut [0; 4]));
            assert!(
                safe.as_str()
                    .chars()
                    .all(|s| !s.is_control() && !must_be_shown(s) || is_picture(s)),
                "U+{:04X} leaks",
                u32::from(c)
            );
            assert!(safe.width() > 0, "U+{:04X} has no width", u32::from(c));
        }
    }

    #[test]
    fn plain_text_stays() {
        for c in (0..=0x0010_FFFF).filter_map(char::from_u32).filter(|c| is_plain(*c)) {
            let mut out = String::new();
            push_safe(c.encode_utf8(&mut [0; 4]), &mut out);
            assert_eq!(out, c.to_string());
        }
    }

    fn is_picture(c: char) -> bool {
        matches!(c, '\u{2400}'..='\u{2426}')
    }

    #[test]
    fn truncation_keeps_the_width() {
        for columns in 0..8 {
            assert!(SafeText::new("東京タワー").truncated(columns).width() <= columns);
        }
        assert_eq!(SafeText::new("abcdef").truncated(4).as_str(), "abc…");
        let (name, left_out) = SafeText::new("harbour-gazette-ferry").elided(12);
        assert_eq!((name.as_str(), left_out), ("harbou…ferry", 6..16));
        assert_eq!(SafeText::new("short").elided(12).0.as_str(), "short");
    }

    #[test]
    fn words_are_wrapped_and_the_last_line_says_when_there_is_more() {
        let lines = |width: usize, height: usize| -> Vec<String> {
            let lines = SafeText::new("12 edits: 3 number, 9 date.").wrapped(width, height);
            lines.iter().map(ToString::to_string).collect()
        };
        assert_eq!(lines(40, 2), ["12 edits: 3 number, 9 date."]);
        assert_eq!(lines(20, 2), ["12 edits: 3 number,", "9 date."]);
        assert_eq!(lines(12, 2), ["12 edits: 3", "number, 9 d…"]);
    }
}
