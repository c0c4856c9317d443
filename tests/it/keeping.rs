//! What is kept: earlier states of files, seen from outside.

use std::fs;
use std::path::Path;

use crate::desk::{AFTER, BEFORE, Desk, quit};
use crate::support::copydesk_in;
use crate::terminal::Terminal;

/// The program after a file was overwritten, with the state before beside that now.
fn overwritten(desk: &Desk) -> Terminal {
    let mut terminal = desk.open();
    terminal.wait_for("Ferry hits wall");
    terminal.wait_for("injuring 14");
    desk.write("a.txt", AFTER);
    terminal.wait_for("changed on disk");
    terminal.press("H");
    terminal.wait_for("Earlier states of a");
    terminal.press("\r");
    terminal.wait_for("2 edits");
    terminal
}

#[test]
fn an_overwritten_file_keeps_its_past() {
    let desk = Desk::new();
    let mut terminal = overwritten(&desk);
    terminal.wait_for("A′");
    // Back in the list, what is selected there is shown again.
    terminal.press("h");
    terminal.wait("no earlier state", |seen| !seen.parser.screen().contents().contains("A′"));
    quit(terminal);
    let printed = desk.revisions("a.txt", &[]);
    assert_eq!(printed.lines().count(), 2, "{printed}");
    assert!(printed.lines().nth(1).unwrap().trim_end().ends_with(" 2"), "{printed}");
    let out = desk.store.path().join("out");
    let names = desk.revisions("a.txt", &["--export", out.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(Path::new(names.trim_end())).unwrap(), BEFORE);
}

#[test]
fn a_note_on_two_states_of_a_file_leads_to_its_states() {
    let desk = Desk::new();
    let mut terminal = overwritten(&desk);
    terminal.press("]a");
    terminal.wait_for("edit 1");
    terminal.press("why?\x13");
    terminal.wait_for("The note is kept");
    terminal.press("h");
    terminal.wait("no earlier state", |seen| !seen.parser.screen().contents().contains("A′"));
    terminal.press("A");
    terminal.wait_for("why?");
    terminal.press("\r");
    terminal.wait_for("Earlier states of a");
    // Again, the two states are compared.
    terminal.press("\r");
    terminal.wait_for("A′");
    quit(terminal);
}

#[test]
fn what_changed_while_nobody_looked_is_found() {
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.wait_for("injuring 14");
    quit(terminal);
    desk.write("a.txt", AFTER);
    let mut terminal = desk.open();
    terminal.wait_for(" !A a");
    terminal.press("D");
    terminal.wait_for("2 edits");
    // The reader knows now, and the sign is gone.
    terminal.wait("no sign", |seen| !seen.parser.screen().contents().contains("!A a"));
    terminal.press("U");
    terminal.wait_for("Taken back: that you have seen what changed in a.");
    terminal.wait_for("!A a");
    terminal.press("D");
    terminal.wait("no sign", |seen| !seen.parser.screen().contents().contains("!A a"));
    quit(terminal);
    let terminal = desk.open();
    terminal.wait_for("  A a");
    quit(terminal);
}

#[test]
fn other_line_ends_and_another_encoding_are_no_other_text() {
    let desk = Desk::new();
    desk.write("a.txt", "Café hits wall\n\nThe ferry struck the café of the harbour on Tuesday.\n");
    let terminal = desk.open();
    terminal.wait_for("Café hits wall");
    quit(terminal);
    let text =
        "Caf\u{E9} hits wall\r\n\r\nThe ferry struck the caf\u{E9} of the harbour on Tuesday.\r\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    fs::write(desk.folder.path().join("a.txt"), latin).unwrap();
    let terminal = desk.open();
    terminal.wait_for("  A a");
    quit(terminal);
    assert!(desk.revisions("a.txt", &[]).contains("no earlier state"));
}

#[test]
fn other_line_breaks_are_a_state_of_their_own_and_nothing_to_take_note_of() {
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.wait_for("injuring 14");
    quit(terminal);
    desk.write("a.txt", &BEFORE.replace("harbour on", "harbour\non"));
    let terminal = desk.open();
    terminal.wait_for("  A a");
    quit(terminal);
    let printed = desk.revisions("a.txt", &[]);
    assert!(printed.lines().nth(1).unwrap().trim_end().ends_with(" 0"), "{printed}");
    // The words are watched as before.
    desk.write("a.txt", AFTER);
    let terminal = desk.open();
    terminal.wait_for(" !A a");
    quit(terminal);
}

#[test]
fn states_of_a_file_that_never_was_are_not_looked_for_in_vain() {
    let desk = Desk::new();
    quit(desk.open());
    let mut command = copydesk_in(desk.folder.path());
    command.args(["revisions", "nope.txt", "--store", &desk.database()]);
    let told = command.assert().code(2).get_output().stderr.clone();
    let told = String::from_utf8(told).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("nope.txt: there is no such file"), "{told}");
    let mut command = copydesk_in(desk.folder.path());
    command.args(["revisions", ".", "--store", &desk.database()]);
    let told = command.assert().code(2).get_output().stderr.clone();
    assert_eq!(String::from_utf8(told).unwrap(), "copydesk: .: is a folder; name a file\n");
}

