//! [`Keymap`]: which keys mean which action where. It is laid down in layers: what is said of an action in a later one is
//! all that holds of it there, and its keys mean nothing else any more.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::action::Action;
use super::chord::{Chord, Keys};
use super::preset;
use super::setting::Origin;

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// In the list of articles.
    List,
    /// In the text.
    Text,
}

impl Context {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::List, Self::Text];

    /// The name in key maps.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Text => "text",
        }
    }

    /// Where that is, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::List => "in the list",
            Self::Text => "in the text",
        }
    }
}

/// The name in key maps for everywhere.
pub const GLOBAL: &str = "global";

/// Actions without which nobody gets on.
const NEEDED: [Action; 2] = [Action::Quit, Action::Help];

/// Keys and what they mean at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys.
    pub keys: Keys,
    /// What they mean.
    pub action: Action,
    /// Who says so.
    pub origin: Origin,
    /// Whether that was said of this place, and not of all.
    is_local: bool,
}

/// An action that has lost a key at a place, and who took it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Loss {
    context: Context,
    action: Action,
    origin: Origin,
}

/// The keys of an action at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The place; nothing if it is everywhere.
    pub context: Option<Context>,
    /// The keys, the most important first. None if it has none there.
    pub keys: Vec<Keys>,
    /// Who says so.
    pub origin: Origin,
}

/// What has been typed so far means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing.
    Nothing,
    /// Nothing yet: other keys begin with these.
    Begun,
    /// An action.
    Action(Action),
}

/// All keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
    losses: Vec<Loss>,
}

/// What is wrong with a key map, and where.
pub(super) type Trouble = (Range<usize>, String);

/// What a layer says of one action.
struct Entry {
    action: Action,
    /// The place; nothing if it is everywhere.
    context: Option<Context>,
    keys: Vec<Keys>,
    span: Range<usize>,
}

impl Keymap {
    /// The keys of a preset.
    pub fn preset(name: &str) -> Self {
        let mut keymap = Self::default();
        for (toml, origin) in preset::layers(name) {
            if let Ok(table) = DeTable::parse(toml) {
                keymap.lay(table.get_ref(), &|_| origin);
            }
        }
        keymap
    }

    /// Lays the entries of a table over what is there. What cannot be understood is left out, and answered.
    pub(super) fn lay(
        &mut self,
        table: &DeTable<'_>,
        origin: &dyn Fn(&Range<usize>) -> Origin,
    ) -> Vec<Trouble> {
        let mut trouble = Vec::new();
        let mut entries = Vec::new();
        for (section, actions) in table {
            let context = Context::ALL.into_iter().find(|own| own.name() == section.get_ref());
            let Some(actions) = actions.get_ref().as_table() else { continue };
            if context.is_none() && section.get_ref() != GLOBAL {
                let names = Context::ALL.map(Context::name).join(", ");
                let words = format!(
                    "keys.{}: no such screen; there are {GLOBAL}, {names}",
                    section.get_ref()
                );
                trouble.push((section.span(), words));
                continue;
            }
            for (name, value) in actions {
                let Some(action) = Action::by_name(name.get_ref()) else {
                    let words = format!("{}: no action is called that", name.get_ref());
                    trouble.push((name.span(), words));
                    continue;
                };
                let name_words = name.get_ref();
                let Some((keys, unknown)) = keys(value.get_ref()) else {
                    let words =
                        format!("{name_words}: must be a list of keys, as in [\"j\", \"down\"]");
                    trouble.push((value.span(), words));
                    continue;
                };
                let is_useless = keys.is_empty() && !unknown.is_empty();
                trouble.extend(
                    unknown
                        .into_iter()
                        .map(|key| (value.span(), format!("{name_words}: no key is called {key}"))),
                );
                // A slip takes no key away.
                if !is_useless {
                    entries.push(Entry { action, context, keys, span: name.span() });
                }
            }
        }
        // What is said of one place goes before what is said of all, else what is said first.
        entries.sort_by_key(|entry| (entry.context.is_some(), entry.span.start));
        for entry in entries {
            self.bind(&entry, origin(&entry.span), &mut trouble);
        }
        trouble
    }

