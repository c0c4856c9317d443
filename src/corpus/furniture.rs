//! Furniture inside one article: cookie notices, link lists, comments.
//!
//! It is marked and never deleted, and to mark a real passage is worse than to miss furniture. So a mark
//! needs one strong sign (a phrase that only pages say, at a place where pages say it) or several weak
//! ones. Lengths and shares of stop words, which tell furniture from text in HTML, fail on plain text in
//! both directions and are not used.

use rustc_hash::FxHashSet;

use crate::text::keys::MatchKey;
use crate::text::token::TokenKind;
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

/// Lines that are furniture wherever they stand, if they are all that a paragraph says. Lower case,
/// without punctuation.
const LINES: [&str; 38] = [
    "promoted links", "promoted stories", "sponsored links", "sponsored content", "post a comment",
    "comments are closed", "comments", "leave a comment", "leave a reply", "add a comment",
    "view comments", "no comments", "no comments yet", "editors choice", "editor's choice",
    "editors' choice", "editor's picks", "most read", "most popular", "trending", "trending now",
    "related articles", "related stories", "related links", "related topics", "read more",
    "more on this story", "more from this section", "you may also like", "you might also like",
    "recommended for you", "advertisement", "share this article", "share this story", "share",
    "print this page", "sign up", "subscribe now",
];

/// Beginnings of short labels over lists of links.
const LABELS: [&str; 5] = ["also in ", "read more ", "more in ", "read also ", "see also "];

/// Phrases of notices. They count before the running text begins and after it ends.
const PHRASES: [&str; 20] = [
    "use of cookies", "uses cookies", "use cookies", "cookie policy", "cookies to ", "cookie page",
    "to your inbox", "in your inbox", "our newsletter", "daily newsletter", "all rights reserved",
    "terms of use", "terms and conditions", "privacy policy", "follow us on", "like us on",
    "click here to", "download our app", "subscribe to", "sign up for",
];

/// Lines that open or close the comments of readers.
const COMMENT_LINES: [&str; 9] = [
    "post a comment", "comments are closed", "comments", "leave a comment", "leave a reply",
    "add a comment", "view comments", "no comments", "no comments yet",
];

/// Marks the furniture that an article shows by itself.
pub fn furniture(version: &Version) -> FurnitureMarks {
    let passages = version.passages();
    let folded: Vec<String> = passages.iter().map(|passage| folded(version, passage)).collect();
    let mut reasons = vec![None; passages.len()];
    let is_line = |at: usize| is_alone(passages, at) && LINES.contains(&folded[at].as_str());
    for (at, reason) in reasons.iter_mut().enumerate() {
        if is_line(at) || (is_alone(passages, at) && is_label(&folded[at], passages[at].kind)) {
            *reason = Some(FurnitureReason::Phrase);
        }
    }
    mark_comments(version, &folded, &mut reasons);
    mark_notices(version, &folded, &mut reasons);
    mark_labels_after(version, &folded, &mut reasons);
    FurnitureMarks::new(reasons)
}

