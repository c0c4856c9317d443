//! Days and months by their names, and in English the day that a text means by them.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use rustc_hash::FxHashSet;

/// Whether a word names a day: a weekday, or one counted from today. In English names have a capital: the ferry "sat" on
/// no Saturday.
pub fn is_day(word: &str) -> bool {
    COUNTED.iter().any(|day| word.eq_ignore_ascii_case(day))
        || (is_capital(word) && weekday(&word.to_lowercase()).is_some())
        || OTHERS.days.contains(word)
}

/// Whether a word names a month, in full or short. In English names have a capital.
pub fn is_month(word: &str) -> bool {
    (is_capital(word) && month(&word.to_lowercase()).is_some()) || OTHERS.months.contains(word)
}

/// Whether a character after a figure makes it a day, a month or a year in Chinese and Japanese.
pub fn is_date_sign(word: &str) -> bool {
    matches!(word, "年" | "月" | "日" | "号")
}

/// [`OTHER_DAYS`] and [`OTHER_MONTHS`], to be looked up: every word that changes is asked about.
static OTHERS: LazyLock<Others> = LazyLock::new(|| Others {
    days: OTHER_DAYS.into_iter().collect(),
    months: OTHER_MONTHS.into_iter().collect(),
});

struct Others {
    days: FxHashSet<&'static str>,
    months: FxHashSet<&'static str>,
}

/// Days in other languages of news, as these write them: Domingo and Hoy are people.
const OTHER_DAYS: [&str; 51] = [
    "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonnabend", "Sonntag",
    "gestern", "heute", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "hier", "aujourd'hui", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
    "domingo", "ayer", "hoy", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato",
    "domenica", "ieri", "oggi", "ontem", "hoje", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء",
    "الخميس", "الجمعة", "السبت", "الأحد", "أمس", "اليوم", "вчера", "сегодня",
];

/// Months in other languages of news, as these write them.
const OTHER_MONTHS: [&str; 65] = [
    "Januar", "Februar", "März", "Juni", "Juli", "Oktober", "Dezember", "janvier", "février",
    "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre", "enero",
    "febrero", "abril", "junio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre",
    "dicembre", "janeiro", "fevereiro", "março", "junho", "julho", "setembro", "outubro",
    "novembro", "dezembro", "يناير", "فبراير", "مارس", "أبريل", "إبريل", "مايو", "يونيو", "يوليو",
    "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول",
];

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Days that are counted from the day of writing.
const COUNTED: [&str; 4] = ["today", "yesterday", "tomorrow", "tonight"];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
];

/// All names of days and months, in full and short.
pub fn names_of_times() -> impl Iterator<Item = &'static str> {
    let names = WEEKDAYS.iter().map(|(name, _)| *name).chain(MONTHS).chain(COUNTED);
    names.flat_map(|name| [name, name.get(..3).unwrap_or(name)]).chain(["sept"])
}

/// A weekday by its name or an abbreviation of three letters and more.
fn weekday(folded: &str) -> Option<Weekday> {
    let folded = folded.trim_end_matches('.');
    let folded = if folded.ends_with("days") { folded.trim_end_matches('s') } else { folded };
    let is_it = |name: &str| {
        name == folded || (folded.len() >= 3 && folded.len() <= 5 && name.starts_with(folded))
    };
    WEEKDAYS.iter().find(|(name, _)| is_it(name)).map(|(_, day)| *day)
}

/// A month by its name or an abbreviation, from 1 to 12.
fn month(folded: &str) -> Option<i8> {
    let folded = folded.trim_end_matches('.');
    let is_it = |name: &str| {
        name == folded
            || (folded.len() == 3 && name.starts_with(folded))
            || (folded == "sept" && name == "september")
    };
    MONTHS.iter().position(|name| is_it(name)).and_then(|at| i8::try_from(at + 1).ok())
}

