//! Reports as they are asked for: of what, and where to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use tui_input::Input;

use super::list::{name_among, title_of};
use super::pairing::pairing;
use super::sigla::Sigla;
use super::texts::Loaded;
use crate::corpus::common::BlockMarks;
use crate::corpus::{ArticleId, Location, Snapshot, Story};
use crate::review::{Pair, Review, Selection};
use crate::sides::Sides;

/// How much a report is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The comparison on screen.
    #[default]
    Comparison,
    /// Its story: the comparisons that the list shows of it.
    Story,
    /// Every story of the folders.
    Folder,
}

impl Scope {
    /// The next, around the end.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Comparison => Self::Story,
            Self::Story => Self::Folder,
            Self::Folder => Self::Comparison,
        }
    }

    /// The same in a word or two, where there is little room.
    pub const fn short_question(self) -> &'static str {
        match self {
            Self::Comparison => "report to: ",
            Self::Story => "of story to: ",
            Self::Folder => "of all to: ",
        }
    }

    /// What the reader is asked about it.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Comparison => "report on this comparison, into: ",
            Self::Story => "report on this story, into: ",
            Self::Folder => "report on all stories, into: ",
        }
    }
}

/// Where a report shall be written, and of what, while the reader chooses.
#[derive(Clone, Debug, Default)]
pub struct ExportChoice {
    /// The file.
    pub input: Input,
    /// How much it is about.
    pub scope: Scope,
    /// A file that is there already, and that the reader was asked about.
    pub is_there: Option<PathBuf>,
}

/// Where a report goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// A file; its ending tells the format.
    File {
        /// The file.
        path: PathBuf,
        /// Whether one that is there may be replaced.
        may_replace: bool,
    },
    /// The clipboard, as Markdown.
    Clipboard,
}

/// A report that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// Where it goes.
    pub destination: Destination,
    /// What it is about.
    pub plan: Plan,
    /// Marks and notes.
    pub review: Review,
    /// Which edits it shows.
    pub selection: Selection,
}

/// What a report is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// The comparisons.
    pub comparisons: Vec<Planned>,
    /// The stories, where it is about a folder.
    pub stories: Vec<PlannedStory>,
    /// Versions of these stories that are like no other, and are compared with none.
    pub alone: Vec<String>,
}

/// A comparison of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Both versions.
    pub sides: Sides<PlannedSide>,
    /// The versions of their story.
    pub story: Arc<[Location]>,
    /// What their story is called, where the report is about several.
    pub story_name: Option<Arc<str>>,
}

/// A version of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedSide {
    /// Where it is.
    pub location: Location,
    /// Its label.
    pub siglum: String,
    /// What it is called.
    pub name: String,
    /// What the folder and the reader say of its paragraphs.
    pub marks: Arc<BlockMarks>,
    /// The text, if it is not to be read from the file.
    pub loaded: Option<Loaded>,
}

/// A story of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStory {
    /// What it is called.
    pub name: String,
    /// Its versions.
    pub n_versions: usize,
    /// Its families.
    pub n_families: usize,
    /// Its comparisons, as a range of the plan's.
    pub comparisons: Range<usize>,
    /// Its versions' places.
    pub members: Arc<[Location]>,
}

/// A story: the comparisons that the list shows of it, and what else of it has marks or notes.
pub fn plan_story(story: &Story, bases: &[ArticleId], sigla: &Sigla, review: &Review) -> Plan {
    let mut plan = Plan { title: title_of(story), ..Plan::default() };
    add(&mut plan, story, None, (bases, sigla, &review.pairs()));
    plan
}

/// All stories, those of one version without a comparison. If there is but one, the report is called like it.
pub fn plan_folder(
    snapshot: &Snapshot,
    title: &str,
    bases: &[ArticleId],
    sigla: &Sigla,
    review: &Review,
) -> Plan {
    let pairs = review.pairs();
    let mut plan = Plan { title: title.to_owned(), ..Plan::default() };
    let is_only = snapshot.stories.len() == 1;
    for story in &snapshot.stories {
        let first = plan.comparisons.len();
        let name = title_of(story);
        let told: Option<Arc<str>> = (!is_only).then(|| name.as_str().into());
        add(&mut plan, story, told.as_ref(), (bases, sigla, &pairs));
        if is_only {
            plan.title.clone_from(&name);
        }
        plan.stories.push(PlannedStory {
            name,
            n_versions: story.members.len(),
            n_families: story.families.len(),
            comparisons: first..plan.comparisons.len(),
            members: places_of(story),
        });
    }
    plan
}

/// The places of all versions of a story.
pub fn places_of(story: &Story) -> Arc<[Location]> {
    story.members.iter().map(|member| member.article.location.clone()).collect()
}

/// Adds a story to a plan.
fn add(
    plan: &mut Plan,
    story: &Story,
    name: Option<&Arc<str>>,
    (bases, sigla, reviewed): (&[ArticleId], &Sigla, &BTreeSet<Pair>),
) {
    let side = |at: usize| {
        let article = &story.members[at].article;
        PlannedSide {
            location: article.location.clone(),
            siglum: sigla.of(article.id, at),
            name: name_among(story, article).to_string(),
            marks: Arc::clone(&article.marks),
            loaded: None,
        }
    };
    let pairs = pairs(story, bases, reviewed);
    let all: Arc<[Location]> = places_of(story);
    plan.comparisons.extend(pairs.iter().map(|pair| Planned {
        sides: pair.as_ref().map(|at| side(*at)),
        story: Arc::clone(&all),
        story_name: name.cloned(),
    }));
    let is_alone = |at: &usize| pairs.iter().all(|pair| pair.left != *at && pair.right != *at);
    // A story of one version is no story yet.
    let alone = (0..story.members.len()).filter(|at| story.members.len() > 1 && is_alone(at));
    plan.alone.extend(alone.map(|at| {
        let PlannedSide { siglum, name, .. } = side(at);
        format!("{siglum} {name}")
    }));
}

/// What is compared in a story: each version as in the list, two that are compared with each other once; then what else has
/// marks or notes.
fn pairs(story: &Story, bases: &[ArticleId], reviewed: &BTreeSet<Pair>) -> Vec<Sides<usize>> {
    let listed = (0..story.members.len()).filter_map(|at| pairing(story, bases, at));
    let places: HashMap<&Location, usize> =
        story.members.iter().map(|member| &member.article.location).zip(0..).collect();
    let left_on = reviewed.iter().filter_map(|pair| {
        let [one, other] = pair.locations().map(|location| places.get(location).copied());
        let (one, other) = (one?, other?);
        (one != other).then(|| Sides::new(one.min(other), one.max(other)))
    });
    let mut known = HashSet::new();
    let is_new =
        |pair: &Sides<usize>| known.insert((pair.left.min(pair.right), pair.left.max(pair.right)));
    listed.chain(left_on).filter(is_new).collect()
}
