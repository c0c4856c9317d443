//! [`NoteEditor`]: a note that is being written.
//!
//! The text is edited by a library's text area, of which only the state is used; the screen is painted like all others.

use std::path::Path;

use ratatui_textarea::{Input, Key as AreaKey, TextArea};

use super::areas::NoteBox;
use crate::config::chord::{Chord, Key};
use crate::review::{About, Draft, Note, NoteId, Pair, Place};
use crate::text::safe::SafeText;

/// The longest note, in characters: a few pages.
const MAX_CHARS: usize = 20_000;

/// What a note can be about here.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is about.
    pub about: About,
    /// Where it belongs.
    pub places: Vec<Place>,
    /// What that is, in words.
    pub words: SafeText,
}

impl Target {
    /// The articles between which it stands, if it is an edit.
    pub fn pair(&self) -> Option<Pair> {
        Pair::of(self.about, &self.places)
    }
}

/// A note that is being written.
#[derive(Clone, Debug)]
pub struct NoteEditor {
    /// The note as it was, if it is an old one.
    pub before: Option<Note>,
    /// What it can be about, nearest first; an old note that was found in a list only what it is about.
    pub targets: Vec<Target>,
    /// Which of these it is about.
    pub target: usize,
    /// Its kind; may be empty.
    pub kind: String,
    /// Where its box is.
    pub place: NoteBox,
    /// What of its text is on screen.
    pub page: Page,
    area: TextArea<'static>,
}

/// What of the text of a note is on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<SafeText>,
    /// Column and row of the cursor.
    pub cursor: (u16, u16),
    /// What is under the cursor.
    pub under: SafeText,
}

impl NoteEditor {
    /// A new note about the first of these.
    pub fn new(targets: Vec<Target>) -> Self {
        Self {
            before: None,
            targets,
            target: 0,
            kind: String::new(),
            place: NoteBox::default(),
            page: Page::default(),
            area: TextArea::default(),
        }
    }

    /// An old note, to be changed.
    pub fn of(note: &Note, words: SafeText) -> Self {
        let target = Target { about: note.about, places: note.places.clone(), words };
        Self::on(vec![target], 0, Some(note))
    }

    /// The note on one of these, which may be there already.
    pub fn on(targets: Vec<Target>, at: usize, note: Option<&Note>) -> Self {
        let mut editor = Self::new(targets);
        editor.target = at;
        if let Some(note) = note {
            // It stays anchored by the words that it was written on.
            if let Some(target) = editor.targets.get_mut(at) {
                target.places.clone_from(&note.places);
            }
            editor.kind.clone_from(&note.kind);
            editor.before = Some(note.clone());
            editor.set_text(&note.text);
        }
        editor
    }

    /// A file was renamed: the note is about the same article.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        let targets = self.targets.iter_mut().flat_map(|target| &mut target.places);
        let before = self.before.iter_mut().flat_map(|note| &mut note.places);
        for place in targets.chain(before) {
            place.location = place.location.moved(from, to);
        }
    }

    /// What was written.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Puts another text in.
    pub fn set_text(&mut self, text: &str) {
        self.area = TextArea::default();
        self.insert(text.trim_end());
    }

    /// Writes text where the cursor is. Line breaks stay; what else a terminal would obey does not.
    pub fn insert(&mut self, text: &str) {
        let room = MAX_CHARS.saturating_sub(self.text().chars().count());
        let is_text = |c: &char| *c == '\n' || !c.is_control();
        // Terminals paste the ends of lines as one or the other.
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
        let text: String = text.chars().filter(is_text).take(room).collect();
        self.area.insert_str(text);
    }

    /// Whether nothing was written, and no kind chosen.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty() && self.kind.is_empty()
    }

    /// Takes a key that edits text.
    pub fn edit(&mut self, chord: Chord) {
        let key = match chord.key {
            Key::Char(c) if !chord.ctrl && !chord.alt => {
                self.insert(c.encode_utf8(&mut [0; 4]));
                return;
            }
            Key::Enter => {
                self.insert("\n");
                return;
            }
            Key::Char(c) => AreaKey::Char(c),
            Key::Backspace => AreaKey::Backspace,
            Key::Delete => AreaKey::Delete,
            Key::Up => AreaKey::Up,
            Key::Down => AreaKey::Down,
            Key::Left => AreaKey::Left,
            Key::Right => AreaKey::Right,
            Key::Home => AreaKey::Home,
            Key::End => AreaKey::End,
            Key::PageUp => AreaKey::PageUp,
            Key::PageDown => AreaKey::PageDown,
            Key::Esc | Key::Tab | Key::BackTab | Key::F(_) => return,
        };
        self.area.input(Input { key, ctrl: chord.ctrl, alt: chord.alt, shift: false });
    }

    /// The next or previous kind; none comes after the last.
    pub fn step_kind(&mut self, kinds: &[String], is_forward: bool) {
        let at = kinds.iter().position(|kind| *kind == self.kind);
        let next = match (at, is_forward) {
            (None, true) => Some(0),
            (None, false) => kinds.len().checked_sub(1),
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        self.kind = next.and_then(|at| kinds.get(at)).cloned().unwrap_or_default();
    }

    /// The next thing that it can be about, around the end.
    pub fn next_target(&self) -> usize {
        (self.target + 1) % self.targets.len().max(1)
    }

    /// The note as it is now; nothing if it says nothing.
    pub fn note(&self, new_id: impl FnOnce(&Note) -> NoteId) -> Option<Note> {
        let target = self.targets.get(self.target)?;
        let text = self.text().trim().to_owned();
        if text.is_empty() && self.kind.is_empty() {
            return None;
        }
        let (about, places) = (target.about, target.places.clone());
        let mut note = Note { id: NoteId(0), about, places, kind: self.kind.clone(), text };
        note.id = self.before.as_ref().map_or_else(|| new_id(&note), |before| before.id);
        Some(note)
    }

    /// What would be lost of the note now; nothing if it says nothing, or what it said before.
    pub fn draft(&self) -> Option<Draft> {
        let note = self.note(|_| NoteId(0)).filter(|note| Some(note) != self.before.as_ref())?;
        Some(Draft { replaces: self.before.as_ref().map(|before| before.id), note })
    }

    /// Puts the note into a box, with the cursor in sight.
    pub fn place(&mut self, place: NoteBox) {
        let (rows, (row, column)) = self.rows(usize::from(place.text.width));
        let height = usize::from(place.text.height);
        let first = (row + 1).saturating_sub(height.max(1));
        let under = rows.get(row).and_then(|row| char_at(row, column)).unwrap_or(' ');
        let cell = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        self.place = place;
        self.page = Page {
            rows: rows.into_iter().skip(first).take(height).collect(),
            cursor: (cell(column), cell(row - first)),
            under: SafeText::new(under.encode_utf8(&mut [0; 4])),
        };
    }

    /// The text in rows of at most `width` columns, broken at spaces where there are any, and the row and column of the
    /// cursor. On the space at the end of a full row it stands one column further.
    fn rows(&self, width: usize) -> (Vec<SafeText>, (usize, usize)) {
        let cursor = self.area.cursor();
        let (line, column) = (cursor.0, cursor.1);
        let mut rows = Vec::new();
        let mut place = (0, 0);
        for (at, text) in self.area.lines().iter().enumerate() {
            // At the end there is room for the cursor.
            let text: Vec<char> = text.chars().chain(std::iter::once(' ')).collect();
            let mut rest = 0..text.len();
            while let Some(row) = text.get(rest.clone()).filter(|row| !row.is_empty()) {
                let n = broken(row, width.max(1));
                if at == line && (rest.start..rest.start + n).contains(&column) {
                    place = (rows.len(), width_of(&text[rest.start..column]));
                }
                let words: String = row[..n].iter().collect();
                rows.push(SafeText::new(words.trim_end()));
                rest.start += n;
            }
        }
        (rows, place)
    }
}

