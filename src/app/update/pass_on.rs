//! Passing on: an edit or a report to the clipboard, a report to a file, the file to an editor.

use std::path::PathBuf;
use std::sync::Arc;

use tui_input::Input;

use crate::app::event::NotExported;
use crate::app::export::{
    Destination, Export, ExportChoice, Plan, Planned, PlannedSide, Scope, places_of, plan_folder,
    plan_story,
};
use crate::app::model::Overlay;
use crate::app::pane::{Content, Shown};
use crate::app::{Command, Model};
use crate::config::chord::{Chord, Key};
use crate::corpus::ArticleId;
use crate::sides::{Side, Sides};
use crate::text::one_line;

use super::{hint, notice, prompt};

/// Copies the edit that the reader is at, with its class and where it stands.
pub(super) fn copy(model: &mut Model, commands: &mut Vec<Command>) {
    let Some(text) = edit_as_text(model) else {
        hint(model, "There is no edit here: {next-edit} goes to the next.");
        return;
    };
    commands.push(Command::Copy(text));
}

fn edit_as_text(model: &Model) -> Option<String> {
    let Content::Comparing(sides) = &model.pane.content else { return None };
    let collation = model.pane.collation.as_ref()?;
    let edit = collation.edits.get(model.pane.current?)?;
    let line = |side: Side| {
        let shown = &sides[side];
        let reading = edit.readings[side].map_or_else(
            || "(nothing)".to_owned(),
            |span| format!("“{}”", one_line(shown.loaded.version.text(span))),
        );
        let passages = collation.units[edit.unit].passages[side].iter();
        let passages = passages.filter_map(|at| shown.loaded.version.passages().get(*at));
        let texts: Vec<String> =
            passages.map(|passage| one_line(shown.loaded.version.text(passage.span))).collect();
        let context =
            if texts.is_empty() { String::new() } else { format!("\n   {}", texts.join(" ")) };
        format!("{} {}: {reading}{context}\n", shown.siglum, shown.name)
    };
    let text = format!("{}\n{}{}", edit.class.name(), line(Side::Left), line(Side::Right));
    Some(text.trim_end().to_owned())
}

/// Copies the report on the comparison, as Markdown.
pub(super) fn copy_report(model: &mut Model, commands: &mut Vec<Command>) {
    let Some(plan) = plan(model, Scope::Comparison) else {
        notice(model, "There is no comparison to report on.");
        return;
    };
    let export = export(model, Destination::Clipboard, plan);
    commands.push(Command::Export(Box::new(export)));
}

/// Asks where a report shall be written.
pub(super) fn ask(model: &mut Model) {
    let scopes = [Scope::Comparison, Scope::Story, Scope::Folder];
    let can_report =
        |scope: &Scope| plan(model, *scope).is_some_and(|plan| !plan.comparisons.is_empty());
    let Some(scope) = scopes.into_iter().find(can_report) else {
        notice(model, "There is no comparison to report on.");
        return;
    };
    let last = model.desk.last_export.clone();
    let input = Input::new(last.unwrap_or_else(|| "~/copydesk-report.html".to_owned()));
    model.overlay = Some(Overlay::Export(ExportChoice { input, scope, is_there: None }));
}

/// Takes a key of that question.
pub(super) fn key(
    model: &mut Model,
    mut choice: ExportChoice,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    match chord.key {
        Key::Esc => return None,
        Key::Tab => {
            choice.scope = choice.scope.next();
            if !model.has_list() {
                choice.scope = Scope::Comparison;
            }
        }
        Key::Enter => {
            let path = PathBuf::from(choice.input.value().trim());
            let Some(plan) = plan(model, choice.scope) else {
                notice(model, "There is no comparison to report on.");
                return Some(Overlay::Export(choice));
            };
            let may_replace = choice.is_there.as_ref() == Some(&path);
            let export = export(model, Destination::File { path, may_replace }, plan);
            commands.push(Command::Export(Box::new(export)));
            model.desk.last_export = Some(choice.input.value().trim().to_owned());
            model.desk.asked_export = Some(choice);
            notice(model, "Writing the report …");
            return None;
        }
        _ => prompt::edit(&mut choice.input, chord),
    }
    Some(Overlay::Export(choice))
}

/// What became of a report.
pub(super) fn exported(model: &mut Model, result: Result<String, NotExported>) {
    let choice = model.desk.asked_export.take();
    match (result, choice) {
        (Ok(words), _) => notice(model, &words),
        (Err(NotExported::IsThere(path)), Some(mut choice)) if model.overlay.is_none() => {
            let words = format!("{} is there already: enter replaces it.", path.display());
            notice(model, &words);
            choice.is_there = Some(path);
            model.overlay = Some(Overlay::Export(choice));
        }
        (Err(NotExported::IsThere(path)), _) => {
            notice(model, &format!("{} is there already; it was left as it is.", path.display()));
        }
        (Err(NotExported::Trouble(why)), choice) => {
            notice(model, &why);
            if let Some(choice) = choice.filter(|_| model.overlay.is_none()) {
                model.overlay = Some(Overlay::Export(choice));
            }
        }
    }
}

