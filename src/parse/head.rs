//! The head of an article: headline, byline, date line, agency credit.

use crate::text::blocks::is_row_of_links;
use crate::text::calendar::{is_day, is_month};
use crate::text::cut;
use crate::text::token::{Token, TokenKind, is_stop_word};
use crate::version::{Metadata, Passage, PassageKind};

/// A passage of this many words is running text; the head ends before it.
const BODY_WORDS: usize = 20;

/// The most words a headline has.
const MAX_HEADLINE_WORDS: usize = 24;

/// A line of fewer words may be a label: "Advertisement", "World news".
const LABEL_WORDS: usize = 4;

/// How far into the lead a credit in brackets may stand, in bytes: "PORT ELLERY, Tuesday (Meridian) -".
const MAX_DATELINE: usize = 80;

/// Reads the head, and marks the passage that is the headline.
pub(super) fn read(text: &str, passages: &mut [Passage], tokens: &[Token]) -> Metadata {
    let n_words = |passage: &Passage| {
        tokens[passage.tokens.clone()].iter().filter(|token| token.is_word()).count()
    };
    let body = passages
        .iter()
        .position(|p| p.kind == PassageKind::Body && n_words(p) >= BODY_WORDS)
        .unwrap_or(passages.len());
    let mut metadata = Metadata::default();
    let mut headline = None;
    for (at, passage) in passages.iter().enumerate().take(body.saturating_add(1)) {
        let line = passage.span.of(text);
        let words = n_words(passage);
        if let Some(name) = byline(line, words) {
            metadata.byline.get_or_insert(name);
        } else if is_date_line(&tokens[passage.tokens.clone()], text) {
            metadata.date.get_or_insert_with(|| one_line(line));
        } else if at < body && is_headline(passages, at, words, line) {
            // A label may stand above the headline; the first line that says something is it.
            let is_label = |at: usize| n_words(&passages[at]) < LABEL_WORDS;
            if headline.is_none_or(|known| is_label(known) && words >= LABEL_WORDS) {
                headline = Some(at);
            }
        }
    }
    if let Some(at) = headline {
        passages[at].kind = PassageKind::Headline;
        metadata.headline = Some(one_line(passages[at].span.of(text)));
    }
    let lead = passages.iter().skip(headline.map_or(0, |at| at + 1)).take(8);
    metadata.credit = lead
        .filter_map(|passage| dateline_credit(passage.span.of(text)))
        .chain(
            passages.iter().rev().take(6).filter_map(|passage| whole_credit(passage.span.of(text))),
        )
        .next();
    metadata
}

/// A headline stands before the running text, alone in its paragraph, and does not end like a sentence.
fn is_headline(passages: &[Passage], at: usize, words: usize, line: &str) -> bool {
    let passage = &passages[at];
    let is_alone = at + 1 < passages.len() && passages[at + 1].paragraph != passage.paragraph;
    let is_first_in_paragraph = at == 0 || passages[at - 1].paragraph != passage.paragraph;
    (1..=MAX_HEADLINE_WORDS).contains(&words)
        && is_alone
        && is_first_in_paragraph
        && !line.ends_with(['.', ':', '。'])
        && !is_row_of_links(line)
        && (passage.kind != PassageKind::Subhead || line.starts_with(char::is_alphanumeric))
}

/// "By Ada Brandt, Harbour Gazette" without its "By". Names are capitalized; "By Christmas it will be over" is
/// no byline.
fn byline(line: &str, words: usize) -> Option<String> {
    let name = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by))?;
    let is_name = |word: &str| {
        word.starts_with(|c: char| !c.is_lowercase())
            || matches!(word, "and" | "in" | "for" | "of" | "at" | "de" | "van" | "our" | "staff")
    };
    let is_byline = name.split_whitespace().all(is_name) && !name.ends_with(['.', ':']);
    ((2..=10).contains(&words) && is_byline).then(|| one_line(name))
}

