//! A report as one HTML page that needs nothing but itself: no script, no link but inside the page, no resource. Its look
//! stands in `assets/report.css`.

mod passages;

use std::io::{self, BufWriter, Write};

use super::evidence::{Comparison, EditOf, Frame, Source, StoryFigures};
use super::phrases;
use crate::sides::{Side, Sides};
use passages::{language, write_note, write_reading, write_redline, write_side_by_side};

/// The look of the page.
const STYLE: &str = include_str!("../../assets/report.css");

/// What a browser may load for the page: its own style, and nothing else from anywhere.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// One comparison on the page.
#[derive(Clone, Copy)]
struct Section<'a> {
    comparison: &'a Comparison,
    /// Its number, from 1: part of the names of its places.
    number: usize,
    /// The level of its headings.
    level: u8,
}

/// Writes the page down to its first comparison.
pub(super) fn write_front(frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut BufWriter::new(out);
    write_head(&frame.title, out)?;
    if !frame.is_single {
        write_stories(&frame.stories, out)?;
        write_contents(&frame.contents, out)?;
        write_settings(frame, 2, out)?;
    }
    out.flush()
}

/// Writes a comparison.
pub(super) fn write_comparison(
    frame: &Frame,
    (number, comparison): (usize, &Comparison),
    out: &mut dyn Write,
) -> io::Result<()> {
    let out = &mut BufWriter::new(out);
    let level = if frame.is_single { 2 } else { 3 };
    let section = Section { comparison, number, level };
    writeln!(out, "<section class=\"comparison\" id=\"c{number}\">")?;
    if !frame.is_single {
        let heading = phrases::heading(comparison);
        writeln!(out, "<h2><bdi>{}</bdi></h2>", escape(&heading))?;
    }
    write_sources(section, out)?;
    if frame.is_single {
        write_settings(frame, 2, out)?;
    }
    write_counts(section, out)?;
    write_side_by_side(section, out)?;
    write_redline(section, out)?;
    write_edits(section, out)?;
    write_notes_elsewhere(section, out)?;
    write_folded(section, out)?;
    write_furniture(section, out)?;
    writeln!(out, "</section>")?;
    out.flush()
}

/// Writes the end of the page.
pub(super) fn write_back(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</main>\n</body>\n</html>")
}

