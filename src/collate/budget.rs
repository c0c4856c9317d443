//! [`Budget`]: how long a comparison may take, and whether it is still wanted.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Truncation;

/// How long a comparison may take, by our own clock, and a flag that calls it off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget<'a> {
    deadline: Option<Instant>,
    cancel: Option<&'a AtomicBool>,
}

impl<'a> Budget<'a> {
    /// No limit.
    pub const fn unlimited() -> Self {
        Self { deadline: None, cancel: None }
    }

    /// A limit that begins to run now.
    pub fn lasting(time: Duration) -> Self {
        Self { deadline: Instant::now().checked_add(time), cancel: None }
    }

    /// The same budget, which also ends when `flag` is set.
    #[must_use]
    pub const fn with_cancel(self, flag: &'a AtomicBool) -> Self {
        Self { deadline: self.deadline, cancel: Some(flag) }
    }

    /// When the time is over, if it is limited.
    pub const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Why work should stop, if it should.
    pub fn exhausted(&self) -> Option<Truncation> {
        if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Some(Truncation::Cancelled);
        }
        self.deadline.filter(|deadline| Instant::now() >= *deadline).map(|_| Truncation::Time)
    }
}
