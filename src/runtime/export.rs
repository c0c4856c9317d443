//! Reports: the texts are read and compared, and the result is written, all of it or nothing.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use super::files::{known, read_text, reason};
use crate::app::event::NotExported;
use crate::app::export::{Destination, Export, Planned, PlannedSide};
use crate::app::texts::Loaded;
use crate::collate::{Budget, Input, collate};
use crate::report::evidence::{
    Compared, Comparison, Evidence, StoryFigures, comparison, program, settings,
};
use crate::report::{Subject, csv, html, markdown, record};
use crate::review::Pair;
use crate::sides::Sides;
use crate::text::decode::Encoding;

/// How long a comparison that is printed may take before it is cut short, and says so. The longest books take a tenth of it;
/// what takes longer is no text that anyone reads.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What a report can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Markdown,
    Json,
    Csv,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        match ending.as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    fn write(self, evidence: &Evidence) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Html => html::write(evidence, &mut bytes),
            Self::Markdown => markdown::write(evidence, &mut bytes),
            Self::Json => record::write(evidence, &mut bytes),
            Self::Csv => csv::write(evidence, &mut bytes),
        }?;
        Ok(bytes)
    }
}

/// What a report is made with, beside what is asked for.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The encoding of all files, if the user says so.
    pub encoding: Option<Encoding>,
    /// Folders being read: nothing is written there.
    pub folders: &'a [PathBuf],
    /// Calls the work off.
    pub cancel: &'a AtomicBool,
}

/// Makes the report that is asked for, and writes it to its file. Answers with the path.
///
/// # Errors
///
/// Why not; then no file is changed.
pub fn to_file(export: &Export, desk: &Desk<'_>) -> Result<PathBuf, NotExported> {
    let trouble = |words: String| NotExported::Trouble(words);
    let Destination::File { path: named, may_replace } = &export.destination else {
        return Err(trouble("no file is named".to_owned()));
    };
    if named.as_os_str().is_empty() {
        return Err(trouble("A report needs the name of a file.".to_owned()));
    }
    let path = expanded(named)
        .map_err(|error| trouble(format!("{}: {}", named.display(), reason(&error))))?;
    if path.is_dir() {
        return Err(trouble(format!("{}: is a folder", named.display())));
    }
    let form = Form::of(&path).ok_or_else(|| {
        trouble(format!("{}: a report ends in .html, .md, .json or .csv", named.display()))
    })?;
    let parent = path.parent().map(Path::to_owned).unwrap_or_default();
    let parent = parent
        .canonicalize()
        .map_err(|error| trouble(format!("{}: {}", parent.display(), reason(&error))))?;
    let target = parent.join(path.file_name().unwrap_or_default());
    let sources = export.plan.comparisons.iter();
    let mut sources = sources.flat_map(|planned| [&planned.sides.left, &planned.sides.right]);
    let is_target = |path: &Path| path.canonicalize().is_ok_and(|path| path == target);
    if sources.any(|side| is_target(&side.location.path)) {
        return Err(trouble(format!("{}: is one of the articles", named.display())));
    }
    let roots = desk.folders.iter().filter_map(|root| root.canonicalize().ok());
    if roots.into_iter().any(|root| root == target || root.is_dir() && parent.starts_with(&root)) {
        return Err(trouble(format!(
            "{}: is in the folder that is being read, where nothing is written",
            named.display()
        )));
    }
    if path.exists() && !may_replace {
        return Err(NotExported::IsThere(named.clone()));
    }
    let evidence = evidence(export, desk).ok_or_else(|| trouble("called off".to_owned()))?;
    let written = form.write(&evidence).and_then(|bytes| replace(&path, &bytes));
    written.map_err(|error| trouble(format!("{}: {}", named.display(), reason(&error))))?;
    Ok(path)
}

/// Makes the report that is asked for, as Markdown.
///
/// # Errors
///
/// Why not.
pub fn to_text(export: &Export, desk: &Desk<'_>) -> Result<String, NotExported> {
    let evidence =
        evidence(export, desk).ok_or_else(|| NotExported::Trouble("called off".to_owned()))?;
    let bytes = Form::Markdown.write(&evidence).unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// A path as the user means it: `~` is the home folder.
fn expanded(path: &Path) -> std::io::Result<PathBuf> {
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => Ok(home.join(rest)),
        _ => std::path::absolute(path),
    }
}

