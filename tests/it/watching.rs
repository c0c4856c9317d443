//! Folders that are hard to watch: limits of the system, a queue that overflows, files that hide their changes, odd names.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::time::{Duration, SystemTime};

use crate::desk::{AFTER, BEFORE, Desk, quit};
use crate::support::{check, open};
use crate::terminal::Terminal;

/// The program where the system refuses something of watching. What it would say there is made up by the program itself, in
/// debug builds, so that the test runs everywhere; `docs/faults.md` tells how the system was made to refuse it.
fn refused(desk: &Desk, fault: &str, words: &str) -> Terminal {
    let terminal = desk.open_with(&[("COPYDESK_FAULT", fault)]);
    terminal.wait_for(words);
    terminal.wait_for("every 2 seconds");
    terminal
}

#[test]
fn without_a_watcher_the_folders_are_looked_through() {
    for (fault, words) in
        [("no-watcher", "too many open files"), ("few-watches", "max_user_watches")]
    {
        let desk = Desk::new();
        let mut terminal = refused(&desk, fault, words);
        terminal.wait_for("injuring 14");
        fs::create_dir_all(desk.folder.path().join("deep/er")).unwrap();
        desk.write(
            "deep/er/new.txt",
            "Bakers knead dough in Castermouth while ovens glow until dawn.",
        );
        terminal.wait_for("2 articles");
        // The word about watching stands until the next key.
        terminal.press("k");
        desk.write("a.txt", AFTER);
        terminal.wait_for("changed on disk");
        terminal.press("r");
        fs::remove_dir_all(desk.folder.path().join("deep")).unwrap();
        terminal.wait_for("1 article ");
        quit(terminal);
        assert_eq!(desk.n_revisions("a.txt"), 1);
    }
}

#[test]
fn without_a_watcher_marks_of_others_are_seen_too() {
    let desk = Desk::new();
    desk.write("b.txt", AFTER);
    let mut terminal = desk.open();
    let other = refused(&desk, "no-watcher", "too many open files");
    for terminal in [&terminal, &other] {
        terminal.wait_for("2 edits");
    }
    terminal.press("\rR");
    terminal.wait_for("All 2 edits are marked");
    other.wait_for("all reviewed");
    quit(terminal);
    quit(other);
}

#[test]
fn when_the_queue_of_changes_overflows_nothing_is_lost() {
    let limit = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap();
    let limit: usize = limit.trim().parse().unwrap();
    assert!(limit <= 65_536, "this machine queues {limit} events: too many to overflow it here");
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.wait_for("1 article ");
    terminal.signal("-STOP");
    // Each is created, opened, written to and closed.
    let n = limit / 3;
    for at in 0..n {
        desk.write(&format!("{at}.txt"), &format!("Report {at} of ward {}.", at % 7));
    }
    terminal.signal("-CONT");
    terminal.wait_for(&format!("{} articles", n + 1));
    desk.write("z.txt", "One more, after all that.");
    terminal.wait_for(&format!("{} articles", n + 2));
    quit(terminal);
}

#[test]
fn a_change_that_hides_behind_size_and_time_is_found() {
    let desk = Desk::new();
    let path = desk.folder.path().join("a.txt");
    let set = |time: SystemTime| {
        OpenOptions::new().write(true).open(&path).unwrap().set_modified(time).unwrap();
    };
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    set(long_ago);
    let mut terminal = desk.open();
    terminal.wait_for("injuring 14");
    let in_2100 = SystemTime::UNIX_EPOCH + Duration::from_hours(1_139_568);
    for (n, time) in [(15, long_ago), (16, long_ago), (17, in_2100), (18, in_2100)] {
        // Of the same length, and as old as before. It is never empty in between: that would be a change of its own.
        let mut file = OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all(BEFORE.replace("14", &n.to_string()).as_bytes()).unwrap();
        set(time);
        terminal.wait_for("changed on disk");
        terminal.press("r");
        terminal.wait_for(&format!("injuring {n}"));
    }
    wait_for_states(&mut terminal, 4);
    quit(terminal);
    assert_eq!(desk.n_revisions("a.txt"), 4);
    // While nobody looked, too.
    fs::write(&path, BEFORE.replace("14", "19")).unwrap();
    set(in_2100);
    let mut terminal = desk.open();
    terminal.wait_for("injuring 19");
    wait_for_states(&mut terminal, 5);
    quit(terminal);
    assert_eq!(desk.n_revisions("a.txt"), 5);
}

