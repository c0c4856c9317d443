//! Files that are renamed, rewritten, copied and taken away: what belongs to them follows them.

use std::fs;

use crate::desk::{Desk, many_edits, quit};
use crate::terminal::Seen;

#[test]
fn marks_follow_a_file_that_is_renamed_or_only_changes_its_case() {
    let desk = Desk::of_edits(6);
    let at = |name: &str| desk.folder.path().join(name);
    let mut terminal = desk.open_and_mark();
    fs::rename(at("b.txt"), at("B.txt")).unwrap();
    terminal.press("h");
    terminal.wait_for(" B ");
    terminal.wait_for("all reviewed");
    quit(terminal);
    fs::rename(at("B.txt"), at("copy of b.txt")).unwrap();
    let terminal = desk.open();
    terminal.wait_for("all reviewed");
    quit(terminal);
    // To a name that another file had before.
    desk.write("c.txt", "Bakers knead dough in Castermouth while ovens glow until dawn.");
    let terminal = desk.open();
    terminal.wait_for("Bakers");
    fs::remove_file(at("c.txt")).unwrap();
    terminal.wait("it is gone", |seen| !seen.parser.screen().contents().contains("Bakers"));
    fs::rename(at("copy of b.txt"), at("c.txt")).unwrap();
    terminal.wait_for(" c ");
    terminal.wait_for("all reviewed");
    quit(terminal);
    let terminal = desk.open();
    terminal.wait_for("all reviewed");
    quit(terminal);
}

#[test]
fn a_file_that_is_renamed_and_rewritten_at_once_is_still_itself() {
    let desk = Desk::of_edits(6);
    let at = |name: &str| desk.folder.path().join(name);
    let (_, right) = many_edits(6);
    let rewritten = |figure: &str| right.replace("303", figure);
    // Each has one edit to the next.
    let n_states = |seen: &Seen, name: &str| {
        let screen = seen.parser.screen().contents();
        let is_listed = screen.contains(&format!("Earlier states of {name} "));
        if is_listed { screen.matches(" 90      1").count() } else { 0 }
    };
    let mut terminal = desk.open_and_mark();
    fs::rename(at("b.txt"), at("c.txt")).unwrap();
    fs::write(at("c.txt"), rewritten("777")).unwrap();
    terminal.press("h");
    terminal.wait_for("5 of 6 reviewed");
    // The state is kept.
    terminal.wait_for("!B c ");
    // As editors do it that write another file and put it in place.
    fs::write(at(".new"), rewritten("888")).unwrap();
    fs::remove_file(at("c.txt")).unwrap();
    fs::rename(at(".new"), at("d.txt")).unwrap();
    terminal.wait_for("!B d ");
    terminal.press("jH");
    terminal.wait("two earlier states", |seen| n_states(seen, "d") == 2);
    terminal.press("h");
    quit(terminal);
    // While nobody looks.
    fs::rename(at("d.txt"), at("e.txt")).unwrap();
    fs::write(at("e.txt"), rewritten("999")).unwrap();
    let mut terminal = desk.open();
    terminal.wait_for("!B e ");
    terminal.press("jH");
    terminal.wait("three earlier states", |seen| n_states(seen, "e") == 3);
    terminal.press("h");
    quit(terminal);
}

#[test]
fn a_file_that_comes_back_under_another_name_is_still_itself() {
    let desk = Desk::of_edits(6);
    let at = |name: &str| desk.folder.path().join(name);
    let (_, right) = many_edits(6);
    let mut terminal = desk.open_and_mark();
    fs::remove_file(at("b.txt")).unwrap();
    terminal.wait_for("the file is gone");
    // It is another file by its number; the words are the same.
    desk.write("other.txt", &right);
    terminal
        .wait("it is back", |seen| !seen.parser.screen().contents().contains("the file is gone"));
    terminal.press("h");
    terminal.wait_for(" other ");
    terminal.wait_for("all reviewed");
    quit(terminal);
    let terminal = desk.open();
    terminal.wait_for("all reviewed");
    quit(terminal);
}

#[test]
fn a_copy_takes_nothing_from_a_file_that_is_away() {
    let desk = Desk::of_edits(6);
    let at = |name: &str| desk.folder.path().join(name);
    quit(desk.open_and_mark());
    let away = desk.store.path().join("b.txt");
    fs::copy(at("b.txt"), at("copy.txt")).unwrap();
    fs::rename(at("b.txt"), &away).unwrap();
    let terminal = desk.open();
    terminal.wait_for(" copy ");
    terminal.wait_for("6 edits: 6 numbers ");
    quit(terminal);
    fs::rename(&away, at("b.txt")).unwrap();
    fs::remove_file(at("copy.txt")).unwrap();
    let terminal = desk.open();
    terminal.wait_for("all reviewed");
    quit(terminal);
}
