//! [`Chord`]: one key with its modifiers, as we write it: `j`, `ctrl-d`, `page-down`; and [`Keys`]: several of them, one
//! after the other: `gg`, `ctrl-w x`.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

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

/// Other names that keyboards and people have for keys.
const ALIASES: [(&str, &str); 10] = [
    ("return", "enter"),
    ("escape", "esc"),
    ("shift-tab", "back-tab"),
    ("backtab", "back-tab"),
    ("bs", "backspace"),
    ("del", "delete"),
    ("pgup", "page-up"),
    ("pageup", "page-up"),
    ("pgdn", "page-down"),
    ("pagedown", "page-down"),
];

/// The key of a name, in whatever case.
fn named(name: &str) -> Option<Key> {
    let name = name.to_lowercase();
    let alias = ALIASES.iter().find(|(other, _)| *other == name);
    let name = alias.map_or(name.as_str(), |(_, name)| name);
    NAMES.iter().find(|(own, _)| *own == name).map(|(_, key)| *key)
}

/// What stands after a modifier, as in `ctrl-d` or `Ctrl+d`.
fn modified<'a>(chord: &'a str, modifier: &str) -> Option<&'a str> {
    let (before, after) = (chord.get(..modifier.len())?, chord.get(modifier.len()..)?);
    let after = after.strip_prefix(['-', '+']).filter(|key| !key.is_empty())?;
    before.eq_ignore_ascii_case(modifier).then_some(after)
}

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
            if let Some(key) = modified(rest, "ctrl") {
                (rest, ctrl) = (key, true);
            } else if let Some(key) = modified(rest, "alt") {
                (rest, alt) = (key, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let key = match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_control() || c.is_whitespace() => return None,
            (Some(c), None) => Key::Char(c),
            (Some('f' | 'F'), Some('1'..='9')) => {
                Key::F(rest.get(1..)?.parse().ok().filter(|n| *n <= 24)?)
            }
            _ => named(rest)?,
        };
        Some(Self { key, ctrl, alt })
    }

    /// The key as a terminal sends it. Terminals send control characters, of which there are fewer than keys with Control:
    /// `ctrl-i` is `tab`, `ctrl-m` is `enter`, and shift does not count.
    #[must_use]
    pub const fn as_sent(self) -> Self {
        let Key::Char(c) = self.key else { return self };
        if !self.ctrl {
            return self;
        }
        let (key, ctrl) = match c {
            'i' | 'I' => (Key::Tab, false),
            'm' | 'M' => (Key::Enter, false),
            '[' | '3' => (Key::Esc, false),
            '8' | '?' => (Key::Backspace, false),
            '@' | '2' => (Key::Char(' '), true),
            // As crossterm names the four after Escape.
            '\\' => (Key::Char('4'), true),
            ']' => (Key::Char('5'), true),
            '^' => (Key::Char('6'), true),
            '_' | '/' => (Key::Char('7'), true),
            c => (Key::Char(c.to_ascii_lowercase()), true),
        };
        Self { key, ctrl, alt: self.alt }
    }

    /// Whether it is a character without modifiers that has no name.
    const fn is_letter(self) -> bool {
        matches!(self.key, Key::Char(c) if c != ' ') && !self.ctrl && !self.alt
    }
}

/// One key, or several that are pressed one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Keys(Vec<Chord>);

