//! Text to lines: white space collapses, what is unsafe is substituted, lines break where UAX #14 allows.

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::{next_ends, plain_words};
use super::{Line, Piece, Role, Sign};
use crate::text::safe::push_safe;
use crate::text::width::{cluster_width, is_plain, text_width};
use crate::text::{Span, cut, is, position};

/// How a stretch of text looks and what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it is.
    pub role: Role,
    /// The edit it belongs to.
    pub edit: Option<usize>,
    /// The hit of a search that it belongs to.
    pub hit: Option<usize>,
}

/// What a search found on one side.
#[derive(Clone, Copy, Debug)]
pub struct Hits<'a> {
    /// The places, in order.
    pub spans: &'a [Span],
    /// The number of the first.
    pub first: usize,
}

impl Look {
    /// The look of text that is no edit.
    pub const fn of(role: Role) -> Self {
        Self { role, edit: None, hit: None }
    }
}

/// One passage's text on its way to lines.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    text: String,
    /// Where each look ends in `text`.
    looks: Vec<(usize, Look)>,
}

impl Flow {
    /// An empty flow with room for a text.
    pub fn with_capacity(n_bytes: usize) -> Self {
        Self { text: String::with_capacity(n_bytes), looks: Vec::new() }
    }

    /// Appends text of an article.
    pub fn push(&mut self, text: &str, look: Look) {
        let before = self.text.len();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let n_plain = plain_len(rest);
            if n_plain > 0 {
                self.push_words(cut(rest, ..n_plain));
                rest = cut(rest, n_plain..);
                continue;
            }
            let is_bare = |second: Option<char>| second.is_none_or(|c| is_plain(c) || c.is_ascii());
            let cluster = if first.is_ascii() && is_bare(rest.chars().nth(1)) {
                cut(rest, ..1)
            } else {
                rest.graphemes(true).next().unwrap_or(rest)
            };
            if cluster.chars().all(char::is_whitespace) {
                self.push_space();
            } else {
                push_safe(cluster, &mut self.text);
            }
            rest = cut(rest, cluster.len()..);
        }
        if self.text.len() > before {
            self.close(look);
        }
    }

    /// Appends words with spaces between.
    fn push_words(&mut self, words: &str) {
        let has_space = self.text.is_empty() || self.text.ends_with([' ', '\n']);
        let words = if has_space { words.trim_start_matches(' ') } else { words };
        let bytes = words.as_bytes();
        let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
        if pairs.fold(0, |any, (a, b)| any | (is(*a, b' ') & is(*b, b' '))) == 0 {
            self.text.push_str(words);
            return;
        }
        for (n, word) in words.split(' ').enumerate() {
            if n > 0 {
                self.push_space();
            }
            self.text.push_str(word);
        }
    }

    /// Appends text of an article whose white space must be seen: a difference of spaces.
    pub fn push_visible(&mut self, text: &str, look: Look) {
        if !text.chars().all(char::is_whitespace) {
            self.push(text, look);
            return;
        }
        for c in text.chars() {
            self.text.push(if c == ' ' { '␣' } else { '⍽' });
        }
        self.close(look);
    }

    /// Appends text of a source, its hits looking like hits.
    pub fn push_span(&mut self, source: &str, span: Span, look: Look, hits: Hits<'_>) {
        let mut at = span.start;
        let first = hits.spans.partition_point(|hit| hit.end <= span.start);
        for (n, hit) in hits.spans.iter().enumerate().skip(first) {
            if hit.start >= span.end {
                break;
            }
            let (start, end) = (hit.start.max(at), hit.end.min(span.end));
            self.push(Span { start: at, end: start }.of(source), look);
            self.push(Span { start, end }.of(source), Look { hit: Some(hits.first + n), ..look });
            at = end;
        }
        self.push(Span { start: at, end: span.end }.of(source), look);
    }

    /// Appends words of the program's own.
    pub fn push_remark(&mut self, text: &str, look: Look) {
        self.text.push_str(text);
        self.close(look);
    }

    /// Ends a paragraph: what follows stands below an empty line.
    pub fn push_break(&mut self, look: Look) {
        if !self.is_empty() {
            self.text.push('\n');
            self.close(look);
        }
    }

    fn push_space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn close(&mut self, look: Look) {
        match self.looks.last_mut() {
            Some((end, last)) if *last == look => *end = self.text.len(),
            _ => self.looks.push((self.text.len(), look)),
        }
    }

    /// Whether nothing was appended.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Breaks the text into lines of at most `measure` columns, at words where that is possible.
    ///
    /// ```
    /// use copydesk::layout::{Role, Sign, flow::{Flow, Look}};
    ///
    /// let mut flow = Flow::default();
    /// flow.push("The harbour\nwall fell.", Look::of(Role::Text));
    /// let lines: Vec<String> = flow.lines(12, Sign::None).iter().map(|line| line.text()).collect();
    /// assert_eq!(lines, ["The harbour", "wall fell."]);
    /// ```
    pub fn lines(&self, measure: usize, sign: Sign) -> Vec<Line> {
        self.lines_with_ends(measure, sign).into_iter().map(|(line, _)| line).collect()
    }

    /// Length of what was appended so far, in bytes of its own.
    pub const fn len(&self) -> usize {
        self.text.len()
    }

    /// The lines, each with where it ends in what was appended.
    pub(super) fn lines_with_ends(&self, measure: usize, sign: Sign) -> Vec<(Line, usize)> {
        if self.is_empty() {
            return Vec::new();
        }
        let measure = measure.max(1);
        let mut breaker = Breaker {
            flow: self,
            measure,
            sign,
            lines: Vec::new(),
            look: 0,
            is_ascii: self.text.is_ascii(),
            line_start: 0,
            width: 0,
        };
        let mut at = 0;
        let mut ends = Vec::new();
        while at < self.text.len() {
            // Plain words that fit need no look at each of them.
            let room = measure.saturating_sub(breaker.width);
            let (fitting, width) = plain_words(&self.text, at, room);
            breaker.width += width;
            at = fitting;
            ends.clear();
            next_ends(&self.text, at, &mut ends);
            for end in &ends {
                breaker.word(at, *end);
                at = *end;
            }
        }
        breaker.line(self.text.len());
        breaker.lines
    }
}

