//! Paragraph to sentences, preferring to split too little.
//!
//! Two sentences left together are repaired by links of several passages; a quotation or an
//! abbreviation that was cut is repaired by nothing. So a border needs a mark that ends sentences, white
//! space (in scripts that use it), and something that can begin a sentence; it is not taken inside a
//! quotation, after an abbreviation or an initial, or before "he said".

use super::abbreviation::{is_abbreviation, is_roman, is_starter};
use super::quotation::{is_opener, quotations};
use super::speech::is_speech;
use super::token::ellipsis_len;
use super::{cut, is, position};

/// A quotation longer than this, in characters that can be seen, is a speech: its sentences are split after all.
const MAX_WHOLE_QUOTATION: usize = 1_000;

/// A clause of a script without sentence marks has at least so many characters.
const MIN_CLAUSE: usize = 40;

/// And at most so many spaces among these.
const MAX_CLAUSE_SPACES: usize = 6;

/// The most characters of "他说" and the like after a Chinese quotation.
const MAX_SPEAKER: usize = 12;

/// Splits one paragraph; the ranges are byte offsets in it, in order, without surrounding white space,
/// and cover everything else.
///
/// ```
/// use copydesk::text::sentence::sentences;
///
/// let text = "Mr. Brandt left the U.S. on Sept. 30. \"It rained. We went,\" he said.";
/// let parts: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(parts, ["Mr. Brandt left the U.S. on Sept. 30.", "\"It rained. We went,\" he said."]);
/// ```
pub fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let items = lettered_items(text);
    if items.len() < 2 {
        return plain_sentences(text);
    }
    // "a. The north gate b. The south gate": every item by itself, its letter with what it says.
    let mut ranges = Vec::new();
    for (n, start) in items.iter().enumerate() {
        let end = items.get(n + 1).copied().unwrap_or(text.len());
        let body = start + LETTER_LEN;
        let mut own = plain_sentences(cut(text, body..end)).into_iter();
        if let Some(first) = own.next() {
            ranges.push(*start..body + first.end);
        }
        ranges.extend(own.map(|range| body + range.start..body + range.end));
    }
    ranges
}

/// Length of "a. ".
const LETTER_LEN: usize = 3;

/// Where the items of a list begin that a whole paragraph is, lettered from "a." on.
fn lettered_items(text: &str) -> Vec<usize> {
    let mut items = Vec::new();
    if !text.starts_with("a. ") {
        return items;
    }
    let is_item = |at: usize, letter: char| {
        let rest = cut(text, at..).strip_prefix(letter).and_then(|rest| rest.strip_prefix(". "));
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    let mut from = 0;
    for letter in 'a'..='z' {
        let marker = format!(" {letter}. ");
        let at = match letter {
            'a' => Some(0),
            _ => cut(text, from..).find(&marker).map(|at| from + at + 1),
        };
        let Some(at) = at.filter(|at| is_item(*at, letter)) else { break };
        items.push(at);
        from = at + 1;
    }
    items
}

fn plain_sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_whole = |range: &std::ops::Range<usize>| {
        let visible = || cut(text, range.clone()).chars().filter(|c| !c.is_whitespace());
        range.len() <= MAX_WHOLE_QUOTATION || visible().count() <= MAX_WHOLE_QUOTATION
    };
    let quotations: Vec<_> = quotations(text).into_iter().filter(is_whole).collect();
    let scripts = Scripts::of(text);
    let mut quotation = 0;
    let mut ranges = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some((at, c)) = next_mark(text, from, scripts) {
        let mut end = at + ellipsis_len(cut(text, at..)).max(c.len_utf8());
        while let Some(next) = cut(text, end..).chars().next() {
            if !(ends_sentence(next) || is_closer(next, cut(text, ..end), cut(text, end..))) {
                break;
            }
            end += next.len_utf8();
        }
        from = end;
        while quotations.get(quotation).is_some_and(|range| range.end <= at) {
            quotation += 1;
        }
        let is_quoted =
            quotations.get(quotation).is_some_and(|range| range.start <= at && end < range.end);
        let is_end = match c {
            ' ' | '\n' | '\r' => ends_clause(text, start, at),
            ';' => {
                let goes_on = cut(text, end..).trim_start().starts_with(char::is_lowercase);
                cut(text, ..at).ends_with(is_greek) && !goes_on
            }
            _ => is_border(cut(text, start..), at - start, end - start),
        };
        if !is_quoted && is_end {
            push_trimmed(text, start..end, &mut ranges);
            start = end;
        }
    }
    push_trimmed(text, start..text.len(), &mut ranges);
    ranges
}

/// Scripts with marks of their own that occur in a text.
#[derive(Clone, Copy)]
struct Scripts {
    has_unspaced: bool,
    has_greek: bool,
}

