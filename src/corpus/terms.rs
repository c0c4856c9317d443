//! How alike two articles are in what they are about: the cosine of their most telling words, the rare ones first.

use super::profile::{Spot, Term, Terms};
use crate::text::keys::{KeyIndex, MatchKey};

/// Words of an article that are compared.
const MAX_COMPARED: usize = 40;

/// How much of their weight words have that no other text has.
const OWN_WORDS: f32 = 0.5;

/// And where it is asked whether two texts tell of one event: each report has much that others do not tell.
const OWN_OF_EVENT: f32 = 0.2;

/// Words of each part of the topic of a group that are kept.
const MAX_IN_GROUP: usize = 48;

/// What likeness counts that is of one part: names of which other things are said, or the same said of others.
const BY_ONE_PART: f32 = 0.5;

/// Where a part of both topics is shorter, it tells nothing by itself.
const MIN_PART: f32 = 0.35;

/// Texts that are thought to be there beside those of the folder: in a folder with one story all names are common, and tell
/// that it is one.
const BACKGROUND: f32 = 100.0;

/// A word by its number, how often it is said, whether it is a name or a figure, and where it is said, in four bytes: from
/// the lowest bit on four for the spot, one each for names and for figures, two for the count, the rest for the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted(u32);

/// Counts that are told apart; others are as good as the next smaller one, for it is logarithms that are compared.
const COUNTS: [u16; 4] = [1, 2, 4, 8];

impl Counted {
    /// A word of an article by its number.
    pub fn new(word: u32, term: &Term) -> Self {
        let count = COUNTS.iter().rposition(|count| *count <= term.count).unwrap_or(0);
        let count = u32::try_from(count).unwrap_or(0);
        let kind = u32::from(term.is_name) << 5 | u32::from(term.is_figure) << 4;
        let told = count << 6 | kind | u32::from(term.spot.bits());
        Self(word.min(MAX_WORDS) << 8 | told)
    }

    /// The number of the word.
    pub const fn word(self) -> u32 {
        self.0 >> 8
    }

    /// How often it is said, as the place of that among [`COUNTS`].
    const fn count(self) -> usize {
        (self.0 >> 6 & 3) as usize
    }

    /// Whether it is a name or a figure.
    pub const fn is_particular(self) -> bool {
        self.0 & 0x30 != 0
    }

    /// Whether it is a figure.
    pub const fn is_figure(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// A hash of it that does not depend on how words are numbered. `keys` are those of all words, by number.
    pub(super) fn hash(self, keys: &[MatchKey]) -> u64 {
        let key = keys.get(self.word() as usize).map_or(0, |key| key.0);
        // Mixed twice: sums of these must not be the same where two words exchange their counts.
        let mixed = (key ^ u64::from(self.0 & 0xFF)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ mixed >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93)
    }

    /// Where it is said.
    pub const fn spot(self) -> Spot {
        Spot::from_bits((self.0 & 0xF) as u8)
    }
}

/// The largest number of a word. Words beyond it share that number, which then tells nothing.
const MAX_WORDS: u32 = (1 << 24) - 1;

/// All words that articles are about, by number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    keys: KeyIndex,
    /// Each as it is written.
    words: Vec<Box<str>>,
    /// Of each a hash, and in the lowest two bits how good a way of writing it is: nearly always this tells that it stays,
    /// and all words together do not stay in the processor's memory.
    spellings: Vec<u32>,
}

impl Vocabulary {
    /// The numbers of some words, sorted, with their counts.
    pub fn take(&mut self, terms: &Terms) -> Box<[Counted]> {
        let counted = |(term, word): (&Term, &str)| Counted::new(self.number(term.key, word), term);
        let mut numbers: Vec<Counted> = terms.iter().map(counted).collect();
        numbers.sort_unstable();
        numbers.into()
    }