impl Keys {
    /// Reads keys as [`fmt::Display`] writes them: parted by spaces, or two characters as they are.
    ///
    /// ```
    /// use copydesk::config::chord::Keys;
    ///
    /// assert_eq!(Keys::parse("g g").unwrap().to_string(), "gg");
    /// assert_eq!(Keys::parse("]c"), Keys::parse("] c"));
    /// assert_eq!(Keys::parse("ctrl-w x").unwrap().chords().len(), 2);
    /// assert_eq!(Keys::parse("up").unwrap().chords().len(), 1);
    /// assert_eq!(Keys::parse("no-such-key"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        // Keyboards type й as one character, whatever an editor has written.
        let text: String = text.nfc().collect();
        if let Some(chord) = Chord::parse(&text) {
            return Some(Self(vec![chord]));
        }
        let mut chars = text.chars();
        if let (Some(first), Some(second), None) = (chars.next(), chars.next(), chars.next())
            && let Some(first) = Chord::parse(first.encode_utf8(&mut [0; 4]))
            && let Some(second) = Chord::parse(second.encode_utf8(&mut [0; 4]))
        {
            return Some(Self(vec![first, second]));
        }
        let chords: Option<Vec<Chord>> = text.split_whitespace().map(Chord::parse).collect();
        chords.filter(|chords| !chords.is_empty()).map(Self)
    }

    /// Several of them in a line: further apart where some have spaces themselves.
    pub fn in_line(all: &[Self]) -> String {
        let names: Vec<String> = all.iter().map(ToString::to_string).collect();
        let space = if names.iter().any(|name| name.contains(' ')) { "  " } else { " " };
        names.join(space)
    }

    /// The keys, in order; at least one.
    pub fn chords(&self) -> &[Chord] {
        &self.0
    }

    /// Whether what was typed is their beginning, or all of them.
    pub fn begin_with(&self, typed: &[Chord]) -> bool {
        typed.len() <= self.0.len()
            && self.0.iter().zip(typed).all(|(own, typed)| own.as_sent() == typed.as_sent())
    }

    /// Whether no terminal can tell them from others, or one are the beginning of the others.
    pub fn collide_with(&self, other: &Self) -> bool {
        self.begin_with(other.chords()) || other.begin_with(self.chords())
    }
}

impl From<&[Chord]> for Keys {
    fn from(chords: &[Chord]) -> Self {
        Self(chords.to_vec())
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        let together = names.concat();
        // Together where that cannot be read as anything else.
        let is_short = self.0.len() == 2 && self.0.iter().all(|chord| chord.is_letter());
        let is_clear = is_short && Chord::parse(&together).is_none();
        f.pad(&if is_clear { together } else { names.join(" ") })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str, n: usize) {
        let keys = Keys::parse(text).expect("keys");
        assert_eq!((keys.to_string().as_str(), keys.chords().len()), (shown, n), "{text}");
        assert_eq!(Keys::parse(shown), Some(keys), "what is shown can be written");
    }

    #[test]
    fn keys_are_read_as_they_are_shown() {
        check("j", "j", 1);
        check("g g", "gg", 2);
        check("]c", "]c", 2);
        check("u p", "u p", 2);
        check("f 1", "f 1", 2);
        check("f1", "f1", 1);
        check("ctrl-w x", "ctrl-w x", 2);
        check("space a", "space a", 2);
        check("й", "й", 1);
        check("и\u{306}", "й", 1);
        check("alt-ctrl-x", "ctrl-alt-x", 1);
        check("a b c", "a b c", 3);
        check("ctrl--", "ctrl--", 1);
        // As keyboards and people call them.
        check("PgUp", "page-up", 1);
        check("Space", "space", 1);
        check("F1", "f1", 1);
        check("Ctrl+F", "ctrl-F", 1);
        check("del", "delete", 1);
    }

    #[test]
    fn keys_in_a_line_are_told_apart() {
        let line = |keys: &[&str]| {
            let keys: Vec<Keys> = keys.iter().filter_map(|keys| Keys::parse(keys)).collect();
            Keys::in_line(&keys)
        };
        assert_eq!(line(&["j", "gg", "down"]), "j gg down");
        assert_eq!(line(&["ctrl-w x", "x"]), "ctrl-w x  x");
    }

    #[test]
    fn what_is_no_key_is_none() {
        for text in ["", " ", "pagedwn", "hyper-k", "ctrl-", "f25", "f0x", "\u{7}", "g pagedwn"] {
            assert_eq!(Keys::parse(text), None, "{text}");
        }
    }

    #[test]
    fn keys_that_a_terminal_sends_as_one_collide() {
        let keys = |text: &str| Keys::parse(text).expect("keys");
        for (a, b) in [
            ("ctrl-i", "tab"),
            ("ctrl-m", "enter"),
            ("ctrl-[", "esc"),
            ("ctrl-D", "ctrl-d"),
            ("ctrl-]", "ctrl-5"),
            ("gg", "g"),
            ("ctrl-w ctrl-i", "ctrl-w tab"),
        ] {
            assert!(keys(a).collide_with(&keys(b)) && keys(b).collide_with(&keys(a)), "{a} {b}");
        }
        for (a, b) in [("gg", "gj"), ("i", "tab"), ("alt-i", "ctrl-i"), ("g", "G")] {
            assert!(!keys(a).collide_with(&keys(b)), "{a} {b}");
        }
    }
}