/// Waits until so many earlier states are kept.
fn wait_for_states(terminal: &mut Terminal, n: usize) {
    terminal.press("H");
    terminal.wait_for("Earlier states of a");
    // The number of the latest, and its year.
    terminal.wait_for(&format!(" {n}  20"));
    terminal.press("h");
}

#[test]
fn a_file_that_grows_is_let_go_and_the_rest_goes_on() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    terminal.wait_for("injuring 14");
    let mut file = File::create(desk.folder.path().join("grows.txt")).unwrap();
    let megabyte = b"The ferry sails on. ".repeat(50_000);
    for _ in 0..70 {
        file.write_all(&megabyte).unwrap();
    }
    terminal.wait_for("too large: 70 MB");
    desk.write("a.txt", AFTER);
    terminal.wait_for("changed on disk");
    terminal.press("r");
    terminal.wait_for("injuring 17");
    quit(terminal);
}

#[test]
fn files_may_be_called_what_they_like() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{}.txt", "n".repeat(251));
    let names: [&[u8]; 9] = [
        b"-rf.txt",
        b"+q.txt",
        b"new\nline.txt",
        b"es\x1b[2Jcape.txt",
        b"no\xFFtext.txt",
        long.as_bytes(),
        // The same letters, composed and not.
        "caf\u{E9}.txt".as_bytes(),
        "cafe\u{301}.txt".as_bytes(),
        b"quo'\"te $HOME `x`.txt",
    ];
    for (n, name) in names.iter().enumerate() {
        let text = BEFORE.replace("14", &(100 + n).to_string());
        fs::write(folder.path().join(OsStr::from_bytes(name)), text).unwrap();
    }
    let mut program = open(folder.path(), (160, 40));
    check(&program, "9 articles");
    assert!(!program.text().contains('\u{1b}'));
    let mut opened = std::collections::BTreeSet::new();
    for _ in 0..names.len() {
        program.press("e");
        let (location, _) = program.opened.clone().unwrap();
        assert!(location.path.is_absolute() && location.path.exists());
        opened.insert(location.path);
        program.press("j");
    }
    assert_eq!(opened.len(), names.len());
}

#[test]
fn another_folder_in_place_of_the_first_is_read() {
    let desk = Desk::new();
    let at = |name: &str| desk.folder.path().join(name);
    for folder in ["in", "other"] {
        fs::create_dir(at(folder)).unwrap();
    }
    fs::rename(at("a.txt"), at("in/a.txt")).unwrap();
    desk.write("other/b.txt", "Bakers knead dough in Castermouth while ovens glow until dawn.");
    let arguments = ["--theme", "dark", "--no-cache", "--no-store", "in"];
    let terminal = Terminal::start(&arguments, desk.folder.path(), &[]);
    terminal.wait_for("injuring 14");
    fs::rename(at("in"), at("out")).unwrap();
    fs::rename(at("other"), at("in")).unwrap();
    terminal.wait_for("Bakers");
    desk.write("in/c.txt", "Council votes on trees along the canal of Port Ellery on Monday.");
    terminal.wait_for("2 articles");
    // What happens to the folder that is gone is nobody's business.
    desk.write("out/d.txt", "Nothing happened.");
    desk.write("in/e.txt", "Something did happen in the harbour.");
    terminal.wait_for("3 articles");
    quit(terminal);
}
