//! Text to tokens: words, numbers and marks, each a span of the source with its match key.
//!
//! White space is no token; re-wrapping a text therefore changes none. Words follow UAX #29, with what
//! news needs on top: acronyms keep their dots ("U.S."), numbers their commas ("1,200"), possessives
//! are split off ("Brandt" + "'s"), hyphen compounds are split, an ellipsis is one token however it is
//! spelled.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation;

use super::keys::{AMBIGUOUS_ACRONYMS, MatchKey, is_dash, is_ignorable, match_spelling};
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

/// One word, number or mark of a version, in sixteen bytes: a comparison of long texts is mostly these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is compared by.
    pub key: MatchKey,
    /// Offset of its first byte.
    start: u32,
    /// Its length in bytes, and its kind in the lowest two bits.
    shape: u32,
}

impl Token {
    /// A token of the source.
    pub const fn new(span: Span, kind: TokenKind, key: MatchKey) -> Self {
        let kind = match kind {
            TokenKind::Word => 0,
            TokenKind::StopWord => 1,
            TokenKind::Number => 2,
            TokenKind::Mark => 3,
        };
        Self { key, start: span.start, shape: (span.end - span.start) << 2 | kind }
    }

    /// Where it stands in the source.
    pub const fn span(&self) -> Span {
        Span { start: self.start, end: self.start + (self.shape >> 2) }
    }

    /// What it is.
    pub const fn kind(&self) -> TokenKind {
        match self.shape & 3 {
            0 => TokenKind::Word,
            1 => TokenKind::StopWord,
            2 => TokenKind::Number,
            _ => TokenKind::Mark,
        }
    }

    /// Its weight in every score: punctuation 0.2, words of grammar 0.5, all else 1
    /// (figures from trials on news copy).
    pub const fn weight(&self) -> f32 {
        match self.kind() {
            TokenKind::Word | TokenKind::Number => 1.0,
            TokenKind::StopWord => 0.5,
            TokenKind::Mark => 0.2,
        }
    }

    /// Whether it is a word or a number, and counts in "828 words".
    pub const fn is_word(&self) -> bool {
        !matches!(self.kind(), TokenKind::Mark)
    }

    /// Whether it is a word with meaning of its own, or a number.
    pub const fn is_content(&self) -> bool {
        matches!(self.kind(), TokenKind::Word | TokenKind::Number)
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
///     .map(|token| token.span().of(source))
///     .collect();
/// assert_eq!(tokens, ["Brandt", "’s", "U.S.", "tour", ",", "1,200", "miles", "..."]);
/// ```
pub fn tokenize(source: &str, span: Span) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize_into(source, span, &mut tokens);
    tokens
}

/// Cuts `span` of `source` into tokens, and appends these to `tokens`.
pub fn tokenize_into(source: &str, span: Span, tokens: &mut Vec<Token>) {
    let first = tokens.len();
    Cutter { text: span.of(source), offset: span.start, first, tokens }.run();
}

struct Cutter<'a> {
    text: &'a str,
    offset: u32,
    /// How many tokens were there before.
    first: usize,
    tokens: &'a mut Vec<Token>,
}

