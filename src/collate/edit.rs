//! [`Unit`] and [`Edit`]: what a comparison consists of, and how it is put together from links.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::Input;
use super::align::Link;
use super::classify::{Change, Classifier};
use super::confetti;
use super::refine::TokenRun;
use super::tail::Tail;
use crate::sides::{Side, Sides};
use crate::text::keys::{MatchKey, is_ignorable, typographic_spelling};
use crate::text::{Span, one_line};

/// How an aligned passage of one version stands to that of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same words; at most typography differs.
    Same,
    /// The same passage with edits.
    Edited,
    /// At another place, perhaps edited too.
    Moved,
    /// One passage of the left is several of the right.
    Split,
    /// Several passages of the left are one of the right.
    Merged,
    /// Only the left has it.
    LeftOnly,
    /// Only the right has it.
    RightOnly,
}

impl Relation {
    /// The name in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Edited => "edited",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::LeftOnly => "left-only",
            Self::RightOnly => "right-only",
        }
    }
}

/// What kind of edit it is. Where several fit, the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Quotation marks, dashes, spaces, a capital that only begins a sentence: what only a typesetter sees. Folded unless
    /// asked for.
    Typography,
    /// Marks only.
    Punctuation,
    /// Case, abbreviation, American against British spelling.
    Spelling,
    /// A figure changed its value.
    Number,
    /// A day, a month, a time of day.
    Date,
    /// Words inside quotation marks on both sides.
    Quotation,
    /// Who said it, which agency is credited.
    Attribution,
    /// Names and titles.
    Name,
    /// Other words for other words.
    Wording,
    /// Only the right has it.
    Addition,
    /// Only the left has it.
    Cut,
    /// The passage stands elsewhere.
    Move,
}

impl Class {
    /// All classes, in the order in which they are tried.
    pub const ALL: [Self; 12] = [
        Self::Typography,
        Self::Punctuation,
        Self::Spelling,
        Self::Number,
        Self::Date,
        Self::Quotation,
        Self::Attribution,
        Self::Name,
        Self::Wording,
        Self::Addition,
        Self::Cut,
        Self::Move,
    ];

    /// The name in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Typography => "typography",
            Self::Punctuation => "punctuation",
            Self::Spelling => "spelling",
            Self::Number => "number",
            Self::Date => "date",
            Self::Quotation => "quotation",
            Self::Attribution => "attribution",
            Self::Name => "name",
            Self::Wording => "wording",
            Self::Addition => "addition",
            Self::Cut => "cut",
            Self::Move => "move",
        }
    }

    /// The name of so many edits, for people.
    pub const fn counted(self, n: usize) -> &'static str {
        match self {
            _ if n == 1 => self.name(),
            Self::Number => "numbers",
            Self::Date => "dates",
            Self::Quotation => "quotations",
            Self::Attribution => "attributions",
            Self::Name => "names",
            Self::Addition => "additions",
            Self::Cut => "cuts",
            Self::Move => "moves",
            // These have no plural.
            Self::Typography | Self::Punctuation | Self::Spelling | Self::Wording => self.name(),
        }
    }
}

/// A place where two versions differ; the unit of review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Made of what the edit says and of its passage, so that it survives a change elsewhere.
    pub id: u64,
    /// The unit it stands in.
    pub unit: usize,
    /// What kind it is.
    pub class: Class,
    /// Each version's reading; absent where it has none.
    pub readings: Sides<Option<Span>>,
}

/// A stretch of a unit: common, edited, or only there. Runs and the white space between them make up the
/// passages byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text on both sides.
    pub spans: Sides<Option<Span>>,
    /// The edit it is, if it is one.
    pub edit: Option<usize>,
}

/// An aligned passage: a link of the passages of both sides, or a passage that one side has alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Made of the words of its passages.
    pub id: u64,
    /// How both sides stand to each other.
    pub relation: Relation,
    /// Whether it is text of the page, not of the article.
    pub is_furniture: bool,
    /// The unit whose passage this one repeats.
    pub repeat_of: Option<usize>,
    /// Indices of its passages on both sides; none where it is absent, several where split or merged.
    pub passages: Sides<Vec<usize>>,
    /// Its text, in order.
    pub runs: Vec<Run>,
    /// Its edits, as a range of the collation's.
    pub edits: Range<usize>,
}

