//! Which edits are looked at: the classes with their numbers, to be chosen from.

use super::canvas::Canvas;
use crate::app::Model;
use crate::app::areas::boxed;
use crate::app::model::{Chosen, N_CHOICES};
use crate::collate::Class;
use crate::layout::Typography;
use crate::review::scene::Spot;
use crate::text::safe::SafeText;

/// Lines of the box that are none of the list.
const FRAME: u16 = 4;

pub(super) fn draw(model: &Model, chosen: Chosen, canvas: &mut Canvas<'_>) {
    let n_lines = u16::try_from(N_CHOICES).unwrap_or(u16::MAX);
    let mut area = boxed(model.size, n_lines + FRAME);
    let width = area.width.min(46);
    area.x += (area.width - width) / 2;
    area.width = width;
    if area.width < 8 || area.height <= FRAME {
        return;
    }
    let (style, strong) = canvas.open_box(area);
    let inner = usize::from(area.width) - 4;
    canvas.literal((area.x + 2, area.y + 1), inner, "Which edits to look at", strong);
    let n_shown = usize::from(area.height - FRAME);
    let first = chosen.at.saturating_sub(n_shown.saturating_sub(1));
    for (line, n) in (first..N_CHOICES).take(n_shown).zip(0u16..) {
        let y = area.y + 3 + n;
        let look = if line == chosen.at { canvas.chosen((area.x + 2, y)) } else { style };
        let text = SafeText::new(&words(model, line));
        let end = canvas.text((area.x + 2, y), inner, &text.truncated(inner), look);
        for x in end..area.x + 2 + u16::try_from(inner).unwrap_or(0) {
            canvas.symbol((x, y), ' ', look);
        }
    }
}

fn words(model: &Model, line: usize) -> String {
    let selection = &model.desk.selection;
    let (is_in, name, n) = match Class::ALL.get(line) {
        Some(class) => {
            let n = model.pane.collation.as_ref().map(|all| all.summary.count(*class));
            let is_in = match class {
                Class::Typography => model.settings.typography == Typography::Shown,
                class => selection.has_class(*class),
            };
            (is_in, class.name(), n)
        }
        None if line == Class::ALL.len() => {
            let ids = model.pane.collation.iter().flat_map(|all| &all.edits).filter(|edit| {
                let pair = model.pane.pair.as_ref();
                pair.is_some_and(|pair| model.desk.review.is_reviewed(pair, edit.id))
            });
            (!selection.hides_reviewed, "reviewed edits", Some(ids.count()))
        }
        None => {
            let noted = model.pane.noted.iter().filter(|(spot, _)| matches!(spot, Spot::Edit(_)));
            (!selection.only_noted, "edits without a note", noted_rest(model, noted.count()))
        }
    };
    let sign = if is_in { 'x' } else { ' ' };
    let n = n.map_or_else(String::new, |n| n.to_string());
    format!(" [{sign}] {name:<24} {n:>6}")
}

fn noted_rest(model: &Model, n_noted: usize) -> Option<usize> {
    let collation = model.pane.collation.as_ref()?;
    Some(collation.summary.n_edits.saturating_sub(n_noted))
}
