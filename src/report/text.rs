//! `diff --format text` and `side-by-side`: the rows of the screen, printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Subject;
use crate::collate::Class;
use crate::layout::{self, GUTTER, Line, Mode, Options, Role, Rows, lay_out};
use crate::sides::Side;
use crate::text::safe::SafeText;

/// The widest that a column gets, whatever the width: longer lines are hard to read.
const MAX_MEASURE: usize = 84;

/// Whether colors are printed. Signs and brackets say the same without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text only.
    Plain,
    /// Text with escape sequences for color.
    Colored,
}

/// Prints a comparison in rows of at most `width` columns.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write(
    subject: &Subject<'_>,
    mode: Mode,
    width: usize,
    ink: Ink,
    out: &mut dyn Write,
) -> io::Result<()> {
    let options = Options { measure: MAX_MEASURE, ..Options::new(mode, width) };
    let rows = lay_out(
        layout::Subject { versions: subject.versions, collation: subject.collation },
        &options,
    );
    write_head(subject, out)?;
    for row in &rows.rows {
        let mut line = column(&row.lines.left, ink);
        if mode == Mode::SideBySide {
            let pad = rows.measure.saturating_sub(row.lines.left.width());
            line.push_str(&" ".repeat(pad + 1));
            line.push_str(&column(&row.lines.right, ink));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    write_tail(subject, &rows, out)
}

fn write_head(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (side, mark) in [(Side::Left, "---"), (Side::Right, "+++")] {
        let shared = (subject.collation.summary.shared[side] * 100.0).round();
        let name = SafeText::new(subject.names[side]);
        writeln!(
            out,
            "{mark} {name}: {} words, {shared} % of them in the other",
            subject.versions[side].n_words()
        )?;
    }
    writeln!(out)
}

fn write_tail(subject: &Subject<'_>, rows: &Rows, out: &mut dyn Write) -> io::Result<()> {
    if !rows.rows.is_empty() {
        writeln!(out)?;
    }
    let summary = &subject.collation.summary;
    let classes = Class::ALL.into_iter().filter(|class| *class != Class::Typography);
    let counts: Vec<String> = classes
        .map(|class| (summary.count(class), class.name()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| format!("{n} {name}"))
        .collect();
    let mut total = match summary.n_edits {
        0 => "no edits: the same text".to_owned(),
        1 => format!("1 edit: {}", counts.join(", ")),
        n => format!("{n} edits: {}", counts.join(", ")),
    };
    let n_folded = summary.count(Class::Typography);
    if n_folded > 0 {
        // Writing to a string cannot fail.
        let _ = write!(total, "; {n_folded} more of typography");
    }
    writeln!(out, "{total}")?;
    match subject.collation.truncated {
        Some(reason) => writeln!(out, "coarser than usual: {reason}"),
        None => Ok(()),
    }
}

fn column(line: &Line, ink: Ink) -> String {
    let mut text = line.sign.symbol().to_string();
    text.push_str(&" ".repeat(GUTTER - 1));
    for piece in &line.pieces {
        match (ink, sequence(piece.role)) {
            (Ink::Colored, Some(sequence)) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\x1b[{sequence}m{}\x1b[0m", piece.text);
            }
            _ => text.push_str(&piece.text),
        }
    }
    text
}

/// The look of a role in the terminal's own colors.
const fn sequence(role: Role) -> Option<&'static str> {
    match role {
        Role::Text => None,
        Role::Headline | Role::Heading => Some("1"),
        Role::LeftWord => Some("4;33"),
        Role::RightWord => Some("4;36"),
        Role::LeftOnly => Some("33"),
        Role::RightOnly => Some("36"),
        Role::Moved => Some("35"),
        Role::Typography => Some("4"),
        Role::Repeat | Role::Furniture | Role::Remark => Some("2"),
    }
}
