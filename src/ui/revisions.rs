//! The earlier states of a file, to be chosen from.

use super::canvas::Canvas;
use crate::app::areas::boxed;
use crate::app::model::RevisionChoice;
use crate::text::safe::SafeText;

/// Lines of the box that are none of the list.
const FRAME: u16 = 5;

pub(super) fn draw(choice: &RevisionChoice, size: (u16, u16), canvas: &mut Canvas<'_>) {
    let states = &choice.revisions.states;
    let n_lines = u16::try_from(states.len() + 1).unwrap_or(u16::MAX);
    let area = boxed(size, n_lines.saturating_add(FRAME));
    if area.width < 8 || area.height <= FRAME {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    let name = choice.revisions.location.name();
    let title = SafeText::new(&format!("Earlier states of {name} · {}", choice.revisions.room));
    canvas.text((area.x + 2, area.y + 1), inner, &title.truncated(inner), strong);
    let head = "         first seen             words  edits to the next state";
    canvas.literal((area.x + 2, area.y + 2), inner, head, style);
    let n_shown = usize::from(area.height - FRAME).max(1);
    let first = choice.at.saturating_sub(n_shown - 1);
    for (line, n) in (first..=states.len()).take(n_shown).zip(0u16..) {
        let y = area.y + 3 + n;
        let look = if line == choice.at { canvas.chosen((area.x + 2, y)) } else { style };
        // The one that the chosen line is compared with.
        let sign = if line == choice.with { '>' } else { ' ' };
        let text = match line.checked_sub(1).and_then(|at| states.get(at)) {
            None => format!(" {sign}  now"),
            Some(state) => {
                let edits = state.n_edits.map_or_else(|| "?".to_owned(), |n| n.to_string());
                let number = states.len() + 1 - line;
                format!(" {sign} {number:>4}  {:<20} {:>7}  {edits:>5}", state.seen, state.n_words)
            }
        };
        let text = SafeText::new(&text);
        let end = canvas.text((area.x + 2, y), inner, &text.truncated(inner), look);
        for x in end..area.x + 2 + u16::try_from(inner).unwrap_or(0) {
            canvas.symbol((x, y), ' ', look);
        }
    }
}
