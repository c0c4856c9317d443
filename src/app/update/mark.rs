//! Marks: what is reviewed, what is left, and which edits are looked at.

use crate::app::desk::{Back, Seek};
use crate::app::model::{Chosen, N_CHOICES, Overlay};
use crate::app::pane::{Content, SelectedFor, Shown, Wanted, Wish};
use crate::app::{Command, Focus, Model};
use crate::collate::{Class, Edit};
use crate::config::chord::{Chord, Key};
use crate::corpus::{ArticleId, Location};
use crate::layout::{Line, Stop, Typography};
use crate::review::{Change, Pair, Selection};
use crate::sides::Side;

use super::settle::{key_of, pair_of, settle};
use super::{browse, compare, decide, hint, history, notice, prompt};

/// Does something as one action, and has it kept.
pub(super) fn change(model: &mut Model, changes: Vec<Change>, commands: &mut Vec<Command>) -> bool {
    let kept = model.desk.change(changes);
    let is_new = !kept.is_empty();
    if is_new {
        commands.push(Command::Keep(kept));
    }
    is_new
}

/// Takes the last action back.
pub(super) fn undo(model: &mut Model, commands: &mut Vec<Command>) {
    let Some(Back { changes, decided, noted }) = model.desk.undo() else {
        notice(model, "There is nothing to take back of this session.");
        return;
    };
    let mut words = undone(&changes, model.pane.pair.as_ref());
    if let Some((former, what)) = decided {
        decide::take_back(model, former, commands);
        words = Some(format!("Taken back: {what}."));
    }
    if !noted.is_empty() {
        let files: Vec<String> =
            noted.iter().map(|(path, _)| Location::file(path.clone()).name()).collect();
        let files = files.join(" and ");
        words.get_or_insert_with(|| {
            format!("Taken back: that you have seen what changed in {files}.")
        });
        let states = noted.into_iter().map(|(path, state)| (path, Some(state)));
        commands.push(Command::Acknowledge(states.collect()));
    }
    go_back_to(model, &changes);
    if !changes.is_empty() {
        commands.push(Command::Keep(changes));
    }
    notice(model, &words.unwrap_or_default());
}

/// Goes to the edit whose mark was taken back, if it is on screen.
fn go_back_to(model: &mut Model, changes: &[Change]) {
    let back = changes.iter().find_map(|change| match change {
        Change::Mark { edits, .. } if edits.len() == 1 => edits.first().copied(),
        _ => None,
    });
    let at = model
        .pane
        .collation
        .as_ref()
        .and_then(|collation| collation.edits.iter().position(|edit| Some(edit.id) == back));
    if let Some(at) = at {
        go_to(model, at);
    }
}

/// What was taken back of marks and notes, and where, if that is not on screen.
fn undone(changes: &[Change], here: Option<&Pair>) -> Option<String> {
    let what = |change: &Change| match change {
        Change::Mark { edits, .. } if edits.len() == 1 => "the mark on an edit".to_owned(),
        Change::Mark { edits, .. } => format!("the marks on {} edits", edits.len()),
        Change::Put(_) | Change::Remove(_) => "the last change of a note".to_owned(),
    };
    let elsewhere = changes.iter().find_map(|change| match change {
        Change::Mark { pair, .. } if Some(pair) != here => {
            Some(pair.locations().map(Location::name).join(" and "))
        }
        _ => None,
    });
    let what = changes.first().map(what)?;
    Some(match elsewhere {
        Some(names) => format!("Taken back: {what}, between {names}."),
        None => format!("Taken back: {what}."),
    })
}

fn height(model: &Model) -> usize {
    usize::from(model.areas.text.height)
}

/// Goes to an edit of the comparison on screen.
pub(super) fn go_to(model: &mut Model, edit: usize) {
    let stops = model.pane.rows.as_ref().map_or(&[][..], |rows| &rows.stops);
    if let Some(stop) = stops.iter().find(|stop| stop.edit == edit).copied() {
        let rows = height(model);
        model.pane.be_at_edit(edit);
        model.pane.reveal(stop.row, rows);
    }
}

