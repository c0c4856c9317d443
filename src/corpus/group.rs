//! Articles to families, families to stories.
//!
//! A **family** shares wording: its versions were made from one text. A **story** is an event: its families tell the same
//! in words of their own. Both are grown from pairs, the most alike first, and a pair only joins two groups that are
//! alike as wholes: so that a round-up of many events, which is a little like each, does not chain them together. What
//! the reader decided comes before all that. The result does not depend on the order of the articles.

use std::rc::Rc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::terms::{Counted, Ranks, Rarity, Topic};
use super::wording::Common;

/// Versions share wording from this containment of five-word runs on: a wire copy rewritten by two
/// outlets has 0.25, two reports of one event by different wires at most 0.02.
pub const FAMILY: f64 = 0.10;

/// From this containment on it is the same text, whatever else is said of it.
pub const SAME_TEXT: f64 = 0.5;

/// All of the smaller text is in the other one.
const SAME: f64 = 0.999;

/// Fewer common runs than this may be a name and a title.
const MIN_SHARED: u32 = 3;

/// Texts with common wording must also be about the same, this much: else what they share is a background paragraph, a
/// formula, or the page around them.
const MIN_LIKENESS: f32 = 0.15;

/// Families that have less than this in common are not of one event, and what is like both is a round-up.
const UNLIKE: f32 = 0.03;

/// Families of one story are about the same, this much, where both are dated; the days between them tell the rest.
const STORY: f32 = 0.15;

/// And this much where one is not: then another trial in the same court may be meant.
const UNDATED_STORY: f32 = 0.2;

/// Stories last no longer, in days: what is told later is another event. (engine.md: a window of three days.)
const MAX_DAYS: i32 = 3;

/// What a day between two reports takes from their likeness.
const PER_DAY: f32 = 0.08;

/// A word that is in more families is not looked up: it would make everything a candidate.
const MAX_WORD_FAMILIES: u32 = 300;

/// Relatives of a text that are compared with each other, to see whether it is a round-up.
const MAX_COMPARED: usize = 12;

/// Words that are given as the reason why two families are one story.
const MAX_REASONS: usize = 4;

/// One article, as grouping sees it.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// What it is about.
    pub terms: &'a [Counted],
    /// Its day.
    pub day: Option<Date>,
    /// The group that the reader has put it in. Texts of one such group are one story, those of two never.
    pub fixed: Option<u64>,
}

/// Two articles with common wording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Places of both among the texts.
    pub texts: [usize; 2],
    /// What they have in common.
    pub common: Common,
}

/// One story: its families, each with the places of its texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// The families; the largest first, then by their first text.
    pub families: Vec<FamilyGroup>,
}

/// One family.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FamilyGroup {
    /// Places of its texts, in order.
    pub texts: Vec<usize>,
    /// The words, by rank, that it has in common with the family of the story it is most like.
    pub reasons: Vec<u32>,
}

