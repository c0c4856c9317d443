//! Numbers in words.

/// Number words from 0 on.
pub const SMALL: [&str; 20] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
];

/// Number words from 20 on, by tens.
pub const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The value of a word in lower case that says a number below a hundred by itself.
///
/// ```
/// use copydesk::text::number::value;
///
/// assert_eq!(["seven", "fifty", "first"].map(value), [Some(7), Some(50), None]);
/// ```
pub fn value(word: &str) -> Option<u32> {
    let at = |list: &[&str]| list.iter().position(|number| *number == word);
    let found = at(&SMALL).or_else(|| at(&TENS).map(|tens| (tens + 2) * 10));
    found.and_then(|value| u32::try_from(value).ok())
}
