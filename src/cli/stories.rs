//! `copydesk stories`: which articles of a folder belong together, and why.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Listing, Stories};
use super::print::printed;
use crate::report::stories::{write_json, write_text};
use crate::runtime::library::{self, Manner};

/// Loading that takes longer is shown as it goes on.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn run(task: &Stories) -> Result<u8> {
    let mut progress = Progress::new();
    let manner = Manner { encoding: task.encoding, uses_memory: !task.no_cache };
    let store = task.keeping.place();
    let snapshot = library::load(&task.paths, manner, &store, |n_read, n| {
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

/// A bar on standard error, when a person watches and it takes long.
pub(super) struct Progress {
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { begun: Instant::now(), bar: None }
    }

    pub(super) fn tell(&mut self, n_read: usize, n: usize) {
        if self.bar.is_none() && self.begun.elapsed() >= PATIENCE && io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("reading {pos} of {len} {wide_bar} {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_length(n as u64);
            bar.set_position(n_read as u64);
        }
    }

    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
