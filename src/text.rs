//! *Tokenise and normalise*: bytes become text, paragraphs, sentences and tokens, each a byte span
//! of the decoded source. Nothing here changes the text: what is folded is folded in keys beside it.

mod abbreviation;
pub mod blocks;
pub mod calendar;
pub mod decode;
pub mod keys;
pub mod language;
pub mod lexicon;
pub mod number;
pub mod phrases;
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
    #[inline]
    pub fn of(self, text: &str) -> &str {
        cut(text, self.range())
    }
}

/// A text on one line, with its white space made single.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the first byte is for which `test` says anything but 0. Sixteen bytes are tested at once if `test` has no
/// branches, which pays for bytes that are rare: put it together of [`is`] and `|`.
pub(crate) fn position(bytes: &[u8], test: impl Fn(u8) -> u8) -> Option<usize> {
    let (pieces, _) = bytes.as_chunks::<16>();
    let is_clear = |piece: &&[u8; 16]| piece.iter().fold(0, |any, byte| any | test(*byte)) == 0;
    let clear = 16 * pieces.iter().take_while(is_clear).count();
    bytes[clear..].iter().position(|byte| test(*byte) != 0).map(|at| clear + at)
}

/// 1 where two bytes are the same, else 0.
#[inline]
pub(crate) const fn is(byte: u8, mark: u8) -> u8 {
    (byte == mark) as u8
}

/// A part of a text, or nothing when the range does not fall on its characters: the one place where text is
/// cut by byte offsets, so that no fault in them can end the program.
#[inline]
pub(crate) fn cut<R: std::slice::SliceIndex<str, Output = str>>(text: &str, range: R) -> &str {
    text.get(range).unwrap_or_default()
}
