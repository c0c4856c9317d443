//! The text pane: titles, rows, map.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::{strip, titles};
use crate::app::Model;
use crate::app::areas::Area;
use crate::app::pane::Content;
use crate::config::theme::Part;
use crate::corpus::State;
use crate::layout::{GUTTER, Line, Mode, Piece, Role, Row, Rows, Sign};
use crate::sides::{Side, Sides};
use crate::text::safe::SafeText;

/// What stands beside the passage that the reader has gone to, where no sign does.
const HERE: char = '│';

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
    titles::draw(model, canvas);
    strip::draw(model, canvas);
    draw_counts(model, canvas);
}

/// The line under the text: how many edits of each class there are. That of the edit that the reader is at looks like it.
fn draw_counts(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.counts;
    let style = canvas.part(Part::Title);
    canvas.fill(area, style);
    let pane = &model.pane;
    let here = pane.current.and_then(|at| Some(pane.collation.as_ref()?.edits.get(at)?.class));
    let mut x = area.x + 1;
    for (words, class) in &pane.counts.line {
        let is_here = class.is_some() && *class == here;
        let look = if is_here { canvas.part(Part::Current) } else { style };
        x = canvas.text((x, area.y), words.width(), words, look);
    }
}

/// Where the text of a side begins.
pub(super) fn column_of(rows: &Rows, side: Side) -> u16 {
    u16::try_from(rows.column(side)).unwrap_or(u16::MAX)
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
            let line = &row.lines[*side];
            if is_here(model, row) && !line.pieces.is_empty() && x < area.x + area.width {
                let symbol = if line.sign == Sign::None { HERE } else { line.sign.symbol() };
                let style = canvas.part(Part::Current);
                canvas.symbol((x, y), symbol, style);
            }
        }
    }
    draw_marks(model, rows, area, canvas);
}

/// Whether a row is of the passage that the reader has gone to.
fn is_here(model: &Model, row: &Row) -> bool {
    model.pane.passage.is_some_and(|unit| row.units.contains(&unit))
}

/// Beside the words with which an edit begins: whether it is reviewed, and whether it has a note. Where several begin, whether all
/// are reviewed.
fn draw_marks(model: &Model, rows: &Rows, area: Area, canvas: &mut Canvas<'_>) {
    let first = model.pane.scroll;
    let height = usize::from(area.height);
    let mut marks = vec![Sides::<Mark>::default(); height];
    let from = rows.stops.partition_point(|stop| stop.row < first);
    for stop in rows.stops.iter().skip(from).take_while(|stop| stop.row < first + height) {
        if let Some(standing) = model.standing(stop.edit) {
            let side = side_of(&rows.rows[stop.row], |line| has_edit(line, stop.edit));
            let mark = &mut marks[stop.row - first][side];
            mark.is_noted |= standing.is_noted;
            mark.n_edits += 1;
            mark.n_reviewed += usize::from(standing.is_reviewed);
        }
    }
    for row in model.pane.noted_rows.iter().flatten() {
        if let Some(mark) = row.checked_sub(first).and_then(|at| marks.get_mut(at)) {
            let side = side_of(&rows.rows[*row], |line| !line.pieces.is_empty());
            mark[side].is_noted = true;
        }
    }
    let style = canvas.role(Role::Remark);
    for (mark, y) in marks.iter().zip(area.y..) {
        for side in Side::BOTH {
            let signs = mark[side].signs().chars();
            let from = area.x + column_of(rows, side) + 1;
            for (x, symbol) in (from..area.x + area.width).zip(signs) {
                canvas.symbol((x, y), symbol, style);
            }
        }
    }
}

/// The side of a row that has what is looked for; the left one if both have it.
fn side_of(row: &Row, has_it: impl Fn(&Line) -> bool) -> Side {
    if !has_it(&row.lines.left) && has_it(&row.lines.right) { Side::Right } else { Side::Left }
}

fn has_edit(line: &Line, edit: usize) -> bool {
    line.pieces.iter().any(|piece| piece.edit == Some(edit))
}

/// What is to be said of the edits that begin on a row.
#[derive(Clone, Copy, Default)]
struct Mark {
    is_noted: bool,
    n_edits: usize,
    n_reviewed: usize,
}

impl Mark {
    /// The same in signs.
    const fn signs(self) -> &'static str {
        let is_reviewed = self.n_edits > 0 && self.n_edits == self.n_reviewed;
        match (is_reviewed, self.is_noted) {
            (true, true) => "✓*",
            (true, false) => "✓",
            (false, true) => "*",
            (false, false) => "",
        }
    }
}

fn draw_line(line: &Line, (x, y): (u16, u16), area: Area, model: &Model, canvas: &mut Canvas<'_>) {
    let edge = area.x + area.width;
    let room = |x: u16| usize::from(edge.saturating_sub(x));
    let pane = &model.pane;
    let is_current = |piece: &Piece| piece.edit.is_some() && piece.edit == pane.current;
    if line.sign != Sign::None && room(x) > 0 {
        let is_here = line.pieces.iter().any(is_current);
        let style = if is_here { canvas.part(Part::Current) } else { sign_look(line.sign, canvas) };
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

/// The look of a sign: that of its rows, or where a theme has no color for these, of the letter of their version.
fn sign_look(sign: Sign, canvas: &Canvas<'_>) -> Style {
    let paper = canvas.role(Role::Text);
    match sign {
        Sign::LeftOnly => titles::letter(Side::Left, paper, canvas),
        Sign::RightOnly => titles::letter(Side::Right, paper, canvas),
        _ => canvas.role(sign.role()),
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
