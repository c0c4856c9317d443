//! All articles of the opened folders, and which of them are versions of the same text.
//!
//! [`Corpus::apply`] takes what happened to one file; [`Corpus::snapshot`] gives the list to be shown. What is
//! said of a folder never depends on the order in which its files arrived.

pub mod furniture;
pub mod index;
pub mod lexicon;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::version::{FurnitureMarks, Version};
use index::{Index, shingles};

/// Two versions share wording from this containment of five-word runs on: a wire copy rewritten by two
/// outlets has 0.25, two reports of one event by different wires at most 0.02.
pub const FAMILY: f64 = 0.10;

/// Fewer common runs than this may be a name and a title.
const MIN_SHARED: u32 = 4;

/// The identity of an article for as long as the program runs; it survives changes and moves of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

/// What is known of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is there and will be read.
    Waiting,
    /// It was read.
    Read(Loaded),
    /// It could not be read, for this reason.
    Unreadable(String),
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The text.
    pub version: Arc<Version>,
    /// What in it is furniture.
    pub furniture: Arc<FurnitureMarks>,
}

/// One file that is or should be an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its identity.
    pub id: ArticleId,
    /// Where it is.
    pub path: PathBuf,
    /// What is known of it.
    pub state: State,
}

impl Article {
    /// The file name without its ending, as it is on disk.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// What was read, if it was.
    pub const fn loaded(&self) -> Option<&Loaded> {
        match &self.state {
            State::Read(reading) => Some(reading),
            State::Waiting | State::Unreadable(_) => None,
        }
    }
}

/// What happened to one file.
#[derive(Clone, Debug)]
pub enum FileChange {
    /// It is there, and not read yet.
    Found(PathBuf),
    /// It was read.
    Read(PathBuf, Box<Version>),
    /// It could not be read.
    Failed(PathBuf, String),
    /// It was moved, and is otherwise as it was.
    Moved {
        /// Where it was.
        from: PathBuf,
        /// Where it is now.
        to: PathBuf,
    },
    /// It is no longer there.
    Gone(PathBuf),
}

/// A version in its family.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The article.
    pub article: Arc<Article>,
    /// Its nearest relative.
    pub nearest: Option<Nearest>,
}

/// The version of the family that has most in common with a member.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Its place in the family.
    pub member: usize,
    /// The share of the member's five-word runs that the relative has too, from 0 to 1.
    pub share: f64,
}

/// Versions of one text. One that stands alone is a family of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The versions, by path.
    pub members: Vec<Member>,
}

impl Family {
    /// The headline of the longest version that has one.
    pub fn headline(&self) -> Option<&str> {
        let with_headline = self.members.iter().filter_map(|member| {
            let version = &member.article.loaded()?.version;
            version.metadata().headline.as_deref().map(|headline| (version.n_words(), headline))
        });
        with_headline.max_by_key(|(words, _)| *words).map(|(_, headline)| headline)
    }
}

/// The list as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Families, those of several versions first, then by path.
    pub families: Vec<Family>,
    /// Files that are not read yet.
    pub waiting: Vec<Arc<Article>>,
    /// Files that cannot be read.
    pub unreadable: Vec<Arc<Article>>,
}

impl Snapshot {
    /// Number of files.
    pub fn n_articles(&self) -> usize {
        self.families.iter().map(|family| family.members.len()).sum::<usize>()
            + self.waiting.len()
            + self.unreadable.len()
    }

    /// Where an article stands: its family and its place in it.
    pub fn place(&self, id: ArticleId) -> Option<(usize, usize)> {
        self.families.iter().enumerate().find_map(|(family, content)| {
            content
                .members
                .iter()
                .position(|member| member.article.id == id)
                .map(|member| (family, member))
        })
    }

    /// An article by its identity.
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        let read = self
            .families
            .iter()
            .flat_map(|family| family.members.iter().map(|member| &member.article));
        read.chain(&self.waiting).chain(&self.unreadable).find(|article| article.id == id)
    }
}

/// All articles.
#[derive(Debug, Default)]
pub struct Corpus {
    articles: BTreeMap<PathBuf, Arc<Article>>,
    /// Identities of files that are gone: one that comes back is the same article.
    past: FxHashMap<PathBuf, ArticleId>,
    index: Index,
    n_ids: u32,
}

