//! [`Model`]: all that the program knows.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use tui_input::Input;

use crate::collate::{Class, Collation};
use crate::config::action::Action;
use crate::config::keymap::{Context, Keymap};
use crate::config::theme::Theme;
use crate::corpus::{ArticleId, Decisions, Location, Snapshot, State, StoryId};
use crate::layout::{Furniture, Mode, Typography, Unchanged};
use crate::review::scene::Fate;
use crate::review::{NoteId, Standing};
use crate::sides::Sides;
use crate::text::safe::SafeText;
use crate::version::FurnitureReason;

use super::areas::{Areas, Shows, Wanted, areas, automatic_mode};
use super::boxes::ListBox;
use super::cache::{Cache, CollationKey};
use super::comings::Comings;
use super::desk::Desk;
use super::editor::NoteEditor;
use super::event::News;
use super::export::ExportChoice;
use super::filter::class_bit;
use super::help::Help;
use super::keys::KeyState;
use super::list::List;
use super::matrix::Matrix;
use super::pane::{Content, Pane, Shown};
use super::reading::{Outline, Reading};
use super::revisions::Revisions;
use super::run::RunPrompt;
use super::sigla::Sigla;
use super::texts::Texts;
use super::titles::Title;

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The text.
    Text,
}

impl Focus {
    /// Whose keys hold.
    pub const fn context(self) -> Context {
        match self {
            Self::List => Context::List,
            Self::Text => Context::Text,
        }
    }
}

/// Something over the screen that takes the keys.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// All actions and their keys.
    Help(Help),
    /// The name of an action that shall be run.
    Run(RunPrompt),
    /// What to filter the list by.
    Filter(Input),
    /// What to search in the text.
    Search(Input),
    /// Any version, for the other column.
    Pick(Pick),
    /// A version of the story that the selected one shall be joined with.
    Join(Pick),
    /// What the selected story shall be called.
    Name(StoryId, Input),
    /// The paragraphs on screen, and which of them are furniture.
    Furniture(Paragraphs),
    /// The earlier states of a file.
    Revisions(RevisionChoice),
    /// Which edits are looked at.
    Selection(Chosen),
    /// A note that is being written.
    Note(Box<NoteEditor>),
    /// The notes on what is shown.
    Notes(NoteList),
    /// The paragraphs of the version that is read, to jump by.
    Outline(Outline),
    /// All versions of a story, and how much of each is in each other one.
    Matrix(Box<Matrix>),
    /// Where a report shall be written, and of what.
    Export(ExportChoice),
    /// The themes, the chosen one in use while it is chosen.
    Themes {
        /// The one that was in use before.
        before: usize,
    },
}

impl Overlay {
    /// Whether it is a box over the screen, and not a line of it.
    pub const fn is_box(&self) -> bool {
        !matches!(self, Self::Filter(_) | Self::Search(_) | Self::Name(..) | Self::Export(_))
    }
}

/// A line of a list that is made anew from the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The line.
    pub at: usize,
}

/// The notes that are listed, as they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteList {
    /// The notes.
    pub notes: Vec<NoteId>,
    /// The chosen line.
    pub at: usize,
    /// What became of their words, as far as it is known.
    pub fates: HashMap<NoteId, Fate>,
}

/// Lines of the choice of edits: the classes, and whether they are reviewed or noted.
pub const N_CHOICES: usize = Class::ALL.len() + 2;

/// A choice among the earlier states of a file; the first line is the state now.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionChoice {
    /// The article.
    pub id: ArticleId,
    /// Its earlier states.
    pub revisions: Revisions,
    /// The chosen line.
    pub at: usize,
    /// The line that the chosen one is to be compared with; the state now, unless the reader says otherwise.
    pub with: usize,
}

/// The paragraphs on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraphs {
    /// Each once, in order.
    pub all: Vec<Paragraph>,
    /// The chosen one.
    pub at: usize,
}

/// A paragraph, and whether it is furniture.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// What it is recognised by in all files.
    pub hash: u64,
    /// The version it stands in.
    pub siglum: String,
    /// Its beginning.
    pub text: SafeText,
    /// Why it is furniture, if it is.
    pub reason: Option<FurnitureReason>,
}

/// A choice among all versions.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    /// What was typed.
    pub input: Input,
    /// The versions that match, and which is chosen.
    pub list: List,
}

