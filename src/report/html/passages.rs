//! The text of both versions on the page: side by side, and in one column.

use std::io::{self, Write};

use super::{Section, escape};
use crate::collate::Relation;
use crate::report::evidence::{NoteOf, Passage, Piece, Source};
use crate::report::phrases;
use crate::report::weave::{Kind, weave};
use crate::sides::Side;

pub(super) fn write_side_by_side(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, number, level } = section;
    let names = comparison.sources.as_ref().map(|source| escape(&phrases::name(source)));
    writeln!(
        out,
        "<h{level} id=\"c{number}-side\">Side by side</h{level}>\n<p class=\"faint near\"><del>reading of the left</del>, \
         <ins>reading of the right</ins>, then number and class of the edit; ✓ reviewed; ⇅ stands elsewhere on the other side.</p>\n\
         <table class=\"sides\">\n<thead><tr><th><bdi>{}</bdi></th><th><bdi>{}</bdi></th></tr></thead>\n<tbody>",
        names.left, names.right
    )?;
    for (at, passage) in comparison.passages.iter().enumerate() {
        write!(out, "<tr id=\"c{number}-p{}\">", at + 1)?;
        for side in Side::BOTH {
            write_cell(section, passage, side, out)?;
        }
        writeln!(out, "</tr>")?;
        for (edit, note) in phrases::notes(comparison, passage) {
            write!(out, "<tr class=\"note\"><td colspan=\"2\">")?;
            write_note(edit, note, out)?;
            writeln!(out, "</td></tr>")?;
        }
    }
    writeln!(out, "</tbody>\n</table>")
}

fn write_cell(
    section: Section<'_>,
    passage: &Passage,
    side: Side,
    out: &mut impl Write,
) -> io::Result<()> {
    let pieces = &passage.pieces[side];
    let source = &section.comparison.sources[side];
    if pieces.is_empty() {
        let name = escape(phrases::short(source));
        return write!(out, "<td class=\"none\">not in <bdi>{name}</bdi></td>");
    }
    write!(out, "<td{} dir=\"auto\"{}>", look(passage), language(source))?;
    write_labels(section, passage, out)?;
    for Piece { text, edit } in pieces {
        // What the report leaves out looks like text that does not differ.
        match edit.filter(|number| phrases::change(section.comparison, *number).is_some()) {
            None => write!(out, "{}", escape(text))?,
            Some(number) => {
                write_reading(section, side, (text, Some(number)), out)?;
                write_tag(section, number, out)?;
            }
        }
    }
    write!(out, "</td>")
}

/// How a passage looks as a whole, as an attribute.
fn look(passage: &Passage) -> String {
    class_attribute(&[
        (passage.is_heading, "heading"),
        (passage.is_furniture || passage.is_repeat, "dim"),
        (passage.relation == Relation::Moved, "moved"),
    ])
}

/// Those of some classes that apply, as an attribute.
fn class_attribute(classes: &[(bool, &str)]) -> String {
    let classes: Vec<&str> =
        classes.iter().filter(|(is, _)| *is).map(|(_, class)| *class).collect();
    if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) }
}

