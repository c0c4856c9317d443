//! Finding the words again that a note is about: by what they are and by what stands around them, never by where they
//! stood.
//!
//! The idea is the `TextQuoteSelector` of the W3C's Web Annotation Data Model: the exact words, and some before and after
//! them. Words are compared by their match keys, so that wrapping, encoding and curly quotes change nothing.

use std::collections::HashMap;

use crate::text::Span;
use crate::text::keys::MatchKey;
use crate::text::token::{Token, tokenize};
use crate::version::Version;

/// Words of context on either side.
const CONTEXT: usize = 8;

/// So many words speak for themselves; fewer need something around them that is the same.
const MIN_ALONE: usize = 5;

/// The least share of a quotation's words, context and all, that a changed passage must still have.
const MIN_KEPT: f64 = 0.5;

/// The fewest words with meaning that a changed passage must still have of a quotation.
const MIN_KEPT_WORDS: usize = 3;

/// So many words of the context tell whether the quotation stood before or after a passage, and not in it.
const BORDER: usize = 3;

/// Words of a version, and what stands around them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Quote {
    /// The words themselves; none where a version lacks a reading.
    pub exact: String,
    /// What stands before them.
    pub prefix: String,
    /// What stands after them.
    pub suffix: String,
}

/// Where quoted words are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The words are there as they were.
    Exact(Span),
    /// They are not, but this passage has most of the words around them.
    Changed(Span),
}

impl Found {
    /// The text found.
    pub const fn span(self) -> Span {
        match self {
            Self::Exact(span) | Self::Changed(span) => span,
        }
    }
}

impl Quote {
    /// Quotes a stretch of a version.
    pub fn of(version: &Version, span: Span) -> Self {
        let tokens = version.tokens();
        let first = tokens.partition_point(|token| token.span().end <= span.start);
        let after = tokens.partition_point(|token| token.span().start < span.end).max(first);
        let start = tokens.get(first.saturating_sub(CONTEXT)).map_or(0, |token| token.span().start);
        let end = tokens.get((after + CONTEXT).min(tokens.len()).saturating_sub(1));
        let end = end.map_or(span.end, |token| token.span().end);
        Self {
            exact: version.text(span).to_owned(),
            prefix: version.text(Span { start: start.min(span.start), end: span.start }).to_owned(),
            suffix: version.text(Span { start: span.end, end: end.max(span.end) }).to_owned(),
        }
    }
}

/// The match keys of a text's words and marks.
pub(super) fn keys(text: &str) -> Vec<MatchKey> {
    tokenize(text, Span::new(0, text.len())).iter().map(|token| token.key).collect()
}

/// The words of a text for which `is_wanted`, as keys.
fn words(text: &str, is_wanted: fn(&Token) -> bool) -> Vec<MatchKey> {
    let tokens = tokenize(text, Span::new(0, text.len()));
    tokens.iter().filter(|token| is_wanted(token)).map(|token| token.key).collect()
}

/// Finds quoted words in a version: the same words where most around them is the same, else the passage that has most of
/// them; nothing if they are gone.
///
/// ```
/// use copydesk::parse::parse;
/// use copydesk::review::anchor::{Found, Quote, find};
/// use copydesk::text::{Span, blocks::Markup};
///
/// let before = parse(b"The ferry left. It struck the pier on Tuesday.", Markup::None).unwrap();
/// let at = before.source().find("Tuesday").unwrap();
/// let quote = Quote::of(&before, Span::new(at, at + 7));
/// let after = parse(b"No ferry sailed on Monday. It struck\nthe pier on Tuesday.", Markup::None).unwrap();
/// let Some(Found::Exact(span)) = find(&after, &quote) else { panic!() };
/// assert_eq!(after.text(span), "Tuesday");
/// ```
pub fn find(version: &Version, quote: &Quote) -> Option<Found> {
    let (exact, prefix, suffix) = (keys(&quote.exact), keys(&quote.prefix), keys(&quote.suffix));
    find_exact(version, &exact, &prefix, &suffix).or_else(|| find_changed(version, quote))
}

fn find_exact(
    version: &Version,
    exact: &[MatchKey],
    prefix: &[MatchKey],
    suffix: &[MatchKey],
) -> Option<Found> {
    let tokens = version.tokens();
    if exact.is_empty() {
        return None;
    }
    let is_here =
        |at: &usize| tokens[*at..].iter().map(|token| &token.key).take(exact.len()).eq(exact);
    let context = |at: usize| {
        let before = tokens[..at].iter().rev().map(|token| token.key);
        let before = before.zip(prefix.iter().rev()).take_while(|(own, known)| own == *known);
        let after = tokens[at + exact.len()..].iter().map(|token| token.key);
        let after = after.zip(suffix).take_while(|(own, known)| own == *known);
        before.count() + after.count()
    };
    let mut places: Vec<(usize, usize)> = (0..(tokens.len() + 1).saturating_sub(exact.len()))
        .filter(is_here)
        .map(|at| (context(at), at))
        .collect();
    // The first of those with most around them that is the same.
    places.sort_by_key(|(context, at)| (std::cmp::Reverse(*context), *at));
    let (context, at) = *places.first()?;
    let is_enough = context >= 2 || exact.len() >= MIN_ALONE;
    let (first, last) = (&tokens[at], &tokens[at + exact.len() - 1]);
    is_enough.then(|| Found::Exact(Span { start: first.span().start, end: last.span().end }))
}

