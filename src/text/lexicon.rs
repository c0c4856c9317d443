//! The words of furniture: `assets/furniture.txt`, which anyone can read and add to.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::keys::fold;
use crate::text::phrases::Phrases;

/// The lists of the file, folded as [`fold`] does.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Phrases by the list they are in.
    phrases: FxHashMap<&'static str, Phrases>,
    lines: FxHashSet<String>,
    labels: FxHashSet<String>,
    comments: FxHashSet<String>,
    menus: FxHashSet<String>,
    beside_menus: FxHashSet<String>,
}

/// The built-in lexicon.
pub static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("../../assets/furniture.txt")));

impl Lexicon {
    fn read(text: &'static str) -> Self {
        let mut lists: FxHashMap<&str, Vec<String>> = FxHashMap::default();
        let mut section = "";
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(name) => section = name,
                None => lists.entry(section).or_default().push(fold(line)),
            }
        }
        let mut set = |name: &str| -> FxHashSet<String> {
            lists.remove(name).unwrap_or_default().into_iter().collect()
        };
        let (mut lines, labels, comments) = (set("lines"), set("labels"), set("comments"));
        let (menus, beside_menus) = (set("menus"), set("beside menus"));
        lines.extend(lists.get("link lists").into_iter().flatten().cloned());
        let mut phrases: FxHashMap<&str, Phrases> = FxHashMap::default();
        for (name, list) in lists {
            phrases.entry(name).or_default().extend(list);
        }
        Self { phrases, lines, labels, comments, menus, beside_menus }
    }

    /// Whether a whole paragraph is furniture wherever it stands.
    pub fn is_line(&self, folded: &str) -> bool {
        self.lines.contains(folded)
    }

    /// Whether a line above an article is the page's: one of those, or a menu.
    pub fn is_of_page(&self, folded: &str) -> bool {
        self.is_line(folded) || self.is_menu(folded) || self.is_notice(folded)
    }

    /// Whether a paragraph opens or closes the comments of readers; it may count these.
    pub fn is_comment_line(&self, folded: &str) -> bool {
        let is_count = |c: char| c.is_ascii_digit() || c == ' ';
        self.comments.contains(folded.trim_matches(is_count))
    }

    /// Whether the words before a paragraph's colon make it a link to somewhere else.
    pub fn is_label(&self, folded: &str) -> bool {
        self.labels.contains(folded)
    }

    /// Whether a line stands over a list of links.
    pub fn heads_links(&self, folded: &str) -> bool {
        self.begins("link lists", folded)
    }

    /// Whether a paragraph begins as page text does.
    pub fn has_beginning(&self, folded: &str) -> bool {
        self.begins("beginnings", folded)
    }

    /// Whether a paragraph says when it was published, or how long it takes to read.
    pub fn has_time(&self, folded: &str) -> bool {
        folded.contains(|c: char| c.is_numeric()) && self.holds("times", folded)
    }

    /// Whether a paragraph says what only pages say.
    pub fn has_phrase(&self, folded: &str) -> bool {
        self.holds("phrases", folded)
    }

    /// Whether a paragraph says what pages say to their readers.
    pub fn has_address(&self, folded: &str) -> bool {
        self.holds("addresses", folded)
    }

    /// Whether a paragraph says what makes it page text by itself.
    pub fn has_notice(&self, folded: &str) -> bool {
        self.holds("notices", folded)
    }

    /// Whether a passage speaks as notices do, and to the reader: an article may be about cookies.
    pub fn is_notice(&self, folded: &str) -> bool {
        let speaks_to_reader = || {
            let mut words = folded.split(' ');
            let is_address =
                |word| matches!(word, "you" | "your" | "we" | "our" | "us" | "click" | "here");
            words.any(is_address)
        };
        self.has_notice(folded)
            || (speaks_to_reader() && (self.has_phrase(folded) || self.has_address(folded)))
    }

    /// Whether a word of a line is one that newspapers are called.
    pub fn names_newspaper(&self, folded: &str) -> bool {
        self.holds("newspapers", folded)
    }

    /// Whether a line is made of the words of menus and share boxes, with figures: "Share this article Facebook". Words of
    /// grammar and of newspapers are among these, so that several must be of menus only.
    pub fn is_menu(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        let n_menu = words.iter().filter(|word| self.menus.contains(**word)).count();
        let is_fit = |word: &&str| {
            self.menus.contains(*word)
                || self.beside_menus.contains(*word)
                || word.bytes().all(|byte| byte.is_ascii_digit())
        };
        (n_menu > 1 || (n_menu == 1 && words.len() <= 3)) && words.iter().all(is_fit)
    }

    /// Whether whole words of `folded` are a phrase of a list.
    fn holds(&self, list: &'static str, folded: &str) -> bool {
        self.phrases.get(list).is_some_and(|phrases| phrases.stand_in(folded))
    }

    /// Whether the first words of `folded` are a phrase of a list.
    fn begins(&self, list: &'static str, folded: &str) -> bool {
        self.phrases.get(list).is_some_and(|phrases| phrases.begin(folded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there() {
        assert!(LEXICON.is_line("promoted links"));
        assert!(LEXICON.is_label("read more"));
        assert!(LEXICON.is_comment_line("comments 12"));
        assert!(LEXICON.has_phrase("by reading on you accept our use of cookies"));
        assert!(LEXICON.is_comment_line("1 comment"));
        assert!(LEXICON.has_notice("to continue reading sign in"));
        assert!(LEXICON.has_notice("この記事は会員限定です"));
        assert!(LEXICON.is_menu("menu search subscribe from 1 a week"));
        assert!(!LEXICON.is_menu("share this ferry"));
        assert!(!LEXICON.is_menu("the story of us"));
        assert!(!LEXICON.is_menu("home"));
        assert!(LEXICON.has_time("last updated at 07 40"));
        assert!(!LEXICON.has_phrase("cookies for all"));
        let lists: FxHashSet<&str> = LEXICON.phrases.keys().copied().collect();
        let known =
            ["beginnings", "link lists", "times", "phrases", "addresses", "notices", "newspapers"];
        assert_eq!(lists, known.into_iter().collect(), "a list that is missing or not read");
    }
}
