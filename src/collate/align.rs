//! Links between the passages of two versions: 1-1, n-m, merged, moved.
//!
//! 1. [`candidates`] names pairs of passages that may belong together, equal ones first.
//! 2. Neighbours are tried with them: two sentences of one side may be one of the other ([`super::options`]).
//! 3. The heaviest chain of links that keep their order is the backbone ([`heaviest_chain`]).
//! 4. What is left over and crosses the backbone is linked as well ([`moves`]).
//! 5. Pairs beside a link need to be less alike, because the order speaks for them ([`super::beside`]).
//! 6. A text that breaks off in the middle of a sentence ends with the beginning of that sentence ([`super::tail`]).
//! 7. A left-over passage that a link's other side also holds is merged into it, neighbour or not
//!    ([`super::far`]).
//! 8. Of all links, the heaviest set that keeps its order has stayed; the others have moved ([`moves::mark`]).
//! 9. A left-over passage that its own version says elsewhere is a repeat ([`repeats`]).

use rustc_hash::FxHashMap;

use super::beside::link_beside;
use super::candidates::candidates;
use super::chain::heaviest_chain;
use super::far::merge_far;
use super::options::{LinkOption, options};
use super::outline::Outline;
use super::tail::link_torn;
use super::{Budget, Input, moves, repeats};
use crate::sides::{Side, Sides};

/// Pairs from this score on are the same passage in other words. True pairs of copies score 0.44 and
/// more, the best false ones 0.25.
pub const ACCEPT: f32 = 0.35;

/// Passages with fewer content words than this share words by accident.
pub const FEW_WORDS: usize = 5;

/// One link: which passages of the left are which of the right.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The passages on both sides, in order. Neighbours, except where a merge reaches further.
    pub passages: Sides<Vec<usize>>,
    /// How alike both sides are, from 0 to 1.
    pub score: f32,
    /// Whether it crosses the links that stayed in order.
    pub is_moved: bool,
}

/// All links of a pair of versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// The links, in the order of the first side.
    pub links: Vec<Link>,
    /// Passages without a link that repeat another passage of the same version, and which.
    pub repeat_of: Sides<FxHashMap<usize, usize>>,
}

/// Links the passages of two versions. Nothing is linked that is not alike; every passage is in at most
/// one link.
pub fn align(sides: &Sides<Input<'_>>, budget: &Budget<'_>) -> Alignment {
    let outlines = Outline::pair(sides);
    let restated =
        Sides::new(repeats::restated(&outlines.left), repeats::restated(&outlines.right));
    let found = candidates(&outlines, budget);
    let options = options(&outlines, &restated, &found, budget);
    let link = |option: &LinkOption| Link {
        passages: option.span.passages.clone().map(Iterator::collect),
        score: option.score,
        is_moved: false,
    };
    let mut links: Vec<Link> =
        heaviest_chain(&options).into_iter().map(|at| link(&options[at])).collect();
    let mut is_linked =
        Sides::new(vec![false; outlines.left.len()], vec![false; outlines.right.len()]);
    for link in &links {
        take(&mut is_linked, link);
    }
    for link in moves::moves(&outlines, &options, &is_linked) {
        take(&mut is_linked, &link);
        links.push(link);
    }
    // Of a long text these are large.
    drop(options);
    link_beside(&outlines, &found, &mut links, &mut is_linked);
    link_torn(&outlines, &mut links, &mut is_linked);
    for side in Side::BOTH.into_iter().filter(|_| budget.exhausted().is_none()) {
        merge_far(&outlines, &found, side, &mut links, &mut is_linked);
    }
    drop(found);
    moves::mark(&outlines, &mut links);
    links.sort_by_key(|link| link.passages.left[0]);
    let attach = |side: Side| {
        // What is alone because time was up repeats nothing that could be found in time.
        if budget.exhausted().is_some() {
            return FxHashMap::default();
        }
        repeats::attach(&outlines[side], &restated[side], &is_linked[side])
    };
    let repeat_of = Sides::new(attach(Side::Left), attach(Side::Right));
    Alignment { links, repeat_of }
}

/// Notes which passages a link takes.
pub(super) fn take(is_linked: &mut Sides<Vec<bool>>, link: &Link) {
    for side in Side::BOTH {
        for passage in &link.passages[side] {
            is_linked[side][*passage] = true;
        }
    }
}
