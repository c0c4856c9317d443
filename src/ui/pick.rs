//! The choice of any version: for the other column, or to join its story.

use ratatui::style::Style;
use tui_input::Input;

use super::canvas::Canvas;
use super::list::plain_entries;
use crate::app::areas::{Area, boxed, pick_list};
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
    draw_more(pick.list.lines.len().saturating_sub(pick.list.scroll), list, canvas);
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
    typed(input, (x, area.y + 1), room, style, canvas);
    Some(inner)
}

/// Says under an area how many lines of so many have no room in it.
pub(super) fn draw_more(n: usize, area: Area, canvas: &mut Canvas<'_>) {
    let n = n.saturating_sub(usize::from(area.height));
    if n > 0 {
        let more = SafeText::new(&format!("↓ {n} more"));
        let strong = canvas.part(Part::BarStrong);
        canvas.text((area.x + 1, area.bottom()), more.width(), &more, strong);
    }
}

/// What has been typed, with the place where the next letter goes; the text before that stays in sight. Answers where it ends.
pub(super) fn typed(
    input: &Input,
    (x, y): (u16, u16),
    room: usize,
    style: Style,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let end = usize::from(x) + room;
    let room_from = |x: u16| end.saturating_sub(usize::from(x));
    let before: String = input.value().chars().take(input.cursor()).collect();
    let skipped = SafeText::new(&before).width().saturating_sub(room.saturating_sub(2));
    let before: String = before.chars().skip(skipped).collect();
    let x = canvas.text((x, y), room, &SafeText::new(&before), style);
    let cursor = canvas.part(Part::Current);
    canvas.point_at((x, y));
    let after: String = input.value().chars().skip(input.cursor()).collect();
    let mut after = after.chars();
    let under = SafeText::new(&after.next().unwrap_or(' ').to_string());
    let x = canvas.text((x, y), room_from(x), &under, cursor);
    canvas.text((x, y), room_from(x), &SafeText::new(after.as_str()), style)
}
