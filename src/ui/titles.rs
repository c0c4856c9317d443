//! The titles over the columns: whose version each is, of which day, and how much of it is in the other.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::list::percent;
use super::text::column_of;
use crate::app::Model;
use crate::app::pane::{Pane, Shown};
use crate::config::theme::Part;
use crate::layout::{Mode, Role};
use crate::sides::Side;
use crate::text::decode::Evidence;
use crate::text::safe::SafeText;
use crate::version::Version;

/// Forms of a title, from the fullest to the shortest.
const N_TITLES: usize = 4;

/// Columns of a title that are not its words: the column of the sign, the siglum's spaces, one before the next title.
const FRAME: usize = 4;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.title;
    if area.is_empty() {
        return;
    }
    let pane = &model.pane;
    let width = usize::from(area.width);
    let shown = pane.content.shown();
    let column = match &pane.rows {
        Some(rows) if model.mode() == Mode::SideBySide => usize::from(column_of(rows, Side::Right)),
        _ => width / 2,
    };
    // One version has all the room.
    let split = if shown.len() == 2 { column } else { width };
    let room_of = |side: Side, siglum: &str| {
        let room = if side == Side::Left { split } else { width.saturating_sub(split) };
        room.saturating_sub(SafeText::new(siglum).width() + FRAME)
    };
    let sides = || Side::BOTH.into_iter().zip(&shown);
    let titles: Vec<[SafeText; N_TITLES]> = sides()
        .map(|(side, own)| titles(own, shown.get(other(side)).copied(), pane, side))
        .collect();
    // Both columns say the same things of themselves.
    let fits = |form: &usize| {
        let mut all = sides().zip(&titles);
        all.all(|((side, own), titles)| titles[*form].width() <= room_of(side, &own.siglum))
    };
    let form = (0..N_TITLES).find(fits).unwrap_or(N_TITLES - 1);
    let style = canvas.part(Part::Title);
    for ((side, own), titles) in sides().zip(&titles) {
        let x = area.x + u16::try_from(if side == Side::Left { 0 } else { split }).unwrap_or(0);
        let role = match (shown.len(), side) {
            (1, _) => Role::Headline,
            (_, Side::Left) => Role::LeftOnly,
            (_, Side::Right) => Role::RightOnly,
        };
        let sign = Style { bg: style.bg, ..canvas.role(role) }.add_modifier(Modifier::BOLD);
        let siglum = SafeText::new(&own.siglum);
        let after = canvas.text((x + 2, area.y), siglum.width(), &siglum, sign);
        let room = room_of(side, &own.siglum);
        canvas.text((after + 1, area.y), room, &titles[form].truncated(room), style);
    }
}

const fn other(side: Side) -> usize {
    match side {
        Side::Left => 1,
        Side::Right => 0,
    }
}

/// The title over a column: the name, and as much as there is room for.
fn titles(own: &Shown, other: Option<&Shown>, pane: &Pane, side: Side) -> [SafeText; N_TITLES] {
    let name = &own.name;
    let day = own.day.map_or_else(String::new, |day| format!(" · {}", day.strftime("%-d %b %Y")));
    let words = format!(" · {} words", own.loaded.version.n_words());
    let doubt = doubt(&own.loaded.version);
    let share = match (&pane.collation, other) {
        (Some(collation), Some(other)) => {
            format!(" · {} % is in {}", percent(collation.summary.shared[side]), other.siglum)
        }
        _ => String::new(),
    };
    [
        format!("{name}{day}{words}{doubt}{share}"),
        format!("{name}{day}{doubt}{share}"),
        format!("{name}{doubt}{share}"),
        name.to_string(),
    ]
    .map(|title| SafeText::new(&title))
}

/// What the reader should know of how a file was read, if it was not as usual.
fn doubt(version: &Version) -> String {
    let encoding = version.encoding();
    match (version.notice(), encoding.evidence) {
        (Some(_), _) => " · page not understood: all its text".to_owned(),
        (None, Evidence::Doubtful) => format!(" · read as {}?", encoding.name()),
        (None, _) => String::new(),
    }
}
