//! What reports say in the same words whatever their format, and [`visible`], the gate that article text passes on its
//! way into one.

use std::fmt::Write as _;

use crate::collate::Relation;
use crate::report::evidence::{Comparison, EditOf, Folded, NoteOf, Passage, Source};
use crate::sides::{Side, Sides};
use crate::text::safe::SafeText;
use crate::version::Metadata;

/// Text in which nothing is hidden and nothing is obeyed: a control character, a bidirectional control or an invisible
/// character is spelled out, `<U+202E>`.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in SafeText::new(text).as_str().chars() {
        // Terminals get a picture of a control, which is too small to be read in print. A picture in a safe text always
        // stands for a control: those of the article itself are spelled out already.
        if let Some(code) = control(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "<U+{code:04X}>");
        } else {
            out.push(c);
        }
    }
    out
}

/// The control character that a picture stands for.
const fn control(c: char) -> Option<u32> {
    match c {
        '\u{2400}'..='\u{241F}' => Some(c as u32 - 0x2400),
        '\u{2421}' => Some(0x7F),
        _ => None,
    }
}

/// A spelling whose white space tells: what else is folded would look the same on both sides.
pub(crate) fn spelled(text: &str) -> String {
    let is_blank = text.chars().all(char::is_whitespace);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\n' | '\r' | '\t' if is_blank => out.push_str("<space>"),
            ' ' | '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_whitespace() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// A difference of typography that was folded, in words: "“ in A, \" in B", "a space in A only".
pub(crate) fn folded(comparison: &Comparison, folded: &Folded) -> String {
    let names = comparison.sources.as_ref().map(short);
    let reading = |text: &str| match text {
        "<space>" => "a space".to_owned(),
        text => format!("“{text}”"),
    };
    match (folded.readings.left.as_str(), folded.readings.right.as_str()) {
        (left, "") => format!("{} in {} only", reading(left), names.left),
        ("", right) => format!("{} in {} only", reading(right), names.right),
        (left, right) => {
            format!("{} in {}, {} in {}", reading(left), names.left, reading(right), names.right)
        }
    }
}

/// A number of things: "1 edit", "2 edits".
pub(crate) fn count(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}

/// A share in percent. Only what is whole is 100 %, only nothing is 0 %.
pub(crate) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    match rounded {
        _ if share > 0.0 && rounded < 1.0 => "less than 1 %".to_owned(),
        _ if share < 1.0 && rounded > 99.0 => "more than 99 %".to_owned(),
        _ => format!("{rounded} %"),
    }
}

/// A version by its siglum and its name.
pub(crate) fn name(source: &Source) -> String {
    [source.siglum.as_str(), source.name.as_str()].join(" ").trim().to_owned()
}

/// A version in as few letters as will do.
pub(crate) fn short(source: &Source) -> &str {
    if source.siglum.is_empty() { &source.name } else { &source.siglum }
}

/// Both versions of a comparison.
pub(crate) fn heading(comparison: &Comparison) -> String {
    let names = comparison.sources.as_ref().map(name);
    format!("{} and {}", names.left, names.right)
}

/// What is known of the sources: each field that one of them has, with its values.
pub(crate) fn fields(sources: &Sides<Source>) -> Vec<(&'static str, Sides<&str>)> {
    let value = |side: Side, name: &str| {
        let known = sources[side].fields.iter().find(|(known, _)| *known == name);
        known.map_or("", |(_, value)| value.as_str())
    };
    let mut names: Vec<&'static str> =
        Metadata::default().fields().into_iter().map(|(name, _)| name).collect();
    for (name, _) in Side::BOTH.into_iter().flat_map(|side| &sources[side].fields) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let values = |name| (name, Sides::new(value(Side::Left, name), value(Side::Right, name)));
    let is_known =
        |(_, values): &(_, Sides<&str>)| !(values.left.is_empty() && values.right.is_empty());
    names.into_iter().map(values).filter(is_known).collect()
}

/// How many edits there are, and what became of them.
pub(crate) fn summary(comparison: &Comparison) -> String {
    let n_shown = comparison.edits.iter().filter(|edit| edit.is_shown).count();
    let mut words = match comparison.n_edits {
        0 => "no edits: the same text".to_owned(),
        n if n == n_shown => {
            format!("{}, {} of {n} reviewed", count(n, "edit"), comparison.n_reviewed)
        }
        n => format!(
            "{}, {n_shown} of {n} shown, {} of {n} reviewed",
            count(n, "edit"),
            comparison.n_reviewed
        ),
    };
    if comparison.n_folded > 0 {
        let folded = count(comparison.n_folded, "difference");
        // Writing to a string cannot fail.
        let _ = write!(words, "; {folded} of typography folded");
    }
    words
}

/// What is to be known of a passage beside its text.
pub(crate) fn labels(passage: &Passage) -> Vec<&'static str> {
    let relation = match passage.relation {
        Relation::Moved => Some("⇅ moved"),
        Relation::Split => Some("split"),
        Relation::Merged => Some("merged"),
        Relation::Same | Relation::Edited | Relation::LeftOnly | Relation::RightOnly => None,
    };
    let furniture = passage.is_furniture.then_some("furniture");
    let repeat = passage.is_repeat.then_some("repeat");
    [relation, furniture, repeat].into_iter().flatten().collect()
}

