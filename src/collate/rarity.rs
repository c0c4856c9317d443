//! How much a word tells: one that stands in every passage tells nothing of any.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::Input;
use crate::sides::{Side, Sides};
use crate::text::keys::{MatchKey, match_spelling};
use crate::text::sentence::is_unspaced;
use crate::text::stem::stem;
use crate::text::token::{Token, TokenKind};
use crate::version::{Passage, Version};

/// Passages of each side that are counted: enough to tell rare words from others, in a text of any length.
const MAX_COUNTED: usize = 1_000;

/// A word in more passages than this is not rare.
const MAX_RARE: u32 = 3;

/// What even the most frequent word is worth.
const MIN_WORTH: f32 = 0.05;

/// In how many passages of a pair of versions each word stands.
#[derive(Clone, Debug)]
pub struct Rarity {
    /// For each stem, in how many passages of the side that has more of them, and how rare that makes it.
    counts: FxHashMap<MatchKey, (u32, f32)>,
    /// How rare a word is that was not counted.
    uncounted: f32,
    stemmer: Stemmer,
}

impl Rarity {
    /// Counts the words of both sides.
    pub fn new(sides: &Sides<Input<'_>>) -> Self {
        let stemmer = Stemmer::default();
        let of = |side: Side| count(sides[side], &stemmer);
        let (mut most, right) = (of(Side::Left), of(Side::Right));
        for (key, count) in right {
            let most = most.entry(key).or_default();
            *most = count.max(*most);
        }
        let n_passages = Side::BOTH.map(|side| counted(sides[side]).count());
        // Inverse document frequency, as a share of what that can be.
        let all = n_passages[0].max(n_passages[1]).max(1) as f32 + 1.0;
        let rarity = |count: f32| ((all / (count + 0.5)).ln() / all.ln()).clamp(MIN_WORTH, 1.0);
        let counts = most.into_iter().map(|(key, count)| (key, (count, rarity(count as f32))));
        Self { counts: counts.collect(), uncounted: rarity(0.0), stemmer }
    }

    /// The words among some tokens, each with the key of its stem.
    pub fn stems<'a>(
        &self,
        version: &Version,
        tokens: impl IntoIterator<Item = &'a Token>,
    ) -> Vec<(MatchKey, &'a Token)> {
        self.stemmer.stems(version, tokens)
    }

    /// Whether a word stands in so few passages that it tells where it belongs.
    pub fn is_rare(&self, key: MatchKey) -> bool {
        self.counts.get(&key).is_none_or(|(count, _)| *count <= MAX_RARE)
    }

    /// What a word is worth in a score, from almost 0 to 1: its weight as a token, times its inverse document
    /// frequency as a share of what that can be.
    pub fn worth(&self, key: MatchKey, token: &Token) -> f32 {
        token.weight() * self.counts.get(&key).map_or(self.uncounted, |(_, rarity)| *rarity)
    }
}

/// The first passages that are the article's own: what a page says around it makes no word rarer.
fn counted(input: Input<'_>) -> impl Iterator<Item = &Passage> {
    let passages = input.version.passages().iter().enumerate();
    let own = passages.filter(move |(at, _)| !input.furniture.is_furniture(*at));
    own.map(|(_, passage)| passage).take(MAX_COUNTED)
}

fn count(input: Input<'_>, stemmer: &Stemmer) -> FxHashMap<MatchKey, u32> {
    let version = input.version;
    let mut counts: FxHashMap<MatchKey, (u32, usize)> = FxHashMap::default();
    for (at, passage) in counted(input).enumerate() {
        for (key, _) in stemmer.stems(version, version.tokens_of(passage)) {
            let (count, last) = counts.entry(key).or_insert((0, usize::MAX));
            if *last != at {
                *count += 1;
                *last = at;
            }
        }
    }
    counts.into_iter().map(|(key, (count, _))| (key, count)).collect()
}

/// Finds the stems of words, each word's only once.
#[derive(Clone, Debug, Default)]
struct Stemmer {
    known: RefCell<FxHashMap<MatchKey, MatchKey>>,
}

impl Stemmer {
    /// The words among some tokens, each with the key of its stem. In scripts that write no words apart, what is
    /// counted is three letters in a row.
    fn stems<'a>(
        &self,
        version: &Version,
        tokens: impl IntoIterator<Item = &'a Token>,
    ) -> Vec<(MatchKey, &'a Token)> {
        let mut has_unspaced = false;
        let is_letter = |token: &Token| version.text(token.span()).starts_with(is_unspaced);
        let words = tokens.into_iter().filter(|token| token.is_word());
        let keyed = words.map(|token| {
            has_unspaced |= is_letter(token);
            (self.stem_key(version, token), token)
        });
        let mut stems: Vec<(MatchKey, &Token)> = keyed.collect();
        if has_unspaced {
            for at in 0..stems.len() {
                let run = stems[at..].iter().take(3).take_while(|(_, token)| is_letter(token));
                let keys: Vec<MatchKey> = run.map(|(key, _)| *key).collect();
                if keys.len() > 1 {
                    stems[at].0 = MatchKey::of_all(keys);
                }
            }
        }
        stems
    }

    /// The key of a word's stem.
    fn stem_key(&self, version: &Version, token: &Token) -> MatchKey {
        let text = version.text(token.span());
        if token.kind() != TokenKind::Word || (text.is_ascii() && text.len() <= 5) {
            return token.key;
        }
        let stem_key = || MatchKey::of(&stem(&match_spelling(text)));
        *self.known.borrow_mut().entry(token.key).or_insert_with(stem_key)
    }
}
