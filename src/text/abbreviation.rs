//! Abbreviations: full stops that end no sentence, in English and where other languages differ.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Whether the dot after `before` belongs to an abbreviation that `next` continues; `first` is the same from its first
/// letter on.
pub(super) fn is_abbreviation(before: &str, next: &str, first: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '-' | '/'))
        .next();
    let word = word.unwrap_or_default().trim_start_matches(['\'', '‘']);
    let is_of_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let next_word = first.split(|c: char| !is_of_word(c)).next().unwrap_or_default();
    let is_number_next = next_word.starts_with(|c: char| c.is_ascii_digit())
        || next.starts_with(['(', '[', '#'])
        || is_roman(next_word);
    // "..." is no abbreviation's dot.
    if word.is_empty() || word.ends_with('.') {
        return false;
    }
    let earlier = before.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
    let earlier = earlier.rsplit(char::is_whitespace).next().unwrap_or_default();
    if let Some(is_one) = is_foreign_abbreviation(word, earlier, next_word, first) {
        return is_one;
    }
    if word.contains('.') {
        // An acronym may end its sentence or not: what follows decides.
        let is_acronym = word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        return is_acronym && !is_starter(next_word);
    }
    let folded = word.to_lowercase();
    let folded = folded.as_str();
    if LISTED.contains(folded) {
        // "Elm St. Three people", "Tom Reyes Sr. The count": after a name, these end it.
        let is_after_name =
            matches!(folded, "st" | "sr") && earlier.starts_with(char::is_uppercase);
        if is_after_name && is_starter(next_word) {
            return false;
        }
        if (ALWAYS_CONTINUES.contains(&folded) && word.starts_with(char::is_uppercase))
            || (BEFORE_NUMBERS.contains(&folded) && is_number_next)
            || (MAY_CONTINUE.contains(&folded) && !is_starter(next_word))
        {
            return true;
        }
    }
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        // An initial, "J. Brandt"; but "Vitamin C. The" and "I. Then" end.
        let is_name = only != 'I' || earlier.starts_with(char::is_uppercase);
        return only.is_uppercase() && is_name && !is_starter(next_word);
    }
    false
}

/// A Roman numeral, "VII". One letter alone is an initial or a pronoun more often.
pub(super) fn is_roman(word: &str) -> bool {
    (2..=6).contains(&word.len()) && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

/// What other languages than English abbreviate, and where English has no say; nothing where it has.
fn is_foreign_abbreviation(
    word: &str,
    earlier: &str,
    next_word: &str,
    first: &str,
) -> Option<bool> {
    let mut letters = word.chars();
    let (only, more) = (letters.next()?, letters.next());
    // In Hindi a full stop only abbreviates; the sentence ends with a danda.
    if matches!(only, '\u{900}'..='\u{97F}') {
        return Some(true);
    }
    // "am 3. Oktober", "im 19. Jahrhundert".
    if word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        return AFTER_ORDINALS.contains(&next_word).then_some(true);
    }
    if more.is_some() {
        return None;
    }
    // "z. B.", "т. е.": one letter and another.
    let mut following = first.chars();
    let is_pair =
        following.next().is_some_and(char::is_alphabetic) && following.next() == Some('.');
    if is_pair && only.is_lowercase() {
        return Some(true);
    }
    match only {
        // "в г. Энске" is a town, "в 1998 г." a year.
        'г' => Some(!earlier.ends_with(|c: char| c.is_ascii_digit())),
        // A title of one letter in a script without capitals.
        '\u{620}'..='\u{64A}' => Some(true),
        _ => None,
    }
}

/// The words of the three lists below: most words are in none.
static LISTED: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    [&ALWAYS_CONTINUES[..], &BEFORE_NUMBERS, &MAY_CONTINUE].concat().into_iter().collect()
});

/// German words after an ordinal.
const AFTER_ORDINALS: [&str; 15] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember", "Jahrhundert", "Jahrhunderts", "FC",
];

/// Titles: the name follows always.
const ALWAYS_CONTINUES: [&str; 48] = [
    "dra", "sra", "srta", "ee", "brig", "sens", "reps", "govs", "gens", "pfc", "smt", "asst",
    "sec", "profs", "mr", "mrs", "ms", "mx", "dr", "prof", "gen", "lt", "col", "maj", "capt",
    "cmdr", "adm", "sgt", "cpl", "pvt", "rev", "hon", "sen", "rep", "gov", "pres", "amb", "supt",
    "insp", "det", "st", "mt", "ft", "messrs", "mme", "mlle", "fr", "sr",
];

/// Abbreviations that stand before a number: "No. 5", "Sept. 30".
const BEFORE_NUMBERS: [&str; 36] = [
    "n°", "eq", "eqs", "figs", "ref", "refs", "app", "tab", "chap", "c", "rs", "tel", "ft", "no",
    "nos", "art", "p", "pp", "vol", "ch", "sec", "fig", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec", "approx", "para",
];

/// Abbreviations that may end a sentence or stand within it.
const MAY_CONTINUE: [&str; 42] = [
    "fla", "va", "ga", "pa", "mich", "minn", "tenn", "tex", "wis", "wash", "ore", "okla", "ariz",
    "conn", "colo", "ark", "vs", "v", "etc", "inc", "corp", "ltd", "co", "bros", "jr", "dept",
    "univ", "assn", "est", "al", "cf", "e.g", "i.e", "ave", "blvd", "rd", "pls", "ca", "phd",
    "esq", "mass", "calif",
];

/// Words that begin sentences far more often than they continue a name.
pub(super) fn is_starter(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "You"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "But"
            | "And"
            | "However"
            | "In"
            | "On"
            | "At"
            | "For"
            | "As"
            | "If"
            | "When"
            | "While"
            | "After"
            | "Before"
            | "His"
            | "Her"
            | "Their"
            | "Its"
            | "How"
            | "What"
            | "Why"
            | "Who"
            | "Where"
            | "Then"
            | "So"
            | "No"
            | "Not"
            | "Some"
            | "Many"
            | "Our"
            | "My"
            | "With"
            | "By"
            | "From"
            | "Both"
            | "Each"
            | "Now"
            | "Meanwhile"
            | "Since"
            | "Although"
            | "One"
            | "Two"
            | "Three"
            | "Four"
            | "Five"
    )
}
