//! What the lines of the list say: names, headlines, families, figures.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use super::Line;
use crate::app::filter::Finder;
use crate::app::sigla::Sigla;
use crate::corpus::{Article, ArticleId, Snapshot, State, Story};
use crate::sides::Side;
use crate::text::safe::SafeText;

/// A line of the list, in words.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// The headline over a story.
    Title {
        /// The headline, or the first words.
        text: SafeText,
        /// Whether it is a headline of the article's own, or the reader's name for it.
        is_headline: bool,
        /// Letters that the filter found, counted from 0.
        found: Vec<u32>,
        /// Whether the reader has decided what belongs to it.
        is_pinned: bool,
        /// Its versions, where only this line is shown.
        folded: Option<(ArticleId, usize)>,
        /// The number of the story in the snapshot.
        story: u32,
    },
    /// What a family is, in a story of several.
    Family {
        /// Whose copy.
        words: SafeText,
        /// Why it is in this story; follows on the words.
        reasons: SafeText,
    },
    /// A version that was read.
    Version(VersionEntry),
    /// A heading over files that are no versions.
    Label(SafeText),
    /// A file that was not read, with the reason if there is one.
    File {
        /// Its identity.
        id: ArticleId,
        /// Its name.
        name: SafeText,
        /// Why it was not read.
        reason: Option<SafeText>,
    },
}

impl Entry {
    /// The article, if the line is one.
    pub const fn id(&self) -> Option<ArticleId> {
        match self {
            Self::Version(VersionEntry { id, .. })
            | Self::File { id, .. }
            | Self::Title { folded: Some((id, _)), .. } => Some(*id),
            Self::Title { folded: None, .. } | Self::Family { .. } | Self::Label(_) => None,
        }
    }
}

/// A version in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionEntry {
    /// Its identity.
    pub id: ArticleId,
    /// Its label in the story: A, B, C.
    pub siglum: String,
    /// Outlet or file name.
    pub name: SafeText,
    /// Whether that is an outlet, of which the beginning says most; file names differ at both ends.
    pub has_outlet: bool,
    /// Letters of the name that the filter found, counted from 0.
    pub found: Vec<u32>,
    /// Its day, if the story has several, and the agency that it credits.
    pub detail: SafeText,
    /// Number of words.
    pub n_words: usize,
    /// Containment in its nearest relative, from 0 to 1.
    pub share: Option<f64>,
}

/// How far a review has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Edits that are reviewed.
    pub n_reviewed: usize,
    /// Edits of the comparisons that were made.
    pub n_edits: usize,
    /// Whether all comparisons were made.
    pub is_whole: bool,
}

impl Progress {
    /// How many edits there are: "12", or "12+" while more may be found.
    pub fn total(&self) -> String {
        let more = if self.is_whole { "" } else { "+" };
        format!("{}{more}", self.n_edits)
    }
}

/// What a version's line says of the comparison that it would be shown with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Whether others are compared with it.
    pub is_base: bool,
    /// The column that it stands in, if it is on screen.
    pub side: Option<Side>,
    /// Whether its file has changed since the reader took note of it.
    pub is_changed: bool,
    /// The siglum of what it is compared with on screen, where that is not what it would be shown with: the figures are of that.
    pub with: Option<String>,
    /// Number of edits, and how many of them are reviewed, if the comparison was made.
    pub n_edits: Option<(usize, usize)>,
    /// Share of its words that the other version has too, from 0 to 1; before the comparison is made, the share
    /// of its runs of words.
    pub share: Option<f64>,
}

/// A share in whole percent; all of it only if it is all.
pub fn percent(share: f64) -> u8 {
    let percent = (1..=100u8).rev().find(|n| share * 100.0 >= f64::from(*n) - 0.5).unwrap_or(0);
    if share < 1.0 { percent.min(99) } else { percent }
}

/// What a version is called: its outlet, or its file name.
pub fn name_of(article: &Article) -> SafeText {
    SafeText::new(&plain_name(article))
}

fn plain_name(article: &Article) -> String {
    article.outlet.as_ref().map_or_else(|| article.name(), ToString::to_string)
}

