//! Moves: passages that are alike and stand in another order.

use super::align::Link;
use super::chain::{LinkSpan, heaviest_chain};
use super::options::{ACCEPT_QUOTED, LinkOption, SURE};
use super::outline::Outline;
use crate::sides::{Side, Sides};

/// Moved passages that are not equal need this score. Above the bar for passages in order, because
/// position no longer speaks for them.
const ACCEPT_MOVED: f32 = 0.38;

/// Or this, where rare words speak for them instead.
const ACCEPT_BACKED: f32 = 0.3;

/// And this many content words.
const MIN_CONTENT: usize = 5;

/// Or this many, where they are sure and share rare words: that is no accident.
const MIN_SHORT_CONTENT: usize = 3;

/// An equal passage has moved from this many words on; fewer stand at many places by chance.
const MIN_EQUAL_WORDS: u32 = 3;

/// Links for the passages that the backbone left over, the heaviest first; [`mark`] decides later which links have
/// moved. They may be split, merged and edited like any others.
pub fn moves(
    outlines: &Sides<Outline<'_>>,
    options: &[LinkOption],
    is_linked: &Sides<Vec<bool>>,
) -> Vec<Link> {
    let mut is_taken = is_linked.clone();
    let is_free = |option: &LinkOption, is_taken: &Sides<Vec<bool>>| {
        Side::BOTH.iter().all(|side| {
            option.span.passages[*side]
                .clone()
                .all(|at| !is_taken[*side][at] && outlines[*side].is_text(at))
        })
    };
    let mut free: Vec<&LinkOption> = options
        .iter()
        .filter(|option| is_free(option, &is_taken) && is_move(outlines, option))
        .collect();
    free.sort_by_key(|option| std::cmp::Reverse(option.span.weight));
    let mut links = Vec::new();
    for option in free {
        if !is_free(option, &is_taken) {
            continue;
        }
        for side in Side::BOTH {
            is_taken[side][option.span.passages[side].clone()].fill(true);
        }
        links.push(Link {
            passages: option.span.passages.clone().map(Iterator::collect),
            score: option.score,
            is_moved: false,
        });
    }
    links
}

/// Decides which links have moved: the heaviest set that keeps its order, by length, has stayed. Where two blocks have
/// changed places, the shorter one has moved.
pub fn mark(outlines: &Sides<Outline<'_>>, links: &mut [Link]) {
    let (mut places, mut link_of) = (Vec::new(), Vec::new());
    for (n, link) in links.iter_mut().enumerate() {
        link.is_moved = true;
        push_places(outlines, link, &mut places);
        link_of.resize(places.len(), n);
    }
    for at in heaviest_chain(&places) {
        links[link_of[at]].is_moved = false;
    }
}

/// Adds where a link stands. One whose passages are no neighbours stands at several places, and has stayed when any of
/// these keeps the order. Its weight is its length; the last bits are made of its words, so that a tie falls the
/// same way whichever side stands on the left.
fn push_places(outlines: &Sides<Outline<'_>>, link: &Link, places: &mut Vec<LinkSpan>) {
    let members =
        || Side::BOTH.iter().flat_map(|side| link.passages[*side].iter().map(|at| (*side, *at)));
    let n_bytes: u64 =
        members().map(|(side, at)| u64::from(outlines[side].figures(at).n_bytes)).sum();
    let tie = members().fold(0, |all: u64, (side, at)| all.wrapping_add(outlines[side].key(at).0));
    let weight = (n_bytes.max(1) << 12) + (tie & 0xFFF);
    let blocks = |side: Side| {
        let blocks = link.passages[side].chunk_by(|a, b| a + 1 == *b);
        blocks.map(|block| block[0]..block[0] + block.len())
    };
    for left in blocks(Side::Left) {
        let pairs = blocks(Side::Right).map(|right| Sides::new(left.clone(), right));
        places.extend(pairs.map(|passages| LinkSpan { passages, weight }));
    }
}

fn is_move(outlines: &Sides<Outline<'_>>, option: &LinkOption) -> bool {
    let passages = &option.span.passages;
    if option.is_equal {
        return outlines.left.figures(passages.left.start).n_words >= MIN_EQUAL_WORDS;
    }
    if option.is_quoted {
        return option.score >= ACCEPT_QUOTED;
    }
    let n_content = |side: Side| -> usize {
        passages[side].clone().map(|at| outlines[side].n_content(at)).sum()
    };
    let n_content = n_content(Side::Left).min(n_content(Side::Right));
    let bar = match option.is_backed {
        true if n_content < MIN_CONTENT => SURE,
        true => ACCEPT_BACKED,
        false => ACCEPT_MOVED,
    };
    let least = if option.is_backed { MIN_SHORT_CONTENT } else { MIN_CONTENT };
    option.score >= bar && n_content >= least
}
