//! The titles over the columns.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use crate::app::Model;
use crate::config::theme::Part;
use crate::layout::Role;
use crate::sides::Side;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.title;
    if area.is_empty() {
        return;
    }
    let style = canvas.part(Part::Title);
    for title in &model.titles {
        let sign = match (model.titles.len(), title.side) {
            (1, _) => Style { bg: style.bg, ..canvas.role(Role::Headline) },
            (_, side) => letter(side, style, canvas),
        };
        let sign = sign.add_modifier(Modifier::BOLD);
        let at = (area.x + title.x, area.y);
        let after = canvas.text(at, title.siglum.width(), &title.siglum, sign);
        canvas.text((after + 1, area.y), title.words.width(), &title.words, style);
    }
}

/// The look of the siglum of a column on a ground: the color of what only that side has. Where a theme has none for it, that of its
/// words, with their ground.
pub(super) fn letter(side: Side, ground: Style, canvas: &Canvas<'_>) -> Style {
    let (passage, word) = match side {
        Side::Left => (Role::LeftOnly, Role::LeftWord),
        Side::Right => (Role::RightOnly, Role::RightWord),
    };
    let own = canvas.role(passage);
    if own.fg.is_some() { Style { bg: ground.bg, ..own } } else { canvas.role(word) }
}
