//! What files are and were: which changes of a file are changes of its text, and how much of it.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Seen, now};
use crate::collate::{Budget, Input, collate};
use crate::corpus::furniture::furniture;
use crate::runtime::files::read_bytes;
use crate::runtime::scan::{IDENTITY_BYTES, RACY, Stamp};
use crate::runtime::store::revisions::{self, Amount, Known, New};
use crate::sides::Sides;
use crate::source::{self, Format};
use crate::text::decode::Encoding;
use crate::version::{Version, sha256};

/// Smaller files are recognised by nothing: many are alike.
const MIN_RECOGNISED: usize = 64;

/// Time to find out how much of a text has changed.
const PATIENCE: Duration = Duration::from_millis(200);

/// A state that was there for less than this, in milliseconds, and that the next one begins with was only half written: slow
/// writers pause for less.
const HALF_WRITTEN: i64 = 2_000;

/// What keeping some files has brought.
#[derive(Default)]
pub(super) struct Kept {
    /// Files whose past is another now.
    pub(super) changed: Vec<PathBuf>,
    pub(super) has_revisions: bool,
    /// Whether a file was renamed while nobody looked.
    pub(super) has_renamed: bool,
    /// Whether a file was not kept for want of room.
    pub(super) is_left_out: bool,
}

/// The bytes of a file, and what belongs to them.
pub(super) struct Content {
    path: PathBuf,
    stamp: Vec<u8>,
    digest: [u8; 32],
    bytes: Vec<u8>,
    now: i64,
}

impl Content {
    const fn as_new(&self) -> New<'_> {
        New {
            stamp: self.stamp.as_slice(),
            digest: self.digest,
            bytes: self.bytes.as_slice(),
            now: self.now,
        }
    }
}

/// What is to be done about one file.
pub(super) enum Step {
    /// It has the bytes it had.
    Touch(i64, Vec<u8>),
    /// It has other bytes; what it was is a revision, if that says how much of one.
    Replace(Known, Content, Option<Amount>),
    /// It was seen for the first time.
    Enter(Content),
    /// It was renamed while nobody looked.
    Rename(PathBuf, Content),
    /// There is no room for it.
    LeaveOut,
}

impl Step {
    /// Bytes of the file in memory.
    pub(super) const fn n_bytes(&self) -> usize {
        match self {
            Self::Replace(_, content, _) | Self::Enter(content) | Self::Rename(_, content) => {
                content.bytes.len()
            }
            Self::Touch(..) | Self::LeaveOut => 0,
        }
    }

    /// Writes it.
    pub(super) fn take(
        &self,
        db: &rusqlite::Connection,
        count: &dyn Fn(&[u8], &Path) -> u32,
        kept: &mut Kept,
    ) -> rusqlite::Result<()> {
        match self {
            Self::Touch(id, stamp) => revisions::touch(db, *id, stamp),
            Self::Replace(known, content, amount) => {
                revisions::replace(db, known, &content.as_new(), *amount)?;
                kept.changed.push(content.path.clone());
                kept.has_revisions |= amount.is_some();
                Ok(())
            }
            Self::Enter(content) => revisions::enter(db, &content.path, &content.as_new()),
            Self::Rename(from, content) => {
                let words = |bytes: &[u8]| count(bytes, &content.path);
                if !revisions::rename(db, from, &content.path, content.now, words)? {
                    // Another file with these bytes was first.
                    return revisions::enter(db, &content.path, &content.as_new());
                }
                revisions::rename_decisions(db, from, &content.path)?;
                kept.changed.push(content.path.clone());
                kept.has_renamed = true;
                Ok(())
            }
            Self::LeaveOut => {
                kept.is_left_out = true;
                Ok(())
            }
        }
    }
}

/// Finds out what is to be done about a file; nothing if all of it is known.
pub(super) fn step(
    db: &rusqlite::Connection,
    (path, stamp, format): &Seen,
    encoding: Option<Encoding>,
    is_full: bool,
) -> rusqlite::Result<Option<Step>> {
    let known = revisions::known(db, path)?;
    let stamp_bytes = stamp.bytes();
    if known.as_ref().is_some_and(|known| known.stamp == stamp_bytes) {
        return Ok(None);
    }
    // What cannot be read is listed as unreadable; there is nothing to keep.
    let Ok(bytes) = read_bytes(path) else { return Ok(None) };
    let is_settled = !stamp.is_younger_than(RACY, SystemTime::now());
    let content = Content {
        path: path.clone(),
        // Half a stamp is none, but tells which file it is.
        stamp: if is_settled { stamp_bytes } else { stamp.identity_bytes() },
        digest: sha256(&bytes),
        bytes,
        now: now(),
    };
    if let Some(known) = &known
        && known.digest == content.digest
    {
        return Ok(Some(Step::Touch(known.id, content.stamp)));
    }
    if let Some(from) = moved_here(db, &content, stamp)? {
        return Ok(Some(Step::Rename(from, content)));
    }
    Ok(Some(match known {
        Some(known) => {
            let before = revisions::content(db, &known.digest)?.unwrap_or_default();
            let compare =
                AssertUnwindSafe(|| became(&before, *format, &known, &content.as_new(), encoding));
            // A fault is no reason to lose a state.
            let unknown = || Became::Another(Amount { n_words: 0, n_edits: None });
            match catch_unwind(compare).unwrap_or_else(|_| unknown()) {
                Became::Same => Step::Replace(known, content, None),
                // What there is now was not there before, however long its writer takes.
                Became::Whole => Step::Replace(Known { seen: content.now, ..known }, content, None),
                Became::Another(amount) => Step::Replace(known, content, Some(amount)),
            }
        }
        None if is_full => Step::LeaveOut,
        None => Step::Enter(content),
    }))
}

