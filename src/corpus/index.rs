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

/// A run that more articles hold is a formula, not common wording, and tells nothing.
const MAX_HOLDERS: usize = 256;

/// The runs of all articles, and the counts of common ones.
#[derive(Debug, Default)]
pub struct Index {
    runs: FxHashMap<u32, Vec<MatchKey>>,
    postings: FxHashMap<MatchKey, Vec<u32>>,
    /// Common runs of two articles, under both.
    shared: FxHashMap<u32, FxHashMap<u32, u32>>,
}

impl Index {
    /// Puts an article in, or replaces it.
    pub fn insert(&mut self, id: u32, runs: Vec<MatchKey>) {
        self.remove(id);
        for run in &runs {
            let holders = self.postings.entry(*run).or_default();
            if holders.len() < MAX_HOLDERS {
                count(&mut self.shared, id, holders, 1);
            } else if holders.len() == MAX_HOLDERS {
                // From now on this run counts for nobody, whoever came first.
                for (at, holder) in holders.iter().enumerate() {
                    count(&mut self.shared, *holder, &holders[..at], -1);
                }
            }
            holders.push(id);
        }
        self.runs.insert(id, runs);
    }

    /// Takes an article out.
    pub fn remove(&mut self, id: u32) {
        let Some(runs) = self.runs.remove(&id) else { return };
        for run in runs {
            let Some(holders) = self.postings.get_mut(&run) else { continue };
            holders.retain(|other| *other != id);
            if holders.len() == MAX_HOLDERS {
                for (at, holder) in holders.iter().enumerate() {
                    count(&mut self.shared, *holder, &holders[..at], 1);
                }
            }
            if holders.is_empty() {
                self.postings.remove(&run);
            }
        }
        for other in self.shared.remove(&id).unwrap_or_default().into_keys() {
            if let Some(counts) = self.shared.get_mut(&other) {
                counts.remove(&id);
            }
        }
    }

    /// All pairs of articles with a common run.
    pub fn pairs(&self) -> impl Iterator<Item = Common> + '_ {
        let once = self.shared.iter().flat_map(|(a, counts)| {
            counts
                .iter()
                .filter(move |(b, shared)| a < *b && **shared > 0)
                .map(move |(b, shared)| (*a, *b, *shared))
        });
        once.filter_map(|(a, b, shared)| {
            let n_runs = [self.runs.get(&a)?.len(), self.runs.get(&b)?.len()];
            Some(Common { articles: [a, b], shared, n_runs })
        })
    }
}

/// Adds to the counts of common runs of one article and others.
fn count(shared: &mut FxHashMap<u32, FxHashMap<u32, u32>>, id: u32, others: &[u32], by: i32) {
    for other in others {
        for (a, b) in [(id, *other), (*other, id)] {
            let count = shared.entry(a).or_default().entry(b).or_default();
            *count = count.saturating_add_signed(by);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(index: &Index) -> Vec<(u32, u32, u32)> {
        let mut pairs: Vec<_> =
            index.pairs().map(|c| (c.articles[0], c.articles[1], c.shared)).collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn counts_follow_what_comes_and_goes() {
        let mut index = Index::default();
        let runs = |runs: &[u64]| runs.iter().map(|run| MatchKey(*run)).collect::<Vec<_>>();
        index.insert(1, runs(&[1, 2, 3]));
        index.insert(2, runs(&[2, 3, 4]));
        index.insert(3, runs(&[9]));
        assert_eq!(shared(&index), [(1, 2, 2)]);
        index.insert(2, runs(&[3, 9]));
        assert_eq!(shared(&index), [(1, 2, 1), (2, 3, 1)]);
        index.remove(2);
        assert_eq!(shared(&index), []);
    }

    #[test]
    fn a_run_that_all_hold_counts_for_nobody_in_any_order() {
        let mut index = Index::default();
        let n = u32::try_from(MAX_HOLDERS).expect("small") + 1;
        for id in 0..n {
            index.insert(id, vec![MatchKey(7)]);
        }
        assert_eq!(shared(&index), []);
        index.remove(0);
        assert_eq!(shared(&index).len(), MAX_HOLDERS * (MAX_HOLDERS - 1) / 2);
    }
}
