//! [`Setting`]: all that `config.toml` can set, beside keys. Reading, warnings, `copydesk config` and the manual are made from
//! the one table [`ALL`].

use std::fmt;

use toml::de::DeValue;

use super::preset;
use super::settings::{Pointer, Settings};
use crate::layout::{Mode, Typography, Unchanged};

/// Where a value comes from. What stands later goes before what stands earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has said anything.
    #[default]
    Default,
    /// A preset of keys, by its name.
    Preset(&'static str),
    /// A line of `config.toml`, counted from 1.
    File(usize),
    /// A variable of the environment.
    Environment(&'static str),
    /// An argument of the command line.
    Flag(&'static str),
}

impl Origin {
    /// How late it stands: what is later goes before.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Default => 0,
            Self::Preset(_) => 1,
            Self::File(_) => 2,
            Self::Environment(_) => 3,
            Self::Flag(_) => 4,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Preset(name) => write!(f, "preset {name}"),
            Self::File(line) => write!(f, "config.toml, line {line}"),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

/// A value of a setting. Shown as TOML writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(u64),
    /// A word.
    Word(String),
    /// Several words.
    Words(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(&quoted(word)),
            Self::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                write!(f, "[{}]", words.join(", "))
            }
        }
    }
}

/// Text as TOML quotes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// What a setting can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number from the first to the second.
    Number(u64, u64),
    /// A whole number, or a word that means none.
    NumberOr(&'static str),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any word; the text says which.
    Word(&'static str),
    /// So many words at most, and at least one.
    Words(usize),
}

impl Kind {
    /// What a value must be, in words.
    pub fn wanted(self) -> String {
        match self {
            Self::Number(least, most) if most >= MAX => format!("a whole number from {least}"),
            Self::Number(least, most) => format!("a whole number from {least} to {most}"),
            Self::NumberOr(word) => format!("a whole number from 0, or {}", quoted(word)),
            Self::Choice(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                match words.split_last() {
                    Some((last, rest)) if !rest.is_empty() => {
                        format!("{} or {last}", rest.join(", "))
                    }
                    _ => words.concat(),
                }
            }
            Self::Word(which) => which.to_owned(),
            Self::Words(most) => format!("a list of one to {most} names"),
        }
    }

    /// Reads a value; nothing if it is none of these.
    pub(super) fn read(self, value: &DeValue<'_>) -> Option<Value> {
        let number = || {
            let digits = value.as_integer().filter(|number| number.radix() == 10);
            digits?.as_str().replace('_', "").parse::<u64>().ok()
        };
        let word = || value.as_str().map(str::to_owned);
        match self {
            Self::Number(least, most) => {
                number().filter(|number| (least..=most).contains(number)).map(Value::Number)
            }
            Self::NumberOr(none) => {
                let none = word().filter(|word| word == none).map(Value::Word);
                number().filter(|number| *number <= MAX).map(Value::Number).or(none)
            }
            Self::Choice(words) => {
                word().filter(|word| words.contains(&word.as_str())).map(Value::Word)
            }
            Self::Word(_) => word().filter(|word| !word.is_empty()).map(Value::Word),
            Self::Words(most) => {
                let words: Option<Vec<String>> = value
                    .as_array()?
                    .iter()
                    .map(|word| word.get_ref().as_str().map(str::to_owned))
                    .collect();
                words.filter(|words| (1..=most).contains(&words.len())).map(Value::Words)
            }
        }
    }
}

/// The largest number that settings are kept as.
const MAX: u64 = u32::MAX as u64;

/// The most kinds of notes: as many as there are digits to choose them by.
const MAX_KINDS: usize = 9;

/// What means that the terminal decides.
pub const AUTOMATIC: &str = "automatic";

/// What means that nothing is ever too old.
const FOREVER: &str = "forever";

const LAYOUTS: [&str; 4] = [AUTOMATIC, "side-by-side", "one-column", "linear"];
const MOUSE: [&str; 2] = ["on", "off"];
const SHOWN: [&str; 2] = ["shown", "folded"];

/// One thing that can be set.
pub struct Setting {
    /// Section and name.
    pub name: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// What it is, in one line.
    pub words: &'static str,
    /// How it is set; the value is of its kind.
    pub(super) set: fn(&mut Settings, Value),
    /// What it is.
    pub(super) get: fn(&Settings) -> Value,
}

impl Setting {
    /// The setting of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|setting| setting.name == name)
    }

    /// Its section and its name there.
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or((self.name, ""))
    }
}

