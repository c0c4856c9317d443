//! Names and titles.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Reading, Word};
use crate::sides::{Side, Sides};
use crate::text::keys::is_dash;
use crate::text::token::TokenKind;

/// [`TITLES`], to be looked up: most words that change are asked about.
static IS_TITLE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| TITLES.into_iter().collect());

/// Titles before names.
const TITLES: [&str; 34] = [
    "mr", "mrs", "ms", "dr", "prof", "professor", "president", "minister", "secretary", "mayor",
    "captain", "chief", "general", "senator", "governor", "chancellor", "director", "chairman",
    "chairwoman", "inspector", "commissioner", "ambassador", "envoy", "councillor", "councilor",
    "sir", "lord", "lady", "sergeant", "colonel", "judge", "foreign", "prime", "deputy",
];

/// Words within names that begin in lower case.
const PARTICLES: [&str; 16] = [
    "al", "el", "bin", "ibn", "abu", "de", "van", "von", "di", "da", "del", "della", "la", "le",
    "du", "der",
];

/// Two words that are this near may be one name in two spellings.
const MAX_DISTANCE: usize = 2;

/// Whether what changed is a name or a title on both sides: every word of meaning has a capital or is a title, and
/// not only because a sentence begins with it.
pub(super) fn is_name(readings: &Sides<Reading<'_>>) -> bool {
    let is_fit = |side: Side| {
        let reading = &readings[side];
        reading.plain().all(|word| {
            word.kind != TokenKind::Number
                && (word.is_capital() || word.is_stop() || is_title(word) || word.is_in(&PARTICLES))
        })
    };
    if !is_fit(Side::Left) || !is_fit(Side::Right) {
        return false;
    }
    let has_name = |side: Side| {
        let reading = &readings[side];
        let is_beside_name = || {
            let next = reading.after().find(|word| !word.text.chars().all(is_dash));
            next.is_some_and(|word| word.is_capital())
                || reading.before().next().is_some_and(|word| word.is_named())
        };
        reading.plain().any(|word| {
            let is_title = is_title(word) && (word.is_named() || is_beside_name());
            let is_particle = word.is_in(&PARTICLES) && is_beside_name();
            let is_named = word.is_named() && !word.is_stop() && !reading.is_title;
            is_title || is_particle || is_named
        })
    };
    let is_pronoun = |side: Side| {
        let mut plain = readings[side].plain().peekable();
        plain.peek().is_some()
            && plain
                .all(|word| word.is_in(&["he", "she", "they", "him", "her", "them", "it", "who"]))
    };
    let is_all_titles = |side: Side| {
        let mut plain = readings[side].plain().peekable();
        plain.peek().is_some() && plain.all(is_title)
    };
    let is_title_for_title = is_all_titles(Side::Left) && is_all_titles(Side::Right);
    (has_name(Side::Left) || has_name(Side::Right) || is_title_for_title || is_respelled(readings))
        && !is_pronoun(Side::Left)
        && !is_pronoun(Side::Right)
}

/// One name for another that is spelled nearly the same, perhaps at the start of a sentence, where any word has a
/// capital.
pub(super) fn is_respelled(readings: &Sides<Reading<'_>>) -> bool {
    let only = |side: Side| {
        let mut words = readings[side].plain();
        words.next().filter(|word| word.is_capital() && !word.is_stop() && words.next().is_none())
    };
    let (Some(left), Some(right)) = (only(Side::Left), only(Side::Right)) else {
        return false;
    };
    // At the start of a sentence "Late" and "Later", "Passenger" and "Passengers" are no names.
    let is_first = left.is_first || right.is_first;
    let (a, b) = (left.text, right.text);
    let nearest = if is_first { 1 } else { MAX_DISTANCE };
    let is_long =
        a.chars().take(MIN_NAME).count().min(b.chars().take(MIN_NAME).count()) == MIN_NAME;
    let is_ending = a.starts_with(b) || b.starts_with(a);
    let is_title = readings.left.is_title || readings.right.is_title;
    is_long && !is_title && !(is_first && is_ending) && distance(a, b) <= nearest
}

/// Shorter names are too much like other words to be told from these.
const MIN_NAME: usize = 4;

/// The longest name that is compared letter by letter.
const MAX_NAME: usize = 40;

/// Number of letters to put in, take out or change; without looking, if that must be many.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(MAX_NAME + 1).collect();
    let n_left = left.chars().take(MAX_NAME + 1).count();
    if n_left.max(right.len()) > MAX_NAME || n_left.abs_diff(right.len()) > MAX_DISTANCE {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for a in left.chars() {
        let mut diagonal = row[0];
        row[0] += 1;
        for (at, b) in right.iter().enumerate() {
            let cost = diagonal + usize::from(a != *b);
            diagonal = row[at + 1];
            row[at + 1] = cost.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[right.len()]
}

/// Whether only a hyphen within a name changed: "Anne-Marie".
pub(super) fn is_hyphen(readings: &Sides<Reading<'_>>) -> bool {
    Side::BOTH.iter().all(|side| {
        let reading = &readings[*side];
        reading.words.iter().all(|word| word.text.chars().all(is_dash))
            && reading.before().next().is_some_and(|word| word.is_capital())
            && reading.after().next().is_some_and(|word| word.is_capital())
            && !reading.is_title
    })
}

fn is_title(word: &Word<'_>) -> bool {
    IS_TITLE.contains(word.folded())
}
