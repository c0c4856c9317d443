//! How alike two passages are, from 0 to 1.
//!
//! The score is the mean of three measures over words: Dice's coefficient of the words by worth, the same
//! of pairs of neighbouring words, and the share of the longest common subsequence. On revised sentence
//! pairs of arXivEdits this mean tells true from false pairs with F1 0.973. A desk that turns a sentence round
//! keeps its rare words and no order: where the words alone say more, they count almost in full. On invented
//! rewrites and copies in several languages (510 true pairs, 19,681 false ones) that, with stems and rarity, found
//! 96 % of the true pairs above all but ten of the false ones, against 93 % for the plain mean.

use std::cmp::Ordering;

use super::rarity::{Rarity, Stems};
use crate::text::keys::MatchKey;
use crate::text::token::Token;
use crate::version::Version;

/// What the words count alone, without their order.
const WORDS_ALONE: f32 = 0.9;

/// Above this many cells the longest common subsequence is not worked out: it would take longer than the rest
/// of the comparison, and passages that long are told apart by their words.
const MAX_LCS_CELLS: usize = 400_000;

/// The words of one passage, or of several in order, ready to be scored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Stems of the words, in order; marks are left out.
    words: Vec<MatchKey>,
    /// Stems of the words and what they are worth, sorted: a bag.
    bag: Vec<(MatchKey, f32)>,
    /// Neighbouring stems two by two, sorted.
    bigrams: Vec<MatchKey>,
    /// Number of words that carry meaning.
    pub n_content: usize,
    /// What all words are worth together.
    pub mass: f32,
    /// The words that carry meaning, each once.
    content: Vec<MatchKey>,
    /// Whether some stems hang on the words beside them.
    is_unspaced: bool,
}

impl Profile {
    /// Reads the words of some tokens of a version.
    pub fn new<'a>(
        version: &Version,
        tokens: impl IntoIterator<Item = &'a Token>,
        rarity: &Rarity,
    ) -> Self {
        let Stems { stems, is_unspaced } = rarity.stems(version, tokens);
        let mut profile = Self {
            words: stems.iter().map(|(key, _)| *key).collect(),
            bag: stems.iter().map(|(key, token)| (*key, rarity.worth(*key, token))).collect(),
            content: Vec::with_capacity(stems.len()),
            is_unspaced,
            ..Self::default()
        };
        let content = stems.iter().filter(|(_, token)| token.is_content());
        profile.content.extend(content.map(|(key, _)| *key));
        profile.n_content = profile.content.len();
        profile.content.sort_unstable();
        profile.content.dedup();
        profile.bag.sort_unstable_by(in_bag);
        profile.mass = profile.bag.iter().map(|(_, weight)| weight).sum();
        profile.bigrams = profile.words.windows(2).map(|pair| bigram(pair[0], pair[1])).collect();
        profile.bigrams.sort_unstable();
        profile
    }

    /// The profile of several passages as if they were one, none of which is unspaced.
    pub fn joined<'a>(members: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for member in members {
            let seam = all.words.last().zip(member.words.first());
            let seam = seam.map(|(last, first)| bigram(*last, *first));
            all.words.extend(&member.words);
            all.bag = merged(&all.bag, &member.bag, in_bag);
            all.bigrams = merged(&all.bigrams, &member.bigrams, Ord::cmp);
            if let Some(seam) = seam {
                all.bigrams.insert(all.bigrams.partition_point(|key| *key < seam), seam);
            }
            all.n_content += member.n_content;
            all.content = merged(&all.content, &member.content, Ord::cmp);
        }
        all.content.dedup();
        all.mass = all.bag.iter().map(|(_, weight)| weight).sum();
        all
    }

    /// Whether it holds words of a script without spaces, whose stems hang on the words beside them.
    pub const fn is_unspaced(&self) -> bool {
        self.is_unspaced
    }

    /// The words that carry meaning and stand in both, each once.
    pub fn shared_content<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = MatchKey> + 'a {
        let is_shared = |key: &MatchKey| other.content.binary_search(key).is_ok();
        self.content.iter().copied().filter(is_shared)
    }

    /// Number of words.
    pub const fn n_words(&self) -> usize {
        self.words.len()
    }

    /// What tells this passage from others: its words with meaning and its pairs of words, each once.
    pub fn features(&self) -> impl Iterator<Item = MatchKey> + '_ {
        let is_new = |at: usize| at == 0 || self.bigrams[at - 1] != self.bigrams[at];
        let bigrams = (0..self.bigrams.len()).filter(move |at| is_new(*at));
        self.content.iter().copied().chain(bigrams.map(|at| self.bigrams[at]))
    }
}

