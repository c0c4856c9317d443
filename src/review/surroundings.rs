//! [`Surroundings`]: which passage quoted words belong to, where they do not stand any more as they did.
//!
//! The words around a quotation belong to its own passage or to a neighbour of it. Only its own tell which passage it was; a
//! word of them that stands elsewhere tells nothing.

use std::collections::HashMap;
use std::ops::Range;

use super::anchor::Quote;
use crate::text::keys::MatchKey;
use crate::text::sentence::sentences;
use crate::text::token::{Token, tokenize};
use crate::text::{Span, cut};
use crate::version::{Passage, Version};

/// The least share of a quotation's words, those around it in its passage included, that a changed passage must still have.
const MIN_KEPT: f64 = 0.5;

/// The fewest words with meaning that a changed passage must still have of a quotation and what stands around it.
const MIN_KEPT_WORDS: usize = 3;

/// Quoted words that stand elsewhere are others if a passage has this share of what stood around them.
const MIN_STANDING: f64 = 0.75;

/// So many words around a quotation tell its passage from one that has some of them too.
const MIN_TELLING: usize = 5;

/// So many words of the context tell whether the quotation stood before or after a passage, and not in it.
const BORDER: usize = 3;

/// A quotation and what stands around it, as words with meaning; those of grammar are everywhere.
pub(super) struct Surroundings {
    /// The quotation.
    exact: Vec<MatchKey>,
    /// What stands before and after it in its own passage.
    near: [Vec<MatchKey>; 2],
    /// What stands before and after that, in others.
    far: [Vec<MatchKey>; 2],
    /// The words next to it, those of grammar too, where they may be a neighbour's.
    beside: [Vec<MatchKey>; 2],
}

/// How many words of a quotation a passage has.
struct Kept {
    exact: usize,
    near: [usize; 2],
    far: [usize; 2],
}

impl Kept {
    fn near(&self) -> usize {
        self.near.iter().sum()
    }

    fn own(&self) -> usize {
        self.exact + self.near()
    }

    fn all(&self) -> usize {
        self.own() + self.far.iter().sum::<usize>()
    }
}

impl Surroundings {
    pub(super) fn of(quote: &Quote) -> Self {
        let Quote { exact, prefix, suffix } = quote;
        let own = own_passage(quote);
        let end = prefix.len() + exact.len();
        let (far_before, near_before) = prefix.split_at(own.start.min(prefix.len()));
        let (near_after, far_after) = suffix.split_at(own.end.max(end) - end);
        // Whether the end of a line is the end of a passage, a quotation does not tell.
        let ends = |gap: &str, near: &str| near.trim().is_empty() || gap.contains('\n');
        let gap_before = cut(prefix, prefix.trim_end().len()..);
        let gap_after = cut(suffix, ..suffix.len() - suffix.trim_start().len());
        let mut beside = [Vec::new(), Vec::new()];
        // A mark has no neighbours of its own.
        let is_mark = words(exact, Token::is_word).is_empty();
        if !is_mark && ends(gap_before, near_before) {
            let before = words(prefix, Token::is_word);
            beside[0].extend(&before[before.len().saturating_sub(BORDER)..]);
        }
        if !is_mark && ends(gap_after, near_after) {
            beside[1].extend(words(suffix, Token::is_word).iter().take(BORDER));
        }
        let content = |text: &str| words(text, Token::is_content);
        Self {
            exact: content(exact),
            near: [content(near_before), content(near_after)],
            far: [content(far_before), content(far_after)],
            beside,
        }
    }

    /// Whether quoted words that stand at `at` are others, because the passage that they stood in is another one.
    pub(super) fn stand_elsewhere(&self, version: &Version, at: Span) -> bool {
        let n = n_words(&self.near);
        let has_less = |passage: &Passage, share: f64| {
            (self.kept(version, passage).near() as f64) < share * n as f64
        };
        let (own, others): (Vec<_>, Vec<_>) = version
            .passages()
            .iter()
            .partition(|passage| passage.span.end > at.start && passage.span.start < at.end);
        n >= MIN_TELLING
            && own.iter().all(|passage| has_less(passage, MIN_KEPT))
            && others.iter().any(|passage| !has_less(passage, MIN_STANDING))
    }

