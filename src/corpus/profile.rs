//! What the list knows of a version without its text: enough to name, group and filter it.
//!
//! A folder may hold a hundred thousand articles. Their texts stay on disk; a profile takes about a kilobyte.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::furniture::furniture;
use crate::text::Span;
use crate::text::calendar::names_of_times;
use crate::text::keys::{KeyIndex, MatchKey, match_spelling};
use crate::text::quotation::quotations;
use crate::text::token::TokenKind;
use crate::version::{FurnitureMarks, PassageKind, Version};

/// Words in a run.
const RUN: usize = 5;

/// Up to this many runs are kept of an article, roughly; of longer ones every second, fourth, … run by its hash. Of short
/// articles, in which a few runs must tell, twice as many.
const MAX_RUNS: usize = 64;

/// Not fewer than every sixteenth run is kept: a trim of a long text must still be found.
const MAX_THINNING: u32 = 4;

/// Words that tell what an article is about.
const MAX_TERMS: usize = 64;

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

/// The one paragraph of an article in which a word is said, in four bits: one of the first seven or of the last eight, where
/// pages put what is their own. Nothing is said of what stands elsewhere, or in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot(u8);

impl Spot {
    /// Paragraphs from the first that have a spot.
    const FIRST: usize = 7;

    /// A block of an article that has so many.
    pub fn of(block: usize, n_blocks: usize) -> Self {
        let from_end = n_blocks.saturating_sub(block);
        let spot = if block < Self::FIRST {
            block + 1
        } else if (1..=8).contains(&from_end) {
            16 - from_end
        } else {
            0
        };
        Self(u8::try_from(spot).unwrap_or(0))
    }

    /// A spot from its bits.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0xF)
    }

    /// Its bits: 0 where nothing is said.
    pub const fn bits(self) -> u8 {
        self.0
    }
}

/// A word that tells what an article is about, and how much of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What it is compared by.
    pub key: MatchKey,
    /// The word, as it is written.
    pub word: Box<str>,
    /// How often it stands there; names and words of the headline count twice.
    pub count: u16,
    /// Whether it is a name.
    pub is_name: bool,
    /// Whether it is a figure.
    pub is_figure: bool,
    /// Where it is said.
    pub spot: Spot,
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
    pub terms: Vec<Term>,
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
            terms: terms(version, &marks, &block_of, blocks.len()),
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

/// What all news has, and tells nothing about an article: days and months, for its date is compared by itself, and the words
/// of `assets/plain-words.txt`.
static PLAIN: LazyLock<KeyIndex> = LazyLock::new(|| {
    let lines = include_str!("../../assets/plain-words.txt").lines();
    let words = lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let words = words.chain(names_of_times());
    words.map(|word| MatchKey::of(&match_spelling(word))).collect()
});

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// A word, while those of an article are gathered.
struct Seen<'a> {
    key: MatchKey,
    word: &'a str,
    count: u16,
    is_name: bool,
    is_figure: bool,
    /// The passage in which it is said first.
    at: usize,
    /// The block in which it is said, if that is one.
    block: Option<usize>,
}

/// The words that tell most about an article: names, figures, what the headline says and what is said often.
fn terms(
    version: &Version,
    marks: &FurnitureMarks,
    block_of: &[Option<usize>],
    n_blocks: usize,
) -> Vec<Term> {
    let seen = telling_words(version, marks, block_of);
    // An agency is in all that it tells.
    let credit = version.metadata().credit().unwrap_or_default();
    let credit: Vec<MatchKey> =
        credit.split_whitespace().map(|word| MatchKey::of(&match_spelling(word))).collect();
    // Names first, then figures and what is often said, then what is said early; the word itself decides what is left.
    let rank = |(n, seen): (usize, &Seen<'_>)| {
        let told = u32::from(seen.is_name) * 2 + u32::from(seen.is_figure) + u32::from(seen.count);
        (Reverse(told), seen.at, seen.key, n)
    };
    let is_own = |(_, seen): &(usize, &Seen<'_>)| !credit.contains(&seen.key);
    let mut all: Vec<_> = seen.iter().enumerate().filter(is_own).map(rank).collect();
    if all.len() > MAX_TERMS {
        all.select_nth_unstable(MAX_TERMS);
        all.truncate(MAX_TERMS);
    }
    all.sort_unstable();
    let term = |seen: &Seen<'_>| Term {
        key: seen.key,
        word: seen.word.into(),
        count: seen.count,
        is_name: seen.is_name,
        is_figure: seen.is_figure,
        spot: seen.block.map_or_else(Spot::default, |block| Spot::of(block, n_blocks)),
    };
    all.into_iter().map(|(.., n)| term(&seen[n])).collect()
}

/// The words of an article that are not what all news has, each once.
fn telling_words<'a>(
    version: &'a Version,
    marks: &FurnitureMarks,
    block_of: &[Option<usize>],
) -> Vec<Seen<'a>> {
    let passages = version.passages().iter().enumerate().filter(|(at, _)| !marks.is_furniture(*at));
    let mut all: Vec<Seen<'_>> = Vec::new();
    let mut places = KeyIndex::with_room(version.n_words() / 2);
    for (at, passage) in passages {
        let in_headline = passage.kind == PassageKind::Headline;
        // Where everything has a capital, or nothing may be told from it, nothing is a name.
        let mut is_start = true;
        for token in version.tokens_of(passage) {
            if !token.is_word() {
                let mark = version.text(token.span());
                is_start |= mark.starts_with(['“', '"', '‘', '.', ':', '!', '?']);
                continue;
            }
            let was_start = std::mem::take(&mut is_start);
            if !token.is_content() || PLAIN.contains(token.key) {
                continue;
            }
            let word = version.text(token.span());
            let is_letter = word.len() == 1;
            let is_figure = token.kind() == TokenKind::Number;
            if is_letter || (is_figure && is_year(word)) {
                continue;
            }
            let is_name = !was_start && !in_headline && word.starts_with(char::is_uppercase);
            let block = block_of[at];
            let place = places.insert(token.key);
            if place == all.len() {
                all.push(Seen { key: token.key, word, count: 0, is_name, is_figure, at, block });
            }
            let own = &mut all[place];
            if own.block != block {
                own.block = None;
            }
            own.count = own.count.saturating_add(1 + u16::from(is_name) + u16::from(in_headline));
            if is_name && !own.is_name {
                own.is_name = true;
                own.word = word;
            }
        }
    }
    all
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
        let words: Vec<&str> = profile.terms.iter().map(|term| &*term.word).collect();
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