/// Length of the run of plain characters and spaces at the start that are clusters by themselves: the last may carry a mark
/// that follows it.
fn plain_len(text: &str) -> usize {
    let mut rest = text;
    loop {
        let is_other = |byte: u8| u8::from(byte.wrapping_sub(b' ') > b'~' - b' ');
        let n_ascii = position(rest.as_bytes(), is_other).unwrap_or(rest.len());
        rest = cut(rest, n_ascii..);
        match rest.chars().next() {
            Some(c) if is_plain(c) => rest = cut(rest, c.len_utf8()..),
            next => {
                let plain = cut(text, ..text.len() - rest.len());
                let is_alone = next.is_none_or(|c| c.is_ascii());
                let last = if is_alone { None } else { plain.chars().next_back() };
                return plain.len() - last.map_or(0, char::len_utf8);
            }
        }
    }
}

/// Cuts a flow into lines, one after the other.
struct Breaker<'a> {
    flow: &'a Flow,
    measure: usize,
    sign: Sign,
    lines: Vec<(Line, usize)>,
    /// Index of the look at the start of the next line.
    look: usize,
    is_ascii: bool,
    /// Where the line begins that is being filled, and the columns it takes so far.
    line_start: usize,
    width: usize,
}

impl Breaker<'_> {
    /// Puts a word, with the space after it, on the line that is being filled, or on the next if it does not fit.
    fn word(&mut self, start: usize, end: usize) {
        let word = cut(&self.flow.text, start..end);
        let solid = word.trim_end();
        let solid_width = self.width_of(solid);
        if self.width > 0 && self.width + solid_width > self.measure {
            self.line(start);
        }
        if solid_width > self.measure {
            // A word wider than the column is broken wherever it must be.
            let mut at = start;
            for cluster in solid.graphemes(true) {
                let own = cluster_width(cluster);
                if self.width > 0 && self.width + own > self.measure {
                    self.line(at);
                }
                self.width += own;
                at += cluster.len();
            }
        } else {
            self.width += solid_width;
        }
        self.width += word.len() - solid.len();
        if word.ends_with('\n') {
            self.line(end);
            self.lines.push((Line { sign: self.sign, pieces: Vec::new() }, end));
        }
    }

    fn width_of(&self, text: &str) -> usize {
        if self.is_ascii { text.len() } else { text_width(text) }
    }

    /// Ends the line that is being filled, without white space at its ends, and begins the next.
    fn line(&mut self, line_end: usize) {
        let (text, end) = (cut(&self.flow.text, self.line_start..line_end), line_end);
        (self.line_start, self.width) = (line_end, 0);
        let start = end - text.trim_start().len();
        let end = start + text.trim().len();
        let mut pieces = Vec::new();
        let mut at = start;
        while at < end {
            let (look_end, look) = self.flow.looks[self.look];
            if look_end <= at {
                self.look += 1;
                continue;
            }
            let piece_end = look_end.min(end);
            pieces.push(self.piece(cut(&self.flow.text, at..piece_end), look));
            at = piece_end;
        }
        self.lines.push((Line { sign: self.sign, pieces }, line_end));
    }

    fn piece(&self, text: &str, look: Look) -> Piece {
        let Look { role, edit, hit } = look;
        let width = self.width_of(text);
        let is_too_wide = |cluster: &str| cluster_width(cluster) > self.measure;
        if self.measure < 4 && !self.is_ascii && text.graphemes(true).any(is_too_wide) {
            // A wide character in a narrower column: there is no room to show it.
            let text: String = text
                .graphemes(true)
                .map(|cluster| if is_too_wide(cluster) { "▯" } else { cluster })
                .collect();
            let width = text_width(&text);
            return Piece { text, width, role, edit, hit };
        }
        Piece { text: text.to_owned(), width, role, edit, hit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, measure: usize, expected: &[&str]) {
        let mut flow = Flow::default();
        flow.push(text, Look::of(Role::Text));
        let lines: Vec<String> = flow.lines(measure, Sign::None).iter().map(Line::text).collect();
        assert_eq!(lines, expected);
        assert!(flow.lines(measure, Sign::None).iter().all(|line| line.width() <= measure));
    }

    #[test]
    fn lines_break_at_words() {
        check("The harbour wall fell", 11, &["The harbour", "wall fell"]);
        check("The  harbour\n\twall", 80, &["The harbour wall"]);
        check("", 10, &[]);
        check("a", 1, &["a"]);
    }

    #[test]
    fn long_words_break_anywhere() {
        check("an incomprehensibility", 8, &["an", "incompre", "hensibil", "ity"]);
        check(
            "https://example.org/a-very-long/path",
            12,
            &["https://", "example.org/", "a-very-long/", "path"],
        );
    }

    #[test]
    fn wide_characters_count_twice() {
        check("東京タワーは高い", 6, &["東京タ", "ワーは", "高い"]);
        check("東", 1, &["▯"]);
        check("e\u{301}e\u{301} e", 3, &["e\u{301}e\u{301}", "e"]);
    }

    #[test]
    fn what_is_unsafe_is_shown() {
        check("a\u{1b}[31mb \u{202E}c", 40, &["a␛[31mb <U+202E>c"]);
    }

    #[test]
    fn looks_are_kept_across_lines() {
        let mut flow = Flow::default();
        flow.push("The old ", Look::of(Role::Text));
        flow.push("harbour wall", Look { role: Role::LeftWord, edit: Some(3), hit: None });
        flow.push(" fell", Look::of(Role::Text));
        let lines = flow.lines(15, Sign::Edited);
        let found: Vec<Vec<(&str, Option<usize>)>> = lines
            .iter()
            .map(|line| line.pieces.iter().map(|p| (p.text.as_str(), p.edit)).collect())
            .collect();
        assert_eq!(
            found,
            [
                vec![("The old ", None), ("harbour", Some(3))],
                vec![("wall", Some(3)), (" fell", None)]
            ]
        );
    }
}
