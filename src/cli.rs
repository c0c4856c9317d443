//! The command line: arguments in, an exit code out. The only place that prints.

mod args;
mod compare;
mod config;
mod input;
mod manual;
mod print;
mod progress;
mod report;
mod revisions;
mod show;
mod stories;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Parser as _};

use crate::runtime::library::Manner;
use crate::runtime::{self, Startup};
use crate::text::safe::SafeText;

use args::{Arguments, Task};

/// Something went wrong; what, stands on standard error.
const TROUBLE: u8 = 2;

/// Runs the program with these arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(refuse(&error, &typed)),
    };
    let mut tips = Vec::new();
    let done = match arguments.task {
        Some(Task::Diff(task)) => compare::run(&task),
        Some(Task::Show(task)) => show::run(&task),
        Some(Task::Stories(task)) => stories::run(&task),
        Some(Task::Revisions(task)) => revisions::run(&task),
        Some(Task::Report(task)) => report::run(&task),
        Some(Task::Config(task)) => config::run(task),
        Some(Task::Completions { shell }) => manual::completions(shell),
        Some(Task::Man) => manual::page(),
        None => {
            let here = || vec![PathBuf::from(".")];
            let paths = if arguments.paths.is_empty() { here() } else { arguments.paths };
            let (flags, reading) = (arguments.looks.flags(), arguments.reading);
            let Manner { encoding, uses_memory } = reading.manner();
            let store = reading.keeping.place();
            let tip = paths.first().and_then(|path| command_like(path));
            let done = runtime::run(&Startup { paths, flags, encoding, uses_memory, store });
            done.inspect_err(|_| tips.extend(tip))
        }
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        complain(&causes.join(": "), &tips)
    }))
}

/// Prints one line on standard error, and others with advice.
fn complain(text: &str, tips: &[String]) -> u8 {
    // What names files may name anything.
    let text = SafeText::new(text);
    // If even that cannot be written, the exit code has to do.
    let _ = writeln!(io::stderr(), "copydesk: {text}");
    for tip in tips.iter().map(|tip| SafeText::new(tip)) {
        let _ = writeln!(io::stderr(), "  {tip}");
    }
    TROUBLE
}

/// What clap has to say: help and version as they are, errors in one line, and each piece of advice in one.
fn refuse(error: &clap::Error, typed: &[OsString]) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            0
        }
        _ => {
            let text = error.to_string();
            let lines = text
                .lines()
                .map(str::trim)
                .take_while(|line| {
                    !line.starts_with("Usage") && !line.starts_with("For more information")
                })
                .filter(|line| !line.is_empty());
            let (tips, words): (Vec<&str>, Vec<&str>) =
                lines.partition(|line| line.starts_with("tip:"));
            // How a file is named that looks like an option helps nobody who mistyped one.
            let tips = tips.into_iter().filter(|tip| !tip.contains("as a value"));
            let tips: Vec<String> = tips.map(str::to_owned).collect();
            let words = words.join(" ");
            let words = words.trim_start_matches("error: ");
            complain(&format!("{words}; see copydesk {}--help", command_in(typed)), &tips)
        }
    }
}

/// The command that was typed, with a space after it; nothing if none was.
fn command_in(typed: &[OsString]) -> String {
    let commands = Arguments::command();
    let is_command = |word: &&OsString| commands.find_subcommand(word).is_some();
    let found = typed.iter().skip(1).find(is_command);
    found.map(|word| format!("{} ", word.to_string_lossy())).unwrap_or_default()
}

/// Advice where a path that is not there looks like a command.
fn command_like(path: &Path) -> Option<String> {
    let word = path.to_str().filter(|word| !word.starts_with('-') && !path.exists())?;
    let commands = Arguments::command().get_subcommands().cloned().collect::<Vec<_>>();
    let only = clap::Command::new("copydesk").subcommands(commands).subcommand_required(true);
    let error = only.try_get_matches_from(["copydesk", word]).err()?;
    let meant = match error.get(ContextKind::SuggestedSubcommand)? {
        ContextValue::String(name) => name,
        ContextValue::Strings(names) => names.first()?,
        _ => return None,
    };
    Some(format!("tip: a similar command exists: copydesk {meant}"))
}
