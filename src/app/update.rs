//! [`update`]: the one place where the model changes. One file per screen; this one only leads to them.

mod browse;
mod compare;
mod decide;
mod draft;
mod fates;
mod figures;
mod history;
mod mark;
mod matrix;
mod mouse;
pub mod note;
mod pass_on;
mod prompt;
mod read;
mod run;
mod settle;

use std::sync::Arc;

use super::help::Help;
use super::hints::is_taught;
use super::keys::Typed;
use super::pane::{Content, Wanted, Wish};
use super::run::RunPrompt;
use super::texts::Text;
use super::{Command, Event, Focus, Model, Overlay, Undone, Watching};
use crate::config::action::Action;
use crate::config::chord::{Chord, Key};
use crate::corpus::ArticleId;
use crate::layout::{Mode, Rows, Typography, Unchanged};
use crate::text::safe::SafeText;

/// Takes in what happened, and says what is to be done about it.
pub fn update(model: &mut Model, event: Event) -> Vec<Command> {
    let mut commands = Vec::new();
    let is_news = matches!(event, Event::Corpus(_));
    match event {
        Event::Key(chord) => key(model, chord, &mut commands),
        Event::Mouse(mouse) => mouse::take(model, mouse, &mut commands),
        Event::Pasted(text) => prompt::paste(model, &text),
        Event::Resized { width, height } => model.size = (width, height),
        Event::Corpus(news) => browse::take_news(model, news),
        Event::Collated { key, result } => collated(model, key, result),
        Event::Loaded { id, state, result } => loaded(model, id, state, result),
        Event::Decided(decisions) => model.decisions = *decisions,
        Event::Recalled(decisions) => {
            model.decisions = *decisions;
            commands.push(Command::Decide(Box::new(model.decisions.clone())));
        }
        Event::Remembered { bookmarks, learned } => {
            model.pane.bookmarks.take_in(bookmarks);
            model.learned.extend(learned);
        }
        Event::Moved(moves) => browse::follow(model, &moves),
        Event::Noticed(text) => model.notice = Some(text),
        Event::Reviewed { review, n_taken } => model.desk.reviewed(*review, n_taken),
        Event::Kept { n_kept } => model.desk.kept(n_kept),
        Event::KeepingFailed(text) => {
            // Said at length once; then it stands in the last line as far as there is room.
            if model.desk.trouble.as_ref() != Some(&text) {
                model.notice = Some(text.clone());
            }
            model.desk.trouble = Some(text);
        }
        Event::Begun(why) => {
            commands.push(Command::Keep(model.desk.begin_again()));
            model.notice = Some(why);
        }
        Event::DraftsFound(drafts) => draft::take_in(model, drafts, &mut commands),
        Event::Histories(all) => history::told(model, all, &mut commands),
        Event::Unkept(why) => model.desk.gap = why,
        Event::Listed(listed) => history::listed(model, listed),
        Event::Edited(result) => note::edited(model, result),
        Event::Exported(result) => pass_on::exported(model, result),
        Event::Ending => end(model, &mut commands),
    }
    settle::settle(model, &mut commands);
    if is_news {
        // What is on screen is known only now.
        browse::tell_comings(model);
    }
    draft::settle(model, &mut commands);
    commands
}

fn collated(
    model: &mut Model,
    key: super::cache::CollationKey,
    result: Result<Arc<crate::collate::Collation>, Undone>,
) {
    let was_visible = model.asked.visible == Some(key);
    if was_visible {
        model.asked.visible = None;
    }
    if model.asked.prefetch == Some(key) {
        model.asked.prefetch = None;
    }
    match result {
        // What was cut short while nobody looked gets its full time when somebody does.
        Ok(collation) if collation.truncated.is_some() && !was_visible => {
            model.asked.too_long.push(key);
        }
        Ok(collation) => model.keep(key, collation),
        Err(Undone::CalledOff) => {}
        Err(Undone::Failed) => model.asked.failed.push(key),
    }
}

fn loaded(model: &mut Model, id: ArticleId, state: [u8; 32], result: Result<Text, String>) {
    model.asked.texts.remove(&(id, state));
    match result {
        Ok(text) => model.texts.insert(id, state, text),
        Err(reason) => {
            model.asked.unreadable.insert((id, state));
            let is_wish = |wish: &&Wish| match wish {
                Wish::Article(wished) => *wished == id,
                Wish::Revision { id: wished, state: of, .. } => (*wished, *of) == (id, state),
                Wish::Shown(_) => false,
            };
            let is_wanted = model.pane.wanted.as_ref().is_some_and(|wanted| {
                *wanted == Wanted::Single(id) || wanted.wishes().iter().any(is_wish)
            });
            if let Some(article) = model.news.snapshot.article(id).filter(|_| is_wanted) {
                let text = format!("{}: {reason}", article.location.shown());
                model.notice = Some(SafeText::new(&text));
            }
        }
    }
}

