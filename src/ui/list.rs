//! The list of families and versions.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::titles::letter as letter_of;
use crate::app::areas::Area;
use crate::app::list::{Entry, Figures, List, Progress, VersionEntry, percent};
use crate::app::{Focus, Model};
use crate::config::theme::Part;
use crate::text::safe::SafeText;

/// From this width on, numbers of versions are said in words.
const ROOMY: usize = 36;

/// The columns of figures: as many, and as wide, as leave room for names.
#[derive(Clone, Copy)]
struct Columns {
    /// For the number of words; 0 where there is no room for it.
    words: usize,
    /// For the share of words in common.
    share: usize,
    /// For the number of edits, and how many of them are reviewed; 0 where there is no room for it.
    edits: usize,
}

impl Columns {
    const fn of(width: usize) -> Self {
        match width {
            48.. => Self { words: 6, share: 7, edits: 8 },
            40.. => Self { words: 0, share: 7, edits: 8 },
            36.. => Self { words: 0, share: 6, edits: 6 },
            // How much is shared stands over the text as well; who wrote it says more here.
            28.. => Self { words: 0, share: 0, edits: 6 },
            _ => Self { words: 0, share: 6, edits: 0 },
        }
    }
}

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let (area, border) = (model.areas.list, model.areas.border);
    let line = canvas.part(Part::Border);
    for y in border.y..border.bottom() {
        if border.width > 0 {
            canvas.symbol((border.x, y), '│', line);
        }
    }
    draw_title(model, canvas);
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
fn draw_title(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.list_title;
    if area.is_empty() {
        return;
    }
    let style = canvas.part(Part::Title);
    canvas.fill(area, style);
    canvas.literal((area.x + 1, area.y), usize::from(area.width), "Stories", style);
    let mut x = area.x + area.width.saturating_sub(1);
    if model.list.is_folded {
        let words = if model.list.progress.is_empty() { "versions" } else { "versions, reviewed" };
        let x = x.saturating_sub(u16::try_from(words.len()).unwrap_or(0));
        canvas.literal((x, area.y), words.len(), words, style);
        return;
    }
    let columns = Columns::of(usize::from(area.width));
    for (room, words) in
        [(columns.edits, "edits"), (columns.share, "shared"), (columns.words, "words")]
    {
        let start = x.saturating_sub(u16::try_from(words.len()).unwrap_or(0));
        if room > 0 {
            canvas.literal((start, area.y), words.len(), words, style);
        }
        x = x.saturating_sub(u16::try_from(room).unwrap_or(0));
    }
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
            Entry::Family { words, reasons } => {
                let style = canvas.part(Part::ItemDetail);
                let room = width.saturating_sub(3);
                // A part of the reasons would give none.
                let all = SafeText::new(&format!("{words}{reasons}"));
                let said = if all.width() <= room { all } else { words.truncated(room) };
                canvas.text((area.x + 2, y), room, &said, style);
            }
            Entry::Label(text) => {
                let style = canvas.part(Part::ItemTitle);
                canvas.text((area.x + 1, y), width.saturating_sub(2), text, style);
            }
            Entry::Version(version) => {
                let styles = (style(Part::Item, canvas), style(Part::ItemDetail, canvas));
                let figures = list.figures.get(&version.id).cloned().unwrap_or_default();
                let place = (area.x, y);
                draw_version(version, place, width, (styles, is_selected), &figures, canvas);
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

/// A number of things, in words.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The line over a story.
struct Title<'a> {
    text: &'a SafeText,
    found: &'a [u32],
    is_pinned: bool,
    /// How many versions it stands for.
    n_folded: Option<usize>,
    /// How many of its edits are reviewed.
    progress: Option<Progress>,
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
    let progress = title.progress.map(|progress| match progress {
        Progress { n_reviewed, n_edits, is_whole: true } if n_reviewed == n_edits => {
            format!("✓{n_edits}")
        }
        _ => format!("{}/{}", progress.n_reviewed, progress.total()),
    });
    let folded = title.n_folded.map(|n| match width {
        ROOMY.. => count(n, "version", "versions"),
        // The headline says more.
        _ => n.to_string(),
    });
    if title.n_folded.is_some_and(|n| n > 1) {
        before = canvas.literal((x + 1, y), 2, "▸ ", style);
    }
    let counts: Vec<String> = folded.into_iter().chain(progress).collect();
    if !counts.is_empty() {
        let counts = SafeText::new(&counts.join("  "));
        right = right.saturating_sub(counts.width() + 1);
        canvas.text((x + u16::try_from(right).unwrap_or(0) + 1, y), counts.width(), &counts, style);
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
    ((item, faint), is_selected): ((Style, Style), bool),
    known: &Figures,
    canvas: &mut Canvas<'_>,
) {
    let figures = figures(version, known, Columns::of(width));
    let right = width.saturating_sub(figures.width() + 1);
    let column = |at: usize| x + u16::try_from(at).unwrap_or(0);
    if known.is_changed {
        canvas.symbol((column(1), y), '!', item);
    }
    // On the ground of the selected line the colors of the columns could not be read.
    let letter = known.side.map_or(faint, |side| {
        let own = if is_selected { faint } else { letter_of(side, faint, canvas) };
        own.add_modifier(Modifier::BOLD)
    });
    canvas.text((column(2), y), 3, &SafeText::new(&version.siglum), letter);
    let mut room = right.saturating_sub(5);
    let detail = known
        .with
        .as_ref()
        .map_or_else(|| version.detail.clone(), |other| SafeText::new(&format!("with {other}")));
    let least = match (&known.with, version.has_outlet) {
        (Some(_), _) => 8,
        (None, true) => 16,
        (None, false) => 12,
    };
    if detail.width() > 0 && room > version.name.width().min(least) + detail.width() + 1 {
        room -= detail.width() + 1;
        let x = column(right - detail.width() - 1);
        canvas.text((x, y), detail.width(), &detail, faint);
    }
    let (name, left_out) = if version.has_outlet && version.name.width() > room {
        let name = version.name.truncated(room);
        let n_kept = name.as_str().chars().count().saturating_sub(1);
        (name, n_kept..usize::MAX)
    } else {
        version.name.elided(room)
    };
    // Letters after the gap have moved; those in it are not there.
    let shift = left_out.len().saturating_sub(usize::from(!left_out.is_empty()));
    let found = version.found.iter().filter_map(|letter| usize::try_from(*letter).ok());
    let found = found.filter(|letter| !left_out.contains(letter));
    let found: Vec<usize> =
        found.map(|at| if at < left_out.start { at } else { at - shift }).collect();
    draw_found(&name, &found, (column(4), y), room, item, canvas);
    canvas.text((column(right), y), figures.width(), &figures, faint);
}

/// The figures of a version, in their columns.
fn figures(version: &VersionEntry, known: &Figures, columns: Columns) -> SafeText {
    let Columns { words, share, edits } = columns;
    let n_words = if words > 0 { version.n_words.to_string() } else { String::new() };
    let shared = match (known.is_base, known.share.filter(|_| share > 0)) {
        _ if share == 0 => String::new(),
        (true, _) => "base".to_owned(),
        (false, Some(share)) => format!("{} %", percent(share)),
        (false, None) => String::new(),
    };
    let n_edits = match known.n_edits.filter(|_| edits > 0) {
        _ if known.is_base && share == 0 => "base".to_owned(),
        None => String::new(),
        Some((n, 0)) => n.to_string(),
        Some((n, n_reviewed)) if n == n_reviewed => format!("✓{n}"),
        Some((n, n_reviewed)) => format!("{n_reviewed}/{n}"),
    };
    SafeText::new(&format!("{n_words:>words$}{shared:>share$}{n_edits:>edits$}"))
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

pub(super) fn empty(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let style = canvas.part(Part::ItemDetail);
    let lines: &[&'static str] = if !model.list.filter.is_empty() {
        &[
            "No version matches.", "", "Words are looked for in", "headlines, outlets and",
            "names of files; outlet:", "date: credit: and class:", "ask for more.", "",
            "Esc shows all again.",
        ]
    } else if !model.news.missing.is_empty() {
        &["The folder is gone.", "", "What is in it will be", "shown when it comes back."]
    } else if model.news.is_loading {
        &["Reading …"]
    } else {
        &[
            "No articles here.",
            "",
            "Copydesk reads text,",
            "Markdown, saved web pages",
            "and records: .txt, .md,",
            ".html, .mhtml, .json, .jsonl.",
            "",
            "Put some here, and they",
            "will appear.",
        ]
    };
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.literal((area.x + 1, y), usize::from(area.width.saturating_sub(1)), line, style);
    }
}
