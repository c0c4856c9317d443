//! [`Chord`]: one key with its modifiers, as we write it: `j`, `ctrl-d`, `page-down`.

use std::fmt;

/// A key without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A key that types a character, as typed: shift is part of the character.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// Keys that have a name of their own.
const NAMES: [(&str, Key); 15] = [
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("back-tab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("home", Key::Home),
    ("end", Key::End),
    ("page-up", Key::PageUp),
    ("page-down", Key::PageDown),
    ("space", Key::Char(' ')),
];

impl Chord {
    /// A key without modifiers.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// A character typed.
    pub const fn char(c: char) -> Self {
        Self::plain(Key::Char(c))
    }

    /// Reads a chord as [`fmt::Display`] writes it.
    ///
    /// ```
    /// use copydesk::config::chord::Chord;
    ///
    /// assert_eq!(Chord::parse("ctrl-d").unwrap().to_string(), "ctrl-d");
    /// assert_eq!(Chord::parse("G"), Some(Chord::char('G')));
    /// assert_eq!(Chord::parse("no-such-key"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(key) = rest.strip_prefix("ctrl-") {
                (rest, ctrl) = (key, true);
            } else if let Some(key) = rest.strip_prefix("alt-") {
                (rest, alt) = (key, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let key = match (chars.next(), chars.next()) {
            (Some(c), None) => Key::Char(c),
            (Some('f'), Some('1'..='9')) => {
                Key::F(rest.get(1..)?.parse().ok().filter(|n| *n <= 24)?)
            }
            _ => NAMES.iter().find(|(name, _)| *name == rest)?.1,
        };
        Some(Self { key, ctrl, alt })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name =
            NAMES.iter().find(|(_, key)| *key == self.key).map(|(name, _)| (*name).to_owned());
        let key = name.unwrap_or_else(|| match self.key {
            Key::Char(c) => c.to_string(),
            Key::F(n) => format!("f{n}"),
            _ => String::new(),
        });
        let modifiers = format!(
            "{}{}",
            if self.ctrl { "ctrl-" } else { "" },
            if self.alt { "alt-" } else { "" }
        );
        f.pad(&format!("{modifiers}{key}"))
    }
}
