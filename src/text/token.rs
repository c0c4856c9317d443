//! Text to tokens: words, numbers and marks, each a span of the source with its match key.
//!
//! White space is no token; re-wrapping a text therefore changes none. Words follow UAX #29, with what
//! news needs on top: acronyms keep their dots ("U.S."), numbers their commas ("1,200"), possessives
//! are split off ("Brandt" + "'s"), hyphen compounds are split, an ellipsis is one token however it is
//! spelled.

use unicode_segmentation::UnicodeSegmentation;

use super::keys::{MatchKey, is_dash, is_ignorable, match_spelling};
use super::{Span, cut};

/// What a token is, as far as alignment cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word that carries meaning.
    Word,
    /// A word of grammar: "the", "of", "said". Negations are not among these.
    StopWord,
    /// A token that begins with a digit.
    Number,
    /// Anything else that is not white space: punctuation, symbols, emoji, a possessive's "'s".
    Mark,
}

/// One word, number or mark of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the source.
    pub span: Span,
    /// What it is compared by.
    pub key: MatchKey,
    /// What it is.
    pub kind: TokenKind,
}

impl Token {
    /// Its weight in every score: punctuation 0.2, words of grammar 0.5, all else 1
    /// (figures from trials on news copy).
    pub const fn weight(&self) -> f32 {
        match self.kind {
            TokenKind::Word | TokenKind::Number => 1.0,
            TokenKind::StopWord => 0.5,
            TokenKind::Mark => 0.2,
        }
    }

    /// Whether it is a word or a number, and counts in "828 words".
    pub const fn is_word(&self) -> bool {
        !matches!(self.kind, TokenKind::Mark)
    }

    /// Whether it is a word with meaning of its own, or a number.
    pub const fn is_content(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}

/// Cuts `span` of `source` into tokens.
///
/// ```
/// use copydesk::text::{Span, token::tokenize};
///
/// let source = "Brandt’s U.S. tour, 1,200 miles ...";
/// let tokens: Vec<&str> = tokenize(source, Span::new(0, source.len()))
///     .iter()
///     .map(|token| token.span.of(source))
///     .collect();
/// assert_eq!(tokens, ["Brandt", "’s", "U.S.", "tour", ",", "1,200", "miles", "..."]);
/// ```
pub fn tokenize(source: &str, span: Span) -> Vec<Token> {
    let text = span.of(source);
    let mut cutter =
        Cutter { text, offset: span.start as usize, tokens: Vec::with_capacity(text.len() / 5) };
    cutter.run();
    cutter.tokens
}

struct Cutter<'a> {
    text: &'a str,
    offset: usize,
    tokens: Vec<Token>,
}

