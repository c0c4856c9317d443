//! How much a word tells: one that stands in every passage tells nothing of any.

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
    /// For each stem, in how many passages of the side that has more of them.
    counts: FxHashMap<MatchKey, u32>,
    n_passages: f32,
}

impl Rarity {
    /// Counts the words of both sides.
    pub fn new(sides: &Sides<Input<'_>>) -> Self {
        let of = |side: Side| count(sides[side]);
        let (mut counts, right) = (of(Side::Left), of(Side::Right));
        for (key, count) in right {
            let most = counts.entry(key).or_default();
            *most = count.max(*most);
        }
        let n_passages = Side::BOTH.map(|side| counted(sides[side]).count());
        Self { counts, n_passages: n_passages[0].max(n_passages[1]).max(1) as f32 }
    }

    /// Whether a word stands in so few passages that it tells where it belongs.
    pub fn is_rare(&self, key: MatchKey) -> bool {
        self.counts.get(&key).is_none_or(|count| *count <= MAX_RARE)
    }

    /// What a word is worth in a score, from almost 0 to 1: its weight as a token, times its inverse document
    /// frequency as a share of what that can be.
    pub fn worth(&self, key: MatchKey, token: &Token) -> f32 {
        let count = self.counts.get(&key).map_or(0.0, |count| *count as f32);
        let all = self.n_passages + 1.0;
        let rarity = (all / (count + 0.5)).ln() / all.ln();
        token.weight() * rarity.clamp(MIN_WORTH, 1.0)
    }
}

/// The first passages that are the article's own: what a page says around it makes no word rarer.
fn counted(input: Input<'_>) -> impl Iterator<Item = &Passage> {
    let passages = input.version.passages().iter().enumerate();
    let own = passages.filter(move |(at, _)| !input.furniture.is_furniture(*at));
    own.map(|(_, passage)| passage).take(MAX_COUNTED)
}

fn count(input: Input<'_>) -> FxHashMap<MatchKey, u32> {
    let version = input.version;
    let mut counts: FxHashMap<MatchKey, (u32, usize)> = FxHashMap::default();
    for (at, passage) in counted(input).enumerate() {
        for (key, _) in stems(version, version.tokens_of(passage)) {
            let (count, last) = counts.entry(key).or_insert((0, usize::MAX));
            if *last != at {
                *count += 1;
                *last = at;
            }
        }
    }
    counts.into_iter().map(|(key, (count, _))| (key, count)).collect()
}

/// The words among some tokens, each with the key of its stem. In scripts that write no words apart, what is
/// counted is three letters in a row.
pub fn stems<'a>(
    version: &Version,
    tokens: impl IntoIterator<Item = &'a Token>,
) -> Vec<(MatchKey, &'a Token)> {
    let words = tokens.into_iter().filter(|token| token.is_word());
    let mut stems: Vec<(MatchKey, &Token)> =
        words.map(|token| (stem_key(version, token), token)).collect();
    let is_letter = |token: &Token| version.text(token.span()).starts_with(is_unspaced);
    if stems.iter().any(|(_, token)| is_letter(token)) {
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
fn stem_key(version: &Version, token: &Token) -> MatchKey {
    let text = version.text(token.span());
    if token.kind() != TokenKind::Word || (text.is_ascii() && text.len() <= 5) {
        return token.key;
    }
    MatchKey::of(&stem(&match_spelling(text)))
}
