//! The figures of a comparison.

use super::Input;
use super::edit::{Class, Edit, Unit};
use crate::sides::{Side, Sides};
use crate::text::Span;
use crate::text::token::Token;

/// How much two versions have in common, and how many edits of which class part them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Share of the words of each side that the other has too, in linked passages; furniture and repeats
    /// apart. From 0 to 1.
    pub shared: Sides<f64>,
    /// Number of edits, those of typography left out.
    pub n_edits: usize,
    /// Number of edits by class, in the order of [`Class::ALL`].
    pub by_class: [usize; Class::ALL.len()],
}

impl Summary {
    /// Number of edits of one class.
    pub const fn count(&self, class: Class) -> usize {
        self.by_class[class as usize]
    }

    /// Whether the wording is the same: nothing but typography and furniture differs.
    pub const fn is_same(&self) -> bool {
        self.n_edits == 0
    }
}

/// Counts. `n_swallowed` are the common words that stand inside edits.
pub fn summarize(
    sides: &Sides<Input<'_>>,
    units: &[Unit],
    edits: &[Edit],
    n_swallowed: Sides<usize>,
) -> Summary {
    let mut by_class = [0; Class::ALL.len()];
    for edit in edits {
        by_class[edit.class as usize] += 1;
    }
    let n_edits = edits.len() - by_class[Class::Typography as usize];
    let share = |side: Side| {
        let (mut all, mut common) = (0, n_swallowed[side]);
        let mut next = 0;
        for unit in units.iter().filter(|unit| !unit.is_furniture && unit.repeat_of.is_none()) {
            for run in &unit.runs {
                let Some(span) = run.spans[side] else {
                    continue;
                };
                let words = n_words(sides[side], span, &mut next);
                all += words;
                let is_common = run.edit.is_none_or(|edit| {
                    matches!(edits[edit].class, Class::Typography | Class::Spelling)
                });
                if is_common && run.spans[side.other()].is_some() {
                    common += words;
                }
            }
        }
        if all == 0 { 0.0 } else { common.min(all) as f64 / all as f64 }
    };
    Summary { shared: Sides::new(share(Side::Left), share(Side::Right)), n_edits, by_class }
}

/// The words of a span. Most spans begin with the token that was `next` after the last one.
fn n_words(input: Input<'_>, span: Span, next: &mut usize) -> usize {
    let tokens = input.version.tokens();
    let is_before = |token: &Token| token.span().start < span.start;
    if next.checked_sub(1).is_some_and(|before| !is_before(&tokens[before]))
        || tokens.get(*next).is_some_and(is_before)
    {
        *next = tokens.partition_point(is_before);
    }
    let own = tokens[*next..].iter().take_while(|token| token.span().end <= span.end);
    let mut n_words = 0;
    for token in own {
        n_words += usize::from(token.is_word());
        *next += 1;
    }
    n_words
}
