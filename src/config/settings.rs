//! [`Settings`]: what `config.toml` in the user's configuration folder can say, and the [`Configuration`] that comes of it. What
//! it says wrong is warned of, with the line, and never keeps the program from starting.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::keymap::Keymap;
use super::preset;
use super::setting::{Origin, Setting, Value};
use crate::layout::{MEASURE, Mode, Typography, Unchanged};

/// The kinds of notes, unless the reader names others.
const KINDS: [&str; 6] =
    ["error", "altered quote", "altered figure", "unsourced", "house style", "fine"];

/// How much of the past of files is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The most revisions of one file.
    pub count: u32,
    /// The most days after a revision was replaced; forever if nothing is said.
    pub days: Option<u32>,
    /// The most that all states of all files may take, compressed. The oldest revisions go first.
    pub megabytes: u64,
}

impl Default for Retention {
    fn default() -> Self {
        Self { count: 1000, days: None, megabytes: 4000 }
    }
}

/// Whether buttons and wheel of the mouse are ours while the terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// They are.
    Taken,
    /// They stay the terminal's.
    Left,
}

/// What the user has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name of the theme; if there is none, the terminal decides.
    pub theme: Option<String>,
    /// Two columns or one; by the width of the terminal, if nothing is said.
    pub layout: Option<Mode>,
    /// The widest that a column of text gets, in columns of the terminal.
    pub measure: usize,
    /// Whether differences of typography are shown.
    pub typography: Typography,
    /// Whether unchanged passages are folded.
    pub unchanged: Unchanged,
    /// Whether the mouse is used.
    pub mouse: Pointer,
    /// The preset of the keys.
    pub preset: &'static str,
    /// The kinds of notes, in the order of their keys.
    pub kinds: Vec<String>,
    /// How much of the past is kept.
    pub retention: Retention,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: None,
            layout: None,
            measure: MEASURE,
            typography: Typography::Folded,
            unchanged: Unchanged::Shown,
            mouse: Pointer::Taken,
            preset: preset::NAMES[0],
            kinds: KINDS.iter().map(|kind| (*kind).to_owned()).collect(),
            retention: Retention::default(),
        }
    }
}

/// All that is configured, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The settings.
    pub settings: Settings,
    /// The keys.
    pub keymap: Keymap,
    /// What is wrong, in the order of the lines.
    pub warnings: Vec<String>,
    /// Where settings come from that are not the default.
    origins: BTreeMap<&'static str, Origin>,
}

impl Default for Configuration {
    fn default() -> Self {
        let settings = Settings::default();
        let keymap = Keymap::preset(settings.preset);
        Self { settings, keymap, warnings: Vec::new(), origins: BTreeMap::new() }
    }
}

impl Configuration {
    /// Reads `config.toml`. What cannot be understood is left at its default and said in the warnings, with its line.
    pub fn parse(toml: &str) -> Self {
        let mut config = Self::default();
        let line = |span: &Range<usize>| {
            toml.get(..span.start).unwrap_or_default().matches('\n').count() + 1
        };
        let table = match DeTable::parse(toml) {
            Ok(table) => table,
            Err(error) => {
                let line = line(&error.span().unwrap_or_default());
                config.warnings = vec![warning(line, error.message())];
                return config;
            }
        };
        let mut trouble = config.take(table.get_ref(), &line);
        config.keymap = Keymap::preset(config.settings.preset);
        let keys = table.get_ref().get("keys").and_then(|keys| keys.get_ref().as_table());
        if let Some(keys) = keys {
            let wrong = config.keymap.lay(keys, &|span| Origin::File(line(span)));
            trouble.extend(wrong.into_iter().map(|(span, words)| (line(&span), words)));
        }
        for (origin, words) in config.keymap.missing() {
            let line = if let Origin::File(line) = origin { line } else { 1 };
            trouble.push((line, words));
        }
        trouble.sort();
        config.warnings = trouble.iter().map(|(line, words)| warning(*line, words)).collect();
        config
    }

    /// Takes in all settings of a table but keys.
    fn take(
        &mut self,
        table: &DeTable<'_>,
        line: &dyn Fn(&Range<usize>) -> usize,
    ) -> Vec<(usize, String)> {
        let mut trouble = Vec::new();
        for (section, values) in table {
            let Some(values) = values.get_ref().as_table() else {
                trouble.push((
                    line(&section.span()),
                    format!("{}: no such setting", section.get_ref()),
                ));
                continue;
            };
            for (name, value) in values {
                let key = format!("{}.{}", section.get_ref(), name.get_ref());
                if section.get_ref() == "keys" && value.get_ref().is_table() {
                    continue;
                }
                let Some(setting) = Setting::by_name(&key) else {
                    trouble.push((line(&name.span()), format!("{key}: no such setting")));
                    continue;
                };
                if let Some(value) = setting.kind.read(value.get_ref()) {
                    self.set(setting, value, Origin::File(line(&name.span())));
                } else {
                    let words = format!("{key}: must be {}", setting.kind.wanted());
                    trouble.push((line(&value.span()), words));
                }
            }
        }
        trouble
    }

