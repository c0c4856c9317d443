//! Reports as they are asked for: of what, and where to.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use tui_input::Input;

use super::list::{name_among, title_of};
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
    /// Its story: every version against the base.
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
}

/// A comparison of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Both versions.
    pub sides: Sides<PlannedSide>,
    /// The versions of their story.
    pub story: Arc<[Location]>,
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

/// A story: every version against the base, which is the one that the reader chose, else the first; and what else of it has
/// marks or notes.
pub fn plan_story(story: &Story, bases: &[ArticleId], sigla: &Sigla, review: &Review) -> Plan {
    let comparisons = comparisons(story, bases, sigla, &review.pairs());
    Plan { title: title_of(story), comparisons, stories: Vec::new() }
}

/// All stories, those of one version without a comparison.
pub fn plan_folder(
    snapshot: &Snapshot,
    title: &str,
    bases: &[ArticleId],
    sigla: &Sigla,
    review: &Review,
) -> Plan {
    let pairs = review.pairs();
    let mut plan = Plan { title: title.to_owned(), ..Plan::default() };
    for story in &snapshot.stories {
        let first = plan.comparisons.len();
        plan.comparisons.extend(comparisons(story, bases, sigla, &pairs));
        plan.stories.push(PlannedStory {
            name: title_of(story),
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

fn comparisons(
    story: &Story,
    bases: &[ArticleId],
    sigla: &Sigla,
    reviewed: &BTreeSet<Pair>,
) -> Vec<Planned> {
    let is_base = |at: &usize| bases.contains(&story.members[*at].article.id);
    let base = (0..story.members.len()).find(is_base).unwrap_or(0);
    let others = (0..story.members.len()).filter(|at| *at != base);
    let mut pairs: Vec<(usize, usize)> = others.map(|at| (base, at)).collect();
    let places: HashMap<&Location, usize> =
        story.members.iter().map(|member| &member.article.location).zip(0..).collect();
    pairs.extend(reviewed.iter().filter_map(|pair| {
        let [one, other] = pair.locations().map(|location| places.get(location).copied());
        let (one, other) = (one?, other?);
        let is_new = one != other && one != base && other != base;
        is_new.then_some((one.min(other), one.max(other)))
    }));
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
    let all: Arc<[Location]> = places_of(story);
    let planned = |(left, right): (usize, usize)| Planned {
        sides: Sides::new(side(left), side(right)),
        story: Arc::clone(&all),
    };
    pairs.into_iter().map(planned).collect()
}
