//! The help: all actions with the keys that they have now, what the signs mean, and what is found among these.

use tui_input::Input;

use crate::config::action::Action;
use crate::config::chord::Keys;
use crate::config::keymap::{Context, Keymap};
use crate::layout::Sign;

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// A heading.
    Topic(&'static str),
    /// A sentence.
    Said(String),
    /// An action, or a sign.
    Keys {
        /// The action's keys, or how it is run without any; the sign itself.
        keys: String,
        /// What it does, and where these keys do it; what it means.
        words: String,
    },
}

/// The heading over what is wrong with configuration and themes.
const TROUBLE: &str = "Wrong in the configuration";

/// The heading of the signs.
const SIGNS: &str = "Signs";

/// What the signs beside text and list mean.
fn signs() -> impl Iterator<Item = (String, &'static str)> {
    let beside_text = [
        (Sign::Edited, "Beside a line, or on the strip: words differ"),
        (Sign::LeftOnly, "Only the left has it"),
        (Sign::RightOnly, "Only the right has it"),
        (Sign::Moved, "It stands elsewhere on the other side"),
        (Sign::Repeat, "A repeat: its own version says it elsewhere too; no edit"),
        (Sign::Furniture, "Furniture: text of the page, not of the article; no edit"),
    ];
    let others = [
        ("✓", "Reviewed"),
        ("*", "There is a note on it"),
        ("!", "In the list: the file has changed since you reviewed it"),
        ("•", "In the list: you have pinned or named the story, and it stays as it is"),
        ("≈", "Estimated; not compared yet"),
        ("⋯", "Between edits: text stands here that is shown at another place"),
    ];
    let beside_text = beside_text.into_iter().map(|(sign, words)| (sign.symbol().into(), words));
    beside_text.chain(others.into_iter().map(|(sign, words)| (sign.to_owned(), words)))
}

/// The help as it is on screen.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// What is looked for.
    pub input: Input,
    /// The lines that match.
    pub lines: Vec<HelpLine>,
    /// The first line on screen.
    pub scroll: usize,
    /// What is wrong with configuration and themes.
    warnings: Vec<String>,
}

impl Help {
    /// The help on the keys that hold at a place, after what is wrong with configuration and themes.
    pub fn of(keymap: &Keymap, context: Context, warnings: &[String]) -> Self {
        let mut help = Self { warnings: warnings.to_vec(), ..Self::default() };
        help.refilter(keymap, context);
        help
    }

    /// Finds anew what matches what was typed.
    pub fn refilter(&mut self, keymap: &Keymap, context: Context) {
        self.lines = Vec::new();
        if self.input.value().is_empty() && !self.warnings.is_empty() {
            self.lines.push(HelpLine::Topic(TROUBLE));
            self.lines.extend(self.warnings.iter().cloned().map(HelpLine::Said));
        }
        self.lines.extend(lines(keymap, context, self.input.value()));
        self.scroll = 0;
    }

    /// Moves by lines on a screen of so many.
    pub fn scroll_by(&mut self, by: isize, height: usize) {
        let last = self.lines.len().saturating_sub(height);
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }
}

/// The lines that have all words that were typed. The keys of the place where the reader is come first.
fn lines(keymap: &Keymap, here: Context, typed: &str) -> Vec<HelpLine> {
    let typed: Vec<&str> = typed.split_whitespace().collect();
    let mut lines = Vec::new();
    let mut last = "";
    for action in Action::ALL {
        let mut places = keymap.places(*action);
        places.sort_by_key(|place| place.context != Some(here));
        let n_places = places.len();
        for place in places {
            let keys = Keys::in_line(&place.keys);
            let is_other = place.context.is_some_and(|context| context != here);
            if keys.is_empty() && is_other && n_places > 1 {
                continue;
            }
            let keys = match keymap.key_for(Action::Run, here) {
                _ if !keys.is_empty() => keys,
                Some(run) => format!("{run}{}", action.name()),
                None => String::new(),
            };
            let words = match place.context {
                // Where it holds comes first: the end may have no room.
                Some(context) => {
                    let place = match context {
                        Context::List => "In the list",
                        Context::Text => "In the text",
                    };
                    format!("{place}: {}", action.description_in(context))
                }
                None => action.description().to_owned(),
            };
            let all = format!("{} {} {words}", action.topic(), action.name()).to_lowercase();
            // A single character is a key, not a part of nearly every word.
            let has_key = |word: &str| keys.split(' ').any(|keys| keys.starts_with(word));
            let is_there = |word: &&str| match word.chars().count() {
                1 => place.keys.iter().any(|keys| {
                    let first = keys.chords().first();
                    first.is_some_and(|first| first.to_string() == **word)
                }),
                _ => all.contains(&word.to_lowercase()) || has_key(word),
            };
            if !typed.iter().all(is_there) {
                continue;
            }
            if action.topic() != last {
                lines.push(HelpLine::Topic(action.topic()));
            }
            last = action.topic();
            lines.push(HelpLine::Keys { keys, words });
        }
    }
    let is_meant = |(sign, words): &(String, &str)| {
        let all = format!("{SIGNS} {words}").to_lowercase();
        typed.iter().all(|word| *word == sign.as_str() || all.contains(&word.to_lowercase()))
    };
    // A single letter is a key.
    let is_key = typed.iter().any(|word| word.len() == 1 && word.chars().all(char::is_alphabetic));
    let mut found = signs().filter(|sign| !is_key && is_meant(sign)).peekable();
    if found.peek().is_some() {
        lines.push(HelpLine::Topic(SIGNS));
    }
    lines.extend(found.map(|(keys, words)| HelpLine::Keys { keys, words: words.to_owned() }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[(&str, &str)]) {
        let keymap = Keymap::preset("vim");
        let found: Vec<(String, String)> = lines(&keymap, Context::Text, typed)
            .into_iter()
            .filter_map(|line| match line {
                HelpLine::Keys { keys, words } => Some((keys, words)),
                HelpLine::Topic(_) | HelpLine::Said(_) => None,
            })
            .collect();
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(keys, words)| ((*keys).to_owned(), (*words).to_owned()))
            .collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn lines_are_found_by_keys_names_and_words() {
        check(
            "z",
            &[
                ("zz", "This edit to the middle of the screen"),
                ("za", "Fold or show unchanged passages"),
                ("zm", "List stories without their versions, or with them"),
            ],
        );
        check("zz", &[("zz", "This edit to the middle of the screen")]);
        check("pick-version", &[("v", "Pick any version for the other column")]);
        check("shell FG", &[("ctrl-z", "Back to the shell, until fg")]);
        check("no such thing", &[]);
    }

    #[test]
    fn keys_of_one_place_say_so_and_come_first_there() {
        check("back to the list", &[("esc h left", "In the text: Back to the list")]);
    }

    #[test]
    fn signs_are_found_by_what_they_are_and_mean() {
        let repeat = "A repeat: its own version says it elsewhere too; no edit";
        check("=", &[("=", repeat)]);
        check("signs repeat", &[("=", repeat)]);
    }

    #[test]
    fn every_action_is_there_with_its_topic() {
        let lines = lines(&Keymap::preset("default"), Context::List, "");
        let n_topics = lines.iter().filter(|line| matches!(line, HelpLine::Topic(_))).count();
        assert!(lines.len() >= Action::ALL.len() + n_topics && n_topics > 5);
    }
}