/// What a version is called beside the others of its story: with its file or folder where its outlet has several there.
pub fn name_among(story: &Story, article: &Article) -> SafeText {
    let members = story.members.iter().map(|member| &*member.article);
    told_apart(article, members.filter(|other| has_name_of(article, other)))
}

/// What a version is called beside all others: with its folder where other stories have files of the same name.
pub fn name_here(snapshot: &Snapshot, story: &Story, article: &Article) -> SafeText {
    if article.outlet.is_some() {
        return name_among(story, article);
    }
    let others = snapshot.read().map(AsRef::as_ref);
    told_apart(article, others.filter(|other| has_name_of(article, other)))
}

fn has_name_of(article: &Article, other: &Article) -> bool {
    match (&article.outlet, &other.outlet) {
        (Some(own), Some(other)) => own == other,
        (None, None) => file_key(article) == file_key(other),
        _ => plain_name(article) == plain_name(other),
    }
}

/// A name, with as much of the path as tells the article from others that are called so; it may be among them.
fn told_apart<'a>(article: &Article, others: impl Iterator<Item = &'a Article>) -> SafeText {
    let name = plain_name(article);
    let own = &article.location.path;
    let others: Vec<&Path> = others
        .filter(|other| other.id != article.id)
        .map(|other| other.location.path.as_path())
        .collect();
    if others.is_empty() {
        return SafeText::new(&name);
    }
    if article.outlet.is_some() {
        return SafeText::new(&format!("{name} ({})", article.name()));
    }
    let end_of = |path: &Path, n: usize| -> PathBuf {
        let parts = path.components().count();
        path.components().skip(parts.saturating_sub(n)).collect()
    };
    let n_parts = own.components().count();
    let is_own = |n: &usize| others.iter().all(|other| end_of(other, *n) != end_of(own, *n));
    // Records of one file have all of their path in common.
    let n = (2..n_parts).find(is_own).unwrap_or(2);
    let folders = end_of(own, n);
    let folders = folders.parent().map(|folders| folders.to_string_lossy()).unwrap_or_default();
    SafeText::new(&format!("{folders}/{}", article.name()))
}

/// Names that several articles have, by their hashes.
pub(super) fn shared_names(snapshot: &Snapshot) -> HashSet<u64> {
    let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
    for article in snapshot.read() {
        let name = name_hash(article);
        if !seen.insert(name) {
            shared.insert(name);
        }
    }
    shared
}

/// What the file name of an article says, without making words of it: a folder may hold a hundred thousand.
fn file_key(article: &Article) -> (Option<&OsStr>, u32) {
    (article.location.path.file_stem(), article.location.record)
}

fn name_hash(article: &Article) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &article.outlet {
        Some(outlet) => outlet.hash(&mut hasher),
        None => file_key(article).hash(&mut hasher),
    }
    hasher.finish()
}

/// What lines are made of.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) sigla: &'a Sigla,
    /// Names that several articles have.
    pub(super) shared_names: &'a HashSet<u64>,
}

impl Context<'_> {
    fn name(&self, story: &Story, article: &Article) -> SafeText {
        if self.shared_names.contains(&name_hash(article)) {
            name_here(self.snapshot, story, article)
        } else {
            name_of(article)
        }
    }
}

pub(super) fn file_name(article: &Article) -> String {
    let path = &article.location.path;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    match article.location.record {
        0 => name.into_owned(),
        record => format!("{name}#{record}"),
    }
}

