//! What belongs together, worked out anew from all articles; and told by places, so that it can be kept.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use super::common::{File, common_blocks};
use super::group::{self, Pair, Text, group};
use super::profile::{Block, Profile};
use super::shared::{Shared, formulas};
use super::story::Nearest;
use super::terms::{Counted, Ranks};
use super::wording::{Own, Relative, pairs, relatives};
use super::{Article, ArticleId, Corpus};
use crate::text::keys::{MatchKey, fold};

/// What belongs together. Articles are named by their places among those that were read, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// Stories, by their first article; each is its families, the largest first.
    pub stories: Vec<Vec<GroupedFamily>>,
    /// Paragraphs that are furniture because of the folder, by their hashes, in order.
    pub furniture: Vec<u64>,
}

/// A family of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupedFamily {
    /// The place of each of its articles, and its nearest relative.
    pub members: Vec<(u32, Option<Nearest>)>,
    /// The words that it has in common with the family of the story that is most like it.
    pub reasons: Vec<String>,
}

impl Grouping {
    /// Whether it groups so many articles, each once.
    fn is_of(&self, n_articles: usize) -> bool {
        let mut is_met = vec![false; n_articles];
        let mut meet =
            |at: usize| is_met.get_mut(at).is_some_and(|met| !std::mem::replace(met, true));
        let mut is_sound = |story: &Vec<GroupedFamily>| {
            let n_members: usize = story.iter().map(|family| family.members.len()).sum();
            let mut members = story.iter().flat_map(|family| &family.members);
            let is_near =
                |nearest: &Option<Nearest>| nearest.is_none_or(|near| near.member < n_members);
            n_members > 0 && members.all(|(at, nearest)| meet(*at as usize) && is_near(nearest))
        };
        self.stories.iter().all(&mut is_sound) && is_met.into_iter().all(|met| met)
    }
}

/// Articles, grouped.
struct Grouped {
    groups: Vec<group::Group>,
    /// Which of them share wording.
    pairs: Vec<Pair>,
}

impl Corpus {
    /// Works out what belongs together. It follows from the articles and from what the reader has decided, and from nothing else.
    pub fn grouping(&self) -> Grouping {
        let (_, read) = self.listed();
        let ranks = self.vocabulary.ranks();
        let formulas = formulas(&read, &Shared::of(&read));
        let mut grouped = self.group(&read, &formulas, &ranks);
        let mut common = self.common(&read, &formulas, &grouped);
        // What pages have in common is no common wording.
        if !common.is_subset(&formulas) {
            let left_out: FxHashSet<u64> = formulas.union(&common).copied().collect();
            grouped = self.group(&read, &left_out, &ranks);
            common = self.common(&read, &formulas, &grouped);
        }
        let mut furniture: Vec<u64> = common.into_iter().collect();
        furniture.sort_unstable();
        let Grouped { groups, pairs } = grouped;
        let relatives = relatives(read.len(), &pairs);
        drop(pairs);
        let stories = groups.iter().map(|group| told(group, &relatives, &ranks)).collect();
        Grouping { stories, furniture }
    }

    /// Whether a grouping can be shown: one that was kept may have been damaged.
    pub fn is_whole(&self, grouping: &Grouping) -> bool {
        let is_read = |article: &&Arc<Article>| article.profile().is_some();
        grouping.is_of(self.articles.values().filter(is_read).count())
    }

    /// A hash of all that [`Self::grouping`] follows from.
    pub fn basis(&self) -> u128 {
        let (_, read) = self.listed();
        let keys = self.vocabulary.keys();
        let mut hash = Xxh3::new();
        for article in &read {
            let path = article.location.path.as_os_str().as_encoded_bytes();
            hash.update(&(path.len() as u64).to_le_bytes());
            hash.update(path);
            let fixed = self.decisions.groups.get(&article.location).copied();
            // Words have their numbers in the order in which articles came.
            let terms = self.terms.get(&article.id).map_or(&[][..], |terms| terms);
            let terms = terms.iter().map(|term| term.hash(keys)).fold(0, u64::wrapping_add);
            let numbers = [
                article.location.record.into(),
                u64::from(fixed.is_some()),
                fixed.unwrap_or(0),
                terms,
            ];
            for number in numbers {
                hash.update(&number.to_le_bytes());
            }
            if let Some(profile) = article.profile() {
                take_in(&mut hash, profile);
            }
        }
        hash.digest128()
    }

