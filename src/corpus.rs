//! All articles of the opened folders: which are versions of one text, which tell of one event, and what in them is
//! furniture because the folder says so.
//!
//! [`Corpus::apply`] takes what happened to one file; [`Corpus::snapshot`] gives the list to be shown. What is
//! said of a folder never depends on the order in which its files arrived. Texts are not kept: a [`profile::Profile`] of each is.

mod article;
mod cluster;
pub mod common;
mod decisions;
pub mod furniture;
pub mod group;
mod grouping;
pub mod names;
pub mod profile;
mod shared;
mod story;
pub mod terms;
pub mod wording;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::keys::MatchKey;
use article::placed;
use common::BlockMarks;
use terms::{Counted, Vocabulary};

pub use article::{Article, ArticleId, FileChange, Location, State};
pub use decisions::{Decisions, Former};
pub use grouping::{GroupedFamily, Grouping};
pub use story::{Family, Member, Nearest, Snapshot, Story, StoryId, siglum};

/// All articles.
#[derive(Debug, Default)]
pub struct Corpus {
    articles: BTreeMap<Location, Arc<Article>>,
    /// The words that each article is about.
    terms: FxHashMap<ArticleId, Box<[Counted]>>,
    vocabulary: Vocabulary,
    /// Identities of files that are gone: one that comes back is the same article.
    past: FxHashMap<Location, ArticleId>,
    n_ids: u32,
    decisions: Decisions,
    /// The stories as they were grouped last.
    stories: Vec<Arc<Story>>,
    /// What is said of most articles: nothing.
    no_marks: Arc<BlockMarks>,
}

impl Corpus {
    /// Takes in what happened to one file.
    pub fn apply(&mut self, change: FileChange) {
        match change {
            FileChange::Found(path) => {
                if self.records(&path).next().is_none() {
                    self.set(Location::file(path), State::Waiting);
                }
            }
            FileChange::Read(path, profile) => {
                self.keep_only(&path, |record| record == 0);
                self.set(Location::file(path), State::Read(Arc::from(profile)));
            }
            FileChange::Records(path, records) => {
                let n = u32::try_from(records.len()).unwrap_or(u32::MAX);
                self.keep_only(&path, |record| (1..=n).contains(&record));
                for (record, read) in (1..).zip(records) {
                    let state = match read {
                        Ok(profile) => State::Read(Arc::new(profile)),
                        Err(reason) => State::Unreadable(reason),
                    };
                    self.set(Location { path: path.clone(), record }, state);
                }
            }
            FileChange::Failed(path, reason) => {
                self.keep_only(&path, |record| record == 0);
                self.set(Location::file(path), State::Unreadable(reason));
            }
            FileChange::Moved { from, to } => self.moved(&from, &to),
            FileChange::Rewritten { from, to } => self.rewritten(&from, &to),
            FileChange::Gone(path) => self.gone(&path),
        }
    }

    /// Takes in what the reader has decided.
    pub fn decide(&mut self, decisions: Decisions) {
        self.decisions = decisions;
    }

    /// What the reader has decided.
    pub const fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The article that is a whole file, or the first of its records.
    pub fn get(&self, path: &Path) -> Option<&Arc<Article>> {
        self.records(path).next()
    }

    /// The articles of a file.
    pub fn records(&self, path: &Path) -> impl Iterator<Item = &Arc<Article>> {
        let from = Location::file(path.to_owned());
        let articles = self.articles.range(from..).map(|(_, article)| article);
        articles.take_while(move |article| article.location.path == path)
    }