    fn number(&mut self, key: MatchKey, word: &str) -> u32 {
        let number = self.keys.insert(key);
        let hash = MatchKey::of(word).0 as u32 & !3;
        match self.spellings.get(number) {
            Some(own) if own & !3 == hash => {}
            // One way of writing is shown, whoever came first.
            Some(own) => {
                let (rank, own) = (preference(word), own & 3);
                if rank < own || (rank == own && word < &*self.words[number]) {
                    self.words[number] = word.into();
                    self.spellings[number] = hash | rank;
                }
            }
            None => {
                self.words.push(word.into());
                self.spellings.push(hash | preference(word));
            }
        }
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// What the words are compared by, in the order of their numbers.
    pub(super) fn keys(&self) -> &[MatchKey] {
        self.keys.keys()
    }

    /// All words in an order of their own. Their numbers follow the order in which articles arrived, and nothing may depend
    /// on that: not which of equally telling words count, nor in which order weights are added up.
    pub fn ranks(&self) -> Ranks<'_> {
        let mut by_key: Vec<(MatchKey, u32)> = self.keys.keys().iter().copied().zip(0..).collect();
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
    /// A word as it is written.
    pub fn word(&self, rank: u32) -> &str {
        self.words.get(rank as usize).copied().unwrap_or_default()
    }
}

/// "Brandt" before "brandt" before "BRANDT".
fn preference(word: &str) -> u32 {
    let is_name = word.starts_with(char::is_uppercase);
    let mut rest = word.chars().skip(1).peekable();
    let is_loud = is_name && rest.peek().is_some() && rest.all(|c| !c.is_lowercase());
    if is_loud { 2 } else { u32::from(!is_name) }
}

/// How rare words are: the logarithm of how many texts there are for each that has the word.
#[derive(Debug)]
pub struct Rarity {
    /// What is known of each word, by its number: of a hundred thousand texts there is too much to look in several places.
    known: Vec<Known>,
    /// Texts that hold each word, by its rank.
    n_holders: Vec<u32>,
    /// How much more it tells if it is said as often as [`COUNTS`] has it.
    by_count: [f32; COUNTS.len()],
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    rank: u32,
    /// Texts that hold it.
    n_holders: u32,
    /// Those in which it is a name or a figure.
    n_names: u32,
    /// What it tells if it is said once.
    told: f32,
}

impl Known {
    /// Whether it is a name or a figure, as most texts have it.
    const fn is_particular(self) -> bool {
        self.n_names * 2 > self.n_holders
    }
}

impl Rarity {
    /// Counts the texts that hold each word.
    pub fn of<'a>(ranks: &Ranks<'_>, texts: impl Iterator<Item = &'a [Counted]>) -> Self {
        let known = |rank: &u32| Known { rank: *rank, ..Known::default() };
        let mut known: Vec<Known> = ranks.of_number.iter().map(known).collect();
        let mut n_texts = 0;
        for text in texts {
            n_texts += 1;
            for counted in text {
                if let Some(own) = known.get_mut(counted.word() as usize) {
                    own.n_holders += 1;
                    own.n_names += u32::from(counted.is_particular());
                }
            }
        }
        let n_texts = n_texts as f32;
        let mut n_holders = vec![0; known.len()];
        for own in &mut known {
            own.told = (1.0 + (n_texts + BACKGROUND) / (own.n_holders + 1) as f32).ln();
            if let Some(n) = n_holders.get_mut(own.rank as usize) {
                *n = own.n_holders;
            }
        }
        let by_count = COUNTS.map(|count| 1.0 + f32::from(count).ln());
        Self { known, n_holders, by_count }
    }

    /// Number of texts that hold a word, by its rank.
    pub fn n_holders(&self, rank: u32) -> u32 {
        self.n_holders.get(rank as usize).copied().unwrap_or(0)
    }

    /// A word, and what it tells.
    fn weighed(&self, counted: Counted) -> (Known, f32) {
        let known = self.known.get(counted.word() as usize).copied().unwrap_or_default();
        (known, self.by_count[counted.count()] * known.told)
    }
}

/// Words by rank, each with its weight.
type Weighed = Vec<(u32, f32)>;

/// What a text is about: names and figures, and what is said of these. Of length one together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    /// Names and figures, then other words; both by rank. In one allocation: there may be a hundred thousand topics.
    words: Box<[(u32, f32)]>,
    n_names: usize,
    /// The lengths of both parts, with what only this text has.
    lengths: [f32; 2],
}

impl Topic {
    /// The most telling words of a text.
    pub fn of(terms: &[Counted], rarity: &Rarity) -> Self {
        // Of each word the rank, and in the lowest bit whether it is a name or a figure: that does not change their order.
        let (mut all, mut own) = (Weighed::with_capacity(terms.len()), Weighed::new());
        for (known, weight) in terms.iter().map(|term| rarity.weighed(*term)) {
            // Words that no other text has take no place from those that may be common; but they tell that much is not.
            let list = if known.n_holders > 1 { &mut all } else { &mut own };
            list.push((known.rank << 1 | u32::from(known.is_particular()), weight));
        }
        own.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        own.truncate(MAX_COMPARED);
        let is_particular = |word: u32| word & 1 == 1;
        let squares = |is_told: bool| -> f32 {
            let of_kind = own.iter().filter(|(word, _)| is_particular(*word) == is_told);
            of_kind.map(|(_, weight)| weight * weight).sum()
        };
        let (mut names, mut words) = (Weighed::new(), Weighed::new());
        for (word, weight) in most(all, MAX_COMPARED) {
            let list = if is_particular(word) { &mut names } else { &mut words };
            list.push((word >> 1, weight));
        }
        Self::whole([(names, squares(true)), (words, squares(false))])
    }

    /// What several texts are about together.
    #[must_use]
    pub fn together(&self, other: &Self) -> Self {
        let part = |at: usize| {
            let sum = sum(self.part(at), other.part(at));
            (most(sum, MAX_IN_GROUP), 0.0)
        };
        Self::whole([part(0), part(1)])
    }

