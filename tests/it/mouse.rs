//! The mouse, which is never needed.

use std::fs;

use copydesk::app::{Event, Focus, Mouse, MouseDeed, Overlay};
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{check, open};
use crate::terminal::Terminal;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sentence = |at: usize| {
        format!("Boat {at} of the harbour of Port Ellery left at {at} and came back by night.\n\n")
    };
    for version in 0..9 {
        let body: String = (0..40).map(|at| sentence(at + at / 13 * version)).collect();
        let path = folder.path().join(format!("v{version}.txt"));
        fs::write(path, format!("Boats are counted\n\n{body}")).unwrap();
    }
    folder
}

fn point(program: &mut Headless, deed: MouseDeed, (x, y): (u16, u16)) {
    program.happen(Event::Mouse(Mouse { x, y, deed }));
}

/// Where words stand on screen.
#[track_caller]
fn place(program: &Headless, words: &str) -> (u16, u16) {
    let text = program.text();
    let found = text.lines().enumerate().find_map(|(y, line)| {
        let (before, _) = line.split_once(words)?;
        Some((before.chars().count(), y))
    });
    let (x, y) = found.unwrap_or_else(|| panic!("not on screen: {words}\n{text}"));
    (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 12));
    let selected = program.model.list.selected;
    point(&mut program, MouseDeed::WheelDown, (60, 6));
    assert_eq!((program.model.pane.scroll, program.model.list.scroll), (3, 0));
    point(&mut program, MouseDeed::WheelUp, (60, 6));
    point(&mut program, MouseDeed::WheelUp, (60, 6));
    assert_eq!(program.model.pane.scroll, 0);
    point(&mut program, MouseDeed::WheelDown, (5, 6));
    assert_eq!((program.model.pane.scroll, program.model.list.scroll), (0, 2));
    assert_eq!((program.model.list.selected, program.model.focus), (selected, Focus::List));
    // The next key brings the selection back in sight.
    program.press("g");
    assert_eq!(program.model.list.scroll, 0);
    program.press("?");
    point(&mut program, MouseDeed::WheelDown, (60, 6));
    let Some(Overlay::Help(help)) = &program.model.overlay else { panic!("no help") };
    assert_eq!(help.scroll, 1);
}

#[test]
fn in_a_scrolled_list_a_click_selects_what_is_painted_there() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 10));
    program.press("G");
    let scroll = program.model.list.scroll;
    assert!(scroll > 0);
    let row = place(&program, "G v6");
    point(&mut program, MouseDeed::Click, row);
    assert!(program.model.pane.content.shown().iter().any(|shown| shown.siglum == "G"));
    assert_eq!(program.model.list.scroll, scroll, "the list holds still");
    // News from the folder does not move a list that was scrolled away from its selection.
    point(&mut program, MouseDeed::WheelUp, row);
    let scroll = program.model.list.scroll;
    fs::write(folder.path().join("v8.txt"), "Boats are counted\n\nBut not any more.").unwrap();
    program.look();
    assert_eq!(program.model.list.scroll, scroll);
    // Where other lines are asked for, the selected one is among those on screen.
    program.press("/v6<enter>");
    place(&program, "v6");
}

#[test]
fn a_click_selects_opens_and_goes_to() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    let row = place(&program, "D v3");
    point(&mut program, MouseDeed::Click, row);
    assert!(program.model.pane.content.shown().iter().any(|shown| shown.siglum == "D"));
    assert_eq!(program.model.focus, Focus::List);
    point(&mut program, MouseDeed::Click, row);
    assert_eq!(program.model.focus, Focus::Text);
    program.press("]]]]");
    let (current, scroll) = (program.model.pane.current, program.model.pane.scroll);
    let area = program.model.areas.text;
    let rows = program.model.pane.rows.clone().unwrap();
    let on_screen = scroll..scroll + usize::from(area.height);
    let mut stops = rows.stops.iter().filter(|stop| on_screen.contains(&stop.row));
    let stop = stops.find(|stop| Some(stop.edit) != current).unwrap();
    let y = area.y + u16::try_from(stop.row - scroll).unwrap();
    for x in [area.x + 2, area.x + u16::try_from(rows.column(copydesk::Side::Right)).unwrap() + 2] {
        point(&mut program, MouseDeed::Click, (x, y));
    }
    assert_eq!(program.model.pane.current, Some(stop.edit));
    assert_eq!(program.model.pane.scroll, scroll, "nothing moves under the pointer");
    // A row without an edit, and the frame around everything, change nothing.
    let current = program.model.pane.current;
    point(&mut program, MouseDeed::Click, (0, 0));
    point(&mut program, MouseDeed::Click, (60, 29));
    assert_eq!(program.model.pane.current, current);
}

