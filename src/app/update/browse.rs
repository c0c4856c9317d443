//! The list: moving in it, opening from it, and what comes from the folders.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::list::{List, name_here, name_of};
use crate::app::model::{Opened, Stale};
use crate::app::pairing;
use crate::app::pane::{Content, Shown, Wanted, Wish};
use crate::app::{Command, Focus, Model, News, Overlay, Watching};
use crate::config::action::Action;
use crate::corpus::{Article, ArticleId, Snapshot, State};
use crate::sides::Sides;
use crate::text::safe::SafeText;
use crate::version::{Passage, Version};

use super::settle::load;
use super::{hint, notice};

/// Moves the selection.
pub(super) fn go(list: &mut List, action: Action, height: usize) {
    let page = isize::try_from(height.max(2) / 2).unwrap_or(1);
    list.step(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX / 2,
        _ => 0,
    });
}

/// Gives the keys to the text, if there is any.
pub(super) fn open(model: &mut Model) {
    model.list.is_touched = true;
    if model.pane.content == Content::Empty && model.pane.wanted.is_none() {
        notice(model, "There is nothing to open yet.");
    } else {
        model.focus = Focus::Text;
    }
}

/// Gives the keys to the list.
pub(super) fn to_list(model: &mut Model) {
    model.focus = Focus::List;
    let is_alone = matches!(model.pane.content, Content::Single(_));
    if is_alone || model.pane.content.shown().iter().any(|shown| shown.revision.is_some()) {
        // One version, or an earlier state, was looked at; the list shows what is selected in it.
        model.pane.follows = None;
    }
}

/// Takes in the state of the folders. What is being read stays as it is.
pub(super) fn take_news(model: &mut Model, news: News) {
    let before = staleness(model);
    model.news = news;
    if model.news.is_loading {
        model.sigla.clear();
    } else {
        model.sigla.take(&model.news.snapshot);
    }
    refresh_shown(model);
    model.list.counted = None;
    let after = staleness(model);
    if after != before {
        // What has just become true, or has ceased to be, matters more than what was said before.
        model.notice = None;
    }
    if let Opened::Pair(paths) = model.opened.clone() {
        open_pair(model, &paths);
    }
}

/// Says which files came, went or have another name, unless something else is said.
pub(super) fn tell_comings(model: &mut Model) {
    if model.news.is_loading || !model.has_list() {
        return;
    }
    // What will be on screen next is another version.
    let stays = model.pane.wanted.is_none();
    let shown = model.pane.content.shown().into_iter().filter(|_| stays);
    let shown: Vec<ArticleId> = shown.map(|shown| shown.id).collect();
    let was_said = model.comings.is_said(model.notice.as_ref());
    let words = model.comings.take(&model.news.snapshot, model.notice.as_ref(), &shown);
    let is_free = model.notice.is_none()
        && model.overlay.is_none()
        && model.desk.trouble.is_none()
        && model.news.missing.is_empty()
        && (!stays || staleness(model).is_empty());
    if was_said || is_free {
        model.notice = words;
    }
}

/// What is no longer so of the versions on screen.
fn staleness(model: &Model) -> Vec<(Stale, ArticleId)> {
    let now = |shown: &Shown| Some((model.staleness(shown)?, shown.id));
    model.pane.content.shown().into_iter().filter_map(now).collect()
}

/// Gives the versions on screen the names and labels that they have in the list now, and what is said of their
/// paragraphs.
fn refresh_shown(model: &mut Model) {
    let snapshot = model.news.snapshot.clone();
    let has_list = model.has_list();
    let sigla = model.sigla.clone();
    let refresh = |shown: &mut Shown| {
        if let Some(article) = snapshot.article(shown.id) {
            shown.location.clone_from(&article.location);
        }
        if shown.revision.is_some() {
            return;
        }
        let Some((story, member)) = snapshot.place(shown.id) else { return };
        let story = &snapshot.stories[story];
        let article = &story.members[member].article;
        if has_list {
            shown.siglum = sigla.of(shown.id, member);
            shown.name = name_here(&snapshot, story, article);
            shown.day = article.day;
        }
        if shown.loaded.marks != article.marks {
            shown.loaded = shown.loaded.marked(&article.marks);
        }
    };
    shown_mut(model).into_iter().for_each(refresh);
}

