//! The line at the top: what is open, how much of it, and whether it is watched.

use super::canvas::Canvas;
use crate::app::list::Progress;
use crate::app::{Model, Watching};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.header;
    if area.is_empty() {
        return;
    }
    let (bar, strong) = (canvas.part(Part::Bar), canvas.part(Part::BarStrong));
    canvas.fill(area, bar);
    let x = canvas.literal((area.x + 1, area.y), usize::from(area.width), "copydesk", strong);
    let room = usize::from((area.x + area.width).saturating_sub(x + 3));
    // On a narrow screen whether the folders are watched matters more than how much is in them.
    let watching = watching(model);
    let words = figures(model);
    let line = |n_left_out: &usize| {
        let kept = words.iter().enumerate().filter(|(at, _)| !LEFT_OUT[..*n_left_out].contains(at));
        let kept: Vec<&str> =
            kept.map(|(_, words)| words.as_str()).filter(|w| !w.is_empty()).collect();
        SafeText::new(&format!("{}   {watching}", kept.join(" · ")))
    };
    let name = model.title.width().min(MIN_TITLE);
    let figures = (0..=LEFT_OUT.len())
        .map(|n| line(&n))
        .find(|figures| figures.width() + name + 2 <= room)
        .unwrap_or_else(|| SafeText::new(watching).truncated(room));
    let right = (area.x + area.width)
        .saturating_sub(u16::try_from(figures.width() + 1).unwrap_or(u16::MAX));
    let room = usize::from(right.saturating_sub(x + 4));
    canvas.text((x + 2, area.y), room, &model.title.truncated(room), bar);
    canvas.text((right, area.y), figures.width(), &figures, bar);
}

/// So much of the name of what is open stays in sight, in columns.
const MIN_TITLE: usize = 12;

/// What is left out of the figures first where there is little room: families, then stories.
const LEFT_OUT: [usize; 2] = [2, 1];

/// Articles, stories, families, what is reviewed, and what could not be read; empty where there is nothing to say.
fn figures(model: &Model) -> [String; 5] {
    let snapshot = &model.news.snapshot;
    let n_articles = snapshot.n_articles();
    let count =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let [articles, stories, families] = if model.news.is_loading {
        let n_read = n_articles - snapshot.waiting.len();
        [format!("reading {n_read} of {n_articles}"), String::new(), String::new()]
    } else {
        [
            count(n_articles, "article", "articles"),
            count(snapshot.stories.len(), "story", "stories"),
            count(snapshot.n_families(), "family", "families"),
        ]
    };
    let reviewed = match (model.desk.n_marks, &model.list.folder) {
        // Marks whose passages have changed come back with these, and count for nothing until then.
        (0, _) | (_, Some(Progress { n_reviewed: 0, .. })) => String::new(),
        (_, Some(all)) => format!("{} of {} reviewed", all.n_reviewed, all.total()),
        (n, None) => count(n, "mark", "marks"),
    };
    let unread = match snapshot.unreadable.len() {
        0 => String::new(),
        n => format!("{n} not read"),
    };
    [articles, stories, families, reviewed, unread]
}

const fn watching(model: &Model) -> &'static str {
    match model.news.watching {
        _ if !model.news.missing.is_empty() => "○ the folder is gone",
        Watching::Live => "● watching",
        Watching::Polling => "◐ looking every 2 s",
        Watching::Paused => "○ paused",
    }
}
