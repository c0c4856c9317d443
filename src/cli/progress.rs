//! What is shown while a folder is read that a command prints something of.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Loading that takes longer is shown as it goes on.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error, when a person watches and it takes long.
pub(super) struct Meter {
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Meter {
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
