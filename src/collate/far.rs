//! Merges over a distance: a passage that is left over, and whose words a link nearby also holds.

use super::align::{FEW_WORDS, Link};
use super::outline::Outline;
use super::score::{Profile, containment};
use crate::sides::{Side, Sides};

/// What a passage elsewhere must add to the share of the other side that is accounted for.
const FAR_MERGE_GAIN: f32 = 0.2;

/// Share of its own words that the other side must hold.
const OWN_SHARE: f32 = 0.33;

/// How far from its link such a passage may stand, in passages.
const FAR_MERGE_REACH: usize = 4;

/// Adds left-over passages of `side` to links nearby whose other side holds their words: the lead that
/// says in one sentence what the other version says in its first and third.
pub fn merge_far(
    outlines: &Sides<Outline<'_>>,
    side: Side,
    links: &mut [Link],
    is_linked: &mut Sides<Vec<bool>>,
) {
    let mut link_of: Vec<Option<usize>> = vec![None; outlines[side].len()];
    for (n, link) in links.iter().enumerate().filter(|(_, link)| link.score < 0.97) {
        for member in &link.passages[side] {
            link_of[*member] = Some(n);
        }
    }
    for at in 0..outlines[side].len() {
        if is_linked[side][at]
            || !outlines[side].is_text(at)
            || outlines[side].n_content(at) < FEW_WORDS
        {
            continue;
        }
        let own = outlines[side].profile(at);
        let reach =
            at.saturating_sub(FAR_MERGE_REACH)..(at + FAR_MERGE_REACH + 1).min(link_of.len());
        let mut near: Vec<usize> = link_of[reach].iter().filter_map(|link| *link).collect();
        near.sort_unstable();
        near.dedup();
        let best = near
            .into_iter()
            .filter_map(|n| far_gain(outlines, side, &links[n], at, own).map(|gain| (n, gain)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((n, _)) = best {
            let members = &mut links[n].passages[side];
            members.push(at);
            members.sort_unstable();
            is_linked[side][at] = true;
            link_of[at] = Some(n);
        }
    }
}

/// How much more of the other side is accounted for with the passage than without it, if it is enough.
fn far_gain(
    outlines: &Sides<Outline<'_>>,
    side: Side,
    link: &Link,
    at: usize,
    own: &Profile,
) -> Option<f32> {
    let gather = |side: Side, members: &[usize]| outlines[side].gathered(members.iter().copied());
    let held = |other: &usize| containment(own, outlines[side.other()].profile(*other));
    if link.passages[side.other()].iter().map(held).sum::<f32>() < OWN_SHARE {
        return None;
    }
    let across = gather(side.other(), &link.passages[side.other()]);
    let before = gather(side, &link.passages[side]);
    let mut members = link.passages[side].clone();
    members.push(at);
    members.sort_unstable();
    let after = gather(side, &members);
    let gain = containment(&across, &after) - containment(&across, &before);
    let is_own = containment(own, &across) >= OWN_SHARE;
    (gain >= FAR_MERGE_GAIN && is_own).then_some(gain)
}
