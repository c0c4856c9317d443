//! Stories as they are shown: their families and versions, and what puts them together.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Article, ArticleId, Location};

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
    /// Its place in the story.
    pub member: usize,
    /// The share of the member's five-word runs that the relative has too, from 0 to 1: an estimate.
    pub share: f64,
}

/// The identity of a story from one run of the program to the next: it follows its first file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoryId(pub u64);

/// Versions of one text. One that stands alone is a family of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// Places of its versions in [`Story::members`].
    pub members: std::ops::Range<usize>,
    /// The words that it has in common with the family of the story that is most like it.
    pub reasons: Vec<String>,
}

/// One event, and all that was told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its identity.
    pub id: StoryId,
    /// What the reader calls it.
    pub name: Option<String>,
    /// The group of the reader's decisions that it is.
    pub fixed: Option<u64>,
    /// Its versions, family by family, each by path.
    pub members: Vec<Member>,
    /// Its families, the largest first.
    pub families: Vec<Family>,
}

impl Story {
    /// What the reader calls it; else the headline of the longest version that has one.
    pub fn headline(&self) -> Option<&str> {
        if let Some(name) = &self.name {
            return Some(name);
        }
        let with_headline = self.members.iter().filter_map(|member| {
            let profile = member.article.profile()?;
            profile.headline.as_deref().map(|headline| (profile.n_words, headline))
        });
        with_headline.max_by_key(|(words, _)| *words).map(|(_, headline)| headline)
    }

    /// The family of a member.
    pub fn family_of(&self, member: usize) -> usize {
        self.families.iter().position(|family| family.members.contains(&member)).unwrap_or(0)
    }

    /// The first and the last day of its versions.
    pub fn days(&self) -> Option<(Date, Date)> {
        let days = || self.members.iter().filter_map(|member| member.article.day);
        Some((days().min()?, days().max()?))
    }
}

/// The list as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Stories, by the path of their first version.
    pub stories: Vec<Arc<Story>>,
    /// Files that are not read yet.
    pub waiting: Vec<Arc<Article>>,
    /// Files that cannot be read.
    pub unreadable: Vec<Arc<Article>>,
    /// Where each article stands: its story, and its place in it.
    places: Arc<FxHashMap<ArticleId, (u32, u32)>>,
}

impl Snapshot {
    /// Takes the stories, and notes where each article stands.
    pub(super) fn set_stories(&mut self, stories: Vec<Arc<Story>>) {
        let mut places = FxHashMap::default();
        for (story, content) in (0u32..).zip(&stories) {
            for (member, content) in (0u32..).zip(&content.members) {
                places.insert(content.article.id, (story, member));
            }
        }
        self.stories = stories;
        self.places = Arc::new(places);
    }

    /// Number of articles, read or not.
    pub fn n_articles(&self) -> usize {
        self.n_read() + self.waiting.len() + self.unreadable.len()
    }

    /// Number of articles that were read.
    pub fn n_read(&self) -> usize {
        self.places.len()
    }

    /// Number of families.
    pub fn n_families(&self) -> usize {
        self.stories.iter().map(|story| story.families.len()).sum()
    }

    /// Where an article stands: its story and its place in it.
    pub fn place(&self, id: ArticleId) -> Option<(usize, usize)> {
        self.places.get(&id).map(|(story, member)| (*story as usize, *member as usize))
    }

    /// An article by its identity.
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        if let Some((story, member)) = self.place(id) {
            return self.stories.get(story)?.members.get(member).map(|member| &member.article);
        }
        self.waiting.iter().chain(&self.unreadable).find(|article| article.id == id)
    }

    /// The article at a place, whether it could be read or not.
    pub fn at(&self, location: &Location) -> Option<&Arc<Article>> {
        self.read().chain(&self.unreadable).find(|article| article.location == *location)
    }

    /// All articles that were read.
    pub fn read(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.stories.iter().flat_map(|story| story.members.iter().map(|member| &member.article))
    }
}

/// The label of a member of a story: A to Z, then A1, B1 and so on.
pub fn siglum(member: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(member % 26).unwrap_or(0));
    if member < 26 { letter.to_string() } else { format!("{letter}{}", member / 26) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla_go_on_after_z() {
        assert_eq!([0, 1, 25, 26, 53].map(siglum), ["A", "B", "Z", "A1", "B2"]);
    }
}
