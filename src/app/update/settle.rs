//! The last step of every update: everything that follows from the state is brought up to date.

use std::sync::Arc;

use super::browse;
use crate::app::areas::pick_list;
use crate::app::cache::CollationKey;
use crate::app::list::{Entry, Figures};
use crate::app::pane::{Content, Pane, RowsKey, Shown};
use crate::app::search::find;
use crate::app::{Command, Focus, Model, Overlay, Slot};
use crate::corpus::ArticleId;
use crate::layout::{Options, Strip, Subject, Unchanged, lay_out, read};
use crate::sides::{Side, Sides};

/// After so many comparisons that took too long, none is made before it is wanted.
const MAX_TOO_LONG: usize = 256;

pub(super) fn settle(model: &mut Model, commands: &mut Vec<Command>) {
    let snapshot = Arc::clone(&model.news.snapshot);
    model.list.rebuild(&snapshot);
    model.place();
    let height = usize::from(model.areas.list.height);
    model.list.settle(height);
    settle_pick(model);
    follow_selection(model);
    settle_collation(model, commands);
    settle_rows(model);
    settle_figures(model, commands);
}

fn settle_pick(model: &mut Model) {
    let snapshot = Arc::clone(&model.news.snapshot);
    let height = usize::from(pick_list(model.size).height);
    if let Some(Overlay::Pick(pick)) = &mut model.overlay {
        pick.list.rebuild(&snapshot);
        pick.list.settle(height);
    }
}

/// Shows the selected version when the selection has moved. What else would be shown with it (a relative that
/// was just read) only changes while nobody has begun to read.
fn follow_selection(model: &mut Model) {
    if !model.has_list() || model.focus != Focus::List {
        return;
    }
    let Some(selected) = model.list.selected else {
        return;
    };
    let ids = |content: &Content| content.shown().iter().map(|shown| shown.id).collect::<Vec<_>>();
    let pane = &model.pane;
    let has_moved = pane.follows != Some(selected);
    let is_untouched = pane.is_automatic && pane.scroll == 0 && pane.current.is_none();
    if !has_moved && !is_untouched {
        return;
    }
    let wanted = browse::pairing(model, selected);
    let (old, new) = (ids(&pane.content), ids(&wanted));
    if has_moved || old != new {
        model.pane.show(wanted);
        model.pane.follows = Some(selected);
        model.pane.is_automatic = true;
        if !new.iter().any(|id| old.contains(id)) {
            model.pane.anchors.clear();
            model.pane.search = None;
        }
    }
}

/// Finds the comparison of what is shown, or asks for it.
fn settle_collation(model: &mut Model, commands: &mut Vec<Command>) {
    let Some(key) = model.pane.content.key() else {
        model.pane.collation = None;
        return;
    };
    if let Some(collation) = model.cache.get(&key) {
        let is_new = model.pane.collation.as_ref().is_none_or(|old| !Arc::ptr_eq(old, &collation));
        if is_new {
            model.pane.compare(collation);
        }
        return;
    }
    model.pane.collation = None;
    if model.asked.visible != Some(key)
        && !model.asked.failed.contains(&key)
        && let Content::Comparing(sides) = &model.pane.content
    {
        model.asked.visible = Some(key);
        let sides = Box::new(sides.as_ref().as_ref().map(|shown| shown.loaded.clone()));
        commands.push(Command::Collate { slot: Slot::Visible, key, sides });
    }
}

/// Lays out what is shown, unless the rows are there already.
fn settle_rows(model: &mut Model) {
    let area = model.areas.text;
    let height = usize::from(area.height);
    if area.is_empty() {
        return; // The text is not on screen; its place is kept.
    }
    let options = Options {
        mode: model.mode(),
        width: usize::from(area.width),
        typography: model.settings.typography,
        // What is folded cannot be found.
        unchanged: match model.pane.search {
            Some(_) => Unchanged::Shown,
            None => model.settings.unchanged,
        },
        gathered: model.pane.gathered,
        hits: hits(&model.pane),
    };
    let versions =
        model.pane.content.shown().iter().map(|shown| *shown.loaded.version.sha256()).collect();
    let key = RowsKey { versions, options };
    if model.pane.rows_key.as_ref() != Some(&key) {
        let rows = match (&model.pane.content, &model.pane.collation) {
            (Content::Comparing(sides), Some(collation)) => {
                let versions = sides.as_ref().as_ref().map(|shown| shown.loaded.version.as_ref());
                Some(lay_out(Subject { versions, collation }, &key.options))
            }
            (Content::Single(one), _) => Some(read(
                &one.loaded.version, &one.loaded.furniture, key.options.width,
                &key.options.hits.left,
            )),
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

/// Works out what the list says of the versions on screen. What is not compared yet is compared one pair at a
/// time, while nothing more urgent is to be done: so that the next version is there at once.
fn settle_figures(model: &mut Model, commands: &mut Vec<Command>) {
    let height = usize::from(model.areas.list.height);
    let on_screen = model.list.entries.iter().skip(model.list.scroll).take(height);
    let versions: Vec<(ArticleId, Option<f64>)> = on_screen
        .filter_map(|entry| match entry {
            Entry::Version(version) => Some((version.id, version.share)),
            _ => None,
        })
        .collect();
    model.list.figures.clear();
    for (id, share) in versions {
        let content = browse::pairing(model, id);
        let mut figures = Figures { is_base: model.bases.contains(&id), n_edits: None, share };
        if let (Some(key), Content::Comparing(sides)) = (content.key(), content) {
            match model.cache.peek(&key) {
                Some(collation) => {
                    let side = if sides.left.id == id { Side::Left } else { Side::Right };
                    figures.n_edits = Some(collation.summary.n_edits);
                    figures.share = Some(collation.summary.shared[side]);
                }
                None => prefetch(model, key, &sides, commands),
            }
        }
        model.list.figures.insert(id, figures);
    }
}

fn prefetch(
    model: &mut Model,
    key: CollationKey,
    sides: &Sides<Shown>,
    commands: &mut Vec<Command>,
) {
    let asked = &mut model.asked;
    let is_busy = asked.visible.is_some() || asked.prefetch.is_some() || model.news.is_loading;
    let is_hopeless = asked.too_long.contains(&key) || asked.failed.contains(&key);
    if !is_busy && !is_hopeless && asked.too_long.len() <= MAX_TOO_LONG {
        asked.prefetch = Some(key);
        let sides = Box::new(sides.as_ref().map(|shown| shown.loaded.clone()));
        commands.push(Command::Collate { slot: Slot::Prefetch, key, sides });
    }
}
