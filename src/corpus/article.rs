//! One article as the list knows it, and what can happen to its file.

use std::cmp::Ordering;
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use jiff::civil::Date;

use super::common::BlockMarks;
use super::names;
use super::profile::Profile;

/// The identity of an article for as long as the program runs; it survives changes and moves of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

/// Where an article is: a file, or a record of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// Which of its articles, from 1; 0 where the file is the article.
    pub record: u32,
}

/// Folder by folder, as paths are compared, then by number. Byte by byte: in a list of ten thousand articles paths are
/// compared half a million times, and to take each apart costs five times as much.
impl Ord for Location {
    fn cmp(&self, other: &Self) -> Ordering {
        let [one, two] = [self, other].map(|location| location.path.as_os_str().as_encoded_bytes());
        // A folder comes before all else whose name begins like its own.
        let rank = |byte: u8| (!is_separator(char::from(byte)), byte);
        let at = n_common(one, two);
        let by_path = match (one.get(at), two.get(at)) {
            (Some(a), Some(b)) => rank(*a).cmp(&rank(*b)),
            _ => one.len().cmp(&two.len()),
        };
        by_path.then(self.record.cmp(&other.record))
    }
}

/// How many bytes two texts have in common at their beginning, eight at a time: paths have much.
fn n_common(one: &[u8], two: &[u8]) -> usize {
    let (ones, _) = one.as_chunks::<8>();
    let (twos, _) = two.as_chunks::<8>();
    let n_eights = ones.iter().zip(twos).take_while(|(a, b)| a == b).count();
    let rest = one.iter().zip(two).skip(n_eights * 8);
    n_eights * 8 + rest.take_while(|(a, b)| a == b).count()
}

impl PartialOrd for Location {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Location {
    /// A file that is an article.
    pub const fn file(path: PathBuf) -> Self {
        Self { path, record: 0 }
    }

    /// The same article when a file was renamed.
    #[must_use]
    pub fn moved(&self, from: &Path, to: &Path) -> Self {
        let path = if self.path == from { to } else { &self.path };
        Self { path: path.to_owned(), record: self.record }
    }

    /// The file name without its ending, and the number of the record.
    pub fn name(&self) -> String {
        let name = self.path.file_stem().unwrap_or(self.path.as_os_str()).to_string_lossy();
        match self.record {
            0 => name.into_owned(),
            record => format!("{name}#{record}"),
        }
    }

    /// The path as the user would name it.
    pub fn shown(&self) -> String {
        match self.record {
            0 => self.path.to_string_lossy().into_owned(),
            record => format!("{}#{record}", self.path.to_string_lossy()),
        }
    }
}

/// What is known of one article.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It is there and will be read.
    Waiting,
    /// It was read.
    Read(Arc<Profile>),
    /// It could not be read, for this reason.
    Unreadable(String),
}

/// One file, or record of a file, that is or should be an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Its identity.
    pub id: ArticleId,
    /// Where it is.
    pub location: Location,
    /// What is known of it.
    pub state: State,
    /// What the folder and the reader say of its paragraphs.
    pub marks: Arc<BlockMarks>,
    /// The outlet: as the article says, else as its file or folder is called.
    pub outlet: Option<Arc<str>>,
    /// The day: as the article says, else as its file is called.
    pub day: Option<Date>,
}

impl Article {
    /// The file name without its ending, as it is on disk.
    pub fn name(&self) -> String {
        self.location.name()
    }

    /// What is known of its text, if it was read.
    pub const fn profile(&self) -> Option<&Arc<Profile>> {
        match &self.state {
            State::Read(profile) => Some(profile),
            State::Waiting | State::Unreadable(_) => None,
        }
    }
}

/// What happened to one file.
#[derive(Clone, Debug)]
pub enum FileChange {
    /// It is there, and not read yet.
    Found(PathBuf),
    /// It was read and is an article.
    Read(PathBuf, Box<Profile>),
    /// It was read and holds records: what is known of each, or why it is none.
    Records(PathBuf, Vec<Result<Profile, String>>),
    /// It could not be read.
    Failed(PathBuf, String),
    /// It was moved, and is otherwise as it was.
    Moved {
        /// Where it was.
        from: PathBuf,
        /// Where it is now.
        to: PathBuf,
    },
    /// What was read at one place as a new file is the file that was at another.
    Rewritten {
        /// Where it was.
        from: PathBuf,
        /// Where it is now.
        to: PathBuf,
    },
    /// It is no longer there.
    Gone(PathBuf),
}

/// Fills in what the file's name tells and the text does not.
pub(super) fn placed(article: Article) -> Article {
    let metadata =
        article.profile().map(|profile| (profile.outlet.as_deref().map(Arc::from), profile.day));
    let (outlet, day) = metadata.unwrap_or_default();
    if outlet.is_some() && day.is_some() {
        return Article { outlet, day, ..article };
    }
    let named = names::of_path(&article.location.path);
    let outlet = outlet.or_else(|| named.outlet().map(Arc::from));
    let day = day.or_else(|| named.day());
    Article { outlet, day, ..article }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_in_the_order_of_their_paths() {
        let deep = "/articles/of/march";
        let deeper =
            [deep.to_owned(), format!("{deep}/a.txt"), format!("{deep}-2"), format!("{deep}/a")];
        let paths = ["/a", "/a/b", "/a/b.txt", "/a-b", "/a-b/c", "/a.txt", "/ab", "/b/é", "/b/日"];
        let paths: Vec<&str> = paths.into_iter().chain(deeper.iter().map(String::as_str)).collect();
        for one in &paths {
            for other in &paths {
                let expected = Path::new(one).cmp(Path::new(other));
                let [a, b] = [one, other].map(|path| Location::file(path.into()));
                assert_eq!(a.cmp(&b), expected, "{one} {other}");
            }
        }
        let record = |record| Location { path: "/a.jsonl".into(), record };
        assert!(record(1) < record(2) && record(2) < Location::file("/b".into()));
    }
}
