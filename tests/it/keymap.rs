//! Keys of one's own, counts before keys, keys that follow on keys, and actions by name.

use std::fs;

use copydesk::app::{Focus, Overlay};
use copydesk::config::action::Action;
use copydesk::config::settings::Configuration;
use copydesk::config::theme::Theme;
use copydesk::layout::Mode;
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::ferry::{THIRD, check_absent, folder, shown};
use crate::support::{check, open};

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
