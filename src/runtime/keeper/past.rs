//! What files are and were: which changes of a file are changes of its text, and how much of it.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Seen, now};
use crate::collate::{Budget, Input, collate};
use crate::corpus::furniture::furniture;
use crate::corpus::profile::Profile;
use crate::runtime::files::read_bytes;
use crate::runtime::renames::is_one_file;
use crate::runtime::scan::{IDENTITY_BYTES, RACY, Stamp};
use crate::runtime::store::revisions::{self, Amount, Known, New, Newest};
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
    /// Files about which another program has done something else meanwhile.
    pub(super) again: Vec<PathBuf>,
}

/// The bytes of a file, and what belongs to them.
struct Content {
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
pub(super) struct Step {
    path: PathBuf,
    /// What was known of it when this was found out.
    before: Option<Known>,
    what: What,
}

enum What {
    /// It has the bytes it had.
    Touch(Vec<u8>),
    /// It has other bytes; what it was is a revision, if that says how much of one.
    Replace(Content, Option<Amount>),
    /// What it was is part of what it is now; the revision before is another text by so much.
    Complete(Content, Option<(Newest, Option<Amount>)>),
    /// It was seen for the first time.
    Enter(Content),
    /// It was renamed while nobody looked.
    Rename(PathBuf, Content),
    /// There is no room for it.
    LeaveOut,
}

impl Step {
    const fn content(&self) -> Option<&Content> {
        match &self.what {
            What::Replace(content, _)
            | What::Complete(content, _)
            | What::Enter(content)
            | What::Rename(_, content) => Some(content),
            What::Touch(_) | What::LeaveOut => None,
        }
    }

    /// Bytes of the file in memory.
    pub(super) fn n_bytes(&self) -> usize {
        self.content().map_or(0, |content| content.bytes.len())
    }

