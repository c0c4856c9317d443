//! What strangers stumbled over: names, letters, figures and boxes that say what one sees.

use std::fs;

use copydesk::app::areas::pick_list;
use copydesk::app::list::Entry;
use copydesk::app::{Event, Mouse, MouseDeed, Overlay};
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::ferry::check_absent;
use crate::support::{check, open};

const WIRE: &str = "The ferry struck the outer wall of the harbour on Tuesday, injuring 14 passengers, the coast guard said.";

const REST: &str = "Divers will look at the hull this week. The line has owned the ship since it was built in 1987.";

/// Three copies of one text, of which the first lacks the most.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", &format!("Ferry hits wall\n\n{WIRE}"));
    write("b.txt", &format!("Ferry hits wall\n\nPORT ELLERY (Meridian) - {WIRE} {REST}"));
    write("c.txt", &format!("Ferry hits wall\n\n{WIRE} {REST} No one was to blame."));
    folder
}

fn sigla(program: &Headless) -> Vec<(String, String)> {
    let version = |entry: &Entry| match entry {
        Entry::Version(version) => Some((version.siglum.clone(), version.name.to_string())),
        _ => None,
    };
    program.model.list.entries.iter().filter_map(version).collect()
}

fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(siglum, name)| ((*siglum).to_owned(), (*name).to_owned())).collect()
}

#[test]
fn letters_stay_when_files_come_and_go() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    assert_eq!(sigla(&program), expected(&[("A", "a"), ("B", "b"), ("C", "c")]));
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    program.look();
    assert_eq!(sigla(&program), expected(&[("B", "b"), ("C", "c")]));
    check(&program, "B b");
    fs::write(folder.path().join("0.txt"), format!("Ferry hits wall\n\n{WIRE} {REST}")).unwrap();
    program.look();
    assert_eq!(sigla(&program), expected(&[("A", "0"), ("B", "b"), ("C", "c")]));
}

#[test]
fn the_base_stands_on_the_left_and_versions_say_whom_they_credit() {
    let folder = folder();
    fs::remove_file(folder.path().join("c.txt")).unwrap();
    let mut program = open(folder.path(), (140, 30));
    let left = |program: &Headless| program.model.pane.content.shown()[0].siglum.clone();
    assert_eq!(left(&program), "A");
    check(&program, "B b · Meridian");
    // Who chooses a base has it on the left.
    program.press("jb");
    assert_eq!(left(&program), "B");
}

#[test]
fn the_figures_of_the_chosen_row_are_those_of_what_is_shown() {
    let folder = folder();
    let mut program = open(folder.path(), (140, 30));
    for keys in ["", "j", "j", "<enter>}", "}", "}", "{", "x"] {
        program.press(keys);
        let model = &program.model;
        let id = model.list.selected.unwrap();
        let shown = model.pane.content.shown();
        let figures = &model.list.figures[&id];
        let side = figures.side.unwrap_or_else(|| panic!("{keys}: the row is not on screen"));
        let collation = model.pane.collation.as_ref().unwrap();
        assert_eq!(shown.iter().filter(|shown| shown.id == id).count(), 1, "{keys}");
        assert_eq!(figures.n_edits, Some((collation.summary.n_edits, 0)), "{keys}");
        assert_eq!(figures.share, Some(collation.summary.shared[side]), "{keys}");
    }
}

#[test]
fn beside_a_filter_that_finds_nothing_there_is_no_text() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    check(&program, "coast guard");
    program.press("/qqqq");
    check(&program, "No version matches.");
    assert!(!program.text().contains("coast guard"), "{}", program.text());
    program.press("<esc>");
    check(&program, "coast guard");
}

#[test]
fn files_of_one_name_say_their_folders() {
    let folder = tempfile::tempdir().unwrap();
    for (place, text) in [
        ("north/day", "Bees suffer in the warm winter, keepers in the Hask valley say."),
        ("south/day", "Tram fares are frozen for a year, the council of Larkfield said."),
        ("south/night", "A cello that was lost in a lorry came back to its player in Heron."),
    ] {
        let place = folder.path().join(place);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("story.txt"), text).unwrap();
    }
    let program = open(folder.path(), (140, 30));
    let names: Vec<String> = sigla(&program).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["north/day/story", "south/day/story", "night/story"]);
    check(&program, "A north/day/story");
}

#[test]
fn the_help_goes_by_pages_of_its_box() {
    let folder = folder();
    let mut program = open(folder.path(), (80, 24));
    program.press("?");
    let scroll = |program: &Headless| match &program.model.overlay {
        Some(Overlay::Help(help)) => help.scroll,
        other => panic!("no help: {other:?}"),
    };
    program.press("<page-down>");
    // The last line of a page is the first of the next one.
    let height = usize::from(pick_list((80, 24)).height);
    assert_eq!(scroll(&program), height - 1);
    program.press("<page-up>");
    assert_eq!(scroll(&program), 0);
}

fn click(program: &mut Headless, x: u16, y: u16) {
    program.happen(Event::Mouse(Mouse { x, y, deed: MouseDeed::Click }));
}

/// The first cell of some words on screen.
fn find(program: &Headless, words: &str) -> (u16, u16) {
    let text = program.text();
    let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).expect(words);
    let before = line.split(words).next().unwrap().chars().count();
    (u16::try_from(before).unwrap(), u16::try_from(y).unwrap())
}

