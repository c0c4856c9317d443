//! Cell widths: how many terminal columns a piece of text takes.

use unicode_width::UnicodeWidthStr;

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
