//! The last step of every update: everything that follows from the state is brought up to date.

use std::sync::Arc;

use super::{browse, figures, mark, matrix, note, read};
use crate::app::areas::pick_list;
use crate::app::boxes::list_box;
use crate::app::cache::CollationKey;
use crate::app::counts::Counts;
use crate::app::pane::{Content, Pane, RowsKey, Wanted, Wish};
use crate::app::search::find;
use crate::app::titles::titles;
use crate::app::{Command, Focus, Model, Overlay, Slot};
use crate::corpus::ArticleId;
use crate::layout::linear::{Said, spoken};
use crate::layout::{self, Furniture, Options, Strip, Subject, Unchanged, lay_out};
use crate::review::Pair;
use crate::sides::{Side, Sides};

pub(super) fn settle(model: &mut Model, commands: &mut Vec<Command>) {
    settle_once(model, commands);
    while mark::seek(model) {
        settle_once(model, commands);
    }
}

fn settle_once(model: &mut Model, commands: &mut Vec<Command>) {
    figures::settle_list(model);
    model.place();
    let height = usize::from(model.areas.list.height);
    model.list.settle(height, &model.sigla);
    settle_pick(model);
    follow_selection(model);
    browse::settle_newer(model, commands);
    settle_content(model, commands);
    // Comparisons have a line more than what is read alone.
    model.place();
    settle_collation(model, commands);
    settle_spots(model);
    if settle_rows(model) {
        return_to_edit(model);
    }
    model.titles = titles(model);
    read::settle(model);
    settle_notes(model, commands);
    settle_line(model);
    model.pane.counts = Counts::of(model);
    matrix::settle(model, commands);
    figures::settle(model, commands);
    model.list_box = list_box(model);
    keep_bookmarks(model, commands);
}

/// Keeps where versions were left.
pub(super) fn keep_bookmarks(model: &mut Model, commands: &mut Vec<Command>) {
    let bookmarks = model.pane.bookmarks.unkept();
    if !bookmarks.is_empty() {
        commands.push(Command::Bookmark(bookmarks));
    }
}

/// The articles of a comparison that is wanted.
pub(super) fn pair_of(model: &Model, wanted: &Wanted) -> Option<Pair> {
    let location = |wish: &Wish| match wish {
        Wish::Shown(shown) => Some(shown.location.clone()),
        Wish::Article(id) | Wish::Revision { id, .. } => {
            Some(model.news.snapshot.article(*id)?.location.clone())
        }
    };
    match wanted.wishes().as_slice() {
        [left, right] => Some(Pair::new(location(left)?, location(right)?)),
        _ => None,
    }
}

/// The key of a comparison that is wanted of two articles.
pub(super) fn key_of(model: &Model, wanted: &Wanted) -> Option<CollationKey> {
    let Wanted::Pair(sides) = wanted else { return None };
    let article = |wish: &Wish| match wish {
        Wish::Article(id) => model.news.snapshot.article(*id).map(AsRef::as_ref),
        Wish::Shown(_) | Wish::Revision { .. } => None,
    };
    CollationKey::of_articles(Sides::new(article(&sides.left)?, article(&sides.right)?))
}

fn settle_pick(model: &mut Model) {
    let height = usize::from(pick_list(model.size).height);
    if let Some(Overlay::Pick(pick) | Overlay::Join(pick)) = &mut model.overlay {
        pick.refilter(&model.news.snapshot);
        pick.list.settle(height, &model.sigla);
    }
}

