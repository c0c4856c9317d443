//! The choice of any version: for the other column, or to join its story.

use super::canvas::Canvas;
use super::list::plain_entries;
use crate::app::areas::{boxed, pick_list};
use crate::app::model::Pick;
use crate::config::theme::Part;
use crate::text::safe::SafeText;

pub(super) fn draw(question: &'static str, pick: &Pick, size: (u16, u16), canvas: &mut Canvas<'_>) {
    let area = boxed(size, size.1);
    if area.width < 8 || area.height < 6 {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    canvas.literal((area.x + 2, area.y + 1), inner, question, strong);
    let typed = SafeText::new(pick.input.value());
    let x = canvas.text((area.x + 16, area.y + 1), inner.saturating_sub(15), &typed, style);
    let cursor = canvas.part(Part::Current);
    canvas.literal((x, area.y + 1), 1, " ", cursor);
    let list = pick_list(size);
    let paper = canvas.part(Part::Item);
    canvas.fill(list, paper);
    if pick.list.entries.is_empty() {
        let style = canvas.part(Part::ItemDetail);
        canvas.literal((list.x + 1, list.y), inner, "No version matches.", style);
    }
    plain_entries(&pick.list, list, canvas);
}
