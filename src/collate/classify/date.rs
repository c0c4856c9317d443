//! Days, months and times of day.

use jiff::civil::Date;

use super::{Context, Reading, Word};
use crate::sides::{Side, Sides};
use crate::text::calendar::{is_date_sign, is_day, is_month, resolve};
use crate::text::token::TokenKind;

/// Words that go with a date.
const TIMES: [&str; 15] = [
    "morning", "afternoon", "evening", "night", "noon", "midnight", "week", "month", "year",
    "last", "next", "earlier", "later", "late", "early",
];

/// What stands beside days in Chinese and Japanese.
const BESIDE_SIGNS: [&str; 5] = ["付", "の", "に", "は", "曜"];

/// Words that are also first names, verbs or modals.
const AMBIGUOUS: [&str; 4] = ["May", "March", "April", "June"];

/// Changes of nothing but days, months, and the words and figures around these.
pub(super) fn is_date(readings: &Sides<Reading<'_>>) -> bool {
    let words = || readings.left.words.iter().chain(&readings.right.words);
    let is_fit = |word: &Word<'_>| {
        word.kind != TokenKind::Word
            || is_named(word)
            || word.is_in(&TIMES)
            || is_date_sign(word.text)
            || BESIDE_SIGNS.contains(&word.text)
    };
    if !words().all(is_fit) {
        return false;
    }
    Side::BOTH.iter().any(|side| is_sure(&readings[*side]))
        || (words().any(|word| !word.is_in(&["on", "in", "the", "of", "at", "a"]))
            && Side::BOTH.iter().any(|side| is_beside_name(&readings[*side]))
            && Side::BOTH
                .iter()
                .all(|side| readings[*side].words.is_empty() || is_beside_name(&readings[*side])))
}

fn is_named(word: &Word<'_>) -> bool {
    is_day(word.text) || is_month(word.text)
}

/// Whether a reading has a day or a month that can be nothing else: "May" needs a figure beside it, and a month before a
/// name is somebody's first name.
fn is_sure(reading: &Reading<'_>) -> bool {
    let has_number = reading.words.iter().any(|word| word.kind == TokenKind::Number);
    reading.words.iter().enumerate().any(|(at, word)| {
        let next = reading.words.get(at + 1).cloned().or_else(|| reading.after().next());
        let next = next.as_ref();
        let is_first_name = AMBIGUOUS.contains(&word.text)
            && next.is_some_and(|next| next.is_capital() && !is_named(next));
        let before = match at.checked_sub(1) {
            Some(before) => reading.words.get(before).cloned(),
            None => reading.before().next(),
        };
        let is_told = before.is_some_and(|word| {
            word.kind == TokenKind::Number
                || word.is_in(&["in", "since", "until", "last", "next", "by", "of", "on", "from"])
        }) || next.is_some_and(|word| word.kind == TokenKind::Number);
        is_day(word.text)
            || (word.kind == TokenKind::Number && next.is_some_and(|next| is_date_sign(next.text)))
            || (is_month(word.text)
                && !is_first_name
                && (has_number || is_told || !AMBIGUOUS.contains(&word.text)))
    })
}

/// Whether a figure or a time changed right beside a month or a day that stayed: "14 March", "late Tuesday".
fn is_beside_name(reading: &Reading<'_>) -> bool {
    let nearest = |mut words: Context<'_>, is_it: fn(&str) -> bool| {
        words.find(|word| !word.is_in(&["of", "the"])).is_some_and(|word| is_it(word.text))
    };
    let is_day_number = |word: &Word<'_>| {
        let digits = word.text.trim_end_matches(char::is_alphabetic);
        digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let tells = |word: &Word<'_>| {
        is_day_number(word)
            || (word.kind == TokenKind::Word && word.is_in(&TIMES))
            || word.is_in(&["on", "this"])
    };
    reading.plain().next().is_some()
        && reading.plain().all(tells)
        && if reading.words.iter().any(is_day_number) {
            // "killed 20 Friday" is no day of the month.
            nearest(reading.after(), is_month) || nearest(reading.before(), is_month)
        } else {
            nearest(reading.after(), is_day) || nearest(reading.after(), is_month)
        }
}

/// The day that a reading means in an article written on a day.
pub(super) fn day(reading: &Reading<'_>, written: Date) -> Option<Date> {
    let words: Vec<&str> = reading.words.iter().map(|word| word.text).collect();
    resolve(&words, written)
}
