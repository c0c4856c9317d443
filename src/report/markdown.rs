//! A report as `CommonMark` that can be read as it stands: the sources, the figures, every passage with an edit in its
//! place, the edits, the notes.
//!
//! Both readings of an edit stand in braces, after its number and class: `{3 date: ~~on Tuesday~~ → **today**}`. The braces
//! also see to it that the marks inside of them are marks, whatever stands next to them.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::evidence::{Comparison, EditOf, Frame, NoteOf, Passage, Piece, Source, StoryFigures};
use super::phrases;
use super::weave::{Kind, Strand, weave};
use crate::sides::{Side, Sides};
use crate::text::Span;
use crate::text::token::tokenize;

/// What stands between two paragraphs of one reading.
const BETWEEN: &str = " ¶ ";

/// Readings of more words are cut short in the list of edits.
const MAX_WORDS: usize = 40;

/// To so many words.
const N_BEGINNING: usize = 12;

/// Writes what stands before the comparisons.
pub(super) fn write_front(frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", escape(&frame.title))?;
    if !frame.is_single {
        out.write_all(stories(&frame.stories).as_bytes())?;
        out.write_all(contents(&frame.contents).as_bytes())?;
    }
    Ok(())
}

/// Writes a comparison.
pub(super) fn write_comparison(
    frame: &Frame,
    (number, own): (usize, &Comparison),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = String::new();
    if !frame.is_single {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n## {number}. {}\n", escape(&phrases::heading(own)));
    }
    let level = if frame.is_single { "##" } else { "###" };
    comparison(own, level, &mut text);
    out.write_all(text.as_bytes())
}

/// Writes what stands after the comparisons.
pub(super) fn write_back(frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(settings(frame).as_bytes())
}

/// Text in which nothing is markup, wherever on a line it stands but at its beginning; [`line`] sees to that.
fn escape(text: &str) -> String {
    let text = phrases::visible(&crate::text::one_line(text));
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$'
            | '@' | '#' => true,
            // "https://" is a link without any mark around it.
            ':' => chars.peek() == Some(&'/'),
            // And so is "www.".
            '.' => out.bytes().rev().take(3).filter(|b| b.eq_ignore_ascii_case(&b'w')).count() == 3,
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line of escaped text that begins nothing but a paragraph: no heading, list, rule or table.
fn line(text: &str) -> String {
    let text = text.trim();
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(n_digits..).unwrap_or_default();
    if text.starts_with(['-', '+', '=', ':']) {
        format!("\\{text}")
    } else if n_digits > 0 && after.starts_with(['.', ')']) {
        format!("{}\\{after}", text.get(..n_digits).unwrap_or_default())
    } else {
        text.to_owned()
    }
}

fn stories(stories: &[StoryFigures]) -> String {
    let mut text = String::new();
    if stories.is_empty() {
        return text;
    }
    text.push_str(
        "\n## Stories\n\n| story | versions | families | comparisons | edits | reviewed | notes |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for story in stories {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            escape(&story.name),
            story.n_versions,
            story.n_families,
            story.n_comparisons,
            story.n_edits,
            story.n_reviewed,
            story.n_notes
        );
    }
    text
}

fn contents(contents: &[String]) -> String {
    let mut text = "\n## Comparisons\n\n".to_owned();
    for (at, own) in contents.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}. {}", at + 1, line(&escape(own)));
    }
    text
}

fn settings(frame: &Frame) -> String {
    let mut text = "\n## Settings\n\n| | |\n| --- | --- |\n".to_owned();
    let program = ("program".to_owned(), frame.program.clone());
    for (name, value) in [program].iter().chain(&frame.settings) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} | {} |", escape(name), escape(value));
    }
    text
}

fn comparison(comparison: &Comparison, level: &str, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n{}.\n", escape(&phrases::summary(comparison)));
    if let Some(reason) = &comparison.truncated {
        let _ = write!(text, "\n**Coarser than usual:** {}.\n", escape(reason));
    }
    let _ = write!(text, "\n{level} Sources\n\n");
    push_sources(comparison, text);
    if !comparison.counts.is_empty() {
        // How many the report shows is only said where it leaves some out.
        let is_all = comparison.counts.iter().all(|(_, n, n_shown)| n == n_shown);
        let (head, rule) = if is_all { ("", "") } else { (" shown |", " ---: |") };
        let _ = write!(
            text,
            "\n{level} Edits by class\n\n| class | edits |{head}\n| --- | ---: |{rule}\n"
        );
        for (class, n, n_shown) in &comparison.counts {
            let shown = if is_all { String::new() } else { format!(" {n_shown} |") };
            let _ = writeln!(text, "| {} | {n} |{shown}", class.name());
        }
    }
    let _ = write!(text, "\n{level} Text\n");
    push_passages(comparison, text);
    if phrases::shown(comparison).next().is_some() {
        let _ = write!(text, "\n{level} Edits\n\n");
        for (number, change) in phrases::shown(comparison) {
            push_edit(comparison, (number, change), text);
        }
    }
    let elsewhere = phrases::notes_elsewhere(comparison);
    if !elsewhere.is_empty() {
        let _ = write!(text, "\n{level} Other notes\n");
        for note in elsewhere {
            push_note(None, note, text);
        }
    }
    if !comparison.folded.is_empty() {
        let _ = write!(
            text,
            "\n{level} Folded\n\nDifferences of typography, which are treated as equal.\n\n"
        );
        for folded in &comparison.folded {
            let times = phrases::count(folded.n, "time");
            let _ = writeln!(text, "- {}: {times}", escape(&phrases::folded(comparison, folded)));
        }
    }
    if !comparison.furniture.is_empty() {
        let _ =
            write!(text, "\n{level} Furniture\n\nText of the page that is not the article.\n\n");
        for furniture in &comparison.furniture {
            let name = escape(phrases::short(&comparison.sources[furniture.side]));
            let (words, reason) = (escape(&furniture.text), escape(furniture.reason));
            let _ = writeln!(text, "- in {name}: “{words}” ({reason})");
        }
    }
}