/// Wants the selected version when the selection has moved. What else would be shown with it (a relative that
/// was just read) only changes while nobody has begun to read.
fn follow_selection(model: &mut Model) {
    if !model.has_list() || model.focus != Focus::List {
        return;
    }
    let Some(selected) = model.list.selected else {
        show_nothing_found(model);
        return;
    };
    let pane = &model.pane;
    let has_moved = pane.follows != Some(selected);
    let is_untouched =
        pane.is_automatic && pane.scroll == 0 && (pane.current, pane.passage) == (None, None);
    if !has_moved && !is_untouched {
        return;
    }
    let Some(wanted) = browse::pairing(model, selected) else {
        if has_moved {
            model.pane.show(Content::Empty);
            model.pane.follows = Some(selected);
            model.pane.is_automatic = true;
        }
        return;
    };
    let shown: Vec<ArticleId> = pane.content.shown().iter().map(|shown| shown.id).collect();
    if has_moved || shown != wanted.articles() {
        model.pane.wanted = Some(wanted);
        model.pane.follows = Some(selected);
        model.pane.is_automatic = true;
        model.reading.back = None;
    }
}

/// Beside a filter that has found nothing there is no text: it would not be what was looked for.
fn show_nothing_found(model: &mut Model) {
    if !model.list.filter.is_empty() && model.list.lines.is_empty() {
        model.pane.show(Content::Empty);
        model.pane.follows = None;
        model.pane.is_automatic = true;
    }
}

/// Shows what is wanted if its texts are in memory; else asks for them, and leaves what is on screen.
fn settle_content(model: &mut Model, commands: &mut Vec<Command>) {
    let Some(wanted) = model.pane.wanted.clone() else { return };
    let content = match &wanted {
        Wanted::Single(id) => {
            browse::shown_now(model, *id).map(|one| Content::Single(Box::new(one)))
        }
        Wanted::Pair(sides) => {
            let mut shown = |wish: &Wish| match wish {
                Wish::Shown(shown) => Some((**shown).clone()),
                Wish::Article(id) => browse::shown_now(model, *id),
                Wish::Revision { id, state, seen } => browse::shown_then(model, *id, *state, seen),
            };
            let sides = (shown(&sides.left), shown(&sides.right));
            match sides {
                (Some(left), Some(right)) => {
                    Some(Content::Comparing(Box::new(Sides::new(left, right))))
                }
                _ => None,
            }
        }
    };
    let Some(content) = content else {
        let missing: Vec<ArticleId> = wanted.articles();
        let mut is_hopeless = false;
        for id in missing {
            is_hopeless |= !load(model, id, commands);
        }
        for wish in wanted.wishes() {
            if let Wish::Revision { id, state, .. } = wish {
                is_hopeless |= !load_revision(model, *id, *state, commands);
            }
        }
        if is_hopeless {
            model.pane.wanted = None;
        }
        return;
    };
    show(model, content);
}

/// Shows something. In another story there is nothing to keep the place by.
fn show(model: &mut Model, content: Content) {
    let stories = |content: &Content| -> Vec<usize> {
        let shown = content.shown().into_iter();
        shown.filter_map(|shown| Some(model.news.snapshot.place(shown.id)?.0)).collect()
    };
    let ids = |content: &Content| content.shown().iter().map(|shown| shown.id).collect::<Vec<_>>();
    let (old, new) = (&model.pane.content, &content);
    let (old_ids, old_stories) = (ids(old), stories(old));
    let is_related = ids(new).iter().any(|id| old_ids.contains(id))
        || stories(new).iter().any(|story| old_stories.contains(story));
    let is_at_top = model.pane.is_at_top();
    let (follows, is_automatic) = (model.pane.follows, model.pane.is_automatic);
    // In other texts of the same files there is the same place, if not the same edit.
    let near = model.pane.near_edit().filter(|_| old_ids == ids(new));
    model.pane.show(content);
    model.pane.resume_near = near;
    model.pane.follows = follows;
    model.pane.is_automatic = is_automatic;
    let is_comparing = matches!(model.pane.content, Content::Comparing(_));
    if !is_related {
        model.pane.anchors.clear();
        model.pane.search = None;
    } else if is_at_top && is_comparing {
        // The top is the top, also where the other version begins with something else.
        model.pane.anchors.clear();
    }
    model.pane.recall(is_at_top || !is_related);
}

