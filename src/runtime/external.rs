//! Other programs: the reader's editor, and the system's clipboard.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;

use super::files::{read_bytes, reason};
use crate::corpus::Location;
use crate::source::Format;

/// Editors that are tried when nobody has named one.
const USUAL: [&str; 3] = ["nano", "vim", "vi"];

/// Terminals refuse to take more text than about this into the clipboard, in bytes.
const MAX_COPIED: usize = 74_000;

/// How often, and with which pauses, a program of the clipboard is asked whether it has ended.
const PATIENCE: u32 = 100;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// Editors that want a line after the name of the file, as in `file:12`.
const WITH_COLON: [&str; 3] = ["hx", "helix", "subl"];

/// Editors that want a line before the name of the file, as in `+12`.
const WITH_PLUS: [&str; 12] = [
    "vim", "vi", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "mg",
];

/// Programs that take text into the clipboard, and what shows that they can.
const CLIPBOARDS: [(&str, &str, &[&str]); 4] = [
    ("WAYLAND_DISPLAY", "wl-copy", &[]),
    ("DISPLAY", "xclip", &["-selection", "clipboard"]),
    ("DISPLAY", "xsel", &["--clipboard", "--input"]),
    ("HOME", "pbcopy", &[]),
];

/// The reader's editor, as they would type it.
fn editor() -> Result<OsString, String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os);
    let is_there = |name: &str| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).any(|folder| folder.join(name).is_file())
    };
    named
        .into_iter()
        .find(|name| !name.is_empty())
        .or_else(|| USUAL.into_iter().find(|name| is_there(name)).map(OsString::from))
        .ok_or_else(|| "There is no editor: VISUAL or EDITOR can name one.".to_owned())
}

/// Runs the editor on a file, at a line, until the reader leaves it.
fn run_editor(path: &Path, line: usize) -> Result<(), String> {
    let editor = editor()?;
    let name = editor.to_string_lossy().into_owned();
    let program = name.split_whitespace().next().unwrap_or_default();
    let program = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut arguments: Vec<OsString> = Vec::new();
    let with_line = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(":{line}"));
        name
    };
    if program == "subl" {
        arguments.push("--wait".into());
    }
    if ["code", "codium"].contains(&program.as_str()) {
        arguments.extend(["--wait".into(), "--goto".into(), with_line(path)]);
    } else if WITH_COLON.contains(&program.as_str()) {
        arguments.push(with_line(path));
    } else {
        if WITH_PLUS.contains(&program.as_str()) {
            arguments.push(format!("+{line}").into());
        }
        arguments.push(path.into());
    }
    // What the variables name may have options, in the words of a shell.
    let mut command = if cfg!(unix) {
        let mut script = editor;
        script.push(" \"$@\"");
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg("editor");
        command
    } else {
        Command::new(editor)
    };
    match command.args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => match status.code() {
            Some(126 | 127) => Err(format!("The editor {name} cannot be run.")),
            Some(code) => Err(format!("The editor {name} ended with {code}.")),
            None => Err(format!("The editor {name} was ended by a signal.")),
        },
        Err(error) => Err(format!("The editor {name}: {}.", reason(&error))),
    }
}

/// Lets the reader edit an article's file, at a passage.
pub(super) fn edit_file(location: &Location, line: usize, words: &str) -> Result<(), String> {
    run_editor(&location.path, line_of(location, line, words))
}

/// The line of the file. Where the text is not the file's own, it is looked for by its first words.
fn line_of(location: &Location, line: usize, words: &str) -> usize {
    let is_lines = location.path.extension().is_some_and(|ending| ending == "jsonl");
    if let Ok(record @ 1..) = usize::try_from(location.record)
        && is_lines
    {
        return record;
    }
    if matches!(Format::of_path(&location.path), Format::Text | Format::Markdown) {
        return line;
    }
    let bytes = read_bytes(&location.path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let first: Vec<&str> = words.split_whitespace().take(4).collect();
    let has_words = |line: &str| !first.is_empty() && line.contains(&first.join(" "));
    text.lines().position(has_words).map_or(1, |at| at + 1)
}

/// Lets the reader edit a text, and answers with what it is then. What they have saved is taken even if the editor fails
/// afterwards.
pub(super) fn edit_text(text: &str) -> Result<String, String> {
    let nanos = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.subsec_nanos());
    let name = format!("copydesk-note-{}-{nanos}.md", std::process::id());
    let path = std::env::temp_dir().join(name);
    write_new(&path, text).map_err(|error| format!("{}: {}.", path.display(), reason(&error)))?;
    let ended = run_editor(&path, 1);
    let read = std::fs::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let is_read = read.is_ok();
    let edited = match (read, ended) {
        (Ok(edited), Err(why)) if edited == text => Err(why),
        (Ok(edited), _) => Ok(edited),
        (Err(error), _) => Err(format!("{}: {}.", path.display(), reason(&error))),
    };
    if is_read {
        // It was a copy; the note itself is in memory.
        let _ = std::fs::remove_file(&path);
    }
    edited
}

/// A file of its own, that only the reader may look into.
fn write_new(path: &PathBuf, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}

/// Puts text into the clipboard by way of the terminal, which works over ssh and in tmux too. Says what was done.
pub(super) fn copy_by_terminal(text: &str) -> String {
    let sent = crossterm::execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
    let n = text.chars().count();
    match sent {
        Ok(()) if text.len() > MAX_COPIED => {
            format!(
                "{n} characters sent to the clipboard; many terminals take no more than {MAX_COPIED}. E writes a file."
            )
        }
        Ok(()) => format!("{n} characters sent to the clipboard."),
        Err(error) => format!("The clipboard: {}.", reason(&error)),
    }
}

/// Puts text into the system's clipboard, where there is one and a program for it.
pub(super) fn copy_by_program(text: &str) {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("SSH_CONNECTION") {
        // That clipboard would be the other machine's.
        return;
    }
    for (variable, program, arguments) in CLIPBOARDS {
        if !is_set(variable) {
            continue;
        }
        let mut command = Command::new(program);
        let command = command.args(arguments).stdin(Stdio::piped());
        let Ok(mut child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
            continue;
        };
        let sent =
            child.stdin.take().is_some_and(|mut pipe| pipe.write_all(text.as_bytes()).is_ok());
        if ends_well(&mut child) && sent {
            return;
        }
    }
}

/// Waits a little for a program that should take no time, and ends it then.
fn ends_well(child: &mut std::process::Child) -> bool {
    for _ in 0..PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(PAUSE),
            Err(_) => return false,
        }
    }
    // It may have ended by now.
    let _ = child.kill();
    let _ = child.wait();
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_of_a_page_is_found_by_its_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("page.html");
        let page = "<html><body>\n<p>The council met.</p>\n<p>The ferry struck the pier today.</p>";
        std::fs::write(&path, page).expect("written");
        let at = Location::file(path);
        assert_eq!(line_of(&at, 9, "The ferry struck the pier"), 3);
        assert_eq!(line_of(&at, 9, "Nothing of the kind"), 1);
        assert_eq!(line_of(&Location::file("a.txt".into()), 9, ""), 9);
        let wire = Location { path: "wire.jsonl".into(), record: 4 };
        assert_eq!(line_of(&wire, 9, ""), 4);
    }
}
