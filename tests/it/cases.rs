//! Cases of comparison, one file each in `tests/data/collate`, to be read by people who know no Rust.
//!
//! A file holds a left text, a right text and the result, parted by lines of `=====`. Every line of the result
//! is one passage: how it is aligned, and its text with wdiff's marks, `[-left-]{+right+}`. To write the
//! results anew after a change that is meant, run the tests with `COPYDESK_UPDATE=1` and read the difference.

use std::fs;
use std::path::Path;

use copydesk::Side;
use copydesk::collate::{Class, Unit};

use crate::support::{Pair, compare};

const PARTING: &str = "\n=====\n";

#[test]
fn cases_give_their_results() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/collate");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 20, "where are the cases?");
    let mut failed = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let parts: Vec<&str> = text.split(PARTING).collect();
        let (left, right, expected) = match parts[..] {
            [left, right] => (left, right, ""),
            [left, right, expected] => (left, right, expected),
            _ => panic!("{}: not a case", path.display()),
        };
        let pair = compare(left, right);
        pair.check_lossless();
        let found = result(&pair);
        if found == expected {
            continue;
        }
        if std::env::var_os("COPYDESK_UPDATE").is_some() {
            fs::write(&path, format!("{left}{PARTING}{right}{PARTING}{found}")).unwrap();
        } else {
            failed.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn result(pair: &Pair) -> String {
    let mut lines = String::new();
    for (at, unit) in pair.collation.units.iter().enumerate() {
        let label = match (unit.is_furniture, unit.repeat_of) {
            (true, _) => "furniture".to_owned(),
            (_, Some(other)) => format!("repeats {other}"),
            _ => unit.relation.name().to_owned(),
        };
        let classes: Vec<&str> = pair.collation.edits[unit.edits.clone()]
            .iter()
            .filter(|edit| !matches!(edit.class, Class::Cut | Class::Addition | Class::Move))
            .map(|edit| edit.class.name())
            .collect();
        let classes =
            if classes.is_empty() { String::new() } else { format!("   ({})", classes.join(", ")) };
        lines.push_str(&format!("{at:>2} {label:<10} | {}{classes}\n", marked(pair, unit)));
    }
    lines
}

/// A unit's text with wdiff's marks.
fn marked(pair: &Pair, unit: &Unit) -> String {
    let text = |side: Side, span| {
        pair.versions[side].text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut words = Vec::new();
    for run in &unit.runs {
        let left = run.spans.left.map(|span| text(Side::Left, span));
        let right = run.spans.right.map(|span| text(Side::Right, span));
        let is_whole = unit.passages.left.is_empty() || unit.passages.right.is_empty();
        words.push(match (run.edit, left, right) {
            (None, Some(text), _) | (None, None, Some(text)) => text,
            (Some(_), Some(text), None) | (Some(_), None, Some(text)) if is_whole => text,
            (Some(_), left, right) => {
                let left = left.map(|text| format!("[-{text}-]")).unwrap_or_default();
                let right = right.map(|text| format!("{{+{text}+}}")).unwrap_or_default();
                format!("{left}{right}")
            }
            (None, None, None) => String::new(),
        });
    }
    words.join(" ")
}