    /// The passage that has most of the words.
    pub(super) fn find(&self, version: &Version) -> Option<Span> {
        let passages = version.passages().iter();
        let others = passages.filter(|passage| !self.is_beside(version, passage));
        let kept = others.map(|passage| (passage, self.kept(version, passage)));
        // The first of the best. The quotation itself is what changed: the words around it count for more.
        let (passage, kept) = kept.rev().max_by_key(|(_, kept)| (kept.own(), kept.near()))?;
        let n_own = self.exact.len() + n_words(&self.near);
        let is_most = |n: usize, of: usize| n as f64 >= MIN_KEPT * of as f64;
        let is_enough = kept.own() >= MIN_KEPT_WORDS
            || kept.all() >= MIN_KEPT_WORDS && is_most(kept.all(), n_own + n_words(&self.far));
        (is_enough && is_most(kept.own(), n_own)).then_some(passage.span)
    }

    fn kept(&self, version: &Version, passage: &Passage) -> Kept {
        let mut left: HashMap<MatchKey, usize> = HashMap::new();
        for token in version.tokens_of(passage) {
            *left.entry(token.key).or_default() += 1;
        }
        let mut take = |keys: &[MatchKey]| {
            let mut is_there = |key: &MatchKey| match left.get_mut(key) {
                Some(n) if *n > 0 => {
                    *n -= 1;
                    true
                }
                _ => false,
            };
            keys.iter().filter(|key| is_there(key)).count()
        };
        Kept {
            exact: take(&self.exact),
            near: self.near.each_ref().map(|keys| take(keys)),
            far: self.far.each_ref().map(|keys| take(keys)),
        }
    }

    /// Whether a passage ends with what stood before the words, or begins with what stood after them: it is a neighbour of
    /// theirs, and they are gone.
    fn is_beside(&self, version: &Version, passage: &Passage) -> bool {
        let tokens = version.tokens_of(passage).iter().filter(|token| token.is_word());
        let own: Vec<MatchKey> = tokens.map(|token| token.key).collect();
        let [before, after] = &self.beside;
        let is_there = !before.is_empty() && own.ends_with(before)
            || !after.is_empty() && own.starts_with(after);
        if !is_there {
            return false;
        }
        let Kept { exact, near, far } = self.kept(version, passage);
        let has_both = near[0] + far[0] > 0 && near[1] + far[1] > 0;
        exact * 2 < self.exact.len().max(1) && !has_both
    }
}

/// The stretch of prefix, quotation and suffix that is of the same passage as the quotation.
fn own_passage(quote: &Quote) -> Range<usize> {
    let text = [quote.prefix.as_str(), &quote.exact, &quote.suffix].concat();
    let (start, end) = (quote.prefix.len(), quote.prefix.len() + quote.exact.len());
    let mut own = start..end;
    let mut paragraph = 0;
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        (at, line.trim().is_empty())
    });
    for (line_end, is_border) in lines.chain([(text.len(), true)]) {
        if !is_border {
            continue;
        }
        for sentence in sentences(cut(&text, paragraph..line_end)) {
            let sentence = paragraph + sentence.start..paragraph + sentence.end;
            if sentence.start < end && sentence.end > start {
                own = own.start.min(sentence.start)..own.end.max(sentence.end);
            }
        }
        paragraph = line_end;
    }
    own
}

fn n_words(sides: &[Vec<MatchKey>; 2]) -> usize {
    sides.iter().map(Vec::len).sum()
}

/// The words of a text for which `is_wanted`, as keys.
fn words(text: &str, is_wanted: fn(&Token) -> bool) -> Vec<MatchKey> {
    let tokens = tokenize(text, Span::new(0, text.len()));
    tokens.iter().filter(|token| is_wanted(token)).map(|token| token.key).collect()
}