impl Scripts {
    fn of(text: &str) -> Self {
        // These scripts begin with bytes that Latin text, curly quotes and dashes have not.
        let lead = |b| is(b, 0xCD) | is(b, 0xCE) | is(b, 0xCF) | is(b, 0xE0) | is(b, 0xE1);
        let may_be = position(text.as_bytes(), lead).is_some();
        Self {
            has_unspaced: may_be && text.contains(is_unspaced),
            has_greek: may_be && text.contains(is_greek),
        }
    }
}

/// The next character from `from` on that may end a sentence. A space may in Thai, a semicolon asks in Greek.
fn next_mark(text: &str, from: usize, scripts: Scripts) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += if scripts.has_unspaced || scripts.has_greek {
            position(rest, |b| u8::from(b".!? \n\r;".contains(&b) || b >= 0xC0))
        } else {
            position(rest, |b| is(b, b'.') | is(b, b'!') | is(b, b'?') | u8::from(b >= 0xD0))
        }?;
        let c = cut(text, at..).chars().next()?;
        let is_mark = match c {
            ' ' | '\n' | '\r' => scripts.has_unspaced,
            ';' => scripts.has_greek,
            _ => ends_sentence(c),
        };
        if is_mark {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

const fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}')
}

/// Scripts that write neither words nor sentences apart: Thai, Lao, Burmese and Khmer.
pub const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E01}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Whether the space at `at` parts two clauses in a script that has no mark for the end of a sentence: there, a
/// space between letters with long stretches on both sides is as good a border as there is.
fn ends_clause(text: &str, start: usize, at: usize) -> bool {
    let (before, after) = (cut(text, start..at), cut(text, at + 1..).trim_start());
    let is_long = |part: &str| part.chars().take(MIN_CLAUSE).filter(|c| !c.is_whitespace()).count();
    before.ends_with(is_unspaced)
        && after.starts_with(is_unspaced)
        && is_long(before) + MAX_CLAUSE_SPACES >= MIN_CLAUSE
        && is_long(after) + MAX_CLAUSE_SPACES >= MIN_CLAUSE
}

fn push_trimmed(
    text: &str,
    range: std::ops::Range<usize>,
    ranges: &mut Vec<std::ops::Range<usize>>,
) {
    let part = cut(text, range.clone());
    let lead = part.len() - part.trim_start().len();
    let kept = part.trim();
    if kept.is_empty() {
        return;
    }
    let range = range.start + lead..range.start + lead + kept.len();
    match ranges.last_mut() {
        // Stray marks belong to what stands before these.
        Some(last) if !kept.contains(char::is_alphanumeric) => last.end = range.end,
        _ => ranges.push(range),
    }
}

/// Marks that end sentences in the scripts of the world's news.
pub const fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '։' | '።'
    )
}

/// Marks after which no white space is needed.
const fn ends_without_space(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '।' | '॥' | '۔')
}

/// A closing quotation mark or bracket. A straight quote closes when no white space stands before it
/// and no letter after it.
fn is_closer(c: char, before: &str, after: &str) -> bool {
    match c {
        // And the number of a footnote.
        '”'
        | '’'
        | '»'
        | '›'
        | ')'
        | ']'
        | '」'
        | '』'
        | '）'
        | '¹'
        | '²'
        | '³'
        | '⁰'
        | '⁴'..='⁹'
        | '†'
        | '‡' => true,
        '"' | '\'' => {
            !before.ends_with(char::is_whitespace)
                && !cut(after, c.len_utf8()..).starts_with(char::is_alphanumeric)
        }
        _ => false,
    }
}

/// Whether a sentence ends at the mark at `at`; `end` is after the closers that follow it. `text` begins
/// with the sentence.
fn is_border(text: &str, at: usize, end: usize) -> bool {
    let mark = cut(text, at..).chars().next().unwrap_or(' ');
    let after = cut(text, end..);
    let next = after.trim_start();
    if next.is_empty() {
        return true;
    }
    if ends_without_space(mark) {
        // 「…。」と述べた, “……！”他说: a quotation that goes on with its attribution.
        if end == at + mark.len_utf8() {
            return true;
        }
        let is_over = |c: &char| matches!(c, '，' | '。' | '、' | ',' | '：');
        let clause: String =
            next.chars().take(MAX_SPEAKER + 1).take_while(|c| !is_over(c)).collect();
        let is_attributed = next.starts_with(['と', 'な', 'が', 'の'])
            || (clause.chars().count() <= MAX_SPEAKER
                && (clause.ends_with(['说', '說', '道', '称', '稱']) || clause.ends_with("表示")));
        return !is_attributed;
    }
    if next.len() == after.len() {
        return false;
    }
    let first = next.trim_start_matches(|c: char| is_opener(c));
    let Some(letter) = first.chars().next() else {
        return true;
    };
    if (letter.is_lowercase() && !has_inner_capital(first))
        || matches!(letter, ',' | ';' | ':' | ')' | '-' | '–' | '—')
    {
        return false;
    }
    let closed = cut(text, at..end);
    let is_quotation = closed.ends_with(['"', '”', '’', '»', '“', '\'', '«']);
    if is_quotation && mark != '.' && begins_attribution(first) {
        return false;
    }
    if closed.starts_with(['.', '…']) && closed.contains(']') && next.starts_with('(') {
        return false; // “… two tides [...]” (Aker 31): a quotation and its source.
    }
    let before = cut(text, ..at);
    if mark == '.' && is_number(before.trim_start()) {
        return false; // "1. Close the wall.", "VI. The Salt Road": the number of a list or chapter.
    }
    if mark == '!' && ["Inc", "Corp", "News", "Ltd"].iter().any(|firm| first.starts_with(firm)) {
        return false;
    }
    let dots = ellipsis_len(cut(text, at..));
    if mark == '.' && dots > 0 {
        let n_dots = closed.bytes().filter(|b| *b == b'.').count();
        return if n_dots == 3 { ends_after_ellipsis(first) } else { true };
    }
    match mark {
        '.' => !is_abbreviation(before, next, first),
        '…' => ends_after_ellipsis(first),
        _ => true,
    }
}