fn find_changed(version: &Version, quote: &Quote) -> Option<Found> {
    let of = |is_wanted: fn(&Token) -> bool| {
        [&quote.prefix, &quote.exact, &quote.suffix].map(|text| words(text, is_wanted))
    };
    // Words of grammar are everywhere.
    let quoted = of(Token::is_content);
    let n_words = quoted.iter().map(Vec::len).sum::<usize>();
    let [before, exact, after] = of(Token::is_word);
    let n_kept = |at: usize| {
        let own = version.tokens_of(&version.passages()[at]);
        let mut left: HashMap<MatchKey, usize> = HashMap::new();
        for token in own {
            *left.entry(token.key).or_default() += 1;
        }
        let mut take = |key: &MatchKey| match left.get_mut(key) {
            Some(n) if *n > 0 => {
                *n -= 1;
                true
            }
            _ => false,
        };
        let kept = quoted.each_ref().map(|keys| keys.iter().filter(|key| take(key)).count());
        let own: Vec<MatchKey> =
            own.iter().filter(|token| token.is_word()).map(|token| token.key).collect();
        // A passage that ends with what stood before the words, or begins with what stood after them, is a neighbour of
        // theirs, and they are gone.
        let is_neighbour = kept[1] * 2 < quoted[1].len().max(1)
            && !exact.is_empty()
            && (own.ends_with(&before[before.len().saturating_sub(BORDER)..])
                || own.starts_with(&after[..after.len().min(BORDER)]))
            && (kept[0] == 0 || kept[2] == 0 || before.is_empty() || after.is_empty());
        if is_neighbour { 0 } else { kept.iter().sum() }
    };
    let best = (0..version.passages().len()).map(|at| (n_kept(at), std::cmp::Reverse(at))).max()?;
    let (kept, std::cmp::Reverse(at)) = best;
    let is_enough = kept >= MIN_KEPT_WORDS && kept as f64 >= MIN_KEPT * n_words as f64;
    is_enough.then(|| Found::Changed(version.passages()[at].span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    const BEFORE: &str = "Ferry hits pier\n\nThe ferry struck the harbour wall on Tuesday, the port said. \
        Fourteen people were hurt.\n\nThe port closed on Tuesday. It will open when divers have looked at the wall.";

    fn version(text: &str) -> Version {
        parse(text.as_bytes(), Markup::None).expect("text")
    }

    fn quote(words: &str, nth: usize) -> Quote {
        let version = version(BEFORE);
        let (at, _) = version.source().match_indices(words).nth(nth).expect("quoted words");
        Quote::of(&version, Span::new(at, at + words.len()))
    }

    #[track_caller]
    fn check(after: &str, quote: &Quote, expected: Option<(&str, bool)>) {
        let version = version(after);
        let found = find(&version, quote);
        let found =
            found.map(|found| (version.text(found.span()), matches!(found, Found::Exact(_))));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_same_text_gives_the_same_place() {
        check(BEFORE, &quote("Tuesday", 0), Some(("Tuesday", true)));
        let version = version(BEFORE);
        let second = find(&version, &quote("Tuesday", 1)).expect("found").span();
        assert!(
            version.text(Span { start: second.end, end: second.end + 9 }).starts_with(". It will")
        );
    }

    #[test]
    fn new_neighbours_and_new_wrapping_do_not_matter() {
        let after = "Something else happened first.\n\nThe ferry struck the\nharbour wall on\nTuesday, the port said. Nobody was hurt.";
        check(after, &quote("on Tuesday", 0), Some(("on\nTuesday", true)));
    }

    #[test]
    fn a_rewritten_passage_is_found_by_what_is_left_of_it() {
        let after = "The ferry struck the harbour wall late on Monday, the port said. Divers came.";
        let found = "The ferry struck the harbour wall late on Monday, the port said.";
        check(after, &quote("Tuesday", 0), Some((found, false)));
    }

    #[test]
    fn what_is_gone_is_not_found_elsewhere() {
        check("The council met on Tuesday to talk of trees.", &quote("Tuesday", 0), None);
        // Its neighbours are no place for what was said of a sentence that was cut.
        let after = BEFORE.replace(" Fourteen people were hurt.", "");
        check(&after, &quote("Fourteen people were hurt.", 0), None);
        check(&BEFORE.replace("Ferry hits pier\n\n", ""), &quote("Ferry hits pier", 0), None);
    }
}