    /// A topic of length one from the words of both parts, and the sum of the squares of what only this text has.
    fn whole(parts: [(Weighed, f32); 2]) -> Self {
        let squares = |(words, own): &(Weighed, f32), counted: f32| -> f32 {
            words.iter().map(|(_, weight)| weight * weight).sum::<f32>() + counted * own
        };
        let length = parts.iter().map(|part| squares(part, OWN_WORDS)).sum::<f32>().sqrt();
        let length = if length > 0.0 { length } else { 1.0 };
        let lengths = [0, 1].map(|at| squares(&parts[at], OWN_OF_EVENT).sqrt() / length);
        let [(names, _), (others, _)] = parts;
        let mut words = Weighed::with_capacity(names.len() + others.len());
        words.extend(names.iter().chain(&others).map(|(word, weight)| (*word, weight / length)));
        Self { words: words.into(), n_names: names.len(), lengths }
    }

    /// Names and figures, or the other words.
    fn part(&self, at: usize) -> &[(u32, f32)] {
        let (names, others) = self.words.split_at(self.n_names.min(self.words.len()));
        if at == 0 { names } else { others }
    }

    /// All words and their weights.
    pub fn words(&self) -> &[(u32, f32)] {
        &self.words
    }

    /// How alike two topics are, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f32 {
        self.common(other, 0) + self.common(other, 1)
    }

    fn common(&self, other: &Self, at: usize) -> f32 {
        in_common(self.part(at), other.part(at)).map(|(_, weight)| weight).sum()
    }

    /// How likely two topics are one event, from 0 to 1: the same names and figures, and the same said of them. The people of
    /// the news are in it every day, and every match has a score; so both must be. Where a script has no capitals, or a text
    /// names nobody, all words are one.
    pub fn is_event(&self, other: &Self) -> f32 {
        let is_told = |at: usize| self.lengths[at].max(other.lengths[at]) >= MIN_PART;
        if !is_told(0) || !is_told(1) {
            return self.likeness(other);
        }
        let cosine = |at: usize| {
            let lengths = self.lengths[at] * other.lengths[at];
            self.common(other, at) / lengths.max(f32::MIN_POSITIVE)
        };
        (cosine(0) * cosine(1)).sqrt().max(self.likeness(other) * BY_ONE_PART)
    }

    /// The common words that tell most, at most so many.
    pub fn most_common(&self, other: &Self, n: usize) -> Vec<u32> {
        let part = |at: usize| in_common(self.part(at), other.part(at));
        let mut common: Weighed = part(0).chain(part(1)).collect();
        common.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        common.into_iter().take(n).map(|(word, _)| word).collect()
    }
}

/// Words of both lists, each with what it adds to the likeness.
fn in_common(one: &[(u32, f32)], other: &[(u32, f32)]) -> impl Iterator<Item = (u32, f32)> {
    let mut others = other.iter().peekable();
    one.iter().filter_map(move |(word, weight)| {
        while others.next_if(|(other, _)| other < word).is_some() {}
        others.next_if(|(other, _)| other == word).map(|(_, other)| (*word, weight * other))
    })
}

/// The weights of two lists together, by rank.
fn sum(one: &[(u32, f32)], other: &[(u32, f32)]) -> Weighed {
    let mut all: Weighed = one.iter().chain(other).copied().collect();
    all.sort_by_key(|(word, _)| *word);
    all.dedup_by(|(word, weight), (before, sum)| {
        let is_same = word == before;
        if is_same {
            *sum += *weight;
        }
        is_same
    });
    all
}

/// The `n` weightiest words, by rank.
fn most(mut words: Weighed, n: usize) -> Weighed {
    if words.len() > n {
        words.select_nth_unstable_by(n, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(n);
    }
    words.sort_unstable_by_key(|(word, _)| *word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms<'a>(words: impl IntoIterator<Item = &'a str>) -> Terms {
        let words: Vec<&str> = words.into_iter().collect();
        let term = |word: &&str| {
            let (key, spot) = (MatchKey::of(&word.to_lowercase()), Spot::default());
            let term = Term { key, count: 1, is_name: false, is_figure: false, spot };
            (term, u32::try_from(word.len()).expect("it is short"))
        };
        Terms::new(words.iter().map(term).collect(), words.concat())
    }

    #[test]
    fn rare_words_make_texts_alike() {
        let mut vocabulary = Vocabulary::default();
        let texts = [["a", "b"], ["a", "b"], ["a", "c"], ["a", "d"]];
        let texts = texts.map(|words| vocabulary.take(&terms(words)));
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
            vocabulary.take(&terms(words));
            assert_eq!(vocabulary.ranks().words, ["Brandt"]);
        }
    }

    #[test]
    fn equal_words_count_whoever_came_first() {
        let names: Vec<String> = (0..100).map(|n| format!("Name{n}")).collect();
        let most = |order: &mut dyn Iterator<Item = &String>| -> Vec<String> {
            let mut vocabulary = Vocabulary::default();
            let text = vocabulary.take(&terms(order.map(String::as_str)));
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
