//! `diff --format json`: a stable contract, through structs of its own, so that no change inside the program
//! changes it by accident. `docs/json.md` describes it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Subject, id};
use crate::collate::{Class, Edit, Unit};
use crate::sides::{Side, Sides};
use crate::text::Span;
use crate::version::Version;

/// The name of the format, with its version.
pub const SCHEMA: &str = "copydesk.comparison/1";

/// How much is gathered before it is written, in bytes.
const CHUNK: usize = 1 << 16;

#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    left: Source<'a>,
    right: Source<'a>,
    summary: Figures,
}

#[derive(Serialize)]
struct Source<'a> {
    path: &'a str,
    encoding: String,
    sha256: String,
    headline: Option<&'a str>,
    byline: Option<&'a str>,
    outlet: Option<&'a str>,
    credit: Option<&'a str>,
    date: Option<&'a str>,
    words: usize,
}

#[derive(Serialize)]
struct Figures {
    shared_of_left: f64,
    shared_of_right: f64,
    edits: usize,
    by_class: BTreeMap<&'static str, usize>,
    truncated: Option<String>,
}

#[derive(Serialize)]
struct Passage<'a> {
    id: String,
    relation: &'static str,
    furniture: bool,
    repeat_of: Option<String>,
    left: Vec<Range>,
    right: Vec<Range>,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Change<'a> {
    id: String,
    class: &'static str,
    left: Option<Reading<'a>>,
    right: Option<Reading<'a>>,
}

#[derive(Serialize)]
struct Reading<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

/// Writes a comparison as one JSON object, one passage to a line.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let head = Head {
        schema: SCHEMA,
        left: source(subject, Side::Left),
        right: source(subject, Side::Right),
        summary: figures(subject),
    };
    // One passage to a line, so that a long comparison can be read, searched and compared line by line. The
    // passages are the last field of the head's object.
    let mut text = serde_json::to_vec(&head)?;
    text.pop();
    text.extend(b",\n\"passages\":[");
    for (n, unit) in subject.collation.units.iter().enumerate() {
        text.extend(if n == 0 { b"\n".as_slice() } else { b",\n" });
        serde_json::to_writer(&mut text, &passage(subject, unit))?;
        if text.len() >= CHUNK {
            out.write_all(&text)?;
            text.clear();
        }
    }
    text.extend(b"\n]}\n");
    out.write_all(&text)
}

fn source<'a>(subject: &Subject<'a>, side: Side) -> Source<'a> {
    let (path, version, metadata) =
        (subject.names[side], subject.versions[side], subject.metadata[side]);
    Source {
        path,
        encoding: version.encoding().name(),
        sha256: super::hex(version.sha256()),
        headline: metadata.headline(),
        byline: metadata.byline.as_ref().map(|field| &*field.text),
        outlet: metadata.outlet(),
        credit: metadata.credit(),
        date: metadata.date(),
        words: version.n_words(),
    }
}

fn figures(subject: &Subject<'_>) -> Figures {
    let summary = &subject.collation.summary;
    let round = |share: f64| (share * 10_000.0).round() / 10_000.0;
    let counts = Class::ALL.into_iter().map(|class| (class.name(), summary.count(class)));
    Figures {
        shared_of_left: round(summary.shared.left),
        shared_of_right: round(summary.shared.right),
        edits: summary.n_edits,
        by_class: counts.filter(|(_, count)| *count > 0).collect(),
        truncated: subject.collation.truncated.map(|reason| reason.to_string()),
    }
}

fn passage<'a>(subject: &Subject<'a>, unit: &Unit) -> Passage<'a> {
    let units = &subject.collation.units;
    let ranges = |side: Side| {
        let passages = subject.versions[side].passages();
        unit.passages[side].iter().map(|at| range(passages[*at].span)).collect()
    };
    Passage {
        id: id(unit.id),
        relation: unit.relation.name(),
        furniture: unit.is_furniture,
        repeat_of: unit.repeat_of.map(|other| id(units[other].id)),
        left: ranges(Side::Left),
        right: ranges(Side::Right),
        edits: subject.collation.edits[unit.edits.clone()]
            .iter()
            .map(|edit| change(subject.versions, edit))
            .collect(),
    }
}

fn change<'a>(versions: Sides<&'a Version>, edit: &Edit) -> Change<'a> {
    let reading = |side: Side| {
        edit.readings[side].map(|span| Reading {
            start: span.start,
            end: span.end,
            text: versions[side].text(span),
        })
    };
    Change {
        id: id(edit.id),
        class: edit.class.name(),
        left: reading(Side::Left),
        right: reading(Side::Right),
    }
}

const fn range(span: Span) -> Range {
    Range { start: span.start, end: span.end }
}
