//! The help screen, made from the live key map.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::areas::boxed;
use crate::config::action::Action;
use crate::text::safe::SafeText;

/// Columns for the keys.
const KEYS: usize = 28;

pub(super) fn draw(model: &Model, scroll: usize, canvas: &mut Canvas<'_>) {
    let lines: Vec<(SafeText, SafeText)> =
        Action::ALL.iter().map(|action| line(model, *action)).collect();
    let wanted = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let area = boxed(model.size, wanted);
    if area.width < 8 || area.height < 3 {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    canvas.literal((area.x + 2, area.y), inner, "Keys", strong);
    let visible = usize::from(area.height) - 2;
    let last = lines.len().saturating_sub(visible);
    let scroll = scroll.min(last);
    // On a narrow screen one key has to do.
    let keys_room = if inner >= 60 { KEYS } else { inner / 4 };
    for ((keys, words), y) in lines.iter().skip(scroll).zip(area.y + 1..area.bottom() - 1) {
        canvas.text((area.x + 2, y), keys_room, &keys.truncated(keys_room), strong);
        let room = inner.saturating_sub(keys_room + 1);
        let x = area.x + 3 + u16::try_from(keys_room).unwrap_or(0);
        canvas.text((x, y), room, &words.truncated(room), style);
    }
    if scroll < last {
        canvas.literal((area.x + 2, area.bottom() - 1), inner, "↓ more", strong);
    }
}

fn line(model: &Model, action: Action) -> (SafeText, SafeText) {
    let chords = model.keymap.chords(action, model.focus.context());
    let keys = chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    (SafeText::new(&keys), SafeText::new(action.description()))
}
