//! [`Keymap`]: which key means which action where.

use std::fmt::Write as _;

use super::action::Action;
use super::chord::Chord;

/// The default keys.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Everywhere, unless the place says otherwise.
    Global,
    /// In the list of articles.
    List,
    /// In the text.
    Text,
}

impl Context {
    const ALL: [Self; 3] = [Self::Global, Self::List, Self::Text];

    /// The name in key maps.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::List => "list",
            Self::Text => "text",
        }
    }
}

/// One key and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The key.
    pub chord: Chord,
    /// What it means.
    pub action: Action,
}

/// All keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// Reads a key map. What cannot be understood is left out and said in the warnings.
    pub fn parse(toml: &str) -> (Self, Vec<String>) {
        let mut keymap = Self::default();
        let mut warnings = Vec::new();
        let tables: toml::Table = match toml.parse() {
            Ok(tables) => tables,
            Err(error) => return (keymap, vec![error.message().to_owned()]),
        };
        for (context_name, actions) in &tables {
            let context = Context::ALL.into_iter().find(|context| context.name() == context_name);
            let (Some(context), Some(actions)) = (context, actions.as_table()) else {
                warnings.push(format!("{context_name}: no such place for keys"));
                continue;
            };
            for (name, chords) in actions {
                let Some(action) = Action::by_name(name) else {
                    warnings.push(format!("{name}: no such action"));
                    continue;
                };
                for chord in chords.as_array().into_iter().flatten().filter_map(toml::Value::as_str)
                {
                    match Chord::parse(chord) {
                        Some(chord) => {
                            keymap.bind(Binding { context, chord, action }, &mut warnings);
                        }
                        None => warnings.push(format!("{name}: no key is called {chord}")),
                    }
                }
            }
        }
        (keymap, warnings)
    }

    fn bind(&mut self, binding: Binding, warnings: &mut Vec<String>) {
        let same =
            |other: &Binding| other.context == binding.context && other.chord == binding.chord;
        if let Some(other) = self.bindings.iter().find(|other| same(other)) {
            let mut warning = String::new();
            let _ = write!(
                warning,
                "{}: is both {} and {}",
                binding.chord,
                other.action.name(),
                binding.action.name()
            );
            warnings.push(warning);
            return;
        }
        self.bindings.push(binding);
    }

    /// What a key means at a place.
    pub fn resolve(&self, context: Context, chord: Chord) -> Option<Action> {
        let at = |context: Context| {
            self.bindings
                .iter()
                .find(|b| b.context == context && b.chord == chord)
                .map(|b| b.action)
        };
        at(context).or_else(|| at(Context::Global))
    }

    /// All keys of an action, those of `context` first.
    pub fn chords(&self, action: Action, context: Context) -> Vec<Chord> {
        let of = |wanted: Context| {
            self.bindings
                .iter()
                .filter(move |b| b.action == action && b.context == wanted)
                .map(|b| b.chord)
        };
        let mut chords: Vec<Chord> = Vec::new();
        for chord in of(context).chain(Context::ALL.into_iter().flat_map(of)) {
            if !chords.contains(&chord) {
                chords.push(chord);
            }
        }
        chords
    }

    /// The first key of an action at a place, to be named on screen.
    pub fn key_for(&self, action: Action, context: Context) -> Option<Chord> {
        self.chords(action, context).into_iter().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_map_is_whole() {
        let (keymap, warnings) = Keymap::parse(DEFAULT);
        assert_eq!(warnings, [""; 0]);
        for action in Action::ALL {
            assert!(
                !keymap.chords(*action, Context::Global).is_empty(),
                "{} has no key",
                action.name()
            );
        }
    }

    #[test]
    fn a_place_goes_before_everywhere() {
        let (keymap, warnings) = Keymap::parse("[global]\nup = [\"k\"]\n[text]\nback = [\"k\"]");
        assert!(warnings.is_empty());
        assert_eq!(keymap.resolve(Context::Text, Chord::char('k')), Some(Action::Back));
        assert_eq!(keymap.resolve(Context::List, Chord::char('k')), Some(Action::Up));
        assert_eq!(keymap.resolve(Context::List, Chord::char('y')), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let (_, warnings) = Keymap::parse(
            "[global]\nup = [\"k\", \"hyper-k\"]\ndown = [\"k\"]\nfly = [\"f\"]\n[moon]\nup = []",
        );
        for expected in [
            "k: is both", "fly: no such action", "up: no key is called hyper-k",
            "moon: no such place",
        ] {
            assert!(
                warnings.iter().any(|warning| warning.contains(expected)),
                "{expected}: {warnings:?}"
            );
        }
        assert_eq!(warnings.len(), 4);
    }
}
