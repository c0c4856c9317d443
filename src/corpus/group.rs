//! Articles to families, families to stories.
//!
//! A **family** shares wording: its versions were made from one text. A **story** is an event: its families tell the same
//! in words of their own. Both are grown from pairs, the most alike first, and a pair only joins two groups that are
//! alike as wholes: so that a round-up of many events, which is a little like each, does not chain them together. What
//! the reader decided comes before all that. The result does not depend on the order of the articles.

use std::borrow::Cow;
use std::rc::Rc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::cluster::{Cluster, Clusters, MIN_LIKENESS, STORY};
use super::terms::{Counted, Ranks, Rarity, Topic};
use super::wording::Common;
use crate::text::keys::MatchKey;

/// Versions share wording from this containment of five-word runs on: a wire copy rewritten by two
/// outlets has 0.25, two reports of one event by different wires at most 0.02.
pub const FAMILY: f64 = 0.10;

/// From this containment on it is the same text, whatever else is said of it.
pub const SAME_TEXT: f64 = 0.5;

/// All of the smaller text is in the other one.
pub(super) const SAME: f64 = 0.999;

/// Fewer common runs than this may be a name and a title.
const MIN_SHARED: u32 = 3;

/// Of two texts that have this much of their wording in common and are no copies it is likely that they fill a form.
const FORM: f64 = 0.2;

/// It is sure where so many of three things tell so: this much, wording that is all over the text, another day.
const MIN_SIGNS: usize = 2;

/// Of two reports of one event with so many figures more than this share are the same; markets and weather of two days have
/// others, whatever else is the same.
const MIN_OF_SERIES: usize = 5;

/// See [`MIN_OF_SERIES`].
const SERIES: f32 = 0.2;

/// From so many figures on it can be told that they are others.
const MIN_FILLED: usize = 3;

/// And from so many names and figures on.
const MIN_TOLD: usize = 6;

/// From so many names on it can be told whether they are the same.
const MIN_NAMES: usize = 2;

/// Texts about the same people and places share this much of their names.
const SAME_NAMES: f32 = 0.6;

/// Copies have most figures in common. Two uses of a form have fewer, and some of these by chance.
const FIGURES: f32 = 0.5;

/// And of names and figures, of which a form brings some along, fewer than this.
const FILLED: f32 = 0.4;

/// Families that have less than this in common are not of one event, and what is like both is a round-up.
const UNLIKE: f32 = 0.03;

/// What is less near tells nothing at all.
const MIN_NEAR: f32 = 0.12;

/// Families whose topics are less alike are not looked at.
const MIN_CANDIDATE: f32 = 0.1;

/// A word that is in more families is not looked up: it would make everything a candidate.
const MAX_WORD_FAMILIES: u32 = 300;

/// Relatives of a text that are compared with each other, to see whether it is a round-up.
const MAX_COMPARED: usize = 12;

/// Words that are given as the reason why two families are one story.
const MAX_REASONS: usize = 4;

/// One article, as grouping sees it.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// What it is about, in order.
    pub terms: Cow<'a, [Counted]>,
    /// Its day.
    pub day: Option<Date>,
    /// What its agency is compared by, if it credits one.
    pub credit: Option<MatchKey>,
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
    /// What that tells.
    pub kind: Wording,
}

/// What common wording tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// One was made from the other, or both from a third.
    Copied,
    /// Two reporters heard the same words.
    Quoted,
    /// An agency explained the background of two reports in the same paragraph.
    Explained,
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
    let rarity = Rarity::of(ranks, texts.iter().map(|text| &*text.terms));
    let topics: Vec<Rc<Topic>> =
        texts.iter().map(|text| Rc::new(Topic::of(&text.terms, &rarity))).collect();
    let (families, apart) = families(texts, pairs, &topics);
    // Of a hundred thousand texts they take a tenth of all memory.
    drop(topics);
    stories(texts, &families, &apart, ranks)
}

fn is_family(pair: &Pair) -> bool {
    let containment = pair.common.containment();
    containment >= FAMILY
        && pair.kind == Wording::Copied
        && (pair.common.shared >= MIN_SHARED || containment >= SAME)
}

