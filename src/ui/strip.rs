//! The map of the whole text at the right edge: what is where, and which part is on screen.

use ratatui::style::Style;

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::areas::Area;
use crate::config::theme::Part;
use crate::layout::{Role, Sign, Strip};

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.strip;
    let paper = canvas.role(Role::Text);
    canvas.fill(area, paper);
    let Some(rows) = model.pane.rows.as_ref().filter(|_| area.width > 1) else {
        return;
    };
    let height = usize::from(area.height);
    let total = rows.rows.len();
    let first = Strip::place(model.pane.scroll, total, height);
    let last = Strip::place((model.pane.scroll + height).min(total), total, height).max(first + 1);
    for (at, y) in (area.y..area.bottom()).enumerate() {
        let is_view = (first..last).contains(&at) && total > height;
        let ground = canvas.part(if is_view { Part::StripView } else { Part::Strip });
        let cell = Area { x: area.x + area.width - 1, y, width: 1, height: 1 };
        canvas.fill(cell, ground);
        if is_view {
            // What is on screen can be told without color too.
            let line = canvas.part(Part::Border);
            canvas.symbol((cell.x - 1, y), '▐', line);
        }
        let sign = model.pane.strip.marks.get(at).copied().unwrap_or_default();
        if sign != Sign::None {
            let style = Style { bg: ground.bg, ..canvas.role(sign.role()) };
            canvas.symbol((cell.x, y), sign.symbol(), style);
        }
    }
}