/// Groups texts. `ranks` are those of all words that texts may be about.
pub fn group(texts: &[Text<'_>], pairs: &[Pair], ranks: &Ranks<'_>) -> Vec<Group> {
    let rarity = Rarity::of(ranks, texts.iter().map(|text| text.terms));
    let topics: Vec<Rc<Topic>> =
        texts.iter().map(|text| Rc::new(Topic::of(text.terms, &rarity))).collect();
    let families = families(texts, pairs, &topics);
    // Of a hundred thousand texts they take a tenth of all memory.
    drop(topics);
    stories(texts, &families, ranks)
}

fn is_family(pair: &Pair) -> bool {
    let containment = pair.common.containment();
    containment >= FAMILY && (pair.common.shared >= MIN_SHARED || containment >= SAME)
}

fn families(texts: &[Text<'_>], pairs: &[Pair], topics: &[Rc<Topic>]) -> Vec<Vec<usize>> {
    let all: Vec<Cluster> = topics
        .iter()
        .zip(texts)
        .map(|(topic, text)| Cluster::new(Rc::clone(topic), text))
        .collect();
    let mut links: Vec<(f64, [usize; 2])> = Vec::new();
    for pair in pairs.iter().filter(|pair| is_family(pair)) {
        let [a, b] = pair.texts;
        let containment = pair.common.containment();
        if all[a].may_share_text(&all[b], containment) {
            links.push((containment, [a.min(b), a.max(b)]));
        }
    }
    let weak = links.iter().filter(|(containment, _)| *containment < SAME_TEXT);
    let round_ups = round_ups(texts.len(), weak.map(|(_, pair)| *pair), topics, MIN_LIKENESS);
    links.retain(|(containment, pair)| {
        *containment >= SAME_TEXT || !pair.iter().any(|text| round_ups.contains(text))
    });
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut clusters = Clusters::new(all);
    for (containment, [a, b]) in links {
        let (a, b) = (clusters.find(a), clusters.find(b));
        if a != b && clusters.clusters[a].may_share_text(&clusters.clusters[b], containment) {
            clusters.join(a, b);
        }
    }
    clusters.groups()
}

/// What has a little of several others that are not alike (less than `unlike`): round-ups and live pages. They chain
/// nothing.
fn round_ups(
    n: usize,
    links: impl Iterator<Item = [usize; 2]>,
    topics: &[Rc<Topic>],
    unlike: f32,
) -> FxHashSet<usize> {
    let mut linked: Vec<Vec<usize>> = vec![Vec::new(); n];
    for [a, b] in links {
        linked[a].push(b);
        linked[b].push(a);
    }
    let is_round_up = |others: &Vec<usize>| {
        let others = &others[..others.len().min(MAX_COMPARED)];
        others.iter().enumerate().any(|(n, one)| {
            others[..n].iter().any(|other| topics[*one].likeness(&topics[*other]) < unlike)
        })
    };
    linked.iter().enumerate().filter(|(_, others)| is_round_up(others)).map(|(at, _)| at).collect()
}

fn stories(texts: &[Text<'_>], families: &[Vec<usize>], ranks: &Ranks<'_>) -> Vec<Group> {
    // A family counts once, however many outlets printed it.
    let merged: Vec<Vec<Counted>> = families.iter().map(|family| terms_of(texts, family)).collect();
    let rarity = Rarity::of(ranks, merged.iter().map(Vec::as_slice));
    let topics: Vec<Rc<Topic>> =
        merged.iter().map(|terms| Rc::new(Topic::of(terms, &rarity))).collect();
    drop(merged);
    let mut all: Vec<Cluster> = Vec::with_capacity(families.len());
    for (family, topic) in families.iter().zip(&topics) {
        let mut cluster = Cluster::new(Rc::clone(topic), &texts[family[0]]);
        for text in &family[1..] {
            cluster.widen(&texts[*text]);
        }
        all.push(cluster);
    }
    let mut links = candidates(&all, &topics, &rarity);
    let pairs = links.iter().map(|(_, pair)| *pair);
    let round_ups = round_ups(families.len(), pairs, &topics, UNLIKE);
    links.retain(|(_, pair)| !pair.iter().any(|family| round_ups.contains(family)));
    let mut clusters = Clusters::new(all);
    clusters.join_fixed();
    for (_, [a, b]) in &links {
        let (a, b) = (clusters.find(*a), clusters.find(*b));
        let (one, other) = (&clusters.clusters[a], &clusters.clusters[b]);
        if a != b && !one.is_kept_from(other) && one.nearness(other) >= STORY {
            clusters.join(a, b);
        }
    }
    let mut groups: Vec<Group> =
        clusters.groups().iter().map(|story| told(families, &topics, story)).collect();
    groups.sort_by_key(|group| {
        group.families.iter().filter_map(|family| family.texts.first().copied()).min()
    });
    groups
}

/// The words of a family: those of all its texts, the count of each as in the text that says it most.
fn terms_of(texts: &[Text<'_>], family: &[usize]) -> Vec<Counted> {
    let mut counts: FxHashMap<u32, u8> = FxHashMap::default();
    for text in family {
        for counted in texts[*text].terms {
            let own = counts.entry(counted.word()).or_default();
            *own = (*own).max(counted.count());
        }
    }
    let mut terms: Vec<Counted> =
        counts.into_iter().map(|(word, count)| Counted::new(word, u16::from(count))).collect();
    terms.sort_unstable();
    terms
}

/// Pairs of families that may be one story, the most alike first. Found by their rare words.
fn candidates(
    clusters: &[Cluster],
    topics: &[Rc<Topic>],
    rarity: &Rarity<'_>,
) -> Vec<(f32, [usize; 2])> {
    let mut holders: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
    let mut links = Vec::new();
    let mut likeness = vec![0f32; topics.len()];
    let mut touched: Vec<u32> = Vec::new();
    for (at, topic) in topics.iter().enumerate() {
        for (word, weight) in topic.words() {
            if rarity.n_holders(*word) > MAX_WORD_FAMILIES {
                continue;
            }
            let others = holders.entry(*word).or_default();
            for (other, other_weight) in others.iter() {
                let sum = &mut likeness[*other as usize];
                if *sum == 0.0 {
                    touched.push(*other);
                }
                *sum += weight * other_weight;
            }
            others.push((u32::try_from(at).unwrap_or(u32::MAX), *weight));
        }
        for other in touched.drain(..) {
            let other = other as usize;
            // What frequent words add is not known here; it is little.
            let is_near = std::mem::take(&mut likeness[other]) >= STORY * 0.6;
            let near = if is_near { clusters[at].nearness(&clusters[other]) } else { 0.0 };
            if near >= STORY {
                links.push((near, [other, at]));
            }
        }
    }
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    links
}

/// Puts a story together, with the reasons why its families are in it.
fn told(families: &[Vec<usize>], topics: &[Rc<Topic>], story: &[usize]) -> Group {
    let family = |at: &usize| {
        let others = story.iter().filter(|other| *other != at);
        let nearest = others
            .map(|other| (topics[*at].likeness(&topics[*other]), other))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
        let reasons = nearest.map_or_else(Vec::new, |(_, other)| {
            topics[*at].most_common(&topics[*other], MAX_REASONS)
        });
        FamilyGroup { texts: families[*at].clone(), reasons }
    };
    let mut group = Group { families: story.iter().map(family).collect() };
    group.families.sort_by_key(|family| {
        (std::cmp::Reverse(family.texts.len()), family.texts.first().copied())
    });
    group
}

/// Texts that were found to belong together.
#[derive(Clone, Debug)]
struct Cluster {
    topic: Rc<Topic>,
    days: Option<(Date, Date)>,
    fixed: Option<u64>,
}

impl Cluster {
    fn new(topic: Rc<Topic>, text: &Text<'_>) -> Self {
        Self { topic, days: text.day.map(|day| (day, day)), fixed: text.fixed }
    }

    fn widen(&mut self, text: &Text<'_>) {
        self.days = together(self.days, text.day.map(|day| (day, day)));
        self.fixed = self.fixed.or(text.fixed);
    }

    const fn is_kept_from(&self, other: &Self) -> bool {
        matches!((self.fixed, other.fixed), (Some(a), Some(b)) if a != b)
    }

    /// Whether common wording, of this containment, is that of one text: unless the reader says otherwise, too much time
    /// has passed, or they are about different things. Texts without a telling word may still be the same.
    fn may_share_text(&self, other: &Self, containment: f64) -> bool {
        let is_timely = || self.days_from(other).is_none_or(|days| days <= MAX_DAYS);
        !self.is_kept_from(other)
            && (containment >= SAME_TEXT || is_timely())
            && (containment >= SAME || self.topic.likeness(&other.topic) >= MIN_LIKENESS)
    }

    /// How alike two clusters are, less the time between them, or less what is not known of it; nothing if that time is
    /// too long.
    fn nearness(&self, other: &Self) -> f32 {
        let likeness = self.topic.likeness(&other.topic);
        match self.days_from(other) {
            None => likeness * STORY / UNDATED_STORY,
            Some(gap) if gap > MAX_DAYS => 0.0,
            Some(gap) => likeness * (1.0 - PER_DAY * gap as f32),
        }
    }

    /// Days between two clusters, if both are dated.
    fn days_from(&self, other: &Self) -> Option<i32> {
        let ((first, last), (other_first, other_last)) = (self.days?, other.days?);
        Some(days_after(last, other_first).max(days_after(other_last, first)).max(0))
    }
}

/// Days from one to another, negative if it is before.
fn days_after(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn together(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> Option<(Date, Date)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (one, None) | (None, one) => one,
    }
}

/// Disjoint groups that grow.
struct Clusters {
    clusters: Vec<Cluster>,
    root: Vec<usize>,
}

impl Clusters {
    fn new(clusters: Vec<Cluster>) -> Self {
        let root = (0..clusters.len()).collect();
        Self { clusters, root }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.root[at] != at {
            self.root[at] = self.root[self.root[at]];
            at = self.root[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (into, from) = (a.min(b), a.max(b));
        self.root[from] = into;
        let joined = Cluster {
            topic: Rc::new(self.clusters[into].topic.together(&self.clusters[from].topic)),
            days: together(self.clusters[into].days, self.clusters[from].days),
            fixed: self.clusters[into].fixed.or(self.clusters[from].fixed),
        };
        self.clusters[into] = joined;
    }

    /// Joins what the reader has put together.
    fn join_fixed(&mut self) {
        let mut first: FxHashMap<u64, usize> = FxHashMap::default();
        for at in 0..self.clusters.len() {
            let Some(fixed) = self.clusters[at].fixed else { continue };
            let known = *first.entry(fixed).or_insert(at);
            let (a, b) = (self.find(known), self.find(at));
            if a != b {
                self.join(a, b);
            }
        }
    }

    fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.clusters.len()];
        for at in 0..self.clusters.len() {
            let root = self.find(at);
            groups[root].push(at);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
