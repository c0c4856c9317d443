//! [`Theme`]: what every role looks like. TOML in, specifications of style out; no color is named in code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::layout::Role;

/// The themes that are part of the program.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// How deep `inherits` may go.
const MAX_ANCESTORS: usize = 8;

/// A part of the screen beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The line at the top, the status line.
    Bar,
    /// What matters in a bar.
    BarStrong,
    /// A version in the list.
    Item,
    /// The headline over a family in the list.
    ItemTitle,
    /// Figures and reasons in the list.
    ItemDetail,
    /// The selected version, while the list has the keys.
    Selected,
    /// The selected version, while the text has the keys.
    SelectedAway,
    /// Letters that the filter found.
    Found,
    /// The title over a column.
    Title,
    /// Lines between panes.
    Border,
    /// The line of keys.
    Keys,
    /// News, and what went wrong.
    Notice,
    /// A box over the screen.
    Box,
    /// The edit that the reader is at.
    Current,
    /// Words of an edit that is reviewed.
    Reviewed,
    /// What a search found.
    Hit,
    /// The map at the edge.
    Strip,
    /// The part of the map that is on screen.
    StripView,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 18] = [
        Self::Bar,
        Self::BarStrong,
        Self::Item,
        Self::ItemTitle,
        Self::ItemDetail,
        Self::Selected,
        Self::SelectedAway,
        Self::Found,
        Self::Title,
        Self::Border,
        Self::Keys,
        Self::Notice,
        Self::Box,
        Self::Current,
        Self::Reviewed,
        Self::Hit,
        Self::Strip,
        Self::StripView,
    ];

    /// The name in themes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::BarStrong => "bar-strong",
            Self::Item => "item",
            Self::ItemTitle => "item-title",
            Self::ItemDetail => "item-detail",
            Self::Selected => "selected",
            Self::SelectedAway => "selected-away",
            Self::Found => "found",
            Self::Title => "title",
            Self::Border => "border",
            Self::Keys => "keys",
            Self::Notice => "notice",
            Self::Box => "box",
            Self::Current => "current",
            Self::Reviewed => "reviewed",
            Self::Hit => "hit",
            Self::Strip => "strip",
            Self::StripView => "strip-view",
        }
    }
}

/// A color of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Relative luminance by WCAG 2, from 0 to 1.
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio by WCAG 2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6)?;
        let channel = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        Some(Self(channel(0)?, channel(2)?, channel(4)?))
    }
}

/// What one role looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "a terminal's attributes are independent")]
pub struct Spec {
    /// Color of the text; the terminal's own where absent.
    pub fg: Option<Rgb>,
    /// Color behind the text; the terminal's own where absent.
    pub bg: Option<Rgb>,
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
    specs: BTreeMap<&'static str, Spec>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    inherits: Option<String>,
    #[serde(default)]
    palette: BTreeMap<String, String>,
    #[serde(default)]
    roles: BTreeMap<String, RoleEntry>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RoleEntry {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    modifiers: Vec<String>,
}

impl Theme {
    /// Reads a theme. `find` gives the text of a theme by name, for `inherits`. What cannot be understood is
    /// left out and said in the warnings.
    pub fn parse(
        name: &str,
        toml: &str,
        find: &dyn Fn(&str) -> Option<String>,
    ) -> (Self, Vec<String>) {
        let mut warnings = Vec::new();
        let mut files = vec![read(name, toml, &mut warnings)];
        while let Some(parent) = files.last().and_then(|file| file.inherits.clone()) {
            if let Some(toml) = find(&parent).filter(|_| files.len() < MAX_ANCESTORS) {
                files.push(read(&parent, &toml, &mut warnings));
            } else {
                warnings.push(format!("theme {name}: cannot inherit from {parent}"));
                break;
            }
        }
        let mut palette = BTreeMap::new();
        let mut roles = BTreeMap::new();
        for file in files.into_iter().rev() {
            palette.extend(file.palette);
            roles.extend(file.roles);
        }
        let mut theme = Self { name: name.to_owned(), specs: BTreeMap::new() };
        let known: Vec<&'static str> = Role::ALL
            .iter()
            .map(|role| role.name())
            .chain(Part::ALL.iter().map(|part| part.name()))
            .collect();
        for (role, entry) in roles {
            match known.iter().find(|name| **name == role) {
                Some(known) => {
                    let spec = spec(&role, &entry, &palette, &mut warnings);
                    theme.specs.insert(known, spec);
                }
                None => warnings.push(format!("theme {name}: no role is called {role}")),
            }
        }
        (theme, warnings)
    }

