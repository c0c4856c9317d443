//! What the list knows of a version without its text: enough to name, group and filter it.
//!
//! A folder may hold a hundred thousand articles. Their texts stay on disk; a profile takes about a kilobyte.

mod telling;

use std::ops::Range;

use jiff::civil::Date;

use super::furniture::furniture;
use crate::text::Span;
use crate::text::keys::{KeyIndex, MatchKey};
use crate::text::quotation::quotations;
use crate::version::{FurnitureMarks, PassageKind, Version};

pub use telling::{Spot, Term, Terms};

/// Words in a run.
const RUN: usize = 5;

/// Up to this many runs are kept of an article, roughly; of longer ones every second, fourth, … run by its hash. Of short
/// articles, in which a few runs must tell, twice as many.
const MAX_RUNS: usize = 64;

/// Not fewer than every sixteenth run is kept: a trim of a long text must still be found.
const MAX_THINNING: u32 = 4;

/// Words of the text that stand for a headline where there is none.
const OPENING_WORDS: usize = 12;

/// A paragraph, and what it is recognised by in other files, in eight bytes: 48 bits of the hash of its words, and in the
/// lowest sixteen how many these are and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Block(u64);

impl Block {
    fn new(words: MatchKey, n_words: usize, is_inside: bool) -> Self {
        let n_words = u64::try_from(n_words).unwrap_or(u64::MAX).min(0x7FFF);
        Self(words.0 & !0xFFFF | u64::from(is_inside) << 15 | n_words)
    }

    /// A paragraph from its eight bytes.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Its eight bytes.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The hash of its words.
    pub const fn hash(self) -> u64 {
        self.0 & !0xFFFF
    }

    /// Whether running text of the article's own stands before and after it.
    pub const fn is_inside(self) -> bool {
        self.0 & 0x8000 != 0
    }
}

/// Where a run of words begins, in a byte: the number of its paragraph among the blocks, and whether it is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(u8);

impl Place {
    /// Blocks from this number on are one; and what stands in none has the number after it.
    const LAST: usize = 126;

    fn new(block: Option<usize>, is_quoted: bool) -> Self {
        let block = block.map_or(Self::LAST + 1, |block| block.min(Self::LAST));
        Self(u8::try_from(block).unwrap_or(u8::MAX) | u8::from(is_quoted) << 7)
    }

    /// A place from its byte.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Its byte.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The number of its block; one more than that of the last for the headline.
    pub const fn block(self) -> u8 {
        self.0 & 0x7F
    }

    /// Whether some of the run stands in a quotation.
    pub const fn is_quoted(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// The same place, in a quotation or as it was.
    const fn quoted(self, is_quoted: bool) -> Self {
        Self(self.0 | (is_quoted as u8) << 7)
    }
}

/// What the list knows of a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// SHA-256 of what it was read from.
    pub sha256: [u8; 32],
    /// Number of words.
    pub n_words: u32,
    /// Its headline.
    pub headline: Option<Box<str>>,
    /// Its outlet, as it says itself.
    pub outlet: Option<Box<str>>,
    /// The agency that it credits.
    pub credit: Option<Box<str>>,
    /// The day of its date.
    pub day: Option<Date>,
    /// The first words; absent where there is a headline.
    pub opening: Option<Box<str>>,
    /// Hashes of its runs of five words, as many as are kept, sorted.
    pub runs: Box<[u32]>,
    /// Where each of them begins first.
    pub places: Box<[Place]>,
    /// Runs are kept if their last so many bits are zero.
    pub thinning: u32,
    /// Its paragraphs.
    pub blocks: Box<[Block]>,
    /// What it is about. The corpus takes these and keeps their numbers.
    pub terms: Terms,
}

impl Profile {
    /// Reads a version.
    pub fn of(version: &Version) -> Self {
        let marks = furniture(version);
        let blocks = blocks(version, &marks);
        let block_of = block_of(version, &blocks);
        let (runs, thinning) = runs(&words(version, &marks, &block_of));
        let metadata = version.metadata();
        let opening = metadata.headline().is_none().then(|| opening(version));
        Self {
            sha256: *version.sha256(),
            n_words: u32::try_from(version.n_words()).unwrap_or(u32::MAX),
            day: metadata.day(),
            opening,
            runs: runs.iter().map(|(run, _)| *run).collect(),
            places: runs.iter().map(|(_, place)| *place).collect(),
            thinning,
            terms: Terms::of(version, &marks, &block_of, blocks.len()),
            blocks: blocks.into_iter().map(|(block, _)| block).collect(),
            headline: metadata.headline().map(Box::from),
            outlet: metadata.outlet().map(Box::from),
            credit: metadata.credit().map(Box::from),
        }
    }

    /// Number of kept runs at a coarser sampling.
    pub fn n_kept(&self, thinning: u32) -> usize {
        if thinning <= self.thinning {
            return self.runs.len();
        }
        self.runs.iter().filter(|run| run.trailing_zeros() >= thinning).count()
    }
}

fn thinning(n_runs: usize) -> u32 {
    let max = if n_runs <= MAX_RUNS * 4 { MAX_RUNS * 2 } else { MAX_RUNS };
    (0..MAX_THINNING).find(|bits| n_runs >> bits <= max).unwrap_or(MAX_THINNING)
}

/// The number of the block that each passage is of.
fn block_of(version: &Version, blocks: &[(Block, Range<usize>)]) -> Vec<Option<usize>> {
    let mut block_of = vec![None; version.passages().len()];
    for (at, (_, members)) in blocks.iter().enumerate() {
        block_of[members.clone()].fill(Some(at));
    }
    block_of
}

