//! What the list says of comparisons: shares, edits, progress. What it would say of those that are not made yet is worked out
//! while there is nothing else to do.

use std::sync::Arc;

use super::browse;
use super::settle::{key_of, load, pair_of};
use crate::app::cache::CollationKey;
use crate::app::list::{Entry, Figures, Progress, Seen};
use crate::app::pane::{Content, Wanted, Wish};
use crate::app::{Command, Model, Slot};
use crate::corpus::{ArticleId, Story};
use crate::review::Pair;
use crate::sides::{Side, Sides};

/// Of a story with more versions, the progress of so many is shown.
const MAX_MEMBERS: usize = 200;

/// In a folder of more articles, the progress of all of it is not worked out: it would delay the next key.
const MAX_COUNTED: usize = 5_000;

/// After so many comparisons that took too long, none is made before it is wanted.
const MAX_TOO_LONG: usize = 256;

/// Brings the lines of the list up to date, and what is counted of all marks.
pub(super) fn settle_list(model: &mut Model) {
    let mut list = std::mem::take(&mut model.list);
    let n_known = model.known.len() as u64 + model.desk.n_changes;
    if model.desk.counted != model.desk.n_changes {
        model.desk.counted = model.desk.n_changes;
        let is_here = |pair: &Pair| pair.locations().iter().all(|location| model.holds(location));
        model.desk.n_marks = model.desk.review.n_marks(is_here);
    }
    if list.counted != Some(n_known) {
        list.counted = Some(n_known);
        list.folder = folder(model);
    }
    list.rebuild(&model.news.snapshot, &|id| seen(model, id), n_known);
    model.list = list;
}

/// What is known of a version's comparison, if it was made.
fn seen(model: &Model, id: ArticleId) -> Option<Seen> {
    let wanted = browse::pairing(model, id)?;
    let known = model.known.get(&key_of(model, &wanted)?)?;
    let pair = pair_of(model, &wanted)?;
    let n_left = known.edits.len() - model.desk.review.n_reviewed(&pair, &known.edits);
    Some(Seen { classes: known.classes, n_left })
}

/// Works out what the list says of the versions on screen. What is not compared yet is compared one pair at a
/// time, while nothing more urgent is to be done: so that the next version is there at once.
pub(super) fn settle(model: &mut Model, commands: &mut Vec<Command>) {
    let versions: Vec<(ArticleId, Option<f64>)> = model
        .list
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Version(version) => Some((version.id, version.share)),
            _ => None,
        })
        .collect();
    model.list.figures.clear();
    for (id, share) in versions {
        let mut figures = Figures {
            is_base: is_base(model, id),
            side: side_on_screen(model, id),
            is_changed: is_changed(model, id),
            with: None,
            n_edits: None,
            share,
        };
        let usual = browse::pairing(model, id);
        let on_screen = on_screen_with(model, id);
        let is_usual =
            on_screen.as_ref().is_none_or(|on_screen| is_same_pair(on_screen, usual.as_ref()));
        if let Some(wanted) = on_screen.or(usual)
            && let Some(key) = key_of(model, &wanted)
        {
            let side = if is_left(&wanted, id) { Side::Left } else { Side::Right };
            if let (Some(known), Some(pair)) = (model.known.get(&key), pair_of(model, &wanted)) {
                let n_reviewed = model.desk.review.n_reviewed(&pair, &known.edits);
                figures.share = Some(known.shared[side]);
                figures.n_edits = Some((known.edits.len(), n_reviewed));
                figures.with = other_on_screen(model, id).filter(|_| !is_usual);
            } else {
                prefetch(model, key, &wanted, commands);
            }
        }
        model.list.figures.insert(id, figures);
    }
    model.list.progress = stories_on_screen(model)
        .into_iter()
        .filter_map(|at| Some((at, story_progress(model, at)?)))
        .collect();
    model.list.story = story_on_screen(model)
        .filter(|story| story.members.len() > 2)
        .map(|story| reviewed(model, story))
        .filter(|progress| progress.n_reviewed > 0);
    prefetch_for_filter(model, commands);
}

/// The story whose versions are compared on screen.
fn story_on_screen(model: &Model) -> Option<&Story> {
    let Content::Comparing(sides) = &model.pane.content else { return None };
    let (story, _) = model.news.snapshot.place(sides.right.id)?;
    model.news.snapshot.stories.get(story).map(AsRef::as_ref)
}

/// The column in which a version stands.
fn side_on_screen(model: &Model, id: ArticleId) -> Option<Side> {
    let Content::Comparing(sides) = &model.pane.content else { return None };
    Side::BOTH.into_iter().find(|side| sides[*side].id == id)
}

/// Whether others of its family are compared with a version.
fn is_base(model: &Model, id: ArticleId) -> bool {
    let Some((story, member)) = model.news.snapshot.place(id) else { return false };
    let story = &model.news.snapshot.stories[story];
    model.bases.contains(&id) && story.families[story.family_of(member)].members.len() > 1
}

/// What the version of the selected line is compared with on screen: its figures are those of what one sees.
fn on_screen_with(model: &Model, id: ArticleId) -> Option<Wanted> {
    let Content::Comparing(sides) = &model.pane.content else { return None };
    let is_meant = model.list.selected == Some(id) && side_on_screen(model, id).is_some();
    let ids = sides.as_ref().as_ref().map(|shown| Wish::Article(shown.id));
    (is_meant && sides.left.id != sides.right.id).then(|| Wanted::Pair(Box::new(ids)))
}

