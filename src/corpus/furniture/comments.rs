//! What readers write below an article.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{folded, is_credit, paragraph_of};
use crate::text::Span;
use crate::text::keys::MatchKey;
use crate::text::token::{Token, TokenKind};
use crate::version::{FurnitureReason, PassageKind, Version};

/// Share of a comment's content words that may also be the article's. Real paragraphs share more than
/// half with the rest of theirs, or a name.
const MAX_COMMENT_OVERLAP: f64 = 0.4;

/// The most paragraphs of comments that are looked for.
const MAX_COMMENTS: usize = 20;

/// The most words of a reader's name.
const MAX_NAME_WORDS: usize = 5;

/// Marks readers' comments: paragraphs beside the line of the comments that speak of "i" or "you" outside quotation
/// marks and are carelessly written. Above the line they must also name nothing that the article names and share few
/// of its words. The first two paragraphs are never comments.
pub(super) fn mark_beside(
    version: &Version,
    lines: &[usize],
    reasons: &mut [Option<FurnitureReason>],
) {
    let passages = version.passages();
    let mut n_seen = 0;
    for line in lines {
        // Where names and times follow, all that follows is comments, however long these are.
        if line + 1 < passages.len() && is_head_of_comment(version, line + 1) {
            let below = (line + 1..passages.len()).filter(|at| !is_credit(version, *at));
            below.for_each(|at| reasons[at] = Some(FurnitureReason::Comment));
        }
        let mut end = *line;
        while end > 0 && n_seen < MAX_COMMENTS {
            let members = paragraph_of(passages, end - 1);
            if passages[members.start].paragraph < 2 || !is_comment(version, &members) {
                break;
            }
            n_seen += 1;
            if is_about_article(version, &members) {
                break;
            }
            end = members.start;
            for member in members {
                reasons[member].get_or_insert(FurnitureReason::Comment);
            }
        }
        // Below the line, what is written like a comment is one, even if it names what the article names.
        let mut next = *line + 1;
        while next < passages.len() && n_seen < MAX_COMMENTS {
            let members = paragraph_of(passages, next);
            if !is_comment(version, &members) {
                break;
            }
            n_seen += 1;
            next = members.end;
            for member in members {
                reasons[member].get_or_insert(FurnitureReason::Comment);
            }
        }
    }
}

/// Marks what stands below the line of the comments when the article is over there: readers' names, and what they wrote.
/// A credit comes last on some pages.
pub(super) fn mark_below(
    version: &Version,
    lines: &[usize],
    text: &Range<usize>,
    reasons: &mut [Option<FurnitureReason>],
) {
    let Some(line) = lines.iter().find(|line| **line >= text.end) else { return };
    for (at, reason) in reasons.iter_mut().enumerate().skip(line + 1) {
        if !is_credit(version, at) {
            reason.get_or_insert(FurnitureReason::Comment);
        }
    }
}

/// Whether a paragraph is written as comments are.
fn is_comment(version: &Version, members: &Range<usize>) -> bool {
    let (_, own) = tokens_until(version, members);
    let text = |token: &Token| version.text(token.span());
    let has = |words: &[&str]| own.iter().any(|token| words.contains(&text(token)));
    let passages = &version.passages()[members.clone()];
    let (Some(first), Some(last)) = (passages.first(), passages.last()) else {
        return false;
    };
    let whole = version.text(Span { start: first.span.start, end: last.span.end });
    let is_careless =
        has(&["i"]) || whole.contains("http") || !whole.ends_with(['.', '!', '?', '…']);
    let is_quotation = has(&["\"", "“", "”", "‘"]) || whole.starts_with('\'');
    let n_words = own.iter().filter(|token| token.is_word()).count();
    has(&["i", "I", "my", "My", "you", "your", "me"])
        && is_careless
        && !is_quotation
        && n_words >= 8
}

/// Whether a paragraph shares a name or many words with what stands before it.
fn is_about_article(version: &Version, members: &Range<usize>) -> bool {
    let (before, own) = tokens_until(version, members);
    let known: FxHashSet<MatchKey> =
        before.iter().filter(|t| t.is_content()).map(|t| t.key).collect();
    let content = || own.iter().filter(|token| token.is_content());
    let shared = content().filter(|token| known.contains(&token.key)).count();
    let shares_name = own.iter().skip(1).any(|token| {
        let is_name = token.kind() == TokenKind::Word
            && version.text(token.span()).starts_with(char::is_uppercase);
        is_name && known.contains(&token.key)
    });
    shares_name || (shared as f64) >= MAX_COMMENT_OVERLAP * content().count() as f64
}

/// The tokens before some passages, and those of the passages.
fn tokens_until<'a>(version: &'a Version, members: &Range<usize>) -> (&'a [Token], &'a [Token]) {
    let passages = version.passages();
    let (first, last) = (&passages[members.start], &passages[members.end - 1]);
    let (before, own) = version.tokens().split_at(first.tokens.start);
    (before, &own[..last.tokens.end - first.tokens.start])
}

/// Whether a line is a reader's name and when that was: "Havørn · 3 h", "Lotte B. 2 hours ago".
fn is_head_of_comment(version: &Version, at: usize) -> bool {
    const UNITS: [&str; 30] = [
        "s", "sec", "min", "mins", "minute", "minutes", "m", "h", "hr", "hrs", "hour", "hours",
        "d", "day", "days", "w", "week", "weeks", "month", "months", "y", "year", "years", "std",
        "stunden", "tagen", "heures", "jours", "horas", "días",
    ];
    let line = folded(version, at);
    let words: Vec<&str> = line.split(' ').filter(|word| *word != "ago").collect();
    let [name @ .., number, unit] = words.as_slice() else { return false };
    let is_name = !name.is_empty() && name.len() <= MAX_NAME_WORDS;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    version.passages()[at].kind != PassageKind::Body && is_name && is_number && UNITS.contains(unit)
}
