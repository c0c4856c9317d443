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
        let role = match (model.titles.len(), title.side) {
            (1, _) => Role::Headline,
            (_, side) => role_of(side),
        };
        let sign = Style { bg: style.bg, ..canvas.role(role) }.add_modifier(Modifier::BOLD);
        let at = (area.x + title.x, area.y);
        let after = canvas.text(at, title.siglum.width(), &title.siglum, sign);
        canvas.text((after + 1, area.y), title.words.width(), &title.words, style);
    }
}

/// The role in whose color the siglum of a column stands.
pub(super) const fn role_of(side: Side) -> Role {
    match side {
        Side::Left => Role::LeftOnly,
        Side::Right => Role::RightOnly,
    }
}
