//! The list: stories, families and their versions as a tree of lines, what the filter leaves of them, in which order, and
//! the selection.
//!
//! A folder may hold a hundred thousand articles, so a line is only a number or two; what it says is worked out for the
//! lines on screen.

mod entry;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::filter::{Filter, Finder};
use super::sigla::Sigla;
use crate::corpus::{Article, ArticleId, Snapshot, Story};

use entry::{Context, entry, file_name, shared_names, title};
pub use entry::{
    Entry, Figures, Progress, VersionEntry, name_among, name_here, name_of, percent, title_of,
};

/// What a line of the list is. Numbers are those of the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The headline over a story.
    Story(u32),
    /// The name of a family, in a story of several.
    Family(u32, u32),
    /// A version: its story, and its place there.
    Version(u32, u32),
    /// A story of which only this line is shown, of however many versions.
    Folded(u32),
    /// A heading over files that are no versions.
    Label(&'static str),
    /// A file that waits to be read.
    Waiting(u32),
    /// A file that was not read.
    Unreadable(u32),
}

impl Line {
    /// Whether it stands for an article, and can be selected.
    const fn is_article(self) -> bool {
        !matches!(self, Self::Story(_) | Self::Family(..) | Self::Label(_))
    }
}

/// In which order stories stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Those of several versions first, then by path.
    #[default]
    Path,
    /// The newest first; those without a date last.
    Date,
    /// By headline.
    Name,
    /// Those of most versions first.
    Versions,
    /// Those whose versions differ most first; those of one version last.
    Difference,
    /// Those with most edits that are not reviewed first; those that were not compared yet before those without.
    Left,
}

impl Order {
    /// The next order.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Path => Self::Date,
            Self::Date => Self::Name,
            Self::Name => Self::Versions,
            Self::Versions => Self::Difference,
            Self::Difference => Self::Left,
            Self::Left => Self::Path,
        }
    }

    /// What it is, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Path => "by file",
            Self::Date => "by date",
            Self::Name => "by name",
            Self::Versions => "by number of versions",
            Self::Difference => "by difference",
            Self::Left => "by what is left to review",
        }
    }
}

/// What the lines are made of beside the snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct View {
    filter: String,
    order: Order,
    is_folded: bool,
    /// State of what is known of comparisons when filter or order asked for it.
    n_known: u64,
}

/// What is known of the comparison that a version would be shown with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The classes of its edits, a bit for each.
    pub classes: u16,
    /// How many of its edits are not reviewed.
    pub n_left: usize,
}

/// What is known of comparisons, for filter and order.
pub type Comparisons<'a> = &'a dyn Fn(ArticleId) -> Option<Seen>;

/// The list as it is shown.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// All lines.
    pub lines: Vec<Line>,
    /// The lines on screen, in words.
    pub entries: Vec<Entry>,
    /// The selected article. Kept by identity: what comes and goes around it does not move it.
    pub selected: Option<ArticleId>,
    /// The first line on screen.
    pub scroll: usize,
    /// What the entries are filtered by.
    pub filter: String,
    /// In which order stories stand.
    pub order: Order,
    /// Whether stories of several versions are one line each.
    pub is_folded: bool,
    /// Whether the user has moved the selection; until then it stays on the first version.
    pub is_touched: bool,
    /// Whether the list was scrolled by itself, and the selected line may be out of sight until it moves.
    is_loose: bool,
    /// What is known of the versions on screen beyond their text.
    pub figures: HashMap<ArticleId, Figures>,
    /// For stories on screen in which something is reviewed: how many edits are.
    pub progress: HashMap<u32, Progress>,
    /// The same for the story whose versions are compared on screen, if it has more than these two.
    pub story: Option<Progress>,
    /// The same for all that is open, if something is reviewed and there are not too many articles.
    pub folder: Option<Progress>,
    /// Of how many comparisons and changes `folder` tells; nothing if the folders are other ones since.
    pub counted: Option<u64>,
    /// Number of versions in the lines.
    pub n_versions: usize,
    snapshot: Arc<Snapshot>,
    made_of: Option<View>,
    /// The filter that has found the lines: by words, or by letters.
    used: Filter,
    /// Names that several articles of the snapshot have.
    shared_names: HashSet<u64>,
}

