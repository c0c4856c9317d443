//! Common wording: which articles share runs of five words, and how many of those that are kept.
//!
//! Containment in the smaller text is the measure: trims of wire copy make Jaccard's coefficient small. Counts are of
//! the runs that are kept of both texts (see [`super::profile`]), so that they are estimates with known error: about a
//! tenth at 64 runs. Nothing is kept between two groupings: to sort the runs of 100,000 articles takes less than an index
//! of them would take memory.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Article;
use super::group::{FAMILY, Pair};
use super::profile::{Profile, RUN_BORDER};

/// A run that more articles hold is a formula, not common wording, and tells nothing.
const MAX_HOLDERS: usize = 400;

/// All pairs of texts with common runs, by their places, and how many these are; in order.
fn common_runs<'a>(texts: impl Iterator<Item = &'a [u32]>) -> Vec<([usize; 2], u32)> {
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

    /// What two articles have in common.
    pub fn of(profiles: [&Profile; 2]) -> Self {
        let [one, other] = profiles;
        // Both are sorted.
        let (mut rest, mut shared) = (&*other.runs, 0);
        for run in &one.runs {
            rest = rest.get(rest.partition_point(|own| own < run)..).unwrap_or_default();
            shared += u32::from(rest.first() == Some(run));
        }
        Self::new(shared, profiles)
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

/// All pairs of articles that may be of one family.
pub(super) fn pairs(read: &[Arc<Article>]) -> Vec<Pair> {
    let runs =
        read.iter().map(|article| article.profile().map_or(&[][..], |profile| &profile.runs));
    let pair = |(texts, shared): ([usize; 2], u32)| {
        let profiles = [read[texts[0]].profile()?, read[texts[1]].profile()?];
        let common = Common::new(shared, profiles.map(AsRef::as_ref));
        (common.containment() >= FAMILY).then_some(Pair { texts, common })
    };
    common_runs(runs).into_iter().filter_map(pair).chain(copies(read)).collect()
}

/// Articles that are the same byte for byte, each with the one before it: however many there are of them.
fn copies(read: &[Arc<Article>]) -> Vec<Pair> {
    let mut last: FxHashMap<&[u8; 32], usize> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (at, article) in read.iter().enumerate() {
        let Some(profile) = article.profile().filter(|profile| profile.n_words > 0) else {
            continue;
        };
        if let Some(before) = last.insert(&profile.sha256, at) {
            pairs.push(Pair { texts: [before, at], common: Common::whole(profile) });
        }
    }
    pairs
}

/// The pairs without the wording of paragraphs that both have from their pages.
pub(super) fn without(common: &FxHashSet<u64>, read: &[Arc<Article>], pairs: &[Pair]) -> Vec<Pair> {
    let blocks = |at: usize| -> FxHashMap<u64, u16> {
        let blocks = read[at].profile().into_iter().flat_map(|profile| profile.blocks.iter());
        blocks
            .filter(|block| common.contains(&block.hash()))
            .map(|block| (block.hash(), block.n_words()))
            .collect()
    };
    let furniture: Vec<FxHashMap<u64, u16>> = (0..read.len()).map(blocks).collect();
    let reduced = |pair: &Pair| {
        let [a, b] = pair.texts;
        let n_words: u32 = furniture[a]
            .iter()
            .filter(|(hash, _)| furniture[b].contains_key(hash))
            .map(|(_, n)| u32::from(n.saturating_sub(RUN_BORDER)))
            .sum();
        let thinning = [a, b]
            .iter()
            .filter_map(|at| read[*at].profile())
            .map(|profile| profile.thinning)
            .max();
        // Runs of these paragraphs, as many as are kept of them.
        let n_runs = n_words >> thinning.unwrap_or(0);
        if n_runs == 0 {
            return *pair;
        }
        let shared = pair.common.shared.saturating_sub(n_runs);
        let n_kept = pair.common.n_kept.map(|n| n.saturating_sub(n_runs as usize).max(1));
        Pair { texts: pair.texts, common: Common { shared, n_kept } }
    };
    pairs.iter().map(reduced).collect()
}

/// An article that shares wording with another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relative {
    /// Its place.
    pub(super) at: usize,
    /// Common runs.
    pub(super) shared: u32,
    /// Share of the other's own runs.
    pub(super) share: f64,
}

pub(super) fn relatives(n: usize, pairs: &[Pair]) -> Vec<Vec<Relative>> {
    let mut relatives: Vec<Vec<Relative>> = vec![Vec::new(); n];
    for pair in pairs {
        let [a, b] = pair.texts;
        let [share_of_a, share_of_b] = pair.common.shares();
        relatives[a].push(Relative { at: b, shared: pair.common.shared, share: share_of_a });
        relatives[b].push(Relative { at: a, shared: pair.common.shared, share: share_of_b });
    }
    relatives
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_are_estimated_as_all_are() {
        let profile = |from: usize, to: usize| {
            let words: Vec<String> = (from..to).map(|n| format!("w{n}")).collect();
            let version =
                crate::parse::parse(words.join(" ").as_bytes(), crate::text::blocks::Markup::None);
            Profile::of(&version.expect("text"))
        };
        let (one, other) = (profile(0, 900), profile(300, 4300));
        let pairs = common_runs([&*one.runs, &*other.runs].into_iter());
        let counted = Common::new(pairs[0].1, [&one, &other]);
        assert_eq!(Common::of([&one, &other]), counted);
        assert_eq!(Common::of([&one, &one]), Common::whole(&one));
        let [there, back] = counted.shares();
        assert!((0.5..0.8).contains(&there) && (0.08..0.25).contains(&back), "{there} {back}");
    }

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
