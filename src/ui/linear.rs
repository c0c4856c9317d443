//! The screen line by line, for ears: no columns, no boxes, no signs, and the terminal's cursor on the line that matters.

use tui_input::Input;

use super::canvas::Canvas;
use super::list::count;
use super::status::{found, overlay_hint, standing_notice};
use crate::app::areas::Area;
use crate::app::hints::hint;
use crate::app::list::{Entry, Figures, List, VersionEntry, percent};
use crate::app::model::Opened;
use crate::app::pane::{Content, Shown};
use crate::app::{Model, Overlay, Watching};
use crate::config::theme::Part;
use crate::layout::Role;
use crate::sides::Side;
use crate::text::safe::SafeText;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let areas = model.areas;
    lines(areas.header, &header(model), Part::Bar, canvas);
    draw_title(model, areas.title, canvas);
    if !areas.list.is_empty() {
        draw_list(model, areas.list, canvas);
    }
    draw_text(model, areas.text, areas.ahead, canvas);
    draw_message(model, areas.keys, canvas);
}

fn line(area: Area, words: &str, part: Part, canvas: &mut Canvas<'_>) {
    if !area.is_empty() {
        let (style, width) = (canvas.part(part), usize::from(area.width));
        canvas.text((area.x, area.y), width, &SafeText::new(words).truncated(width), style);
    }
}

/// Lines that stand one after another; on one line, where there is no room for more.
fn lines(area: Area, all: &[String], part: Part, canvas: &mut Canvas<'_>) {
    if all.len() > usize::from(area.height) {
        line(area, &all.join(" "), part, canvas);
        return;
    }
    for (words, y) in all.iter().zip(area.y..) {
        line(Area { y, height: 1, ..area }, words, part, canvas);
    }
}

/// Something to say, on the last line, and on those above that there are for it.
fn message(area: Area, words: &str, part: Part, canvas: &mut Canvas<'_>) {
    let all = SafeText::new(words).wrapped(usize::from(area.width), usize::from(area.height));
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    let height = u16::try_from(all.len()).unwrap_or(area.height).min(area.height);
    lines(Area { y: area.bottom() - height, height, ..area }, &all, part, canvas);
}

/// What is shown: what is open, the version that is read, or the two that are compared.
fn header(model: &Model) -> Vec<String> {
    if model.areas.list.is_empty() {
        return match &model.pane.content {
            Content::Empty => vec!["Nothing to read yet.".to_owned()],
            Content::Single(one) => vec![format!("Reading {}.", version(one))],
            Content::Comparing(sides) => {
                let [left, right] = Side::BOTH.map(|side| {
                    let shared = model.pane.collation.as_ref().map(|all| all.summary.shared[side]);
                    let shared = shared.map(|share| format!(", {} percent shared", percent(share)));
                    format!("{}{}", version(&sides[side]), shared.unwrap_or_default())
                });
                let story = model.list.story.map(|progress| {
                    let n = progress.n_reviewed;
                    format!(" {n} of {} edits of the story reviewed.", progress.total())
                });
                vec![
                    format!("Left: {left}."),
                    format!("Right: {right}.{}", story.unwrap_or_default()),
                ]
            }
        };
    }
    let snapshot = &model.news.snapshot;
    let mut words = vec![
        count(snapshot.n_articles(), "article", "articles"),
        count(snapshot.stories.len(), "story", "stories"),
    ];
    // What counts up while files are read would be spoken every time.
    if model.news.is_loading {
        words = vec!["reading".to_owned()];
    }
    if let Some(all) = model.list.folder.filter(|all| all.n_reviewed > 0) {
        words.push(format!("{} of {} edits reviewed", all.n_reviewed, all.total()));
    }
    if !model.list.filter.is_empty() {
        words.push(format!("filter {}", model.list.filter));
    }
    words.push(match model.news.watching {
        _ if !model.news.missing.is_empty() => "the folder is gone".to_owned(),
        Watching::Live | Watching::Polling => "watching".to_owned(),
        Watching::Paused => "paused".to_owned(),
    });
    vec![format!("Stories: {}.", words.join(", "))]
}

