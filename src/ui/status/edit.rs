//! An edit in the words of the status line.

use crate::app::Model;
use crate::collate::{Class, Edit};
use crate::sides::{Side, Sides};
use crate::text::Span;
use crate::text::safe::SafeText;
use crate::ui::list::count;
use crate::version::Version;

/// The least of a reading that the status line quotes, in columns.
pub(super) const MIN_QUOTED: usize = 16;

/// An edit in words: its class, which version has it if only one does, and the readings, as much of these as there is room for.
pub(super) fn quoted(edit: &Edit, versions: Sides<&Version>, room: usize, model: &Model) -> String {
    let class = edit.class.name();
    let text = |side: Side| edit.readings[side].map(|span| spoken(versions[side].text(span)));
    let (side, words) = match (text(Side::Left), text(Side::Right)) {
        (Some(left), Some(_)) if edit.class == Class::Move => {
            let is_gathered = model.pane.gathered.is_some_and(|(unit, _)| unit == edit.unit);
            let way = if is_gathered { "puts it back" } else { "brings it here" };
            let way = model.with_keys(&format!(" ({{gather}} {way})"));
            let room = room.saturating_sub(class.len() + 2 + way.len());
            return format!("{class}: {}{way}", in_marks(&left, room));
        }
        (Some(left), Some(right)) => {
            let room = room.saturating_sub(class.len() + 5);
            let width = |text: &SafeText| text.width() + 2;
            // What one reading does not need is the other's.
            let for_left = (room / 2).max(room.saturating_sub(width(&right)));
            let left = in_marks(&left, for_left);
            let for_right = room.saturating_sub(SafeText::new(&left).width());
            return format!("{class}: {left} → {}", in_marks(&right, for_right));
        }
        (Some(left), None) => (Side::Left, left),
        (None, Some(right)) => (Side::Right, right),
        (None, None) => return class.to_owned(),
    };
    let is_whole = matches!(edit.class, Class::Cut | Class::Addition);
    let head = if let Some(span) = edit.readings[side].filter(|_| is_whole) {
        let is_all = class.len() + words.width() + 4 <= room;
        format!("{class}{}", extent(versions[side], span, is_all))
    } else {
        let shown = model.pane.content.shown();
        let own = if side == Side::Left { shown.first() } else { shown.get(1) };
        format!("{class} only in {}", own.map_or("", |own| own.siglum.as_str()))
    };
    let room = room.saturating_sub(SafeText::new(&head).width() + 2);
    format!("{head}: {}", in_marks(&words, room))
}

/// A reading on one line; white space by name.
fn spoken(text: &str) -> SafeText {
    let words = crate::text::one_line(text);
    SafeText::new(&if words.is_empty() { spaces(text) } else { words })
}

/// A text in quotation marks, and as much of it as there is room for. What begins with such marks, or ends with them, has its own.
fn in_marks(text: &SafeText, room: usize) -> String {
    let text = text.truncated(room.saturating_sub(2).max(MIN_QUOTED));
    let has_words = text.as_str().contains(char::is_alphanumeric);
    let open = if has_words && text.as_str().starts_with(['“', '"']) { "" } else { "“" };
    let close = if has_words && text.as_str().ends_with(['”', '"']) { "" } else { "”" };
    format!("{open}{text}{close}")
}

/// How much is there that only one version has, unless it is all quoted.
fn extent(version: &Version, span: Span, is_all_quoted: bool) -> String {
    // This is done for every frame: of a long text only what is inside is looked at.
    let (tokens, passages) = (version.tokens(), version.passages());
    let first = tokens.partition_point(|token| token.span().start < span.start);
    let last = tokens.partition_point(|token| token.span().start < span.end);
    let n_words = tokens[first..last].iter().filter(|token| token.is_word()).count();
    let words = count(n_words, "word", "words");
    let first = passages.partition_point(|passage| passage.span.end <= span.start);
    let last = passages.partition_point(|passage| passage.span.start < span.end);
    let n = match (passages.get(first), last.checked_sub(1).and_then(|last| passages.get(last))) {
        (Some(first), Some(last)) => last.paragraph.saturating_sub(first.paragraph) + 1,
        _ => 1,
    };
    match n {
        1 if is_all_quoted => String::new(),
        1 => format!(" of {words}"),
        n => format!(" of {n} paragraphs, {words}"),
    }
}

/// White space by name.
fn spaces(text: &str) -> String {
    let names = text.chars().map(|c| match c {
        ' ' => "space".to_owned(),
        '\u{A0}' => "no-break space".to_owned(),
        c => format!("U+{:04X}", u32::from(c)),
    });
    names.collect::<Vec<_>>().join(" + ")
}