/// Works out which edits the reader looks at, when something has changed in that.
pub(super) fn settle_selected(model: &mut Model) {
    let selection = model.desk.selection;
    if selection.is_all() || model.pane.rows.is_none() {
        (model.pane.selected, model.pane.selected_for) = (None, None);
        return;
    }
    let n_changes = model.desk.n_changes;
    let kept = model.pane.current.filter(|edit| !model.is_looked_at(*edit));
    let state = SelectedFor { selection, n_changes, kept };
    if model.pane.selected_for != Some(state) {
        model.pane.selected = selected_stops(model);
        model.pane.selected_for = Some(state);
    }
}

/// The edits that the reader looks at, in the order of the rows; nothing if these are all.
fn selected_stops(model: &Model) -> Option<Vec<Stop>> {
    let rows = model.pane.rows.as_ref()?;
    if model.desk.selection.is_all() {
        return None;
    }
    let is_wanted = |stop: &&Stop| {
        // The edit that the reader is at stays until it is left, whatever mark or note it was given meanwhile.
        let is_kept = model.pane.current == Some(stop.edit) && has_class(model, stop.edit);
        is_kept || model.is_looked_at(stop.edit)
    };
    Some(rows.stops.iter().filter(is_wanted).copied().collect())
}

/// Whether the reader looks at edits of this one's class.
fn has_class(model: &Model, edit: usize) -> bool {
    model.standing(edit).is_some_and(|edit| model.desk.selection.has_class(edit.class))
}

/// Marks the edit that the reader is at, and goes to the next.
pub(super) fn mark(model: &mut Model, commands: &mut Vec<Command>) {
    let here = model.pane.current.zip(model.pane.collation.clone()).zip(model.pane.pair.clone());
    let Some(((at, collation), pair)) = here else {
        compare::step_edit(model, true, commands);
        return;
    };
    let Some(edit) = collation.edits.get(at) else { return };
    let is_hidden = model.areas.text.is_empty();
    compare::bring_text(model, commands);
    if is_hidden || !is_in_sight(model, at) {
        // Nobody marks what is not seen.
        go_to(model, at);
        hint(model, "This is the edit you were at. {mark} marks it.");
        return;
    }
    let marked = Change::Mark { pair: pair.clone(), edits: vec![edit.id], is_reviewed: true };
    if change(model, vec![marked], commands) {
        history::acknowledge(model, commands);
    }
    let rows = height(model);
    if !model.pane.step_edit(true, rows) {
        let left = n_left(model);
        let words = match left {
            0 => "This was the last edit, and all are reviewed.".to_owned(),
            1 => "This was the last edit; 1 before it is not reviewed.".to_owned(),
            n => format!("This was the last edit; {n} before it are not reviewed."),
        };
        let way = if left == 0 { "goes on to the next comparison" } else { "goes there" };
        hint(model, &format!("{words} {{next-unreviewed}} {way}."));
    }
}

/// Leaves the edit that the reader is at for its passage, if the reader has just said not to look at edits of its class.
pub(super) fn leave_hidden(model: &mut Model) {
    let is_folded = model.settings.typography == Typography::Folded;
    let is_typography =
        |edit| model.standing(edit).is_some_and(|own| own.class == Class::Typography);
    let is_kept = |edit: usize| has_class(model, edit) && !(is_folded && is_typography(edit));
    if model.pane.current.is_some_and(|edit| !is_kept(edit)) {
        model.pane.passage = model.pane.current_unit();
        model.pane.current = None;
    }
}

/// Whether a part of an edit is on screen.
fn is_in_sight(model: &Model, edit: usize) -> bool {
    let Some(rows) = &model.pane.rows else { return false };
    let mut shown = rows.rows.iter().skip(model.pane.scroll).take(height(model));
    let has_edit = |line: &Line| line.pieces.iter().any(|piece| piece.edit == Some(edit));
    shown.any(|row| Side::BOTH.iter().any(|side| has_edit(&row.lines[*side])))
}

