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

/// Equal passages of running text repeat each other from this many words on: "No." said twice is said twice.
const MIN_EQUAL_WORDS: usize = 4;

/// Which passages of one version say the same.
#[derive(Clone, Debug, Default)]
pub struct Restated {
    /// Groups of equal passages, each in order.
    groups: Vec<Vec<usize>>,
    /// For each passage, its group of equal ones, if there are others.
    group_of: Vec<Option<usize>>,
    /// For each passage without equals, the longer ones that hold its words.
    holders: Vec<Vec<usize>>,
}

impl Restated {
    /// The other passages that say what this one says, in order.
    fn others(&self, passage: usize) -> impl Iterator<Item = usize> + '_ {
        let group = self.group_of[passage].map_or(&[][..], |group| &self.groups[group]);
        group.iter().chain(&self.holders[passage]).copied().filter(move |other| *other != passage)
    }

    /// Whether a passage near the top is said again in the body.
    pub fn is_deck(&self, passage: usize) -> bool {
        passage < DECK_REACH && self.others(passage).any(|other| other > passage)
    }
}

/// Finds the passages of one version that another passage of it holds.
pub fn restated(outline: &Outline) -> Restated {
    let mut by_key: FxHashMap<MatchKey, Vec<usize>> = FxHashMap::default();
    let mut by_bigram: FxHashMap<MatchKey, Vec<usize>> = FxHashMap::default();
    for at in (0..outline.len()).filter(|at| outline.is_text[*at]) {
        if outline.is_title[at] || outline.profiles[at].words.len() >= MIN_EQUAL_WORDS {
            by_key.entry(outline.keys[at]).or_default().push(at);
        }
        for key in outline.profiles[at].bigrams() {
            let list = by_bigram.entry(key).or_default();
            if list.last() != Some(&at) && list.len() <= MAX_POSTINGS {
                list.push(at);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> =
        by_key.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    let mut group_of = vec![None; outline.len()];
    for (at, group) in groups.iter().enumerate() {
        for passage in group {
            group_of[*passage] = Some(at);
        }
    }
    let is_single = |at: usize| outline.is_text[at] && group_of[at].is_none();
    let holders = (0..outline.len())
        .map(|at| if is_single(at) { holders(outline, &by_bigram, at) } else { Vec::new() })
        .collect();
    Restated { groups, group_of, holders }
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
                && longer.words.len() > own.words.len()
                && containment(own, longer) >= CONTAINED
        })
        .map(|(other, _)| other)
        .collect();
    found.sort_unstable();
    found
}

/// For every passage without a link, the passage of its own version that it repeats. What is linked is
/// repeated by what is not; where nothing is, a deck repeats the body, later ones repeat the first, and a
/// passage repeats the longer one that holds it.
pub fn attach(outline: &Outline, restated: &Restated, is_linked: &[bool]) -> Vec<Option<usize>> {
    // The linked passage of each group, so that a thousand equal lines are not searched a thousand times.
    let linked_of: Vec<Option<usize>> = restated
        .groups
        .iter()
        .map(|group| group.iter().copied().find(|at| is_linked[*at]))
        .collect();
    let target = |at: usize| {
        if let Some(group) = restated.group_of[at] {
            let members = &restated.groups[group];
            let body = if restated.is_deck(members[0]) { members[1] } else { members[0] };
            return linked_of[group].or(Some(body)).filter(|target| *target != at);
        }
        let linked = restated.holders[at].iter().copied().find(|holder| is_linked[*holder]);
        linked.or_else(|| restated.holders[at].first().copied())
    };
    (0..outline.len()).map(|at| if is_linked[at] { None } else { target(at) }).collect()
}