    /// Groups articles by what is their own: all but these paragraphs.
    fn group(
        &self,
        read: &[Arc<Article>],
        left_out: &FxHashSet<u64>,
        ranks: &Ranks<'_>,
    ) -> Grouped {
        let wording: Vec<Option<Own<'_>>> = read
            .iter()
            .map(|article| article.profile().map(|profile| Own::new(profile, left_out)))
            .collect();
        let text = |(article, own): (&Arc<Article>, &Option<Own<'_>>)| Text {
            terms: self.own_terms(article.id, own.map_or(0, |own| own.spots_left_out())),
            day: article.day,
            credit: article
                .profile()
                .and_then(|profile| profile.credit.as_ref())
                .map(|credit| MatchKey::of(&fold(credit))),
            fixed: self.decisions.groups.get(&article.location).copied(),
        };
        let texts: Vec<Text<'_>> = read.iter().zip(&wording).map(text).collect();
        let pairs = pairs(read, &wording);
        drop(wording);
        Grouped { groups: group(&texts, &pairs, ranks), pairs }
    }

    /// What an article is about, without what is only said at some spots.
    fn own_terms(&self, id: ArticleId, left_out: u16) -> Cow<'_, [Counted]> {
        let terms = self.terms.get(&id).map_or(&[][..], |terms| terms);
        if left_out == 0 {
            return Cow::Borrowed(terms);
        }
        let is_own = |term: &&Counted| left_out >> term.spot().bits() & 1 == 0;
        terms.iter().filter(is_own).copied().collect()
    }

    /// The paragraphs that are furniture because they stand in several stories.
    fn common(
        &self,
        read: &[Arc<Article>],
        formulas: &FxHashSet<u64>,
        grouped: &Grouped,
    ) -> FxHashSet<u64> {
        let spots = |article: &Article| {
            article.profile().map_or(0, |profile| Own::new(profile, formulas).spots_left_out())
        };
        let own = |article: &Article| {
            let blocks = article.profile().map_or(&[][..], |profile| &profile.blocks);
            let numbers = || (0..u16::MAX).zip(blocks);
            let is_own = |(_, block): &(u16, &Block)| !formulas.contains(&block.hash());
            let first = numbers().find(is_own).map_or(0, |(number, _)| number);
            (first, numbers().rfind(is_own).map_or(0, |(number, _)| number))
        };
        let mut files: Vec<File<'_>> = read
            .iter()
            .map(|article| File {
                story: 0,
                outlet: article.outlet.as_deref(),
                own: own(article),
                terms: self.own_terms(article.id, spots(article)),
            })
            .collect();
        for (story, group) in (0..).zip(&grouped.groups) {
            for at in group.families.iter().flat_map(|family| &family.texts) {
                files[*at].story = story;
            }
        }
        // To find them again takes less than to keep them while articles are grouped.
        common_blocks(&files, &Shared::of(read))
    }
}

/// Takes a profile into a hash, but for what it is about.
fn take_in(hash: &mut Xxh3, profile: &Profile) {
    hash.update(&profile.sha256);
    let texts = [&profile.outlet, &profile.credit].map(|text| text.as_deref().unwrap_or_default());
    let day = profile.day.map_or(0, |day| {
        (i64::from(day.year()) << 16) + (i64::from(day.month()) << 8) + i64::from(day.day())
    });
    let numbers = [
        profile.runs.len(),
        profile.blocks.len(),
        profile.thinning as usize,
        profile.n_words as usize,
        texts[0].len(),
        texts[1].len(),
    ];
    for number in numbers {
        hash.update(&number.to_le_bytes());
    }
    hash.update(&day.to_le_bytes());
    for text in texts {
        hash.update(text.as_bytes());
    }
    let mut bytes: Vec<u8> = profile.runs.iter().flat_map(|run| run.to_le_bytes()).collect();
    bytes.extend(profile.places.iter().map(|place| place.bits()));
    bytes.extend(profile.blocks.iter().flat_map(|block| block.bits().to_le_bytes()));
    hash.update(&bytes);
}

