//! Furniture across the folder: paragraphs that stand in files of several stories are the page's, whatever they say.
//!
//! Copies of one story never make each other's paragraphs furniture: it is stories that are counted, not files.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::profile::{Block, blocks};
use super::shared::{Holder, Shared};
use super::terms::Counted;
use crate::version::{FurnitureMarks, FurnitureReason, Version};

/// Stories in which a paragraph above or below the running text must stand; in three files in all.
const MIN_STORIES: usize = 2;

/// Stories in which a paragraph between others must stand: agencies explain the background of a conflict in the same words
/// from day to day, and that is text.
const MIN_STORIES_INSIDE: usize = 5;

/// Or in so many stories of one outlet and nowhere else, if these are such a share of its stories.
const MIN_STORIES_OF_OUTLET: usize = 3;

/// That share. (engine.md: 30 % of one outlet's files, copies of a story not counted.)
const OUTLET_SHARE: f64 = 0.3;

/// What the reader has said of paragraphs, by their hashes: whether they are furniture.
pub type Told = FxHashMap<u64, bool>;

/// A file, as furniture sees it.
#[derive(Clone, Debug)]
pub(super) struct File<'a> {
    /// The number of its story.
    pub(super) story: u32,
    /// Its outlet, if that is known.
    pub(super) outlet: Option<&'a str>,
    /// The numbers of its first and its last paragraph that is no formula. What stands before and after is the page's.
    pub(super) own: (u16, u16),
    /// What it is about, without what formulas say.
    pub(super) terms: Cow<'a, [Counted]>,
}

