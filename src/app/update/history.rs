//! Earlier states of files: listing them, comparing any two, and what has changed since the reader took note.

use std::path::PathBuf;

use crate::app::desk::Back;
use crate::app::model::RevisionChoice;
use crate::app::pane::{Wanted, Wish};
use crate::app::revisions::{History, Revisions, State};
use crate::app::{Command, Focus, Model, Overlay};
use crate::config::chord::{Chord, Key};
use crate::corpus::ArticleId;
use crate::sides::Sides;

use super::decide::meant;
use super::settle::load_revision;
use super::{hint, notice, prompt};

/// Asks for the earlier states of the version that is meant.
pub(super) fn ask(model: &mut Model, commands: &mut Vec<Command>) {
    let article = meant(model).and_then(|id| model.news.snapshot.article(id));
    match article {
        Some(article) => commands.push(Command::ListRevisions(article.location.clone())),
        None => notice(model, "There is no version here."),
    }
}

/// Takes in what has become known of files. States that the reader is choosing among are asked for once more.
pub(super) fn told(model: &mut Model, all: Vec<(PathBuf, History)>, commands: &mut Vec<Command>) {
    if let Some(Overlay::Revisions(choice)) = &model.overlay
        && all.iter().any(|(path, _)| *path == choice.revisions.location.path)
    {
        commands.push(Command::ListRevisions(choice.revisions.location.clone()));
    }
    model.desk.histories.extend(all);
}

/// Lets the reader choose among the states that were asked for. If that is being done already, the chosen ones stay so.
pub(super) fn listed(model: &mut Model, revisions: Revisions) {
    if let Some(Overlay::Revisions(choice)) = &mut model.overlay
        && choice.revisions.location == revisions.location
        && !revisions.states.is_empty()
    {
        for at in [&mut choice.at, &mut choice.with] {
            // The state now comes before them; a state that was let go becomes that.
            let chosen = at.checked_sub(1).and_then(|at| choice.revisions.states.get(at));
            let same = |state: &State| {
                chosen.is_some_and(|own| (own.digest, &own.seen) == (state.digest, &state.seen))
            };
            *at = revisions.states.iter().position(same).map_or(0, |at| at + 1);
        }
        choice.revisions = revisions;
        return;
    }
    let article = model.news.snapshot.at(&revisions.location);
    let Some(id) = article.map(|article| article.id).filter(|_| model.overlay.is_none()) else {
        return;
    };
    if revisions.states.is_empty() {
        if say_unkept(model) {
            return;
        }
        let name = revisions.location.name();
        notice(model, &format!("{name} has not changed since copydesk first saw it."));
        return;
    }
    model.overlay = Some(Overlay::Revisions(RevisionChoice { id, revisions, at: 1, with: 0 }));
}

/// Says that earlier states are not kept, if so. What is not kept is not known.
fn say_unkept(model: &mut Model) -> bool {
    let words =
        model.desk.gap.as_ref().map(|why| format!("Earlier states are not kept now: {why}."));
    words.inspect(|words| notice(model, words)).is_some()
}

/// Takes a key of the choice among states.
pub(super) fn key(model: &mut Model, mut choice: RevisionChoice, chord: Chord) -> Option<Overlay> {
    match chord.key {
        Key::Enter => {
            compare(model, &choice);
            return None;
        }
        Key::Char(' ') => choice.with = choice.at,
        // The state now is a line too.
        _ => choice.at = prompt::line(model, chord, choice.at, choice.revisions.states.len() + 1)?,
    }
    Some(Overlay::Revisions(choice))
}

/// Compares the chosen state with the other one, the earlier on the left.
fn compare(model: &mut Model, choice: &RevisionChoice) {
    let (earlier, later) = (choice.at.max(choice.with), choice.at.min(choice.with));
    if earlier == later {
        notice(
            model,
            "This is one and the same state. Space on another one compares it with that.",
        );
        return;
    }
    let wish = |line: usize| match line.checked_sub(1) {
        None => Wish::Article(choice.id),
        Some(at) => {
            let state = &choice.revisions.states[at];
            let number = choice.revisions.states.len() - at;
            let seen = format!("state {number}, {}", state.seen);
            Wish::Revision { id: choice.id, state: state.digest, seen }
        }
    };
    show(model, wish(earlier), wish(later));
}

fn show(model: &mut Model, left: Wish, right: Wish) {
    model.pane.wanted = Some(Wanted::Pair(Box::new(Sides::new(left, right))));
    model.pane.is_automatic = false;
    model.focus = Focus::Text;
}

/// Compares the version that is meant with the state in which the reader last took note of it; the other one on screen, if
/// only that has changed.
pub(super) fn show_changes(model: &mut Model, commands: &mut Vec<Command>) {
    let shown = model.pane.content.shown().into_iter().map(|shown| shown.id);
    let mut candidates: Vec<ArticleId> = meant(model).into_iter().chain(shown).collect();
    candidates.sort_by_key(|id| Some(*id) != meant(model));
    candidates.dedup();
    let articles = candidates.iter().filter_map(|id| model.news.snapshot.article(*id));
    let changed = articles.clone().find_map(|article| {
        let state = model.desk.histories.get(&article.location.path)?.reviewed?;
        Some((article.clone(), state))
    });
    let Some((article, state)) = changed else {
        let names: Vec<String> = articles.map(|article| article.location.name()).collect();
        if say_unkept(model) {
            return;
        }
        let names = names.join(" and ");
        let words = format!("Nothing has changed in {names} since you took note of it.");
        hint(model, &format!("{words} {{revisions}} lists earlier states."));
        return;
    };
    // What the reader has taken note of need not be kept any longer: it is read before that.
    load_revision(model, article.id, state, commands);
    let seen = "as reviewed".to_owned();
    show(model, Wish::Revision { id: article.id, state, seen }, Wish::Article(article.id));
    let is_whole = article.location.record == 0;
    let now = article.profile().map(|profile| profile.sha256).filter(|_| is_whole);
    let path = &article.location.path;
    model.desk.did(Back { noted: vec![(path.clone(), state)], ..Back::default() });
    commands.push(Command::Acknowledge(vec![(path.clone(), now)]));
}

/// With what was just done, the reader has taken note of the versions on screen, in the states that are shown.
pub(super) fn acknowledge(model: &mut Model, commands: &mut Vec<Command>) {
    let (mut states, mut noted) = (Vec::new(), Vec::new());
    for shown in model.pane.content.shown().into_iter().filter(|shown| shown.revision.is_none()) {
        let path = &shown.location.path;
        let history = model.desk.histories.get(path);
        if let Some(before) = history.and_then(|history| history.reviewed) {
            // The state of a record is not that of its file.
            let state = (shown.location.record == 0).then(|| *shown.loaded.version.sha256());
            states.push((path.clone(), state));
            noted.push((path.clone(), before));
        }
    }
    if !states.is_empty() {
        model.desk.noted_too(noted);
        commands.push(Command::Acknowledge(states));
    }
}
