//! Words inside one link: which tokens are equal, which are changed.
//!
//! `similar`'s Histogram algorithm compares match keys; of its algorithms it agrees best with edits marked
//! by people (token F1 0.942). Unaligned text never comes here.

use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, capture_diff_slices_deadline};

use super::align::Link;
use super::{Budget, Input, cleanup};
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;
use crate::text::token::Token;

/// Above this many tokens on one side a faster algorithm compares them.
const MAX_HISTOGRAM: usize = 20_000;

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
        return runs.iter().flat_map(|run| in_pieces(run, &words.sequences)).collect();
    }
    let tokens = |side: Side| -> Vec<Token> {
        let all = sides[side].version.tokens();
        words.sequences[side].iter().map(|at| all[*at]).collect()
    };
    let tokens = Sides::new(tokens(Side::Left), tokens(Side::Right));
    let runs = cleanup::cleanup(runs, tokens.as_ref().map(Vec::as_slice));
    runs.iter().flat_map(|run| in_pieces(run, &words.sequences)).collect()
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
    let ops = capture_diff_slices(Algorithm::Hunt, &words.keys.left, &words.keys.right);
    let changed = ops.iter().filter(|op| op.tag() != DiffTag::Equal);
    changed.map(|op| op.old_range().len() + op.new_range().len()).sum()
}

/// The tokens of one link, in order.
struct Words {
    /// Their places among the tokens of their versions.
    sequences: Sides<Vec<usize>>,
    keys: Sides<Vec<MatchKey>>,
}

impl Words {
    fn new(sides: &Sides<Input<'_>>, link: &Link) -> Self {
        let sequences =
            Sides::new(sequence(sides, link, Side::Left), sequence(sides, link, Side::Right));
        let keys = |side: Side| {
            let tokens = sides[side].version.tokens();
            sequences[side].iter().map(|at| tokens[*at].key).collect()
        };
        let keys = Sides::new(keys(Side::Left), keys(Side::Right));
        Self { sequences, keys }
    }

    fn runs(&self, budget: &Budget<'_>) -> Vec<TokenRun> {
        let Sides { left, right } = &self.keys;
        if left == right {
            let tokens = Sides::new(0..left.len(), 0..right.len());
            return vec![TokenRun { tokens, is_equal: true }];
        }
        // Histogram reads best and is slow where little is common; a passage that long is read by nobody.
        let is_long = left.len().max(right.len()) > MAX_HISTOGRAM;
        let algorithm = if is_long { Algorithm::Patience } else { Algorithm::Histogram };
        let ops = capture_diff_slices_deadline(algorithm, left, right, budget.deadline());
        ops.iter().map(as_run).collect()
    }
}

/// One change for the whole link: what is said when there is no time for words.
pub fn whole(sides: &Sides<Input<'_>>, link: &Link) -> Vec<TokenRun> {
    let sequences =
        Sides::new(sequence(sides, link, Side::Left), sequence(sides, link, Side::Right));
    let keys =
        |side: Side| sequences[side].iter().map(move |at| sides[side].version.tokens()[*at].key);
    let is_equal = keys(Side::Left).eq(keys(Side::Right));
    let tokens = Sides::new(0..sequences.left.len(), 0..sequences.right.len());
    in_pieces(&TokenRun { tokens, is_equal }, &sequences)
}

/// Indices of the tokens of a link's passages on one side.
fn sequence(sides: &Sides<Input<'_>>, link: &Link, side: Side) -> Vec<usize> {
    let passages = sides[side].version.passages();
    link.passages[side].iter().flat_map(|passage| passages[*passage].tokens.clone()).collect()
}

fn as_run(op: &DiffOp) -> TokenRun {
    TokenRun {
        tokens: Sides::new(op.old_range(), op.new_range()),
        is_equal: op.tag() == DiffTag::Equal,
    }
}

/// A run over the sequences as runs over neighbouring tokens: it is cut where a link's passages are no
/// neighbours.
fn in_pieces(run: &TokenRun, sequences: &Sides<Vec<usize>>) -> Vec<TokenRun> {
    let slices = Sides::new(
        &sequences.left[run.tokens.left.clone()],
        &sequences.right[run.tokens.right.clone()],
    );
    if run.is_equal {
        let mut pieces: Vec<TokenRun> = Vec::new();
        for (left, right) in slices.left.iter().zip(slices.right) {
            match pieces.last_mut() {
                Some(last) if last.tokens.left.end == *left && last.tokens.right.end == *right => {
                    last.tokens.left.end += 1;
                    last.tokens.right.end += 1;
                }
                _ => pieces.push(TokenRun {
                    tokens: Sides::new(*left..left + 1, *right..right + 1),
                    is_equal: true,
                }),
            }
        }
        return pieces;
    }
    let cut = slices.map(neighbours);
    let n_pieces = cut.left.len().max(cut.right.len());
    let place = |side: Side| {
        // Where an empty reading stands: before the token that follows it.
        let at = run.tokens[side].start;
        let before =
            at.checked_sub(1).and_then(|before| sequences[side].get(before)).map(|token| token + 1);
        before.or_else(|| sequences[side].get(at).copied()).unwrap_or(0)
    };
    let piece = |side: Side, n: usize| {
        cut[side].get(n).cloned().unwrap_or_else(|| {
            let at = cut[side].last().map_or_else(|| place(side), |last| last.end);
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

/// Ranges of consecutive numbers.
fn neighbours(indices: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in indices {
        match ranges.last_mut() {
            Some(last) if last.end == *at => last.end += 1,
            _ => ranges.push(*at..at + 1),
        }
    }
    ranges
}
