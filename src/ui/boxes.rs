//! A box of lines of which one is chosen.

use super::canvas::Canvas;
use crate::app::boxes::ListBox;
use crate::text::safe::SafeText;

pub(super) fn draw(own: &ListBox, canvas: &mut Canvas<'_>) {
    let area = own.frame;
    let (style, strong) = canvas.open_box(area);
    let room = usize::from(area.width) - 4;
    canvas.text((area.x + 2, area.y + 1), room, &own.title, strong);
    canvas.text((area.x + 2, area.y + 2), room, &own.head, style);
    for line in &own.lines {
        let at = (line.area.x, line.area.y);
        let look = match line {
            _ if line.is_chosen => canvas.chosen(at),
            _ if line.is_strong => strong,
            _ => style,
        };
        if line.is_chosen {
            canvas.fill(line.area, look);
        }
        for (row, y) in line.rows.iter().zip(line.area.y..line.area.bottom()) {
            canvas.text((line.area.x, y), room, row, look);
        }
    }
    if own.n_below > 0 {
        let more = SafeText::new(&format!("↓ {} more", own.n_below));
        canvas.text((area.x + 2, area.bottom() - 1), room, &more, strong);
    }
    let below = area.bottom().saturating_sub(u16::try_from(own.foot.len() + 1).unwrap_or(0));
    for (words, y) in own.foot.iter().zip(below..) {
        canvas.text((area.x + 2, y), room, words, style);
    }
}
