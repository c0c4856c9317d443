//! A report as JSON, for programs: all of the evidence, through structs of its own, so that no change inside the program
//! changes it by accident. `docs/report.schema.json` describes it.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::evidence::{self, Frame};
use crate::sides::Side;
use crate::text::safe::must_be_shown;

/// The name of the format, with its version.
pub(super) const SCHEMA: &str = "copydesk.report/1";

#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    title: &'a str,
    program: &'a str,
    settings: Vec<Value<'a>>,
    stories: Vec<Story<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Story<'a> {
    name: &'a str,
    versions: usize,
    families: usize,
    comparisons: usize,
    edits: usize,
    reviewed: usize,
    notes: usize,
}

#[derive(Serialize)]
struct Comparison<'a> {
    left: Source<'a>,
    right: Source<'a>,
    summary: Summary<'a>,
    passages: Vec<Passage<'a>>,
    edits: Vec<Change<'a>>,
    folded: Vec<Folded<'a>>,
    furniture: Vec<Furniture<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    siglum: &'a str,
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
    encoding: &'a str,
    words: usize,
    shared: f64,
    fields: Vec<Value<'a>>,
    claims: &'a [String],
}

#[derive(Serialize)]
struct Summary<'a> {
    edits: usize,
    reviewed: usize,
    folded: usize,
    truncated: Option<&'a str>,
    by_class: Vec<Count>,
}

#[derive(Serialize)]
struct Count {
    class: &'static str,
    edits: usize,
    shown: usize,
}

#[derive(Serialize)]
struct Passage<'a> {
    relation: &'static str,
    furniture: bool,
    repeat: bool,
    heading: bool,
    left: Vec<Piece<'a>>,
    right: Vec<Piece<'a>>,
    edits: &'a [usize],
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Piece<'a> {
    text: &'a str,
    edit: Option<usize>,
}

#[derive(Serialize)]
struct Change<'a> {
    number: usize,
    id: &'a str,
    class: &'static str,
    left: Option<&'a str>,
    right: Option<&'a str>,
    reviewed: bool,
    shown: bool,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Folded<'a> {
    left: &'a str,
    right: &'a str,
    times: usize,
}

#[derive(Serialize)]
struct Furniture<'a> {
    side: &'static str,
    text: &'a str,
    reason: &'static str,
}

#[derive(Serialize)]
struct Note<'a> {
    kind: &'a str,
    text: &'a str,
    about: &'a str,
    quoted: Option<&'a str>,
    state: Option<&'static str>,
}

/// Writes the object down to its first comparison. The comparisons are its last field, and written one by one: a folder has many.
pub(super) fn write_front(frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
    let head = Head {
        schema: SCHEMA,
        title: &frame.title,
        program: &frame.program,
        settings: frame.settings.iter().map(|(name, value)| Value { name, value }).collect(),
        stories: frame.stories.iter().map(story).collect(),
    };
    let head = serde_json::to_string_pretty(&head)?;
    let head = head.trim_end().trim_end_matches('}').trim_end();
    write!(out, "{},\n  \"comparisons\": [", plain(head))
}

/// Writes a comparison.
pub(super) fn write_comparison(
    (number, own): (usize, &evidence::Comparison),
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(if number == 1 { b"\n" } else { b",\n" })?;
    out.write_all(plain(&serde_json::to_string_pretty(&comparison(own))?).as_bytes())
}

/// Writes the end of the object.
pub(super) fn write_back(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\n  ]\n}\n")
}

/// JSON in which the characters that a page or a terminal would obey, or a reader would not see, are written by their
/// numbers. It says the same: such characters stand only inside of strings, and never after a backslash.
fn plain(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '<' | '>' | '\u{7F}') || must_be_shown(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn story(story: &evidence::StoryFigures) -> Story<'_> {
    Story {
        name: &story.name,
        versions: story.n_versions,
        families: story.n_families,
        comparisons: story.n_comparisons,
        edits: story.n_edits,
        reviewed: story.n_reviewed,
        notes: story.n_notes,
    }
}

