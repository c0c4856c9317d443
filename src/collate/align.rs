//! Links between the passages of two versions: 1-1, n-m, merged, moved.
//!
//! 1. [`candidates`] names pairs of passages that may belong together, equal ones first.
//! 2. Neighbours are tried with them: two sentences of one side may be one of the other.
//! 3. The heaviest chain of links that keep their order is the backbone ([`heaviest_chain`]).
//! 4. What is left over and crosses the backbone has moved ([`moves`]).
//! 5. A left-over passage that a link's other side also holds is merged into it, neighbour or not.
//! 6. A left-over passage that its own version says elsewhere is a repeat ([`repeats`]).

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidates::{Candidate, Candidates, candidates};
use super::chain::{LinkSpan, heaviest_chain};
use super::outline::Outline;
use super::score::{Profile, containment, score_above};
use super::{Budget, Input, moves, repeats};
use crate::sides::{Side, Sides};

/// Pairs from this score on are the same passage in other words. True pairs of copies score 0.44 and
/// more, the best false ones 0.25.
const ACCEPT: f32 = 0.35;

/// The score that passages of fewer than [`FEW_WORDS`] content words need by themselves.
const ACCEPT_SHORT: f32 = 0.8;

/// The score that these need beside a pair that is sure: position speaks for them too.
const ACCEPT_SHORT_BESIDE: f32 = 0.5;

/// Pairs from this score on are sure.
const SURE: f32 = 0.6;

/// Passages with fewer content words than this share words by accident.
const FEW_WORDS: usize = 5;

/// Two headlines are the same passage from this score on: there is one on each side.
const ACCEPT_HEADLINE: f32 = 0.25;

/// A link of several passages must beat the best link of single ones inside it by this much.
const MERGE_GAIN: f32 = 0.08;

/// Share of its own words that each member of a link of several must add to what the others account for.
const MEMBER_GAIN: f32 = 0.4;

/// What a passage elsewhere must add to the share of the other side that is accounted for.
const FAR_MERGE_GAIN: f32 = 0.2;

/// How far from its link such a passage may stand, in passages.
const FAR_MERGE_REACH: usize = 4;

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
    let outlines = sides.map(Outline::new);
    let restated =
        Sides::new(repeats::restated(&outlines.left), repeats::restated(&outlines.right));
    let found = candidates(&outlines, budget);
    let mut options = single_links(&outlines, &restated, &found.pairs);
    options.extend(wide_links(&outlines, &found, budget));
    let spans: Vec<LinkSpan> = options.iter().map(|option| option.span.clone()).collect();
    let mut links: Vec<Link> = heaviest_chain(&spans)
        .into_iter()
        .map(|at| Link {
            passages: spans[at].passages.clone().map(Iterator::collect),
            score: options[at].score,
            is_moved: false,
        })
        .collect();
    let mut is_linked =
        Sides::new(vec![false; outlines.left.len()], vec![false; outlines.right.len()]);
    for link in &links {
        take(&mut is_linked, link);
    }
    for link in moves::moves(&outlines, &found.pairs, &is_linked) {
        take(&mut is_linked, &link);
        links.push(link);
    }
    for side in Side::BOTH {
        merge_far(&outlines, side, &mut links, &mut is_linked);
    }
    links.sort_by_key(|link| link.passages.left[0]);
    let repeat_of = Sides::new(
        repeats::attach(&outlines.left, &restated.left, &is_linked.left),
        repeats::attach(&outlines.right, &restated.right, &is_linked.right),
    );
    Alignment { links, repeat_of }
}

fn take(is_linked: &mut Sides<Vec<bool>>, link: &Link) {
    for side in Side::BOTH {
        for passage in &link.passages[side] {
            is_linked[side][*passage] = true;
        }
    }
}

/// A link that the backbone may take.
struct LinkOption {
    span: LinkSpan,
    score: f32,
}

/// The candidates that are good enough by themselves.
fn single_links(
    outlines: &Sides<Outline<'_>>,
    restated: &Sides<repeats::Restated>,
    pairs: &[Candidate],
) -> Vec<LinkOption> {
    let sure: FxHashSet<Sides<usize>> =
        pairs.iter().filter(|pair| pair.score >= SURE).map(|pair| pair.passages).collect();
    let is_good =
        |pair: &&Candidate| pair.is_equal || pair.score >= bar(outlines, pair.passages, &sure);
    let option = |pair: &Candidate| {
        let Sides { left, right } = pair.passages;
        // Where a passage is said twice, the deck gives way to the body.
        let is_deck = restated.left.is_deck(left) != restated.right.is_deck(right);
        let score = if is_deck { pair.score * 0.95 } else { pair.score };
        LinkOption {
            span: weighed(outlines, left..left + 1, right..right + 1, score),
            score: pair.score,
        }
    };
    pairs.iter().filter(is_good).map(option).collect()
}