impl Corpus {
    /// Takes in what happened to one file.
    pub fn apply(&mut self, change: FileChange) {
        match change {
            FileChange::Found(path) => {
                if !self.articles.contains_key(&path) {
                    self.set(path, State::Waiting);
                }
            }
            FileChange::Read(path, version) => {
                let furniture = furniture::furniture(&version);
                let runs = shingles(&version, &furniture);
                let id = self.set(
                    path,
                    State::Read(Loaded {
                        version: Arc::from(version),
                        furniture: Arc::new(furniture),
                    }),
                );
                self.index.insert(id.0, runs);
            }
            FileChange::Failed(path, reason) => {
                let id = self.set(path, State::Unreadable(reason));
                self.index.remove(id.0);
            }
            FileChange::Moved { from, to } => {
                if let Some(article) = self.articles.remove(&from) {
                    self.gone(&to);
                    let article = Article { path: to.clone(), ..Article::clone(&article) };
                    self.articles.insert(to, Arc::new(article));
                }
            }
            FileChange::Gone(path) => self.gone(&path),
        }
    }

    /// The article at a path.
    pub fn get(&self, path: &Path) -> Option<&Arc<Article>> {
        self.articles.get(path)
    }

    fn gone(&mut self, path: &Path) {
        if let Some(article) = self.articles.remove(path) {
            self.index.remove(article.id.0);
            self.past.insert(path.to_owned(), article.id);
        }
    }

    fn set(&mut self, path: PathBuf, state: State) -> ArticleId {
        let known = self.articles.get(&path).map(|known| known.id);
        let id = known.or_else(|| self.past.remove(&path)).unwrap_or_else(|| {
            self.n_ids += 1;
            ArticleId(self.n_ids)
        });
        self.articles.insert(path.clone(), Arc::new(Article { id, path, state }));
        id
    }

    /// The list as it stands now.
    pub fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        let mut read: Vec<&Arc<Article>> = Vec::new();
        for article in self.articles.values() {
            match article.state {
                State::Read(_) => read.push(article),
                State::Waiting => snapshot.waiting.push(Arc::clone(article)),
                State::Unreadable(_) => snapshot.unreadable.push(Arc::clone(article)),
            }
        }
        snapshot.families = self.families(&read);
        snapshot
    }

    /// Groups articles, given by path, into families: connected components of shared wording.
    fn families(&self, read: &[&Arc<Article>]) -> Vec<Family> {
        let place: FxHashMap<u32, usize> =
            read.iter().enumerate().map(|(at, article)| (article.id.0, at)).collect();
        let mut root: Vec<usize> = (0..read.len()).collect();
        let mut relatives: Vec<Vec<Relative>> = vec![Vec::new(); read.len()];
        for common in self.index.pairs() {
            let [Some(a), Some(b)] = common.articles.map(|id| place.get(&id).copied()) else {
                continue;
            };
            let containment = common.containment();
            if containment >= FAMILY && (common.shared >= MIN_SHARED || containment >= 0.999) {
                let [share_of_a, share_of_b] = common.shares();
                relatives[a].push(Relative { at: b, shared: common.shared, share: share_of_a });
                relatives[b].push(Relative { at: a, shared: common.shared, share: share_of_b });
                let (low, high) = (find(&mut root, a), find(&mut root, b));
                root[low.max(high)] = low.min(high);
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..read.len() {
            groups.entry(find(&mut root, at)).or_default().push(at);
        }
        let mut families: Vec<Family> =
            groups.into_values().map(|group| family(read, &relatives, &group)).collect();
        families.sort_by_key(|family| family.members.len() < 2);
        families
    }
}

/// An article that shares wording with another.
#[derive(Clone, Copy, Debug)]
struct Relative {
    at: usize,
    /// Common runs.
    shared: u32,
    /// Share of the other's own runs.
    share: f64,
}

fn family(read: &[&Arc<Article>], relatives: &[Vec<Relative>], group: &[usize]) -> Family {
    let nearest = |at: usize| {
        // Of equally near relatives the first by path.
        let best =
            relatives[at].iter().max_by_key(|other| (other.shared, std::cmp::Reverse(other.at)))?;
        let member = group.iter().position(|other| *other == best.at)?;
        Some(Nearest { member, share: best.share })
    };
    let member = |at: &usize| Member { article: Arc::clone(read[*at]), nearest: nearest(*at) };
    Family { members: group.iter().map(member).collect() }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    const WIRE: &str = "The ferry struck the outer wall of the harbour at Port Ellery on Tuesday, the coast guard said. \
                        Nineteen people were hurt when the vessel lost its steering in the storm. The wall will be \
                        rebuilt before the winter, the mayor told the council in the evening.";

    fn read(path: &str, text: &str) -> FileChange {
        FileChange::Read(
            PathBuf::from(path),
            Box::new(parse(text.as_bytes(), Markup::None).expect("text")),
        )
    }

    fn names(snapshot: &Snapshot) -> Vec<Vec<String>> {
        let name = |member: &Member| member.article.name();
        snapshot.families.iter().map(|family| family.members.iter().map(name).collect()).collect()
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
            assert_eq!(names(&corpus.snapshot()), [vec!["b", "c"], vec!["a"]]);
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
        assert_eq!((snapshot.families.len(), snapshot.unreadable.len()), (0, 1));
    }
}
