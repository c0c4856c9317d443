//! The text: stepping through edits and versions, and how they are shown.

use crate::app::model::Pick;
use crate::app::pane::{Content, Pane, Wanted, Wish};
use crate::app::{Command, Focus, Model, Overlay};
use crate::collate::{Class, Relation};
use crate::config::action::Action;
use crate::corpus::ArticleId;
use crate::layout::Stop;
use crate::sides::{Side, Sides};

use super::settle::settle;
use super::{hint, notice, read};

fn height(model: &Model) -> usize {
    usize::from(model.areas.text.height)
}

/// Moves in the text, by a row or by so many.
pub(super) fn go(pane: &mut Pane, action: Action, height: usize, leap: usize) {
    let step = isize::try_from(leap).unwrap_or(1);
    match action {
        Action::Down => pane.scroll_by(1, height),
        Action::Up => pane.scroll_by(-1, height),
        Action::PageDown => pane.scroll_by(step, height),
        Action::PageUp => pane.scroll_by(-step, height),
        Action::Top => pane.scroll_by(isize::MIN, height),
        Action::Bottom => pane.scroll_by(isize::MAX / 2, height),
        _ => {}
    }
}

/// On a narrow screen the list hides the text that is to be stepped through.
pub(super) fn bring_text(model: &mut Model, commands: &mut Vec<Command>) {
    if model.areas.text.is_empty() && model.pane.content != Content::Empty {
        model.focus = Focus::Text;
        settle(model, commands);
    }
}

/// Goes to the next or previous passage, whether it has an edit or not.
pub(super) fn step_passage(model: &mut Model, is_forward: bool, commands: &mut Vec<Command>) {
    bring_text(model, commands);
    let rows = height(model);
    if !model.pane.step_passage(is_forward, rows) {
        let words = match (&model.pane.rows, is_forward) {
            (None, _) => "There is no text here yet.",
            (Some(_), true) => "There is no passage further down.",
            (Some(_), false) => "There is no passage further up.",
        };
        notice(model, words);
    }
}

pub(super) fn step_edit(model: &mut Model, is_forward: bool, commands: &mut Vec<Command>) {
    bring_text(model, commands);
    let rows = height(model);
    if model.pane.step_edit(is_forward, rows) {
        return;
    }
    let has_edits = model.pane.rows.as_ref().is_some_and(|rows| !rows.stops.is_empty());
    let words = match (&model.pane.content, has_edits, is_forward) {
        (Content::Comparing(_), true, true) => "There is no edit further down.",
        (Content::Comparing(_), true, false) => "There is no edit further up.",
        (Content::Comparing(_), false, _) if model.pane.rows.is_none() => {
            "The comparison is not there yet."
        }
        (Content::Comparing(_), false, _) => "There are no edits: both say the same.",
        _ if model.reading.can_compare => "One version is read here: {read} compares it again.",
        _ => "There is nothing to compare with. {pick-version} picks another version.",
    };
    hint(model, words);
}

/// Brings the edit that the reader is at to the middle of the screen.
pub(super) fn center(model: &mut Model) {
    let rows = height(model);
    if !model.pane.center(rows) {
        hint(model, "There is no edit here: {next-edit} goes to the next.");
    }
}

pub(super) fn step_hit(model: &mut Model, is_forward: bool, commands: &mut Vec<Command>) {
    if model.pane.search.is_none() {
        step_edit(model, is_forward, commands);
        if model.notice.is_none() {
            hint(model, "Nothing is searched for: this goes through the edits. {search} searches.");
        }
        return;
    }
    let rows = height(model);
    if !model.pane.step_hit(is_forward, rows) {
        notice(model, "Nothing was found.");
    }
}

/// Shows the next or previous version of the story in the right column, at the same passage.
pub(super) fn step_version(model: &mut Model, by: isize) {
    if matches!(model.pane.content, Content::Single(_)) && model.focus == Focus::Text {
        read::step_version(model, by);
        return;
    }
    let Content::Comparing(sides) = &model.pane.content else {
        hint(model, "There is nothing to compare with. {pick-version} picks another version.");
        return;
    };
    let snapshot = model.news.snapshot.clone();
    let (left, right) = (sides.left.id, sides.right.id);
    // The story is that of the left version; the right one may have been picked from elsewhere.
    let Some((story, _)) = snapshot.place(left) else {
        return;
    };
    let members: Vec<ArticleId> = snapshot.stories[story]
        .members
        .iter()
        .map(|member| member.article.id)
        .filter(|id| *id != left)
        .collect();
    let n = isize::try_from(members.len()).unwrap_or(0);
    let at = members.iter().position(|id| *id == right).and_then(|at| isize::try_from(at).ok());
    let next = match at {
        Some(_) if n < 2 => {
            hint(
                model,
                "There are only these two versions of this story. {pick-version} picks any.",
            );
            return;
        }
        Some(at) => (at + by).rem_euclid(n),
        None => 0,
    };
    let Some(id) = usize::try_from(next).ok().and_then(|next| members.get(next)).copied() else {
        return;
    };
    show_right(model, id);
    model.list.select(id);
    model.pane.follows = Some(id);
}

