//! Words inside one link: which tokens are equal, which are changed.
//!
//! `similar`'s Histogram algorithm compares match keys; of its algorithms it agrees best with edits marked
//! by people (token F1 0.942). Unaligned text never comes here.

use std::borrow::Cow;
use std::ops::{Index, Range};

use similar::algorithms::{Capture, Compact, DiffHook as _, Replace};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_deadline, capture_diff_slices};

use super::align::Link;
use super::{Budget, Input, cleanup};
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;
use crate::text::token::Token;

/// Above this many tokens on one side a faster algorithm compares them.
const MAX_HISTOGRAM: usize = 20_000;

/// Up to so many tokens on one side nobody looks at the clock: that is done between links.
const MAX_UNTIMED: usize = 256;

/// So many pairs of words are compared to see whether two readings have any word in common.
const MAX_GLANCE: usize = 64;

/// A run of tokens in one link, as indices into both versions' tokens. A side may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRun {
    /// The tokens.
    pub tokens: Sides<Range<usize>>,
    /// Whether both sides match token by token.
    pub is_equal: bool,
}

impl TokenRun {
    /// The same run with its sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self { tokens: self.tokens.swapped(), is_equal: self.is_equal }
    }
}

/// Compares the words of one link, and tidies the result for readers. When time runs out on the way, what is
/// left is one change; the caller sees that from the budget.
pub fn refine(sides: &Sides<Input<'_>>, link: &Link, budget: &Budget<'_>) -> Vec<TokenRun> {
    if let Some(run) = unchanged(sides, link) {
        return vec![run];
    }
    let words = Words::new(sides, link);
    let runs = words.runs(budget);
    let is_beginning = match runs.as_slice() {
        [run] => run.is_equal,
        [run, rest] => run.is_equal && Side::BOTH.iter().any(|side| rest.tokens[*side].is_empty()),
        _ => false,
    };
    if is_beginning {
        // The same, or the beginning of the other: there is nothing to tidy, however little is common.
        return words.in_pieces(runs);
    }
    let runs = cleanup::cleanup(runs, words.tokens.as_ref().map(|tokens| &**tokens));
    words.in_pieces(runs)
}

/// The one run of a link of two single passages with the same words, as most links of copies are.
fn unchanged(sides: &Sides<Input<'_>>, link: &Link) -> Option<TokenRun> {
    let only = |side: Side| {
        let version = sides[side].version;
        match link.passages[side].as_slice() {
            [passage] => Some(&version.passages()[*passage]),
            _ => None,
        }
    };
    let passages = Sides::new(only(Side::Left)?, only(Side::Right)?);
    let keys =
        |side: Side| sides[side].version.tokens_of(passages[side]).iter().map(|token| token.key);
    let is_equal = !passages.left.tokens.is_empty() && keys(Side::Left).eq(keys(Side::Right));
    is_equal.then(|| TokenRun { tokens: passages.map(|passage| passage.tokens.clone()), is_equal })
}

/// Compares the words of one link and leaves the result as it is, for those who measure it.
pub fn compare(sides: &Sides<Input<'_>>, link: &Link, budget: &Budget<'_>) -> Vec<TokenRun> {
    Words::new(sides, link).runs(budget)
}

/// Number of tokens that the shortest list of cuts and additions takes: the yardstick for [`compare`]. Hunt's
/// algorithm finds it exactly, and takes its time.
pub fn shortest(sides: &Sides<Input<'_>>, link: &Link) -> usize {
    let words = Words::new(sides, link);
    let keys = words.keys();
    let ops = capture_diff_slices(Algorithm::Hunt, &keys.left, &keys.right);
    let changed = ops.iter().filter(|op| op.tag() != DiffTag::Equal);
    changed.map(|op| op.old_range().len() + op.new_range().len()).sum()
}

/// The tokens of one link, in order.
struct Words<'a> {
    /// Where they stand among the tokens of their versions: one range, or several where passages are no neighbours.
    places: Sides<Vec<Range<usize>>>,
    tokens: Sides<Cow<'a, [Token]>>,
}

impl<'a> Words<'a> {
    fn new(sides: &Sides<Input<'a>>, link: &Link) -> Self {
        let places = Sides::new(places(sides, link, Side::Left), places(sides, link, Side::Right));
        let tokens = |side: Side| {
            let all = sides[side].version.tokens();
            match places[side].as_slice() {
                [place] => Cow::Borrowed(&all[place.clone()]),
                places => places.iter().flat_map(|place| &all[place.clone()]).copied().collect(),
            }
        };
        let tokens = Sides::new(tokens(Side::Left), tokens(Side::Right));
        Self { places, tokens }
    }

