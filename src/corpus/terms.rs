//! How alike two articles are in what they are about: the cosine of their most telling words, the rare ones first.

use rustc_hash::FxHashMap;

use super::profile::Term;
use crate::text::keys::MatchKey;

/// Words of an article that are compared.
const MAX_COMPARED: usize = 40;

/// How much of their weight words have that no other text has.
const OWN_WORDS: f32 = 0.5;

/// Words of a group of articles that are kept.
const MAX_IN_GROUP: usize = 80;

/// Texts that are thought to be there beside those of the folder: in a folder with one story all names are common, and tell
/// that it is one.
const BACKGROUND: f32 = 100.0;

/// A word by its number and how often it is said, in four bytes: the number in the upper three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted(u32);

impl Counted {
    /// A word and its count; counts beyond 255 are as good as that.
    pub fn new(word: u32, count: u16) -> Self {
        Self(word.min(MAX_WORDS) << 8 | u32::from(count.min(255)))
    }

    /// The number of the word.
    pub const fn word(self) -> u32 {
        self.0 >> 8
    }

    /// How often it is said.
    pub const fn count(self) -> u8 {
        (self.0 & 0xFF) as u8
    }
}

/// The largest number of a word. Words beyond it share that number, which then tells nothing.
const MAX_WORDS: u32 = (1 << 24) - 1;

/// All words that articles are about, by number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    numbers: FxHashMap<MatchKey, u32>,
    /// Each as it is written.
    words: Vec<Box<str>>,
}

impl Vocabulary {
    /// The numbers of some words, sorted, with their counts.
    pub fn take(&mut self, terms: &[Term]) -> Box<[Counted]> {
        let mut numbers: Vec<Counted> =
            terms.iter().map(|term| Counted::new(self.number(term), term.count)).collect();
        numbers.sort_unstable();
        numbers.into()
    }

    fn number(&mut self, term: &Term) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(term.key).or_insert(next);
        match self.words.get_mut(number as usize) {
            // One way of writing is shown, whoever came first.
            Some(own) if *own != term.word && preference(&term.word) < preference(own) => {
                own.clone_from(&term.word);
            }
            Some(_) => {}
            None => self.words.push(term.word.clone()),
        }
        number
    }

    /// All words in an order of their own. Their numbers follow the order in which articles arrived, and nothing may depend
    /// on that: not which of equally telling words count, nor in which order weights are added up.
    pub fn ranks(&self) -> Ranks<'_> {
        let mut by_key: Vec<(MatchKey, u32)> =
            self.numbers.iter().map(|(key, number)| (*key, *number)).collect();
        by_key.sort_unstable();
        let mut of_number = vec![0; self.words.len()];
        for (rank, (_, number)) in (0..).zip(&by_key) {
            if let Some(own) = of_number.get_mut(*number as usize) {
                *own = rank;
            }
        }
        let word = |(_, number): &(MatchKey, u32)| {
            self.words.get(*number as usize).map_or("", |word| word)
        };
        Ranks { of_number, words: by_key.iter().map(word).collect() }
    }
}

/// All words in an order that does not depend on how they came to be known.
#[derive(Debug)]
pub struct Ranks<'a> {
    of_number: Vec<u32>,
    words: Vec<&'a str>,
}

impl Ranks<'_> {
    fn of(&self, counted: Counted) -> u32 {
        self.of_number.get(counted.word() as usize).copied().unwrap_or(0)
    }

    /// A word as it is written.
    pub fn word(&self, rank: u32) -> &str {
        self.words.get(rank as usize).copied().unwrap_or_default()
    }
}

/// "Brandt" before "brandt" before "BRANDT".
fn preference(word: &str) -> (u8, &str) {
    let is_name = word.starts_with(char::is_uppercase);
    let is_loud =
        is_name && word.chars().skip(1).all(|c| !c.is_lowercase()) && word.chars().count() > 1;
    (if is_loud { 2 } else { u8::from(!is_name) }, word)
}

/// How rare words are: the logarithm of how many texts there are for each that has the word.
#[derive(Debug)]
pub struct Rarity<'a> {
    ranks: &'a Ranks<'a>,
    /// Texts that hold each word, by its rank.
    n_holders: Vec<u32>,
    n_texts: f32,
}

impl<'a> Rarity<'a> {
    /// Counts the texts that hold each word.
    pub fn of<'b>(ranks: &'a Ranks<'a>, texts: impl Iterator<Item = &'b [Counted]>) -> Self {
        let mut n_holders = vec![0; ranks.words.len()];
        let mut n_texts = 0;
        for text in texts {
            n_texts += 1;
            for counted in text {
                if let Some(n) = n_holders.get_mut(ranks.of(*counted) as usize) {
                    *n += 1;
                }
            }
        }
        Self { ranks, n_holders, n_texts: n_texts as f32 }
    }

    /// Number of texts that hold a word, by its rank.
    pub fn n_holders(&self, rank: u32) -> u32 {
        self.n_holders.get(rank as usize).copied().unwrap_or(0)
    }

    /// The rank of a word, and what it tells.
    fn weighed(&self, counted: Counted) -> (u32, f32) {
        let rank = self.ranks.of(counted);
        let rare = (1.0 + (self.n_texts + BACKGROUND) / (self.n_holders(rank) + 1) as f32).ln();
        (rank, (1.0 + f32::from(counted.count()).ln()) * rare)
    }
}

/// What a text is about: words by rank, each with its weight, of length one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    words: Vec<(u32, f32)>,
}

