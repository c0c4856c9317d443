//! The class of an edit, by fixed rules tried in the order of [`Class`].
//!
//! Typography and most spelling never come here: tokens whose match keys are equal are no change.

mod number;
mod spelling;

use std::ops::Range;

use super::Input;
use super::edit::Class;
use crate::sides::{Side, Sides};
use crate::text::calendar::{is_day, is_month};
use crate::text::keys::is_dash;
use crate::text::token::{Token, TokenKind, is_stop_word};
use crate::version::{Passage, PassageKind, Version};

use number::{is_number, is_same_number};
use spelling::is_spelling;

/// A dateline is over after this many tokens.
const DATELINE_TOKENS: usize = 14;

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
}

impl<'a> Classifier<'a> {
    /// Reads what both versions have between quotation marks.
    pub fn new(sides: &Sides<Input<'a>>) -> Self {
        let versions = sides.as_ref().map(|input| input.version);
        Self { versions, quoted: versions.map(quoted) }
    }

    /// The class of one edit.
    pub fn classify(&self, change: Change<'_>) -> Class {
        let words = Side::BOTH.map(|side| self.words(side, change));
        let [left, right] = &words;
        if left
            .iter()
            .chain(right)
            .all(|word| word.kind == TokenKind::Mark && !word.is_possessive())
        {
            return Class::Punctuation;
        }
        let is_quoted = Side::BOTH.iter().all(|side| self.is_quoted(*side, &change.tokens[*side]));
        if !is_quoted && (is_spelling(left, right) || is_same_number(left, right)) {
            return Class::Spelling;
        }
        if is_number(left, right) {
            return Class::Number;
        }
        if is_date(left, right) {
            return Class::Date;
        }
        if is_quoted {
            return Class::Quotation;
        }
        if self.is_dateline(change) || is_attribution(left, right) {
            return Class::Attribution;
        }
        if Side::BOTH
            .iter()
            .zip(&words)
            .all(|(side, words)| words.is_empty() || self.is_name(*side, change, words))
        {
            return Class::Name;
        }
        match (left.is_empty(), right.is_empty()) {
            (true, _) => Class::Addition,
            (_, true) => Class::Cut,
            _ => Class::Wording,
        }
    }

    fn words(&self, side: Side, change: Change<'_>) -> Vec<Word<'a>> {
        let version = self.versions[side];
        let tokens = version.tokens().get(change.tokens[side].clone()).unwrap_or_default();
        tokens
            .iter()
            .map(|token| Word { text: version.text(token.span()), kind: token.kind() })
            .collect()
    }

    /// Whether all of a range is quoted; an empty one, whether both its neighbours are.
    fn is_quoted(&self, side: Side, range: &Range<usize>) -> bool {
        let at = |token: usize| self.quoted[side].get(token).copied().unwrap_or(false);
        if range.is_empty() {
            return range.start > 0 && at(range.start - 1) && at(range.start);
        }
        range.clone().all(at)
    }

    /// Whether the change stands in "PORT ELLERY (Meridian) -".
    fn is_dateline(&self, change: Change<'_>) -> bool {
        Side::BOTH.iter().any(|side| {
            let range = &change.tokens[*side];
            let version = self.versions[*side];
            let passage = self.passage_of(*side, range.start).filter(|_| !range.is_empty());
            let Some(passage) = passage else {
                return false;
            };
            let reach = passage.tokens.start + DATELINE_TOKENS;
            let tokens = version.tokens_of(passage).iter().take(DATELINE_TOKENS);
            let texts: Vec<&str> = tokens.map(|token| version.text(token.span())).collect();
            let end = texts.iter().position(|text| text.chars().all(is_dash) || *text == ":");
            let has_credit = texts.iter().take(end.unwrap_or(0)).any(|text| *text == "(");
            let is_short = end.is_some_and(|end| end <= 6);
            let dash = end.map_or(0, |end| passage.tokens.start + end);
            (has_credit || is_short)
                && passage.kind == PassageKind::Body
                && range.end <= (dash + 1).min(reach)
                && self.is_capitalized(*side, passage.tokens.start)
                && starts_alone(version, passage.paragraph)
        })
    }

    fn passage_of(&self, side: Side, token: usize) -> Option<&'a Passage> {
        let passages = self.versions[side].passages();
        let after = passages.partition_point(|passage| passage.tokens.start <= token);
        passages.get(after.checked_sub(1)?)
    }

    fn is_capitalized(&self, side: Side, token: usize) -> bool {
        let version = self.versions[side];
        version
            .tokens()
            .get(token)
            .is_some_and(|t| version.text(t.span()).starts_with(char::is_uppercase))
    }

