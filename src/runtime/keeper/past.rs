//! What files are and were: which changes of a file are changes of its text, and how much of it.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::{Seen, now};
use crate::collate::{Budget, Input, collate};
use crate::corpus::furniture::furniture;
use crate::runtime::files::read_bytes;
use crate::runtime::store::revisions::{self, Amount, Known, New};
use crate::sides::Sides;
use crate::source::{self, Format};
use crate::text::decode::Encoding;
use crate::version::{Version, sha256};

/// A file that was changed so shortly before it was read may change again without changing its stamp.
const RACY: Duration = Duration::from_secs(2);

/// Time to find out how much of a text has changed.
const PATIENCE: Duration = Duration::from_millis(200);

/// A state that was there for less than this and that the next one begins with was only half written.
const HALF_WRITTEN: i64 = 10_000;

/// What keeping some files has brought.
#[derive(Default)]
pub(super) struct News {
    /// Files whose past is another now.
    pub(super) changed: Vec<PathBuf>,
    pub(super) has_revisions: bool,
    /// Whether a file was renamed while nobody looked.
    pub(super) has_renamed: bool,
    /// Whether a file was not kept for want of room.
    pub(super) is_left_out: bool,
}

/// Keeps what a file is, and what it was.
pub(super) fn keep_file(
    db: &rusqlite::Connection,
    (path, stamp, format): &Seen,
    encoding: Option<Encoding>,
    is_full: bool,
    news: &mut News,
) -> rusqlite::Result<()> {
    let known = revisions::known(db, path)?;
    let stamp_bytes = stamp.bytes();
    if known.as_ref().is_some_and(|known| known.stamp == stamp_bytes) {
        return Ok(());
    }
    // What cannot be read is listed as unreadable; there is nothing to keep.
    let Ok(bytes) = read_bytes(path) else { return Ok(()) };
    let is_settled = !stamp.is_younger_than(RACY, SystemTime::now());
    let new = New {
        stamp: if is_settled { &stamp_bytes } else { &[] },
        digest: sha256(&bytes),
        bytes: &bytes,
        now: now(),
    };
    match known {
        Some(known) if known.digest == new.digest => revisions::touch(db, known.id, new.stamp),
        Some(known) => {
            let before = revisions::content(db, &known.digest)?.unwrap_or_default();
            let amount = amount(&before, *format, &known, &new, encoding);
            revisions::replace(db, &known, &new, amount)?;
            news.changed.push(path.clone());
            news.has_revisions |= amount.is_some();
            Ok(())
        }
        None => {
            let was_here = |old: &PathBuf| old != path && !old.exists();
            if let Some(from) = revisions::same_bytes(db, &new.digest)?.into_iter().find(was_here)
                && revisions::rename(db, &from, path, new.now, |_| 0)?
            {
                revisions::rename_decisions(db, &from, path)?;
                news.changed.push(path.clone());
                news.has_renamed = true;
                return Ok(());
            }
            if is_full {
                news.is_left_out = true;
                return Ok(());
            }
            revisions::enter(db, path, &new)
        }
    }
}

/// The words of all articles in the bytes of a file.
pub(super) fn n_words(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> u32 {
    let articles = source::read(bytes, format, encoding).into_iter().flatten();
    let n: usize = articles.map(|version| version.n_words()).sum();
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How much of a text has changed; nothing if its text is what it was, or was only half there.
fn amount(
    before: &[u8],
    format: Format,
    known: &Known,
    new: &New<'_>,
    encoding: Option<Encoding>,
) -> Option<Amount> {
    let read = |bytes: &[u8]| -> Vec<Version> {
        source::read(bytes, format, encoding).into_iter().filter_map(Result::ok).collect()
    };
    let (old, new_texts) = (read(before), read(new.bytes));
    let lines = |version: &Version| {
        version.source().lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    let same = |(old, new): (&Version, &Version)| lines(old) == lines(new);
    // Records that came after those there were have replaced nothing.
    let is_same = old.len() <= new_texts.len() && old.iter().zip(&new_texts).all(same);
    if is_same || old.is_empty() {
        return None;
    }
    let is_half = (new.now - known.seen).abs() < HALF_WRITTEN
        && matches!((old.as_slice(), new_texts.as_slice()), ([old], [new]) if lines(new).starts_with(&lines(old)));
    if is_half {
        return None;
    }
    let mut n_edits = (old.len() == new_texts.len()).then_some(0);
    for (old, new) in old.iter().zip(&new_texts) {
        let versions = Sides::new(old, new);
        let marks = versions.map(furniture);
        let inputs = Sides::new(
            Input { version: old, furniture: &marks.left },
            Input { version: new, furniture: &marks.right },
        );
        let collation = collate(&inputs, &Budget::lasting(PATIENCE));
        let n = u32::try_from(collation.summary.n_edits).unwrap_or(u32::MAX);
        n_edits =
            n_edits.filter(|_| collation.truncated.is_none()).map(|sum: u32| sum.saturating_add(n));
    }
    let n_words = old.iter().map(Version::n_words).sum::<usize>();
    Some(Amount { n_words: u32::try_from(n_words).unwrap_or(u32::MAX), n_edits })
}
