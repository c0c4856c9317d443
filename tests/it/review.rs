//! The review loop: marks, notes, what is looked at, what is passed on.

use std::fs;

use copydesk::app::export::{Destination, Scope};
use copydesk::app::{Event, Overlay};
use copydesk::review::About;
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{check, open};

const LEFT: &str = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Tuesday, injuring 14 people.\n\n\
    Divers looked at the wall in the afternoon and found no damage below the water.\n\n\
    \"We were very lucky with the weather,\" the harbour master said.\n\n\
    The ferry will sail again when the company has looked at its engines.\n";
const RIGHT: &str = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Monday, injuring 17 people.\n\n\
    Divers looked at the wall in the evening and found no damage below the water.\n\n\
    \"We were rather lucky with the weather,\" the harbour master said.\n\n\
    The ferry will sail again when the company has looked at its engines.\n";
const THIRD: &str = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Tuesday, injuring 15 people.\n\n\
    Divers looked at the wall in the afternoon and found no damage below the water.\n\n\
    \"We were very lucky with the weather,\" the harbour master said.\n\n\
    The ferry will sail again when the company has looked at its engines.\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), LEFT).unwrap();
    fs::write(folder.path().join("b.txt"), RIGHT).unwrap();
    folder
}

/// The program on both copies, with the text in front.
fn start(folder: &TempDir) -> Headless {
    let mut program = open(folder.path(), (160, 40));
    program.press("<enter>");
    check(&program, "4 edits: 1 number · 1 date · 1 quotation · 1 wording");
    program
}

fn n_marks(program: &Headless) -> usize {
    program.model.desk.review.marks().count()
}

/// Lets the watcher find what was written.
fn write(program: &mut Headless, folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
    program.look();
    program.press("r");
}

#[test]
fn space_goes_through_all_edits_and_says_when_all_are_done() {
    let folder = folder();
    let mut program = start(&folder);
    // The first only goes to the first edit.
    program.press("<space>");
    check(&program, "edit 1/4 ·");
    program.press("<space><space>");
    check(&program, "edit 3/4 · 2 reviewed");
    program.press("<space><space>");
    check(&program, "all are reviewed. u goes on");
    assert_eq!(n_marks(&program), 4);
    check(&program, "✓4");
    check(&program, "4 of 4 reviewed");
}

#[test]
fn the_header_says_how_far_the_whole_folder_is() {
    let folder = folder();
    fs::write(
        folder.path().join("c.txt"),
        "Heron counted\n\nNine herons were seen on the lake on Monday.",
    )
    .unwrap();
    fs::write(
        folder.path().join("d.txt"),
        "Heron counted\n\nTen herons were seen on the lake on Monday.",
    )
    .unwrap();
    let mut program = start(&folder);
    program.press("<space><space>");
    check(&program, "1 of 5 reviewed");
}

#[test]
fn every_mark_is_taken_back_in_turn() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("<space><space><space>R");
    assert_eq!(n_marks(&program), 4);
    check(&program, "All 4 edits are marked reviewed");
    program.press("U");
    assert_eq!(n_marks(&program), 2);
    program.press("U");
    // The reader is where the mark was.
    check(&program, "edit 2/4 · 1 reviewed");
    program.press("UU");
    assert_eq!(n_marks(&program), 0);
    check(&program, "nothing to take back");
    program.press("RR");
    assert_eq!(n_marks(&program), 0, "R on what is all marked takes the marks away");
}

#[test]
fn only_the_marks_of_a_changed_passage_drop() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("R");
    // Re-wrapped, with other line ends and curly quotes: the same text.
    let wrapped = RIGHT
        .replace("struck the outer wall", "struck the\r\nouter wall")
        .replace("\"We", "“We")
        .replace("weather,\"", "weather,”");
    write(&mut program, &folder, "b.txt", &wrapped);
    check(&program, " all reviewed");
    // The passage about divers says something else now.
    write(&mut program, &folder, "b.txt", &RIGHT.replace("in the evening", "at night"));
    check(&program, " 3 reviewed");
    // And the mark is there again with the text.
    write(&mut program, &folder, "b.txt", RIGHT);
    check(&program, " all reviewed");
}

