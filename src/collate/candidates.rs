//! Which passages are worth scoring against each other.
//!
//! Equal passages are found by key. For all others an inverted index of words and pairs of words, the rare
//! ones counting most, names a few passages of the other side; only these are scored. So the cost grows
//! with the length of the texts, never with its square.

use rustc_hash::FxHashMap;

use super::Budget;
use super::anchors::settled;
use super::outline::Outline;
use super::score::score_above;
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;

/// A feature that stands in more passages than this tells nothing about any of these.
const MAX_POSTINGS: usize = 48;

/// Places of features that are looked at for each passage, those of the rarest features first.
const MAX_VOTES: usize = 512;

/// Passages of the other side that are scored for each passage.
const MAX_SCORED: usize = 8;

/// So many rare words in common tell passages from those that are about the same only.
const MIN_RARE: usize = 3;

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
    /// Whether they share several words that hardly any other passage has.
    pub is_backed: bool,
    /// Whether they quote the same words, which no other passage quotes.
    pub is_quoted: bool,
}

/// All pairs of passages that may belong together.
#[derive(Debug, Default)]
pub struct Candidates {
    /// The pairs, in the order of the left.
    pub pairs: Vec<Candidate>,
    /// Passages that have an equal one across, or one with nearly the same words at the same place. These were
    /// not looked for elsewhere.
    pub is_settled: Sides<Vec<bool>>,
    /// For each passage, the score of its best pair.
    best: Sides<Vec<f32>>,
}

impl Candidates {
    /// A pair's score as a share of the best that either of its passages has, from 0 to 1.
    pub fn share_of_best(&self, pair: &Candidate) -> f32 {
        let Sides { left, right } = pair.passages;
        pair.score / self.best.left[left].max(self.best.right[right]).max(f32::MIN_POSITIVE)
    }
}

/// Finds all pairs of passages that may belong together.
pub fn candidates(outlines: &Sides<Outline<'_>>, budget: &Budget<'_>) -> Candidates {
    let mut pairs = equal_pairs(outlines);
    let mut is_settled =
        Sides::new(vec![false; outlines.left.len()], vec![false; outlines.right.len()]);
    let settle = |pairs: &[Candidate], is_settled: &mut Sides<Vec<bool>>| {
        for pair in pairs {
            is_settled.left[pair.passages.left] = true;
            is_settled.right[pair.passages.right] = true;
        }
    };
    settle(&pairs, &mut is_settled);
    let in_place = settled(outlines, &pairs, &is_settled);
    settle(&in_place, &mut is_settled);
    pairs.extend(in_place);
    pairs.extend(searched(outlines, &is_settled, budget));
    pairs.sort_unstable_by_key(|pair| (pair.passages.left, pair.passages.right));
    let mut best = Sides::new(vec![0.0f32; outlines.left.len()], vec![0.0; outlines.right.len()]);
    for pair in &pairs {
        for side in Side::BOTH {
            let best = &mut best[side][pair.passages[side]];
            *best = best.max(pair.score);
        }
    }
    Candidates { pairs, is_settled, best }
}

