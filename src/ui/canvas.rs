//! [`Canvas`]: the screen, as the painters see it. Only text that is safe to print gets onto it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::style::Looks;
use crate::app::areas::Area;
use crate::config::theme::Part;
use crate::layout::{Piece, Role};
use crate::text::safe::SafeText;

/// Cells to paint on, with a theme.
pub(super) struct Canvas<'a> {
    buf: &'a mut Buffer,
    looks: &'a Looks,
    /// Whether boxes have no border, because it would be read aloud.
    is_linear: bool,
    cursor: Option<(u16, u16)>,
}

impl<'a> Canvas<'a> {
    pub(super) const fn new(buf: &'a mut Buffer, looks: &'a Looks, is_linear: bool) -> Self {
        Self { buf, looks, is_linear, cursor: None }
    }

    /// Whether all is said line by line, for ears.
    pub(super) const fn is_linear(&self) -> bool {
        self.is_linear
    }

    /// Says where the line is that matters: what is painted last over the screen has the last word.
    pub(super) const fn point_at(&mut self, at: (u16, u16)) {
        self.cursor = Some(at);
    }

    /// The look of the chosen line of a box, which begins here.
    pub(super) fn chosen(&mut self, at: (u16, u16)) -> Style {
        self.point_at(at);
        self.part(Part::Selected)
    }

    /// Where the line is that matters, if it is on screen.
    pub(super) const fn pointed_at(&self) -> Option<(u16, u16)> {
        self.cursor
    }

    /// The style of a part of the screen.
    pub(super) fn part(&self, part: Part) -> Style {
        self.looks.part(part)
    }

    /// The style of text.
    pub(super) fn role(&self, role: Role) -> Style {
        self.looks.role(role)
    }

    /// Clears the whole screen.
    pub(super) fn fill_all(&mut self, part: Part) {
        let style = self.part(part);
        self.buf.set_style(self.buf.area, style);
    }

    /// Clears an area.
    pub(super) fn fill(&mut self, area: Area, style: Style) {
        let area = Rect::new(area.x, area.y, area.width, area.height).intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Clears a box over the screen: the looks of its text, and of what matters in it. Where a theme gives it no ground of
    /// its own, it gets a border. For ears, what is beside it goes, all but the last line.
    pub(super) fn open_box(&mut self, area: Area) -> (Style, Style) {
        let style = self.part(Part::Box);
        if self.is_linear {
            let Rect { x, y, width, height } = self.buf.area;
            let beside = Area { x, y, width, height: height.saturating_sub(1) };
            self.fill(beside, self.part(Part::Item));
        }
        self.fill(area, style);
        if style.bg.is_none() && !self.is_linear && area.width > 1 && area.height > 1 {
            let (right, last) = (area.x + area.width - 1, area.bottom() - 1);
            for x in area.x..=right {
                self.symbol((x, area.y), '─', style);
                self.symbol((x, last), '─', style);
            }
            for y in area.y..=last {
                self.symbol((area.x, y), '│', style);
                self.symbol((right, y), '│', style);
            }
            for (at, corner) in [
                ((area.x, area.y), '┌'),
                ((right, area.y), '┐'),
                ((area.x, last), '└'),
                ((right, last), '┘'),
            ] {
                self.symbol(at, corner, style);
            }
        }
        (style, self.part(Part::BarStrong))
    }

    /// Writes safe text, at most `columns` wide. Answers the column after it.
    pub(super) fn text(
        &mut self,
        (x, y): (u16, u16),
        columns: usize,
        text: &SafeText,
        style: Style,
    ) -> u16 {
        self.put((x, y), columns, text.as_str(), style)
    }

    /// Writes words of the program's own.
    pub(super) fn literal(
        &mut self,
        at: (u16, u16),
        columns: usize,
        text: &'static str,
        style: Style,
    ) -> u16 {
        self.put(at, columns, text, style)
    }

    /// Writes a piece of laid out text.
    pub(super) fn piece(&mut self, at: (u16, u16), columns: usize, piece: &Piece, style: Style) {
        self.put(at, columns, &piece.text, style);
    }

    /// Writes one character of the program's own.
    pub(super) fn symbol(&mut self, at: (u16, u16), symbol: char, style: Style) {
        self.put(at, 1, symbol.encode_utf8(&mut [0; 4]), style);
    }

    fn put(&mut self, (x, y): (u16, u16), columns: usize, text: &str, style: Style) -> u16 {
        if x >= self.buf.area.right() || y >= self.buf.area.bottom() {
            return x;
        }
        self.buf.set_stringn(x, y, text, columns, style).0
    }
}
