//! Links that a passage may take part in: the candidates that are good enough by themselves, and links of two or
//! three neighbours around these.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Budget;
use super::align::{ACCEPT, FEW_WORDS};
use super::candidates::{Candidate, Candidates};
use super::chain::LinkSpan;
use super::outline::Outline;
use super::repeats::Restated;
use super::score::{Profile, containment, score_above};
use crate::sides::{Side, Sides};

/// Pairs that share rare words need this score.
const ACCEPT_BACKED: f32 = 0.3;

/// The score that passages of fewer than [`FEW_WORDS`] content words need by themselves.
const ACCEPT_SHORT: f32 = 0.8;

/// The score that these need beside a pair that is sure: position speaks for them too.
const ACCEPT_SHORT_BESIDE: f32 = 0.5;

/// Pairs that quote the same words, which neither side quotes elsewhere, need this score: a desk that rewrites all else
/// leaves what is between the marks.
pub(super) const ACCEPT_QUOTED: f32 = 0.2;

/// Pairs from this score on are sure.
pub(super) const SURE: f32 = 0.6;

/// Two headlines are the same passage from this score on: there is one on each side.
const ACCEPT_HEADLINE: f32 = 0.25;

/// A pair's score must be at least this share of the best that either of its passages has: what belongs
/// elsewhere is not linked here, however well it would fit into the order.
const NEARLY_BEST: f32 = 0.9;

/// A link of several passages must beat the best link of single ones inside it by this much.
const MERGE_GAIN: f32 = 0.08;

/// Share of its own words that each member of a link of several must add to what the others account for.
const MEMBER_GAIN: f32 = 0.4;

/// What a passage that several others account for is worth, as a share of what is accounted for.
const COVER_WORTH: f32 = 0.75;

/// The share of that passage that each of these must add.
const COVER_GAIN: f32 = 0.2;

/// The share of its own words that each must have in it.
const COVER_OWN: f32 = 0.3;

/// A link that the backbone may take.
#[derive(Clone, Debug)]
pub struct LinkOption {
    /// Its passages, and what it is worth.
    pub span: LinkSpan,
    /// How alike both sides are.
    pub score: f32,
    /// Whether both sides have the same words in the same order.
    pub is_equal: bool,
    /// Whether both sides share words that hardly any other passage has.
    pub is_backed: bool,
    /// Whether both sides quote the same words, which no other passage quotes.
    pub is_quoted: bool,
}

impl AsRef<LinkSpan> for LinkOption {
    fn as_ref(&self) -> &LinkSpan {
        &self.span
    }
}

/// All links that may be taken.
pub fn options(
    outlines: &Sides<Outline<'_>>,
    restated: &Sides<Restated>,
    found: &Candidates,
    budget: &Budget<'_>,
) -> Vec<LinkOption> {
    let mut options = single_links(outlines, restated, found);
    options.extend(wide_links(outlines, found, budget));
    options
}

/// The candidates that are good enough by themselves.
fn single_links(
    outlines: &Sides<Outline<'_>>,
    restated: &Sides<Restated>,
    found: &Candidates,
) -> Vec<LinkOption> {
    let pairs = &found.pairs;
    // The pairs stand in order.
    let is_sure = |at: Sides<usize>| {
        let found = pairs.binary_search_by_key(&(at.left, at.right), |pair| {
            (pair.passages.left, pair.passages.right)
        });
        found.is_ok_and(|found| pairs[found].score >= SURE)
    };
    let is_good = |pair: &&Candidate| {
        pair.is_equal
            || (pair.score >= bar(outlines, pair, &is_sure)
                && found.share_of_best(pair) >= NEARLY_BEST)
    };
    let option = |pair: &Candidate| {
        let Sides { left, right } = pair.passages;
        // Where a passage is said twice, the deck gives way to the body.
        let is_deck = restated.left.is_deck(left) != restated.right.is_deck(right);
        let score = if is_deck { pair.score * 0.95 } else { pair.score };
        LinkOption {
            span: weighed(outlines, left..left + 1, right..right + 1, score),
            score: pair.score,
            is_equal: pair.is_equal,
            is_backed: pair.is_backed,
            is_quoted: pair.is_quoted,
        }
    };
    pairs.iter().filter(is_good).map(option).collect()
}