#[test]
fn u_goes_on_through_versions_and_stories() {
    let folder = folder();
    fs::write(folder.path().join("c.txt"), THIRD).unwrap();
    fs::write(folder.path().join("x.txt"), "Council votes on trees\n\nThe council of Port Ellery voted on Monday to plant forty trees along the canal.").unwrap();
    fs::write(folder.path().join("y.txt"), "Council votes on trees\n\nThe council of Port Ellery voted on Monday to plant fifty trees along the canal.").unwrap();
    let mut program = open(folder.path(), (160, 40));
    let mut n = 0;
    while !program.text().contains("All edits are reviewed.") {
        n += 1;
        assert!(n < 40, "it does not come to an end\n{}", program.text());
        program.press("u");
        if program.text().contains("All edits are reviewed.") {
            break;
        }
        program.press("<space>");
    }
    // Three comparisons: a with b, a with c, x with y. What c has is what a has, but for a number.
    assert_eq!(
        program.model.known.values().map(|known| known.edits.len()).sum::<usize>(),
        n_marks(&program)
    );
    assert!(n_marks(&program) >= 6, "{}", n_marks(&program));
}

#[test]
fn what_is_not_looked_at_is_passed_over() {
    let folder = folder();
    let mut program = start(&folder);
    // Down to numbers: the fourth line; only this.
    program.press("fjjjo<esc>");
    check(&program, "1 of 4 edits: 1 number");
    check(&program, " only number ");
    program.press("]");
    check(&program, "edit 1/1 · only number · number: “14” → “17”");
    program.press("fa<esc>]");
    check(&program, "edit 3/4");
    program.press("gR");
    // Reviewed edits can be hidden.
    program.press("fG");
    program.press("k<space><esc>");
    check(&program, "without reviewed edits");
    program.press("U");
    program.press("]");
    check(&program, "edit 4/4");
}

#[test]
fn a_note_is_written_kept_found_and_deleted() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]]a");
    check(&program, "Note on the edit “14” → “17”");
    program.press("<alt-3>");
    program.press("14 was the agency's figure.<enter>Ask the port.<esc>");
    check(&program, "The note is kept.");
    let note = program.model.desk.review.notes().next().unwrap().clone();
    assert!(matches!(note.about, About::Edit(_)));
    assert_eq!(
        (note.kind.as_str(), note.text.as_str()),
        ("altered figure", "14 was the agency's figure.\nAsk the port.")
    );
    program.press("g)");
    check(&program, "Note: altered figure: 14 was the agency's figure. Ask the port.");
    program.press("k");
    check(&program, "number: “14” → “17” · note: altered figure: 14 was the agency's");
    // The same key opens it again.
    program.press("a");
    check(&program, "Ask the port.");
    program.press("<ctrl-x>A");
    check(&program, "One note");
    program.press("d");
    check(&program, "The note is deleted");
    assert_eq!(program.model.desk.review.notes().count(), 0);
    program.press("U");
    check(&program, "Taken back: the last change of a note.");
    assert_eq!(program.model.desk.review.notes().count(), 1);
}

#[test]
fn a_note_outlives_the_rewriting_of_its_neighbours_and_of_its_passage() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]]]aThe evening?<esc>");
    let neighbours = RIGHT
        .replace("injuring 17 people", "and 17 people were hurt")
        .replace("rather lucky", "lucky");
    write(&mut program, &folder, "b.txt", &neighbours);
    program.press("g)");
    check(&program, "Note: The evening?");
    check(&program, "“afternoon” → “evening”");
    write(&mut program, &folder, "b.txt", &neighbours.replace("in the evening", "late at night"));
    program.press("g)");
    check(&program, "Note (the passage has changed since): The evening?");
    // All is gone: the note is listed, and is not lost.
    write(
        &mut program,
        &folder,
        "b.txt",
        "Something else altogether stands here now, of bakers and bread.",
    );
    write(
        &mut program,
        &folder,
        "a.txt",
        "Nothing of what was said remains in this file, or in the other.",
    );
    program.press("<esc>A");
    check(&program, "The evening?");
    check(&program, "! its words are gone · edit");
    program.press("<enter>)");
    check(&program, "What was noted here stands no more in this text. A lists it.");
    // Nor when its files are gone.
    program.press("hj");
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    program.look();
    program.press("A");
    check(&program, "! the file is gone · edit");
}