/// The language of a version as an attribute, if it is known, so that browsers choose letters and hyphens for it.
pub(super) fn language(source: &Source) -> String {
    let known = source.fields.iter().find(|(name, _)| *name == "language");
    let is_tag = |tag: &str| {
        (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let tag = known.map(|(_, value)| value.as_str()).filter(|value| is_tag(value));
    tag.map(|tag| format!(" lang=\"{}\"", escape(tag))).unwrap_or_default()
}

/// What is to be known of a passage before its text. Its direction has no part in that of the text.
fn write_labels(section: Section<'_>, passage: &Passage, out: &mut impl Write) -> io::Result<()> {
    for label in phrases::labels(passage) {
        let class = if passage.relation == Relation::Moved { "label move" } else { "label" };
        write!(out, "<span class=\"{class}\" dir=\"ltr\">{label}</span>")?;
    }
    for number in phrases::whole_edits(passage) {
        write_tag(section, number, out)?;
    }
    Ok(())
}

pub(super) fn write_reading(
    section: Section<'_>,
    side: Side,
    (text, edit): (&str, Option<usize>),
    out: &mut impl Write,
) -> io::Result<()> {
    let element = if side == Side::Left { "del" } else { "ins" };
    let is_shown = edit.and_then(|number| phrases::change(section.comparison, number)).is_some();
    let class =
        class_attribute(&[(!text.contains(char::is_alphanumeric), "mark"), (!is_shown, "aside")]);
    write!(out, "<{element}{class}>{}</{element}>", escape(text))
}

/// The number and class of an edit, which lead to its row in the table.
fn write_tag(section: Section<'_>, number: usize, out: &mut impl Write) -> io::Result<()> {
    let Some(change) = phrases::change(section.comparison, number) else {
        return Ok(());
    };
    let tag = phrases::tag(number, change);
    write!(out, "<a class=\"tag\" dir=\"ltr\" href=\"#c{}-e{number}\">{tag}</a>", section.number)
}

pub(super) fn write_note(
    edit: Option<usize>,
    note: &NoteOf,
    out: &mut impl Write,
) -> io::Result<()> {
    let head = escape(&phrases::note_head(note, edit));
    let lines: Vec<String> = note.text.lines().map(escape).collect();
    let said = lines.join("\n");
    write!(out, "<b><bdi>{head}</bdi></b>: <span class=\"said\" dir=\"auto\">{said}</span>")
}

pub(super) fn write_redline(section: Section<'_>, out: &mut impl Write) -> io::Result<()> {
    let Section { comparison, number, level } = section;
    let names = comparison.sources.as_ref().map(|source| escape(phrases::short(source)));
    writeln!(
        out,
        "<h{level} id=\"c{number}-red\">Redline</h{level}>\n<div class=\"redline\">\n<p class=\"faint legend\">\
         <del>only in <bdi>{}</bdi></del>, <ins>only in <bdi>{}</bdi></ins>; <del class=\"aside\">without</del> \
         <ins class=\"aside\">a number</ins>: differs, but is none of the edits shown here.</p>",
        names.left, names.right
    )?;
    for passage in &comparison.passages {
        let side = if passage.pieces.left.is_empty() { Side::Right } else { Side::Left };
        let language = language(&comparison.sources[side]);
        write!(out, "<p{} dir=\"auto\"{language}>", look(passage))?;
        write_labels(section, passage, out)?;
        write_column(section, passage, out)?;
        writeln!(out, "</p>")?;
        for (edit, note) in phrases::notes(comparison, passage) {
            write!(out, "<div class=\"note\">")?;
            write_note(edit, note, out)?;
            writeln!(out, "</div>")?;
        }
    }
    writeln!(out, "</div>")
}

/// A passage in one column. An edit is named after the last of its readings.
fn write_column(section: Section<'_>, passage: &Passage, out: &mut impl Write) -> io::Result<()> {
    let strands = weave(passage);
    for (at, strand) in strands.iter().enumerate() {
        if strand.is_spaced && at > 0 {
            write!(out, " ")?;
        }
        let Kind::Reading(side, edit) = strand.kind else {
            write!(out, "{}", escape(&strand.text))?;
            continue;
        };
        write_reading(section, side, (&strand.text, edit), out)?;
        let goes_on =
            strands.get(at + 1).is_some_and(|next| next.kind == Kind::Reading(Side::Right, edit));
        if let Some(number) = edit.filter(|_| !goes_on) {
            write_tag(section, number, out)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_language_is_a_language() {
        let source = |language: &str| Source {
            siglum: String::new(),
            name: String::new(),
            path: String::new(),
            sha256: String::new(),
            encoding: String::new(),
            n_words: 0,
            shared: 0.0,
            fields: vec![("language", language.to_owned())],
            claims: Vec::new(),
        };
        assert_eq!(language(&source("pt-BR")), " lang=\"pt-BR\"");
        assert_eq!(language(&source("en\" onclick=\"x")), "");
    }
}