    /// A built-in theme.
    pub fn built_in(name: &str) -> Option<Self> {
        let find = |name: &str| {
            BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, toml)| (*toml).to_owned())
        };
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

    /// A role that a theme does not name looks like text.
    fn spec(&self, name: &str) -> Spec {
        self.specs.get(name).or_else(|| self.specs.get("text")).copied().unwrap_or_default()
    }
}

fn read(name: &str, toml: &str, warnings: &mut Vec<String>) -> File {
    toml::from_str(toml).unwrap_or_else(|error| {
        let line = error
            .span()
            .map_or(1, |span| toml.get(..span.start).unwrap_or_default().lines().count().max(1));
        warnings.push(format!("theme {name}, line {line}: {}", error.message()));
        File::default()
    })
}

fn spec(
    role: &str,
    entry: &RoleEntry,
    palette: &BTreeMap<String, String>,
    warnings: &mut Vec<String>,
) -> Spec {
    let mut color = |name: &Option<String>| {
        let name = name.as_ref()?;
        let color = Rgb::parse(palette.get(name).unwrap_or(name));
        if color.is_none() {
            warnings.push(format!("role {role}: no color is called {name}"));
        }
        color
    };
    let mut spec = Spec { fg: color(&entry.fg), bg: color(&entry.bg), ..Spec::default() };
    for modifier in &entry.modifiers {
        match modifier.as_str() {
            "bold" => spec.bold = true,
            "dim" => spec.dim = true,
            "italic" => spec.italic = true,
            "underline" => spec.underline = true,
            "reverse" => spec.reverse = true,
            "strike" => spec.strike = true,
            other => warnings.push(format!("role {role}: no modifier is called {other}")),
        }
    }
    spec
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(theme: &Theme) -> Vec<(&'static str, Spec)> {
        let roles = Role::ALL.iter().map(|role| (role.name(), theme.role(*role)));
        roles.chain(Part::ALL.iter().map(|part| (part.name(), theme.part(*part)))).collect()
    }

    #[test]
    fn built_in_themes_are_whole() {
        for (name, toml) in BUILT_IN {
            let (theme, warnings) = Theme::parse(name, toml, &|_| None);
            assert_eq!(warnings, [""; 0], "{name}");
            assert_eq!(
                theme.specs.len(),
                Role::ALL.len() + Part::ALL.len(),
                "{name} leaves a role out"
            );
        }
    }

    #[test]
    fn every_text_can_be_read() {
        for name in ["dark", "light"] {
            let theme = Theme::built_in(name).expect("built in");
            for (role, spec) in all(&theme) {
                let (fg, bg) = (spec.fg.expect("a color"), spec.bg.expect("a color"));
                let contrast = fg.contrast(bg);
                assert!(contrast >= 4.5, "{name}: {role} has a contrast of {contrast:.2}");
                assert!(
                    !spec.dim,
                    "{name}: {role} is dim, and nobody knows what that does to contrast"
                );
            }
        }
    }

    #[test]
    fn mono_has_no_color_and_still_tells_sides_apart() {
        let theme = Theme::built_in("mono").expect("built in");
        assert!(all(&theme).iter().all(|(_, spec)| spec.fg.is_none() && spec.bg.is_none()));
        let looks = [Role::Text, Role::LeftWord, Role::RightWord].map(|role| theme.role(role));
        assert!(looks[0] != looks[1] && looks[1] != looks[2] && looks[0] != looks[2]);
    }

    #[test]
    fn themes_inherit_and_warn() {
        let find = |name: &str| (name == "dark").then(|| BUILT_IN[0].1.to_owned());
        let toml = "inherits = \"dark\"\n[roles]\nmoved = { fg = \"#010203\", modifiers = [\"sparkle\"] }\nmoon = {}";
        let (theme, warnings) = Theme::parse("mine", toml, &find);
        assert_eq!(theme.role(Role::Moved).fg, Some(Rgb(1, 2, 3)));
        assert_eq!(
            theme.role(Role::Text),
            Theme::built_in("dark").expect("built in").role(Role::Text)
        );
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        let (_, warnings) = Theme::parse("bad", "[roles]\n\nmoved = nonsense", &find);
        assert!(warnings[0].starts_with("theme bad, line 3:"), "{warnings:?}");
    }
}