fn version(shown: &Shown) -> String {
    let n_words = count(shown.loaded.version.n_words(), "word", "words");
    format!("{}, {}, {n_words}", shown.siglum, shown.name)
}

/// How the versions compare, in a line or two.
fn draw_title(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let spoken = &model.pane.counts.spoken;
    if spoken.is_empty() {
        line(area, &title(model), Part::Title, canvas);
        return;
    }
    for (words, y) in spoken.iter().zip(area.y..area.bottom()) {
        let area = Area { y, height: 1, ..area };
        line(area, words.as_str(), Part::Title, canvas);
    }
}

/// What there is to say of versions that are not compared, or not yet.
fn title(model: &Model) -> String {
    match &model.pane.content {
        Content::Comparing(_) => "Comparing.".to_owned(),
        Content::Single(_) if model.reading.can_compare => {
            model.with_keys("{read} compares it with another version.")
        }
        Content::Single(_) => "No other version of this text.".to_owned(),
        Content::Empty => String::new(),
    }
}

fn draw_list(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    if model.list.entries.is_empty() {
        super::list::empty(model, area, canvas);
        canvas.point_at((area.x, area.y + 1));
        return;
    }
    entries(&model.list, area, canvas);
}

/// Paints a list's lines into an area.
pub(super) fn entries(list: &List, area: Area, canvas: &mut Canvas<'_>) {
    let style = canvas.part(Part::Item);
    let width = usize::from(area.width);
    for (entry, y) in list.entries.iter().zip(area.y..area.bottom()) {
        let is_selected = entry.id().is_some() && entry.id() == list.selected;
        let look = if is_selected { canvas.part(Part::Selected) } else { style };
        let words = SafeText::new(&entry_words(list, entry));
        canvas.text((area.x, y), width, &words.truncated(width), look);
        if is_selected {
            canvas.point_at((area.x, y));
        }
    }
}

/// A line of the list, in words.
fn entry_words(list: &List, entry: &Entry) -> String {
    match entry {
        Entry::Title { text, is_pinned, folded, story, .. } => {
            let mut words = vec![format!("Story: {text}")];
            if let Some((_, n)) = folded {
                words.push(count(*n, "version", "versions"));
            }
            if let Some(progress) = list.progress.get(story) {
                words.push(format!(
                    "{} of {} edits reviewed",
                    progress.n_reviewed,
                    progress.total()
                ));
            }
            if *is_pinned {
                words.push("pinned".to_owned());
            }
            words.join(", ")
        }
        Entry::Family { words, reasons } => {
            format!("Family: {}", format!("{words}{reasons}").replace(" · ", ", "))
        }
        Entry::Label(text) => text.to_string(),
        Entry::Version(version) => {
            let figures = list.figures.get(&version.id).cloned().unwrap_or_default();
            version_words(version, &figures)
        }
        Entry::File { name, reason, .. } => match reason {
            Some(reason) => format!("{name}, {reason}"),
            None => format!("{name}, not read yet"),
        },
    }
}

fn version_words(version: &VersionEntry, figures: &Figures) -> String {
    let mut words = vec![format!("{}, {}", version.siglum, version.name)];
    if version.detail.width() > 0 {
        words.push(version.detail.to_string());
    }
    words.push(count(version.n_words, "word", "words"));
    if let Some(share) = figures.share.filter(|_| !figures.is_base) {
        words.push(format!("{} percent shared", percent(share)));
    }
    match figures.n_edits {
        Some((n, 0)) => words.push(count(n, "edit", "edits")),
        Some((n, n_reviewed)) => words.push(format!("{n_reviewed} of {n} edits reviewed")),
        None => {}
    }
    if let Some(other) = &figures.with {
        words.push(format!("compared with {other}"));
    }
    if figures.is_base {
        words.push("base".to_owned());
    }
    if figures.is_changed {
        words.push("changed since you reviewed it".to_owned());
    }
    words.join(", ")
}

