//! One article that the user names: a file, a record of a file, standard input.

use std::io::{self, Read as _};
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use crate::runtime::files::{ReadError, choose, named, read_articles, reason};
use crate::source::{self, Format};
use crate::text::decode::{Encoding, MAX_BYTES};
use crate::version::Version;

/// Whether it is standard input that is named.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads one article.
pub(super) fn read(path: &Path, encoding: Option<Encoding>) -> Result<Version> {
    let name = path.display();
    if is_standard_input(path) {
        let read = from_stream(io::stdin().lock(), None, Format::Text, encoding, path);
        return read.map_err(|error| anyhow!("-: {error}"));
    }
    let (file, record) = named(path);
    let format = Format::of_path(&file);
    let metadata = std::fs::metadata(&file).ok();
    if metadata.as_ref().is_some_and(std::fs::Metadata::is_dir) {
        bail!("{name}: is a folder; to look through it, use: copydesk {name}");
    }
    // `diff <(one) <(other)` names pipes of the shell's; a pipe with a name of its own may never have a writer.
    let is_shells = ["/dev/fd/", "/proc/"].iter().any(|folder| file.starts_with(folder));
    let version = if is_shells && metadata.is_some_and(|data| is_pipe(&data)) {
        let stream =
            std::fs::File::open(&file).map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
        from_stream(stream, record, format, encoding, &file)
    } else {
        read_articles(&file, format, encoding).and_then(|articles| choose(articles, record, &file))
    };
    version.map_err(|error| anyhow!("{name}: {error}"))
}

fn is_pipe(metadata: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        metadata.file_type().is_fifo()
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

fn from_stream(
    stream: impl io::Read,
    record: Option<usize>,
    format: Format,
    encoding: Option<Encoding>,
    path: &Path,
) -> Result<Version, ReadError> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge(bytes.len() as u64));
    }
    choose(source::read(&bytes, format, encoding), record, path)
}
