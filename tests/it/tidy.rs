//! The architecture, checked: who may import whom, and what may stand nowhere.

use std::fs;
use std::path::{Path, PathBuf};

fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The module a file belongs to: `layout` for `layout/flow.rs`.
fn module(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap()
}

/// The code of a file, without its tests and comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Modules, and what they may import. `sides` may be imported by all.
const MAY_IMPORT: [(&str, &[&str]); 13] = [
    ("text", &["text"]),
    ("version", &["text", "version"]),
    ("parse", &["text", "version", "parse"]),
    ("collate", &["text", "version", "collate"]),
    ("corpus", &["text", "version", "parse", "corpus"]),
    ("review", &["text", "version", "collate", "corpus", "review"]),
    ("layout", &["text", "version", "collate", "layout"]),
    ("config", &["text", "layout", "config"]),
    ("source", &["text", "version", "parse", "source"]),
    ("report", &["text", "version", "collate", "corpus", "review", "layout", "report"]),
    ("app", &["text", "version", "collate", "corpus", "review", "layout", "config", "app"]),
    ("ui", &["text", "version", "collate", "corpus", "review", "layout", "config", "app", "ui"]),
    (
        "runtime",
        &[
            "text", "version", "parse", "collate", "corpus", "review", "layout", "source",
            "config", "app", "ui", "report", "runtime",
        ],
    ),
];

/// Crates that only some modules may name.
const CRATES: [(&str, &[&str]); 10] = [
    ("ratatui", &["ui", "runtime"]),
    ("crossterm", &["runtime", "cli"]),
    ("notify", &["runtime"]),
    ("directories", &["runtime"]),
    ("clap", &["cli"]),
    ("serde", &["config", "report", "runtime"]),
    ("dom_query", &["source"]),
    ("rusqlite", &["runtime"]),
    ("indicatif", &["cli"]),
    ("similar", &["collate"]),
];

#[test]
fn modules_import_what_they_may() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let code = code(&text);
        let own = module(&name);
        if let Some((_, allowed)) = MAY_IMPORT.iter().find(|(module, _)| *module == own) {
            for part in code.split("crate::").skip(1) {
                let end =
                    part.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(part.len());
                let other = &part[..end];
                let is_free = other.is_empty() || ["sides", "Side", "Sides"].contains(&other);
                if !is_free && !allowed.contains(&other) {
                    wrong.push(format!("{name} imports {other}"));
                }
            }
        }
        for (krate, allowed) in CRATES {
            let is_named =
                code.contains(&format!("use {krate}::")) || code.contains(&format!(" {krate}::"));
            if is_named && !allowed.contains(&own) {
                wrong.push(format!("{name} names the crate {krate}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_outside_touches_the_outside() {
    let outside = ["runtime", "cli", "main"];
    let mut wrong = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !outside.contains(&module(name))) {
        for word in ["std::fs", "std::env", "std::thread", "SystemTime", "println!", "File::open"] {
            if code(text).contains(word) {
                wrong.push(format!("{name}: {word}"));
            }
        }
        if code(text).contains("Instant") && name != "collate/budget.rs" {
            wrong.push(format!("{name}: a clock"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_update_changes_the_model() {
    for (name, text) in sources().iter().filter(|(name, _)| module(name) == "ui") {
        assert!(!code(text).contains("&mut Model"), "{name} could change the model");
    }
}

#[test]
fn no_file_leads_a_second_life() {
    for (name, text) in sources() {
        assert!(!name.ends_with("mod.rs"), "{name}");
        assert!(text.starts_with("//!"), "{name} does not say what is in it");
        let n_lines = text.lines().count();
        assert!(n_lines <= 640, "{name} has {n_lines} lines; is it one thing?");
    }
}

#[test]
fn the_tests_that_the_fault_table_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join("docs/faults.md")).unwrap();
    for (letter, n) in [('W', 18), ('X', 11), ('P', 20)] {
        for row in 1..=n {
            let row = format!("{letter}{row}");
            let has = |line: &str| {
                let ids = line.strip_prefix("| ").and_then(|line| line.split(" |").next());
                ids.is_some_and(|ids| ids.split(", ").any(|id| id == row))
            };
            assert!(table.lines().any(has), "{row} is not in the table");
        }
    }
    let mut n_named = 0;
    for name in table.split('`').skip(1).step_by(2) {
        let Some((module, test)) = name.split_once("::") else { continue };
        let Ok(tests) = fs::read_to_string(root.join(format!("tests/it/{module}.rs"))) else {
            continue;
        };
        let start = test.trim_end_matches('…');
        let end = if start == test { "()" } else { "" };
        assert!(tests.contains(&format!("\nfn {start}{end}")), "there is no {name}");
        n_named += 1;
    }
    assert!(n_named > 40, "only {n_named} tests were found in the table");
}
