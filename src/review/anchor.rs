//! Finding the words again that a note is about: by what they are and by what stands around them, never by where they
//! stood.
//!
//! The idea is the `TextQuoteSelector` of the W3C's Web Annotation Data Model: the exact words, and some before and after
//! them. Words are compared by their match keys, so that wrapping, encoding and curly quotes change nothing.

use super::surroundings::Surroundings;
use crate::text::Span;
use crate::text::keys::MatchKey;
use crate::text::token::tokenize;
use crate::version::Version;

/// Words of context on either side.
const CONTEXT: usize = 8;

/// So many words speak for themselves; fewer need something around them that is the same.
const MIN_ALONE: usize = 5;

/// Words were cut if so many times as many of those around them stand together elsewhere as stand around words like them.
const CUT: usize = 3;

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

/// Finds quoted words in a version: the same words where most around them is the same, else the passage that has most of
/// what their passage said; nothing if that is gone.
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
    let surroundings = Surroundings::of(quote);
    // Few words may well stand in another passage, when they are gone from theirs.
    let is_it = |at: &Span| exact.len() >= MIN_ALONE || !surroundings.stand_elsewhere(version, *at);
    let found = find_exact(version, &exact, &prefix, &suffix).filter(is_it).map(Found::Exact);
    found.or_else(|| surroundings.find(version).map(Found::Changed))
}

fn find_exact(
    version: &Version,
    exact: &[MatchKey],
    prefix: &[MatchKey],
    suffix: &[MatchKey],
) -> Option<Span> {
    let tokens = version.tokens();
    if exact.is_empty() {
        return None;
    }
    let is_here =
        |at: &usize| tokens[*at..].iter().map(|token| &token.key).take(exact.len()).eq(exact);
    let around = |at: usize, len: usize| {
        let before = tokens[..at].iter().rev().map(|token| token.key);
        let before = before.zip(prefix.iter().rev()).take_while(|(own, known)| own == *known);
        let after = tokens[at + len..].iter().map(|token| token.key);
        let after = after.zip(suffix).take_while(|(own, known)| own == *known);
        before.count() + after.count()
    };
    let mut places: Vec<(usize, usize)> = (0..(tokens.len() + 1).saturating_sub(exact.len()))
        .filter(is_here)
        .map(|at| (around(at, exact.len()), at))
        .collect();
    // The first of those with most around them that is the same.
    places.sort_by_key(|(context, at)| (std::cmp::Reverse(*context), *at));
    let (context, at) = *places.first()?;
    // Far more of what stood around them now stands together without them: they were cut, and these are others.
    let is_cut = || {
        let together = (0..=tokens.len()).map(|at| around(at, 0)).max().unwrap_or(0);
        together >= MIN_ALONE && together > CUT * context
    };
    let is_enough = exact.len() >= MIN_ALONE || context >= 2 && !is_cut();
    let (first, last) = (&tokens[at], &tokens[at + exact.len() - 1]);
    is_enough.then(|| Span { start: first.span().start, end: last.span().end })
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

    /// Notes on a word that was cut stay on what is left of its passage, wherever else the word stands.
    #[test]
    fn a_word_that_is_cut_leads_to_its_passage_and_not_to_another() {
        let text = |headline: &str| {
            format!(
                "{headline}\n\nPort: The harbour master Ida Brandt met divers from Malmo at the old pier today to push \
                 the ferry repair plan.\n\nBrandt came late. The harbour master Ida Brandt said that the pier was safe."
            )
        };
        let quote = |before: &str, words: &str, nth: usize| {
            let before = version(before);
            let (at, _) = before.source().match_indices(words).nth(nth).expect("quoted words");
            Quote::of(&before, Span::new(at, at + words.len()))
        };
        let long = "Ida Brandt meets divers to push ferry repair plan";
        let short = "Brandt meets divers to push ferry repair plan";
        // The first word of the text.
        check(&text(short), &quote(&text(long), "Ida", 0), Some((short, false)));
        // The last word of a headline.
        let cut = "Ida Brandt meets divers to push ferry repair";
        check(&text(cut), &quote(&text(long), "plan", 0), Some((cut, false)));
        // Words that stand in the same words elsewhere.
        let lead = "Port: The harbour master Brandt met divers from Malmo at the old pier today to push the ferry \
                    repair plan.";
        let after = text(long).replacen("master Ida", "master", 1);
        check(&after, &quote(&text(long), "Ida", 1), Some((lead, false)));
        // A sentence's first word, with another sentence before it.
        let before = "Nobody on the pier was hurt on Tuesday. Officials of the harbour sent divers down to the wall.";
        let after = before.replace("Officials", "Aides");
        let found = "Aides of the harbour sent divers down to the wall.";
        check(&after, &quote(before, "Officials", 0), Some((found, false)));
        // The same, when its sentence goes too.
        let after = before.replace(
            " Officials of the harbour sent divers down to the wall.",
            " Divers went home.",
        );
        check(&after, &quote(before, "Officials", 0), None);
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
