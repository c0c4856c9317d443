//! *Visualise, free of any device*: a comparison or a version at a width becomes [`Rows`].
//!
//! Rows carry text that is safe to print, roles instead of colors, and the way back: which unit and which
//! edit stands where. What is measured here is never measured again while painting.

mod breaks;
pub mod flow;
pub mod index;
mod inline;
pub mod linear;
mod read;
mod side_by_side;
mod slots;

use std::ops::Range;

use crate::collate::{Class, Collation, Relation, Run};
use crate::sides::Sides;
use crate::text::Span;
use crate::version::Version;

use flow::Look;
pub use index::{HitStop, Stop, Strip};
pub use read::read;

/// The widest a column of text gets unless the reader says otherwise, in terminal columns. Books have 45 to 75.
pub const MEASURE: usize = 72;

/// Columns that a text column has for its sign, what the reader has left there, and a space.
pub const GUTTER: usize = 3;

/// What a piece of text is. Themes give every role its look; nothing else knows of looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Running text that both sides have.
    Text,
    /// The headline.
    Headline,
    /// A subhead or another title line.
    Heading,
    /// Words that only the left reading of a passage has.
    LeftWord,
    /// Words that only the right reading of a passage has.
    RightWord,
    /// A passage that only the left has.
    LeftOnly,
    /// A passage that only the right has.
    RightOnly,
    /// A passage that stands elsewhere on the other side.
    Moved,
    /// A passage that its own version says elsewhere.
    Repeat,
    /// Text of the page, not of the article.
    Furniture,
    /// A difference of typography, when these are shown.
    Typography,
    /// What the program says between the lines: folds, where the other half is.
    Remark,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Headline,
        Self::Heading,
        Self::LeftWord,
        Self::RightWord,
        Self::LeftOnly,
        Self::RightOnly,
        Self::Moved,
        Self::Repeat,
        Self::Furniture,
        Self::Typography,
        Self::Remark,
    ];

    /// The name in themes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Headline => "headline",
            Self::Heading => "heading",
            Self::LeftWord => "left-word",
            Self::RightWord => "right-word",
            Self::LeftOnly => "left-only",
            Self::RightOnly => "right-only",
            Self::Moved => "moved",
            Self::Repeat => "repeat",
            Self::Furniture => "furniture",
            Self::Typography => "typography",
            Self::Remark => "remark",
        }
    }

    /// What it is, in one line.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Text => "Running text that both sides have",
            Self::Headline => "The headline",
            Self::Heading => "A subhead or another title line",
            Self::LeftWord => "Words that only the left reading of a passage has",
            Self::RightWord => "Words that only the right reading of a passage has",
            Self::LeftOnly => "A passage that only the left has, and its sign",
            Self::RightOnly => "A passage that only the right has, and its sign",
            Self::Moved => "A passage that stands elsewhere on the other side, and its sign",
            Self::Repeat => "A passage that its own version says elsewhere",
            Self::Furniture => "Text of the page, not of the article",
            Self::Typography => "A difference of typography, when these are shown",
            Self::Remark => "What the program says between the lines, and the sign of an edit",
        }
    }
}

/// The sign beside a row: what a reader sees who sees no color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Nothing to see.
    #[default]
    None,
    /// Words differ.
    Edited,
    /// Only the left has it.
    LeftOnly,
    /// Only the right has it.
    RightOnly,
    /// It stands elsewhere.
    Moved,
    /// Its own version says it elsewhere.
    Repeat,
    /// It is not the article's.
    Furniture,
}

impl Sign {
    /// The character in the gutter.
    pub const fn symbol(self) -> char {
        match self {
            Self::None => ' ',
            Self::Edited => '~',
            Self::LeftOnly => '-',
            Self::RightOnly => '+',
            Self::Moved => '>',
            Self::Repeat => '=',
            Self::Furniture => '.',
        }
    }

    /// The role whose look the sign takes.
    pub const fn role(self) -> Role {
        match self {
            Self::None => Role::Text,
            Self::Edited => Role::Remark,
            Self::LeftOnly => Role::LeftOnly,
            Self::RightOnly => Role::RightOnly,
            Self::Moved => Role::Moved,
            Self::Repeat => Role::Repeat,
            Self::Furniture => Role::Furniture,
        }
    }
}

