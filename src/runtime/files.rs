//! Reading one file: never a pipe, a device or a link by accident, never more than the limit, never half of a
//! file that is being written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::texts::Text;
use crate::corpus::furniture::furniture;
use crate::corpus::profile::Profile;
use crate::corpus::{FileChange, Location, names};
use crate::source::{self, Format, SourceError};
use crate::text::decode::{Encoding, MAX_BYTES};
use crate::version::{Metadata, Version};

/// Why a file is no version.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error("{}", reason(.0))]
    Io(#[from] io::Error),
    /// It is something else than a file.
    #[error("not a regular file")]
    NotAFile,
    /// It is larger than any article.
    #[error("too large: {} MB, the limit is {} MB", .0 / 1_000_000, MAX_BYTES / 1_000_000)]
    TooLarge(u64),
    /// There is no article in it.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// There are several articles in it, and one was asked for.
    #[error("holds {0} articles; name one of them, as in {1}#1")]
    Many(usize, String),
    /// It has fewer articles.
    #[error("has no article {0}; there are {1}")]
    NoSuchRecord(usize, usize),
    /// It was written to while it was read.
    #[error("still being written")]
    Changing,
}

/// The system's own words for an error, without the number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

/// Reads and parses the articles of one file.
///
/// # Errors
///
/// [`ReadError`] says why there is none.
pub fn read_articles(
    path: &Path,
    format: Format,
    told: Option<Encoding>,
) -> Result<Vec<source::Read>, ReadError> {
    Ok(source::read(&read_bytes(path)?, format, told))
}

/// What is to be known of the articles in the bytes of a file.
///
/// # Errors
///
/// [`ReadError`] says why there is nothing to be known.
pub fn profiles(
    path: &Path,
    bytes: &[u8],
    format: Format,
    told: Option<Encoding>,
) -> Result<FileChange, ReadError> {
    let mut articles = source::read(bytes, format, told);
    if format.is_many() && !(articles.len() == 1 && articles[0].is_err()) {
        let profile =
            |read: &source::Read| read.as_ref().map(Profile::of).map_err(ToString::to_string);
        return Ok(FileChange::Records(path.to_owned(), articles.iter().map(profile).collect()));
    }
    let version = articles.pop().unwrap_or(Err(SourceError::NoArticle))?;
    Ok(FileChange::Read(path.to_owned(), Box::new(Profile::of(&version))))
}

/// Reads the text of an article.
///
/// # Errors
///
/// Why there is none, in words.
pub fn read_text(location: &Location, told: Option<Encoding>) -> Result<Text, String> {
    let bytes = read_bytes(&location.path).map_err(|error| error.to_string())?;
    text_of(&bytes, location, told)
}

/// The text of an article in the bytes of its file, or of an earlier state of that.
pub(super) fn text_of(
    bytes: &[u8],
    location: &Location,
    told: Option<Encoding>,
) -> Result<Text, String> {
    let articles = source::read(bytes, Format::of_path(&location.path), told);
    let record = usize::try_from(location.record).ok().filter(|record| *record > 0);
    let version = choose(articles, record, &location.path).map_err(|error| error.to_string())?;
    let own = Arc::new(furniture(&version));
    Ok(Text { version: Arc::new(version), own })
}

/// What is known about a version, with what its file's name tells.
pub fn known(version: &Version, path: &Path) -> Metadata {
    let mut metadata = version.metadata().clone();
    metadata.fill(names::of_path(path));
    metadata
}

/// A path from the root, without `..`: what is left on a file must be found again however the user gets there. Links stay.
pub fn absolute(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    if !path.components().any(|part| part == std::path::Component::ParentDir) {
        return Ok(path);
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if parent.is_dir() => Ok(parent.canonicalize()?.join(name)),
        _ => path.canonicalize(),
    }
}

/// A path as it is kept in databases: byte for byte, whatever it is made of.
pub(super) fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Chooses one of a file's articles, counted from 1; the only one if none is named.
///
/// # Errors
///
/// [`ReadError`] says why there is none.
pub fn choose(
    mut articles: Vec<source::Read>,
    record: Option<usize>,
    path: &Path,
) -> Result<Version, ReadError> {
    let n = articles.len();
    let at = match record {
        None if n > 1 => return Err(ReadError::Many(n, path.display().to_string())),
        None => 0,
        Some(record) => {
            record.checked_sub(1).filter(|at| *at < n).ok_or(ReadError::NoSuchRecord(record, n))?
        }
    };
    Ok(articles.swap_remove(at)?)
}

/// A file that the user names, and which of its articles: "wire.jsonl#3", unless a file has just that name.
pub fn named(path: &Path) -> (PathBuf, Option<usize>) {
    let whole = || (path.to_owned(), None);
    if path.exists() {
        return whole();
    }
    let Some((file, record)) = path.to_str().and_then(|name| name.rsplit_once('#')) else {
        return whole();
    };
    match record.parse() {
        Ok(record) => (PathBuf::from(file), Some(record)),
        Err(_) => whole(),
    }
}

/// Reads the bytes of a regular file.
///
/// # Errors
///
/// [`ReadError`] says why there are none.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = open(path)?;
    let before = file.metadata()?;
    if !before.is_file() {
        return Err(ReadError::NotAFile);
    }
    if before.len() > MAX_BYTES {
        return Err(ReadError::TooLarge(before.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0));
    // One byte more than allowed tells a file that grows while it is read.
    (&file).take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    if is_other(&before, &after) || bytes.len() as u64 != after.len() {
        return Err(ReadError::Changing);
    }
    Ok(bytes)
}

/// Opens a file without waiting for a pipe's other end.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

fn is_other(before: &fs::Metadata, after: &fs::Metadata) -> bool {
    before.len() != after.len() || before.modified().ok() != after.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_article_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let why = |path: &Path| read_bytes(path).expect_err("no article").to_string();
        assert_eq!(why(&folder.path().join("absent.txt")), "no such file or folder");
        assert_eq!(why(folder.path()), "not a regular file");
        let large = folder.path().join("large.txt");
        File::create(&large).and_then(|file| file.set_len(100_000_000)).expect("a sparse file");
        assert_eq!(why(&large), "too large: 100 MB, the limit is 67 MB");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe.txt");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        assert_eq!(read_bytes(&pipe).expect_err("no article").to_string(), "not a regular file");
    }
}
