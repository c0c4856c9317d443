//! The text pane: titles, rows, map.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::list::percent;
use crate::app::Model;
use crate::app::areas::Area;
use crate::app::pane::{Content, Pane, Shown};
use crate::config::theme::Part;
use crate::corpus::State;
use crate::layout::{GUTTER, Line, Mode, Piece, Role, Rows, Sign, Strip, StripMark};
use crate::sides::Side;
use crate::text::decode::Evidence;
use crate::text::safe::SafeText;
use crate::version::Version;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.text;
    if model.areas.title.height > 0 {
        let style = canvas.part(Part::Title);
        canvas.fill(model.areas.title, style);
    }
    if area.is_empty() {
        return;
    }
    match (&model.pane.content, &model.pane.rows) {
        (Content::Empty, _) => nothing(model, area, canvas),
        (_, None) => {
            let style = canvas.role(Role::Remark);
            let key = model.pane.content.key();
            let has_failed = key.is_some_and(|key| model.asked.failed.contains(&key));
            let words = if has_failed {
                "These two versions could not be compared."
            } else {
                "Comparing …"
            };
            canvas.literal((area.x + 2, area.y + 1), usize::from(area.width), words, style);
        }
        (_, Some(rows)) => draw_rows(model, rows, area, canvas),
    }
    draw_titles(model, canvas);
    draw_strip(model, canvas);
}

/// Where the text of a side begins.
fn column_of(rows: &Rows, side: Side) -> u16 {
    let wide = u16::try_from(GUTTER + rows.measure + 1).unwrap_or(u16::MAX);
    match side {
        Side::Left => 0,
        Side::Right => wide,
    }
}

fn draw_rows(model: &Model, rows: &Rows, area: Area, canvas: &mut Canvas<'_>) {
    let paper = canvas.role(Role::Text);
    canvas.fill(area, paper);
    let sides: &[Side] = if rows.mode == Mode::SideBySide { &Side::BOTH } else { &[Side::Left] };
    let first = model.pane.scroll;
    for (row, y) in rows.rows.iter().skip(first).zip(area.y..area.bottom()) {
        for side in sides {
            let x = area.x.saturating_add(column_of(rows, *side));
            draw_line(&row.lines[*side], (x, y), area, model, canvas);
        }
    }
    draw_marks(model, rows, area, canvas);
}

/// Beside the row where an edit begins: whether it is reviewed, or has a note. Where several begin, whether all are.
fn draw_marks(model: &Model, rows: &Rows, area: Area, canvas: &mut Canvas<'_>) {
    let first = model.pane.scroll;
    let height = usize::from(area.height);
    let mut marks = vec![Mark::default(); height];
    let from = rows.stops.partition_point(|stop| stop.row < first);
    for stop in rows.stops.iter().skip(from).take_while(|stop| stop.row < first + height) {
        if let Some(standing) = model.standing(stop.edit) {
            let mark = &mut marks[stop.row - first];
            mark.is_noted |= standing.is_noted;
            mark.n_edits += 1;
            mark.n_reviewed += usize::from(standing.is_reviewed);
        }
    }
    for row in model.pane.noted_rows.iter().flatten() {
        if let Some(mark) = row.checked_sub(first).and_then(|at| marks.get_mut(at)) {
            mark.is_noted = true;
        }
    }
    let style = canvas.role(Role::Remark);
    for (mark, y) in marks.into_iter().zip(area.y..) {
        let symbol = match mark {
            Mark { is_noted: true, .. } => '*',
            Mark { n_edits, n_reviewed, .. } if n_edits > 0 && n_edits == n_reviewed => '✓',
            _ => continue,
        };
        if area.width > 1 {
            canvas.symbol((area.x + 1, y), symbol, style);
        }
    }
}

/// What is to be said of the edits that begin on a row.
#[derive(Clone, Copy, Default)]
struct Mark {
    is_noted: bool,
    n_edits: usize,
    n_reviewed: usize,
}

fn draw_line(line: &Line, (x, y): (u16, u16), area: Area, model: &Model, canvas: &mut Canvas<'_>) {
    let edge = area.x + area.width;
    let room = |x: u16| usize::from(edge.saturating_sub(x));
    let pane = &model.pane;
    let is_current = |piece: &Piece| piece.edit.is_some() && piece.edit == pane.current;
    if line.sign != Sign::None && room(x) > 0 {
        let is_here = line.pieces.iter().any(is_current);
        let style =
            if is_here { canvas.part(Part::Current) } else { canvas.role(line.sign.role()) };
        canvas.symbol((x, y), line.sign.symbol(), style);
    }
    let hit = pane.current_hit();
    let mut x = x.saturating_add(u16::try_from(GUTTER).unwrap_or(0));
    for piece in &line.pieces {
        let style = if piece.hit.is_some() && piece.hit == hit {
            canvas.part(Part::Current)
        } else {
            look(piece, is_current(piece), model, canvas)
        };
        canvas.piece((x, y), room(x).min(piece.width), piece, style);
        x = x.saturating_add(u16::try_from(piece.width).unwrap_or(u16::MAX));
    }
}