/// Asks for the text of an article, unless it is in memory or asked for. False when it cannot be read.
pub(super) fn load(model: &mut Model, id: ArticleId, commands: &mut Vec<Command>) -> bool {
    let Some(article) = model.news.snapshot.article(id).cloned() else { return false };
    let Some(state) = article.profile().map(|profile| profile.sha256) else { return false };
    if model.asked.unreadable.contains(&(id, state)) {
        return false;
    }
    if !model.texts.has(&article) && model.asked.texts.insert((id, state)) {
        commands.push(Command::Load { id, state, location: article.location.clone() });
    }
    true
}

/// Asks for an earlier state of an article, unless it is in memory or asked for. False when it cannot be read.
pub(super) fn load_revision(
    model: &mut Model,
    id: ArticleId,
    state: [u8; 32],
    commands: &mut Vec<Command>,
) -> bool {
    let Some(article) = model.news.snapshot.article(id).cloned() else { return false };
    if model.asked.unreadable.contains(&(id, state)) {
        return false;
    }
    if model.texts.get_state(&article, state).is_none() && model.asked.texts.insert((id, state)) {
        let location = article.location.clone();
        commands.push(Command::LoadRevision { id, state, location });
    }
    true
}

/// Finds the comparison of what is shown, or asks for it.
fn settle_collation(model: &mut Model, commands: &mut Vec<Command>) {
    let Some(key) = model.pane.content.key() else {
        if model.pane.collation.is_some() {
            model.pane.forget();
        }
        return;
    };
    if let Some(collation) = model.cache.get(&key) {
        let is_new = model.pane.collation.as_ref().is_none_or(|old| !Arc::ptr_eq(old, &collation));
        if is_new {
            model.pane.compare(collation);
        }
        return;
    }
    if model.pane.collation.is_some() {
        model.pane.forget();
        model.pane.rows = None;
    }
    if model.asked.visible != Some(key)
        && !model.asked.failed.contains(&key)
        && let Content::Comparing(sides) = &model.pane.content
    {
        model.asked.visible = Some(key);
        let sides = Box::new(sides.as_ref().as_ref().map(|shown| shown.loaded.clone()));
        commands.push(Command::Collate { slot: Slot::Visible, key, sides });
    }
}

/// Lays out what is shown, unless the rows are there already. True when there are new rows.
fn settle_rows(model: &mut Model) -> bool {
    let area = model.areas.text;
    let height = usize::from(area.height);
    if area.is_empty() {
        return false; // The text is not on screen; its place is kept.
    }
    let options = Options {
        mode: model.mode(),
        width: usize::from(area.width),
        // Ears know no width; what is cut less often is heard better.
        measure: model.settings.measure.filter(|_| !model.is_linear()).unwrap_or(usize::MAX),
        typography: model.settings.typography,
        // What is folded cannot be found.
        unchanged: match model.pane.search {
            Some(_) => Unchanged::Shown,
            None => model.settings.unchanged,
        },
        furniture: match model.pane.search {
            Some(_) => Furniture::Shown,
            None => model.settings.furniture,
        },
        gathered: model.pane.gathered,
        hits: hits(&model.pane),
        said: said(model),
    };
    let versions =
        model.pane.content.shown().iter().map(|shown| *shown.loaded.version.sha256()).collect();
    let key = RowsKey { versions, options };
    let is_new = model.pane.rows_key.as_ref() != Some(&key);
    if is_new {
        let rows = match (&model.pane.content, &model.pane.collation) {
            (Content::Comparing(sides), Some(collation)) => {
                let versions = sides.as_ref().as_ref().map(|shown| shown.loaded.version.as_ref());
                Some(lay_out(Subject { versions, collation }, &key.options))
            }
            (Content::Single(one), _) => {
                let rows = layout::read(&one.loaded.version, &one.loaded.furniture, &key.options);
                Some(if model.is_linear() { spoken(rows) } else { rows })
            }
            _ => None,
        };
        if let Some(rows) = rows {
            model.pane.remember();
            model.pane.replace_rows(Arc::new(rows), height);
            model.pane.rows_key = Some(key);
            model.pane.strip = Strip::default();
        }
    }
    if let Some(rows) = model.pane.rows.clone()
        && model.pane.strip.marks.len() != height
    {
        model.pane.strip = Strip::new(&rows, height);
    }
    reveal_first_hit(&mut model.pane, height);
    model.pane.clamp(height);
    is_new
}