#[test]
fn a_note_stays_on_its_edit_when_another_word_of_the_passage_changes() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]aWhich day?<esc>");
    write(&mut program, &folder, "b.txt", &RIGHT.replace("injuring 17", "injuring 19"));
    program.press("g)");
    check(&program, "Note: Which day?");
    check(&program, "“Tuesday” → “Monday”");
    // It is the same note that opens again.
    program.press("a now<esc>g)");
    check(&program, "Note: Which day? now");
    assert_eq!(program.model.desk.review.notes().count(), 1);
}

#[test]
fn a_note_stays_on_what_only_one_side_says() {
    let folder = folder();
    let added = RIGHT.replace("harbour on Monday", "harbour on a foggy Monday");
    fs::write(folder.path().join("b.txt"), added.replace("Monday", "Tuesday")).unwrap();
    let mut program = open(folder.path(), (160, 40));
    program.press("<enter>]");
    check(&program, "addition: “a foggy”");
    program.press("aWas it?<esc>");
    write(&mut program, &folder, "b.txt", &added.replace("Monday", "Tuesday").replace("17", "19"));
    program.press("g)");
    check(&program, "Note: Was it?");
    check(&program, "addition: “a foggy”");
    // The words are gone, and others came instead: the note does not go over to these.
    write(
        &mut program,
        &folder,
        "b.txt",
        &RIGHT.replace("Monday", "Tuesday in fog").replace("17", "19"),
    );
    program.press("g)");
    check(&program, "Note (the passage has changed since): Was it?");
}

/// The only word that one version had alone is cut: the note stays with the headline, wherever else that word stands.
#[test]
fn a_note_on_a_word_of_the_headline_stays_on_the_headline() {
    let folder = tempfile::tempdir().unwrap();
    let text = |headline: &str, lead: &str| {
        format!(
            "{headline}\n\n{lead} harbour master Ida Brandt met divers from the pier on Tuesday to push forward a plan \
             for the repair of the ferry.\n\nShe came late, and the divers had been in the water since the morning.\n\n\
             Nobody at the port would say when the ferry is to sail again, or who is to pay.\n"
        )
    };
    let (long, short) =
        ("Ida Brandt meets divers to push ferry plan", "Brandt meets divers to push ferry plan");
    fs::write(folder.path().join("a.txt"), text(long, "Malmo: Swedish")).unwrap();
    fs::write(folder.path().join("b.txt"), text(short, "Sweden's")).unwrap();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>]");
    check(&program, "cut: “Ida”");
    program.press("aA headline note<esc>");
    write(&mut program, &folder, "a.txt", &text(short, "Malmo: Swedish"));
    program.press("g)");
    check(&program, "Note (the passage has changed since): A headline note");
    check(&program, "passage · “Brandt meets divers to push ferry");
}

#[test]
fn notes_on_versions_and_stories_are_listed() {
    let folder = folder();
    let mut program = open(folder.path(), (160, 40));
    program.press("aA trim of the copy.<esc>");
    program.press("a<esc>");
    program.press("<enter>]a");
    program.press("<ctrl-t>");
    check(&program, "Note on the passage of B");
    program.press("<ctrl-t>");
    check(&program, "Note on the passage of A");
    program.press("<ctrl-t>");
    check(&program, "Note on the version B b");
    program.press("<ctrl-t><ctrl-t>");
    check(&program, "Note on the story “Ferry hits wall”");
    program.press("Two copies of one text.<ctrl-s>A");
    check(&program, "2 notes");
    check(&program, "story of a");
    check(&program, "version a");
}

#[test]
fn any_passage_takes_a_note() {
    let folder = folder();
    let mut program = start(&folder);
    program.press(">>");
    check(&program, "passage · “The ferry struck the outer wall");
    program.press("<");
    check(&program, "passage · “Ferry hits wall”");
    program.press(">>>>>");
    check(&program, "passage · “The ferry will sail again");
    check(&program, "│  The ferry will sail again");
    check(&program, "There is no passage further down.");
    program.press("aWhen?<esc>");
    let note = program.model.desk.review.notes().next().unwrap().clone();
    assert_eq!(note.about, About::Passage);
    assert!(note.quoted().unwrap().starts_with("The ferry will sail again"));
    check(&program, "· note: When?");
    // Edits are gone to from there, and the note from them.
    program.press("[");
    check(&program, "edit 4/4");
    program.press(")a");
    check(&program, "Note on the passage of B");
    check(&program, "When?");
    program.press("<ctrl-x>");
    assert_eq!(program.model.desk.review.notes().count(), 1);
}