    fn bind(&mut self, entry: &Entry, origin: Origin, trouble: &mut Vec<Trouble>) {
        let action = entry.action;
        for context in Context::ALL {
            if entry.context.is_some_and(|own| own != context) {
                continue;
            }
            let has_key = |own: &Binding| own.context == context && own.action == action;
            let was_bound = self.bindings.iter().any(has_key);
            self.bindings.retain(|own| !has_key(own));
            for keys in &entry.keys {
                let binding = Binding {
                    context,
                    keys: keys.clone(),
                    action,
                    origin,
                    is_local: entry.context.is_some(),
                };
                if let Some(words) = self.put(binding)
                    // What is said of everywhere is said once.
                    && !trouble.iter().any(|(span, said)| *span == entry.span && *said == words)
                {
                    trouble.push((entry.span.clone(), words));
                }
            }
            if was_bound && !self.bindings.iter().any(has_key) {
                self.losses.push(Loss { context, action, origin });
            }
        }
    }

    /// Puts keys in, in place of others that could not be told from them. Answers what is wrong with that.
    fn put(&mut self, new: Binding) -> Option<String> {
        let collide =
            |own: &Binding| own.context == new.context && own.keys.collide_with(&new.keys);
        let same_layer = |own: &Binding| {
            std::mem::discriminant(&own.origin) == std::mem::discriminant(&new.origin)
                && own.is_local == new.is_local
        };
        let others: Vec<Binding> =
            self.bindings.iter().filter(|own| collide(own)).cloned().collect();
        let mut words = None;
        for other in &others {
            let is_same_length = other.keys.chords().len() == new.keys.chords().len();
            let is_said = other.action != new.action || !is_same_length;
            if same_layer(other) {
                return is_said.then(|| clash(other, &new));
            }
            // The same key under two names: that is not seen by who has written it.
            let is_twin = other.keys.begin_with(new.keys.chords())
                && new.keys.begin_with(other.keys.chords())
                && other.keys != new.keys;
            if is_twin && other.action != new.action {
                words = Some(format!(
                    "{} and {} are one key to a terminal; it was {}",
                    new.keys,
                    other.keys,
                    other.action.name()
                ));
            }
        }
        self.bindings.retain(|own| !collide(own));
        for Binding { context, action, .. } in others {
            if action != new.action {
                self.losses.push(Loss { context, action, origin: new.origin });
            }
        }
        self.bindings.push(new);
        words
    }

    /// What nobody gets on without and has no key, and who took the last one.
    pub(super) fn missing(&self) -> Vec<(Origin, String)> {
        let mut missing = Vec::new();
        for action in NEEDED {
            for place in self.places(action) {
                if place.keys.is_empty() {
                    let place_words =
                        place.context.map_or_else(String::new, |at| format!(" {}", at.words()));
                    let words = format!("{} has no key any more{place_words}", action.name());
                    missing.push((place.origin, words));
                }
            }
        }
        missing
    }

    /// What has been typed means at a place.
    pub fn meaning(&self, context: Context, typed: &[Chord]) -> Meaning {
        let mut own = self.bindings.iter().filter(|own| own.context == context);
        match own.find(|own| own.keys.begin_with(typed)) {
            None => Meaning::Nothing,
            Some(own) if own.keys.chords().len() == typed.len() => Meaning::Action(own.action),
            Some(_) => Meaning::Begun,
        }
    }

    /// What can follow on what has been typed: the keys that are left, and what they mean then.
    pub fn following(&self, context: Context, typed: &[Chord]) -> Vec<(Keys, Action)> {
        let own = self.bindings.iter().filter(|own| own.context == context);
        own.filter(|own| own.keys.begin_with(typed))
            .filter_map(|own| Some((own.keys.chords().get(typed.len()..)?, own.action)))
            .filter(|(rest, _)| !rest.is_empty())
            .map(|(rest, action)| (Keys::from(rest), action))
            .collect()
    }

    /// The keys of an action at a place, the most important first.
    pub fn keys(&self, action: Action, context: Context) -> Vec<Keys> {
        let own = |own: &&Binding| own.context == context && own.action == action;
        self.bindings.iter().filter(own).map(|own| own.keys.clone()).collect()
    }

