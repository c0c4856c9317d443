//! One line of a text, and what it shows of where its paragraph begins and ends.

use unicode_width::UnicodeWidthChar;

use crate::text::blocks::{Markup, WIDEST_WRAP};
use crate::text::sentence::{ends_sentence, is_unspaced};
use crate::text::token::is_acronym_stem;
use crate::text::width::text_width;
use crate::text::{Span, cut, is, position};

/// The most words between two bars of a row of links.
const MAX_ITEM_WORDS: usize = 5;

/// How a line begins, as far as joining cares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Lower,
    Upper,
    /// A script without upper and lower case.
    Caseless,
    Other,
}

/// What is seen of one line.
#[expect(clippy::struct_excessive_bools, reason = "independent observations of one line")]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) width: usize,
    /// Columns before its text.
    pub(super) indent: usize,
    /// Whether blank lines stand before it.
    pub(super) after_blank: bool,
    pub(super) is_framed: bool,
    /// Whether it ends with a mark that ends sentences or quotations.
    pub(super) is_ended: bool,
    /// Whether what looks like its end may be the dot of an acronym.
    pub(super) ends_in_acronym: bool,
    /// Whether it ends with a word or mark that nothing can end with.
    pub(super) is_hanging: bool,
    /// Whether Markdown begins a new paragraph here.
    pub(super) is_item: bool,
    /// Whether it begins with a mark that items of lists begin with.
    pub(super) has_bullet: bool,
    /// Whether Markdown quotes the line.
    pub(super) is_quoted: bool,
    pub(super) start: Start,
    pub(super) first_width: usize,
}

/// The non-blank lines of a text, trimmed.
pub(super) fn lines(text: &str, markup: Markup) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut blank = false;
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let piece = cut(text, at..end);
        at = end;
        let trimmed = piece.trim();
        if trimmed.is_empty() || (markup == Markup::Markdown && is_rule(trimmed)) {
            blank = true;
            continue;
        }
        let indent = text_width(cut(piece, ..offset(piece, trimmed)));
        lines.push(Line { indent, ..line(text, trimmed, blank, markup) });
        blank = false;
    }
    // In such a script a line ends without a mark. Where lines are too long for a hard wrap, each is a paragraph.
    if lines.iter().any(|line| line.width > WIDEST_WRAP) {
        for line in lines.iter_mut().filter(|line| line.text.ends_with(is_unspaced)) {
            line.is_ended = true;
        }
    }
    // Only what stands further in than the rest is an indent.
    let least = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    for line in &mut lines {
        line.indent -= least;
    }
    lines
}

/// A line of nothing but one mark: a rule, or the underline of a heading.
fn is_rule(line: &str) -> bool {
    ['=', '-', '*', '_'].iter().any(|mark| line.len() >= 3 && line.chars().all(|c| c == *mark))
}

/// Where the line that begins at `start` ends, after its line end.
fn line_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let may_end = |b: u8| u8::from(b.wrapping_sub(b'\n') < 4) | is(b, 0xC2) | is(b, 0xE2);
    while let Some(found) = position(&bytes[at..], may_end) {
        at += found;
        let len = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\n' | b'\r' | 0x0B | 0x0C => 1,
            // U+0085, U+2028 and U+2029.
            0xC2 if bytes.get(at + 1) == Some(&0x85) => 2,
            0xE2 if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
            _ => 0,
        };
        if len > 0 {
            return at + len;
        }
        at += 1;
    }
    bytes.len()
}

/// Where `part`, a slice of `text`, begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

fn line<'a>(source: &'a str, trimmed: &'a str, after_blank: bool, markup: Markup) -> Line<'a> {
    let (text, mark) =
        if markup == Markup::Markdown { unmarked(trimmed) } else { (trimmed, Mark::None) };
    let start = offset(source, text);
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
    let first_word = text.split_whitespace().next().unwrap_or_default();
    let is_cjk_start = first.is_some_and(is_wide);
    let last_word = text.split_whitespace().next_back().unwrap_or_default();
    Line {
        text,
        span: Span::new(start, start + text.len()),
        width: text_width(text),
        indent: 0,
        after_blank,
        is_framed: mark == Mark::Heading || is_framed(text),
        is_ended: is_ended(text),
        ends_in_acronym: last_word.strip_suffix('.').is_some_and(is_acronym_stem),
        is_hanging: text.ends_with([',', ';', '–', '—', '-', '(', '“', '、', '،'])
            || is_quotation_going_on(text)
            || (last_word.len() <= MAX_HANGING && hangs(&last_word.to_lowercase())),
        is_item: mark == Mark::Item,
        has_bullet: has_bullet(text),
        is_quoted: mark == Mark::Quotation,
        start: match first {
            Some(c) if c.is_lowercase() => Start::Lower,
            Some(c) if c.is_uppercase() => Start::Upper,
            Some(c) if c.is_alphabetic() => Start::Caseless,
            _ => Start::Other,
        },
        first_width: if is_cjk_start { 2 } else { text_width(first_word) },
    }
}

