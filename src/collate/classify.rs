//! The class of an edit, by fixed rules tried in the order of [`Class`].
//!
//! Typography and most changes of case never come here: tokens whose match keys are equal are no change. Words
//! inside quotation marks on both sides are always a quotation, whatever else changed in them.

mod attribution;
mod date;
mod name;
mod number;
mod spelling;

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use super::Input;
use super::edit::Class;
use crate::sides::{Side, Sides};
use crate::text::Span;
use crate::text::quotation::quotations;
use crate::text::token::{TokenKind, is_stop_word};
use crate::version::{Passage, PassageKind, Version};

/// Tokens on either side of a reading that are looked at.
const CONTEXT: usize = 3;

/// The tokens that one edit takes on both sides; one may be empty.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Ranges of token indices.
    pub tokens: &'a Sides<Range<usize>>,
}

/// Classifies the edits of one pair of versions.
pub struct Classifier<'a> {
    versions: Sides<&'a Version>,
    /// For every token, whether it stands inside quotation marks.
    quoted: Sides<Vec<bool>>,
    /// The days the articles were written, where they say so.
    written: Sides<Option<Date>>,
}

impl<'a> Classifier<'a> {
    /// Reads what both versions have between quotation marks, and their dates.
    pub fn new(sides: &Sides<Input<'a>>) -> Self {
        let versions = sides.as_ref().map(|input| input.version);
        let written = |version: &Version| version.metadata().day();
        Self { versions, quoted: versions.map(quoted), written: versions.map(written) }
    }

    /// The class of one edit.
    pub fn classify(&self, change: Change<'_>) -> Class {
        let reading = |side: Side| self.reading(side, &change.tokens[side]);
        let readings = Sides::new(reading(Side::Left), reading(Side::Right));
        let words = || readings.left.words.iter().chain(&readings.right.words);
        if words().all(|word| word.kind == TokenKind::Mark && !word.has_letter()) {
            return match () {
                () if number::is_sign(&readings) => Class::Number,
                () if name::is_hyphen(&readings) => Class::Name,
                () => Class::Punctuation,
            };
        }
        if self.is_quoted(change.tokens) {
            return Class::Quotation;
        }
        let values = readings.as_ref().map(|reading| number::values(&reading.words));
        if spelling::is_spelling(&readings) || number::is_same(&readings, &values) {
            return Class::Spelling;
        }
        let is_date = date::is_date(&readings);
        if is_date && self.is_same_day(&readings) {
            return Class::Wording;
        }
        if !is_date && number::is_number(&readings, &values) {
            return Class::Number;
        }
        if is_date {
            return Class::Date;
        }
        let is_respelled = name::is_respelled(&readings);
        if attribution::is_dateline(&readings)
            || (!is_respelled
                && (attribution::is_attribution(&readings) || attribution::is_clause(&readings)))
        {
            return Class::Attribution;
        }
        if is_respelled || name::is_name(&readings) {
            return Class::Name;
        }
        match (readings.left.words.is_empty(), readings.right.words.is_empty()) {
            (true, _) => Class::Addition,
            (_, true) => Class::Cut,
            _ => Class::Wording,
        }
    }

    /// Whether all of an edit is quoted on both sides; an empty reading is when both its neighbours are.
    pub fn is_quoted(&self, tokens: &Sides<Range<usize>>) -> bool {
        Side::BOTH.iter().all(|side| {
            let range = &tokens[*side];
            let at = |token: usize| self.quoted[*side].get(token).copied().unwrap_or(false);
            if range.is_empty() {
                return range.start > 0 && at(range.start - 1) && at(range.start);
            }
            range.clone().all(at)
        })
    }

    /// Whether both readings mean the same day in their articles.
    fn is_same_day(&self, readings: &Sides<Reading<'_>>) -> bool {
        let day = |side: Side| date::day(&readings[side], self.written[side]?);
        day(Side::Left).is_some_and(|left| Some(left) == day(Side::Right))
    }