/// Whether two texts fill one form with different names or figures: the weather of two days, the results of two matches. A
/// copy, however trimmed, tells of the same things; and where days and names are the same, somebody has changed figures.
fn is_form(one: &[Counted], other: &[Counted], days: Option<i32>) -> bool {
    let shares_less = |least: usize, share: f32, is_told: fn(&Counted) -> bool| {
        shares_less([one, other], least, share, is_told)
    };
    let is_name = |term: &Counted| term.is_particular() && !term.is_figure();
    (days.is_some_and(|days| days > 0) || shares_less(MIN_NAMES, SAME_NAMES, is_name))
        && (shares_less(MIN_FILLED, FIGURES, |term| term.is_figure())
            || shares_less(MIN_TOLD, FILLED, |term| term.is_particular()))
}

/// Whether of words that are told apart, if both texts have so many, they have less than this share in common.
fn shares_less(
    texts: [&[Counted]; 2],
    least: usize,
    share: f32,
    is_told: impl Fn(&Counted) -> bool,
) -> bool {
    let [words, others] =
        texts.map(|terms| terms.iter().copied().filter(&is_told).map(Counted::word));
    let n = words.clone().count().min(others.clone().count());
    // Both are in order.
    let mut others = others.peekable();
    let is_common = |word: &u32| {
        while others.next_if(|other| other < word).is_some() {}
        others.peek() == Some(word)
    };
    n >= least && (words.filter(is_common).count() as f32) < share * n as f32
}

