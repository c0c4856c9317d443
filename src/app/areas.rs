//! Where everything is on the screen. Computed once; update and paint read the same value.

use crate::layout::Mode;

/// From this width on, list and text stand side by side, and the text in two columns.
pub const WIDE: u16 = 100;

/// Rows between the header and the status line from which on one is given to the counts of a comparison.
const MIDDLE_WITH_COUNTS: u16 = 8;

/// Rows of the screen from which on two lines say what a comparison is, where all is said line by line: it may have many classes.
const HEIGHT_WITH_LONG_TITLE: u16 = 10;

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its upper edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether it has no cell.
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether a cell of the screen is in it.
    pub const fn holds(self, x: u16, y: u16) -> bool {
        x >= self.x && x - self.x < self.width && y >= self.y && y - self.y < self.height
    }

    /// The row after the last.
    pub const fn bottom(self) -> u16 {
        self.y + self.height
    }
}

/// How many versions the text shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// One, or none yet.
    One,
    /// Two, which are compared.
    Two,
}

/// What is to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Columns of the terminal.
    pub width: u16,
    /// Rows of the terminal.
    pub height: u16,
    /// Whether there is a list.
    pub has_list: bool,
    /// Whether the text has the keys, which decides what a narrow terminal shows.
    pub is_text_first: bool,
    /// How many versions the text shows.
    pub shows: Shows,
    /// Whether all is said line by line, for ears.
    pub is_linear: bool,
}

/// All places on the screen. A place without room is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The line at the top.
    pub header: Area,
    /// The title over the list.
    pub list_title: Area,
    /// The list.
    pub list: Area,
    /// The line between list and text.
    pub border: Area,
    /// The titles over the text.
    pub title: Area,
    /// The text. Where all is said line by line, only the line that the reader is at.
    pub text: Area,
    /// What follows that line.
    pub ahead: Area,
    /// The map of the text, with an empty column before it.
    pub strip: Area,
    /// The line under the text that counts the edits of a comparison by their classes.
    pub counts: Area,
    /// The status line.
    pub status: Area,
    /// The line of keys.
    pub keys: Area,
}

/// Places everything.
pub fn areas(wanted: Wanted) -> Areas {
    if wanted.is_linear {
        return linear_areas(wanted);
    }
    let Wanted { width, height, has_list, is_text_first, .. } = wanted;
    let line = |y: u16, is_there: bool| Area { x: 0, y, width, height: u16::from(is_there) };
    let has_header = height >= 5;
    let has_keys = height >= 7;
    let has_status = height >= 3;
    let top = u16::from(has_header);
    let below = u16::from(has_keys) + u16::from(has_status);
    let middle = height.saturating_sub(top + below);
    let has_title = middle >= 3;
    let mut areas = Areas {
        header: line(0, has_header),
        status: line(top + middle, has_status),
        keys: line(top + middle + 1, has_keys),
        list_title: Area { x: 0, y: top, width: 0, height: u16::from(has_title) },
        list: Area {
            x: 0,
            y: top + u16::from(has_title),
            width: 0,
            height: middle - u16::from(has_title),
        },
        border: Area { x: 0, y: top, width: 0, height: middle },
        title: Area { x: 0, y: top, width: 0, height: 0 },
        text: Area { x: 0, y: top, width: 0, height: middle },
        strip: Area { x: 0, y: top, width: 0, height: middle },
        counts: Area::default(),
        ahead: Area::default(),
    };
    let mut text_x = 0;
    if has_list && width >= WIDE {
        areas.list.width = (width / 10 * 3).clamp(30, 54);
        areas.list_title.width = areas.list.width;
        areas.border.x = areas.list.width;
        areas.border.width = 1;
        text_x = areas.list.width + 1;
    } else if has_list && !is_text_first {
        areas.list.width = width;
        areas.list_title.width = width;
        return areas;
    }
    let text_width = width - text_x;
    let strip = if text_width >= 30 { 2 } else { 0 };
    areas.title = Area { x: text_x, y: top, width: text_width, height: u16::from(has_title) };
    let has_counts = wanted.shows == Shows::Two && middle >= MIDDLE_WITH_COUNTS;
    let n_counts = u16::from(has_counts);
    areas.text = Area {
        x: text_x,
        y: top + u16::from(has_title),
        width: text_width - strip,
        height: middle - u16::from(has_title) - n_counts,
    };
    areas.counts = Area { x: text_x, y: areas.text.bottom(), width: text_width, height: n_counts };
    areas.strip = Area { x: text_x + areas.text.width, width: strip, ..areas.text };
    areas
}

