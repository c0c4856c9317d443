//! Lines to paragraphs, whose borders are soft.
//!
//! Saved articles come with a blank line between paragraphs, with one line per paragraph, wrapped at 72
//! columns, or with all of it mixed; a sentence may even be broken across a blank line. So every border
//! between two lines is judged by itself, with what the whole file shows about wrapping as a witness.
//! What is wrongly joined here only changes how the text is laid out, because sentences are found
//! afterwards; what is wrongly cut would break a sentence. In doubt, lines without an end are joined.

mod line;

use super::Span;
use super::sentence::{is_unspaced, sentences};
use line::{Line, Start, lines};

pub use line::is_row_of_links;

/// Lines longer than this are not the work of a hard wrap, in columns.
const WIDEST_WRAP: usize = 120;

/// And no wrap is narrower than this.
const NARROWEST_WRAP: usize = 28;

/// The most words a heading has.
const MAX_HEADING_WORDS: usize = 18;

/// The most characters of a heading in Thai and other scripts without marks at the ends of sentences.
const MAX_UNSPACED_HEADING: usize = 80;

/// What a paragraph looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A short line that ends like a title: headline, byline, caption, label.
    Heading,
    /// A line framed by dashes or marked by Markdown: a subhead.
    Subhead,
    /// Running text.
    Body,
}

/// One paragraph of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// From its first visible character to its last. Line ends inside are white space like any other.
    pub span: Span,
    /// What it looks like.
    pub kind: BlockKind,
}

/// Whether marks of Markdown at the start of a line mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Markup {
    /// Plain text: every character is text.
    None,
    /// Markdown: `#` begins a heading, `-` an item, `>` a quotation.
    Markdown,
}

/// Finds the paragraphs of a text.
///
/// ```
/// use copydesk::text::blocks::{blocks, Markup};
///
/// let text = "Ferry hits pier\n\nThe ferry struck\nthe old\n\npier at noon.\n";
/// let found: Vec<&str> = blocks(text, Markup::None).iter().map(|block| block.span.of(text)).collect();
/// assert_eq!(found, ["Ferry hits pier", "The ferry struck\nthe old\n\npier at noon."]);
/// ```
pub fn blocks(text: &str, markup: Markup) -> Vec<Block> {
    let lines = lines(text, markup);
    let wrap = Wrap::of(&lines);
    let mut blocks = Vec::new();
    let mut first = 0;
    for next in 1..=lines.len() {
        if next < lines.len() && joins(&lines, first, next, wrap) {
            continue;
        }
        blocks.push(block(text, &lines[first..next]));
        first = next;
    }
    // A text that breaks off ends without a mark, as titles do; but no title at the end of a text has a sentence in it.
    let has_text = blocks.len() > 1;
    if let Some(last) = blocks.last_mut().filter(|last| has_text && last.kind == BlockKind::Heading)
        && sentences(last.span.of(text)).len() > 1
    {
        last.kind = BlockKind::Body;
    }
    blocks
}

