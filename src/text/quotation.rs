//! Quotations: what stands between marks that open and close in one paragraph.

use super::{cut, is, position};

/// Byte ranges of the quotations that open and close in a paragraph, marks included, in order.
///
/// ```
/// use copydesk::text::quotation::quotations;
///
/// let text = "‘The drivers’ union broke it,’ he said.";
/// let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(found, ["‘The drivers’ union broke it,’"]);
/// ```
pub fn quotations(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let bytes = text.as_bytes();
    let mut from = 0;
    // All marks of quotation are ASCII or begin with one of three bytes.
    let candidate = |b| is(b, b'"') | is(b, b'\'') | is(b, 0xC2) | is(b, 0xE2) | is(b, 0xE3);
    while let Some(at) = position(&bytes[from..], candidate).map(|at| from + at) {
        let Some(c) = cut(text, at..).chars().next() else {
            from = at + 1;
            continue;
        };
        from = at + c.len_utf8();
        let previous = cut(text, ..at).chars().next_back().unwrap_or(' ');
        match (open, c) {
            (None, '“' | '„' | '«' | '「' | '『') => open = Some((at, c)),
            (None, '‘' | '"') if !previous.is_alphanumeric() => open = Some((at, c)),
            (None, '\'' | '»') if begins_word(previous, cut(text, at + c.len_utf8()..)) => {
                open = Some((at, c));
            }
            // An apostrophe within a word or after a plural closes no quotation.
            (Some((_, '‘')), '’') | (Some((_, '\'')), '\'')
                if is_apostrophe(previous, cut(text, at + c.len_utf8()..)) => {}
            (Some((start, mark)), _) if at > start && closes(mark, c) => {
                ranges.push(start..at + c.len_utf8());
                open = None;
            }
            _ => {}
        }
    }
    ranges
}

/// Whether a mark stands before a word and after none.
fn begins_word(previous: char, after: &str) -> bool {
    (previous.is_whitespace() || is_opener(previous)) && after.starts_with(char::is_alphanumeric)
}

/// "It’s", "the drivers’ union": what looks like the end of a quotation, and is not.
fn is_apostrophe(previous: char, after: &str) -> bool {
    let rest = after.trim_start();
    let goes_on = rest.len() < after.len() && rest.starts_with(char::is_lowercase);
    after.starts_with(char::is_alphanumeric) || (previous == 's' && goes_on)
}

const fn closes(open: char, c: char) -> bool {
    match open {
        '“' => c == '”',
        '„' => matches!(c, '“' | '”'),
        '«' => c == '»',
        '»' => c == '«',
        '\'' => c == '\'',
        '‘' => c == '’',
        '「' => c == '」',
        '『' => c == '』',
        _ => c == '"',
    }
}

/// Marks that open a quotation or a bracket.
pub(super) const fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '«' | '‹' | '(' | '[' | '「' | '『' | '¿' | '¡')
}
