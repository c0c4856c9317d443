//! Anchors: passages that are the same on both sides and stand nowhere else.
//!
//! What stands between two anchors at the same place, with nearly the same words, needs no search: it is *settled*.
//! In two states of one long text that is most of it, and all that follows looks at the rest only.

use super::candidates::Candidate;
use super::chain::{LinkSpan, heaviest_chain};
use super::outline::Outline;
use super::score::score_above;
use crate::sides::{Side, Sides};

/// Passages between the same anchors are settled from this score on. Well above "sure": they are not looked for
/// elsewhere any more.
const SETTLED: f32 = 0.75;

/// The most passages between two anchors that are settled together.
const MAX_SETTLED: usize = 6;

/// The pairs that stand between the same anchors, as many on both sides, each pair with nearly the same words.
///
/// `equal` are the pairs of equal passages; `is_taken` says which passages are in one of these.
pub fn settled(
    outlines: &Sides<Outline<'_>>,
    equal: &[Candidate],
    is_taken: &Sides<Vec<bool>>,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut from = Sides::new(0, 0);
    let ends = Sides::new(outlines.left.len(), outlines.right.len());
    for anchor in anchors(outlines, equal).into_iter().chain([ends]) {
        let n_between = Sides::new(anchor.left - from.left, anchor.right - from.right);
        let is_free = |side: Side| {
            (from[side]..anchor[side]).all(|at| outlines[side].is_text(at) && !is_taken[side][at])
        };
        if n_between.left == n_between.right
            && n_between.left <= MAX_SETTLED
            && is_free(Side::Left)
            && is_free(Side::Right)
        {
            let pairs = (0..n_between.left).map_while(|n| {
                let passages = Sides::new(from.left + n, from.right + n);
                let profiles =
                    (outlines.left.profile(passages.left), outlines.right.profile(passages.right));
                let score = score_above(profiles.0, profiles.1, SETTLED)?;
                Some(Candidate { passages, score, is_equal: false })
            });
            let pairs: Vec<Candidate> = pairs.collect();
            if pairs.len() == n_between.left {
                found.extend(pairs);
            }
        }
        from = anchor.map(|at| at + 1);
    }
    found
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
