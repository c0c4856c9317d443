//! The user's `config.toml`.

use std::path::PathBuf;

use crate::config::settings::Settings;

/// Larger than this it is none.
const MAX_BYTES: u64 = 256 * 1024;

/// What the user has set, and what is wrong with it. Without a file, the defaults.
pub(super) fn load() -> (Settings, Vec<String>) {
    let Some(path) = path() else { return Default::default() };
    let is_small =
        std::fs::metadata(&path).is_ok_and(|data| data.is_file() && data.len() <= MAX_BYTES);
    if !is_small {
        return Default::default();
    }
    match std::fs::read_to_string(&path) {
        Ok(toml) => Settings::parse(&toml),
        Err(error) => {
            (Settings::default(), vec![format!("config.toml: {}", super::files::reason(&error))])
        }
    }
}

fn path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "copydesk")?;
    Some(folders.config_dir().join("config.toml")).filter(|path| path.is_absolute())
}
