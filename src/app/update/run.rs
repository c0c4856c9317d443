//! Running an action by its name.

use crate::app::areas::pick_list;
use crate::app::pane::Content;
use crate::app::run::RunPrompt;
use crate::app::{Command, Focus, Model, Overlay};
use crate::config::action::Action;
use crate::config::chord::{Chord, Key};

use super::{act, hint, notice, prompt};

/// Takes a key of the prompt: arrows choose, Tab completes, Enter runs.
pub(super) fn key(
    model: &mut Model,
    mut prompt: RunPrompt,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    match chord.key {
        Key::Esc => {
            model.desk.is_quit_asked = false;
            return None;
        }
        Key::Enter => {
            let Some(action) = prompt.chosen() else {
                notice(model, "No action is called that.");
                return Some(Overlay::Run(prompt));
            };
            model.desk.is_quit_asked &= action == Action::Quit;
            match impossible(model, action) {
                Some(why) => hint(model, why),
                None => act(model, action, commands),
            }
            // The action may have opened something itself.
            return model.overlay.take();
        }
        Key::Tab => {
            if let Some(action) = prompt.chosen() {
                prompt.input = action.name().into();
                prompt.refilter();
            }
        }
        _ => {
            if let Some(by) = prompt::far(model, chord) {
                prompt.step(by, usize::from(pick_list(model.size).height));
            } else {
                let before = prompt.input.value().to_owned();
                prompt::edit(&mut prompt.input, chord);
                if prompt.input.value() != before {
                    prompt.refilter();
                }
            }
        }
    }
    Some(Overlay::Run(prompt))
}

/// Why an action cannot be done here, where it would not say so itself.
fn impossible(model: &Model, action: Action) -> Option<&'static str> {
    let is_empty = model.pane.content == Content::Empty;
    match action {
        Action::SwitchPane | Action::Sort | Action::FoldStories if !model.has_list() => {
            Some("There is no list: two files are open.")
        }
        Action::Back if model.focus == Focus::Text => {
            let is_stuck =
                !model.has_list() && model.pane.search.is_none() && model.reading.back.is_none();
            is_stuck.then_some("There is no list to go back to: two files are open.")
        }
        Action::Back => model
            .list
            .filter
            .is_empty()
            .then_some("This is the list already, and nothing is filtered."),
        Action::Open => (model.focus == Focus::Text).then_some("A version is open already."),
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::Top
        | Action::Bottom
            if model.focus == Focus::Text && is_empty =>
        {
            Some("There is no text here yet.")
        }
        Action::SideBySide | Action::OneColumn | Action::Automatic
            if !matches!(model.pane.content, Content::Comparing(_)) =>
        {
            Some("There is no comparison here: {pick-version} picks another version.")
        }
        Action::Base | Action::Split | Action::Pin | Action::Name
            if is_empty && model.list.selected.is_none() =>
        {
            Some("There is no version here.")
        }
        _ => None,
    }
}
