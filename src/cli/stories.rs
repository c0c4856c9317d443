//! `copydesk stories`: which articles of a folder belong together, and why.

use std::io::{self, BufWriter, Write as _};

use anyhow::Result;

use super::args::{Listing, Stories};
use super::print::printed;
use super::progress::Meter;
use crate::report::stories::{write_json, write_text};
use crate::runtime::library;

pub(super) fn run(task: &Stories) -> Result<u8> {
    let mut progress = Meter::new();
    let store = task.reading.keeping.place();
    let snapshot = library::load(&task.paths, task.reading.manner(), &store, |n_read, n| {
        progress.tell(n_read, n);
    })?;
    progress.end();
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match task.format {
        Listing::Json => write_json(&snapshot, &mut out),
        Listing::Text => write_text(&snapshot, &mut out),
    };
    let written = written.and_then(|()| out.flush());
    // The program ends here; to take a hundred thousand articles apart first would only take time.
    std::mem::forget(snapshot);
    printed(written).map(|()| 0)
}
