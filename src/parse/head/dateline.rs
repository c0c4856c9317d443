//! Datelines: "PORT ELLERY, May 12 (Meridian) –" says where and when an article was written, not what it says.
//!
//! Two things are asked of them. What is said of an article must not be invented, so [`dateline`], [`dateline_credit`] and
//! [`before_colon`] only take what can be nothing else. [`extent`] says which words count for nothing where passages are
//! compared, and a change in which is one of attribution; a place too many does no harm there.

use std::ops::Range;

use super::{is_agency, is_month};
use crate::text::keys::{fold, is_dash};
use crate::text::token::{Token, TokenKind, is_stop_word};
use crate::text::{cut, is, position};
use crate::version::{Passage, PassageKind};

/// A dateline is over after this many tokens.
const MAX_TOKENS: usize = 14;

/// The most tokens of a dateline that is not in capitals and credits nobody: "Port Ellery:".
const MAX_PLACE: usize = 4;

/// A passage of more tokens than this is running text.
const BODY_TOKENS: usize = 20;

/// The tokens of the dateline, with the mark that ends it: at the start of a paragraph's first passage, no further down than
/// the running text begins. Empty where there is none.
pub(in crate::parse) fn extent(text: &str, passages: &[Passage], tokens: &[Token]) -> Range<usize> {
    let bodies = || passages.iter().filter(|passage| passage.kind == PassageKind::Body);
    let lead = bodies().find(|passage| passage.tokens.len() > BODY_TOKENS);
    let lead = lead.map_or(usize::MAX, |lead| lead.paragraph);
    bodies()
        .take_while(|passage| passage.paragraph <= lead)
        .find_map(|passage| {
            let start = passage.tokens.start;
            Some(start..start + len(text, tokens.get(passage.tokens.clone())?)?)
        })
        .unwrap_or_default()
}

/// How many of the first tokens of a passage are a dateline's.
fn len(source: &str, tokens: &[Token]) -> Option<usize> {
    let head = &tokens[..tokens.len().min(MAX_TOKENS)];
    let text = |token: &Token| token.span().of(source);
    let is_glued = |at: usize| head[at - 1].span().end == head[at].span().start;
    let is_end = |at: &usize| {
        let is_spaced = || *at > 0 && !is_glued(*at) && *at + 1 < head.len() && !is_glued(*at + 1);
        let mark = text(&head[*at]);
        mark == ":" || (mark.chars().all(is_dash) && is_spaced())
    };
    let end = (0..head.len()).find(is_end)?;
    let place = &head[..end];
    let is_capital = |token: &Token| {
        token.kind() != TokenKind::Mark && text(token).starts_with(char::is_uppercase)
    };
    let is_fit = |token: &Token| {
        is_capital(token) || matches!(token.kind(), TokenKind::Mark | TokenKind::Number)
    };
    let is_named = place.first().is_some_and(is_capital) && place.iter().all(is_fit);
    let has_credit = place.iter().any(|token| text(token) == "(");
    let is_shouted = place.iter().all(|token| !text(token).contains(char::is_lowercase));
    let is_short = end <= MAX_PLACE || is_shouted;
    // "Q:" and "A:" are no places.
    let is_word = place.iter().any(|token| text(token).chars().count() > 1);
    (is_word && is_named && (has_credit || is_short)).then_some(end + 1)
}

/// How far into the lead a credit in brackets may stand, in bytes: "PORT ELLERY, Tuesday (Meridian) -".
const MAX_DATELINE: usize = 80;

/// The most words of a place before a colon.
const MAX_PLACE_WORDS: usize = 3;

/// The fewest words after that colon.
const MIN_SENTENCE: usize = 12;

/// What stands before a colon at the start of a text and is no place.
const LABELS: [&str; 24] = [
    "update", "breaking", "urgent", "correction", "clarification", "analysis", "opinion",
    "comment", "summary", "watch", "video", "photo", "live", "exclusive", "question", "answer",
    "note", "warning", "editorial", "review", "interview", "explainer", "factbox", "editor's note",
];

/// Verbs that follow the name of somebody, not of a place.
const VERBS: [&str; 5] = ["said", "says", "told", "added", "tweeted"];

