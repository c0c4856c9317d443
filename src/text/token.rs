//! Text to tokens: words, numbers and marks, each a span of the source with its match key.
//!
//! White space is no token; re-wrapping a text therefore changes none. Words follow UAX #29, with what
//! news needs on top: acronyms keep their dots ("U.S."), numbers their commas ("1,200"), possessives
//! are split off ("Brandt" + "'s"), hyphen compounds are split, an ellipsis is one token however it is
//! spelled.

mod plain;

use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::keys::{AMBIGUOUS_ACRONYMS, KeyIndex, MatchKey, is_dash, is_ignorable, match_spelling};
use super::{Span, cut};
pub(super) use plain::IS_PLAIN;
use plain::{PlainWord, apostrophe_len, ends_in_letter, ends_plainly, grouped_number};

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
    #[inline]
    pub const fn span(&self) -> Span {
        Span { start: self.start, end: self.start + (self.shape >> 2) }
    }

    /// What it is.
    #[inline]
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
    #[inline]
    pub const fn is_word(&self) -> bool {
        !matches!(self.kind(), TokenKind::Mark)
    }

    /// Whether it is a word with meaning of its own, or a number.
    #[inline]
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
        // The end of the run of text without white space that `at` is in; looked for where it is needed.
        let (mut at, mut chunk_end) = (0, 0);
        while let Some(byte) = self.text.as_bytes().get(at) {
            if *byte == b' ' {
                at += 1;
                continue;
            }
            let plain = self.plain_end(at);
            at = if plain > at { plain } else { self.cut_with_care(at, &mut chunk_end) };
        }
        self.free_last_stop();
    }

    /// Cuts off what stands at `at` if no rule needs to be asked, as is the case nearly everywhere in most texts; says
    /// where it ends.
    fn plain_end(&mut self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[at..];
        let word = PlainWord::of(bytes);
        if word.len > 0 {
            let end = at + word.len;
            if ends_plainly(bytes, word.len) {
                self.push_plain_word(at, &word);
                return end;
            }
            // "Brandt's", "don’t"
            let apostrophe = apostrophe_len(&bytes[word.len..]);
            let after = &bytes[word.len + apostrophe..];
            let is_inner = apostrophe > 0 && ends_in_letter(&bytes[..word.len]);
            let more = if is_inner { PlainWord::of(after).len } else { 0 };
            let piece_end = end + apostrophe + more;
            if more == 0 || after[0].is_ascii_digit() || !ends_plainly(after, more) {
                let Some((len, key)) = grouped_number(bytes) else { return at };
                self.put(at, at + len, TokenKind::Number, key);
                return at + len;
            }
            if more == 1 && after[0] | 0x20 == b's' {
                self.push_plain_word(at, &word);
                self.put(end, piece_end, TokenKind::Mark, *POSSESSIVE_KEY);
            } else {
                self.push_piece(at, piece_end);
            }
            return piece_end;
        }
        match bytes {
            [b'-', next, ..] if *next == b'-' || !next.is_ascii() => at,
            [b'.', next, ..] if !matches!(next, b'"' | b'\'' | b')') => match bytes[1..] {
                // No ellipsis: those are spaced with single spaces.
                [b' ' | b'\n', third, ..] if third.is_ascii_alphanumeric() => self.plain_mark(at),
                [0xE2, 0x80, 0x99 | 0x9D, ..] => self.plain_mark(at),
                _ => at,
            },
            [first, ..] if first.is_ascii_whitespace() => at + 1,
            [first, ..] if first.is_ascii_punctuation() => self.plain_mark(at),
            // A curly quotation mark, not inside a word.
            [0xE2, 0x80, third @ (0x98 | 0x99 | 0x9C | 0x9D), ..] => {
                let like = if *third < 0x9C { b'\'' } else { b'"' };
                self.put(at, at + 3, TokenKind::Mark, MARK_KEYS[usize::from(like)]);
                at + 3
            }
            _ => at,
        }
    }

    /// Cuts off what stands at `at` by all the rules, or skips white space; says where it ends.
    fn cut_with_care(&mut self, mut at: usize, chunk_end: &mut usize) -> usize {
        let rest = cut(self.text, at..);
        if at >= *chunk_end {
            let space = rest.len() - rest.trim_start().len();
            let solid = cut(rest, space..);
            at += space;
            *chunk_end = at + solid.find(char::is_whitespace).unwrap_or(solid.len());
            if space > 0 {
                return at;
            }
        }
        let dots = ellipsis_len(rest);
        if dots > 0 {
            self.push(at, at + dots, TokenKind::Mark);
            return at + dots;
        }
        let chunk = cut(self.text, at..*chunk_end);
        let end = at + ellipsis_start(chunk).unwrap_or(chunk.len());
        self.cut_chunk(at, end);
        end
    }

    fn push_plain_word(&mut self, start: usize, word: &PlainWord) {
        let end = start + word.len;
        let bytes = &self.text.as_bytes()[start..end];
        let is_shouted = bytes[0].is_ascii_uppercase() && bytes.len() <= MAX_AMBIGUOUS;
        let is_ambiguous =
            || is_shouted && AMBIGUOUS_ACRONYMS.iter().any(|known| known.as_bytes() == bytes);
        let key = word.key(&self.text.as_bytes()[start..]);
        let Some(key) = key.filter(|_| !is_ambiguous()) else {
            let first = cut(self.text, start..end).chars().next().unwrap_or(' ');
            return self.push_word(start, end, first);
        };
        let kind = if bytes[0].is_ascii_digit() {
            TokenKind::Number
        } else if bytes.len() <= MAX_STOP_WORD && STOP_KEYS.contains(key) {
            TokenKind::StopWord
        } else {
            TokenKind::Word
        };
        self.put(start, end, kind, key);
    }

    fn plain_mark(&mut self, at: usize) -> usize {
        let byte = usize::from(self.text.as_bytes()[at]);
        self.put(at, at + 1, TokenKind::Mark, MARK_KEYS[byte]);
        at + 1
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
        } else {
            self.cut_by_standard(start, end);
        }
    }

    /// Cuts by UAX #29, and what news needs on top.
    fn cut_by_standard(&mut self, start: usize, end: usize) {
        let chunk = cut(self.text, start..end);
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
            // UAX #29 keeps "a:b" together, for Swedish; news writes "Moscow:Minister says". And "_so_" is emphasis.
            let mut start = from;
            let piece = cut(self.text, from..to);
            let parts = |(at, mark): &(usize, &str)| *mark == ":" || !is_within_word(piece, *at);
            for (at, _) in piece.match_indices([':', '_']).filter(parts) {
                self.push_piece(start, from + at);
                self.push_piece(from + at, from + at + 1);
                start = from + at + 1;
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

/// The longest acronym that is also a word, in bytes.
const MAX_AMBIGUOUS: usize = 3;

/// The longest word of grammar, in bytes.
const MAX_STOP_WORD: usize = 7;

/// Keys of the words of grammar.
static STOP_KEYS: LazyLock<KeyIndex> =
    LazyLock::new(|| STOP_WORDS.iter().map(|word| MatchKey::of(word)).collect());

/// The key of a possessive's ending.
static POSSESSIVE_KEY: LazyLock<MatchKey> = LazyLock::new(|| MatchKey::of(&match_spelling("'s")));

/// Keys of the ASCII marks, by their codes; others are not asked for.
static MARK_KEYS: LazyLock<[MatchKey; 256]> = LazyLock::new(|| {
    let text = |byte: u8| char::from(byte).to_string();
    std::array::from_fn(|code| {
        let mark = u8::try_from(code).ok().filter(u8::is_ascii);
        mark.map_or_else(MatchKey::default, |mark| MatchKey::of(&match_spelling(&text(mark))))
    })
});

/// Whether the one-byte mark at `at` stands between letters or digits.
fn is_within_word(piece: &str, at: usize) -> bool {
    cut(piece, ..at).ends_with(char::is_alphanumeric)
        && cut(piece, at + 1..).starts_with(char::is_alphanumeric)
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

    /// What the rules make of a text that no fast path touches.
    fn with_care(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut cutter = Cutter { text, offset: 0, first: 0, tokens: &mut tokens };
        let (mut at, mut chunk_end) = (0, 0);
        while at < text.len() {
            at = cutter.cut_with_care(at, &mut chunk_end);
        }
        cutter.free_last_stop();
        tokens
    }

    #[test]
    fn the_fast_path_cuts_as_the_rules_do() {
        // All texts of four of these.
        let pieces = [
            "a", "US", "É", "ł", "7", " ", ".", ",", "'", "’", "\"", "”", "-", "–", "_", "…", "東",
            "\u{A0}",
        ];
        let n = pieces.len();
        for number in 0..n * n * n * n {
            let digit = |power: usize| pieces[number / power % n];
            let text = [digit(n * n * n), digit(n * n), digit(n), digit(1)].concat();
            let fast = tokenize(&text, Span::new(0, text.len()));
            assert_eq!(fast, with_care(&text), "{text}");
        }
        let said = "Ferry's captain, 34, “didn’t” say: \"We'll go!\" (U.S. e-mail) x.y 1.5.2 4,5 no.5 rock'n'roll \
                    1,200 12,345,678 1,200.5 1,20 1234,567 1,200,00 1,200x 1,200é 1,200's 1,200, 1,200_ 007,";
        assert_eq!(tokenize(said, Span::new(0, said.len())), with_care(said));
    }

    #[test]
    fn plain_ascii_is_cut_as_the_standard_does() {
        let pieces = ["a", "B", "7", ".", ",", "'", "\"", "-", "_", ":"];
        let n = pieces.len();
        for number in 0..n * n * n * n {
            let digit = |power: usize| pieces[number / power % n];
            let chunk = [digit(n * n * n), digit(n * n), digit(n), digit(1)].concat();
            let (mut own, mut standard) = (Vec::new(), Vec::new());
            let cutter = |tokens| Cutter { text: &chunk, offset: 0, first: 0, tokens };
            cutter(&mut own).cut_ascii(0, chunk.as_bytes());
            cutter(&mut standard).cut_by_standard(0, chunk.len());
            assert_eq!(own, standard, "{chunk}");
        }
    }
}
