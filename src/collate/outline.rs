//! [`Outline`]: what alignment knows of one side, passage by passage.

use std::cell::OnceCell;
use std::rc::Rc;

use super::Input;
use super::rarity::Rarity;
use super::score::{Profile, bigram};
use crate::sides::Sides;
use crate::text::keys::{MatchKey, is_dash};
use crate::text::quotation::quotations;
use crate::text::token::Token;
use crate::version::PassageKind;

/// The passages of one side as alignment sees them. Keys and figures of all are at hand; the words of a
/// passage are only sorted for scoring when they are asked for, because most passages have an equal one across
/// and are never scored.
pub struct Outline<'a> {
    input: Input<'a>,
    rarity: Rc<Rarity>,
    figures: Vec<Figures>,
    /// Number of titles before the text.
    n_titles: usize,
    /// All passages by their keys, in order.
    by_key: Vec<(MatchKey, usize)>,
    profiles: Vec<OnceCell<Box<Profile>>>,
}

/// Fewer words between marks of quotation are a name or a way of speaking.
const MIN_QUOTED: usize = 4;

/// The figures of one passage.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// A key for the whole passage: its words, or its marks if it has no words.
    pub key: MatchKey,
    /// Number of words.
    pub n_words: u32,
    /// Number of words that carry meaning.
    pub n_content: u32,
    /// Length of its words in bytes.
    pub n_bytes: u32,
    /// Sum of the weights of its words.
    pub mass: f32,
    /// Whether the passage is the article's and has words.
    pub is_text: bool,
}

impl<'a> Outline<'a> {
    /// Reads both sides.
    pub fn pair(sides: &Sides<Input<'a>>) -> Sides<Self> {
        let rarity = Rc::new(Rarity::new(sides));
        sides.map(|input| Self::new(input, Rc::clone(&rarity)))
    }

    fn new(input: Input<'a>, rarity: Rc<Rarity>) -> Self {
        let passages = input.version.passages();
        let figures: Vec<Figures> = passages
            .iter()
            .enumerate()
            .map(|(at, passage)| {
                let is_furniture = input.furniture.is_furniture(at);
                Figures::new(input.version.tokens_of(passage), is_furniture)
            })
            .collect();
        let keys = figures.iter().enumerate().map(|(at, figures)| (figures.key, at));
        let mut by_key: Vec<(MatchKey, usize)> = keys.collect();
        by_key.sort_unstable();
        let profiles = passages.iter().map(|_| OnceCell::new()).collect();
        let n_titles = passages.iter().take_while(|p| p.kind != PassageKind::Body).count();
        Self { input, rarity, figures, n_titles, by_key, profiles }
    }

    /// Number of passages.
    pub const fn len(&self) -> usize {
        self.figures.len()
    }

    /// Whether there are no passages.
    pub const fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// The figures of a passage.
    pub fn figures(&self, at: usize) -> &Figures {
        &self.figures[at]
    }

    /// A key for the whole of a passage: equal passages have equal keys.
    pub fn key(&self, at: usize) -> MatchKey {
        self.figures[at].key
    }

    /// All passages with their keys, those with equal keys one after the other.
    pub fn by_key(&self) -> &[(MatchKey, usize)] {
        &self.by_key
    }

    /// Number of words of a passage that carry meaning.
    pub fn n_content(&self, at: usize) -> usize {
        self.figures[at].n_content as usize
    }

    /// Whether a passage is the article's and has words.
    pub fn is_text(&self, at: usize) -> bool {
        self.figures[at].is_text
    }

    /// Whether a passage is the headline.
    pub fn is_headline(&self, at: usize) -> bool {
        self.kind(at) == PassageKind::Headline
    }

    /// Whether a passage stands before the text: the first one, and titles that nothing but titles stand before.
    pub fn is_in_head(&self, at: usize) -> bool {
        at <= self.n_titles && (at == 0 || self.is_title(at))
    }

    /// Whether a passage looks like a title: headline, byline, caption, subhead.
    pub fn is_title(&self, at: usize) -> bool {
        self.kind(at) != PassageKind::Body
    }

    fn kind(&self, at: usize) -> PassageKind {
        self.input.version.passages()[at].kind
    }

    /// The words of a passage, ready to be scored.
    pub fn profile(&self, at: usize) -> &Profile {
        let profile = || Profile::new(self.input.version, self.told(at), &self.rarity);
        self.profiles[at].get_or_init(|| Box::new(profile()))
    }

