//! Reading one version alone, and comparing it again, both at the same passage.

use crate::app::pane::{Content, Shown, Wanted, Wish};
use crate::app::reading::{Outline, next_measure};
use crate::app::{Focus, Model, Overlay};
use crate::config::chord::{Chord, Key};
use crate::corpus::ArticleId;
use crate::layout::{Furniture, Row};
use crate::sides::{Side, Sides};

use super::{browse, hint, notice, prompt};

/// Reads the version that is meant alone; what is read is compared again.
pub(super) fn toggle(model: &mut Model) {
    match (model.focus, model.pane.content.clone()) {
        (Focus::Text, Content::Single(_)) => compare_again(model),
        (Focus::Text, Content::Comparing(sides)) => {
            // The right one: it is what a base is compared with.
            let one = sides.right.clone();
            read(model, one, sides);
        }
        (Focus::Text, Content::Empty) => notice(model, "There is nothing to read yet."),
        (Focus::List, _) => read_selected(model),
    }
}

fn read(model: &mut Model, one: Shown, back: Box<Sides<Shown>>) {
    let id = one.id;
    model.pane.show(Content::Single(Box::new(one)));
    model.reading.back = Some(back);
    go_along(model, id);
}

/// Lets the list follow what is read.
fn go_along(model: &mut Model, id: ArticleId) {
    if model.has_list() {
        model.list.select(id);
    }
    model.pane.follows = Some(id);
    model.pane.is_automatic = false;
}

fn read_selected(model: &mut Model) {
    let selected = model.list.selected;
    let Some(id) = selected.filter(|id| model.news.snapshot.place(*id).is_some()) else {
        notice(model, "There is nothing to read here.");
        return;
    };
    model.pane.wanted = Some(Wanted::Single(id));
    model.reading.back = None;
    model.focus = Focus::Text;
    go_along(model, id);
}

/// Compares what is read: as before, or with what it would be shown with in the list.
pub(super) fn compare_again(model: &mut Model) {
    let Content::Single(one) = model.pane.content.clone() else { return };
    let wanted = match model.reading.back.take() {
        Some(mut sides) if let Some(side) = side_of(&sides, &one) => {
            let id = one.id;
            // Its text may have been taken in anew.
            sides[side] = *one;
            model.pane.show(Content::Comparing(sides));
            model.pane.follows = Some(id);
            return;
        }
        // Another version was gone to meanwhile.
        Some(sides) => {
            let wish = |shown: Shown| Wish::Shown(Box::new(shown));
            Wanted::Pair(Box::new(Sides::new(wish(sides.left), wish(*one))))
        }
        None => match browse::pairing(model, one.id) {
            Some(pair @ Wanted::Pair(_)) => pair,
            Some(Wanted::Single(_)) | None => {
                hint(
                    model,
                    "There is nothing to compare with. {pick-version} picks another version.",
                );
                return;
            }
        },
    };
    model.pane.wanted = Some(wanted);
    model.pane.is_automatic = false;
}

/// Where a version stands in a comparison.
fn side_of(sides: &Sides<Shown>, one: &Shown) -> Option<Side> {
    let is_it = |side: &Side| (sides[*side].id, &sides[*side].revision) == (one.id, &one.revision);
    Side::BOTH.into_iter().find(is_it)
}

/// Reads the other version of the comparison that the reader came from. False when there is none.
pub(super) fn swap(model: &mut Model) -> bool {
    let (Content::Single(one), Some(back)) = (&model.pane.content, model.reading.back.clone())
    else {
        return false;
    };
    let side = side_of(&back, one).unwrap_or(Side::Right);
    let other = back[side.other()].clone();
    read(model, other, back);
    true
}

