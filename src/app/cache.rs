//! Results kept for a revisit, addressed by what they were made of. Nothing is "the current diff".

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::collate::Collation;
use crate::corpus::Article;
use crate::corpus::common::BlockMarks;
use crate::sides::Sides;

use super::texts::Loaded;

/// Comparisons that are kept.
const CAPACITY: usize = 128;

/// What a comparison is made of: the bytes of both files, and what is said of their paragraphs. What else is furniture
/// follows from the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CollationKey {
    versions: Sides<[u8; 32]>,
    marks: Sides<u64>,
}

impl CollationKey {
    /// The key of a comparison of two readings.
    pub fn new(sides: Sides<&Loaded>) -> Self {
        Self {
            versions: sides.map(|reading| *reading.version.sha256()),
            marks: sides.map(|reading| digest(&reading.marks)),
        }
    }

    /// The key of a comparison of two articles as they are known; nothing if one was not read.
    pub fn of_articles(sides: Sides<&Article>) -> Option<Self> {
        let (left, right) = (sides.left.profile()?, sides.right.profile()?);
        Some(Self {
            versions: Sides::new(left.sha256, right.sha256),
            marks: sides.map(|article| digest(&article.marks)),
        })
    }
}

fn digest(marks: &BlockMarks) -> u64 {
    let mut hasher = DefaultHasher::new();
    marks.hash(&mut hasher);
    hasher.finish()
}

/// The comparisons that were made, the least recently used forgotten first.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// The most recently used last.
    kept: Vec<(CollationKey, Arc<Collation>)>,
}

impl Cache {
    /// A comparison, which now counts as used.
    pub fn get(&mut self, key: &CollationKey) -> Option<Arc<Collation>> {
        let at = self.kept.iter().position(|(known, _)| known == key)?;
        let entry = self.kept.remove(at);
        let collation = Arc::clone(&entry.1);
        self.kept.push(entry);
        Some(collation)
    }

    /// A comparison, without counting as used.
    pub fn peek(&self, key: &CollationKey) -> Option<&Arc<Collation>> {
        self.kept.iter().find(|(known, _)| known == key).map(|(_, collation)| collation)
    }

    /// Keeps a comparison.
    pub fn insert(&mut self, key: CollationKey, collation: Arc<Collation>) {
        self.kept.retain(|(known, _)| *known != key);
        if self.kept.len() >= CAPACITY {
            self.kept.remove(0);
        }
        self.kept.push((key, collation));
    }
}
