//! The prompt for the name of an action, with the actions that match beneath.

use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::pick::{draw_more, draw_prompt};
use crate::app::Model;
use crate::app::areas::{Area, pick_list};
use crate::app::run::RunPrompt;
use crate::config::chord::Keys;
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// Columns for the names.
const NAMES: usize = 19;

/// Columns for the keys, where there is room for them.
const KEYS: usize = 16;

/// From this width on there is.
const WIDE: usize = 60;

pub(super) fn draw(model: &Model, prompt: &RunPrompt, canvas: &mut Canvas<'_>) {
    let Some(inner) = draw_prompt("Run: ", &prompt.input, model.size, canvas) else { return };
    let area = pick_list(model.size);
    if prompt.found.is_empty() {
        let style = canvas.part(Part::Box);
        canvas.literal((area.x + 1, area.y), inner, "No action is called that.", style);
    }
    let actions = prompt.found.iter().enumerate().skip(prompt.scroll);
    for ((at, action), y) in actions.zip(area.y..area.bottom()) {
        let is_chosen = at == prompt.at;
        let style = canvas.part(if is_chosen { Part::Selected } else { Part::Box });
        let strong = style.add_modifier(Modifier::BOLD);
        if is_chosen {
            canvas.point_at((area.x + 1, y));
            canvas.fill(Area { y, height: 1, ..area }, style);
        }
        let x = area.x + 1;
        canvas.literal((x, y), inner.min(NAMES), action.name(), strong);
        // Where there is room for one of both, what an action does tells more than its keys.
        let keys_room = if inner >= WIDE { KEYS + 1 } else { 0 };
        let room = inner.saturating_sub(NAMES + keys_room);
        let words = SafeText::new(action.description()).truncated(room);
        canvas.text((x + columns(NAMES), y), room, &words, style);
        if keys_room == 0 {
            continue;
        }
        let keys = model.keymap.keys(*action, model.focus.context());
        let keys = SafeText::new(&Keys::in_line(&keys)).truncated(KEYS);
        canvas.text((x + columns(inner - KEYS), y), KEYS, &keys, strong);
    }
    draw_more(prompt.found.len().saturating_sub(prompt.scroll), area, canvas);
}

fn columns(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