    /// Number of articles.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// What is known of a file follows it; of one that was gone already, who it was.
    fn moved(&mut self, from: &Path, to: &Path) {
        self.gone(to);
        let there = self.records(from).map(|article| article.location.clone());
        let gone = Location::file(from.to_owned());
        let gone = Some(gone).filter(|location| self.past.contains_key(location));
        let known: Vec<Location> = there.chain(gone).collect();
        for old in known {
            let location = Location { path: to.to_owned(), record: old.record };
            if let Some(group) = self.decisions.groups.remove(&old) {
                self.decisions.groups.insert(location.clone(), group);
            }
            if let Some(article) = self.articles.remove(&old) {
                let article = Article { location: location.clone(), ..Article::clone(&article) };
                self.articles.insert(location, Arc::new(placed(article)));
            } else if let Some(id) = self.past.remove(&old)
                && !self.articles.contains_key(&location)
            {
                self.past.insert(location, id);
            }
        }
    }

    /// What was read at the new place is what the file says now.
    fn rewritten(&mut self, from: &Path, to: &Path) {
        let Some(new) = self.get(to).cloned() else { return };
        let terms = self.terms.remove(&new.id);
        self.moved(from, to);
        let there = self.articles.get(&new.location).map(|article| article.id);
        let id = there.or_else(|| self.past.remove(&new.location)).unwrap_or(new.id);
        self.articles
            .insert(new.location.clone(), Arc::new(Article { id, ..Article::clone(&new) }));
        self.terms.extend(terms.map(|terms| (id, terms)));
    }

    fn gone(&mut self, path: &Path) {
        self.keep_only(path, |_| false);
    }

    /// Takes all articles of a file out but those whose numbers stay.
    fn keep_only(&mut self, path: &Path, stays: impl Fn(u32) -> bool) {
        let records = self.records(path).map(|article| article.location.clone());
        let leaving: Vec<Location> = records.filter(|location| !stays(location.record)).collect();
        for location in leaving {
            if let Some(article) = self.articles.remove(&location) {
                self.terms.remove(&article.id);
                self.past.insert(location, article.id);
            }
        }
    }

    fn set(&mut self, location: Location, state: State) {
        let entry = self.articles.entry(location);
        let (id, marks) = match &entry {
            // What was said of its paragraphs holds until they are looked at anew.
            Entry::Occupied(known) => (known.get().id, Arc::clone(&known.get().marks)),
            Entry::Vacant(new) => {
                let id = self.past.remove(new.key()).unwrap_or_else(|| {
                    self.n_ids += 1;
                    ArticleId(self.n_ids)
                });
                (id, Arc::clone(&self.no_marks))
            }
        };
        let state = match state {
            State::Read(profile) => {
                // From here on its words are known by number.
                let mut profile = Arc::unwrap_or_clone(profile);
                let terms = std::mem::take(&mut profile.terms);
                self.terms.insert(id, self.vocabulary.take(&terms));
                State::Read(Arc::new(profile))
            }
            other => {
                self.terms.remove(&id);
                other
            }
        };
        let location = entry.key().clone();
        let article = placed(Article { id, location, state, marks, outlet: None, day: None });
        let article = Arc::new(article);
        entry.and_modify(|known| *known = Arc::clone(&article)).or_insert(article);
    }

    /// The list as it stands now, with stories as they were: what has changed can be shown before it is grouped. Articles
    /// that are new stand alone.
    pub fn quick_snapshot(&self) -> Snapshot {
        let (mut snapshot, read) = self.listed();
        let mut now: FxHashMap<ArticleId, &Arc<Article>> =
            read.iter().map(|article| (article.id, article)).collect();
        let mut stories: Vec<Arc<Story>> = Vec::with_capacity(self.stories.len());
        for story in &self.stories {
            let members: Option<Vec<Member>> = story
                .members
                .iter()
                .map(|member| {
                    Some(Member { article: Arc::clone(now.get(&member.article.id)?), ..*member })
                })
                .collect();
            // What a story is that has lost a version is worked out anew.
            let Some(members) = members else { continue };
            for member in &members {
                now.remove(&member.article.id);
            }
            let is_same = members
                .iter()
                .zip(&story.members)
                .all(|(a, b)| Arc::ptr_eq(&a.article, &b.article));
            stories.push(if is_same {
                Arc::clone(story)
            } else {
                Arc::new(Story { members, ..Story::clone(story) })
            });
        }
        for article in read.iter().filter(|article| now.contains_key(&article.id)) {
            let members = vec![Member { article: Arc::clone(article), nearest: None }];
            let families = vec![Family { members: 0..1, reasons: Vec::new() }];
            let id = StoryId(identity(&members));
            stories.push(Arc::new(Story { id, name: None, fixed: None, members, families }));
        }
        stories.sort_by(|a, b| first_location(a).cmp(&first_location(b)));
        snapshot.set_stories(stories);
        snapshot
    }

