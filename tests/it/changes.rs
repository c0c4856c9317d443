//! Files that change under the reader's eyes: what is said, what stays, and what a key takes in.

use std::fs;

use copydesk::app::Event;
use copydesk::app::revisions::Revisions;
use copydesk::runtime::headless::Headless;
use copydesk::text::safe::SafeText;

use crate::ferry::{TRIM, WIRE, check_absent, folder, shown};
use crate::support::{check, open};

#[test]
fn a_change_is_announced_and_taken_in_by_a_key() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>]]");
    fs::write(folder.path().join("b-trim.txt"), TRIM.replace("injuring 17", "injuring 19"))
        .unwrap();
    program.look();
    check(&program, "b-trim changed on disk: r takes the new text in.");
    check(&program, " 17 people.");
    program.press("r");
    check(&program, " 19 people.");
    check_absent(&program, "changed on disk");
}

#[test]
fn what_is_read_stays_when_files_come_and_go() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 14));
    program.press("jj<enter>jjj");
    let before = (shown(&program), program.model.pane.scroll);
    fs::write(
        folder.path().join("0-first.txt"),
        "Some other news of the day stands before all the rest in the list.",
    )
    .unwrap();
    fs::remove_file(folder.path().join("z-bees.txt")).unwrap();
    program.look();
    assert_eq!((shown(&program), program.model.pane.scroll), before);
    fs::remove_file(folder.path().join("c-third.txt")).unwrap();
    program.look();
    assert_eq!((shown(&program), program.model.pane.scroll), before);
    check(&program, "c-third: the file is gone");
}

#[test]
fn a_file_that_comes_back_is_watched_again() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>");
    fs::remove_file(folder.path().join("b-trim.txt")).unwrap();
    program.look();
    check(&program, "b-trim: the file is gone");
    program.press("r");
    check(&program, "The file is gone; there is no new text to take in.");
    fs::write(folder.path().join("b-trim.txt"), TRIM.replace("injuring 17", "injuring 19"))
        .unwrap();
    program.look();
    check(&program, "b-trim changed on disk");
    program.press("r");
    check(&program, " 19 people.");
    // What was said of a file that was gone is not said of one that is back.
    fs::remove_file(folder.path().join("b-trim.txt")).unwrap();
    program.look();
    program.press("r");
    fs::write(folder.path().join("b-trim.txt"), TRIM.replace("injuring 17", "injuring 19"))
        .unwrap();
    program.look();
    check_absent(&program, "The file is gone");
}

#[test]
fn other_bytes_and_other_lines_with_the_same_words_are_no_news() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    program.press("<enter>]]]]]");
    check(&program, "number: “14” → “17”");
    let before = (program.text(), program.model.pane.scroll, program.model.pane.current);
    let crlf = TRIM.replace('\n', "\r\n").into_bytes();
    let utf16 = TRIM.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf16).collect();
    let wrapped = crate::support::wrap(TRIM, 40).into_bytes();
    for bytes in [crlf, utf16, wrapped] {
        fs::write(folder.path().join("b-trim.txt"), &bytes).unwrap();
        program.look();
        check_absent(&program, "changed on disk");
        // The place is kept, and the new bytes are those that are shown.
        let after = (program.text(), program.model.pane.scroll, program.model.pane.current);
        assert_eq!(after, before);
        let shown = program.model.pane.content.shown();
        let states: Vec<_> = shown.iter().map(|shown| *shown.loaded.version.sha256()).collect();
        assert!(states.contains(&copydesk::version::sha256(&bytes)));
    }
    // One word is news.
    fs::write(folder.path().join("b-trim.txt"), TRIM.replace("evening", "morning")).unwrap();
    program.look();
    check(&program, "b-trim changed on disk");
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_announced() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>");
    let path = folder.path().join("b-trim.txt");
    let noise: Vec<u8> = (0..2_000u32).map(|n| (n * n * 31 % 251) as u8).collect();
    let elsewhere = folder.path().join("c-third.txt");
    let spoil: [&dyn Fn(); 2] = [&|| fs::write(&path, &noise).unwrap(), &|| {
        std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    }];
    for spoil in spoil {
        fs::remove_file(&path).unwrap();
        spoil();
        program.look();
        check(&program, "b-trim cannot be read now; its text stays here.");
        check(&program, " 17 people.");
        program.press("r");
        check(&program, "The file cannot be read now; there is no new text to take in.");
        program.press("k");
    }
    fs::remove_file(&path).unwrap();
    fs::write(&path, TRIM).unwrap();
    program.look();
    check_absent(&program, "cannot be read now");
}

#[test]
fn what_is_reviewed_of_the_folder_is_said_after_a_rename_and_a_return_too() {
    let folder = folder();
    let mut program = open(folder.path(), (160, 40));
    program.press("<enter>R");
    let said = |program: &Headless| program.text().lines().next().unwrap().to_owned();
    assert!(said(&program).contains(" reviewed"), "{}", said(&program));
    let before = said(&program);
    let away = tempfile::tempdir().unwrap();
    fs::rename(folder.path().join("b-trim.txt"), folder.path().join("b-other.txt")).unwrap();
    program.look();
    assert_eq!(said(&program), before);
    for name in ["a-wire.txt", "b-other.txt"] {
        fs::rename(folder.path().join(name), away.path().join(name)).unwrap();
    }
    program.look();
    for name in ["a-wire.txt", "b-other.txt"] {
        fs::rename(away.path().join(name), folder.path().join(name)).unwrap();
    }
    program.look();
    assert_eq!(said(&program), before);
}

