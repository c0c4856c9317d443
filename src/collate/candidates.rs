//! Which passages are worth scoring against each other.
//!
//! Equal passages are found by key. For all others an inverted index of words and pairs of words, the rare
//! ones counting most, names a few passages of the other side; only these are scored. So the cost grows
//! with the length of the texts, never with its square.

use rustc_hash::FxHashMap;

use super::Budget;
use super::align::Outline;
use super::score::{Profile, score_above};
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;

/// A feature that stands in more passages than this tells nothing about any of these.
const MAX_POSTINGS: usize = 48;

/// Passages of the other side that are scored for each passage.
const MAX_SCORED: usize = 8;

/// Pairs below this score are forgotten. Above it, they may still be halves of a split or merge.
const MIN_SCORE: f32 = 0.15;

/// A possible link between two single passages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The passages.
    pub passages: Sides<usize>,
    /// How alike they are, from 0 to 1.
    pub score: f32,
    /// Whether they have the same words in the same order.
    pub is_equal: bool,
}

/// All pairs of passages that may belong together.
pub fn candidates(outlines: &Sides<Outline>, budget: &Budget<'_>) -> Vec<Candidate> {
    let mut found: FxHashMap<Sides<usize>, Candidate> = FxHashMap::default();
    let mut has_equal =
        Sides::new(vec![false; outlines.left.len()], vec![false; outlines.right.len()]);
    for pair in equal_pairs(outlines) {
        has_equal.left[pair.left] = true;
        has_equal.right[pair.right] = true;
        found.insert(pair, Candidate { passages: pair, score: 1.0, is_equal: true });
    }
    for side in Side::BOTH {
        let index = Index::new(&outlines[side.other()]);
        for at in 0..outlines[side].len() {
            if has_equal[side][at] || !outlines[side].is_text[at] {
                continue;
            }
            if at % 64 == 0 && budget.exhausted().is_some() {
                break;
            }
            for other in index.nearest(&outlines[side].profiles[at]) {
                let pair =
                    if side == Side::Left { Sides::new(at, other) } else { Sides::new(other, at) };
                if has_equal[side.other()][other] || found.contains_key(&pair) {
                    continue;
                }
                let (left, right) =
                    (&outlines.left.profiles[pair.left], &outlines.right.profiles[pair.right]);
                if let Some(score) = score_above(left, right, MIN_SCORE) {
                    found.insert(pair, Candidate { passages: pair, score, is_equal: false });
                }
            }
        }
    }
    let mut found: Vec<Candidate> = found.into_values().collect();
    found.sort_unstable_by_key(|candidate| (candidate.passages.left, candidate.passages.right));
    found
}

/// Passages with the same words. Where several are equal on both sides, each is paired with those of about
/// the same rank, counted from either end, so that a thousand equal lines give a few thousand pairs.
fn equal_pairs(outlines: &Sides<Outline>) -> Vec<Sides<usize>> {
    let by_key = |outline: &Outline| {
        let mut by_key: FxHashMap<MatchKey, Vec<usize>> = FxHashMap::default();
        for (at, key) in outline.keys.iter().enumerate() {
            by_key.entry(*key).or_default().push(at);
        }
        by_key
    };
    let (lefts, rights) = (by_key(&outlines.left), by_key(&outlines.right));
    let mut pairs = Vec::new();
    for (key, left) in &lefts {
        let Some(right) = rights.get(key) else {
            continue;
        };
        for (rank, at) in left.iter().enumerate() {
            let from_end = (rank + right.len()).saturating_sub(left.len());
            let near = |center: usize| center.saturating_sub(1)..(center + 2).min(right.len());
            let mut ranks: Vec<usize> = near(rank).chain(near(from_end)).collect();
            ranks.sort_unstable();
            ranks.dedup();
            pairs.extend(ranks.into_iter().map(|other| Sides::new(*at, right[other])));
        }
    }
    pairs
}

/// Rare words and pairs of words of one side, and the passages that hold them.
struct Index {
    postings: FxHashMap<MatchKey, Vec<u32>>,
}

impl Index {
    fn new(outline: &Outline) -> Self {
        let mut postings: FxHashMap<MatchKey, Vec<u32>> = FxHashMap::default();
        for (at, profile) in
            outline.profiles.iter().enumerate().filter(|(at, _)| outline.is_text[*at])
        {
            for key in features(profile) {
                let list = postings.entry(key).or_default();
                if list.last() != Some(&(at as u32)) && list.len() <= MAX_POSTINGS {
                    list.push(at as u32);
                }
            }
        }
        Self { postings }
    }

    /// The passages that share most with `profile`, rare features counting most.
    fn nearest(&self, profile: &Profile) -> Vec<usize> {
        let mut votes: FxHashMap<u32, f32> = FxHashMap::default();
        let mut keys: Vec<MatchKey> = features(profile).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let Some(list) = self.postings.get(&key).filter(|list| list.len() <= MAX_POSTINGS)
            else {
                continue;
            };
            for at in list {
                *votes.entry(*at).or_default() += 1.0 / list.len() as f32;
            }
        }
        let mut ranked: Vec<(u32, f32)> = votes.into_iter().collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(MAX_SCORED).map(|(at, _)| at as usize).collect()
    }
}

fn features(profile: &Profile) -> impl Iterator<Item = MatchKey> + '_ {
    let content = profile.words.iter().filter(|(_, weight)| *weight >= 1.0).map(|(key, _)| *key);
    content.chain(profile.bigrams())
}