    /// The keys of an action, place by place; one entry if they are the same everywhere. A place where an action never had
    /// a key is left out.
    pub fn places(&self, action: Action) -> Vec<Place> {
        let place = |context: Context| {
            let keys = self.keys(action, context);
            let own = |own: &&Binding| own.context == context && own.action == action;
            let lost = |loss: &&Loss| loss.context == context && loss.action == action;
            let origin = self.bindings.iter().find(own).map(|own| own.origin);
            let lost = self.losses.iter().rev().find(lost).map(|loss| loss.origin);
            // Who has taken a key away since has the last word.
            let origin = match (origin, lost) {
                (Some(own), Some(lost)) if lost.rank() <= own.rank() => own,
                (own, lost) => lost.or(own)?,
            };
            Some(Place { context: Some(context), keys, origin })
        };
        let places: Vec<Place> = Context::ALL.into_iter().filter_map(place).collect();
        match places.first() {
            Some(first)
                if places.len() == Context::ALL.len()
                    && places.iter().all(|place| place.keys == first.keys) =>
            {
                vec![Place { context: None, ..first.clone() }]
            }
            _ => places,
        }
    }

    /// The first keys of an action at a place, to be named on screen.
    pub fn key_for(&self, action: Action, context: Context) -> Option<Keys> {
        self.keys(action, context).into_iter().next()
    }
}

fn clash(other: &Binding, new: &Binding) -> String {
    let (keys, was) = (&new.keys, &other.keys);
    let (name, other) = (new.action.name(), other.action.name());
    if keys == was {
        format!("{keys}: is both {other} and {name}")
    } else if keys.chords().len() == was.chords().len() {
        format!("{was} is {other} and {keys} is {name}, but these are one key to a terminal")
    } else {
        format!("{was} is {other} and {keys} is {name}, but one begins with the other")
    }
}