/// The identities of the edits on screen that are reviewed one by one.
pub(super) fn ids(model: &Model) -> Vec<u64> {
    let collation = model.pane.collation.as_ref();
    let edits = collation.into_iter().flat_map(|collation| &collation.edits);
    edits.filter(|edit| edit.class != Class::Typography).map(|edit| edit.id).collect()
}

/// Edits on screen that are looked at and not reviewed.
fn n_left(model: &Model) -> usize {
    let stops = selected_stops(model);
    let all = model.pane.rows.as_ref().map_or(&[][..], |rows| &rows.stops);
    stops.as_deref().unwrap_or(all).iter().filter(|stop| is_left(model, stop)).count()
}

/// Whether an edit is not reviewed. Typography only counts while it is shown.
fn is_left(model: &Model, stop: &Stop) -> bool {
    let is_counted =
        |class: Class| class != Class::Typography || model.settings.typography == Typography::Shown;
    model.standing(stop.edit).is_some_and(|edit| is_counted(edit.class) && !edit.is_reviewed)
}

/// Marks all edits of the comparison, or takes all marks away when all are marked.
pub(super) fn mark_all(model: &mut Model, commands: &mut Vec<Command>) {
    let here = model.pane.collation.clone().zip(model.pane.pair.clone());
    let Some((collation, pair)) = here else {
        notice(model, "There is no comparison to mark.");
        return;
    };
    if collation.summary.is_same() {
        notice(model, "There are no edits: both say the same.");
        return;
    }
    // What is not looked at is not reviewed either.
    let is_meant = |edit: &&Edit| {
        edit.class != Class::Typography && model.desk.selection.has_class(edit.class)
    };
    let ids: Vec<u64> = collation.edits.iter().filter(is_meant).map(|edit| edit.id).collect();
    let n = ids.len();
    if n == 0 {
        hint(model, "None of the edits is looked at; {select-edits} chooses others.");
        return;
    }
    let is_reviewed = model.desk.review.n_reviewed(&pair, &ids) < n;
    change(model, vec![Change::Mark { pair, edits: ids, is_reviewed }], commands);
    history::acknowledge(model, commands);
    let words = if is_reviewed {
        format!("All {n} edits are marked reviewed. {{undo}} takes that back.")
    } else {
        format!("None of the {n} edits is marked reviewed any more. {{undo}} takes that back.")
    };
    hint(model, &words);
}

/// Goes to the next edit that is not reviewed: here, else in the comparisons that follow in the list.
pub(super) fn next_left(model: &mut Model, commands: &mut Vec<Command>) {
    if model.areas.text.is_empty() && model.pane.content != Content::Empty {
        model.focus = Focus::Text;
        settle(model, commands);
    }
    if next_left_here(model) {
        return;
    }
    if !model.has_list() {
        hint(model, all_reviewed(model));
        return;
    }
    let shown = match &model.pane.content {
        Content::Comparing(sides) => {
            let wish = |shown: &Shown| Wish::Shown(Box::new(shown.clone()));
            Some(Wanted::Pair(Box::new(sides.as_ref().as_ref().map(wish))))
        }
        Content::Single(one) => Some(Wanted::Single(one.id)),
        Content::Empty => None,
    };
    let origin = (model.list.selected, shown);
    model.desk.seek = Some(Seek { left: model.list.lines.len(), origin });
}

/// What there is to say when nothing is left.
fn all_reviewed(model: &Model) -> &'static str {
    if model.desk.selection.is_all() {
        "All edits are reviewed."
    } else {
        "All edits that are looked at are reviewed; {select-edits} chooses others."
    }
}

/// Goes to the next edit on screen that is not reviewed, around the end. False when there is none.
fn next_left_here(model: &mut Model) -> bool {
    let Some(rows) = model.pane.rows.clone() else { return false };
    let stops = selected_stops(model).unwrap_or_else(|| rows.stops.clone());
    let is_left = |stop: &&Stop| is_left(model, stop);
    let current = stops.iter().position(|stop| Some(stop.edit) == model.pane.current);
    let first = current.map_or(0, |at| at + 1);
    let next =
        stops.iter().skip(first).find(is_left).or_else(|| stops.iter().take(first).find(is_left));
    let Some(next) = next.map(|stop| stop.edit) else { return false };
    go_to(model, next);
    true
}

