//! `diff --format text` and `side-by-side`: the rows of the screen, printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Subject;
use crate::collate::Class;
use crate::layout::{self, GUTTER, Line, Mode, Options, Role, each_row};
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
    write_head(subject, out)?;
    let measure = options.text_measure();
    // Used again for every row, so that a long comparison does not stand in memory as it is printed.
    let mut text = String::new();
    let mut is_empty = true;
    let mut written = Ok(());
    let layout = layout::Subject { versions: subject.versions, collation: subject.collation };
    each_row(layout, &options, &mut |row| {
        text.clear();
        push_column(&mut text, &row.lines.left, ink);
        if mode == Mode::SideBySide {
            let pad = measure.saturating_sub(row.lines.left.width());
            text.extend(std::iter::repeat_n(' ', pad + 1));
            push_column(&mut text, &row.lines.right, ink);
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        is_empty = false;
        if written.is_ok() {
            written = out.write_all(text.as_bytes());
        }
    });
    written?;
    if !is_empty {
        writeln!(out)?;
    }
    write_tail(subject, out)
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

fn write_tail(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = &subject.collation.summary;
    let classes = Class::ALL.into_iter().filter(|class| *class != Class::Typography);
    let counts: Vec<String> = classes
        .map(|class| (summary.count(class), class))
        .filter(|(n, _)| *n > 0)
        .map(|(n, class)| format!("{n} {}", class.counted(n)))
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

fn push_column(text: &mut String, line: &Line, ink: Ink) {
    text.push(line.sign.symbol());
    text.extend(std::iter::repeat_n(' ', GUTTER - 1));
    for piece in &line.pieces {
        match (ink, sequence(piece.role)) {
            (Ink::Colored, Some(sequence)) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\x1b[{sequence}m{}\x1b[0m", piece.text);
            }
            _ => text.push_str(&piece.text),
        }
    }
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