fn block(text: &str, lines: &[Line<'_>]) -> Block {
    let span = Span { start: lines[0].span.start, end: lines[lines.len() - 1].span.end };
    let is_short = || {
        let words = span.of(text).split_whitespace().take(MAX_HEADING_WORDS + 1);
        words.count() <= MAX_HEADING_WORDS
    };
    let last = &lines[lines.len() - 1];
    let kind = if lines[0].is_framed {
        BlockKind::Subhead
    } else if !last.is_ended && is_short() && !is_unspaced_text(span.of(text)) {
        BlockKind::Heading
    } else {
        BlockKind::Body
    };
    Block { span, kind }
}

/// Whether text in a script without sentence marks is too long for a heading: there nothing else tells.
fn is_unspaced_text(text: &str) -> bool {
    text.ends_with(is_unspaced) && text.chars().count() > MAX_UNSPACED_HEADING
}

/// What the file shows about hard wrapping.
#[derive(Clone, Copy)]
struct Wrap {
    /// The wrap column, when lines break in mid-sentence often enough.
    width: Option<usize>,
}

impl Wrap {
    fn of(lines: &[Line<'_>]) -> Self {
        let mut borders = 0usize;
        let mut broken = 0usize;
        let mut width = 0;
        let widest =
            lines.iter().map(|line| line.width).filter(|w| *w <= WIDEST_WRAP).max().unwrap_or(0);
        // In a text that is wrapped throughout, no line is wider than the wrap, and what did not fit went down.
        let widest_of_all = lines.iter().map(|line| line.width).max().unwrap_or(0);
        let is_as_wide_as_any = |line: &Line<'_>, next: &Line<'_>| {
            (NARROWEST_WRAP..=WIDEST_WRAP).contains(&widest_of_all)
                && line.width + 1 + next.first_width > widest_of_all
        };
        for pair in lines.windows(2) {
            if pair[1].after_blank || pair[0].is_framed || pair[1].is_item {
                continue;
            }
            borders += 1;
            let goes_on = match pair[1].start {
                Start::Lower => true,
                Start::Caseless => pair[0].width * 100 >= widest * 85,
                Start::Upper | Start::Other => {
                    pair[0].is_hanging || is_as_wide_as_any(&pair[0], &pair[1])
                }
            };
            if !pair[0].is_ended && goes_on && pair[0].width <= WIDEST_WRAP {
                broken += 1;
                width = width.max(pair[0].width);
            }
        }
        // Lines that end by chance like paragraphs are as wide as those that break in mid-sentence.
        let limit = (width * 6 / 5 + 2).min(WIDEST_WRAP);
        let inner = lines.windows(2).filter(|pair| !pair[1].after_blank).map(|pair| pair[0].width);
        let width = inner.filter(|width| *width <= limit).max().unwrap_or(width);
        Self { width: (broken > 0 && broken * 5 >= borders).then_some(width) }
    }

    /// Whether the next line's first word would not have fitted on this line.
    fn is_full(self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let taken = line.indent + line.width;
        self.width.is_some_and(|width| {
            taken <= width + line.indent && taken + 1 + next.first_width > width
        })
    }
}

/// Whether line `next` continues the paragraph that began with line `first`.
fn joins(lines: &[Line<'_>], first: usize, next: usize, wrap: Wrap) -> bool {
    let (before, after) = (&lines[next - 1], &lines[next]);
    let is_other_voice = before.is_quoted != after.is_quoted;
    if before.is_framed
        || after.is_framed
        || after.is_item
        || (after.has_bullet && (before.has_bullet || before.is_ended))
        || is_other_voice
        || before.text == after.text
    {
        return false;
    }
    let is_byline =
        after.text.strip_prefix("by ").is_some_and(|name| name.starts_with(char::is_uppercase));
    let goes_on = after.start == Start::Lower && (!is_byline || wrap.is_full(before, after));
    if after.after_blank {
        // A line at the top over a full line is a headline, and some names begin in lower case.
        let is_torn = before.text.ends_with([',', '،', '、'])
            || before
                .text
                .split_whitespace()
                .next_back()
                .is_some_and(|word| matches!(word, "a" | "an" | "the" | "of" | "and"));
        let is_other = after.has_bullet || after.text.starts_with(['(', '[', '©']);
        return (goes_on || is_torn)
            && !is_other
            && !before.is_ended
            && (next > 1 || !has_words(&lines[next..=next], 8))
            && !has_inner_capital(after.text)
            && has_words(&lines[first..next], 3);
    }
    if !before.is_ended {
        return goes_on
            || before.is_hanging
            || wrap.is_full(before, after)
            || (wrap.width.is_some() && is_torn_start(lines, next - 1));
    }
    let may_join = wrap.width.is_some() || before.ends_in_acronym;
    (may_join && goes_on) || (wrap.width.is_some() && wrap.is_full(before, after))
}

/// Whether lines have at least so many words; no more are counted.
fn has_words(lines: &[Line<'_>], wanted: usize) -> bool {
    lines.iter().flat_map(|line| line.text.split_whitespace()).take(wanted).count() == wanted
}

/// Whether the first word is a name that begins in lower case: "iPhone", "al-Amin", "de Witt".
fn has_inner_capital(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_particle = matches!(first, "de" | "van" | "von" | "di" | "da" | "al" | "el");
    first.contains(char::is_uppercase)
        || (is_particle && words.next().is_some_and(|next| next.starts_with(char::is_uppercase)))
}

/// Whether a line is the torn-off first word or two of a paragraph, as some sites save it: "While" /
/// "Brandt said ...". It follows the end of a paragraph and is much shorter than what follows it.
fn is_torn_start(lines: &[Line<'_>], line: usize) -> bool {
    let words = lines[line].text.split_whitespace().count();
    line > 0
        && words <= 2
        && lines[line - 1].is_ended
        && !lines[line].after_blank
        && lines.get(line + 1).is_some_and(|next| next.text.split_whitespace().count() >= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` in `expected` stands where a paragraph ends.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = blocks(text, Markup::None)
            .iter()
            .map(|block| block.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check("One.\n\nTwo.\r\n\r\nThree", &["One.", "Two.", "Three"]);
        check("", &[]);
        check("\n \n\t\n", &[]);
    }

    #[test]
    fn a_sentence_goes_on_across_a_blank_line() {
        check(
            "It struck the eleven-year-old\n\nharbour wall.\u{A0}\n\nNext.",
            &["It struck the eleven-year-old harbour wall.", "Next."],
        );
        check("Ferry runs aground\n\nThe ferry left.", &["Ferry runs aground", "The ferry left."]);
    }

    #[test]
    fn one_line_per_paragraph() {
        check(
            "The council met.\nIt voted.\n“We won,” she said.\nspam of a reader.",
            &["The council met.", "It voted.", "“We won,” she said.", "spam of a reader."],
        );
        check(
            "Harbour wall fails\nThe wall fell.\nNobody was hurt.",
            &["Harbour wall fails", "The wall fell.", "Nobody was hurt."],
        );
    }

    #[test]
    fn hard_wrapped_text_is_joined() {
        let text = "The council will seek a new loan for the harbour wall, the mayor\n\
                    said on Monday, after the bank refused. Brandt said that it was\n\
                    late.\n\
                    While\n\
                    Brandt said there were still doubts, the board agreed to pay for\n\
                    the repairs.\n\
                    The old line stood alone in a paragraph that nobody had wrapped and that went on and on for longer than any wrap.\n\
                    Post a Comment";
        check(
            text,
            &[
                "The council will seek a new loan for the harbour wall, the mayor said on Monday, after the bank refused. Brandt said that it was late.",
                "While Brandt said there were still doubts, the board agreed to pay for the repairs.",
                "The old line stood alone in a paragraph that nobody had wrapped and that went on and on for longer than any wrap.",
                "Post a Comment",
            ],
        );
    }

    #[test]
    fn a_single_wrapped_paragraph_is_joined() {
        let accident = "It was the third accident at Port Ellery since 2019.";
        check("It was the third accident at Port\nEllery since 2019.", &[accident]);
        let insurer = "The mayor, Ada Brandt, asked the U.S. insurer to pay.";
        check("The mayor, Ada Brandt, asked the U.S.\ninsurer to pay.", &[insurer]);
    }

    #[test]
    fn framed_and_doubled_lines_stand_alone() {
        check(
            "It rose.\n- Rising water -\nThe river rose.",
            &["It rose.", "- Rising water -", "The river rose."],
        );
        check("Ada Brandt\nAda Brandt", &["Ada Brandt", "Ada Brandt"]);
    }

    #[test]
    fn rewrapping_changes_no_paragraph() {
        let paragraphs = [
            "Harbour wall to be rebuilt after the storm",
            "The harbour wall of Port Ellery will be rebuilt, the council said on Tuesday. It will cost 3.2 million.",
            "\"We had no choice,\" said the mayor, Ada Brandt, who had asked the U.S. insurer for help. Work begins in May.",
            "Nobody was hurt.",
        ];
        let expected: Vec<&str> = paragraphs.to_vec();
        for width in [40, 50, 72, 100] {
            let wrapped: Vec<String> = paragraphs.iter().map(|p| wrap(p, width)).collect();
            check(&wrapped.join("\n\n"), &expected);
        }
    }

    fn wrap(text: &str, width: usize) -> String {
        let mut out = String::new();
        let mut column = 0;
        for word in text.split(' ') {
            if column > 0 && column + 1 + word.len() > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += word.len();
        }
        out
    }

    #[test]
    fn markdown_marks_are_no_text() {
        let text = "# Ferry hits pier\nThe ferry *struck*.\n\n## Aftermath\n\n- one\n- two";
        let found: Vec<(&str, BlockKind)> =
            blocks(text, Markup::Markdown).iter().map(|b| (b.span.of(text), b.kind)).collect();
        assert_eq!(
            found,
            [
                ("Ferry hits pier", BlockKind::Subhead),
                ("The ferry *struck*.", BlockKind::Body),
                ("Aftermath", BlockKind::Subhead),
                ("one", BlockKind::Heading),
                ("two", BlockKind::Heading),
            ]
        );
    }
}
