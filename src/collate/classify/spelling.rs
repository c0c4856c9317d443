//! The same word written otherwise: with or without a hyphen, short or in full, American or British.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Reading, Word};
use crate::sides::{Side, Sides};
use crate::text::keys::{AMBIGUOUS_ACRONYMS, is_dash};
use crate::text::token::TokenKind;

/// Whether both sides are the same words written otherwise. Names are not: another letter may be another person.
pub(super) fn is_spelling(readings: &Sides<Reading<'_>>) -> bool {
    let Sides { left, right } = readings;
    let words = || left.words.iter().chain(&right.words);
    if left.words.is_empty()
        || right.words.is_empty()
        || words().any(|word| word.kind == TokenKind::Number)
    {
        return false;
    }
    if !begin_alike(left, right) {
        return false;
    }
    if is_joined(readings) || is_acronym(left, right) || is_acronym(right, left) {
        return true;
    }
    let is_title = left.is_title && right.is_title;
    let is_name = || {
        let named = |reading: &Reading<'_>| reading.plain().any(Word::is_named);
        !is_title && named(left) && named(right)
    };
    let (full_left, full_right) = (in_full(&left.words), in_full(&right.words));
    if full_left == full_right {
        return true;
    }
    let variant = |word: &String| spelling_variant(&without_accents(word));
    !is_name() && full_left.iter().map(variant).eq(full_right.iter().map(variant))
}

/// Most changes are other words altogether: what is one word in two spellings begins with one letter, but for a few words
/// and for what is abbreviated by a mark.
fn begin_alike(left: &Reading<'_>, right: &Reading<'_>) -> bool {
    let first = |reading: &Reading<'_>| {
        let c = reading.plain().next()?.text.chars().next()?;
        c.to_lowercase().nfd().next()
    };
    let is_mark =
        |reading: &Reading<'_>| reading.words.iter().any(|word| matches!(word.text, "%" | "&"));
    match (first(left), first(right)) {
        (Some(a), Some(b)) if a == b => true,
        // "kerb" and "curb".
        (Some('k' | 'c'), Some('k' | 'c')) => true,
        _ => is_mark(left) || is_mark(right),
    }
}

/// "cease-fire" and "ceasefire", "web site" and "website". What only space parts must be two words that could not stand
/// alone with another meaning: "may be" is not "maybe".
fn is_joined(readings: &Sides<Reading<'_>>) -> bool {
    let letters = |side: Side| -> String {
        let words = readings[side].words.iter();
        let text: String = words.map(Word::folded).collect();
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    if letters(Side::Left) != letters(Side::Right) {
        return false;
    }
    if letters(Side::Left) == "cannot" {
        return true;
    }
    let n_words = |side: Side| readings[side].plain().count();
    let is_parted = |side: Side| {
        let reading = &readings[side];
        let has_dash = reading.words.iter().any(|word| word.text.chars().all(is_dash));
        let mut plain = reading.plain();
        let first = plain.next();
        let is_own =
            |word: &Word<'_>| word.kind == TokenKind::Word && word.text.chars().count() >= 3;
        let is_safe = |first: &Word<'_>| {
            if has_dash {
                !first.is_in(&["re", "un"]) || readings[side].words.len() > 3
            } else {
                is_own(first)
                    && !first.is_in(&[
                        "may", "every", "any", "some", "all", "not", "out", "can", "never",
                    ])
                    && plain.all(is_own)
            }
        };
        first.is_some_and(is_safe)
    };
    let has_apostrophe =
        |side: Side| readings[side].words.iter().any(|word| word.text.contains(['\'', '’']));
    let (more, fewer) = if n_words(Side::Left) > n_words(Side::Right) {
        (Side::Left, Side::Right)
    } else {
        (Side::Right, Side::Left)
    };
    n_words(more) > n_words(fewer)
        && !has_apostrophe(Side::Left)
        && !has_apostrophe(Side::Right)
        && (is_parted(more) || is_compound(&readings[more]))
}

/// A compound of three words and more: "four-year-old".
fn is_compound(reading: &Reading<'_>) -> bool {
    reading.plain().count() > 2 && reading.words.iter().any(|word| word.text.chars().all(is_dash))
}

/// "UN" and "United Nations".
fn is_acronym(short: &Reading<'_>, long: &Reading<'_>) -> bool {
    let mut letters = short.plain();
    let Some(acronym) = letters.next().filter(|_| letters.next().is_none()) else {
        return false;
    };
    let acronym: String = acronym.text.chars().filter(|c| *c != '.').collect();
    let initials: String = long
        .plain()
        .filter(|word| !word.is_stop())
        .filter_map(|word| word.text.chars().next())
        .collect();
    acronym.chars().count() >= 2
        && long.plain().count() >= 2
        && acronym.chars().all(char::is_uppercase)
        && acronym == initials
}

