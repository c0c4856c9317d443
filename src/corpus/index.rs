//! Which articles share runs of five words, and how many of those that are kept.
//!
//! Containment in the smaller text is the measure: trims of wire copy make Jaccard's coefficient small. Counts are of
//! the runs that are kept of both texts (see [`super::profile`]), so that they are estimates with known error: about a
//! tenth at 64 runs. Nothing is kept between two groupings: to sort the runs of 100,000 articles takes less than an index
//! of them would take memory.

use rustc_hash::FxHashMap;

use super::profile::Profile;

/// A run that more articles hold is a formula, not common wording, and tells nothing.
const MAX_HOLDERS: usize = 400;

/// All pairs of texts with common runs, by their places, and how many these are; in order.
pub fn common_runs<'a>(texts: impl Iterator<Item = &'a [u32]>) -> Vec<([usize; 2], u32)> {
    let mut all: Vec<u64> = Vec::new();
    for (at, runs) in (0u64..).zip(texts) {
        all.extend(runs.iter().map(|run| u64::from(*run) << 32 | at));
    }
    all.sort_unstable();
    let place = |entry: u64| entry & u64::from(u32::MAX);
    let mut shared: FxHashMap<u64, u32> = FxHashMap::default();
    for holders in all.chunk_by(|a, b| a >> 32 == b >> 32) {
        if holders.len() > MAX_HOLDERS {
            continue;
        }
        for (n, one) in holders.iter().enumerate() {
            for other in &holders[n + 1..] {
                *shared.entry(place(*one) << 32 | place(*other)).or_default() += 1;
            }
        }
    }
    drop(all);
    let pair = |(key, shared): (u64, u32)| ([(key >> 32) as usize, place(key) as usize], shared);
    let mut pairs: Vec<([usize; 2], u32)> = shared.into_iter().map(pair).collect();
    pairs.sort_unstable();
    pairs
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

    /// What an article has in common with itself.
    pub fn whole(profile: &Profile) -> Self {
        let n = profile.runs.len().max(1);
        Self { shared: u32::try_from(n).unwrap_or(u32::MAX), n_kept: [n; 2] }
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

    #[test]
    fn common_runs_are_counted() {
        let texts: [&[u32]; 4] = [&[1, 2, 3], &[2, 3, 4], &[9], &[3]];
        let expected = [([0, 1], 2), ([0, 3], 1), ([1, 3], 1)];
        assert_eq!(common_runs(texts.into_iter()), expected);
    }

    #[test]
    fn a_run_that_all_hold_counts_for_nobody() {
        let texts = |n: usize| common_runs((0..n).map(|_| &[7u32][..])).len();
        assert_eq!(texts(MAX_HOLDERS + 1), 0);
        assert_eq!(texts(MAX_HOLDERS), MAX_HOLDERS * (MAX_HOLDERS - 1) / 2);
    }
}
