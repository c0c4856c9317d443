//! What every command does when it has printed.

use std::io;

use anyhow::{Result, anyhow};

use crate::runtime::files::reason;

/// A reader that has seen enough is no trouble; everything else is.
pub(super) fn printed(written: io::Result<()>) -> Result<()> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow!("standard output: {}", reason(&error)))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
