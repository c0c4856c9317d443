//! Keys in, screen out: what a reader does, and what the screen says then.

use std::fs;

use copydesk::app::pane::Content;
use copydesk::config::theme::Theme;
use copydesk::runtime::headless::Headless;

use crate::ferry::{check_absent, folder, shown};
use crate::support::{check, open};

#[test]
fn the_list_shows_families_and_the_selected_pair() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    check(&program, "4 articles · 2 stories · 2 families");
    check(&program, "● watching");
    assert_eq!(shown(&program), ["a-wire", "b-trim"]);
    program.press("jjj");
    assert_eq!(shown(&program), ["z-bees"]);
    check(&program, "no other version of this text");
    program.press("k");
    assert_eq!(shown(&program), ["a-wire", "c-third"]);
}

#[test]
fn edits_are_stepped_through() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("]");
    check(&program, "edit 1/7 · wording: “harbour” → “sea”");
    program.press("]]]");
    check(&program, "edit 4/7 · date: “on Tuesday” → “today”");
    program.press("]");
    check(&program, "edit 5/7 · number: “14” → “17”");
    program.press("[");
    check(&program, "edit 4/7");
    program.press("nnnnnnnn");
    check(&program, "There is no edit further down.");
    program.press("N");
    check(&program, "edit 6/7");
}

#[test]
fn columns_swap_and_versions_follow_each_other() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>x");
    assert_eq!(shown(&program), ["b-trim", "a-wire"]);
    program.press("x}");
    assert_eq!(shown(&program), ["a-wire", "c-third"]);
    program.press("}");
    assert_eq!(shown(&program), ["a-wire", "b-trim"]);
    program.press("{");
    assert_eq!(shown(&program), ["a-wire", "c-third"]);
}

#[test]
fn any_version_can_be_picked() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("vbees");
    check(&program, "Compare with: bees");
    program.press("<enter>");
    assert_eq!(shown(&program), ["a-wire", "z-bees"]);
    program.press("v<esc>");
    assert_eq!(shown(&program), ["a-wire", "z-bees"]);
    // Without a word, the first of the story that is not on screen.
    program.press("v<enter>");
    assert_eq!(shown(&program), ["a-wire", "b-trim"]);
}

#[test]
fn a_base_is_what_others_are_compared_with() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("jj");
    assert_eq!(shown(&program), ["a-wire", "c-third"]);
    program.press("kb");
    check(&program, "B is the base");
    program.press("j");
    assert_eq!(shown(&program), ["b-trim", "c-third"]);
    check(&program, "base");
    program.press("kb");
    check(&program, "B is no longer the base");
}

#[test]
fn halves_of_a_move_come_together() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    check(&program, "↓ moved: 2 passages below");
    program.press("<enter>m");
    check_absent(&program, "moved: 2 passages");
    check(&program, "↑ shown ");
    program.press("m");
    check(&program, "↓ moved: 2 passages below");
}

#[test]
fn unchanged_passages_fold() {
    let folder = tempfile::tempdir().unwrap();
    let body: Vec<String> = (0..12)
        .map(|n| format!("Paragraph {n} of the long report speaks of item number {n} only."))
        .collect();
    fs::write(folder.path().join("a.txt"), body.join("\n\n")).unwrap();
    fs::write(
        folder.path().join("b.txt"),
        body.join("\n\n").replace("item number 6 only", "item number 6 too"),
    )
    .unwrap();
    let mut program = open(folder.path(), (120, 40));
    program.press("z");
    check(&program, "··· 5 unchanged passages");
    check_absent(&program, "Paragraph 2 ");
    program.press("z");
    check(&program, "Paragraph 2 ");
    let folder = self::folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("z");
    check(&program, "There is nothing to fold here");
}

#[test]
fn typography_is_folded_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.txt"),
        "“We had no choice,” said the mayor of the old town, and left at once.",
    )
    .unwrap();
    fs::write(
        folder.path().join("b.txt"),
        "\"We had no choice,\" said the mayor of the old town, and left at once.",
    )
    .unwrap();
    let mut program = open(folder.path(), (120, 40));
    check(&program, "only typography differs");
    program.press("t]");
    check(&program, "edit 1/2 · typography: ““” → “\"”");
}

#[test]
fn words_are_searched() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>/harbour");
    check(&program, "search: harbour");
    check(&program, "1 of 4");
    program.press("<enter>n");
    check(&program, "“harbour”: 2 of 4");
    program.press("N");
    check(&program, "“harbour”: 1 of 4");
    program.press("<esc>");
    check_absent(&program, "“harbour”:");
    program.press("/nowhere<enter>");
    check(&program, "Nothing was found.");
}

#[test]
fn the_list_is_filtered_as_one_types() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("/bee");
    check(&program, "filter: bee");
    check_absent(&program, "b-trim");
    assert_eq!(shown(&program), ["z-bees"]);
    program.press("<enter>");
    check(&program, "filter “bee”");
    program.press("<esc>");
    check(&program, "b-trim");
    program.press("/xyzzy");
    check(&program, "No version matches.");
}

#[test]
fn columns_are_one_or_two() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("2");
    check(&program, "[-harbour-]{+sea+}");
    program.press("1");
    check_absent(&program, "[-harbour-]");
    program.press("20");
    check_absent(&program, "[-harbour-]");
    let mut program = open(folder.path(), (80, 24));
    program.press("<enter>");
    check(&program, "[-harbour-]{+sea+}");
}

