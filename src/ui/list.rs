//! The list of families and versions.

use std::fmt::Write as _;

use ratatui::style::Style;

use super::canvas::Canvas;
use crate::app::areas::Area;
use crate::app::list::{Entry, Figures, List, VersionEntry};
use crate::app::{Focus, Model};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// From this width on, the number of edits is shown, and how many of them are reviewed.
const WITH_EDITS: usize = 30;

/// From this width on, the number of words is shown.
const WITH_WORDS: usize = 44;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let (area, border) = (model.areas.list, model.areas.border);
    let line = canvas.part(Part::Border);
    for y in border.y..border.bottom() {
        if border.width > 0 {
            canvas.symbol((border.x, y), '│', line);
        }
    }
    draw_title(model.areas.list_title, canvas);
    if area.is_empty() {
        return;
    }
    if model.list.entries.is_empty() {
        empty(model, area, canvas);
        return;
    }
    let selected = if model.focus == Focus::List { Part::Selected } else { Part::SelectedAway };
    entries(&model.list, area, selected, canvas);
}

/// Says what the columns of figures are.
fn draw_title(area: Area, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    let style = canvas.part(Part::Title);
    canvas.fill(area, style);
    canvas.literal((area.x + 1, area.y), usize::from(area.width), "Stories", style);
    let width = usize::from(area.width);
    let figures: &'static str = match width {
        WITH_WORDS.. => " words shared   edits",
        WITH_EDITS.. => " shared   edits",
        _ => " shared",
    };
    let columns = u16::try_from(figures.len() + 1).unwrap_or(0);
    let x = area.x + area.width.saturating_sub(columns);
    canvas.literal((x, area.y), figures.len(), figures, style);
}

/// Paints a list's lines into an area, without figures that depend on what a version is compared with.
pub(super) fn plain_entries(list: &List, area: Area, canvas: &mut Canvas<'_>) {
    if canvas.is_linear() {
        super::linear::entries(list, area, canvas);
        return;
    }
    entries(list, area, Part::Selected, canvas);
}

fn entries(list: &List, area: Area, selected: Part, canvas: &mut Canvas<'_>) {
    let width = usize::from(area.width);
    for (entry, y) in list.entries.iter().zip(area.y..area.bottom()) {
        let is_selected = entry.id().is_some() && entry.id() == list.selected;
        let style = |part: Part, canvas: &Canvas<'_>| {
            canvas.part(if is_selected { selected } else { part })
        };
        if is_selected {
            let selected = canvas.part(selected);
            canvas.fill(Area { y, height: 1, ..area }, selected);
        }
        match entry {
            Entry::Title { text, is_headline, found, is_pinned, folded, story } => {
                // Without a headline the first words stand for it, and do not look like one.
                let part = if *is_headline { Part::ItemTitle } else { Part::Item };
                let title = Title {
                    text,
                    found,
                    is_pinned: *is_pinned,
                    n_folded: folded.map(|(_, n)| n),
                    progress: list.progress.get(story).copied(),
                };
                draw_title_line(&title, (area.x, y), width, style(part, canvas), canvas);
            }
            Entry::Family(text) => {
                let style = canvas.part(Part::ItemDetail);
                let room = width.saturating_sub(3);
                canvas.text((area.x + 2, y), room, &text.truncated(room), style);
            }
            Entry::Label(text) => {
                let style = canvas.part(Part::ItemTitle);
                canvas.text((area.x + 1, y), width.saturating_sub(2), text, style);
            }
            Entry::Version(version) => {
                let styles = (style(Part::Item, canvas), style(Part::ItemDetail, canvas));
                let figures = list.figures.get(&version.id).copied().unwrap_or_default();
                draw_version(version, (area.x, y), width, styles, figures, canvas);
            }
            Entry::File { name, reason, .. } => {
                let (item, detail) = (style(Part::Item, canvas), style(Part::ItemDetail, canvas));
                let x = canvas.text((area.x + 3, y), width.saturating_sub(3), name, item);
                if let Some(reason) = reason {
                    let room = width.saturating_sub(usize::from(x - area.x) + 2);
                    canvas.text((x + 2, y), room, &reason.truncated(room), detail);
                }
            }
        }
    }
}

/// The line over a story.
struct Title<'a> {
    text: &'a SafeText,
    found: &'a [u32],
    is_pinned: bool,
    /// How many versions it stands for.
    n_folded: Option<usize>,
    /// How many of its edits are reviewed, of how many that are known.
    progress: Option<(usize, usize)>,
}

