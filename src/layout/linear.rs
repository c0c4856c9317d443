//! Line by line, for ears: every passage and every edit is a line of its own that says in words what signs, columns and colors
//! say elsewhere. It is meant to be spoken by a screen reader, or felt on a line of braille.

use rustc_hash::FxHashMap;

use super::flow::{Flow, Look};
use super::side_by_side::{move_edit, push_gap, push_passages};
use super::slots::Slot;
use super::{
    Line, Options, Piece, Role, Row, Rows, Sign, Subject, Typography, index, run_look, unit_role,
};
use crate::collate::{Class, Edit, Relation};
use crate::sides::{Side, Sides};
use crate::text::width::text_width;
use crate::text::{Span, cut};
use crate::version::PassageKind;

/// What is said of an edit beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Said {
    /// Whether it is one of those that the reader looks at, which are counted.
    pub is_looked_at: bool,
    /// Whether it is reviewed.
    pub is_reviewed: bool,
    /// Whether there is a note on it.
    pub is_noted: bool,
}

pub(super) fn rows(
    subject: Subject<'_>,
    options: &Options,
    slots: &[Slot],
    measure: usize,
) -> Vec<Row> {
    let mut numbers = FxHashMap::default();
    for edit in slots.iter().flat_map(|slot| told(subject, options, *slot)) {
        let is_counted = options.said.get(edit).is_none_or(|said| said.is_looked_at);
        let next = numbers.len() + 1;
        if is_counted {
            numbers.entry(edit).or_insert(next);
        }
    }
    let mut speaker = Speaker { subject, options, measure, numbers, rows: Vec::new() };
    for slot in slots {
        speaker.slot(*slot);
    }
    speaker.rows
}

/// One version, to be read: without empty lines, and with words where a sign was.
#[must_use]
pub fn spoken(rows: Rows) -> Rows {
    let mut out: Vec<Row> = Vec::with_capacity(rows.rows.len());
    let mut before = Sign::None;
    for row in rows.rows.into_iter().filter(|row| !row.lines.left.pieces.is_empty()) {
        let sign = row.lines.left.sign;
        let is_text = row.lines.left.pieces.iter().any(|piece| piece.role == Role::Furniture);
        if sign == Sign::Furniture && before != sign && is_text {
            let text = "Furniture of the page:".to_owned();
            let width = text_width(&text);
            let piece = Piece { text, width, role: Role::Remark, edit: None, hit: None };
            let line = Line { sign: Sign::None, pieces: vec![piece] };
            out.push(Row { units: row.units.clone(), lines: Sides::new(line, Line::default()) });
        }
        before = sign;
        out.push(row);
    }
    let hits = index::hits(&out);
    Rows { rows: out, hits, ..rows }
}

/// The edits of a slot that are told there, in their order.
fn told(subject: Subject<'_>, options: &Options, slot: Slot) -> Vec<usize> {
    let unit = match slot {
        Slot::Unit(unit) | Slot::Gathered { unit, .. } | Slot::Half { unit, .. } => unit,
        Slot::Away { .. } | Slot::Fold { .. } => return Vec::new(),
    };
    let is_told = |at: &usize| match subject.collation.edits[*at].class {
        Class::Typography => options.typography == Typography::Shown,
        // What a moved passage says otherwise is told where the right has it.
        class => class == Class::Move || !matches!(slot, Slot::Half { side: Side::Left, .. }),
    };
    subject.collation.units[unit].edits.clone().filter(is_told).collect()
}

struct Speaker<'a> {
    subject: Subject<'a>,
    options: &'a Options,
    measure: usize,
    /// The numbers of the edits, counted from 1, in the order in which they are told.
    numbers: FxHashMap<usize, usize>,
    rows: Vec<Row>,
}

