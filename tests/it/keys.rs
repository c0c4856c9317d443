//! Keys in, screen out: what a reader does, and what the screen says then.

use std::fs;

use copydesk::app::pane::Content;
use copydesk::app::{Focus, Overlay};
use copydesk::config::action::Action;
use copydesk::config::settings::Configuration;
use copydesk::config::theme::Theme;
use copydesk::layout::Mode;
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{check, open};

const WIRE: &str = "Ferry hits harbour wall

PORT ELLERY (Meridian) - A ferry with 212 passengers on board struck the outer wall of the harbour on Tuesday, injuring 14 people.

Nobody was killed, but four of the injured were flown to Kestrel Bay with broken bones.

\"We felt her lift, then slide,\" said Ida Calloway, a teacher who was on board with her class.

Engineers found six concrete blocks out of place when the tide went out in the evening.

Divers will look at the keel in the morning if the swell goes down, the harbour master said.";

const TRIM: &str = "Ferry hits sea wall

Port Ellery: A ferry with 212 passengers on board struck the outer wall of the harbour today, injuring 17 people.

Nobody was killed, but four of the injured were flown to Kestrel Bay with broken bones.

Engineers found six concrete blocks out of place when the tide went out in the evening.

\"We felt her lift, then slide,\" said Ida Calloway, a teacher who was on board with her class.";

const THIRD: &str = "Ferry crash at Port Ellery

A ferry with 212 passengers on board struck the outer wall of the harbour on Tuesday, injuring 14 people.

Nobody was killed, but four of the injured were flown to Kestrel Bay with broken bones.";

const ALONE: &str = "Bees suffer in warm winter

Beekeepers in the Hask valley have lost one hive in three since November, their league said on Monday.";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a-wire.txt", WIRE);
    write("b-trim.txt", TRIM);
    write("c-third.txt", THIRD);
    write("z-bees.txt", ALONE);
    folder
}

#[track_caller]
fn check_absent(program: &Headless, unwanted: &str) {
    let text = program.text();
    assert!(!text.contains(unwanted), "on screen: {unwanted}\n{text}");
}

/// The versions shown, left first.
fn shown(program: &Headless) -> Vec<String> {
    program.model.pane.content.shown().iter().map(|shown| shown.name.to_string()).collect()
}

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
    check(&program, "↓ more");
    program.press("<page-down><page-down><page-down><page-down><page-down><page-down><page-down>");
    check(&program, "Quit");
    check_absent(&program, "↓ more");
    program.press("swap");
    check(&program, "x                        Swap the columns");
    check_absent(&program, "To the next edit");
    program.press("<esc>");
    check_absent(&program, "Swap the columns");
    assert_eq!(shown(&program), ["a-wire", "b-trim"], "the key that leaves help does nothing else");
    program.press("??");
    check_absent(&program, "Find a key");
}

/// The program with a `config.toml`.
fn configured(folder: &TempDir, toml: &str) -> Headless {
    let config = Configuration::parse(toml);
    assert_eq!(config.warnings, [""; 0]);
    Headless::configured(&[folder.path()], (120, 40), Theme::built_in("dark").unwrap(), &config)
        .unwrap()
}

#[test]
fn counts_repeat_and_are_seen() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>3");
    check(&program, "3 …   all");
    program.press("]");
    check(&program, "edit 3/7");
    check_absent(&program, "3 …");
    program.press("9[");
    check(&program, "edit 1/7");
    check(&program, "There is no edit further up.");
    // Dropped.
    program.press("5<esc>]");
    check(&program, "edit 2/7");
    // Digits that are keys continue a count, and mean themselves without one.
    program.press("30");
    check(&program, "30 …");
    assert_eq!(program.model.settings.mode, None);
    program.press("<esc>2");
    assert_eq!(program.model.settings.mode, Some(Mode::OneColumn));
    // Harmless where nothing is repeated.
    program.press("9x");
    assert_eq!(shown(&program), ["b-trim", "a-wire"]);
    program.press("9<tab>");
    assert_eq!(program.model.focus, Focus::List);
    program.press("3jq");
    assert!(program.is_ended);
}

#[test]
fn versions_are_counted_through() {
    let folder = folder();
    fs::write(folder.path().join("d-fourth.txt"), THIRD.replace("crash", "accident")).unwrap();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>");
    let before = shown(&program);
    program.press("}}");
    let there = shown(&program);
    assert_ne!(there, before);
    // Of the three others, five back is two back.
    program.press("5{");
    assert_eq!(shown(&program), before);
    program.press("5}");
    assert_eq!(shown(&program), there);
    // Around the end, as single steps do.
    program.press("3}");
    assert_eq!(shown(&program), there);
}

#[test]
fn keys_follow_on_keys() {
    let folder = folder();
    let mut program = configured(&folder, "[keys]\npreset = 'vim'");
    program.press("<enter>]");
    check(&program, "] …");
    check(&program, "esc back   c next-edit   u next-unreviewed   n next-note");
    program.press("c");
    check(&program, "edit 1/7");
    program.press("2]c");
    check(&program, "edit 3/7");
    program.press("gx");
    check(&program, "gx means nothing here. ? shows all keys.");
    assert_eq!(shown(&program), ["a-wire", "b-trim"], "x has swapped the columns");
    program.press("g<esc>x");
    assert_eq!(shown(&program), ["b-trim", "a-wire"]);
    // Layouts have left the digits to counts.
    program.press("1]c");
    check(&program, "edit 4/7");
    program.press("ZZ");
    assert!(program.is_ended);
}

