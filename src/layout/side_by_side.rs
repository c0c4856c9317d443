//! Two columns: aligned units start on the same row.

use std::ops::Range;

use super::flow::{Flow, Hits, Look};
use super::slots::{Other, Slot};
use super::{Line, Options, Role, Row, Sign, Subject, run_look, unit_role};
use crate::collate::Class;
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
        let text = |unit: usize, side: Side| column(subject, options, unit, side, measure);
        let note = |unit: usize, words: &str| remark(words, Some(unit), subject, measure);
        let lines = match *slot {
            Slot::Unit(unit) | Slot::Gathered { unit, .. } => {
                Sides::new(text(unit, Side::Left), text(unit, Side::Right))
            }
            Slot::Half { unit, side, other } => {
                let words = format!("{} moved: {}", other.arrow(), other.words());
                paired(side, text(unit, side), note(unit, &words))
            }
            Slot::Away { unit, side, other } => paired(side, note(unit, &away(other)), Vec::new()),
            Slot::Fold { count, .. } => {
                let line = fold(count, subject, measure);
                Sides::new(line.clone(), line)
            }
        };
        push_pairs(push, slot.units(), lines);
    }
}

/// What stands where a half was that is shown elsewhere.
pub(super) fn away(other: Other) -> String {
    format!("{} shown {}", other.arrow(), other.words())
}

/// What stands where passages are folded.
pub(super) fn fold(count: usize, subject: Subject<'_>, measure: usize) -> Vec<Line> {
    remark(&format!("··· {count} unchanged passages"), None, subject, measure)
}

const fn paired(side: Side, own: Vec<Line>, other: Vec<Line>) -> Sides<Vec<Line>> {
    match side {
        Side::Left => Sides::new(own, other),
        Side::Right => Sides::new(other, own),
    }
}

/// Puts two columns side by side; the shorter one is followed by empty lines.
fn push_pairs(push: &mut dyn FnMut(Row), units: Range<usize>, lines: Sides<Vec<Line>>) {
    let height = lines.left.len().max(lines.right.len());
    let mut lines = lines.map(IntoIterator::into_iter);
    for _ in 0..height {
        let lines = Sides::new(
            lines.left.next().unwrap_or_default(),
            lines.right.next().unwrap_or_default(),
        );
        push(Row { units: units.clone(), lines });
    }
}

pub(super) fn remark(
    text: &str,
    unit: Option<usize>,
    subject: Subject<'_>,
    measure: usize,
) -> Vec<Line> {
    let edit = unit.and_then(|unit| move_edit(subject, unit));
    let mut flow = Flow::default();
    flow.push_remark(text, Look { edit, ..Look::of(Role::Remark) });
    flow.lines(measure, Sign::None)
}

/// The edit that says that a unit has moved.
pub(super) fn move_edit(subject: Subject<'_>, unit: usize) -> Option<usize> {
    let edits = subject.collation.units[unit].edits.clone();
    edits.into_iter().find(|edit| subject.collation.edits[*edit].class == Class::Move)
}

/// The text of a unit on one side.
fn column(
    subject: Subject<'_>,
    options: &Options,
    unit_at: usize,
    side: Side,
    measure: usize,
) -> Vec<Line> {
    let unit = &subject.collation.units[unit_at];
    let version = subject.versions[side];
    let (role, sign) = unit_role(subject, unit_at, side);
    let whole = Look { edit: move_edit(subject, unit_at), ..Look::of(role) };
    let hits = options.hits_on(side);
    let mut flow = Flow::default();
    let mut passages = unit.passages[side].iter().map(|passage| version.passages()[*passage].span);
    let (start, last) = (
        passages.clone().next().unwrap_or_default().start,
        passages.next_back().unwrap_or_default().end,
    );
    let mut end = start;
    for run in &unit.runs {
        let Some(span) = run.spans[side] else {
            continue;
        };
        push_gap(&mut flow, version.text(Span { start: end, end: span.start }), whole);
        end = span.end;
        let look = run_look(subject, options, run, side, whole);
        if look.role == Role::Typography {
            flow.push_visible(version.text(span), look);
        } else {
            push_passages(&mut flow, subject, unit_at, (side, span), look, hits);
        }
    }
    push_gap(&mut flow, version.text(Span { start: end, end: last.max(end) }), whole);
    let mut lines = flow.lines(measure, sign);
    if sign == Sign::None {
        mark_edited(&mut lines);
    }
    lines
}

/// Text of a run. Where it goes on into another paragraph, that begins below an empty line.
pub(super) fn push_passages(
    flow: &mut Flow,
    subject: Subject<'_>,
    unit: usize,
    (side, span): (Side, Span),
    look: Look,
    hits: Hits<'_>,
) {
    let version = subject.versions[side];
    let members = &subject.collation.units[unit].passages;
    let mut from = span.start;
    if members[side.other()].is_empty() {
        // A tail may begin in the passage before.
        let first = members[side].first().map_or(0, |first| first.saturating_sub(1));
        let last = members[side].last().map_or(0, |last| last + 1);
        for pair in version.passages()[first..last].windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            let is_inside = span.start < after.span.start && after.span.start < span.end;
            if before.paragraph != after.paragraph && is_inside {
                let own = Span { start: from, end: before.span.end };
                flow.push_span(version.source(), own, look, hits);
                flow.push_break(look);
                from = after.span.start;
            }
        }
    }
    flow.push_span(version.source(), Span { start: from, end: span.end }, look, hits);
}

/// Text between two runs: white space and marks of markup; between passages that are no neighbours, a sign
/// that something stands between.
pub(super) fn push_gap(flow: &mut Flow, gap: &str, look: Look) {
    if gap.contains(char::is_alphanumeric) {
        flow.push_remark(" ⋯ ", Look::of(Role::Remark));
    } else {
        flow.push(gap, look);
    }
}

/// Gives the sign of an edit to every line that holds one.
pub(super) fn mark_edited(lines: &mut [Line]) {
    for line in lines {
        if line.pieces.iter().any(|piece| piece.edit.is_some()) {
            line.sign = Sign::Edited;
        }
    }
}