/// Reports of this run, so that no two are written under one name.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// Puts bytes where a file is or will be: that file is whole before and after, whatever fails between.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_file_name(format!(".{name}.{}-{n}.part", std::process::id()));
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    let written = write();
    if written.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// All that the report says; nothing if the work was called off.
fn evidence(export: &Export, desk: &Desk<'_>) -> Option<Evidence> {
    let mut settings = settings(&export.selection);
    let mut comparisons: Vec<Option<Comparison>> = Vec::new();
    for planned in &export.plan.comparisons {
        if desk.cancel.load(Ordering::Relaxed) {
            return None;
        }
        match compared(planned, export, desk) {
            Ok(comparison) => comparisons.push(Some(comparison)),
            Err(why) => {
                settings.push(("left out".to_owned(), why));
                comparisons.push(None);
            }
        }
    }
    let stories = export.plan.stories.iter().map(|story| {
        let own = comparisons.get(story.comparisons.clone()).unwrap_or_default().iter().flatten();
        StoryFigures {
            name: story.name.clone(),
            n_versions: story.n_versions,
            n_families: story.n_families,
            n_comparisons: own.clone().count(),
            n_edits: own.clone().map(|comparison| comparison.n_edits).sum(),
            n_reviewed: own.map(|comparison| comparison.n_reviewed).sum(),
            n_notes: export
                .review
                .notes()
                .filter(|note| story.members.iter().any(|member| note.is_about(member)))
                .count(),
        }
    });
    Some(Evidence {
        title: export.plan.title.clone(),
        program: program(),
        settings,
        stories: stories.collect(),
        comparisons: comparisons.into_iter().flatten().collect(),
    })
}

fn load(side: &PlannedSide, desk: &Desk<'_>) -> Result<Loaded, String> {
    if let Some(loaded) = &side.loaded {
        return Ok(loaded.clone());
    }
    let text = read_text(&side.location, desk.encoding)
        .map_err(|why| format!("{}: {why}", side.location.shown()))?;
    Ok(Loaded::new(&text, &side.marks))
}

fn compared(planned: &Planned, export: &Export, desk: &Desk<'_>) -> Result<Comparison, String> {
    let texts = Sides::new(load(&planned.sides.left, desk)?, load(&planned.sides.right, desk)?);
    let versions = texts.as_ref().map(|text| text.version.as_ref());
    let furniture = texts.as_ref().map(|text| text.furniture.as_ref());
    let inputs = Sides::new(
        Input { version: versions.left, furniture: furniture.left },
        Input { version: versions.right, furniture: furniture.right },
    );
    let collation = collate(&inputs, &Budget::lasting(PATIENCE).with_cancel(desk.cancel));
    let sides = planned.sides.as_ref();
    let locations = sides.map(|side| &side.location);
    let metadata = Sides::new(
        known(versions.left, &locations.left.path),
        known(versions.right, &locations.right.path),
    );
    let names = sides.map(|side| side.location.shown());
    let pair = Pair::new(locations.left.clone(), locations.right.clone());
    Ok(comparison(&Compared {
        subject: Subject {
            names: names.as_ref().map(String::as_str),
            versions,
            metadata: metadata.as_ref(),
            collation: &collation,
        },
        sigla: sides.map(|side| side.siglum.as_str()),
        outlets: sides.map(|side| side.name.as_str()),
        furniture,
        pair: &pair,
        locations,
        review: &export.review,
        story: &planned.story,
        selection: &export.selection,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_form() {
        let form = |name: &str| Form::of(Path::new(name));
        assert_eq!(form("a.HTML"), Some(Form::Html));
        assert_eq!(form("a.b.md"), Some(Form::Markdown));
        assert_eq!(form("report"), None);
        assert_eq!(form("report.txt"), None);
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.md");
        replace(&path, b"one").expect("written");
        replace(&path, b"two").expect("written");
        assert_eq!(std::fs::read(&path).expect("there"), b"two");
        assert!(replace(&folder.path().join("absent/report.md"), b"three").is_err());
        let names = std::fs::read_dir(folder.path()).expect("there").count();
        assert_eq!(names, 1, "nothing is left beside it");
    }
}
