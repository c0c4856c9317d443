//! Cases of the class of an edit, one file for each class in `tests/data/classes`, to be read by people who know no
//! Rust: a line `# name`, the left and the right text, and the classes of all edits in reading order. `\n` stands for a
//! line break. `date left:` and `date right:` are the date lines of the articles.

use std::fs;
use std::path::Path;

use copydesk::Side;

use crate::support::{Pair, compare};

#[derive(Default)]
struct Case {
    name: String,
    left: String,
    right: String,
    edits: String,
}

fn read(block: &str) -> Case {
    let mut case = Case::default();
    let mut dates = (None, None);
    for line in block.lines() {
        let (key, value) = match line.strip_prefix("# ") {
            Some(name) => ("name", name),
            None => line.split_once(": ").unwrap_or_else(|| panic!("{line}")),
        };
        let value = value.replace("\\n", "\n");
        match key {
            "name" => case.name = value,
            "left" => case.left = value,
            "right" => case.right = value,
            "edits" => case.edits = value,
            "date left" => dates.0 = Some(value),
            "date right" => dates.1 = Some(value),
            _ => panic!("{line}"),
        }
    }
    let with_date = |date: Option<String>, text: &str| match date {
        Some(date) => format!("{date}\n\n{text}"),
        None => text.to_owned(),
    };
    Case { left: with_date(dates.0, &case.left), right: with_date(dates.1, &case.right), ..case }
}

/// The classes of all edits but those of the date lines.
fn classes(pair: &Pair) -> String {
    let is_date_line = |unit: usize| {
        [Side::Left, Side::Right].into_iter().any(|side| {
            let date = pair.versions[side].metadata().date();
            let passages = &pair.collation.units[unit].passages[side];
            let mut texts = passages.iter().map(|at| {
                let version = &pair.versions[side];
                version.text(version.passages()[*at].span)
            });
            date.is_some_and(|date| texts.any(|text| text == date))
        })
    };
    let edits = pair.collation.edits.iter().filter(|edit| !is_date_line(edit.unit));
    let names: Vec<&str> = edits.map(|edit| edit.class.name()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[test]
fn every_class_has_its_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/classes");
    let mut n_cases = 0;
    let mut failed = Vec::new();
    for class in copydesk::collate::Class::ALL {
        let path = folder.join(format!("{}.txt", class.name()));
        let text = fs::read_to_string(&path).unwrap();
        for case in text.split("\n\n").filter(|block| !block.trim().is_empty()) {
            let case = read(case.trim_matches('\n'));
            let found = classes(&compare(&case.left, &case.right));
            n_cases += 1;
            if found != case.edits {
                failed.push(format!(
                    "{}: {}\n   {}\n   {}\n   expected {}\n   found    {found}",
                    class.name(),
                    case.name,
                    case.left,
                    case.right,
                    case.edits
                ));
            }
        }
    }
    assert!(n_cases > 250);
    assert!(failed.is_empty(), "{} of {n_cases} fail:\n{}", failed.len(), failed.join("\n"));
}
