//! What the reader decides about stories and furniture: stronger than what the program finds, and remembered.

use std::hash::{DefaultHasher, Hash, Hasher};

use tui_input::Input;

use crate::app::desk::Back;
use crate::app::model::{Paragraph, Paragraphs, Pick};
use crate::app::pane::{Content, Wanted};
use crate::app::{Command, Focus, Model, Overlay};
use crate::corpus::profile::blocks;
use crate::corpus::{ArticleId, Decisions, Former, Location, Story, StoryId};
use crate::sides::Side;
use crate::text::safe::SafeText;
use crate::text::{Span, one_line};

use super::{hint, notice};

/// Characters of a paragraph that are shown of it.
const MAX_SHOWN: usize = 400;

/// The version that is meant: the selected one, or that in the right column.
pub(super) fn meant(model: &Model) -> Option<ArticleId> {
    match (model.focus, &model.pane.content) {
        (Focus::Text, Content::Comparing(sides)) => Some(sides.right.id),
        (Focus::Text, Content::Single(one)) => Some(one.id),
        _ => model.list.selected,
    }
}

/// The story of an article, and its place there.
fn story_of(model: &Model, id: ArticleId) -> Option<(&Story, usize)> {
    let (story, member) = model.news.snapshot.place(id)?;
    Some((model.news.snapshot.stories.get(story)?, member))
}

/// A group of its own for a story: that of its first file.
fn group_of(location: &Location) -> u64 {
    let mut hasher = DefaultHasher::new();
    location.hash(&mut hasher);
    hasher.finish() >> 1
}

fn put(decisions: &mut Decisions, locations: Vec<Location>, group: u64) {
    for location in locations {
        decisions.groups.insert(location, group);
    }
}

fn locations(story: &Story) -> Vec<Location> {
    story.members.iter().map(|member| member.article.location.clone()).collect()
}

/// Decides something, which can be taken back under the name of `what`.
fn decide(
    model: &mut Model,
    what: &'static str,
    commands: &mut Vec<Command>,
    change: impl FnOnce(&mut Decisions),
) {
    let before = model.decisions.clone();
    change(&mut model.decisions);
    let former = model.decisions.former(&before);
    if !former.is_empty() {
        model.desk.did(Back { decided: Some((former, what)), ..Back::default() });
        commands.push(Command::Decide(Box::new(model.decisions.clone())));
    }
}

/// Decides as before what was decided last.
pub(super) fn take_back(model: &mut Model, former: Former, commands: &mut Vec<Command>) {
    if model.decisions.restore(former) {
        if model.focus == Focus::List {
            // It is shown with what belongs to it again.
            model.pane.follows = None;
        }
        commands.push(Command::Decide(Box::new(model.decisions.clone())));
    }
}

/// Lets the reader choose the story that the selected one shall be joined with.
pub(super) fn choose_to_join(model: &mut Model) {
    if meant(model).and_then(|id| story_of(model, id)).is_none() {
        notice(model, "There is no story to join with another.");
        return;
    }
    model.overlay = Some(Overlay::Join(Pick::among(&model.news.snapshot)));
}

/// Makes one story of the selected one and that of another version.
pub(super) fn join(model: &mut Model, other: ArticleId, commands: &mut Vec<Command>) {
    let Some((own, _)) = meant(model).and_then(|id| story_of(model, id)) else { return };
    let Some((other, _)) = story_of(model, other) else { return };
    if own.id == other.id {
        notice(model, "These are one story already.");
        return;
    }
    // A name that the reader gave is kept; of two, that of the selected story.
    let (kept, gone) =
        if own.name.is_none() && other.name.is_some() { (other, own) } else { (own, other) };
    let group =
        kept.fixed.or(gone.fixed).unwrap_or_else(|| group_of(&own.members[0].article.location));
    let lost = gone.fixed.filter(|lost| *lost != group);
    let taken_back = model.with_keys("{undo} takes that back.");
    let words = match (&kept.name, &gone.name) {
        (Some(kept), Some(gone)) => {
            format!("Joined as “{kept}”; “{gone}” is no name any more. {taken_back}")
        }
        (Some(kept), None) => format!("Joined as “{kept}”. {taken_back}"),
        (None, _) => format!("Joined: these are one story now. {taken_back}"),
    };
    let mut all = locations(own);
    all.extend(locations(other));
    decide(model, "the joining of two stories", commands, |decisions| {
        put(decisions, all, group);
        if let Some(lost) = lost {
            decisions.names.remove(&lost);
        }
    });
    notice(model, &words);
}

/// Makes a story of its own of the version that is meant.
pub(super) fn split(model: &mut Model, commands: &mut Vec<Command>) {
    let Some((story, member)) = meant(model).and_then(|id| story_of(model, id)) else { return };
    if story.members.len() < 2 {
        notice(model, "This version is alone in its story.");
        return;
    }
    let (id, own) =
        (story.members[member].article.id, story.members[member].article.location.clone());
    // The others stay together, whatever is left between them.
    let others: Vec<Location> =
        locations(story).into_iter().filter(|other| *other != own).collect();
    // They keep the name that the reader gave the story.
    let group = story.fixed.unwrap_or_else(|| others.first().map_or(0, group_of));
    // A number beside the others' where its own is theirs: any will do that is another.
    let own_group = Some(group_of(&own)).filter(|own| *own != group).unwrap_or(group ^ 1);
    decide(model, "the splitting of a story", commands, |decisions| {
        put(decisions, others, group);
        put(decisions, vec![own], own_group);
    });
    if model.focus == Focus::List {
        // What it was compared with is of another story now.
        model.pane.wanted = Some(Wanted::Single(id));
        model.pane.is_automatic = false;
    }
    hint(model, "Split: this version is a story of its own now. {undo} takes that back.");
}