fn draw_title_line(
    title: &Title<'_>,
    (x, y): (u16, u16),
    width: usize,
    style: Style,
    canvas: &mut Canvas<'_>,
) {
    let mut right = width.saturating_sub(1);
    let mut before = x + 1;
    let progress = title
        .progress
        .map(|(n, all)| if n == all { format!("✓{all}") } else { format!("{n}/{all}") });
    let folded = title.n_folded.map(|n| format!("{n} versions"));
    if folded.is_some() {
        before = canvas.literal((x + 1, y), 2, "▸ ", style);
    }
    let count: Vec<String> = folded.into_iter().chain(progress).collect();
    if !count.is_empty() {
        let count = SafeText::new(&count.join("  "));
        right = right.saturating_sub(count.width() + 1);
        canvas.text((x + u16::try_from(right).unwrap_or(0) + 1, y), count.width(), &count, style);
    }
    if title.is_pinned {
        before = canvas.literal((before, y), 2, "• ", style);
    }
    let room = right.saturating_sub(usize::from(before - x));
    let found: Vec<usize> =
        title.found.iter().filter_map(|letter| usize::try_from(*letter).ok()).collect();
    draw_found(&title.text.truncated(room), &found, (before, y), room, style, canvas);
}

fn draw_version(
    version: &VersionEntry,
    (x, y): (u16, u16),
    width: usize,
    (item, faint): (Style, Style),
    known: Figures,
    canvas: &mut Canvas<'_>,
) {
    let mut figures = String::new();
    if width >= WITH_WORDS {
        let _ = write!(figures, "{:>6}", version.n_words);
    }
    let share = match (known.is_base, known.share) {
        (true, _) => "   base".to_owned(),
        (false, Some(share)) => format!("  {:>3} %", percent(share)),
        (false, None) => " ".repeat(7),
    };
    figures.push_str(&share);
    if width >= WITH_EDITS {
        let n_edits = match known.n_edits {
            None => String::new(),
            Some((n, 0)) => n.to_string(),
            Some((n, n_reviewed)) if n == n_reviewed => format!("✓{n}"),
            Some((n, n_reviewed)) => format!("{n_reviewed}/{n}"),
        };
        let _ = write!(figures, " {n_edits:>7}");
    }
    let figures = SafeText::new(&figures);
    let right = width.saturating_sub(figures.width() + 1);
    let column = |at: usize| x + u16::try_from(at).unwrap_or(0);
    if known.is_changed {
        canvas.symbol((column(1), y), '!', item);
    }
    canvas.text((column(2), y), 3, &SafeText::new(&version.siglum), faint);
    let mut room = right.saturating_sub(5);
    let detail = version.detail.width();
    if detail > 0 && room > version.name.width().min(16) + detail + 1 {
        room -= detail + 1;
        canvas.text((column(right - detail - 1), y), detail, &version.detail, faint);
    }
    let (name, left_out) = version.name.elided(room);
    // Letters after the gap have moved; those in it are not there.
    let shift = left_out.len().saturating_sub(usize::from(!left_out.is_empty()));
    let found = version.found.iter().filter_map(|letter| usize::try_from(*letter).ok());
    let found = found.filter(|letter| !left_out.contains(letter));
    let found: Vec<usize> =
        found.map(|at| if at < left_out.start { at } else { at - shift }).collect();
    draw_found(&name, &found, (column(4), y), room, item, canvas);
    canvas.text((column(right), y), figures.width(), &figures, faint);
}

/// A name, with the letters that the filter found.
fn draw_found(
    name: &SafeText,
    found: &[usize],
    at: (u16, u16),
    room: usize,
    style: Style,
    canvas: &mut Canvas<'_>,
) {
    canvas.text(at, room, name, style);
    let look = canvas.part(Part::Found);
    let mut x = at.0;
    for (index, c) in name.as_str().chars().enumerate() {
        let letter = SafeText::new(c.encode_utf8(&mut [0; 4]));
        let width = u16::try_from(letter.width()).unwrap_or(1);
        if found.contains(&index) {
            canvas.text(
                (x, at.1),
                usize::from(width),
                &letter,
                style.patch(Style { bg: style.bg, ..look }),
            );
        }
        x += width;
    }
}

/// A share in whole percent; all of it only if it is all.
pub(super) fn percent(share: f64) -> u8 {
    let percent = (1..=100u8).rev().find(|n| share * 100.0 >= f64::from(*n) - 0.5).unwrap_or(0);
    if share < 1.0 { percent.min(99) } else { percent }
}

pub(super) fn empty(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let style = canvas.part(Part::ItemDetail);
    let lines: &[&'static str] = if !model.list.filter.is_empty() {
        &["No version matches.", "Esc shows all again."]
    } else if !model.news.missing.is_empty() {
        &["The folder is gone.", "", "What is in it will be shown when", "it comes back."]
    } else if model.news.is_loading {
        &["Reading …"]
    } else {
        &[
            "No articles here.",
            "",
            "Copydesk reads text, Markdown, saved",
            "web pages and records: .txt, .md,",
            ".html, .mhtml, .json, .jsonl. Put",
            "some here, and they will appear.",
        ]
    };
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.literal((area.x + 1, y), usize::from(area.width.saturating_sub(1)), line, style);
    }
}