impl List {
    /// Makes the lines anew, and keeps the selection if its article is still there; otherwise it goes to the
    /// nearest line that is. `n_known` tells when more comparisons are known.
    pub fn rebuild(
        &mut self,
        snapshot: &Arc<Snapshot>,
        comparisons: Comparisons<'_>,
        n_known: u64,
    ) {
        let asks = self.asks_comparisons();
        let view = View {
            filter: self.filter.clone(),
            order: self.order,
            is_folded: self.is_folded,
            n_known: if asks { n_known } else { 0 },
        };
        if Arc::ptr_eq(&self.snapshot, snapshot) && self.made_of.as_ref() == Some(&view) {
            return;
        }
        let (before, selected) = (self.position(), self.selected);
        // Where other lines are asked for, the selected one is to be seen among these.
        let is_same_question = |own: &View| View { n_known: view.n_known, ..own.clone() } == view;
        self.is_loose &= self.made_of.as_ref().is_none_or(is_same_question);
        // The line stays on the screen row where it was, or as far beyond the screen.
        let row = before.map(|at| at.cast_signed() - self.scroll.cast_signed());
        if !Arc::ptr_eq(&self.snapshot, snapshot) {
            self.shared_names = shared_names(snapshot);
        }
        self.snapshot = Arc::clone(snapshot);
        (self.lines, self.used) = lines(snapshot, &view, comparisons);
        self.n_versions =
            self.lines.iter().filter(|line| matches!(line, Line::Version(..))).count();
        self.made_of = Some(view);
        if !self.is_touched || self.position().is_none() {
            let at = before.filter(|_| self.is_touched).unwrap_or(0);
            self.selected = self.nearest_article(at);
        } else if let (Some(at), Some(row)) = (self.position(), row) {
            self.scroll = at.saturating_add_signed(-row);
        }
        self.is_loose &= self.selected == selected;
    }

    /// Whether filter or order depend on comparisons.
    pub fn asks_comparisons(&self) -> bool {
        self.order == Order::Left || Filter::parse(&self.filter).asks_classes()
    }

    /// The articles of the list after the selected one, around the end.
    pub fn versions_after(&self) -> impl Iterator<Item = ArticleId> {
        let at = self.position().map_or(0, |at| at + 1);
        let (before, after) = self.lines.split_at(at.min(self.lines.len()));
        after.iter().chain(before).filter_map(|line| self.id_of(*line))
    }

    /// The article of a line.
    fn id_of(&self, line: Line) -> Option<ArticleId> {
        let story = |story: u32| self.snapshot.stories.get(story as usize);
        match line {
            Line::Version(at, member) => Some(story(at)?.members.get(member as usize)?.article.id),
            Line::Folded(at) => Some(story(at)?.members.first()?.article.id),
            Line::Waiting(at) => Some(self.snapshot.waiting.get(at as usize)?.id),
            Line::Unreadable(at) => Some(self.snapshot.unreadable.get(at as usize)?.id),
            Line::Story(_) | Line::Family(..) | Line::Label(_) => None,
        }
    }

    /// The line of the selected article.
    pub fn position(&self) -> Option<usize> {
        let selected = self.selected?;
        if let Some((story, member)) = self.snapshot.place(selected) {
            let (story, member) = (u32::try_from(story).ok()?, u32::try_from(member).ok()?);
            let is_it =
                |line: &Line| *line == Line::Version(story, member) || *line == Line::Folded(story);
            return self.lines.iter().position(is_it);
        }
        self.lines.iter().position(|line| {
            matches!(line, Line::Waiting(_) | Line::Unreadable(_))
                && self.id_of(*line) == Some(selected)
        })
    }

