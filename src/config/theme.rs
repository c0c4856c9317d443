//! [`Theme`]: what every role looks like. TOML in, specifications of style out; no color is named in code.

mod color;
mod file;
mod part;

use std::collections::BTreeMap;

use crate::layout::Role;

pub use color::{BASIC, Color, DEFAULT, Rgb};
pub use part::Part;

use file::{Entry, Fault, Placed};

/// The themes that are part of the program.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    ("colorblind-dark", include_str!("../../themes/colorblind-dark.toml")),
    ("colorblind-light", include_str!("../../themes/colorblind-light.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
    ("terminal", include_str!("../../themes/terminal.toml")),
];

/// How deep `inherits` may go.
const MAX_ANCESTORS: usize = 8;

/// The text of a built-in theme.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, toml)| *toml)
}

/// All roles that a theme may name, each with what it is.
pub fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
    let roles = Role::ALL.iter().map(|role| (role.name(), role.description()));
    roles.chain(Part::ALL.iter().map(|part| (part.name(), part.description())))
}

/// What one role looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "a terminal's attributes are independent")]
pub struct Spec {
    /// Color of the text; the terminal's own where absent.
    pub fg: Option<Color>,
    /// Color behind the text; the terminal's own where absent.
    pub bg: Option<Color>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Text and background exchanged.
    pub reverse: bool,
    /// Struck out.
    pub strike: bool,
}

/// What everything looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// The name, as the user gives it.
    pub name: String,
    /// What it is, in a few words, if it says so.
    pub about: String,
    specs: BTreeMap<&'static str, Spec>,
}