/// The score that two single passages need to be linked.
fn bar(
    outlines: &Sides<Outline<'_>>,
    pair: &Candidate,
    is_sure: &impl Fn(Sides<usize>) -> bool,
) -> f32 {
    let Sides { left, right } = pair.passages;
    if outlines.left.is_headline(left) && outlines.right.is_headline(right) {
        return ACCEPT_HEADLINE;
    }
    if pair.is_quoted {
        return ACCEPT_QUOTED;
    }
    if outlines.left.n_content(left).min(outlines.right.n_content(right)) >= FEW_WORDS {
        return if pair.is_backed { ACCEPT_BACKED } else { ACCEPT };
    }
    let is_first = outlines.left.is_in_head(left) && outlines.right.is_in_head(right);
    let is_last = left + 1 == outlines.left.len() && right + 1 == outlines.right.len();
    let follows_sure = left > 0 && right > 0 && is_sure(Sides::new(left - 1, right - 1));
    let is_beside = is_first || is_last || follows_sure || is_sure(Sides::new(left + 1, right + 1));
    match (is_beside, pair.is_backed) {
        (true, _) => ACCEPT_SHORT_BESIDE,
        (false, true) => SURE,
        (false, false) => ACCEPT_SHORT,
    }
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
    let pairs: Vec<&Candidate> = found.pairs.iter().filter(is_both_free).collect();
    let score_of: FxHashMap<Sides<usize>, f32> =
        pairs.iter().map(|pair| (pair.passages, pair.score)).collect();
    let around = |side: Side, at: usize, len: usize| {
        let is_fit = move |range: &Range<usize>| {
            range.end <= outlines[side].len() && range.clone().all(|p| is_free(side, p))
        };
        let first = (at + 1).saturating_sub(len);
        (first..=at).map(move |start| start..start + len).filter(is_fit)
    };
    let shares = Shares { outlines, known: RefCell::default() };
    let mut tried: FxHashMap<(usize, usize, usize, usize), Option<LinkOption>> =
        FxHashMap::default();
    for (n, pair) in pairs.iter().filter(|pair| pair.score < 0.97).enumerate() {
        if n % 64 == 0 && budget.exhausted().is_some() {
            break;
        }
        for (n_left, n_right) in [(2, 1), (1, 2), (2, 2), (3, 1), (1, 3)] {
            for left in around(Side::Left, pair.passages.left, n_left) {
                for right in around(Side::Right, pair.passages.right, n_right) {
                    let key = (left.start, left.end, right.start, right.end);
                    tried
                        .entry(key)
                        .or_insert_with(|| wide_link(&shares, &score_of, left.clone(), right));
                }
            }
        }
    }
    let options = tried.into_iter().filter_map(|(key, option)| Some((key, option?)));
    let mut options: Vec<_> = options.collect();
    options.sort_unstable_by_key(|(key, _)| *key);
    options.into_iter().map(|(_, option)| option).collect()
}

/// A link of several passages, if it beats the best single link inside it.
fn wide_link(
    shares: &Shares<'_>,
    score_of: &FxHashMap<Sides<usize>, f32>,
    left: Range<usize>,
    right: Range<usize>,
) -> Option<LinkOption> {
    let inside = left.clone().flat_map(|l| right.clone().map(move |r| Sides::new(l, r)));
    let best = inside.filter_map(|pair| score_of.get(&pair)).copied().fold(0.0f32, f32::max);
    let floor = ACCEPT.max(best + MERGE_GAIN);
    let ranges = Sides::new(left, right);
    let score = [alike(shares, &ranges, floor), covered(shares, &ranges, floor)];
    let score = score.into_iter().flatten().reduce(f32::max)?;
    // Two pairs that stand side by side, or have changed places, are two links.
    let Sides { left, right } = ranges;
    let is_good_pair = |l: usize, r: usize| {
        let score = score_of.get(&Sides::new(left.start + l, right.start + r));
        score.is_some_and(|score| *score >= ACCEPT)
    };
    let is_two_links = left.len() == 2
        && right.len() == 2
        && ((is_good_pair(0, 0) && is_good_pair(1, 1))
            || (is_good_pair(0, 1) && is_good_pair(1, 0)));
    (!is_two_links).then(|| LinkOption {
        span: weighed(shares.outlines, left, right, score),
        score,
        is_equal: false,
        is_backed: true,
        is_quoted: false,
    })
}

