//! Furniture across the folder: paragraphs that stand in files of several stories are the page's, whatever they say.
//!
//! Copies of one story never make each other's paragraphs furniture: it is stories that are counted, not files.

use rustc_hash::{FxHashMap, FxHashSet};

use super::profile::{Block, blocks};
use crate::version::{FurnitureMarks, FurnitureReason, Version};

/// Files in which a paragraph must stand.
const MIN_FILES: u32 = 3;

/// Stories in which a paragraph above or below the running text must stand.
const MIN_STORIES: u32 = 2;

/// Stories in which a paragraph between others must stand: agencies explain the background of a conflict in the same words
/// from day to day, and that is text.
const MIN_STORIES_INSIDE: u32 = 5;

/// What the reader has said of paragraphs, by their hashes: whether they are furniture.
pub type Told = FxHashMap<u64, bool>;

/// The paragraphs that are furniture because of the folder.
///
/// `stories` gives for each story the paragraphs of each of its files.
pub fn common_blocks<'a>(stories: impl Iterator<Item = Vec<&'a [Block]>>) -> FxHashSet<u64> {
    #[derive(Default)]
    struct Count {
        files: u32,
        stories: u32,
        last_story: u32,
        inside: u32,
    }
    let mut counts: FxHashMap<u64, Count> = FxHashMap::default();
    let mut seen = FxHashSet::default();
    for (story, files) in (1u32..).zip(stories) {
        for file in files {
            seen.clear();
            for block in file.iter().filter(|block| seen.insert(block.hash())) {
                let count = counts.entry(block.hash()).or_default();
                count.files += 1;
                count.inside += u32::from(block.is_inside());
                if count.last_story != story {
                    count.last_story = story;
                    count.stories += 1;
                }
            }
        }
    }
    let is_common = |count: &Count| {
        let is_inside = count.inside * 2 > count.files;
        let wanted = if is_inside { MIN_STORIES_INSIDE } else { MIN_STORIES };
        count.files >= MIN_FILES && count.stories >= wanted
    };
    counts.into_iter().filter(|(_, count)| is_common(count)).map(|(hash, _)| hash).collect()
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
    use super::*;
    use crate::corpus::furniture::furniture;
    use crate::corpus::profile::Profile;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    fn version(text: &str) -> Version {
        parse(text.as_bytes(), Markup::None).expect("text")
    }

    const APPEAL: &str =
        "Every krone that readers send us goes to the lantern fund of the newsroom.";

    fn article(n: usize) -> Version {
        version(&format!(
            "Article number {n} says something that no other says, at some length and with {n} boats.\n\n{APPEAL}"
        ))
    }

    fn common(stories: &[Vec<Version>]) -> FxHashSet<u64> {
        let profiles: Vec<Vec<Profile>> =
            stories.iter().map(|story| story.iter().map(Profile::of).collect()).collect();
        common_blocks(
            profiles.iter().map(|story| story.iter().map(|profile| &*profile.blocks).collect()),
        )
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
