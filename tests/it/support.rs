//! What the tests share: reading texts, comparing them, putting the sides together again.

use std::path::Path;

use copydesk::collate::{Budget, Collation, Input, collate};
use copydesk::config::theme::Theme;
use copydesk::corpus::furniture::furniture;
use copydesk::parse::parse;
use copydesk::runtime::headless::Headless;
use copydesk::text::Span;
use copydesk::text::blocks::Markup;
use copydesk::version::{FurnitureMarks, Version};
use copydesk::{Side, Sides};

/// Where the program may keep what it learns and is told in tests: never in the home of who runs them.
pub(crate) const HOME: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/home");

/// The program, in a folder, with nothing of the environment that changes what it prints.
pub(crate) fn copydesk_in(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("copydesk").unwrap();
    command
        .current_dir(folder)
        .env("XDG_CACHE_HOME", HOME)
        .env("XDG_DATA_HOME", HOME)
        .env("XDG_CONFIG_HOME", HOME)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS");
    command
}

/// The program on a folder, without a terminal.
pub(crate) fn open(folder: &Path, size: (u16, u16)) -> Headless {
    Headless::open(&[folder], size, Theme::built_in("dark").unwrap()).unwrap()
}

/// Checks that something is on screen.
#[track_caller]
pub(crate) fn check(program: &Headless, expected: &str) {
    let text = program.text();
    assert!(text.contains(expected), "not on screen: {expected}\n{text}");
}

/// Two texts, compared.
pub(crate) struct Pair {
    pub(crate) versions: Sides<Version>,
    pub(crate) marks: Sides<FurnitureMarks>,
    pub(crate) collation: Collation,
}

pub(crate) fn version(text: &str) -> Version {
    parse(text.as_bytes(), Markup::None).unwrap()
}

pub(crate) fn compare(left: &str, right: &str) -> Pair {
    compare_versions(version(left), version(right), &Budget::unlimited())
}

pub(crate) fn compare_versions(left: Version, right: Version, budget: &Budget<'_>) -> Pair {
    let versions = Sides::new(left, right);
    let marks = versions.as_ref().map(furniture);
    let inputs = Sides::new(
        Input { version: &versions.left, furniture: &marks.left },
        Input { version: &versions.right, furniture: &marks.right },
    );
    let collation = collate(&inputs, budget);
    Pair { versions, marks, collation }
}

impl Pair {
    /// The text of one side, put together from common text, readings and the gaps between these. Fails when
    /// runs overlap, or a letter or digit is in none.
    pub(crate) fn rebuilt(&self, side: Side) -> String {
        let version = &self.versions[side];
        let mut spans: Vec<Span> = self
            .collation
            .units
            .iter()
            .flat_map(|unit| unit.runs.iter().filter_map(|run| run.spans[side]))
            .collect();
        spans.sort();
        let mut text = String::new();
        let mut end = 0;
        for span in spans {
            assert!(span.start >= end, "runs overlap at byte {} of the {side:?} side", span.start);
            let gap = version.text(Span { start: end, end: span.start });
            assert!(
                !gap.contains(char::is_alphanumeric),
                "in no run on the {side:?} side: {gap:?}"
            );
            text.push_str(gap);
            text.push_str(version.text(span));
            end = span.end;
        }
        let rest = version.text(Span::new(end as usize, version.source().len()));
        assert!(!rest.contains(char::is_alphanumeric), "in no run on the {side:?} side: {rest:?}");
        text.push_str(rest);
        text
    }

    /// Every passage of both sides is in exactly one unit, and the sides can be put together again.
    #[track_caller]
    pub(crate) fn check_lossless(&self) {
        for side in Side::BOTH {
            let mut count = vec![0; self.versions[side].passages().len()];
            for passage in self.collation.units.iter().flat_map(|unit| &unit.passages[side]) {
                count[*passage] += 1;
            }
            assert!(count.iter().all(|n| *n == 1), "{side:?}: passages in units: {count:?}");
            assert_eq!(self.rebuilt(side), self.versions[side].source());
        }
        for unit in &self.collation.units {
            for at in unit.edits.clone() {
                assert!(self.collation.edits.get(at).is_some());
            }
        }
    }

    /// Readings of all edits, in a fixed order, so that two results can be compared.
    pub(crate) fn readings(&self) -> Vec<(String, Option<String>, Option<String>)> {
        let text = |side: Side, span: Option<Span>| {
            span.map(|span| self.versions[side].text(span).to_owned())
        };
        let mut readings: Vec<_> = self
            .collation
            .edits
            .iter()
            .map(|edit| {
                let class = match edit.class.name() {
                    "cut" | "addition" => "one-sided",
                    other => other,
                };
                (
                    class.to_owned(),
                    text(Side::Left, edit.readings.left),
                    text(Side::Right, edit.readings.right),
                )
            })
            .collect();
        readings.sort();
        readings
    }

    /// Which passages are linked with which.
    pub(crate) fn links(&self) -> Vec<Sides<Vec<usize>>> {
        let units = self
            .collation
            .units
            .iter()
            .filter(|unit| !unit.passages.left.is_empty() && !unit.passages.right.is_empty());
        let mut links: Vec<_> = units.map(|unit| unit.passages.clone()).collect();
        links.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
        links
    }
}

/// Two copies of one text: a passage moved, an edited one, one cut and one added.
pub(crate) const LIBRARY: Sides<&str> = Sides::new(
    "Library roof gives way

The roof of the town library came down on Tuesday night under the weight of wet snow.

Nobody was in the building when the beams broke, the fire service said in its report.

\"The children's room is the worst,\" said Odile Marsh, who has run the library since spring.

A collection for new books has been opened at the bakery across the square.",
    "Library roof gives way

\"The children's room is the worst,\" said Odile Marsh, who has run the library since spring.

The roof of the town library came down on Monday night, under the weight of wet snow.

Nobody was in the building when the beams broke, the fire service said in its report.

Engineers had warned of the old beams in a letter to the council two years ago.",
);

/// Wraps every paragraph of a text at a width.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let mut lines: Vec<String> = vec![String::new()];
        for word in paragraph.split(' ') {
            let last = lines.last_mut().unwrap();
            if last.is_empty() {
                last.push_str(word);
            } else if last.chars().count() + 1 + word.chars().count() <= width {
                last.push(' ');
                last.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
        lines.join("\n")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
