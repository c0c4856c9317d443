//! The line at the top: what is open, how much of it, and whether it is watched.

use super::canvas::Canvas;
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
    let wide = SafeText::new(&format!("{}   {watching}", figures(model)));
    let figures = if wide.width() <= room { wide } else { SafeText::new(watching).truncated(room) };
    let right = (area.x + area.width)
        .saturating_sub(u16::try_from(figures.width() + 1).unwrap_or(u16::MAX));
    let room = usize::from(right.saturating_sub(x + 4));
    canvas.text((x + 2, area.y), room, &model.title.truncated(room), bar);
    canvas.text((right, area.y), figures.width(), &figures, bar);
}

fn figures(model: &Model) -> String {
    let snapshot = &model.news.snapshot;
    let n_articles = snapshot.n_articles();
    let n_unread = snapshot.unreadable.len();
    let mut words = Vec::new();
    if model.news.is_loading {
        let n_read = n_articles - snapshot.waiting.len();
        words.push(format!("reading {n_read} of {n_articles}"));
    } else {
        let n_stories = snapshot.stories.len();
        words
            .push(format!("{n_articles} {}", if n_articles == 1 { "article" } else { "articles" }));
        words.push(format!("{n_stories} {}", if n_stories == 1 { "story" } else { "stories" }));
        let n_families = snapshot.n_families();
        words.push(format!("{n_families} {}", if n_families == 1 { "family" } else { "families" }));
    }
    match model.desk.n_marks {
        0 => {}
        1 => words.push("1 mark".to_owned()),
        n => words.push(format!("{n} marks")),
    }
    if n_unread > 0 {
        words.push(format!("{n_unread} not read"));
    }
    words.join(" · ")
}

const fn watching(model: &Model) -> &'static str {
    match model.news.watching {
        _ if !model.news.missing.is_empty() => "○ the folder is gone",
        Watching::Live => "● watching",
        Watching::Polling => "◐ looking every 2 s",
        Watching::Paused => "○ paused",
    }
}
