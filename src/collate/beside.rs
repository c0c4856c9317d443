//! Links beside links: rewritten passages that are hardly alike, but follow or precede a pair on both sides.

use super::align::{FEW_WORDS, Link, take};
use super::candidates::{Candidate, Candidates};
use super::outline::Outline;
use crate::sides::{Side, Sides};

/// Pairs beside a link, each the other's best, are one passage from this score on: in trials on rewritten articles
/// nine in ten were, against three in ten that stood elsewhere.
const ACCEPT_BESIDE: f32 = 0.24;

/// Passages of few words need this.
const ACCEPT_SHORT: f32 = 0.4;

/// Links what is left over and stands beside a link on both sides; then what stands beside that.
pub fn link_beside(
    outlines: &Sides<Outline<'_>>,
    found: &Candidates,
    links: &mut Vec<Link>,
    is_linked: &mut Sides<Vec<bool>>,
) {
    let is_free = |is_linked: &Sides<Vec<bool>>, at: Sides<usize>| {
        !is_linked.left[at.left] && !is_linked.right[at.right]
    };
    let weak: Vec<&Candidate> = found
        .pairs
        .iter()
        .filter(|pair| is_free(is_linked, pair.passages))
        .filter(|pair| pair.score >= bar(outlines, pair.passages))
        .filter(|pair| found.share_of_best(pair) >= 1.0)
        .collect();
    if weak.is_empty() {
        return;
    }
    let mut link_of = Sides::new(vec![None; outlines.left.len()], vec![None; outlines.right.len()]);
    for (n, link) in links.iter().enumerate() {
        for side in Side::BOTH {
            for passage in &link.passages[side] {
                link_of[side][*passage] = Some(n);
            }
        }
    }
    // Once down and once up: what was linked on the way speaks for its own neighbour.
    let mut try_beside = |pair: &Candidate, step: isize| {
        let Sides { left, right } = pair.passages;
        let neighbour = |side: Side, at: usize| {
            at.checked_add_signed(step).and_then(|at| link_of[side].get(at).copied().flatten())
        };
        let beside = neighbour(Side::Left, left);
        if beside.is_none()
            || beside != neighbour(Side::Right, right)
            || !is_free(is_linked, pair.passages)
        {
            return;
        }
        let link =
            Link { passages: pair.passages.map(|at| vec![at]), score: pair.score, is_moved: false };
        link_of.left[left] = Some(links.len());
        link_of.right[right] = Some(links.len());
        take(is_linked, &link);
        links.push(link);
    };
    for pair in &weak {
        try_beside(pair, -1);
    }
    for pair in weak.iter().rev() {
        try_beside(pair, 1);
    }
}

fn bar(outlines: &Sides<Outline<'_>>, Sides { left, right }: Sides<usize>) -> f32 {
    let n_content = outlines.left.n_content(left).min(outlines.right.n_content(right));
    if n_content > FEW_WORDS { ACCEPT_BESIDE } else { ACCEPT_SHORT }
}
