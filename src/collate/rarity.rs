//! How much a word tells: one that stands in every passage tells nothing of any.

use std::cell::RefCell;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Input;
use crate::sides::{Side, Sides};
use crate::text::keys::{MatchKey, match_spelling};
use crate::text::number::{SMALL, TENS, value};
use crate::text::sentence::is_unspaced;
use crate::text::stem::stem;
use crate::text::token::{Token, TokenKind};
use crate::version::{Passage, Version};

/// Passages of each side that are counted: enough to tell rare words from others, in a text of any length.
const MAX_COUNTED: usize = 1_000;

/// A word in more passages than this is not rare.
const MAX_RARE: u32 = 3;

/// What even the most frequent word is worth.
const MIN_WORTH: f32 = 0.05;

/// In how many passages of a pair of versions each word stands.
#[derive(Clone, Debug)]
pub struct Rarity {
    /// What is known of each stem.
    counts: FxHashMap<MatchKey, Count>,
    /// How rare a word is that was not counted.
    uncounted: f32,
    stemmer: Stemmer,
}

impl Rarity {
    /// Counts the words of both sides.
    pub fn new(sides: &Sides<Input<'_>>) -> Self {
        let stemmer = Stemmer::default();
        let mut counts: FxHashMap<MatchKey, Count> = FxHashMap::default();
        let mut n_passages = Sides::new(0, 0);
        for side in Side::BOTH {
            let version = sides[side].version;
            for passage in counted(sides[side]) {
                n_passages[side] += 1;
                for (key, _) in stemmer.stems(version, version.tokens_of(passage)).stems {
                    let count = counts.entry(key).or_default();
                    if count.last[side] != n_passages[side] {
                        count.last[side] = n_passages[side];
                        count.n_passages[side] += 1;
                    }
                }
            }
        }
        // Inverse document frequency, as a share of what that can be.
        let all = n_passages.left.max(n_passages.right).max(1) as f32 + 1.0;
        let rarity = |count: f32| ((all / (count + 0.5)).ln() / all.ln()).clamp(MIN_WORTH, 1.0);
        for count in counts.values_mut() {
            count.rarity = rarity(count.most() as f32);
        }
        Self { counts, uncounted: rarity(0.0), stemmer }
    }

    /// The words among some tokens, each with the key of its stem.
    pub fn stems<'a>(
        &self,
        version: &Version,
        tokens: impl IntoIterator<Item = &'a Token>,
    ) -> Stems<'a> {
        self.stemmer.stems(version, tokens)
    }

    /// Whether a word stands in so few passages that it tells where it belongs.
    pub fn is_rare(&self, key: MatchKey) -> bool {
        self.counts.get(&key).is_none_or(|count| count.most() <= MAX_RARE)
    }

    /// What a word is worth in a score, from almost 0 to 1: its weight as a token, times its inverse document
    /// frequency as a share of what that can be.
    pub fn worth(&self, key: MatchKey, token: &Token) -> f32 {
        token.weight() * self.counts.get(&key).map_or(self.uncounted, |count| count.rarity)
    }
}

/// The first passages that are the article's own: what a page says around it makes no word rarer.
fn counted(input: Input<'_>) -> impl Iterator<Item = &Passage> {
    let passages = input.version.passages().iter().enumerate();
    let own = passages.filter(move |(at, _)| !input.furniture.is_furniture(*at));
    own.map(|(_, passage)| passage).take(MAX_COUNTED)
}

/// In how many passages a stem stands, and what that makes of it.
#[derive(Clone, Debug, Default)]
struct Count {
    n_passages: Sides<u32>,
    /// The last passage of each side that it was counted in, from 1.
    last: Sides<u32>,
    /// How rare it is.
    rarity: f32,
}

impl Count {
    /// The number of passages of the side that has more of them.
    fn most(&self) -> u32 {
        self.n_passages.left.max(self.n_passages.right)
    }
}

/// From here on some desks write numbers in figures and others in words.
const MIN_FIGURE: u32 = 10;

/// Numbers in words, by key: one desk writes "fifty-four" and the other 54.
static NUMBERS: LazyLock<FxHashMap<MatchKey, u32>> = LazyLock::new(|| {
    let words = SMALL.iter().chain(&TENS);
    words.filter_map(|word| Some((MatchKey::of(word), value(word)?))).collect()
});

/// The key that a number has in digits.
fn digits_key(number: u32) -> MatchKey {
    MatchKey::of(&number.to_string())
}

/// The words among some tokens, each with the key of its stem.
pub struct Stems<'a> {
    /// The words in order.
    pub stems: Vec<(MatchKey, &'a Token)>,
    /// Whether there are words of a script without spaces among them, whose stems hang on the words beside them.
    pub is_unspaced: bool,
}

/// Finds the stems of words, each word's only once.
#[derive(Clone, Debug, Default)]
struct Stemmer {
    known: RefCell<FxHashMap<MatchKey, MatchKey>>,
}

impl Stemmer {
    /// The words among some tokens, each with the key of its stem. In scripts that write no words apart, what is
    /// counted is three letters in a row.
    fn stems<'a>(
        &self,
        version: &Version,
        tokens: impl IntoIterator<Item = &'a Token>,
    ) -> Stems<'a> {
        let tokens = tokens.into_iter();
        let mut stems = Vec::with_capacity(tokens.size_hint().1.unwrap_or_default());
        let is_letter = |token: &Token| version.text(token.span()).starts_with(is_unspaced);
        let mut has_unspaced = false;
        let mut tens: Option<(u32, u32)> = None;
        for token in tokens.filter(|token| token.is_word()) {
            let text = version.text(token.span());
            has_unspaced |= !text.is_ascii() && text.starts_with(is_unspaced);
            let number = NUMBERS.get(&token.key).copied();
            match (number, tens) {
                // "Fifty-four" is 54.
                (Some(unit @ 1..=9), Some((tens, end))) if token.span().start == end + 1 => {
                    stems.pop();
                    stems.push((digits_key(tens + unit), token));
                }
                // What is less all desks write in words; and "one" is a pronoun more often.
                (Some(number), _) if number >= MIN_FIGURE => {
                    stems.push((digits_key(number), token));
                }
                _ => stems.push((self.stem_key(text, token), token)),
            }
            tens = number.filter(|number| *number >= 20).map(|tens| (tens, token.span().end));
        }
        if has_unspaced {
            for at in 0..stems.len() {
                let run = stems[at..].iter().take(3).take_while(|(_, token)| is_letter(token));
                let keys: Vec<MatchKey> = run.map(|(key, _)| *key).collect();
                if keys.len() > 1 {
                    stems[at].0 = MatchKey::of_all(keys);
                }
            }
        }
        Stems { stems, is_unspaced: has_unspaced }
    }

    /// The key of a word's stem.
    fn stem_key(&self, text: &str, token: &Token) -> MatchKey {
        if token.kind() != TokenKind::Word || (text.is_ascii() && text.len() <= 5) {
            return token.key;
        }
        let stem_key = || MatchKey::of(&stem(&match_spelling(text)));
        *self.known.borrow_mut().entry(token.key).or_insert_with(stem_key)
    }
}
