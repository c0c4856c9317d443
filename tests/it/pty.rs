//! A few whole runs of the real program: keys in, cells out, and the terminal found as it was.

use std::fs;

use tempfile::TempDir;

use crate::terminal::{Seen, Terminal};

const LEFT: &str = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Tuesday, injuring 14 people.";
const RIGHT: &str =
    "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour today, injuring 17 people.";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("left.txt"), LEFT).unwrap();
    fs::write(folder.path().join("right.txt"), RIGHT).unwrap();
    folder
}
#[test]
fn it_starts_steps_and_ends() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("2 edits:");
    terminal.press("]");
    terminal.wait_for("edit 1/2 · date: “on Tuesday” → “today”");
    terminal.press("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    let text = String::from_utf8_lossy(&raw);
    assert!(text.contains("\x1b[?2026h"), "frames are not synchronized");
}

#[test]
fn line_by_line_the_cursor_is_seen_on_the_line_that_matters() {
    let folder = folder();
    let arguments = ["--linear", "--theme", "mono", "."];
    let mut terminal = Terminal::start(&arguments, folder.path(), &[]);
    let is_at = |seen: &Seen, words: &str| {
        let screen = seen.parser.screen();
        let (row, _) = screen.cursor_position();
        let line = screen.contents_between(row, 0, row, 119);
        !screen.hide_cursor() && line.contains(words)
    };
    terminal.wait("the list", |seen| is_at(seen, "A, left, 17 words, 8"));
    terminal.press("]]");
    terminal.wait("the edit", |seen| {
        is_at(seen, "Left: on Tuesday. Right: today. date, 1 of 2.") || is_at(seen, "2 of 2.")
    });
    terminal.press("g");
    terminal.wait("the headline", |seen| is_at(seen, "Headline: Ferry hits wall"));
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn a_save_is_announced_and_taken_in() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("2 edits:");
    fs::write(
        folder.path().join("new.txt"),
        "Something new has come in from the wire this very minute.",
    )
    .unwrap();
    terminal.wait_for("3 articles");
    // As editors save: beside the file, and then in its place.
    fs::write(folder.path().join(".right.swp"), RIGHT.replace("17", "19")).unwrap();
    fs::rename(folder.path().join(".right.swp"), folder.path().join("right.txt")).unwrap();
    terminal.wait_for("right changed on disk");
    terminal.press("r");
    terminal.wait_for("injuring 19");
    fs::create_dir_all(folder.path().join("deep/er")).unwrap();
    fs::write(
        folder.path().join("deep/er/more.txt"),
        "A folder made later is looked into just like the others.",
    )
    .unwrap();
    terminal.wait_for("4 articles");
    fs::remove_file(folder.path().join("new.txt")).unwrap();
    terminal.wait_for("3 articles");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn a_new_size_is_taken() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("2 edits:");
    terminal.resize(60, 12);
    terminal.press("\r");
    terminal.wait_for("Tuesday-]{+today+}");
    terminal.resize(1, 1);
    terminal.resize(120, 30);
    terminal.wait_for("● watching");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn signals_end_it_and_leave_a_sane_terminal() {
    for (signal, expected) in [("-TERM", 143), ("-INT", 130), ("-HUP", 129), ("-QUIT", 131)] {
        let folder = folder();
        let terminal = Terminal::open(&folder, &[]);
        terminal.wait_for("2 edits:");
        terminal.signal(signal);
        assert_eq!(terminal.end().0, expected, "{signal}");
    }
}

#[test]
fn it_stops_for_the_shell_and_comes_back() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("2 edits:");
    terminal.press("\x1a");
    terminal.wait("the shell's screen", |seen| !seen.parser.screen().alternate_screen());
    terminal.go_on();
    terminal.wait_for("2 edits:");
    terminal.press("]");
    terminal.wait_for("edit 1/2");
    terminal.wait("our screen", |seen| seen.parser.screen().alternate_screen());
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn a_fault_leaves_a_sane_terminal() {
    let folder = folder();
    for point in ["panic-draw", "panic-update"] {
        let terminal = Terminal::open(&folder, &[("COPYDESK_FAULT", point)]);
        let (code, raw) = terminal.end();
        assert_eq!(code, 101, "{point}");
        let text = String::from_utf8_lossy(&raw);
        assert!(text.contains("copydesk: a fault of the program"), "{text}");
        assert!(!text.contains("\x1b]0;injected"), "the message was printed as it is");
    }
}

#[test]
fn a_fault_in_the_background_is_survived() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[("COPYDESK_FAULT", "panic-worker")]);
    terminal.wait_for("these two versions could not be compared");
    terminal.wait_for("These two versions could not be compared.");
    terminal.press("j");
    terminal.wait_for("● watching");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn a_fault_of_the_watcher_is_said() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[("COPYDESK_FAULT", "panic-corpus")]);
    terminal.wait_for("the folders are not watched any more");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn without_color_edits_still_stand_out() {
    let folder = folder();
    let mut terminal = Terminal::start(&["."], folder.path(), &[("NO_COLOR", "1")]);
    terminal.wait_for("2 edits:");
    terminal.press("]");
    terminal.wait_for("edit 1/2");
    terminal.wait("a reversed and bold reading", |seen| {
        let screen = seen.parser.screen();
        let at = |col: u16, row: u16| {
            screen.cell(row, col).is_some_and(|cell| cell.inverse() && cell.bold())
        };
        let text = screen.contents();
        let Some(row) = text.lines().position(|line| line.contains("Tuesday")) else {
            return false;
        };
        (36..120).any(|col| at(col, u16::try_from(row).unwrap()))
    });
    terminal.wait("an underlined reading", |seen| {
        let screen = seen.parser.screen();
        (0..24).any(|row| {
            (36..120).any(|col| screen.cell(row, col).is_some_and(vt100::Cell::underline))
        })
    });
    terminal.press("q");
    let (_, raw) = terminal.end();
    let text = String::from_utf8_lossy(&raw);
    assert!(!text.contains("\x1b[38;") && !text.contains("\x1b[48;"), "colors were sent");
}

