//! `copydesk revisions`: the earlier states of a file that were kept.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::args::{Listing, Revisions};
use super::print::printed;
use crate::report::revisions::{Entry, write_json, write_text};
use crate::runtime::files::{absolute, reason};
use crate::runtime::revisions::{Kept, kept};
use crate::text::safe::SafeText;

pub(super) fn run(task: &Revisions) -> Result<u8> {
    let path = absolute(&task.file)
        .map_err(|error| anyhow!("{}: {}", task.file.display(), reason(&error)))?;
    let all = kept(&path, &task.keeping.place())?;
    if all.is_empty() && path.is_dir() {
        bail!("{}: is a folder; name a file", task.file.display());
    }
    if all.is_empty() && !path.exists() {
        bail!(
            "{}: there is no such file, and no earlier state of one was kept",
            task.file.display()
        );
    }
    if let Some(folder) = &task.export {
        return export(&path, &all, folder);
    }
    let name = task.file.to_string_lossy();
    let entries: Vec<Entry> = all.iter().map(|kept| kept.entry.clone()).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match task.format {
        Listing::Json => write_json(&name, &entries, &mut out),
        Listing::Text => write_text(&name, &entries, &mut out),
    };
    printed(written.and_then(|()| out.flush())).map(|()| 0)
}

/// Writes every state into a folder, as a file of its own, and says which.
fn export(path: &Path, all: &[Kept], folder: &Path) -> Result<u8> {
    let shown = |path: &Path| SafeText::new(&path.to_string_lossy()).to_string();
    if all.is_empty() {
        bail!("{}: no earlier state was kept; nothing was written", shown(path));
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| anyhow!("{}: {}", shown(folder), reason(&error)))?;
    let own = path.parent().and_then(|parent| parent.canonicalize().ok());
    if own.is_some() && own == folder.canonicalize().ok() {
        bail!("{}: holds the article itself; nothing is written there", shown(folder));
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
    let mut names: Vec<PathBuf> = Vec::new();
    for kept in all {
        let Some(bytes) = kept.bytes()? else { continue };
        // In the order of their numbers, whatever the clock said.
        let seen = kept.entry.seen.replace([':', ' '], "-");
        let mut name = format!("{stem}.{}.{seen}", kept.entry.number);
        if let Some(ending) = &ending {
            name.push('.');
            name.push_str(ending);
        }
        let target = folder.join(name);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&target)
            .map_err(|error| anyhow!("{}: {}", shown(&target), reason(&error)))?;
        file.write_all(&bytes)
            .map_err(|error| anyhow!("{}: {}", shown(&target), reason(&error)))?;
        names.push(target);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let written = names.iter().try_for_each(|name| writeln!(out, "{}", shown(name)));
    printed(written.and_then(|()| out.flush())).map(|()| 0)
}
