//! The list: moving in it, opening from it, and what comes from the folders.

use crate::app::list::{List, name_of, siglum};
use crate::app::model::Opened;
use crate::app::pane::{Content, Shown};
use crate::app::{Focus, Model, News, Watching};
use crate::config::action::Action;
use crate::corpus::{Article, ArticleId, Snapshot};
use crate::sides::Sides;
use crate::text::safe::SafeText;

use super::notice;

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
    if model.pane.content == Content::Empty {
        notice(model, "There is nothing to open yet.");
    } else {
        model.focus = Focus::Text;
    }
}

/// Takes in the state of the folders. What is being read stays as it is.
pub(super) fn take_news(model: &mut Model, news: News) {
    let before = staleness(model);
    model.news = news;
    rename_shown(model);
    let after = staleness(model);
    if after != before && !after.is_empty() {
        // What has just become true matters more than what was said before.
        model.notice = None;
    }
    if let Opened::Pair(paths) = model.opened.clone() {
        open_pair(model, &paths);
    }
}

/// What is no longer so of the versions on screen: those whose files changed, and those whose files are gone.
fn staleness(model: &Model) -> Vec<(bool, ArticleId)> {
    let now = |shown: &Shown| {
        let article = model.news.snapshot.article(shown.id);
        let is_gone = article.is_none();
        let text =
            article.and_then(|article| article.loaded()).map(|loaded| *loaded.version.sha256());
        let is_changed = text.is_some_and(|text| text != *shown.loaded.version.sha256());
        (is_gone || is_changed).then_some((is_gone, shown.id))
    };
    model.pane.content.shown().into_iter().filter_map(now).collect()
}

/// Gives the versions on screen the names and labels that they have in the list now.
fn rename_shown(model: &mut Model) {
    let snapshot = model.news.snapshot.clone();
    let rename = |shown: &mut Shown| {
        if let Some((family, member)) = snapshot.place(shown.id) {
            shown.siglum = siglum(member);
            shown.name = name_of(&snapshot.families[family].members[member].article);
        }
    };
    if model.has_list() {
        model.pane.content.shown_mut().into_iter().for_each(rename);
    }
}

/// Shows the two files that the program was opened on, as soon as both are read.
fn open_pair(model: &mut Model, paths: &Sides<std::path::PathBuf>) {
    model.focus = Focus::Text;
    if model.pane.content != Content::Empty {
        return;
    }
    let snapshot = model.news.snapshot.clone();
    let articles = paths.as_ref().map(|path| by_path(&snapshot, path));
    let failed = [articles.left, articles.right].into_iter().flatten().find_map(|article| {
        match &article.state {
            crate::corpus::State::Unreadable(reason) => {
                Some(format!("{}: {reason}", article.name()))
            }
            _ => None,
        }
    });
    if let Some(reason) = failed {
        model.notice = Some(SafeText::new(&reason));
    }
    let (Some(left), Some(right)) = (articles.left, articles.right) else {
        return;
    };
    if let (Some(left), Some(right)) = (shown(left, "A"), shown(right, "B")) {
        model.pane.show(Content::Comparing(Box::new(Sides::new(left, right))));
    }
}

fn by_path<'a>(snapshot: &'a Snapshot, path: &std::path::Path) -> Option<&'a Article> {
    let read = snapshot
        .families
        .iter()
        .flat_map(|family| family.members.iter().map(|member| &member.article));
    read.chain(&snapshot.unreadable).find(|article| article.path == path).map(AsRef::as_ref)
}

fn shown(article: &Article, siglum: &str) -> Option<Shown> {
    let loaded = article.loaded()?.clone();
    Some(Shown { id: article.id, siglum: siglum.to_owned(), name: name_of(article), loaded })
}

/// A version as it is now, with its label.
pub(super) fn shown_now(model: &Model, id: ArticleId) -> Option<Shown> {
    let snapshot = &model.news.snapshot;
    let (family, member) = snapshot.place(id)?;
    shown(&snapshot.families[family].members[member].article, &siglum(member))
}

/// What the selected version is shown with: its family's base, else its nearest relative; alone if it has
/// none. The base stands on the left, else the one that comes first in the list.
pub(super) fn pairing(model: &Model, id: ArticleId) -> Content {
    let snapshot = &model.news.snapshot;
    let Some((family, member)) = snapshot.place(id) else {
        return Content::Empty;
    };
    let members = &snapshot.families[family].members;
    let base = members
        .iter()
        .position(|other| model.bases.contains(&other.article.id))
        .filter(|base| *base != member);
    let other = base.or_else(|| members[member].nearest.map(|nearest| nearest.member));
    let Some(own) = shown(&members[member].article, &siglum(member)) else {
        return Content::Empty;
    };
    let Some((at, other)) =
        other.and_then(|at| shown(&members[at].article, &siglum(at)).map(|shown| (at, shown)))
    else {
        return Content::Single(Box::new(own));
    };
    let is_own_left = if base.is_some() { false } else { model.bases.contains(&id) || member < at };
    let sides = if is_own_left { Sides::new(own, other) } else { Sides::new(other, own) };
    Content::Comparing(Box::new(sides))
}

/// Takes in the files on screen as they are now, at the same place.
pub(super) fn take_in(model: &mut Model) {
    if model.changed().is_empty() {
        let words = match (model.gone().is_empty(), model.news.watching) {
            (false, _) => "The file is gone; there is no new text to take in.",
            (true, Watching::Paused) => "Watching is paused: what has changed since is not known.",
            (true, _) => "What is shown is what the files say.",
        };
        notice(model, words);
        return;
    }
    let now = |old: &Shown| shown_now(model, old.id).unwrap_or_else(|| old.clone());
    let content = match &model.pane.content {
        Content::Empty => Content::Empty,
        Content::Single(one) => Content::Single(Box::new(now(one))),
        Content::Comparing(sides) => Content::Comparing(Box::new(sides.as_ref().as_ref().map(now))),
    };
    model.pane.show(content);
    notice(model, "The changed text is shown.");
}
