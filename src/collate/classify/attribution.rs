//! Who said it: speakers and verbs of saying, credits and datelines.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Context, Reading, Word};
use crate::sides::{Side, Sides};
use crate::text::speech::is_speech;
use crate::text::token::TokenKind;

/// [`SOURCES`], to be looked up: most words that change are asked about.
static IS_SOURCE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| SOURCES.into_iter().collect());

/// Those who are said to have said it.
const SOURCES: [&str; 39] = [
    "spokesman", "spokeswoman", "spokesperson", "official", "officials", "police", "ministry",
    "statement", "source", "sources", "reporters", "reporter", "journalists", "witness",
    "witnesses", "residents", "analysts", "experts", "activists", "authorities", "government",
    "agency", "news", "interior", "foreign", "defence", "defense", "he", "she", "they", "it",
    "who", "prosecutors", "doctors", "lawyers", "minister", "president", "mayor", "tv",
];

/// Those who do nothing else.
const SPEAKERS: [&str; 3] = ["spokesman", "spokeswoman", "spokesperson"];

/// Changes of nothing but who speaks and how. Without a verb of saying in the change, there must be one beside it:
/// police who close a square say nothing.
pub(super) fn is_attribution(readings: &Sides<Reading<'_>>) -> bool {
    let words = || readings.left.plain().chain(readings.right.plain());
    let is_speech = |word: &Word<'_>| is_speech(word.folded());
    let is_source = |word: &Word<'_>| IS_SOURCE.contains(word.folded()) || word.is_capital();
    let is_fit = |word: &Word<'_>| is_speech(word) || is_source(word) || word.is_stop();
    if words().next().is_none() || !words().all(is_fit) {
        return false;
    }
    if words().any(is_speech) {
        return true;
    }
    if words().all(|word| word.is_in(&SPEAKERS)) {
        return true;
    }
    let is_beside = |side: Side| {
        // "The mayor of Vasley promised": a place is no speaker.
        if readings[side]
            .before()
            .next()
            .is_some_and(|word| word.is_in(&["of", "in", "at", "from", "for"]))
        {
            return false;
        }
        let nearest = |mut words: Context<'_>| {
            words.find(|word| word.kind != TokenKind::Mark).is_some_and(|word| is_speech(&word))
        };
        // Who speaks stands before the verb, or after it where the clause ends: "said Lund."
        let is_over = readings[side].after().next().is_none_or(|word| word.kind == TokenKind::Mark);
        nearest(readings[side].after()) || (is_over && nearest(readings[side].before()))
    };
    let names_one = |side: Side| {
        let mut plain = readings[side].plain();
        let is_only_pronoun = readings[side].plain().count() == 1;
        plain.any(|word| {
            (is_source(word) && !word.is_stop())
                || (is_only_pronoun && word.is_in(&["he", "she", "they"]))
        })
    };
    let tells_where = |side: Side| {
        readings[side]
            .plain()
            .any(|word| word.is_in(&["statement", "reporters", "journalists", "interview"]))
            || readings[side].words.is_empty()
    };
    Side::BOTH.iter().all(|side| (names_one(*side) || tells_where(*side)) && is_beside(*side))
}

/// Whether a whole clause that says who said it was put in, left out or put otherwise: "the coast guard said in a
/// statement", "according to the port", or who speaks right before "said".
pub(super) fn is_clause(readings: &Sides<Reading<'_>>) -> bool {
    let is_told = |side: &Side| readings[*side].words.is_empty() || tells_who(&readings[*side]);
    if Side::BOTH.iter().all(is_told) {
        return true;
    }
    Side::BOTH.iter().all(|side| {
        let reading = &readings[*side];
        let is_said = reading.after().next().is_some_and(|word| is_speech(word.folded()));
        is_said && begins_clause(reading) && is_phrase(reading)
    })
}

/// The most words of a clause that says who said it, or of its speaker.
const MAX_CLAUSE: usize = 12;

/// Whether a reading is a clause between marks whose verb of saying stands at an end, or before where it was said.
fn tells_who(reading: &Reading<'_>) -> bool {
    let Some(verb) = reading.plain().position(|word| is_speech(word.folded())) else {
        return false;
    };
    let words: Vec<&Word<'_>> = reading.plain().collect();
    let is_place = |word: &&Word<'_>| {
        word.is_stop()
            || word.is_capital()
            || IS_SOURCE.contains(word.folded())
            || word.is_in(&OCCASIONS)
    };
    let rest = &words[verb + 1..];
    let names_one = |words: &[&Word<'_>]| {
        words
            .iter()
            .any(|word| word.is_capital() || IS_SOURCE.contains(word.folded()) || word.text == "to")
    };
    let is_whole = if verb == 0 { names_one(rest) } else { rest.iter().all(is_place) };
    is_whole && is_phrase(reading) && begins_clause(reading) && ends_clause(reading)
}

/// Where something is said.
const OCCASIONS: [&str; 8] =
    ["interview", "conference", "briefing", "letter", "speech", "report", "telephone", "email"];

/// Whether a reading begins with a mark, after one, or with its passage.
fn begins_clause(reading: &Reading<'_>) -> bool {
    let is_mark = |word: &Word<'_>| word.kind == TokenKind::Mark;
    reading.words.first().is_some_and(is_mark)
        || reading.before().next().is_none_or(|word| is_mark(&word))
}

/// Whether a reading ends with a mark, before one, or with its passage.
fn ends_clause(reading: &Reading<'_>) -> bool {
    let is_mark = |word: &Word<'_>| word.kind == TokenKind::Mark;
    reading.words.last().is_some_and(is_mark)
        || reading.after().next().is_none_or(|word| is_mark(&word))
}

/// Whether a reading is short and no more than one sentence.
fn is_phrase(reading: &Reading<'_>) -> bool {
    (1..=MAX_CLAUSE).contains(&reading.plain().count())
        && !reading.words.iter().any(|word| matches!(word.text, "." | "?" | "!" | ":" | ";"))
}

/// Whether the change stands in "PORT ELLERY (Meridian) -" or "Port Ellery:", on one side at least.
pub(super) const fn is_dateline(readings: &Sides<Reading<'_>>) -> bool {
    readings.left.is_in_dateline || readings.right.is_in_dateline
}
