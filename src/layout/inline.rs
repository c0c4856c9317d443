//! One column: both readings of every edit, one after the other, in the marks of wdiff.

use super::flow::{Flow, Look};
use super::side_by_side::{away, fold, mark_edited, move_edit, push_gap, push_passages, remark};
use super::slots::Slot;
use super::{Line, Options, Role, Row, Sign, Subject, Typography, run_look, unit_role};
use crate::collate::{Class, Run};
use crate::sides::{Side, Sides};
use crate::text::Span;

pub(super) fn rows(
    subject: Subject<'_>,
    options: &Options,
    slots: &[Slot],
    measure: usize,
    push: &mut dyn FnMut(Row),
) {
    for (n, slot) in slots.iter().enumerate() {
        if n > 0 && slot.begins_paragraph(subject) {
            push(Row::default());
        }
        let text = |unit: usize, sides: &[Side]| column(subject, options, unit, sides, measure);
        let note = |unit: usize, words: &str| remark(words, Some(unit), subject, measure);
        let lines = match *slot {
            Slot::Unit(unit) | Slot::Gathered { unit, .. } => text(unit, &Side::BOTH),
            // The left's place says where the passage went; the right's place shows it, with its edits.
            Slot::Half { unit, side: Side::Left, other } => {
                let words = format!("{} moved to {}:", other.arrow(), other.words());
                let mut lines = note(unit, &words);
                lines.extend(text(unit, &[Side::Left]));
                lines
            }
            Slot::Half { unit, side: Side::Right, other } => {
                let words = format!("{} moved here from {}:", other.arrow(), other.words());
                let mut lines = note(unit, &words);
                lines.extend(text(unit, &Side::BOTH));
                lines
            }
            Slot::Away { unit, other, .. } => note(unit, &away(other)),
            Slot::Fold { count, .. } => fold(count, subject, measure),
        };
        for line in lines {
            push(Row { units: slot.units(), lines: Sides::new(line, Line::default()) });
        }
    }
}

/// The text of a unit with the readings of `sides`.
fn column(
    subject: Subject<'_>,
    options: &Options,
    unit_at: usize,
    sides: &[Side],
    measure: usize,
) -> Vec<Line> {
    let unit = &subject.collation.units[unit_at];
    let main = if unit.passages.left.is_empty() { Side::Right } else { Side::Left };
    let (role, sign) = unit_role(subject, unit_at, main);
    let whole = Look { edit: move_edit(subject, unit_at), ..Look::of(role) };
    let passages = |side: Side| {
        unit.passages[side].iter().map(move |at| subject.versions[side].passages()[*at].span)
    };
    let lens = Side::BOTH.map(|side| passages(side).map(Span::len).sum::<usize>());
    let mut flow = Flow::with_capacity(lens[0].max(lens[1]) * 5 / 4);
    let mut ends = Sides::new(Side::Left, Side::Right)
        .map(|side| passages(side).next().map(|span| span.start));
    for run in &unit.runs {
        let mut readings = readings(subject, options, run, sides).peekable();
        if let Some((first, _)) = readings.peek() {
            gap(subject, &mut flow, run, *first, ends, whole);
        }
        for (side, span) in readings {
            push_reading(subject, options, &mut flow, run, (unit_at, side, span), whole);
        }
        for side in Side::BOTH {
            ends[side] = run.spans[side].map(|span| span.end).or(ends[side]);
        }
    }
    if let (Some(last), Some(end)) = (passages(main).next_back(), ends[main]) {
        push_gap(
            &mut flow,
            subject.versions[main].text(Span { start: end, end: last.end.max(end) }),
            whole,
        );
    }
    let mut lines = flow.lines(measure, sign);
    if sign == Sign::None {
        mark_edited(&mut lines);
    }
    lines
}

/// Which sides' text of a run is shown: one where both are equal, else all that were asked for.
fn readings<'a>(
    subject: Subject<'_>,
    options: &Options,
    run: &'a Run,
    sides: &'a [Side],
) -> impl Iterator<Item = (Side, Span)> + 'a {
    let class = run.edit.map(|edit| subject.collation.edits[edit].class);
    let is_folded = class == Some(Class::Typography) && options.typography == Typography::Folded;
    let n_shown = if class.is_none() || is_folded { 1 } else { 2 };
    sides.iter().filter_map(|side| Some((*side, run.spans[*side]?))).take(n_shown)
}

/// White space before a run, taken from a side that has text before it.
fn gap(
    subject: Subject<'_>,
    flow: &mut Flow,
    run: &Run,
    first: Side,
    ends: Sides<Option<u32>>,
    look: Look,
) {
    let before = |side: Side| {
        Some(Span { start: ends[side]?, end: run.spans[side]?.start })
            .filter(|gap| gap.start <= gap.end)
    };
    // Where one side has nothing between two runs, the other may have the space.
    let gaps = || {
        [first, first.other()].into_iter().filter_map(|side| before(side).map(|gap| (side, gap)))
    };
    if let Some((side, gap)) = gaps().find(|(_, gap)| !gap.is_empty()).or_else(|| gaps().next()) {
        push_gap(flow, subject.versions[side].text(gap), look);
    }
}

fn push_reading(
    subject: Subject<'_>,
    options: &Options,
    flow: &mut Flow,
    run: &Run,
    (unit, side, span): (usize, Side, Span),
    whole: Look,
) {
    let version = subject.versions[side];
    let hits = options.hits_on(side);
    let look = run_look(subject, options, run, side, whole);
    if look.role == whole.role {
        push_passages(flow, subject, unit, (side, span), look, hits);
        return;
    }
    let (open, close) = if side == Side::Left { ("[-", "-]") } else { ("{+", "+}") };
    // A dash is not to be taken for a part of the bracket.
    let text = version.text(span);
    let is_dash = |c| matches!(c, '-' | '+' | '–' | '—');
    flow.push_remark(open, look);
    if text.starts_with(is_dash) {
        flow.push_remark(" ", look);
    }
    if look.role == Role::Typography {
        flow.push_visible(text, look);
    } else {
        flow.push_span(version.source(), span, look, hits);
    }
    if text.ends_with(is_dash) {
        flow.push_remark(" ", look);
    }
    flow.push_remark(close, look);
}
