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
    // The kinds, with the keys that choose them, in two rows; where there is little room, the first key tells the others.
    let labels = |all: &str| -> Vec<SafeText> {
        let keys = std::iter::once("alt-").chain(std::iter::repeat(all)).zip(1..);
        let kinds = model.desk.kinds.iter().zip(keys);
        kinds.map(|(kind, (alt, n))| SafeText::new(&format!("{alt}{n} {kind}"))).collect()
    };
    let full = labels("alt-");
    let places = placed(&full, inner);
    let (labels, places) = if places.len() == full.len() {
        (full, places)
    } else {
        let short = labels("");
        let places = placed(&short, inner);
        (short, places)
    };
    for ((label, kind), (x, y)) in labels.iter().zip(&model.desk.kinds).zip(places) {
        let look = if *kind == editor.kind { canvas.part(Part::Current) } else { style };
        canvas.text((area.x + 2 + x, area.y + 2 + y), inner, label, look);
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

/// Where labels stand in two rows of so many columns; those that have no room have no place.
fn placed(labels: &[SafeText], room: usize) -> Vec<(u16, u16)> {
    let cell = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let (mut x, mut y) = (0, 0);
    let mut places = Vec::new();
    for label in labels {
        if x > 0 && x + label.width() > room {
            (x, y) = (0, y + 1);
        }
        if y > 1 {
            break;
        }
        places.push((cell(x), cell(y)));
        x += label.width() + 2;
    }
    places
}
