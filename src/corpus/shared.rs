//! Paragraphs that several files have, and what follows from that: which of them no text was copied with, and which are the
//! page's.
//!
//! Both must be known before each other: copies of one story never make furniture, and furniture must not make copies. So
//! the rest of two files is asked first. If both have much besides the paragraphs they share and it has nothing in common,
//! these are no sign that one was made from the other; if three such files have a paragraph, it is a [`formula`].

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Article;
use super::group::FAMILY;
use super::profile::{Block, Profile};

/// Files in which a paragraph must stand to be looked at.
const MIN_FILES: usize = 3;

/// Files of one paragraph that are compared with each other.
const MAX_COMPARED: usize = 16;

/// Files that must have nothing in common but what they share word for word.
const MIN_UNRELATED: usize = 3;

/// Of a file that is more than what it shares there is this much left, as a share of its words.
const MIN_REST: f64 = 0.25;

/// Runs of which there must be left so many, to say that they are of another text.
const MIN_RUNS: usize = 4;

/// A paragraph in one of the files that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    /// The hash of its words.
    pub(super) hash: u64,
    /// The place of the article.
    pub(super) at: u32,
    /// Its number among the paragraphs of the article.
    pub(super) block: u16,
    /// Whether it stands there between other text.
    pub(super) is_inside: bool,
}

/// All paragraphs that stand in three files or more, in order.
#[derive(Debug, Default)]
pub(super) struct Shared {
    holders: Vec<Holder>,
}

impl Shared {
    /// Finds them.
    pub(super) fn of(read: &[Arc<Article>]) -> Self {
        let mut holders: Vec<Holder> = Vec::new();
        for (at, article) in (0u32..).zip(read) {
            let blocks = article.profile().map_or(&[][..], |profile| &profile.blocks);
            let holder = |(number, block): (u16, &Block)| Holder {
                hash: block.hash(),
                at,
                block: number,
                is_inside: block.is_inside(),
            };
            holders.extend((0..u16::MAX).zip(blocks.iter()).map(holder));
        }
        holders.sort_unstable();
        holders.dedup_by_key(|holder| (holder.hash, holder.at));
        let mut kept = 0;
        let mut start = 0;
        while start < holders.len() {
            let hash = holders[start].hash;
            let n = holders[start..].iter().take_while(|holder| holder.hash == hash).count();
            if n >= MIN_FILES {
                holders.copy_within(start..start + n, kept);
                kept += n;
            }
            start += n;
        }
        holders.truncate(kept);
        holders.shrink_to_fit();
        Self { holders }
    }

    /// Each paragraph with the files that have it.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &[Holder]> {
        self.holders.chunk_by(|a, b| a.hash == b.hash)
    }
}

/// At most so many of them, from all over.
pub(super) fn some(holders: &[Holder]) -> impl Iterator<Item = &Holder> {
    holders.iter().step_by(holders.len().div_ceil(MAX_COMPARED).max(1))
}

/// The paragraphs that files have without being otherwise related: what pages add, what series begin with, what agencies
/// explain again and again. They do not count when wording is compared.
pub(super) fn formulas(read: &[Arc<Article>], shared: &Shared) -> FxHashSet<u64> {
    let mut known: FxHashMap<(u32, u32), bool> = FxHashMap::default();
    let mut is_unrelated = |a: u32, b: u32| {
        *known.entry((a, b)).or_insert_with(|| {
            match (read[a as usize].profile(), read[b as usize].profile()) {
                (Some(one), Some(other)) => are_unrelated(one, other),
                _ => false,
            }
        })
    };
    let mut is_formula = |holders: &[Holder]| {
        let mut unrelated: Vec<u32> = Vec::new();
        for holder in some(holders) {
            if unrelated.iter().all(|other| is_unrelated(*other, holder.at)) {
                unrelated.push(holder.at);
            }
            if unrelated.len() >= MIN_UNRELATED {
                return true;
            }
        }
        false
    };
    shared.blocks().filter(|holders| is_formula(holders)).map(|holders| holders[0].hash).collect()
}

/// Whether two articles have much to say besides the paragraphs that are the same in both, and nothing of that in common.
fn are_unrelated(one: &Profile, other: &Profile) -> bool {
    let thinning = one.thinning.max(other.thinning);
    let rest = |own: &Profile, other: &Profile| -> Option<Vec<u32>> {
        let is_own: Vec<bool> = own
            .blocks
            .iter()
            .map(|block| other.blocks.iter().all(|other| other.hash() != block.hash()))
            .collect();
        let runs = own.runs.iter().zip(&own.places);
        let runs = runs.filter(|(run, _)| run.trailing_zeros() >= thinning);
        let mut n_all = 0usize;
        let mut rest = Vec::with_capacity(own.runs.len());
        for (run, place) in runs {
            n_all += 1;
            if is_own.get(usize::from(place.block())).copied().unwrap_or(true) {
                rest.push(*run);
            }
        }
        let is_much = rest.len() >= MIN_RUNS && rest.len() as f64 >= MIN_REST * n_all as f64;
        is_much.then_some(rest)
    };
    let (Some(one), Some(other)) = (rest(one, other), rest(other, one)) else { return false };
    // Both are sorted.
    let n_common = one.iter().filter(|run| other.binary_search(run).is_ok()).count();
    (n_common as f64) < FAMILY * one.len().min(other.len()) as f64
}
