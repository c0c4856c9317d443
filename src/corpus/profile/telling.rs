//! The words that tell what an article is about.

use std::sync::LazyLock;

use crate::text::calendar::names_of_times;
use crate::text::keys::{KeyIndex, MatchKey, match_spelling};
use crate::text::token::TokenKind;
use crate::version::{FurnitureMarks, PassageKind, Version};

/// Words that are kept of an article.
const MAX_TERMS: usize = 64;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it is compared by.
    pub key: MatchKey,
    /// How often it stands there; names and words of the headline count twice.
    pub count: u16,
    /// Whether it is a name.
    pub is_name: bool,
    /// Whether it is a figure.
    pub is_figure: bool,
    /// Where it is said.
    pub spot: Spot,
}

/// The words that tell most about an article, the most telling first. They are together in memory: there may be a hundred
/// thousand articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Each with its length in bytes.
    terms: Vec<(Term, u32)>,
    /// The words as they are written, one after the other.
    words: String,
}

impl Terms {
    /// The words of a version: names, figures, what the headline says and what is said often.
    pub(super) fn of(
        version: &Version,
        marks: &FurnitureMarks,
        block_of: &[Option<usize>],
        n_blocks: usize,
    ) -> Self {
        let seen = telling_words(version, marks, block_of);
        // An agency is in all that it tells.
        let credit = version.metadata().credit().unwrap_or_default();
        let credit: Vec<MatchKey> =
            credit.split_whitespace().map(|word| MatchKey::of(&match_spelling(word))).collect();
        // Names first, then figures and what is often said, then what is said early; the word itself decides what is left.
        // In one number, which is compared fastest.
        let rank = |(n, seen): (usize, &Seen<'_>)| {
            let told =
                u32::from(seen.is_name) * 2 + u32::from(seen.is_figure) + u32::from(seen.count);
            let at = seen.at as u128 & u128::from(u32::MAX);
            (u128::from(u32::MAX - told) << 96 | at << 64 | u128::from(seen.key.0), n)
        };
        let is_own = |(_, seen): &(usize, &Seen<'_>)| !credit.contains(&seen.key);
        let mut all: Vec<(u128, usize)> =
            seen.iter().enumerate().filter(is_own).map(rank).collect();
        if all.len() > MAX_TERMS {
            all.select_nth_unstable_by_key(MAX_TERMS, |(rank, _)| *rank);
            all.truncate(MAX_TERMS);
        }
        all.sort_unstable_by_key(|(rank, _)| *rank);
        let words: String = all.iter().map(|(_, n)| seen[*n].word).collect();
        let term = |(_, n): (u128, usize)| {
            let Seen { key, word, count, is_name, is_figure, block, .. } = seen[n];
            let spot = block.map_or_else(Spot::default, |block| Spot::of(block, n_blocks));
            (Term { key, count, is_name, is_figure, spot }, u32::try_from(word.len()).unwrap_or(0))
        };
        Self::new(all.into_iter().map(term).collect(), words)
    }

    /// Some words, each with its length in bytes, and all of them as they are written, one after the other.
    pub const fn new(terms: Vec<(Term, u32)>, words: String) -> Self {
        Self { terms, words }
    }

    /// All of them as they are written, one after the other.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Number of words.
    pub const fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Each of them, with the word as it is written.
    pub fn iter(&self) -> impl Iterator<Item = (&Term, &str)> {
        let mut rest = self.words.as_str();
        self.terms.iter().map(move |(term, len)| {
            let (word, after) = rest.split_at_checked(*len as usize).unwrap_or_default();
            rest = after;
            (term, word)
        })
    }
}

/// What all news has, and tells nothing about an article: days and months, for its date is compared by itself, and the words
/// of `assets/plain-words.txt`.
static PLAIN: LazyLock<KeyIndex> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/plain-words.txt").lines();
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