#[test]
fn a_passage_of_what_is_read_alone_takes_a_note() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("o>>>aHow deep?<esc>");
    let note = program.model.desk.review.notes().next().unwrap().clone();
    assert_eq!(note.about, About::Passage);
    assert!(note.quoted().unwrap().starts_with("Divers looked at the wall in the evening"));
    // It is found where both are compared.
    program.press("og)");
    check(&program, "Note: How deep?");
}

#[test]
fn from_a_note_that_is_there_the_way_leads_on_to_others() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]]aOn the edit.<esc>");
    // The version too, though the edit has its note; what was changed by the way is kept.
    program.press("a!<ctrl-t><ctrl-t><ctrl-t>");
    check(&program, "Note on the version B b");
    program.press("On the version.<ctrl-t><ctrl-t>");
    check(&program, "Note on the story");
    program.press("<ctrl-x>a<ctrl-t><ctrl-t><ctrl-t>On the version.<esc>");
    let mut texts: Vec<String> =
        program.model.desk.review.notes().map(|note| note.text.clone()).collect();
    texts.sort();
    assert_eq!(texts, ["On the edit.!", "On the version."]);
    // Who comes by again finds it.
    program.press("a<ctrl-t><ctrl-t><ctrl-t>");
    check(&program, "On the version.");
    program.press("<esc>A<enter>");
    // In the list of notes a note stands for itself.
    program.press("Ae<ctrl-t>");
    check(&program, "This note stays with what it is about.");
}

#[test]
fn in_a_list_that_hides_the_text_the_version_is_noted() {
    let folder = folder();
    let mut program = open(folder.path(), (80, 24));
    program.press("<enter>]<esc>a");
    check(&program, "Note on the version A a");
    program.press("Trimmed.<esc>a<ctrl-t>");
    check(&program, "Note on the story");
}

#[test]
fn counts_by_class_are_always_in_sight() {
    let folder = folder();
    for size in [(160, 40), (120, 40), (80, 24), (40, 12)] {
        for layout in ["1", "2"] {
            let mut program = open(folder.path(), size);
            program.press(&format!("<enter>{layout}"));
            // At no edit, at one, at a passage, while a note is written, while something is said.
            for keys in ["", "]", "]", ">", "<space>", "aWhy<esc>", "y"] {
                program.press(keys);
                let screen = program.text();
                let line = screen.lines().rev().nth(2).unwrap();
                let is_short = line.contains("1 num") && line.contains("1 date");
                assert!(is_short && line.contains("1 quot"), "{size:?} {keys:?}\n{screen}");
            }
            // The edit that the reader is at counts until it is left.
            program.press("fjjjo<esc>[[");
            let screen = program.text();
            let line = screen.lines().rev().nth(2).unwrap();
            assert!(line.contains("1 of 4 edits: 1 number") && !line.contains("date"), "{screen}");
        }
    }
    let mut program = open(folder.path(), (80, 24));
    program.press("<enter>]");
    program.model.settings.mode = Some(copydesk::layout::Mode::Linear);
    program.press("]");
    check(&program, "4 edits: 1 number, 1 date, 1 quotation, 1 wording.");
    program.press("fjjjo<esc>k");
    check(&program, "1 of 4 edits: 1 number. Looked at: only number.");
}

#[test]
fn a_note_that_is_being_written_is_kept_when_the_program_is_ended() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]aHalf a");
    program.happen(Event::Ending);
    let texts: Vec<String> =
        program.model.desk.review.notes().map(|note| note.text.clone()).collect();
    assert_eq!(texts, ["Half a"]);
}

