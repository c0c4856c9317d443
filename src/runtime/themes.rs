//! Which theme: what the user named, else what the terminal is like.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use anyhow::{Result, bail};
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::app::model::Themes;
use crate::config::theme::{BUILT_IN, Theme, built_in};
use crate::text::safe::SafeText;
use crate::ui::Depth;

/// How long a terminal may take to say what its background is. Most answer within 20 ms; some never do.
const PATIENCE: Duration = Duration::from_millis(200);

/// Themes larger than this are none.
const MAX_BYTES: u64 = 256 * 1024;

/// All themes, the chosen one current, and what is wrong with the user's own. `wanted` is what the user named now.
///
/// # Errors
///
/// When the user named a theme that there is not.
pub(super) fn load(wanted: Option<&str>, depth: Depth) -> Result<(Themes, Vec<String>)> {
    let (own, mut warnings) = own_themes();
    let find = |name: &str| {
        let own = own.iter().find(|(own, _)| own == name).map(|(_, toml)| toml.clone());
        own.or_else(|| built_in(name).map(str::to_owned))
    };
    let is_built_in = |name: &str| built_in(name).is_some();
    let own_names = own.iter().map(|(name, _)| name.as_str()).filter(|name| !is_built_in(name));
    let names = BUILT_IN.iter().map(|(name, _)| *name).chain(own_names);
    let mut all: Vec<Theme> = Vec::new();
    for name in names {
        let (theme, trouble) = Theme::parse(name, &find(name).unwrap_or_default(), &find);
        warnings.extend(trouble);
        all.push(theme);
    }
    let name = wanted.map_or_else(|| detected(depth), str::to_owned);
    let Some(at) = all.iter().position(|theme| theme.name == name) else {
        let names: Vec<&str> = all.iter().map(|theme| theme.name.as_str()).collect();
        bail!("{}: no such theme; there are {}", SafeText::new(&name), names.join(", "));
    };
    Ok((Themes { all, at }, warnings))
}

/// A terminal of 16 colors keeps its own; otherwise the terminal's background decides, dark if it does not say.
fn detected(depth: Depth) -> String {
    if depth == Depth::Basic {
        return "terminal".to_owned();
    }
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options) {
        Ok(ThemeMode::Light) => "light".to_owned(),
        Ok(ThemeMode::Dark) | Err(_) => "dark".to_owned(),
    }
}

/// Names and texts of the themes in the user's configuration folder, and which of them cannot be read.
fn own_themes() -> (Vec<(String, String)>, Vec<String>) {
    let (mut themes, mut warnings) = (Vec::new(), Vec::new());
    let entries = folder().and_then(|folder| fs::read_dir(folder).ok());
    for path in entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
        let is_theme = path.extension().is_some_and(|ending| ending == "toml");
        let Some(name) = path.file_stem().filter(|_| is_theme) else { continue };
        let name = name.to_string_lossy().into_owned();
        match text(&path) {
            Ok(text) => themes.push((name, text)),
            Err(why) => warnings.push(format!("{name}.toml: {why}")),
        }
    }
    themes.sort();
    warnings.sort();
    (themes, warnings)
}

fn text(path: &Path) -> Result<String, String> {
    let reason = |error: io::Error| super::files::reason(&error);
    let data = fs::metadata(path).map_err(reason)?;
    match data.len() {
        _ if !data.is_file() => Err("not a regular file".to_owned()),
        0..=MAX_BYTES => fs::read_to_string(path).map_err(reason),
        _ => Err("too large".to_owned()),
    }
}

fn folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "copydesk")?;
    Some(folders.config_dir().join("themes")).filter(|folder| folder.is_absolute())
}
