//! Figures by value: in digits or in words, with or without commas and millions.

use super::Word;
use crate::text::keys::match_spelling;
use crate::text::token::TokenKind;

/// Figures whose value changed. "34" and "thirty-four" are the same value.
pub(super) fn is_number(left: &[Word<'_>], right: &[Word<'_>]) -> bool {
    let (a, b) = (values(left), values(right));
    let is_bare = |words: &[Word<'_>]| {
        words
            .iter()
            .all(|word| word.kind != TokenKind::Word || number_word(&word.folded()).is_some())
    };
    match (a.is_empty(), b.is_empty()) {
        (true, true) => false,
        (false, false) => a != b,
        // A figure that only one side has, with nothing else beside it.
        (true, false) => left.is_empty() && is_bare(right),
        (false, true) => right.is_empty() && is_bare(left),
    }
}

/// Whether both sides are the same figures, in digits or in words, and nothing else.
pub(super) fn is_same_number(left: &[Word<'_>], right: &[Word<'_>]) -> bool {
    let is_figure =
        |word: &Word<'_>| word.kind != TokenKind::Word || number_word(&word.folded()).is_some();
    let (a, b) = (values(left), values(right));
    !a.is_empty() && a == b && left.iter().chain(right).all(is_figure)
}

/// The figures among some words, as text that is equal for equal values: "Thirty", "-", "four" is one figure,
/// and so is "1.5 million".
fn values(words: &[Word<'_>]) -> Vec<String> {
    let mut values: Vec<f64> = Vec::new();
    let mut odd: Vec<String> = Vec::new();
    let mut tens = false;
    for word in words {
        let folded = word.folded();
        let figure = number_word(&folded);
        match (&figure, values.last_mut()) {
            _ if word.kind == TokenKind::Number => match match_spelling(word.text).parse() {
                Ok(value) => values.push(value),
                Err(_) => odd.push(folded),
            },
            (Some(Figure::Value(n @ 1..=9)), Some(last)) if tens => *last += f64::from(*n),
            (Some(Figure::Value(n)), _) => values.push(f64::from(*n)),
            (Some(Figure::Scale(by)), Some(last)) => *last *= by,
            (Some(Figure::Scale(by)), None) => values.push(*by),
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
}

fn number_word(folded: &str) -> Option<Figure> {
    let at = |list: &[&str]| {
        list.iter().position(|number| *number == folded).and_then(|at| u32::try_from(at).ok())
    };
    let scale = [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];
    if let Some((_, by)) = scale.into_iter().find(|(name, _)| *name == folded) {
        return Some(Figure::Scale(by));
    }
    at(&SMALL).or_else(|| at(&TENS).map(|n| (n + 2) * 10)).map(Figure::Value)
}

/// Number words from 0 on.
const SMALL: [&str; 20] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
];

/// Number words from 20 on, by tens.
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::token::tokenize;

    #[track_caller]
    fn check(left: &str, right: &str, is_same: bool) {
        let words = |text: &'static str| {
            let tokens = tokenize(text, Span::new(0, text.len()));
            tokens
                .iter()
                .map(|token| Word { text: token.span().of(text), kind: token.kind() })
                .collect::<Vec<_>>()
        };
        let own = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let (a, b) = (words(own(left)), words(own(right)));
        assert_eq!(
            (is_same_number(&a, &b), is_number(&a, &b)),
            (is_same, !is_same),
            "{left} | {right}"
        );
    }

    #[test]
    fn figures_compare_by_value() {
        check("34", "thirty-four", true);
        check("1,200", "1200", true);
        check("1.5 million", "1,500,000", true);
        check("two hundred", "200", true);
        check("14", "17", false);
        check("thirty", "thirteen", false);
        check("2 million", "2 billion", false);
    }
}
