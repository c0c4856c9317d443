//! What lies over the screen and takes the keys: filter, search, choice, help.

use tui_input::{Input, InputRequest};

use crate::app::Command;
use crate::app::areas::pick_list;
use crate::app::help::Help;
use crate::app::keys::Typed;
use crate::app::model::{Paragraphs, Pick};
use crate::app::pane::Search;
use crate::app::{Focus, Model, Overlay};
use crate::config::action::Action;
use crate::config::chord::{Chord, Key};
use crate::config::keymap::Meaning;
use crate::corpus::StoryId;

use super::{compare, decide, history, mark, matrix, note, pass_on, read, run};

/// The longest text that a prompt takes, in characters.
const MAX_INPUT: usize = 200;

/// Opens the prompt that `/` means here.
pub(super) fn open(model: &mut Model) {
    model.overlay = Some(match model.focus {
        Focus::List => {
            model.list.is_touched = true;
            Overlay::Filter(Input::new(model.list.filter.clone()))
        }
        Focus::Text => {
            model.pane.search = None;
            Overlay::Search(Input::default())
        }
    });
}

/// Takes a key.
pub(super) fn key(model: &mut Model, chord: Chord, commands: &mut Vec<Command>) {
    let Some(overlay) = model.overlay.take() else {
        return;
    };
    let before = model.keys.clone();
    // What ends programs leaves prompts. A note is not lost by it.
    let is_end = chord == Chord { ctrl: true, ..Chord::char('c') };
    let chord = match overlay {
        Overlay::Note(_) => chord,
        _ if is_end => Chord::plain(Key::Esc),
        _ => chord,
    };
    model.overlay = match overlay {
        Overlay::Help(view) => help(model, view, chord),
        Overlay::Run(prompt) => run::key(model, prompt, chord, commands),
        Overlay::Filter(input) => filter(model, input, chord),
        Overlay::Search(input) => search(model, input, chord),
        Overlay::Pick(pick) => choose(model, pick, chord).map(Overlay::Pick),
        Overlay::Join(pick) => join(model, pick, chord, commands),
        Overlay::Name(story, input) => name(model, story, input, chord, commands),
        Overlay::Furniture(paragraphs) => furniture(model, paragraphs, chord, commands),
        Overlay::Revisions(choice) => history::key(model, choice, chord),
        Overlay::Selection(chosen) => mark::choose_key(model, chosen, chord),
        Overlay::Note(editor) => note::editor_key(model, editor, chord, commands),
        Overlay::Notes(list) => note::list_key(model, list, chord, commands),
        Overlay::Outline(outline) => read::outline_key(model, outline, chord),
        Overlay::Matrix(own) => matrix::key(model, own, chord),
        Overlay::Export(choice) => pass_on::key(model, choice, chord, commands),
        Overlay::Themes { before } => theme(model, before, chord),
    };
    if model.keys == before {
        // A key of the box's own ends what was begun.
        model.keys.clear();
    }
}

/// Takes pasted text, as one line.
pub(super) fn paste(model: &mut Model, text: &str) {
    let mut overlay = model.overlay.take();
    let insert = |input: &mut Input| {
        for c in text.chars().filter(|c| !c.is_control()) {
            type_char(input, c);
        }
    };
    if let Some(Overlay::Note(editor)) = &mut overlay {
        editor.insert(text);
    }
    match &mut overlay {
        Some(Overlay::Filter(input)) => {
            insert(input);
            input.value().clone_into(&mut model.list.filter);
        }
        Some(Overlay::Search(input)) => {
            insert(input);
            search_for(model, input.value());
        }
        Some(Overlay::Pick(pick) | Overlay::Join(pick)) => {
            insert(&mut pick.input);
            pick.refilter(&model.news.snapshot);
        }
        Some(Overlay::Name(_, input)) => insert(input),
        Some(Overlay::Help(view)) => {
            insert(&mut view.input);
            view.refilter(&model.keymap, model.focus.context());
        }
        Some(Overlay::Run(prompt)) => {
            insert(&mut prompt.input);
            prompt.refilter();
        }
        Some(Overlay::Export(choice)) => insert(&mut choice.input),
        Some(
            Overlay::Note(_)
            | Overlay::Furniture(_)
            | Overlay::Revisions(_)
            | Overlay::Selection(_)
            | Overlay::Notes(_)
            | Overlay::Outline(_)
            | Overlay::Matrix(_)
            | Overlay::Themes { .. },
        )
        | None => {}
    }
    model.overlay = overlay;
}

