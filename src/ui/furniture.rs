//! The paragraphs on screen, which of them are furniture, and why.

use super::canvas::Canvas;
use crate::app::areas::boxed;
use crate::app::model::Paragraphs;
use crate::text::safe::SafeText;

/// Lines of the box that are none of the list.
const FRAME: u16 = 4;

/// Lines that a paragraph takes: its words, and what it is.
const LINES: u16 = 2;

pub(super) fn draw(paragraphs: &Paragraphs, size: (u16, u16), canvas: &mut Canvas<'_>) {
    let n_lines = u16::try_from(paragraphs.all.len()).unwrap_or(u16::MAX).saturating_mul(LINES);
    let area = boxed(size, n_lines.saturating_add(FRAME));
    if area.width < 8 || area.height < FRAME + LINES {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let heading = "Paragraphs on screen: article text, or furniture of the page?";
    canvas.literal((area.x + 2, area.y + 1), inner, heading, strong);
    let n_shown = usize::from((area.height - FRAME) / LINES).max(1);
    let first = paragraphs.at.saturating_sub(n_shown - 1);
    let shown = paragraphs.all.iter().enumerate().skip(first).take(n_shown);
    for ((at, paragraph), n) in shown.zip(0u16..) {
        let y = area.y + 3 + n * LINES;
        let is_chosen = at == paragraphs.at;
        let (item, detail) = if is_chosen {
            let chosen = canvas.chosen((area.x + 2, y));
            (chosen, chosen)
        } else {
            (style, style)
        };
        let words = SafeText::new(&format!("{} {}", paragraph.siglum, paragraph.text));
        canvas.text((area.x + 2, y), inner, &words.truncated(inner), item);
        let what = match paragraph.reason {
            Some(reason) => format!("  furniture: {}", reason.words()),
            None => "  article text".to_owned(),
        };
        canvas.text((area.x + 2, y + 1), inner, &SafeText::new(&what).truncated(inner), detail);
    }
}