/// What a line says.
pub(super) fn entry(context: Context<'_>, line: Line, finder: &mut Finder) -> Option<Entry> {
    let snapshot = context.snapshot;
    let story = |at: u32| snapshot.stories.get(at as usize);
    Some(match line {
        Line::Story(at) => title_entry(at, story(at)?, finder, None),
        Line::Folded(at) => {
            let story = story(at)?;
            title_entry(
                at,
                story,
                finder,
                Some((story.members.first()?.article.id, story.members.len())),
            )
        }
        Line::Family(at, family) => family_entry(story(at)?, family as usize),
        Line::Version(at, member) => {
            let story = story(at)?;
            let own = story.members.get(member as usize)?;
            let profile = own.article.profile()?;
            let name = context.name(story, &own.article);
            Entry::Version(VersionEntry {
                id: own.article.id,
                siglum: context.sigla.of(own.article.id, member as usize),
                found: finder.find(name.as_str()).unwrap_or_default(),
                name,
                has_outlet: own.article.outlet.is_some(),
                detail: detail(story, &own.article),
                n_words: profile.n_words as usize,
                share: own.nearest.map(|nearest| nearest.share),
            })
        }
        Line::Label(text) => Entry::Label(SafeText::new(text)),
        Line::Waiting(at) => file(snapshot.waiting.get(at as usize)?),
        Line::Unreadable(at) => file(snapshot.unreadable.get(at as usize)?),
    })
}

fn title_entry(
    at: u32,
    story: &Story,
    finder: &mut Finder,
    folded: Option<(ArticleId, usize)>,
) -> Entry {
    let (text, is_headline) = title(story);
    let text = SafeText::new(&text);
    let found = if finder.is_by_words() { finder.find(text.as_str()) } else { None };
    let found = found.unwrap_or_default();
    let is_pinned = story.fixed.is_some();
    Entry::Title { text, is_headline, found, is_pinned, folded, story: at }
}

fn file(article: &Article) -> Entry {
    let reason = match &article.state {
        State::Unreadable(reason) => Some(SafeText::new(reason)),
        State::Waiting | State::Read(_) => None,
    };
    Entry::File { id: article.id, name: SafeText::new(&file_name(article)), reason }
}

/// What a family is: whose copy, and why it is in this story.
fn family_entry(story: &Story, family: usize) -> Entry {
    let Some(family) = story.families.get(family) else {
        return Entry::Family { words: SafeText::default(), reasons: SafeText::default() };
    };
    let credits = story.members[family.members.clone()]
        .iter()
        .filter_map(|member| member.article.profile()?.credit.as_deref());
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for credit in credits {
        match counts.iter_mut().find(|(known, _)| *known == credit) {
            Some((_, n)) => *n += 1,
            None => counts.push((credit, 1)),
        }
    }
    counts.sort_by_key(|(credit, n)| (std::cmp::Reverse(*n), *credit));
    let what = match counts.first() {
        Some((credit, 1)) if family.members.len() == 1 => format!("{credit} text"),
        Some((credit, _)) => format!("copies of {credit} text"),
        None if family.members.len() == 1 => "a text of its own".to_owned(),
        None => "copies of one text".to_owned(),
    };
    let reasons = match family.reasons.as_slice() {
        [] => String::new(),
        reasons => format!(" · same event: {}", reasons.join(", ")),
    };
    Entry::Family { words: SafeText::new(&what), reasons: SafeText::new(&reasons) }
}

/// The day of a version, where the story's versions are of several; and the agency that it credits.
fn detail(story: &Story, article: &Article) -> SafeText {
    let is_one_day = story.days().is_none_or(|(first, last)| first == last);
    let day = article.day.filter(|_| !is_one_day);
    let day = day.map(|day| day.strftime("%-d %b").to_string());
    let credit = article.profile().and_then(|profile| profile.credit.as_deref());
    let words: Vec<String> = credit.map(str::to_owned).into_iter().chain(day).collect();
    SafeText::new(&words.join(" · "))
}

/// The name or headline of a story, or the first words of its longest version.
pub fn title_of(story: &Story) -> String {
    title(story).0
}

/// The headline of a story, or the first words of its longest version; and which of the two it is.
pub(super) fn title(story: &Story) -> (String, bool) {
    if let Some(headline) = story.headline() {
        return (headline.to_owned(), true);
    }
    let profiles = story.members.iter().filter_map(|member| member.article.profile());
    let longest = profiles.max_by_key(|profile| profile.n_words);
    let opening = longest.and_then(|profile| profile.opening.as_deref()).unwrap_or_default();
    (if opening.is_empty() { "empty file".to_owned() } else { format!("{opening} …") }, false)
}