#[test]
fn a_click_chooses_a_line_of_a_box_and_a_second_one_takes_it() {
    let folder = folder();
    let mut program = open(folder.path(), (100, 30));
    program.press("<enter>f");
    let (x, y) = find(&program, "wording");
    let has_wording = |program: &Headless| program.model.desk.selection.words().is_empty();
    assert!(has_wording(&program));
    click(&mut program, x, y);
    assert!(!has_wording(&program));
    click(&mut program, x, y);
    assert!(has_wording(&program));
    program.press("<esc>:");
    let (x, y) = find(&program, "page-up");
    click(&mut program, x, y);
    assert!(program.model.overlay.is_some());
    click(&mut program, x, y);
    assert!(program.model.overlay.is_none());
    program.press("oO");
    let line = program.model.list_box.as_ref().unwrap().lines[1].area;
    let (x, y) = (line.x, line.y);
    click(&mut program, x, y);
    check(&program, "Go to a paragraph");
    click(&mut program, x, y);
    assert!(program.model.overlay.is_none());
    program.press("v");
    let (x, y) = find(&program, " c ");
    click(&mut program, x, y);
    click(&mut program, x, y);
    assert!(program.model.overlay.is_none());
    let shown = program.model.pane.content.shown();
    assert_eq!(shown.last().map(|own| own.siglum.as_str()), Some("C"));
}

#[test]
fn where_the_text_is_hidden_nothing_is_marked_unread() {
    let folder = folder();
    let mut program = open(folder.path(), (80, 24));
    program.press("<enter>]<esc>");
    check_absent(&program, "marks it reviewed");
    program.press("<space>");
    check(&program, "edit 1/");
    assert_eq!(program.model.pane.n_reviewed, 0, "it was not on screen");
    program.press("<space>");
    assert_eq!(program.model.pane.n_reviewed, 1);
}

#[test]
fn marks_stand_beside_the_words_and_say_both_things() {
    let folder = folder();
    fs::remove_file(folder.path().join("c.txt")).unwrap();
    let mut program = open(folder.path(), (110, 30));
    // The last edit: only the right column has words.
    program.press("]]aWhy?<esc>");
    check(&program, "+* Divers");
    program.press("<space>");
    check(&program, "+✓*Divers");
    check(&program, "addition of 20 words: “Divers");
    program.press("[");
    check(&program, "attribution only in B: “PORT ELLERY (Meridian) -”");
}

#[test]
fn another_comparison_of_the_matrix_begins_at_its_top_and_says_so_in_the_list() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 12));
    program.press("<enter>GM");
    let Some(Overlay::Matrix(matrix)) = &program.model.overlay else { panic!("no matrix") };
    let at = matrix.at;
    // Each row, until two that are not on screen.
    program.press(if at.0 == 2 { "k<enter>" } else { "j<enter>" });
    assert_eq!(program.model.pane.scroll, 0);
}

#[test]
fn a_changed_text_is_taken_in_at_the_same_passage() {
    let folder = folder();
    fs::remove_file(folder.path().join("c.txt")).unwrap();
    let mut program = open(folder.path(), (140, 30));
    program.press("]<space>");
    assert_eq!(program.model.pane.n_reviewed, 1);
    program.press("[");
    let text = format!("Ferry hits wall\n\nPORT ELLERY (Meridian news) - {WIRE} {REST}");
    fs::write(folder.path().join("b.txt"), text).unwrap();
    program.look();
    program.press("r");
    check(&program, "1 mark is gone with the words that it was on.");
    let unit = program.model.pane.current_unit();
    assert!(unit.is_some(), "the reader stays at the passage");
    check(&program, "edit 1/");
}

#[test]
fn a_class_that_is_not_looked_at_is_left() {
    let folder = folder();
    fs::remove_file(folder.path().join("c.txt")).unwrap();
    let mut program = open(folder.path(), (140, 30));
    program.press("]");
    check(&program, "edit 1/2");
    // Only typography: the edit that the reader is at is of another class.
    program.press("fo<esc>");
    check_absent(&program, "edit 1/");
    assert_eq!(program.model.pane.current, None);
    assert!(program.model.pane.passage.is_some(), "its passage is where the reader is");
}

#[test]
fn who_is_alone_in_its_story_is_no_base() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    program.press("jjb");
    check(&program, " base ");
    program.press("S");
    check_absent(&program, " base ");
    assert_eq!(program.model.pane.content.shown().len(), 1, "it is compared with nothing");
    program.press("U");
    assert_eq!(program.model.pane.content.shown().len(), 2);
}

#[test]
fn the_filter_says_where_it_looks() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    program.press("/");
    check(&program, "headlines, outlets, file names");
    program.press("foo:bar");
    check(&program, "“foo:” asks for nothing");
    check(&program, "Words are looked for in");
}

#[test]
fn ctrl_c_leaves_prompts_and_loses_no_note() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 30));
    program.press(":<ctrl-c>");
    assert!(program.model.overlay.is_none());
    program.press("aWhy?<ctrl-c>");
    check(&program, "Esc keeps the note");
    assert!(matches!(program.model.overlay, Some(Overlay::Note(_))));
}
