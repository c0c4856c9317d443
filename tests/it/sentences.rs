//! Cases of where sentences end, in `tests/data/sentences`, to be read by people who know no Rust.
//!
//! A case is a line `# name`, a line `text: …` and one line `> …` for each sentence; `\n` stands for a line break.
//! `english.txt` follows the published golden rules (`pragmatic_segmenter`, pySBD) rule by rule, with sentences of our
//! own. What is known to fail is listed here by name: a case that begins to pass has to be taken off the list.

use std::fs;
use std::path::Path;

use copydesk::text::sentence::sentences;

/// Numbered lists in running text, which news does not have; the one with letters holds.
const LISTS: &str = "(list)";
const LETTERED: &str = "39 Alphabetical list (list)";

struct Case {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sentences").join(file);
    let text = fs::read_to_string(path).unwrap();
    let unescaped = |text: &str| text.replace("\\n", "\n");
    let case = |block: &str| {
        let mut lines = block.lines();
        let name = lines.next()?.strip_prefix("# ")?.to_owned();
        let text = unescaped(lines.next()?.strip_prefix("text: ")?);
        let expected = lines.map(|line| unescaped(line.strip_prefix("> ").unwrap())).collect();
        Some(Case { name, text, expected })
    };
    text.split("\n\n").filter_map(|block| case(block.trim())).collect()
}

fn failing(cases: &[Case]) -> Vec<&str> {
    let passes = |case: &&Case| {
        let ranges = sentences(&case.text);
        ranges
            .into_iter()
            .map(|range| &case.text[range])
            .eq(case.expected.iter().map(String::as_str))
    };
    cases.iter().filter(|case| !passes(case)).map(|case| case.name.as_str()).collect()
}

#[test]
fn the_golden_rules_of_english_hold() {
    let cases = cases("english.txt");
    let (lists, others): (Vec<Case>, Vec<Case>) =
        cases.into_iter().partition(|case| case.name.contains(LISTS) && case.name != LETTERED);
    assert_eq!((lists.len(), others.len()), (8, 40));
    // 18 is told by its meaning alone ("4 P.M. Mrs. Hale then rode"); 48 gives three of four dots to the next sentence.
    assert_eq!(
        failing(&others),
        ["18 A.M. / P.M. as non sentence boundary and sentence boundary", "48 4-dot ellipsis"]
    );
}

#[test]
fn the_cases_of_news_hold() {
    let cases = cases("more.txt");
    assert!(cases.len() > 90);
    assert_eq!(
        failing(&cases),
        [
            "03 Golden rule 42 of 52: lower case list separated by newline (list)",
            "04 Golden rule 52 of 52: no white space between sentences",
            "68 Question and answer with initials (doubtful)",
        ]
    );
}
