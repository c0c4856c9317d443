//! Bytes of a file to a [`Version`]: decode, find paragraphs, sentences and tokens, read the head.

mod head;

use crate::text::Span;
use crate::text::blocks::{Block, BlockKind, Markup, blocks};
use crate::text::cut;
use crate::text::decode::{DecodeError, Encoding, decode};
use crate::text::sentence::sentences;
use crate::text::token::{Token, TokenKind, tokenize_into};
use crate::version::{Metadata, Parts, Passage, PassageKind, Version, sha256};

/// An article as it came out of its file: its text, and what the file says about it.
#[derive(Clone, Debug)]
pub struct Extract {
    /// The text. For a page or a record, what was taken out of it; for all else, the whole file.
    pub text: String,
    /// Where the article begins; what stands before is the file's front matter.
    pub begin: usize,
    /// How the text is marked up.
    pub markup: Markup,
    /// How the file was decoded.
    pub encoding: Encoding,
    /// SHA-256 of the file's bytes, unless these are the text itself.
    pub sha256: Option<[u8; 32]>,
    /// What the file says about the article.
    pub metadata: Metadata,
    /// What the reader should know of how the file was read.
    pub notice: Option<&'static str>,
}

impl Extract {
    /// A text of which nothing is known but its words.
    pub fn new(text: String, markup: Markup) -> Self {
        let (encoding, metadata) = (Encoding::UTF_8, Metadata::default());
        Self { text, begin: 0, markup, encoding, sha256: None, metadata, notice: None }
    }
}

/// Reads the bytes of a text file as an article.
///
/// ```
/// use copydesk::parse::parse;
/// use copydesk::text::blocks::Markup;
///
/// let version = parse(b"Ferry hits pier\n\nIt was late. Nobody was hurt.", Markup::None).unwrap();
/// assert_eq!(version.metadata().headline(), Some("Ferry hits pier"));
/// assert_eq!(version.passages().len(), 3);
/// ```
///
/// # Errors
///
/// [`DecodeError`] when the bytes are no text.
pub fn parse(bytes: &[u8], markup: Markup) -> Result<Version, DecodeError> {
    let decoded = decode(bytes)?;
    let is_source = decoded.text.as_bytes() == bytes;
    Ok(assemble(Extract {
        encoding: decoded.encoding,
        sha256: (!is_source).then(|| sha256(bytes)),
        ..Extract::new(decoded.text, markup)
    }))
}

/// Makes a version of a draft: finds its paragraphs, sentences and tokens, and reads its head. What the file says about
/// the article counts for more than what the text says.
pub fn assemble(draft: Extract) -> Version {
    let Extract { text, begin, markup, encoding, sha256, mut metadata, notice } = draft;
    // Prose has a word or mark for every five or six bytes.
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut passages = Vec::new();
    if let Some(span) = front_matter(&text, begin) {
        tokenize_into(&text, span, &mut tokens);
        let kind = PassageKind::FrontMatter;
        passages.push(Passage { span, tokens: 0..tokens.len(), paragraph: 0, kind });
    }
    let first_paragraph = passages.len();
    for (n, block) in blocks(cut(&text, begin..), markup).into_iter().enumerate() {
        let block = Block { span: shifted(block.span, begin), ..block };
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
            let paragraph = first_paragraph + n;
            passages.push(Passage { span, tokens: first..tokens.len(), paragraph, kind });
        }
    }
    metadata.fill(head::read(&text, &mut passages, &tokens, metadata.headline()));
    let dateline = head::dateline::extent(&text, &passages, &tokens);
    tokens.shrink_to_fit();
    passages.shrink_to_fit();
    let source = text;
    Version::new(Parts { source, encoding, sha256, passages, tokens, dateline, metadata, notice })
}

/// What stands before the article, without white space around it.
fn front_matter(text: &str, begin: usize) -> Option<Span> {
    let before = cut(text, ..begin);
    let start = before.len() - before.trim_start().len();
    let end = before.trim_end().len();
    (start < end).then(|| Span::new(start, end))
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start as usize + by, span.end as usize + by)
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
