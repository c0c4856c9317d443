//! The order in which units are shown: both versions' reading order at once.
//!
//! A moved passage takes two places, one in each version's order; everything else takes one.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Options, Subject, Typography, Unchanged};
use crate::collate::{Class, Edit, Relation, Unit};
use crate::sides::{Side, Sides};

/// Unchanged passages that stay in sight on each side of an edit when the others are folded.
const CONTEXT: usize = 1;

/// Fewer unchanged passages than this are not worth a fold.
const MIN_FOLDED: usize = 2;

/// One thing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A unit with all it has on both sides.
    Unit(usize),
    /// One half of a moved unit at that side's place; the other half stands further down or up.
    Half { unit: usize, side: Side, other: Other },
    /// A moved unit with both halves, at the place of one of its sides.
    Gathered { unit: usize, side: Side },
    /// Where a half would stand if it were not gathered elsewhere.
    Away { unit: usize, side: Side, other: Other },
    /// A number of unchanged units, out of sight.
    Fold { first: usize, count: usize },
}

/// Where the other half of a move stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// So many passages nearer to the top.
    Up(usize),
    /// So many passages nearer to the bottom.
    Down(usize),
}

impl Other {
    /// The way there.
    pub(super) const fn arrow(self) -> char {
        match self {
            Self::Up(_) => '↑',
            Self::Down(_) => '↓',
        }
    }

    /// How far it is.
    pub(super) fn words(self) -> String {
        let (n, way) = match self {
            Self::Up(n) => (n, "above"),
            Self::Down(n) => (n, "below"),
        };
        let passages = if n == 1 { "passage" } else { "passages" };
        format!("{n} {passages} {way}")
    }
}

impl Slot {
    /// The sides whose text is shown.
    pub(super) const fn sides(self) -> &'static [Side] {
        match self {
            Self::Unit(_) | Self::Gathered { .. } => &Side::BOTH,
            Self::Half { side: Side::Left, .. } | Self::Away { side: Side::Left, .. } => {
                &[Side::Left]
            }
            Self::Half { side: Side::Right, .. } | Self::Away { side: Side::Right, .. } => {
                &[Side::Right]
            }
            Self::Fold { .. } => &[],
        }
    }

    /// The units it stands for: one, or those that are folded.
    pub(super) const fn units(self) -> Range<usize> {
        match self {
            Self::Unit(unit)
            | Self::Half { unit, .. }
            | Self::Gathered { unit, .. }
            | Self::Away { unit, .. } => unit..unit + 1,
            Self::Fold { first, count } => first..first + count,
        }
    }

    /// Whether space goes before it: it begins a paragraph on a side that it shows.
    pub(super) fn begins_paragraph(self, subject: Subject<'_>) -> bool {
        let Self::Fold { .. } = self else {
            let unit = &subject.collation.units[self.units().start];
            return self.sides().iter().any(|side| {
                let passages = subject.versions[*side].passages();
                let begins = |first: usize| {
                    first == 0 || passages[first - 1].paragraph != passages[first].paragraph
                };
                unit.passages[*side].first().is_some_and(|first| begins(*first))
            });
        };
        true
    }
}

/// The slots of a comparison, in reading order.
pub(super) fn slots(subject: Subject<'_>, options: &Options) -> Vec<Slot> {
    let mut slots = in_order(subject, options);
    link_halves(subject, &mut slots);
    match options.unchanged {
        Unchanged::Shown => slots,
        Unchanged::Folded => folded(subject, options, &slots),
    }
}