/// What a [`Builder`] has made.
pub(super) struct Assembled {
    pub(super) units: Vec<Unit>,
    pub(super) edits: Vec<Edit>,
    /// Words common to both sides that stand inside edits.
    pub(super) n_swallowed: Sides<usize>,
}

/// Makes units and edits out of links, one after the other.
pub(super) struct Builder<'a> {
    sides: &'a Sides<Input<'a>>,
    classifier: Classifier<'a>,
    units: Vec<Unit>,
    edits: Vec<Edit>,
    /// Repeats whose unit is not known before all are placed: unit, side, passage repeated.
    repeats: Vec<(usize, Side, usize)>,
    n_seen: FxHashMap<u64, u64>,
    /// Common words that were taken into changes so that these read better.
    n_swallowed: Sides<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(sides: &'a Sides<Input<'a>>, n_units: usize) -> Self {
        let classifier = Classifier::new(sides);
        Self {
            sides,
            classifier,
            units: Vec::with_capacity(n_units),
            edits: Vec::new(),
            repeats: Vec::new(),
            n_seen: FxHashMap::default(),
            n_swallowed: Sides::default(),
        }
    }

    /// Adds a passage that one side has alone.
    pub(super) fn push_only(&mut self, side: Side, passage: usize, repeat_of: Option<usize>) {
        let is_furniture = self.sides[side].furniture.is_furniture(passage);
        let mut passages = Sides::default();
        passages[side] = vec![passage];
        let relation = if side == Side::Left { Relation::LeftOnly } else { Relation::RightOnly };
        self.open(relation, is_furniture, passages, 1);
        let mut spans = Sides::default();
        spans[side] = Some(self.sides[side].version.passages()[passage].span);
        if let Some(other) = repeat_of {
            self.repeats.push((self.units.len() - 1, side, other));
        }
        if is_furniture || repeat_of.is_some() {
            self.push_run(spans, None);
        } else {
            let class = if side == Side::Left { Class::Cut } else { Class::Addition };
            self.push_edit(spans, class);
        }
        self.close();
    }

    /// Adds the last passages of one side, neighbours without furniture or repeats, as one cut or addition, with the rest of
    /// the sentence before if the other side breaks off in it.
    pub(super) fn push_tail(&mut self, tail: &Tail) {
        let Tail { side, passages, torn_from } = tail;
        let all = &self.sides[*side].version.passages()[passages.clone()];
        let (Some(first), Some(last)) = (all.first(), all.last()) else {
            return;
        };
        let start = torn_from.map_or(first.span, |token| self.token_span(*side, token)).start;
        let mut members = Sides::default();
        members[*side] = passages.clone().collect();
        let (relation, class) = match side {
            Side::Left => (Relation::LeftOnly, Class::Cut),
            Side::Right => (Relation::RightOnly, Class::Addition),
        };
        self.open(relation, false, members, 1);
        let mut spans = Sides::default();
        spans[*side] = Some(Span { start, end: last.span.end });
        self.push_edit(spans, class);
        self.close();
    }

    /// Adds a link with its token runs.
    pub(super) fn push_link(&mut self, link: Link, runs: Vec<TokenRun>) {
        let is_furniture = Side::BOTH.iter().all(|side| {
            link.passages[*side].iter().all(|p| self.sides[*side].furniture.is_furniture(*p))
        });
        let whole = |side: Side| {
            let passages = self.sides[side].version.passages();
            let (first, last) = (link.passages[side].first()?, link.passages[side].last()?);
            Some(Span { start: passages[*first].span.start, end: passages[*last].span.end })
        };
        let whole = Sides::new(whole(Side::Left), whole(Side::Right));
        let lens = (link.passages.left.len(), link.passages.right.len());
        self.open(Relation::Same, is_furniture, link.passages, runs.len());
        let runs = self.joined(runs, is_furniture);
        for run in &runs {
            if is_furniture {
                // What pages say around the article is shown, and never reviewed.
                let span = |side: Side| self.span_of(side, &run.tokens[side]);
                let spans = Sides::new(span(Side::Left), span(Side::Right));
                self.push_run(spans, None);
            } else if run.is_equal {
                self.push_equal(run);
            } else {
                self.push_change(run);
            }
        }
        let first = self.units.last().map_or(0, |unit| unit.edits.start);
        let has_edits = self.edits[first..].iter().any(|edit| edit.class != Class::Typography);
        let relation = match lens {
            _ if link.is_moved => Relation::Moved,
            (1, 2..) => Relation::Split,
            (2.., 1) => Relation::Merged,
            _ if has_edits => Relation::Edited,
            _ => Relation::Same,
        };
        if link.is_moved {
            self.add_edit(whole, Class::Move);
        }
        if let Some(unit) = self.units.last_mut() {
            unit.relation = relation;
        }
        self.close();
    }

    /// Joins changes over short common runs, and counts the words that these hold.
    fn joined(&mut self, runs: Vec<TokenRun>, is_furniture: bool) -> Vec<TokenRun> {
        let tokens = self.sides.as_ref().map(|input| input.version.tokens());
        let class_of = |run: &TokenRun| self.classifier.classify(Change { tokens: &run.tokens });
        let n_common = |runs: &[TokenRun], side: Side| {
            let equal = runs.iter().filter(|run| run.is_equal);
            let common = equal.filter_map(|run| tokens[side].get(run.tokens[side].clone()));
            common.flatten().filter(|token| token.is_word()).count()
        };
        if runs.len() < 3 {
            // No run stands between two others.
            return runs;
        }
        let n_runs = runs.len();
        let before = Sides::new(n_common(&runs, Side::Left), n_common(&runs, Side::Right));
        let runs = confetti::join(runs, tokens, &class_of);
        if runs.len() < n_runs && !is_furniture {
            for side in Side::BOTH {
                self.n_swallowed[side] += before[side].saturating_sub(n_common(&runs, side));
            }
        }
        runs
    }

    /// Resolves what is repeated, numbers the edits, and hands over all of it.
    pub(super) fn finish(mut self) -> Assembled {
        let mut unit_of: FxHashMap<(Side, usize), usize> = FxHashMap::default();
        for (at, unit) in self.units.iter().enumerate().filter(|_| !self.repeats.is_empty()) {
            for side in Side::BOTH {
                unit_of.extend(unit.passages[side].iter().map(|passage| ((side, *passage), at)));
            }
        }
        for (unit, side, passage) in &self.repeats {
            self.units[*unit].repeat_of = unit_of.get(&(*side, *passage)).copied();
        }
        for at in 0..self.edits.len() {
            self.edits[at].id = self.identity(self.edits[at]);
        }
        Assembled { units: self.units, edits: self.edits, n_swallowed: self.n_swallowed }
    }

    /// A number made of what an edit says and of its passage.
    fn identity(&mut self, edit: Edit) -> u64 {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend(self.units[edit.unit].id.to_le_bytes());
        // Not the class, which may depend on a date elsewhere; but a passage that moved is not one that was replaced.
        bytes.push(u8::from(edit.class == Class::Move));
        // The spelling without what only a typesetter sees: wrapping, encoding and curly quotes are not content.
        let reading = |side: Side| {
            let text = edit.readings[side].map_or("", |span| self.text(side, span));
            if is_on_one_line(text) {
                typographic_spelling(text)
            } else {
                Cow::Owned(typographic_spelling(&one_line(text)).into_owned())
            }
        };
        // The same whichever side stands on the left.
        let mut readings = [reading(Side::Left), reading(Side::Right)];
        readings.sort_unstable();
        for reading in readings {
            bytes.extend(reading.as_bytes());
            bytes.push(0);
        }
        self.unique(xxh3_64(&bytes))
    }

    fn open(
        &mut self,
        relation: Relation,
        is_furniture: bool,
        passages: Sides<Vec<usize>>,
        n_runs: usize,
    ) {
        let key = |side: Side| {
            let version = self.sides[side].version;
            let tokens =
                passages[side].iter().flat_map(|p| version.tokens_of(&version.passages()[*p]));
            MatchKey::of_all(tokens.map(|token| token.key))
        };
        // The same whichever side stands on the left.
        let mut keys = [key(Side::Left), key(Side::Right)];
        keys.sort_unstable();
        let id = self.unique(MatchKey::of_all(keys).0);
        let start = self.edits.len();
        self.units.push(Unit {
            id,
            relation,
            is_furniture,
            repeat_of: None,
            passages,
            runs: Vec::with_capacity(n_runs),
            edits: start..start,
        });
    }

    /// Equal passages get different ids by being counted.
    fn unique(&mut self, hash: u64) -> u64 {
        let count = self.n_seen.entry(hash).or_default();
        *count += 1;
        if *count == 1 { hash } else { hash ^ xxh3_64(&count.to_le_bytes()) }
    }

    fn close(&mut self) {
        let end = self.edits.len();
        if let Some(unit) = self.units.last_mut() {
            unit.edits.end = end;
        }
    }

    fn push_run(&mut self, spans: Sides<Option<Span>>, edit: Option<usize>) {
        if let Some(unit) = self.units.last_mut() {
            unit.runs.push(Run { spans, edit });
        }
    }

    fn push_edit(&mut self, spans: Sides<Option<Span>>, class: Class) {
        let at = self.add_edit(spans, class);
        self.push_run(spans, Some(at));
    }

    fn add_edit(&mut self, readings: Sides<Option<Span>>, class: Class) -> usize {
        let unit = self.units.len().saturating_sub(1);
        self.edits.push(Edit { id: 0, unit, class, readings });
        self.edits.len() - 1
    }

    fn push_change(&mut self, run: &TokenRun) {
        let spans = Sides::new(
            self.span_of(Side::Left, &run.tokens.left),
            self.span_of(Side::Right, &run.tokens.right),
        );
        let class = self.classifier.classify(Change { tokens: &run.tokens });
        self.push_edit(spans, class);
    }

    fn span_of(&self, side: Side, tokens: &Range<usize>) -> Option<Span> {
        let tokens = self.sides[side].version.tokens().get(tokens.clone())?;
        Some(Span { start: tokens.first()?.span().start, end: tokens.last()?.span().end })
    }

    /// Adds an equal run, cut where spelling, typography or the space between tokens differ.
    fn push_equal(&mut self, run: &TokenRun) {
        let whole = Sides::new(
            self.span_of(Side::Left, &run.tokens.left),
            self.span_of(Side::Right, &run.tokens.right),
        );
        if let (Some(left), Some(right)) = (whole.left, whole.right)
            && self.text(Side::Left, left) == self.text(Side::Right, right)
        {
            self.push_run(whole, None);
            return;
        }
        let pairs = run.tokens.left.clone().zip(run.tokens.right.clone());
        let mut common: Option<Sides<Span>> = None;
        for (n, (left, right)) in pairs.enumerate() {
            let spans =
                Sides::new(self.token_span(Side::Left, left), self.token_span(Side::Right, right));
            if n > 0 {
                let gaps = Sides::new(
                    self.gap_before(Side::Left, left),
                    self.gap_before(Side::Right, right),
                );
                if self.gaps_differ(gaps) {
                    self.flush(&mut common);
                    self.push_edit(
                        gaps.map(|gap| (!gap.is_empty()).then_some(gap)),
                        Class::Typography,
                    );
                }
            }
            let texts =
                Sides::new(self.text(Side::Left, spans.left), self.text(Side::Right, spans.right));
            if texts.left == texts.right {
                common = Some(match common {
                    None => spans,
                    Some(run) => Sides::new(
                        Span { end: spans.left.end, ..run.left },
                        Span { end: spans.right.end, ..run.right },
                    ),
                });
                continue;
            }
            let is_typography =
                typographic_spelling(texts.left) == typographic_spelling(texts.right);
            let place = Sides::new(left..left + 1, right..right + 1);
            let class = match () {
                () if is_typography || self.only_begins(&place) => Class::Typography,
                () if self.classifier.is_quoted(&place) => Class::Quotation,
                () => Class::Spelling,
            };
            let follows_edit = n > 0 && common.is_none();
            self.flush(&mut common);
            if !(follows_edit && class == Class::Spelling && self.extend_spelling(spans)) {
                self.push_edit(spans.map(Some), class);
            }
        }
        self.flush(&mut common);
    }

    /// Whether two words differ only because a passage begins with one of them: where sentences are split or joined, the
    /// capital says nothing.
    fn only_begins(&self, place: &Sides<Range<usize>>) -> bool {
        let starts = |side: Side| {
            let passages = self.sides[side].version.passages();
            passages
                .binary_search_by_key(&place[side].start, |passage| passage.tokens.start)
                .is_ok()
        };
        let lower = |side: Side| {
            let token = self.text(side, self.token_span(side, place[side].start));
            let mut chars = token.chars();
            chars.next().map(|first| first.to_lowercase().chain(chars).collect::<String>())
        };
        starts(Side::Left) != starts(Side::Right) && lower(Side::Left) == lower(Side::Right)
    }

    /// Lengthens the last edit if it is one of spelling: "PORT ELLERY" is one edit, not two.
    fn extend_spelling(&mut self, spans: Sides<Span>) -> bool {
        let Some(unit) = self.units.last_mut() else {
            return false;
        };
        let Some(run) = unit.runs.last_mut() else {
            return false;
        };
        let Some(edit) = run.edit.filter(|edit| self.edits[*edit].class == Class::Spelling) else {
            return false;
        };
        for side in Side::BOTH {
            if let Some(span) = &mut run.spans[side] {
                span.end = spans[side].end;
            }
        }
        self.edits[edit].readings = run.spans;
        true
    }

    fn flush(&mut self, common: &mut Option<Sides<Span>>) {
        if let Some(spans) = common.take() {
            self.push_run(spans.map(Some), None);
        }
    }

    fn token_span(&self, side: Side, token: usize) -> Span {
        self.sides[side].version.tokens()[token].span()
    }

    fn text(&self, side: Side, span: Span) -> &'a str {
        self.sides[side].version.text(span)
    }

    fn gap_before(&self, side: Side, token: usize) -> Span {
        Span {
            start: self.token_span(side, token - 1).end,
            end: self.token_span(side, token).start,
        }
    }

    /// Whether the space between two tokens differs in more than line breaks: a no-break space, a zero-width
    /// mark, or a space where the other has none.
    fn gaps_differ(&self, gaps: Sides<Span>) -> bool {
        let special =
            |side: Side| self.text(side, gaps[side]).chars().filter(|c| is_special_space(*c));
        if !special(Side::Left).eq(special(Side::Right)) {
            return true;
        }
        let has_space = |side: Side| self.text(side, gaps[side]).contains(char::is_whitespace);
        // A line may break after a hyphen or between characters that need no space.
        let is_wrapped =
            Side::BOTH.iter().any(|side| self.text(*side, gaps[*side]).contains(['\n', '\r']));
        has_space(Side::Left) != has_space(Side::Right) && !is_wrapped
    }
}

/// Whether a text has no white space but single spaces between words.
fn is_on_one_line(text: &str) -> bool {
    let is_single = |pair: &[u8]| pair != b"  ";
    text.bytes().all(|byte| (b' '..0x7F).contains(&byte))
        && text.as_bytes().windows(2).all(is_single)
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// White space that a typesetter chose, and marks without width.
const fn is_special_space(c: char) -> bool {
    is_ignorable(c)
        || (c.is_whitespace()
            && !c.is_ascii_whitespace()
            && !matches!(c, '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}
