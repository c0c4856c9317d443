//! The keys that come with the program: one map of all, and presets that differ from it.

use super::setting::Origin;

/// The default keys.
const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// The names of the presets; the first is what there is without one.
pub const NAMES: [&str; 3] = ["default", "vim", "arrows"];

/// The layers of a preset, each over the one before it, and where they come from.
pub(super) fn layers(name: &str) -> Vec<(&'static str, Origin)> {
    let over = match name {
        "vim" => Some((include_str!("../../assets/keymap-vim.toml"), Origin::Preset("vim"))),
        "arrows" => {
            Some((include_str!("../../assets/keymap-arrows.toml"), Origin::Preset("arrows")))
        }
        _ => None,
    };
    [Some((DEFAULT, Origin::Default)), over].into_iter().flatten().collect()
}