/// The paragraphs that are furniture because of the folder.
pub(super) fn common_blocks(files: &[File<'_>], shared: &Shared) -> FxHashSet<u64> {
    let mut told: Vec<(&str, u32)> =
        files.iter().filter_map(|file| Some((file.outlet?, file.story))).collect();
    told.sort_unstable();
    told.dedup();
    let mut n_stories: FxHashMap<&str, usize> = FxHashMap::default();
    for (outlet, _) in told {
        *n_stories.entry(outlet).or_default() += 1;
    }
    let is_common = |holders: &&[Holder]| {
        let file = |holder: &Holder| &files[holder.at as usize];
        let mut stories: Vec<(u32, &File<'_>)> =
            holders.iter().map(|holder| (file(holder).story, file(holder))).collect();
        stories.sort_by_key(|(story, _)| *story);
        stories.dedup_by_key(|(story, _)| *story);
        if stories.len() < MIN_STORIES {
            return false;
        }
        let is_inside = |holder: &&Holder| {
            let (first, last) = file(holder).own;
            holder.is_inside && first < holder.block && holder.block < last
        };
        let n_inside = holders.iter().filter(is_inside).count();
        let is_inside = n_inside * 2 > holders.len();
        if stories.len() >= MIN_STORIES_INSIDE {
            return true;
        }
        let wanted = if is_inside { MIN_STORIES_OF_OUTLET } else { MIN_STORIES };
        if is_inside {
            let outlet = file(&holders[0]).outlet;
            let is_one = holders.iter().all(|holder| file(holder).outlet == outlet);
            let n_all = outlet.and_then(|outlet| n_stories.get(outlet)).copied().unwrap_or(0);
            if !is_one || n_all == 0 || (stories.len() as f64) < OUTLET_SHARE * n_all as f64 {
                return false;
            }
        }
        // What is explained in a few stories about the same people is their background.
        let mut unlike: Vec<&File<'_>> = Vec::new();
        for (_, file) in &stories {
            if unlike.iter().all(|other| !are_about_the_same(&file.terms, &other.terms)) {
                unlike.push(file);
            }
        }
        unlike.len() >= wanted
    };
    shared.blocks().filter(is_common).map(|holders| holders[0].hash).collect()
}

/// Whether a third of the names and figures of the one are also the other's.
fn are_about_the_same(one: &[Counted], other: &[Counted]) -> bool {
    let told = |terms: &[Counted]| -> Vec<u32> {
        terms.iter().filter(|term| term.is_particular()).map(|term| term.word()).collect()
    };
    let (one, other) = (told(one), told(other));
    let n_common = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    n_common > 0 && n_common * 3 >= one.len().min(other.len())
}

/// What the folder and the reader say of the paragraphs of one article. An input of every comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BlockMarks {
    /// Paragraphs that stand in files of other stories, by hash, sorted.
    pub common: Vec<u64>,
    /// Paragraphs that the reader has called furniture, sorted.
    pub furniture: Vec<u64>,
    /// Paragraphs that the reader has called article text, sorted.
    pub text: Vec<u64>,
}

impl BlockMarks {
    /// The marks of an article with these paragraphs.
    pub fn of(blocks: &[Block], common: &FxHashSet<u64>, told: &Told) -> Self {
        let mut marks = Self::default();
        for block in blocks {
            match told.get(&block.hash()) {
                Some(true) => marks.furniture.push(block.hash()),
                Some(false) => marks.text.push(block.hash()),
                None if common.contains(&block.hash()) => marks.common.push(block.hash()),
                None => {}
            }
        }
        for list in [&mut marks.common, &mut marks.furniture, &mut marks.text] {
            list.sort_unstable();
            list.dedup();
        }
        marks
    }

    /// Whether nothing is said.
    pub const fn is_empty(&self) -> bool {
        self.common.is_empty() && self.furniture.is_empty() && self.text.is_empty()
    }

    /// The furniture of a version: what it shows by itself, and what is said here.
    pub fn apply(&self, version: &Version, own: &FurnitureMarks) -> FurnitureMarks {
        let mut reasons: Vec<Option<FurnitureReason>> =
            (0..version.passages().len()).map(|at| own.reason(at)).collect();
        if self.is_empty() {
            return FurnitureMarks::new(reasons);
        }
        let has = |list: &[u64], block: &Block| list.binary_search(&block.hash()).is_ok();
        for (block, members) in blocks(version, own) {
            let passages = &mut reasons[members];
            if has(&self.text, &block) {
                passages.fill(None);
            } else if has(&self.furniture, &block) {
                passages.fill(Some(FurnitureReason::Told));
            } else if has(&self.common, &block) {
                for reason in passages {
                    reason.get_or_insert(FurnitureReason::Folder);
                }
            }
        }
        FurnitureMarks::new(reasons)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::corpus::article::{Article, ArticleId, Location, State};
    use crate::corpus::furniture::furniture;
    use crate::corpus::profile::Profile;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    fn version(text: &str) -> Version {
        parse(text.as_bytes(), Markup::None).expect("text")
    }

    /// A version as the list knows it.
    fn listed(version: &Version) -> Arc<Article> {
        Arc::new(Article {
            id: ArticleId(1),
            location: Location::file("a.txt".into()),
            state: State::Read(Arc::new(Profile::of(version))),
            marks: Arc::default(),
            outlet: None,
            day: None,
        })
    }

    const APPEAL: &str =
        "Every krone that readers send us goes to the lantern fund of the newsroom.";

    fn article(n: usize) -> Version {
        version(&format!(
            "Article number {n} says something that no other says, at some length and with {n} boats.\n\n{APPEAL}"
        ))
    }

    fn common(stories: &[Vec<Version>]) -> FxHashSet<u64> {
        let read: Vec<Arc<Article>> = stories.iter().flatten().map(listed).collect();
        let file =
            |story: u32| File { story, outlet: None, own: (0, u16::MAX), terms: Cow::default() };
        let files: Vec<File<'_>> = (0u32..)
            .zip(stories)
            .flat_map(|(story, versions)| versions.iter().map(move |_| file(story)))
            .collect();
        common_blocks(&files, &Shared::of(&read))
    }

    #[test]
    fn what_other_stories_have_too_is_furniture() {
        let found = common(&[vec![article(1), article(2)], vec![article(3)]]);
        assert_eq!(found.len(), 1);
        let marks = BlockMarks::of(&Profile::of(&article(1)).blocks, &found, &Told::default());
        let version = article(1);
        let all = marks.apply(&version, &furniture(&version));
        assert_eq!((all.reason(0), all.reason(1)), (None, Some(FurnitureReason::Folder)));
    }

    #[test]
    fn copies_of_one_story_make_no_furniture() {
        assert!(common(&[vec![article(1), article(1), article(1), article(1)]]).is_empty());
        assert!(common(&[vec![article(1)], vec![article(2)]]).is_empty());
    }

    #[test]
    fn the_reader_has_the_last_word() {
        let found = common(&[vec![article(1), article(2)], vec![article(3)]]);
        let blocks = Profile::of(&article(1)).blocks;
        let told: Told =
            [(blocks[0].hash(), true), (blocks[1].hash(), false)].into_iter().collect();
        let version = article(1);
        let all = BlockMarks::of(&blocks, &found, &told).apply(&version, &furniture(&version));
        assert_eq!((all.reason(0), all.reason(1)), (Some(FurnitureReason::Told), None));
    }
}