/// The order of a bag.
fn in_bag(a: &(MatchKey, f32), b: &(MatchKey, f32)) -> Ordering {
    a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
}

/// Two sorted lists as one.
fn merged<T: Copy>(left: &[T], right: &[T], order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut all = Vec::with_capacity(left.len() + right.len());
    let mut left = left.iter().peekable();
    for b in right {
        while let Some(a) = left.next_if(|a| order(a, b).is_le()) {
            all.push(*a);
        }
        all.push(*b);
    }
    all.extend(left);
    all
}

/// The key of two neighbouring words.
pub const fn bigram(first: MatchKey, second: MatchKey) -> MatchKey {
    MatchKey(first.0.rotate_left(17) ^ second.0.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// How alike two profiles are: 0 for nothing in common, 1 for the same words in the same order.
/// Symmetric.
pub fn score(left: &Profile, right: &Profile) -> f32 {
    score_above(left, right, 0.0).unwrap_or(0.0)
}

/// The score, if it can reach `floor`: most pairs are told apart by their lengths or their words alone, at a
/// fraction of the cost.
pub fn score_above(left: &Profile, right: &Profile, floor: f32) -> Option<f32> {
    if left.words.is_empty() || right.words.is_empty() {
        return None;
    }
    let n_words = (left.words.len() + right.words.len()) as f32;
    let least = left.words.len().min(right.words.len()) as f32;
    if (2.0 * left.mass.min(right.mass) / (left.mass + right.mass)).max(2.0 * least / n_words)
        < floor
    {
        return None;
    }
    let common = shared(&left.bag, &right.bag);
    let words = 2.0 * common.weight / (left.mass + right.mass);
    // Neither order nor neighbourhood can be more alike than the words by number.
    let by_number = 2.0 * common.count as f32 / n_words;
    let by_words = WORDS_ALONE * words;
    if ((words + 2.0 * by_number.max(words)) / 3.0).max(by_words) < floor {
        return None;
    }
    let n_bigrams = n_words - 2.0;
    let bigrams = if n_bigrams <= 0.0 {
        words
    } else {
        2.0 * n_shared(&left.bigrams, &right.bigrams) as f32 / n_bigrams
    };
    if ((words + bigrams + by_number.max(bigrams)) / 3.0).max(by_words) < floor {
        return None;
    }
    let lcs = lcs_len(&left.words, &right.words).map_or(bigrams, |len| 2.0 * len as f32 / n_words);
    Some(((words + bigrams + lcs) / 3.0).max(by_words)).filter(|score| *score >= floor)
}

/// The share, by weight, of `part`'s words that `whole` has too.
pub fn containment(part: &Profile, whole: &Profile) -> f32 {
    if part.mass <= 0.0 {
        return 0.0;
    }
    shared(&part.bag, &whole.bag).weight / part.mass
}

/// The share, by weight, of `part`'s words that `whole` has beyond those that it shares with `others`, if at least two
/// neighbours are among them in their order.
pub fn containment_beyond(part: &Profile, whole: &Profile, others: &Profile) -> f32 {
    if part.mass <= 0.0 || n_shared(&part.bigrams, &whole.bigrams) == 0 {
        return 0.0;
    }
    let mut others = others.bag.iter().map(|(key, _)| *key).peekable();
    let mut is_accounted = |key: MatchKey| {
        while others.next_if(|other| *other < key).is_some() {}
        others.next_if_eq(&key).is_some()
    };
    let rest: Vec<(MatchKey, f32)> =
        whole.bag.iter().copied().filter(|(key, _)| !is_accounted(*key)).collect();
    shared(&part.bag, &rest).weight / part.mass
}

/// The common part of two bags of words.
struct Common {
    weight: f32,
    count: usize,
}

fn shared(left: &[(MatchKey, f32)], right: &[(MatchKey, f32)]) -> Common {
    let mut common = Common { weight: 0.0, count: 0 };
    let (mut l, mut r) = (0, 0);
    while let (Some((a, weight)), Some((b, _))) = (left.get(l), right.get(r)) {
        // Without a branch: which words are common nobody can foresee.
        common.weight += if a == b { *weight } else { 0.0 };
        common.count += usize::from(a == b);
        l += usize::from(a <= b);
        r += usize::from(b <= a);
    }
    common
}

/// Number of keys that two sorted lists have in common.
fn n_shared(left: &[MatchKey], right: &[MatchKey]) -> usize {
    let (mut l, mut r, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (left.get(l), right.get(r)) {
        count += usize::from(a == b);
        l += usize::from(a <= b);
        r += usize::from(b <= a);
    }
    count
}

/// Length of the longest common subsequence of words, unless that takes too long.
pub(super) fn lcs_len(left: &[MatchKey], right: &[MatchKey]) -> Option<usize> {
    let prefix = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[prefix..], &right[prefix..]);
    let suffix = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[..left.len() - suffix], &right[..right.len() - suffix]);
    if left.len() * right.len() > MAX_LCS_CELLS {
        return None;
    }
    let within =
        if right.len() <= 64 { short_lcs_len(left, right) } else { long_lcs_len(left, right) };
    Some(prefix + suffix + within)
}

fn long_lcs_len(left: &[MatchKey], right: &[MatchKey]) -> usize {
    let mut row = vec![0; right.len()];
    for a in left {
        let (mut diagonal, mut last) = (0, 0);
        for (b, cell) in right.iter().zip(&mut row) {
            let above = *cell;
            *cell = if a == b { diagonal + 1 } else { last.max(above) };
            (diagonal, last) = (above, *cell);
        }
    }
    row.last().copied().unwrap_or(0)
}

/// The same for at most 64 words on the right, a row of the table in one number: a bit is 0 where the length grows
/// (Hyyrö's algorithm).
fn short_lcs_len(left: &[MatchKey], right: &[MatchKey]) -> usize {
    let mut row = u64::MAX;
    for a in left {
        let places = right.iter().rev().fold(0, |places, b| places << 1 | u64::from(a == b));
        let taken = row & places;
        row = row.wrapping_add(taken) | (row - taken);
    }
    let used = u64::MAX.checked_shr(64 - right.len() as u32).unwrap_or(0);
    (!row & used).count_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::Input;
    use crate::parse::parse;
    use crate::sides::Sides;
    use crate::text::blocks::Markup;
    use crate::version::FurnitureMarks;

    fn profiles(left: &str, right: &str) -> (Profile, Profile) {
        let version = |text: &str| parse(text.as_bytes(), Markup::None).expect("text");
        let (left, right) = (version(left), version(right));
        let none = FurnitureMarks::default();
        let sides = Sides::new(&left, &right).map(|version| Input { version, furniture: &none });
        let rarity = Rarity::new(&sides);
        let profile = |version: &Version| Profile::new(version, version.tokens(), &rarity);
        (profile(&left), profile(&right))
    }

    #[track_caller]
    fn check(left: &str, right: &str, range: std::ops::RangeInclusive<f32>) {
        let (left, right) = profiles(left, right);
        let there = score(&left, &right);
        assert!(range.contains(&there), "{there}");
        assert!((there - score(&right, &left)).abs() < 1e-6);
    }

    #[test]
    fn scores_tell_copies_from_strangers() {
        check("The ferry struck the wall.", "the ferry struck the wall", 1.0..=1.0);
        check(
            "The ferry struck the harbour wall on Tuesday",
            "The ferry hit the harbour wall today",
            0.5..=0.8,
        );
        check(
            "The ferry struck the harbour wall",
            "A minister spoke of the budget in May",
            0.0..=0.15,
        );
        check("", "word", 0.0..=0.0);
    }

    #[test]
    fn containment_is_of_the_part() {
        let (part, whole) = profiles("the harbour wall", "the old harbour wall fell at noon");
        assert!(containment(&part, &whole) > 0.99);
        assert!(containment(&whole, &part) < 0.6);
    }

    #[test]
    fn a_row_in_one_number_says_the_same() {
        let mut seed = 7u64;
        let mut next = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % n
        };
        for n in 0..=64 {
            let mut words = |len: u64| -> Vec<MatchKey> {
                (0..len).map(|_| MatchKey(next(2 + len / 4))).collect()
            };
            let (left, right) = (words(70 - n), words(n));
            assert_eq!(short_lcs_len(&left, &right), long_lcs_len(&left, &right), "{n}");
        }
    }
}