/// The words in lower case, abbreviations in full, without marks that only abbreviate or join.
fn in_full(words: &[Word<'_>]) -> Vec<String> {
    let mut full: Vec<String> = Vec::new();
    for word in words {
        if AMBIGUOUS_ACRONYMS.contains(&word.text) {
            full.push(word.text.to_owned());
            continue;
        }
        let folded = word.folded();
        let folded = folded.trim_end_matches('.');
        let long = FULL.get(folded).copied();
        match (word.kind, long) {
            (_, Some(long)) => full.push(long.to_owned()),
            (TokenKind::Mark, None) => {}
            (_, None) if folded == "cent" && full.last().is_some_and(|last| last == "per") => {
                full.pop();
                full.push("percent".to_owned());
            }
            (_, None) => full.push(folded.to_owned()),
        }
    }
    full
}

fn without_accents(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// [`ABBREVIATIONS`] by their short forms.
static FULL: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| ABBREVIATIONS.into_iter().collect());

/// What editors write short or in full.
const ABBREVIATIONS: [(&str, &str); 60] = [
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "september"),
    ("sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
    ("mon", "monday"),
    ("tue", "tuesday"),
    ("tues", "tuesday"),
    ("wed", "wednesday"),
    ("thu", "thursday"),
    ("thur", "thursday"),
    ("thurs", "thursday"),
    ("fri", "friday"),
    ("gov", "governor"),
    ("govs", "governors"),
    ("sen", "senator"),
    ("sens", "senators"),
    ("rep", "representative"),
    ("reps", "representatives"),
    ("gen", "general"),
    ("col", "colonel"),
    ("lt", "lieutenant"),
    ("maj", "major"),
    ("capt", "captain"),
    ("sgt", "sergeant"),
    ("cmdr", "commander"),
    ("adm", "admiral"),
    ("prof", "professor"),
    ("dr", "doctor"),
    ("rev", "reverend"),
    ("st", "saint"),
    ("mt", "mount"),
    ("dept", "department"),
    ("govt", "government"),
    ("ave", "avenue"),
    ("blvd", "boulevard"),
    ("rd", "road"),
    ("co", "company"),
    ("corp", "corporation"),
    ("inc", "incorporated"),
    ("ltd", "limited"),
    ("bros", "brothers"),
    ("km", "kilometres"),
    ("kilometers", "kilometres"),
    ("kg", "kilograms"),
    ("cm", "centimetres"),
    ("centimeters", "centimetres"),
    ("mph", "miles an hour"),
    ("pct", "percent"),
    ("%", "percent"),
    ("&", "and"),
    ("vs", "versus"),
    ("approx", "approximately"),
];

/// One spelling for words that differ between American and British English.
///
/// Rules on endings with a stem long enough that no two other words meet ("mourning" stays apart from
/// "morning"); single words where no rule is safe.
fn spelling_variant(word: &str) -> String {
    let single = match word {
        "programme" => "program",
        "programmes" => "programs",
        "grey" => "gray",
        "ageing" => "aging",
        "judgement" => "judgment",
        "defence" => "defense",
        "defences" => "defenses",
        "offence" => "offense",
        "licence" => "license",
        "pretence" => "pretense",
        "sceptical" => "skeptical",
        "sceptic" => "skeptic",
        "aluminium" => "aluminum",
        "plough" => "plow",
        "mould" => "mold",
        "cancelled" => "canceled",
        "pencilled" => "penciled",
        "jewellery" => "jewelry",
        "learnt" => "learned",
        "storey" => "story",
        "storeys" => "stories",
        "metre" => "meter",
        "metres" => "meters",
        "litre" => "liter",
        "litres" => "liters",
        "tyre" => "tire",
        "tyres" => "tires",
        "kerb" => "curb",
        "kerbs" => "curbs",
        "fulfil" => "fulfill",
        "fulfils" => "fulfills",
        "fulfilment" => "fulfillment",
        "enrol" => "enroll",
        "enrolment" => "enrollment",
        "instalment" => "installment",
        "skilful" => "skillful",
        "wilful" => "willful",
        "cheque" => "check",
        "cheques" => "checks",
        "advisor" => "adviser",
        "advisors" => "advisers",
        "towards" => "toward",
        "afterwards" => "afterward",
        "whilst" => "while",
        "amongst" => "among",
        "storeyed" => "storied",
        "draught" => "draft",
        "pyjamas" => "pajamas",
        "moustache" => "mustache",
        "manoeuvre" => "maneuver",
        "manoeuvres" => "maneuvers",
        "paediatric" => "pediatric",
        "anaesthetic" => "anesthetic",
        "practise" => "practice",
        "practised" => "practiced",
        _ => "",
    };
    if !single.is_empty() {
        return single.to_owned();
    }
    let mut out = word.to_owned();
    for (british, american, min_stem) in [
        ("our", "or", 2),
        ("ours", "ors", 2),
        ("oured", "ored", 3),
        ("ouring", "oring", 3),
        ("ourable", "orable", 3),
        ("ourite", "orite", 3),
        ("ourful", "orful", 3),
        ("ourhood", "orhood", 3),
        ("ise", "ize", 4),
        ("ised", "ized", 4),
        ("ises", "izes", 4),
        ("ising", "izing", 4),
        ("isation", "ization", 4),
        ("isations", "izations", 4),
        ("yse", "yze", 3),
        ("ysed", "yzed", 3),
        ("ogue", "og", 3),
        ("ogues", "ogs", 3),
        ("tre", "ter", 3),
        ("tres", "ters", 3),
        ("tred", "tered", 3),
        ("tring", "tering", 3),
        ("bre", "ber", 2),
        ("lled", "led", 4),
        ("lling", "ling", 4),
        ("ller", "ler", 4),
        ("llers", "lers", 4),
    ] {
        if let Some(stem) =
            word.strip_suffix(british).filter(|stem| stem.chars().count() >= min_stem)
        {
            out = format!("{stem}{american}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_do_not_meet_by_accident() {
        for (a, b) in [
            ("mourning", "morning"),
            ("filling", "filing"),
            ("four", "for"),
            ("pouring", "poring"),
            ("rise", "rize"),
        ] {
            assert_ne!(spelling_variant(a), spelling_variant(b));
        }
        for (a, b) in [
            ("organisation", "organization"),
            ("centre", "center"),
            ("travelled", "traveled"),
            ("neighbours", "neighbors"),
        ] {
            assert_eq!(spelling_variant(a), spelling_variant(b));
        }
    }
}
