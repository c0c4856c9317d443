//! Furniture inside one article: cookie notices, link lists, comments.
//!
//! It is marked and never deleted, and to mark a real passage is worse than to miss furniture. So a mark
//! needs one strong sign (a phrase that only pages say, at a place where pages say it) or several weak
//! ones. Lengths and shares of stop words, which tell furniture from text in HTML, fail on plain text in
//! both directions and are not used.

use std::iter;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::text::Span;
use crate::text::keys::MatchKey;
use crate::text::token::{Token, TokenKind};
use crate::version::{FurnitureMarks, FurnitureReason, Passage, PassageKind, Version};

/// A passage of this many words is running text.
const BODY_WORDS: usize = 20;

/// The most words a paragraph may have and be furniture by one of its phrases.
const MAX_NOTICE_WORDS: usize = 80;

/// The most words of a line that is furniture by what stands before it.
const MAX_LABEL_WORDS: usize = 12;

/// Share of a comment's content words that may also be the article's. Real paragraphs share more than
/// half with the rest of theirs, or a name.
const MAX_COMMENT_OVERLAP: f64 = 0.4;

/// The most words that any of the lines below has.
const MAX_LINE_WORDS: usize = 5;

/// Lines that are furniture wherever they stand, if they are all that a paragraph says. Lower case,
/// without punctuation.
const LINES: [&str; 29] = [
    "promoted links", "promoted stories", "sponsored links", "sponsored content", "editors choice",
    "editor's choice", "editors' choice", "editor's picks", "most read", "most popular",
    "trending", "trending now", "related articles", "related stories", "related links",
    "related topics", "read more", "more on this story", "more from this section",
    "you may also like", "you might also like", "recommended for you", "advertisement",
    "share this article", "share this story", "share", "print this page", "sign up",
    "subscribe now",
];

/// Beginnings of short labels over lists of links.
const LABELS: [&str; 5] = ["also in ", "read more ", "more in ", "read also ", "see also "];

/// Phrases that only pages say. They count before the running text begins and after it ends.
const PHRASES: [&str; 9] = [
    "use of cookies", "uses cookies", "use cookies", "cookie policy", "to your inbox",
    "in your inbox", "all rights reserved", "privacy policy", "terms of use",
];

/// Phrases that articles say too. They count there as well, if they speak to the reader.
const ADDRESSES: [&str; 11] = [
    "cookies to ", "cookie page", "our newsletter", "daily newsletter", "terms and conditions",
    "follow us on", "like us on", "click here to", "download our app", "subscribe to",
    "sign up for",
];

/// Lines that open or close the comments of readers; furniture as well.
const COMMENT_LINES: [&str; 9] = [
    "post a comment", "comments are closed", "comments", "leave a comment", "leave a reply",
    "add a comment", "view comments", "no comments", "no comments yet",
];

/// The most paragraphs of comments that are looked for.
const MAX_COMMENTS: usize = 20;

/// Marks the furniture that an article shows by itself.
pub fn furniture(version: &Version) -> FurnitureMarks {
    let passages = version.passages();
    let mut reasons = vec![None; passages.len()];
    let mut comment_lines = Vec::new();
    for at in (0..passages.len()).filter(|at| is_alone(passages, *at)) {
        // Most passages are longer than any of these lines, and need not be folded.
        if n_words(version, at) > MAX_LINE_WORDS {
            continue;
        }
        let line = folded(version, at);
        let is_comment_line = COMMENT_LINES.contains(&line.as_str());
        if is_comment_line {
            comment_lines.push(at);
        }
        if is_comment_line || LINES.contains(&line.as_str()) {
            reasons[at] = Some(FurnitureReason::Phrase);
        }
    }
    mark_comments(version, &comment_lines, &mut reasons);
    let text = running_text(version, &reasons);
    mark_notices(version, &text, &mut reasons);
    mark_labels(version, &text, &mut reasons);
    FurnitureMarks::new(reasons)
}

/// The words of a passage in lower case, with single spaces.
fn folded(version: &Version, at: usize) -> String {
    let words = version.text(version.passages()[at].span).to_lowercase().replace('’', "'");
    let words = words.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn n_words(version: &Version, at: usize) -> usize {
    version.tokens_of(&version.passages()[at]).iter().filter(|token| token.is_word()).count()
}

fn is_alone(passages: &[Passage], at: usize) -> bool {
    let paragraph = passages[at].paragraph;
    (at == 0 || passages[at - 1].paragraph != paragraph)
        && passages.get(at + 1).is_none_or(|next| next.paragraph != paragraph)
}

/// From the first paragraph of running text to the last. What stands before and after is the page's head and
/// tail; an article without such a paragraph has neither.
fn running_text(version: &Version, reasons: &[Option<FurnitureReason>]) -> Range<usize> {
    let passages = version.passages();
    let n_text = |at: usize| {
        let is_text = passages[at].kind == PassageKind::Body
            && reasons[at].is_none()
            && !is_notice(&folded(version, at));
        if is_text { n_words(version, at) } else { 0 }
    };
    let is_body = |members: &Range<usize>| members.clone().map(n_text).sum::<usize>() >= BODY_WORDS;
    let first = paragraphs(passages).find(is_body);
    let last = paragraphs_back(passages).find(is_body);
    match (first, last) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..passages.len(),
    }
}