#[test]
fn the_last_state_of_a_deleted_file_is_there() {
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.wait_for("injuring 14");
    quit(terminal);
    fs::remove_file(desk.folder.path().join("a.txt")).unwrap();
    let printed = desk.revisions("a.txt", &[]);
    let last = printed.lines().nth(1).unwrap();
    assert_eq!(printed.lines().count(), 2, "{printed}");
    assert!(last.starts_with("   1 ") && last.contains("the last state"), "{printed}");
    assert!(last.ends_with(" 17"), "its words: {printed}");
    let json = desk.revisions("a.txt", &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["revisions"][0]["replaced"].is_null(), "{json}");
    let out = desk.store.path().join("out");
    let names = desk.revisions("a.txt", &["--export", out.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(Path::new(names.trim_end())).unwrap(), BEFORE);
}

#[test]
fn a_store_that_was_emptied_is_said_and_one_that_never_was_is_not() {
    let desk = Desk::new();
    let emptied = "The store was empty and is begun anew.";
    let terminal = desk.open();
    terminal.wait_for("injuring 14");
    terminal.wait("no word", |seen| !seen.parser.screen().contents().contains(emptied));
    quit(terminal);
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(desk.database() + ending);
    }
    let file = fs::File::create(desk.database()).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    drop(file);
    let terminal = desk.open();
    terminal.wait_for(emptied);
    quit(terminal);
}

#[test]
fn no_store_is_made_in_the_folder_that_is_read() {
    let desk = Desk::new();
    for store in ["store.db", "deep/er/store.db"] {
        let arguments = ["--store", store, "."];
        let terminal = Terminal::start(&arguments, desk.folder.path(), &[]);
        let (code, raw) = terminal.end();
        let screen = String::from_utf8_lossy(&raw);
        assert_eq!(code, 2, "{screen}");
        assert!(screen.contains("nothing is written into the folder that is read"), "{screen}");
    }
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[test]
fn a_lower_count_holds_from_the_start() {
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.wait_for("injuring 14");
    quit(terminal);
    for n in [15, 16] {
        desk.write("a.txt", &BEFORE.replace("14", &n.to_string()));
        let terminal = desk.open();
        terminal.wait_for("!A a");
        quit(terminal);
    }
    assert_eq!(desk.n_revisions("a.txt"), 2);
    let home = desk.store.path().join("config");
    fs::create_dir_all(home.join("copydesk")).unwrap();
    fs::write(home.join("copydesk/config.toml"), "[revisions]\ncount = 0\n").unwrap();
    let mut terminal = desk.open_with(&[("XDG_CONFIG_HOME", home.to_str().unwrap())]);
    // What was reviewed last is still known.
    terminal.wait_for("!A a");
    terminal.press("H");
    terminal.wait_for("Earlier states are not kept now: revisions.count is 0.");
    terminal.press("D");
    terminal.wait_for("A′");
    quit(terminal);
    assert_eq!(desk.n_revisions("a.txt"), 0);
}

#[test]
fn a_file_that_moves_takes_its_past_along() {
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.wait_for("injuring 14");
    desk.write("a.txt", AFTER);
    terminal.wait_for("changed on disk");
    fs::rename(desk.folder.path().join("a.txt"), desk.folder.path().join("b.txt")).unwrap();
    terminal.wait_for("!A b");
    quit(terminal);
    assert_eq!(desk.revisions("b.txt", &[]).lines().count(), 2);
    // While nobody looks, too.
    fs::rename(desk.folder.path().join("b.txt"), desk.folder.path().join("c.txt")).unwrap();
    let terminal = desk.open();
    terminal.wait_for("!A c");
    quit(terminal);
    assert_eq!(desk.revisions("c.txt", &[]).lines().count(), 2);
}

#[test]
fn a_store_that_cannot_be_used_is_said_and_left_alone() {
    let desk = Desk::new();
    // In the usual place a damaged store is set aside, and another one begun.
    let data = desk.store.path().join("copydesk");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("copydesk.db"), "this is no database, and never was one").unwrap();
    let home = desk.store.path().to_str().unwrap();
    let terminal =
        Terminal::start(&["--theme", "dark", "."], desk.folder.path(), &[("XDG_DATA_HOME", home)]);
    terminal.wait_for("set aside as");
    quit(terminal);
    let aside = data.join("copydesk.db.damaged-1");
    assert_eq!(fs::read_to_string(aside).unwrap(), "this is no database, and never was one");
    // What the reader has named may be anything, and is left as it is.
    fs::write(desk.database(), "an article, named by mistake").unwrap();
    let terminal = desk.open();
    terminal.wait_for("no store of copydesk");
    quit(terminal);
    assert_eq!(fs::read_to_string(desk.database()).unwrap(), "an article, named by mistake");
    // A store that cannot be: its folder is a file.
    let below = format!("{}/store.db", desk.database());
    let arguments = ["--theme", "dark", "--store", &below, "."];
    let terminal = Terminal::start(&arguments, desk.folder.path(), &[]);
    terminal.wait_for("Not kept:");
    terminal.wait_for("injuring 14");
    quit(terminal);
}