impl Cutter<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        // The end of the run of text without white space that `at` is in; looked for where it is needed.
        let mut chunk_end = 0;
        while let Some(byte) = bytes.get(at) {
            let len = word_len(&bytes[at..]);
            if len > 0 {
                if ends_plainly(bytes, at + len) {
                    self.push_plain_word(at, at + len);
                    at += len;
                    continue;
                }
            } else if byte.is_ascii_whitespace() {
                at += 1;
                continue;
            } else if byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'.') {
                self.push_plain_mark(at, *byte);
                at += 1;
                continue;
            } else if let [0xE2, 0x80, 0x98 | 0x99 | 0x9C | 0x9D, ..] = bytes[at..] {
                // A curly quotation mark, not inside a word.
                self.push(at, at + 3, TokenKind::Mark);
                at += 3;
                continue;
            }
            let rest = cut(self.text, at..);
            if at >= chunk_end {
                let space = rest.len() - rest.trim_start().len();
                let solid = cut(rest, space..);
                at += space;
                chunk_end = at + solid.find(char::is_whitespace).unwrap_or(solid.len());
                if space > 0 {
                    continue;
                }
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

    /// A word of Latin letters and ASCII digits with nothing in it that needs a rule: most words.
    fn push_plain_word(&mut self, start: usize, end: usize) {
        let word = &self.text.as_bytes()[start..end];
        if !word.is_ascii() {
            let first = cut(self.text, start..end).chars().next().unwrap_or(' ');
            return self.push_word(start, end, first);
        }
        let mut folded = [0; MAX_PLAIN];
        let Some(folded) = folded.get_mut(..word.len()) else {
            return self.push_word(start, end, char::from(word[0]));
        };
        if AMBIGUOUS_ACRONYMS.iter().any(|acronym| acronym.as_bytes() == word) {
            return self.push_word(start, end, char::from(word[0]));
        }
        folded.copy_from_slice(word);
        folded.make_ascii_lowercase();
        let key = MatchKey::of_bytes(folded);
        let kind = if word[0].is_ascii_digit() {
            TokenKind::Number
        } else if word.len() <= MAX_STOP_WORD && STOP_KEYS.contains(&key) {
            TokenKind::StopWord
        } else {
            TokenKind::Word
        };
        self.put(start, end, kind, key);
    }

    fn push_plain_mark(&mut self, at: usize, byte: u8) {
        let key = MARK_KEYS.get(usize::from(byte)).copied().unwrap_or_default();
        self.put(at, at + 1, TokenKind::Mark, key);
    }

    /// An acronym that ends the text has taken the full stop: "the U.S." It is given back, so that it matches
    /// the one in "the US."
    fn free_last_stop(&mut self) {
        let Some(last) = self.tokens[self.first..].last().copied() else { return };
        let Span { start, end } = last.span();
        let (start, end) = ((start - self.offset) as usize, (end - self.offset) as usize);
        let stem = cut(self.text, start..end).strip_suffix('.');
        if let Some(stem) = stem.filter(|stem| is_acronym_stem(stem)) {
            self.tokens.pop();
            self.push(start, start + stem.len(), TokenKind::Word);
            self.push(end - 1, end, TokenKind::Mark);
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
        self.put(start, end, kind, MatchKey::of(&spelling));
    }

    fn put(&mut self, start: usize, end: usize, kind: TokenKind, key: MatchKey) {
        let Span { start, end } = Span::new(start, end);
        let span = Span { start: self.offset + start, end: self.offset + end };
        self.tokens.push(Token::new(span, kind, key));
    }
}

/// The longest word that is folded on the stack, in bytes.
const MAX_PLAIN: usize = 48;

/// The longest word of grammar, in bytes.
const MAX_STOP_WORD: usize = 7;

/// Keys of the words of grammar.
static STOP_KEYS: LazyLock<FxHashSet<MatchKey>> =
    LazyLock::new(|| STOP_WORDS.iter().map(|word| MatchKey::of(word)).collect());

/// Keys of the ASCII marks, by their codes.
static MARK_KEYS: LazyLock<Vec<MatchKey>> = LazyLock::new(|| {
    let text = |byte: u8| char::from(byte).to_string();
    (0..128u8).map(|byte| MatchKey::of(&match_spelling(&text(byte)))).collect()
});

/// Length of the run of ASCII letters and digits and of Latin letters with accents at the start, in bytes. No rule
/// parts two of these.
fn word_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    loop {
        len += bytes[len..]
            .iter()
            .position(|b| !b.is_ascii_alphanumeric())
            .unwrap_or(bytes.len() - len);
        match bytes.get(len..len + 2) {
            // U+00C0 to U+00FF without × and ÷, and U+0100 to U+024F.
            Some([0xC3, second]) if !matches!(second, 0x97 | 0xB7) => len += 2,
            Some([0xC4..=0xC8, _] | [0xC9, 0x80..=0x8F]) => len += 2,
            _ => return len,
        }
    }
}

/// Whether no rule of word borders has a say at `end`, where a run of letters and digits ends.
fn ends_plainly(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end) {
        None => true,
        Some(b'\'' | b'.' | b',' | b'_') => {
            bytes.get(end + 1).is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric())
        }
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
        let rest = cut(text, at..);
        let space = rest.chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
        if space > 0 && bytes.get(at + space) == Some(&b'.') {
            at += space;
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
    folded.len() <= MAX_STOP_WORD && STOP_WORDS.contains(&folded)
}

/// The words of grammar.
const STOP_WORDS: [&str; 77] = [
    "a", "an", "the", "and", "or", "but", "if", "of", "to", "in", "on", "at", "by", "for", "from",
    "with", "as", "into", "over", "than", "that", "this", "these", "those", "it", "its", "he",
    "she", "they", "his", "her", "their", "them", "him", "we", "our", "you", "your", "i", "my",
    "me", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does",
    "did", "which", "who", "whom", "whose", "what", "when", "where", "while", "there", "also",
    "so", "such", "after", "before", "about", "said", "says", "how", "up", "out", "then", "some",
    "other",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let tokens = tokenize(source, Span::new(0, source.len()));
        let texts: Vec<&str> = tokens.iter().map(|token| token.span().of(source)).collect();
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
                tokenize(text, Span::new(0, text.len())).iter().map(Token::span).collect();
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
                let got: Vec<Span> = tokens.iter().map(Token::span).take(expected.len()).collect();
                assert_eq!(got, expected, "{word}");
            }
        }
    }
}