/// Goes on with the search for an edit that is not reviewed, through the comparisons of the list. True when another one is
/// to be shown for that.
pub(super) fn seek(model: &mut Model) -> bool {
    let Some(Seek { left, origin }) =
        model.desk.seek.clone().filter(|_| model.pane.wanted.is_none())
    else {
        return false;
    };
    if let Some(key) = model.pane.content.key() {
        let is_coming = model.pane.collation.is_none() && !model.asked.failed.contains(&key);
        if is_coming {
            return false;
        }
        if next_left_here(model) {
            model.desk.seek = None;
            return false;
        }
    }
    let ids: Vec<ArticleId> = model.list.versions_after().take(left).collect();
    for (n, id) in (1..).zip(ids) {
        let Some(wanted) = browse::pairing(model, id) else { continue };
        let Some(pair) = pair_of(model, &wanted) else { continue };
        let known = key_of(model, &wanted).and_then(|key| model.known.get(&key));
        let is_done = known.is_some_and(|known| {
            model.desk.review.n_reviewed(&pair, &known.edits) == known.edits.len()
        });
        if is_done || Some(&pair) == model.pane.pair.as_ref() {
            continue;
        }
        model.desk.seek = left.checked_sub(n).map(|left| Seek { left, origin: origin.clone() });
        model.list.select(id);
        model.pane.wanted = Some(wanted);
        model.pane.follows = Some(id);
        model.pane.is_automatic = false;
        if model.areas.text.is_empty() {
            model.focus = Focus::Text;
        }
        return true;
    }
    model.desk.seek = None;
    hint(model, all_reviewed(model));
    let (selected, shown) = origin;
    if model.list.selected == selected {
        return false;
    }
    if let Some(selected) = selected {
        model.list.select(selected);
    }
    model.pane.wanted = shown;
    model.pane.follows = selected;
    model.pane.wanted.is_some()
}

/// Shows which edits are looked at, to be chosen.
pub(super) fn choose(model: &mut Model) {
    model.overlay = Some(Overlay::Selection(Chosen { at: 0 }));
}

/// Takes a key of the choice.
pub(super) fn choose_key(model: &mut Model, mut chosen: Chosen, chord: Chord) -> Option<Overlay> {
    match chord.key {
        Key::Char(' ') => toggle(model, chosen.at),
        Key::Char('o') => only(model, chosen.at),
        Key::Char('a') => {
            model.desk.selection = Selection::default();
            model.settings.typography = Typography::Folded;
        }
        _ => {
            let Some(at) = prompt::line(model, chord, chosen.at, N_CHOICES) else {
                leave_hidden(model);
                return None;
            };
            chosen.at = at;
        }
    }
    Some(Overlay::Selection(chosen))
}

fn toggle(model: &mut Model, at: usize) {
    let selection = &mut model.desk.selection;
    match Class::ALL.get(at) {
        // Typography is folded, which is the same thing under another name.
        Some(Class::Typography) => {
            model.settings.typography = model.settings.typography.toggled();
        }
        Some(class) => selection.toggle(*class),
        None if at == Class::ALL.len() => selection.hides_reviewed = !selection.hides_reviewed,
        None => selection.only_noted = !selection.only_noted,
    }
}

/// Leaves only one class.
fn only(model: &mut Model, at: usize) {
    if let Some(class) = Class::ALL.get(at) {
        let kept = model.desk.selection;
        model.desk.selection = Selection::of_classes(&[*class, Class::Typography]);
        model.desk.selection.hides_reviewed = kept.hides_reviewed;
        model.desk.selection.only_noted = kept.only_noted;
        if *class == Class::Typography {
            model.settings.typography = Typography::Shown;
        }
    }
}
