//! A note that is being written.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::editor::NoteEditor;
use crate::config::theme::Part;
use crate::text::safe::SafeText;

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
