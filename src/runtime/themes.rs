//! Which theme: what the user named, else what the terminal is like.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::app::model::Themes;
use crate::config::theme::{BUILT_IN, Theme};
use crate::text::safe::SafeText;

/// How long a terminal may take to say what its background is. Most answer within 20 ms; some never do.
const PATIENCE: Duration = Duration::from_millis(200);

/// Themes larger than this are none.
const MAX_BYTES: u64 = 256 * 1024;

/// All themes, the chosen one current, and what is wrong with the user's own.
///
/// # Errors
///
/// When the user named a theme that there is not.
pub(super) fn load(wanted: Option<&str>) -> Result<(Themes, Vec<String>)> {
    let mut warnings = Vec::new();
    let own = own_themes();
    let find = |name: &str| {
        let own = own.iter().find(|(own, _)| own == name).map(|(_, toml)| toml.clone());
        own.or_else(|| {
            BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, toml)| (*toml).to_owned())
        })
    };
    let mut all: Vec<Theme> = Vec::new();
    let names = BUILT_IN
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .chain(own.iter().map(|(name, _)| name.clone()));
    for name in names {
        if all.iter().any(|theme| theme.name == name) {
            continue;
        }
        let (theme, trouble) = Theme::parse(&name, &find(&name).unwrap_or_default(), &find);
        warnings.extend(trouble);
        all.push(theme);
    }
    let name = wanted.map_or_else(detected, str::to_owned);
    let Some(at) = all.iter().position(|theme| theme.name == name) else {
        let names: Vec<&str> = all.iter().map(|theme| theme.name.as_str()).collect();
        bail!("{}: no such theme; there are {}", SafeText::new(&name), names.join(", "));
    };
    Ok((Themes { all, at }, warnings))
}

/// The terminal's background decides; dark if it does not say.
fn detected() -> String {
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options) {
        Ok(ThemeMode::Light) => "light".to_owned(),
        Ok(ThemeMode::Dark) | Err(_) => "dark".to_owned(),
    }
}

/// Names and texts of the themes in the user's configuration folder.
fn own_themes() -> Vec<(String, String)> {
    let Some(folder) = folder().and_then(|folder| fs::read_dir(folder).ok()) else {
        return Vec::new();
    };
    let mut themes: Vec<(String, String)> = folder
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_theme = path.extension().is_some_and(|ending| ending == "toml");
            let is_small =
                fs::metadata(&path).is_ok_and(|data| data.is_file() && data.len() <= MAX_BYTES);
            let name = path.file_stem()?.to_str()?.to_owned();
            (is_theme && is_small)
                .then(|| fs::read_to_string(&path).ok().map(|toml| (name, toml)))?
        })
        .collect();
    themes.sort();
    themes
}

fn folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "copydesk")?;
    Some(folders.config_dir().join("themes")).filter(|folder| folder.is_absolute())
}
