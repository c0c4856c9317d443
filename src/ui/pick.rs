//! The choice of any version: for the other column, or to join its story.

use tui_input::Input;

use super::canvas::Canvas;
use super::list::plain_entries;
use crate::app::areas::{boxed, pick_list};
use crate::app::model::Pick;
use crate::config::theme::Part;
use crate::text::safe::SafeText;

pub(super) fn draw(question: &'static str, pick: &Pick, size: (u16, u16), canvas: &mut Canvas<'_>) {
    let Some(inner) = draw_prompt(question, &pick.input, size, canvas) else { return };
    let list = pick_list(size);
    let paper = canvas.part(Part::Item);
    canvas.fill(list, paper);
    if pick.list.entries.is_empty() {
        let style = canvas.part(Part::ItemDetail);
        canvas.literal((list.x + 1, list.y), inner, "No version matches.", style);
    }
    plain_entries(&pick.list, list, canvas);
}

/// A box with a question and what has been typed; answers the columns in it, if it has room at all.
pub(super) fn draw_prompt(
    question: &'static str,
    input: &Input,
    size: (u16, u16),
    canvas: &mut Canvas<'_>,
) -> Option<usize> {
    let area = boxed(size, size.1);
    if area.width < 8 || area.height < 6 {
        return None;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let x = canvas.literal((area.x + 2, area.y + 1), inner, question, strong);
    let room = usize::from((area.x + area.width).saturating_sub(x + 3));
    let x = canvas.text((x, area.y + 1), room, &SafeText::new(input.value()), style);
    let cursor = canvas.part(Part::Current);
    canvas.point_at((x, area.y + 1));
    canvas.literal((x, area.y + 1), 1, " ", cursor);
    Some(inner)
}
