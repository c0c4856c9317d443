//! `copydesk config`: what is set, and who says so.

use std::io::{self, Write as _};

use anyhow::Result;

use super::args::Config;
use super::complain;
use super::print::printed;
use crate::config::manual;
use crate::runtime::{self, settings};
use crate::text::safe::SafeText;

pub(super) fn run(task: Config) -> Result<u8> {
    let mut out = io::stdout().lock();
    if task.init {
        let path = settings::init()?;
        let path = SafeText::new(&path.display().to_string());
        return printed(writeln!(out, "{path}")).map(|()| 0);
    }
    let config = settings::configuration(&task.looks.flags());
    for trouble in runtime::trouble(&config) {
        complain(&trouble, &[]);
    }
    if task.keys {
        return printed(out.write_all(manual::keys(&config.keymap).as_bytes())).map(|()| 0);
    }
    let place = settings::path().map_or_else(
        || "# No configuration folder is known: HOME is not set.".to_owned(),
        |path| {
            let words =
                if path.exists() { "" } else { " (not there; `copydesk config --init` writes it)" };
            format!("# {}{words}", SafeText::new(&path.display().to_string()))
        },
    );
    printed(writeln!(out, "{place}\n\n{}", manual::effective(&config).trim_end())).map(|()| 0)
}