/// Reads the next or previous version of the story, at the same passage.
pub(super) fn step_version(model: &mut Model, by: isize) {
    let Content::Single(one) = &model.pane.content else { return };
    let id = one.id;
    let snapshot = model.news.snapshot.clone();
    let Some((story, member)) = snapshot.place(id) else { return };
    let members = &snapshot.stories[story].members;
    if members.len() < 2 {
        notice(model, "This is the only version of this story.");
        return;
    }
    let n = isize::try_from(members.len()).unwrap_or(1);
    let next = isize::try_from(member).map_or(0, |member| (member + by).rem_euclid(n));
    let Some(next) = usize::try_from(next).ok().and_then(|next| members.get(next)) else { return };
    let next = next.article.id;
    model.pane.wanted = Some(Wanted::Single(next));
    go_along(model, next);
}

/// The next measure.
pub(super) fn step_measure(model: &mut Model) {
    model.settings.measure = next_measure(model.settings.measure);
    let words = match model.settings.measure {
        Some(measure) => format!("Columns of text are at most {measure} wide."),
        None => "Columns of text are as wide as there is room.".to_owned(),
    };
    notice(model, &words);
}

/// Leaves furniture out, or shows it.
pub(super) fn toggle_furniture(model: &mut Model) {
    if !matches!(model.pane.content, Content::Single(_)) {
        hint(model, "Where two versions are compared, furniture stays. {read} reads one.");
        return;
    }
    let (furniture, words) = match model.settings.furniture {
        Furniture::Shown => (Furniture::Hidden, "Furniture is left out while one version is read."),
        Furniture::Hidden => (Furniture::Shown, "Furniture is shown."),
    };
    model.settings.furniture = furniture;
    notice(model, words);
}

/// Shows the outline of what is read.
pub(super) fn show_outline(model: &mut Model) {
    let Content::Single(one) = &model.pane.content else {
        hint(model, "An outline is of one version. {read} reads one.");
        return;
    };
    model.focus = Focus::Text;
    let (version, marks) = (&one.loaded.version, &one.loaded.furniture);
    let top = top(model).unwrap_or(0);
    let outline = Outline::new(version, marks, model.settings.furniture, top);
    if outline.lines.is_empty() {
        notice(model, "There is no text to be outlined.");
        return;
    }
    model.overlay = Some(Overlay::Outline(outline));
}

/// The first passage on screen.
fn top(model: &Model) -> Option<usize> {
    let rows = &model.pane.rows.as_ref()?.rows;
    let shown = rows.iter().skip(model.pane.scroll).take(usize::from(model.areas.text.height));
    shown.into_iter().find_map(Row::unit)
}

/// Takes a key of the outline.
pub(super) fn outline_key(
    model: &mut Model,
    mut outline: Outline,
    chord: Chord,
) -> Option<Overlay> {
    if chord.key == Key::Enter {
        let passage = outline.lines.get(outline.at)?.passage;
        let row = model.pane.rows.as_ref()?.row_of_unit(passage)?;
        let height = usize::from(model.areas.text.height);
        model.pane.go_to(row, height);
        return None;
    }
    outline.at = prompt::line(model, chord, outline.at, outline.lines.len())?;
    Some(Overlay::Outline(outline))
}

/// Works out how far the reader is.
pub(super) fn settle(model: &mut Model) {
    if let Some(Overlay::Outline(outline)) = &model.overlay {
        let is_its = |shown: &&Shown| *shown.loaded.version.sha256() == outline.of;
        if !matches!(&model.pane.content, Content::Single(one) if is_its(&&**one)) {
            // Another text has come.
            model.overlay = None;
        }
    }
    let Content::Single(one) = &model.pane.content else {
        model.reading.back = None;
        model.reading.paragraph = None;
        return;
    };
    let passages = one.loaded.version.passages();
    let paragraph = |at: usize| passages.get(at).map(|passage| passage.paragraph + 1);
    let here =
        top(model).and_then(paragraph).zip(passages.len().checked_sub(1).and_then(paragraph));
    let is_pair = |wanted: Wanted| matches!(wanted, Wanted::Pair(_));
    let can_compare =
        model.reading.back.is_some() || browse::pairing(model, one.id).is_some_and(is_pair);
    model.reading.paragraph = here;
    model.reading.can_compare = can_compare;
}
