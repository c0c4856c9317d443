//! Tidying a word diff for readers: no confetti, edits where a reader would put them.
//!
//! Three steps, each a pure function over runs:
//! 1. a passage that is mostly rewritten keeps only the common runs of three words and more;
//! 2. pure additions and cuts slide as far right as they can (exact-edit F1 0.670 against 0.660);
//! 3. neighbouring runs of a kind are joined.
//!
//! Short common runs between changes are [`super::confetti`]'s, once the class of every change is known.

use std::ops::Range;

use super::refine::TokenRun;
use crate::sides::{Side, Sides};
use crate::text::token::Token;

/// When less than this share of the words is common, a passage counts as rewritten.
const REWRITTEN: f32 = 0.4;

/// Common runs of a rewritten passage that are kept, in words.
const MIN_KEPT_WORDS: usize = 3;

/// Tidies the runs of one link, ranges of its `tokens`; they cover both sides before and after.
pub fn cleanup(runs: Vec<TokenRun>, tokens: Sides<&[Token]>) -> Vec<TokenRun> {
    let runs = if is_rewritten(&runs, tokens) { keep_long_runs(runs, tokens) } else { runs };
    joined(slide(joined(runs), tokens))
}

/// Whether too little is common for single words to mean anything.
fn is_rewritten(runs: &[TokenRun], tokens: Sides<&[Token]>) -> bool {
    let (mut common, mut all) = (0.0, 0.0);
    for run in runs {
        for side in Side::BOTH {
            let mass: f32 = tokens[side][run.tokens[side].clone()].iter().map(Token::weight).sum();
            all += mass;
            common += if run.is_equal { mass } else { 0.0 };
        }
    }
    common < REWRITTEN * all
}

fn n_words(run: &TokenRun, tokens: Sides<&[Token]>) -> usize {
    tokens.left[run.tokens.left.clone()].iter().filter(|token| token.is_word()).count()
}

fn keep_long_runs(runs: Vec<TokenRun>, tokens: Sides<&[Token]>) -> Vec<TokenRun> {
    runs.into_iter()
        .map(|run| TokenRun {
            is_equal: run.is_equal && n_words(&run, tokens) >= MIN_KEPT_WORDS,
            ..run
        })
        .collect()
}

/// Joins neighbouring runs of a kind.
fn joined(mut runs: Vec<TokenRun>) -> Vec<TokenRun> {
    runs.retain(|run| !run.tokens.left.is_empty() || !run.tokens.right.is_empty());
    runs.dedup_by(|run, last| {
        let is_one = last.is_equal == run.is_equal;
        if is_one {
            last.tokens.left.end = run.tokens.left.end;
            last.tokens.right.end = run.tokens.right.end;
        }
        is_one
    });
    runs
}

/// Moves each pure addition or cut to the right while the token that leaves it equals the one that enters.
fn slide(mut runs: Vec<TokenRun>, tokens: Sides<&[Token]>) -> Vec<TokenRun> {
    let key = |side: Side, at: usize| tokens[side][at].key;
    for at in 0..runs.len() {
        let Some(side) = one_sided(&runs[at]) else {
            continue;
        };
        let Some(after) = runs.get(at + 1).filter(|run| run.is_equal) else {
            continue;
        };
        let room = after.tokens.left.len();
        let own = runs[at].tokens[side].clone();
        let steps = (0..room)
            .take_while(|step| key(side, own.start + step) == key(side, own.end + step))
            .count();
        // A whole run may be slid over only if a common run is left to stand before what follows.
        let steps = if steps == room && at + 2 < runs.len() { 0 } else { steps };
        if steps > 0 {
            shift(&mut runs, at, side, steps);
        }
    }
    runs
}

fn one_sided(run: &TokenRun) -> Option<Side> {
    match (run.is_equal, run.tokens.left.is_empty(), run.tokens.right.is_empty()) {
        (false, false, true) => Some(Side::Left),
        (false, true, false) => Some(Side::Right),
        _ => None,
    }
}

fn shift(runs: &mut Vec<TokenRun>, at: usize, side: Side, steps: usize) {
    let moved = |range: &Range<usize>| range.start + steps..range.end + steps;
    let before = runs[at].tokens.clone();
    runs[at].tokens = Sides::new(moved(&before.left), moved(&before.right));
    let after = &mut runs[at + 1].tokens;
    after.left.start += steps;
    after.right.start += steps;
    // What was slid over is common now, and stands before.
    let common = Sides::new(
        before.left.start..before.left.start + steps,
        before.right.start..before.right.start + steps,
    );
    debug_assert_eq!(common[side].len(), steps);
    match at.checked_sub(1).and_then(|previous| runs.get_mut(previous)).filter(|run| run.is_equal) {
        Some(previous) => {
            previous.tokens.left.end += steps;
            previous.tokens.right.end += steps;
        }
        None => runs.insert(at, TokenRun { tokens: common, is_equal: true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::token::tokenize;

    /// Compares two lines and prints the result in wdiff's marks.
    #[track_caller]
    fn check(left: &str, right: &str, expected: &str) {
        let tokens = Sides::new(left, right).map(|text| tokenize(text, Span::new(0, text.len())));
        let keys = tokens.as_ref().map(|tokens| tokens.iter().map(|t| t.key).collect::<Vec<_>>());
        let ops =
            similar::capture_diff_slices(similar::Algorithm::Histogram, &keys.left, &keys.right);
        let runs = ops
            .iter()
            .map(|op| TokenRun {
                tokens: Sides::new(op.old_range(), op.new_range()),
                is_equal: op.tag() == similar::DiffTag::Equal,
            })
            .collect();
        let show = |side: Side, range: &Range<usize>| {
            let text = if side == Side::Left { left } else { right };
            range.clone().map(|at| tokens[side][at].span().of(text)).collect::<Vec<_>>().join(" ")
        };
        let mut out = Vec::new();
        for run in cleanup(runs, tokens.as_ref().map(Vec::as_slice)) {
            if run.is_equal {
                out.push(show(Side::Left, &run.tokens.left));
                continue;
            }
            if !run.tokens.left.is_empty() {
                out.push(format!("[-{}-]", show(Side::Left, &run.tokens.left)));
            }
            if !run.tokens.right.is_empty() {
                out.push(format!("{{+{}+}}", show(Side::Right, &run.tokens.right)));
            }
        }
        assert_eq!(out.join(" "), expected);
    }

    #[test]
    fn plain_changes_stay() {
        check(
            "met at the hall on Tuesday to talk",
            "met at the hall today to talk",
            "met at the hall [-on Tuesday-] {+today+} to talk",
        );
    }

    #[test]
    fn additions_slide_right() {
        check("the old wall fell", "the old old wall fell", "the old {+old+} wall fell");
        check("a b c d e f", "a b c b c d e f", "a b c {+b c+} d e f");
    }

    #[test]
    fn a_rewritten_sentence_is_no_confetti() {
        check(
            "The minister told the press on Monday that he would not resign over it",
            "On Monday a spokesman for her office denied the report as the work of rivals",
            "[-The minister told the press on Monday that he would not resign over it-] \
             {+On Monday a spokesman for her office denied the report as the work of rivals+}",
        );
    }
}
