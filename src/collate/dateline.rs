//! Datelines: "PORT ELLERY, May 12 (Meridian) –" says where and when an article was written, not what it says.
//!
//! Two articles of one agency from one place begin alike, whatever they tell. So a dateline counts for nothing where
//! passages are scored, and a change in it is one of attribution.

use crate::text::keys::is_dash;
use crate::text::token::{Token, TokenKind};
use crate::version::{Passage, PassageKind, Version};

/// A dateline is over after this many tokens.
pub const MAX_TOKENS: usize = 14;

/// The most tokens of a dateline that ends with a colon: "Port Ellery:".
const MAX_PLACE: usize = 4;

/// A passage of more tokens than this is running text.
const BODY_TOKENS: usize = 20;

/// The first paragraph of running text; a dateline stands there or before.
pub fn lead(version: &Version) -> usize {
    let mut passages = version.passages().iter();
    let body = passages.find(|p| p.kind == PassageKind::Body && p.tokens.len() > BODY_TOKENS);
    body.map_or(usize::MAX, |body| body.paragraph)
}

/// Number of tokens of the dateline at the start of a passage, with the mark that ends it; 0 where there is none.
/// `lead` is what [`lead`] found.
pub fn dateline_len(version: &Version, passage: &Passage, lead: usize) -> usize {
    if passage.paragraph > lead || passage.kind != PassageKind::Body {
        return 0;
    }
    let tokens = version.tokens_of(passage);
    let head = &tokens[..tokens.len().min(MAX_TOKENS)];
    let text = |token: &Token| version.text(token.span());
    let is_glued = |at: usize| head[at - 1].span().end == head[at].span().start;
    let is_end = |at: &usize| {
        let is_spaced = || *at > 0 && !is_glued(*at) && *at + 1 < head.len() && !is_glued(*at + 1);
        let mark = text(&head[*at]);
        mark == ":" || (mark.chars().all(is_dash) && is_spaced())
    };
    let Some(end) = (0..head.len()).find(is_end) else {
        return 0;
    };
    let place = &head[..end];
    let is_capital = |token: &Token| {
        token.kind() != TokenKind::Mark && text(token).starts_with(char::is_uppercase)
    };
    let is_place = |token: &Token| {
        is_capital(token) || matches!(token.kind(), TokenKind::Mark | TokenKind::Number)
    };
    let is_named = place.first().is_some_and(is_capital) && place.iter().all(is_place);
    let has_credit = place.iter().any(|token| text(token) == "(");
    let is_shouted = place.iter().all(|token| !text(token).contains(char::is_lowercase));
    let is_short = end <= MAX_PLACE || is_shouted;
    // "Q:" and "A:" are no places.
    let is_word = place.iter().any(|token| text(token).chars().count() > 1);
    if is_word && is_named && (has_credit || is_short) { end + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    #[track_caller]
    fn check(dateline: &str, rest: &str) {
        let text = format!("{dateline} {rest}");
        let version = parse(text.trim_start().as_bytes(), Markup::None).expect("text");
        let passage = &version.passages()[0];
        let len = dateline_len(&version, passage, lead(&version));
        let found = version.tokens_of(passage)[..len].last().map_or(0, |last| last.span().end);
        assert_eq!(version.text(crate::text::Span { start: 0, end: found }), dateline);
    }

    #[test]
    fn datelines_end_where_the_news_begins() {
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
