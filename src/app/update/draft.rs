//! Notes that are being written: they are kept as they grow, so that they outlive the program.

use super::hint;
use super::mark::change;
use crate::app::{Command, Model, Overlay};
use crate::review::{Change, Draft, Note};

/// Has the note that is being written kept as it is now, if that is not done.
pub(super) fn settle(model: &mut Model, commands: &mut Vec<Command>) {
    let draft = match &model.overlay {
        Some(Overlay::Note(editor)) => editor.draft(),
        _ => None,
    };
    if draft != model.desk.draft {
        model.desk.draft.clone_from(&draft);
        commands.push(Command::Draft(draft.map(Box::new)));
    }
}

/// Takes in what was left of notes when the programs that wrote them were ended: they become notes like all others. Those of
/// other folders wait until these are opened.
pub(super) fn take_in(model: &mut Model, drafts: Vec<(i64, Draft)>, commands: &mut Vec<Command>) {
    let is_here = |note: &Note| note.places.iter().any(|place| model.holds(&place.location));
    let here: Vec<_> = drafts.into_iter().filter(|(_, draft)| is_here(&draft.note)).collect();
    if here.is_empty() {
        return;
    }
    let (numbers, drafts): (Vec<i64>, Vec<Draft>) = here.into_iter().unzip();
    let changes = drafts.into_iter().filter_map(|draft| put(model, draft)).collect();
    if change(model, changes, commands) {
        hint(model, "The note you were writing is kept. {notes} lists it, {undo} takes it back.");
    }
    commands.push(Command::ForgetDrafts(numbers));
}

/// What makes a note of a draft; nothing if it had just been kept.
fn put(model: &Model, Draft { mut note, replaces }: Draft) -> Option<Change> {
    let review = &model.desk.review;
    // Another program may have deleted the note since.
    let old = replaces.filter(|id| review.note(*id).is_some());
    note.id = old.unwrap_or_else(|| review.new_id(&note));
    let is_known = |known: &Note| Note { id: note.id, ..known.clone() } == note;
    (!review.notes().any(is_known)).then_some(Change::Put(note))
}