impl Topic {
    /// The most telling words of a text.
    pub fn of(terms: &[Counted], rarity: &Rarity<'_>) -> Self {
        let mut all: Vec<(u32, f32)> = terms.iter().map(|term| rarity.weighed(*term)).collect();
        all.sort_unstable_by_key(|(rank, _)| *rank);
        // Words that no other text has take no place from those that may be common; but they tell that much is not.
        let is_common = |(rank, _): &(u32, f32)| rarity.n_holders(*rank) > 1;
        let (common, own): (Vec<_>, Vec<_>) = all.into_iter().partition(is_common);
        let mut own: Vec<f32> = own.into_iter().map(|(_, weight)| weight).collect();
        own.sort_unstable_by(|a, b| b.total_cmp(a));
        let extra =
            OWN_WORDS * own.iter().take(MAX_COMPARED).map(|weight| weight * weight).sum::<f32>();
        Self::trimmed(common, MAX_COMPARED, extra)
    }

    /// What several texts are about together.
    #[must_use]
    pub fn together(&self, other: &Self) -> Self {
        let mut sum: Vec<(u32, f32)> = Vec::with_capacity(self.words.len() + other.words.len());
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        loop {
            match (a.peek(), b.peek()) {
                (Some((x, wx)), Some((y, wy))) if x == y => {
                    sum.push((*x, wx + wy));
                    a.next();
                    b.next();
                }
                (Some((x, wx)), Some((y, _))) if x < y => {
                    sum.push((*x, *wx));
                    a.next();
                }
                (_, Some((y, wy))) => {
                    sum.push((*y, *wy));
                    b.next();
                }
                (Some((x, wx)), None) => {
                    sum.push((*x, *wx));
                    a.next();
                }
                (None, None) => break,
            }
        }
        Self::trimmed(sum, MAX_IN_GROUP, 0.0)
    }

    fn trimmed(mut words: Vec<(u32, f32)>, n: usize, extra: f32) -> Self {
        if words.len() > n {
            words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            words.truncate(n);
            words.sort_unstable_by_key(|(word, _)| *word);
        }
        words.shrink_to_fit();
        let length = (extra + words.iter().map(|(_, weight)| weight * weight).sum::<f32>()).sqrt();
        if length > 0.0 {
            for (_, weight) in &mut words {
                *weight /= length;
            }
        }
        Self { words }
    }

    /// The words and their weights, by rank.
    pub fn words(&self) -> &[(u32, f32)] {
        &self.words
    }

    /// How alike two topics are, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f32 {
        self.common(other).map(|(_, weight)| weight).sum()
    }

    /// Common words, each with what it adds to the likeness.
    fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u32, f32)> + 'a {
        let mut others = other.words.iter().peekable();
        self.words.iter().filter_map(move |(word, weight)| {
            while others.next_if(|(other, _)| other < word).is_some() {}
            others.next_if(|(other, _)| other == word).map(|(_, other)| (*word, weight * other))
        })
    }

    /// The common words that tell most, at most so many.
    pub fn most_common(&self, other: &Self, n: usize) -> Vec<u32> {
        let mut common: Vec<(u32, f32)> = self.common(other).collect();
        common.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        common.into_iter().take(n).map(|(word, _)| word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(word: &str) -> Term {
        Term { key: MatchKey::of(&word.to_lowercase()), word: word.into(), count: 1 }
    }

    #[test]
    fn rare_words_make_texts_alike() {
        let mut vocabulary = Vocabulary::default();
        let texts = [["a", "b"], ["a", "b"], ["a", "c"], ["a", "d"]];
        let texts = texts.map(|words| vocabulary.take(&words.map(term)));
        let ranks = vocabulary.ranks();
        let rarity = Rarity::of(&ranks, texts.iter().map(AsRef::as_ref));
        let topics = texts.each_ref().map(|text| Topic::of(text, &rarity));
        assert!((topics[0].likeness(&topics[1]) - 1.0).abs() < 1e-6);
        assert!(topics[0].likeness(&topics[2]) * 2.0 < topics[0].likeness(&topics[1]));
        let common = topics[0].most_common(&topics[1], 1);
        assert_eq!(ranks.word(common[0]), "b");
        assert_eq!(topics[0].together(&topics[2]).words().len(), 2);
    }

    #[test]
    fn one_way_of_writing_is_shown() {
        for words in [["BRANDT", "brandt", "Brandt"], ["Brandt", "BRANDT", "brandt"]] {
            let mut vocabulary = Vocabulary::default();
            vocabulary.take(&words.map(term));
            assert_eq!(vocabulary.ranks().words, ["Brandt"]);
        }
    }

    #[test]
    fn equal_words_count_whoever_came_first() {
        let names: Vec<String> = (0..100).map(|n| format!("Name{n}")).collect();
        let most = |order: &mut dyn Iterator<Item = &String>| -> Vec<String> {
            let mut vocabulary = Vocabulary::default();
            let terms: Vec<Term> = order.map(|name| term(name)).collect();
            let text = vocabulary.take(&terms);
            let ranks = vocabulary.ranks();
            let rarity = Rarity::of(&ranks, [&*text, &*text].into_iter());
            let topic = Topic::of(&text, &rarity);
            let common = topic.most_common(&topic, 100);
            common.into_iter().map(|rank| ranks.word(rank).to_owned()).collect()
        };
        let (one, other) = (most(&mut names.iter()), most(&mut names.iter().rev()));
        assert_eq!(one.len(), MAX_COMPARED);
        assert_eq!(one, other);
    }
}
