//! Bytes of a file to a [`Version`]: decode, find paragraphs, sentences and tokens, read the head.

mod head;

use crate::text::Span;
use crate::text::blocks::{Block, BlockKind, Markup, blocks};
use crate::text::decode::{DecodeError, Decoded, decode};
use crate::text::sentence::sentences;
use crate::text::token::{Token, TokenKind, tokenize_into};
use crate::version::{Parts, Passage, PassageKind, Version, sha256};

/// File name endings of articles, in lower case, and how their text is marked up.
pub const ENDINGS: [(&str, Markup); 4] = [
    ("txt", Markup::None),
    ("text", Markup::None),
    ("md", Markup::Markdown),
    ("markdown", Markup::Markdown),
];

/// How a file with this ending is marked up, or nothing when it is no article.
///
/// ```
/// use copydesk::parse::markup_of;
///
/// assert!(markup_of("TXT").is_some());
/// assert!(markup_of("jpeg").is_none());
/// ```
pub fn markup_of(ending: &str) -> Option<Markup> {
    ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, markup)| *markup)
}

/// Reads the bytes of one file as an article.
///
/// ```
/// use copydesk::parse::parse;
/// use copydesk::text::blocks::Markup;
///
/// let version = parse(b"Ferry hits pier\n\nIt was late. Nobody was hurt.", Markup::None).unwrap();
/// assert_eq!(version.metadata().headline.as_deref(), Some("Ferry hits pier"));
/// assert_eq!(version.passages().len(), 3);
/// ```
///
/// # Errors
///
/// [`DecodeError`] when the bytes are no text.
pub fn parse(bytes: &[u8], markup: Markup) -> Result<Version, DecodeError> {
    let Decoded { text, encoding } = decode(bytes)?;
    // Prose has a word or mark for every five or six bytes.
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut passages = Vec::new();
    for (paragraph, block) in blocks(&text, markup).into_iter().enumerate() {
        for span in passage_spans(&text, block) {
            let first = tokens.len();
            tokenize_into(&text, span, &mut tokens);
            if markup == Markup::Markdown {
                drop_markup(&text, &mut tokens, first);
            }
            let kind = match block.kind {
                BlockKind::Heading => PassageKind::Heading,
                BlockKind::Subhead => PassageKind::Subhead,
                BlockKind::Body => PassageKind::Body,
            };
            passages.push(Passage { span, tokens: first..tokens.len(), paragraph, kind });
        }
    }
    let metadata = head::read(&text, &mut passages, &tokens);
    tokens.shrink_to_fit();
    passages.shrink_to_fit();
    let is_source = text.as_bytes() == bytes;
    let sha256 = (!is_source).then(|| sha256(bytes));
    Ok(Version::new(Parts { source: text, encoding, sha256, passages, tokens, metadata }))
}

fn passage_spans(text: &str, block: Block) -> Vec<Span> {
    let start = block.span.start as usize;
    if block.kind != BlockKind::Body {
        return vec![block.span];
    }
    sentences(block.span.of(text))
        .into_iter()
        .map(|range| Span::new(start + range.start, start + range.end))
        .collect()
}

/// Drops marks of emphasis and code in Markdown, from token `first` on: they are shown, and never compared.
fn drop_markup(text: &str, tokens: &mut Vec<Token>, first: usize) {
    let is_markup = |token: &Token| {
        token.kind() == TokenKind::Mark && matches!(token.span().of(text), "*" | "_" | "`")
    };
    let kept: Vec<Token> = tokens.drain(first..).filter(|token| !is_markup(token)).collect();
    tokens.extend(kept);
}
