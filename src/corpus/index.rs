//! Which articles share runs of five words, and how many of those that are kept.
//!
//! Containment in the smaller text is the measure: trims of wire copy make Jaccard's coefficient small. Counts are of
//! the runs that are kept of both texts (see [`super::profile`]), so that they are estimates with known error: about a
//! tenth at 64 runs.

use rustc_hash::FxHashMap;

use super::profile::Profile;

/// A run that more articles hold is a formula, not common wording, and tells nothing.
const MAX_HOLDERS: usize = 400;

/// Marks a number as that of a list, not of an article.
const IS_LIST: u32 = 1 << 31;

/// The runs of all articles, and the counts of common ones.
#[derive(Debug, Default)]
pub struct Index {
    /// Who holds a run: an article, or the number of a list of them. Most runs are held by one.
    holders: FxHashMap<u32, u32>,
    lists: Vec<Vec<u32>>,
    free_lists: Vec<u32>,
    /// Common runs of two articles, the smaller number in the upper half of the key.
    shared: FxHashMap<u64, u32>,
}

impl Index {
    /// Puts an article in that is not there.
    pub fn insert(&mut self, id: u32, runs: &[u32]) {
        for run in runs {
            let Some(holder) = self.holders.get_mut(run) else {
                self.holders.insert(*run, id);
                continue;
            };
            let at = if *holder & IS_LIST == 0 {
                let at = self.free_lists.pop().unwrap_or_else(|| {
                    self.lists.push(Vec::new());
                    u32::try_from(self.lists.len() - 1).unwrap_or(0)
                });
                self.lists[at as usize].push(*holder);
                *holder = at | IS_LIST;
                at
            } else {
                *holder & !IS_LIST
            };
            let list = &mut self.lists[at as usize];
            if list.len() < MAX_HOLDERS {
                count(&mut self.shared, id, list, 1);
            } else if list.len() == MAX_HOLDERS {
                // From now on this run counts for nobody, whoever came first.
                for (n, other) in list.iter().enumerate() {
                    count(&mut self.shared, *other, &list[..n], -1);
                }
            }
            list.push(id);
        }
    }

    /// Takes an article out that was put in with these runs.
    pub fn remove(&mut self, id: u32, runs: &[u32]) {
        for run in runs {
            let Some(holder) = self.holders.get(run).copied() else { continue };
            if holder & IS_LIST == 0 {
                self.holders.remove(run);
                continue;
            }
            let at = (holder & !IS_LIST) as usize;
            let list = &mut self.lists[at];
            list.retain(|other| *other != id);
            if list.len() < MAX_HOLDERS {
                count(&mut self.shared, id, list, -1);
            } else if list.len() == MAX_HOLDERS {
                for (n, other) in list.iter().enumerate() {
                    count(&mut self.shared, *other, &list[..n], 1);
                }
            }
            if list.is_empty() {
                self.holders.remove(run);
                self.free_lists.push(holder & !IS_LIST);
            }
        }
    }

    /// All pairs of articles with common runs, and how many these are.
    pub fn pairs(&self) -> impl Iterator<Item = ([u32; 2], u32)> + '_ {
        self.shared.iter().map(|(key, shared)| ([(key >> 32) as u32, *key as u32], *shared))
    }
}

/// Adds to the counts of common runs of one article and others.
fn count(shared: &mut FxHashMap<u64, u32>, id: u32, others: &[u32], by: i32) {
    for other in others {
        let key = u64::from(id.min(*other)) << 32 | u64::from(id.max(*other));
        let count = shared.entry(key).or_default();
        *count = count.saturating_add_signed(by);
        if *count == 0 {
            shared.remove(&key);
        }
    }
}

/// What two articles have in common, by the runs that are kept of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Common {
    /// Number of common runs among those kept.
    pub shared: u32,
    /// Numbers of runs of each that are kept as thinly as those of the other.
    pub n_kept: [usize; 2],
}

impl Common {
    /// Puts a count in relation to two articles.
    pub fn new(shared: u32, profiles: [&Profile; 2]) -> Self {
        let thinning = profiles[0].thinning.max(profiles[1].thinning);
        Self { shared, n_kept: profiles.map(|profile| profile.n_kept(thinning)) }
    }

    /// Containment in the smaller article, from 0 to 1.
    pub fn containment(&self) -> f64 {
        share(self.shared, self.n_kept[0].min(self.n_kept[1]))
    }

    /// Share of each article's runs that the other has too, from 0 to 1.
    pub fn shares(&self) -> [f64; 2] {
        self.n_kept.map(|n| share(self.shared, n))
    }
}

fn share(shared: u32, n: usize) -> f64 {
    if n == 0 { 0.0 } else { (f64::from(shared) / n as f64).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(index: &Index) -> Vec<(u32, u32, u32)> {
        let mut pairs: Vec<_> = index.pairs().map(|([a, b], n)| (a, b, n)).collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn counts_follow_what_comes_and_goes() {
        let mut index = Index::default();
        index.insert(1, &[1, 2, 3]);
        index.insert(2, &[2, 3, 4]);
        index.insert(3, &[9]);
        assert_eq!(shared(&index), [(1, 2, 2)]);
        index.remove(2, &[2, 3, 4]);
        index.insert(2, &[3, 9]);
        assert_eq!(shared(&index), [(1, 2, 1), (2, 3, 1)]);
        index.remove(2, &[3, 9]);
        assert_eq!(shared(&index), []);
        index.remove(1, &[1, 2, 3]);
        index.remove(3, &[9]);
        assert!(index.holders.is_empty());
    }

    #[test]
    fn a_run_that_all_hold_counts_for_nobody_in_any_order() {
        let mut index = Index::default();
        let n = u32::try_from(MAX_HOLDERS).expect("small") + 1;
        for id in 0..n {
            index.insert(id, &[7]);
        }
        assert_eq!(shared(&index), []);
        index.remove(0, &[7]);
        assert_eq!(shared(&index).len(), MAX_HOLDERS * (MAX_HOLDERS - 1) / 2);
    }
}
