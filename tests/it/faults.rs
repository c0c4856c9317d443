//! Bad moments: kill -9, a full disk, two programs, storms of changes, editors that fail. `docs/faults.md` says which row of
//! the fault table each of these is.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;

use crate::desk::{AFTER, BEFORE, Desk, many_edits, quit};
use crate::support::copydesk_in;
use crate::terminal::Terminal;

/// Rounds of the test that kills the program; many on request.
fn n_rounds() -> usize {
    std::env::var("COPYDESK_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

/// How many edits the status line says are reviewed, and kept.
fn n_reviewed(screen: &str) -> Option<usize> {
    screen
        .match_indices(" reviewed")
        .map(|(at, _)| screen[..at].rsplit(' '))
        // The header says "2 of 400 reviewed", the line below the text "edit 3/400 · 2 reviewed".
        .find_map(|mut words| Some((words.next()?, words.next()?)).filter(|(_, dot)| *dot == "·"))
        .and_then(|(n, _)| n.parse().ok())
}

#[test]
fn killed_at_any_moment_nothing_confirmed_is_missing() {
    // More than all rounds together can mark.
    let n_edits = 16 * n_rounds();
    let desk = Desk::of_edits(n_edits);
    let mut confirmed = 0;
    let mut left: Option<String> = None;
    for round in 0..n_rounds() {
        let mut terminal = desk.open();
        terminal.wait_for(&format!("{n_edits} edits"));
        if let Some(text) = &left {
            // What the last round wrote is a note now.
            terminal.wait_for("The note you were writing is kept.");
            desk.wait_for_drafts(&[]);
            let kept = desk.kept_notes();
            assert!(kept.iter().any(|note| note.starts_with(text)), "round {round}: {kept:?}");
        }
        if confirmed > 0 {
            terminal.wait("what was kept", |seen| {
                n_reviewed(&seen.parser.screen().contents()).is_some_and(|n| n >= confirmed)
            });
        }
        terminal.press("\ru");
        terminal.wait_for("edit ");
        // Each round is killed at another moment of its work: keys go out without waiting for the last of them.
        let n_waited = 1 + round * 7 % 12;
        let mut last = confirmed;
        for _ in 0..n_waited {
            terminal.press(" ");
            terminal.wait("one more mark", |seen| {
                let n = n_reviewed(&seen.parser.screen().contents());
                n.is_some_and(|n| {
                    n > last && {
                        last = n;
                        true
                    }
                })
            });
        }
        // In some rounds it is killed while a note is written, right after a key or in the middle of keeping it.
        left = (round % 4 == 1).then(|| {
            let text = format!("Round {round}");
            terminal.press("a");
            terminal.wait_for("Note on ");
            terminal.press(&text);
            desk.wait_for_drafts(&[&text]);
            terminal.press(&"!".repeat(round % 3));
            text
        });
        if left.is_none() {
            terminal.press(&" ".repeat(round % 3));
        }
        terminal.signal("-KILL");
        terminal.wait("the end of output", |seen| seen.is_closed);
        drop(terminal);
        let kept = desk.n_marks();
        assert!(kept >= last, "round {round}: {last} were on screen, {kept} are kept");
        confirmed = kept;
    }
    assert!(confirmed >= n_rounds());
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost_when_there_is_room_again() {
    let desk = Desk::of_edits(400);
    quit(desk.open());
    // No file may grow beyond what a few marks take: to the program that is a disk without room.
    let program = assert_cmd::cargo::cargo_bin("copydesk");
    let script = format!(
        "trap '' XFSZ; ulimit -S -f 120; exec {} {}",
        program.display(),
        desk.arguments().join(" ")
    );
    let mut terminal = Terminal::run("bash".as_ref(), &["-c", &script], desk.folder.path(), &[]);
    terminal.wait_for("400 edits");
    terminal.press("\ru");
    terminal.wait_for("edit 1/400");
    let mut n = 0;
    loop {
        n += 1;
        terminal.press(" ");
        let mut is_full = false;
        terminal.wait("a mark", |seen| {
            let screen = seen.parser.screen().contents();
            is_full = screen.contains("Not kept:");
            is_full || n_reviewed(&screen) == Some(n)
        });
        if is_full {
            break;
        }
        assert!(n < 399, "the disk is never full");
    }
    terminal.press("q");
    terminal.wait_for("not kept. The same key again quits without.");
    terminal.press("k");
    terminal.wait_for("Not kept:");
    let id = terminal.child.process_id().unwrap().to_string();
    let raised = std::process::Command::new("prlimit")
        .args(["--pid", &id, "--fsize=unlimited:unlimited"])
        .status()
        .unwrap();
    assert!(raised.success());
    terminal.wait("it is kept after all", |seen| {
        !seen.parser.screen().contents().contains("Not kept:")
    });
    quit(terminal);
    assert_eq!(desk.n_marks(), n);
}

#[test]
fn two_programs_keep_each_others_marks() {
    let desk = Desk::of_edits(12);
    let (mut one, mut other) = (desk.open(), desk.open());
    for terminal in [&mut one, &mut other] {
        terminal.wait_for("12 edits");
        terminal.press("\r]");
        terminal.wait_for("edit 1/12");
    }
    one.press("   ");
    one.wait_for("edit 4/12 · 3 reviewed");
    // What the first has marked is seen by the other, which does nothing.
    other.wait_for("edit 1/12 · 3 reviewed");
    other.press("]]]]]");
    other.wait_for("edit 6/12");
    other.press(" ");
    other.wait_for("edit 7/12 · 4 reviewed");
    one.wait_for("edit 4/12 · 4 reviewed");
    quit(one);
    quit(other);
    assert_eq!(desk.n_marks(), 4);
}

/// Breaks every page of a table in the file of a database, as a bad disk would, and lets programs that have it open forget
/// what they remember of it.
fn break_table(database: &str, table: &str) {
    let db = rusqlite::Connection::open(database).unwrap();
    db.pragma_update(None, "wal_checkpoint", "truncate").unwrap();
    let size: u32 = db.pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    let root: u32 = db
        .query_row("select rootpage from sqlite_master where name = ?1", [table], |row| row.get(0))
        .unwrap();
    let file = OpenOptions::new().write(true).open(database).unwrap();
    let junk = vec![0xA5; usize::try_from(size).unwrap()];
    let place = u64::from(root - 1) * u64::from(size);
    std::os::unix::fs::FileExt::write_all_at(&file, &junk, place).unwrap();
    // Whoever has read the page before reads it again when somebody has written.
    db.execute("insert into story_names values (-7, 'Elsewhere')", []).unwrap();
}

#[test]
fn a_store_that_turns_out_to_be_damaged_is_set_aside_and_nothing_known_is_lost() {
    let desk = Desk::of_edits(6);
    let mut terminal = desk.open();
    terminal.wait_for("6 edits");
    terminal.press("\r]  aWhy?\x1b");
    terminal.wait_for("The note is kept.");
    quit(terminal);
    let mut terminal = desk.open();
    terminal.wait_for("2/6");
    terminal.press("\ru");
    terminal.wait_for("edit 3/6 · 2 reviewed");
    // What another program has written is read, and shows the damage.
    break_table(&desk.database(), "notes");
    let database = desk.database();
    let aside = format!("{database}.damaged-1");
    terminal.wait_for("The store is damaged. Marks and notes go on in a new one; the old one is ");
    let broken = fs::read(&aside).unwrap();
    terminal.press(" ");
    terminal.wait_for("edit 4/6 · 3 reviewed");
    // It runs on: also what files are is kept again.
    desk.write("b.txt", &many_edits(6).1.replace("district 5", "quarter 5"));
    terminal.wait_for("changed on disk");
    terminal.press("r");
    terminal.wait_for("3/7");
    quit(terminal);
    assert_eq!(desk.n_marks(), 3);
    assert_eq!(desk.kept_notes(), ["Why?"]);
    assert_eq!(desk.n_revisions("b.txt"), 1);
    assert_eq!(fs::read(&aside).unwrap(), broken, "the damaged one is left as it is");
    // The next start knows nothing of it.
    let terminal = desk.open();
    terminal.wait_for("3/7");
    quit(terminal);
}

#[test]
fn damage_that_shows_itself_with_a_mark_costs_no_mark() {
    let desk = Desk::of_edits(6);
    quit(desk.open_and_mark());
    let mut terminal = desk.open();
    terminal.wait_for("all reviewed");
    terminal.press("\r]");
    // Marks are read by way of their other index; this one is only touched by what writes.
    break_table(&desk.database(), "marks");
    terminal.press("RR");
    terminal.wait_for("The store is damaged.");
    terminal.press("j");
    terminal.wait_for("all reviewed");
    quit(terminal);
    assert_eq!(desk.n_marks(), 6);
}

#[test]
fn a_store_that_is_taken_away_is_begun_again() {
    let desk = Desk::of_edits(6);
    let mut terminal = desk.open_and_mark();
    for ending in ["", "-wal", "-shm"] {
        fs::remove_file(format!("{}{ending}", desk.database())).unwrap();
    }
    terminal.wait_for("The store was taken away. Marks and notes go on in a new one.");
    terminal.press("U");
    terminal.wait_for("Taken back");
    terminal.press("  ");
    terminal.wait_for("1 reviewed");
    quit(terminal);
    assert_eq!(desk.n_marks(), 1);
}

#[test]
fn every_way_of_saving_makes_one_revision() {
    let desk = Desk::new();
    let at = |name: &str| desk.folder.path().join(name);
    let mut terminal = desk.open();
    terminal.wait_for("injuring 14");
    let text = |n: usize| BEFORE.replace("14", &n.to_string());
    let mut saved = |n: usize, save: &dyn Fn(&str)| {
        save(&text(n));
        terminal.wait_for("changed on disk");
        terminal.press("r");
        terminal.wait_for(&format!("injuring {n}"));
    };
    saved(15, &|text| fs::write(at("a.txt"), text).unwrap());
    saved(16, &|text| {
        fs::write(at(".a.txt.tmp"), text).unwrap();
        fs::rename(at(".a.txt.tmp"), at("a.txt")).unwrap();
    });
    saved(17, &|text| {
        fs::rename(at("a.txt"), at("a.txt~")).unwrap();
        fs::write(at("a.txt"), text).unwrap();
        fs::remove_file(at("a.txt~")).unwrap();
    });
    saved(18, &|text| {
        fs::remove_file(at("a.txt")).unwrap();
        fs::write(at("a.txt"), text).unwrap();
    });
    // A file beside it that was seen as an article of its own.
    fs::write(at("a.new.txt"), text(19)).unwrap();
    terminal.wait_for("a.new");
    terminal.wait_for("2 articles");
    fs::rename(at("a.new.txt"), at("a.txt")).unwrap();
    terminal.wait_for("1 article ");
    terminal.wait_for("!B a");
    quit(terminal);
    assert_eq!(desk.n_revisions("a.txt"), 5);
    let printed = desk.revisions("a.txt", &[]);
    assert!(printed.lines().skip(1).all(|line| line.ends_with(" 1")), "{printed}");
}

#[test]
fn storms_of_files_lose_none() {
    let desk = Desk::new();
    let tree = desk.folder.path().join("tree");
    let terminal = desk.open();
    terminal.wait_for("1 article ");
    for folder in 0..40 {
        let inner = tree.join(format!("{}/{folder}", folder % 4));
        fs::create_dir_all(&inner).unwrap();
        for file in 0..25 {
            let text = format!(
                "Report {folder} of {file}\n\nNothing happened on day {file} in ward {folder}."
            );
            fs::write(inner.join(format!("{file}.txt")), text).unwrap();
        }
    }
    terminal.wait_for("1001 articles");
    fs::rename(&tree, desk.folder.path().join("moved")).unwrap();
    fs::write(desk.folder.path().join("z.txt"), "One more after the tree was moved.").unwrap();
    terminal.wait_for("1002 articles");
    fs::remove_dir_all(desk.folder.path().join("moved")).unwrap();
    terminal.wait_for("2 articles");
    quit(terminal);
}

#[test]
fn a_folder_that_goes_and_comes_back_is_picked_up() {
    let desk = Desk::of_edits(3);
    let (here, away) = (desk.folder.path().join("in"), desk.folder.path().join("out"));
    fs::create_dir(&here).unwrap();
    for name in ["a.txt", "b.txt"] {
        fs::rename(desk.folder.path().join(name), here.join(name)).unwrap();
    }
    let database = desk.database();
    let arguments = ["--theme", "dark", "--no-cache", "--store", &database, "in"];
    let mut terminal = Terminal::start(&arguments, desk.folder.path(), &[]);
    terminal.wait_for("3 edits");
    terminal.press("\rR");
    terminal.wait_for("All 3 edits");
    fs::rename(&here, &away).unwrap();
    terminal.wait_for("the folder is gone");
    fs::rename(&away, &here).unwrap();
    terminal.wait_for("2 articles");
    terminal.wait_for("all reviewed");
    quit(terminal);
}

fn script(desk: &Desk, name: &str, text: &str) -> PathBuf {
    let path = desk.store.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn the_readers_editor_is_used_and_its_failure_costs_nothing() {
    let desk = Desk::of_edits(3);
    let editor = script(&desk, "editor", "echo ' and from my editor' >> \"$1\"");
    let mut terminal = desk.open_with(&[("VISUAL", editor.to_str().unwrap())]);
    terminal.wait_for("3 edits");
    terminal.press("\r]a");
    terminal.wait_for("Note on the edit");
    terminal.press("From here");
    terminal.wait_for("From here");
    terminal.press("\x05");
    terminal.wait_for("and from my editor");
    terminal.press("\x13");
    terminal.wait_for("The note is kept.");
    quit(terminal);
    let mut terminal = desk.open_with(&[("VISUAL", "/nonexistent/editor")]);
    terminal.wait_for("3 edits");
    terminal.press("\r]]a");
    terminal.wait_for("Note on the edit");
    terminal.press("Stays\x05");
    terminal.wait_for("cannot be run");
    terminal.wait_for("Stays");
    terminal.press("\x1b");
    terminal.wait_for("The note is kept.");
    // The file itself, at the passage: the script says which line it was asked for.
    quit(terminal);
    let said = desk.store.path().join("said");
    let editor = script(&desk, "vim", &format!("echo \"$@\" > {}", said.display()));
    let mut terminal = desk.open_with(&[("VISUAL", editor.to_str().unwrap())]);
    terminal.wait_for("3 edits");
    terminal.press("\r]]e");
    terminal.wait("the editor has run", |_| {
        fs::read_to_string(&said).is_ok_and(|text| text.ends_with('\n'))
    });
    assert!(fs::read_to_string(&said).unwrap().starts_with("+3 "));
    terminal.press("\x0c");
    terminal.wait_for("edit 2/3");
    quit(terminal);
}

#[test]
fn an_edit_is_copied_by_way_of_the_terminal() {
    let desk = Desk::of_edits(3);
    let mut terminal = desk.open_with(&[("SSH_CONNECTION", "elsewhere")]);
    terminal.wait_for("3 edits");
    terminal.press("\r]y");
    terminal.wait("the sequence that sets the clipboard", |seen| {
        seen.raw.windows(7).any(|bytes| bytes == b"\x1b]52;c;")
    });
    terminal.wait_for("characters sent to the clipboard");
    quit(terminal);
}

#[test]
fn a_report_replaces_nothing_by_accident_and_never_half() {
    let desk = Desk::of_edits(3);
    quit(desk.open());
    let report = |arguments: &[&str]| {
        let mut command = copydesk_in(desk.folder.path());
        command.args(["report", "a.txt", "b.txt", "--store", &desk.database(), "-o"]);
        command.args(arguments);
        command.assert()
    };
    let out = desk.store.path().join("report.html");
    let name = out.to_str().unwrap();
    report(&[name]).success().stdout("");
    let first = fs::read(&out).unwrap();
    report(&[name]).code(2).stderr(contains("is there already").and(contains("--force")));
    report(&[name, "--force"]).success();
    assert_eq!(fs::read(&out).unwrap(), first, "the same input gives the same bytes");
    report(&[desk.store.path().to_str().unwrap()]).code(2).stderr(contains(": "));
    report(&["absent/report.html"]).code(2).stderr(contains("no such file or folder"));
    report(&["report.pdf"]).code(2).stderr(contains("ends in .html, .md, .json or .csv"));
    // A disk without room: the old report is as it was, and nothing is left beside it.
    let program = assert_cmd::cargo::cargo_bin("copydesk");
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} report a.txt b.txt --no-store --no-cache -o {name} --force",
        program.display()
    );
    let mut command = assert_cmd::Command::new("bash");
    command.args(["-c", &script]).current_dir(desk.folder.path()).assert().code(2);
    assert_eq!(fs::read(&out).unwrap(), first);
    let beside = fs::read_dir(desk.store.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains(".part"));
    assert_eq!(beside.count(), 0);
}

/// How long the states of a file stood that were kept, in milliseconds, after the one that was there at first.
fn parts(desk: &Desk) -> Vec<i64> {
    let db = rusqlite::Connection::open(desk.database()).unwrap();
    let mut query = db.prepare("select replaced - seen from revisions order by id").unwrap();
    let stood = query.query_map([], |row| row.get(0)).unwrap();
    stood.skip(1).collect::<Result<_, _>>().unwrap()
}

/// Has a file written in parts, until none of them is kept. A part that stood for two seconds is rightly taken for a state: on
/// a machine that is that busy nothing can be said, and it is tried again. The rule itself is tested with a clock of its own,
/// in `runtime::keeper::past`.
#[track_caller]
fn no_part_is_kept(write: impl Fn(&Desk, &mut Terminal)) {
    let mut all = Vec::new();
    for _ in 0..5 {
        let desk = Desk::new();
        let mut terminal = desk.open();
        terminal.wait_for("injuring 14");
        terminal.press("\r");
        write(&desk, &mut terminal);
        quit(terminal);
        assert!(desk.n_revisions("a.txt") >= 1, "the text before is one");
        let parts = parts(&desk);
        assert!(parts.iter().all(|stood| *stood >= 2000), "parts are revisions: {parts:?}");
        if parts.is_empty() {
            return;
        }
        all.push(parts);
    }
    panic!("parts are revisions, or this machine is too busy to tell: {all:?}");
}

#[test]
fn a_half_written_file_is_no_revision() {
    let first_half = "Ferry hits wall\n\nThe ferry struck";
    assert!(BEFORE.starts_with(first_half) && AFTER.starts_with(first_half));
    no_part_is_kept(|desk, terminal| {
        // At one stroke, as each part below.
        let file = desk.folder.path().join("a.txt");
        let mut file = OpenOptions::new().append(true).open(file).unwrap();
        file.set_len(first_half.len() as u64).unwrap();
        terminal.wait_for("changed on disk");
        terminal.press("r");
        terminal.wait("the first half", |seen| {
            !seen.parser.screen().contents().contains("injuring 14")
        });
        file.write_all(&AFTER.as_bytes()[first_half.len()..]).unwrap();
        terminal.wait_for("changed on disk");
        terminal.press("r");
        terminal.wait_for("injuring 17");
    });
}

#[test]
fn a_slow_writer_makes_no_revisions_of_parts() {
    no_part_is_kept(|desk, terminal| {
        terminal.resize(120, 120);
        // Each part is on screen before the next comes; altogether they take longer than one of them may stand.
        let begun = Instant::now();
        let (file, away) = (desk.folder.path().join("a.txt"), desk.store.path().join("a.txt"));
        for n in 1.. {
            let part = format!("\nPart number {n} of the report was written now.\n");
            // At one stroke: nothing else is ever there to be seen.
            if n == 1 {
                fs::write(&away, format!("Ferry hits wall\n\nThe ferry struck.\n{part}")).unwrap();
                fs::rename(&away, &file).unwrap();
            } else {
                let mut file = OpenOptions::new().append(true).open(&file).unwrap();
                file.write_all(part.as_bytes()).unwrap();
            }
            terminal.wait_for("changed on disk");
            terminal.press("r");
            terminal.wait_for(&format!("Part number {n} "));
            if begun.elapsed() > Duration::from_secs(4) {
                return;
            }
        }
    });
}