    /// Where the selection stands among all articles of the lines, from 1, and how many these are.
    pub fn count(&self) -> (usize, usize) {
        let before = self
            .position()
            .map_or(0, |at| self.lines[..=at].iter().filter(|line| line.is_article()).count());
        (before, self.lines.iter().filter(|line| line.is_article()).count())
    }

    /// Moves the selection by so many articles.
    pub fn step(&mut self, by: isize) {
        let at = self.position().unwrap_or(0);
        let to = if by >= 0 {
            let after = self.lines.iter().skip(at + 1).filter(|line| line.is_article());
            after.take(by.unsigned_abs()).last().copied()
        } else {
            let before = self.lines[..at.min(self.lines.len())]
                .iter()
                .rev()
                .filter(|line| line.is_article());
            before.take(by.unsigned_abs()).last().copied()
        };
        if let Some(line) = to {
            self.selected = self.id_of(line).or(self.selected);
        }
        self.is_touched = true;
        self.is_loose = false;
    }

    /// Scrolls by rows and leaves the selection where it is.
    pub fn wheel(&mut self, by: isize, height: usize) {
        let last = self.lines.len().saturating_sub(height);
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
        self.is_loose = true;
    }

    /// Selects an article.
    pub const fn select(&mut self, id: ArticleId) {
        self.is_loose = false;
        self.selected = Some(id);
        self.is_touched = true;
    }

    /// Scrolls so that the selected line, and the title over it, is on screen; and puts what is there into words.
    pub fn settle(&mut self, height: usize, sigla: &Sigla) {
        match self.position() {
            None => self.scroll = 0,
            Some(_) if self.is_loose => {}
            Some(at) => {
                let titles =
                    self.lines[..at].iter().rev().take_while(|line| !line.is_article()).count();
                let top = at - titles.min(height.saturating_sub(1));
                if top < self.scroll {
                    self.scroll = top;
                } else if at >= self.scroll + height {
                    self.scroll = (at + 1).saturating_sub(height);
                }
            }
        }
        self.scroll = self.scroll.min(self.lines.len().saturating_sub(height));
        let finder = &mut Finder::new(&self.used);
        let shown = self.lines.iter().skip(self.scroll).take(height);
        let context = Context { snapshot: &self.snapshot, sigla, shared_names: &self.shared_names };
        self.entries = shown.filter_map(|line| entry(context, *line, finder)).collect();
    }

    fn nearest_article(&self, at: usize) -> Option<ArticleId> {
        let at = at.min(self.lines.len());
        let after = self.lines[at..].iter().find_map(|line| self.id_of(*line));
        after.or_else(|| self.lines[..at].iter().rev().find_map(|line| self.id_of(*line)))
    }
}

/// The lines of a list: what holds the words that were typed, or, if nothing does, what holds their letters.
fn lines(snapshot: &Snapshot, view: &View, comparisons: Comparisons<'_>) -> (Vec<Line>, Filter) {
    let filter = Filter::parse(&view.filter);
    let order = order(snapshot, view.order, comparisons);
    let found = filtered(snapshot, view, &order, &filter, comparisons);
    if !found.is_empty() || filter.is_empty() {
        return (found, filter);
    }
    let filter = filter.by_letters();
    (filtered(snapshot, view, &order, &filter, comparisons), filter)
}

/// The numbers of stories in their order.
fn order(snapshot: &Snapshot, order: Order, comparisons: Comparisons<'_>) -> Vec<u32> {
    let n = u32::try_from(snapshot.stories.len()).unwrap_or(u32::MAX);
    let mut stories: Vec<u32> = (0..n).collect();
    let story = |at: &u32| &snapshot.stories[*at as usize];
    match order {
        Order::Path => stories.sort_by_key(|at| story(at).members.len() < 2),
        Order::Date => stories.sort_by_cached_key(|at| std::cmp::Reverse(story(at).days())),
        Order::Name => stories.sort_by_cached_key(|at| title(story(at)).0.to_lowercase()),
        Order::Versions => stories.sort_by_key(|at| std::cmp::Reverse(story(at).members.len())),
        Order::Difference => stories.sort_by_cached_key(|at| difference(story(at))),
        Order::Left => {
            stories.sort_by_cached_key(|at| std::cmp::Reverse(left(story(at), comparisons)));
        }
    }
    stories
}

