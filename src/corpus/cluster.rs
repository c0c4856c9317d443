//! Groups that grow: what they are about together, their days and agencies, and whether two of them may be one.

use std::rc::Rc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::group::{SAME, SAME_TEXT, Text};
use super::terms::Topic;
use crate::text::keys::MatchKey;

/// Texts with common wording must also be about the same, this much: else what they share is a background paragraph, a
/// formula, or the page around them.
pub(super) const MIN_LIKENESS: f32 = 0.15;

/// Families of one story are one event, this likely, where both are dated; the days between them tell the rest.
pub(super) const STORY: f32 = 0.18;

/// And this likely where one is not: then another trial in the same court may be meant.
const UNDATED_STORY: f32 = 0.215;

/// Stories last no longer, in days: what is told later is another event. (engine.md: a window of three days.)
const MAX_DAYS: i32 = 3;

/// What likeness counts where one agency tells both: what it tells twice it tells in the same words.
const SAME_AGENCY: f32 = 0.6;

/// What a day between two reports takes from their likeness.
const PER_DAY: f32 = 0.08;

/// Texts that were found to belong together.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    /// What they are about together.
    pub(super) topic: Rc<Topic>,
    /// Their days, in order.
    days: Vec<Date>,
    /// Their agencies.
    credits: Vec<MatchKey>,
    fixed: Option<u64>,
}

impl Cluster {
    pub(super) fn new(topic: Rc<Topic>, text: &Text<'_>) -> Self {
        let (days, credits) = (text.day.into_iter().collect(), text.credit.into_iter().collect());
        Self { topic, days, credits, fixed: text.fixed }
    }

    pub(super) fn widen(&mut self, text: &Text<'_>) {
        self.days.extend(text.day);
        self.days.sort_unstable();
        self.days.dedup();
        if text.credit.is_some_and(|credit| !self.credits.contains(&credit)) {
            self.credits.extend(text.credit);
        }
        self.fixed = self.fixed.or(text.fixed);
    }

    pub(super) const fn is_kept_from(&self, other: &Self) -> bool {
        matches!((self.fixed, other.fixed), (Some(a), Some(b)) if a != b)
    }

    /// Whether common wording, of this containment, is that of one text: unless the reader says otherwise, too much time
    /// has passed, or they are about different things. Texts without a telling word may still be the same.
    pub(super) fn may_share_text(&self, other: &Self, containment: f64) -> bool {
        let is_timely = || self.days_from(other).is_none_or(|days| days <= MAX_DAYS);
        !self.is_kept_from(other)
            && (containment >= SAME_TEXT || is_timely())
            && (containment >= SAME || self.topic.likeness(&other.topic) >= MIN_LIKENESS)
    }

    /// How alike two clusters are, less the time between them, or less what is not known of it; nothing if that time is
    /// too long.
    pub(super) fn nearness(&self, other: &Self) -> f32 {
        let mut likeness = self.topic.is_event(&other.topic);
        if self.credits.iter().any(|credit| other.credits.contains(credit)) {
            likeness *= SAME_AGENCY;
        }
        match self.days_from(other) {
            None => likeness * STORY / UNDATED_STORY,
            Some(gap) if gap > MAX_DAYS => 0.0,
            Some(gap) => likeness * (1.0 - PER_DAY * gap as f32),
        }
    }

    /// Days between two clusters, if both are dated: from one of this one's to the nearest of the other's. A page that was
    /// saved in spring and in autumn has nothing to do with the summer.
    pub(super) fn days_from(&self, other: &Self) -> Option<i32> {
        let (mut own, mut others) = (self.days.iter().peekable(), other.days.iter().peekable());
        let mut least: Option<i32> = None;
        while let (Some(a), Some(b)) = (own.peek(), others.peek()) {
            let days = a.until(**b).map_or(0, |span| span.get_days());
            least = Some(least.map_or_else(|| days.abs(), |least| least.min(days.abs())));
            let _ = if days > 0 { own.next() } else { others.next() };
        }
        least
    }
}

/// Disjoint groups that grow.
pub(super) struct Clusters {
    /// Each as it stands; those that were joined with one before them are as they were.
    pub(super) all: Vec<Cluster>,
    root: Vec<usize>,
    /// Those that each is never joined with.
    apart: FxHashMap<usize, FxHashSet<usize>>,
}

impl Clusters {
    pub(super) fn new(clusters: Vec<Cluster>) -> Self {
        let root = (0..clusters.len()).collect();
        Self { all: clusters, root, apart: FxHashMap::default() }
    }

    /// Notes which of them are never one, unless the reader says so.
    pub(super) fn keep_apart(&mut self, pairs: &[[usize; 2]]) {
        for [a, b] in pairs.iter().filter(|[a, b]| a != b) {
            self.apart.entry(*a).or_default().insert(*b);
            self.apart.entry(*b).or_default().insert(*a);
        }
    }

    pub(super) fn are_apart(&mut self, a: usize, b: usize) -> bool {
        let n_others = |at: usize| self.apart.get(&at).map_or(0, FxHashSet::len);
        let (a, b) = if n_others(a) > n_others(b) { (b, a) } else { (a, b) };
        let Some(others) = self.apart.remove(&a) else { return false };
        let are_apart = others.iter().any(|other| self.find(*other) == b);
        self.apart.insert(a, others);
        are_apart
    }

    pub(super) fn find(&mut self, mut at: usize) -> usize {
        while self.root[at] != at {
            self.root[at] = self.root[self.root[at]];
            at = self.root[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (into, from) = (a.min(b), a.max(b));
        self.root[from] = into;
        let mut days = std::mem::take(&mut self.all[into].days);
        days.append(&mut self.all[from].days);
        days.sort_unstable();
        days.dedup();
        let mut credits = std::mem::take(&mut self.all[into].credits);
        credits.append(&mut self.all[from].credits);
        if let Some(others) = self.apart.remove(&from) {
            self.apart.entry(into).or_default().extend(others);
        }
        let joined = Cluster {
            topic: Rc::new(self.all[into].topic.together(&self.all[from].topic)),
            days,
            credits,
            fixed: self.all[into].fixed.or(self.all[from].fixed),
        };
        self.all[into] = joined;
    }

    /// Joins what the reader has put together.
    pub(super) fn join_fixed(&mut self) {
        let mut first: FxHashMap<u64, usize> = FxHashMap::default();
        for at in 0..self.all.len() {
            let Some(fixed) = self.all[at].fixed else { continue };
            let known = *first.entry(fixed).or_insert(at);
            let (a, b) = (self.find(known), self.find(at));
            if a != b {
                self.join(a, b);
            }
        }
    }

    pub(super) fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.all.len()];
        for at in 0..self.all.len() {
            let root = self.find(at);
            groups[root].push(at);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