/// The line that the reader is at, and those that follow.
fn draw_text(model: &Model, here: Area, ahead: Area, canvas: &mut Canvas<'_>) {
    if here.is_empty() {
        return;
    }
    canvas.point_at((here.x, here.y));
    let Some(rows) = &model.pane.rows else {
        let has_failed =
            model.pane.content.key().is_some_and(|key| model.asked.failed.contains(&key));
        let words: &'static str = match &model.pane.content {
            Content::Empty if matches!(model.opened, Opened::Pair(_)) => "Reading the two files.",
            Content::Empty => "Nothing is selected.",
            _ if has_failed => "These two versions could not be compared.",
            _ => "Comparing.",
        };
        line(here, words, Part::Item, canvas);
        return;
    };
    let ys = (here.y..here.bottom()).chain(ahead.y..ahead.bottom());
    for (row, y) in rows.rows.iter().skip(model.pane.scroll).zip(ys) {
        let (mut x, edge) = (here.x, here.x + here.width);
        for piece in &row.lines.left.pieces {
            let style = match piece.hit {
                Some(_) => canvas.part(Part::Hit),
                None if piece.role == Role::Remark => canvas.role(Role::Remark),
                None => canvas.role(piece.role),
            };
            let room = usize::from(edge.saturating_sub(x)).min(piece.width);
            canvas.piece((x, y), room, piece, style);
            x = x.saturating_add(u16::try_from(piece.width).unwrap_or(u16::MAX));
        }
    }
}

/// The last line: what is asked, else what there is to say, else nothing.
fn draw_message(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    match &model.overlay {
        Some(Overlay::Filter(input)) => prompt("Filter: ", input, model, area, canvas),
        Some(Overlay::Search(input)) => prompt("Search: ", input, model, area, canvas),
        Some(Overlay::Name(_, input)) => prompt("Name of the story: ", input, model, area, canvas),
        Some(Overlay::Export(choice)) => {
            prompt(choice.scope.question(), &choice.input, model, area, canvas);
        }
        overlay => {
            let notice = model.notice.clone().or_else(|| standing_notice(model));
            match (notice, overlay) {
                (Some(text), _) => message(area, text.as_str(), Part::Notice, canvas),
                (None, Some(overlay)) => {
                    message(area, &model.with_keys(overlay_hint(overlay)), Part::Keys, canvas);
                }
                (None, None) if model.keys.is_begun() => {
                    message(area, &model.keys.words(), Part::Keys, canvas);
                }
                (None, None) => {
                    let words = hint(model).map_or_else(String::new, |hint| format!("{hint}. "));
                    let words = model.with_keys(&format!("{words}{{help}} lists the keys."));
                    message(area, &words, Part::Keys, canvas);
                }
            }
        }
    }
}

fn prompt(label: &str, input: &Input, model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let before: String = input.value().chars().take(input.cursor()).collect();
    let after: String = input.value().chars().skip(input.cursor()).collect();
    let (label, before) = (SafeText::new(label), SafeText::new(&before));
    let (style, width) = (canvas.part(Part::Item), usize::from(area.width));
    let x = canvas.text((area.x, area.y), width, &label, style);
    // The end of what was typed stays in sight.
    let room = usize::from((area.x + area.width).saturating_sub(x + 1));
    let shown = if before.width() > room { before.elided(room).0 } else { before };
    let x = canvas.text((x, area.y), room, &shown, style);
    canvas.point_at((x.min(area.x + area.width.saturating_sub(1)), area.y));
    let room = usize::from((area.x + area.width).saturating_sub(x));
    let found = found(model);
    let found = if found.is_empty() { found } else { format!("   {found}") };
    canvas.text((x, area.y), room, &SafeText::new(&format!("{after}{found}")), style);
}