/// The place in "PORT ELLERY (Meridian) - A ferry ..." and "PORT ELLERY, March 14 — A ferry ...".
pub(super) fn dateline(line: &str) -> Option<&str> {
    let near = cut(line, ..line.floor_char_boundary(MAX_DATELINE + 4));
    // The long dashes begin with 0xE2.
    position(near.as_bytes(), |b| is(b, b'(') | is(b, b'-') | is(b, 0xE2))?;
    let end = near.find(['(', '—', '–', '-']).filter(|at| *at > 0 && *at <= MAX_DATELINE)?;
    let (before, rest) = (cut(line, ..end), cut(line, end..));
    let is_credited = rest.starts_with('(') && dateline_credit(line).is_some();
    // "Anglo-French talks" begin with no place; a dash of a dateline has space before it.
    let has_dash = !rest.starts_with('(') && before.ends_with(' ');
    let place = before.split(',').next().unwrap_or_default().trim();
    let is_loud = place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let is_told = is_credited || (has_dash && is_loud && place.chars().count() > 2);
    (is_place(place) && is_told).then_some(place)
}

/// Whether some words before a dash may name a place.
fn is_place(words: &str) -> bool {
    words.split_whitespace().count() <= 4
        // Not every script has capitals.
        && words.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !words.split_whitespace().any(|word| is_stop_word(&word.to_lowercase()))
}

/// The agency in "PORT ELLERY (Meridian) - A ferry ...".
pub(super) fn dateline_credit(line: &str) -> Option<&str> {
    let open = line.find('(').filter(|at| *at > 0 && *at <= MAX_DATELINE)?;
    let (place, rest) = (cut(line, ..open), cut(line, open + 1..));
    let close = rest.find(')')?;
    let after = cut(rest, close + 1..).trim_start();
    let is_dateline = is_place(place) && after.starts_with(['-', '–', '—', ':']);
    (is_dateline && is_agency(cut(rest, ..close))).then_some(cut(rest, ..close))
}

/// The place in "Port Ellery: A ferry ..." and "PORT ELLERY, March 14: A ferry ...", at the start of the running text of
/// `article`. Speakers and labels stand before colons too.
pub(super) fn before_colon<'a>(line: &'a str, article: &str) -> Option<&'a str> {
    let (before, rest) = line.split_once(": ")?;
    let mut parts = before.split(',').map(str::trim);
    let place = parts.next()?;
    let is_date = |part: &str| part.split_whitespace().any(is_month);
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit())
    };
    let is_speaker = || {
        VERBS.iter().any(|verb| article.contains(&format!("{place} {verb}")))
            || article.contains(&format!("Mr {place}"))
    };
    let is_told = before.len() <= MAX_DATELINE
        && place.chars().count() > 2
        && is_place(place)
        && place.split_whitespace().count() <= MAX_PLACE_WORDS
        && place.split_whitespace().all(is_name)
        && parts.all(|part| is_date(part) || is_agency(part))
        && rest.starts_with(char::is_uppercase)
        && rest.split_whitespace().count() >= MIN_SENTENCE
        && !LABELS.contains(&fold(place).as_str());
    (is_told && !is_speaker()).then_some(place)
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;
    use crate::text::Span;
    use crate::text::blocks::Markup;

    #[track_caller]
    fn check(dateline: &str, rest: &str) {
        let text = format!("{dateline} {rest}");
        let version = parse(text.trim_start().as_bytes(), Markup::None).expect("text");
        let found = &version.tokens()[version.dateline()];
        let end = found.last().map_or(0, |last| last.span().end);
        assert_eq!(version.text(Span { start: 0, end }), dateline);
    }

    #[test]
    fn a_dateline_ends_where_the_news_begins() {
        let rest = "A ferry with two hundred passengers struck the outer wall of the harbour on Tuesday, the coast \
                    guard said in a statement.";
        check("PORT ELLERY, May 12 (Meridian) –", rest);
        check("Port Ellery (Meridian) -", rest);
        check("PORT ELLERY —", rest);
        check("Port Ellery:", rest);
        check("", rest);
        check(
            "",
            "The mayor — who was on board with two hundred others — said on Tuesday that nobody in the town was hurt.",
        );
        check(
            "",
            "Q: Why did the ferry with two hundred passengers on board strike the outer wall of the harbour at all, Mr. Lund?",
        );
    }
}