/// Puts a version into the right column; what is alone moves to the left for it.
pub(super) fn show_right(model: &mut Model, id: ArticleId) {
    let left = match &model.pane.content {
        Content::Empty => return,
        Content::Single(one) => (**one).clone(),
        Content::Comparing(sides) => sides.left.clone(),
    };
    if id == left.id {
        notice(model, "This version is in the other column.");
        return;
    }
    let sides = Sides::new(Wish::Shown(Box::new(left)), Wish::Article(id));
    model.pane.wanted = Some(Wanted::Pair(Box::new(sides)));
    model.pane.is_automatic = false;
}

pub(super) fn swap(model: &mut Model) {
    let Content::Comparing(sides) = model.pane.content.clone() else {
        if read::swap(model) {
            return;
        }
        notice(model, "There is only one column to swap.");
        return;
    };
    model.pane.show(Content::Comparing(Box::new(sides.swapped())));
}

/// Makes the selected version the one that its family is compared with, or takes that back.
pub(super) fn make_base(model: &mut Model) {
    let selected = match (&model.pane.content, model.focus) {
        (Content::Comparing(sides), Focus::Text) => Some(sides.left.id),
        (Content::Single(one), Focus::Text) => Some(one.id),
        _ => model.list.selected,
    };
    let Some(id) = selected else { return };
    let snapshot = model.news.snapshot.clone();
    let Some((story, member)) = snapshot.place(id) else {
        return;
    };
    let story = &snapshot.stories[story];
    let members = &story.members[story.families[story.family_of(member)].members.clone()];
    if members.len() < 2 {
        notice(model, "A base needs another version to be compared with.");
        return;
    }
    let was_base = model.bases.contains(&id);
    model.bases.retain(|base| members.iter().all(|member| member.article.id != *base));
    let siglum = model.sigla.of(id, member);
    if was_base {
        notice(model, &format!("{siglum} is no longer the base."));
        return;
    }
    model.bases.push(id);
    notice(model, &format!("{siglum} is the base: the others of its family are compared with it."));
    if let Content::Comparing(sides) = &model.pane.content
        && sides.right.id == id
    {
        swap(model);
    }
}

/// Lets the user choose any version.
pub(super) fn pick(model: &mut Model) {
    if model.pane.content == Content::Empty {
        notice(model, "There is nothing to compare with yet.");
        return;
    }
    let mut pick = Pick::among(&model.news.snapshot);
    if let Some(other) = first_other(model) {
        pick.list.select(other);
    }
    model.overlay = Some(Overlay::Pick(pick));
}

/// The first version of the story on screen that is not on screen.
fn first_other(model: &Model) -> Option<ArticleId> {
    let shown: Vec<ArticleId> = model.pane.content.shown().iter().map(|shown| shown.id).collect();
    let (story, _) = model.news.snapshot.place(*shown.first()?)?;
    let members = model.news.snapshot.stories.get(story)?.members.iter();
    members.map(|member| member.article.id).find(|id| !shown.contains(id))
}

/// Brings the other half of the move that the reader is at to this place, or sends it back.
pub(super) fn gather(model: &mut Model) {
    let Some((unit, side)) = moved_here(model) else {
        go_to_move(model);
        return;
    };
    model.pane.remember();
    let is_gathered = model.pane.gathered.is_some_and(|(gathered, _)| gathered == unit);
    model.pane.gathered = if is_gathered { None } else { Some((unit, side)) };
}

/// Goes to the next move, when none is on screen.
fn go_to_move(model: &mut Model) {
    let pane = &model.pane;
    let is_move = |stop: &&Stop| {
        pane.collation
            .as_ref()
            .is_some_and(|collation| collation.edits[stop.edit].class == Class::Move)
    };
    let stops = pane.rows.as_ref().map_or(&[][..], |rows| &rows.stops);
    let next = stops.iter().filter(|stop| stop.row >= pane.scroll).find(is_move);
    let Some(stop) = next.or_else(|| stops.iter().find(is_move)).copied() else {
        notice(model, "No passage has moved.");
        return;
    };
    let rows = height(model);
    model.pane.current = Some(stop.edit);
    model.pane.reveal(stop.row, rows);
    notice(model, "The next move. The same key brings its halves together.");
}

/// The moved unit that the reader is at, and whose half: that of the current edit if it is on screen, else
/// the first on screen.
fn moved_here(model: &Model) -> Option<(usize, Side)> {
    let pane = &model.pane;
    let (rows, collation) = (pane.rows.as_ref()?, pane.collation.as_ref()?);
    let on_screen = rows.rows.iter().skip(pane.scroll).take(height(model));
    let is_moved = |unit: usize| collation.units[unit].relation == Relation::Moved;
    let current = pane.current_unit().filter(|unit| is_moved(*unit));
    let mut moved = on_screen.filter(|row| row.unit().is_some_and(is_moved));
    let row = match current {
        Some(unit) => moved.clone().find(|row| row.unit() == Some(unit)).or_else(|| moved.next()),
        None => moved.next(),
    }?;
    let unit = row.unit()?;
    let is_text = |side: Side| row.lines[side].sign == crate::layout::Sign::Moved;
    let side = if !is_text(Side::Left) && is_text(Side::Right) { Side::Right } else { Side::Left };
    Some((unit, side))
}