#[test]
fn boxes_go_by_the_keys_of_the_text() {
    let folder = folder();
    let mut program = configured(&folder, "[keys]\npreset = 'vim'");
    let at = |program: &Headless| match &program.model.overlay {
        Some(Overlay::Selection(chosen)) => chosen.at,
        other => panic!("{other:?}"),
    };
    program.press("<enter>f3j");
    assert_eq!(at(&program), 3);
    program.press("gg");
    assert_eq!(at(&program), 0);
    program.press("G");
    assert!(at(&program) > 5);
    program.press("g<esc><up>");
    assert!(at(&program) > 5, "Esc only drops what was begun");
    // A key of the box's own ends what was begun.
    program.press("gg5<space>j");
    assert_eq!(at(&program), 1);
    program.press("<esc>");
    assert!(program.model.overlay.is_none());
}

#[test]
fn keys_of_ones_own_are_the_keys_on_screen() {
    let folder = folder();
    let toml = "[keys.global]\nnext-edit = ['й']\nundo = 'ctrl-x'\nmark = ['м']\npick-version = []";
    let mut program = configured(&folder, toml);
    program.press("<enter>");
    check(&program, "й next   [ back   м mark");
    program.press("йй");
    check(&program, "edit 2/7");
    program.press("]");
    check(&program, "] means nothing here. ? shows all keys.");
    program.press("R");
    check(&program, "marked reviewed. ctrl-x takes that back.");
    program.press("<ctrl-x><esc>jjj");
    check(&program, "no other version of this text");
    program.press("й");
    check(&program, "There is nothing to compare with. :pick-version picks another version.");
    program.press("?й");
    check(&program, "й                        To the next edit");
    program.press("<backspace>pick-v");
    check(&program, ":pick-version            Pick any version");
}

#[test]
fn actions_are_run_by_name() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>:");
    check(&program, "next-edit          To the next edit");
    program.press("swap");
    check(&program, "swap               Swap the columns");
    program.press("<enter>");
    assert_eq!(shown(&program), ["b-trim", "a-wire"]);
    // By its letters; the choice moves, Tab completes.
    program.press(":nedit<enter>");
    check(&program, "edit 1/7");
    program.press(":prev<tab>");
    check(&program, "Run: previous-edit");
    program.press("<esc>:next-<down><up><enter>");
    check(&program, "edit 2/7");
    program.press(":xyzzy");
    check(&program, "No action is called that.");
    program.press("<enter>");
    assert!(matches!(program.model.overlay, Some(Overlay::Run(_))), "it is still asked");
    program.press("<esc>:help<enter>");
    check(&program, "Find a key");
    program.press("<esc>:q<enter>");
    assert!(program.is_ended);
}

#[test]
fn what_cannot_be_run_says_so() {
    let folder = folder();
    let (left, right) = (folder.path().join("a-wire.txt"), folder.path().join("b-trim.txt"));
    let dark = || Theme::built_in("dark").unwrap();
    let mut program = Headless::open(&[&left, &right], (120, 40), dark()).unwrap();
    for name in ["sort", "fold-stories", "switch-pane"] {
        program.press(&format!(":{name}<enter>"));
        check(&program, "There is no list: two files are open.");
    }
    program.press(":back<enter>");
    check(&program, "There is no list to go back to");
    program.press(":open<enter>");
    check(&program, "A version is open already.");
    let empty = tempfile::tempdir().unwrap();
    let mut program = Headless::open(&[empty.path()], (120, 40), dark()).unwrap();
    for action in Action::ALL {
        if matches!(action, Action::Quit | Action::Redraw | Action::Suspend | Action::Pause) {
            continue;
        }
        program.press(&format!(":{}<enter>", action.name()));
        let has_answer = program.model.notice.is_some() || program.model.overlay.is_some();
        let moves = (*action as usize) <= (Action::Bottom as usize);
        assert!(has_answer || moves, "{} says nothing", action.name());
        program.press("<esc>");
    }
}

#[test]
fn a_change_is_announced_and_taken_in_by_a_key() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>]]");
    fs::write(folder.path().join("b-trim.txt"), TRIM.replace("injuring 17", "injuring 19"))
        .unwrap();
    program.look();
    check(&program, "b-trim changed on disk: r takes the new text in.");
    check(&program, "injuring 17");
    program.press("r");
    check(&program, "injuring 19");
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
    check(&program, "injuring 19");
}

#[test]
fn news_of_a_change_replaces_older_words() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>r");
    check(&program, "What is shown is what the files say.");
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
fn watching_pauses() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("p");
    check(&program, "○ paused");
    program.press("p");
    check(&program, "● watching");
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

#[test]
fn help_that_cannot_be_seen_takes_no_keys() {
    let folder = folder();
    let mut program = open(folder.path(), (20, 6));
    for open in ["?", ":"] {
        program.press(open);
        program.press("j");
        assert!(program.model.overlay.is_none());
        let notice = program.model.notice.as_ref().unwrap().to_string();
        assert_eq!(notice, "The window is too small for this.");
    }
}

#[test]
fn a_slip_takes_no_key_away_and_nobody_is_locked_in() {
    let folder = folder();
    let warned = |toml: &str| {
        let (config, dark) = (Configuration::parse(toml), Theme::built_in("dark").unwrap());
        assert_eq!(config.warnings.len(), 1, "{:?}", config.warnings);
        Headless::configured(&[folder.path()], (120, 40), dark, &config).unwrap()
    };
    let mut program = warned("[keys.global]\nmark = 'sapce'\nhelp = 'F1'");
    program.press("<enter><space>");
    check(&program, "edit 1/");
    program.press("<f1>");
    assert!(matches!(program.model.overlay, Some(Overlay::Help(_))));
    let locked = "[keys.global]\nquit = []\nrun-action = []";
    let mut program = warned(locked);
    program.press("q");
    assert!(!program.is_ended);
    program.press("<ctrl-c>");
    assert!(program.is_ended);
}
