//! All versions of a story, and how much of each is in each other one: numbers, and a shade beside each.

use super::canvas::Canvas;
use crate::app::areas::MATRIX_CELL;
use crate::app::list::percent;
use crate::app::matrix::{Between, Matrix, Share};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// What the numbers are.
const HEADS: [&str; 2] = [
    "Percent of the row's words that the column has too   ≈ estimated",
    "% of the row in the column",
];

/// The least of a name that is shown beside an agency.
const LEAST_NAME: usize = 12;

/// Shades, each from this share on, in percent.
const SHADES: [(u8, char); 4] = [(90, '█'), (60, '▓'), (30, '▒'), (10, '░')];

pub(super) fn draw(matrix: &Matrix, canvas: &mut Canvas<'_>) {
    let area = matrix.place.frame;
    if area.is_empty() {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let title = SafeText::new(&format!("Versions of {}", matrix.title));
    canvas.text((area.x + 2, area.y + 1), inner, &title.truncated(inner), strong);
    let head = fitting(&HEADS.map(SafeText::new), inner);
    canvas.text((area.x + 2, area.y + 2), inner, &head, style);
    let (rows, columns) = matrix.on_screen();
    let cells = matrix.place.cells;
    let column_x = |n: usize| cells.x + u16::try_from(n).unwrap_or(0).saturating_mul(MATRIX_CELL);
    for (n, at) in columns.clone().enumerate() {
        let Some(column) = matrix.rows.get(at) else { continue };
        let look = if at == matrix.at.1 { strong } else { style };
        let siglum = SafeText::new(&format!("{:>4}", column.siglum));
        canvas.text((column_x(n), cells.y - 1), usize::from(MATRIX_CELL), &siglum, look);
    }
    for ((at, shares), y) in rows.zip(&matrix.shares).zip(cells.y..cells.bottom()) {
        let Some(row) = matrix.rows.get(at) else { continue };
        let look = if at == matrix.at.0 { strong } else { style };
        canvas.text((area.x + 2, y), 3, &SafeText::new(&row.siglum), look);
        let room = matrix.place.name;
        let for_name = match row.credit.width() {
            width if width > 0 && room >= width + 1 + LEAST_NAME => room - width - 1,
            _ => room,
        };
        let x = canvas.text((area.x + 6, y), for_name, &row.name.elided(for_name).0, look);
        if for_name < room {
            canvas.text((x + 1, y), row.credit.width(), &row.credit, style);
        }
        for (n, share) in shares.iter().enumerate() {
            let is_here = (at, columns.start + n) == matrix.at;
            let look = if is_here { canvas.part(Part::Selected) } else { style };
            let text = SafeText::new(&cell(*share));
            canvas.text((column_x(n), y), usize::from(MATRIX_CELL), &text, look);
        }
    }
    let forms = [Form::Full, Form::Short, Form::Shortest];
    let said = fitting(&forms.map(|form| SafeText::new(&said(matrix, form))), inner);
    let y = area.bottom().saturating_sub(2);
    canvas.point_at((area.x + 2, y));
    canvas.text((area.x + 2, y), inner, &said, strong);
}

/// The first of some forms that has room; if none has, as much of the last as there is room for.
fn fitting(forms: &[SafeText], room: usize) -> SafeText {
    let fits = forms.iter().find(|form| form.width() <= room);
    fits.or_else(|| forms.last()).map(|form| form.truncated(room)).unwrap_or_default()
}

/// How much is said of two versions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Both shares, the edits, and the name of the version in the column.
    Full,
    /// No name.
    Short,
    /// Only the share of the row's version, and the edits.
    Shortest,
}

/// A cell, as wide as all are: a number and its shade.
fn cell(share: Share) -> String {
    let (sign, share) = match share {
        Share::Same => return "   ·   ".to_owned(),
        Share::Known(share) => (' ', share),
        Share::Estimate(share) => ('≈', share),
    };
    let percent = percent(share);
    let dark = SHADES.iter().find(|(from, _)| percent >= *from).map_or(' ', |(_, shade)| *shade);
    let number = format!("{sign}{percent}");
    format!("{number:>4} {dark} ")
}

/// The two versions that the reader is at, in words.
fn said(matrix: &Matrix, form: Form) -> String {
    let (Some(row), Some(column)) = (matrix.rows.get(matrix.at.0), matrix.rows.get(matrix.at.1))
    else {
        return String::new();
    };
    let Between { there, back, n_edits } = matrix.between;
    let share = |share: Share| match share {
        Share::Same => String::new(),
        Share::Known(share) => format!("{} %", percent(share)),
        Share::Estimate(share) => format!("about {} %", percent(share)),
    };
    if there == Share::Same {
        return format!("{} {}", row.siglum, row.name);
    }
    let edits = match n_edits {
        None => String::new(),
        Some((1, 0)) => " · 1 edit".to_owned(),
        Some((n, 0)) => format!(" · {n} edits"),
        Some((n, reviewed)) => format!(" · {n} edits, {reviewed} reviewed"),
    };
    let (there, back) = (share(there), share(back));
    let name = if form == Form::Full { format!(" {}", column.name) } else { String::new() };
    let back = match form {
        Form::Shortest => String::new(),
        _ => format!(" · {back} of {} is in {}", column.siglum, row.siglum),
    };
    format!("{there} of {} is in {}{name}{back}{edits}", row.siglum, column.siglum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_equally_wide_and_say_what_they_know() {
        let shares = [
            (Share::Same, "   ·   "),
            (Share::Known(1.0), " 100 █ "),
            (Share::Known(0.884), "  88 ▓ "),
            (Share::Estimate(1.0), "≈100 █ "),
            (Share::Estimate(0.3), " ≈30 ▒ "),
            (Share::Known(0.0), "   0   "),
        ];
        for (share, expected) in shares {
            assert_eq!(cell(share), expected);
            assert_eq!(SafeText::new(expected).width(), usize::from(MATRIX_CELL));
        }
    }
}