#[test]
fn help_is_made_from_the_keys() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 45));
    program.press("?");
    check(&program, "To the next edit");
    check(&program, "ctrl-d");
    check(&program, " more  ");
    program.press(&"<page-down>".repeat(8));
    check(&program, "Quit");
    check_absent(&program, " more  ");
    program.press("swap");
    check(&program, "x                        Swap the columns");
    check_absent(&program, "To the next edit");
    program.press("<esc>");
    check_absent(&program, "Swap the columns");
    assert_eq!(shown(&program), ["a-wire", "b-trim"], "the key that leaves help does nothing else");
    program.press("??");
    check_absent(&program, "Find a key");
}

#[test]
fn a_narrow_list_tells_the_truth_about_edits() {
    let folder = folder();
    let mut program = open(folder.path(), (80, 24));
    check(&program, "7 edits:");
    check_absent(&program, "the same words");
    program.press("]");
    check(&program, "edit 1/7");
}

#[test]
fn the_place_survives_a_screen_on_which_all_of_it_fits() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 12));
    program.press("<enter>jjjjjjjjjj");
    let scroll = program.model.pane.scroll;
    for (width, height) in [(120, 60), (120, 12)] {
        program.happen(copydesk::app::Event::Resized { width, height });
    }
    assert_eq!(program.model.pane.scroll, scroll);
}

#[test]
fn a_move_elsewhere_is_gone_to() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 12));
    program.press("<enter>m");
    check(&program, "The next move.");
    program.press("m");
    check_absent(&program, "moved: 2 passages");
}

#[test]
fn a_new_size_keeps_the_passage_at_the_top() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 12));
    program.press("<enter>jjjjjjjj");
    let top = |program: &Headless| {
        let pane = &program.model.pane;
        let rows = pane.rows.as_ref().unwrap();
        rows.rows.iter().skip(pane.scroll).find_map(copydesk::layout::Row::unit)
    };
    let before = top(&program);
    for (width, height) in [(80, 12), (200, 12), (60, 12), (120, 12)] {
        program.happen(copydesk::app::Event::Resized { width, height });
        assert_eq!(top(&program), before, "at {width} columns");
    }
}

#[test]
fn two_files_open_side_by_side() {
    let folder = folder();
    let (left, right) = (folder.path().join("z-bees.txt"), folder.path().join("a-wire.txt"));
    let mut program =
        Headless::open(&[&left, &right], (120, 40), Theme::built_in("dark").unwrap()).unwrap();
    assert_eq!(shown(&program), ["z-bees", "a-wire"]);
    check_absent(&program, "Versions");
    program.press("<esc>h<tab>");
    assert_eq!(shown(&program), ["z-bees", "a-wire"]);
    program.press("q");
    assert!(program.is_ended);
}

#[test]
fn what_cannot_be_read_is_listed_with_its_reason() {
    let folder = folder();
    fs::write(folder.path().join("picture.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0")
        .unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let mut program = open(folder.path(), (120, 40));
    check(&program, "Not read");
    check(&program, "picture.txt  binary, not text");
    check(&program, "empty file");
    check(&program, "1 not read");
    program.press("G");
    check(&program, "picture.txt: binary, not text");
    assert_eq!(program.model.pane.content, Content::Empty);
}

#[test]
fn hints_go_away_when_their_keys_are_used() {
    let folder = folder();
    let mut program = open(folder.path(), (200, 40));
    check(&program, "] goes to the first edit");
    program.press("]");
    check_absent(&program, "goes to the first");
    check(&program, "space marks it reviewed, and goes on");
    program.press("<space>");
    check_absent(&program, "marks it reviewed");
    program.press("G");
    check(&program, "no other version of this text · v compares it with any");
    program.press("v<esc>");
    check_absent(&program, "compares it with any");
    // Where there is no room, what is said has it.
    let mut program = open(folder.path(), (40, 24));
    program.press("<enter>");
    check_absent(&program, "goes to the f");
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = open(folder.path(), (80, 24));
    check(&program, "No articles here.");
    program.press("j]<enter>v}xbm/a<enter>?q<esc>");
    check(&program, "0 articles");
}

#[test]
fn names_and_texts_cannot_command_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a\u{1b}]0;x\u{7}.txt"),
        "Title \u{1b}[31mred\u{202E}\n\nThe body \u{9b}2J has \u{200B} more.",
    )
    .unwrap();
    let program = open(folder.path(), (120, 20));
    check(&program, "a␛]0;x␇");
    check(&program, "Title ␛[31mred<U+202E>");
    check(&program, "<U+009B>2J has <U+200B> more");
    assert!(!program.text().contains('\u{1b}'));
}

#[test]
fn every_size_and_every_key_is_survived() {
    let folder = folder();
    let keys = "3]99<esc>:next<tab><enter>:<down><enter>?x<esc>\
        jk]]tmz12/a<enter>nNx}{b<enter>v<down><enter>?jk<esc>Gg<ctrl-d><ctrl-u>p p<tab>r<esc>T";
    for (width, height) in
        [(1, 1), (2, 2), (7, 3), (20, 5), (40, 12), (99, 6), (100, 4), (300, 100)]
    {
        let mut program = open(folder.path(), (width, height));
        program.press(keys);
        let screen = program.screen();
        assert_eq!((screen.area.width, screen.area.height), (width, height));
    }
    let mut program = open(folder.path(), (0, 0));
    program.press(keys);
    program.screen();
}

#[test]
fn a_doubtful_encoding_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), b"Caf\xE9 closes today\n\nIt was late.").unwrap();
    let program = open(folder.path(), (120, 20));
    check(&program, "· read as windows-1252?");
}
