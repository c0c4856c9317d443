//! What the list knows of a version without its text: enough to name, group and filter it.
//!
//! A folder may hold a hundred thousand articles. Their texts stay on disk; a profile takes about a kilobyte.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::furniture::furniture;
use crate::text::calendar::names_of_times;
use crate::text::keys::{MatchKey, match_spelling};
use crate::text::token::Token;
use crate::version::{FurnitureMarks, Passage, PassageKind, Version};

/// Words in a run.
const RUN: usize = 5;

/// Words of a paragraph that begin no run of its own.
pub(super) const RUN_BORDER: u16 = RUN as u16 - 1;

/// Up to this many runs are kept of an article, roughly; of longer ones every second, fourth, … run by its hash.
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
    fn new(keys: &[MatchKey], is_inside: bool) -> Self {
        let n_words = u64::try_from(keys.len()).unwrap_or(u64::MAX).min(0x7FFF);
        let hash = MatchKey::of_all(keys.iter().copied()).0;
        Self(hash & !0xFFFF | u64::from(is_inside) << 15 | n_words)
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

    /// Number of its words.
    pub const fn n_words(self) -> u16 {
        (self.0 & 0x7FFF) as u16
    }

    /// Whether running text of the article's own stands before and after it.
    pub const fn is_inside(self) -> bool {
        self.0 & 0x8000 != 0
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
    /// Hashes of its runs of five words, as many as are kept.
    pub runs: Box<[u32]>,
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
        let runs = runs(version, &marks);
        let thinning = thinning(runs.len());
        let kept = |run: &&u32| run.trailing_zeros() >= thinning;
        let mut sample: Box<[u32]> = runs.iter().filter(kept).copied().collect();
        sample.sort_unstable();
        let metadata = version.metadata();
        let opening = metadata.headline().is_none().then(|| opening(version));
        Self {
            sha256: *version.sha256(),
            n_words: u32::try_from(version.n_words()).unwrap_or(u32::MAX),
            day: metadata.day(),
            opening,
            runs: sample,
            thinning,
            blocks: blocks(version, &marks).into_iter().map(|(block, _)| block).collect(),
            terms: terms(version, &marks),
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
    (0..MAX_THINNING).find(|bits| n_runs >> bits <= MAX_RUNS).unwrap_or(MAX_THINNING)
}

/// The words of a version's article text.
fn words<'a>(
    version: &'a Version,
    marks: &'a FurnitureMarks,
) -> impl Iterator<Item = &'a Token> + 'a {
    let own = version.passages().iter().enumerate().filter(|(at, _)| !marks.is_furniture(*at));
    own.flat_map(|(_, passage)| version.tokens_of(passage)).filter(|token| token.is_word())
}

/// The distinct runs of five words of a version's article text, as hashes. A shorter text is one run.
pub fn runs(version: &Version, marks: &FurnitureMarks) -> FxHashSet<u32> {
    let words: Vec<MatchKey> = words(version, marks).map(|token| token.key).collect();
    // The upper half is as good as the whole, and half as large.
    let hash = |run: &[MatchKey]| (MatchKey::of_all(run.iter().copied()).0 >> 32) as u32;
    if words.len() < RUN {
        return words.first().map(|_| hash(&words)).into_iter().collect();
    }
    words.windows(RUN).map(hash).collect()
}

/// The paragraphs of a version, each with its passages.
pub fn blocks(version: &Version, marks: &FurnitureMarks) -> Vec<(Block, std::ops::Range<usize>)> {
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
        let keys = |passage: &Passage| {
            version.tokens_of(passage).iter().filter(|token| token.is_word()).map(|token| token.key)
        };
        let keys: Vec<MatchKey> = passages[members.clone()].iter().flat_map(keys).collect();
        if keys.is_empty() || passages[members.start].kind == PassageKind::Headline {
            continue;
        }
        let block = Block::new(&keys, first < members.start && members.end <= last);
        blocks.push((block, members));
    }
    blocks
}

/// Days and months: what all news has. The date of an article is compared by itself.
static TIMES: LazyLock<FxHashSet<MatchKey>> = LazyLock::new(|| {
    let key = |word: &str| MatchKey::of(&match_spelling(word));
    names_of_times().map(key).collect()
});

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// A word, while those of an article are gathered.
struct Seen<'a> {
    word: &'a str,
    count: u16,
    is_name: bool,
    /// The passage in which it is said first.
    at: usize,
}

/// The words that tell most about an article: names, figures, what the headline says and what is said often.
fn terms(version: &Version, marks: &FurnitureMarks) -> Vec<Term> {
    let passages = version.passages().iter().enumerate().filter(|(at, _)| !marks.is_furniture(*at));
    let mut seen: FxHashMap<MatchKey, Seen<'_>> = FxHashMap::default();
    for (at, passage) in passages {
        let in_headline = passage.kind == PassageKind::Headline;
        // Where everything has a capital, or nothing may be told from it, nothing is a name.
        let mut is_start = true;
        for token in version.tokens_of(passage) {
            let word = version.text(token.span());
            if !token.is_word() {
                is_start |= word.starts_with(['“', '"', '‘', '.', ':', '!', '?']);
                continue;
            }
            let was_start = std::mem::take(&mut is_start);
            let is_letter = word.is_ascii() && word.len() == 1;
            if !token.is_content() || is_letter || is_year(word) {
                continue;
            }
            let is_name = !was_start && !in_headline && word.starts_with(char::is_uppercase);
            let own = seen.entry(token.key).or_insert(Seen { word, count: 0, is_name, at });
            own.count = own.count.saturating_add(1 + u16::from(is_name) + u16::from(in_headline));
            if is_name && !own.is_name {
                own.is_name = true;
                own.word = word;
            }
        }
    }
    let mut all: Vec<(MatchKey, Seen<'_>)> =
        seen.into_iter().filter(|(key, _)| !TIMES.contains(key)).collect();
    // Names first, then what is often said, then what is said early; the word itself decides what is left.
    let rank = |(key, seen): &(MatchKey, Seen<'_>)| {
        let told = u32::from(seen.is_name) * 2 + u32::from(seen.count);
        (std::cmp::Reverse(told), seen.at, key.0)
    };
    all.sort_unstable_by_key(rank);
    all.truncate(MAX_TERMS);
    all.into_iter()
        .map(|(key, seen)| Term { key, word: seen.word.into(), count: seen.count })
        .collect()
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
