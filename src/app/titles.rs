//! The titles over the columns: whose version each is, whom it credits, of which day it is, and how much of it is in the other;
//! in the form that there is room for.

use super::Model;
use super::list::percent;
use super::pane::{Pane, Shown};
use crate::layout::{GUTTER, Mode};
use crate::sides::Side;
use crate::text::decode::Evidence;
use crate::text::safe::SafeText;
use crate::version::Version;

/// Forms of a title, from the fullest to the shortest.
const N_FORMS: usize = 6;

/// Columns of a title that are not its words: the gutter of the text, the siglum's space, one before the next title.
const FRAME: usize = GUTTER + 2;

/// The least of the name of a file that is shown before other things are left out, and of an outlet or of when a state was first
/// seen.
const MIN_NAMES: (usize, usize) = (10, 24);

/// A title over a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The column of the siglum, from the left edge of the titles.
    pub x: u16,
    /// Whose column it is.
    pub side: Side,
    /// The label of the version.
    pub siglum: SafeText,
    /// What is said of it.
    pub words: SafeText,
}

/// The titles as they have room. Both columns say the same things of themselves.
pub fn titles(model: &Model) -> Vec<Title> {
    let (pane, width) = (&model.pane, usize::from(model.areas.title.width));
    let shown = pane.content.shown();
    let column = match &pane.rows {
        Some(rows) if model.mode() == Mode::SideBySide => rows.column(Side::Right),
        _ => width / 2,
    };
    // One version has all the room, and stands over its text.
    let (split, first) = match (&pane.rows, shown.len()) {
        (_, 2) => (column, 0),
        (Some(rows), _) => (width, rows.column(Side::Left)),
        (None, _) => (width, 0),
    };
    let sides: Vec<(Side, &Shown, usize)> = Side::BOTH
        .into_iter()
        .zip(&shown)
        .map(|(side, own)| {
            let room = if side == Side::Left { split - first } else { width.saturating_sub(split) };
            (side, *own, room.saturating_sub(SafeText::new(&own.siglum).width() + FRAME))
        })
        .collect();
    let details: Vec<[String; N_FORMS]> = sides
        .iter()
        .map(|(side, own, _)| {
            let other = if *side == Side::Left { shown.get(1) } else { shown.first() };
            forms(own, other.copied().filter(|_| shown.len() == 2), pane, *side)
        })
        .collect();
    let fits = |form: &usize| {
        sides.iter().zip(&details).all(|((_, own, room), details)| {
            let name = own.name.width().min(least_name(own));
            name + SafeText::new(&details[*form]).width() <= *room
        })
    };
    let form = (0..N_FORMS).find(fits).unwrap_or(N_FORMS - 1);
    let title = |((side, own, room), details): (&(Side, &Shown, usize), &[String; N_FORMS])| {
        let detail = SafeText::new(&details[form]);
        let room_of_name = room.saturating_sub(detail.width());
        let name = if is_file_name(own) {
            own.name.elided(room_of_name).0
        } else {
            own.name.truncated(room_of_name)
        };
        let x = if *side == Side::Left { first } else { split };
        Title {
            x: u16::try_from(x + GUTTER).unwrap_or(u16::MAX),
            side: *side,
            siglum: SafeText::new(&own.siglum),
            words: SafeText::new(&format!("{name}{detail}")).truncated(*room),
        }
    };
    sides.iter().zip(&details).map(title).collect()
}

/// Whether a version is called by its file. Such names differ at both ends; of all others the beginning says most.
fn is_file_name(own: &Shown) -> bool {
    own.revision.is_none() && own.name.as_str().ends_with(&own.location.name())
}

fn least_name(own: &Shown) -> usize {
    let (file, other) = MIN_NAMES;
    if is_file_name(own) { file } else { other }
}

/// What is said after the name, and as much of it as there is room for.
fn forms(own: &Shown, other: Option<&Shown>, pane: &Pane, side: Side) -> [String; N_FORMS] {
    let version = &own.loaded.version;
    let day = own.day.map_or_else(String::new, |day| format!(" · {}", day.strftime("%-d %b %Y")));
    let words = format!(" · {} words", version.n_words());
    let credit = version.metadata().credit().filter(|credit| *credit != own.name.as_str());
    let credit = credit.map_or_else(String::new, |credit| format!(" · {credit}"));
    let doubt = doubt(version);
    let share = |is: &str| match (&pane.collation, other) {
        (Some(collation), Some(other)) => {
            format!(" · {} % {is}in {}", percent(collation.summary.shared[side]), other.siglum)
        }
        _ => String::new(),
    };
    let is_in = share("is ");
    // The list says how much is shared, too; it may not say who wrote it.
    [
        format!("{credit}{day}{words}{doubt}{is_in}"),
        format!("{credit}{day}{doubt}{is_in}"),
        format!("{credit}{doubt}{is_in}"),
        format!("{credit}{doubt}{}", share("")),
        format!("{credit}{doubt}"),
        String::new(),
    ]
}

/// What the reader should know of how a file was read, if it was not as usual.
fn doubt(version: &Version) -> String {
    let encoding = version.encoding();
    match (version.notice(), encoding.evidence) {
        (Some(_), _) => " · page not understood: all its text".to_owned(),
        (None, Evidence::Doubtful) => format!(" · read as {}?", encoding.name()),
        (None, _) => String::new(),
    }
}