/// Reads a list of keys, or one: those that are known, and the names of others.
fn keys(value: &DeValue<'_>) -> Option<(Vec<Keys>, Vec<String>)> {
    let names: Vec<&str> = match value {
        DeValue::String(name) => vec![name.as_ref()],
        DeValue::Array(names) => {
            names.iter().map(|name| name.get_ref().as_str()).collect::<Option<Vec<&str>>>()?
        }
        _ => return None,
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        match Keys::parse(name) {
            Some(keys) if known.contains(&keys) => {}
            Some(keys) => known.push(keys),
            None => unknown.push(name.to_owned()),
        }
    }
    Some((known, unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A user's map over the default one, and what is wrong with it.
    fn laid(toml: &str) -> (Keymap, Vec<String>) {
        let mut keymap = Keymap::preset("default");
        let table = DeTable::parse(toml).expect("TOML");
        let trouble = keymap.lay(table.get_ref(), &|_| Origin::File(1));
        let mut words: Vec<String> = trouble.into_iter().map(|(_, words)| words).collect();
        words.extend(keymap.missing().into_iter().map(|(_, words)| words));
        (keymap, words)
    }

    fn chords(keys: &str) -> Vec<Chord> {
        Keys::parse(keys).expect("keys").chords().to_vec()
    }

    #[track_caller]
    fn check(keymap: &Keymap, context: Context, keys: &str, expected: Option<Action>) {
        let expected = expected.map_or(Meaning::Nothing, Meaning::Action);
        assert_eq!(keymap.meaning(context, &chords(keys)), expected, "{keys}");
    }

    #[test]
    fn every_preset_is_whole() {
        for name in preset::NAMES {
            let mut keymap = Keymap::default();
            for (toml, origin) in preset::layers(name) {
                let table = DeTable::parse(toml).expect("TOML");
                assert_eq!(keymap.lay(table.get_ref(), &|_| origin), [], "{name}");
            }
            assert_eq!(keymap.missing(), [], "{name}");
            for action in Action::ALL {
                let places = keymap.places(*action);
                let is_whole = !places.is_empty() && places.iter().all(|at| !at.keys.is_empty());
                assert!(is_whole, "{name}: {} has no key", action.name());
            }
        }
    }

    #[test]
    fn a_place_goes_before_everywhere() {
        let (keymap, words) = laid("[global]\nup = ['k']\n[text]\nback = ['k']");
        assert_eq!(words, [""; 0]);
        check(&keymap, Context::Text, "k", Some(Action::Back));
        check(&keymap, Context::List, "k", Some(Action::Up));
        check(&keymap, Context::List, "w9", None);
    }

    #[test]
    fn what_is_said_of_an_action_is_all_that_holds() {
        let (keymap, words) = laid("[global]\ntop = ['t']\npause = []\n[list]\ndown = 'n'");
        assert_eq!(words, [""; 0]);
        for context in Context::ALL {
            check(&keymap, context, "t", Some(Action::Top));
            check(&keymap, context, "g", None);
            check(&keymap, context, "p", None);
        }
        check(&keymap, Context::List, "j", None);
        check(&keymap, Context::List, "n", Some(Action::Down));
        check(&keymap, Context::Text, "j", Some(Action::Down));
        let typography = keymap.places(Action::Typography);
        assert_eq!(typography, [Place { context: None, keys: vec![], origin: Origin::File(1) }]);
    }

    #[test]
    fn two_actions_can_change_places() {
        let (keymap, words) = laid("[global]\ndown = ['k']\nup = ['j']");
        assert_eq!(words, [""; 0]);
        check(&keymap, Context::List, "j", Some(Action::Up));
        check(&keymap, Context::List, "k", Some(Action::Down));
    }

    #[test]
    fn keys_can_follow_on_keys() {
        let (keymap, words) = laid("[global]\ntop = ['gg']\nbottom = ['g e']\n[text]\nswap = 'gg'");
        assert_eq!(words, [""; 0]);
        assert_eq!(keymap.meaning(Context::List, &chords("g")), Meaning::Begun);
        check(&keymap, Context::List, "gg", Some(Action::Top));
        check(&keymap, Context::Text, "gg", Some(Action::Swap));
        check(&keymap, Context::Text, "gx", None);
        let following = keymap.following(Context::List, &chords("g"));
        let following: Vec<_> =
            following.iter().map(|(keys, action)| (keys.to_string(), *action)).collect();
        assert_eq!(following, [("g".to_owned(), Action::Top), ("e".to_owned(), Action::Bottom)]);
    }

    #[test]
    fn any_character_can_be_a_key() {
        let (keymap, words) = laid("[global]\ndown = ['й']\nup = ['の', '½']");
        assert_eq!(words, [""; 0]);
        check(&keymap, Context::List, "й", Some(Action::Down));
        check(&keymap, Context::List, "の", Some(Action::Up));
    }

    #[track_caller]
    fn check_words(toml: &str, expected: &[&str]) {
        assert_eq!(laid(toml).1, expected, "{toml}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        check_words("[global]\nup = ['k', 'hyper-k']", &["up: no key is called hyper-k"]);
        check_words("[global]\nfly = ['f']", &["fly: no action is called that"]);
        check_words(
            "[moon]\nup = []",
            &["keys.moon: no such screen; there are global, list, text"],
        );
        check_words("[global]\nup = 3", &["up: must be a list of keys, as in [\"j\", \"down\"]"]);
        check_words("[global]\nup = ['x']\ndown = ['x']", &["x: is both up and down"]);
        check_words(
            "[global]\nup = ['x']\ndown = ['xy']",
            &["x is up and xy is down, but one begins with the other"],
        );
        check_words(
            "[text]\nup = ['ctrl-i']\ndown = ['tab']",
            &[
                "ctrl-i and tab are one key to a terminal; it was switch-pane",
                "ctrl-i is up and tab is down, but these are one key to a terminal",
            ],
        );
        check_words(
            "[global]\nswap = ['ctrl-i']",
            &["ctrl-i and tab are one key to a terminal; it was switch-pane"],
        );
        check_words("[global]\nswap = ['ctrl-x', 'ctrl-X']", &[]);
        check_words("[global]\nquit = []", &["quit has no key any more"]);
        check_words("[list]\nup = ['?', 'f1']", &["help has no key any more in the list"]);
    }
}
