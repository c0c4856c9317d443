//! Datelines: the place before the first sentence, and the agency beside it.

use super::{is_agency, is_month};
use crate::text::cut;
use crate::text::keys::fold;
use crate::text::token::is_stop_word;

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
    let end = line.find(['(', '—', '–', '-']).filter(|at| *at > 0 && *at <= MAX_DATELINE)?;
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