/// The day of a date line: "Tuesday 14 March 2023", "March 14, 2023, 18:05", "2023-03-14".
///
/// ```
/// use copydesk::text::calendar::date_of;
///
/// assert_eq!(date_of("Tuesday 14 March 2023").unwrap().to_string(), "2023-03-14");
/// assert_eq!(date_of("last spring"), None);
/// ```
pub fn date_of(line: &str) -> Option<Date> {
    let words: Vec<&str> = line
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    // Times follow days: "2023-03-14T18:05:00Z".
    let day = |word: &&str| word.split('T').next().and_then(|day| day.parse().ok());
    if let Some(date) = words.iter().find_map(day) {
        return Some(date);
    }
    let month = words.iter().find_map(|word| month(&word.to_lowercase()))?;
    let numbers = || words.iter().filter_map(|word| ordinal(word));
    let day = numbers().find(|number| (1..=31).contains(number))?;
    let year = numbers().find(|number| (1000..=9999).contains(number))?;
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// "14", "14th".
fn ordinal(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().ok()
}

/// The day that some words mean in an article of `written`: "today", "on Tuesday", "March 14", and nothing else beside.
/// A weekday is the one in the week before, or the day itself; "next" and "last" are somebody's guess and mean no day.
pub fn resolve(words: &[&str], written: Date) -> Option<Date> {
    let mut day = None;
    let (mut in_month, mut number) = (None, None);
    let mut year = written.year();
    for word in words {
        let folded = word.to_lowercase();
        match folded.as_str() {
            "on" | "the" | "of" | "," | "." | "morning" | "afternoon" | "evening" | "late"
            | "early" => {}
            "today" | "tonight" => day = Some(written),
            "yesterday" => day = written.yesterday().ok(),
            "tomorrow" => day = written.tomorrow().ok(),
            _ => {
                if let Some(weekday) = weekday(&folded).filter(|_| is_capital(word)) {
                    day = Some(nearest(weekday, written)?);
                } else if let Some(month) = month(&folded).filter(|_| is_capital(word)) {
                    in_month = Some(month);
                } else {
                    match ordinal(&folded)? {
                        written_out @ 1000.. => year = written_out,
                        day => number = Some(day),
                    }
                }
            }
        }
    }
    match (in_month, number) {
        (None, None) => day,
        (Some(month), Some(number)) => Date::new(year, month, i8::try_from(number).ok()?).ok(),
        _ => None,
    }
}

/// The last such weekday up to the day of writing, but the next day when that is it: "on Wednesday", written on a
/// Tuesday, is tomorrow.
fn nearest(weekday: Weekday, written: Date) -> Option<Date> {
    let tomorrow = written.tomorrow().ok()?;
    if tomorrow.weekday() == weekday {
        return Some(tomorrow);
    }
    if written.weekday() == weekday {
        return Some(written);
    }
    written.nth_weekday(-1, weekday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found() {
        let written = date_of("14 March 2023").expect("a date");
        for (words, day) in [
            (&["today"][..], "2023-03-14"),
            (&["on", "Tuesday"], "2023-03-14"),
            (&["on", "Wednesday"], "2023-03-15"),
            (&["yesterday"], "2023-03-13"),
            (&["Monday"], "2023-03-13"),
            (&["Thursday"], "2023-03-09"),
            (&["March", "14"], "2023-03-14"),
            (&["14th", "of", "March"], "2023-03-14"),
        ] {
            let found = resolve(words, written).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some(day), "{words:?}");
        }
        for words in [&["last", "Tuesday"][..], &["in", "March"], &["sat"], &[]] {
            assert_eq!(resolve(words, written), None, "{words:?}");
        }
    }

    #[test]
    fn names_have_capitals() {
        assert!(is_day("Sat") && is_day("today") && is_month("May") && is_month("Sept"));
        assert!(!is_day("sat") && !is_month("may") && !is_month("Mayor") && !is_day("Sunshine"));
    }
}