/// Edits of a story that are not reviewed, and after these whether something in it was not compared yet.
fn left(story: &Story, comparisons: Comparisons<'_>) -> (usize, bool) {
    if story.members.len() < 2 {
        return (0, false);
    }
    let known = story.members.iter().map(|member| comparisons(member.article.id));
    known.fold((0, false), |(n, is_open), known| match known {
        Some(known) => (n + known.n_left, is_open),
        None => (n, true),
    })
}

/// How alike the versions of a story are, in thousandths; those of one version come last.
fn difference(story: &Story) -> u32 {
    let shares = story.members.iter().filter_map(|member| member.nearest).map(|near| near.share);
    let least = shares.fold(None, |least: Option<f64>, share| {
        Some(least.map_or(share, |least| least.min(share)))
    });
    match least {
        // Shares are between 0 and 1.
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        Some(share) => (share * 1000.0) as u32,
        None if story.members.len() > 1 => 0,
        None => 2000,
    }
}

fn filtered(
    snapshot: &Snapshot,
    view: &View,
    order: &[u32],
    filter: &Filter,
    comparisons: Comparisons<'_>,
) -> Vec<Line> {
    let mut finder = Finder::new(filter);
    let mut lines = Vec::new();
    let by_class = |article: &Article| {
        filter.classes().is_none_or(|wanted| {
            comparisons(article.id).is_some_and(|own| own.classes & wanted != 0)
        })
    };
    for at in order {
        let story = &snapshot.stories[*at as usize];
        // In a long headline any letters are found somewhere.
        let title_found = finder.is_by_words() && finder.find(&title(story).0).is_some();
        let matches = |finder: &mut Finder, article: &Article| {
            (title_found
                || finder.find(name_of(article).as_str()).is_some()
                || finder.find(&article.name()).is_some())
                && filter.has_terms_of(article)
                && by_class(article)
        };
        let members = story.members.iter().enumerate();
        let kept: Vec<usize> = if filter.is_empty() {
            (0..story.members.len()).collect()
        } else {
            members
                .filter(|(_, member)| matches(&mut finder, &member.article))
                .map(|(n, _)| n)
                .collect()
        };
        if kept.is_empty() {
            continue;
        }
        if view.is_folded {
            lines.push(Line::Folded(*at));
            continue;
        }
        lines.push(Line::Story(*at));
        let mut family = None;
        for member in kept {
            let own = story.family_of(member);
            if story.families.len() > 1 && family != Some(own) {
                family = Some(own);
                lines.push(Line::Family(*at, u32::try_from(own).unwrap_or(0)));
            }
            lines.push(Line::Version(*at, u32::try_from(member).unwrap_or(0)));
        }
    }
    let mut files = |label: &'static str, articles: &[Arc<Article>], line: fn(u32) -> Line| {
        let found = (0u32..).zip(articles).filter(|(_, article)| {
            filter.is_empty() || (!filter.has_terms() && finder.find(&file_name(article)).is_some())
        });
        let mut found = found.map(|(at, _)| line(at)).peekable();
        if found.peek().is_some() {
            lines.push(Line::Label(label));
            lines.extend(found);
        }
    };
    files("Reading …", &snapshot.waiting, Line::Waiting);
    files("Not read", &snapshot.unreadable, Line::Unreadable);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_come_round() {
        let mut order = Order::default();
        for _ in 0..6 {
            order = order.next();
        }
        assert_eq!(order, Order::default());
    }
}
