//! What the list is filtered by: words, and terms like `outlet:gazette`, `date:2023-03`, `credit:afp`, `class:number`.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::collate::Class;
use crate::corpus::Article;

/// What was typed, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What is looked for in names and headlines.
    words: String,
    outlets: Vec<String>,
    dates: Vec<String>,
    credits: Vec<String>,
    classes: Vec<String>,
    /// The first thing that looks like a term and is none.
    unknown: Option<String>,
    is_by_letters: bool,
}

impl Filter {
    /// Understands what was typed.
    pub fn parse(text: &str) -> Self {
        let mut filter = Self::default();
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            let term = word
                .split_once(':')
                .map(|(name, value)| (name.to_lowercase(), value.to_lowercase()));
            match term {
                Some((name, value)) if name == "outlet" => filter.outlets.push(value),
                Some((name, value)) if name == "date" => filter.dates.push(value),
                Some((name, value)) if name == "credit" => filter.credits.push(value),
                Some((name, value)) if name == "class" => filter.classes.push(value),
                Some((name, value)) => {
                    let is_name = name.chars().all(char::is_alphabetic) && !name.is_empty();
                    let unknown = (is_name && !value.starts_with('/')).then_some(name);
                    filter.unknown = filter.unknown.or(unknown);
                    words.push(word);
                }
                None => words.push(word),
            }
        }
        filter.words = words.join(" ");
        filter
    }

    /// The same, where the letters of the words need not stand together.
    #[must_use]
    pub fn by_letters(&self) -> Self {
        Self { is_by_letters: true, ..self.clone() }
    }

    /// Whether it leaves everything.
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.has_terms()
    }

    /// Whether it asks for more than names.
    pub const fn has_terms(&self) -> bool {
        !(self.outlets.is_empty()
            && self.dates.is_empty()
            && self.credits.is_empty()
            && self.classes.is_empty())
    }

    /// Whether it asks for classes of edits.
    pub const fn asks_classes(&self) -> bool {
        !self.classes.is_empty()
    }

    /// What is asked for as a class and is none.
    pub fn unknown_class(&self) -> Option<&str> {
        let is_known = |value: &str| Class::ALL.iter().any(|class| class.name().starts_with(value));
        self.classes.iter().map(String::as_str).find(|value| !is_known(value))
    }

    /// The name of a term that there is not; it is looked for as a word.
    pub fn unknown_term(&self) -> Option<&str> {
        self.unknown.as_deref()
    }

    /// The classes that it asks for, a bit for each; nothing if it asks for none. A class may be typed by its beginning.
    pub fn classes(&self) -> Option<u16> {
        if self.classes.is_empty() {
            return None;
        }
        let is_wanted = |class: &Class| {
            self.classes
                .iter()
                .any(|value| !value.is_empty() && class.name().starts_with(value.as_str()))
        };
        Some(
            Class::ALL.into_iter().filter(is_wanted).map(class_bit).fold(0, |bits, bit| bits | bit),
        )
    }

    /// Whether an article is of the outlet, the time and the agency that are asked for.
    pub fn has_terms_of(&self, article: &Article) -> bool {
        let holds = |wanted: &[String], own: Option<&str>| {
            wanted
                .iter()
                .all(|value| own.is_some_and(|own| own.to_lowercase().contains(value.as_str())))
        };
        let credit = article.profile().and_then(|profile| profile.credit.as_deref());
        let day = article.day.map(|day| {
            format!("{day} {}", day.strftime("%-d %b %B %Y").to_string().to_lowercase())
        });
        holds(&self.outlets, article.outlet.as_deref())
            && holds(&self.credits, credit)
            && holds(&self.dates, day.as_deref())
    }
}

/// A class of edits as one bit.
pub fn class_bit(class: Class) -> u16 {
    Class::ALL.into_iter().position(|own| own == class).map_or(0, |at| 1 << at)
}

/// Matches names and headlines against what was typed.
pub struct Finder {
    matcher: Matcher,
    pattern: Option<Pattern>,
    is_by_letters: bool,
    buf: Vec<char>,
}

impl Finder {
    /// A finder of a filter's words.
    pub fn new(filter: &Filter) -> Self {
        let kind = if filter.is_by_letters { AtomKind::Fuzzy } else { AtomKind::Substring };
        let pattern = (!filter.words.trim().is_empty())
            .then(|| Pattern::new(&filter.words, CaseMatching::Ignore, Normalization::Smart, kind));
        let matcher = Matcher::new(Config::DEFAULT);
        Self { matcher, pattern, is_by_letters: filter.is_by_letters, buf: Vec::new() }
    }

    /// Whether whole words are looked for, and not letters.
    pub const fn is_by_words(&self) -> bool {
        !self.is_by_letters
    }

    /// The letters that match, or nothing if the text does not. Without words everything matches.
    pub fn find(&mut self, text: &str) -> Option<Vec<u32>> {
        let mut letters = Vec::new();
        if let Some(pattern) = &self.pattern {
            pattern.indices(Utf32Str::new(text, &mut self.buf), &mut self.matcher, &mut letters)?;
            letters.sort_unstable();
            letters.dedup();
        }
        Some(letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_letters_are_found() {
        let mut letters = Finder::new(&Filter::parse("hgf").by_letters());
        assert_eq!(letters.find("harbour-gazette-ferry"), Some(vec![0, 8, 16]));
        assert_eq!(letters.find("larkfield-post"), None);
        let mut words = Finder::new(&Filter::parse("ferry gaz"));
        assert!(words.find("harbour-gazette-ferry").is_some());
        assert_eq!(words.find("quayside-ferry"), None);
        assert_eq!(Finder::new(&Filter::parse(" ")).find("anything"), Some(vec![]));
    }

    #[test]
    fn terms_are_taken_out_of_the_words() {
        let filter = Filter::parse("ferry outlet:Gazette class:num x:y");
        assert_eq!(
            (filter.words.as_str(), filter.outlets.as_slice()),
            ("ferry x:y", &["gazette".to_owned()][..])
        );
        assert_eq!(filter.classes(), Some(class_bit(Class::Number)));
        assert_eq!(filter.unknown_term(), Some("x"));
        assert_eq!(Filter::parse("10:30 http://ferry date:2023").unknown_term(), None);
        assert!(Filter::parse("").is_empty() && !Filter::parse("date:2023").is_empty());
        assert_eq!(Filter::parse("class:").classes(), Some(0));
    }
}