fn push_sources(comparison: &Comparison, text: &mut String) {
    let sources = &comparison.sources;
    let names = sources.as_ref().map(|source| escape(&phrases::name(source)));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| | {} | {} |\n| --- | --- | --- |", names.left, names.right);
    let mut row = |name: &str, values: Sides<&str>| {
        let values = values.map(escape);
        let _ = writeln!(text, "| {} | {} | {} |", escape(name), values.left, values.right);
    };
    for (name, values) in phrases::fields(sources) {
        row(name, values);
    }
    let words = |side: Side| {
        let Source { n_words, shared, .. } = &sources[side];
        let other = phrases::short(&sources[side.other()]);
        format!("{n_words}, {} of them in {other}", phrases::percent(*shared))
    };
    row("words", Sides::new(&words(Side::Left), &words(Side::Right)));
    if sources.left.claims.len() + sources.right.claims.len() > 0 {
        let claims = sources.as_ref().map(|source| {
            let claims = source.claims.iter().map(|claim| format!("“{claim}”"));
            claims.collect::<Vec<_>>().join("; ")
        });
        row("says of itself", Sides::new(&claims.left, &claims.right));
    }
    row("encoding", sources.as_ref().map(|source| source.encoding.as_str()));
    row("file", sources.as_ref().map(|source| source.path.as_str()));
    row("SHA-256", sources.as_ref().map(|source| source.sha256.as_str()));
}

/// The passages that have something to show, and how many stand between them.
fn push_passages(comparison: &Comparison, text: &mut String) {
    let mut n_left_out = 0;
    for passage in &comparison.passages {
        let notes = phrases::notes(comparison, passage);
        if passage.edits.is_empty() && notes.is_empty() && !is_only_on_one_side(passage) {
            n_left_out += 1;
            continue;
        }
        push_left_out(comparison, n_left_out, text);
        n_left_out = 0;
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{}\n", line(&passage_text(comparison, passage)));
        for (edit, note) in notes {
            push_note(edit, note, text);
        }
    }
    push_left_out(comparison, n_left_out, text);
}

/// Whether a passage is no edit though only one version has it: a repeat. Furniture is listed by itself.
fn is_only_on_one_side(passage: &Passage) -> bool {
    let is_edit = |piece: &Piece| piece.edit.is_some();
    let mut pieces = passage.pieces.left.iter().chain(&passage.pieces.right);
    passage.pieces.left.is_empty() != passage.pieces.right.is_empty()
        && !passage.is_furniture
        && !pieces.any(is_edit)
}

fn push_left_out(comparison: &Comparison, n: usize, text: &mut String) {
    let is_all = comparison.edits.iter().all(|edit| edit.is_shown);
    let words = if is_all { "without an edit" } else { "without an edit that is shown" };
    if n > 0 {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n[{} {words}]\n", phrases::count(n, "passage"));
    }
}

fn passage_text(comparison: &Comparison, passage: &Passage) -> String {
    let tag = |number: &usize| {
        phrases::change(comparison, *number).map(|change| phrases::tag(*number, change))
    };
    let labels = phrases::labels(passage).into_iter().map(str::to_owned);
    let missing =
        Side::BOTH.into_iter().filter(|_| is_only_on_one_side(passage)).find_map(|side| {
            let name = escape(phrases::short(&comparison.sources[side]));
            passage.pieces[side].is_empty().then(|| format!("not in {name}"))
        });
    let labels: Vec<String> =
        labels.chain(missing).chain(phrases::whole_edits(passage).iter().filter_map(tag)).collect();
    let mut text = String::new();
    if !labels.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(text, "({}) ", labels.join(", "));
    }
    let strands = weave(passage);
    let mut rest = strands.as_slice();
    let mut is_first = true;
    while let [strand, after @ ..] = rest {
        text.extend((strand.is_spaced && !is_first).then_some(' '));
        is_first = false;
        rest = after;
        let Kind::Reading(side, edit) = strand.kind else {
            text.push_str(&escape(&strand.text));
            continue;
        };
        let mut readings: Sides<Option<&Strand>> = Sides::default();
        readings[side] = Some(strand);
        // The right reading of the same edit belongs to the left one.
        if let [next, after @ ..] = rest
            && side == Side::Left
            && next.kind == Kind::Reading(Side::Right, edit)
        {
            readings.right = Some(next);
            rest = after;
        }
        push_readings(
            edit.as_ref().and_then(tag),
            readings.map(|strand| strand.map(|strand| strand.text.as_str())),
            &mut text,
        );
    }
    text
}

