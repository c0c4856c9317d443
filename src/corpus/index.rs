//! Which articles share runs of five words, and how many.
//!
//! Containment in the smaller text is the measure: trims of wire copy make Jaccard's coefficient small. All
//! runs are kept and counted exactly.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::keys::MatchKey;
use crate::version::{FurnitureMarks, Version};

/// Words in a run.
const RUN: usize = 5;

/// The distinct runs of five words of a version's article text, as hashes.
pub fn shingles(version: &Version, furniture: &FurnitureMarks) -> Vec<MatchKey> {
    let passages =
        version.passages().iter().enumerate().filter(|(at, _)| !furniture.is_furniture(*at));
    let tokens = passages.flat_map(|(_, passage)| version.tokens_of(passage));
    let words: Vec<MatchKey> =
        tokens.filter(|token| token.is_word()).map(|token| token.key).collect();
    let runs: FxHashSet<MatchKey> = if words.len() < RUN {
        words.first().map(|_| MatchKey::of_all(words.iter().copied())).into_iter().collect()
    } else {
        words.windows(RUN).map(|run| MatchKey::of_all(run.iter().copied())).collect()
    };
    runs.into_iter().collect()
}

/// The runs of all articles, and the counts of common ones.
#[derive(Debug, Default)]
pub struct Index {
    runs: FxHashMap<u32, Vec<MatchKey>>,
    postings: FxHashMap<MatchKey, Vec<u32>>,
    /// Common runs of two articles, the lower number first.
    shared: FxHashMap<(u32, u32), u32>,
}

impl Index {
    /// Puts an article in, or replaces it.
    pub fn insert(&mut self, id: u32, runs: Vec<MatchKey>) {
        self.remove(id);
        for run in &runs {
            let holders = self.postings.entry(*run).or_default();
            for other in holders.iter() {
                *self.shared.entry(pair(id, *other)).or_default() += 1;
            }
            holders.push(id);
        }
        self.runs.insert(id, runs);
    }

    /// Takes an article out.
    pub fn remove(&mut self, id: u32) {
        let Some(runs) = self.runs.remove(&id) else {
            return;
        };
        for run in runs {
            if let Some(holders) = self.postings.get_mut(&run) {
                holders.retain(|other| *other != id);
                if holders.is_empty() {
                    self.postings.remove(&run);
                }
            }
        }
        self.shared.retain(|(a, b), _| *a != id && *b != id);
    }

    /// All pairs of articles with a common run.
    pub fn pairs(&self) -> impl Iterator<Item = Common> + '_ {
        self.shared.iter().filter_map(|((a, b), shared)| {
            let n_runs = [self.runs.get(a)?.len(), self.runs.get(b)?.len()];
            Some(Common { articles: [*a, *b], shared: *shared, n_runs })
        })
    }
}

/// What two articles have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Common {
    /// Both articles.
    pub articles: [u32; 2],
    /// Number of common runs.
    pub shared: u32,
    /// Number of runs of each.
    pub n_runs: [usize; 2],
}

impl Common {
    /// Containment in the smaller article, from 0 to 1.
    pub fn containment(&self) -> f64 {
        self.share(self.n_runs[0].min(self.n_runs[1]))
    }

    /// Share of each article's runs that the other has too, from 0 to 1.
    pub fn shares(&self) -> [f64; 2] {
        self.n_runs.map(|n| self.share(n))
    }

    fn share(&self, n_runs: usize) -> f64 {
        if n_runs == 0 { 0.0 } else { f64::from(self.shared) / n_runs as f64 }
    }
}

const fn pair(a: u32, b: u32) -> (u32, u32) {
    if a < b { (a, b) } else { (b, a) }
}
