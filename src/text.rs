//! *Tokenise and normalise*: bytes become text, paragraphs, sentences and tokens, each a byte span
//! of the decoded source. Nothing here changes the text: what is folded is folded in keys beside it.

mod abbreviation;
pub mod blocks;
pub mod calendar;
pub mod decode;
pub mod keys;
pub mod language;
pub mod quotation;
pub mod safe;
pub mod sentence;
pub mod speech;
pub mod stem;
pub mod token;
pub mod width;

/// A half-open range of bytes in the decoded text of a version.
///
/// Spans are only made at character borders, by the functions of this module tree. 32 bits are
/// enough: [`decode::MAX_BYTES`] bounds every text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    ///
    /// Offsets beyond 4 GB are cut to the largest offset; [`decode::MAX_BYTES`] keeps that from happening.
    pub fn new(start: usize, end: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: fit(start), end: fit(end) }
    }

    /// The span as a range that can index a slice.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no byte is covered.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The text it covers, or nothing when the span does not belong to `text`.
    pub fn of(self, text: &str) -> &str {
        cut(text, self.range())
    }
}

/// A text on one line, with its white space made single.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A part of a text, or nothing when the range does not fall on its characters: the one place where text is
/// cut by byte offsets, so that no fault in them can end the program.
pub(crate) fn cut<R: std::slice::SliceIndex<str, Output = str>>(text: &str, range: R) -> &str {
    text.get(range).unwrap_or_default()
}
