//! Repeats: passages that say again what their own version says elsewhere: decks, captions, pull quotes.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::outline::Outline;
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

/// Where the body's sentence that a deck repeats is looked for, in passages from the top.
const DECK_BODY: usize = 400;

/// Equal passages of running text repeat each other from this many words on: "No." said twice is said twice.
const MIN_EQUAL_WORDS: usize = 4;

/// Which passages of one version are equal, and which of the first ones are decks.
#[derive(Clone, Debug, Default)]
pub struct Restated {
    /// Groups of equal passages, each in order.
    groups: Vec<Vec<usize>>,
    /// The groups by their passages.
    group_of: FxHashMap<usize, usize>,
    /// For each of the first passages, whether the body says it again.
    is_deck: [bool; DECK_REACH],
}

impl Restated {
    /// Whether a passage near the top is said again in the body.
    pub fn is_deck(&self, passage: usize) -> bool {
        self.is_deck.get(passage).copied().unwrap_or(false)
    }
}

/// Finds the passages of one version that another passage of it says too.
pub fn restated(outline: &Outline<'_>) -> Restated {
    let is_told = |at: usize| {
        outline.is_text(at)
            && (outline.is_title(at) || outline.figures(at).n_words as usize >= MIN_EQUAL_WORDS)
    };
    let keys = outline.by_key().iter().copied().filter(|(_, at)| is_told(*at));
    let keys: Vec<(MatchKey, usize)> = keys.collect();
    let mut groups: Vec<Vec<usize>> = keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, at)| *at).collect())
        .collect();
    groups.sort_unstable();
    let members = groups.iter().enumerate();
    let group_of: FxHashMap<usize, usize> =
        members.flat_map(|(n, group)| group.iter().map(move |at| (*at, n))).collect();
    let top = 0..DECK_REACH.min(outline.len());
    let held = holders(outline, top.clone(), 0..DECK_BODY.min(outline.len()));
    let mut is_deck = [false; DECK_REACH];
    for at in top {
        is_deck[at] = match group_of.get(&at) {
            Some(group) => groups[*group].iter().any(|other| *other > at),
            None => held.get(&at).is_some_and(|holders| holders.iter().any(|other| *other > at)),
        };
    }
    Restated { groups, group_of, is_deck }
}

/// For each of the passages `asked`, the longer ones of `among` that hold nearly all of its words, in order.
fn holders(
    outline: &Outline<'_>,
    asked: impl IntoIterator<Item = usize>,
    among: Range<usize>,
) -> FxHashMap<usize, Vec<usize>> {
    let is_asked = |at: &usize| outline.is_text(*at) && outline.n_content(*at) >= MIN_CONTENT;
    let asked: Vec<usize> = asked.into_iter().filter(is_asked).collect();
    let mut postings: FxHashMap<MatchKey, Vec<u32>> = FxHashMap::default();
    for at in &asked {
        postings.extend(outline.bigrams(*at).map(|key| (key, Vec::new())));
    }
    if postings.is_empty() {
        return FxHashMap::default();
    }
    // Hardly any of the pairs of words is asked for, and a glance at a table tells so of most.
    let n_places = (postings.len() * 8).next_power_of_two();
    let place = |key: MatchKey| key.0 as usize & (n_places - 1);
    let mut is_known = vec![false; n_places];
    for key in postings.keys() {
        is_known[place(*key)] = true;
    }
    for at in among.filter(|at| outline.is_text(*at)) {
        for key in outline.bigrams(at) {
            if !is_known[place(key)] {
                continue;
            }
            let Some(list) = postings.get_mut(&key) else { continue };
            if list.last() != Some(&(at as u32)) && list.len() <= MAX_POSTINGS {
                list.push(at as u32);
            }
        }
    }
    let mut found = FxHashMap::default();
    let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
    for at in asked {
        votes.clear();
        for key in outline.bigrams(at) {
            for other in postings.get(&key).into_iter().flatten() {
                *votes.entry(*other as usize).or_default() += 1;
            }
        }
        let own = outline.profile(at);
        let needed = own.n_words().saturating_sub(1) * 7 / 10;
        let is_holder = |other: usize, votes: usize| {
            other != at
                && votes >= needed
                && outline.profile(other).n_words() > own.n_words()
                && containment(own, outline.profile(other)) >= CONTAINED
        };
        let mut holders: Vec<usize> = votes
            .iter()
            .filter(|(other, votes)| is_holder(**other, **votes))
            .map(|(other, _)| *other)
            .collect();
        holders.sort_unstable();
        if !holders.is_empty() {
            found.insert(at, holders);
        }
    }
    found
}

/// For every passage without a link, the passage of its own version that it repeats. What is linked is
/// repeated by what is not; where nothing is, a deck repeats the body, later ones repeat the first, and a
/// passage repeats the longer one that holds it.
pub fn attach(
    outline: &Outline<'_>,
    restated: &Restated,
    is_linked: &[bool],
) -> FxHashMap<usize, usize> {
    // The linked passage of each group, so that a thousand equal lines are not searched a thousand times.
    let linked_of: Vec<Option<usize>> = restated
        .groups
        .iter()
        .map(|group| group.iter().copied().find(|at| is_linked[*at]))
        .collect();
    let left_over = || (0..outline.len()).filter(|at| !is_linked[*at]);
    let singles = left_over().filter(|at| !restated.group_of.contains_key(at));
    let held = holders(outline, singles, 0..outline.len());
    let target = |at: usize| {
        if let Some(group) = restated.group_of.get(&at) {
            let members = &restated.groups[*group];
            let body = if restated.is_deck(members[0]) { members[1] } else { members[0] };
            return linked_of[*group].or(Some(body)).filter(|target| *target != at);
        }
        let holders = held.get(&at)?;
        holders
            .iter()
            .copied()
            .find(|holder| is_linked[*holder])
            .or_else(|| holders.first().copied())
    };
    left_over().filter_map(|at| target(at).map(|other| (at, other))).collect()
}
