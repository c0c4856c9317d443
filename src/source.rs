//! Files to versions: what kind of file it is, the text of the articles in it, and what it says about them.
//!
//! Formats are read by libraries made for them. What an article's text means is left to [`crate::parse`].

mod archive;
mod front_matter;
mod page;
mod page_metadata;
mod record;
mod tags;

use crate::parse::{Extract, assemble};
use crate::text::blocks::Markup;
use crate::text::decode::{DecodeError, Decoded, Encoding, Hints, decode_as};
use crate::version::{Version, sha256};

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Page,
    /// A web page saved with all that belongs to it.
    Archive,
    /// One record of a collector, or a list of them.
    Record,
    /// Records, one to a line.
    Records,
}

/// File name endings of articles, in lower case.
pub const ENDINGS: [(&str, Format); 12] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Page),
    ("htm", Format::Page),
    ("xhtml", Format::Page),
    ("mhtml", Format::Archive),
    ("mht", Format::Archive),
    ("json", Format::Record),
    ("jsonl", Format::Records),
    ("ndjson", Format::Records),
];

impl Format {
    /// The format of files with this ending, or nothing when they are no articles.
    ///
    /// ```
    /// use copydesk::source::Format;
    ///
    /// assert_eq!(Format::of_ending("HTM"), Some(Format::Page));
    /// assert_eq!(Format::of_ending("jpeg"), None);
    /// ```
    pub fn of_ending(ending: &str) -> Option<Self> {
        let known = ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map(|(_, format)| *format)
    }

    /// The format of a file that the user names, whatever its ending is.
    pub fn of_path(path: &std::path::Path) -> Self {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        Self::of_ending(ending).unwrap_or(Self::Text)
    }

    /// Whether files of this format may hold many articles.
    pub const fn is_many(self) -> bool {
        matches!(self, Self::Record | Self::Records)
    }
}

/// Why there is no article in a file, or in a part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It is not text.
    #[error(transparent)]
    NotText(#[from] DecodeError),
    /// It is no JSON; what is wrong, and where.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// It is JSON, and nothing in it is the text of an article.
    #[error("no article in it: no field named text, body or content")]
    NoArticle,
    /// It is no saved page.
    #[error("no page in it")]
    NoPage,
}

/// One article of a file, or why there is none.
pub type Read = Result<Version, SourceError>;

/// Reads the articles of one file; all formats but records hold just one.
///
/// ```
/// use copydesk::source::{Format, read};
///
/// let page = b"<title>Ferry hits pier</title><article><h1>Ferry hits pier</h1><p>It was late.</p></article>";
/// let articles = read(page, Format::Page, None);
/// assert_eq!(articles[0].as_ref().unwrap().metadata().headline(), Some("Ferry hits pier"));
/// ```
pub fn read(bytes: &[u8], format: Format, told: Option<Encoding>) -> Vec<Read> {
    match format {
        Format::Text => vec![text(bytes, Markup::None, told)],
        Format::Markdown => vec![text(bytes, Markup::Markdown, told)],
        Format::Page => vec![page::read(bytes, None, told).map(assemble)],
        Format::Archive => vec![archive::read(bytes, told).map(assemble)],
        Format::Record => record::read(bytes, told),
        Format::Records => record::read_lines(bytes, told),
    }
}

fn text(bytes: &[u8], markup: Markup, told: Option<Encoding>) -> Read {
    let Decoded { text, encoding } = decode_as(bytes, Hints { told, declared: None })?;
    let is_source = text.as_bytes() == bytes;
    let (begin, metadata) = match markup {
        Markup::Markdown => front_matter::read(&text),
        Markup::None => (0, crate::version::Metadata::default()),
    };
    Ok(assemble(Extract {
        encoding,
        begin,
        metadata,
        sha256: (!is_source).then(|| sha256(bytes)),
        ..Extract::new(text, markup)
    }))
}