impl Cutter<'_> {
    fn run(&mut self) {
        let mut at = 0;
        // The end of the run of text without white space that `at` is in; looked for once.
        let mut chunk_end = 0;
        while at < self.text.len() {
            let rest = cut(self.text, at..);
            if at >= chunk_end {
                let space = rest.len() - rest.trim_start().len();
                let solid = cut(rest, space..);
                at += space;
                chunk_end = at + solid.find(char::is_whitespace).unwrap_or(solid.len());
                continue;
            }
            let dots = ellipsis_len(rest);
            if dots > 0 {
                self.push(at, at + dots, TokenKind::Mark);
                at += dots;
            } else {
                let chunk = cut(self.text, at..chunk_end);
                let end = at + ellipsis_start(chunk).unwrap_or(chunk.len());
                self.cut_chunk(at, end);
                at = end;
            }
        }
        self.free_last_stop();
    }

    /// An acronym that ends the text has taken the full stop: "the U.S." It is given back, so that it matches
    /// the one in "the US."
    fn free_last_stop(&mut self) {
        let Some(last) = self.tokens.pop() else { return };
        let (start, end) =
            (last.span.start as usize - self.offset, last.span.end as usize - self.offset);
        let stem = cut(self.text, start..end).strip_suffix('.');
        match stem.filter(|stem| is_acronym_stem(stem)) {
            Some(stem) => {
                self.push(start, start + stem.len(), TokenKind::Word);
                self.push(end - 1, end, TokenKind::Mark);
            }
            None => self.tokens.push(last),
        }
    }

    /// Cuts text without white space and without an ellipsis.
    fn cut_chunk(&mut self, start: usize, end: usize) {
        let chunk = cut(self.text, start..end);
        if chunk.is_ascii() {
            self.cut_ascii(start, chunk.as_bytes());
            return;
        }
        let mut pieces = chunk.split_word_bound_indices().peekable();
        while let Some((at, piece)) = pieces.next() {
            let (from, mut to) = (start + at, start + at + piece.len());
            if is_acronym_stem(piece) && pieces.peek().is_some_and(|(_, next)| *next == ".") {
                pieces.next();
                to += 1;
            }
            if piece.chars().all(is_dash) {
                while pieces.peek().is_some_and(|(_, next)| next.chars().all(is_dash)) {
                    to += pieces.next().map_or(0, |(_, next)| next.len());
                }
            }
            // UAX #29 keeps "a:b" together, for Swedish; news writes "Moscow:Minister says".
            let mut start = from;
            for (colon, _) in cut(self.text, from..to).match_indices(':') {
                self.push_piece(start, from + colon);
                self.push_piece(from + colon, from + colon + 1);
                start = from + colon + 1;
            }
            self.push_piece(start, to);
        }
    }

    /// The cuts that UAX #29 makes in words, numbers and marks, at a tenth of the cost, for the common case.
    fn cut_ascii(&mut self, start: usize, chunk: &[u8]) {
        let is = |at: usize, test: fn(&u8) -> bool| chunk.get(at).is_some_and(test);
        let mut at = 0;
        while let Some(first) = chunk.get(at) {
            let from = at;
            at += 1;
            if first.is_ascii_alphanumeric() {
                loop {
                    let joins = match chunk.get(at) {
                        Some(b) if b.is_ascii_alphanumeric() => true,
                        Some(b'_') => is(at + 1, u8::is_ascii_alphanumeric),
                        Some(b'\'' | b'.') if is(at - 1, u8::is_ascii_alphabetic) => {
                            is(at + 1, u8::is_ascii_alphabetic)
                        }
                        Some(b'.' | b',' | b'\'') if is(at - 1, u8::is_ascii_digit) => {
                            is(at + 1, u8::is_ascii_digit)
                        }
                        _ => false,
                    };
                    if !joins {
                        break;
                    }
                    at += 1;
                }
                let stem = cut(self.text, start + from..start + at);
                if is_acronym_stem(stem) && chunk.get(at) == Some(&b'.') {
                    at += 1;
                }
            } else if *first == b'-' {
                while chunk.get(at) == Some(&b'-') {
                    at += 1;
                }
            }
            self.push_piece(start + from, start + at);
        }
    }

    fn push_piece(&mut self, start: usize, end: usize) {
        let piece = cut(self.text, start..end);
        let Some(first) = piece.chars().find(|c| !is_ignorable(*c)) else {
            return; // Only invisible characters: part of the gap between tokens.
        };
        if !piece.chars().any(char::is_alphanumeric) {
            self.push(start, end, TokenKind::Mark);
            return;
        }
        let possessive = ["'s", "’s", "'S", "’S"].iter().find_map(|s| piece.strip_suffix(s));
        if let Some(stem) = possessive.filter(|stem| !stem.is_empty()) {
            self.push_word(start, start + stem.len(), first);
            self.push(start + stem.len(), end, TokenKind::Mark);
            return;
        }
        self.push_word(start, end, first);
    }

    fn push_word(&mut self, start: usize, end: usize, first: char) {
        let kind = if first.is_numeric() { TokenKind::Number } else { TokenKind::Word };
        self.push(start, end, kind);
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        let spelling = match_spelling(cut(self.text, start..end));
        let kind = if kind == TokenKind::Word && is_stop_word(&spelling) {
            TokenKind::StopWord
        } else {
            kind
        };
        let span = Span::new(self.offset + start, self.offset + end);
        self.tokens.push(Token { span, key: MatchKey::of(&spelling), kind });
    }
}

/// Length of the ellipsis at the start of `text`, or 0: "…", or three and more dots, spaced or not.
pub(super) fn ellipsis_len(text: &str) -> usize {
    if text.starts_with('…') {
        return '…'.len_utf8();
    }
    let (mut dots, mut len) = (0, 0);
    let mut at = 0;
    let bytes = text.as_bytes();
    while bytes.get(at) == Some(&b'.') {
        dots += 1;
        at += 1;
        len = at;
        if bytes.get(at) == Some(&b' ') && bytes.get(at + 1) == Some(&b'.') {
            at += 1;
        }
    }
    if dots >= 3 { len } else { 0 }
}