fn key(model: &mut Model, chord: Chord, commands: &mut Vec<Command>) {
    model.notice = None;
    model.desk.seek = None;
    if model.overlay.as_ref().is_some_and(Overlay::is_box) && is_tiny(model.size) {
        // Nobody can see what the key would do.
        end(model, commands);
        notice(model, "The window is too small for this.");
        return;
    }
    if chord == Chord::plain(Key::Esc) && model.keys.is_begun() {
        model.keys.clear();
        return;
    }
    if model.overlay.is_some() {
        prompt::key(model, chord, commands);
        return;
    }
    match model.keys.take(&model.keymap, model.focus.context(), chord) {
        Typed::Begun => {}
        Typed::Meant(action, count) => {
            model.desk.is_quit_asked &= matches!(action, Action::Quit | Action::Run);
            act_times(model, action, count, commands);
        }
        // Nobody is locked in, whatever keys were taken away.
        Typed::Nothing(keys) if keys.chords() == [Chord { ctrl: true, ..Chord::char('c') }] => {
            quit(model, commands);
        }
        Typed::Nothing(keys) => {
            model.desk.is_quit_asked = false;
            // What was typed is no template.
            let words = model.with_keys(" means nothing here. {help} shows all keys.");
            notice(model, &format!("{keys}{words}"));
        }
    }
}

/// Does something so many times, if it can be repeated.
fn act_times(model: &mut Model, action: Action, count: u16, commands: &mut Vec<Command>) {
    match action {
        // The one in between is not waited for.
        Action::NextVersion => compare::step_version(model, isize::from(count.cast_signed())),
        Action::PreviousVersion => compare::step_version(model, -isize::from(count.cast_signed())),
        _ => {
            let n = if action.is_repeatable() { count } else { 1 };
            (0..n).for_each(|_| act(model, action, commands));
        }
    }
}

fn act(model: &mut Model, action: Action, commands: &mut Vec<Command>) {
    if model.learned.insert(action) && is_taught(action) {
        commands.push(Command::Learn(action));
    }
    match action {
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::Top
        | Action::Bottom => go(model, action),
        Action::SwitchPane => switch_pane(model),
        Action::Open => browse::open(model),
        Action::Back => back(model),
        Action::NextEdit => compare::step_edit(model, true, commands),
        Action::PreviousEdit => compare::step_edit(model, false, commands),
        Action::NextPassage => compare::step_passage(model, true, commands),
        Action::PreviousPassage => compare::step_passage(model, false, commands),
        Action::Mark => mark::mark(model, commands),
        Action::MarkAll => mark::mark_all(model, commands),
        Action::NextLeft => mark::next_left(model, commands),
        Action::Undo => mark::undo(model, commands),
        Action::Note => note::write(model),
        Action::Notes => note::list(model),
        Action::NextNote => note::step(model, true),
        Action::PreviousNote => note::step(model, false),
        Action::Select => mark::choose(model),
        Action::Copy => pass_on::copy(model, commands),
        Action::CopyReport => pass_on::copy_report(model, commands),
        Action::Report => pass_on::ask(model),
        Action::Edit => pass_on::edit(model, commands),
        Action::NextVersion => compare::step_version(model, 1),
        Action::PreviousVersion => compare::step_version(model, -1),
        Action::Swap => compare::swap(model),
        Action::Base => compare::make_base(model),
        Action::Matrix => matrix::show(model),
        Action::PickVersion => compare::pick(model),
        Action::Gather => compare::gather(model),
        Action::Typography => toggle_typography(model),
        Action::Fold => toggle_fold(model, commands),
        Action::SideBySide => set_mode(model, Some(Mode::SideBySide)),
        Action::OneColumn => set_mode(model, Some(Mode::OneColumn)),
        Action::Automatic => set_mode(model, None),
        Action::Sort => {
            model.list.order = model.list.order.next();
            notice(model, &format!("Stories {}.", model.list.order.words()));
        }
        Action::FoldStories => {
            model.list.is_folded = !model.list.is_folded;
            let words = if model.list.is_folded {
                "One line to a story."
            } else {
                "All versions are listed."
            };
            notice(model, words);
        }
        Action::Join => decide::choose_to_join(model),
        Action::Split => decide::split(model, commands),
        Action::Pin => decide::pin(model, commands),
        Action::Name => decide::ask_name(model),
        Action::Furniture => decide::show_furniture(model),
        Action::Read => read::toggle(model),
        Action::Outline => read::show_outline(model),
        Action::Measure => read::step_measure(model),
        Action::HideFurniture => read::toggle_furniture(model),
        Action::Search => prompt::open(model),
        Action::NextHit => compare::step_hit(model, true, commands),
        Action::PreviousHit => compare::step_hit(model, false, commands),
        Action::TakeIn => browse::take_in(model),
        Action::Revisions => history::ask(model, commands),
        Action::Changes => history::show_changes(model, commands),
        Action::Pause => commands.push(Command::Watch(model.news.watching == Watching::Paused)),
        Action::Rescan => {
            notice(model, "Looking through the folders again.");
            commands.push(Command::Rescan);
        }
        Action::ChooseTheme => {
            model.overlay = Some(Overlay::Themes { before: model.themes.at });
        }
        Action::Redraw => commands.push(Command::Redraw),
        Action::Suspend => commands.push(Command::Suspend),
        Action::Center => compare::center(model),
        Action::Run => model.overlay = Some(Overlay::Run(RunPrompt::default())),
        Action::Help => {
            model.overlay = Some(Overlay::Help(Help::of(
                &model.keymap,
                model.focus.context(),
                &model.warnings,
            )));
        }
        Action::Quit => quit(model, commands),
    }
}

