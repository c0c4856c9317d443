//! Reports: the texts are read and compared, and the result is written, all of it or nothing.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use super::files::{known, read_text, reason};
use crate::app::event::NotExported;
use crate::app::export::{Destination, Export, Planned, PlannedSide, PlannedStory};
use crate::app::texts::Loaded;
use crate::collate::{Budget, Input, collate};
use crate::report::evidence::{
    Compared, Comparison, Frame, StoryFigures, comparison, program, settings,
};
use crate::report::{Form, Subject};
use crate::review::{Note, Pair};
use crate::sides::Sides;
use crate::text::decode::Encoding;

/// How long a comparison that is printed may take before it is cut short, and says so. The longest books take a tenth of it;
/// what takes longer is no text that anyone reads.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What a report is made with, beside what is asked for.
#[derive(Debug)]
pub struct Means<'a> {
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
pub fn to_file(export: &Export, means: &Means<'_>) -> Result<PathBuf, NotExported> {
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
    let form = form_of(&path).ok_or_else(|| {
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
    let roots = means.folders.iter().filter_map(|root| root.canonicalize().ok());
    if roots.into_iter().any(|root| root == target || root.is_dir() && parent.starts_with(&root)) {
        return Err(trouble(format!(
            "{}: is in the folder that is being read, where nothing is written",
            named.display()
        )));
    }
    if path.exists() && !may_replace {
        return Err(NotExported::IsThere(named.clone()));
    }
    if path.metadata().is_ok_and(|file| file.permissions().readonly()) {
        return Err(trouble(format!("{}: is read-only", named.display())));
    }
    replace(&path, |sections, out| write(export, means, form, sections, out)).map_err(
        |failed| match failed {
            Failed::CalledOff => trouble("called off".to_owned()),
            Failed::Io(error) => trouble(format!("{}: {}", named.display(), reason(&error))),
        },
    )?;
    Ok(path)
}

/// The form that a file's ending tells.
fn form_of(path: &Path) -> Option<Form> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "html" | "htm" => Some(Form::Html),
        "md" | "markdown" => Some(Form::Markdown),
        "json" => Some(Form::Json),
        "csv" => Some(Form::Csv),
        _ => None,
    }
}