impl Pick {
    /// A choice among all versions of the folders.
    pub fn among(snapshot: &Arc<Snapshot>) -> Self {
        let mut pick = Self::default();
        pick.refilter(snapshot);
        pick
    }

    /// Leaves the versions that match what was typed.
    pub fn refilter(&mut self, snapshot: &Arc<Snapshot>) {
        self.input.value().clone_into(&mut self.list.filter);
        // Nobody looks for classes of edits here.
        self.list.rebuild(snapshot, &|_| None, 0);
    }
}

/// What the user chose about the display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Two columns, one, or by width.
    pub mode: Option<Mode>,
    /// Whether differences of typography are shown.
    pub typography: Typography,
    /// Whether unchanged passages are folded.
    pub unchanged: Unchanged,
    /// The widest that a column of text gets; as wide as there is room if nothing is said.
    pub measure: Option<usize>,
    /// Whether furniture is shown where one version is read.
    pub furniture: Furniture,
}

impl Appearance {
    /// What there is at the start.
    pub const fn configured(settings: &crate::config::settings::Settings) -> Self {
        Self {
            mode: settings.layout,
            typography: settings.typography,
            unchanged: settings.unchanged,
            measure: Some(settings.measure),
            furniture: Furniture::Shown,
        }
    }
}

impl Default for Appearance {
    fn default() -> Self {
        Self::configured(&crate::config::settings::Settings::default())
    }
}

/// What the program was asked to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Opened {
    /// Folders or files, as a list.
    #[default]
    List,
    /// Two files, to be compared at once; there is no list.
    Pair(Box<Sides<PathBuf>>),
}

/// The themes there are, and which is used.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    /// All themes, in the order of the key that goes through them. Never empty in use.
    pub all: Vec<Theme>,
    /// The one in use.
    pub at: usize,
}

impl Themes {
    /// The theme in use.
    pub fn current(&self) -> Option<&Theme> {
        self.all.get(self.at)
    }
}

/// All that the program knows. Only [`super::update::update`] changes it.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Where everything is.
    pub areas: Areas,
    /// What was opened.
    pub opened: Opened,
    /// What the user calls it.
    pub title: SafeText,
    /// The folders and files, as they are called.
    pub roots: Vec<PathBuf>,
    /// Which pane has the keys.
    pub focus: Focus,
    /// The list.
    pub list: List,
    /// The text.
    pub pane: Pane,
    /// The titles over its columns.
    pub titles: Vec<Title>,
    /// What belongs to reading one version.
    pub reading: Reading,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// What that says and where, if it is a box of lines.
    pub list_box: Option<ListBox>,
    /// The folders.
    pub news: News,
    /// Files that came and went.
    pub comings: Comings,
    /// The letters of the versions.
    pub sigla: Sigla,
    /// What is wrong with configuration and themes.
    pub warnings: Vec<String>,
    /// Versions that others are compared with.
    pub bases: Vec<ArticleId>,
    /// What the user chose about the display.
    pub settings: Appearance,
    /// What the keys mean.
    pub keymap: Keymap,
    /// Keys that were typed and mean nothing yet.
    pub keys: KeyState,
    /// What everything looks like.
    pub themes: Themes,
    /// What the reader has done, in this run or in an earlier one: what needs no hint any more.
    pub learned: HashSet<Action>,
    /// A word to the user; gone with the next key.
    pub notice: Option<SafeText>,
    /// Comparisons that were made.
    pub cache: Cache,
    /// Comparisons and texts that were asked for.
    pub asked: Asked,
    /// The texts in memory.
    pub texts: Texts,
    /// What the reader has decided about stories and furniture.
    pub decisions: Decisions,
    /// What the reader has left on the articles.
    pub desk: Desk,
    /// What is known of every comparison that was made.
    pub known: HashMap<CollationKey, Known>,
}

/// What stays known of a comparison that was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Share of each version's words that the other has too, from 0 to 1.
    pub shared: Sides<f64>,
    /// The classes of its edits, a bit for each.
    pub classes: u16,
    /// The identities of its edits, those of typography left out.
    pub edits: Box<[u64]>,
}

