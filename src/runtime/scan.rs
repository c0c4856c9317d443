//! What articles there are: the folders as they stand, and what changed since they were last looked through.
//!
//! Watchers lose events; a scan does not. So events only say *when* to look, and [`changes`] says what happened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf, is_separator};

use anyhow::{Context as _, Result};
use walkdir::WalkDir;

use super::files::reason;
use crate::source::Format;

/// Folders nested deeper than this are left out.
const MAX_DEPTH: usize = 64;

/// Something the user asked to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Where it is; absolute.
    pub path: PathBuf,
    /// Whether it is a single file. One is read whatever its name is.
    pub is_file: bool,
}

/// Makes roots of what the user named.
///
/// # Errors
///
/// When one of them is not there.
pub fn roots(paths: &[PathBuf]) -> Result<Vec<Root>> {
    let mut roots: Vec<Root> = Vec::new();
    for path in paths {
        let name = || crate::text::safe::SafeText::new(&path.to_string_lossy()).to_string();
        let metadata = std::fs::metadata(path)
            .map_err(|error| anyhow::anyhow!("{}: {}", name(), reason(&error)))?;
        // The folder is named by what it is called, not by where links lead: it may be replaced.
        let path = super::files::absolute(path).with_context(name)?;
        let root = Root { path, is_file: !metadata.is_dir() };
        if root.is_file || !roots.contains(&root) {
            roots.push(root);
        }
    }
    Ok(roots)
}

/// A file that was changed so shortly before it was read may change again without changing its stamp.
pub(super) const RACY: std::time::Duration = std::time::Duration::from_secs(2);

/// Bytes of a stamp that tell which file it is.
pub(super) const IDENTITY_BYTES: usize = 16;

/// What tells that a file may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Device and number on it.
    identity: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self {
            identity: (metadata.dev(), metadata.ino()),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        let since = |time: std::io::Result<std::time::SystemTime>| {
            let since = time
                .ok()
                .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
                .unwrap_or_default();
            (i64::try_from(since.as_secs()).unwrap_or(0), i64::from(since.subsec_nanos()))
        };
        Self {
            identity: (0, 0),
            size: metadata.len(),
            modified: since(metadata.modified()),
            changed: since(metadata.created()),
        }
    }

    /// Device and number of the file on it, where the system has such numbers.
    pub(super) fn identity(&self) -> Option<(u64, u64)> {
        (self.identity != (0, 0)).then_some(self.identity)
    }

    /// The stamp as bytes, for a cache.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let numbers = [
            self.identity.0.cast_signed(),
            self.identity.1.cast_signed(),
            self.size.cast_signed(),
            self.modified.0,
            self.modified.1,
            self.changed.0,
            self.changed.1,
        ];
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// Device and number of the file on it, as bytes: how [`Self::bytes`] begins.
    pub(super) fn identity_bytes(&self) -> Vec<u8> {
        self.bytes().into_iter().take(IDENTITY_BYTES).collect()
    }

    /// Whether the file was changed less than so long before `now`, or after it.
    pub(super) fn is_younger_than(
        &self,
        age: std::time::Duration,
        now: std::time::SystemTime,
    ) -> bool {
        let now = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let age = i64::try_from(age.as_secs()).unwrap_or(i64::MAX);
        self.modified.0.max(self.changed.0).saturating_add(age) >= now
    }

    /// A stamp of long ago.
    #[cfg(test)]
    pub(super) const fn old() -> Self {
        Self { identity: (1, 2), size: 3, modified: (4, 5), changed: (6, 7) }
    }

    /// Whether two stamps are of one file that was only renamed: renaming changes the time of change.
    fn is_renamed(&self, other: &Self) -> bool {
        self.identity != (0, 0)
            && self.identity == other.identity
            && self.size == other.size
            && self.modified == other.modified
    }
}

/// One file of the folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file to be read.
    Article(Stamp, Format),
    /// Something that cannot be read, and why.
    Refused(String),
}

/// The folders as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// All articles, and what looks like one but cannot be read.
    pub files: BTreeMap<PathBuf, Found>,
    /// All folders, with what identifies them, so that a replaced one is noticed.
    pub folders: BTreeMap<PathBuf, (u64, u64)>,
    /// Roots that are not there.
    pub missing: Vec<PathBuf>,
}

/// Looks through all roots.
pub fn scan(roots: &[Root]) -> Tree {
    scan_telling(roots, |_path| {})
}

