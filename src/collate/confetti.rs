//! No confetti: common runs of one or two tokens between two changes.
//!
//! In a reworded sentence such a run is a coincidence, and as an island it only makes the reader's eye jump. It is
//! taken into the changes beside it, but never at the price of what these say: a figure, a day, a name or a quotation
//! that changed stays an edit of its own, and beside one only words of grammar are taken into a plain change.

use super::edit::Class;
use super::refine::TokenRun;
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;
use crate::text::token::Token;

/// The longest common run that may be taken into changes, in tokens.
///
/// With what stays, just under one in ten of the common runs between changes are that short. In the edits that people
/// mark in arXivEdits two in five are; there the token F1 is 0.92 with this, and 0.93 without.
const MAX_SWALLOWED: usize = 2;

/// The tokens of both sides that a small change has: one word for another.
const SMALL_CHANGE: usize = 2;

/// The tokens of both sides up to which two changes of a class may be one.
const MAX_ONE: usize = 24;

/// Links of more tokens than this are no sentences, and stay as they are.
const MAX_TIDIED: usize = 4_000;

/// The tokens of both sides from which on a change is long.
const LONG_CHANGE: usize = 6;

/// Joins changes over short common runs. `class_of` names the class that a change would have by itself.
pub fn join(
    runs: Vec<TokenRun>,
    tokens: Sides<&[Token]>,
    class_of: &dyn Fn(&TokenRun) -> Class,
) -> Vec<TokenRun> {
    let quotation_marks = ["\"", "'"].map(MatchKey::of);
    let is_short = |run: &TokenRun| {
        let own = tokens.left.get(run.tokens.left.clone()).unwrap_or_default();
        run.is_equal
            && own.len() <= MAX_SWALLOWED
            && !own.iter().any(|token| quotation_marks.contains(&token.key))
    };
    let is_quotation_mark = |run: &TokenRun| {
        Side::BOTH.iter().all(|side| {
            let own = tokens[*side].get(run.tokens[*side].clone()).unwrap_or_default();
            own.iter().all(|token| quotation_marks.contains(&token.key))
        })
    };
    let tells = |run: &TokenRun| {
        let own = tokens.left.get(run.tokens.left.clone()).unwrap_or_default();
        own.iter().all(Token::is_content)
    };
    let n_tokens: usize = runs.iter().map(size).sum();
    if n_tokens > MAX_TIDIED || runs.len() < 3 {
        return runs;
    }
    let mut joined: Vec<TokenRun> = Vec::with_capacity(runs.len());
    // Whether the next run was put together of plain changes, and whether the last one was: such a one is wording,
    // whatever its words would be by themselves.
    let (mut is_next_plain, mut is_last_plain) = (false, false);
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        let is_between = is_short(&run)
            && joined.last().is_some_and(|before| !before.is_equal && touches(before, &run))
            && runs.peek().is_some_and(|after| !after.is_equal && touches(&run, after));
        let is_first = joined.len() == 1;
        let (Some(before), Some(after), true) = (joined.last_mut(), runs.peek_mut(), is_between)
        else {
            is_last_plain = std::mem::take(&mut is_next_plain);
            joined.push(run);
            continue;
        };
        let own = tokens.left.get(run.tokens.left.clone()).unwrap_or_default();
        let is_light = !own.iter().any(Token::is_content);
        // A long change takes a word with meaning too; what one side has alone stays alone.
        let takes =
            |change: &TokenRun| (is_light && !is_one_sided(change)) || size(change) >= LONG_CHANGE;
        let is_island = tells(&run) && is_small(before) && is_small(after);
        let class = match class_of(before) {
            _ if is_last_plain => Class::Wording,
            // At the start of a passage only what must not be lost is told apart.
            class if is_first && !stays(class) => Class::Wording,
            class => class,
        };
        let next_class = class_of(after);
        let both = TokenRun { tokens: whole(before, after), is_equal: false };
        let is_one = class == next_class
            && !is_plain(class)
            && size(&both) <= MAX_ONE
            && [class, Class::Spelling].contains(&class_of(&both));
        // Marks of quotation that one side puts around a word are not joined over it.
        let is_quoting = is_quotation_mark(before) || is_quotation_mark(after);
        match (is_plain(class), is_plain(next_class)) {
            _ if is_quoting => joined.push(run),
            (true, true) => {
                // The change after begins where the one before began; that one is dropped.
                *after = both;
                joined.pop();
                is_next_plain = true;
            }
            _ if is_island => joined.push(run),
            // "from 34 to 19": two figures side by side are one change of figures; "two-and-twenty" is "twenty-two".
            _ if is_one => {
                *after = both;
                joined.pop();
            }
            (true, false) if takes(before) => before.tokens = whole(before, &run),
            (false, true) if takes(after) => after.tokens = whole(&run, after),
            _ => joined.push(run),
        }
    }
    joined
}

/// Whether a change of this class is never taken into another one.
const fn stays(class: Class) -> bool {
    matches!(class, Class::Number | Class::Date | Class::Quotation | Class::Name)
}

/// Whether no token stands between two runs, on either side.
fn touches(before: &TokenRun, after: &TokenRun) -> bool {
    Side::BOTH.iter().all(|side| before.tokens[*side].end == after.tokens[*side].start)
}

fn whole(first: &TokenRun, last: &TokenRun) -> Sides<std::ops::Range<usize>> {
    let range = |side: Side| first.tokens[side].start..last.tokens[side].end;
    Sides::new(range(Side::Left), range(Side::Right))
}

const fn size(run: &TokenRun) -> usize {
    let Sides { left, right } = &run.tokens;
    (left.end - left.start) + (right.end - right.start)
}

const fn is_small(run: &TokenRun) -> bool {
    size(run) <= SMALL_CHANGE
}

fn is_one_sided(run: &TokenRun) -> bool {
    run.tokens.left.is_empty() || run.tokens.right.is_empty()
}

/// Whether a change says nothing that would be lost in a longer one.
const fn is_plain(class: Class) -> bool {
    matches!(class, Class::Wording | Class::Addition | Class::Cut | Class::Punctuation)
}