/// Whether a box over the screen has no room.
const fn is_tiny((width, height): (u16, u16)) -> bool {
    width < 24 || height < 8
}

/// Keeps the note that is being written, should there be one.
fn end(model: &mut Model, commands: &mut Vec<Command>) {
    if let Some(Overlay::Note(editor)) = model.overlay.take() {
        note::keep(model, &editor, commands);
    }
    bookmark(model, commands);
}

/// Keeps where the reader is.
fn bookmark(model: &mut Model, commands: &mut Vec<Command>) {
    model.pane.leave_bookmark();
    settle::keep_bookmarks(model, commands);
}

/// Ends, but not without a word when something would be lost.
fn quit(model: &mut Model, commands: &mut Vec<Command>) {
    let n = model.desk.n_unkept();
    if model.desk.trouble.is_none() || n == 0 || model.desk.is_quit_asked {
        bookmark(model, commands);
        commands.push(Command::Quit);
        return;
    }
    model.desk.is_quit_asked = true;
    let things = if n == 1 { "change is" } else { "changes are" };
    notice(model, &format!("{n} {things} not kept. The same key again quits without."));
}

fn set_mode(model: &mut Model, mode: Option<Mode>) {
    if model.is_linear() {
        notice(model, "In linear mode all is said line by line; there are no columns.");
        return;
    }
    model.settings.mode = mode;
}

fn toggle_typography(model: &mut Model) {
    model.settings.typography = model.settings.typography.toggled();
    let words = match model.settings.typography {
        Typography::Shown => "Differences of typography are shown.",
        Typography::Folded => "Differences of typography are folded.",
    };
    mark::leave_hidden(model);
    notice(model, words);
}

fn toggle_fold(model: &mut Model, commands: &mut Vec<Command>) {
    model.settings.unchanged = match model.settings.unchanged {
        Unchanged::Shown => Unchanged::Folded,
        Unchanged::Folded => Unchanged::Shown,
    };
    settle::settle(model, commands);
    let has_fold = |rows: &Rows| rows.rows.iter().any(|row| row.units.len() > 1);
    let is_folded = model.settings.unchanged == Unchanged::Folded;
    let is_comparing = matches!(model.pane.content, Content::Comparing(_));
    if is_folded && !(is_comparing && model.pane.rows.as_deref().is_some_and(has_fold)) {
        notice(model, "There is nothing to fold here: no passages in a row are unchanged.");
    }
}

fn go(model: &mut Model, action: Action) {
    match model.focus {
        Focus::List => browse::go(&mut model.list, action, usize::from(model.areas.list.height)),
        Focus::Text => {
            let (text, ahead) = (model.areas.text.height, model.areas.ahead.height);
            let page = usize::from(text + ahead).saturating_sub(2).max(1);
            compare::go(&mut model.pane, action, usize::from(text), page);
        }
    }
}

fn switch_pane(model: &mut Model) {
    match model.focus {
        Focus::List => browse::open(model),
        Focus::Text if model.has_list() => browse::to_list(model),
        Focus::Text => {}
    }
}

fn back(model: &mut Model) {
    match model.focus {
        // First what lies over the text goes, then the text.
        Focus::Text if model.pane.search.is_some() => model.pane.search = None,
        Focus::Text if model.reading.back.is_some() => read::compare_again(model),
        Focus::Text if model.has_list() => browse::to_list(model),
        Focus::Text => {}
        Focus::List => model.list.filter.clear(),
    }
}

fn notice(model: &mut Model, text: &str) {
    model.notice = Some(SafeText::new(text));
}

/// Says something in which `{undo}` stands for the key of that action.
fn hint(model: &mut Model, words: &str) {
    let words = model.with_keys(words);
    notice(model, &words);
}