    fn runs(&self, budget: &Budget<'_>) -> Vec<TokenRun> {
        let Sides { left, right } = &self.tokens;
        if self.is_equal() {
            let tokens = Sides::new(0..left.len(), 0..right.len());
            return vec![TokenRun { tokens, is_equal: true }];
        }
        // Histogram reads best and is slow where little is common; a passage that long is read by nobody.
        let is_long = left.len().max(right.len()) > MAX_HISTOGRAM;
        let algorithm = if is_long { Algorithm::Patience } else { Algorithm::Histogram };
        if let Some(ops) = self.one_replacement().filter(|_| !is_long) {
            return ops.iter().map(as_run).collect();
        }
        let ops = capture_diff_deadline(
            algorithm,
            &Keys(left),
            0..left.len(),
            &Keys(right),
            0..right.len(),
            budget.deadline().filter(|_| left.len().max(right.len()) > MAX_UNTIMED),
        );
        ops.iter().map(as_run).collect()
    }

    /// What Histogram makes of words that differ at one place, if these are few and have nothing in common: a glance
    /// tells, without its tables.
    fn one_replacement(&self) -> Option<Vec<DiffOp>> {
        let Sides { left, right } = &self.tokens;
        let is_same = |(a, b): &(&Token, &Token)| a.key == b.key;
        let before = left.iter().zip(&**right).take_while(is_same).count();
        let rest = Sides::new(&left[before..], &right[before..]);
        let after = rest.left.iter().rev().zip(rest.right.iter().rev()).take_while(is_same).count();
        let n_left = rest.left.len() - after;
        let n_right = rest.right.len() - after;
        let (olds, news) = (&rest.left[..n_left], &rest.right[..n_right]);
        let is_glance = (1..=MAX_GLANCE).contains(&(n_left * n_right));
        if !is_glance || olds.iter().any(|a| news.iter().any(|b| a.key == b.key)) {
            return None;
        }
        let (old, new) = (Keys(left), Keys(right));
        let mut hook = Compact::new(Replace::new(Capture::new()), &old, &new);
        if before > 0 {
            let Ok(()) = hook.equal(0, 0, before);
        }
        let Ok(()) = hook.delete(before, n_left, before);
        let Ok(()) = hook.insert(before + n_left, before, n_right);
        if after > 0 {
            let Ok(()) = hook.equal(before + n_left, before + n_right, after);
        }
        let Ok(()) = hook.finish();
        Some(hook.into_inner().into_inner().into_ops())
    }

    fn is_equal(&self) -> bool {
        let Sides { left, right } = &self.tokens;
        left.len() == right.len() && left.iter().zip(&**right).all(|(a, b)| a.key == b.key)
    }

    fn keys(&self) -> Sides<Vec<MatchKey>> {
        self.tokens.as_ref().map(|tokens| tokens.iter().map(|token| token.key).collect())
    }

    /// Runs over the words as runs over neighbouring tokens of the versions: they are cut where a link's passages are no
    /// neighbours.
    fn in_pieces(&self, mut runs: Vec<TokenRun>) -> Vec<TokenRun> {
        if let ([left], [right]) = (self.places.left.as_slice(), self.places.right.as_slice()) {
            let moved = |run: &Range<usize>, by: usize| run.start + by..run.end + by;
            for TokenRun { tokens, .. } in &mut runs {
                tokens.left = moved(&tokens.left, left.start);
                tokens.right = moved(&tokens.right, right.start);
            }
            return runs;
        }
        runs.iter().flat_map(|run| in_pieces(run, &self.places)).collect()
    }
}

/// The keys of some tokens, for `similar`.
struct Keys<'a>(&'a [Token]);

impl Index<usize> for Keys<'_> {
    type Output = MatchKey;

    fn index(&self, at: usize) -> &MatchKey {
        &self.0[at].key
    }
}

/// One change for the whole link: what is said when there is no time for words.
pub fn whole(sides: &Sides<Input<'_>>, link: &Link) -> Vec<TokenRun> {
    let words = Words::new(sides, link);
    let tokens = words.tokens.as_ref().map(|tokens| 0..tokens.len());
    words.in_pieces(vec![TokenRun { tokens, is_equal: words.is_equal() }])
}