/// The edits of a passage that are none of its words, but the passage as a whole: a move.
pub(crate) fn whole_edits(passage: &Passage) -> Vec<usize> {
    let is_reading = |number: &usize| {
        let mut pieces = passage.pieces.left.iter().chain(&passage.pieces.right);
        pieces.any(|piece| piece.edit == Some(*number))
    };
    passage.edits.iter().copied().filter(|number| !is_reading(number)).collect()
}

/// An edit by its number and class: "3 date ✓".
pub(crate) fn tag(number: usize, change: &EditOf) -> String {
    let check = if change.is_reviewed { " ✓" } else { "" };
    format!("{number} {}{check}", change.class.name())
}

/// An edit by its number, which is its index and one; nothing if the report does not show it.
pub(crate) fn change(comparison: &Comparison, number: usize) -> Option<&EditOf> {
    comparison.edits.get(number.checked_sub(1)?).filter(|change| change.is_shown)
}

/// The edits that the report shows, with their numbers.
pub(crate) fn shown(comparison: &Comparison) -> impl Iterator<Item = (usize, &EditOf)> {
    comparison.edits.iter().enumerate().filter(|(_, edit)| edit.is_shown).map(|(at, e)| (at + 1, e))
}

/// All notes on a passage and on its edits, with the number of the edit.
pub(crate) fn notes<'a>(
    comparison: &'a Comparison,
    passage: &'a Passage,
) -> Vec<(Option<usize>, &'a NoteOf)> {
    let of_edit = |number: &usize| {
        let number = *number;
        let notes = change(comparison, number).map_or(&[][..], |change| &change.notes);
        notes.iter().map(move |note| (Some(number), note))
    };
    let on_passage = passage.notes.iter().map(|note| (None, note));
    passage.edits.iter().flat_map(of_edit).chain(on_passage).collect()
}

/// Notes that belong to no passage of the report: on versions and the story, those whose words are gone, and those on
/// edits that the report leaves out, so that no note is lost with them.
pub(crate) fn notes_elsewhere(comparison: &Comparison) -> Vec<&NoteOf> {
    let left_out = comparison.edits.iter().filter(|edit| !edit.is_shown);
    comparison.notes.iter().chain(left_out.flat_map(|edit| &edit.notes)).collect()
}

/// What a note is: its kind, what it is about, what it quotes, and what became of these words. A note on an edit with a
/// number need not quote it: the number stands beside its readings.
pub(crate) fn note_head(note: &NoteOf, edit: Option<usize>) -> String {
    let mut head = if note.kind.is_empty() { "note".to_owned() } else { note.kind.clone() };
    // Writing to a string cannot fail.
    let _ = match edit {
        Some(number) => write!(head, " on edit {number}"),
        None => write!(head, " on {}", note.about),
    };
    if let (Some(quoted), None) = (&note.quoted, edit) {
        let _ = write!(head, ", quoting “{quoted}”");
    }
    if let Some(state) = note.state {
        let _ = write!(head, " ({state})");
    }
    head
}

/// A line of the table of contents: both versions, their story if it is told, and how much differs.
pub(crate) fn contents_line(comparison: &Comparison, story: Option<&str>) -> String {
    let words = [Some(heading(comparison)), story.map(str::to_owned), Some(summary(comparison))];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_spelled_out() {
        for (text, expected) in [
            ("plain – “text”, é, 東京", "plain – “text”, é, 東京"),
            ("\x1b[31m\0\x7f", "<U+001B>[31m<U+0000><U+007F>"),
            ("a\u{202E}b\u{2066}c\u{200F}", "a<U+202E>b<U+2066>c<U+200F>"),
            ("\u{9b}x\tz", "<U+009B>x<U+0009>z"),
            ("␛", "<U+241B>"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }

    #[test]
    fn white_space_that_was_folded_can_be_told_apart() {
        for (text, expected) in [
            (" ", "<space>"),
            ("\u{A0}", "<U+00A0>"),
            (" \n", "<space><space>"),
            ("a\u{2009}b c", "a<U+2009>b c"),
        ] {
            assert_eq!(spelled(text), expected);
        }
    }

    #[test]
    fn only_all_is_a_hundred() {
        for (share, expected) in [
            (0.0, "0 %"),
            (0.001, "less than 1 %"),
            (0.884, "88 %"),
            (0.9999, "more than 99 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(share), expected);
        }
    }

    #[test]
    fn notes_say_what_they_are_about() {
        let mut note = NoteOf {
            kind: String::new(),
            text: "Which of both?".to_owned(),
            about: "passage".to_owned(),
            quoted: None,
            state: None,
        };
        assert_eq!(note_head(&note, None), "note on passage");
        note.kind = "question".to_owned();
        note.quoted = Some("on Tuesday".to_owned());
        note.state = Some("its words are gone");
        assert_eq!(
            note_head(&note, None),
            "question on passage, quoting “on Tuesday” (its words are gone)"
        );
        note.state = None;
        assert_eq!(note_head(&note, Some(3)), "question on edit 3");
    }
}