/// Keeps a story as it is, or leaves it to the program again.
pub(super) fn pin(model: &mut Model, commands: &mut Vec<Command>) {
    let Some((story, _)) = meant(model).and_then(|id| story_of(model, id)) else { return };
    let all = locations(story);
    if let Some(group) = story.fixed {
        decide(model, "that a story is pinned no longer", commands, |decisions| {
            decisions.groups.retain(|_, own| *own != group);
            decisions.names.remove(&group);
        });
        notice(model, "The story is no longer pinned: what belongs to it is worked out again.");
    } else {
        let group = group_of(&all[0]);
        decide(model, "the pin of a story", commands, |decisions| put(decisions, all, group));
        hint(model, "Pinned: these versions stay one story. {undo} takes that back.");
    }
}

/// Asks what the story shall be called.
pub(super) fn ask_name(model: &mut Model) {
    let Some((story, _)) = meant(model).and_then(|id| story_of(model, id)) else { return };
    let input = Input::new(story.name.clone().unwrap_or_default());
    model.overlay = Some(Overlay::Name(story.id, input));
}

/// Gives a story a name, and pins it; without letters, takes the name away.
pub(super) fn name(model: &mut Model, id: StoryId, name: &str, commands: &mut Vec<Command>) {
    let Some(story) = model.news.snapshot.stories.iter().find(|story| story.id == id).cloned()
    else {
        notice(model, "The story is gone.");
        return;
    };
    let words = match one_line(name) {
        name if !name.is_empty() => {
            format!("The story is called “{name}”. {{undo}} takes that back.")
        }
        _ if story.name.is_some() => {
            "The story is called by its headline again. {undo} takes that back.".to_owned()
        }
        _ => "The story has no name of yours.".to_owned(),
    };
    let all = locations(&story);
    let group = story.fixed.unwrap_or_else(|| group_of(&all[0]));
    let name = one_line(name);
    decide(model, "the name of a story", commands, |decisions| {
        if name.is_empty() {
            decisions.names.remove(&group);
        } else {
            put(decisions, all, group);
            decisions.names.insert(group, name);
        }
    });
    hint(model, &words);
}

/// Shows the paragraphs on screen and why some are furniture.
pub(super) fn show_furniture(model: &mut Model) {
    let paragraphs = on_screen(model);
    if paragraphs.is_empty() {
        notice(model, "There is no paragraph on screen.");
        return;
    }
    let at = paragraphs.iter().position(|paragraph| paragraph.reason.is_some()).unwrap_or(0);
    model.overlay = Some(Overlay::Furniture(Paragraphs { all: paragraphs, at }));
}

/// The paragraphs on screen, each once, left before right.
fn on_screen(model: &Model) -> Vec<Paragraph> {
    let pane = &model.pane;
    let Some(rows) = &pane.rows else { return Vec::new() };
    let height = usize::from(model.areas.text.height);
    let units: Vec<usize> = rows
        .rows
        .iter()
        .skip(pane.scroll)
        .take(height)
        .filter_map(crate::layout::Row::unit)
        .collect();
    let mut all: Vec<Paragraph> = Vec::new();
    for (side, shown) in [Side::Left, Side::Right].into_iter().zip(pane.content.shown()) {
        let version = &shown.loaded.version;
        let passages: Vec<usize> = match &pane.collation {
            Some(collation) => units
                .iter()
                .filter_map(|unit| collation.units.get(*unit))
                .flat_map(|unit| unit.passages[side].iter().copied())
                .collect(),
            None => units.clone(),
        };
        for (block, members) in blocks(version, &shown.loaded.own) {
            let is_shown = passages.iter().any(|passage| members.contains(passage));
            let is_new = all.iter().all(|known| known.hash != block.hash());
            if !is_shown || !is_new {
                continue;
            }
            let (first, last) =
                (&version.passages()[members.start], &version.passages()[members.end - 1]);
            let text = version.text(Span { start: first.span.start, end: last.span.end });
            let text: String = one_line(text).chars().take(MAX_SHOWN).collect();
            all.push(Paragraph {
                hash: block.hash(),
                siglum: shown.siglum.clone(),
                text: SafeText::new(&text),
                reason: shown.loaded.furniture.reason(members.start),
            });
        }
    }
    all
}

/// Makes article text of furniture, or furniture of article text, in all files.
pub(super) fn toggle(model: &mut Model, paragraph: &Paragraph, commands: &mut Vec<Command>) {
    let is_furniture = paragraph.reason.is_none();
    let before = if is_furniture {
        "the paragraph is article text again"
    } else {
        "the paragraph is furniture again"
    };
    decide(model, before, commands, |decisions| {
        decisions.blocks.insert(paragraph.hash, is_furniture);
    });
    hint(
        model,
        if is_furniture {
            "This paragraph is furniture now, wherever it stands. {undo} takes that back."
        } else {
            "This paragraph is article text now, wherever it stands. {undo} takes that back."
        },
    );
}
