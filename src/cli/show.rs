//! `copydesk show`: an article as it is understood.

use std::io::{self, BufWriter, Write as _};

use anyhow::Result;

use super::args::{Listing, Show};
use super::input::read;
use super::print::printed;
use crate::corpus::furniture::furniture;
use crate::report::article::{Subject, write_json, write_text};
use crate::runtime::files::{known, named};
use crate::text::language::language;
use crate::version::{Field, Origin};

pub(super) fn run(task: &Show) -> Result<u8> {
    let version = read(&task.file, task.encoding)?;
    let furniture = furniture(&version);
    let mut metadata = known(&version, &named(&task.file).0);
    // What furniture says may be said in another language.
    let is_text = |at: &usize| !furniture.is_furniture(*at);
    let begin = (0..version.passages().len())
        .find(is_text)
        .map_or(0, |at| version.passages()[at].span.start as usize);
    let text = version.source().get(begin..).unwrap_or_default();
    metadata.language = metadata.language.or_else(|| Field::new(language(text)?, Origin::Text));
    let path = task.file.to_string_lossy();
    let subject =
        Subject { path: &path, version: &version, furniture: &furniture, metadata: &metadata };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match task.format {
        Listing::Json => write_json(&subject, &mut out),
        Listing::Text => write_text(&subject, &mut out),
    };
    printed(written.and_then(|()| out.flush())).map(|()| 0)
}