/// Families, and pairs of texts whose wording tells that they are of different stories.
fn families(
    texts: &[Text<'_>],
    pairs: &[Pair],
    topics: &[Rc<Topic>],
) -> (Vec<Vec<usize>>, Vec<[usize; 2]>) {
    let all: Vec<Cluster> = topics
        .iter()
        .zip(texts)
        .map(|(topic, text)| Cluster::new(Rc::clone(topic), text))
        .collect();
    let mut links: Vec<(f64, [usize; 2])> = Vec::new();
    let (mut forms, mut apart): (Vec<[usize; 2]>, Vec<[usize; 2]>) = (Vec::new(), Vec::new());
    for pair in pairs {
        let [a, b] = pair.texts;
        let containment = pair.common.containment();
        let days = all[a].days_from(&all[b]);
        if containment < SAME && is_form(&texts[a].terms, &texts[b].terms, days) {
            let is_later = days.is_some_and(|days| days > 0);
            let signs = [containment >= FORM, pair.kind == Wording::Copied, is_later];
            // What two reports of one day quote, and what a rewrite has kept, is none.
            if signs.into_iter().filter(|is_so| *is_so).count() >= MIN_SIGNS {
                forms.push(pair.texts);
            }
        } else if pair.kind == Wording::Explained {
            // On one day it may be a report and what goes with it.
            if days.is_some_and(|days| days > 0) {
                apart.push(pair.texts);
            }
        } else if is_family(pair) && all[a].may_share_text(&all[b], containment) {
            links.push((containment, [a.min(b), a.max(b)]));
        }
    }
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let weak = links.iter().filter(|(containment, _)| *containment < SAME_TEXT);
    let weak: Vec<[usize; 2]> = weak.map(|(_, pair)| *pair).collect();
    let is_unlike = |a: usize, b: usize| topics[a].likeness(&topics[b]) < MIN_LIKENESS;
    let round_ups = round_ups(texts.len(), &weak, weak.len(), is_unlike);
    links.retain(|(containment, pair)| {
        *containment >= SAME_TEXT || !pair.iter().any(|text| round_ups.contains(text))
    });
    let mut clusters = Clusters::new(all);
    clusters.keep_apart(&forms);
    for (containment, [a, b]) in links {
        let (a, b) = (clusters.find(a), clusters.find(b));
        let may_join = || clusters.all[a].may_share_text(&clusters.all[b], containment);
        if a != b && may_join() && !clusters.are_apart(a, b) {
            clusters.join(a, b);
        }
    }
    apart.append(&mut forms);
    (clusters.groups(), apart)
}

/// What has a little of several others that are not alike (less than `unlike`): round-ups and live pages. They chain
/// nothing. `links` are the most alike pairs first; those after the first `n_near` are so far that it takes three others.
fn round_ups(
    n: usize,
    links: &[[usize; 2]],
    n_near: usize,
    is_unlike: impl Fn(usize, usize) -> bool,
) -> FxHashSet<usize> {
    // Of each its nearest others that are not like each other.
    let mut others: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut found = FxHashSet::default();
    for (at, pair) in links.iter().enumerate() {
        for [one, other] in [*pair, [pair[1], pair[0]]] {
            let known = &mut others[one];
            if known.len() < MAX_COMPARED && known.iter().all(|known| is_unlike(*known, other)) {
                known.push(other);
                if known.len() >= 2 + usize::from(at >= n_near) {
                    found.insert(one);
                }
            }
        }
    }
    found
}

fn stories(
    texts: &[Text<'_>],
    families: &[Vec<usize>],
    apart: &[[usize; 2]],
    ranks: &Ranks<'_>,
) -> Vec<Group> {
    // A family counts once, however many outlets printed it.
    let merged: Vec<Cow<'_, [Counted]>> =
        families.iter().map(|family| terms_of(texts, family)).collect();
    let rarity = Rarity::of(ranks, merged.iter().map(|terms| &**terms));
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
    let pairs: Vec<[usize; 2]> = links.iter().map(|(_, pair)| *pair).collect();
    let n_near = links.partition_point(|(near, _)| *near >= STORY);
    let is_unlike = |a: usize, b: usize| topics[a].is_event(&topics[b]) < UNLIKE;
    let round_ups = round_ups(families.len(), &pairs, n_near, is_unlike);
    links.truncate(n_near);
    links.retain(|(_, pair)| !pair.iter().any(|family| round_ups.contains(family)));
    let is_series = |[a, b]: &[usize; 2]| {
        let terms = [*a, *b].map(|family| terms_of(texts, &families[family]));
        all[*a].days_from(&all[*b]).is_some_and(|days| days > 0)
            && shares_less(terms.each_ref().map(|terms| &**terms), MIN_OF_SERIES, SERIES, |term| {
                term.is_figure()
            })
    };
    let series: Vec<[usize; 2]> = links.iter().map(|(_, pair)| *pair).filter(is_series).collect();
    let mut clusters = Clusters::new(all);
    let mut family_of = vec![0; texts.len()];
    for (family, members) in families.iter().enumerate() {
        for text in members {
            family_of[*text] = family;
        }
    }
    let apart: Vec<[usize; 2]> =
        apart.iter().map(|pair| pair.map(|text| family_of[text])).collect();
    clusters.keep_apart(&apart);
    clusters.keep_apart(&series);
    clusters.join_fixed();
    for (_, [a, b]) in &links {
        let (a, b) = (clusters.find(*a), clusters.find(*b));
        let (one, other) = (&clusters.all[a], &clusters.all[b]);
        let may_join = || !one.is_kept_from(other) && one.nearness(other) >= STORY;
        if a != b && may_join() && !clusters.are_apart(a, b) {
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
fn terms_of<'a>(texts: &'a [Text<'_>], family: &[usize]) -> Cow<'a, [Counted]> {
    // A text has each word once, in order.
    if let [text] = family {
        return Cow::Borrowed(&texts[*text].terms);
    }
    let mut terms: Vec<Counted> =
        family.iter().flat_map(|text| texts[*text].terms.iter().copied()).collect();
    // Of one word the largest count comes last, and stays.
    terms.sort_unstable_by(|a, b| b.cmp(a));
    terms.dedup_by_key(|counted| counted.word());
    terms.reverse();
    Cow::Owned(terms)
}

/// Pairs of families that may be one story, the most alike first. Found by their rare words.
fn candidates(
    clusters: &[Cluster],
    topics: &[Rc<Topic>],
    rarity: &Rarity,
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
            let is_near = std::mem::take(&mut likeness[other]) >= MIN_CANDIDATE;
            let near = if is_near { clusters[at].nearness(&clusters[other]) } else { 0.0 };
            if near >= MIN_NEAR {
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
