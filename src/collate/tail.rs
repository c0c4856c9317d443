//! Tails: what one side goes on with after all that both have. It was cut, or added, at one stroke, and is one edit; if the
//! other side breaks off in the middle of a sentence, the rest of that sentence belongs to it.

use std::ops::Range;

use super::Input;
use super::align::{Alignment, Link, take};
use super::outline::Outline;
use super::refine::TokenRun;
use crate::sides::{Side, Sides};

/// What one side goes on with, if one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    /// The side.
    pub side: Side,
    /// Its passages, after the last that is linked, without the furniture and repeats at the very end; at least one.
    pub passages: Range<usize>,
    /// The first token that the other side lacks, if it breaks off in the passage before.
    pub torn_from: Option<usize>,
}

/// Finds the tail of one side, if it is of several passages or begins in a sentence in which the other side breaks off. The
/// rest of that sentence is then taken out of the `runs` of its link.
pub fn find(
    sides: &Sides<Input<'_>>,
    alignment: &Alignment,
    side: Side,
    runs: &mut [Vec<TokenRun>],
) -> Option<Tail> {
    let passages = rest(sides, alignment, side)?;
    let torn_from = match rest(sides, alignment, side.other()) {
        None => tear(sides, alignment, (side, passages.start), runs),
        Some(_) => None,
    };
    (passages.len() > 1 || torn_from.is_some()).then_some(Tail { side, passages, torn_from })
}

/// The passages of a side after the last that is linked; none where nothing is linked.
fn rest(sides: &Sides<Input<'_>>, alignment: &Alignment, side: Side) -> Option<Range<usize>> {
    let is_own = |passage: &usize| {
        !sides[side].furniture.is_furniture(*passage)
            && !alignment.repeat_of[side].contains_key(passage)
    };
    let linked = alignment.links.iter().flat_map(|link| &link.passages[side]);
    let after = linked.max()? + 1..sides[side].version.passages().len();
    let end = after.clone().rev().find(is_own)? + 1;
    let start = (after.start..end).rev().take_while(is_own).last()?;
    Some(start..end)
}

/// Takes the rest of the sentence before `start` out of the runs of its link, if the other side breaks off there; says with
/// which token it begins.
fn tear(
    sides: &Sides<Input<'_>>,
    alignment: &Alignment,
    (side, start): (Side, usize),
    runs: &mut [Vec<TokenRun>],
) -> Option<usize> {
    let whole = start.checked_sub(1)?;
    let is_its = |link: &Link| link.passages[side] == [whole] && !link.is_moved;
    let link = alignment.links.iter().position(is_its)?;
    let [part] = alignment.links[link].passages[side.other()].as_slice() else { return None };
    let part = &sides[side.other()].version.passages()[*part].tokens;
    let [.., before, rest] = runs.get(link)?.as_slice() else { return None };
    let breaks_off = before.is_equal
        && before.tokens[side.other()].end == part.end
        && !rest.is_equal
        && rest.tokens[side.other()].is_empty();
    let from = rest.tokens[side].start;
    breaks_off.then(|| runs[link].pop()).flatten().map(|_| from)
}

/// Links the last passage of one side with the whole sentence that it is the beginning of, however little there is of it: it
/// has no mark at its end, and stands after the same passage.
pub fn link_torn(
    outlines: &Sides<Outline<'_>>,
    links: &mut Vec<Link>,
    is_linked: &mut Sides<Vec<bool>>,
) {
    for side in Side::BOTH {
        let last_own = (0..outlines[side].len()).rev().find(|at| outlines[side].is_text(*at));
        let Some(part) = last_own.filter(|at| !is_linked[side][*at]) else { continue };
        let before =
            links.iter().find(|link| link.passages[side].last() == part.checked_sub(1).as_ref());
        let Some(whole) =
            before.and_then(|link| link.passages[side.other()].last()).map(|at| at + 1)
        else {
            continue;
        };
        let across = &outlines[side.other()];
        let is_free = is_linked[side.other()].get(whole).is_some_and(|is_linked| !is_linked);
        if is_free
            && across.is_text(whole)
            && outlines[side].is_unfinished(part)
            && across.begins_with(whole, &outlines[side], part)
        {
            let mut passages = Sides::new(vec![part], vec![whole]);
            if side == Side::Right {
                passages = passages.swapped();
            }
            let n_words = |outline: &Outline<'_>, at: usize| outline.figures(at).n_words as f32;
            let (few, many) = (n_words(&outlines[side], part), n_words(across, whole));
            let link = Link { passages, score: 2.0 * few / (few + many), is_moved: false };
            take(is_linked, &link);
            links.push(link);
        }
    }
}
