//! Line by line, for ears: what a screen reader is given, and where the terminal's cursor stands.

use std::fs;

use copydesk::config::theme::Theme;
use copydesk::layout::linear::Said;
use copydesk::layout::{Mode, Options, Subject, lay_out};
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{LIBRARY, check, compare};

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), LIBRARY.left).unwrap();
    fs::write(folder.path().join("b.txt"), LIBRARY.right).unwrap();
    let bees =
        "Bees suffer in warm winter\n\nBeekeepers lost one hive in three, their league said.";
    fs::write(folder.path().join("z-bees.txt"), bees).unwrap();
    folder
}

fn open(folder: &TempDir, size: (u16, u16)) -> Headless {
    let theme = Theme::built_in("mono").unwrap();
    let mut program = Headless::open(&[folder.path()], size, theme).unwrap();
    program.model.settings.mode = Some(Mode::Linear);
    // What was placed for other eyes is placed anew.
    program.happen(copydesk::app::Event::Resized { width: size.0, height: size.1 });
    program
}

/// The line that the terminal's cursor is on, which is what a screen reader reads.
fn spoken(program: &Headless) -> String {
    let (_, y) = program.cursor().unwrap();
    program.text().lines().nth(usize::from(y)).unwrap().to_owned()
}

/// A comparison in lines.
fn lines(left: &str, right: &str, said: Vec<Said>) -> String {
    let pair = compare(left, right);
    let subject = Subject { versions: pair.versions.as_ref(), collation: &pair.collation };
    let options = Options { said, measure: usize::MAX, ..Options::new(Mode::Linear, 100) };
    let rows = lay_out(subject, &options);
    rows.rows.iter().map(|row| format!("{}\n", row.lines.left.text())).collect()
}

#[test]
fn a_comparison_in_words() {
    insta::assert_snapshot!("linear", lines(LIBRARY.left, LIBRARY.right, Vec::new()));
}

#[test]
fn what_the_reader_left_is_said() {
    let said = |is_reviewed, is_looked_at| Said { is_looked_at, is_reviewed, is_noted: true };
    let (left, right) = (
        "The roof came down on Tuesday night under 40 tons of snow, it was said by the town.",
        "The roof came down on Monday night under 50 tons of snow, it was said by the town.",
    );
    let text = lines(left, right, vec![said(true, true), said(false, false)]);
    assert!(
        text.contains("Left: Tuesday. Right: Monday. date, 1 of 1, reviewed, with a note."),
        "{text}"
    );
    assert!(text.contains("Left: 40. Right: 50. number, with a note, not looked at."), "{text}");
}

#[test]
fn marks_that_voices_swallow_have_names() {
    let text = lines(
        "The mayor, who had no choice, left the hall at once after the vote was taken.",
        "The mayor, who had no choice; left the hall at once after the vote was taken.",
        Vec::new(),
    );
    assert!(text.contains("Left: comma. Right: semicolon. punctuation, 1 of 1."), "{text}");
}

#[test]
fn the_list_is_one_thing_to_a_line() {
    let folder = folder();
    let mut program = open(&folder, (100, 20));
    insta::assert_snapshot!(
        "linear_list",
        program.text().replace(&*folder.path().to_string_lossy(), "")
    );
    assert!(spoken(&program).starts_with("A, a, 67 words"), "{}", spoken(&program));
    program.press("jj");
    assert!(spoken(&program).starts_with("A, z-bees, "), "{}", spoken(&program));
    program.press("/roof");
    assert_eq!(spoken(&program), "Filter: roof   2 versions");
    program.press("<esc>?");
    assert_ne!(program.cursor(), None);
}

#[test]
fn the_cursor_is_on_the_edit() {
    let folder = folder();
    let mut program = open(&folder, (100, 20));
    program.press("<enter>");
    assert_eq!(spoken(&program), "Headline: Library roof gives way");
    program.press("]]");
    let date = "Left: Tuesday. Right: Monday. date, 2 of 5.";
    assert_eq!(spoken(&program), date);
    // Marking goes on to the next; going back finds the mark.
    program.press("<space>");
    assert_eq!(spoken(&program), "Left: nothing. Right: comma. punctuation, 3 of 5.");
    program.press("[");
    assert_eq!(spoken(&program), "Left: Tuesday. Right: Monday. date, 2 of 5, reviewed.");
    insta::assert_snapshot!("linear_text", program.text());
    // Away from an edit, none is meant: the key goes to the next one, and marks nothing.
    program.press("k");
    assert_eq!(program.model.pane.current, None);
    program.press("<space>");
    assert_eq!(program.model.desk.n_marks, 1);
    assert_eq!(spoken(&program), "Left: Tuesday. Right: Monday. date, 2 of 5, reviewed.");
    // Lines are read one after the other, to the last.
    program.press("G");
    assert!(
        spoken(&program).starts_with("Cut, 5 of 5. Only left: A collection"),
        "{}",
        spoken(&program)
    );
    program.press("g");
    assert_eq!(spoken(&program), "Headline: Library roof gives way");
}

#[test]
fn the_edit_is_kept_when_columns_swap_and_notes_are_written() {
    let folder = folder();
    let mut program = open(&folder, (100, 20));
    program.press("<enter>]]x");
    assert!(
        spoken(&program).starts_with("Left: Monday. Right: Tuesday. date"),
        "{}",
        spoken(&program)
    );
    program.press("aAsk the fire service.");
    let (x, y) = program.cursor().unwrap();
    let line = program.text().lines().nth(usize::from(y)).unwrap().to_owned();
    assert_eq!(line.trim(), "Ask the fire service.");
    assert_eq!(usize::from(x), line.len(), "the cursor is where one types");
    program.press("<esc>");
    assert!(spoken(&program).ends_with("with a note."), "{}", spoken(&program));
}

#[test]
fn nothing_stands_beside_a_line() {
    let folder = folder();
    for keys in ["", "<enter>", "<enter>]f", "v", "T", "<enter>]ax<esc>A", "?", "i"] {
        let mut program = open(&folder, (100, 24));
        program.press(keys);
        let text = program.text();
        for sign in ['│', '─', '┌', '▌', '░', '●', '→', '~'] {
            assert!(!text.contains(sign), "{sign} after {keys}:\n{text}");
        }
        assert!(program.cursor().is_some(), "no cursor after {keys}");
    }
}

#[test]
fn one_version_is_read_line_by_line() {
    let folder = folder();
    let mut program = open(&folder, (100, 20));
    program.press("o");
    check(
        &program,
        "Reading A, a, 67 words.\no compares it with another version.\nLibrary roof gives way\n",
    );
    assert_eq!(spoken(&program), "Library roof gives way");
    program.press("j");
    assert!(spoken(&program).starts_with("The roof of the town library"), "{}", spoken(&program));
    program.press("h");
    program.press("Go");
    check(&program, "No other version of this text.");
}

#[test]
fn columns_are_no_use_here() {
    let folder = folder();
    let mut program = open(&folder, (100, 20));
    program.press("<enter>1");
    check(&program, "In linear mode all is said line by line");
}

#[test]
fn a_small_screen_says_as_much() {
    let folder = folder();
    for size in [(1, 1), (10, 2), (20, 3), (40, 6), (300, 100)] {
        let mut program = open(&folder, size);
        program.press("<enter>]]<space>}z/roof<enter>n<esc>TG<esc>A<esc>");
        assert_eq!(program.text().lines().count(), usize::from(size.1));
    }
}