/// Why there is no report.
#[derive(Debug)]
enum Failed {
    CalledOff,
    Io(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Makes the report that is asked for, as Markdown.
///
/// # Errors
///
/// Why not.
pub fn to_text(export: &Export, means: &Means<'_>) -> Result<String, NotExported> {
    let mut bytes = Vec::new();
    let written = write(export, means, Form::Markdown, &mut Cursor::new(Vec::new()), &mut bytes);
    written.map_err(|failed| match failed {
        Failed::CalledOff => NotExported::Trouble("called off".to_owned()),
        Failed::Io(error) => NotExported::Trouble(reason(&error)),
    })?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// A path as the user means it: `~` is the home folder.
fn expanded(path: &Path) -> io::Result<PathBuf> {
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => Ok(home.join(rest)),
        _ => std::path::absolute(path),
    }
}

/// Reports of this run, so that no two are written under one name.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A file beside another one, until it is let go or has got another name.
struct Beside(PathBuf);

impl Beside {
    fn new(path: &Path, ending: &str) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(path.with_file_name(format!(".{name}.{}-{n}.{ending}", std::process::id())))
    }

    fn make(&self) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(&self.0)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It may never have been made.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Writes a file where one is or will be, by way of another one for its parts: that file is whole before and after, whatever fails
/// between.
fn replace<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File, &mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let (parts, whole) = (Beside::new(path, "parts"), Beside::new(path, "part"));
    let mut out = BufWriter::new(whole.make()?);
    write(&mut parts.make()?, &mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    std::fs::rename(&whole.0, path)?;
    Ok(())
}

/// Writes a report, one comparison after the other: only one is in memory. What stands before them counts them, so that they are
/// written to `sections` first.
fn write(
    export: &Export,
    means: &Means<'_>,
    form: Form,
    sections: &mut (impl Read + Write + Seek),
    out: &mut impl Write,
) -> Result<(), Failed> {
    let plan = &export.plan;
    let mut frame = Frame {
        title: plan.title.clone(),
        program: program(),
        settings: settings(&export.selection),
        is_single: plan.comparisons.len() == 1 && plan.stories.is_empty(),
        ..Frame::default()
    };
    let mut left_out = Vec::new();
    let mut figures: Vec<Option<(usize, usize)>> = Vec::new();
    let mut buffer = BufWriter::new(&mut *sections);
    for planned in &plan.comparisons {
        if means.cancel.load(Ordering::Relaxed) {
            return Err(Failed::CalledOff);
        }
        match compared(planned, export, means) {
            Ok(comparison) => {
                let story = planned.story_name.as_deref();
                frame.contents.push(comparison.contents_line(story));
                let number = frame.contents.len();
                form.write_comparison(&frame, (number, &comparison), &mut buffer)?;
                figures.push(Some((comparison.n_edits, comparison.n_reviewed)));
            }
            Err(why) => {
                left_out.push(("left out".to_owned(), why));
                figures.push(None);
            }
        }
    }
    buffer.flush()?;
    drop(buffer);
    let alone = plan.alone.iter().map(|name| ("compared with none".to_owned(), name.clone()));
    frame.settings.extend(left_out.into_iter().chain(alone));
    frame.stories =
        plan.stories.iter().map(|story| story_figures(story, export, &figures)).collect();
    form.write_front(&frame, out)?;
    sections.rewind()?;
    io::copy(sections, out)?;
    form.write_back(&frame, out)?;
    Ok(out.flush()?)
}

/// The figures of a story, from the edits and the reviewed ones of each comparison of the plan that could be made.
fn story_figures(
    story: &PlannedStory,
    export: &Export,
    figures: &[Option<(usize, usize)>],
) -> StoryFigures {
    let own = figures.get(story.comparisons.clone()).unwrap_or_default().iter().flatten();
    let is_its = |note: &&Note| story.members.iter().any(|member| note.is_about(member));
    StoryFigures {
        name: story.name.clone(),
        n_versions: story.n_versions,
        n_families: story.n_families,
        n_comparisons: own.clone().count(),
        n_edits: own.clone().map(|(n_edits, _)| n_edits).sum(),
        n_reviewed: own.map(|(_, n_reviewed)| n_reviewed).sum(),
        n_notes: export.review.notes().filter(is_its).count(),
    }
}

fn load(side: &PlannedSide, means: &Means<'_>) -> Result<Loaded, String> {
    if let Some(loaded) = &side.loaded {
        return Ok(loaded.clone());
    }
    let text = read_text(&side.location, means.encoding)
        .map_err(|why| format!("{}: {why}", side.location.shown()))?;
    Ok(Loaded::new(&text, &side.marks))
}

fn compared(planned: &Planned, export: &Export, means: &Means<'_>) -> Result<Comparison, String> {
    let texts = Sides::new(load(&planned.sides.left, means)?, load(&planned.sides.right, means)?);
    let versions = texts.as_ref().map(|text| text.version.as_ref());
    let furniture = texts.as_ref().map(|text| text.furniture.as_ref());
    let inputs = Sides::new(
        Input { version: versions.left, furniture: furniture.left },
        Input { version: versions.right, furniture: furniture.right },
    );
    let collation = collate(&inputs, &Budget::lasting(PATIENCE).with_cancel(means.cancel));
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
        let form = |name: &str| form_of(Path::new(name));
        assert_eq!(form("a.HTML"), Some(Form::Html));
        assert_eq!(form("a.b.md"), Some(Form::Markdown));
        assert_eq!(form("report"), None);
        assert_eq!(form("report.txt"), None);
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.md");
        let put = |path: &Path, text: &'static str| {
            replace(path, |parts, out| {
                parts.write_all(b"half")?;
                out.write_all(text.as_bytes())
            })
        };
        put(&path, "one").expect("written");
        put(&path, "two").expect("written");
        assert!(put(&folder.path().join("absent/report.md"), "three").is_err());
        let failed = replace(&path, |_, out| {
            out.write_all(b"three")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&path).expect("there"), b"two");
        let names = std::fs::read_dir(folder.path()).expect("there").count();
        assert_eq!(names, 1, "nothing is left beside it");
    }
}