#[test]
fn pasted_notes_keep_their_lines_and_lose_what_a_terminal_obeys() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]a");
    program.happen(Event::Pasted("one\r\ntwo\u{1b}[31m\u{202e}".to_owned()));
    program.press("<esc>");
    let note = program.model.desk.review.notes().next().unwrap();
    assert_eq!(note.text, "one\ntwo[31m\u{202e}");
    assert!(!program.text().contains('\u{202e}'), "and the screen is safe");
}

#[test]
fn edits_reports_and_files_are_passed_on() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]]y");
    let copied = program.copied.clone().unwrap();
    assert!(copied.starts_with("number\nA a: “14”\n   The ferry struck"), "{copied}");
    program.press("e");
    let (location, line) = program.opened.clone().unwrap();
    assert_eq!((location.name().as_str(), line), ("b", 3));
    program.press("E");
    check(&program, "report on this comparison, into: ~/copydesk-report.html");
    program.press("<tab><enter>");
    let export = program.exports.pop().unwrap();
    assert_eq!(export.plan.title, "Ferry hits wall");
    // The next is asked for with the same file.
    program.press("E<backspace><backspace><backspace><backspace>md<enter>E");
    check(&program, "into: ~/copydesk-report.md");
    program.press("<esc>E<backspace><backspace>html<tab><enter>");
    assert!(matches!(export.destination, Destination::File { may_replace: false, .. }));
    // It is there already: the reader is asked, and nothing is lost by saying no.
    let path = "~/copydesk-report.html".into();
    program.happen(Event::Exported(Err(copydesk::app::event::NotExported::IsThere(path))));
    check(&program, "is there already: enter replaces it");
    assert!(
        matches!(&program.model.overlay, Some(Overlay::Export(choice)) if choice.scope == Scope::Story)
    );
    program.press("<enter>");
    let export = program.exports.pop().unwrap();
    assert!(matches!(export.destination, Destination::File { may_replace: true, .. }));
    program.press("Y");
    assert_eq!(program.exports.pop().unwrap().destination, Destination::Clipboard);
}

#[test]
fn what_cannot_be_kept_is_said_and_quitting_asks() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]");
    program.happen(Event::KeepingFailed(copydesk::text::safe::SafeText::new(
        "Not kept: the disk is full.",
    )));
    check(&program, "Not kept: the disk is full.");
    // In this program marks count as kept at once; so nothing is lost, and it may end.
    program.press("<space>q");
    assert!(program.is_ended);
}

#[test]
fn the_list_is_sorted_by_what_is_left() {
    let folder = folder();
    fs::write(folder.path().join("x.txt"), "Council votes on trees\n\nThe council of Port Ellery voted on Monday to plant forty trees along the canal.").unwrap();
    fs::write(folder.path().join("y.txt"), "Council votes on trees\n\nThe council of Port Ellery voted on Monday to plant fifty trees along the canal.").unwrap();
    let mut program = open(folder.path(), (160, 40));
    program.press("sssss");
    check(&program, "by what is left to review");
    let first = |program: &Headless| program.text().lines().nth(2).unwrap().to_owned();
    assert!(first(&program).contains("Ferry hits wall"), "{}", program.text());
    program.press("<enter>R<esc>");
    assert!(first(&program).contains("Council votes"), "{}", program.text());
}

#[test]
fn a_comparison_that_changes_under_the_reader_keeps_place_and_sense() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("]]]]");
    check(&program, "edit 4/4");
    // The last paragraph becomes furniture: everything is compared anew.
    program.press("ijjj<enter>");
    check(&program, "This paragraph is furniture now");
    check(&program, "edit 4/4 · quotation");
    // What the reader does next is done in the new comparison.
    program.press("aThis.<esc>em<space>");
    check(&program, "edit 4/4 · 1 reviewed · quotation");
    assert_eq!(n_marks(&program), 1);
}

