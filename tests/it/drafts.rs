//! Notes that are being written: what becomes of them when the program ends in whatever way.

use std::fs;
use std::time::{Duration, Instant};

use copydesk::app::Event;
use copydesk::review::{Draft, Note, NoteId};
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::desk::{AFTER, BEFORE, Desk, quit};
use crate::support::{check, open};
use crate::terminal::Terminal;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), BEFORE).unwrap();
    fs::write(folder.path().join("b.txt"), AFTER).unwrap();
    folder
}

/// The program at the first of two edits.
fn start(folder: &TempDir) -> Headless {
    let mut program = open(folder.path(), (120, 30));
    program.press("<enter>]");
    check(&program, "edit 1/2");
    program
}

fn notes(program: &Headless) -> Vec<String> {
    program.model.desk.review.notes().map(|note| note.text.clone()).collect()
}

fn written(program: &Headless) -> Option<(String, Option<NoteId>)> {
    program.draft.as_ref().map(|draft| (draft.note.text.clone(), draft.replaces))
}

#[test]
fn what_is_kept_of_a_note_follows_every_key_and_goes_with_the_box() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("a");
    assert_eq!(written(&program), None, "nothing was written yet");
    program.press("Wh");
    assert_eq!(written(&program), Some(("Wh".into(), None)));
    program.happen(Event::Pasted("o says so?".into()));
    assert_eq!(written(&program), Some(("Who says so?".into(), None)));
    let about = program.draft.clone().unwrap().note.about;
    program.press("<ctrl-t>");
    assert_ne!(program.draft.clone().unwrap().note.about, about, "and what the note is about");
    program.press("<ctrl-x>");
    assert_eq!(written(&program), None);
    assert_eq!(notes(&program), [""; 0]);
    program.press("aOne<esc>");
    assert_eq!(written(&program), None);
    // What an old note said before is kept already.
    program.press("a");
    assert_eq!(written(&program), None);
    program.press(" more");
    let old = program.model.desk.review.notes().next().unwrap().id;
    assert_eq!(written(&program), Some(("One more".into(), Some(old))));
    program.press("<backspace><backspace><backspace><backspace><backspace>");
    assert_eq!(written(&program), None);
    program.press("!");
    program.happen(Event::Ending);
    assert_eq!((written(&program), notes(&program)), (None, vec!["One!".to_owned()]));
}

/// What a program that was killed has left: a note on the first edit.
fn left(program: &mut Headless, text: &str) -> Draft {
    program.press(&format!("a{text}"));
    let draft = program.draft.clone().unwrap();
    program.press("<ctrl-x>");
    draft
}

#[test]
fn what_was_left_of_a_note_is_a_note_at_the_next_start() {
    let folder = folder();
    let draft = left(&mut start(&folder), "Half a");
    let mut program = start(&folder);
    program.happen(Event::DraftsFound(vec![(3, draft.clone())]));
    check(&program, "The note you were writing is kept.");
    assert_eq!(notes(&program), ["Half a"]);
    // The same key at the same edit goes on with it.
    program.press("a");
    check(&program, "Half a");
    program.press(" note<esc>");
    assert_eq!(notes(&program), ["Half a note"]);
    // Found again, because the program was killed before it was forgotten: nothing is doubled.
    let mut program = start(&folder);
    program.happen(Event::DraftsFound(vec![(3, draft.clone())]));
    program.happen(Event::DraftsFound(vec![(3, draft)]));
    assert_eq!(notes(&program), ["Half a"]);
    program.press("U");
    assert_eq!(notes(&program), [""; 0]);
}

#[test]
fn what_was_left_of_an_old_note_replaces_it_and_is_taken_back() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("aOne<esc>");
    let old = program.model.desk.review.notes().next().unwrap().clone();
    let draft = left(&mut program, " and two");
    assert_eq!(draft.replaces, Some(old.id));
    program.happen(Event::DraftsFound(vec![(1, draft.clone())]));
    assert_eq!(notes(&program), ["One and two"]);
    program.press("U");
    assert_eq!(notes(&program), ["One"]);
    // Deleted by somebody meanwhile: what was written is a note of its own.
    program.press("Ad<esc>");
    program.happen(Event::DraftsFound(vec![(1, draft)]));
    assert_eq!(notes(&program), ["One and two"]);
}

#[test]
fn what_was_left_elsewhere_waits_there() {
    let (folder, elsewhere) = (folder(), folder());
    let draft = left(&mut start(&elsewhere), "Half a");
    let mut program = start(&folder);
    program.happen(Event::DraftsFound(vec![(1, draft)]));
    assert_eq!(notes(&program), [""; 0]);
    assert!(program.model.notice.is_none());
}