/// Where an ellipsis begins inside a chunk, if it does after its start.
fn ellipsis_start(chunk: &str) -> Option<usize> {
    let dots = chunk.match_indices(['.', '…']).map(|(at, _)| at);
    dots.filter(|at| *at > 0).find(|at| {
        let rest = cut(chunk, *at..);
        rest.starts_with('…') || rest.starts_with("...")
    })
}

/// "U.S" of "U.S.": single letters between dots, at least two of these.
pub(super) fn is_acronym_stem(piece: &str) -> bool {
    piece.len() >= 3
        && piece.contains('.')
        && piece.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

/// The words of grammar of English, and "said". Negations and modal verbs are left out: to change one
/// changes what is claimed.
pub fn is_stop_word(folded: &str) -> bool {
    matches!(
        folded,
        "a" | "an"
            | "the"
            | "and"
            | "or"
            | "but"
            | "if"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "as"
            | "into"
            | "over"
            | "than"
            | "that"
            | "this"
            | "these"
            | "those"
            | "it"
            | "its"
            | "he"
            | "she"
            | "they"
            | "his"
            | "her"
            | "their"
            | "them"
            | "him"
            | "we"
            | "our"
            | "you"
            | "your"
            | "i"
            | "my"
            | "me"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "do"
            | "does"
            | "did"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "what"
            | "when"
            | "where"
            | "while"
            | "there"
            | "also"
            | "so"
            | "such"
            | "after"
            | "before"
            | "about"
            | "said"
            | "says"
            | "how"
            | "up"
            | "out"
            | "then"
            | "some"
            | "other"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let tokens = tokenize(source, Span::new(0, source.len()));
        let texts: Vec<&str> = tokens.iter().map(|token| token.span.of(source)).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn words_and_marks() {
        check("\"Yes,\" she said.", &["\"", "Yes", ",", "\"", "she", "said", "."]);
        check("don't Brandt's", &["don't", "Brandt", "'s"]);
        check("don’t Brandt’s “so”", &["don’t", "Brandt", "’s", "“", "so", "”"]);
        check(
            "17-nation four-and-a-half-year-old",
            &[
                "17", "-", "nation", "four", "-", "and", "-", "a", "-", "half", "-", "year", "-",
                "old",
            ],
        );
    }

    #[test]
    fn numbers_and_acronyms() {
        check("U.S. $1,200.50, 3.5%.", &["U.S.", "$", "1,200.50", ",", "3.5", "%", "."]);
        check("the U.S.–U.K. pact", &["the", "U.S.", "–", "U.K.", "pact"]);
        check("a.m. No. 5", &["a.m.", "No", ".", "5"]);
    }

    #[test]
    fn ellipses_and_dashes() {
        check("possible ... an", &["possible", "...", "an"]);
        check("possible... an", &["possible", "...", "an"]);
        check("possible . . . an", &["possible", ". . .", "an"]);
        check("so…then -- or — not", &["so", "…", "then", "--", "or", "—", "not"]);
    }

    #[test]
    fn other_scripts() {
        check("東京は雨。", &["東", "京", "は", "雨", "。"]);
        check("a\u{A0} ceasefire\u{A0}", &["a", "ceasefire"]);
        check("co\u{AD}op \u{200B} x", &["co\u{AD}op", "x"]);
        check("👩\u{200D}🚀 up", &["👩\u{200D}🚀", "up"]);
        check("مرحبا بالعالم", &["مرحبا", "بالعالم"]);
    }

    #[test]
    fn the_fast_path_cuts_as_the_standard_does() {
        for text in ["Ferry's captain, 34, said: \"We'll go!\"", "e-mail a_b x.y 1.5.2 4,5 no.5"] {
            let fast: Vec<Span> =
                tokenize(text, Span::new(0, text.len())).iter().map(|t| t.span).collect();
            // The same words with one non-ASCII letter glued to the chunk take the slow path.
            for (start, word) in
                text.split(' ').map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
            {
                let slow = format!("{word}…");
                let tokens = tokenize(&slow, Span::new(0, slow.len()));
                let expected: Vec<Span> = fast
                    .iter()
                    .filter(|s| s.start as usize >= start && s.end as usize <= start + word.len())
                    .map(|s| Span::new(s.start as usize - start, s.end as usize - start))
                    .collect();
                let got: Vec<Span> = tokens.iter().map(|t| t.span).take(expected.len()).collect();
                assert_eq!(got, expected, "{word}");
            }
        }
    }
}