/// The file that had just these bytes, is gone since, and is this one by its number on the disk: it was moved here. A copy
/// of a file that is away for a while takes nothing from it.
fn moved_here(
    db: &rusqlite::Connection,
    content: &Content,
    stamp: &Stamp,
) -> rusqlite::Result<Option<PathBuf>> {
    if content.bytes.len() < MIN_RECOGNISED {
        return Ok(None);
    }
    let is_gone = |old: &PathBuf| {
        let there = std::fs::symlink_metadata(old);
        *old != content.path && there.is_err_and(|error| error.kind() == ErrorKind::NotFound)
    };
    for old in revisions::same_bytes(db, &content.digest)?.into_iter().filter(is_gone) {
        let known = revisions::known(db, &old)?;
        if known.is_some_and(|known| known.stamp.starts_with(&stamp.identity_bytes())) {
            return Ok(Some(old));
        }
    }
    Ok(None)
}

/// The words of all articles in the bytes of a file; none where that cannot be found out.
pub(super) fn n_words(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> u32 {
    let count = || -> usize {
        let articles = source::read(bytes, format, encoding).into_iter().flatten();
        articles.map(|version| version.n_words()).sum()
    };
    u32::try_from(catch_unwind(count).unwrap_or(0)).unwrap_or(u32::MAX)
}

/// What a text became when its file was overwritten.
#[derive(Clone, Copy, Debug)]
enum Became {
    /// What it was, in other bytes.
    Same,
    /// More of it: it was only half written.
    Whole,
    /// Another one, by so much.
    Another(Amount),
}

/// What a text has become.
fn became(
    before: &[u8],
    format: Format,
    known: &Known,
    new: &New<'_>,
    encoding: Option<Encoding>,
) -> Became {
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
        return Became::Same;
    }
    // It had just been written when it was first seen, or its stamp would tell.
    let is_half = known.stamp.len() <= IDENTITY_BYTES
        && (new.now - known.seen).abs() < HALF_WRITTEN
        && matches!((old.as_slice(), new_texts.as_slice()), ([old], [new]) if lines(new).starts_with(&lines(old)));
    if is_half {
        return Became::Whole;
    }
    let budget = Budget::lasting(PATIENCE);
    let mut n_edits = (old.len() == new_texts.len()).then_some(0);
    for (old, new) in old.iter().zip(&new_texts).filter(|pair| !same(*pair)) {
        let marks = Sides::new(old, new).map(furniture);
        let inputs = Sides::new(
            Input { version: old, furniture: &marks.left },
            Input { version: new, furniture: &marks.right },
        );
        let collation = collate(&inputs, &budget);
        let n = u32::try_from(collation.summary.n_edits).unwrap_or(u32::MAX);
        n_edits =
            n_edits.filter(|_| collation.truncated.is_none()).map(|sum: u32| sum.saturating_add(n));
    }
    let n_words = old.iter().map(Version::n_words).sum::<usize>();
    Became::Another(Amount { n_words: u32::try_from(n_words).unwrap_or(u32::MAX), n_edits })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: &str = "Ferry hits wall\n\nThe ferry struck";
    const WHOLE: &str = "Ferry hits wall\n\nThe ferry struck the outer wall on Tuesday.\n";

    /// What a text of a file, first seen at 10,000 with this stamp, became at another time.
    fn after(before: &str, stamp: usize, text: &str, now: i64) -> Became {
        let digest = sha256(before.as_bytes());
        let known = Known { id: 1, stamp: vec![0; stamp], digest, seen: 10_000, reviewed: digest };
        let bytes = text.as_bytes();
        let new = New { stamp: &[], digest: sha256(bytes), bytes, now };
        became(before.as_bytes(), Format::Text, &known, &new, None)
    }

    #[test]
    fn what_was_half_written_a_moment_ago_was_no_text() {
        let is_whole = |became| matches!(became, Became::Whole);
        let is_another = |became| matches!(became, Became::Another(_));
        for now in [10_000, 11_999, 8_001] {
            assert!(is_whole(after(HALF, IDENTITY_BYTES, WHOLE, now)), "{now}");
        }
        // It stood for a while, before or after a clock was set; or it had been there for long when it was first seen.
        for now in [12_000, 8_000, -5] {
            assert!(is_another(after(HALF, IDENTITY_BYTES, WHOLE, now)), "{now}");
        }
        assert!(is_another(after(HALF, IDENTITY_BYTES + 1, WHOLE, 10_001)));
        // It says something else.
        let other = WHOLE.replace("struck", "passed");
        assert!(is_another(after(HALF, IDENTITY_BYTES, &other, 10_001)));
        assert!(matches!(
            after(WHOLE, IDENTITY_BYTES, &format!("{WHOLE}\n"), 10_001),
            Became::Same
        ));
    }
}