/// Whether two wishes are for the same versions, in whatever order.
fn is_same_pair(one: &Wanted, other: Option<&Wanted>) -> bool {
    let sorted = |wanted: &Wanted| {
        let mut ids = wanted.articles();
        ids.sort_unstable();
        ids
    };
    other.is_some_and(|other| sorted(one) == sorted(other))
}

/// The siglum of the version beside this one on screen.
fn other_on_screen(model: &Model, id: ArticleId) -> Option<String> {
    let side = side_on_screen(model, id)?;
    let Content::Comparing(sides) = &model.pane.content else { return None };
    Some(sides[side.other()].siglum.clone())
}

fn stories_on_screen(model: &Model) -> Vec<u32> {
    let story = |entry: &Entry| match entry {
        Entry::Title { story, .. } => Some(*story),
        _ => None,
    };
    model.list.entries.iter().filter_map(story).collect()
}

/// What is reviewed of a story; nothing if no edit is.
fn story_progress(model: &Model, story: u32) -> Option<Progress> {
    let story = model.news.snapshot.stories.get(story as usize)?;
    Some(reviewed(model, story)).filter(|progress| progress.n_reviewed > 0)
}

/// How many edits of all stories are reviewed, if there are not too many stories to count them all after every mark.
fn folder(model: &Model) -> Option<Progress> {
    let stories = &model.news.snapshot.stories;
    if model.desk.n_marks == 0 || model.news.snapshot.n_articles() > MAX_COUNTED {
        return None;
    }
    let mut all = Progress { is_whole: true, ..Progress::default() };
    for own in stories.iter().map(|story| reviewed(model, story)) {
        all.n_reviewed += own.n_reviewed;
        all.n_edits += own.n_edits;
        all.is_whole &= own.is_whole;
    }
    Some(all)
}

/// What is reviewed of a story.
fn reviewed(model: &Model, story: &Story) -> Progress {
    let mut pairs = std::collections::HashSet::new();
    let mut progress =
        Progress { is_whole: story.members.len() <= MAX_MEMBERS, ..Progress::default() };
    for member in story.members.iter().take(MAX_MEMBERS) {
        // What stands alone is compared with nothing.
        let Some(wanted @ Wanted::Pair(_)) = browse::pairing(model, member.article.id) else {
            continue;
        };
        let known = key_of(model, &wanted).and_then(|key| model.known.get(&key));
        let (Some(known), Some(pair)) = (known, pair_of(model, &wanted)) else {
            progress.is_whole = false;
            continue;
        };
        // Two that are compared with each other are one comparison.
        if pairs.insert(pair.clone()) {
            progress.n_reviewed += model.desk.review.n_reviewed(&pair, &known.edits);
            progress.n_edits += known.edits.len();
        }
    }
    progress
}

/// Whether the file of an article has changed since the reader took note of it.
fn is_changed(model: &Model, id: ArticleId) -> bool {
    let article = model.news.snapshot.article(id);
    let history = article.and_then(|article| model.desk.histories.get(&article.location.path));
    history.is_some_and(|history| history.reviewed.is_some())
}

fn is_left(wanted: &Wanted, id: ArticleId) -> bool {
    matches!(wanted, Wanted::Pair(sides) if sides.left == Wish::Article(id))
}

/// A filter by classes knows what was compared, so that all is compared that it may be about.
fn prefetch_for_filter(model: &mut Model, commands: &mut Vec<Command>) {
    if is_busy(model) || !model.list.asks_comparisons() {
        return;
    }
    let snapshot = Arc::clone(&model.news.snapshot);
    let unknown = |id: ArticleId| {
        let wanted = browse::pairing(model, id)?;
        let key = key_of(model, &wanted)?;
        let is_open = !model.known.contains_key(&key) && !is_hopeless(model, &key);
        let can_read = wanted.articles().iter().all(|id| {
            let state = snapshot
                .article(*id)
                .and_then(|article| article.profile())
                .map(|profile| profile.sha256);
            state.is_some_and(|state| !model.asked.unreadable.contains(&(*id, state)))
        });
        (is_open && can_read).then_some((key, wanted))
    };
    if let Some((key, wanted)) = snapshot.read().find_map(|article| unknown(article.id)) {
        prefetch(model, key, &wanted, commands);
    }
}

fn is_busy(model: &Model) -> bool {
    let asked = &model.asked;
    asked.visible.is_some()
        || asked.prefetch.is_some()
        || !asked.texts.is_empty()
        || model.news.is_loading
}

fn is_hopeless(model: &Model, key: &CollationKey) -> bool {
    let asked = &model.asked;
    asked.too_long.contains(key)
        || asked.failed.contains(key)
        || asked.too_long.len() > MAX_TOO_LONG
}

/// Has two versions compared that may be wanted soon. False when that is of no use; nothing is asked for while something
/// else is under way.
pub(super) fn prefetch(
    model: &mut Model,
    key: CollationKey,
    wanted: &Wanted,
    commands: &mut Vec<Command>,
) -> bool {
    if is_hopeless(model, &key) {
        return false;
    }
    if is_busy(model) {
        return true;
    }
    let mut texts = wanted.articles().into_iter().map(|id| {
        let article = model.news.snapshot.article(id).cloned();
        article.and_then(|article| model.texts.get(&article)).ok_or(id)
    });
    match (texts.next(), texts.next()) {
        (Some(Ok(left)), Some(Ok(right))) => {
            model.asked.prefetch = Some(key);
            let sides = Box::new(Sides::new(left, right));
            commands.push(Command::Collate { slot: Slot::Prefetch, key, sides });
            true
        }
        (Some(Err(id)), _) | (_, Some(Err(id))) => load(model, id, commands),
        _ => false,
    }
}
