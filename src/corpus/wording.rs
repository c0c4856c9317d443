//! Common wording: which articles share runs of five words, and how many of those that are kept.
//!
//! Containment in the smaller text is the measure: trims of wire copy make Jaccard's coefficient small. Counts are of
//! the runs that are kept of both texts (see [`super::profile`]), so that they are estimates with known error: about a
//! tenth at 64 runs. Nothing is kept between two groupings: to sort the runs of 100,000 articles takes less than an index
//! of them would take memory.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Article;
use super::group::{FAMILY, Pair, SAME_TEXT, Wording};
use super::profile::{Place, Profile, Spot};

/// A run that more articles hold is a formula, not common wording, and tells nothing.
const MAX_HOLDERS: usize = 400;

/// Fewer common runs than this may be a name and a title.
const MIN_SHARED: usize = 3;

/// Common runs that stand outside the paragraph that has most of them.
const MIN_REST: usize = 2;

/// Up to so many are one phrase: a name with its title.
const MAX_PHRASE: usize = 4;

/// The least share of what stands there, where that paragraph is the same in both.
const REST: f64 = 0.15;

/// Paragraphs that have a number of their own in a [`Place`](super::profile::Place).
const N_PLACES: u8 = 126;

/// The wording of an article that is its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own<'a> {
    profile: &'a Profile,
    /// A bit for each paragraph that is not.
    left_out: u128,
}

impl<'a> Own<'a> {
    /// Leaves these paragraphs out.
    pub(super) fn new(profile: &'a Profile, common: &FxHashSet<u64>) -> Self {
        let mut left_out = 0;
        for (at, block) in (0..N_PLACES).zip(&profile.blocks) {
            left_out |= u128::from(common.contains(&block.hash())) << at;
        }
        Self { profile, left_out }
    }

    /// The spots of the paragraphs that are left out, a bit for each.
    pub(super) fn spots_left_out(&self) -> u16 {
        let n = self.profile.blocks.len();
        let at = (0..N_PLACES).filter(|at| self.left_out >> at & 1 == 1);
        // What has no spot stays.
        at.map(|at| 1 << Spot::of(usize::from(at), n).bits()).fold(0, |all, bit: u16| all | bit)
            & !1
    }

    fn runs(self) -> impl Iterator<Item = (u32, Place)> + 'a {
        let runs = self.profile.runs.iter().copied().zip(self.profile.places.iter().copied());
        runs.filter(move |(_, place)| self.left_out >> place.block() & 1 == 0)
    }

    /// Number of kept runs at a coarser sampling.
    fn n_kept(self, thinning: u32) -> usize {
        if self.left_out == 0 {
            return self.profile.n_kept(thinning);
        }
        self.runs().filter(|(run, _)| run.trailing_zeros() >= thinning).count()
    }

    fn n_blocks(self) -> usize {
        self.profile.blocks.len()
    }
}