/// Places everything in whole lines: what is open, the list or the text, and what there is to say.
fn linear_areas(wanted: Wanted) -> Areas {
    let Wanted { width, height, has_list, is_text_first, .. } = wanted;
    let lines = |y: u16, height: u16| Area { x: 0, y, width, height };
    // What there is to say may be long.
    let n_keys = u16::from(height >= 2) + u16::from(height >= HEIGHT_WITH_LONG_TITLE);
    let is_text = !has_list || is_text_first;
    // These lines say what a comparison is: one for either side, where there is room.
    let has_more = wanted.shows == Shows::Two && height >= HEIGHT_WITH_LONG_TITLE;
    let n_header = u16::from(height >= 3) + u16::from(is_text && has_more);
    let n_title = if is_text && height >= 6 { 1 + u16::from(has_more) } else { 0 };
    let top = n_header + n_title;
    let middle = height - top - n_keys;
    let mut areas = Areas {
        header: lines(0, n_header),
        title: lines(n_header, n_title),
        keys: lines(height - n_keys, n_keys),
        ..Areas::default()
    };
    if is_text {
        let here = middle.min(1);
        areas.text = lines(top, here);
        areas.ahead = lines(top + here, middle - here);
    } else {
        areas.list = lines(top, middle);
    }
    areas
}

/// The widest that a box over the screen gets.
const WIDEST_BOX: u16 = 94;

/// Up to this width a box takes all columns: what would be seen beside it are letters, not words.
const NARROW: u16 = 110;

/// The highest screen of which a box takes all rows but the last.
const SMALLEST_FREE: u16 = 9;

/// Rows that a box leaves free above and below: what is open, and where the reader is with the keys that work.
const FREE: (u16, u16) = (1, 2);

/// A box in the middle of the screen, at most so many rows high; nearly all of a small screen. The lines at its edges stay in
/// sight, the last of which says what the keys do in it.
pub fn boxed((width, height): (u16, u16), wanted: u16) -> Area {
    let box_width = if width <= NARROW { width } else { WIDEST_BOX };
    let (above, below) = match height {
        0..=SMALLEST_FREE => (0, u16::from(height == SMALLEST_FREE)),
        _ => FREE,
    };
    let room = height - above - below;
    let box_height = room.min(wanted);
    Area {
        x: (width - box_width) / 2,
        y: above + (room - box_height) / 2,
        width: box_width,
        height: box_height,
    }
}

/// A box of at most so many columns in the middle of another one.
pub fn narrowed(area: Area, width: u16) -> Area {
    let width = area.width.min(width);
    Area { x: area.x + (area.width - width) / 2, width, ..area }
}

/// The widest that the box of themes gets.
const WIDEST_THEMES: u16 = 66;

/// The box of themes: in the corner, so that what they are chosen for is seen.
pub fn themes_box((width, height): (u16, u16), wanted: u16) -> Area {
    let area = boxed((width, height), wanted);
    let box_width = area.width.min(WIDEST_THEMES);
    // The lines below stay in sight where there is room for them.
    let y = height.saturating_sub(area.height + 2).min(height - area.height);
    Area { x: width - box_width, y, width: box_width, height: area.height }
}

/// Rows of text that the box of a note shows, where there is room.
const NOTE_ROWS: u16 = 6;

/// Lines of the box of a note that are none of its text: title, two lines of kinds, and space around them.
const NOTE_FRAME: u16 = 7;

/// The box of a note, and the text in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteBox {
    /// The whole box; empty where there is no room for one.
    pub frame: Area,
    /// Where the text of the note stands.
    pub text: Area,
}

/// The box of a note: below or above what it is about, never over it, nor over so many lines of counts at the bottom.
pub fn note_box(size: (u16, u16), n_counts: u16, is_about_lower_half: bool) -> NoteBox {
    let area = boxed(size, NOTE_ROWS + NOTE_FRAME);
    if area.width < 12 || area.height < 4 {
        return NoteBox::default();
    }
    // Header and titles above, counts, status and keys below, stay in sight.
    let y = if is_about_lower_half { 2 } else { size.1.saturating_sub(area.height + 2 + n_counts) };
    let frame = Area { y: y.min(size.1.saturating_sub(area.height)), ..area };
    let text = Area {
        x: frame.x + 2,
        y: frame.y + 5,
        width: frame.width - 4,
        height: frame.height.saturating_sub(NOTE_FRAME).max(1),
    };
    NoteBox { frame, text }
}

