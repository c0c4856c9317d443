//! The user's `config.toml`.

use std::path::PathBuf;

use crate::config::settings::Settings;

/// Larger than this it is none.
const MAX_BYTES: u64 = 256 * 1024;

/// What the user has set, and what is wrong with it. Without a file, the defaults.
pub(super) fn load() -> (Settings, Vec<String>) {
    let Some(path) = path() else { return Default::default() };
    let wrong = |why: &str| (Settings::default(), vec![format!("config.toml: {why}")]);
    match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Default::default(),
        Err(error) => return wrong(&super::files::reason(&error)),
        Ok(data) if !data.is_file() => return wrong("not a regular file"),
        Ok(data) if data.len() > MAX_BYTES => return wrong("too large"),
        Ok(_) => {}
    }
    match std::fs::read_to_string(&path) {
        Ok(toml) => Settings::parse(&toml),
        Err(error) => wrong(&super::files::reason(&error)),
    }
}

fn path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "copydesk")?;
    Some(folders.config_dir().join("config.toml")).filter(|path| path.is_absolute())
}
