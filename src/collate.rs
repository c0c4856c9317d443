//! *Align and analyse*: two versions become a [`Collation`]: aligned passages, and the edits inside them.
//!
//! [`collate`] is the one entry, and a pure function of its arguments. Structure comes before words:
//! passages are linked first ([`align`]), words are compared only inside linked passages ([`refine`]),
//! what is ragged is tidied ([`cleanup`]), then every edit is named ([`classify`]).

pub mod align;
pub mod anchors;
pub mod beside;
pub mod budget;
pub mod candidates;
pub mod chain;
pub mod classify;
pub mod cleanup;
pub mod confetti;
pub mod edit;
pub mod far;
pub mod moves;
pub mod options;
pub mod outline;
pub mod rarity;
pub mod refine;
pub mod repeats;
pub mod score;
pub mod stats;
pub mod tail;

use std::cmp::Ordering;

use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;
use crate::version::{FurnitureMarks, Version};

pub use align::Link;
pub use budget::Budget;
pub use edit::{Class, Edit, Relation, Run, Unit};
pub use stats::Summary;

use align::Alignment;

/// One side of a comparison: a version, and what in it is furniture.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The version.
    pub version: &'a Version,
    /// Its furniture, which depends on the folder around it.
    pub furniture: &'a FurnitureMarks,
}

/// Why a result is coarser than usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Truncation {
    /// The time allowed was over before all passages were compared word by word.
    #[error("time was up: some passages are compared as a whole")]
    Time,
    /// The work was called off; nothing is in the result.
    #[error("cancelled")]
    Cancelled,
}

/// The whole result of comparing two versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Collation {
    /// Every passage of both versions, aligned, in reading order: the left's order, each passage that only
    /// the right has after the one that it follows there.
    pub units: Vec<Unit>,
    /// All edits, in the order of their units.
    pub edits: Vec<Edit>,
    /// The figures.
    pub summary: Summary,
    /// Why the result is coarser than usual, if it is.
    pub truncated: Option<Truncation>,
}

/// Compares two versions.
///
/// ```
/// use copydesk::collate::{Budget, Input, collate};
/// use copydesk::{Sides, parse::parse, text::blocks::Markup, version::FurnitureMarks};
///
/// let left = parse(b"The ferry struck the harbour wall on Tuesday.", Markup::None).unwrap();
/// let right = parse(b"The ferry struck the harbour wall today.", Markup::None).unwrap();
/// let none = FurnitureMarks::default();
/// let sides = Sides::new(&left, &right).map(|version| Input { version, furniture: &none });
/// let collation = collate(&sides, &Budget::unlimited());
/// let edit = &collation.edits[0];
/// assert_eq!(left.text(edit.readings.left.unwrap()), "on Tuesday");
/// assert_eq!(right.text(edit.readings.right.unwrap()), "today");
/// ```
pub fn collate(sides: &Sides<Input<'_>>, budget: &Budget<'_>) -> Collation {
    // The same two versions give the same links and edits whichever stands on the left: the work is done
    // in an order that depends on their words alone, and mirrored afterwards if need be.
    let is_mirrored = order(sides.left.version, sides.right.version).is_gt();
    let ordered = if is_mirrored { sides.swapped() } else { *sides };
    let mut alignment = align::align(&ordered, budget);
    let mut truncated = budget.exhausted();
    let mut refined = Vec::with_capacity(alignment.links.len());
    for link in &alignment.links {
        truncated = truncated.or_else(|| budget.exhausted());
        refined.push(match truncated {
            None => refine::refine(&ordered, link, budget),
            Some(_) => refine::whole(&ordered, link),
        });
    }
    truncated = truncated.or_else(|| budget.exhausted());
    if truncated == Some(Truncation::Cancelled) {
        // Nobody will look at it.
        return Collation {
            units: Vec::new(),
            edits: Vec::new(),
            summary: Summary::default(),
            truncated,
        };
    }
    if is_mirrored {
        alignment = alignment.mirrored();
        refined = refined
            .into_iter()
            .map(|runs| runs.into_iter().map(refine::TokenRun::mirrored).collect())
            .collect();
    }
    let edit::Assembled { units, edits, n_swallowed } = assemble(sides, alignment, refined);
    let summary = stats::summarize(sides, &units, &edits, n_swallowed);
    Collation { units, edits, summary, truncated }
}

