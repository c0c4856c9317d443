//! Reading one file: never a pipe, a device or a link by accident, never more than the limit, never half of a
//! file that is being written.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::parse::parse;
use crate::text::blocks::Markup;
use crate::text::decode::MAX_BYTES;
use crate::version::Version;

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
    /// It is not text.
    #[error(transparent)]
    NotText(#[from] crate::text::decode::DecodeError),
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

/// Reads and parses one article.
///
/// # Errors
///
/// [`ReadError`] says why there is no version.
pub fn read_article(path: &Path, markup: Markup) -> Result<Version, ReadError> {
    Ok(parse(&read_bytes(path)?, markup)?)
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

fn is_other(before: &Metadata, after: &Metadata) -> bool {
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