/// A stretch of one row in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Text that is safe to print.
    pub text: String,
    /// Its width in terminal columns.
    pub width: usize,
    /// What it is.
    pub role: Role,
    /// The edit it belongs to.
    pub edit: Option<usize>,
    /// The hit of a search that it belongs to.
    pub hit: Option<usize>,
}

/// One row of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The sign in the gutter.
    pub sign: Sign,
    /// The text.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// Width of the text, without its gutter.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| piece.width).sum()
    }

    /// The text without looks.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl Row {
    /// The first unit it belongs to.
    pub fn unit(&self) -> Option<usize> {
        (!self.units.is_empty()).then_some(self.units.start)
    }
}

/// One row of the whole width. With one column only the left line is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The units (or, when reading one version, the passages) it belongs to: one, or several where they are
    /// folded or flow together; none for blank rows.
    pub units: Range<usize>,
    /// Both columns.
    pub lines: Sides<Line>,
}

/// How the columns stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Two columns, aligned passages starting on the same row.
    SideBySide,
    /// One column with both readings of every edit.
    OneColumn,
    /// One line after the other, all in words, for ears.
    Linear,
}

/// How a comparison is laid out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// How the columns stand.
    pub mode: Mode,
    /// Columns of the whole pane.
    pub width: usize,
    /// The widest that a column of text gets.
    pub measure: usize,
    /// Whether furniture is shown where one version is read.
    pub furniture: Furniture,
    /// Whether differences of typography are shown.
    pub typography: Typography,
    /// Whether runs of unchanged passages are folded away.
    pub unchanged: Unchanged,
    /// The moved unit whose halves are shown together, and the side at whose place.
    pub gathered: Option<(usize, crate::Side)>,
    /// What a search found, in both sources.
    pub hits: Sides<Vec<Span>>,
    /// What is said of each edit, by its number, where all is said in words; nothing if nothing was left on any.
    pub said: Vec<linear::Said>,
}

impl Options {
    /// What a search found on a side, numbered over both sides.
    fn hits_on(&self, side: crate::Side) -> flow::Hits<'_> {
        let first = if side == crate::Side::Left { 0 } else { self.hits.left.len() };
        flow::Hits { spans: &self.hits[side], first }
    }

    /// Columns that each text may take, gutter apart.
    pub fn text_measure(&self) -> usize {
        let measure = match self.mode {
            // Two gutters, and one column between the two texts.
            Mode::SideBySide => self.width.saturating_sub(2 * GUTTER + 1) / 2,
            Mode::OneColumn => self.width.saturating_sub(GUTTER),
            Mode::Linear => self.width,
        };
        measure.min(self.measure).max(1)
    }

    /// Two columns or one, `width` wide, with nothing folded but typography.
    pub const fn new(mode: Mode, width: usize) -> Self {
        Self {
            mode,
            width,
            measure: MEASURE,
            furniture: Furniture::Shown,
            typography: Typography::Folded,
            unchanged: Unchanged::Shown,
            gathered: None,
            hits: Sides { left: Vec::new(), right: Vec::new() },
            said: Vec::new(),
        }
    }
}

/// Whether differences of typography count as edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typography {
    /// They are treated as equal.
    Folded,
    /// They are shown like other edits.
    Shown,
}

impl Typography {
    /// The other way.
    #[must_use]
    pub const fn toggled(self) -> Self {
        match self {
            Self::Folded => Self::Shown,
            Self::Shown => Self::Folded,
        }
    }
}

/// Whether text of the page that is not the article's is shown where one version is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Furniture {
    /// It is shown, and looks like what it is.
    #[default]
    Shown,
    /// How much of it there is stands in its place.
    Hidden,
}

/// Whether passages without an edit are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unchanged {
    /// All of them.
    Shown,
    /// Only those beside an edit.
    Folded,
}

