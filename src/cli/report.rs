//! `copydesk report`: a comparison, a story or a folder as evidence, with what the reader left on it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Result, anyhow, bail};

use super::args::Report;
use super::progress::Meter;
use crate::app::event::NotExported;
use crate::app::export::{
    Destination, Export, Plan, Planned, PlannedSide, plan_folder, plan_story,
};
use crate::app::sigla::Sigla;
use crate::corpus::{Location, Snapshot};
use crate::review::{Review, Selection};
use crate::runtime::export::{Means, to_file};
use crate::runtime::files::{absolute, known, named, read_text};
use crate::runtime::library;
use crate::runtime::store::{Closed, Place, Store};
use crate::sides::Sides;

pub(super) fn run(task: &Report) -> Result<u8> {
    let place = task.reading.keeping.place();
    let review = review(&place)?;
    let plan = match (task.paths.as_slice(), &task.story) {
        ([left, right], None) if !left.is_dir() && !right.is_dir() => {
            pair(task, &place, left, right)?
        }
        (_, story) => {
            let snapshot = load(task, &task.paths, &place)?;
            match story {
                Some(story) => of_story(&snapshot, story, &review)?,
                None => {
                    plan_folder(&snapshot, &title(&task.paths), &[], &Sigla::default(), &review)
                }
            }
        }
    };
    if plan.comparisons.is_empty() {
        bail!("there is nothing to compare: a report needs two versions of one text");
    }
    let mut selection =
        if task.only.is_empty() { Selection::default() } else { Selection::of_classes(&task.only) };
    (selection.hides_reviewed, selection.only_noted) = (task.unreviewed, task.noted);
    let export = Export {
        destination: Destination::File { path: task.output.clone(), may_replace: task.force },
        plan,
        review,
        selection,
    };
    let cancel = AtomicBool::new(false);
    let means = Means { encoding: task.reading.encoding, folders: &task.paths, cancel: &cancel };
    match to_file(&export, &means) {
        Ok(_) => Ok(0),
        Err(NotExported::IsThere(path)) => {
            bail!("{}: is there already; --force replaces it", path.display())
        }
        Err(NotExported::Trouble(why)) => Err(anyhow!("{why}")),
    }
}

fn title(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>().join("  ")
}

fn load(task: &Report, paths: &[PathBuf], place: &Place) -> Result<Snapshot> {
    let mut progress = Meter::new();
    let snapshot = library::load(paths, task.reading.manner(), place, |n_read, n| {
        progress.tell(n_read, n);
    })?;
    progress.end();
    Ok(snapshot)
}

/// What the reader left; nothing where nothing is kept.
fn review(place: &Place) -> Result<Review> {
    match Store::open_existing(place) {
        Ok(None) | Err(Closed::Unwanted) => Ok(Review::default()),
        Ok(Some(store)) => store.review().map_err(|error| anyhow!("marks and notes: {error}")),
        Err(Closed::Trouble(why)) => bail!("{why}"),
    }
}

/// The story with this identity, as `copydesk stories` prints it, or its beginning.
fn of_story(snapshot: &Snapshot, id: &str, review: &Review) -> Result<Plan> {
    let wanted = id.to_lowercase();
    let is_it = |id: u64| format!("{id:016x}").starts_with(&wanted) && !wanted.is_empty();
    let mut found = snapshot.stories.iter().filter(|story| is_it(story.id.0));
    match (found.next(), found.next()) {
        (Some(story), None) if story.members.len() > 1 => {
            Ok(plan_story(story, &[], &Sigla::default(), review))
        }
        (Some(_), None) => bail!("{id}: this story has only one version"),
        (None, _) => {
            bail!("{id}: no story has this id; copydesk stories prints them")
        }
        (Some(_), Some(_)) => bail!("{id}: several stories have an id that begins like this"),
    }
}

/// Two files, or records of files. What the reader said of their furniture holds here too.
fn pair(task: &Report, place: &Place, left: &Path, right: &Path) -> Result<Plan> {
    let snapshot = load(task, &[named(left).0, named(right).0], place)?;
    let articles = || snapshot.stories.iter().flat_map(|story| &story.members);
    let marks_of = |location: &Location| {
        let found = articles().find(|member| member.article.location == *location);
        found.map(|member| Arc::clone(&member.article.marks)).unwrap_or_default()
    };
    let side = |path: &Path, siglum: &str| -> Result<PlannedSide> {
        let (file, record) = named(path);
        let file = absolute(&file)?;
        let record = record.and_then(|record| u32::try_from(record).ok()).unwrap_or(0);
        let location = Location { path: file, record };
        let text = read_text(&location, task.reading.encoding)
            .map_err(|why| anyhow!("{}: {why}", path.display()))?;
        let metadata = known(&text.version, &location.path);
        let name = metadata.outlet().map_or_else(|| location.name(), str::to_owned);
        let (siglum, marks) = (siglum.to_owned(), marks_of(&location));
        let loaded = Some(crate::app::texts::Loaded::new(&text, &marks));
        Ok(PlannedSide { location, siglum, name, marks, loaded })
    };
    let sides = Sides::new(side(left, "A")?, side(right, "B")?);
    let title = format!("A {} and B {}", sides.left.name, sides.right.name);
    let story = [sides.left.location.clone(), sides.right.location.clone()].into();
    let planned = Planned { sides, story, story_name: None };
    Ok(Plan { title, comparisons: vec![planned], ..Plan::default() })
}