/// What is said of the edits, where all is said in words.
fn said(model: &Model) -> Vec<Said> {
    let edits = model.pane.collation.as_ref().filter(|_| model.is_linear());
    let n = edits.map_or(0, |collation| collation.edits.len());
    let of = |edit: usize| {
        let standing = model.standing(edit);
        Said {
            is_looked_at: model.is_looked_at(edit),
            is_reviewed: standing.is_some_and(|edit| edit.is_reviewed),
            is_noted: standing.is_some_and(|edit| edit.is_noted),
        }
    };
    (0..n).map(of).collect()
}

/// Finds the places of the notes in what is compared.
fn settle_spots(model: &mut Model) {
    let shown = model.pane.content.shown();
    let pair = match shown.as_slice() {
        [left, right] => Some(Pair::new(left.location.clone(), right.location.clone())),
        _ => None,
    };
    let versions = shown.iter().map(|shown| *shown.loaded.version.sha256()).collect();
    if model.pane.pair != pair {
        model.pane.noted_for = None;
        model.pane.pair = pair;
    }
    // Of a comparison that is not there yet nothing is known.
    let is_known = model.pane.pair.is_none() || model.pane.collation.is_some();
    let state = is_known.then_some((model.desk.n_changes, versions));
    if model.pane.noted_for != state {
        model.pane.noted = note::spots(model);
        (model.pane.noted_rows, model.pane.selected_for) = (None, None);
        let ids = mark::ids(model);
        let pair = model.pane.pair.as_ref();
        model.pane.n_reviewed = pair.map_or(0, |pair| model.desk.review.n_reviewed(pair, &ids));
        model.pane.noted_for = state;
    }
    browse::say_taken_in(model);
}

/// Finds the rows of the notes, and the edits that are looked at.
fn settle_notes(model: &mut Model, commands: &mut Vec<Command>) {
    if model.pane.noted_rows.is_none() {
        model.pane.noted_rows = Some(note::rows(&model.pane));
    }
    mark::settle_selected(model);
    note::arrive(model);
    note::settle_boxes(model, commands);
}

/// Where all is said line by line, the reader stays at the same edit when the lines are made anew.
fn return_to_edit(model: &mut Model) {
    let rows = model.pane.rows.as_ref().filter(|_| model.is_linear());
    let stops = rows.map_or(&[][..], |rows| &rows.stops);
    let here = stops.iter().find(|stop| Some(stop.edit) == model.pane.current);
    if let Some(row) = here.map(|stop| stop.row) {
        model.pane.reveal(row, usize::from(model.areas.text.height));
    }
}

/// Where all is said line by line, the edit of the line that the reader is at is the one that is meant.
fn settle_line(model: &mut Model) {
    if !model.is_linear() || model.areas.text.is_empty() {
        return;
    }
    let row = model.pane.rows.as_ref().and_then(|rows| rows.rows.get(model.pane.scroll));
    let pieces = row.map_or(&[][..], |row| &row.lines.left.pieces);
    (model.pane.current, model.pane.passage) = (pieces.iter().find_map(|piece| piece.edit), None);
}

/// A search shows its first hit at once.
fn reveal_first_hit(pane: &mut Pane, height: usize) {
    if pane.search.as_ref().is_some_and(|search| search.at.is_none()) {
        pane.step_hit(true, height);
    }
}

fn hits(pane: &Pane) -> Sides<Vec<crate::text::Span>> {
    let Some(search) = &pane.search else {
        return Sides::default();
    };
    let on = |side: Side| {
        pane.content.version(side).map(|version| find(version, &search.query)).unwrap_or_default()
    };
    Sides::new(on(Side::Left), on(Side::Right))
}
