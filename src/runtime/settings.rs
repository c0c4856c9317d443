//! The user's `config.toml`, and what goes before it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::files::reason;
use crate::config::manual;
use crate::config::setting::Origin;
use crate::config::settings::Configuration;

/// Larger than this it is none.
const MAX_BYTES: u64 = 256 * 1024;

/// What arguments say of settings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The theme.
    pub theme: Option<String>,
    /// Whether the mouse is left to the terminal.
    pub no_mouse: bool,
    /// Whether all is said line by line.
    pub is_linear: bool,
}

/// All that is configured: by arguments, else by the environment, else by the user's file, else by nobody.
pub fn configuration(flags: &Flags) -> Configuration {
    let mut config = file();
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        config.overrule("screen.theme", "mono", Origin::Environment("NO_COLOR"));
    }
    if let Some(theme) = &flags.theme {
        config.overrule("screen.theme", theme, Origin::Flag("--theme"));
    }
    if flags.no_mouse {
        config.overrule("screen.mouse", "off", Origin::Flag("--no-mouse"));
    }
    if flags.is_linear {
        config.overrule("screen.layout", "linear", Origin::Flag("--linear"));
    }
    config
}

/// What the user's file says. Without one, the defaults.
fn file() -> Configuration {
    let Some(path) = path() else { return Configuration::default() };
    let wrong = |why: &str| {
        let mut config = Configuration::default();
        config.warnings.push(format!("config.toml: {why}"));
        config
    };
    match fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Configuration::default();
        }
        Err(error) => return wrong(&reason(&error)),
        Ok(data) if !data.is_file() => return wrong("not a regular file"),
        Ok(data) if data.len() > MAX_BYTES => return wrong("too large"),
        Ok(_) => {}
    }
    match fs::read_to_string(&path) {
        Ok(toml) => Configuration::parse(&toml),
        Err(error) => wrong(&reason(&error)),
    }
}

/// Writes a `config.toml` that tells everything and changes nothing, and answers where.
///
/// # Errors
///
/// When there is one, or it cannot be written.
pub fn init() -> Result<PathBuf> {
    let Some(path) = path() else { bail!("no configuration folder is known; set HOME") };
    let shown = path.display();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| anyhow::anyhow!(reason(&error)))
            .with_context(|| folder.display().to_string())?;
    }
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(manual::commented().as_bytes()));
    match written {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{shown}: is there already, and is left as it is")
        }
        Err(error) => bail!("{shown}: {}", reason(&error)),
    }
}

/// Where the user's file is, or would be.
pub fn path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "copydesk")?;
    Some(folders.config_dir().join("config.toml")).filter(|path| path.is_absolute())
}