/// What is typed is looked for; the key that has opened the help closes it while nothing is.
fn help(model: &Model, mut view: Help, chord: Chord) -> Option<Overlay> {
    let context = model.focus.context();
    let height = usize::from(pick_list(model.size).height);
    let is_help = model.keymap.meaning(context, &[chord]) == Meaning::Action(Action::Help);
    match chord.key {
        Key::Esc | Key::Enter => return None,
        _ if is_help && view.input.value().is_empty() => return None,
        _ => {
            if let Some(by) = far(model, chord) {
                view.scroll_by(by, height);
            } else {
                let before = view.input.value().to_owned();
                edit(&mut view.input, chord);
                if view.input.value() != before {
                    view.refilter(&model.keymap, context);
                }
            }
        }
    }
    Some(Overlay::Help(view))
}

/// Lines that a page of the box over the screen is: all that are seen but one, which stays in sight.
fn page(model: &Model) -> usize {
    let under_prompt = usize::from(pick_list(model.size).height);
    let n_lines = model.list_box.as_ref().map_or(under_prompt, |own| own.lines.len());
    n_lines.saturating_sub(1).max(1)
}

/// How far a key goes in a list under a prompt; nothing for a key that does something else.
pub(super) fn far(model: &Model, chord: Chord) -> Option<isize> {
    let page = isize::try_from(page(model)).unwrap_or(1);
    match chord.key {
        Key::Down => Some(1),
        Key::Up => Some(-1),
        Key::PageDown => Some(page),
        Key::PageUp => Some(-page),
        _ => None,
    }
}

/// The list is filtered with every letter; arrows move in what is left.
fn filter(model: &mut Model, mut input: Input, chord: Chord) -> Option<Overlay> {
    match chord.key {
        Key::Enter => return None,
        Key::Esc => {
            model.list.filter.clear();
            return None;
        }
        Key::Down => model.list.step(1),
        Key::Up => model.list.step(-1),
        _ => {
            edit(&mut input, chord);
            input.value().clone_into(&mut model.list.filter);
        }
    }
    Some(Overlay::Filter(input))
}

/// Hits are shown with every letter; Enter keeps them, Esc forgets them.
fn search(model: &mut Model, mut input: Input, chord: Chord) -> Option<Overlay> {
    match chord.key {
        Key::Enter => {
            if input.value().trim().is_empty() {
                model.pane.search = None;
            } else if model.pane.rows.as_ref().is_some_and(|rows| rows.hits.is_empty()) {
                super::notice(model, "Nothing was found.");
            }
            None
        }
        Key::Esc => {
            model.pane.search = None;
            None
        }
        _ => {
            edit(&mut input, chord);
            search_for(model, input.value());
            Some(Overlay::Search(input))
        }
    }
}

fn search_for(model: &mut Model, query: &str) {
    let is_new = model.pane.search.as_ref().is_none_or(|search| search.query != query);
    if is_new {
        model.pane.search = Some(Search { query: query.to_owned(), at: None });
    }
}

fn choose(model: &mut Model, pick: Pick, chord: Chord) -> Option<Pick> {
    if chord.key == Key::Enter {
        if let Some(id) = pick.list.selected {
            compare::show_right(model, id);
            model.focus = Focus::Text;
        }
        return None;
    }
    browse_pick(model, pick, chord)
}

fn join(
    model: &mut Model,
    pick: Pick,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    if chord.key == Key::Enter {
        if let Some(id) = pick.list.selected {
            decide::join(model, id, commands);
        }
        return None;
    }
    browse_pick(model, pick, chord).map(Overlay::Join)
}

/// Moves in a choice of versions, or filters it.
fn browse_pick(model: &Model, mut pick: Pick, chord: Chord) -> Option<Pick> {
    match chord.key {
        Key::Esc => return None,
        _ => {
            if let Some(by) = far(model, chord) {
                pick.list.step(by);
            } else {
                edit(&mut pick.input, chord);
                pick.refilter(&model.news.snapshot);
            }
        }
    }
    Some(pick)
}