/// Adds both readings of an edit, or of a difference that is none of those shown.
fn push_readings(tag: Option<String>, readings: Sides<Option<&str>>, text: &mut String) {
    let left = readings.left.map(|reading| paragraphs(reading, "~~"));
    let right = readings.right.map(|reading| paragraphs(reading, "**"));
    let both: Vec<String> = [left, right].into_iter().flatten().collect();
    let tag = tag.map(|tag| format!("{tag}: ")).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(text, "{{{tag}{}}}", both.join(" → "));
}

/// A reading that marks can stand around: white space beside them would keep them from being marks.
fn marked(reading: &str) -> String {
    let text = escape(reading);
    if text.is_empty() { "␣".to_owned() } else { text }
}

/// A reading between marks, each of its paragraphs on lines of its own.
fn paragraphs(reading: &str, mark: &str) -> String {
    let own = reading.split(BETWEEN).map(|own| format!("{mark}{}{mark}", marked(own.trim())));
    own.collect::<Vec<_>>().join("\n\n¶ ")
}

/// A reading for the list of edits: of a long one the beginning, and how long it is. It stands in the text in full.
fn in_short(reading: &str, mark: &str) -> String {
    let n_paragraphs = reading.split(BETWEEN).count();
    let words: Vec<&str> = reading.split_whitespace().filter(|word| *word != "¶").collect();
    if n_paragraphs == 1 && words.len() <= MAX_WORDS {
        return format!("{mark}{}{mark}", marked(reading));
    }
    let beginning = marked(&words[..words.len().min(N_BEGINNING)].join(" "));
    let tokens = tokenize(reading, Span::new(0, reading.len()));
    let words = phrases::count(tokens.iter().filter(|token| token.is_word()).count(), "word");
    match n_paragraphs {
        1 => format!("{mark}{beginning} …{mark} ({words})"),
        n => format!("{mark}{beginning} …{mark} ({n} paragraphs, {words})"),
    }
}

fn push_edit(comparison: &Comparison, (number, change): (usize, &EditOf), text: &mut String) {
    let tag = phrases::tag(number, change);
    let reading = |side: Side| change.readings[side].as_deref().filter(|text| !text.is_empty());
    let left = reading(Side::Left).map(|text| in_short(text, "~~"));
    let right = reading(Side::Right).map(|text| in_short(text, "**"));
    let nothing = |side: Side| {
        let name = escape(phrases::short(&comparison.sources[side]));
        format!("(not in {name})")
    };
    let left = left.unwrap_or_else(|| nothing(Side::Left));
    let right = right.unwrap_or_else(|| nothing(Side::Right));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "- {tag}: {left} → {right}");
}

/// Adds a note as a block quote.
fn push_note(edit: Option<usize>, note: &NoteOf, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n> **{}:**", escape(&phrases::note_head(note, edit)));
    let mut before = None;
    for own in note.text.lines().map(escape) {
        let _ = match before {
            None => write!(text, " {own}"),
            // A backslash at the end of a line keeps it a line; an empty line ends the paragraph anyway.
            Some(true) => write!(text, "\n> {}", line(&own)),
            Some(false) if own.is_empty() => write!(text, "\n>"),
            Some(false) => write!(text, "\\\n> {}", line(&own)),
        };
        before = Some(own.is_empty());
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_markup_takes_effect() {
        for (text, expected) in [
            ("*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~"),
            ("[x](javascript:y)", "\\[x\\](javascript:y)"),
            ("<script> &copy;", "\\<script\\> \\&copy;"),
            ("see https://a.b, WWW.c.d, me@e.f", "see https\\://a.b, WWW\\.c.d, me\\@e.f"),
            ("a|b\n# c", "a\\|b \\# c"),
            ("\\", "\\\\"),
            ("\u{202E}x\x1b", "\\<U+202E\\>x\\<U+001B\\>"),
            ("Plain: “text”, no. 3 (really)!", "Plain: “text”, no. 3 (really)!"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn a_line_is_a_paragraph() {
        for (text, expected) in [
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("1986. A year", "1986\\. A year"),
            ("2) b", "2\\) b"),
            ("2 b", "2 b"),
            ("  code", "code"),
        ] {
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn notes_are_quotes_line_by_line() {
        let note = NoteOf {
            kind: "question".to_owned(),
            text: "Who?\n- When\n\nWhere".to_owned(),
            about: "passage".to_owned(),
            quoted: None,
            state: None,
        };
        let mut text = String::new();
        push_note(None, &note, &mut text);
        assert_eq!(text, "\n> **question on passage:** Who?\\\n> \\- When\n>\n> Where\n");
    }
}
