//! Repeats: passages that say again what their own version says elsewhere: decks, captions, pull quotes.

use rustc_hash::FxHashMap;

use super::align::Outline;
use super::score::containment;
use crate::text::keys::MatchKey;

/// Share of a passage that the longer one must hold.
const CONTAINED: f32 = 0.9;

/// A passage that is only contained in a longer one needs this many content words.
const MIN_CONTENT: usize = 6;

/// A feature in more passages than this is no evidence.
const MAX_POSTINGS: usize = 16;

/// Passages before this one of the article may be its deck.
const DECK_REACH: usize = 4;

/// Which passages of one version say the same.
#[derive(Clone, Debug, Default)]
pub struct Restated {
    /// For each passage, the others that hold its words.
    others: Vec<Vec<usize>>,
}

impl Restated {
    /// Whether a passage near the top is said again in the body.
    pub fn is_deck(&self, passage: usize) -> bool {
        passage < DECK_REACH && self.others[passage].iter().any(|other| *other > passage)
    }
}

/// Finds the passages of one version that another passage of it holds.
pub fn restated(outline: &Outline) -> Restated {
    let mut others = vec![Vec::new(); outline.len()];
    let mut by_key: FxHashMap<MatchKey, Vec<usize>> = FxHashMap::default();
    let mut by_bigram: FxHashMap<MatchKey, Vec<usize>> = FxHashMap::default();
    for at in (0..outline.len()).filter(|at| outline.is_text[*at]) {
        by_key.entry(outline.keys[at]).or_default().push(at);
        for key in outline.profiles[at].bigrams() {
            let list = by_bigram.entry(key).or_default();
            if list.last() != Some(&at) && list.len() <= MAX_POSTINGS {
                list.push(at);
            }
        }
    }
    for at in (0..outline.len()).filter(|at| outline.is_text[*at]) {
        let equal = &by_key[&outline.keys[at]];
        if equal.len() > 1 {
            // Of many equal lines, the neighbours in rank are enough.
            let rank = equal.partition_point(|other| *other < at);
            others[at] = [rank.checked_sub(1), Some(rank + 1)]
                .into_iter()
                .flatten()
                .filter_map(|rank| equal.get(rank).copied())
                .collect();
        } else {
            others[at] = holders(outline, &by_bigram, at);
        }
    }
    Restated { others }
}

/// Longer passages that hold nearly all words of the passage at `at`.
fn holders(
    outline: &Outline,
    by_bigram: &FxHashMap<MatchKey, Vec<usize>>,
    at: usize,
) -> Vec<usize> {
    let own = &outline.profiles[at];
    if own.n_content < MIN_CONTENT {
        return Vec::new();
    }
    let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
    for key in own.bigrams() {
        for other in by_bigram.get(&key).into_iter().flatten().filter(|other| **other != at) {
            *votes.entry(*other).or_default() += 1;
        }
    }
    let needed = own.words.len().saturating_sub(1) * 7 / 10;
    let mut found: Vec<usize> = votes
        .into_iter()
        .filter(|(other, votes)| {
            let longer = &outline.profiles[*other];
            *votes >= needed
                && longer.words.len() >= own.words.len()
                && containment(own, longer) >= CONTAINED
        })
        .map(|(other, _)| other)
        .collect();
    found.sort_unstable();
    found
}

/// For every passage without a link, the passage of its own version that it repeats. The one that is linked
/// is repeated by the one that is not; where neither is, a deck repeats the body and otherwise the later
/// one repeats the earlier.
pub fn attach(outline: &Outline, restated: &Restated, is_linked: &[bool]) -> Vec<Option<usize>> {
    let mut repeat_of: Vec<Option<usize>> = vec![None; outline.len()];
    for at in (0..outline.len()).filter(|at| !is_linked[*at]) {
        let others = &restated.others[at];
        let linked = others.iter().copied().find(|other| is_linked[*other]);
        repeat_of[at] = linked.or_else(|| {
            if restated.is_deck(at) {
                return others.iter().copied().find(|other| *other > at);
            }
            others.iter().copied().find(|other| *other < at && repeat_of[*other].is_none())
        });
    }
    repeat_of
}