/// The words of a passage in lower case, with single spaces.
fn folded(version: &Version, passage: &Passage) -> String {
    let words = version.text(passage.span).to_lowercase().replace('’', "'");
    let words = words.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn n_words(folded: &str) -> usize {
    folded.split(' ').filter(|word| !word.is_empty()).count()
}

fn is_alone(passages: &[Passage], at: usize) -> bool {
    let paragraph = passages[at].paragraph;
    (at == 0 || passages[at - 1].paragraph != paragraph)
        && passages.get(at + 1).is_none_or(|next| next.paragraph != paragraph)
}

fn is_label(folded: &str, kind: PassageKind) -> bool {
    kind != PassageKind::Body
        && n_words(folded) <= MAX_LABEL_WORDS
        && LABELS.iter().any(|label| folded.starts_with(label))
}

/// Passages of the page's head and tail: before the first running text, and after the last.
fn is_outside(
    version: &Version,
    folded: &[String],
    reasons: &[Option<FurnitureReason>],
) -> Vec<bool> {
    let is_body = |at: &usize| {
        version.passages()[*at].kind == PassageKind::Body
            && n_words(&folded[*at]) >= BODY_WORDS
            && reasons[*at].is_none()
            && !is_notice(&folded[*at])
    };
    let first = (0..folded.len()).find(is_body).unwrap_or(folded.len());
    let last = (0..folded.len()).rev().find(is_body).unwrap_or(0);
    (0..folded.len()).map(|at| at < first || at > last).collect()
}

/// Whether a passage speaks as notices do. A long one must also speak to the reader, or it may be an
/// article about cookies.
fn is_notice(folded: &str) -> bool {
    let speaks_to_reader = || {
        folded
            .split(' ')
            .any(|word| matches!(word, "you" | "your" | "we" | "our" | "us" | "click" | "here"))
    };
    let padded = format!("{folded} ");
    PHRASES.iter().any(|phrase| padded.contains(phrase))
        && (n_words(folded) < BODY_WORDS || speaks_to_reader())
}

/// Marks whole paragraphs that hold a phrase of notices, outside the running text.
fn mark_notices(version: &Version, folded: &[String], reasons: &mut [Option<FurnitureReason>]) {
    let outside = is_outside(version, folded, reasons);
    let passages = version.passages();
    for at in 0..passages.len() {
        if !outside[at] || !is_notice(&folded[at]) || passages[at].kind == PassageKind::Headline {
            continue;
        }
        let members: Vec<usize> =
            paragraph_of(passages, at).filter(|other| outside[*other]).collect();
        let words: usize = members.iter().map(|member| n_words(&folded[*member])).sum();
        if words <= MAX_NOTICE_WORDS {
            for member in members {
                reasons[member].get_or_insert(FurnitureReason::Phrase);
            }
        }
    }
}

fn paragraph_of(passages: &[Passage], at: usize) -> impl Iterator<Item = usize> {
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

/// Marks short lines after furniture at the very end: the links under "Promoted Links".
fn mark_labels_after(
    version: &Version,
    folded: &[String],
    reasons: &mut [Option<FurnitureReason>],
) {
    let outside = is_outside(version, folded, reasons);
    let mut is_after = false;
    for at in 0..folded.len() {
        if !outside[at] {
            is_after = false;
        } else if reasons[at].is_some() {
            // At the head only what is marked itself counts: a headline may follow a menu.
            is_after = at > 0 && outside[..at].contains(&false);
        } else if is_after {
            let passage = &version.passages()[at];
            let is_label =
                passage.kind == PassageKind::Heading && n_words(&folded[at]) <= MAX_LABEL_WORDS;
            let is_credit =
                version.text(passage.span).starts_with('(') || folded[at].contains("reporting");
            if is_label && !is_credit {
                reasons[at] = Some(FurnitureReason::AfterFurniture);
            }
        }
    }
}

/// Marks readers' comments: paragraphs that stand against the line of the comments, speak of "i" or
/// "you" outside quotation marks, name nothing that the article names and share few of its words.
fn mark_comments(version: &Version, folded: &[String], reasons: &mut [Option<FurnitureReason>]) {
    let passages = version.passages();
    for line in (0..passages.len()).filter(|at| COMMENT_LINES.contains(&folded[*at].as_str())) {
        let mut end = line;
        while end > 0 {
            let members: Vec<usize> = paragraph_of(passages, end - 1).collect();
            let is_last_text = members.contains(&0);
            if is_last_text || !is_comment(version, &members) {
                break;
            }
            end = members[0];
            for member in members {
                reasons[member].get_or_insert(FurnitureReason::Comment);
            }
        }
    }
}

fn is_comment(version: &Version, members: &[usize]) -> bool {
    let first = &version.passages()[members[0]];
    let last = &version.passages()[members[members.len() - 1]];
    let (before, own) = version.tokens().split_at(first.tokens.start);
    let own = &own[..last.tokens.end - first.tokens.start];
    let text = |span| version.text(span);
    let has_person =
        own.iter().any(|t| matches!(text(t.span), "i" | "I" | "my" | "My" | "you" | "your" | "me"));
    let has_quotation = own.iter().any(|t| matches!(text(t.span), "\"" | "“" | "”"));
    if !has_person || has_quotation || own.iter().filter(|t| t.is_word()).count() < 8 {
        return false;
    }
    let known: FxHashSet<MatchKey> =
        before.iter().filter(|t| t.is_content()).map(|t| t.key).collect();
    let content: Vec<_> = own.iter().filter(|t| t.is_content()).collect();
    let shared = content.iter().filter(|t| known.contains(&t.key)).count();
    let shares_name = own.iter().skip(1).any(|t| {
        t.kind == TokenKind::Word
            && text(t.span).starts_with(char::is_uppercase)
            && known.contains(&t.key)
    });
    !shares_name && (shared as f64) < MAX_COMMENT_OVERLAP * content.len() as f64
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
            "#It is really great that i read it and you can get more benefits from the education of society by it.",
            "#Comments are closed.",
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