/// Whether this is what lists and chapters are numbered with: a few digits, or Roman ones.
fn is_number(text: &str) -> bool {
    (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())) || is_roman(text)
}

/// Whether a sentence begins after an ellipsis: thoughts trail off in mid-sentence before "I" and before names.
fn ends_after_ellipsis(first: &str) -> bool {
    let word = first.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_cased = first.starts_with(char::is_uppercase);
    !is_cased || (word != "I" && is_starter(word))
}

/// Whether the first word is a name that begins in lower case: "iPhone".
fn has_inner_capital(text: &str) -> bool {
    text.chars().nth(1).is_some_and(char::is_uppercase)
}

/// Whether text after a quotation's own "?" or "!" goes on to say who asked: "Brandt asked".
fn begins_attribution(text: &str) -> bool {
    let words = text.split_whitespace().take(6);
    let mut is_over = false;
    let words = words.take_while(move |word| {
        let goes_on = !is_over;
        is_over = word.ends_with(['.', '?', '!']);
        goes_on
    });
    words.map(|word| word.trim_end_matches([',', '.', ':', ';'])).any(is_speech)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &[&str]) {
        let text = expected.join(" ");
        let parts: Vec<&str> =
            sentences(&text).into_iter().map(|range| cut(&text, range)).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn plain_sentences() {
        check(&["The ferry left.", "It was late!", "Was it full?", "Nobody knew."]);
        check(&["A line without an end"]);
        assert!(sentences("  \n ").is_empty());
    }

    #[test]
    fn abbreviations_go_on() {
        check(&["Mr. Brandt met Gen. Oduya and J. P. Lund."]);
        check(&["It opened on Sept. 30 at No. 5 Quay St. Harbour side."]);
        check(&["The U.S. Coast Guard came.", "They left the U.S. The rest stayed."][..1]);
        check(&["They left the U.S.", "The rest stayed."]);
        check(&["It cost 3.5 million.", "Most was lost."]);
        check(&["Lund Inc. Harbour division closed."]);
        check(&["Roe v. Wade was overturned.", "See p. 12 of it.", "It cost Rs. 500 crore."]);
        check(&[
            "Brig. Gen. Ada Lund spoke.",
            "Reps. Ann Lund and Bo Lee left.",
            "Yahoo! Inc. fell.",
        ]);
        check(&["1. Close the wall.", "2. Open it."]);
    }

    #[test]
    fn quotations_stay_whole() {
        check(&["“I need to see. I look forward. It will be fine.”"]);
        check(&["\"Go? Never!\" Brandt said.", "He left."]);
        check(&["‘It rained. We didn’t go,’ he said.", "\"Who pays?\" Brandt demanded."]);
        check(&["She called it \"a start.\"", "Then she left."]);
        check(&["\"It was late,\" he said.", "\"We waited.\""]);
        // The mark that would close the quotation comes in another paragraph.
        check(&["“It was late.", "We waited."]);
    }

    #[test]
    fn ellipses_go_on_before_lower_case() {
        check(&["As much as possible ... an approach was found."]);
        check(&["As much as possible... an approach was found."]);
        check(&["As much as possible . . . an approach was found."]);
    }

    #[test]
    fn other_scripts_end_their_own_way() {
        let text = "東京は雨です。大阪は晴れです！";
        assert_eq!(sentences(text).len(), 2);
        let text = "「雨です。傘を。」と述べた。終わり。";
        assert_eq!(sentences(text).len(), 2);
        assert_eq!(sentences("هل وصل؟ نعم وصل.").len(), 2);
        assert_eq!(sentences("वह आया। वह गया।").len(), 2);
    }
}
