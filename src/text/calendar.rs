//! Names of days and months in English, in lower case.

/// Whether a word names a day: a weekday, or one counted from today.
pub fn is_day(word: &str) -> bool {
    DAYS.contains(&word)
}

/// Whether a word names a month, in full or short.
pub fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}

const DAYS: [&str; 19] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "tues", "wed", "thu", "thurs", "fri", "sat", "today", "yesterday", "tomorrow", "tonight",
];

const MONTHS: [&str; 24] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec",
];
