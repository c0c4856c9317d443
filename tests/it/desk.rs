//! A folder of articles and a store of its own, for tests of what is kept.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::copydesk_in;
use crate::terminal::Terminal;

/// What the file `a.txt` says at first.
pub(crate) const BEFORE: &str = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Tuesday, injuring 14 people.\n";

/// What it says later: two edits.
pub(crate) const AFTER: &str = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Monday, injuring 17 people.\n";

/// A folder with one article, and a store.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) store: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk =
            Self { folder: tempfile::tempdir().unwrap(), store: tempfile::tempdir().unwrap() };
        desk.write("a.txt", BEFORE);
        desk
    }

    /// A desk with two copies that have `n` edits between them.
    pub(crate) fn of_edits(n: usize) -> Self {
        let desk = Self::new();
        let (left, right) = many_edits(n);
        desk.write("a.txt", &left);
        desk.write("b.txt", &right);
        desk
    }

    /// Opens a desk of six edits and marks them all.
    pub(crate) fn open_and_mark(&self) -> Terminal {
        let mut terminal = self.open();
        terminal.wait_for("6 edits");
        terminal.press("\rR");
        terminal.wait_for("All 6 edits are marked");
        terminal
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(crate) fn database(&self) -> String {
        self.store.path().join("store.db").to_string_lossy().into_owned()
    }

    pub(crate) fn arguments(&self) -> Vec<String> {
        let fixed = ["--theme", "dark", "--no-cache", "--store"].map(str::to_owned);
        fixed.into_iter().chain([self.database(), ".".to_owned()]).collect()
    }

    pub(crate) fn open(&self) -> Terminal {
        self.open_with(&[])
    }

    pub(crate) fn open_with(&self, environment: &[(&str, &str)]) -> Terminal {
        let arguments = self.arguments();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Terminal::start(&arguments, self.folder.path(), environment)
    }

    /// What `copydesk revisions` prints.
    pub(crate) fn revisions(&self, name: &str, arguments: &[&str]) -> String {
        let mut command = copydesk_in(self.folder.path());
        command.args(["revisions", name, "--store", &self.database()]).args(arguments);
        String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
    }

    /// How many earlier states of a file were kept.
    pub(crate) fn n_revisions(&self, name: &str) -> usize {
        let printed = self.revisions(name, &[]);
        if printed.contains("no earlier state") { 0 } else { printed.lines().count() - 1 }
    }

    /// Marks in the database, which passes its own check.
    pub(crate) fn n_marks(&self) -> usize {
        let db = rusqlite::Connection::open(Path::new(&self.database())).unwrap();
        let check: String = db.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
        let n: i64 = db.query_row("select count(*) from marks", [], |row| row.get(0)).unwrap();
        usize::try_from(n).unwrap()
    }
}

/// Ends the program as the reader would.
#[track_caller]
pub(crate) fn quit(mut terminal: Terminal) {
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// Two copies with so many edits between them, one to a paragraph.
pub(crate) fn many_edits(n: usize) -> (String, String) {
    const NAMES: [&str; 10] = [
        "harbour", "council", "school", "bakery", "library", "hospital", "station", "market",
        "theatre", "brewery",
    ];
    let paragraph = |at: usize, figure: usize| {
        let name = NAMES[at % NAMES.len()];
        format!(
            "The {name} of district {at} counted {figure} visitors on the first day of its fair.\n\n"
        )
    };
    let left = (0..n).map(|at| paragraph(at, 100 + at)).collect();
    let right = (0..n).map(|at| paragraph(at, 300 + at)).collect();
    (left, right)
}
