//! What to do next, for who has not done it yet. A hint is gone for good once its action was used.

use super::model::Model;
use super::pane::Content;
use crate::config::action::Action;

/// The actions that there are hints for.
const TAUGHT: [Action; 5] =
    [Action::PickVersion, Action::NextEdit, Action::Swap, Action::Mark, Action::Note];

/// Whether there is a hint for an action, so that it matters whether the reader knows it.
pub fn is_taught(action: Action) -> bool {
    TAUGHT.contains(&action)
}

/// The hint that is in place now, with the names of actions in braces, as [`Model::with_keys`] wants them.
pub fn hint(model: &Model) -> Option<&'static str> {
    let pane = &model.pane;
    let n_edits = pane.collation.as_ref().map_or(0, |collation| collation.summary.n_edits);
    let is_noted = pane.current.is_some_and(|at| pane.is_noted(at));
    let (action, words) = match (&pane.content, pane.current) {
        (Content::Single(_), _) if !model.reading.can_compare => {
            (Action::PickVersion, "{pick-version} compares it with any")
        }
        (_, None) if pane.passage.is_some() => (Action::Note, "{note} writes a note on it"),
        (Content::Comparing(_), None) if n_edits > 0 => {
            if model.learned.contains(&Action::NextEdit) {
                // Who is the source of whom, the program does not know.
                (Action::Swap, "{swap} turns left and right round")
            } else {
                (Action::NextEdit, "{next-edit} goes to the first edit")
            }
        }
        // What is not on screen is not marked.
        (Content::Comparing(_), Some(_)) if !is_noted && !model.areas.text.is_empty() => {
            (Action::Mark, "{mark} marks it reviewed, and goes on")
        }
        _ => return None,
    };
    debug_assert!(is_taught(action), "what is hinted at can be learned");
    (!model.learned.contains(&action)).then_some(words)
}