/// All versions on screen, and those that the reader can go back to.
fn shown_mut(model: &mut Model) -> Vec<&mut Shown> {
    let mut all = model.pane.content.shown_mut();
    if let Some(back) = &mut model.reading.back {
        all.extend([&mut back.left, &mut back.right]);
    }
    all
}

/// Files were renamed: what was left on them follows, and what is on screen knows its new place.
pub(super) fn follow(model: &mut Model, moves: &[(PathBuf, PathBuf)]) {
    for (from, to) in moves {
        model.desk.follow(from, to);
        model.pane.bookmarks.follow(from, to);
        for shown in shown_mut(model) {
            shown.location = shown.location.moved(from, to);
        }
        if let Some(Overlay::Note(editor)) = &mut model.overlay {
            editor.follow(from, to);
        }
    }
    model.desk.n_moves += moves.len();
}

/// Shows the two files that the program was opened on, as soon as both are known.
fn open_pair(model: &mut Model, paths: &Sides<PathBuf>) {
    model.focus = Focus::Text;
    if model.pane.content != Content::Empty || model.pane.wanted.is_some() {
        return;
    }
    let snapshot = model.news.snapshot.clone();
    let articles = paths.as_ref().map(|path| by_path(&snapshot, path));
    let failed = [articles.left, articles.right].into_iter().flatten().find_map(|article| {
        match &article.state {
            State::Unreadable(reason) => Some(format!("{}: {reason}", article.name())),
            _ => None,
        }
    });
    if let Some(reason) = failed {
        model.notice = Some(SafeText::new(&reason));
    }
    if let (Some(left), Some(right)) = (articles.left, articles.right)
        && left.profile().is_some()
        && right.profile().is_some()
    {
        let sides = Sides::new(Wish::Article(left.id), Wish::Article(right.id));
        model.pane.wanted = Some(Wanted::Pair(Box::new(sides)));
    }
}

fn by_path<'a>(snapshot: &'a Snapshot, path: &std::path::Path) -> Option<&'a Article> {
    let mut all = snapshot.read().chain(&snapshot.unreadable);
    all.find(|article| article.location.path == path).map(AsRef::as_ref)
}

/// A version as it is now, with its label, if its text is in memory.
pub(super) fn shown_now(model: &mut Model, id: ArticleId) -> Option<Shown> {
    let snapshot = Arc::clone(&model.news.snapshot);
    let (story, member) = snapshot.place(id)?;
    let story = &snapshot.stories[story];
    let article = &story.members[member].article;
    let loaded = model.texts.get(article)?;
    let (siglum, name) = match &model.opened {
        Opened::List => (model.sigla.of(id, member), name_here(&snapshot, story, article)),
        Opened::Pair(paths) => {
            let is_left = paths.left == article.location.path;
            (if is_left { "A" } else { "B" }.to_owned(), name_of(article))
        }
    };
    let state = article.profile()?.sha256;
    let location = article.location.clone();
    let day = article.day;
    Some(Shown { id, location, siglum, name, day, loaded, state, revision: None, newer: None })
}

/// An earlier state of a version, with its label, if its text is in memory.
pub(super) fn shown_then(
    model: &mut Model,
    id: ArticleId,
    state: [u8; 32],
    seen: &str,
) -> Option<Shown> {
    let snapshot = Arc::clone(&model.news.snapshot);
    let article = snapshot.article(id)?;
    let loaded = model.texts.get_state(article, state)?;
    let siglum = model.sigla.of(id, snapshot.place(id).map_or(0, |(_, member)| member));
    let name = SafeText::new(&format!("{seen} · {}", name_of(article)));
    Some(Shown {
        id,
        location: article.location.clone(),
        siglum: format!("{siglum}′"),
        name,
        // When it was first seen says more.
        day: None,
        loaded,
        state,
        revision: Some(seen.to_owned()),
        newer: None,
    })
}

/// What the selected version is shown with; alone if there is nothing to compare it with.
pub(super) fn pairing(model: &Model, id: ArticleId) -> Option<Wanted> {
    let snapshot = &model.news.snapshot;
    let (story, member) = snapshot.place(id)?;
    let story = &snapshot.stories[story];
    let wish = |at: usize| Wish::Article(story.members[at].article.id);
    Some(
        pairing::pairing(story, &model.bases, member)
            .map_or(Wanted::Single(id), |sides| Wanted::Pair(Box::new(sides.map(wish)))),
    )
}