fn in_order(subject: Subject<'_>, options: &Options) -> Vec<Slot> {
    let units = &subject.collation.units;
    let mut unit_of: Vec<Option<usize>> = vec![None; subject.versions.right.passages().len()];
    for (at, unit) in units.iter().enumerate() {
        for passage in &unit.passages.right {
            unit_of[*passage] = Some(at);
        }
    }
    // Right halves of moved units, by the unit after which they stand on the right.
    let mut halves: FxHashMap<Option<usize>, Vec<usize>> = FxHashMap::default();
    let mut before = None;
    let mut seen = vec![false; units.len()];
    for unit in unit_of.into_iter().flatten() {
        if units[unit].relation != Relation::Moved {
            before = Some(unit);
        } else if !std::mem::replace(&mut seen[unit], true) {
            halves.entry(before).or_default().push(unit);
        }
    }
    let mut slots = Vec::with_capacity(units.len() + 8);
    let place = |slots: &mut Vec<Slot>, unit: usize, side: Side| {
        slots.push(match options.gathered {
            Some((gathered, at)) if gathered == unit && at == side => Slot::Gathered { unit, side },
            Some((gathered, _)) if gathered == unit => {
                Slot::Away { unit, side, other: Other::Down(0) }
            }
            _ => Slot::Half { unit, side, other: Other::Down(0) },
        });
    };
    let place_halves = |slots: &mut Vec<Slot>, after: Option<usize>| {
        for unit in halves.get(&after).into_iter().flatten() {
            place(slots, *unit, Side::Right);
        }
    };
    place_halves(&mut slots, None);
    for (at, unit) in units.iter().enumerate() {
        if unit.relation == Relation::Moved {
            place(&mut slots, at, Side::Left);
        } else {
            slots.push(Slot::Unit(at));
        }
        place_halves(&mut slots, Some(at));
    }
    slots
}

/// Tells each half where its other half stands: how many passages of that side one must pass to come to it.
fn link_halves(subject: Subject<'_>, slots: &mut [Slot]) {
    let mut places: FxHashMap<usize, Sides<usize>> = FxHashMap::default();
    // How many slots before each show text of a side.
    let mut before: Vec<Sides<usize>> = Vec::with_capacity(slots.len());
    let mut n = Sides::new(0, 0);
    for (at, slot) in slots.iter().enumerate() {
        before.push(n);
        if let Slot::Half { unit, side, .. }
        | Slot::Gathered { unit, side }
        | Slot::Away { unit, side, .. } = slot
        {
            places.entry(*unit).or_default()[*side] = at;
        }
        for side in slot.sides() {
            let has_text = |unit: usize| !subject.collation.units[unit].passages[*side].is_empty();
            n[*side] += usize::from(slot.units().any(has_text));
        }
    }
    for (at, slot) in slots.iter_mut().enumerate() {
        if let Slot::Half { unit, side, other } | Slot::Away { unit, side, other } = slot {
            let (there, far) = (places[unit][side.other()], side.other());
            *other = if there > at {
                Other::Down(before[there][far] - before[at][far] + 1)
            } else {
                Other::Up(before[at][far] - before[there][far])
            };
        }
    }
}

/// Replaces runs of unchanged units by folds.
fn folded(subject: Subject<'_>, options: &Options, slots: &[Slot]) -> Vec<Slot> {
    let is_quiet = |slot: &Slot| match slot {
        Slot::Unit(unit) => is_unchanged(subject, options, &subject.collation.units[*unit]),
        _ => false,
    };
    let mut out = Vec::with_capacity(slots.len());
    let mut at = 0;
    while at < slots.len() {
        let run = slots[at..].iter().take_while(|slot| is_quiet(slot)).count();
        if run == 0 {
            out.push(slots[at]);
            at += 1;
            continue;
        }
        let head = if at == 0 { 0 } else { CONTEXT.min(run) };
        let tail = if at + run == slots.len() { 0 } else { CONTEXT.min(run - head) };
        let hidden = run - head - tail;
        out.extend(&slots[at..at + head]);
        if hidden >= MIN_FOLDED {
            let first = slots[at + head].units().start;
            out.push(Slot::Fold { first, count: hidden });
        } else {
            out.extend(&slots[at + head..at + head + hidden]);
        }
        out.extend(&slots[at + head + hidden..at + run]);
        at += run;
    }
    out
}

fn is_unchanged(subject: Subject<'_>, options: &Options, unit: &Unit) -> bool {
    let edits = &subject.collation.edits[unit.edits.clone()];
    let is_folded =
        |edit: &Edit| edit.class == Class::Typography && options.typography == Typography::Folded;
    unit.relation == Relation::Same && edits.iter().all(is_folded)
}