/// The same, and tells of every file to be read as it is found.
pub(super) fn scan_telling(roots: &[Root], mut tell: impl FnMut(&Path)) -> Tree {
    let mut tree = Tree::default();
    // Gathered in the order in which they are found, which is their own: so the map is made at once.
    let mut files = Vec::new();
    let mut add = |path: PathBuf, found: Found| {
        if matches!(found, Found::Article(..)) {
            tell(&path);
        }
        files.push((path, found));
    };
    for root in roots {
        match std::fs::metadata(&root.path) {
            Err(_) => tree.missing.push(root.path.clone()),
            Ok(metadata) if root.is_file || metadata.is_file() => {
                let format = Format::of_path(&root.path);
                add(root.path.clone(), Found::Article(Stamp::of(&metadata), format));
                // A file is watched through its folder: editors replace files.
                if let Some(parent) = root.path.parent() {
                    add_folder(&mut tree, parent);
                }
            }
            Ok(_) => scan_folder(&root.path, &mut tree, &mut add),
        }
    }
    tree.files = files.into_iter().collect();
    tree
}

/// The folders as they stand when nothing but these files has changed: known files that are still there. Nothing if it is
/// not as simple as that; then all has to be looked through.
pub fn look_again(before: &Tree, paths: &BTreeSet<PathBuf>) -> Option<Tree> {
    let mut tree = before.clone();
    for path in paths {
        let is_article = path.extension().and_then(|ending| ending.to_str());
        let is_article = is_article.and_then(Format::of_ending).is_some() && !is_hidden(path);
        match std::fs::symlink_metadata(path) {
            // What editors leave for a moment comes and goes; folders do not.
            Ok(metadata) if !is_article && !metadata.is_dir() => {}
            Err(_) if !is_article && !before.folders.contains_key(path) => {}
            Ok(metadata) if before.files.contains_key(path) && metadata.is_file() => {
                tree.files.extend(found(path, false).map(|found| (path.clone(), found)));
            }
            _ => return None,
        }
    }
    Some(tree)
}

fn add_folder(tree: &mut Tree, path: &Path) {
    if let Ok(metadata) = std::fs::metadata(path) {
        tree.folders.insert(path.to_owned(), Stamp::of(&metadata).identity);
    }
}

fn scan_folder(root: &Path, tree: &mut Tree, add: &mut dyn FnMut(PathBuf, Found)) {
    if let Some(parent) = root.parent() {
        // So that a root that is deleted and comes back is noticed.
        add_folder(tree, parent);
    }
    // A root may be a link; what it leads to is walked.
    let walk = WalkDir::new(root)
        .max_depth(MAX_DEPTH)
        .follow_links(false)
        .follow_root_links(true)
        // In one folder paths are in the order of their names, and these would have to be found in them.
        .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    for entry in
        walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path()))
    {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || entry.depth() == 0 => {
                add_folder(tree, entry.path());
            }
            Ok(entry) => {
                if let Some(found) = found(entry.path(), entry.file_type().is_symlink()) {
                    add(entry.into_path(), found);
                }
            }
            Err(error) => {
                // A file that vanished between being listed and being looked at is no trouble.
                let is_gone = error
                    .io_error()
                    .is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
                if let Some(path) = error.path().filter(|_| !is_gone) {
                    let why = error
                        .io_error()
                        .map_or_else(|| "cannot be looked through".to_owned(), reason);
                    add(path.to_owned(), Found::Refused(format!("folder: {why}")));
                }
            }
        }
    }
}

/// What is found at a path; nothing if it is no article.
fn found(path: &Path, is_link: bool) -> Option<Found> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let format = ending.and_then(Format::of_ending)?;
    if is_link {
        return Some(Found::Refused("a symbolic link, not followed".to_owned()));
    }
    match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Some(Found::Article(Stamp::of(&metadata), format)),
        Ok(_) => Some(Found::Refused("not a regular file".to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(Found::Refused(reason(&error))),
    }
}

/// Hidden files, and what editors and copying programs leave for a moment.
fn is_hidden(path: &Path) -> bool {
    // To take the path apart takes longer than to find the file.
    let path = path.as_os_str().as_encoded_bytes();
    let name = path.rsplit(|byte| is_separator(char::from(*byte))).next().unwrap_or(path);
    name.starts_with(b".")
        || name.starts_with(b"#")
        || name.ends_with(b"~")
        || name.starts_with(b"~$")
}

/// What happened between two scans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were renamed and are otherwise as they were.
    pub moved: Vec<(PathBuf, PathBuf)>,
    /// Files that are gone.
    pub gone: Vec<PathBuf>,
    /// Files to be read, anew or again.
    pub to_read: Vec<(PathBuf, Stamp, Format)>,
    /// Files that cannot be read, and why.
    pub refused: Vec<(PathBuf, String)>,
}

