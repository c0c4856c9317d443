//! `revisions`: the earlier states of a file.

use std::io::{self, Write};

use serde::Serialize;

use crate::text::safe::SafeText;

/// The name of the format, with its version.
pub const SCHEMA: &str = "copydesk.revisions/1";

/// An earlier state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number among the states of its file, from 1, the oldest.
    pub number: usize,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// When it was first seen, in local time.
    pub seen: String,
    /// When it was found to be replaced, in local time; nothing if it is the last state of a file that is gone.
    pub replaced: Option<String>,
    /// Its words.
    pub words: u32,
    /// Edits between it and the state that followed, those of typography left out; nothing if they were not counted.
    pub edits: Option<u32>,
}

#[derive(Serialize)]
struct Listing<'a> {
    schema: &'static str,
    path: &'a str,
    revisions: &'a [Entry],
}

/// Writes the states as one JSON object.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_json(path: &str, entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    let listing = Listing { schema: SCHEMA, path, revisions: entries };
    serde_json::to_writer_pretty(&mut *out, &listing)?;
    writeln!(out)
}

/// Writes the states for people, one to a line.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_text(path: &str, entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    if entries.is_empty() {
        return writeln!(out, "{}: no earlier state was kept", SafeText::new(path));
    }
    writeln!(
        out,
        "{:>4}  {:<19}  {:<19}  {:>7}  edits to the next",
        "", "first seen", "replaced", "words"
    )?;
    for entry in entries {
        let Some(replaced) = &entry.replaced else {
            writeln!(
                out,
                "{:>4}  {:<19}  {:<19}  {:>7}",
                entry.number, entry.seen, "the last state", entry.words
            )?;
            continue;
        };
        let edits = entry.edits.map_or_else(|| "?".to_owned(), |n| n.to_string());
        writeln!(
            out,
            "{:>4}  {:<19}  {:<19}  {:>7}  {edits:>5}",
            entry.number, entry.seen, replaced, entry.words
        )?;
    }
    Ok(())
}