impl Speaker<'_> {
    fn slot(&mut self, slot: Slot) {
        match slot {
            Slot::Unit(unit) => {
                let passages = &self.subject.collation.units[unit].passages;
                let side = if passages.left.is_empty() { Side::Right } else { Side::Left };
                let told = told(self.subject, self.options, slot);
                let whole = told.first().copied().filter(|_| passages[side.other()].is_empty());
                self.text(unit, side, &self.label(unit, !told.is_empty()), whole);
                if whole.is_none() {
                    self.edits(unit, &told);
                }
            }
            Slot::Gathered { unit, .. } => {
                self.text(unit, Side::Left, "Moved, with both halves here: ", self.moved(unit));
                self.edits(unit, &told(self.subject, self.options, slot));
            }
            Slot::Half { unit, side, other } => {
                let (own, far) = match side {
                    Side::Left => ("Moved", "on the right"),
                    Side::Right => ("Moved here", "on the left"),
                };
                let label = format!("{own}, {far} it stands {}: ", other.words());
                self.text(unit, side, &label, self.moved(unit));
                self.edits(unit, &told(self.subject, self.options, slot));
            }
            Slot::Away { other, .. } => {
                self.remark(slot, &format!("A moved passage is shown {}.", other.words()));
            }
            Slot::Fold { count, .. } => {
                self.remark(slot, &format!("{count} unchanged passages are folded."));
            }
        }
    }

    fn moved(&self, unit: usize) -> Option<usize> {
        move_edit(self.subject, unit)
    }

    /// What is said before the text of a unit.
    fn label(&self, at: usize, has_edits: bool) -> String {
        let unit = &self.subject.collation.units[at];
        let only = match (unit.passages.left.is_empty(), unit.passages.right.is_empty()) {
            (true, _) => ", only right",
            (_, true) => ", only left",
            _ => "",
        };
        if unit.is_furniture {
            return format!("Furniture of the page{only}: ");
        }
        if unit.repeat_of.is_some() {
            return format!("Said again{only}: ");
        }
        let side = if unit.passages.left.is_empty() { Side::Right } else { Side::Left };
        let first = unit.passages[side].first();
        let kind = first.map(|first| self.subject.versions[side].passages()[*first].kind);
        let kind = match kind {
            Some(PassageKind::Headline) => Some("headline"),
            Some(PassageKind::Heading | PassageKind::Subhead) => Some("subhead"),
            Some(PassageKind::Body | PassageKind::FrontMatter) | None => None,
        };
        let what = match unit.relation {
            Relation::LeftOnly => "Only left",
            Relation::RightOnly => "Only right",
            Relation::Split => "Split on the right",
            Relation::Merged => "Merged on the right",
            Relation::Same | Relation::Edited | Relation::Moved if has_edits => "Changed",
            Relation::Same | Relation::Edited | Relation::Moved => "",
        };
        match (what, kind) {
            ("", None) => String::new(),
            ("", Some(kind)) => {
                let (first, rest) = (cut(kind, ..1), cut(kind, 1..));
                format!("{}{rest}: ", first.to_uppercase())
            }
            (what, None) => format!("{what}: "),
            (what, Some(kind)) => format!("{what}, {kind}: "),
        }
    }

    /// The text of a unit on a side; as a whole an edit, or none.
    fn text(&mut self, unit_at: usize, side: Side, label: &str, edit: Option<usize>) {
        let (subject, options) = (self.subject, self.options);
        let unit = &subject.collation.units[unit_at];
        let version = subject.versions[side];
        let (role, _) = unit_role(subject, unit_at, side);
        let whole = Look { edit, ..Look::of(role) };
        let hits = options.hits_on(side);
        let mut flow = Flow::default();
        // What it is comes first: it may go on for long.
        if let Some(at) = edit {
            let remark = format!("{}. ", capitalized(&self.words(at)));
            flow.push_remark(&remark, Look { edit, ..Look::of(Role::Remark) });
        }
        if !label.is_empty() {
            flow.push_remark(label, Look { edit, ..Look::of(Role::Remark) });
        }
        let mut end: Option<u32> = None;
        for run in &unit.runs {
            let Some(span) = run.spans[side] else { continue };
            if let Some(end) = end {
                push_gap(&mut flow, version.text(Span { start: end, end: span.start }), whole);
            }
            end = Some(span.end);
            let look = Look { edit, ..run_look(subject, options, run, side, whole) };
            push_passages(&mut flow, subject, unit_at, (side, span), look, hits);
        }
        let last = unit.passages[side].last().map(|last| version.passages()[*last].span.end);
        if let (Some(end), Some(last)) = (end, last) {
            push_gap(&mut flow, version.text(Span { start: end, end: last.max(end) }), whole);
        }
        self.push(&flow, Slot::Unit(unit_at));
    }

    /// The edits of a unit, but for that of the whole.
    fn edits(&mut self, unit: usize, told: &[usize]) {
        for at in told {
            let edit = &self.subject.collation.edits[*at];
            if edit.class == Class::Move {
                continue;
            }
            let remark = Look { edit: Some(*at), ..Look::of(Role::Remark) };
            let mut flow = Flow::default();
            for (side, name) in [(Side::Left, "Left: "), (Side::Right, " Right: ")] {
                flow.push_remark(name, remark);
                self.reading(&mut flow, edit, *at, side);
            }
            flow.push_remark(&format!(" {}.", self.words(*at)), remark);
            self.push(&flow, Slot::Unit(unit));
        }
    }

    /// What a side has, with a full stop that a voice can hear.
    fn reading(&self, flow: &mut Flow, edit: &Edit, at: usize, side: Side) {
        let remark = Look { edit: Some(at), ..Look::of(Role::Remark) };
        let Some(span) = edit.readings[side] else {
            flow.push_remark("nothing.", remark);
            return;
        };
        let role = if side == Side::Left { Role::LeftWord } else { Role::RightWord };
        let look = Look { edit: Some(at), ..Look::of(role) };
        let version = self.subject.versions[side];
        let text = version.text(span);
        if text.contains(char::is_alphanumeric) {
            flow.push_span(version.source(), span, look, self.options.hits_on(side));
        } else {
            for (n, c) in text.chars().enumerate() {
                flow.push_remark(if n == 0 { "" } else { ", " }, look);
                match name(c) {
                    Some(name) => flow.push_remark(name, look),
                    None => flow.push(c.encode_utf8(&mut [0; 4]), look),
                }
            }
        }
        let is_closed = text.trim_end().ends_with(['.', '!', '?', '…']);
        if !is_closed || !text.contains(char::is_alphanumeric) {
            flow.push_remark(".", remark);
        }
    }

    /// The class of an edit, its number, and what the reader has left on it.
    fn words(&self, at: usize) -> String {
        let mut words = vec![self.subject.collation.edits[at].class.name().to_owned()];
        if let Some(number) = self.numbers.get(&at) {
            words.push(format!("{number} of {}", self.numbers.len()));
        }
        let said = self.options.said.get(at);
        for (is_so, word) in [
            (said.is_some_and(|said| said.is_reviewed), "reviewed"),
            (said.is_some_and(|said| said.is_noted), "with a note"),
            (said.is_some_and(|said| !said.is_looked_at), "not looked at"),
        ] {
            if is_so {
                words.push(word.to_owned());
            }
        }
        words.join(", ")
    }

    fn remark(&mut self, slot: Slot, words: &str) {
        let mut flow = Flow::default();
        flow.push_remark(words, Look::of(Role::Remark));
        self.push(&flow, slot);
    }

    fn push(&mut self, flow: &Flow, slot: Slot) {
        let lines = flow.lines(self.measure, Sign::None);
        // An empty line would be read as one.
        let lines = lines.into_iter().filter(|line| !line.pieces.is_empty());
        self.rows.extend(
            lines.map(|line| Row { units: slot.units(), lines: Sides::new(line, Line::default()) }),
        );
    }
}

/// Words with a capital at the beginning, as a sentence has it.
fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a mark is called that voices do not say.
const fn name(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "space",
        '\u{A0}' => "no-break space",
        '\n' | '\r' => "line end",
        ',' => "comma",
        ';' => "semicolon",
        ':' => "colon",
        '.' => "full stop",
        '!' => "exclamation mark",
        '?' => "question mark",
        '…' => "ellipsis",
        '-' => "hyphen",
        '–' => "short dash",
        '—' => "long dash",
        '"' => "straight quotation mark",
        '“' => "opening quotation mark",
        '”' => "closing quotation mark",
        '\'' => "straight apostrophe",
        '‘' => "opening single quotation mark",
        '’' => "apostrophe",
        '(' => "opening bracket",
        ')' => "closing bracket",
        '/' => "slash",
        '*' => "asterisk",
        _ => return None,
    })
}
