//! [`weave`]: both sides of a passage in one column: what they have in common once, then each reading, the left's first.

use std::iter;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

use crate::report::evidence::{Passage, Piece};
use crate::sides::{Side, Sides};
use crate::text::keys::{is_dash, typographic_spelling};

/// What a stretch of the column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text of both sides, as the left spells it.
    Common,
    /// Text of one side: the reading of the edit with this number, or of none that the report shows.
    Reading(Side, Option<usize>),
}

/// A stretch of the column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Strand {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its text, without white space at its ends.
    pub(crate) text: String,
    /// Whether white space stands before it.
    pub(crate) is_spaced: bool,
}

/// The smallest part of a side that is not divided further.
#[derive(Clone, Copy, Debug)]
struct Atom<'a> {
    is_spaced: bool,
    what: What<'a>,
}

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    /// A character of what no shown edit is about. `fold` is what it is compared by; a ligature has several, of which
    /// only the first is `shown`; what only a typesetter sees has none.
    Letter { fold: Option<char>, shown: Option<char> },
    /// A reading of an edit.
    Reading { edit: usize, text: &'a str },
}

/// Puts both sides of a passage into one column.
///
/// Edits with two readings are the points where both sides meet. Between two of them both have the same letters, typography
/// apart, so that a reading of one side alone finds its place. Where they have not, because the report leaves an edit out,
/// the words that differ stand there as readings without a number. Where even the edits are in another order, the whole left
/// stands before the whole right.
pub(crate) fn weave(passage: &Passage) -> Vec<Strand> {
    let atoms = passage.pieces.as_ref().map(|pieces| atoms(pieces));
    let mut column = Column::default();
    let Some(shared) = meeting_points(&atoms) else {
        column.push_apart(Side::Left, &atoms.left);
        column.push_across(&atoms.right);
        return column.strands;
    };
    let mut rest = atoms.as_ref().map(Vec::as_slice);
    for number in shared {
        let (mut before, mut after) = (Sides::default(), Sides::default());
        let mut own = Sides::default();
        for side in Side::BOTH {
            let is_it =
                |atom: &Atom<'_>| matches!(atom.what, What::Reading { edit, .. } if edit == number);
            let at = rest[side].iter().position(is_it).unwrap_or(rest[side].len());
            let (head, tail) = rest[side].split_at(at);
            before[side] = head;
            let (it, tail) = tail.split_at(tail.len().min(1));
            (own[side], after[side]) = (it, tail);
        }
        column.push_stretch(before);
        let is_first = column.strands.is_empty();
        column.push_apart(Side::Left, own.left);
        if is_first {
            column.push_across(own.right);
        } else {
            column.push_apart(Side::Right, own.right);
        }
        rest = after;
    }
    column.push_stretch(rest);
    column.strands
}

fn atoms(pieces: &[Piece]) -> Vec<Atom<'_>> {
    let mut atoms: Vec<Atom<'_>> = Vec::new();
    let mut is_spaced = false;
    for piece in pieces {
        let Some(edit) = piece.edit else {
            for c in piece.text.chars() {
                if c.is_whitespace() {
                    is_spaced = true;
                } else {
                    push_letter(&mut atoms, c, is_spaced);
                    is_spaced = false;
                }
            }
            continue;
        };
        let text = if piece.text.trim().is_empty() { &piece.text } else { piece.text.trim() };
        is_spaced |= piece.text.starts_with(char::is_whitespace);
        atoms.push(Atom { is_spaced, what: What::Reading { edit, text } });
        is_spaced = piece.text.ends_with(char::is_whitespace);
    }
    atoms
}

