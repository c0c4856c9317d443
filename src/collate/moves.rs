//! Moves: pairs of passages that are alike and stand in another order.

use rustc_hash::FxHashSet;

use super::align::Link;
use super::candidates::Candidate;
use super::outline::Outline;
use crate::sides::Sides;

/// Moved passages that are not equal need this score. Above the bar for passages in order, because
/// position no longer speaks for them.
const ACCEPT_MOVED: f32 = 0.45;

/// And this many content words.
const MIN_CONTENT: usize = 6;

/// An equal passage has moved from this many words on; fewer stand at many places by chance.
const MIN_EQUAL_WORDS: u32 = 3;

/// Links for the passages that the backbone left over. The heaviest chain stays in order, so these cross it.
pub fn moves(
    outlines: &Sides<Outline<'_>>,
    pairs: &[Candidate],
    is_linked: &Sides<Vec<bool>>,
) -> Vec<Link> {
    let is_free = |pair: &&Candidate| {
        !is_linked.left[pair.passages.left] && !is_linked.right[pair.passages.right]
    };
    let is_text = |pair: &&Candidate| {
        outlines.left.is_text(pair.passages.left) && outlines.right.is_text(pair.passages.right)
    };
    let mut free: Vec<&Candidate> = pairs
        .iter()
        .filter(is_free)
        .filter(is_text)
        .filter(|pair| is_move(outlines, pair))
        .collect();
    free.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| {
            let mass = |pair: &Candidate| outlines.left.figures(pair.passages.left).mass;
            mass(b).total_cmp(&mass(a))
        })
    });
    let (mut lefts, mut rights) = (FxHashSet::default(), FxHashSet::default());
    let mut links = Vec::new();
    for pair in free {
        let Sides { left, right } = pair.passages;
        if lefts.contains(&left) || rights.contains(&right) {
            continue;
        }
        lefts.insert(left);
        rights.insert(right);
        links.push(Link {
            passages: Sides::new(vec![left], vec![right]),
            score: pair.score,
            is_moved: true,
        });
    }
    links
}

fn is_move(outlines: &Sides<Outline<'_>>, pair: &Candidate) -> bool {
    let Sides { left, right } = pair.passages;
    if pair.is_equal {
        return outlines.left.figures(left).n_words >= MIN_EQUAL_WORDS;
    }
    pair.score >= ACCEPT_MOVED
        && outlines.left.n_content(left).min(outlines.right.n_content(right)) >= MIN_CONTENT
}
