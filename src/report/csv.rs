//! The edits as a table for spreadsheets: one row to an edit, then one to each note that is on none, by RFC 4180, with a byte order mark, without which Excel takes
//! UTF-8 for something else.

use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::evidence::{Comparison, EditOf, NoteOf};
use super::phrases;
use crate::sides::Sides;

/// What the first row calls the columns.
pub const COLUMNS: [&str; 14] = [
    "comparison", "left path", "right path", "left name", "right name", "edit", "id", "class",
    "relation", "left reading", "right reading", "reviewed", "note kinds", "notes",
];

/// What stands between two notes on one edit.
const BETWEEN: &str = " | ";

/// Writes the names of the columns.
pub(super) fn write_front(out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut rows = rows(out);
    rows.write_record(COLUMNS)?;
    rows.flush()
}

/// All cells are in quotes: programs that take something else than the comma for a separator find fewer in them.
fn rows(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Always)
        .from_writer(out)
}

/// Writes the edits of a comparison that a report shows, and the notes that are on none of these.
pub(super) fn write_comparison(
    (number, comparison): (usize, &Comparison),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows = rows(out);
    let relations = relations(comparison);
    for (edit, change) in phrases::shown(comparison) {
        let relation = relations.get(edit).copied().unwrap_or_default();
        rows.write_record(row(comparison, number, (edit, change), relation))?;
    }
    let on_passages = comparison.passages.iter().flat_map(|passage| &passage.notes);
    for note in on_passages.chain(phrases::notes_elsewhere(comparison)) {
        rows.write_record(note_row(comparison, number, note))?;
    }
    rows.flush()
}

/// The relation of the passage that an edit stands in, by the number of the edit.
fn relations(comparison: &Comparison) -> Vec<&'static str> {
    let mut relations = vec![""; comparison.edits.len() + 1];
    for passage in &comparison.passages {
        for edit in &passage.edits {
            if let Some(relation) = relations.get_mut(*edit) {
                *relation = passage.relation.name();
            }
        }
    }
    relations
}

fn row(
    comparison: &Comparison,
    number: usize,
    (edit, change): (usize, &EditOf),
    relation: &str,
) -> [String; COLUMNS.len()] {
    let paths = comparison.sources.as_ref().map(|source| cell(&source.path));
    let names = comparison.sources.as_ref().map(|source| cell(&source.name));
    let readings: Sides<String> =
        change.readings.as_ref().map(|reading| cell(reading.as_deref().unwrap_or_default()));
    let notes = |words: fn(&NoteOf) -> String| {
        cell(&change.notes.iter().map(words).collect::<Vec<_>>().join(BETWEEN))
    };
    [
        number.to_string(),
        paths.left,
        paths.right,
        names.left,
        names.right,
        edit.to_string(),
        cell(&change.id),
        change.class.name().to_owned(),
        relation.to_owned(),
        readings.left,
        readings.right,
        if change.is_reviewed { "yes" } else { "no" }.to_owned(),
        notes(|note| note.kind.clone()),
        notes(text_of),
    ]
}

/// The row of a note that is on no edit shown: what it is about stands for the relation, what it quotes for a reading.
fn note_row(comparison: &Comparison, number: usize, note: &NoteOf) -> [String; COLUMNS.len()] {
    let paths = comparison.sources.as_ref().map(|source| cell(&source.path));
    let names = comparison.sources.as_ref().map(|source| cell(&source.name));
    let about = match note.state {
        Some(state) => format!("{} ({state})", note.about),
        None => note.about.clone(),
    };
    let empty = String::new;
    [
        number.to_string(),
        paths.left,
        paths.right,
        names.left,
        names.right,
        empty(),
        empty(),
        "note".to_owned(),
        cell(&about),
        cell(note.quoted.as_deref().unwrap_or_default()),
        empty(),
        empty(),
        cell(&note.kind),
        cell(&text_of(note)),
    ]
}

/// What a note says, on one line.
fn text_of(note: &NoteOf) -> String {
    note.text.lines().collect::<Vec<_>>().join(" / ")
}

/// Text that no spreadsheet takes for a formula, on one line, with what is hidden spelled out.
///
/// An apostrophe before it is how a spreadsheet itself marks text. Where the comma is a decimal sign, the semicolon
/// separates cells whatever the quotes say, so what follows one is treated as if it began a cell.
fn cell(text: &str) -> String {
    // A tab or carriage return is spelled out first, and then begins nothing.
    let text = phrases::visible(text);
    let mut out = String::with_capacity(text.len() + 1);
    let (mut begins, mut is_first) = (true, true);
    for c in text.chars() {
        if begins && is_formula(c) {
            out.push('\'');
        }
        out.push(c);
        is_first &= c != ';';
        begins = c == ';' || (begins && (c.is_whitespace() || (c == '"' && !is_first)));
    }
    out
}

/// What formulas begin with; the wide forms too, which spreadsheets of East Asia read like the others.
const fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("＝1", "'＝1"),
            (" =1", " '=1"),
            ("\t=1", "<U+0009>=1"),
            ("\r=1", "<U+000D>=1"),
            ("x;=1", "x;'=1"),
            ("x;\"=1", "x;\"'=1"),
            ("\"-5 degrees\"", "\"-5 degrees\""),
            ("a = b - c", "a = b - c"),
            ("well-known", "well-known"),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