/// A story, with the nearest relative of each of its articles.
fn told(
    group: &group::Group,
    relatives: &[Vec<Relative>],
    ranks: &Ranks<'_>,
) -> Vec<GroupedFamily> {
    let order = || group.families.iter().enumerate();
    let order = order().flat_map(|(family, group)| group.texts.iter().map(move |at| (*at, family)));
    let place: FxHashMap<usize, (usize, usize)> =
        order.enumerate().map(|(n, (at, family))| (at, (n, family))).collect();
    let family = |(number, family): (usize, &group::FamilyGroup)| {
        let member = |at: &usize| {
            let own = relatives[*at].iter().filter_map(|other| {
                let (member, family) = place.get(&other.at).copied()?;
                (family == number).then_some((member, other))
            });
            // Of equally near relatives the first by path.
            let nearest = own.max_by_key(|(_, other)| (other.shared, Reverse(other.at)));
            let nearest = nearest.map(|(member, other)| Nearest { member, share: other.share });
            (u32::try_from(*at).unwrap_or(u32::MAX), nearest)
        };
        let members = family.texts.iter().map(member).collect();
        let reasons = family.reasons.iter().map(|word| ranks.word(*word).to_owned()).collect();
        GroupedFamily { members, reasons }
    };
    group.families.iter().enumerate().map(family).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{FileChange, Location};
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    fn corpus(texts: &[(&str, &str)]) -> Corpus {
        let mut corpus = Corpus::default();
        for (name, text) in texts {
            let version = parse(text.as_bytes(), Markup::None).expect("text");
            corpus.apply(FileChange::Read((*name).into(), Box::new(Profile::of(&version))));
        }
        corpus
    }

    #[test]
    fn a_basis_is_of_articles_and_decisions_and_not_of_their_order() {
        let one = ("a.txt", "Ada Brandt met Jo Venn in Port Ellery.");
        let other = ("b.txt", "Jo Venn spoke of 40 boats.");
        let basis = corpus(&[one, other]).basis();
        assert_eq!(corpus(&[other, one]).basis(), basis);
        for changed in [("c.txt", other.1), ("b.txt", "Jo Venn spoke of 41 boats.")] {
            assert_ne!(corpus(&[one, changed]).basis(), basis, "{changed:?}");
        }
        let mut decided = corpus(&[one, other]);
        let mut decisions = decided.decisions().clone();
        decisions.groups.insert(Location::file("a.txt".into()), 0);
        decided.decide(decisions);
        assert_ne!(decided.basis(), basis);
        // Words that come again are known by other numbers.
        let mut again = corpus(&[("b.txt", "Boats, 40 of them, and Ellery."), other, one]);
        assert_eq!(again.basis(), basis);
        again.apply(FileChange::Gone("a.txt".into()));
        assert_ne!(again.basis(), basis);
    }

    #[test]
    fn a_grouping_has_every_article_once() {
        let grouping = corpus(&[("a.txt", "Ada Brandt came."), ("b.txt", "Boats.")]).grouping();
        assert!(grouping.is_of(2) && !grouping.is_of(1) && !grouping.is_of(3));
        let mut twice = grouping.clone();
        twice.stories.push(grouping.stories[0].clone());
        assert!(!twice.is_of(2));
        let mut astray = grouping;
        astray.stories[0][0].members[0].1 = Some(Nearest { member: 1, share: 0.5 });
        assert!(!astray.is_of(2));
    }
}