    /// Writes it, unless another program was first.
    pub(super) fn take(
        &self,
        db: &rusqlite::Connection,
        encoding: Option<Encoding>,
        kept: &mut Kept,
    ) -> rusqlite::Result<()> {
        let known = revisions::known(db, &self.path)?;
        let state = |known: &Option<Known>| known.as_ref().map(|known| (known.id, known.digest));
        if state(&known) != state(&self.before) {
            let is_done = known.is_some_and(|known| {
                self.content().is_some_and(|content| content.digest == known.digest)
            });
            let again = if is_done { &mut kept.changed } else { &mut kept.again };
            again.push(self.path.clone());
            return Ok(());
        }
        match (&self.what, &known) {
            (What::Touch(stamp), Some(known)) => return revisions::touch(db, known.id, stamp),
            (What::Replace(content, amount), Some(known)) => {
                revisions::replace(db, known, &content.as_new(), *amount)?;
                kept.has_revisions |= amount.is_some();
            }
            (What::Complete(content, earlier), Some(known)) => {
                let earlier = earlier.as_ref().map(|(newest, amount)| (newest, *amount));
                revisions::complete(db, known, &content.as_new(), earlier)?;
            }
            (What::Rename(from, content), _) => {
                let format = Format::of_path(&self.path);
                let compare = |old: &[u8], new: &[u8]| amount(old, new, format, encoding);
                if !revisions::rename(db, from, &self.path, content.now, compare)? {
                    // Another file with these bytes was first.
                    return revisions::enter(db, &self.path, &content.as_new());
                }
                revisions::rename_decisions(db, from, &self.path)?;
                kept.has_renamed = true;
                // It may have been rewritten too.
                let known = revisions::known(db, &self.path)?;
                if let Some(known) = known.filter(|known| known.digest != content.digest) {
                    let before = revisions::content(db, &known.digest)?.unwrap_or_default();
                    let amount = compare(&before, &content.bytes);
                    revisions::replace(db, &known, &content.as_new(), amount)?;
                    kept.has_revisions |= amount.is_some();
                }
            }
            (What::Enter(content), _) => {
                return revisions::enter(db, &self.path, &content.as_new());
            }
            (What::LeaveOut, _) => kept.is_left_out = true,
            (What::Touch(_) | What::Replace(..) | What::Complete(..), None) => {}
        }
        kept.changed.push(self.path.clone());
        Ok(())
    }
}

/// Finds out what is to be done about a file; nothing if all of it is known.
pub(super) fn step(
    db: &rusqlite::Connection,
    (path, stamp, format): &Seen,
    encoding: Option<Encoding>,
    is_full: bool,
) -> rusqlite::Result<Option<Step>> {
    let before = revisions::known(db, path)?;
    let stamp_bytes = stamp.bytes();
    if before.as_ref().is_some_and(|known| known.stamp == stamp_bytes) {
        return Ok(None);
    }
    // What cannot be read is listed as unreadable; there is nothing to keep.
    let Ok(bytes) = read_bytes(path) else { return Ok(None) };
    let is_settled = !stamp.is_younger_than(RACY, SystemTime::now());
    let content = Content {
        // Half a stamp is none, but tells which file it is.
        stamp: if is_settled { stamp_bytes } else { stamp.identity_bytes() },
        digest: sha256(&bytes),
        bytes,
        now: now(),
    };
    let what = match &before {
        Some(known) if known.digest == content.digest => What::Touch(content.stamp),
        Some(known) if known.stamp.starts_with(&stamp.identity_bytes()) => {
            other_bytes(db, known, content, *format, encoding)?
        }
        _ => match (moved_here(db, path, &content, stamp, *format, encoding)?, &before) {
            (Some(from), _) => What::Rename(from, content),
            (None, Some(known)) => other_bytes(db, known, content, *format, encoding)?,
            (None, None) if is_full => What::LeaveOut,
            (None, None) => What::Enter(content),
        },
    };
    Ok(Some(Step { path: path.clone(), before, what }))
}

/// What is to be done about a file that has other bytes.
fn other_bytes(
    db: &rusqlite::Connection,
    known: &Known,
    content: Content,
    format: Format,
    encoding: Option<Encoding>,
) -> rusqlite::Result<What> {
    let before = revisions::content(db, &known.digest)?.unwrap_or_default();
    let is_part = AssertUnwindSafe(|| is_part(&before, format, known, &content.as_new(), encoding));
    if !catch_unwind(is_part).unwrap_or(false) {
        let amount = amount(&before, &content.bytes, format, encoding);
        return Ok(What::Replace(content, amount));
    }
    let Some(newest) = revisions::newest(db, known.id)? else {
        return Ok(What::Complete(content, None));
    };
    let earlier = revisions::content(db, &newest.digest)?.unwrap_or_default();
    let amount = amount(&earlier, &content.bytes, format, encoding);
    Ok(What::Complete(content, Some((newest, amount))))
}

/// The file that is gone since it was looked at, and is this one by its number on the disk and by its text: it was moved here.
/// A copy of a file that is away for a while takes nothing from it. The number alone tells little, for it is given again.
fn moved_here(
    db: &rusqlite::Connection,
    path: &Path,
    content: &Content,
    stamp: &Stamp,
    format: Format,
    encoding: Option<Encoding>,
) -> rusqlite::Result<Option<PathBuf>> {
    if content.bytes.len() < MIN_RECOGNISED || stamp.identity().is_none() {
        return Ok(None);
    }
    let is_gone = |old: &PathBuf| {
        let there = std::fs::symlink_metadata(old);
        old != path && there.is_err_and(|error| error.kind() == ErrorKind::NotFound)
    };
    for (old, digest) in revisions::same_number(db, &stamp.identity_bytes())? {
        if is_gone(&old) {
            let before = revisions::content(db, &digest)?.unwrap_or_default();
            let alike = AssertUnwindSafe(|| is_one_text(&before, &content.bytes, format, encoding));
            if digest == content.digest || catch_unwind(alike).unwrap_or(false) {
                return Ok(Some(old));
            }
        }
    }
    Ok(None)
}

/// Whether a file that holds one article holds the same, written over in part.
fn is_one_text(before: &[u8], now: &[u8], format: Format, encoding: Option<Encoding>) -> bool {
    match (texts(before, format, encoding).as_slice(), texts(now, format, encoding).as_slice()) {
        ([before], [now]) => is_one_file(&Profile::of(before), &Profile::of(now)),
        _ => false,
    }
}

/// The articles in the bytes of a file.
fn texts(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Vec<Version> {
    source::read(bytes, format, encoding).into_iter().filter_map(Result::ok).collect()
}

/// What a text says in lines, whatever ends them.
fn lines(version: &Version) -> String {
    version.source().lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn is_blank(texts: &[Version]) -> bool {
    texts.iter().all(|version| version.n_words() == 0)
}

fn is_same((old, new): (&Version, &Version)) -> bool {
    lines(old) == lines(new)
}

/// Whether what a file was is no state, but part of what it is now: it had just been written when it was first seen, or there
/// was no text in it at all.
fn is_part(
    before: &[u8],
    format: Format,
    known: &Known,
    new: &New<'_>,
    encoding: Option<Encoding>,
) -> bool {
    let (old, new_texts) = (texts(before, format, encoding), texts(new.bytes, format, encoding));
    if is_blank(&old) {
        return !is_blank(&new_texts);
    }
    // A stamp tells if it was old already when it was first seen.
    known.stamp.len() <= IDENTITY_BYTES
        && (new.now - known.seen).abs() < HALF_WRITTEN
        && matches!((old.as_slice(), new_texts.as_slice()), ([old], [new]) if !is_same((old, new)) && lines(new).starts_with(&lines(old)))
}

/// How much of a text was overwritten; nothing if there is the same now, in other bytes.
pub(super) fn amount(
    before: &[u8],
    new: &[u8],
    format: Format,
    encoding: Option<Encoding>,
) -> Option<Amount> {
    catch_unwind(|| difference(&texts(before, format, encoding), &texts(new, format, encoding)))
        // A fault is no reason to lose a state.
        .unwrap_or(Some(Amount { n_words: 0, n_edits: None }))
}

fn difference(old: &[Version], new: &[Version]) -> Option<Amount> {
    // Where there was no text, none was overwritten. Records that came after those there were have replaced nothing.
    if is_blank(old) || old.len() <= new.len() && old.iter().zip(new).all(is_same) {
        return None;
    }
    let budget = Budget::lasting(PATIENCE);
    let mut n_edits = (old.len() == new.len()).then_some(0);
    for (old, new) in old.iter().zip(new).filter(|pair| !is_same(*pair)) {
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
    Some(Amount { n_words: u32::try_from(n_words).unwrap_or(u32::MAX), n_edits })
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::runtime::scan::{Found, roots, scan};
    use crate::runtime::store::{Place, Store};

    const HALF: &str = "Ferry hits wall\n\nThe ferry struck";
    const WHOLE: &str = "Ferry hits wall\n\nThe ferry struck the outer wall on Tuesday.\n";

    /// Whether a text of a file, first seen at 10,000 with a stamp of so many bytes, is part of what it is at another time.
    fn is_part_of(before: &str, stamp: usize, text: &str, now: i64) -> bool {
        let digest = sha256(before.as_bytes());
        let known = Known { id: 1, stamp: vec![0; stamp], digest, seen: 10_000, reviewed: digest };
        let bytes = text.as_bytes();
        let new = New { stamp: &[], digest: sha256(bytes), bytes, now };
        is_part(before.as_bytes(), Format::Text, &known, &new, None)
    }

    #[test]
    fn what_was_half_written_a_moment_ago_was_no_text() {
        for now in [10_000, 11_999, 8_001] {
            assert!(is_part_of(HALF, IDENTITY_BYTES, WHOLE, now), "{now}");
        }
        // It stood for a while, before or after a clock was set; or it had been there for long when it was first seen.
        for now in [12_000, 8_000, -5] {
            assert!(!is_part_of(HALF, IDENTITY_BYTES, WHOLE, now), "{now}");
        }
        assert!(!is_part_of(HALF, IDENTITY_BYTES + 1, WHOLE, 10_001));
        // It says something else.
        let other = WHOLE.replace("struck", "passed");
        assert!(!is_part_of(HALF, IDENTITY_BYTES, &other, 10_001));
        assert!(!is_part_of(WHOLE, IDENTITY_BYTES, &format!("{WHOLE}\n"), 10_001));
        // Where there is no text, there never was a state.
        assert!(is_part_of("", IDENTITY_BYTES + 1, WHOLE, 99_000));
        assert!(!is_part_of("", IDENTITY_BYTES, "\n", 10_001));
    }

    /// A folder with a file, and programs on one store.
    struct Folder {
        folder: TempDir,
        stores: [Store; 2],
    }

    impl Folder {
        fn new(text: &str) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let open = || {
                let place = Place::At(folder.path().join("store.db"));
                Store::open(&place).expect("a store").0
            };
            let stores = [open(), open()];
            let mut folder = Self { folder, stores };
            folder.saved(text);
            folder
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("a.txt")
        }

        /// What one of the programs finds out about the file.
        fn step(&self, program: usize) -> Option<Step> {
            let tree = scan(&roots(&[self.path()]).expect("there"));
            let (path, found) = tree.files.into_iter().next().expect("a file");
            let Found::Article(stamp, format) = found else { panic!("it can be read") };
            let seen = (path, stamp, format);
            step(self.stores[program].known(), &seen, None, false).expect("read")
        }

        fn take(&mut self, program: usize, step: Option<&Step>) -> Kept {
            let mut kept = Kept::default();
            let take = |db: &rusqlite::Connection| {
                step.iter().try_for_each(|step| step.take(db, None, &mut kept))
            };
            self.stores[program].in_one(take).expect("written");
            kept
        }

        /// Saves the file, and keeps what it is.
        fn saved(&mut self, text: &str) {
            std::fs::write(self.path(), text).expect("written");
            let step = self.step(0);
            self.take(0, step.as_ref());
        }

        /// The edits to the next state, of all states, the newest first; and whether the reader is to take note of the last.
        fn past(&self) -> (Vec<Option<u32>>, bool) {
            let revisions = self.stores[0].revisions(&self.path()).expect("read");
            let past = self.stores[0].past(&self.path()).expect("read");
            (revisions.iter().map(|state| state.n_edits).collect(), past.reviewed.is_some())
        }
    }

    #[test]
    fn what_was_half_written_leaves_no_count_behind() {
        let mut folder = Folder::new(WHOLE);
        folder.saved("");
        assert_eq!(folder.past().0.len(), 1);
        // The same again: nothing has happened.
        folder.saved(WHOLE);
        assert_eq!(folder.past(), (vec![], false));
        // In pieces: it is the whole that counts.
        let after = WHOLE.replace("outer", "inner").replace("Tuesday", "Monday");
        for end in [0, 20, 30, 40] {
            folder.saved(&after.chars().take(end).collect::<String>());
            assert_eq!(folder.past().0.len(), 1);
        }
        folder.saved(&after);
        assert_eq!(folder.past(), (vec![Some(2)], true));
        // Other line ends of the same, after nothing at all.
        folder.saved("");
        folder.saved(&after.replace('\n', "\r\n"));
        assert_eq!(folder.past(), (vec![Some(2)], true));
    }

    #[test]
    fn of_two_programs_one_keeps_a_state() {
        let mut folder = Folder::new(WHOLE);
        std::fs::write(folder.path(), WHOLE.replace("outer", "inner")).expect("written");
        let steps = [folder.step(0), folder.step(1)];
        for (program, step) in steps.into_iter().enumerate() {
            let kept = folder.take(program, step.as_ref());
            assert_eq!(kept.changed.len(), 1);
            assert!(kept.again.is_empty());
        }
        assert_eq!(folder.past().0, [Some(1)]);
        // Who was slower, and found out something else, looks again.
        std::fs::write(folder.path(), WHOLE.replace("outer", "third")).expect("written");
        let late = folder.step(1);
        folder.saved(&WHOLE.replace("outer", "fourth"));
        assert_eq!(folder.take(1, late.as_ref()).again.len(), 1);
        assert_eq!(folder.past().0.len(), 2);
        let step = folder.step(1);
        assert!(folder.take(1, step.as_ref()).again.is_empty());
        assert_eq!(folder.past().0.len(), 2);
    }
}