/// Comparisons that were asked for and are not there yet.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The one on screen.
    pub visible: Option<CollationKey>,
    /// One that may be wanted soon.
    pub prefetch: Option<CollationKey>,
    /// Those on which the program fails.
    pub failed: Vec<CollationKey>,
    /// Those that are too long to be worked out before they are wanted.
    pub too_long: Vec<CollationKey>,
    /// Texts that are being read.
    pub texts: HashSet<(ArticleId, [u8; 32])>,
    /// Texts that could not be read, in the state of their articles then.
    pub unreadable: HashSet<(ArticleId, [u8; 32])>,
}

/// What has become of the file of a version on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It says something else.
    Changed,
    /// It cannot be read now.
    Unreadable,
    /// It is gone.
    Gone,
}

impl Model {
    /// Whether there is a list.
    pub fn has_list(&self) -> bool {
        self.opened == Opened::List
    }

    /// Whether all is said line by line, for ears.
    pub fn is_linear(&self) -> bool {
        self.mode() == Mode::Linear
    }

    /// How a comparison is shown now.
    pub fn mode(&self) -> Mode {
        self.settings.mode.unwrap_or_else(|| automatic_mode(self.size.0))
    }

    /// Words in which `{undo}` stands for the key of that action here; for its name after `:`, if it has none.
    pub fn with_keys(&self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut rest = words;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            out.push_str(before);
            let key = Action::by_name(name)
                .and_then(|action| self.keymap.key_for(action, self.focus.context()));
            out.push_str(&key.map_or_else(|| format!(":{name}"), |keys| keys.to_string()));
            rest = after;
        }
        out + rest
    }

    /// Places everything anew.
    pub(super) fn place(&mut self) {
        self.areas = areas(Wanted {
            width: self.size.0,
            height: self.size.1,
            has_list: self.has_list(),
            is_text_first: self.focus == Focus::Text,
            shows: match self.pane.content {
                Content::Comparing(_) => Shows::Two,
                Content::Single(_) | Content::Empty => Shows::One,
            },
            is_linear: self.is_linear(),
        });
    }

    /// What is no longer so of a version on screen, if anything.
    pub fn staleness(&self, shown: &Shown) -> Option<Stale> {
        if shown.revision.is_some() {
            return None;
        }
        match self.news.snapshot.article(shown.id).map(|article| &article.state) {
            None => Some(Stale::Gone),
            Some(State::Unreadable(_)) => Some(Stale::Unreadable),
            Some(State::Waiting) => None,
            Some(State::Read(now)) => (shown.newer == Some(now.sha256)).then_some(Stale::Changed),
        }
    }

    /// Versions on screen of which this is so, by their names.
    pub fn stale(&self, how: Stale) -> Vec<&SafeText> {
        let shown = self.pane.content.shown().into_iter();
        shown.filter(|shown| self.staleness(shown) == Some(how)).map(|shown| &shown.name).collect()
    }

    /// Whether an article is, or was, in what is open.
    pub fn holds(&self, location: &Location) -> bool {
        self.roots.iter().any(|root| location.path.starts_with(root))
    }

    /// What is known of an edit of the comparison on screen.
    pub fn standing(&self, edit: usize) -> Option<Standing> {
        let known = self.pane.collation.as_ref()?.edits.get(edit)?;
        let pair = self.pane.pair.as_ref()?;
        Some(Standing {
            class: known.class,
            is_reviewed: self.desk.review.is_reviewed(pair, known.id),
            is_noted: self.pane.is_noted(edit),
        })
    }

    /// Whether the reader looks at an edit of the comparison on screen.
    pub fn is_looked_at(&self, edit: usize) -> bool {
        self.standing(edit).is_none_or(|edit| self.desk.selection.has(edit))
    }

    /// Keeps a comparison, and what is to be known of it.
    pub(super) fn keep(&mut self, key: CollationKey, collation: Arc<Collation>) {
        let bits = Class::ALL.into_iter().filter(|class| collation.summary.count(*class) > 0);
        let edits = collation.edits.iter().filter(|edit| edit.class != Class::Typography);
        let known = Known {
            shared: collation.summary.shared,
            classes: bits.map(class_bit).fold(0, |bits, bit| bits | bit),
            edits: edits.map(|edit| edit.id).collect(),
        };
        self.known.insert(key, known);
        self.cache.insert(key, collation);
    }
}