impl Desk {
    /// What is kept of notes that are being written.
    pub(crate) fn drafts(&self) -> Vec<String> {
        let db = rusqlite::Connection::open(self.database()).unwrap();
        let mut query = db
            .prepare("select words from drafts join notes on notes.id = note order by writer")
            .unwrap();
        let words = query.query_map([], |row| row.get(0)).unwrap();
        words.collect::<Result<_, _>>().unwrap()
    }

    /// Waits until just this is kept.
    #[track_caller]
    pub(crate) fn wait_for_drafts(&self, expected: &[&str]) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.drafts() != expected {
            assert!(Instant::now() < end, "never kept: {expected:?}, but {:?}", self.drafts());
            std::thread::yield_now();
        }
    }

    /// The words of the notes that are kept.
    pub(crate) fn kept_notes(&self) -> Vec<String> {
        let db = rusqlite::Connection::open(self.database()).unwrap();
        let mut query = db
            .prepare("select words from notes where id not in (select note from drafts) order by 1")
            .unwrap();
        let words = query.query_map([], |row| row.get(0)).unwrap();
        words.collect::<Result<_, _>>().unwrap()
    }
}

/// The program in a terminal, at the first of two edits, with a note begun.
fn writing(desk: &Desk, text: &str) -> Terminal {
    let mut terminal = desk.open();
    terminal.wait_for("2 edits");
    terminal.press("\r]a");
    terminal.wait_for("Note on the edit");
    terminal.press(text);
    terminal.wait_for(text);
    terminal
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("b.txt", AFTER);
    desk
}

#[test]
fn a_note_outlives_kill_9_and_is_nobody_elses() {
    let desk = desk();
    let mut one = writing(&desk, "Who says this?");
    desk.wait_for_drafts(&["Who says this?"]);
    // Another program is started meanwhile, and takes nothing; what it writes is its own.
    let other = writing(&desk, "Elsewhere");
    desk.wait_for_drafts(&["Who says this?", "Elsewhere"]);
    assert_eq!(desk.kept_notes(), [""; 0]);
    one.press("!");
    desk.wait_for_drafts(&["Who says this?!", "Elsewhere"]);
    one.signal("-KILL");
    one.wait("the end of output", |seen| seen.is_closed);
    let mut third = desk.open();
    third.wait_for("The note you were writing is kept.");
    desk.wait_for_drafts(&["Elsewhere"]);
    assert_eq!(desk.kept_notes(), ["Who says this?!"]);
    third.press("\r]a");
    third.wait_for("Who says this?!");
    third.press("\x18");
    third.wait_for("The note is left as it was.");
    quit(third);
    let mut other = other;
    other.press("\x1b");
    other.wait_for("The note is kept.");
    quit(other);
    assert_eq!(desk.drafts(), [""; 0]);
    assert_eq!(desk.kept_notes(), ["Elsewhere", "Who says this?!"]);
    // At the next start nothing is said of it.
    let terminal = desk.open();
    terminal.wait_for("2 edits");
    quit(terminal);
    assert_eq!(desk.kept_notes().len(), 2);
}

#[test]
fn signals_keep_what_is_being_written() {
    for signal in ["-TERM", "-INT", "-HUP", "-QUIT"] {
        let desk = desk();
        let terminal = writing(&desk, "Half a");
        terminal.signal(signal);
        assert!(terminal.end().0 > 128, "{signal}");
        assert_eq!((desk.kept_notes(), desk.drafts()), (vec!["Half a".to_owned()], vec![]));
    }
}

#[test]
fn without_a_store_nothing_is_left_of_a_note() {
    let desk = desk();
    let arguments = ["--theme", "dark", "--no-cache", "--no-store", "."];
    let data = desk.store.path().to_str().unwrap();
    let mut terminal = Terminal::start(&arguments, desk.folder.path(), &[("XDG_DATA_HOME", data)]);
    terminal.wait_for("2 edits");
    terminal.press("\r]a");
    terminal.wait_for("Note on the edit");
    terminal.press("Nowhere");
    terminal.wait_for("Nowhere");
    terminal.press("\x1b");
    terminal.wait_for("The note is kept.");
    quit(terminal);
    assert_eq!(fs::read_dir(desk.store.path()).unwrap().count(), 0);
}

#[test]
fn of_many_notes_only_what_is_not_known_is_taken_in() {
    let folder = folder();
    let mut program = start(&folder);
    let known = left(&mut program, "Known");
    program.press("aKnown<esc>");
    let place = known.note.places[0].clone();
    let about = copydesk::review::About::Version;
    let note = Note { id: NoteId(0), about, places: vec![place], ..known.note.clone() };
    let other = Draft { note: Note { text: "New".into(), ..note }, replaces: None };
    program.happen(Event::DraftsFound(vec![(1, known), (2, other)]));
    assert_eq!(program.model.desk.review.notes().count(), 2);
}
