//! What became of the words that the listed notes quote: whether they still stand where the note was written.

use crate::app::model::NoteList;
use crate::app::{Command, Model};
use crate::review::Note;
use crate::review::anchor::{Found, find};
use crate::review::scene::Fate;

use super::settle::load;

/// Notes whose words are looked for in texts that are not on screen. In longer lists, those further down are not.
const MAX_LOOKED_FOR: usize = 200;

/// Finds out what is not known yet of the listed notes. Texts that are not in memory are asked for; then it is found out when
/// they are there.
pub(super) fn settle(model: &mut Model, list: &mut NoteList, commands: &mut Vec<Command>) {
    for id in list.notes.iter().take(MAX_LOOKED_FOR) {
        let known = list.fates.contains_key(id);
        let Some(note) = model.desk.review.note(*id).filter(|_| !known).cloned() else { continue };
        let spot = model.pane.noted.iter().find(|(_, own)| own == id);
        let fate = match spot {
            // It may be on screen still.
            _ if note
                .places
                .iter()
                .any(|place| model.news.snapshot.at(&place.location).is_none()) =>
            {
                Some(Fate::FileGone)
            }
            Some((spot, _)) => Some(spot.fate()),
            None => fate(model, &note, commands),
        };
        if let Some(fate) = fate {
            list.fates.insert(*id, fate);
        }
    }
}

/// What became of a note that is not on what is shown; nothing if that is not known yet.
fn fate(model: &mut Model, note: &Note, commands: &mut Vec<Command>) -> Option<Fate> {
    let (mut found, mut is_sought) = (Vec::new(), false);
    for place in &note.places {
        let Some(article) = model.news.snapshot.at(&place.location).cloned() else {
            return Some(Fate::FileGone);
        };
        let Some(quote) = &place.quote else { continue };
        is_sought = true;
        match model.texts.get(&article) {
            Some(text) => found.extend(find(&text.version, quote)),
            None if load(model, article.id, commands) => return None,
            None => return Some(Fate::Unreadable),
        }
    }
    let is_exact = |found: &Found| matches!(found, Found::Exact(_));
    Some(if !is_sought || found.iter().any(is_exact) {
        Fate::Stands
    } else if found.is_empty() {
        Fate::Orphan
    } else {
        Fate::Changed
    })
}
