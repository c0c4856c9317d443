//! `show`: an article as it is understood, with the origin of everything that is said about it.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use crate::text::one_line;
use crate::text::safe::SafeText;
use crate::version::{Field, FurnitureMarks, Metadata, PassageKind, Version};

/// The name of the format, with its version.
pub const SCHEMA: &str = "copydesk.article/1";

/// What is shown.
pub struct Subject<'a> {
    /// What the user calls it.
    pub path: &'a str,
    /// The text.
    pub version: &'a Version,
    /// What in it is furniture.
    pub furniture: &'a FurnitureMarks,
    /// What is known about it, with what its file's name tells.
    pub metadata: &'a Metadata,
}

#[derive(Serialize)]
struct Article<'a> {
    schema: &'static str,
    path: &'a str,
    encoding: Coding,
    sha256: String,
    words: usize,
    notice: Option<&'static str>,
    metadata: serde_json::Map<String, serde_json::Value>,
    claims: Vec<Statement<'a>>,
    text: &'a str,
    passages: Vec<Piece>,
}

#[derive(Serialize)]
struct Coding {
    name: String,
    evidence: &'static str,
    confidence: &'static str,
}

#[derive(Serialize)]
struct Statement<'a> {
    text: &'a str,
    origin: &'static str,
}

#[derive(Serialize)]
struct Piece {
    start: u32,
    end: u32,
    kind: &'static str,
    paragraph: usize,
    furniture: Option<&'static str>,
}

const fn kind_name(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Headline => "headline",
        PassageKind::Heading => "heading",
        PassageKind::Subhead => "subhead",
        PassageKind::Body => "body",
        PassageKind::FrontMatter => "front matter",
    }
}

fn statement(field: &Field) -> Statement<'_> {
    Statement { text: &field.text, origin: field.origin.name() }
}

/// Writes an article as one JSON object.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_json(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let version = subject.version;
    let encoding = version.encoding();
    let field = |(name, field): (&'static str, Option<&Field>)| {
        let value = field.map_or(
            serde_json::Value::Null,
            |field| serde_json::json!({ "text": field.text, "origin": field.origin.name() }),
        );
        (name.to_owned(), value)
    };
    let piece = |(at, passage): (usize, &crate::version::Passage)| Piece {
        start: passage.span.start,
        end: passage.span.end,
        kind: kind_name(passage.kind),
        paragraph: passage.paragraph,
        furniture: subject.furniture.reason(at).map(crate::version::FurnitureReason::words),
    };
    let article = Article {
        schema: SCHEMA,
        path: subject.path,
        encoding: Coding {
            name: encoding.name(),
            evidence: encoding.evidence.name(),
            confidence: encoding.evidence.confidence(),
        },
        sha256: super::hex(version.sha256()),
        words: version.n_words(),
        notice: version.notice(),
        metadata: subject.metadata.fields().into_iter().map(field).collect(),
        claims: subject.metadata.claims.iter().map(statement).collect(),
        text: version.source(),
        passages: version.passages().iter().enumerate().map(piece).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &article)?;
    out.write_all(b"\n")
}

/// Writes an article for people: what is known about it, then its passages, one to a line.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_text(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let version = subject.version;
    let mut text = String::new();
    let mut line = |name: &str, value: &str, remark: &str| {
        let value = SafeText::new(value);
        let remark = if remark.is_empty() { String::new() } else { format!("  [{remark}]") };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<10} {value}{remark}");
    };
    line("file", subject.path, "");
    let encoding = version.encoding();
    let certainty = format!("{}, {}", encoding.evidence.confidence(), encoding.evidence.name());
    line("encoding", &encoding.name(), &certainty);
    line("words", &version.n_words().to_string(), "");
    for (name, field) in subject.metadata.fields() {
        if let Some(field) = field {
            line(name, &field.text, field.origin.name());
        }
    }
    for claim in &subject.metadata.claims {
        line("claim", &claim.text, claim.origin.name());
    }
    if let Some(notice) = version.notice() {
        line("notice", notice, "");
    }
    let mut paragraph = None;
    for (at, passage) in version.passages().iter().enumerate() {
        if paragraph != Some(passage.paragraph) {
            text.push('\n');
            paragraph = Some(passage.paragraph);
        }
        let words = SafeText::new(&one_line(version.text(passage.span)));
        let mark = match (subject.furniture.reason(at), passage.kind) {
            (Some(reason), _) => format!("  [furniture: {}]", reason.words()),
            (None, PassageKind::Body) => String::new(),
            (None, kind) => format!("  [{}]", kind_name(kind)),
        };
        let _ = writeln!(text, "{words}{mark}");
    }
    out.write_all(text.as_bytes())
}
