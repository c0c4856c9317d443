//! Notes: one that is being written, and the list of all.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::areas::boxed;
use crate::app::editor::NoteEditor;
use crate::app::model::NoteList;
use crate::app::update::note::{about, said};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// Lines of the list's box that are none of it.
const LIST_FRAME: u16 = 4;

/// Lines that a note takes in the list.
const LINES: u16 = 2;

pub(super) fn draw(model: &Model, editor: &NoteEditor, canvas: &mut Canvas<'_>) {
    let area = editor.place.frame;
    if area.is_empty() {
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
    let (text, page) = (editor.place.text, &editor.page);
    for (row, y) in page.rows.iter().zip(text.y..) {
        canvas.text((text.x, y), inner, row, style);
    }
    let cursor = canvas.part(Part::Current);
    let at = (text.x + page.cursor.0, text.y + page.cursor.1);
    canvas.point_at(at);
    canvas.text(at, 2, &page.under, cursor);
}

pub(super) fn draw_list(model: &Model, list: &NoteList, canvas: &mut Canvas<'_>) {
    let n = list.notes.len();
    let n_lines = u16::try_from(n).unwrap_or(u16::MAX).saturating_mul(LINES);
    let area = boxed(model.size, n_lines.saturating_add(LIST_FRAME));
    if area.width < 8 || area.height < LIST_FRAME + LINES {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let title = match n {
        1 => SafeText::new("One note"),
        n => SafeText::new(&format!("{n} notes")),
    };
    canvas.text((area.x + 2, area.y + 1), inner, &title, strong);
    let n_shown = usize::from((area.height - LIST_FRAME) / LINES).max(1);
    let first = list.at.saturating_sub(n_shown - 1);
    let notes = list.notes.iter().map(|id| model.desk.review.note(*id)).enumerate();
    for ((line, note), n) in notes.skip(first).take(n_shown).zip(0u16..) {
        let Some(note) = note else { continue };
        let y = area.y + 3 + n * LINES;
        let look = if line == list.at { canvas.chosen((area.x + 2, y)) } else { style };
        let text = SafeText::new(&said(note));
        canvas.text((area.x + 2, y), inner, &text.truncated(inner), look);
        let about = SafeText::new(&format!("  {}", about(note)));
        canvas.text((area.x + 2, y + 1), inner, &about.truncated(inner), look);
    }
}