/// Whether a line is a row of links: three or more short items with bars or wide gaps between. "Home | News | Sport".
pub fn is_row_of_links(text: &str) -> bool {
    let has_bar = text.contains(['|', '>', '»', '·', '•', '/', '｜', '・']);
    is_row_with_gaps(text)
        || has_bar
            && [" | ", " > ", " » ", " · ", " • ", " / ", "｜"].iter().any(|bar| {
                let items: Vec<&str> = text.split(bar).collect();
                items.len() >= 3
                    && items.iter().all(|item| item.split_whitespace().count() <= MAX_ITEM_WORDS)
                    && !text.ends_with(['.', '!', '?'])
            })
}

/// "Home  News  Sport": items of one word or two with gaps of two spaces and more. What has figures is a table's row.
fn is_row_with_gaps(text: &str) -> bool {
    if !text.contains("  ") && !text.contains(['\t', '\u{3000}']) {
        return false;
    }
    let gapped = text.replace(['\t', '\u{3000}'], "  ");
    let items: Vec<&str> =
        gapped.split("  ").map(str::trim).filter(|item| !item.is_empty()).collect();
    let has_figure = |item: &&&str| item.contains(|c: char| c.is_numeric());
    items.len() >= 3
        && items.iter().all(|item| item.split(' ').count() <= 2 || item.ends_with(')'))
        && items.iter().all(|item| item.starts_with(char::is_alphabetic))
        && items.iter().filter(has_figure).count() <= 1
        && !text.ends_with(['.', '!', '?', ':', '。'])
}

/// "- All schools", "• The airport".
fn has_bullet(text: &str) -> bool {
    let rest = text.strip_prefix(['-', '–', '—', '•', '*', '·', '▪', '◦', '‣']);
    rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\u{A0}'])) && !is_framed(text)
}

/// The longest word of these, in bytes.
const MAX_HANGING: usize = 5;

/// Articles, prepositions and conjunctions: no line of text ends its paragraph with one.
fn hangs(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "and"
            | "or"
            | "but"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "as"
            | "into"
            | "than"
            | "that"
            | "which"
            | "who"
            | "whose"
            | "is"
            | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "its"
            | "his"
            | "her"
            | "their"
            | "while"
            | "ahead"
    )
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Heading,
    Item,
    Quotation,
}

/// A Markdown line without the mark it begins with.
fn unmarked(line: &str) -> (&str, Mark) {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && cut(line, hashes..).starts_with(' ') {
        let heading = cut(line, hashes..).trim().trim_end_matches('#').trim_end();
        if !heading.is_empty() {
            return (heading, Mark::Heading);
        }
    }
    if let Some(rest) = line.strip_prefix('>').filter(|rest| !rest.trim().is_empty()) {
        return (rest.trim_start(), Mark::Quotation);
    }
    for mark in ["- ", "* ", "+ "] {
        if let Some(rest) =
            line.strip_prefix(mark).filter(|rest| !rest.trim().is_empty() && !is_framed(line))
        {
            return (rest.trim_start(), Mark::Item);
        }
    }
    (line, Mark::None)
}

/// "- Rising water -", "*** Update ***": a title between two equal frames.
fn is_framed(line: &str) -> bool {
    let is_frame = |c: char| matches!(c, '-' | '–' | '—' | '*' | '=' | '~' | '_' | '+' | '#');
    let inner = line.trim_start_matches(is_frame);
    if inner.len() == line.len() {
        return false;
    }
    let core = inner.trim_end_matches(is_frame);
    core.len() < inner.len()
        && core.trim().chars().any(char::is_alphanumeric)
        && core.split_whitespace().count() <= 12
}

/// "They were told," – a comma within the closing mark: who said it follows.
fn is_quotation_going_on(line: &str) -> bool {
    let open = line.trim_end_matches(['"', '”', '’', '\'', '»']);
    open.len() < line.len() && open.ends_with([',', '،'])
}

/// Whether a line ends as sentences, quotations and lead-ins do.
fn is_ended(line: &str) -> bool {
    if is_quotation_going_on(line) {
        return false;
    }
    line.chars().next_back().is_some_and(|c| {
        ends_sentence(c)
            || matches!(
                c,
                ':' | '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）' | '：'
            )
    })
}
