//! Merges into a link: a passage that is left over, and whose words the other side of a link also holds.

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::{FEW_WORDS, Link};
use super::candidates::{Candidate, Candidates};
use super::outline::Outline;
use super::score::{Profile, containment, containment_beyond};
use crate::sides::{Side, Sides};

/// What a passage elsewhere must add to the share of the other side that is accounted for.
const FAR_MERGE_GAIN: f32 = 0.2;

/// Share of its own words that the other side must hold.
const OWN_SHARE: f32 = 0.33;

/// This share, if both quote the same sentence, which nobody else does: around it desks write what they like.
const OWN_QUOTED: f32 = 0.2;

/// How far from its link such a passage may stand, in passages.
const FAR_MERGE_REACH: usize = 4;

/// A short passage adds little to the other side of a long link. It is merged into that of its neighbour when the other
/// side has half of its words, by worth, where the link's own passages account for none.
const BESIDE_SHARE: f32 = 0.5;

/// A passage that is no neighbour needs this share.
const NEAR_SHARE: f32 = 0.6;

/// Fewer words with meaning than this stand in another passage nearby by chance.
const MIN_CONTENT: usize = 2;

/// Adds left-over passages of `side` to links whose other side holds their words: the lead that says in one sentence
/// what the other version says in its first and third, the sentence that took in the short one before it or a footnote.
pub fn merge_far(
    outlines: &Sides<Outline<'_>>,
    found: &Candidates,
    side: Side,
    links: &mut [Link],
    is_linked: &mut Sides<Vec<bool>>,
) {
    let is_free = |at: &usize| {
        !is_linked[side][*at] && outlines[side].is_text(*at) && !outlines[side].is_title(*at)
    };
    let free: Vec<usize> = (0..outlines[side].len()).filter(is_free).collect();
    if free.is_empty() {
        return;
    }
    let link_of = |side: Side, links: &[Link]| {
        let mut link_of: Vec<Option<usize>> = vec![None; outlines[side].len()];
        for (n, link) in links.iter().enumerate().filter(|(_, link)| link.score < 0.97) {
            for member in &link.passages[side] {
                link_of[*member] = Some(n);
            }
        }
        link_of
    };
    let across = link_of(side.other(), links);
    let mut link_of = link_of(side, links);
    // Passages anywhere that share rare words with one that is left over.
    let mut backed: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let is_told = |pair: &&Candidate| pair.is_backed || pair.is_quoted;
    let pairs = found.pairs.iter().filter(is_told);
    let mut quoted: FxHashSet<(usize, usize)> = FxHashSet::default();
    for pair in pairs.filter(|pair| !is_linked[side][pair.passages[side]]) {
        if let Some(link) = across[pair.passages[side.other()]].filter(|_| pair.is_quoted) {
            quoted.insert((pair.passages[side], link));
        }
        let links = backed.entry(pair.passages[side]).or_default();
        links.extend(across[pair.passages[side.other()]]);
    }
    for at in free {
        let reach =
            at.saturating_sub(FAR_MERGE_REACH)..(at + FAR_MERGE_REACH + 1).min(link_of.len());
        let mut near: Vec<usize> = link_of[reach].iter().filter_map(|link| *link).collect();
        near.extend(backed.get(&at).into_iter().flatten());
        near.sort_unstable();
        near.dedup();
        let best = near
            .into_iter()
            .filter_map(|n| {
                let own_share = if quoted.contains(&(at, n)) { OWN_QUOTED } else { OWN_SHARE };
                gain(outlines, side, &links[n], at, own_share).map(|gain| (n, gain))
            })
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

/// What a link gains by the passage, if it is enough.
fn gain(
    outlines: &Sides<Outline<'_>>,
    side: Side,
    link: &Link,
    at: usize,
    own_share: f32,
) -> Option<f32> {
    let own = outlines[side].profile(at);
    let gather = |side: Side, members: &[usize]| outlines[side].gathered(members.iter().copied());
    let held = |other: &usize| containment(own, outlines[side.other()].profile(*other));
    if link.passages[side.other()].iter().map(held).sum::<f32>() < own_share {
        return None;
    }
    let across = gather(side.other(), &link.passages[side.other()]);
    let before = gather(side, &link.passages[side]);
    if own.n_content >= FEW_WORDS
        && let Some(gain) = cover_gain(outlines, side, link, at, [&across, &before], own_share)
    {
        return Some(gain);
    }
    let is_beside = link.passages[side].iter().any(|member| member.abs_diff(at) == 1);
    let bar = if is_beside { BESIDE_SHARE } else { NEAR_SHARE };
    let share = containment_beyond(own, &across, &before);
    (share >= bar && (is_beside || own.n_content >= MIN_CONTENT)).then_some(share)
}

/// How much more of the other side is accounted for with the passage than without it, if it is enough.
fn cover_gain(
    outlines: &Sides<Outline<'_>>,
    side: Side,
    link: &Link,
    at: usize,
    [across, before]: [&Profile; 2],
    own_share: f32,
) -> Option<f32> {
    let own = outlines[side].profile(at);
    let mut members = link.passages[side].clone();
    members.push(at);
    members.sort_unstable();
    let after = outlines[side].gathered(members);
    let gain = containment(across, &after) - containment(across, before);
    (gain >= FAR_MERGE_GAIN && containment(own, across) >= own_share).then_some(gain)
}
