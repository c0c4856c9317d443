//! Notes: one that is being written, and the list of all.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::areas::{boxed, note_box};
use crate::app::editor::NoteEditor;
use crate::app::model::Chosen;
use crate::app::update::note::{about, listed, said};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// Rows of text that an editor shows, where there is room.
const ROWS: u16 = 6;

/// Lines of the editor's box that are none of the text.
const FRAME: u16 = 7;

/// Lines of the list's box that are none of it.
const LIST_FRAME: u16 = 4;

/// Lines that a note takes in the list.
const LINES: u16 = 2;

pub(super) fn draw(model: &Model, editor: &NoteEditor, canvas: &mut Canvas<'_>) {
    let current = model.pane.current.zip(model.pane.rows.as_ref()).and_then(|(edit, rows)| {
        let row = rows.stops.iter().find(|stop| stop.edit == edit)?.row;
        row.checked_sub(model.pane.scroll)
    });
    let is_low = current.is_some_and(|row| row * 2 > usize::from(model.areas.text.height));
    let area = note_box(model.size, ROWS + FRAME, is_low);
    if area.width < 12 || area.height < 4 {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let target = editor.targets.get(editor.target);
    let words = target.map(|target| target.words.to_string()).unwrap_or_default();
    let title = SafeText::new(&format!("Note on {words}"));
    canvas.text((area.x + 2, area.y + 1), inner, &title.truncated(inner), strong);
    // The kinds, with the digits that choose them, in two rows.
    let (mut x, mut y) = (area.x + 2, area.y + 2);
    let edge = area.x + area.width - 2;
    for (kind, n) in model.desk.kinds.iter().zip(1..) {
        let look = if *kind == editor.kind { canvas.part(Part::Current) } else { style };
        let label = SafeText::new(&format!("{n} {kind}"));
        if x + u16::try_from(label.width()).unwrap_or(u16::MAX) > edge {
            (x, y) = (area.x + 2, y + 1);
        }
        if y > area.y + 3 {
            break;
        }
        x = canvas.text((x, y), label.width(), &label, look) + 2;
    }
    let (rows, (cursor_row, cursor_column)) = editor.rows(inner);
    let n_shown = usize::from(area.height.saturating_sub(FRAME)).max(1);
    let first = cursor_row.saturating_sub(n_shown - 1);
    let top = area.y + 5;
    for (row, y) in rows.iter().skip(first).take(n_shown).zip(top..area.bottom()) {
        canvas.text((area.x + 2, y), inner, row, style);
    }
    let cursor = canvas.part(Part::Current);
    let row = rows.get(cursor_row);
    let under = row.and_then(|row| char_at(row, cursor_column)).unwrap_or(' ');
    let at = (
        area.x + 2 + u16::try_from(cursor_column).unwrap_or(0),
        top + u16::try_from(cursor_row - first).unwrap_or(0),
    );
    canvas.text(at, 2, &SafeText::new(under.encode_utf8(&mut [0; 4])), cursor);
}

/// The character in a column.
fn char_at(row: &SafeText, column: usize) -> Option<char> {
    let mut width = 0;
    row.as_str().chars().find(|c| {
        let is_here = width >= column;
        width += SafeText::new(c.encode_utf8(&mut [0; 4])).width();
        is_here
    })
}

pub(super) fn draw_list(model: &Model, chosen: Chosen, canvas: &mut Canvas<'_>) {
    let notes = listed(model);
    let n_lines = u16::try_from(notes.len()).unwrap_or(u16::MAX).saturating_mul(LINES);
    let area = boxed(model.size, n_lines.saturating_add(LIST_FRAME));
    if area.width < 8 || area.height < LIST_FRAME + LINES {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let title = match notes.len() {
        1 => SafeText::new("One note"),
        n => SafeText::new(&format!("{n} notes")),
    };
    canvas.text((area.x + 2, area.y + 1), inner, &title, strong);
    let n_shown = usize::from((area.height - LIST_FRAME) / LINES).max(1);
    let at = chosen.at.min(notes.len().saturating_sub(1));
    let first = at.saturating_sub(n_shown - 1);
    for ((line, note), n) in notes.iter().enumerate().skip(first).take(n_shown).zip(0u16..) {
        let y = area.y + 3 + n * LINES;
        let look = if line == at { canvas.part(Part::Selected) } else { style };
        let text = SafeText::new(&said(note));
        canvas.text((area.x + 2, y), inner, &text.truncated(inner), look);
        let about = SafeText::new(&format!("  {}", about(note)));
        canvas.text((area.x + 2, y + 1), inner, &about.truncated(inner), look);
    }
}
