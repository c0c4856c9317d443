//! The list as a tree: sorting, filtering, and what the reader decides about stories and furniture.

use std::fs;

use copydesk::app::export::PlannedSide;
use copydesk::corpus::Decisions;
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{check, open};

const APPEAL: &str = "Every krone that readers send us goes to the lantern fund of the newsroom.";

/// Two copies of one wire copy, the same event by another hand, and two other events.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let wire = "A ferry with 212 passengers on board struck the outer wall of Port Ellery on Tuesday, injuring 14 \
        people, Ida Calloway of the coast guard said. Four of the injured were flown to Kestrel Bay with broken bones.";
    write(
        "2023-03-14-a.txt",
        &format!("Ferry hits harbour wall at noon\n\nPORT ELLERY (Meridian) - {wire}\n\n{APPEAL}"),
    );
    write("2023-03-14-b.txt", &format!("Ferry hits sea wall\n\n{wire}"));
    write(
        "2023-03-15-c.txt",
        "Four flown to hospital after crash\n\nThe coast guard at Port Ellery, Ida Calloway, spoke of failed steering \
         after the crash of a ferry into the wall. Patients arrived at Kestrel Bay during the night.",
    );
    write(
        "2023-03-20-d.txt",
        &format!(
            "Bees suffer in warm winter again\n\nBeekeepers in the Hask valley have lost one hive in three.\n\n{APPEAL}"
        ),
    );
    write(
        "2023-02-01-e.txt",
        &format!(
            "Tram fares to be frozen this year\n\nThe council of Larkfield voted on Wednesday for a freeze.\n\n{APPEAL}"
        ),
    );
    folder
}

/// The list as it is: stories with their versions.
fn stories(program: &Headless) -> Vec<Vec<String>> {
    let name = |member: &copydesk::corpus::Member| {
        member.article.name().chars().last().unwrap().to_string()
    };
    let stories = &program.model.news.snapshot.stories;
    let mut stories: Vec<Vec<String>> =
        stories.iter().map(|story| story.members.iter().map(name).collect()).collect();
    stories.sort();
    stories
}

/// The names of the versions in the list, from the top.
fn order(program: &Headless) -> String {
    let lines = program.model.list.entries.iter();
    let names = lines.filter_map(|entry| match entry {
        copydesk::app::list::Entry::Version(version) => version.name.to_string().chars().last(),
        _ => None,
    });
    names.collect()
}

#[test]
fn one_event_is_a_story_of_two_families_with_reasons() {
    let folder = folder();
    let program = open(folder.path(), (120, 40));
    assert_eq!(stories(&program), [vec!["a", "b", "c"], vec!["d"], vec!["e"]]);
    check(&program, "5 articles · 3 stories · 4 families");
    check(&program, "copies of Meridian text");
}

#[test]
fn stories_are_sorted_and_folded() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    assert_eq!(order(&program), "abced");
    program.press("s");
    assert_eq!(order(&program), "dabce", "by date, the newest first");
    program.press("s");
    assert_eq!(order(&program), "dabce", "by name");
    program.press("sssss");
    assert_eq!(order(&program), "dabce", "round again, by date");
    program.press("Z");
    check(&program, "▸ Ferry hits harbour w… 3 versions");
    check(&program, "1 version");
    assert_eq!((order(&program).as_str(), program.model.list.lines.len()), ("", 3));
}

#[test]
fn terms_filter_the_list() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    for (filter, expected) in [
        ("credit:meri", "a"),
        ("date:2023-03-2", "d"),
        ("date:march ferry", "abc"),
        ("tram", "e"),
        ("class:name", ""),
        ("outlet:x", ""),
    ] {
        program.press(&format!("/{filter}<enter>"));
        assert_eq!(order(&program), expected, "{filter}");
        program.press("<esc>");
    }
    program.press("/class:nonsense");
    check(&program, "no class of edits is called “nonsense”");
    program.press("<esc>/class:word<enter>");
    assert_eq!(order(&program), "ab", "the pair was compared for it");
}