/// A line of nothing but a date: "Tuesday 14 March 2023", "14 March 2023, 18:05".
fn is_date_line(tokens: &[Token], text: &str) -> bool {
    let mut has_month = false;
    let mut has_number = false;
    let mut n_words = 0;
    for token in tokens.iter().filter(|token| token.kind() != TokenKind::Mark) {
        n_words += 1;
        let word = token.span().of(text);
        has_number |= token.kind() == TokenKind::Number;
        has_month |= is_month(word);
        if token.kind() != TokenKind::Number && !is_month(word) && !is_date_word(word) {
            return false;
        }
    }
    has_month && has_number && (2..=12).contains(&n_words)
}

/// Words that stand in a line of nothing but a date.
fn is_date_word(word: &str) -> bool {
    is_day(word)
        || [
            "am", "a.m.", "pm", "p.m.", "gmt", "utc", "bst", "est", "edt", "cet", "at",
            "published", "updated", "posted", "on", "the", "of",
        ]
        .contains(&word.to_lowercase().as_str())
}

/// The agency in "PORT ELLERY (Meridian) - A ferry ...".
fn dateline_credit(line: &str) -> Option<String> {
    let open = line.find('(').filter(|at| *at > 0 && *at <= MAX_DATELINE)?;
    let (place, rest) = (cut(line, ..open), cut(line, open + 1..));
    let close = rest.find(')')?;
    let after = cut(rest, close + 1..).trim_start();
    let is_place = place.split_whitespace().count() <= 4
        && place.starts_with(char::is_uppercase)
        && !place.split_whitespace().any(|word| is_stop_word(&word.to_lowercase()));
    let is_dateline = is_place && after.starts_with(['-', '–', '—', ':']);
    (is_dateline && is_agency(cut(rest, ..close))).then(|| one_line(cut(rest, ..close)))
}

/// A closing line that is only an agency in brackets: "(Meridian)".
fn whole_credit(line: &str) -> Option<String> {
    let name = line.strip_prefix('(')?.strip_suffix(')')?;
    is_agency(name).then(|| one_line(name))
}

fn is_agency(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= 4
        && name.len() <= 40
        && !name.contains(':')
        && !name.split_whitespace().any(|word| word.eq_ignore_ascii_case("by"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;
    use crate::text::blocks::Markup;
    use crate::version::Metadata;

    #[track_caller]
    fn check(
        text: &str,
        headline: Option<&str>,
        byline: Option<&str>,
        credit: Option<&str>,
        date: Option<&str>,
    ) {
        let version = parse(text.as_bytes(), Markup::None).expect("text");
        let own = |text: Option<&str>| text.map(str::to_owned);
        let expected = Metadata {
            headline: own(headline),
            byline: own(byline),
            outlet: None,
            credit: own(credit),
            date: own(date),
        };
        assert_eq!(*version.metadata(), expected);
    }

    const LEAD: &str = "a ferry with two hundred passengers on board struck the outer wall of the harbour at \
                        noon on the day of the great storm, the coast guard said.";

    #[test]
    fn a_head_is_read() {
        check(
            &format!("Ferry hits pier\n\nBy Ada Brandt\n\nPORT ELLERY (Meridian) - {LEAD}"),
            Some("Ferry hits pier"),
            Some("Ada Brandt"),
            Some("Meridian"),
            None,
        );
    }

    #[test]
    fn a_date_line_may_come_first() {
        check(
            &format!("Tuesday 14 March 2023\n\nIs the wall safe?\n\nOn Tuesday {LEAD}"),
            Some("Is the wall safe?"),
            None,
            None,
            Some("Tuesday 14 March 2023"),
        );
    }

    #[test]
    fn what_is_not_there_is_not_invented() {
        check(&format!("On Tuesday {LEAD}\nNobody was hurt."), None, None, None, None);
        check("", None, None, None, None);
        check("(see below)", None, None, None, None);
        let headline = "By Christmas it will be over, minister says";
        check(
            &format!("{headline}\n\nThe National Health Service (NHS) - {LEAD}"),
            Some(headline),
            None,
            None,
            None,
        );
        check(
            &format!(
                "Advertisement\n\nFerry hits pier at noon\n\nOn Tuesday {LEAD}\n\n(Photo: Lund)"
            ),
            Some("Ferry hits pier at noon"),
            None,
            None,
            None,
        );
    }
}