/// Text that has no effect on the page, wherever it stands there: what a browser would obey or hide is spelled out.
fn escape(text: &str) -> String {
    let text = phrases::visible(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn write_head(title: &str, out: &mut impl Write) -> io::Result<()> {
    let title = escape(title);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1 dir=\"auto\">{title}</h1>"
    )
}

fn write_stories(stories: &[StoryFigures], out: &mut impl Write) -> io::Result<()> {
    if stories.is_empty() {
        return Ok(());
    }
    write!(out, "<h2>Stories</h2>\n<table>\n<thead><tr><th>story</th>")?;
    for name in ["versions", "families", "comparisons", "edits", "reviewed", "notes"] {
        write!(out, "<th class=\"number\">{name}</th>")?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for story in stories {
        write!(out, "<tr><td class=\"text\" dir=\"auto\">{}</td>", escape(&story.name))?;
        let figures = [
            story.n_versions, story.n_families, story.n_comparisons, story.n_edits,
            story.n_reviewed, story.n_notes,
        ];
        for figure in figures {
            write!(out, "<td class=\"number\">{figure}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn write_contents(contents: &[String], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<h2>Comparisons</h2>\n<nav><ol>")?;
    for (at, line) in contents.iter().enumerate() {
        let line = escape(line);
        writeln!(out, "<li><a href=\"#c{}\"><bdi>{line}</bdi></a></li>", at + 1)?;
    }
    writeln!(out, "</ol></nav>")
}

fn write_settings(frame: &Frame, level: u8, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<h{level} class=\"small\">Settings</h{level}>\n<ul class=\"counts\">")?;
    writeln!(out, "<li>program <b>{}</b></li>", escape(&frame.program))?;
    for (name, value) in &frame.settings {
        writeln!(out, "<li>{} <b>{}</b></li>", escape(name), escape(value))?;
    }
    writeln!(out, "</ul>")
}

fn write_sources(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, number, .. } = section;
    let sources = &comparison.sources;
    writeln!(out, "<p class=\"summary\">{}</p>", escape(&phrases::summary(comparison)))?;
    if let Some(reason) = &comparison.truncated {
        writeln!(out, "<p class=\"warning\">Coarser than usual: {}.</p>", escape(reason))?;
    }
    let places = [("side", "side by side"), ("red", "redline"), ("edits", "edits")];
    write!(out, "<nav class=\"near\">")?;
    for (place, words) in places {
        write!(out, "<a href=\"#c{number}-{place}\">{words}</a>")?;
    }
    write!(out, "</nav>\n<table class=\"sources\">\n<thead><tr><td></td>")?;
    for side in Side::BOTH {
        write!(out, "<th><bdi>{}</bdi></th>", escape(&phrases::name(&sources[side])))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for (name, values) in phrases::fields(sources) {
        write_row(name, "text", values.map(escape), out)?;
    }
    let share = |side: Side| {
        let other = escape(phrases::short(&sources[side.other()]));
        format!("{} of them in {other}", phrases::percent(sources[side].shared))
    };
    let words = |side: Side| format!("{}, {}", sources[side].n_words, share(side));
    write_row("words", "", Sides::new(words(Side::Left), words(Side::Right)), out)?;
    let small = |value: fn(&Source) -> &str| sources.as_ref().map(|source| escape(value(source)));
    if sources.left.claims.len() + sources.right.claims.len() > 0 {
        let claims = sources.as_ref().map(|source| {
            let claim = |claim: &String| format!("<li dir=\"auto\">{}</li>", escape(claim));
            format!("<ul>{}</ul>", source.claims.iter().map(claim).collect::<String>())
        });
        write_row("says of itself", "text", claims.map(|list| list.replace("<ul></ul>", "")), out)?;
    }
    write_row("encoding", "small", small(|source| &source.encoding), out)?;
    write_row("file", "small", small(|source| &source.path), out)?;
    write_row("SHA-256", "small", small(|source| &source.sha256), out)?;
    writeln!(out, "</tbody>\n</table>")
}

/// A row of the table of sources, from values that are escaped.
fn write_row(
    name: &str,
    class: &str,
    values: Sides<String>,
    out: &mut impl Write,
) -> io::Result<()> {
    write!(out, "<tr><th>{}</th>", escape(name))?;
    for value in [values.left, values.right] {
        write!(out, "<td class=\"{class}\" dir=\"auto\">{value}</td>")?;
    }
    writeln!(out, "</tr>")
}

fn write_counts(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, level, .. } = section;
    writeln!(out, "<h{level} class=\"small\">Edits by class</h{level}>\n<ul class=\"counts\">")?;
    for (class, n, n_shown) in &comparison.counts {
        let name = class.name();
        match n_shown {
            n_shown if n_shown == n => writeln!(out, "<li>{name} <b>{n}</b></li>")?,
            n_shown => writeln!(out, "<li>{name} <b>{n_shown}</b> of {n} shown</li>")?,
        }
    }
    let n_reviewed = comparison.n_reviewed;
    writeln!(out, "<li>reviewed ✓ <b>{n_reviewed}</b> of {}</li>", comparison.n_edits)?;
    writeln!(out, "<li>typography folded <b>{}</b></li>\n</ul>", comparison.n_folded)
}

fn write_edits(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, number, level } = section;
    let names = comparison.sources.as_ref().map(|source| escape(&phrases::name(source)));
    writeln!(out, "<h{level} id=\"c{number}-edits\">Edits</h{level}>")?;
    if phrases::shown(comparison).next().is_none() {
        return writeln!(out, "<p class=\"faint\">none</p>");
    }
    // Without notes, their column is room for the readings.
    let has_notes = phrases::shown(comparison).any(|(_, change)| !change.notes.is_empty());
    writeln!(
        out,
        "<table class=\"edits\">\n<thead><tr><th class=\"number\">edit</th><th>class</th>\
         <th class=\"wide\"><bdi>{}</bdi></th><th class=\"wide\"><bdi>{}</bdi></th><th>reviewed</th>\
         {}</tr></thead>\n<tbody>",
        names.left,
        names.right,
        if has_notes { "<th class=\"notes\">notes</th>" } else { "" }
    )?;
    for (edit, change) in phrases::shown(comparison) {
        write_edit(section, (edit, change), out)?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn write_edit(
    section: Section<'_>,
    (edit, change): (usize, &EditOf),
    out: &mut impl Write,
) -> io::Result<()> {
    let Section { comparison, number, .. } = section;
    let passage = comparison.passages.iter().position(|passage| passage.edits.contains(&edit));
    write!(out, "<tr id=\"c{number}-e{edit}\"><td class=\"number\">")?;
    match passage {
        Some(at) => write!(out, "<a href=\"#c{number}-p{}\">{edit}</a>", at + 1)?,
        None => write!(out, "{edit}")?,
    }
    write!(out, "</td><td>{}</td>", change.class.name())?;
    for side in Side::BOTH {
        write!(out, "<td class=\"text\" dir=\"auto\"{}>", language(&comparison.sources[side]))?;
        if let Some(reading) = &change.readings[side] {
            write_reading(section, side, (reading, Some(edit)), out)?;
        }
        write!(out, "</td>")?;
    }
    write!(out, "<td>{}</td>", if change.is_reviewed { "✓" } else { "" })?;
    if !change.notes.is_empty() {
        write!(out, "<td>")?;
        for note in &change.notes {
            write!(out, "<div class=\"note\">")?;
            write_note(Some(edit), note, out)?;
            write!(out, "</div>")?;
        }
        write!(out, "</td>")?;
    }
    writeln!(out, "</tr>")
}

fn write_notes_elsewhere(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, level, .. } = section;
    let notes = phrases::notes_elsewhere(comparison);
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h{level}>Other notes</h{level}>")?;
    for note in notes {
        write!(out, "<div class=\"note\">")?;
        write_note(None, note, out)?;
        writeln!(out, "</div>")?;
    }
    Ok(())
}

fn write_folded(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, level, .. } = section;
    if comparison.folded.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<h{level}>Folded</h{level}>\n<p class=\"faint\">Differences of typography, which are treated as equal.</p>\n\
         <table class=\"figures\">\n<thead><tr><th>difference</th><th class=\"number\">times</th></tr></thead>\n<tbody>"
    )?;
    for folded in &comparison.folded {
        let words = escape(&phrases::folded(comparison, folded));
        writeln!(
            out,
            "<tr><td class=\"text\" dir=\"auto\">{words}</td><td class=\"number\">{}</td></tr>",
            folded.n
        )?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn write_furniture(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, level, .. } = section;
    if comparison.furniture.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<h{level}>Furniture</h{level}>\n<p class=\"faint\">Text of the page that is not the article. It is set aside, \
         and none of its differences is an edit.</p>\n\
         <table>\n<thead><tr><th>in</th><th>text</th><th>why</th></tr></thead>\n<tbody>"
    )?;
    for furniture in &comparison.furniture {
        let name = escape(phrases::short(&comparison.sources[furniture.side]));
        let (text, reason) = (escape(&furniture.text), escape(furniture.reason));
        writeln!(
            out,
            "<tr><td><bdi>{name}</bdi></td><td class=\"text\" dir=\"auto\">{text}</td><td>{reason}</td></tr>"
        )?;
    }
    writeln!(out, "</tbody>\n</table>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_takes_effect() {
        for (text, expected) in [
            ("<b>", "&lt;b&gt;"),
            ("\"' onx='", "&quot;&#39; onx=&#39;"),
            ("a & b", "a &amp; b"),
            ("\u{202E}x\x1b", "&lt;U+202E&gt;x&lt;U+001B&gt;"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    /// Relative luminance of a color, as the Web Content Accessibility Guidelines 2.2 define it.
    fn luminance(color: &str) -> f64 {
        let digits: Vec<f64> =
            color.chars().filter_map(|c| c.to_digit(16)).map(f64::from).collect();
        let channels: Vec<f64> = match digits.len() {
            3 => digits.iter().map(|digit| digit * 17.0).collect(),
            _ => digits.chunks(2).map(|pair| pair[0] * 16.0 + pair[1]).collect(),
        };
        let linear = |value: f64| {
            let value = value / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let weights = [0.2126, 0.7152, 0.0722];
        channels.iter().zip(weights).map(|(value, weight)| linear(*value) * weight).sum()
    }

    #[test]
    fn every_pair_of_colors_can_be_read() {
        // Light, dark, print: the three places where colors are set.
        let schemes: Vec<&str> = STYLE.split(":root {").skip(1).collect();
        assert_eq!(schemes.len(), 3);
        for scheme in schemes {
            let color = |name: &str| {
                let start = scheme.split(&format!("--{name}: #")).nth(1).expect("a color");
                luminance(start.split(';').next().expect("its end"))
            };
            let pairs = ["left", "right", "moved", "note"]
                .map(|name| (format!("{name}-ink"), format!("{name}-ground")));
            let on_paper = ["ink", "faint", "left-ink", "right-ink", "moved-ink"]
                .map(|name| (name.to_owned(), "paper".to_owned()));
            for (ink, ground) in pairs.into_iter().chain(on_paper) {
                let (one, other) = (color(&ink), color(&ground));
                let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(ratio >= 4.5, "{ink} on {ground}: {ratio:.2}");
            }
        }
    }
}