fn push_letter(atoms: &mut Vec<Atom<'_>>, c: char, is_spaced: bool) {
    let mut push = |fold: Option<char>, shown: Option<char>| {
        let is_spaced = is_spaced && shown.is_some();
        atoms.push(Atom { is_spaced, what: What::Letter { fold, shown } });
    };
    let folds = folds(c);
    if folds.is_empty() {
        push(None, Some(c));
    }
    for (n, fold) in folds.chars().enumerate() {
        push(Some(fold), (n == 0).then_some(c));
    }
    // Two hyphens are a dash.
    if is_dash(c)
        && !is_spaced
        && let [.., Atom { what: What::Letter { fold: Some('-'), .. }, .. }, last] =
            atoms.as_mut_slice()
    {
        last.what = What::Letter { fold: None, shown: Some(c) };
    }
}

/// What a character is compared by: without its typography, its case, and however its accent is written.
fn folds(c: char) -> String {
    match c {
        '`' => "'".to_owned(),
        '…' => "...".to_owned(),
        c if c.is_ascii() => c.to_ascii_lowercase().to_string(),
        c => {
            let plain = |c: char| typographic_spelling(c.encode_utf8(&mut [0; 4])).into_owned();
            iter::once(c).nfd().map(plain).collect::<String>().to_lowercase()
        }
    }
}

/// The edits that have a reading on both sides, in order; nothing if both sides do not have them in the same order.
fn meeting_points(atoms: &Sides<Vec<Atom<'_>>>) -> Option<Vec<usize>> {
    let numbers = |side: Side| {
        atoms[side].iter().filter_map(|atom| match atom.what {
            What::Reading { edit, .. } => Some(edit),
            What::Letter { .. } => None,
        })
    };
    let known = |side: Side| numbers(side).collect::<FxHashSet<usize>>();
    let known = Sides::new(known(Side::Left), known(Side::Right));
    let is_once = |side: Side| known[side].len() == numbers(side).count();
    let shared = |side: Side| -> Vec<usize> {
        numbers(side).filter(|number| known[side.other()].contains(number)).collect()
    };
    let points = shared(Side::Left);
    (is_once(Side::Left) && is_once(Side::Right) && points == shared(Side::Right)).then_some(points)
}

/// The column while it grows.
#[derive(Debug, Default)]
struct Column {
    strands: Vec<Strand>,
}

impl Column {
    fn push(&mut self, kind: Kind, text: &str, is_spaced: bool) {
        self.strands.push(Strand { kind, text: text.to_owned(), is_spaced });
    }

    fn push_char(&mut self, kind: Kind, shown: Option<char>, is_spaced: bool) {
        let Some(c) = shown else { return };
        match self.strands.last_mut().filter(|last| last.kind == kind) {
            Some(last) => {
                last.text.extend(is_spaced.then_some(' '));
                last.text.push(c);
            }
            None => self.push(kind, c.encode_utf8(&mut [0; 4]), is_spaced),
        }
    }

