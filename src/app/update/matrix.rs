//! The matrix of a story's versions: opening it, moving in it, and what it says as it becomes known.

use std::sync::Arc;

use crate::app::areas::matrix_box;
use crate::app::cache::CollationKey;
use crate::app::keys::Typed;
use crate::app::matrix::{Between, Matrix, Share, estimate};
use crate::app::model::Known;
use crate::app::pane::{Wanted, Wish};
use crate::app::{Command, Focus, Model, Overlay};
use crate::config::action::Action;
use crate::config::chord::{Chord, Key};
use crate::corpus::{Article, ArticleId, Story};
use crate::review::Pair;
use crate::sides::{Side, Sides};

use super::figures::prefetch;
use super::{notice, prompt};

/// Shows all versions of the story that is read, or selected.
pub(super) fn show(model: &mut Model) {
    let shown: Vec<ArticleId> = model.pane.content.shown().iter().map(|shown| shown.id).collect();
    let ids = match (model.focus, model.list.selected) {
        (Focus::List, Some(selected)) if !shown.contains(&selected) => vec![selected],
        _ => shown,
    };
    let place = |id: &ArticleId| model.news.snapshot.place(*id);
    let places: Vec<(usize, usize)> = ids.iter().filter_map(place).collect();
    let Some((at, first)) = places.first().copied() else {
        notice(model, "There is no story here.");
        return;
    };
    let Some(story) = model.news.snapshot.stories.get(at).cloned() else { return };
    if story.members.len() < 2 {
        notice(model, "This is the only version of this story.");
        return;
    }
    // The right one stands in the rows: how much of it is in the other is what one wants to know.
    let second = places.get(1).filter(|(story, _)| *story == at).map(|(_, member)| *member);
    let row = second.unwrap_or_else(|| usize::from(first == 0));
    model.overlay =
        Some(Overlay::Matrix(Box::new(Matrix::new(&story, (row, first), &model.sigla))));
}

/// Takes a key.
pub(super) fn key(model: &mut Model, mut matrix: Box<Matrix>, chord: Chord) -> Option<Overlay> {
    let page = isize::try_from(matrix.place.n_rows).unwrap_or(1);
    let n = isize::try_from(matrix.rows.len()).unwrap_or(isize::MAX);
    match chord {
        Chord { key: Key::Enter, .. } => {
            if open(model, &matrix) {
                return None;
            }
        }
        _ if [Key::Left, Key::Char('h')].map(Chord::plain).contains(&chord) => matrix.step(0, -1),
        _ if [Key::Right, Key::Char('l')].map(Chord::plain).contains(&chord) => matrix.step(0, 1),
        _ => match prompt::meant(model, chord) {
            Typed::Begun => {}
            Typed::Meant(action, count) => {
                let (count, page) = (isize::try_from(count).unwrap_or(n), page);
                match action {
                    Action::Down => matrix.step(count, 0),
                    Action::Up => matrix.step(-count, 0),
                    Action::PageDown => matrix.step(page, 0),
                    Action::PageUp => matrix.step(-page, 0),
                    Action::Top => matrix.step(-n, 0),
                    Action::Bottom => matrix.step(n, 0),
                    _ => return None,
                }
            }
            Typed::Nothing(_) => return None,
        },
    }
    Some(Overlay::Matrix(matrix))
}

/// Opens the two versions that the reader is at. False where they are one.
pub(super) fn open(model: &mut Model, matrix: &Matrix) -> bool {
    let Some((row, column)) = matrix.pair() else {
        notice(
            model,
            "This is one version; the others of its row are what it can be compared with.",
        );
        return false;
    };
    let Some(wanted) = pairing(model, row, column) else { return false };
    let shown: Vec<ArticleId> = model.pane.content.shown().iter().map(|shown| shown.id).collect();
    if shown != wanted.articles() {
        // Another comparison is looked at from its beginning.
        model.pane.go_to(0, usize::from(model.areas.text.height));
        (model.pane.current, model.pane.passage) = (None, None);
    }
    model.pane.wanted = Some(wanted);
    if model.has_list() {
        model.list.select(row);
    }
    model.pane.follows = Some(row);
    model.pane.is_automatic = false;
    model.focus = Focus::Text;
    true
}