/// What a story is called.
fn name(
    model: &mut Model,
    story: StoryId,
    mut input: Input,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    match chord.key {
        Key::Esc => return None,
        Key::Enter => {
            decide::name(model, story, input.value(), commands);
            return None;
        }
        _ => edit(&mut input, chord),
    }
    Some(Overlay::Name(story, input))
}

/// The paragraphs on screen: up, down, and the other thing for the chosen one.
fn furniture(
    model: &mut Model,
    mut paragraphs: Paragraphs,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    if chord.key == Key::Enter {
        let paragraph = paragraphs.all.get(paragraphs.at)?;
        decide::toggle(model, paragraph, commands);
        return None;
    }
    paragraphs.at = line(model, chord, paragraphs.at, paragraphs.all.len())?;
    Some(Overlay::Furniture(paragraphs))
}

/// What a key means in a box of lines: arrows are arrows, all else is as in the text.
pub(super) fn meant(model: &mut Model, chord: Chord) -> Typed {
    match chord {
        _ if model.keys.is_begun() => {}
        Chord { key: Key::Down, ctrl: false, alt: false } => return Typed::Meant(Action::Down, 1),
        Chord { key: Key::Up, ctrl: false, alt: false } => return Typed::Meant(Action::Up, 1),
        _ => {}
    }
    model.keys.take(&model.keymap, Focus::Text.context(), chord)
}

/// Every theme is in use as soon as it is chosen; Enter keeps it, any other key brings back the one before.
fn theme(model: &mut Model, before: usize, chord: Chord) -> Option<Overlay> {
    if chord.key == Key::Enter {
        if let Some(theme) = model.themes.current() {
            let words = format!("Theme {}.", theme.name);
            super::notice(model, &words);
        }
        return None;
    }
    let (at, n) = (model.themes.at, model.themes.all.len().max(1));
    let typed = meant(model, chord);
    let chosen = match typed {
        // The key that opens the box goes round in it.
        Typed::Meant(Action::ChooseTheme, count) => Some((at + usize::from(count)) % n),
        _ => line_meant(model, &typed, at, n),
    };
    model.themes.at = chosen.unwrap_or(before);
    chosen.map(|_| Overlay::Themes { before })
}

/// The line of a box that a key goes to, of `n`; nothing for a key that means something else.
pub(super) fn line(model: &mut Model, chord: Chord, at: usize, n: usize) -> Option<usize> {
    let typed = meant(model, chord);
    line_meant(model, &typed, at, n)
}

/// The line of a box that is meant.
pub(super) fn line_meant(model: &Model, typed: &Typed, at: usize, n: usize) -> Option<usize> {
    let last = n.saturating_sub(1);
    let Typed::Meant(action, count) = typed else {
        return (*typed == Typed::Begun).then_some(at);
    };
    match action {
        Action::Down => Some((at + usize::from(*count)).min(last)),
        Action::Up => Some(at.saturating_sub(usize::from(*count)).min(last)),
        Action::PageDown => Some((at + page(model)).min(last)),
        Action::PageUp => Some(at.saturating_sub(page(model)).min(last)),
        Action::Top => Some(0),
        Action::Bottom => Some(last),
        _ => None,
    }
}

pub(super) fn edit(input: &mut Input, chord: Chord) {
    let request = match (chord.key, chord.ctrl) {
        (Key::Char(c), false) if !chord.alt => {
            type_char(input, c);
            return;
        }
        (Key::Backspace, _) => InputRequest::DeletePrevChar,
        (Key::Delete, _) => InputRequest::DeleteNextChar,
        (Key::Left, _) => InputRequest::GoToPrevChar,
        (Key::Right, _) => InputRequest::GoToNextChar,
        (Key::Home, _) | (Key::Char('a'), true) => InputRequest::GoToStart,
        (Key::End, _) | (Key::Char('e'), true) => InputRequest::GoToEnd,
        (Key::Char('w'), true) => InputRequest::DeletePrevWord,
        (Key::Char('u'), true) => InputRequest::DeleteLine,
        _ => return,
    };
    input.handle(request);
}

fn type_char(input: &mut Input, c: char) {
    if input.value().chars().count() < MAX_INPUT {
        input.handle(InputRequest::InsertChar(c));
    }
}