#[test]
fn a_click_on_the_map_goes_there() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 20));
    let strip = program.model.areas.strip;
    point(&mut program, MouseDeed::Click, (strip.x + 1, strip.bottom() - 1));
    let height = usize::from(program.model.areas.text.height);
    assert!(program.model.pane.scroll + height * 3 / 2 > program.model.pane.n_rows());
    point(&mut program, MouseDeed::Click, (strip.x, strip.y));
    assert_eq!(program.model.pane.scroll, 0);
    assert_eq!(program.model.focus, Focus::List, "to look at the text is not to go there");
}

#[test]
fn a_click_in_the_matrix_chooses_and_opens() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("M");
    let Some(Overlay::Matrix(matrix)) = &program.model.overlay else { panic!("no matrix") };
    let cells = matrix.place.cells;
    let cell = (cells.x + 4 * 7 + 2, cells.y + 2);
    point(&mut program, MouseDeed::Click, cell);
    check(&program, "of C is in E v4");
    point(&mut program, MouseDeed::Click, cell);
    assert!(program.model.overlay.is_none());
    let shown: Vec<&str> =
        program.model.pane.content.shown().iter().map(|shown| shown.siglum.as_str()).collect();
    assert_eq!(shown, ["C", "E"]);
    program.press("M");
    point(&mut program, MouseDeed::Click, (0, 0));
    assert!(program.model.overlay.is_none(), "beside the box");
}

#[test]
fn every_cell_can_be_clicked_on_every_screen() {
    let folder = folder();
    for size in [(120, 30), (60, 12), (30, 6), (3, 3)] {
        for keys in ["", "<enter>", "o", "M", "oO", "?", "a", "/"] {
            let mut program = open(folder.path(), size);
            program.press(keys);
            for y in (0..=size.1).step_by(2) {
                for x in (0..=size.0).step_by(7) {
                    for deed in [MouseDeed::Click, MouseDeed::WheelDown, MouseDeed::WheelUp] {
                        point(&mut program, deed, (x, y));
                    }
                }
            }
            program.screen();
        }
    }
}

#[test]
fn the_terminal_sends_buttons_and_wheel_and_no_motion() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("D v3");
    // The wheel over the text, then a click on the fourth version.
    terminal.press("\x1b[<65;80;10M");
    terminal.wait_for("2 %");
    terminal.press("\x1b[<0;4;7M\x1b[<0;4;7m");
    terminal.wait_for("4/9");
    terminal.press("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    let text = String::from_utf8_lossy(&raw);
    assert!(text.contains("\x1b[?1000h") && text.contains("\x1b[?1006h"));
    assert!(!text.contains("\x1b[?1003h") && !text.contains("\x1b[?1002h"));
    let mut terminal = Terminal::start(&["--no-mouse", "--theme", "dark", "."], folder.path(), &[]);
    terminal.wait_for("D v3");
    terminal.press("q");
    let (_, raw) = terminal.end();
    assert!(!String::from_utf8_lossy(&raw).contains("\x1b[?1000h"));
}

#[test]
fn the_mouse_is_given_back_however_it_ends() {
    let folder = folder();
    let is_off = |seen: &crate::terminal::Seen| {
        let mode = seen.parser.screen().mouse_protocol_mode();
        mode == vt100::MouseProtocolMode::None
    };
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("D v3");
    terminal.wait("the mouse taken", |seen| !is_off(seen));
    terminal.press("\x1a");
    terminal.wait("the mouse given back for the shell", is_off);
    terminal.go_on();
    terminal.wait("the mouse taken again", |seen| !is_off(seen));
    terminal.signal("-TERM");
    assert_eq!(terminal.end().0, 143);
    for point in ["panic-draw", "panic-update"] {
        let terminal = Terminal::open(&folder, &[("COPYDESK_FAULT", point)]);
        assert_eq!(terminal.end().0, 101, "{point}");
    }
}

#[test]
fn a_click_on_a_story_selects_its_first_version() {
    let folder = folder();
    fs::write(folder.path().join("a-bees.txt"), "Bees suffer\n\nOne hive in three is lost.")
        .unwrap();
    let mut program = open(folder.path(), (120, 20));
    let first = program.model.list.selected;
    let at = place(&program, "Bees suffer");
    point(&mut program, MouseDeed::Click, at);
    assert_ne!(program.model.list.selected, first);
    check(&program, "One hive in three");
}
