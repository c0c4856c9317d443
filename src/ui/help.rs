//! The help screen, made from the live key map.

use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::pick::{draw_more, draw_prompt};
use crate::app::areas::pick_list;
use crate::app::help::{Help, HelpLine};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// Columns for the keys.
const KEYS: usize = 26;

pub(super) fn draw(help: &Help, size: (u16, u16), canvas: &mut Canvas<'_>) {
    let Some(inner) = draw_prompt("Find a key: ", &help.input, size, canvas) else { return };
    let area = pick_list(size);
    let style = canvas.part(Part::Box);
    let strong = style.add_modifier(Modifier::BOLD);
    if help.lines.is_empty() {
        canvas.literal((area.x + 1, area.y), inner, "Nothing matches.", style);
    }
    canvas.point_at((area.x + 1, area.y));
    // On a narrow screen one key has to do.
    let keys_room = if inner >= 60 { KEYS } else { inner / 4 };
    for (line, y) in help.lines.iter().skip(help.scroll).zip(area.y..area.bottom()) {
        match line {
            HelpLine::Topic(topic) => {
                let style = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
                canvas.literal((area.x + 1, y), inner, topic, style);
            }
            HelpLine::Said(words) => {
                let room = inner.saturating_sub(2);
                let words = SafeText::new(words).truncated(room);
                canvas.text((area.x + 3, y), room, &words, style);
            }
            HelpLine::Keys { keys, words } => {
                let keys = SafeText::new(keys).truncated(keys_room.saturating_sub(3));
                canvas.text((area.x + 3, y), keys_room, &keys, strong);
                let room = inner.saturating_sub(keys_room + 1);
                let x = area.x + 2 + u16::try_from(keys_room).unwrap_or(0);
                canvas.text((x, y), room, &SafeText::new(words).truncated(room), style);
            }
        }
    }
    draw_more(help.lines.len().saturating_sub(help.scroll), area, canvas);
}