    fn reading(&self, side: Side, range: &Range<usize>) -> Reading<'a> {
        let version = self.versions[side];
        let passage =
            self.passage_of(side, range.start.min(version.tokens().len().saturating_sub(1)));
        let bounds = passage.map_or(0..0, |passage| passage.tokens.clone());
        let dateline = version.dateline();
        Reading {
            version,
            words: range.clone().map(|at| word(version, at, bounds.start)).collect(),
            place: range.clone(),
            is_in_dateline: !range.is_empty()
                && range.end <= dateline.end
                && range.start >= dateline.start,
            is_title: passage.is_some_and(|passage| passage.kind != PassageKind::Body),
            bounds,
        }
    }

    fn passage_of(&self, side: Side, token: usize) -> Option<&'a Passage> {
        let passages = self.versions[side].passages();
        let after = passages.partition_point(|passage| passage.tokens.start <= token);
        passages.get(after.checked_sub(1)?)
    }
}

/// One side of an edit, and what stands around it.
struct Reading<'a> {
    version: &'a Version,
    words: Vec<Word<'a>>,
    /// The tokens it takes, and those of its passage.
    place: Range<usize>,
    bounds: Range<usize>,
    /// Whether all of it stands in the dateline.
    is_in_dateline: bool,
    /// Whether it stands in a headline or another title, where capitals say nothing.
    is_title: bool,
}

impl<'a> Reading<'a> {
    /// The words, without marks.
    fn plain(&self) -> impl Iterator<Item = &Word<'a>> {
        self.words.iter().filter(|word| word.kind != TokenKind::Mark)
    }

    /// The tokens before it in its passage, the nearest first. Most rules look at the words alone, or at one beside them.
    fn before(&self) -> Context<'a> {
        let start = self.place.start.max(self.bounds.start);
        let from = start.saturating_sub(CONTEXT).max(self.bounds.start);
        self.context(from..start, true)
    }

    /// The tokens after it in its passage.
    fn after(&self) -> Context<'a> {
        let end = self.place.end;
        self.context(end..(end + CONTEXT).min(self.bounds.end.max(end)), false)
    }

    const fn context(&self, tokens: Range<usize>, is_backwards: bool) -> Context<'a> {
        Context { version: self.version, first: self.bounds.start, tokens, is_backwards }
    }
}

/// Tokens beside a reading, the nearest first.
struct Context<'a> {
    version: &'a Version,
    /// The first token of the passage.
    first: usize,
    tokens: Range<usize>,
    is_backwards: bool,
}

impl<'a> Iterator for Context<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let at = if self.is_backwards { self.tokens.next_back() } else { self.tokens.next() };
        at.map(|at| word(self.version, at, self.first))
    }
}

/// A token of a reading.
#[derive(Clone, Debug)]
struct Word<'a> {
    text: &'a str,
    /// The text in lower case.
    folded: Cow<'a, str>,
    kind: TokenKind,
    /// Whether no space stands before it.
    is_glued: bool,
    /// Whether its passage begins with it.
    is_first: bool,
}

/// A token as a word of a reading, in a passage that begins with the token `first`.
fn word(version: &Version, at: usize, first: usize) -> Word<'_> {
    let token = version.tokens()[at];
    let end_before = at.checked_sub(1).map_or(0, |before| version.tokens()[before].span().end);
    Word {
        is_glued: at > first && end_before == token.span().start,
        is_first: at == first,
        ..Word::new(version.text(token.span()), token.kind())
    }
}

impl<'a> Word<'a> {
    fn new(text: &'a str, kind: TokenKind) -> Self {
        let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let folded = if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) };
        Self { text, folded, kind, is_glued: false, is_first: false }
    }

    fn folded(&self) -> &str {
        &self.folded
    }

    fn has_letter(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }

    fn is_capital(&self) -> bool {
        self.kind != TokenKind::Mark && self.text.starts_with(char::is_uppercase)
    }

    /// Whether it has a capital that no sentence's beginning gave it.
    fn is_named(&self) -> bool {
        self.is_capital() && !self.is_first
    }

    fn is_stop(&self) -> bool {
        // In lower case its kind says so.
        let is_other = matches!(self.folded, Cow::Owned(_)) && self.text.len() < 8;
        self.kind == TokenKind::StopWord || (is_other && is_stop_word(self.folded()))
    }

    /// Whether the folded word is in a list.
    fn is_in(&self, list: &[&str]) -> bool {
        list.contains(&self.folded())
    }
}