/// The look of a piece. The edit that the reader is at stands out; where that is a whole passage, its own
/// color stays, so that a page of it does not blind. What is reviewed steps back; what is not looked at is text.
fn look(piece: &Piece, is_current: bool, model: &Model, canvas: &Canvas<'_>) -> Style {
    if piece.hit.is_some() {
        return canvas.part(Part::Hit);
    }
    let own = canvas.role(piece.role);
    match (is_current, piece.role, piece.edit) {
        (true, Role::LeftWord | Role::RightWord | Role::Typography, _) => {
            canvas.part(Part::Current)
        }
        (true, ..) => own.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        (false, _, None) => own,
        (false, _, Some(edit)) if !model.is_looked_at(edit) => canvas.role(Role::Text),
        (false, _, Some(edit)) => {
            let is_reviewed = model.standing(edit).is_some_and(|edit| edit.is_reviewed);
            if is_reviewed { canvas.part(Part::Reviewed) } else { own }
        }
    }
}

fn draw_titles(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.title;
    if area.is_empty() {
        return;
    }
    let pane = &model.pane;
    let style = canvas.part(Part::Title);
    let width = usize::from(area.width);
    let Content::Comparing(sides) = &pane.content else {
        if let Content::Single(one) = &pane.content {
            let version = &one.loaded.version;
            let (n_words, doubt) = (version.n_words(), doubt(version));
            let text = SafeText::new(&format!("{} · {n_words} words{doubt}", one.name));
            canvas.text(
                (area.x + 2, area.y),
                width.saturating_sub(2),
                &text.truncated(width.saturating_sub(2)),
                style,
            );
        }
        return;
    };
    let is_two = model.mode() == Mode::SideBySide;
    let column =
        pane.rows.as_ref().filter(|_| is_two).map(|rows| usize::from(column_of(rows, Side::Right)));
    let half = column.unwrap_or(width / 2);
    let room_of = |side: Side| {
        // The siglum, the column of the sign and a space stand before the title.
        let room = if side == Side::Left { half } else { width.saturating_sub(half) };
        room.saturating_sub(SafeText::new(&sides[side].siglum).width() + 4)
    };
    let titles = Side::BOTH.map(|side| titles(&sides[side], &sides[side.other()], pane, side));
    // Both columns say the same things of themselves.
    let fits = |form: &usize| {
        Side::BOTH.iter().zip(&titles).all(|(side, titles)| titles[*form].width() <= room_of(*side))
    };
    let form = (0..N_TITLES).find(fits).unwrap_or(N_TITLES - 1);
    for (side, titles) in Side::BOTH.into_iter().zip(&titles) {
        let x = area.x + u16::try_from(if side == Side::Left { 0 } else { half }).unwrap_or(0);
        let role = if side == Side::Left { Role::LeftOnly } else { Role::RightOnly };
        let sign = Style { bg: style.bg, ..canvas.role(role) };
        let siglum = SafeText::new(&sides[side].siglum);
        let after = canvas.text(
            (x + 2, area.y),
            siglum.width(),
            &siglum,
            sign.add_modifier(Modifier::BOLD),
        );
        let room = room_of(side);
        canvas.text((after + 1, area.y), room, &titles[form].truncated(room), style);
    }
}

/// Forms of a title, from the fullest to the shortest.
const N_TITLES: usize = 3;

/// The title over a column: the name, and as much as there is room for.
fn titles(own: &Shown, other: &Shown, pane: &Pane, side: Side) -> [SafeText; N_TITLES] {
    let words = format!(" · {} words", own.loaded.version.n_words());
    let doubt = doubt(&own.loaded.version);
    let share = pane.collation.as_ref().map_or_else(String::new, |collation| {
        format!(" · {} % is in {}", percent(collation.summary.shared[side]), other.siglum)
    });
    let name = &own.name;
    [format!("{name}{words}{doubt}{share}"), format!("{name}{doubt}{share}"), name.to_string()]
        .map(|title| SafeText::new(&title))
}

fn draw_strip(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.strip;
    let paper = canvas.role(Role::Text);
    canvas.fill(area, paper);
    let Some(rows) = model.pane.rows.as_ref().filter(|_| !area.is_empty()) else {
        return;
    };
    let height = usize::from(area.height);
    let total = rows.rows.len();
    let first = Strip::place(model.pane.scroll, total, height);
    let last = Strip::place((model.pane.scroll + height).min(total), total, height).max(first + 1);
    for (at, y) in (area.y..area.bottom()).enumerate() {
        let is_view = (first..last).contains(&at) && total > height;
        let ground = canvas.part(if is_view { Part::StripView } else { Part::Strip });
        let cell = Area { x: area.x + area.width - 1, y, width: 1, height: 1 };
        canvas.fill(cell, ground);
        let (symbol, role) = match model.pane.strip.marks.get(at).copied().unwrap_or_default() {
            StripMark::Quiet => continue,
            StripMark::OneSided => ('░', None),
            StripMark::Edited => ('▌', None),
            StripMark::Moved => ('>', Some(Role::Moved)),
        };
        let style = role.map_or(ground, |role| Style { bg: ground.bg, ..canvas.role(role) });
        canvas.symbol((cell.x, y), symbol, style);
    }
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

/// What stands in the pane when there is no text for it.
fn nothing(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let article = model.list.selected.and_then(|id| model.news.snapshot.article(id));
    let text = match article.map(|article| (&article.state, article.location.shown())) {
        Some((State::Unreadable(reason), path)) => format!("{path}: {reason}"),
        Some((State::Waiting, path)) => format!("{path}: not read yet"),
        Some((State::Read(_), _)) | None => String::new(),
    };
    let style = canvas.role(Role::Remark);
    let room = usize::from(area.width.saturating_sub(3));
    canvas.text((area.x + 2, area.y + 1), room, &SafeText::new(&text).truncated(room), style);
}
