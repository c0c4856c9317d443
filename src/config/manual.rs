//! Settings and keys as text: what holds and who says so, a `config.toml` to begin with, and `docs/keys.md`.

use std::fmt::Write as _;

use super::action::Action;
use super::chord::Keys;
use super::keymap::{Context, GLOBAL, Keymap, Place};
use super::preset;
use super::setting::{ALL, quoted};
use super::settings::Configuration;

/// Columns before who says so.
const VALUES: usize = 44;

/// What holds, as a `config.toml`, with who says so behind every line.
pub fn effective(config: &Configuration) -> String {
    let mut lines: Vec<(&str, String, String)> = Vec::new();
    for setting in ALL {
        let (section, name) = setting.parts();
        let value = format!("{name} = {}", config.value(setting));
        lines.push((section, value, config.origin(setting.name).to_string()));
    }
    let mut out = String::new();
    let mut last = "";
    for (section, value, origin) in &lines {
        if *section != last {
            let space = if last.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{space}[{section}]");
        }
        let _ = writeln!(out, "{value:VALUES$} # {origin}");
        last = section;
    }
    for context in contexts() {
        let entries: Vec<(Action, Place)> = entries(&config.keymap, context);
        if !entries.is_empty() {
            let _ = writeln!(out, "\n[keys.{}]", name(context));
        }
        for (action, place) in entries {
            let value = format!("{} = {}", action.name(), list(&place.keys));
            let _ = writeln!(out, "{value:VALUES$} # {}", place.origin);
        }
    }
    out
}

/// A `config.toml` that says nothing, and tells all that could be said: every setting and every key, at its default, behind
/// a `#`.
pub fn commented() -> String {
    let config = Configuration::default();
    let mut out = String::from(
        "# What Copydesk does and how it looks. Take the # away before what you want to change.\n\
         # `copydesk config` prints what holds and which line says so; all of it is told in docs/keys.md.\n",
    );
    let mut last = "";
    for setting in ALL {
        let (section, name) = setting.parts();
        if section != last {
            let _ = writeln!(out, "\n[{section}]");
        }
        last = section;
        let _ = writeln!(out, "\n# {}.\n# Can be {}.", setting.words, setting.kind.wanted());
        let _ = writeln!(out, "#{name} = {}", config.value(setting));
    }
    let _ = writeln!(
        out,
        "\n# Keys: actions with all their keys, as in top = [\"gg\", \"home\"]; an action with [] has none. What is said here of an \
         action\n# holds instead of what the preset says of it. [keys.{GLOBAL}] holds everywhere, the others on their screens."
    );
    for context in contexts() {
        let _ = writeln!(out, "\n[keys.{}]", name(context));
        for (action, place) in entries(&config.keymap, context) {
            let value = format!("#{} = {}", action.name(), list(&place.keys));
            let _ = writeln!(out, "{value:VALUES$} # {}", action.description());
        }
    }
    out
}

/// All actions with the keys that they have, as tables of Markdown.
pub fn keys(keymap: &Keymap) -> String {
    tables(&[("keys", keymap)])
}

/// `docs/keys.md`.
pub fn page() -> String {
    let presets: Vec<Keymap> = preset::NAMES.into_iter().map(Keymap::preset).collect();
    let columns: Vec<(&str, &Keymap)> = preset::NAMES.into_iter().zip(&presets).collect();
    let mut settings =
        String::from("| setting | what it is | allowed | default |\n| --- | --- | --- | --- |\n");
    let config = Configuration::default();
    for setting in ALL {
        let _ = writeln!(
            settings,
            "| `{}` | {} | {} | {} |",
            setting.name,
            setting.words,
            setting.kind.wanted(),
            code(&config.value(setting).to_string())
        );
    }
    let begin = include_str!("../../assets/keys-begin.md");
    let middle = include_str!("../../assets/keys-settings.md");
    format!("{begin}\n{}\n{middle}\n{settings}", tables(&columns))
}