/// All pairs of texts with common runs, by their places, and how many these are; in order.
///
/// There are at most `n` runs in all.
fn common_runs(
    n: usize,
    texts: impl Iterator<Item = impl Iterator<Item = u32>>,
) -> Vec<([u32; 2], u32)> {
    let mut all: Vec<u64> = Vec::with_capacity(n);
    for (at, runs) in (0u64..).zip(texts) {
        all.extend(runs.map(|run| u64::from(run) << 32 | at));
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
    let pair = |(key, shared): (u64, u32)| ([(key >> 32) as u32, place(key) as u32], shared);
    let mut pairs: Vec<([u32; 2], u32)> = shared.into_iter().map(pair).collect();
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
    fn new(shared: u32, texts: [Own<'_>; 2]) -> Self {
        let thinning = texts[0].profile.thinning.max(texts[1].profile.thinning);
        Self { shared, n_kept: texts.map(|text| text.n_kept(thinning)) }
    }

    /// What two articles have in common.
    pub fn of(profiles: [&Profile; 2]) -> Self {
        let texts = profiles.map(|profile| Own { profile, left_out: 0 });
        let shared = common_places(texts).count();
        Self::new(u32::try_from(shared).unwrap_or(u32::MAX), texts)
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

/// Where the runs begin that two texts have in common.
fn common_places([one, other]: [Own<'_>; 2]) -> impl Iterator<Item = [Place; 2]> {
    // Both are sorted.
    let mut others = other.runs().peekable();
    one.runs().filter_map(move |(run, place)| {
        while others.next_if(|(other, _)| *other < run).is_some() {}
        others.next_if(|(other, _)| *other == run).map(|(_, other)| [place, other])
    })
}

/// What the common wording of two texts tells. Where one was made from the other, or both from a third, it stands outside
/// quotations, which two reporters may have heard, and in several paragraphs, not all of them towards the end: one paragraph
/// may be background that an agency tells again, and stories end with it.
fn wording(texts: [Own<'_>; 2]) -> Wording {
    let common: Vec<[Place; 2]> = common_places(texts).collect();
    let thinning = texts[0].profile.thinning.max(texts[1].profile.thinning);
    // As many as there are when those that are not kept are counted in.
    let all_of = |n_kept: usize| n_kept << thinning;
    let is_told = |places: &&[Place; 2]| !places.iter().all(|place| place.is_quoted());
    if all_of(common.iter().filter(is_told).count()) < MIN_SHARED {
        return Wording::Quoted;
    }
    let rests = [0, 1].map(|side| Rest::of(texts, side, &common));
    // Where a text is one paragraph or two, that they are several cannot be told by it. What is left of a paragraph that is
    // the same in both must be more than the name and the title of somebody.
    let is_spread = |side: usize| {
        let rest = rests[side];
        let is_enough = all_of(rest.n) >= MIN_REST && (!rest.is_same || rest.share >= REST);
        texts[side].n_blocks() < 3 || is_enough
    };
    let is_early = |side: usize| {
        let first = common.iter().map(|places| usize::from(places[side].block())).min();
        first.is_some_and(|first| first * 2 < texts[side].n_blocks())
    };
    if (is_spread(0) || is_spread(1)) && (is_early(0) || is_early(1)) {
        Wording::Copied
    } else if rests.iter().all(|rest| rest.is_same && all_of(rest.n) <= MAX_PHRASE) {
        Wording::Explained
    } else {
        Wording::Quoted
    }
}

/// What two texts have in common outside the paragraph of one that has most of it.
#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    /// Number of common runs.
    n: usize,
    /// Their share of the runs there.
    share: f64,
    /// Whether the other text has the same paragraph.
    is_same: bool,
}

impl Rest {
    fn of(texts: [Own<'_>; 2], side: usize, common: &[[Place; 2]]) -> Self {
        let thinning = texts[0].profile.thinning.max(texts[1].profile.thinning);
        let mut n_in_block = [0usize; 128];
        for places in common {
            n_in_block[usize::from(places[side].block())] += 1;
        }
        let most = n_in_block.iter().enumerate().max_by_key(|(_, n)| **n);
        let Some((at, most)) = most else { return Self::default() };
        let kept = texts[side].runs().filter(|(run, _)| run.trailing_zeros() >= thinning);
        let n_rest = kept.filter(|(_, place)| usize::from(place.block()) != at).count();
        let n = common.len() - most;
        let is_same = texts[side].profile.blocks.get(at).is_some_and(|block| {
            texts[1 - side].profile.blocks.iter().any(|other| other.hash() == block.hash())
        });
        Self { n, share: n as f64 / n_rest.max(1) as f64, is_same }
    }
}

/// All pairs of articles that may be of one family. Counted are the paragraphs that are each one's own.
pub(super) fn pairs(read: &[Arc<Article>], texts: &[Option<Own<'_>>]) -> Vec<Pair> {
    let runs =
        texts.iter().map(|text| text.iter().flat_map(|text| text.runs()).map(|(run, _)| run));
    let n_runs = texts.iter().flatten().map(|text| text.profile.runs.len()).sum();
    let pair = |(places, shared): ([u32; 2], u32)| {
        let places = places.map(|place| place as usize);
        let texts = [texts[places[0]]?, texts[places[1]]?];
        let common = Common::new(shared, texts);
        let containment = common.containment();
        let kind = || match containment {
            SAME_TEXT.. => Wording::Copied,
            _ => wording(texts),
        };
        (containment >= FAMILY).then(|| Pair { texts: places, common, kind: kind() })
    };
    common_runs(n_runs, runs).into_iter().filter_map(pair).chain(copies(read)).collect()
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
            let common = Common::whole(profile);
            pairs.push(Pair { texts: [before, at], common, kind: Wording::Copied });
        }
    }
    pairs
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
        let texts = [&one, &other].map(|profile| Own::new(profile, &FxHashSet::default()));
        let runs = texts.iter().map(|text| text.runs().map(|(run, _)| run));
        let counted = Common::new(common_runs(0, runs)[0].1, texts);
        assert_eq!(Common::of([&one, &other]), counted);
        assert_eq!(Common::of([&one, &one]), Common::whole(&one));
        let [there, back] = counted.shares();
        assert!((0.5..0.8).contains(&there) && (0.08..0.25).contains(&back), "{there} {back}");
    }

    #[test]
    fn common_runs_are_counted() {
        let texts: [&[u32]; 4] = [&[1, 2, 3], &[2, 3, 4], &[9], &[3]];
        let texts = texts.map(|runs| runs.iter().copied());
        let expected = [([0, 1], 2), ([0, 3], 1), ([1, 3], 1)];
        assert_eq!(common_runs(0, texts.into_iter()), expected);
    }

    #[test]
    fn a_run_that_all_hold_counts_for_nobody() {
        let texts = |n: usize| common_runs(n, (0..n).map(|_| std::iter::once(7))).len();
        assert_eq!(texts(MAX_HOLDERS + 1), 0);
        assert_eq!(texts(MAX_HOLDERS), MAX_HOLDERS * (MAX_HOLDERS - 1) / 2);
    }
}
