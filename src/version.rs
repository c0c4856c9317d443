//! [`Version`]: one text as it is compared: its source, passages and tokens. It never changes once made;
//! a file that was overwritten gives a new one.

use std::ops::Range;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::text::Span;
use crate::text::decode::Encoding;
use crate::text::token::Token;

/// What kind of passage it is; alignment and layout treat titles with more care than running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PassageKind {
    /// The headline of the article.
    Headline,
    /// Another line that looks like a title: byline, caption, label.
    Heading,
    /// A framed or marked subhead.
    Subhead,
    /// A sentence of running text, or several that belong to one quotation.
    Body,
}

/// The unit of alignment: usually a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the source, without white space around it.
    pub span: Span,
    /// Its tokens, as indices into [`Version::tokens`].
    pub tokens: Range<usize>,
    /// Number of the paragraph it belongs to, from 0.
    pub paragraph: usize,
    /// What kind it is.
    pub kind: PassageKind,
}

/// What a text says about itself. Fields that could not be found are absent, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub headline: Option<String>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// The outlet that printed it.
    pub outlet: Option<String>,
    /// The agency that is credited.
    pub credit: Option<String>,
    /// The date line, as printed.
    pub date: Option<String>,
}

/// One text: one outlet's copy, or one earlier state of a file.
#[derive(Clone, Debug)]
pub struct Version {
    source: String,
    encoding: Encoding,
    sha256: OnceLock<[u8; 32]>,
    passages: Vec<Passage>,
    tokens: Vec<Token>,
    metadata: Metadata,
    n_words: usize,
}

/// Why a passage is taken for furniture: text of the page that is not the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FurnitureReason {
    /// It says what pages say: cookies, comments, newsletters, links.
    Phrase,
    /// It is a label or a short line after furniture at the end of the page.
    AfterFurniture,
    /// It stands beside the comments and shares nothing with the article.
    Comment,
}

/// Which passages of a version are furniture, and why. An input of every comparison, because the folder
/// around a version has a say in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FurnitureMarks {
    reasons: Vec<Option<FurnitureReason>>,
}

impl FurnitureMarks {
    /// Marks, one for each passage of a version.
    pub const fn new(reasons: Vec<Option<FurnitureReason>>) -> Self {
        Self { reasons }
    }

    /// Why a passage is furniture, or nothing when it is the article's.
    pub fn reason(&self, passage: usize) -> Option<FurnitureReason> {
        self.reasons.get(passage).copied().flatten()
    }

    /// Whether a passage is furniture.
    pub fn is_furniture(&self, passage: usize) -> bool {
        self.reason(passage).is_some()
    }
}

/// The parts a [`Version`] is made of, as a parser found them.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The decoded text.
    pub source: String,
    /// How it was decoded.
    pub encoding: Encoding,
    /// SHA-256 of the file's bytes; may be left out where these are the source itself.
    pub sha256: Option<[u8; 32]>,
    /// The passages, in order.
    pub passages: Vec<Passage>,
    /// The tokens of all passages, in order.
    pub tokens: Vec<Token>,
    /// What the text says about itself.
    pub metadata: Metadata,
}

/// Versions are equal when they were read from equal text in the same way.
impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
            && self.encoding == other.encoding
            && self.passages == other.passages
            && self.metadata == other.metadata
    }
}

impl Eq for Version {}

impl Version {
    /// Puts a version together.
    pub fn new(parts: Parts) -> Self {
        let Parts { source, encoding, sha256, passages, tokens, metadata } = parts;
        let sha256 = sha256.map(OnceLock::from).unwrap_or_default();
        let n_words = tokens.iter().filter(|token| token.is_word()).count();
        Self { source, encoding, sha256, passages, tokens, metadata, n_words }
    }

    /// The decoded text; every span points into it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        span.of(&self.source)
    }

    /// How the file was decoded.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// SHA-256 of the file's bytes: the version's identity. Worked out when it is first asked for.
    pub fn sha256(&self) -> &[u8; 32] {
        self.sha256.get_or_init(|| sha256(self.source.as_bytes()))
    }

    /// The passages in reading order.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// All tokens in reading order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens of one passage.
    pub fn tokens_of(&self, passage: &Passage) -> &[Token] {
        self.tokens.get(passage.tokens.clone()).unwrap_or_default()
    }

    /// What the text says about itself.
    pub const fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Number of words and numbers.
    pub const fn n_words(&self) -> usize {
        self.n_words
    }
}

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
