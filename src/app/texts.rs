//! The texts that are in memory: those on screen and those that may be wanted next. All others stay on disk.

use std::sync::Arc;

use crate::corpus::common::BlockMarks;
use crate::corpus::{Article, ArticleId};
use crate::version::{FurnitureMarks, Version};

/// Texts that are kept.
const MAX_TEXTS: usize = 256;

/// How much text is kept, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A text, and what in it is furniture.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The text.
    pub version: Arc<Version>,
    /// What it shows by itself to be furniture.
    pub own: Arc<FurnitureMarks>,
    /// What the folder and the reader say of its paragraphs.
    pub marks: Arc<BlockMarks>,
    /// What in it is furniture, all told.
    pub furniture: Arc<FurnitureMarks>,
}

impl Loaded {
    /// A text as it was read, with what is said of its paragraphs.
    pub fn new(text: &Text, marks: &Arc<BlockMarks>) -> Self {
        let furniture = if marks.is_empty() {
            Arc::clone(&text.own)
        } else {
            Arc::new(marks.apply(&text.version, &text.own))
        };
        Self {
            version: Arc::clone(&text.version),
            own: Arc::clone(&text.own),
            marks: Arc::clone(marks),
            furniture,
        }
    }

    /// The same text when other things are said of its paragraphs.
    #[must_use]
    pub fn marked(&self, marks: &Arc<BlockMarks>) -> Self {
        let text = Text { version: Arc::clone(&self.version), own: Arc::clone(&self.own) };
        Self::new(&text, marks)
    }
}

/// A text as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The text.
    pub version: Arc<Version>,
    /// What it shows by itself to be furniture.
    pub own: Arc<FurnitureMarks>,
}

/// A text that is kept.
#[derive(Clone, Debug)]
struct Kept {
    id: ArticleId,
    /// The state of the article that it was asked for. The file may have been newer.
    state: [u8; 32],
    text: Text,
}

/// The texts in memory, the least recently used forgotten first.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The most recently used last.
    kept: Vec<Kept>,
}

impl Texts {
    /// The text of an article as it is known, which now counts as used.
    pub fn get(&mut self, article: &Article) -> Option<Loaded> {
        self.get_state(article, article.profile()?.sha256)
    }

    /// The text of a state of an article, which now counts as used.
    pub fn get_state(&mut self, article: &Article, state: [u8; 32]) -> Option<Loaded> {
        let at = self.position(article.id, state)?;
        let kept = self.kept.remove(at);
        let loaded = Loaded::new(&kept.text, &article.marks);
        self.kept.push(kept);
        Some(loaded)
    }

    /// Whether the text of an article as it is known is in memory.
    pub fn has(&self, article: &Article) -> bool {
        let state = article.profile().map(|profile| profile.sha256);
        state.is_some_and(|state| self.position(article.id, state).is_some())
    }

    fn position(&self, id: ArticleId, state: [u8; 32]) -> Option<usize> {
        self.kept.iter().position(|kept| kept.id == id && kept.state == state)
    }

    /// Keeps the text of an article in a state.
    pub fn insert(&mut self, id: ArticleId, state: [u8; 32], text: Text) {
        self.kept.retain(|kept| kept.id != id || kept.state != state);
        self.kept.push(Kept { id, state, text });
        let n_bytes =
            |kept: &[Kept]| kept.iter().map(|kept| kept.text.version.source().len()).sum::<usize>();
        // The last two are on screen, or soon will be.
        while self.kept.len() > 2
            && (self.kept.len() > MAX_TEXTS || n_bytes(&self.kept) > MAX_BYTES)
        {
            self.kept.remove(0);
        }
    }
}