    /// The articles that were read, and a list of the others.
    fn listed(&self) -> (Snapshot, Vec<Arc<Article>>) {
        let mut snapshot = Snapshot::default();
        let mut read: Vec<Arc<Article>> = Vec::new();
        for article in self.articles.values() {
            match article.state {
                State::Read(_) => read.push(Arc::clone(article)),
                State::Waiting => snapshot.waiting.push(Arc::clone(article)),
                State::Unreadable(_) => snapshot.unreadable.push(Arc::clone(article)),
            }
        }
        (snapshot, read)
    }

    /// The list as it stands now.
    pub fn snapshot(&mut self) -> Snapshot {
        let grouping = self.grouping();
        self.show(grouping)
    }

    /// The list as it stands now, grouped like this. It must be one of these articles: see [`Self::is_whole`].
    pub fn show(&mut self, grouping: Grouping) -> Snapshot {
        let (mut snapshot, mut read) = self.listed();
        let furniture: FxHashSet<u64> = grouping.furniture.into_iter().collect();
        for article in &mut read {
            *article = self.marked(article, &furniture);
        }
        let stories = grouping.stories.into_iter();
        self.stories = stories.map(|families| Arc::new(self.story(&read, families))).collect();
        let is_read = |article: &&mut Arc<Article>| matches!(article.state, State::Read(_));
        for (own, article) in self.articles.values_mut().filter(is_read).zip(read) {
            *own = article;
        }
        snapshot.set_stories(self.stories.clone());
        snapshot
    }

    /// An article that knows what of its own is furniture.
    fn marked(&self, article: &Arc<Article>, common: &FxHashSet<u64>) -> Arc<Article> {
        let blocks = article.profile().map_or(&[][..], |profile| &profile.blocks);
        let marks = BlockMarks::of(blocks, common, &self.decisions.blocks);
        if *article.marks == marks {
            return Arc::clone(article);
        }
        let marks = if marks.is_empty() { Arc::clone(&self.no_marks) } else { Arc::new(marks) };
        Arc::new(Article { marks, ..Article::clone(article) })
    }

    fn story(&self, read: &[Arc<Article>], grouped: Vec<GroupedFamily>) -> Story {
        let mut members: Vec<Member> = Vec::new();
        let mut families = Vec::with_capacity(grouped.len());
        for family in grouped {
            let first = members.len();
            members.extend(family.members.into_iter().filter_map(|(at, nearest)| {
                let article = Arc::clone(read.get(at as usize)?);
                Some(Member { article, nearest })
            }));
            families.push(Family { members: first..members.len(), reasons: family.reasons });
        }
        let fixed = members
            .iter()
            .find_map(|member| self.decisions.groups.get(&member.article.location).copied());
        let name = fixed.and_then(|group| self.decisions.names.get(&group).cloned());
        let id = StoryId(fixed.unwrap_or_else(|| identity(&members)));
        Story { id, name, fixed, members, families }
    }
}

fn first_location(story: &Story) -> Option<&Location> {
    story.members.iter().map(|member| &member.article.location).min()
}