/// For every token, whether it is inside quotation marks that open and close in its paragraph, or one of these.
fn quoted(version: &Version) -> Vec<bool> {
    let tokens = version.tokens();
    let mut quoted = vec![false; tokens.len()];
    for paragraph in version.passages().chunk_by(|a, b| a.paragraph == b.paragraph) {
        let (first, last) = (&paragraph[0], &paragraph[paragraph.len() - 1]);
        let text = version.text(Span { start: first.span.start, end: last.span.end });
        let mut at = first.tokens.start;
        for quotation in quotations(text) {
            let start = first.span.start as usize + quotation.start;
            let end = first.span.start as usize + quotation.end;
            let place = |at: usize| tokens.get(at).map(|token| token.span().start as usize);
            while at < last.tokens.end && place(at).is_some_and(|place| place < end) {
                quoted[at] = place(at).is_some_and(|place| place >= start);
                at += 1;
            }
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::{Budget, collate};
    use crate::parse::parse;
    use crate::text::blocks::Markup;
    use crate::version::FurnitureMarks;

    /// The classes of the edits of one sentence pair, in order, typography left out.
    #[track_caller]
    fn check(left: &str, right: &str, expected: &[Class]) {
        let version = |text: &str| parse(text.as_bytes(), Markup::None).expect("text");
        let versions = Sides::new(version(left), version(right));
        let none = FurnitureMarks::default();
        let sides = versions.as_ref().map(|version| Input { version, furniture: &none });
        let collation = collate(&sides, &Budget::unlimited());
        let classes: Vec<Class> = collation
            .edits
            .iter()
            .map(|edit| edit.class)
            .filter(|class| *class != Class::Typography)
            .collect();
        assert_eq!(classes, expected, "{left} | {right}");
    }

    #[test]
    fn each_class_has_its_sign() {
        check(
            "The ferry left, the port said again.",
            "The ferry left the port said again.",
            &[Class::Punctuation],
        );
        check(
            "The harbour wall lost its colour again.",
            "The harbor wall lost its color again.",
            &[Class::Spelling, Class::Spelling],
        );
        check(
            "The U.S. ferry left the cease-fire line.",
            "The US ferry left the ceasefire line.",
            &[Class::Spelling, Class::Spelling],
        );
        check(
            "It hurt 14 people on the old wall.",
            "It hurt 17 people on the old wall.",
            &[Class::Number],
        );
        check(
            "It hurt 12 people on the old wall.",
            "It hurt twelve people on the old wall.",
            &[Class::Spelling],
        );
        check(
            "She came to the harbour wall on Tuesday to speak.",
            "She came to the harbour wall today to speak.",
            &[Class::Date],
        );
        check(
            "She said: \"I was very happy to come.\"",
            "She said: \"I was very glad to come.\"",
            &[Class::Quotation],
        );
        check(
            "The wall fell at noon, police said again.",
            "The wall fell at noon, the ministry said again.",
            &[Class::Attribution],
        );
        check(
            "The wall of old Port Vasley fell again.",
            "The wall of old Port Vaslei fell again.",
            &[Class::Name],
        );
        check(
            "The wall of the port broke again today.",
            "The wall of the port burst again today.",
            &[Class::Wording],
        );
        check(
            "The old wall of the port broke again.",
            "The wall of the port broke again.",
            &[Class::Cut],
        );
        check(
            "The wall of the port broke again.",
            "The tall wall of the port broke again.",
            &[Class::Addition],
        );
    }

    #[test]
    fn a_figure_at_the_start_is_not_taken_into_the_next_change() {
        check(
            "14 people were injured when the old wall of the harbour fell down.",
            "17 people were hurt when the old wall of the harbour fell down.",
            &[Class::Number, Class::Wording],
        );
    }

    #[test]
    fn a_dateline_is_attribution() {
        check(
            "PORT ELLERY (Meridian) - The ferry struck the wall of the harbour at noon.",
            "Port Ellery: The ferry struck the wall of the harbour at noon.",
            &[Class::Spelling, Class::Attribution],
        );
    }
}