fn comparison(comparison: &evidence::Comparison) -> Comparison<'_> {
    let count = |(class, edits, shown): &(crate::collate::Class, usize, usize)| Count {
        class: class.name(),
        edits: *edits,
        shown: *shown,
    };
    Comparison {
        left: source(&comparison.sources.left),
        right: source(&comparison.sources.right),
        summary: Summary {
            edits: comparison.n_edits,
            reviewed: comparison.n_reviewed,
            folded: comparison.n_folded,
            truncated: comparison.truncated.as_deref(),
            by_class: comparison.counts.iter().map(count).collect(),
        },
        passages: comparison.passages.iter().map(passage).collect(),
        edits: comparison.edits.iter().enumerate().map(|(at, edit)| change(at + 1, edit)).collect(),
        folded: comparison.folded.iter().map(folded).collect(),
        furniture: comparison.furniture.iter().map(furniture).collect(),
        notes: comparison.notes.iter().map(note).collect(),
    }
}

fn source(source: &evidence::Source) -> Source<'_> {
    Source {
        siglum: &source.siglum,
        name: &source.name,
        path: &source.path,
        sha256: &source.sha256,
        encoding: &source.encoding,
        words: source.n_words,
        shared: (source.shared * 10_000.0).round() / 10_000.0,
        fields: source.fields.iter().map(|(name, value)| Value { name, value }).collect(),
        claims: &source.claims,
    }
}

fn passage(passage: &evidence::Passage) -> Passage<'_> {
    let pieces = |side: Side| {
        let pieces = passage.pieces[side].iter();
        pieces.map(|piece| Piece { text: &piece.text, edit: piece.edit }).collect()
    };
    Passage {
        relation: passage.relation.name(),
        furniture: passage.is_furniture,
        repeat: passage.is_repeat,
        heading: passage.is_heading,
        left: pieces(Side::Left),
        right: pieces(Side::Right),
        edits: &passage.edits,
        notes: passage.notes.iter().map(note).collect(),
    }
}

fn change(number: usize, change: &evidence::EditOf) -> Change<'_> {
    Change {
        number,
        id: &change.id,
        class: change.class.name(),
        left: change.readings.left.as_deref(),
        right: change.readings.right.as_deref(),
        reviewed: change.is_reviewed,
        shown: change.is_shown,
        notes: change.notes.iter().map(note).collect(),
    }
}

fn folded(folded: &evidence::Folded) -> Folded<'_> {
    Folded { left: &folded.readings.left, right: &folded.readings.right, times: folded.n }
}

fn furniture(furniture: &evidence::Furniture) -> Furniture<'_> {
    let side = match furniture.side {
        Side::Left => "left",
        Side::Right => "right",
    };
    Furniture { side, text: &furniture.text, reason: furniture.reason }
}

fn note(note: &evidence::NoteOf) -> Note<'_> {
    Note {
        kind: &note.kind,
        text: &note.text,
        about: &note.about,
        quoted: note.quoted.as_deref(),
        state: note.state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_hidden_and_nothing_is_lost() {
        let text = "<!-- \u{202E}</script>\u{7f}\u{E0001} é 東 \\<";
        let json = serde_json::to_string(text).expect("a string");
        let plain = plain(&json);
        assert!(!plain.contains(['<', '>', '\u{202E}', '\u{7f}', '\u{E0001}']), "{plain}");
        assert!(plain.contains("é 東"));
        assert_eq!(serde_json::from_str::<String>(&plain).expect("JSON"), text);
    }

    #[test]
    fn an_empty_report_is_an_object() {
        let frame = Frame { title: "none }".to_owned(), ..Frame::default() };
        let mut out = Vec::new();
        write_front(&frame, &mut out).expect("memory");
        write_back(&mut out).expect("memory");
        let value: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(value["comparisons"], serde_json::json!([]));
        assert_eq!(value["title"], "none }");
    }
}
