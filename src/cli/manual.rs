//! `copydesk completions` and `copydesk man`: what shells and `man` need, made from the arguments themselves.

use std::io::{self, Write as _};

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Arguments;
use super::print::printed;

/// Prints a script that completes commands and options.
pub(super) fn completions(shell: Shell) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "copydesk", &mut script);
    printed(io::stdout().lock().write_all(&script)).map(|()| 0)
}

/// Prints the manual page, with a section for each command.
pub(super) fn page() -> Result<u8> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for task in command.get_subcommands().filter(|task| task.get_name() != "help") {
        let name = task.get_name().to_uppercase();
        writeln!(page, ".SH \"COMMAND {name}\"")?;
        let man = Man::new(task.clone());
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    printed(io::stdout().lock().write_all(&page)).map(|()| 0)
}
