//! Reading one version, and going between reading and comparing at the same passage.

use std::fs;

use copydesk::app::pane::Content;
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{check, open};

/// Paragraphs that all versions share, each with a number that is found nowhere else.
fn paragraph(n: usize) -> String {
    format!(
        "In the {n}th hour the harbour master of Port Ellery counted {n} boats. \
         He wrote the figure down for the {n}th time that day. Nobody asked him for it, he said."
    )
}

/// Two versions of one text that stand at different heights, and one that stands alone.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    let body = |from: usize| (from..40).map(paragraph).collect::<Vec<_>>().join("\n\n");
    write("a-long.txt", format!("Boats are counted\n\n{}\n\nSign up for our newsletter.", body(2)));
    let update = "This report was brought up to date in the evening, when the last trawler was in.";
    write("b-late.txt", format!("Boats were counted\n\n{update}\n\n{}", body(12)));
    write("c-last.txt", format!("The count of boats\n\n{}", body(16)));
    write("z-bees.txt", "Bees suffer\n\nOne hive in three was lost in the Hask valley.".to_owned());
    folder
}

/// The first paragraph whose beginning is on screen in the text, by its number.
#[track_caller]
fn top(program: &Headless) -> usize {
    let text = program.text();
    let (_, after) = text.split_once("In the ").unwrap_or_else(|| panic!("no paragraph\n{text}"));
    after.split_once("th hour").unwrap().0.parse().unwrap()
}

const fn is_reading(program: &Headless) -> bool {
    matches!(program.model.pane.content, Content::Single(_))
}

#[test]
fn a_version_is_read_and_compared_again_at_the_same_passage() {
    let folder = folder();
    let mut program = open(folder.path(), (150, 24));
    program.press("<enter>");
    for _ in 0..100 {
        program.press("j");
    }
    let there = top(&program);
    assert!(there > 14, "{there}");
    program.press("o");
    assert!(is_reading(&program));
    check(&program, "B b-late");
    check(&program, "reading: paragraph ");
    // A sentence of the paragraph may begin in the middle of a row.
    assert!((there - 1..=there).contains(&top(&program)), "{there}");
    program.press("jjjjjjjjjjjj");
    let further = top(&program);
    assert!(further > there);
    program.press("o");
    assert!(!is_reading(&program));
    assert_eq!(top(&program), further);
    // The other way back.
    program.press("o<esc>");
    assert!(!is_reading(&program));
    assert_eq!(top(&program), further);
    program.press("ox");
    check(&program, "A a-long");
    assert_eq!(top(&program), further);
}

#[test]
fn versions_follow_each_other_at_the_same_passage() {
    let folder = folder();
    for (keys, names) in [("<enter>", ["C c-last", "B b-late"]), ("o", ["B b-late", "A a-long"])] {
        let mut program = open(folder.path(), (150, 24));
        program.press(keys);
        for _ in 0..110 {
            program.press("j");
        }
        let (there, row) = (top(&program), program.model.pane.scroll);
        assert!(there > 16);
        program.press("}");
        check(&program, names[0]);
        assert_eq!(top(&program), there, "{keys}");
        assert_ne!(program.model.pane.scroll, row, "the passage is kept, not the row");
        program.press("{");
        check(&program, names[1]);
        assert_eq!((top(&program), program.model.pane.scroll), (there, row), "{keys}");
    }
}

#[test]
fn each_version_is_left_and_found_at_its_place() {
    let folder = folder();
    let mut program = open(folder.path(), (150, 24));
    program.press("o");
    assert!(is_reading(&program));
    for _ in 0..50 {
        program.press("j");
    }
    let there = top(&program);
    program.press("<esc>");
    assert!(!is_reading(&program), "the list shows the comparison again");
    program.press("Go");
    check(&program, "Bees suffer");
    check(&program, "no other version of this text");
    program.press("<esc>go");
    assert_eq!(top(&program), there);
}

#[test]
fn the_outline_leads_to_a_paragraph() {
    let folder = folder();
    let mut program = open(folder.path(), (100, 24));
    program.press("O");
    check(&program, "An outline is of one version.");
    program.press("oO");
    check(&program, "Go to a paragraph");
    check(&program, "Boats are counted");
    program.press("jjjjj<enter>");
    assert_eq!(top(&program), 6);
    program.press("O");
    check(&program, "Go to a paragraph");
    program.press("G<enter>");
    check(&program, "Sign up for our newsletter.");
    program.press("Ox");
    assert!(program.model.overlay.is_none());
}

#[test]
fn furniture_is_left_out_on_request() {
    let folder = folder();
    let mut program = open(folder.path(), (100, 24));
    program.press("<enter>F");
    check(&program, "furniture stays. o reads one.");
    program.press("xoFG");
    check(&program, "··· 1 paragraph of the page is left out");
    program.press("gOG<enter>");
    check(&program, "In the 39th hour");
    program.press("/sign up<enter>");
    check(&program, "Sign up for our newsletter.");
    program.press("<esc>F");
    check(&program, "Furniture is shown.");
    program.press("G");
    check(&program, "Sign up for our newsletter.");
}

#[test]
fn lines_are_as_wide_as_the_reader_wants() {
    let folder = folder();
    let mut program = open(folder.path(), (200, 24));
    program.press("o");
    let widest = |program: &Headless| {
        let rows = program.model.pane.rows.clone().unwrap();
        rows.rows.iter().map(|row| row.lines.left.width()).max().unwrap()
    };
    assert!((60..=72).contains(&widest(&program)));
    program.press("w");
    check(&program, "Columns of text are at most 84 wide.");
    assert!((73..=84).contains(&widest(&program)));
    program.press("ww");
    check(&program, "as wide as there is room");
    assert!(widest(&program) > 100);
    program.press("w");
    assert!(widest(&program) <= 60);
    program.press("o");
    assert_eq!(program.model.pane.rows.clone().unwrap().measure, 60);
}

#[test]
fn what_a_file_tells_beside_its_text_stands_under_the_headline() {
    let folder = tempfile::tempdir().unwrap();
    let page = "---\ntitle: Boats are counted\nauthor: Ida Calloway\nsite: Harbour Gazette\n\
        date: 2023-03-14\nurl: https://gazette.example/boats\n---\n\n# Boats are counted\n\n";
    fs::write(folder.path().join("a.md"), format!("{page}{}", paragraph(3))).unwrap();
    let mut program = open(folder.path(), (100, 24));
    program.press("oF");
    let text = program.text();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}\n{text}"));
    check(&program, "14 March 2023");
    assert!(place("By Ida Calloway · Harbour Gazette") > place("the page is left out"));
    assert!(place("https://gazette.example/boats") < place("In the 3th hour"));
}

#[test]
fn a_taken_in_text_is_compared_as_it_is_read() {
    let folder = folder();
    let mut program = open(folder.path(), (150, 24));
    program.press("<enter>o");
    let text = fs::read_to_string(folder.path().join("b-late.txt")).unwrap();
    fs::write(folder.path().join("b-late.txt"), text.replace("Boats were", "Ships were")).unwrap();
    program.look();
    check(&program, "b-late changed on disk");
    program.press("rg");
    check(&program, "Ships were counted");
    assert!(is_reading(&program));
    program.press("o");
    check(&program, "Ships were counted");
    check(&program, "Boats are counted");
}