impl Changes {
    /// Whether nothing happened.
    pub const fn is_empty(&self) -> bool {
        self.moved.is_empty()
            && self.gone.is_empty()
            && self.to_read.is_empty()
            && self.refused.is_empty()
    }
}

/// Compares two scans.
pub fn changes(before: &Tree, after: &Tree) -> Changes {
    let mut changes = Changes::default();
    let mut gone: Vec<(&PathBuf, &Found)> =
        before.files.iter().filter(|(path, _)| !after.files.contains_key(*path)).collect();
    for (path, found) in &after.files {
        let known = before.files.get(path);
        if known == Some(found) {
            continue;
        }
        match found {
            Found::Refused(why) => changes.refused.push((path.clone(), why.clone())),
            Found::Article(stamp, format) => {
                let is_source = |old: &Found| matches!(old, Found::Article(old, old_format) if old.is_renamed(stamp) && old_format == format);
                match gone.iter().position(|(_, old)| known.is_none() && is_source(old)) {
                    Some(at) => changes.moved.push((gone.remove(at).0.clone(), path.clone())),
                    None => changes.to_read.push((path.clone(), *stamp, *format)),
                }
            }
        }
    }
    changes.gone = gone.into_iter().map(|(path, _)| path.clone()).collect();
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(folder: &Path) -> Tree {
        scan(&roots(&[folder.to_owned()]).expect("it is there"))
    }

    fn names(paths: &[PathBuf]) -> Vec<String> {
        paths
            .iter()
            .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn articles_are_found_and_the_rest_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("deep/er")).expect("folders");
        fs::create_dir_all(at(".git")).expect("a hidden folder");
        for name in [
            "a.txt", "b.MD", "deep/er/c.text", "d.markdown", "e.jpg", ".f.txt", "g.txt~", "#h.txt",
            ".git/i.txt", "j",
        ] {
            fs::write(at(name), "x").expect("a file");
        }
        let found: Vec<PathBuf> = tree(folder.path()).files.into_keys().collect();
        assert_eq!(names(&found), ["a.txt", "b.MD", "d.markdown", "c.text"]);
    }

    #[test]
    fn only_what_is_simple_is_looked_at_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("deep")).expect("a folder");
        for name in ["a.txt", "b.txt"] {
            fs::write(at(name), name).expect("a file");
        }
        let before = tree(folder.path());
        let again = |names: &[&str]| {
            let tree = look_again(&before, &names.iter().map(|name| at(name)).collect())?;
            Some(changes(&before, &tree))
        };
        fs::write(at("a.txt"), "something else").expect("a file");
        fs::write(at("a.txt~"), "a backup").expect("a file");
        let changed = again(&["a.txt", "a.txt~", ".a.swp"]).expect("simple");
        assert_eq!(changed, changes(&before, &tree(folder.path())));
        assert_eq!(changed.to_read.len(), 1);
        fs::write(at("new.txt"), "new").expect("a file");
        fs::remove_file(at("b.txt")).expect("removed");
        for name in ["new.txt", "b.txt", "deep"] {
            assert_eq!(again(&["a.txt", name]), None, "{name}");
        }
    }

    #[test]
    fn scans_tell_what_happened() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["kept.txt", "moved.txt", "gone.txt", "changed.txt"] {
            fs::write(at(name), name).expect("a file");
        }
        let before = tree(folder.path());
        assert!(changes(&before, &tree(folder.path())).is_empty());
        fs::rename(at("moved.txt"), at("there.txt")).expect("renamed");
        fs::remove_file(at("gone.txt")).expect("removed");
        fs::write(at("changed.txt"), "other words").expect("written");
        fs::write(at("new.txt"), "new").expect("written");
        let changes = changes(&before, &tree(folder.path()));
        assert_eq!(
            changes.moved,
            [(std::path::absolute(at("moved.txt")).expect("a path"), at("there.txt"))]
        );
        assert_eq!(names(&changes.gone), ["gone.txt"]);
        let read: Vec<PathBuf> = changes.to_read.into_iter().map(|(path, ..)| path).collect();
        assert_eq!(names(&read), ["changed.txt", "new.txt"]);
    }

    #[test]
    fn an_absent_root_is_an_error_in_one_line() {
        let error = roots(&[PathBuf::from("/no/such/\x1bfolder")]).expect_err("absent");
        assert_eq!(error.to_string(), "/no/such/␛folder: no such file or folder");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_shown_and_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("a.txt")).expect("a link");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("a link");
        let files = tree(folder.path()).files;
        assert_eq!(files.len(), 1);
        assert!(matches!(files.values().next(), Some(Found::Refused(why)) if why.contains("link")));
    }
}