/// Columns of some characters.
fn width_of(text: &[char]) -> usize {
    SafeText::new(&text.iter().collect::<String>()).width()
}

/// How many characters stand on one row: as many as have room, up to a space if there is one. A space at its end needs no room.
fn broken(text: &[char], width: usize) -> usize {
    let mut used = 0;
    let over = text.iter().position(|c| {
        used += width_of(&[*c]);
        used > width
    });
    let Some(over) = over else { return text.len() };
    let space = text[..=over].iter().rposition(|c| c.is_whitespace());
    // A character that is wider than the row has one of its own.
    space.map_or_else(|| over.max(1), |space| space + 1)
}

/// The character in a column.
fn char_at(row: &SafeText, column: usize) -> Option<char> {
    let mut width = 0;
    row.as_str().chars().find(|c| {
        let is_here = width >= column;
        width += SafeText::new(c.encode_utf8(&mut [0; 4])).width();
        is_here
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor() -> NoteEditor {
        let target =
            Target { about: About::Version, places: Vec::new(), words: SafeText::default() };
        NoteEditor::new(vec![target])
    }

    #[test]
    fn a_note_says_what_was_typed_and_nothing_a_terminal_obeys() {
        let mut editor = editor();
        editor.insert("The figure\x1b[31m is wrong.\r\nSee the report.");
        editor.edit(Chord { key: Key::Backspace, ctrl: false, alt: false });
        assert_eq!(editor.text(), "The figure[31m is wrong.\nSee the report");
        let note = editor.note(|_| NoteId(5)).expect("a note");
        assert_eq!((note.id, note.text.lines().count()), (NoteId(5), 2));
    }

    #[test]
    fn without_words_and_kind_there_is_no_note() {
        let kinds = ["error".to_owned(), "fine".to_owned()];
        let mut editor = editor();
        editor.insert("  \n ");
        assert_eq!(editor.note(|_| NoteId(5)), None);
        editor.step_kind(&kinds, false);
        assert_eq!(editor.note(|_| NoteId(5)).map(|note| note.kind), Some("fine".to_owned()));
        editor.step_kind(&kinds, true);
        assert_eq!(editor.kind, "");
    }

    #[test]
    fn rows_are_as_wide_as_allowed_and_the_cursor_is_among_them() {
        let mut editor = editor();
        editor.insert("abcdefgh\n字字字");
        let (rows, cursor) = editor.rows(5);
        let rows: Vec<&str> = rows.iter().map(SafeText::as_str).collect();
        assert_eq!(rows, ["abcde", "fgh", "字字", "字"]);
        assert_eq!(cursor, (3, 2));
    }

    #[test]
    fn rows_are_broken_at_words() {
        let check = |text: &str, width: usize, expected: &[&str], cursor: (usize, usize)| {
            let mut editor = editor();
            editor.insert(text);
            let (rows, place) = editor.rows(width);
            let rows: Vec<&str> = rows.iter().map(SafeText::as_str).collect();
            assert_eq!((rows.as_slice(), place), (expected, cursor), "{text:?} in {width}");
        };
        check("the agreement that we have", 12, &["the", "agreement", "that we have"], (2, 12));
        check("the agreement that ", 13, &["the agreement", "that"], (1, 5));
        check("one two", 3, &["one", "two"], (1, 3));
        check("unbreakable", 4, &["unbr", "eaka", "ble"], (2, 3));
        check("a  b", 2, &["a", "b"], (1, 1));
        check("", 4, &[""], (0, 0));
    }
}
