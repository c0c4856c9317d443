//! [`Settings`]: what `config.toml` in the user's configuration folder can say. What it says wrong is warned of, with
//! the line, and never keeps the program from starting.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The kinds of notes, unless the reader names others.
const KINDS: [&str; 6] =
    ["error", "altered quote", "altered figure", "unsourced", "house style", "fine"];

/// The most kinds of notes: as many as there are digits to choose them by.
const MAX_KINDS: usize = 9;

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

/// What the user has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How much of the past is kept.
    pub retention: Retention,
    /// The kinds of notes, in the order of their keys.
    pub kinds: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        let kinds = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
        Self { retention: Retention::default(), kinds }
    }
}

impl Settings {
    /// Reads settings. What cannot be understood is left at its default and said in the warnings, with its line.
    pub fn parse(toml: &str) -> (Self, Vec<String>) {
        let mut settings = Self::default();
        let mut warnings = Vec::new();
        let mut warn = |span: Range<usize>, words: &str| {
            let line = toml.get(..span.start).unwrap_or_default().matches('\n').count() + 1;
            warnings.push(format!("config.toml, line {line}: {words}"));
        };
        let table = match DeTable::parse(toml) {
            Ok(table) => table,
            Err(error) => {
                warn(error.span().unwrap_or_default(), error.message());
                return (settings, warnings);
            }
        };
        for (section, values) in table.get_ref() {
            let Some(values) = values.get_ref().as_table() else {
                warn(section.span(), &format!("{}: no such setting", section.get_ref()));
                continue;
            };
            for (name, value) in values {
                let key = format!("{}.{}", section.get_ref(), name.get_ref());
                match settings.set(&key, value.get_ref()) {
                    Ok(()) => {}
                    Err(None) => warn(name.span(), &format!("{key}: no such setting")),
                    Err(Some(wanted)) => warn(value.span(), &format!("{key}: must be {wanted}")),
                }
            }
        }
        (settings, warnings)
    }

    /// Sets one value; nothing if there is no such setting, else what it must be.
    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), Option<&'static str>> {
        match key {
            "revisions.count" => self.retention.count = number(value)?,
            "revisions.days" => self.retention.days = Some(number(value)?),
            "revisions.megabytes" => self.retention.megabytes = number(value)?,
            "notes.kinds" => self.kinds = kinds(value).ok_or(Some("one to nine names"))?,
            _ => return Err(None),
        }
        Ok(())
    }
}

fn number<N: std::str::FromStr>(value: &DeValue<'_>) -> Result<N, Option<&'static str>> {
    let digits = value.as_integer().map(|number| number.as_str().replace('_', ""));
    digits.and_then(|digits| digits.parse().ok()).ok_or(Some("a whole number from 0"))
}

fn kinds(value: &DeValue<'_>) -> Option<Vec<String>> {
    let names: Option<Vec<String>> =
        value.as_array()?.iter().map(|name| Some(name.get_ref().as_str()?.to_owned())).collect();
    names.filter(|names| (1..=MAX_KINDS).contains(&names.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_holds_and_what_is_wrong_is_warned_of() {
        let toml = "[revisions]\ncount = 5\ndays = -3\nyears = 2\n\n[notes]\nkinds = ['wrong', 'right']\n[odd]\nx = 1\n";
        let (settings, warnings) = Settings::parse(toml);
        assert_eq!(settings.retention, Retention { count: 5, ..Retention::default() });
        assert_eq!(settings.kinds, ["wrong", "right"]);
        let expected = [
            "config.toml, line 9: odd.x: no such setting",
            "config.toml, line 3: revisions.days: must be a whole number from 0",
            "config.toml, line 4: revisions.years: no such setting",
        ];
        let mut sorted = warnings;
        sorted.sort();
        let mut wanted = expected.to_vec();
        wanted.sort_unstable();
        assert_eq!(sorted, wanted);
    }

    #[test]
    fn what_is_no_toml_leaves_the_defaults() {
        let (settings, warnings) = Settings::parse("[revisions\ncount = 5");
        assert_eq!(settings, Settings::default());
        assert!(warnings[0].starts_with("config.toml, line 1: "), "{warnings:?}");
    }
}
