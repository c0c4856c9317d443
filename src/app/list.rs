//! The list: families and their versions as lines, what the filter leaves of them, and the selection.

use std::collections::HashMap;
use std::sync::Arc;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::corpus::{Article, ArticleId, Family, Snapshot, State};
use crate::text::safe::SafeText;
use crate::version::Version;

/// Words of the text that stand for a headline where there is none.
const OPENING_WORDS: usize = 12;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// The headline over a family.
    Title {
        /// The headline, or the first words.
        text: SafeText,
        /// Whether it is a headline of the article's own.
        is_headline: bool,
    },
    /// A version that was read.
    Version(VersionEntry),
    /// A heading over files that are no versions.
    Label(&'static str),
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
            Self::Version(VersionEntry { id, .. }) | Self::File { id, .. } => Some(*id),
            Self::Title { .. } | Self::Label(_) => None,
        }
    }
}

/// A version in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionEntry {
    /// Its identity.
    pub id: ArticleId,
    /// Its label in the family: A, B, C.
    pub siglum: String,
    /// Outlet or file name.
    pub name: SafeText,
    /// Letters of the name that the filter found, counted from 0.
    pub found: Vec<u32>,
    /// Number of words.
    pub n_words: usize,
    /// Containment in its nearest relative, from 0 to 1.
    pub share: Option<f64>,
}

/// What a version's line says of the comparison that it would be shown with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Whether others are compared with it.
    pub is_base: bool,
    /// Number of edits, if the comparison was made.
    pub n_edits: Option<usize>,
    /// Share of its words that the other version has too, from 0 to 1; before the comparison is made, the share
    /// of its runs of words.
    pub share: Option<f64>,
}

/// The list as it is shown.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The lines.
    pub entries: Vec<Entry>,
    /// The selected article. Kept by identity: what comes and goes around it does not move it.
    pub selected: Option<ArticleId>,
    /// The first line on screen.
    pub scroll: usize,
    /// What the entries are filtered by.
    pub filter: String,
    /// Whether the user has moved the selection; until then it stays on the first version.
    pub is_touched: bool,
    /// What is known of the versions on screen beyond their text.
    pub figures: HashMap<ArticleId, Figures>,
    /// What the lines were made of.
    made_of: Option<(Arc<Snapshot>, String)>,
}

impl List {
    /// Makes the lines anew, and keeps the selection if its article is still there; otherwise it goes to the
    /// nearest line that is.
    pub fn rebuild(&mut self, snapshot: &Arc<Snapshot>) {
        let is_same = |(old, filter): &(Arc<Snapshot>, String)| {
            Arc::ptr_eq(old, snapshot) && *filter == self.filter
        };
        if self.made_of.as_ref().is_some_and(is_same) {
            return;
        }
        let before = self.position();
        self.made_of = Some((Arc::clone(snapshot), self.filter.clone()));
        self.entries = entries(snapshot, &self.filter);
        if !self.is_touched || self.position().is_none() {
            let at = before.filter(|_| self.is_touched).unwrap_or(0);
            self.selected = self.nearest_article(at);
        }
    }

    /// The line of the selected article.
    pub fn position(&self) -> Option<usize> {
        let selected = self.selected?;
        self.entries.iter().position(|entry| entry.id() == Some(selected))
    }

    /// Moves the selection by so many articles.
    pub fn step(&mut self, by: isize) {
        let articles: Vec<ArticleId> = self.entries.iter().filter_map(Entry::id).collect();
        let at = articles.iter().position(|id| Some(*id) == self.selected).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(articles.len().saturating_sub(1));
        self.selected = articles.get(to).copied().or(self.selected);
        self.is_touched = true;
    }

    /// Selects an article.
    pub const fn select(&mut self, id: ArticleId) {
        self.selected = Some(id);
        self.is_touched = true;
    }

    /// Scrolls so that the selected line, and the title over it, is on screen.
    pub fn settle(&mut self, height: usize) {
        let Some(at) = self.position() else {
            self.scroll = 0;
            return;
        };
        let top = at.saturating_sub(usize::from(
            at > 0 && matches!(self.entries[at - 1], Entry::Title { .. } | Entry::Label(_)),
        ));
        if top < self.scroll {
            self.scroll = top;
        } else if at >= self.scroll + height {
            self.scroll = (at + 1).saturating_sub(height);
        }
        self.scroll = self.scroll.min(self.entries.len().saturating_sub(height));
    }

    fn nearest_article(&self, at: usize) -> Option<ArticleId> {
        let at = at.min(self.entries.len());
        let after = self.entries[at..].iter().find_map(Entry::id);
        after.or_else(|| self.entries[..at].iter().rev().find_map(Entry::id))
    }
}

/// The label of a member: A to Z, then A1, B1 and so on.
pub fn siglum(member: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(member % 26).unwrap_or(0));
    if member < 26 { letter.to_string() } else { format!("{letter}{}", member / 26) }
}

/// What a version is called: its outlet, or its file name.
pub fn name_of(article: &Article) -> SafeText {
    let outlet = article.loaded().and_then(|reading| reading.version.metadata().outlet.clone());
    SafeText::new(&outlet.unwrap_or_else(|| article.name()))
}

/// The lines of a list: what holds the words that were typed, or, if nothing does, what holds their letters.
fn entries(snapshot: &Snapshot, filter: &str) -> Vec<Entry> {
    let by_words = filtered(snapshot, &mut Finder::new(filter, AtomKind::Substring));
    if !by_words.is_empty() {
        return by_words;
    }
    filtered(snapshot, &mut Finder::new(filter, AtomKind::Fuzzy))
}

