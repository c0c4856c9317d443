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
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::runtime::library::Manner;
use crate::runtime::{self, Startup};
use crate::text::safe::SafeText;

use args::{Arguments, Task};

/// Something went wrong; what, stands on standard error.
const TROUBLE: u8 = 2;

/// Runs the program with these arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(refuse(&error)),
    };
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
            runtime::run(&Startup { paths, flags, encoding, uses_memory, store })
        }
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        complain(&causes.join(": "))
    }))
}

/// Prints one line on standard error.
fn complain(text: &str) -> u8 {
    // What names files may name anything.
    let text = SafeText::new(text);
    // If even that cannot be written, the exit code has to do.
    let _ = writeln!(io::stderr(), "copydesk: {text}");
    TROUBLE
}

/// What clap has to say: help and version as they are, errors in one line.
fn refuse(error: &clap::Error) -> u8 {
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
            let line = lines.collect::<Vec<_>>().join(" ");
            complain(&format!("{}; see copydesk --help", line.trim_start_matches("error: ")))
        }
    }
}