/// The score that two single passages need to be linked.
fn bar(
    outlines: &Sides<Outline<'_>>,
    passages: Sides<usize>,
    sure: &FxHashSet<Sides<usize>>,
) -> f32 {
    let Sides { left, right } = passages;
    if outlines.left.is_headline(left) && outlines.right.is_headline(right) {
        return ACCEPT_HEADLINE;
    }
    if outlines.left.n_content(left).min(outlines.right.n_content(right)) >= FEW_WORDS {
        return ACCEPT;
    }
    let is_first = left == 0 && right == 0;
    let is_last = left + 1 == outlines.left.len() && right + 1 == outlines.right.len();
    let follows_sure = left > 0 && right > 0 && sure.contains(&Sides::new(left - 1, right - 1));
    let is_beside =
        is_first || is_last || follows_sure || sure.contains(&Sides::new(left + 1, right + 1));
    if is_beside { ACCEPT_SHORT_BESIDE } else { ACCEPT_SHORT }
}

/// Links of two or three neighbouring passages, around the candidates.
fn wide_links(
    outlines: &Sides<Outline<'_>>,
    found: &Candidates,
    budget: &Budget<'_>,
) -> Vec<LinkOption> {
    let is_free = |side: Side, at: usize| outlines[side].is_text(at) && !found.is_settled[side][at];
    let is_both_free = |pair: &&Candidate| {
        is_free(Side::Left, pair.passages.left) && is_free(Side::Right, pair.passages.right)
    };
    let pairs: Vec<&Candidate> =
        found.pairs.iter().filter(is_both_free).filter(|pair| pair.score < 0.97).collect();
    let score_of: FxHashMap<Sides<usize>, f32> =
        pairs.iter().map(|pair| (pair.passages, pair.score)).collect();
    let around = |side: Side, at: usize, len: usize| {
        let first = (at + 1).saturating_sub(len);
        (first..=at)
            .map(move |start| start..start + len)
            .filter(move |range| {
                range.end <= outlines[side].len() && range.clone().all(|p| is_free(side, p))
            })
            .collect::<Vec<_>>()
    };
    let mut options: FxHashMap<(usize, usize, usize, usize), LinkOption> = FxHashMap::default();
    for (n, pair) in pairs.iter().enumerate() {
        if n % 64 == 0 && budget.exhausted().is_some() {
            break;
        }
        for (n_left, n_right) in [(2, 1), (1, 2), (2, 2), (3, 1), (1, 3)] {
            for left in around(Side::Left, pair.passages.left, n_left) {
                for right in around(Side::Right, pair.passages.right, n_right) {
                    let key = (left.start, left.end, right.start, right.end);
                    if !options.contains_key(&key)
                        && let Some(option) = wide_link(outlines, &score_of, left.clone(), right)
                    {
                        options.insert(key, option);
                    }
                }
            }
        }
    }
    let mut options: Vec<_> = options.into_iter().collect();
    options.sort_unstable_by_key(|(key, _)| *key);
    options.into_iter().map(|(_, option)| option).collect()
}

/// A link of several passages, if it beats the best single link inside it and every member adds to it.
fn wide_link(
    outlines: &Sides<Outline<'_>>,
    score_of: &FxHashMap<Sides<usize>, f32>,
    left: Range<usize>,
    right: Range<usize>,
) -> Option<LinkOption> {
    let inside = left.clone().flat_map(|l| right.clone().map(move |r| Sides::new(l, r)));
    let best = inside.filter_map(|pair| score_of.get(&pair)).copied().fold(0.0f32, f32::max);
    let floor = ACCEPT.max(best + MERGE_GAIN);
    let (in_left, in_right) = (total(&outlines.left, &left), total(&outlines.right, &right));
    let (least, most) = (in_left.mass.min(in_right.mass), in_left.mass.max(in_right.mass));
    let (few, many) =
        (in_left.n_words.min(in_right.n_words), in_left.n_words.max(in_right.n_words));
    // Sides of very different lengths cannot be alike enough.
    let reach = (2.0 * least / (least + most)).max(2.0 * few as f32 / (few + many) as f32);
    if in_left.n_content.min(in_right.n_content) < FEW_WORDS || reach < floor {
        return None;
    }
    if !may_add(outlines, Side::Left, &left, &right)
        || !may_add(outlines, Side::Right, &right, &left)
    {
        return None;
    }
    let all_left = outlines.left.gathered(left.clone());
    let all_right = outlines.right.gathered(right.clone());
    let is_part = |outline: &Outline<'_>, range: &Range<usize>, across: &Profile| {
        range.len() == 1 || range.clone().all(|at| adds(outline, range, at, across))
    };
    let score = score_above(&all_left, &all_right, floor)?;
    let is_good =
        is_part(&outlines.left, &left, &all_right) && is_part(&outlines.right, &right, &all_left);
    // Two pairs that stand side by side are two links, unless their words cross.
    let is_two_links = left.len() == 2
        && right.len() == 2
        && [0, 1].iter().all(|n| {
            score_of
                .get(&Sides::new(left.start + n, right.start + n))
                .is_some_and(|score| *score >= ACCEPT)
        });
    (is_good && !is_two_links)
        .then(|| LinkOption { span: weighed(outlines, left, right, score), score })
}