    fn set(&mut self, setting: &'static Setting, value: Value, origin: Origin) {
        (setting.set)(&mut self.settings, value);
        self.origins.insert(setting.name, origin);
    }

    /// Sets a word that goes before what the file says: environment, then flags.
    pub fn overrule(&mut self, name: &str, word: &str, origin: Origin) {
        if let Some(setting) = Setting::by_name(name) {
            self.set(setting, Value::Word(word.to_owned()), origin);
        }
    }

    /// Where a setting comes from.
    pub fn origin(&self, name: &str) -> Origin {
        self.origins.get(name).copied().unwrap_or_default()
    }

    /// What a setting is.
    pub fn value(&self, setting: &Setting) -> Value {
        (setting.get)(&self.settings)
    }
}

fn warning(line: usize, words: &str) -> String {
    format!("{}: {words}", Origin::File(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(toml: &str, warnings: &[&str]) -> Configuration {
        let config = Configuration::parse(toml);
        assert_eq!(config.warnings, warnings, "{toml}");
        config
    }

    #[test]
    fn what_is_set_holds_and_what_is_wrong_is_warned_of() {
        let toml = "[revisions]\ncount = 5\ndays = -3\nyears = 2\n\n[notes]\nkinds = ['wrong', 'right']\n[odd]\nx = 1\n";
        let config = check(
            toml,
            &[
                "config.toml, line 3: revisions.days: must be a whole number from 0, or \"forever\"",
                "config.toml, line 4: revisions.years: no such setting",
                "config.toml, line 9: odd.x: no such setting",
            ],
        );
        assert_eq!(config.settings.retention, Retention { count: 5, ..Retention::default() });
        assert_eq!(config.settings.kinds, ["wrong", "right"]);
        assert_eq!(config.origin("revisions.count"), Origin::File(2));
        assert_eq!(config.origin("revisions.days"), Origin::Default);
    }

    #[test]
    fn what_is_no_toml_leaves_the_defaults() {
        let config = Configuration::parse("[revisions\ncount = 5");
        assert_eq!(config.settings, Settings::default());
        assert!(config.warnings[0].starts_with("config.toml, line 1: "), "{:?}", config.warnings);
    }

    #[test]
    fn the_screen_is_set_up() {
        let toml = "[screen]\ntheme = 'light'\nlayout = 'one-column'\nmeasure = 60\ntypography = 'shown'\nunchanged = 'folded'\n[revisions]\ndays = 'forever'";
        let settings = check(toml, &[]).settings;
        assert_eq!(settings.theme.as_deref(), Some("light"));
        assert_eq!((settings.layout, settings.measure), (Some(Mode::OneColumn), 60));
        assert_eq!(settings.typography, Typography::Shown);
        assert_eq!(settings.unchanged, Unchanged::Folded);
        check(
            "[screen]\nmeasure = 3",
            &["config.toml, line 2: screen.measure: must be a whole number from 20 to 400"],
        );
        check(
            "[screen]\n\nlayout = 'wide'",
            &[
                "config.toml, line 3: screen.layout: must be \"automatic\", \"side-by-side\", \"one-column\" or \"linear\"",
            ],
        );
        check("theme = 'dark'", &["config.toml, line 1: theme: no such setting"]);
    }

    #[test]
    fn what_is_said_later_goes_before() {
        let mut config = check("[screen]\ntheme = 'light'", &[]);
        config.overrule("screen.theme", "mono", Origin::Environment("NO_COLOR"));
        assert_eq!(config.settings.theme.as_deref(), Some("mono"));
        config.overrule("screen.theme", "dark", Origin::Flag("--theme"));
        assert_eq!(config.settings.theme.as_deref(), Some("dark"));
        assert_eq!(config.origin("screen.theme"), Origin::Flag("--theme"));
    }

    #[test]
    fn keys_are_laid_over_the_preset() {
        let config = check("[keys]\npreset = 'vim'\n[keys.text]\nswap = ['gs']", &[]);
        let mut expected = Keymap::preset("vim");
        let table = DeTable::parse("[text]\nswap = ['gs']").expect("TOML");
        expected.lay(table.get_ref(), &|_| Origin::File(4));
        assert_eq!(config.keymap, expected);
        check(
            "[keys]\npreset = 'emacs'\nfast = 1\n[keys.list]\nfly = 'x'\n[keys.global]\nquit = []",
            &[
                "config.toml, line 2: keys.preset: must be \"default\", \"vim\" or \"arrows\"",
                "config.toml, line 3: keys.fast: no such setting",
                "config.toml, line 5: fly: no action is called that",
                "config.toml, line 7: quit has no key any more",
            ],
        );
    }
}
