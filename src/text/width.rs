//! Cell widths: how many terminal columns a piece of text takes.

use unicode_width::UnicodeWidthStr;

/// Columns that one grapheme cluster takes: 0, 1 or 2.
///
/// A cluster is drawn in one or two cells whatever it is made of; the tables of unicode-width, the
/// same that ratatui uses, decide which.
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
    cluster.width().min(2)
}