#[test]
fn a_choice_that_leaves_nothing_says_so() {
    let folder = folder();
    for (name, figure) in [("x.txt", "forty"), ("y.txt", "fifty")] {
        let text = format!(
            "Council votes on trees\n\nThe council of Quill voted on Monday to plant {figure} trees along the canal."
        );
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut program = start(&folder);
    let selected = program.model.list.selected;
    // Only spelling, of which there is none.
    program.press("fjjo<esc>");
    check(&program, "none of the 4 edits is looked at · only spelling; f chooses others");
    program.press("u");
    check(&program, "All edits that are looked at are reviewed");
    // The reader has been led nowhere.
    assert_eq!(program.model.list.selected, selected);
    check(&program, "A a · 56 words");
    // What is not looked at is not marked by the way.
    program.press("R");
    assert_eq!(n_marks(&program), 0);
}

#[test]
fn marks_and_what_takes_them_back_follow_a_renamed_file() {
    let folder = folder();
    let mut program = start(&folder);
    program.press("R]aOn Monday?<esc>");
    fs::rename(folder.path().join("b.txt"), folder.path().join("z.txt")).unwrap();
    program.look();
    check(&program, "· all reviewed");
    check(&program, "On Monday?");
    program.press("UU");
    assert_eq!((n_marks(&program), program.model.desk.review.notes().count()), (0, 0));
}

#[test]
fn a_version_that_is_read_alone_takes_notes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), LEFT).unwrap();
    let mut program = open(folder.path(), (120, 30));
    program.press("<enter>a");
    check(&program, "Note on the passage of A");
    program.press("Who says so?<esc>");
    check(&program, "*");
    program.press("A");
    check(&program, "One note");
    check(&program, "Who says so?");
}

#[test]
fn both_notes_on_one_passage_are_come_to() {
    let folder = folder();
    let mut program = start(&folder);
    // One on the passage of B, one on that of A, one on another edit.
    program.press("]a<ctrl-t>Of the right.<esc>a<ctrl-t><ctrl-t>Of the left.<esc>");
    program.press("]]]aFurther down.<esc>g");
    let mut said = Vec::new();
    for _ in 0..4 {
        program.press(")");
        said.push(program.model.notice.clone().unwrap().to_string());
    }
    let (first, second) = (said[0].clone(), said[1].clone());
    assert!(first.contains("Of the ") && second.contains("Of the ") && first != second);
    assert!(said[2].contains("Further down."), "{said:?}");
    assert_eq!(said[3], first);
    program.press("((");
    assert_eq!(program.model.notice.clone().unwrap().to_string(), second);
}

#[test]
fn an_edit_that_is_out_of_sight_is_shown_before_it_is_marked() {
    let folder = folder();
    let mut program = start(&folder);
    program.happen(Event::Resized { width: 160, height: 9 });
    program.press("]G<space>");
    check(&program, "This is the edit you were at. space marks it.");
    assert_eq!(n_marks(&program), 0);
    program.press("<space>");
    assert_eq!(n_marks(&program), 1);
}

#[test]
fn typography_that_is_looked_at_is_left_until_it_is_reviewed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), LEFT).unwrap();
    fs::write(folder.path().join("b.txt"), LEFT.replace('"', "”")).unwrap();
    let mut program = open(folder.path(), (160, 40));
    program.press("<enter>u");
    check(&program, "All edits are reviewed.");
    program.press("tu");
    check(&program, "edit 1/2");
    program.press("<space>");
    check(&program, "edit 2/2");
    program.press("<space>");
    check(&program, "all are reviewed");
}

#[test]
fn progress_is_told_of_the_comparison_the_story_and_the_folder() {
    let folder = folder();
    fs::write(folder.path().join("c.txt"), THIRD).unwrap();
    let bees = "Bees suffer in warm winter\n\nBeekeepers have lost one hive in three since November, the league said.";
    fs::write(folder.path().join("x.txt"), bees).unwrap();
    fs::write(folder.path().join("y.txt"), bees.replace("November", "October")).unwrap();
    let mut program = open(folder.path(), (160, 40));
    program.press("<enter><space><space>");
    check(&program, "all reviewed");
    let status = program.text();
    let status = status.lines().rev().nth(1).unwrap();
    let told: Vec<&str> = status.split_whitespace().collect();
    let at = told.iter().position(|word| *word == "story").unwrap();
    assert!(told[at + 1].starts_with("1/"), "{status}");
    let at = told.iter().position(|word| *word == "folder").unwrap();
    assert!(told[at + 1].starts_with("1/"), "{status}");
    // Where there is less room, the edit matters more.
    let mut program = open(folder.path(), (100, 40));
    program.press("<enter><space><space>");
    check(&program, "all reviewed");
    assert!(!program.text().contains("story 1/"));
}