fn export(model: &Model, destination: Destination, plan: Plan) -> Export {
    Export { destination, plan, review: model.desk.review.clone(), selection: model.desk.selection }
}

fn plan(model: &Model, scope: Scope) -> Option<Plan> {
    let snapshot = &model.news.snapshot;
    let story_of =
        |shown: &Shown| snapshot.place(shown.id).and_then(|(story, _)| snapshot.stories.get(story));
    match scope {
        Scope::Comparison => {
            let Content::Comparing(sides) = &model.pane.content else { return None };
            let side = |shown: &Shown| PlannedSide {
                location: shown.location.clone(),
                siglum: shown.siglum.clone(),
                name: shown.name.to_string(),
                marks: shown.loaded.marks.clone(),
                loaded: Some(shown.loaded.clone()),
            };
            let story =
                story_of(&sides.left).map_or_else(|| Arc::from([]), |story| places_of(story));
            let title = format!(
                "{} {} and {} {}",
                sides.left.siglum, sides.left.name, sides.right.siglum, sides.right.name
            );
            let sides = Sides::new(side(&sides.left), side(&sides.right));
            let planned = Planned { sides, story, story_name: None };
            Some(Plan { title, comparisons: vec![planned], ..Plan::default() })
        }
        Scope::Story => {
            let selected = model.list.selected.and_then(|id| snapshot.place(id));
            let shown = model.pane.content.shown();
            let story = shown.first().and_then(|shown| story_of(shown));
            let story = story.or_else(|| snapshot.stories.get(selected?.0))?;
            let plan = plan_story(story, &model.bases, &model.sigla, &model.desk.review);
            (!plan.comparisons.is_empty()).then_some(plan)
        }
        Scope::Folder => {
            let (bases, sigla) = (&model.bases, &model.sigla);
            Some(plan_folder(snapshot, model.title.as_str(), bases, sigla, &model.desk.review))
        }
    }
}

/// Opens the file of the version that is meant in the reader's editor, at the passage on screen.
pub(super) fn edit(model: &mut Model, commands: &mut Vec<Command>) {
    let pane = &model.pane;
    let meant = with_the_words(model).or_else(|| super::decide::meant(model));
    let shown = pane
        .content
        .shown()
        .into_iter()
        .find(|shown| Some(shown.id) == meant && shown.revision.is_none());
    if let Some(shown) = shown {
        let place = place_in(model, shown).unwrap_or_default();
        commands.push(Command::OpenEditor {
            location: shown.location.clone(),
            line: place.0,
            words: place.1,
        });
        return;
    }
    let article = meant.and_then(|id| model.news.snapshot.article(id));
    match article {
        Some(article) => commands.push(Command::OpenEditor {
            location: article.location.clone(),
            line: 1,
            words: String::new(),
        }),
        None => notice(model, "There is no file here."),
    }
}

/// The version that has the words of the edit that the reader is at, if the other one has none.
fn with_the_words(model: &Model) -> Option<ArticleId> {
    let Content::Comparing(sides) = &model.pane.content else { return None };
    let edit = model.pane.collation.as_ref()?.edits.get(model.pane.current?)?;
    match (edit.readings.left, edit.readings.right) {
        (Some(_), None) => Some(sides.left.id),
        (None, Some(_)) => Some(sides.right.id),
        _ => None,
    }
}

/// Line of the text, counted from 1, and first words of the passage that the reader is at.
fn place_in(model: &Model, shown: &Shown) -> Option<(usize, String)> {
    let pane = &model.pane;
    let rows = pane.rows.as_ref()?;
    let here = pane.unit_here(usize::from(model.areas.text.height));
    let below = rows.rows.iter().skip(pane.scroll).filter_map(crate::layout::Row::unit);
    let version = &shown.loaded.version;
    let passage = |unit: usize| match (&pane.content, &pane.collation) {
        (Content::Comparing(sides), Some(collation)) => {
            let side = if sides.right.id == shown.id { Side::Right } else { Side::Left };
            collation.units.get(unit)?.passages[side].first().copied()
        }
        _ => Some(unit),
    };
    let at = here.into_iter().chain(below).find_map(passage)?;
    let span = version.passages().get(at)?.span;
    let before = version.text(crate::text::Span { start: 0, end: span.start });
    let line = before.matches('\n').count() + 1;
    Some((line, version.text(span).chars().take(40).collect()))
}