/// A text of so many paragraphs, none like another.
fn long_text() -> String {
    let paragraph = |n: usize| {
        format!("Paragraph number {n} tells of ferry {} and of its {} passengers.", n * 7, n * 31)
    };
    (1..=60).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_text_that_is_read_opens_where_it_was_left() {
    let desk = Desk::new();
    desk.write("a.txt", &long_text());
    let mut terminal = desk.open();
    terminal.wait_for("Paragraph number 1 ");
    terminal.press("o");
    terminal.wait_for("reading: paragraph 1 of 60");
    terminal.press("30jj");
    terminal.wait_for("reading: paragraph 17 of 60");
    quit(terminal);
    // What was put in before does not move the place.
    desk.write("a.txt", &format!("A word before all others.\n\n{}", long_text()));
    let mut terminal = desk.open();
    terminal.wait_for("reading: paragraph 18 of 61");
    terminal.press("og");
    terminal.wait_for("reading: paragraph 1 of 61");
    quit(terminal);
    // Who has gone back to the beginning begins there.
    let terminal = desk.open();
    terminal.wait_for("reading: paragraph 1 of 61");
    quit(terminal);
}

#[test]
fn a_hint_goes_for_good_when_its_key_was_used() {
    let desk = Desk::new();
    desk.write("b.txt", AFTER);
    let hint = "] goes to the first edit";
    let mut terminal = desk.open();
    terminal.wait_for(hint);
    terminal.press("]");
    terminal.wait_for("space marks it reviewed");
    quit(terminal);
    let mut terminal = desk.open();
    terminal.wait_for("2 edits: ");
    terminal.wait("no hint", |seen| !seen.parser.screen().contents().contains(hint));
    terminal.press("]");
    terminal.wait_for("space marks it reviewed");
    quit(terminal);
    // Where nothing is kept, it is there every time.
    let arguments = ["--theme", "dark", "--no-cache", "--no-store", "."];
    for _ in 0..2 {
        let mut terminal = Terminal::start(&arguments, desk.folder.path(), &[]);
        terminal.wait_for(hint);
        terminal.press("]");
        terminal.wait_for("space marks it reviewed");
        quit(terminal);
    }
}

#[test]
fn without_a_home_nothing_is_kept_and_nothing_is_written_elsewhere() {
    let desk = Desk::new();
    // A home that is no place of its own would be one below the folder that is read.
    let environment = [("HOME", "relative"), ("XDG_DATA_HOME", "also/relative")];
    let arguments = ["--theme", "dark", "--no-cache", "."];
    let terminal = Terminal::start(&arguments, desk.folder.path(), &environment);
    terminal.wait_for("Not kept: there is no home folder");
    terminal.wait_for("injuring 14");
    quit(terminal);
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[test]
fn with_few_files_and_little_memory_it_works() {
    let desk = Desk::new();
    desk.write("b.txt", AFTER);
    for limit in ["-n 24", "-v 700000"] {
        let program = assert_cmd::cargo::cargo_bin("copydesk");
        let arguments = desk.arguments().join(" ");
        let script = format!("ulimit {limit}; exec {} {arguments}", program.display());
        let mut terminal =
            Terminal::run("bash".as_ref(), &["-c", &script], desk.folder.path(), &[]);
        terminal.wait_for("2 edits");
        terminal.press("\rR");
        terminal.wait_for("All 2 edits are marked");
        terminal.press("R");
        terminal.wait_for("edits: 1 number");
        quit(terminal);
    }
}

#[test]
fn a_report_shows_what_is_left_to_review_or_what_has_a_note() {
    let desk = Desk::new();
    desk.write("b.txt", AFTER);
    let mut terminal = desk.open();
    terminal.wait_for("2 edits");
    terminal.press("\r]");
    terminal.wait_for("edit 1/2");
    terminal.press(" ");
    terminal.wait_for("edit 2/2 · 1 reviewed");
    terminal.press("aWhich is it?\x13");
    terminal.wait_for("The note is kept");
    quit(terminal);
    let n = |arguments: &[&str]| {
        let file = desk.store.path().join("report.json");
        let mut command = copydesk_in(desk.folder.path());
        command.args(["report", "a.txt", "b.txt", "--store", &desk.database(), "--force", "-o"]);
        command.arg(&file).args(arguments).assert().success();
        let text = fs::read_to_string(file).unwrap();
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        let edits = report["comparisons"][0]["edits"].as_array().unwrap().iter();
        edits.filter(|edit| edit["shown"] == true).count()
    };
    assert_eq!(n(&[]), 2);
    assert_eq!(n(&["--unreviewed"]), 1);
    assert_eq!(n(&["--noted"]), 1);
    assert_eq!(n(&["--noted", "--only", "number"]), 1);
    assert_eq!(n(&["--noted", "--only", "date"]), 0);
}