    /// Whether the words are a name or a title: every word of meaning is capitalized or a title, and at
    /// least one is not so only because a sentence begins with it.
    fn is_name(&self, side: Side, change: Change<'_>, words: &[Word<'_>]) -> bool {
        let is_start =
            |at: usize| self.passage_of(side, at).is_some_and(|passage| passage.tokens.start == at);
        let mut has_name = false;
        for (at, word) in change.tokens[side].clone().zip(words) {
            match word.kind {
                TokenKind::Number => return false,
                TokenKind::Mark => {}
                TokenKind::Word | TokenKind::StopWord => {
                    let is_capital = word.text.starts_with(char::is_uppercase);
                    let is_title = is_title(&word.folded());
                    if !is_capital && !is_title && !is_stop_word(&word.folded()) {
                        return false;
                    }
                    has_name |=
                        is_title || (is_capital && !is_start(at) && word.kind == TokenKind::Word);
                }
            }
        }
        has_name
    }
}

/// A dateline stands at the start of one of the first paragraphs.
fn starts_alone(version: &Version, paragraph: usize) -> bool {
    let body =
        version.passages().iter().find(|p| p.kind == PassageKind::Body && p.tokens.len() > 20);
    body.is_none_or(|first| paragraph <= first.paragraph)
}

/// For every token, whether it is inside quotation marks that open and close in its paragraph.
fn quoted(version: &Version) -> Vec<bool> {
    let mut quoted = vec![false; version.tokens().len()];
    let mut open: Option<usize> = None;
    let mut paragraph = usize::MAX;
    for passage in version.passages() {
        if passage.paragraph != paragraph {
            open = None;
            paragraph = passage.paragraph;
        }
        for at in passage.tokens.clone() {
            let token: &Token = &version.tokens()[at];
            if token.kind() != TokenKind::Mark {
                continue;
            }
            match (version.text(token.span()), open) {
                ("“" | "„" | "«" | "「" | "『" | "\"", None) => open = Some(at),
                ("”" | "“" | "»" | "」" | "』" | "\"", Some(start)) => {
                    quoted[start + 1..at].fill(true);
                    open = None;
                }
                _ => {}
            }
        }
    }
    quoted
}

#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    text: &'a str,
    kind: TokenKind,
}

impl Word<'_> {
    fn folded(&self) -> String {
        self.text.to_lowercase()
    }

    fn is_possessive(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

/// Changes of nothing but days, months and the words around these. Words that mean other things too ("may",
/// "late", "last") only count beside one that does not, or beside a figure.
fn is_date(left: &[Word<'_>], right: &[Word<'_>]) -> bool {
    let words = || left.iter().chain(right);
    let is_date_like = |word: &Word<'_>| {
        word.kind != TokenKind::Word
            || is_day(&word.folded())
            || is_month(&word.folded())
            || is_time(&word.folded())
    };
    let has_month_day = |words: &[Word<'_>]| {
        words.iter().any(|word| is_month(&word.folded()))
            && words.iter().any(|word| word.kind == TokenKind::Number)
    };
    let is_sure = words().any(|word| {
        is_day(&word.folded())
            || (is_month(&word.folded()) && !matches!(word.text, "may" | "march" | "May"))
    });
    (is_sure || has_month_day(left) || has_month_day(right)) && words().all(is_date_like)
}

/// Words that go with a date.
fn is_time(word: &str) -> bool {
    [
        "morning", "afternoon", "evening", "night", "noon", "midnight", "week", "month", "year",
        "last", "next", "earlier", "later", "late", "early",
    ]
    .contains(&word)
}

/// Changes of nothing but who speaks and how.
fn is_attribution(left: &[Word<'_>], right: &[Word<'_>]) -> bool {
    let is_speech = |word: &Word<'_>| {
        matches!(
            word.folded().as_str(),
            "said"
                | "says"
                | "told"
                | "tells"
                | "added"
                | "adds"
                | "according"
                | "reporters"
                | "stated"
                | "announced"
                | "reported"
                | "wrote"
                | "claimed"
                | "explained"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
                | "officials"
                | "official"
                | "police"
                | "ministry"
                | "statement"
                | "quoted"
                | "sources"
                | "source"
                | "journalists"
        )
    };
    let is_other = |word: &Word<'_>| {
        word.kind == TokenKind::Mark
            || word.kind == TokenKind::StopWord
            || word.text.starts_with(char::is_uppercase)
            || matches!(
                word.folded().as_str(),
                "interior" | "foreign" | "defence" | "defense" | "news" | "agency"
            )
    };
    let words = || left.iter().chain(right);
    words().any(is_speech) && words().all(|word| is_speech(word) || is_other(word))
}

fn is_title(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "dr"
            | "prof"
            | "professor"
            | "president"
            | "minister"
            | "secretary"
            | "mayor"
            | "captain"
            | "chief"
            | "general"
            | "senator"
            | "governor"
            | "chancellor"
            | "director"
            | "chairman"
            | "chairwoman"
            | "inspector"
            | "commissioner"
            | "ambassador"
            | "envoy"
            | "councillor"
            | "councilor"
    )
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
    fn a_dateline_is_attribution() {
        check(
            "PORT ELLERY (Meridian) - The ferry struck the wall of the harbour at noon.",
            "Port Ellery: The ferry struck the wall of the harbour at noon.",
            &[Class::Spelling, Class::Attribution],
        );
    }
}
