//! [`KeyState`]: what has been typed and means nothing yet, a count or the first of several keys.

use crate::config::action::Action;
use crate::config::chord::{Chord, Key, Keys};
use crate::config::keymap::{Context, Keymap, Meaning};

/// The most that an action is repeated: more is a slip of the finger.
const MAX_COUNT: u16 = 999;

/// What was typed before the next key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyState {
    count: Option<u16>,
    begun: Vec<Chord>,
    /// Keys that were taken, so that every one makes a difference.
    n_taken: u8,
}

/// What a key has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// More has to follow.
    Begun,
    /// An action, and how many times.
    Meant(Action, u16),
    /// Nothing: these keys have no meaning.
    Nothing(Keys),
}

impl KeyState {
    /// Takes a key. Digits that are no keys by themselves begin a count; every digit continues one.
    pub fn take(&mut self, keymap: &Keymap, context: Context, chord: Chord) -> Typed {
        self.n_taken = self.n_taken.wrapping_add(1);
        let digit = digit(chord).filter(|_| self.begun.is_empty());
        let begins =
            |digit: u16| digit > 0 && keymap.meaning(context, &[chord]) == Meaning::Nothing;
        if let Some(digit) = digit.filter(|digit| self.count.is_some() || begins(*digit)) {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            self.count = Some(count.min(MAX_COUNT));
            return Typed::Begun;
        }
        self.begun.push(chord);
        let typed = match keymap.meaning(context, &self.begun) {
            Meaning::Begun => return Typed::Begun,
            Meaning::Action(action) => Typed::Meant(action, self.count.unwrap_or(1)),
            Meaning::Nothing => Typed::Nothing(Keys::from(self.begun.as_slice())),
        };
        self.clear();
        typed
    }

    /// Whether something has been typed that means nothing yet.
    pub const fn is_begun(&self) -> bool {
        self.count.is_some() || !self.begun.is_empty()
    }

    /// The keys that others follow on.
    pub fn begun(&self) -> &[Chord] {
        &self.begun
    }

    /// Forgets what was typed.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What was typed, to be shown; empty if nothing was.
    pub fn words(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        let names: Vec<String> = self.begun.iter().map(ToString::to_string).collect();
        let parts: Vec<String> =
            std::iter::once(count).chain(names).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!("{} …", parts.join(" ")) }
    }
}

fn digit(chord: Chord) -> Option<u16> {
    match chord {
        Chord { key: Key::Char(c), ctrl: false, alt: false } => {
            c.to_digit(10).and_then(|digit| u16::try_from(digit).ok())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What typing comes to in the text, and what is shown before the last key.
    #[track_caller]
    fn check(preset: &str, typed: &str, shown: &str, expected: &Typed) {
        let (keymap, mut state) = (Keymap::preset(preset), KeyState::default());
        let chords = Keys::parse(typed).expect("keys").chords().to_vec();
        let (last, before) = chords.split_last().expect("keys");
        for chord in before {
            assert_eq!(state.take(&keymap, Context::Text, *chord), Typed::Begun, "{typed}");
        }
        assert_eq!(state.words(), shown, "{typed}");
        assert_eq!(&state.take(&keymap, Context::Text, *last), expected, "{typed}");
        assert!(!state.is_begun() || *expected == Typed::Begun, "{typed}");
    }

    #[test]
    fn digits_that_are_no_keys_begin_a_count_and_all_continue_it() {
        check("default", "3 ]", "3 …", &Typed::Meant(Action::NextEdit, 3));
        check("default", "3 1 0 ]", "310 …", &Typed::Meant(Action::NextEdit, 310));
        check("default", "1", "", &Typed::Meant(Action::SideBySide, 1));
        check("default", "9 9 9 9 9 j", "999 …", &Typed::Meant(Action::Down, 999));
        check("vim", "1 0 ] c", "10 ] …", &Typed::Meant(Action::NextEdit, 10));
        check("vim", "0", "", &Typed::Nothing(Keys::parse("0").expect("keys")));
    }

    #[test]
    fn keys_follow_on_keys() {
        check("vim", "g g", "g …", &Typed::Meant(Action::Top, 1));
        check("vim", "g", "", &Typed::Begun);
        check("vim", "g x", "g …", &Typed::Nothing(Keys::parse("gx").expect("keys")));
        check("vim", "ctrl-w v", "ctrl-w …", &Typed::Meant(Action::SideBySide, 1));
        check("vim", "g 3", "g …", &Typed::Nothing(Keys::parse("g3").expect("keys")));
    }
}
