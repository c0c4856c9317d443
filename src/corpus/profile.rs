//! What the list knows of a version without its text: enough to name, group and filter it.
//!
//! A folder may hold a hundred thousand articles. Their texts stay on disk; a profile takes about a kilobyte.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::furniture::furniture;
use crate::text::calendar::{is_day, is_month};
use crate::text::decode::Encoding;
use crate::text::keys::{MatchKey, fold};
use crate::text::token::{Token, TokenKind};
use crate::version::{FurnitureMarks, Metadata, Passage, PassageKind, Version};

/// Words in a run.
const RUN: usize = 5;

/// Up to this many runs are kept of an article, roughly; of longer ones every second, fourth, … run by its hash.
const MAX_RUNS: usize = 64;

/// Not fewer than every sixteenth run is kept: a trim of a long text must still be found.
const MAX_THINNING: u32 = 4;

/// Words that tell what an article is about.
const MAX_TERMS: usize = 96;

/// Words of the text that stand for a headline where there is none.
const OPENING_WORDS: usize = 12;

/// A paragraph: what it is recognised by in other files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// Hash of its folded words.
    pub hash: u64,
    /// Number of its words.
    pub n_words: u16,
    /// Whether running text of the article's own stands before and after it.
    pub is_inside: bool,
}

/// A word that tells what an article is about, and how much of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
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
    /// How it was decoded.
    pub encoding: Encoding,
    /// What is known about it.
    pub metadata: Metadata,
    /// The day of its date.
    pub day: Option<Date>,
    /// The first words; absent where there is a headline.
    pub opening: Option<Box<str>>,
    /// Hashes of its runs of five words, as many as are kept.
    pub runs: Box<[u32]>,
    /// Runs are kept if their last so many bits are zero.
    pub thinning: u32,
    /// Number of all distinct runs.
    pub n_runs: u32,
    /// Its paragraphs.
    pub blocks: Box<[Block]>,
    /// What it is about.
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
        let metadata = version.metadata().clone();
        let opening = metadata.headline().is_none().then(|| opening(version));
        Self {
            sha256: *version.sha256(),
            n_words: u32::try_from(version.n_words()).unwrap_or(u32::MAX),
            encoding: version.encoding(),
            day: metadata.day(),
            opening,
            runs: sample,
            thinning,
            n_runs: u32::try_from(runs.len()).unwrap_or(u32::MAX),
            blocks: blocks(version, &marks).into_iter().map(|(block, _)| block).collect(),
            terms: terms(version, &marks),
            metadata,
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
        let block = Block {
            hash: MatchKey::of_all(keys.iter().copied()).0,
            n_words: u16::try_from(keys.len()).unwrap_or(u16::MAX),
            is_inside: first < members.start && members.end <= last,
        };
        blocks.push((block, members));
    }
    blocks
}

/// A word, while those of an article are gathered.
struct Seen {
    word: String,
    count: u16,
    is_name: bool,
    /// The passage in which it is said first.
    at: usize,
}

/// The words that tell most about an article: names, figures, what the
/// headline says and what is said often.
fn terms(version: &Version, marks: &FurnitureMarks) -> Vec<Term> {
    let passages = version.passages().iter().enumerate().filter(|(at, _)| !marks.is_furniture(*at));
    let mut seen: FxHashMap<String, Seen> = FxHashMap::default();
    for (at, passage) in passages {
        let in_headline = passage.kind == PassageKind::Headline;
        // Where everything has a capital, or nothing may be told from it, nothing is a name.
        let mut is_start = true;
        for token in version.tokens_of(passage) {
            let word = version.text(token.span());
            let is_name = token.kind() == TokenKind::Word
                && !is_start
                && !in_headline
                && word.starts_with(char::is_uppercase);
            if token.is_word() {
                is_start = false;
            } else if word.starts_with(['“', '"', '‘', '.', ':', '!', '?']) {
                is_start = true;
            }
            // Days, months and years are what all news has; the date of an article is compared by itself.
            let is_time = is_day(word) || is_month(word) || is_year(word);
            let is_letter = word.is_ascii() && word.len() == 1;
            if token.is_content() && !is_letter && !is_time {
                take(&mut seen, word, is_name, 1 + u16::from(is_name) + u16::from(in_headline), at);
            }
        }
    }
    let mut all: Vec<(String, Seen)> = seen.into_iter().collect();
    // Names first, then what is often said, then what is said early; the word itself decides what is left.
    let rank = |seen: &Seen| std::cmp::Reverse(u32::from(seen.is_name) * 2 + u32::from(seen.count));
    all.sort_by(|(a_key, a), (b_key, b)| {
        rank(a).cmp(&rank(b)).then(a.at.cmp(&b.at)).then_with(|| a_key.cmp(b_key))
    });
    all.truncate(MAX_TERMS);
    all.into_iter().map(|(_, seen)| Term { word: seen.word.into(), count: seen.count }).collect()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

fn take(seen: &mut FxHashMap<String, Seen>, word: &str, is_name: bool, count: u16, at: usize) {
    let own = seen.entry(fold(word)).or_insert_with(|| Seen {
        word: word.to_owned(),
        count: 0,
        is_name,
        at,
    });
    own.count = own.count.saturating_add(count);
    if is_name && !own.is_name {
        own.is_name = true;
        word.clone_into(&mut own.word);
    }
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
        assert_eq!((short.n_runs, short.thinning), (296, 3));
        assert_eq!((long.n_runs, long.thinning), (1996, 4));
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
        assert_eq!(words[..3], ["Ferry", "Ada", "Brandt"]);
        assert!(words.contains(&"Brandt") && !words.contains(&"the"));
    }

    #[test]
    fn paragraphs_are_known_by_their_words() {
        let blocks =
            |text: &str| profile(text).blocks.iter().map(|block| block.hash).collect::<Vec<_>>();
        let one = blocks("One thing is said here.\n\nAnother thing\nis said there.");
        let other = blocks("Another thing is   said there.\n\nA third thing.");
        assert_eq!((one.len(), one[1]), (2, other[0]));
    }
}
