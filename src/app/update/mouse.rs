//! The mouse, which is never needed: the wheel scrolls what is under it, a click selects, goes to, opens.

use crate::app::areas::{MATRIX_CELL, pick_list};
use crate::app::list::Entry;
use crate::app::pane::Content;
use crate::app::{Command, Focus, Model, Mouse, MouseDeed, Overlay};
use crate::config::chord::{Chord, Key};
use crate::layout::{GUTTER, Line, Mode, Strip};
use crate::sides::Side;

use super::{browse, matrix, prompt};

/// Rows that one step of the wheel scrolls.
const WHEEL: isize = 3;

/// Takes what was done with the mouse.
pub(super) fn take(model: &mut Model, mouse: Mouse, commands: &mut Vec<Command>) {
    model.desk.seek = None;
    let by = match mouse.deed {
        MouseDeed::Click => {
            model.notice = None;
            model.desk.is_quit_asked = false;
            model.keys.clear();
            click(model, mouse, commands);
            return;
        }
        MouseDeed::WheelDown => WHEEL,
        MouseDeed::WheelUp => -WHEEL,
    };
    if model.overlay.is_some() {
        wheel_in_box(model, by > 0, commands);
    } else if model.areas.list.holds(mouse.x, mouse.y) {
        model.list.wheel(by, usize::from(model.areas.list.height));
    } else if is_over_text(model, mouse) {
        let height = usize::from(model.areas.text.height);
        model.pane.scroll_by(by, height);
    }
}

fn is_over_text(model: &Model, Mouse { x, y, .. }: Mouse) -> bool {
    [model.areas.title, model.areas.text, model.areas.ahead, model.areas.strip]
        .iter()
        .any(|area| area.holds(x, y))
}

/// In what lies over the screen the wheel is the arrow keys.
fn wheel_in_box(model: &mut Model, is_down: bool, commands: &mut Vec<Command>) {
    let key = if is_down { Key::Down } else { Key::Up };
    model.keys.clear();
    prompt::key(model, Chord::plain(key), commands);
}

fn click(model: &mut Model, mouse: Mouse, commands: &mut Vec<Command>) {
    let Mouse { x, y, .. } = mouse;
    match model.overlay.take() {
        Some(Overlay::Matrix(mut matrix)) => {
            let cells = matrix.place.cells;
            let is_left_open = if cells.holds(x, y) {
                let row = matrix.first.0 + usize::from(y - cells.y);
                let column = matrix.first.1 + usize::from((x - cells.x) / MATRIX_CELL);
                let was_here = std::mem::replace(&mut matrix.at, (row, column)) == (row, column);
                !(was_here && matrix::open(model, &matrix))
            } else {
                matrix.place.frame.holds(x, y)
            };
            if is_left_open {
                model.overlay = Some(Overlay::Matrix(matrix));
            }
        }
        Some(other) => {
            model.overlay = Some(other);
            click_box(model, mouse, commands);
        }
        None if model.areas.list.holds(x, y) => click_list(model, y - model.areas.list.y),
        None if model.areas.strip.holds(x, y) => click_strip(model, y - model.areas.strip.y),
        None if model.areas.text.holds(x, y) => {
            click_text(model, x - model.areas.text.x, y - model.areas.text.y);
        }
        None => {}
    }
}

/// Chooses a line of a box; the chosen one is taken, as Enter would. What is being written is left by its keys.
fn click_box(model: &mut Model, Mouse { x, y, .. }: Mouse, commands: &mut Vec<Command>) {
    let line = model.list_box.as_ref().and_then(|own| own.line_at(x, y));
    let under_prompt = pick_list(model.size);
    let row = under_prompt.holds(x, y).then(|| usize::from(y - under_prompt.y));
    let mut chosen = model.themes.at;
    let (at, to) = match (&mut model.overlay, line, row) {
        (Some(Overlay::Outline(own)), Some(line), _) => (&mut own.at, line),
        (Some(Overlay::Furniture(own)), Some(line), _) => (&mut own.at, line),
        (Some(Overlay::Revisions(own)), Some(line), _) => (&mut own.at, line),
        (Some(Overlay::Notes(own)), Some(line), _) => (&mut own.at, line),
        (Some(Overlay::Themes { .. }), Some(line), _) => (&mut chosen, line),
        (Some(Overlay::Run(own)), _, Some(row)) if own.scroll + row < own.found.len() => {
            let to = own.scroll + row;
            (&mut own.at, to)
        }
        (Some(Overlay::Selection(own)), Some(line), _) => {
            own.at = line;
            prompt::key(model, Chord::char(' '), commands);
            return;
        }
        (Some(Overlay::Pick(own) | Overlay::Join(own)), _, Some(row)) => {
            let Some(id) = own.list.entries.get(row).and_then(Entry::id) else { return };
            if own.list.selected == Some(id) {
                prompt::key(model, Chord::plain(Key::Enter), commands);
            } else {
                own.list.select(id);
            }
            return;
        }
        _ => return,
    };
    if std::mem::replace(at, to) == to {
        prompt::key(model, Chord::plain(Key::Enter), commands);
    } else if matches!(model.overlay, Some(Overlay::Themes { .. })) {
        model.themes.at = chosen;
    }
}

/// Selects the version of a line; what is selected already is opened.
fn click_list(model: &mut Model, line: u16) {
    // Above the versions of a story stands its name, and on top of a family what it has in common.
    let mut entries = model.list.entries.iter().skip(usize::from(line));
    let Some(id) = entries.find_map(Entry::id) else { return };
    if model.list.selected == Some(id) && model.focus == Focus::List {
        browse::open(model);
        return;
    }
    model.list.select(id);
    browse::to_list(model);
}

/// Goes to the place of the text that the map shows there.
fn click_strip(model: &mut Model, y: u16) {
    let height = usize::from(model.areas.strip.height);
    let total = model.pane.n_rows();
    if model.pane.content != Content::Empty && total > height {
        let row = Strip::row(usize::from(y), total, height);
        model.pane.go_to(row.saturating_sub(height / 2), height);
    }
}

/// Gives the keys to the text, and goes to the edit that was clicked at, else to the passage.
fn click_text(model: &mut Model, x: u16, y: u16) {
    if model.pane.content == Content::Empty {
        return;
    }
    browse::open(model);
    let Some(rows) = model.pane.rows.clone() else { return };
    let Some(row) = rows.rows.get(model.pane.scroll + usize::from(y)) else { return };
    let x = usize::from(x);
    let is_right = rows.mode == Mode::SideBySide && x >= rows.column(Side::Right);
    let side = if is_right { Side::Right } else { Side::Left };
    let column = x.saturating_sub(rows.column(side) + GUTTER);
    match (edit_at(&row.lines[side], column), row.unit()) {
        (Some(edit), _) => model.pane.be_at_edit(edit),
        (None, Some(unit)) if rows.passages().iter().any(|(_, own)| *own == unit) => {
            model.pane.be_at_passage(unit);
        }
        (None, _) => {}
    }
}

/// The edit in a column of a line, else the first of the line.
fn edit_at(line: &Line, column: usize) -> Option<usize> {
    let mut end = 0;
    let under = line.pieces.iter().find(|piece| {
        end += piece.width;
        column < end
    });
    let first = line.pieces.iter().find_map(|piece| piece.edit);
    under.and_then(|piece| piece.edit).or(first)
}