/// All settings, section by section.
pub const ALL: &[Setting] = &[
    Setting {
        name: "screen.theme",
        kind: Kind::Word("\"automatic\", or the name of a theme, as in \"dark\""),
        words: "Colors; \"automatic\" goes by the background of the terminal",
        set: |settings, value| settings.theme = word(value).filter(|name| name != AUTOMATIC),
        get: |settings| Value::Word(settings.theme.clone().unwrap_or_else(|| AUTOMATIC.to_owned())),
    },
    Setting {
        name: "screen.layout",
        kind: Kind::Choice(&LAYOUTS),
        words: "Two columns or one when the program starts, by the width if \"automatic\"; \"linear\" is for screen readers",
        set: |settings, value| {
            settings.layout = match word(value).as_deref() {
                Some("side-by-side") => Some(Mode::SideBySide),
                Some("one-column") => Some(Mode::OneColumn),
                Some("linear") => Some(Mode::Linear),
                _ => None,
            }
        },
        get: |settings| {
            let at = match settings.layout {
                None => 0,
                Some(Mode::SideBySide) => 1,
                Some(Mode::OneColumn) => 2,
                Some(Mode::Linear) => 3,
            };
            Value::Word(LAYOUTS[at].to_owned())
        },
    },
    Setting {
        name: "screen.measure",
        kind: Kind::Number(20, 400),
        words: "The widest that a column of text gets at first, in columns of the terminal",
        set: |settings, value| settings.measure = number(&value),
        get: |settings| Value::Number(settings.measure as u64),
    },
    Setting {
        name: "screen.typography",
        kind: Kind::Choice(&SHOWN),
        words: "Whether differences of quotation marks, dashes and spaces are shown at first",
        set: |settings, value| {
            let is_shown = is_word(&value, SHOWN[0]);
            settings.typography = if is_shown { Typography::Shown } else { Typography::Folded };
        },
        get: |settings| shown(settings.typography == Typography::Shown),
    },
    Setting {
        name: "screen.unchanged",
        kind: Kind::Choice(&SHOWN),
        words: "Whether unchanged passages are shown at first",
        set: |settings, value| {
            let is_shown = is_word(&value, SHOWN[0]);
            settings.unchanged = if is_shown { Unchanged::Shown } else { Unchanged::Folded };
        },
        get: |settings| shown(settings.unchanged == Unchanged::Shown),
    },
    Setting {
        name: "screen.mouse",
        kind: Kind::Choice(&MOUSE),
        words: "Whether wheel and clicks do something; \"off\" leaves the mouse to the terminal",
        set: |settings, value| {
            let is_on = is_word(&value, MOUSE[0]);
            settings.mouse = if is_on { Pointer::Taken } else { Pointer::Left };
        },
        get: |settings| Value::Word(MOUSE[usize::from(settings.mouse == Pointer::Left)].to_owned()),
    },
    Setting {
        name: "keys.preset",
        kind: Kind::Choice(&preset::NAMES),
        words: "Which keys there are before yours",
        set: |settings, value| {
            settings.preset = preset::NAMES
                .into_iter()
                .find(|name| value == Value::Word((*name).to_owned()))
                .unwrap_or(preset::NAMES[0]);
        },
        get: |settings| Value::Word(settings.preset.to_owned()),
    },
    Setting {
        name: "notes.kinds",
        kind: Kind::Words(MAX_KINDS),
        words: "The kinds that a note can be of, in the order of their keys",
        set: |settings, value| {
            if let Value::Words(kinds) = value {
                settings.kinds = kinds;
            }
        },
        get: |settings| Value::Words(settings.kinds.clone()),
    },
    Setting {
        name: "revisions.count",
        kind: Kind::Number(0, MAX),
        words: "The most earlier states of one file that are kept",
        set: |settings, value| settings.retention.count = number(&value),
        get: |settings| Value::Number(settings.retention.count.into()),
    },
    Setting {
        name: "revisions.days",
        kind: Kind::NumberOr(FOREVER),
        words: "The most days that a state is kept after it was replaced",
        set: |settings, value| {
            settings.retention.days = match value {
                Value::Number(days) => u32::try_from(days).ok(),
                _ => None,
            }
        },
        get: |settings| match settings.retention.days {
            Some(days) => Value::Number(days.into()),
            None => Value::Word(FOREVER.to_owned()),
        },
    },
    Setting {
        name: "revisions.megabytes",
        kind: Kind::Number(0, MAX),
        words: "The most that all states of all files take, compressed; the oldest go first",
        set: |settings, value| settings.retention.megabytes = number(&value),
        get: |settings| Value::Number(settings.retention.megabytes),
    },
];

fn shown(is_shown: bool) -> Value {
    Value::Word(SHOWN[usize::from(!is_shown)].to_owned())
}

fn is_word(value: &Value, wanted: &str) -> bool {
    matches!(value, Value::Word(word) if word == wanted)
}

fn word(value: Value) -> Option<String> {
    if let Value::Word(word) = value { Some(word) } else { None }
}

/// A number that its kind has found to be small enough.
fn number<N: TryFrom<u64> + Default>(value: &Value) -> N {
    match value {
        Value::Number(number) => N::try_from(*number).unwrap_or_default(),
        _ => N::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_of_its_kind_and_is_set_as_it_is_said() {
        let defaults = Settings::default();
        for setting in ALL {
            let value = (setting.get)(&defaults);
            let toml = format!("x = {value}");
            let table = toml::de::DeTable::parse(&toml).expect("TOML");
            let read = setting.kind.read(table.get_ref()["x"].get_ref());
            assert_eq!(read.as_ref(), Some(&value), "{}", setting.name);
            let mut settings = Settings::default();
            (setting.set)(&mut settings, value);
            assert_eq!(settings, defaults, "{}", setting.name);
            assert!(
                !setting.words.contains('\n') && !setting.parts().1.is_empty(),
                "{}",
                setting.name
            );
        }
    }

    #[test]
    fn every_choice_can_be_set_and_is_told() {
        for setting in ALL {
            let Kind::Choice(words) = setting.kind else { continue };
            for word in words {
                let value = Value::Word((*word).to_owned());
                let mut settings = Settings::default();
                (setting.set)(&mut settings, value.clone());
                assert_eq!((setting.get)(&settings), value, "{}", setting.name);
            }
        }
    }
}
