//! Figures by value: in digits or in words, with or without commas and millions.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Reading, Word};
use crate::sides::{Side, Sides};
use crate::text::keys::{is_dash, match_spelling};
use crate::text::number::{SMALL, TENS, value};
use crate::text::token::TokenKind;

/// The most words of a reading in which "one" is a figure.
const MAX_ONE: usize = 4;

/// In readings of fewer words, figures that changed places are others: "14 of 17".
const MIN_REWRITTEN: usize = 6;

/// Figures whose value changed. "34" and "thirty-four" are the same value.
pub(super) fn is_number(readings: &Sides<Reading<'_>>, values: &Sides<Vec<String>>) -> bool {
    let Sides { left, right } = readings;
    let (a, b) = (&values.left, &values.right);
    let is_bare = |words: &[Word<'_>]| words.iter().all(is_figure);
    let is_none =
        |reading: &Reading<'_>| reading.plain().all(|word| word.is_in(&["no", "none", "nobody"]));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => false,
        (false, false) => a != b && !(is_rewritten(readings) && is_permuted(a, b)),
        // A figure that only one side has, with nothing else beside it, or against "no".
        (true, false) => is_bare(&right.words) && (left.words.is_empty() || is_none(left)),
        (false, true) => is_bare(&left.words) && (right.words.is_empty() || is_none(right)),
    }
}

/// Whether so much was said anew that figures may stand in another order and be the same.
fn is_rewritten(readings: &Sides<Reading<'_>>) -> bool {
    Side::BOTH.iter().all(|side| {
        let words = readings[*side].words.iter().filter(|word| word.has_letter());
        words.count() >= MIN_REWRITTEN
    })
}

fn is_permuted(a: &[String], b: &[String]) -> bool {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    a == b
}

