//! Cell widths: how many terminal columns a piece of text takes.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{cut, is, position};

/// Columns that one grapheme cluster takes, by the tables of unicode-width, the same that ratatui uses: 0, 1
/// or 2, and more for a few clusters of the scripts of India.
///
/// ```
/// use copydesk::text::width::cluster_width;
///
/// assert_eq!([cluster_width("a"), cluster_width("e\u{301}"), cluster_width("東")], [1, 1, 2]);
/// ```
pub fn cluster_width(cluster: &str) -> usize {
    if cluster.is_ascii() {
        return usize::from(!cluster.is_empty());
    }
    // Terminals draw half-width sound marks in a cell of their own, as ratatui knows too.
    cluster.width() + cluster.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// Columns that a text takes, cluster by cluster.
pub fn text_width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // Most text that is not ASCII has no more than accents and curly quotes in it.
    // All characters of two bytes up to U+00FF are plain, but for those that begin with 0xC2.
    let may_differ = |b: u8| u8::from(b < b' ') | is(b, 0x7F) | is(b, 0xC2) | u8::from(b > 0xC3);
    let mut at = 0;
    while let Some(next) = position(&text.as_bytes()[at..], may_differ) {
        at += next;
        match cut(text, at..).chars().next().filter(|c| is_plain(*c)) {
            Some(plain) => at += plain.len_utf8(),
            None => return text.graphemes(true).map(cluster_width).sum(),
        }
    }
    text.chars().count()
}

/// A visible character that is a cluster and takes a column by itself, whatever stands beside it: what most European
/// text is made of.
pub const fn is_plain(c: char) -> bool {
    matches!(
        c,
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{391}'..='\u{3FF}' | '\u{400}'..='\u{482}'
            | '\u{48A}'..='\u{52F}' | '\u{2010}'..='\u{2027}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_wide_as_their_clusters() {
        let pieces = ["a", "é", "\u{301}", "“", "東", "\u{AD}", "\u{A0}", "×", "\t", "\u{7F}", "ё"];
        let n = pieces.len();
        for number in 0..n * n * n {
            let digit = |power: usize| pieces[number / power % n];
            let text = [digit(n * n), digit(n), digit(1), "é"].concat();
            let clusters: usize = text.graphemes(true).map(cluster_width).sum();
            assert_eq!(text_width(&text), clusters, "{text:?}");
        }
    }

    #[test]
    fn plain_characters_take_one_column() {
        for c in ('\u{20}'..='\u{2FFF}').filter(|c| is_plain(*c)) {
            let mut text = c.to_string();
            assert_eq!(cluster_width(&text), 1, "U+{:04X}", u32::from(c));
            text.push(c);
            text.push('a');
            assert_eq!(text.graphemes(true).count(), 3, "U+{:04X}", u32::from(c));
        }
    }
}