#[test]
fn stories_are_split_joined_pinned_and_named() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    // The third version is selected and becomes a story of its own.
    program.press("jjS");
    assert_eq!(stories(&program), [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    check(&program, "Split: this version is a story of its own now.");
    program.press("Jbees<enter>");
    assert_eq!(stories(&program), [vec!["a", "b"], vec!["c", "d"], vec!["e"]]);
    program.press("cHospital bees<enter>");
    check(&program, "• Hospital bees");
    program.press("P");
    check(&program, "no longer pinned");
    assert_eq!(stories(&program), [vec!["a", "b", "c"], vec!["d"], vec!["e"]]);
    program.press("cx<backspace><enter>");
    let decided = &program.model.decisions;
    assert!(decided.names.is_empty(), "{decided:?}");
}

/// A name is the reader's work: no joining or splitting takes it away without a word.
#[test]
fn a_name_that_was_given_outlives_joining_and_splitting() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("cThe ferry<enter>jjS");
    assert_eq!(stories(&program), [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    program.press("Jferry<enter>");
    check(&program, "Joined as “The ferry”.");
    check(&program, "• The ferry");
    // The first version goes: the name stays with the others.
    program.press("ggS");
    assert_eq!(stories(&program), [vec!["a"], vec!["b", "c"], vec!["d"], vec!["e"]]);
    program.press("cThe wall<enter>");
    check(&program, "• The ferry");
    check(&program, "• The wall");
    program.press("Jferry<enter>");
    check(&program, "Joined as “The wall”; “The ferry” is no name any more.");
    assert_eq!(program.model.decisions.names.len(), 1);
    program.press("U");
    check(&program, "• The ferry");
    check(&program, "• The wall");
}

#[test]
fn every_decision_about_stories_is_taken_back() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    let before = stories(&program);
    program.press("jjSPJbees<enter>cHospital bees<enter>");
    check(&program, "• Hospital bees");
    for taken_back in [
        "Taken back: the name of a story.",
        "Taken back: the joining of two stories.",
        "Taken back: that a story is pinned no longer.",
        "Taken back: the splitting of a story.",
    ] {
        program.press("U");
        check(&program, taken_back);
    }
    assert_eq!(stories(&program), before);
    let decided = &program.model.decisions;
    assert_eq!(*decided, Decisions::default());
    program.press("P");
    check(&program, "Pinned: these versions stay one story.");
    program.press("U");
    check(&program, "Taken back: the pin of a story.");
    program.press("U");
    check(&program, "There is nothing to take back of this session.");
}

/// A report on a story says what the list says: no pair of texts that have nothing to do with each other, and none left out.
#[test]
fn a_report_on_a_story_holds_what_the_list_compares() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    let pairs = |program: &mut Headless| {
        program.press("E<tab><enter>");
        let plan = program.exports.pop().unwrap().plan;
        let name = |side: &PlannedSide| side.siglum.clone();
        let pairs: Vec<String> = plan
            .comparisons
            .iter()
            .map(|own| name(&own.sides.left) + &name(&own.sides.right))
            .collect();
        (plan.title, pairs.join(" "), plan.alone.join(", "))
    };
    let title = "Ferry hits harbour wall at noon".to_owned();
    let alone = "C 2023-03-15-c".to_owned();
    assert_eq!(pairs(&mut program), (title.clone(), "AB".to_owned(), alone));
    // What the reader left a mark on is in it too.
    program.press("<enter>v<enter>]<space>");
    check(&program, "1 reviewed");
    assert_eq!(pairs(&mut program), (title, "AB AC".to_owned(), String::new()));
    // A folder of several stories is called like the folder, and its comparisons say of which story they are.
    program.press("E<tab><tab><enter>");
    let plan = program.exports.pop().unwrap().plan;
    assert_eq!((plan.stories.len(), plan.comparisons.len()), (3, 2));
    assert_eq!(plan.title, program.model.title.as_str());
    assert_eq!(plan.comparisons[0].story_name.as_deref(), Some("Ferry hits harbour wall at noon"));
}

#[test]
fn the_folder_makes_furniture_and_the_reader_unmakes_it() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("<enter>");
    check(&program, "Every krone");
    program.press("i");
    check(&program, "furniture: the same paragraph stands in files of other stories");
    program.press("<enter>");
    check(&program, "This paragraph is article text now, wherever it stands.");
    program.press("i");
    let is_furniture =
        |program: &Headless| program.text().contains("furniture: the same paragraph");
    assert!(!is_furniture(&program));
    // The chosen one is the first now: it becomes furniture by the reader's word.
    program.press("<enter>i");
    check(&program, "furniture: you said so");
    // Taken back step by step, until the folder decides again.
    program.press("<esc>U");
    check(&program, "Taken back: the paragraph is article text again.");
    program.press("i");
    assert!(!is_furniture(&program));
    program.press("<esc>Ui");
    assert!(is_furniture(&program), "{}", program.text());
}

#[test]
fn what_was_decided_moves_with_the_file() {
    let folder = folder();
    let mut program = open(folder.path(), (120, 40));
    program.press("jjS");
    let at = |name: &str| folder.path().join(name);
    fs::rename(at("2023-03-15-c.txt"), at("2023-03-16-c.txt")).unwrap();
    program.look();
    assert_eq!(stories(&program), [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    // What is decided next must not bring the old place back.
    program.press("gcFerry<enter>");
    assert_eq!(stories(&program), [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
}