/// The passages of each paragraph, from the first on.
fn paragraphs(passages: &[Passage]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = 0;
    iter::from_fn(move || {
        let members = (next < passages.len()).then(|| paragraph_of(passages, next))?;
        next = members.end;
        Some(members)
    })
}

/// The passages of each paragraph, from the last on.
fn paragraphs_back(passages: &[Passage]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = passages.len();
    iter::from_fn(move || {
        let members = paragraph_of(passages, end.checked_sub(1)?);
        end = members.start;
        Some(members)
    })
}

/// Whether a passage speaks as notices do, and to the reader: an article may be about cookies.
fn is_notice(folded: &str) -> bool {
    let padded = format!("{folded} ");
    let holds = |phrases: &[&str]| phrases.iter().any(|phrase| padded.contains(phrase));
    let speaks_to_reader = || {
        let mut words = folded.split(' ');
        words.any(|word| matches!(word, "you" | "your" | "we" | "our" | "us" | "click" | "here"))
    };
    let is_short = || folded.split(' ').count() < BODY_WORDS;
    (holds(&PHRASES) && (is_short() || speaks_to_reader()))
        || (holds(&ADDRESSES) && speaks_to_reader())
}

/// Marks whole paragraphs that hold a notice, outside the running text.
fn mark_notices(version: &Version, text: &Range<usize>, reasons: &mut [Option<FurnitureReason>]) {
    let passages = version.passages();
    let head = paragraphs(passages).take_while(|members| members.start < text.start);
    let tail = paragraphs_back(passages).take_while(|members| members.end > text.end);
    for members in head.chain(tail) {
        let has_headline =
            passages[members.clone()].iter().any(|p| p.kind == PassageKind::Headline);
        let words: usize = members.clone().map(|at| n_words(version, at)).sum();
        if !has_headline
            && words <= MAX_NOTICE_WORDS
            && members.clone().any(|at| is_notice(&folded(version, at)))
        {
            for at in members {
                reasons[at].get_or_insert(FurnitureReason::Phrase);
            }
        }
    }
}

/// The passages of the paragraph that a passage belongs to.
fn paragraph_of(passages: &[Passage], at: usize) -> Range<usize> {
    let paragraph = passages[at].paragraph;
    let first = passages[..at]
        .iter()
        .rposition(|p| p.paragraph != paragraph)
        .map_or(0, |before| before + 1);
    let last = passages[at..]
        .iter()
        .position(|p| p.paragraph != paragraph)
        .map_or(passages.len(), |n| at + n);
    first..last
}

/// Marks short labels after the running text: "Also in World News", and whatever short line follows furniture
/// there, such as the links under "Promoted Links".
fn mark_labels(version: &Version, text: &Range<usize>, reasons: &mut [Option<FurnitureReason>]) {
    let mut is_after_furniture = false;
    for at in text.end..version.passages().len() {
        let passage = &version.passages()[at];
        let is_short =
            passage.kind == PassageKind::Heading && n_words(version, at) <= MAX_LABEL_WORDS;
        if reasons[at].is_none() && is_short {
            let line = folded(version, at);
            let is_credit =
                version.text(passage.span).starts_with('(') || line.contains("reporting");
            let is_label = LABELS.iter().any(|label| line.starts_with(label));
            if !is_credit && (is_label || is_after_furniture) {
                reasons[at] = Some(if is_label {
                    FurnitureReason::Phrase
                } else {
                    FurnitureReason::AfterFurniture
                });
            }
        }
        is_after_furniture |= reasons[at].is_some();
    }
}

/// Marks readers' comments: paragraphs that stand before the line of the comments, speak of "i" or "you" outside
/// quotation marks, are carelessly written, name nothing that the article names and share few of its words.
/// The first two paragraphs are never comments.
fn mark_comments(version: &Version, lines: &[usize], reasons: &mut [Option<FurnitureReason>]) {
    let passages = version.passages();
    let mut n_seen = 0;
    for line in lines {
        let mut end = *line;
        while end > 0 && n_seen < MAX_COMMENTS {
            let members = paragraph_of(passages, end - 1);
            if passages[members.start].paragraph < 2 || !is_comment(version, &members) {
                break;
            }
            n_seen += 1;
            end = members.start;
            for member in members {
                reasons[member].get_or_insert(FurnitureReason::Comment);
            }
        }
    }
}

