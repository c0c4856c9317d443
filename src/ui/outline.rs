//! The paragraphs of the version that is read, to jump by.

use super::canvas::Canvas;
use crate::app::areas::boxed;
use crate::app::reading::{Outline, Rank};
use crate::layout::Sign;
use crate::text::safe::SafeText;

/// Lines of the box that are none of the list.
const FRAME: u16 = 4;

pub(super) fn draw(outline: &Outline, size: (u16, u16), canvas: &mut Canvas<'_>) {
    let n_lines = u16::try_from(outline.lines.len()).unwrap_or(u16::MAX);
    let area = boxed(size, n_lines.saturating_add(FRAME));
    if area.width < 8 || area.height <= FRAME {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    canvas.literal((area.x + 2, area.y + 1), inner, "Go to a paragraph", strong);
    let n_shown = usize::from(area.height - FRAME);
    // The chosen line stays in the middle, so that one sees what is around it.
    let first = outline.at.saturating_sub(n_shown / 2);
    let first = first.min(outline.lines.len().saturating_sub(n_shown));
    let shown = outline.lines.iter().enumerate().skip(first).take(n_shown);
    for ((at, line), n) in shown.zip(0u16..) {
        let y = area.y + 3 + n;
        let (sign, own) = match line.rank {
            Rank::Title => (' ', strong),
            Rank::Text => (' ', style),
            Rank::Furniture => (Sign::Furniture.symbol(), style),
        };
        let indent = if line.rank == Rank::Title { "" } else { "  " };
        let look = if at == outline.at { canvas.chosen((area.x + 2, y)) } else { own };
        let text = SafeText::new(&format!("{sign} {indent}{}", line.text));
        let end = canvas.text((area.x + 2, y), inner, &text.truncated(inner), look);
        for x in end..area.x + 2 + u16::try_from(inner).unwrap_or(0) {
            canvas.symbol((x, y), ' ', look);
        }
    }
}
