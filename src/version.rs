//! [`Version`]: one text as it is compared: its source, passages and tokens. It never changes once made;
//! a file that was overwritten gives a new one.

use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::text::calendar::date_of;
use crate::text::decode::Encoding;
use crate::text::token::Token;
use crate::text::{Span, one_line};

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
    /// What the file says about itself before the text begins; no part of the article.
    FrontMatter,
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

/// Where a statement about an article was found, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A collector's record: a line of `.jsonl`, a `.json` file.
    Record,
    /// The front matter of a Markdown file.
    FrontMatter,
    /// The page's JSON-LD.
    JsonLd,
    /// The page's Open Graph.
    OpenGraph,
    /// Another `meta` of the page, or an element that says what it is: `time`, `link`, `html lang`.
    Page,
    /// The text itself.
    Text,
    /// The name of the file.
    FileName,
    /// The name of the folder.
    FolderName,
}

impl Origin {
    /// The name in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::FrontMatter => "front matter",
            Self::JsonLd => "json-ld",
            Self::OpenGraph => "open graph",
            Self::Page => "page",
            Self::Text => "text",
            Self::FileName => "file name",
            Self::FolderName => "folder name",
        }
    }
}

/// A statement about an article, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What was found, on one line.
    pub text: Box<str>,
    /// Where.
    pub origin: Origin,
}

impl Field {
    /// A statement, with its white space made single; nothing if it says nothing.
    pub fn new(text: &str, origin: Origin) -> Option<Self> {
        let text = one_line(text);
        (!text.is_empty()).then(|| Self { text: text.into(), origin })
    }
}

/// What is known about an article beside its text. Fields that could not be found are absent, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub headline: Option<Field>,
    /// The line under the headline.
    pub deck: Option<Field>,
    /// Who wrote it, without "By".
    pub byline: Option<Field>,
    /// The outlet that printed it.
    pub outlet: Option<Field>,
    /// The agency that is credited.
    pub credit: Option<Field>,
    /// The place before the first sentence.
    pub dateline: Option<Field>,
    /// The date, as printed or as the page declares it.
    pub date: Option<Field>,
    /// The address of the page.
    pub url: Option<Field>,
    /// The language, as a tag: "en", "pt-br".
    pub language: Option<Field>,
    /// What the article says about how it was made: that it is a feed's, that nobody edited it, that it was updated.
    pub claims: Vec<Field>,
}

impl Metadata {
    /// All single fields by their names in outputs, in the order in which they are shown.
    pub const fn fields(&self) -> [(&'static str, Option<&Field>); 9] {
        [
            ("headline", self.headline.as_ref()),
            ("deck", self.deck.as_ref()),
            ("byline", self.byline.as_ref()),
            ("outlet", self.outlet.as_ref()),
            ("credit", self.credit.as_ref()),
            ("dateline", self.dateline.as_ref()),
            ("date", self.date.as_ref()),
            ("url", self.url.as_ref()),
            ("language", self.language.as_ref()),
        ]
    }

    /// The headline's words.
    pub fn headline(&self) -> Option<&str> {
        self.headline.as_ref().map(|field| &*field.text)
    }

    /// The outlet's name.
    pub fn outlet(&self) -> Option<&str> {
        self.outlet.as_ref().map(|field| &*field.text)
    }

    /// The agency's name.
    pub fn credit(&self) -> Option<&str> {
        self.credit.as_ref().map(|field| &*field.text)
    }

    /// The date as it is written.
    pub fn date(&self) -> Option<&str> {
        self.date.as_ref().map(|field| &*field.text)
    }

    /// The day of the date.
    pub fn day(&self) -> Option<Date> {
        self.date().and_then(date_of)
    }

    /// Takes over what is absent here and known there.
    pub fn fill(&mut self, other: Self) {
        let Self { headline, deck, byline, outlet, credit, dateline, date, url, language, claims } =
            other;
        let fill = |own: &mut Option<Field>, other: Option<Field>| {
            if own.is_none() {
                *own = other;
            }
        };
        fill(&mut self.headline, headline);
        fill(&mut self.deck, deck);
        fill(&mut self.byline, byline);
        fill(&mut self.outlet, outlet);
        fill(&mut self.credit, credit);
        fill(&mut self.dateline, dateline);
        fill(&mut self.date, date);
        fill(&mut self.url, url);
        fill(&mut self.language, language);
        let is_new = |claim: &Field| self.claims.iter().all(|own| own.text != claim.text);
        let new: Vec<Field> = claims.into_iter().filter(is_new).collect();
        self.claims.extend(new);
    }
}

/// One text: one outlet's copy, or one earlier state of a file.
#[derive(Clone, Debug)]
pub struct Version {
    source: String,
    encoding: Encoding,
    sha256: OnceLock<[u8; 32]>,
    passages: Vec<Passage>,
    tokens: Vec<Token>,
    dateline: Range<usize>,
    metadata: Metadata,
    notice: Option<&'static str>,
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
    /// It stands in the front matter of the file.
    FrontMatter,
    /// The same paragraph stands in files of other stories.
    Folder,
    /// The reader said so.
    Told,
}

impl FurnitureReason {
    /// Why, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Phrase => "it is a usual phrase of web pages",
            Self::AfterFurniture => "it stands after other furniture at the end of the page",
            Self::Comment => "it reads like a reader's comment",
            Self::FrontMatter => "it is the file's front matter",
            Self::Folder => "the same paragraph stands in files of other stories",
            Self::Told => "you said so",
        }
    }
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
    /// Which of these are the dateline.
    pub dateline: Range<usize>,
    /// What is known about it.
    pub metadata: Metadata,
    /// What the reader should know of how the file was read.
    pub notice: Option<&'static str>,
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
        let Parts { source, encoding, sha256, passages, tokens, dateline, metadata, notice } =
            parts;
        let sha256 = sha256.map(OnceLock::from).unwrap_or_default();
        let n_words = tokens.iter().filter(|token| token.is_word()).count();
        Self { source, encoding, sha256, passages, tokens, dateline, metadata, notice, n_words }
    }

    /// The decoded text; every span points into it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text of a span.
    #[inline]
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

    /// Its paragraphs, each as the places of its passages.
    pub fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut next = 0;
        self.passages.chunk_by(|one, other| one.paragraph == other.paragraph).map(move |members| {
            let first = next;
            next += members.len();
            first..next
        })
    }

    /// All tokens in reading order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens of one passage.
    pub fn tokens_of(&self, passage: &Passage) -> &[Token] {
        self.tokens.get(passage.tokens.clone()).unwrap_or_default()
    }

    /// The tokens of the dateline, with the mark that ends it; empty where there is none. These say where an article was
    /// written, and nothing of what it says.
    pub fn dateline(&self) -> Range<usize> {
        self.dateline.clone()
    }

    /// What the text says about itself.
    pub const fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// What the reader should know of how the file was read: that it could not be understood as usual.
    pub const fn notice(&self) -> Option<&'static str> {
        self.notice
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