/// Whether both sides are the same figures, in digits or in words, and nothing else.
pub(super) fn is_same(readings: &Sides<Reading<'_>>, values: &Sides<Vec<String>>) -> bool {
    let Sides { left, right } = readings;
    let (a, b) = (&values.left, &values.right);
    let words = || left.words.iter().chain(&right.words);
    let of_hundred = |words: &[Word<'_>]| words.iter().any(is_of_hundred);
    !a.is_empty()
        && a == b
        && words().all(|word| is_figure(word) || is_of_hundred(word) || word.is_in(&["per"]))
        && of_hundred(&left.words) == of_hundred(&right.words)
}

/// "percent", the end of "per cent", "%".
fn is_of_hundred(word: &Word<'_>) -> bool {
    word.is_in(&["percent", "cent", "pct", "%"])
}

/// Whether a mark changed that a figure gets its meaning from: a currency, a percent sign, a minus.
pub(super) fn is_sign(readings: &Sides<Reading<'_>>) -> bool {
    let is_beside_figure = |side: Side| {
        let reading = &readings[side];
        let is_number =
            |word: Option<Word<'_>>| word.is_some_and(|word| word.kind == TokenKind::Number);
        is_number(reading.after().next()) || is_number(reading.before().next())
    };
    let is_minus = |side: Side| {
        let reading = &readings[side];
        let next = reading.after().next();
        reading.words.first().is_some_and(|word| {
            word.text.chars().all(is_dash)
                && !word.is_glued
                && next.as_ref().is_some_and(|next| next.kind == TokenKind::Number && next.is_glued)
        })
    };
    let has_unit = |side: Side| {
        readings[side]
            .words
            .iter()
            .any(|word| word.text.contains(['$', '£', '€', '¥', '₹', '%', '‰', '°']))
    };
    Side::BOTH.iter().any(|side| (has_unit(*side) && is_beside_figure(*side)) || is_minus(*side))
}

/// Whether a word says nothing but a number. "a" does, before "dozen" and "hundred".
fn is_figure(word: &Word<'_>) -> bool {
    word.kind != TokenKind::Word && (word.kind != TokenKind::StopWord || word.is_in(&["a", "and"]))
        || number_word(word.folded()).is_some()
}

/// The figures among some words, as text that is equal for equal values: "Thirty", "-", "four" is one figure,
/// and so is "1.5 million". Numerals of rank are figures of their own kind: "second" is "2nd", and not "two".
pub(super) fn values(words: &[Word<'_>]) -> Vec<String> {
    let is_number =
        |word: &Word<'_>| word.kind == TokenKind::Number || NUMBER_WORDS.contains(word.folded());
    if !words.iter().any(is_number) {
        return Vec::new();
    }
    let mut values: Vec<f64> = Vec::new();
    let mut odd: Vec<String> = Vec::new();
    let mut tens = false;
    for (at, word) in words.iter().enumerate() {
        let is_and = |word: &&Word<'_>| word.is_in(&["and"]);
        let is_before_ten = words[..at]
            .iter()
            .rev()
            .find(|word| word.has_letter())
            .is_some_and(|word| is_and(&word));
        let folded = word.folded();
        // "One" in a longer reading is a pronoun more often than a figure.
        let figure = number_word(folded).filter(|_| folded != "one" || words.len() <= MAX_ONE);
        let digits = match_spelling(word.text);
        // "9am" is "9 a.m."
        let digits =
            digits.strip_suffix("am").or_else(|| digits.strip_suffix("pm")).unwrap_or(&digits);
        match (&figure, values.last_mut()) {
            _ if word.kind == TokenKind::Number => match digits.parse() {
                Ok(value) => values.push(value),
                Err(_) => odd.push(folded.to_owned()),
            },
            (Some(Figure::Value(n @ 1..=9)), Some(last)) if tens => *last += f64::from(*n),
            // "two-and-twenty"
            (Some(Figure::Value(n @ 20..)), Some(last)) if is_before_ten && *last < 10.0 => {
                *last += f64::from(*n);
            }
            (Some(Figure::Value(n)), _) => values.push(f64::from(*n)),
            (Some(Figure::Scale(by)), Some(last)) => *last *= by,
            (Some(Figure::Scale(by)), None) => values.push(*by),
            (Some(Figure::Other(name)), _) => odd.push(name.clone()),
            (None, _) => {}
        }
        tens = match figure {
            Some(Figure::Value(20..)) => true,
            None => tens && word.kind == TokenKind::Mark,
            _ => false,
        };
    }
    values.into_iter().map(|value| value.to_string()).chain(odd).collect()
}

/// What a number word says.
enum Figure {
    Value(u32),
    /// What the figure before it is multiplied by.
    Scale(f64),
    /// A rank, a part, or a number that nobody counted, by one name.
    Other(String),
}

fn number_word(folded: &str) -> Option<Figure> {
    let at = |list: &[&str]| {
        list.iter().position(|number| *number == folded).and_then(|at| u32::try_from(at).ok())
    };
    if let Some((_, by)) = SCALES.into_iter().find(|(name, _)| *name == folded) {
        return Some(Figure::Scale(by));
    }
    if let Some(rank) = at(&RANKS) {
        let ending = match rank + 1 {
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        };
        return Some(Figure::Other(format!("{}{ending}", rank + 1)));
    }
    if VAGUE.contains(&folded) {
        return Some(Figure::Other(folded.to_owned()));
    }
    value(folded).map(Figure::Value)
}

/// All words that say a number.
static NUMBER_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let scales = SCALES.iter().map(|(name, _)| name);
    SMALL.iter().chain(&TENS).chain(&RANKS).chain(&VAGUE).chain(scales).copied().collect()
});

/// What the figure before is multiplied by.
const SCALES: [(&str, f64); 5] =
    [("dozen", 12.0), ("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Ranks from the first on.
const RANKS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Parts, and numbers that nobody counted.
const VAGUE: [&str; 10] = [
    "half", "quarter", "thirds", "quarters", "dozens", "scores", "hundreds", "thousands",
    "millions", "billions",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::token::{Token, tokenize};

    #[track_caller]
    fn check(left: &str, right: &str, is_same: bool) {
        let words = |text: &str| -> Vec<String> {
            let tokens = tokenize(text, Span::new(0, text.len()));
            let word = |token: &Token| Word::new(token.span().of(text), token.kind());
            values(&tokens.iter().map(word).collect::<Vec<_>>())
        };
        assert_eq!(words(left) == words(right), is_same, "{left} | {right}");
    }

    #[test]
    fn figures_compare_by_value() {
        check("34", "thirty-four", true);
        check("1,200", "1200", true);
        check("1.5 million", "1,500,000", true);
        check("two hundred", "200", true);
        check("two-and-twenty", "twenty-two", true);
        check("two and thirty", "32", true);
        check("two, twenty", "22", false);
        check("a dozen", "12", true);
        check("second", "2nd", true);
        check("second", "two", false);
        check("dozens", "hundreds", false);
        check("14", "17", false);
        check("thirty", "thirteen", false);
        check("2 million", "2 billion", false);
    }
}