#[test]
fn where_earlier_states_are_not_kept_that_is_said() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    let location = program.model.news.snapshot.read().next().unwrap().location.clone();
    let listed = || {
        Event::Listed(Revisions {
            location: location.clone(),
            states: Vec::new(),
            room: String::new(),
        })
    };
    program.happen(listed());
    check(&program, "has not changed since copydesk first saw it");
    program.happen(Event::Unkept(Some(SafeText::new("the disk is full"))));
    let words = "Earlier states are not kept now: the disk is full.";
    program.happen(listed());
    check(&program, words);
    program.press("k");
    check_absent(&program, words);
    program.press("D");
    check(&program, words);
    program.happen(Event::Unkept(None));
    program.press("D");
    check(&program, "Nothing has changed in");
}

#[test]
fn what_has_no_room_in_the_last_line_is_said_in_two() {
    let folder = folder();
    let mut program = open(folder.path(), (80, 24));
    let words = "/a/folder/of/articles/with/a/long/name/copydesk.db: the disk is full, and nothing is kept there until there is room again.";
    program.happen(Event::Noticed(SafeText::new(words)));
    let text = program.text();
    let [.., above, last] = text.trim_end().lines().collect::<Vec<_>>()[..] else { panic!() };
    assert_eq!(format!("{} {}", above.trim(), last.trim()), words);
    // A key takes it away, and the line where the reader is comes back.
    program.press("<enter>");
    check(&program, "7 edits");
    // What goes on stands in one line after the next key.
    program.happen(Event::KeepingFailed(SafeText::new(words)));
    check(&program, "nothing is kept there until");
    program.press("]");
    check(&program, "edit 1/7");
    check(&program, "…");
    program.happen(Event::KeepingFailed(SafeText::new(words)));
    check(&program, "edit 1/7");
}

#[test]
fn news_of_a_change_replaces_older_words() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>r");
    check(&program, "Nothing is new on disk: the files say what is shown.");
    fs::write(folder.path().join("b-trim.txt"), TRIM.replace("17", "19")).unwrap();
    program.look();
    check(&program, "b-trim changed on disk");
}

#[test]
fn the_edit_is_kept_when_columns_swap_or_text_is_taken_in() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>]]]]]");
    check(&program, "number: “14” → “17”");
    program.press("x");
    check(&program, "number: “17” → “14”");
    fs::write(folder.path().join("a-wire.txt"), WIRE.replace("Divers will", "Divers may")).unwrap();
    program.look();
    program.press("r");
    check(&program, "number: “17” → “14”");
}

#[test]
fn a_renamed_file_stays_selected() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("j");
    let selected = program.model.list.selected;
    fs::rename(folder.path().join("b-trim.txt"), folder.path().join("y-renamed.txt")).unwrap();
    program.look();
    assert_eq!(program.model.list.selected, selected);
    check(&program, "y-renamed");
}

/// What happens to files that are not on screen is said in one line, once; never over what matters more.
#[test]
fn files_that_come_and_go_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let put = |name: &str, words: &str| fs::write(path(name), format!("{words}.\n")).unwrap();
    put("a.txt", "The mill at Larkfield has stood still since the flood of the spring");
    put("b.txt", "Beekeepers in the Hask valley have lost one hive in three this year");
    put("c.txt", "A tram went off its rails near the station of Kestrel Bay at noon");
    let mut program = open(folder.path(), (120, 30));
    let said = |program: &Headless| program.model.notice.as_ref().map(ToString::to_string);
    assert_eq!(said(&program), None, "nothing is new when the program starts");
    fs::remove_file(path("c.txt")).unwrap();
    program.look();
    assert_eq!(said(&program).as_deref(), Some("c.txt is gone."));
    check(&program, "c.txt is gone.");
    // As long as it is said, what comes to it is said with it.
    fs::rename(path("b.txt"), path("bees.txt")).unwrap();
    put("d.txt", "The choir of Port Ellery sings for the repair of its own roof");
    put("e.txt", "Nine llamas were seen on the road to the quarry on Wednesday");
    program.look();
    assert_eq!(
        said(&program).as_deref(),
        Some("c.txt is gone; b.txt is now bees.txt; 2 files are new.")
    );
    program.press("j");
    assert_eq!(said(&program), None);
    fs::remove_file(path("d.txt")).unwrap();
    program.look();
    assert_eq!(said(&program).as_deref(), Some("d.txt is gone."));
    // It was only written anew.
    put("d.txt", "The choir of Port Ellery sings for the repair of its own roof");
    program.look();
    assert_eq!(said(&program), None);
    // Of the version that is read the screen says it anyway, and that matters more.
    program.press("gg<enter>");
    fs::remove_file(path("a.txt")).unwrap();
    fs::remove_file(path("e.txt")).unwrap();
    program.look();
    check(&program, "the file is gone; its text stays here.");
    assert_eq!(said(&program), None);
}

#[test]
fn watching_pauses() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("p");
    check(&program, "○ paused");
    program.press("p");
    check(&program, "● watching");
}
