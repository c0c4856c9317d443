//! A theme as it is written: TOML in, entries with their lines out. What is wrong is said, with its file and line, and left
//! out.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Color, DEFAULT, known};

/// Places where a file is no TOML that are told of, at most: what goes wrong once often goes wrong all the way down.
const MAX_ERRORS: usize = 3;

/// What is wrong in the theme that is read: on which line, and what.
pub(super) type Fault = (usize, String);

/// Something that is written, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) value: String,
    /// The line of the theme that is read; none in a theme that it inherits from, whose faults are its own affair.
    line: Option<usize>,
}

impl Placed {
    /// Says that something is wrong here.
    pub(super) fn fault(&self, words: String, faults: &mut Vec<Fault>) {
        faults.extend(self.line.map(|line| (line, words)));
    }
}

/// What a file says of one role. What it does not say is as in the theme that it inherits from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Entry {
    pub(super) fg: Option<Placed>,
    pub(super) bg: Option<Placed>,
    pub(super) modifiers: Option<Vec<Placed>>,
}

impl Entry {
    /// Lays another entry over this one.
    pub(super) fn overlay(&mut self, over: Self) {
        self.fg = over.fg.or_else(|| self.fg.take());
        self.bg = over.bg.or_else(|| self.bg.take());
        self.modifiers = over.modifiers.or_else(|| self.modifiers.take());
    }
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct File {
    pub(super) about: Option<String>,
    pub(super) inherits: Option<Placed>,
    /// Names for colors; none is the terminal's own.
    pub(super) palette: BTreeMap<String, Option<Color>>,
    pub(super) roles: BTreeMap<&'static str, Entry>,
}

/// Reads one file: the theme's own, or that of a theme that it inherits from.
pub(super) fn read(toml: &str, is_own: bool, faults: &mut Vec<Fault>) -> File {
    let mut reader = Reader { toml, is_own, faults };
    let (table, errors) = DeTable::parse_recoverable(toml);
    for error in errors.iter().take(MAX_ERRORS) {
        reader.fault(error.span().map_or(0, |span| span.start), error.message().to_owned());
    }
    let mut file = File::default();
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("about", DeValue::String(text)) => file.about = Some(text.to_string()),
            ("inherits", DeValue::String(_)) => file.inherits = reader.text(value),
            ("palette", DeValue::Table(palette)) => file.palette = reader.palette(palette),
            ("roles", DeValue::Table(roles)) => file.roles = reader.roles(roles),
            ("about" | "inherits", _) => reader.wants(value, key.get_ref(), "a text in quotes"),
            ("palette" | "roles", _) => reader.wants(value, key.get_ref(), "a table"),
            (other, _) => {
                reader.fault(key.span().start, format!("{other}: nothing in a theme is called so"));
            }
        }
    }
    file
}

struct Reader<'a> {
    toml: &'a str,
    is_own: bool,
    faults: &'a mut Vec<Fault>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        self.toml.get(..at).unwrap_or_default().matches('\n').count() + 1
    }

    fn fault(&mut self, at: usize, words: String) {
        if self.is_own {
            self.faults.push((self.line(at), words));
        }
    }

    fn wants(&mut self, value: &Spanned<DeValue<'_>>, key: &str, wanted: &str) {
        self.fault(value.span().start, format!("{key}: must be {wanted}"));
    }

    fn text(&self, value: &Spanned<DeValue<'_>>) -> Option<Placed> {
        let text = value.get_ref().as_str()?.to_owned();
        let line = self.is_own.then(|| self.line(value.span().start));
        Some(Placed { value: text, line })
    }

    fn palette(&mut self, table: &DeTable<'_>) -> BTreeMap<String, Option<Color>> {
        let mut palette = BTreeMap::new();
        for (name, value) in table {
            let color = value.get_ref().as_str().and_then(|text| {
                if text == DEFAULT { Some(None) } else { Color::parse(text).map(Some) }
            });
            match color {
                Some(color) => {
                    palette.insert(name.get_ref().to_string(), color);
                }
                None => self.wants(
                    value,
                    name.get_ref(),
                    "a color: \"#rrggbb\", a name of the terminal's 16, or \"default\"",
                ),
            }
        }
        palette
    }

    fn roles(&mut self, table: &DeTable<'_>) -> BTreeMap<&'static str, Entry> {
        let mut roles = BTreeMap::new();
        for (name, value) in table {
            let Some((known, _)) = known().find(|(known, _)| known == name.get_ref()) else {
                self.fault(name.span().start, format!("no role is called {}", name.get_ref()));
                continue;
            };
            match value.get_ref().as_table() {
                Some(table) => {
                    roles.insert(known, self.entry(known, table));
                }
                None => self.wants(value, known, "as in { fg = \"#rrggbb\", bg = \"#rrggbb\" }"),
            }
        }
        roles
    }

    fn entry(&mut self, role: &str, table: &DeTable<'_>) -> Entry {
        let mut entry = Entry::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "fg" | "bg" => {
                    let text = self.text(value);
                    if text.is_none() {
                        self.wants(value, role, "the name of a color");
                    }
                    if key.get_ref() == "fg" { entry.fg = text } else { entry.bg = text }
                }
                "modifiers" => {
                    let names = value.get_ref().as_array().map(|names| {
                        names.iter().map(|name| self.text(name)).collect::<Option<Vec<_>>>()
                    });
                    match names.flatten() {
                        Some(names) => entry.modifiers = Some(names),
                        None => self.wants(value, role, "as in modifiers = [\"bold\"]"),
                    }
                }
                other => {
                    let words = format!("{role} has no {other}, only fg, bg and modifiers");
                    self.fault(key.span().start, words);
                }
            }
        }
        entry
    }
}