/// The order of two versions is decided by their words, and where these are the same, by their text.
fn order(left: &Version, right: &Version) -> Ordering {
    let key = |version: &Version| MatchKey::of_all(version.tokens().iter().map(|token| token.key));
    let by_length = left.tokens().len().cmp(&right.tokens().len());
    by_length
        .then_with(|| key(left).cmp(&key(right)))
        .then_with(|| left.source().cmp(right.source()))
}

/// Puts links and one-sided passages into reading order, and names their edits.
fn assemble(
    sides: &Sides<Input<'_>>,
    alignment: Alignment,
    mut refined: Vec<Vec<refine::TokenRun>>,
) -> edit::Assembled {
    let tails = Side::BOTH.map(|side| tail::find(sides, &alignment, side, &mut refined));
    let tail_of = |side: Side| tails.iter().flatten().find(move |tail| tail.side == side);
    let steps = reading_order(sides, &alignment);
    let mut builder = edit::Builder::new(sides, steps.len());
    let links = alignment.links.into_iter().zip(refined);
    let mut links: Vec<Option<(Link, Vec<refine::TokenRun>)>> = links.map(Some).collect();
    let mut place = |builder: &mut edit::Builder<'_>, step: Step| match step {
        Step::Link(at) => {
            if let Some((link, runs)) = links[at].take() {
                builder.push_link(link, runs);
            }
        }
        Step::Only(side, passage) => {
            builder.push_only(side, passage, alignment.repeat_of[side].get(&passage).copied());
        }
    };
    for step in steps {
        let tail = match step {
            Step::Only(side, passage) => {
                tail_of(side).filter(|tail| tail.passages.contains(&passage)).zip(Some(passage))
            }
            Step::Link(_) => None,
        };
        match tail {
            Some((tail, passage)) if passage == tail.passages.start => builder.push_tail(tail),
            Some(_) => {}
            None => place(&mut builder, step),
        }
    }
    builder.finish()
}

/// One unit to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The link with this index.
    Link(usize),
    /// A passage that one side has alone.
    Only(Side, usize),
}

/// The left's order, with what only the right has after the unit that it follows on the right.
fn reading_order(sides: &Sides<Input<'_>>, alignment: &Alignment) -> Vec<Step> {
    let link_of = |side: Side| {
        let mut link_of = vec![None; sides[side].version.passages().len()];
        for (at, link) in alignment.links.iter().enumerate() {
            for passage in &link.passages[side] {
                link_of[*passage] = Some(at);
            }
        }
        link_of
    };
    let link_of = Sides::new(link_of(Side::Left), link_of(Side::Right));
    // Passages of the right that follow a link that stayed in order, or the start.
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); alignment.links.len() + 1];
    let mut follows = 0;
    for (passage, link) in link_of.right.iter().enumerate() {
        match link {
            Some(at) if !alignment.links[*at].is_moved => follows = at + 1,
            Some(_) => {}
            None => after[follows].push(passage),
        }
    }
    // The page's own words below the article stand below all of it, also below what only the left has at its end.
    let end = if follows > 0 { std::mem::take(&mut after[follows]) } else { Vec::new() };
    let is_furniture = |passage: &usize| sides.right.furniture.is_furniture(*passage);
    let n_article =
        end.iter().rposition(|passage| !is_furniture(passage)).map_or(0, |last| last + 1);
    let (own, below) = end.split_at(n_article);
    if follows > 0 {
        after[follows] = own.to_vec();
    }
    let mut steps = Vec::new();
    let mut placed = vec![false; alignment.links.len()];
    let only_right = |steps: &mut Vec<Step>, place: usize| {
        steps.extend(after[place].iter().map(|passage| Step::Only(Side::Right, *passage)));
    };
    only_right(&mut steps, 0);
    for (passage, link) in link_of.left.iter().enumerate() {
        match *link {
            None => steps.push(Step::Only(Side::Left, passage)),
            Some(at) if placed[at] => {}
            Some(at) => {
                placed[at] = true;
                steps.push(Step::Link(at));
                only_right(&mut steps, at + 1);
            }
        }
    }
    steps.extend(below.iter().map(|passage| Step::Only(Side::Right, *passage)));
    steps
}

impl Alignment {
    fn mirrored(self) -> Self {
        let links = self.links.into_iter();
        Self {
            links: links.map(|link| Link { passages: link.passages.swapped(), ..link }).collect(),
            repeat_of: self.repeat_of.swapped(),
        }
    }
}