/// Figures of several passages together.
struct Total {
    mass: f32,
    n_words: u32,
    n_content: usize,
}

fn total(outline: &Outline<'_>, range: &Range<usize>) -> Total {
    Total {
        mass: range.clone().map(|at| outline.figures(at).mass).sum(),
        n_words: range.clone().map(|at| outline.figures(at).n_words).sum(),
        n_content: range.clone().map(|at| outline.n_content(at)).sum(),
    }
}

/// Whether every member has enough of its own words across for [`adds`] to hold: a bound that is quick to find.
fn may_add(
    outlines: &Sides<Outline<'_>>,
    side: Side,
    range: &Range<usize>,
    across: &Range<usize>,
) -> bool {
    range.len() == 1
        || range.clone().all(|at| {
            let own = outlines[side].profile(at);
            let held = |other: usize| containment(own, outlines[side.other()].profile(other));
            own.n_content >= 2 && across.clone().map(held).sum::<f32>() >= MEMBER_GAIN
        })
}

/// Whether a member of a link of several says something of the other side that the others do not say: at least
/// so much of its own words.
fn adds(outline: &Outline<'_>, range: &Range<usize>, at: usize, across: &Profile) -> bool {
    let own = outline.profile(at);
    let others = outline.gathered(range.clone().filter(|other| *other != at));
    let all = outline.gathered(range.clone());
    let gain = (containment(across, &all) - containment(across, &others)) * across.mass;
    own.n_content >= 2 && gain >= MEMBER_GAIN * own.mass
}

/// What a link is worth: its words, times how sure it is. The last bits are a hash of its words, so that
/// of two equally good chains the same one is taken whichever side stands on the left.
fn weighed(
    outlines: &Sides<Outline<'_>>,
    left: Range<usize>,
    right: Range<usize>,
    score: f32,
) -> LinkSpan {
    let mass = |outline: &Outline<'_>, range: &Range<usize>| {
        range.clone().map(|at| outline.figures(at).mass).sum::<f32>()
    };
    let hash = |outline: &Outline<'_>, range: &Range<usize>| {
        range.clone().fold(0u64, |all, at| all.wrapping_add(outline.key(at).0))
    };
    let words = f32::midpoint(mass(&outlines.left, &left), mass(&outlines.right, &right));
    let certainty = f64::from((score - 0.15).max(0.01));
    // At most 2^32 words of weight 256 leave 24 bits for sums and hash in 64.
    let weight = ((f64::from(words) * certainty * 256.0) as i64).unsigned_abs();
    let tie = (hash(&outlines.left, &left) ^ hash(&outlines.right, &right)) & 0xFFF;
    LinkSpan { passages: Sides::new(left, right), weight: (weight.max(1) << 12) + tie }
}

/// Adds left-over passages of `side` to links nearby whose other side holds their words: the lead that
/// says in one sentence what the other version says in its first and third.
fn merge_far(
    outlines: &Sides<Outline<'_>>,
    side: Side,
    links: &mut [Link],
    is_linked: &mut Sides<Vec<bool>>,
) {
    let mut link_of: Vec<Option<usize>> = vec![None; outlines[side].len()];
    for (n, link) in
        links.iter().enumerate().filter(|(_, link)| !link.is_moved && link.score < 0.97)
    {
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
    let across = gather(side.other(), &link.passages[side.other()]);
    let before = gather(side, &link.passages[side]);
    let mut members = link.passages[side].clone();
    members.push(at);
    members.sort_unstable();
    let after = gather(side, &members);
    let gain = containment(&across, &after) - containment(&across, &before);
    let is_own = containment(own, &across) >= 0.4;
    (gain >= FAR_MERGE_GAIN && is_own).then_some(gain)
}