/// An identity that follows the first file of a story by path: its name and its folder's.
fn identity(members: &[Member]) -> u64 {
    let first = members.iter().map(|member| &member.article.location).min();
    let Some(location) = first else { return 0 };
    let folder = location.path.parent().and_then(Path::file_name).unwrap_or_default();
    let name = location.path.file_name().unwrap_or_default();
    let text =
        format!("{}/{}#{}", folder.to_string_lossy(), name.to_string_lossy(), location.record);
    MatchKey::of(&text).0
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::profile::Profile;
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    const WIRE: &str = "The ferry struck the outer wall of the harbour at Port Ellery on Tuesday, the coast guard said. \
                        Nineteen people were hurt when the vessel lost its steering in the storm. The wall will be \
                        rebuilt before the winter, the mayor told the council in the evening.";

    fn read(path: &str, text: &str) -> FileChange {
        FileChange::Read(
            PathBuf::from(path),
            Box::new(Profile::of(&parse(text.as_bytes(), Markup::None).expect("text"))),
        )
    }

    /// The names of the versions of every family, family by family.
    fn names(snapshot: &Snapshot) -> Vec<Vec<String>> {
        let families = |story: &Arc<Story>| {
            let name = |at: usize| story.members[at].article.name();
            story
                .families
                .iter()
                .map(|family| family.members.clone().map(name).collect())
                .collect::<Vec<_>>()
        };
        snapshot.stories.iter().flat_map(families).collect()
    }

    #[test]
    fn copies_stand_together_whatever_their_order() {
        let trim = WIRE.replace("on Tuesday", "today");
        let changes = [
            read("b.txt", WIRE),
            read("a.txt", "A minister spoke of the budget in May and left again."),
            read("c.txt", &trim),
        ];
        let orders = [[0, 1, 2], [2, 1, 0], [1, 0, 2]];
        for order in orders {
            let mut corpus = Corpus::default();
            for at in order {
                corpus.apply(changes[at].clone());
            }
            assert_eq!(names(&corpus.snapshot()), [vec!["a"], vec!["b", "c"]]);
        }
    }

    #[test]
    fn a_moved_file_is_the_same_article() {
        let mut corpus = Corpus::default();
        corpus.apply(read("a.txt", WIRE));
        let id = corpus.get(Path::new("a.txt")).expect("there").id;
        corpus.apply(FileChange::Moved { from: "a.txt".into(), to: "z/b.txt".into() });
        assert_eq!(corpus.get(Path::new("z/b.txt")).expect("there").id, id);
        assert!(corpus.get(Path::new("a.txt")).is_none());
    }

    #[test]
    fn a_file_that_comes_back_is_the_same_article() {
        let mut corpus = Corpus::default();
        corpus.apply(read("a.txt", WIRE));
        let id = corpus.get(Path::new("a.txt")).expect("there").id;
        corpus.apply(FileChange::Gone("a.txt".into()));
        corpus.apply(read("a.txt", WIRE));
        assert_eq!(corpus.get(Path::new("a.txt")).expect("there").id, id);
    }

    #[test]
    fn a_change_takes_the_old_wording_out() {
        let mut corpus = Corpus::default();
        corpus.apply(read("a.txt", WIRE));
        corpus.apply(read("b.txt", WIRE));
        corpus.apply(read(
            "b.txt",
            "Something else entirely is said here now, and nothing of the old text is left.",
        ));
        assert_eq!(names(&corpus.snapshot()), [vec!["a"], vec!["b"]]);
        corpus.apply(FileChange::Gone("a.txt".into()));
        corpus.apply(FileChange::Failed("b.txt".into(), "permission denied".into()));
        let snapshot = corpus.snapshot();
        assert_eq!((snapshot.stories.len(), snapshot.unreadable.len()), (0, 1));
    }

    const OTHER_WIRE: &str = "PORT ELLERY - Nineteen passengers were taken to hospital after a ferry ran into the wall \
                        of Port Ellery. The coast guard spoke of failed steering. Ada Brandt, the mayor, called a council.";

    #[test]
    fn one_event_in_other_words_is_one_story() {
        let mut corpus = Corpus::default();
        corpus.apply(read("2023-03-14-a.txt", &format!("{WIRE} Ada Brandt is the mayor.")));
        corpus.apply(read("2023-03-14-b.txt", OTHER_WIRE));
        corpus.apply(read(
            "2023-03-14-c.txt",
            "A minister spoke of the budget in May and left again, as he does.",
        ));
        let snapshot = corpus.snapshot();
        let sizes: Vec<usize> = snapshot.stories.iter().map(|story| story.families.len()).collect();
        assert_eq!(sizes, [2, 1]);
        assert!(snapshot.stories[0].families[0].reasons.iter().any(|word| word == "Ellery"));
    }

    #[test]
    fn what_the_reader_decides_is_stronger() {
        let mut corpus = Corpus::default();
        corpus.apply(read("a.txt", WIRE));
        corpus.apply(read("b.txt", WIRE));
        corpus.apply(read(
            "c.txt",
            "A minister spoke of the budget in May and left again, as he does.",
        ));
        let place = |name: &str| Location::file(PathBuf::from(name));
        let groups = [(place("a.txt"), 1), (place("b.txt"), 2), (place("c.txt"), 1)];
        let names = [(1, "Ferries".to_owned())];
        corpus.decide(Decisions {
            groups: groups.into_iter().collect(),
            names: names.into_iter().collect(),
            ..Decisions::default()
        });
        let snapshot = corpus.snapshot();
        let stories: Vec<(Option<&str>, usize)> = snapshot
            .stories
            .iter()
            .map(|story| (story.name.as_deref(), story.members.len()))
            .collect();
        assert_eq!(stories, [(Some("Ferries"), 2), (None, 1)]);
    }

    #[test]
    fn what_has_changed_can_be_shown_before_it_is_grouped() {
        let mut corpus = Corpus::default();
        corpus.apply(read("a.txt", WIRE));
        corpus.apply(read("b.txt", WIRE));
        assert_eq!(names(&corpus.snapshot()), [vec!["a", "b"]]);
        corpus.apply(read("b.txt", "Something else entirely is said here now, at length."));
        corpus.apply(read("c.txt", WIRE));
        let quick = corpus.quick_snapshot();
        assert_eq!(names(&quick), [vec!["a", "b"], vec!["c"]]);
        let place = quick.place(corpus.get(Path::new("b.txt")).expect("there").id);
        assert_eq!(place, Some((0, 1)));
        assert_eq!(
            quick.stories[0].members[1].article.profile().map(|profile| profile.n_words),
            Some(9)
        );
        assert_eq!(names(&corpus.snapshot()), [vec!["a", "c"], vec!["b"]]);
        corpus.apply(FileChange::Gone("a.txt".into()));
        assert_eq!(names(&corpus.quick_snapshot()), [vec!["b"], vec!["c"]]);
    }

    #[test]
    fn records_come_and_go_with_their_file() {
        let profile =
            |text: &str| Ok(Profile::of(&parse(text.as_bytes(), Markup::None).expect("text")));
        let path = PathBuf::from("wire.jsonl");
        let mut corpus = Corpus::default();
        corpus.apply(FileChange::Records(
            path.clone(),
            vec![profile(WIRE), Err("damaged".into()), profile(WIRE)],
        ));
        let snapshot = corpus.snapshot();
        assert_eq!(names(&snapshot), [vec!["wire#1", "wire#3"]]);
        assert_eq!(snapshot.unreadable.len(), 1);
        corpus.apply(FileChange::Records(path.clone(), vec![profile(WIRE)]));
        assert_eq!(names(&corpus.snapshot()), [vec!["wire#1"]]);
        corpus.apply(FileChange::Gone(path));
        assert!(corpus.is_empty());
    }
}
