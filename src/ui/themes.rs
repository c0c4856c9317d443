//! The themes, to be chosen from. The whole screen shows what the chosen one looks like.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::areas::themes_box;
use crate::text::safe::SafeText;

/// Lines of the box that are none of the list: a title and an empty one above, two of advice below an empty one.
const FRAME: u16 = 7;

/// Columns for the names.
const NAMES: usize = 18;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let themes = &model.themes;
    let n_themes = u16::try_from(themes.all.len()).unwrap_or(u16::MAX);
    let area = themes_box(model.size, n_themes.saturating_add(FRAME));
    if area.width < 8 || area.height <= FRAME {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    canvas.literal((area.x + 2, area.y + 1), inner, "Themes", strong);
    let n_shown = usize::from(area.height - FRAME);
    let first = (themes.at + 1).saturating_sub(n_shown);
    for ((at, theme), n) in themes.all.iter().enumerate().skip(first).take(n_shown).zip(0u16..) {
        let y = area.y + 3 + n;
        let look = if at == themes.at { canvas.chosen((area.x + 2, y)) } else { style };
        let text = SafeText::new(&format!(" {:<NAMES$} {}", theme.name, theme.about));
        let end = canvas.text((area.x + 2, y), inner, &text.truncated(inner), look);
        for x in end..area.x + 2 + u16::try_from(inner).unwrap_or(0) {
            canvas.symbol((x, y), ' ', look);
        }
    }
    let name = themes.current().map(|theme| theme.name.as_str()).unwrap_or_default();
    let advice = [
        "To begin with it always, write below [screen] in config.toml:",
        &format!("theme = \"{name}\""),
    ];
    for (words, y) in advice.into_iter().zip(area.bottom() - 3..) {
        canvas.text((area.x + 2, y), inner, &SafeText::new(words).truncated(inner), style);
    }
}