/// Where the tokens of a link's passages stand on one side.
fn places(sides: &Sides<Input<'_>>, link: &Link, side: Side) -> Vec<Range<usize>> {
    let passages = sides[side].version.passages();
    let mut places: Vec<Range<usize>> = Vec::with_capacity(1);
    for passage in &link.passages[side] {
        let tokens = passages[*passage].tokens.clone();
        match places.last_mut() {
            _ if tokens.is_empty() => {}
            Some(last) if last.end == tokens.start => last.end = tokens.end,
            _ => places.push(tokens),
        }
    }
    places
}

fn as_run(op: &DiffOp) -> TokenRun {
    TokenRun {
        tokens: Sides::new(op.old_range(), op.new_range()),
        is_equal: op.tag() == DiffTag::Equal,
    }
}

/// A run over the words of several places as runs over neighbouring tokens.
fn in_pieces(run: &TokenRun, places: &Sides<Vec<Range<usize>>>) -> Vec<TokenRun> {
    let cut = Side::BOTH.map(|side| neighbours(&places[side], run.tokens[side].clone()));
    let [mut left, mut right] = cut;
    if run.is_equal {
        let mut pieces: Vec<TokenRun> = Vec::new();
        let (mut lefts, mut rights) = (left.iter_mut().peekable(), right.iter_mut().peekable());
        while let (Some(left), Some(right)) = (lefts.peek_mut(), rights.peek_mut()) {
            let n = left.len().min(right.len());
            let tokens = Sides::new(left.start..left.start + n, right.start..right.start + n);
            pieces.push(TokenRun { tokens, is_equal: true });
            (left.start, right.start) = (left.start + n, right.start + n);
            lefts.next_if(|left| left.start == left.end);
            rights.next_if(|right| right.start == right.end);
        }
        return pieces;
    }
    let cut = Sides::new(left, right);
    let n_pieces = cut.left.len().max(cut.right.len());
    let piece = |side: Side, n: usize| {
        cut[side].get(n).cloned().unwrap_or_else(|| {
            let at = cut[side]
                .last()
                .map_or_else(|| place(&places[side], run.tokens[side].start), |last| last.end);
            at..at
        })
    };
    (0..n_pieces)
        .map(|n| TokenRun {
            tokens: Sides::new(piece(Side::Left, n), piece(Side::Right, n)),
            is_equal: false,
        })
        .collect()
}

/// The tokens that some words are, as ranges without gaps.
fn neighbours(places: &[Range<usize>], words: Range<usize>) -> Vec<Range<usize>> {
    let mut first = 0;
    let mut ranges = Vec::new();
    for place in places {
        let own = words.start.max(first)..words.end.min(first + place.len());
        if !own.is_empty() {
            ranges.push(place.start + own.start - first..place.start + own.end - first);
        }
        first += place.len();
    }
    ranges
}

/// Where an empty reading stands that would begin with a word: after the token before it.
fn place(places: &[Range<usize>], word: usize) -> usize {
    let mut first = 0;
    for place in places {
        if word <= first + place.len() {
            return place.start + word - first;
        }
        first += place.len();
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::token::TokenKind;

    #[test]
    fn one_replacement_is_what_histogram_makes_of_it() {
        let tokens = |keys: &[u64]| -> Vec<Token> {
            let token = |key: &u64| Token::new(Span::new(0, 1), TokenKind::Word, MatchKey(*key));
            keys.iter().map(token).collect()
        };
        let mut n_found = 0;
        // All pairs of up to four words out of three.
        let all: Vec<Vec<u64>> = (0..=4)
            .flat_map(|len| (0..3u64.pow(len)).map(move |number| (len, number)))
            .map(|(len, number)| (0..len).map(|place| number / 3u64.pow(place) % 3).collect())
            .collect();
        for (left, right) in all.iter().flat_map(|left| all.iter().map(move |right| (left, right)))
        {
            let words = Words {
                places: Sides::default(),
                tokens: Sides::new(tokens(left), tokens(right)).map(Cow::Owned),
            };
            if let Some(ops) = words.one_replacement() {
                n_found += 1;
                assert_eq!(ops, capture_diff_slices(Algorithm::Histogram, left, right));
            }
        }
        assert!(n_found > 1_000);
    }
}
