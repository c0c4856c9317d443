//! Anchors: passages that are the same on both sides and stand nowhere else.
//!
//! What stands between two anchors at the same place, with nearly the same words, needs no search: it is *settled*.
//! In two states of one long text that is most of it, and all that follows looks at the rest only.

use super::candidates::Candidate;
use super::chain::{LinkSpan, heaviest_chain};
use super::outline::Outline;
use super::score::{lcs_len, score_above};
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;

/// Passages between the same anchors are settled from this score on. Well above "sure": they are not looked for
/// elsewhere any more.
const SETTLED: f32 = 0.75;

/// The pairs that stand at the same place between anchors, with nearly the same words, counted from the anchor
/// before and from the anchor after.
///
/// A pair beside one that is not alike stays open: it may be half of a split or a merge.
///
/// `equal` are the pairs of equal passages; `is_taken` says which passages are in one of these.
pub fn settled(
    outlines: &Sides<Outline<'_>>,
    equal: &[Candidate],
    is_taken: &Sides<Vec<bool>>,
) -> Vec<Candidate> {
    let is_free = |side: Side, at: usize| outlines[side].is_text(at) && !is_taken[side][at];
    let mut words = Sides::default();
    let mut alike = |passages: Sides<usize>| {
        let Sides { left, right } = passages;
        if !is_free(Side::Left, left) || !is_free(Side::Right, right) {
            return None;
        }
        let score = shared_in_order(outlines, passages, &mut words).or_else(|| {
            let (left, right) = (outlines.left.profile(left), outlines.right.profile(right));
            score_above(left, right, SETTLED)
        })?;
        Some(Candidate { passages, score, is_equal: false, is_backed: true, is_quoted: false })
    };
    let mut found = Vec::new();
    let mut from = Sides::new(0, 0);
    let ends = Sides::new(outlines.left.len(), outlines.right.len());
    for anchor in anchors(outlines, equal).into_iter().chain([ends]) {
        let between = Sides::new(from.left..anchor.left, from.right..anchor.right);
        from = anchor.map(|at| at + 1);
        let pairs = between.left.clone().zip(between.right.clone());
        let mut first: Vec<Candidate> =
            pairs.map_while(|(left, right)| alike(Sides::new(left, right))).collect();
        if first.len() == between.left.len() && first.len() == between.right.len() {
            found.append(&mut first);
            continue;
        }
        first.pop();
        let left_over = Sides::new(
            between.left.start + first.len()..between.left.end,
            between.right.start + first.len()..between.right.end,
        );
        let pairs = left_over.left.rev().zip(left_over.right.rev());
        let mut last: Vec<Candidate> =
            pairs.map_while(|(left, right)| alike(Sides::new(left, right))).collect();
        last.pop();
        found.append(&mut first);
        found.append(&mut last);
    }
    found
}

/// The share of the words that two passages have in common in order, if that is enough to settle a pair. Those before the
/// first difference and after the last often are. `words` is used again for every pair.
fn shared_in_order(
    outlines: &Sides<Outline<'_>>,
    passages: Sides<usize>,
    words: &mut Sides<Vec<MatchKey>>,
) -> Option<f32> {
    for side in Side::BOTH {
        words[side].clear();
        words[side].extend(outlines[side].words(passages[side]));
    }
    let Sides { left, right } = &*words;
    let before = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left_rest, right_rest) = (&left[before..], &right[before..]);
    let back = left_rest.iter().rev().zip(right_rest.iter().rev());
    let after = back.take_while(|(a, b)| a == b).count();
    let share = |n_common: usize| 2.0 * n_common as f32 / (left.len() + right.len()) as f32;
    let framed = share(before + after);
    if framed >= SETTLED || share(left.len().min(right.len())) < SETTLED {
        return (framed >= SETTLED).then_some(framed);
    }
    let within = lcs_len(left_rest, right_rest)?;
    Some(share(before + within)).filter(|share| *share >= SETTLED)
}

/// The heaviest chain of pairs that are equal and unique on both sides, in order.
fn anchors(outlines: &Sides<Outline<'_>>, equal: &[Candidate]) -> Vec<Sides<usize>> {
    let count = |side: Side| {
        let mut count = vec![0u8; outlines[side].len()];
        for pair in equal {
            let n = &mut count[pair.passages[side]];
            *n = n.saturating_add(1);
        }
        count
    };
    let counts = Sides::new(count(Side::Left), count(Side::Right));
    let unique: Vec<LinkSpan> = equal
        .iter()
        .map(|pair| pair.passages)
        .filter(|at| counts.left[at.left] == 1 && counts.right[at.right] == 1)
        .map(|at| LinkSpan {
            passages: at.map(|at| at..at + 1),
            weight: u64::from(outlines.left.figures(at.left).n_words) + 1,
        })
        .collect();
    heaviest_chain(&unique)
        .into_iter()
        .map(|at| unique[at].passages.clone().map(|passages| passages.start))
        .collect()
}
