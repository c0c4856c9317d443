//! Running an action by its name: what was typed, and the actions that match.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::Input;

use crate::config::action::Action;

/// A prompt for the name of an action.
#[derive(Clone, Debug)]
pub struct RunPrompt {
    /// What was typed.
    pub input: Input,
    /// The actions that match, the best first.
    pub found: Vec<Action>,
    /// The chosen one.
    pub at: usize,
    /// The first one on screen.
    pub scroll: usize,
}

impl Default for RunPrompt {
    fn default() -> Self {
        Self { input: Input::default(), found: Action::ALL.to_vec(), at: 0, scroll: 0 }
    }
}

impl RunPrompt {
    /// The chosen action, if any matches.
    pub fn chosen(&self) -> Option<Action> {
        self.found.get(self.at).copied()
    }

    /// Finds anew what matches what was typed.
    pub fn refilter(&mut self) {
        self.found = matching(self.input.value());
        (self.at, self.scroll) = (0, 0);
    }

    /// Moves the choice, and keeps it on a screen of so many lines.
    pub fn step(&mut self, by: isize, height: usize) {
        let last = self.found.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.scroll = self.scroll.clamp((self.at + 1).saturating_sub(height.max(1)), self.at);
    }
}

/// The actions that match what was typed, the best first: those with this name, those whose name begins so, those whose name
/// has these letters, and those whose description has these words.
fn matching(typed: &str) -> Vec<Action> {
    let typed = typed.trim().to_lowercase();
    let name = typed.replace(' ', "-");
    let pattern = Pattern::new(&typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buf = Vec::new();
    let mut rank = |action: Action| {
        let own = action.name();
        let score = pattern.score(Utf32Str::new(own, &mut buf), &mut matcher);
        let words = action.description().to_lowercase();
        let has_words = || typed.split_whitespace().all(|word| words.contains(word));
        match score {
            _ if own == name => Some((0, 0)),
            _ if own.starts_with(&name) => Some((1, 0)),
            Some(score) => Some((2, u32::MAX - score)),
            None => has_words().then_some((3, 0)),
        }
    };
    let mut found: Vec<_> =
        Action::ALL.iter().filter_map(|action| Some((rank(*action)?, *action))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, action)| action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, first: Action) {
        assert_eq!(matching(typed).first(), Some(&first), "{typed}: {:?}", matching(typed));
    }

    #[test]
    fn the_best_match_comes_first() {
        check("q", Action::Quit);
        check("quit", Action::Quit);
        check("open", Action::Open);
        check("next edit", Action::NextEdit);
        check("nedit", Action::NextEdit);
        check("note", Action::Note);
        check("Fold-St", Action::FoldStories);
        // By a word of the description.
        check("markdown", Action::Report);
        check("report", Action::Report);
        assert_eq!(matching(""), Action::ALL);
        assert_eq!(matching("xyzzy"), []);
    }
}