    /// The words of several passages in order, as if they were one.
    pub fn gathered(&self, passages: impl IntoIterator<Item = usize, IntoIter: Clone>) -> Profile {
        let passages = passages.into_iter();
        let members = passages.clone().map(|at| self.profile(at));
        if members.clone().any(Profile::is_unspaced) {
            let tokens = passages.flat_map(|at| self.told(at));
            return Profile::new(self.input.version, tokens, &self.rarity);
        }
        Profile::joined(members)
    }

    /// What a passage tells. A dateline is left out: two articles of one agency from one place begin alike, whatever they
    /// tell.
    fn told(&self, at: usize) -> &'a [Token] {
        let dateline = self.input.version.dateline();
        let tokens = self.tokens(at);
        let start = self.input.version.passages()[at].tokens.start;
        // All of a passage may be a dateline.
        let skipped = if start == dateline.start { dateline.len() } else { 0 };
        tokens.get(skipped..).filter(|rest| !rest.is_empty()).unwrap_or(tokens)
    }

    /// Number of rare words with meaning that a passage of this side shares with one of the other side.
    pub fn n_rare_shared(&self, at: usize, other: &Profile) -> usize {
        let shared = self.profile(at).shared_content(other);
        shared.filter(|key| self.rarity.is_rare(*key)).count()
    }

    /// The sentences of some length that are quoted in a passage, each as one key: what one desk quotes at once another
    /// quotes in two places.
    pub fn quoted(&self, at: usize) -> Vec<MatchKey> {
        let version = self.input.version;
        let span = version.passages()[at].span;
        let mut keys = Vec::new();
        for range in quotations(version.text(span)) {
            let is_within =
                |token: &&Token| range.contains(&((token.span().start - span.start) as usize));
            let quoted: Vec<&Token> = self.tokens(at).iter().filter(is_within).collect();
            let ends = |token: &Token| {
                version.text(token.span()).starts_with(['.', '!', '?', '…', '。', '！', '？', '؟'])
            };
            for sentence in quoted.split(|token| !token.is_word() && ends(token)) {
                let words = sentence.iter().filter(|token| token.is_word());
                let words: Vec<MatchKey> = words.map(|token| token.key).collect();
                if words.len() >= MIN_QUOTED {
                    keys.push(MatchKey::of_all(words));
                }
            }
        }
        keys
    }

    /// The pairs of neighbouring words of a passage, in order.
    pub fn bigrams(&self, at: usize) -> impl Iterator<Item = MatchKey> + '_ {
        let mut words = self.tokens(at).iter().filter(|token| token.is_word());
        let mut last = words.next().map(|token| token.key);
        words.filter_map(move |token| {
            let first = last.replace(token.key)?;
            Some(bigram(first, token.key))
        })
    }

    /// The words of a passage, in order.
    pub fn words(&self, at: usize) -> impl DoubleEndedIterator<Item = MatchKey> + '_ {
        self.tokens(at).iter().filter(|token| token.is_word()).map(|token| token.key)
    }

    /// Whether a passage ends with a word, a comma or the like, as no whole sentence does.
    pub fn is_unfinished(&self, at: usize) -> bool {
        let last = self.tokens(at).last().map(|token| self.input.version.text(token.span()));
        last.is_some_and(|last| {
            last.ends_with(|c: char| {
                c.is_alphanumeric() || matches!(c, ',' | ';' | '،' | '、') || is_dash(c)
            })
        })
    }

    /// Whether a passage begins with all tokens of another one, and goes on.
    pub fn begins_with(&self, at: usize, other: &Self, part: usize) -> bool {
        let keys = |tokens: &'a [Token]| tokens.iter().map(|token| token.key);
        let (own, part) = (self.tokens(at), other.tokens(part));
        own.len() > part.len() && keys(own).take(part.len()).eq(keys(part))
    }

    fn tokens(&self, at: usize) -> &'a [Token] {
        self.input.version.tokens_of(&self.input.version.passages()[at])
    }
}

impl Figures {
    fn new(tokens: &[Token], is_furniture: bool) -> Self {
        let (mut n_words, mut n_content, mut n_bytes, mut mass) = (0, 0, 0, 0.0);
        for word in tokens.iter().filter(|token| token.is_word()) {
            n_words += 1;
            n_content += u32::from(word.is_content());
            n_bytes += word.span().len() as u32;
            mass += word.weight();
        }
        let told = tokens.iter().filter(|token| token.is_word() || n_words == 0);
        Self {
            key: MatchKey::of_all(told.map(|token| token.key)),
            n_words,
            n_content,
            n_bytes,
            mass,
            is_text: n_words > 0 && !is_furniture,
        }
    }
}