/// Pairs of passages that are not settled, by what they have in common.
fn searched(
    outlines: &Sides<Outline<'_>>,
    is_settled: &Sides<Vec<bool>>,
    budget: &Budget<'_>,
) -> Vec<Candidate> {
    let free = |side: Side| -> Vec<usize> {
        let is_free = |at: &usize| !is_settled[side][*at] && outlines[side].is_text(*at);
        (0..outlines[side].len()).filter(is_free).collect()
    };
    let free = Sides::new(free(Side::Left), free(Side::Right));
    if free.left.is_empty() || free.right.is_empty() {
        return Vec::new();
    }
    let index = Index::new(outlines, &free);
    let mut found = Vec::new();
    let mut votes = Votes::new(outlines.left.len().max(outlines.right.len()));
    for side in Side::BOTH {
        for (n, at) in free[side].iter().enumerate() {
            if n % 64 == 0 && budget.exhausted().is_some() {
                break;
            }
            for other in index.nearest(side, n, &mut votes) {
                let pair = Sides::new(*at, *other as usize);
                found.push(if side == Side::Left { pair } else { pair.swapped() });
            }
        }
    }
    found.sort_unstable_by_key(|pair| (pair.left, pair.right));
    found.dedup();
    let quoted = Quoted::new(outlines, &free);
    let mut pairs = Vec::new();
    for (n, passages) in found.into_iter().enumerate() {
        if n % 64 == 0 && budget.exhausted().is_some() {
            break;
        }
        let (left, right) =
            (outlines.left.profile(passages.left), outlines.right.profile(passages.right));
        if let Some(score) = score_above(left, right, MIN_SCORE) {
            let is_backed = outlines.left.n_rare_shared(passages.left, right) >= MIN_RARE;
            let is_quoted = quoted.is_shared(passages);
            pairs.push(Candidate { passages, score, is_equal: false, is_backed, is_quoted });
        }
    }
    pairs
}

/// Passages with the same words. Where several are equal on both sides, each is paired with those of about
/// the same rank, counted from either end, so that a thousand equal lines give a few thousand pairs.
fn equal_pairs(outlines: &Sides<Outline<'_>>) -> Vec<Candidate> {
    let is_one_key = |a: &(MatchKey, usize), b: &(MatchKey, usize)| a.0 == b.0;
    let mut rights = outlines.right.by_key().chunk_by(is_one_key).peekable();
    let mut pairs = Vec::new();
    for left in outlines.left.by_key().chunk_by(is_one_key) {
        while rights.next_if(|right| right[0].0 < left[0].0).is_some() {}
        let Some(right) = rights.next_if(|right| right[0].0 == left[0].0) else {
            continue;
        };
        for (rank, (_, at)) in left.iter().enumerate() {
            let from_end = (rank + right.len()).saturating_sub(left.len());
            let near = |center: usize| center.saturating_sub(1)..(center + 2).min(right.len());
            let ranks =
                near(rank).chain(near(from_end).filter(|other| !near(rank).contains(other)));
            pairs.extend(ranks.map(|other| Candidate {
                passages: Sides::new(*at, right[other].1),
                score: 1.0,
                is_equal: true,
                is_backed: true,
                is_quoted: false,
            }));
        }
    }
    pairs
}

/// Pairs of passages that quote the same words, in order.
struct Quoted(Vec<Sides<usize>>);

impl Quoted {
    /// Looks for quotations that one passage of each side has.
    fn new(outlines: &Sides<Outline<'_>>, free: &Sides<Vec<usize>>) -> Self {
        let single = |side: Side| {
            let mut at_of: FxHashMap<MatchKey, Option<usize>> = FxHashMap::default();
            // Headlines repeat what is quoted below.
            for at in free[side].iter().filter(|at| !outlines[side].is_title(**at)) {
                for key in outlines[side].quoted(*at) {
                    let known = at_of.entry(key).or_insert(Some(*at));
                    *known = known.filter(|known| known == at);
                }
            }
            at_of
        };
        let (left, right) = (single(Side::Left), single(Side::Right));
        let pair =
            |(key, at): (&MatchKey, &Option<usize>)| Some(Sides::new((*at)?, (*right.get(key)?)?));
        let mut pairs: Vec<_> = left.iter().filter_map(pair).collect();
        pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        Self(pairs)
    }

    fn is_shared(&self, pair: Sides<usize>) -> bool {
        self.0
            .binary_search_by_key(&(pair.left, pair.right), |pair| (pair.left, pair.right))
            .is_ok()
    }
}

/// Words and pairs of words of the passages that are looked for, by number: the same number means the same words.
struct Index {
    /// For each of these passages, in order, the features that it has and the left has somewhere.
    features: Sides<Lists>,
    /// For each feature, the passages that hold it.
    postings: Sides<Lists>,
}