/// A table for each topic: actions, their keys in each of these maps, and what they do.
fn tables(maps: &[(&str, &Keymap)]) -> String {
    let mut out = String::new();
    let mut last = "";
    for action in Action::ALL {
        if action.topic() != last {
            let space = if last.is_empty() { "" } else { "\n" };
            let names: Vec<&str> = maps.iter().map(|(name, _)| *name).collect();
            let _ = writeln!(out, "{space}### {}\n", action.topic());
            let _ = writeln!(out, "| action | {} | what it does |", names.join(" | "));
            let _ = writeln!(out, "| --- |{} --- |", " --- |".repeat(maps.len()));
        }
        last = action.topic();
        let cells: Vec<String> = maps.iter().map(|(_, map)| cell(map, *action)).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            action.name(),
            cells.join(" | "),
            action.description()
        );
    }
    out
}

/// The keys of an action in a cell of a table.
fn cell(keymap: &Keymap, action: Action) -> String {
    let place = |place: &Place| {
        let keys: Vec<String> = place.keys.iter().map(|keys| code(&keys.to_string())).collect();
        let keys = if keys.is_empty() { "none".to_owned() } else { keys.join(" ") };
        match place.context {
            Some(context) => format!("{keys} {}", context.words()),
            None => keys,
        }
    };
    let places: Vec<String> = keymap.places(action).iter().map(place).collect();
    if places.is_empty() { "none".to_owned() } else { places.join("; ") }
}

/// Text as code in a cell of a table.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Everywhere, and each place.
fn contexts() -> impl Iterator<Item = Option<Context>> {
    std::iter::once(None).chain(Context::ALL.into_iter().map(Some))
}

fn name(context: Option<Context>) -> &'static str {
    context.map_or(GLOBAL, Context::name)
}

/// What a key map says of a place, in the order of the actions.
fn entries(keymap: &Keymap, context: Option<Context>) -> Vec<(Action, Place)> {
    let of = |action: &Action| {
        let places = keymap.places(*action).into_iter();
        places.map(|place| (*action, place)).collect::<Vec<_>>()
    };
    let all = Action::ALL.iter().flat_map(of);
    all.filter(|(_, place)| place.context == context).collect()
}

/// Keys as TOML writes them.
fn list(keys: &[Keys]) -> String {
    let keys: Vec<String> = keys.iter().map(|keys| quoted(&keys.to_string())).collect();
    format!("[{}]", keys.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a key map means, without who says so.
    fn meant(config: &Configuration) -> Vec<(Action, Option<Context>, Vec<Keys>)> {
        let of = |action: &Action| {
            let places = config.keymap.places(*action).into_iter();
            // An action that has lost its keys has none, like one that never had any.
            let places = places.filter(|place| !place.keys.is_empty());
            places.map(|place| (*action, place.context, place.keys)).collect::<Vec<_>>()
        };
        Action::ALL.iter().flat_map(of).collect()
    }

    #[track_caller]
    fn check_again(toml: &str, expected: &Configuration) {
        let again = Configuration::parse(toml);
        assert_eq!(again.warnings, expected.warnings, "{toml}");
        assert_eq!(again.settings, expected.settings, "{toml}");
        assert_eq!(meant(&again), meant(expected), "{toml}");
    }

    #[test]
    fn what_holds_can_be_read_again() {
        for preset in preset::NAMES {
            let config = Configuration::parse(&format!(
                "[screen]\nmeasure = 70\n[keys]\npreset = '{preset}'\n[keys.list]\npause = []\nswap = ['\"', '\\', 'g a']"
            ));
            assert_eq!(config.warnings, [""; 0]);
            let text = effective(&config);
            check_again(&text, &config);
            assert!(text.contains("measure = 70 "), "{text}");
            let line = text.lines().find(|line| line.starts_with("measure")).expect("a line");
            assert!(line.ends_with("# config.toml, line 2"), "{line}");
        }
    }

    #[test]
    fn the_first_config_says_nothing_and_all_of_it_can_be_said() {
        let text = commented();
        check_again(&text, &Configuration::default());
        let said: Vec<&str> = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(value) if !value.starts_with(' ') => value,
                _ => line,
            })
            .collect();
        let said = said.join("\n");
        assert!(said.contains("\ntheme = \"automatic\""), "{said}");
        check_again(&said, &Configuration::default());
        for action in Action::ALL {
            assert!(said.contains(&format!("\n{} = [", action.name())), "{}", action.name());
        }
    }

    #[test]
    fn tables_hold_what_would_break_them() {
        assert_eq!(code("|"), "`\\|`");
        assert_eq!(code("`"), "`` ` ``");
    }
}