impl Theme {
    /// Reads a theme. `find` gives the text of a theme by name, for `inherits`. What cannot be understood is
    /// left out and said in the warnings.
    pub fn parse(
        name: &str,
        toml: &str,
        find: &dyn Fn(&str) -> Option<String>,
    ) -> (Self, Vec<String>) {
        let mut faults: Vec<Fault> = Vec::new();
        let mut files = vec![file::read(toml, true, &mut faults)];
        let mut names = vec![name.to_owned()];
        while let Some(parent) = files.last().and_then(|file| file.inherits.clone()) {
            // A theme of the user's that is called like one of the program's may stand on that.
            let is_same = names.last() == Some(&parent.value);
            let own = built_in(&parent.value).filter(|_| is_same && files.len() == 1);
            let found = if names.contains(&parent.value) {
                own.map(str::to_owned)
            } else {
                find(&parent.value).filter(|_| names.len() < MAX_ANCESTORS)
            };
            let Some(found) = found else {
                let first = files.first().and_then(|file| file.inherits.as_ref());
                let words = format!("cannot inherit from {}", parent.value);
                first.unwrap_or(&parent).fault(words, &mut faults);
                break;
            };
            files.push(file::read(&found, false, &mut faults));
            names.push(parent.value);
        }
        let about = files[0].about.clone().unwrap_or_default();
        let mut palette = BTreeMap::new();
        let mut roles: BTreeMap<&'static str, Entry> = BTreeMap::new();
        for file in files.into_iter().rev() {
            palette.extend(file.palette);
            for (role, entry) in file.roles {
                roles.entry(role).or_default().overlay(entry);
            }
        }
        let of = |(role, entry): (&'static str, Entry)| (role, spec(&entry, &palette, &mut faults));
        let specs = roles.into_iter().map(of).collect();
        faults.sort();
        let words = |(line, words): Fault| format!("{name}.toml, line {line}: {words}");
        let warnings = faults.into_iter().map(words).collect();
        (Self { name: name.to_owned(), about, specs }, warnings)
    }

    /// A built-in theme.
    pub fn built_in(name: &str) -> Option<Self> {
        let find = |name: &str| built_in(name).map(str::to_owned);
        find(name).map(|toml| Self::parse(name, &toml, &find).0)
    }

    /// The look of text.
    pub fn role(&self, role: Role) -> Spec {
        self.spec(role.name())
    }

    /// The look of a part of the screen.
    pub fn part(&self, part: Part) -> Spec {
        self.spec(part.name())
    }

    /// The look of a role by its name. One that a theme does not name looks like text.
    pub fn spec(&self, name: &str) -> Spec {
        self.specs.get(name).or_else(|| self.specs.get("text")).copied().unwrap_or_default()
    }
}

fn spec(entry: &Entry, palette: &BTreeMap<String, Option<Color>>, faults: &mut Vec<Fault>) -> Spec {
    let mut color = |named: &Option<Placed>| {
        let named = named.as_ref()?;
        let known = palette.get(&named.value).copied();
        let color = known.or_else(|| Color::parse(&named.value).map(Some));
        if color.is_none() && named.value != DEFAULT {
            named.fault(format!("no color is called {}", named.value), faults);
        }
        color.flatten()
    };
    let mut spec = Spec { fg: color(&entry.fg), bg: color(&entry.bg), ..Spec::default() };
    for modifier in entry.modifiers.iter().flatten() {
        match modifier.value.as_str() {
            "bold" => spec.bold = true,
            "dim" => spec.dim = true,
            "italic" => spec.italic = true,
            "underline" => spec.underline = true,
            "reverse" => spec.reverse = true,
            "strike" => spec.strike = true,
            other => modifier.fault(format!("no modifier is called {other}"), faults),
        }
    }
    spec
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(toml: &str, expected: &[&str]) -> Theme {
        let find = |name: &str| built_in(name).map(str::to_owned);
        let (theme, warnings) = Theme::parse("mine", toml, &find);
        assert_eq!(warnings, expected);
        theme
    }

    #[test]
    fn built_in_themes_are_whole() {
        for (name, toml) in BUILT_IN {
            let find = |name: &str| built_in(name).map(str::to_owned);
            let (theme, warnings) = Theme::parse(name, toml, &find);
            assert_eq!(warnings, [""; 0], "{name}");
            assert!(!theme.about.is_empty(), "{name} does not say what it is");
            for (role, _) in known() {
                assert!(theme.specs.contains_key(role), "{name} leaves {role} out");
            }
        }
    }

    #[test]
    fn names_of_roles_are_names_of_one() {
        let mut names: Vec<_> = known().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), known().count());
    }

    #[test]
    fn what_is_not_said_is_inherited() {
        let toml = "inherits = \"dark\"\n[palette]\nviolet = \"#030201\"\n[roles]\nleft-only = { fg = \"#010203\" }\nnotice = { bg = \"default\" }";
        let (mine, dark) = (check(toml, &[]), Theme::built_in("dark").expect("built in"));
        assert_eq!(
            mine.role(Role::LeftOnly),
            Spec { fg: Some(Color::Rgb(Rgb(1, 2, 3))), ..dark.role(Role::LeftOnly) }
        );
        assert_eq!(mine.role(Role::Moved).fg, Some(Color::Rgb(Rgb(3, 2, 1))));
        assert_eq!(mine.part(Part::Notice), Spec { bg: None, ..dark.part(Part::Notice) });
        assert_eq!(mine.role(Role::Text), dark.role(Role::Text));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_left_out() {
        let toml = "inherits = \"dark\"\nsmell = \"roses\"\n[palette]\nsky = \"bleu\"\n[roles]\nmoved = { fg = \"sky\", modifiers = [\"sparkle\", \"bold\"], size = 3 }\nmoon = {}\ntext = \"white\"";
        let theme = check(
            toml,
            &[
                "mine.toml, line 2: smell: nothing in a theme is called so",
                "mine.toml, line 4: sky: must be a color: \"#rrggbb\", a name of the terminal's 16, or \"default\"",
                "mine.toml, line 6: moved has no size, only fg, bg and modifiers",
                "mine.toml, line 6: no color is called sky",
                "mine.toml, line 6: no modifier is called sparkle",
                "mine.toml, line 7: no role is called moon",
                "mine.toml, line 8: text: must be as in { fg = \"#rrggbb\", bg = \"#rrggbb\" }",
            ],
        );
        assert!(theme.role(Role::Moved).bold);
    }

    #[test]
    fn what_is_no_toml_leaves_what_can_be_read() {
        let find = |name: &str| built_in(name).map(str::to_owned);
        let toml = "inherits = \"dark\"\n[roles]\nmoved = nonsense\nleft-only = { fg = \"red\" }\n";
        let (theme, warnings) = Theme::parse("mine", toml, &find);
        assert!(warnings[0].starts_with("mine.toml, line 3: "), "{warnings:?}");
        assert_eq!(theme.role(Role::LeftOnly).fg, Some(Color::Basic(1)));
        let (theme, warnings) = Theme::parse("mine", &"[[[\n".repeat(100), &find);
        assert!((1..=5).contains(&warnings.len()), "{warnings:?}");
        assert_eq!(theme.role(Role::Text), Spec::default());
    }

    #[test]
    fn nothing_inherits_for_ever() {
        let own = |name: &str| match name {
            "a" => Some("inherits = \"b\"".to_owned()),
            "b" => Some("inherits = \"a\"".to_owned()),
            "dark" => Some("inherits = \"dark\"\n[roles]\nmoved = { fg = \"red\" }".to_owned()),
            _ => None,
        };
        let (_, warnings) = Theme::parse("a", &own("a").expect("there"), &own);
        assert_eq!(warnings, ["a.toml, line 1: cannot inherit from a"]);
        let (theme, warnings) = Theme::parse("dark", &own("dark").expect("there"), &own);
        assert_eq!((warnings, theme.role(Role::Moved).fg), (vec![], Some(Color::Basic(1))));
        assert!(theme.role(Role::Text).fg.is_some());
    }
}
