//! A log for those who look for a fault: written only when `COPYDESK_LOG` is set, to the file it names, or to
//! `copydesk.log` in the user's state folder when it says `1`.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use crate::app::{Command, Event};

static LOG: OnceLock<Option<Mutex<File>>> = OnceLock::new();

/// Writes a line, if there is a log. The line is only made then.
pub(super) fn log(line: impl FnOnce() -> String) {
    let Some(file) = LOG.get_or_init(open) else {
        return;
    };
    if let Ok(mut file) = file.lock() {
        // A log that cannot be written must not stop the program.
        let _ = writeln!(file, "{}", line().escape_debug());
    }
}

fn open() -> Option<Mutex<File>> {
    let value = std::env::var_os("COPYDESK_LOG").filter(|value| !value.is_empty())?;
    let path = if value == "1" { default_path()? } else { PathBuf::from(value) };
    std::fs::create_dir_all(path.parent()?).ok()?;
    OpenOptions::new().create(true).append(true).open(path).ok().map(Mutex::new)
}

fn default_path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "copydesk")?;
    let folder = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
    folder.is_absolute().then(|| folder.join("copydesk.log"))
}

/// An event without the articles it carries.
pub(super) fn brief(event: &Event) -> String {
    match event {
        Event::Corpus(news) => format!(
            "corpus of {} articles, loading: {}",
            news.snapshot.n_articles(),
            news.is_loading
        ),
        Event::Loaded { id, result, .. } => format!("loaded {id:?}: {}", result.is_ok()),
        Event::Moved(moves) => format!("{} files were renamed", moves.len()),
        Event::Decided(decisions) | Event::Recalled(decisions) => {
            format!("{} decisions on stories", decisions.groups.len())
        }
        Event::Collated { result, .. } => format!("collated: {}", result.is_ok()),
        Event::Reviewed { n_taken, .. } => format!("marks and notes after {n_taken} changes"),
        Event::Edited(result) => format!("edited: {}", result.is_ok()),
        Event::Remembered { bookmarks, learned } => {
            format!("{} bookmarks, {} actions learned", bookmarks.len(), learned.len())
        }
        Event::Histories(all) => format!("the past of {} files", all.len()),
        Event::DraftsFound(drafts) => format!("{} notes that were being written", drafts.len()),
        Event::Listed(listed) => format!("{} revisions", listed.states.len()),
        Event::Exported(_)
        | Event::Ending
        | Event::Kept { .. }
        | Event::KeepingFailed(_)
        | Event::Begun(_)
        | Event::Unkept(_)
        | Event::Key(_)
        | Event::Mouse(_)
        | Event::Pasted(_)
        | Event::Resized { .. }
        | Event::Noticed(_) => {
            format!("{event:?}")
        }
    }
}

/// A command without the articles it carries.
pub(super) fn brief_command(command: &Command) -> String {
    match command {
        Command::Collate { slot, .. } => format!("collate {slot:?}"),
        Command::Load { id, .. } => format!("load {id:?}"),
        Command::Decide(_) => "decide".to_owned(),
        Command::Export(export) => format!("report to {:?}", export.destination),
        Command::Copy(text) | Command::EditText(text) => format!("{} bytes of text", text.len()),
        Command::Bookmark(all) => format!("keep {} bookmarks", all.len()),
        Command::Keep(changes) => format!("keep {} changes", changes.len()),
        Command::Draft(draft) => format!("a note is being written: {}", draft.is_some()),
        other => format!("{other:?}"),
    }
}