/// A text laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// All rows, from top to bottom.
    pub rows: Vec<Row>,
    /// How the columns stand.
    pub mode: Mode,
    /// Columns that each text may take, gutter apart.
    pub measure: usize,
    /// Empty columns before the first.
    pub margin: usize,
    /// Where each edit begins, in reading order.
    pub stops: Vec<Stop>,
    /// Where each hit of the search begins, in reading order.
    pub hits: Vec<HitStop>,
}

impl Rows {
    /// The column of the pane where a side begins, with its gutter.
    pub const fn column(&self, side: crate::Side) -> usize {
        match side {
            crate::Side::Left => self.margin,
            crate::Side::Right => self.margin + GUTTER + self.measure + 1,
        }
    }

    /// The first row of a unit, or of the fold that it is in.
    pub fn row_of_unit(&self, unit: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.units.contains(&unit))
    }

    /// Every unit that is shown, once, with its first row, in the order of the rows. What is folded is not shown.
    pub fn passages(&self) -> Vec<(usize, usize)> {
        index::passages(&self.rows)
    }
}

/// Both versions and how they compare: all that a layout is made of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The versions.
    pub versions: Sides<&'a Version>,
    /// How they compare.
    pub collation: &'a Collation,
}

/// Lays a comparison out.
pub fn lay_out(subject: Subject<'_>, options: &Options) -> Rows {
    let mut rows = Vec::new();
    each_row(subject, options, &mut |row| rows.push(row));
    let stops = index::stops(&rows);
    let hits = index::hits(&rows);
    Rows { rows, mode: options.mode, measure: options.text_measure(), margin: 0, stops, hits }
}

/// Lays a comparison out row by row, for those who need no way through them.
pub fn each_row(subject: Subject<'_>, options: &Options, push: &mut dyn FnMut(Row)) {
    let measure = options.text_measure();
    let slots = slots::slots(subject, options);
    match options.mode {
        Mode::SideBySide => side_by_side::rows(subject, options, &slots, measure, push),
        Mode::OneColumn => inline::rows(subject, options, &slots, measure, push),
        Mode::Linear => {
            linear::rows(subject, options, &slots, measure).into_iter().for_each(push);
        }
    }
}

/// The look of a run on a side, in a unit that looks like `whole` where it is not edited.
fn run_look(
    subject: Subject<'_>,
    options: &Options,
    run: &Run,
    side: crate::Side,
    whole: Look,
) -> Look {
    let Some(at) = run.edit else { return whole };
    let edit = &subject.collation.edits[at];
    let is_folded = edit.class == Class::Typography && options.typography == Typography::Folded;
    // A passage that is there alone is one edit as a whole, and keeps its look.
    let is_alone = subject.collation.units[edit.unit].passages[side.other()].is_empty();
    let role = match (edit.class, side) {
        _ if is_folded => return whole,
        _ if is_alone => whole.role,
        (Class::Typography, _) => Role::Typography,
        (_, crate::Side::Left) => Role::LeftWord,
        (_, crate::Side::Right) => Role::RightWord,
    };
    Look { role, edit: Some(at), hit: None }
}

/// The look and sign of a unit's text where it is not edited.
fn unit_role(subject: Subject<'_>, unit: usize, side: crate::Side) -> (Role, Sign) {
    use crate::version::PassageKind;
    let unit = &subject.collation.units[unit];
    if unit.is_furniture {
        return (Role::Furniture, Sign::Furniture);
    }
    if unit.repeat_of.is_some() {
        return (Role::Repeat, Sign::Repeat);
    }
    match unit.relation {
        Relation::LeftOnly => return (Role::LeftOnly, Sign::LeftOnly),
        Relation::RightOnly => return (Role::RightOnly, Sign::RightOnly),
        Relation::Moved => return (Role::Moved, Sign::Moved),
        Relation::Same | Relation::Edited | Relation::Split | Relation::Merged => {}
    }
    let kind =
        unit.passages[side].first().map(|passage| subject.versions[side].passages()[*passage].kind);
    let role = match kind {
        Some(PassageKind::Headline) => Role::Headline,
        Some(PassageKind::Heading | PassageKind::Subhead) => Role::Heading,
        Some(PassageKind::Body | PassageKind::FrontMatter) | None => Role::Text,
    };
    (role, Sign::None)
}