/// Several lists, one after the other.
#[derive(Default)]
struct Lists {
    /// Where each list begins; one more at the end.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn of(&self, number: usize) -> &[u32] {
        &self.items[self.starts[number] as usize..self.starts[number + 1] as usize]
    }

    /// The other way round: for each of `n` items, the lists that hold it, by their `names`, in order.
    fn inverted(&self, n: usize, names: &[usize]) -> Self {
        let mut starts = vec![0u32; n + 1];
        for item in &self.items {
            starts[*item as usize + 1] += 1;
        }
        for item in 0..n {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        let mut items = vec![0; self.items.len()];
        for (number, name) in names.iter().enumerate() {
            for item in self.of(number) {
                let next = &mut next[*item as usize];
                items[*next as usize] = *name as u32;
                *next += 1;
            }
        }
        Self { starts, items }
    }
}

impl Index {
    /// Reads the features of the passages in `free`.
    fn new(outlines: &Sides<Outline<'_>>, free: &Sides<Vec<usize>>) -> Self {
        let mut numbers: FxHashMap<MatchKey, u32> = FxHashMap::default();
        let mut features = Sides::new(Lists::default(), Lists::default());
        for side in Side::BOTH {
            let Lists { starts, items } = &mut features[side];
            starts.push(0);
            for at in &free[side] {
                let keys = outlines[side].profile(*at).features();
                if side == Side::Left {
                    items.extend(keys.map(|key| {
                        let next = numbers.len() as u32;
                        *numbers.entry(key).or_insert(next)
                    }));
                } else {
                    items.extend(keys.filter_map(|key| numbers.get(&key)));
                }
                starts.push(items.len() as u32);
            }
        }
        let postings = |side: Side| features[side].inverted(numbers.len(), &free[side]);
        let postings = Sides::new(postings(Side::Left), postings(Side::Right));
        Self { features, postings }
    }

    /// The passages of the other side that share most with one of `side`, the one with this number among those that are
    /// looked for. Rare features count most.
    fn nearest<'v>(&self, side: Side, number: usize, votes: &'v mut Votes) -> &'v [u32] {
        let across = &self.postings[side.other()];
        let features = self.features[side].of(number);
        let lists = features.iter().map(|feature| across.of(*feature as usize));
        let mut told: Vec<&[u32]> = Vec::with_capacity(features.len());
        told.extend(lists.filter(|list| (1..=MAX_POSTINGS).contains(&list.len())));
        told.sort_by_key(|list| list.len());
        let mut n_votes = 0;
        for list in told {
            let weight = 1.0 / list.len() as f32;
            for other in list {
                votes.add(*other, weight);
            }
            n_votes += list.len();
            if n_votes >= MAX_VOTES {
                break;
            }
        }
        votes.best(MAX_SCORED)
    }
}

/// A ballot, used again for every passage.
#[derive(Default)]
struct Votes {
    of: Vec<f32>,
    touched: Vec<u32>,
    best: Vec<u32>,
}

impl Votes {
    fn new(n_passages: usize) -> Self {
        Self { of: vec![0.0; n_passages], ..Self::default() }
    }

    fn add(&mut self, at: u32, weight: f32) {
        let votes = &mut self.of[at as usize];
        if *votes == 0.0 {
            self.touched.push(at);
        }
        *votes += weight;
    }

    /// Those with the most votes, best first, and an empty ballot.
    fn best(&mut self, n: usize) -> &[u32] {
        let of = &self.of;
        let is_before =
            |a: u32, b: u32| of[b as usize].total_cmp(&of[a as usize]).then(a.cmp(&b)).is_lt();
        self.best.clear();
        for at in &self.touched {
            if self.best.len() == n && self.best.last().is_some_and(|last| is_before(*last, *at)) {
                continue;
            }
            self.best.truncate(n - 1);
            let place = self.best.partition_point(|other| is_before(*other, *at));
            self.best.insert(place, *at);
        }
        for at in self.touched.drain(..) {
            self.of[at as usize] = 0.0;
        }
        &self.best
    }
}