/// Takes in the files on screen as they are now, at the same place.
pub(super) fn take_in(model: &mut Model) {
    let is_none = |how| model.stale(how).is_empty();
    if is_none(Stale::Changed) {
        let words = if !is_none(Stale::Gone) {
            "The file is gone; there is no new text to take in."
        } else if !is_none(Stale::Unreadable) {
            "The file cannot be read now; there is no new text to take in."
        } else if model.news.watching == Watching::Paused {
            "Watching is paused: what has changed since is not known."
        } else {
            "Nothing is new on disk: the files say what is shown."
        };
        notice(model, words);
        return;
    }
    let changed: Vec<ArticleId> = staleness(model)
        .into_iter()
        .filter_map(|(how, id)| (how == Stale::Changed).then_some(id))
        .collect();
    want_now(model, &changed);
    model.desk.taken_in = Some(model.pane.n_reviewed);
    notice(model, "The changed text is shown.");
}

/// Says what has become of the marks, as soon as a text that was taken in is compared.
pub(super) fn say_taken_in(model: &mut Model) {
    if model.pane.wanted.is_some() || model.pane.collation.is_none() {
        return;
    }
    let Some(before) = model.desk.taken_in.take() else { return };
    let n = before.saturating_sub(model.pane.n_reviewed);
    if n == 0 {
        return;
    }
    let marks = match n {
        1 => "1 mark is gone with the words that it was on".to_owned(),
        n => format!("{n} marks are gone with the words that they were on"),
    };
    hint(model, &format!("The changed text is shown; {marks}. {{changes}} shows what is new."));
}

/// Wants some of the versions on screen as their files are now, and the others as they are shown.
fn want_now(model: &mut Model, ids: &[ArticleId]) {
    let wish = |shown: &Shown| {
        if shown.revision.is_none() && ids.contains(&shown.id) {
            Wish::Article(shown.id)
        } else {
            Wish::Shown(Box::new(shown.clone()))
        }
    };
    model.pane.wanted = match &model.pane.content {
        Content::Empty => None,
        Content::Single(one) => Some(Wanted::Single(one.id)),
        Content::Comparing(sides) => {
            Some(Wanted::Pair(Box::new(sides.as_ref().as_ref().map(wish))))
        }
    };
}

/// Finds out whether files on screen that have other bytes say something else. If so that is said; if not they are taken in
/// without a word: line ends, an encoding and line breaks are nobody's news.
pub(super) fn settle_newer(model: &mut Model, commands: &mut Vec<Command>) {
    if model.pane.wanted.is_some() {
        return;
    }
    let snapshot = Arc::clone(&model.news.snapshot);
    let other_bytes = |shown: &Shown| {
        let article = snapshot.article(shown.id).filter(|_| shown.revision.is_none())?;
        let now = article.profile()?.sha256;
        let version = &shown.loaded.version;
        // The text may be newer than what is known of its file.
        let is_known = [*version.sha256(), shown.state].contains(&now) || shown.newer == Some(now);
        (!is_known).then(|| (Arc::clone(article), now, Arc::clone(version)))
    };
    let all: Vec<_> = model.pane.content.shown().into_iter().filter_map(other_bytes).collect();
    let mut same = Vec::new();
    for (article, now, version) in all {
        let is_same = match model.texts.get(&article) {
            Some(loaded) => says_the_same(&version, &loaded.version),
            None if load(model, article.id, commands) => continue,
            None => false,
        };
        if is_same {
            same.push(article.id);
            continue;
        }
        let shown = model.pane.content.shown_mut().into_iter();
        shown
            .filter(|shown| shown.id == article.id && shown.revision.is_none())
            .for_each(|shown| shown.newer = Some(now));
        // What has just become true matters more than what was said before.
        model.notice = None;
    }
    // A note that is being written is about what is on screen.
    if !same.is_empty() && model.overlay.is_none() {
        want_now(model, &same);
    }
}

/// Whether two texts have the same words in the same passages, whatever lines these stand in.
fn says_the_same(one: &Version, other: &Version) -> bool {
    let is_same = |(own, across): (&Passage, &Passage)| {
        let (own, across) = (one.text(own.span), other.text(across.span));
        own.split_whitespace().eq(across.split_whitespace())
    };
    one.metadata() == other.metadata()
        && one.passages().len() == other.passages().len()
        && one.passages().iter().zip(other.passages()).all(is_same)
}
