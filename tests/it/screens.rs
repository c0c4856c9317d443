//! Screens as they are, with their looks: under each row stands which role every cell has.
//!
//! After a change that is meant, renew the files in `snapshots` with `INSTA_UPDATE=always cargo test`.

use std::fmt::Write as _;
use std::path::Path;

use copydesk::config::theme::{Part, Theme};
use copydesk::layout::Role;
use copydesk::runtime::headless::Headless;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// A theme in which every role has a color of its own, so that the role can be read back from the cell.
fn test_theme() -> Theme {
    let mut toml = String::from("[roles]\n");
    for (at, name) in names().iter().enumerate() {
        writeln!(toml, "{name} = {{ fg = \"#0000{at:02x}\", bg = \"#0000{at:02x}\" }}").unwrap();
    }
    let (theme, warnings) = Theme::parse("test", &toml, &|_| None);
    assert!(warnings.is_empty(), "{warnings:?}");
    theme
}

fn names() -> Vec<&'static str> {
    let roles = Role::ALL.iter().map(|role| role.name());
    roles.chain(Part::ALL.iter().map(|part| part.name())).collect()
}

/// One letter for each role; what is quiet has a quiet one.
const LETTERS: &str = " HhLRlrM=.t:bBiIdSsf%|kn#Co!,v";

fn dump(buf: &Buffer) -> String {
    assert_eq!(LETTERS.chars().count(), names().len());
    let mut out = String::new();
    for y in 0..buf.area.height {
        let (mut text, mut mask) = (String::new(), String::new());
        let mut x = 0;
        while x < buf.area.width {
            let cell = &buf[(x, y)];
            let width = copydesk::text::width::cluster_width(cell.symbol()).max(1);
            text.push_str(cell.symbol());
            let Color::Rgb(_, _, at) = cell.fg else { panic!("a cell without a role at {x}, {y}") };
            let letter = LETTERS.chars().nth(usize::from(at)).unwrap();
            // A passage that the reader is at is underlined in its own color.
            let is_marked = cell.modifier.contains(Modifier::UNDERLINED);
            mask.push(if is_marked { '_' } else { letter });
            mask.push_str(&" ".repeat(width - 1));
            x += u16::try_from(width).unwrap();
        }
        writeln!(out, "|{text}|\n {}", mask.trim_end()).unwrap();
    }
    out
}

fn screen(keys: &str, size: (u16, u16)) -> String {
    // A path without the machine's folders in it, so that the title is the same everywhere.
    assert!(Path::new("assets/sample").is_dir(), "tests run in the project's folder");
    let mut program = Headless::open(&[Path::new("assets/sample")], size, test_theme()).unwrap();
    program.press(keys);
    dump(&program.screen())
}

#[test]
fn list_and_two_columns() {
    insta::assert_snapshot!("list_120x40", screen("]]", (120, 40)));
}

#[test]
fn one_column() {
    insta::assert_snapshot!("one_column_80x24", screen("<enter>]]", (80, 24)));
}

#[test]
fn narrow_list() {
    insta::assert_snapshot!("list_80x24", screen("jj", (80, 24)));
}

#[test]
fn small_screen() {
    insta::assert_snapshot!("one_column_40x12", screen("<enter>]", (40, 12)));
}

#[test]
fn single_cell() {
    insta::assert_snapshot!("cell_1x1", screen("<enter>]", (1, 1)));
}

#[test]
fn moved_passage_brought_together() {
    insta::assert_snapshot!("move_120x40", screen("jjjjjjjjj<enter>Gm", (120, 40)));
}

#[test]
fn wide_characters() {
    insta::assert_snapshot!("japanese_100x20", screen("/kiri<enter><enter>]]", (100, 20)));
}

#[test]
fn note_being_written() {
    insta::assert_snapshot!(
        "note_100x30",
        screen("<enter>]]<space>aAsk the port.<tab>", (100, 30))
    );
}

#[test]
fn choice_of_edits() {
    insta::assert_snapshot!("selection_80x24", screen("<enter>]]<space>fjj", (80, 24)));
}

#[test]
fn list_of_notes() {
    let keys = "<enter>]aFirst.<esc>]]aSecond.<esc>A";
    insta::assert_snapshot!("notes_80x24", screen(keys, (80, 24)));
}

#[test]
fn one_version_read() {
    insta::assert_snapshot!("read_100x30", screen("jjjoF", (100, 30)));
}

#[test]
fn outline_of_a_version() {
    insta::assert_snapshot!("outline_80x24", screen("oOjj", (80, 24)));
}

#[test]
fn all_versions_of_a_story() {
    insta::assert_snapshot!("matrix_80x24", screen("M<down>", (80, 24)));
}

#[test]
fn a_window_without_room_for_a_box() {
    insta::assert_snapshot!("tiny_20x6", screen("<enter>]afj", (20, 6)));
}
