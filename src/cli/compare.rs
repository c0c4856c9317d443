//! `copydesk diff`: compares two files and prints the result.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use anyhow::{Result, bail};

use super::args::{Color, Diff, Format};
use super::input::{is_standard_input, read};
use super::print::printed;
use crate::collate::{Budget, Collation, Input, collate};
use crate::corpus::Location;
use crate::corpus::furniture::furniture;
use crate::layout::Mode;
use crate::report::evidence::{Compared, Evidence, comparison, program, settings};
use crate::report::text::{Ink, write as write_text};
use crate::report::{Form, Subject, json};
use crate::review::{Pair, Review, Selection};
use crate::runtime::export::PATIENCE;
use crate::runtime::files::{known, named};
use crate::sides::{Side, Sides};
use crate::version::FurnitureMarks;

/// Columns when nobody says how many.
const DEFAULT_WIDTH: u16 = 100;

/// Exit codes.
const SAME: u8 = 0;
const DIFFERENT: u8 = 1;

pub(super) fn run(task: &Diff) -> Result<u8> {
    if is_standard_input(&task.left) && is_standard_input(&task.right) {
        bail!("-: standard input can only be one of the two sides");
    }
    let versions = Sides::new(read(&task.left, task.encoding)?, read(&task.right, task.encoding)?);
    let marks = versions.as_ref().map(furniture);
    let inputs = Sides::new(
        Input { version: &versions.left, furniture: &marks.left },
        Input { version: &versions.right, furniture: &marks.right },
    );
    let collation = collate(&inputs, &Budget::lasting(PATIENCE));
    let names = Sides::new(task.left.to_string_lossy(), task.right.to_string_lossy());
    let metadata = Sides::new(
        known(&versions.left, &named(&task.left).0),
        known(&versions.right, &named(&task.right).0),
    );
    let subject = Subject {
        metadata: metadata.as_ref(),
        names: names.as_ref().map(AsRef::as_ref),
        versions: versions.as_ref(),
        collation: &collation,
    };
    printed(print(task, &subject, marks.as_ref())).map(|()| exit_code(&collation))
}

const fn exit_code(collation: &Collation) -> u8 {
    if collation.summary.is_same() { SAME } else { DIFFERENT }
}

fn print(task: &Diff, subject: &Subject<'_>, furniture: Sides<&FurnitureMarks>) -> io::Result<()> {
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let mut out = BufWriter::new(stdout.lock());
    let width = usize::from(task.width.unwrap_or_else(|| width(is_terminal)));
    let ink = ink(task.color, is_terminal);
    match task.format {
        Format::Json => json::write(subject, &mut out)?,
        Format::Text => write_text(subject, Mode::OneColumn, width, ink, &mut out)?,
        Format::SideBySide => write_text(subject, Mode::SideBySide, width, ink, &mut out)?,
        Format::Html => Form::Html.write(&evidence(subject, furniture), &mut out)?,
        Format::Markdown => Form::Markdown.write(&evidence(subject, furniture), &mut out)?,
    }
    out.flush()
}

/// A report on the two files, without marks and notes.
fn evidence(subject: &Subject<'_>, furniture: Sides<&FurnitureMarks>) -> Evidence {
    let locations = subject.names.map(|name| Location::file(name.into()));
    let pair = Pair::new(locations.left.clone(), locations.right.clone());
    let name = |side: Side| {
        let outlet = subject.metadata[side].outlet().map(str::to_owned);
        outlet.unwrap_or_else(|| locations[side].name())
    };
    let names = Sides::new(name(Side::Left), name(Side::Right));
    let comparison = comparison(&Compared {
        subject: *subject,
        sigla: Sides::new("A", "B"),
        outlets: names.as_ref().map(String::as_str),
        furniture,
        pair: &pair,
        locations: locations.as_ref(),
        review: &Review::default(),
        story: &[],
        selection: &Selection::default(),
    });
    Evidence {
        title: format!("A {} and B {}", names.left, names.right),
        program: program(),
        settings: settings(&Selection::default()),
        stories: Vec::new(),
        comparisons: vec![comparison],
    }
}

fn width(is_terminal: bool) -> u16 {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let size =
        is_terminal.then(|| crossterm::terminal::size().ok().map(|(width, _)| width)).flatten();
    size.or(columns).unwrap_or(DEFAULT_WIDTH).clamp(20, 1000)
}

/// Flag, then environment, then what standard output is.
fn ink(color: Color, is_terminal: bool) -> Ink {
    let is_set =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let has_color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto if is_set("CLICOLOR_FORCE") => true,
        Color::Auto => is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    if has_color { Ink::Colored } else { Ink::Plain }
}