fn is_comment(version: &Version, members: &Range<usize>) -> bool {
    let passages = version.passages();
    let (first, last) = (&passages[members.start], &passages[members.end - 1]);
    let (before, own) = version.tokens().split_at(first.tokens.start);
    let own = &own[..last.tokens.end - first.tokens.start];
    let text = |token: &Token| version.text(token.span());
    let has = |words: &[&str]| own.iter().any(|token| words.contains(&text(token)));
    let whole = version.text(Span { start: first.span.start, end: last.span.end });
    let is_careless =
        has(&["i"]) || whole.contains("http") || !whole.ends_with(['.', '!', '?', '…']);
    let is_quotation = has(&["\"", "“", "”", "‘"]) || whole.starts_with('\'');
    let n_words = own.iter().filter(|token| token.is_word()).count();
    if !has(&["i", "I", "my", "My", "you", "your", "me"])
        || !is_careless
        || is_quotation
        || n_words < 8
    {
        return false;
    }
    let known: FxHashSet<MatchKey> =
        before.iter().filter(|t| t.is_content()).map(|t| t.key).collect();
    let content = || own.iter().filter(|token| token.is_content());
    let shared = content().filter(|token| known.contains(&token.key)).count();
    let shares_name = own.iter().skip(1).any(|token| {
        let is_name =
            token.kind() == TokenKind::Word && text(token).starts_with(char::is_uppercase);
        is_name && known.contains(&token.key)
    });
    !shares_name && (shared as f64) < MAX_COMMENT_OVERLAP * content().count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    /// Lines that begin with `#` are expected to be furniture; the mark is not part of the text.
    #[track_caller]
    fn check(lines: &[&str]) {
        let text =
            lines.iter().map(|line| line.trim_start_matches('#')).collect::<Vec<_>>().join("\n\n");
        let version = parse(text.as_bytes(), Markup::None).expect("text");
        let marks = furniture(&version);
        let marked = |paragraph: usize| {
            version
                .passages()
                .iter()
                .enumerate()
                .filter(|(_, p)| p.paragraph == paragraph)
                .all(|(at, _)| marks.is_furniture(at))
        };
        let found: Vec<(&str, bool)> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| (line.trim_start_matches('#'), marked(at)))
            .collect();
        let expected: Vec<(&str, bool)> = lines
            .iter()
            .map(|line| (line.trim_start_matches('#'), line.starts_with('#')))
            .collect();
        assert_eq!(found, expected);
    }

    const LEAD: &str = "A ferry with two hundred passengers on board struck the outer wall of the harbour at Port \
                        Ellery on Tuesday, the coast guard said.";

    #[test]
    fn notices_at_the_end_are_furniture() {
        check(&[
            "Ferry hits pier",
            LEAD,
            "Nobody was hurt.",
            "#By continuing to use this site you accept the use of cookies. You can find out more here",
        ]);
        check(&[
            LEAD, "Harbour Gazette", "#Promoted Links", "#Ten ways to cook eel",
            "#Also in World News",
        ]);
        check(&[
            LEAD,
            "#Today's headlines, straight to your inbox every morning.",
            "#Editors Choice",
        ]);
    }

    #[test]
    fn readers_comments_are_furniture() {
        check(&[
            LEAD,
            "The mayor thanked the crews.",
            "#It is really great that i read it and you can get more benefits from the education of society by it.",
            "#Comments are closed.",
        ]);
    }

    #[test]
    fn headlines_and_short_articles_are_not() {
        check(&["More in store for harbour town", LEAD]);
        check(&["Read more books, minister tells pupils", LEAD]);
        check(&[
            "Residents can sign up for the scheme from Monday.",
            LEAD,
            "Drivers must sign up for new licences.",
        ]);
        check(&["Few subscribe to the theory that the earth is flat.", "It is round."]);
        check(&[
            LEAD,
            "He left.",
            "‘I thought we would all die when you came,’ a passenger told him later.",
            "#Comments",
        ]);
    }

    #[test]
    fn the_article_is_not() {
        check(&[
            "Cookies firm fined",
            "The regulator said on Monday that the firm had hidden its use of cookies from readers for two years and \
             that it would pay a fine of two million.",
            "It will appeal.",
            "Additional reporting by Ada Brandt",
            "(Meridian)",
        ]);
        check(&[
            LEAD,
            "\"I saw you there,\" she told the captain, \"and my heart stopped for a moment.\"",
            "#Comments",
        ]);
        check(&[
            LEAD,
            "My own view is that the ferry at Port Ellery should have waited for the tide.",
            "#Comments",
        ]);
    }
}