/// The score of both sides as a whole, if it reaches `floor` and every member adds to it.
fn alike(shares: &Shares<'_>, ranges: &Sides<Range<usize>>, floor: f32) -> Option<f32> {
    let outlines = shares.outlines;
    let Sides { left, right } = ranges;
    let (in_left, in_right) = (total(&outlines.left, left), total(&outlines.right, right));
    let (least, most) = (in_left.mass.min(in_right.mass), in_left.mass.max(in_right.mass));
    let (few, many) =
        (in_left.n_words.min(in_right.n_words), in_left.n_words.max(in_right.n_words));
    // Sides of very different lengths cannot be alike enough.
    let reach = (2.0 * least / (least + most)).max(2.0 * few as f32 / (few + many) as f32);
    if in_left.n_content.min(in_right.n_content) < FEW_WORDS
        || reach < floor
        || !Side::BOTH.iter().all(|side| may_add(shares, *side, ranges))
    {
        return None;
    }
    let all_left = outlines.left.gathered(left.clone());
    let all_right = outlines.right.gathered(right.clone());
    let is_part = |outline: &Outline<'_>, range: &Range<usize>, across: &Profile| {
        range.len() == 1 || range.clone().all(|at| adds(outline, range, at, across))
    };
    let score = score_above(&all_left, &all_right, floor)?;
    (is_part(&outlines.left, left, &all_right) && is_part(&outlines.right, right, &all_left))
        .then_some(score)
}

/// What the share of one passage that several others account for is worth, if each of these adds to it: a lead that
/// gathers the facts of two long sentences is like neither, and like both together only in part.
fn covered(shares: &Shares<'_>, ranges: &Sides<Range<usize>>, floor: f32) -> Option<f32> {
    let side = Side::BOTH.into_iter().find(|side| ranges[*side].len() == 1)?;
    let many = &shares.outlines[side.other()];
    let at = ranges[side].start;
    let whole = shares.outlines[side].profile(at);
    let members = || ranges[side.other()].clone();
    if whole.n_content < FEW_WORDS {
        return None;
    }
    let held: f32 = members().map(|member| shares.of(side, at, member)).sum();
    let is_own = |member: usize| shares.of(side.other(), member, at) >= COVER_OWN;
    if held.min(1.0) * COVER_WORTH < floor || !members().all(is_own) {
        return None;
    }
    let share = containment(whole, &many.gathered(members()));
    let without = |at: usize| many.gathered(members().filter(|other| *other != at));
    let score = share * COVER_WORTH;
    (score >= floor && members().all(|at| share - containment(whole, &without(at)) >= COVER_GAIN))
        .then_some(score)
}

/// Figures of several passages together.
struct Total {
    mass: f32,
    n_words: u32,
    n_content: usize,
}

fn total(outline: &Outline<'_>, range: &Range<usize>) -> Total {
    Total {
        mass: range.clone().map(|at| outline.profile(at).mass).sum(),
        n_words: range.clone().map(|at| outline.figures(at).n_words).sum(),
        n_content: range.clone().map(|at| outline.n_content(at)).sum(),
    }
}

/// Whether every member has enough of its own words across for [`adds`] to hold: a bound that is quick to find.
fn may_add(shares: &Shares<'_>, side: Side, ranges: &Sides<Range<usize>>) -> bool {
    let (range, across) = (&ranges[side], &ranges[side.other()]);
    range.len() == 1
        || range.clone().all(|at| {
            let held = |other: usize| shares.of(side, at, other);
            shares.outlines[side].profile(at).n_content >= 2
                && across.clone().map(held).sum::<f32>() >= MEMBER_GAIN
        })
}

/// How much of the words of one passage another one across holds. Links around one pair ask for the same again.
struct Shares<'a> {
    outlines: &'a Sides<Outline<'a>>,
    known: RefCell<FxHashMap<(Side, usize, usize), f32>>,
}

impl Shares<'_> {
    /// The share of the words of a passage of `side` that one of the other side holds.
    fn of(&self, side: Side, part: usize, whole: usize) -> f32 {
        *self.known.borrow_mut().entry((side, part, whole)).or_insert_with(|| {
            let whole = self.outlines[side.other()].profile(whole);
            containment(self.outlines[side].profile(part), whole)
        })
    }
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