    /// Adds text of one side as readings.
    fn push_apart(&mut self, side: Side, atoms: &[Atom<'_>]) {
        for atom in atoms {
            match atom.what {
                What::Letter { shown, .. } => {
                    self.push_char(Kind::Reading(side, None), shown, atom.is_spaced);
                }
                What::Reading { edit, text } => {
                    self.push(Kind::Reading(side, Some(edit)), text, atom.is_spaced);
                }
            }
        }
    }

    /// Adds text of the right with which its passage begins, after text of the left.
    fn push_across(&mut self, atoms: &[Atom<'_>]) {
        let at = self.strands.len();
        self.push_apart(Side::Right, atoms);
        if let Some(first) = self.strands.get_mut(at) {
            first.is_spaced = true;
        }
    }

    /// Adds what stands between two meeting points.
    fn push_stretch(&mut self, sides: Sides<&[Atom<'_>]>) {
        let letters = sides.map(letters);
        let n = letters.as_ref().map(Vec::len);
        let folds = |side: Side| letters[side].iter().map(|(_, fold)| *fold);
        let n_least = n.left.min(n.right);
        let same = folds(Side::Left).zip(folds(Side::Right)).take_while(|(l, r)| l == r).count();
        if n.left == n.right && same == n_least {
            return self.push_common(sides);
        }
        let ends = folds(Side::Left).rev().zip(folds(Side::Right).rev());
        let n_after = ends.take(n_least - same).take_while(|(l, r)| l == r).count();
        // No word is torn apart.
        let is_border = |side: Side, at: usize| match letters[side].get(at) {
            Some((atom, _)) => at == 0 || sides[side][*atom].is_spaced,
            None => true,
        };
        let head = (0..=same).rev().find(|at| Side::BOTH.iter().all(|side| is_border(*side, *at)));
        let head = head.unwrap_or(0);
        let n_after = (0..=n_after)
            .rev()
            .find(|count| Side::BOTH.iter().all(|side| is_border(*side, n[*side] - count)))
            .unwrap_or(0);
        let cut = |side: Side, at: usize| letters[side].get(at).map_or(sides[side].len(), |l| l.0);
        let mut middle = Sides::default();
        let mut tail = Sides::default();
        let mut common = Sides::default();
        for side in Side::BOTH {
            let (before, rest) = sides[side].split_at(cut(side, head));
            let (own, after) = rest.split_at(cut(side, n[side] - n_after) - before.len());
            (common[side], middle[side], tail[side]) = (before, own, after);
        }
        self.push_common(common);
        for side in Side::BOTH {
            self.push_apart(side, middle[side]);
        }
        self.push_common(tail);
    }

    /// Adds text that both sides have, as the left spells it, with the readings that stand in it.
    fn push_common(&mut self, sides: Sides<&[Atom<'_>]>) {
        let (mut left, mut right) = (sides.left.iter().peekable(), sides.right.iter().peekable());
        // Whether the right has white space where the left has none.
        let mut is_spaced = false;
        loop {
            let fold = |atom: Option<&&Atom<'_>>| match atom.map(|atom| atom.what) {
                Some(What::Letter { fold, .. }) => fold,
                Some(What::Reading { .. }) | None => None,
            };
            match (left.peek(), right.peek()) {
                (Some(atom), _) if fold(Some(atom)).is_none() => {
                    match atom.what {
                        What::Letter { shown, .. } => {
                            self.push_char(Kind::Common, shown, atom.is_spaced);
                        }
                        What::Reading { .. } => self.push_apart(Side::Left, &[**atom]),
                    }
                    left.next();
                }
                (_, Some(atom)) if fold(Some(atom)).is_none() => {
                    if matches!(atom.what, What::Reading { .. }) {
                        self.push_apart(Side::Right, &[**atom]);
                    }
                    right.next();
                }
                (Some(own), Some(other)) => {
                    let is_new = self.strands.last().is_none_or(|last| last.kind != Kind::Common);
                    is_spaced |= other.is_spaced;
                    if let What::Letter { shown, .. } = own.what {
                        let is_spaced = own.is_spaced || (is_new && is_spaced);
                        self.push_char(Kind::Common, shown, is_spaced);
                    }
                    is_spaced = false;
                    left.next();
                    right.next();
                }
                (Some(_) | None, None) | (None, Some(_)) => return,
            }
        }
    }
}

/// Where the letters of a stretch are, and what they are compared by.
fn letters(atoms: &[Atom<'_>]) -> Vec<(usize, char)> {
    let fold = |(at, atom): (usize, &Atom<'_>)| match atom.what {
        What::Letter { fold, .. } => Some((at, fold?)),
        What::Reading { .. } => None,
    };
    atoms.iter().enumerate().filter_map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::Relation;

    /// Pieces from a text in which the readings of edits stand in brackets: "a [1:b] c".
    fn pieces(text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for part in text.split_inclusive(']') {
            let (common, reading) = part.split_once('[').unwrap_or((part, ""));
            if !common.is_empty() {
                pieces.push(Piece { text: common.to_owned(), edit: None });
            }
            if let Some((number, reading)) = reading.trim_end_matches(']').split_once(':') {
                pieces.push(Piece { text: reading.to_owned(), edit: number.parse().ok() });
            }
        }
        pieces
    }

    #[track_caller]
    fn check(left: &str, right: &str, expected: &str) {
        let passage = Passage {
            relation: Relation::Edited,
            is_furniture: false,
            is_repeat: false,
            is_heading: false,
            pieces: Sides::new(pieces(left), pieces(right)),
            edits: Vec::new(),
            notes: Vec::new(),
        };
        let strands = weave(&passage);
        let mut column = String::new();
        for (n, strand) in strands.iter().enumerate() {
            column.extend((strand.is_spaced && n > 0).then_some(' '));
            let number = |edit: Option<usize>| edit.map(|n| format!("{n}:")).unwrap_or_default();
            let (open, close) = match strand.kind {
                Kind::Common => (String::new(), ""),
                Kind::Reading(Side::Left, edit) => (format!("[{}", number(edit)), "]"),
                Kind::Reading(Side::Right, edit) => (format!("{{{}", number(edit)), "}"),
            };
            column.push_str(&open);
            column.push_str(&strand.text);
            column.push_str(close);
        }
        // The column says all that either side says, typography apart.
        for side in Side::BOTH {
            let own = strands.iter().filter(|strand| {
                matches!(strand.kind, Kind::Common)
                    || matches!(strand.kind, Kind::Reading(of, _) if of == side)
            });
            let said: String = own.map(|strand| strand.text.as_str()).collect();
            let text: String = passage.pieces[side].iter().map(|piece| &*piece.text).collect();
            let plain = |text: &str| {
                let text: String = text.chars().filter(|c| !c.is_whitespace()).map(folds).collect();
                text.replace("--", "-")
            };
            assert_eq!(plain(&said), plain(&text), "{side:?}");
        }
        assert_eq!(column, expected);
    }

    #[test]
    fn readings_stand_where_they_belong() {
        check("a [1:b] c", "a [1:x] c", "a [1:b] {1:x} c");
        check("a b", "a [1:x] b", "a {1:x} b");
        check("a [1:x] b", "a b", "a [1:x] b");
        check("he says, then", "he says [1:it], then", "he says {1:it}, then");
        check("a b", "[1:x] a b", "{1:x} a b");
        check("[1:x] a b", "a b [2:y]", "[1:x] a b {2:y}");
        check("a b c d", "a [1:x] b [2:y] c d", "a {1:x} b {2:y} c d");
        check("a[1:,] b [2:c]", "a[1:;] b", "a[1:,]{1:;} b [2:c]");
        check("[1:all of it]", "", "[1:all of it]");
        check("", "[1:all of it]", "{1:all of it}");
        check("[1:A] b", "[1:The] b", "[1:A] {1:The} b");
    }

    #[test]
    fn typography_is_no_difference() {
        check(
            "“so” it’s… done — now",
            "\"so\" it's ... done -- [1:x] now",
            "“so” it’s… done — {1:x} now",
        );
        check("cafe\u{301} co\u{AD}op", "café [1:x] coop", "cafe\u{301} {1:x} co\u{AD}op");
        check("The end. ﬁve", "the end. [1:x] five", "The end. {1:x} ﬁve");
        check("a - b", "a–[1:x] b", "a -{1:x} b");
    }

    #[test]
    fn what_the_report_leaves_out_is_told_apart() {
        check("on Tuesday night", "on Monday night", "on [Tuesday] {Monday} night");
        check("a one b [1:x] c", "a two b [1:y] c", "a [one] {two} b [1:x] {1:y} c");
        check("only here", "", "[only here]");
        check("a b c", "a b", "a b [c]");
        check("a b", "a a b", "a {a} b");
        check("a one [1:x] b", "a two b", "a [one] [1:x] {two} b");
    }

    #[test]
    fn another_order_stands_apart() {
        check("[1:a] b [2:c]", "[2:c] b [1:a]", "[1:a] [b] [2:c] {2:c} {b} {1:a}");
        check("[1:a] b [1:c]", "[1:x] b", "[1:a] [b] [1:c] {1:x} {b}");
    }
}