/// The words of a version's article text, each with its place.
fn words(
    version: &Version,
    marks: &FurnitureMarks,
    block_of: &[Option<usize>],
) -> Vec<(MatchKey, Place)> {
    let passages = version.passages();
    let mut words = Vec::with_capacity(version.n_words());
    for members in version.paragraphs() {
        let (first, last) = (passages[members.start].span, passages[members.end - 1].span);
        let quotations = quotations(version.text(Span { start: first.start, end: last.end }));
        let mut quotations = quotations.as_slice();
        for at in members.filter(|at| !marks.is_furniture(*at)) {
            let place = Place::new(block_of[at], false);
            for token in version.tokens_of(&passages[at]).iter().filter(|token| token.is_word()) {
                let start = (token.span().start - first.start) as usize;
                while let [before, after @ ..] = quotations
                    && before.end <= start
                {
                    quotations = after;
                }
                let is_quoted = quotations.first().is_some_and(|range| range.start <= start);
                words.push((token.key, place.quoted(is_quoted)));
            }
        }
    }
    words
}

/// The distinct runs of five words that are kept of these, as hashes, sorted, and where each begins first; and their thinning.
/// A shorter text is one run.
fn runs(words: &[(MatchKey, Place)]) -> (Vec<(u32, Place)>, u32) {
    let n = RUN.min(words.len()).max(1);
    let mut seen = KeyIndex::with_room(words.len());
    let mut first_words = Vec::with_capacity(words.len());
    for (at, run) in words.windows(n).enumerate() {
        // The upper half is as good as the whole, and half as large.
        let hash = MatchKey::of_all(run.iter().map(|(key, _)| *key)).0 >> 32;
        if seen.insert(MatchKey(hash)) == first_words.len() {
            first_words.push(at);
        }
    }
    let thinning = thinning(first_words.len());
    let run = |(hash, at): (&MatchKey, usize)| {
        let is_quoted = words[at..at + n].iter().any(|(_, place)| place.is_quoted());
        (hash.0 as u32, words[at].1.quoted(is_quoted))
    };
    let is_kept = |(hash, _): &(&MatchKey, usize)| (hash.0 as u32).trailing_zeros() >= thinning;
    let mut runs: Vec<(u32, Place)> =
        seen.keys().iter().zip(first_words).filter(is_kept).map(run).collect();
    runs.sort_unstable_by_key(|(hash, _)| *hash);
    (runs, thinning)
}

/// The paragraphs of a version, each with its passages.
pub fn blocks(version: &Version, marks: &FurnitureMarks) -> Vec<(Block, Range<usize>)> {
    let passages = version.passages();
    let is_text = |at: usize| !marks.is_furniture(at) && passages[at].kind == PassageKind::Body;
    let first = (0..passages.len()).find(|at| is_text(*at)).unwrap_or(passages.len());
    let last = (0..passages.len()).rev().find(|at| is_text(*at)).unwrap_or(0);
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < passages.len() {
        let paragraph = passages[start].paragraph;
        let n =
            passages[start..].iter().take_while(|passage| passage.paragraph == paragraph).count();
        let members = start..start + n;
        start = members.end;
        let tokens = passages[members.start].tokens.start..passages[members.end - 1].tokens.end;
        let words = || version.tokens()[tokens.clone()].iter().filter(|token| token.is_word());
        let n_words = words().count();
        if n_words == 0 || passages[members.start].kind == PassageKind::Headline {
            continue;
        }
        let key = MatchKey::of_all(words().map(|token| token.key));
        let block = Block::new(key, n_words, first < members.start && members.end <= last);
        blocks.push((block, members));
    }
    blocks
}

fn opening(version: &Version) -> Box<str> {
    let begin = version.passages().iter().find(|passage| passage.kind != PassageKind::FrontMatter);
    let text = begin
        .map_or("", |passage| crate::text::cut(version.source(), passage.span.start as usize..));
    let words: Vec<&str> = text.split_whitespace().take(OPENING_WORDS).collect();
    words.join(" ").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    fn profile(text: &str) -> Profile {
        Profile::of(&parse(text.as_bytes(), Markup::None).expect("text"))
    }

    #[test]
    fn long_texts_keep_fewer_runs_of_the_same_kind() {
        let words: Vec<String> = (0..2000).map(|n| format!("w{n}")).collect();
        let (short, long) = (profile(&words[..300].join(" ")), profile(&words.join(" ")));
        assert_eq!((short.thinning, long.thinning), (3, 4));
        let common = short.runs.iter().filter(|run| long.runs.contains(run)).count();
        assert_eq!(common, short.n_kept(long.thinning));
        assert!(common > 8);
    }

    #[test]
    fn terms_are_names_and_what_is_said_often() {
        let profile = profile(
            "Ferry hits pier\n\nA ferry struck the pier of Port Ellery, Ada Brandt said. The ferry was late.",
        );
        let words: Vec<&str> = profile.terms.iter().map(|(_, word)| word).collect();
        assert_eq!(words[0], "Ferry");
        assert!(words[..5].contains(&"Ellery") && words[..5].contains(&"Brandt"));
        assert!(words.contains(&"Brandt") && !words.contains(&"the"));
    }

    #[test]
    fn paragraphs_are_known_by_their_words() {
        let blocks =
            |text: &str| profile(text).blocks.iter().map(|block| block.hash()).collect::<Vec<_>>();
        let one = blocks("One thing is said here.\n\nAnother thing\nis said there.");
        let other = blocks("Another thing is   said there.\n\nA third thing.");
        assert_eq!((one.len(), one[1]), (2, other[0]));
    }
}