/// Two versions as they are compared: a base on the left, else what comes first in the list.
fn pairing(model: &Model, one: ArticleId, other: ArticleId) -> Option<Wanted> {
    let member = |id: ArticleId| Some(model.news.snapshot.place(id)?.1);
    let is_base = |id: &ArticleId| model.bases.contains(id);
    let is_first = match (is_base(&one), is_base(&other)) {
        (true, false) => true,
        (false, true) => false,
        _ => member(one)? < member(other)?,
    };
    let (left, right) = if is_first { (one, other) } else { (other, one) };
    let sides = Sides::new(Wish::Article(left), Wish::Article(right));
    Some(Wanted::Pair(Box::new(sides)))
}

/// Works out what the matrix says, should it be open, and asks for what it does not know: what the reader is at first,
/// one comparison at a time.
pub(super) fn settle(model: &mut Model, commands: &mut Vec<Command>) {
    let mut matrix = match model.overlay.take() {
        Some(Overlay::Matrix(matrix)) => matrix,
        other => {
            model.overlay = other;
            return;
        }
    };
    let snapshot = Arc::clone(&model.news.snapshot);
    let ids = matrix.rows.iter().map(|row| row.id);
    let story =
        ids.filter_map(|id| snapshot.place(id)).find_map(|(at, _)| snapshot.stories.get(at));
    let Some(story) = story.filter(|story| story.members.len() > 1) else {
        notice(model, "The versions of this story are gone.");
        return;
    };
    matrix.take(story, &model.sigla);
    matrix.place(matrix_box(model.size, matrix.rows.len()));
    if matrix.place.frame.is_empty() && !model.is_linear() {
        notice(model, "The window is too small for this.");
        return;
    }
    let (rows, columns) = matrix.on_screen();
    let mut unknown = Vec::new();
    let mut shares = Vec::with_capacity(rows.len());
    for row in rows {
        let mut line = Vec::with_capacity(columns.len());
        for column in columns.clone() {
            let between = between(model, story, row, column);
            if matches!(between.there, Share::Estimate(_)) {
                unknown.push((row, column));
            }
            line.push(between.there);
        }
        shares.push(line);
    }
    matrix.shares = shares;
    matrix.between = between(model, story, matrix.at.0, matrix.at.1);
    let here = matrix.at;
    // Near the reader first: the place itself, then its row and column.
    unknown.sort_by_key(|at| (*at != here, at.0 != here.0, at.1 != here.1));
    for (row, column) in unknown {
        let id = |at: usize| story.members[at].article.id;
        if let Some(wanted) = pairing(model, id(row), id(column))
            && let Some(key) = super::settle::key_of(model, &wanted)
            && prefetch(model, key, &wanted, commands)
        {
            break;
        }
    }
    model.overlay = Some(Overlay::Matrix(matrix));
}

/// What is known of two versions of a story.
fn between(model: &Model, story: &Story, row: usize, column: usize) -> Between {
    if row == column {
        return Between::default();
    }
    let article = |at: usize| &story.members[at].article;
    let (one, other) = (article(row), article(column));
    if let Some((known, side)) = known(model, one, other) {
        let pair = Pair::new(one.location.clone(), other.location.clone());
        let n_reviewed = model.desk.review.n_reviewed(&pair, &known.edits);
        return Between {
            there: Share::Known(known.shared[side]),
            back: Share::Known(known.shared[side.other()]),
            n_edits: Some((known.edits.len(), n_reviewed)),
        };
    }
    let [there, back] = estimate(one, other).unwrap_or_default();
    Between { there: Share::Estimate(there), back: Share::Estimate(back), n_edits: None }
}

/// What is known of the comparison of two articles, and on which side the first of them stands in it.
fn known<'a>(model: &'a Model, one: &Article, other: &Article) -> Option<(&'a Known, Side)> {
    let of = |sides: Sides<&Article>| model.known.get(&CollationKey::of_articles(sides)?);
    let straight = of(Sides::new(one, other)).map(|known| (known, Side::Left));
    straight.or_else(|| of(Sides::new(other, one)).map(|known| (known, Side::Right)))
}