fn filtered(snapshot: &Snapshot, finder: &mut Finder) -> Vec<Entry> {
    let twins = twins(snapshot);
    let mut entries = Vec::new();
    for family in &snapshot.families {
        let title = title(family);
        // In a long headline any letters are found somewhere.
        let title_found = finder.is_by_words() && finder.find(title.as_str()).is_some();
        let mut versions = Vec::new();
        for (at, member) in family.members.iter().enumerate() {
            let Some(loaded) = member.article.loaded() else { continue };
            let name = name_among(&member.article, &twins);
            let found = finder.find(name.as_str());
            if found.is_none() && !title_found {
                continue;
            }
            versions.push(Entry::Version(VersionEntry {
                id: member.article.id,
                siglum: siglum(at),
                name,
                found: found.unwrap_or_default(),
                n_words: loaded.version.n_words(),
                share: member.nearest.map(|nearest| nearest.share),
            }));
        }
        if !versions.is_empty() {
            entries.push(Entry::Title { text: title, is_headline: family.headline().is_some() });
            entries.append(&mut versions);
        }
    }
    for (label, articles) in [("Reading …", &snapshot.waiting), ("Not read", &snapshot.unreadable)]
    {
        let files: Vec<Entry> =
            articles.iter().filter_map(|article| file(article, finder)).collect();
        if !files.is_empty() {
            entries.push(Entry::Label(label));
            entries.extend(files);
        }
    }
    entries
}

fn file(article: &Article, finder: &mut Finder) -> Option<Entry> {
    let name = article.path.file_name().unwrap_or(article.path.as_os_str()).to_string_lossy();
    let name = SafeText::new(&name);
    finder.find(name.as_str())?;
    let reason = match &article.state {
        State::Unreadable(reason) => Some(SafeText::new(reason)),
        State::Waiting | State::Read(_) => None,
    };
    Some(Entry::File { id: article.id, name, reason })
}

/// Names that more than one version has; these are shown with their folder.
fn twins(snapshot: &Snapshot) -> HashMap<SafeText, usize> {
    let mut count: HashMap<SafeText, usize> = HashMap::new();
    for family in &snapshot.families {
        for member in &family.members {
            *count.entry(name_of(&member.article)).or_default() += 1;
        }
    }
    count
}

fn name_among(article: &Article, twins: &HashMap<SafeText, usize>) -> SafeText {
    let name = name_of(article);
    let folder = article.path.parent().and_then(|folder| folder.file_name());
    match folder.filter(|_| twins.get(&name).is_some_and(|count| *count > 1)) {
        Some(folder) => SafeText::new(&format!("{}/{}", folder.to_string_lossy(), name)),
        None => name,
    }
}

/// The headline of a family, or the first words of its longest version.
fn title(family: &Family) -> SafeText {
    if let Some(headline) = family.headline() {
        return SafeText::new(headline);
    }
    let longest = family
        .members
        .iter()
        .filter_map(|member| member.article.loaded())
        .max_by_key(|r| r.version.n_words());
    SafeText::new(
        &longest.map_or_else(|| "empty file".to_owned(), |reading| opening(&reading.version)),
    )
}

fn opening(version: &Version) -> String {
    let words: Vec<&str> = version.source().split_whitespace().take(OPENING_WORDS).collect();
    if words.is_empty() { "empty file".to_owned() } else { format!("{} …", words.join(" ")) }
}

/// Matches names and headlines against what was typed.
struct Finder {
    matcher: Matcher,
    pattern: Option<Pattern>,
    kind: AtomKind,
    buf: Vec<char>,
}

impl Finder {
    fn new(filter: &str, kind: AtomKind) -> Self {
        let pattern = (!filter.trim().is_empty())
            .then(|| Pattern::new(filter, CaseMatching::Ignore, Normalization::Smart, kind));
        Self { matcher: Matcher::new(Config::DEFAULT), pattern, kind, buf: Vec::new() }
    }

    fn is_by_words(&self) -> bool {
        self.kind == AtomKind::Substring
    }

    /// The letters that match, or nothing if the text does not. Without a filter everything matches.
    fn find(&mut self, text: &str) -> Option<Vec<u32>> {
        let mut letters = Vec::new();
        if let Some(pattern) = &self.pattern {
            pattern.indices(Utf32Str::new(text, &mut self.buf), &mut self.matcher, &mut letters)?;
            letters.sort_unstable();
            letters.dedup();
        }
        Some(letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla_go_on_after_z() {
        assert_eq!([0, 1, 25, 26, 53].map(siglum), ["A", "B", "Z", "A1", "B2"]);
    }

    #[test]
    fn the_filter_finds_words_and_letters() {
        let mut letters = Finder::new("hgf", AtomKind::Fuzzy);
        assert_eq!(letters.find("harbour-gazette-ferry"), Some(vec![0, 8, 16]));
        assert_eq!(letters.find("larkfield-post"), None);
        let mut words = Finder::new("ferry gaz", AtomKind::Substring);
        assert!(words.find("harbour-gazette-ferry").is_some());
        assert_eq!(words.find("quayside-ferry"), None);
        assert_eq!(Finder::new(" ", AtomKind::Substring).find("anything"), Some(vec![]));
    }
}