/// Columns of a cell of the matrix: a sign, a number, a space, a shade, a space.
pub const MATRIX_CELL: u16 = 7;

/// Columns before the names of versions in the matrix, and between these and the first cell.
const MATRIX_MARGIN: u16 = 7;

/// Lines of the matrix above its cells, and below them.
const MATRIX_LINES: (u16, u16) = (5, 3);

/// The narrowest matrix, where there is room: what is said of it must fit.
const NARROWEST_MATRIX: u16 = 94;

/// Where the matrix of a story's versions stands, and how much of it has room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatrixBox {
    /// The whole box; empty where there is no room for one.
    pub frame: Area,
    /// The cells, without names and labels.
    pub cells: Area,
    /// Columns that a name may take.
    pub name: usize,
    /// Rows that have room.
    pub n_rows: usize,
    /// Columns that have room.
    pub n_columns: usize,
}

/// Places the matrix of `n` versions.
pub fn matrix_box((width, height): (u16, u16), n: usize) -> MatrixBox {
    let n = u16::try_from(n).unwrap_or(u16::MAX);
    let (above, below) = MATRIX_LINES;
    let name = (width / 4).clamp(6, 28);
    let side = MATRIX_MARGIN + name;
    let all = side.saturating_add(n.saturating_mul(MATRIX_CELL)).saturating_add(2);
    let frame_width = all.max(NARROWEST_MATRIX).min(width - width.min(2));
    let frame_height = n.saturating_add(above + below).min(height - height.min(2));
    if frame_width < side + MATRIX_CELL + 2 || frame_height <= above + below {
        return MatrixBox::default();
    }
    let frame = Area {
        x: (width - frame_width) / 2,
        y: (height - frame_height) / 2,
        width: frame_width,
        height: frame_height,
    };
    let (n_rows, n_columns) =
        ((frame_height - above - below).min(n), ((frame_width - side - 2) / MATRIX_CELL).min(n));
    let cells = Area {
        x: frame.x + side,
        y: frame.y + above,
        width: n_columns * MATRIX_CELL,
        height: n_rows,
    };
    let (name, n_rows, n_columns) = (name.into(), n_rows.into(), n_columns.into());
    MatrixBox { frame, cells, name, n_rows, n_columns }
}

/// Where the versions stand in the box that lets one choose among all: under a prompt and an empty row.
pub fn pick_list(size: (u16, u16)) -> Area {
    let area = boxed(size, size.1);
    Area {
        x: area.x + 1,
        y: area.y + 3,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(4),
    }
}

/// How a comparison is shown when the user left it to the terminal's width.
pub const fn automatic_mode(width: u16) -> Mode {
    if width >= WIDE { Mode::SideBySide } else { Mode::OneColumn }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_screen() {
        for width in 0..130 {
            for height in 0..40 {
                for flags in 0..16 {
                    let is = |bit: u8| flags & (1 << bit) != 0;
                    let (has_list, is_text_first) = (is(0), is(1));
                    let shows = if is(2) { Shows::Two } else { Shows::One };
                    let is_linear = is(3);
                    let wanted =
                        Wanted { width, height, has_list, is_text_first, shows, is_linear };
                    let areas = areas(wanted);
                    let all = [
                        areas.header, areas.list_title, areas.list, areas.border, areas.title,
                        areas.text, areas.ahead, areas.strip, areas.counts, areas.status,
                        areas.keys,
                    ];
                    let mut cells = vec![0u8; usize::from(width) * usize::from(height)];
                    for area in all.into_iter().filter(|area| !area.is_empty()) {
                        for y in area.y..area.bottom() {
                            for x in area.x..area.x + area.width {
                                assert!(x < width && y < height, "{width}x{height} {area:?}");
                                cells[usize::from(y) * usize::from(width) + usize::from(x)] += 1;
                            }
                        }
                    }
                    assert!(
                        cells.iter().all(|n| *n == 1),
                        "{width}x{height}: every cell has one place"
                    );
                }
            }
        }
    }
}