#[test]
fn articles_send_nothing_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "Title \x1b]0;owned\x07\n\nThe \x1b[2J ferry \u{9b}5m left \u{202E}the\u{2066} wall \x1bP1;2q and \x1b_x\x1b\\ more.";
    fs::write(folder.path().join("evil\x1b]2;name\x07.txt"), evil).unwrap();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("␛]0;owned␇");
    terminal.press("q");
    let (_, raw) = terminal.end();
    let text = String::from_utf8(raw).unwrap();
    assert!(!text.contains(['\u{7}', '\u{9b}', '\u{202E}', '\u{2066}']));
    // Only control sequences are sent: no OSC, DCS or APC.
    for (at, _) in text.match_indices('\x1b') {
        assert!(
            text[at..].starts_with("\x1b["),
            "{:?}",
            text[at..].chars().take(12).collect::<String>()
        );
    }
}

#[test]
fn pasted_text_types_no_commands() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("2 edits:");
    terminal.press("\x1b[200~q\x1b[201~/\x1b[200~left\x1b[201~");
    terminal.wait_for("filter: left");
    terminal.press("\x1b");
    terminal.wait_for("2 not reviewed");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn what_is_decided_about_stories_is_remembered() {
    let (folder, home) = (folder(), tempfile::tempdir().unwrap());
    let home = [("XDG_DATA_HOME", home.path().to_str().unwrap())];
    let mut terminal = Terminal::open(&folder, &home);
    terminal.wait_for("1 story");
    terminal.press("S");
    terminal.wait_for("2 stories");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    let mut again = Terminal::open(&folder, &home);
    again.wait_for("2 stories");
    again.press("q");
    assert_eq!(again.end().0, 0);
}

#[test]
fn what_is_furniture_to_the_reader_is_furniture_in_a_report_on_two_files() {
    let (folder, home) = (folder(), tempfile::tempdir().unwrap());
    let home_path = home.path().to_str().unwrap();
    let report = || {
        let mut command = assert_cmd::Command::cargo_bin("copydesk").unwrap();
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        let mut paths: Vec<_> = names.into_iter().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        command.env("XDG_DATA_HOME", home_path).env("XDG_CACHE_HOME", home_path).arg("report");
        command.args(&paths[..2]).arg("-o").arg(home.path().join("report.md")).arg("--force");
        command.assert().success();
        fs::read_to_string(home.path().join("report.md")).unwrap()
    };
    assert!(!report().contains("you said so"));
    let mut terminal = Terminal::open(&folder, &[("XDG_DATA_HOME", home_path)]);
    terminal.wait_for("2 edits:");
    terminal.press("i");
    terminal.wait_for("article text");
    terminal.press("\r");
    terminal.wait_for("furniture now");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert!(report().contains("you said so"), "{}", report());
}
