//! Judging a comparison by an alignment that was made by hand.
//!
//! A gold file names two articles and says which passages belong together, which stand on one side only and which
//! are furniture, as ranges of bytes in the decoded texts. A link that was found is right when at least three
//! fifths of its letters lie, on both sides, inside one pair of the gold file; a pair is found when right links
//! cover at least three fifths of its letters on both sides. Only letters and digits count, so that spaces and
//! marks at the edges of a passage never matter. Ranges that are `unscored` count for nobody.

use std::collections::BTreeSet;
use std::path::Path;

use copydesk::collate::{Budget, Class, Collation, Input, Link, collate, refine};
use copydesk::corpus::furniture::furniture;
use copydesk::text::Span;
use copydesk::version::Version;
use copydesk::{Side, Sides};
use serde::Deserialize;

/// An alignment made by hand.
#[derive(Deserialize)]
pub(crate) struct Gold {
    left: String,
    right: String,
    pairs: Vec<Pair>,
    #[serde(default)]
    left_only: Vec<(u32, u32)>,
    #[serde(default)]
    right_only: Vec<(u32, u32)>,
    #[serde(default)]
    furniture: Ranges,
    #[serde(default)]
    unscored: Ranges,
}

#[derive(Deserialize)]
struct Pair {
    left: Vec<(u32, u32)>,
    right: Vec<(u32, u32)>,
    #[serde(default)]
    relation: String,
    #[serde(default)]
    moved: bool,
}

#[derive(Default, Deserialize)]
struct Ranges {
    #[serde(default)]
    left: Vec<(u32, u32)>,
    #[serde(default)]
    right: Vec<(u32, u32)>,
}

/// How many there are, and how many of these are as they should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) good: usize,
    pub(crate) all: usize,
}

impl Share {
    fn add(&mut self, is_good: bool) {
        self.good += usize::from(is_good);
        self.all += 1;
    }

    /// From 0 to 1; 1 where there are none.
    pub(crate) fn value(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.good as f64 / self.all as f64 }
    }

    pub(crate) const fn plus(self, other: Self) -> Self {
        Self { good: self.good + other.good, all: self.all + other.all }
    }
}

/// The measures of one comparison. They can be added up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measures {
    /// Links found, and those that are right.
    pub(crate) links: Share,
    /// Pairs of the gold file, and those that were found.
    pub(crate) pairs: Share,
    /// The same for pairs whose words differ.
    pub(crate) edited: Share,
    /// The same for pairs that are split or merged.
    pub(crate) joined: Share,
    /// Pairs that have moved, and those found and called moved.
    pub(crate) moved: Share,
    /// Links called moved, and those rightly so.
    pub(crate) called_moved: Share,
    /// Letters that one side has alone, and those not linked.
    pub(crate) alone: Share,
    /// Letters of furniture, and those marked.
    pub(crate) furniture: Share,
    /// Letters marked as furniture, and those that are.
    pub(crate) marked: Share,
    /// Pairs with the same words that were linked, and those without any edit but typography.
    pub(crate) same: Share,
    /// Equal runs between two edits, and those of three tokens and more.
    pub(crate) whole: Share,
    /// Tokens marked as changed inside links, after tidying; and by the shortest script.
    pub(crate) marked_tokens: usize,
    pub(crate) shortest: usize,
    /// The same before tidying.
    pub(crate) raw_tokens: usize,
    /// Where pairs were missed and links are wrong: the first words of the left side.
    pub(crate) missed: Vec<String>,
    pub(crate) wrong: Vec<String>,
}

/// Precision and recall in one figure.
pub(crate) fn f1(precision: Share, recall: Share) -> f64 {
    let (p, r) = (precision.value(), recall.value());
    if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
}

impl Measures {
    /// The F1 of links.
    pub(crate) fn links_f1(&self) -> f64 {
        f1(self.links, self.pairs)
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let add = |mine: &mut Share, other: Share| *mine = mine.plus(other);
        add(&mut self.links, other.links);
        add(&mut self.pairs, other.pairs);
        add(&mut self.edited, other.edited);
        add(&mut self.joined, other.joined);
        add(&mut self.moved, other.moved);
        add(&mut self.called_moved, other.called_moved);
        add(&mut self.alone, other.alone);
        add(&mut self.furniture, other.furniture);
        add(&mut self.marked, other.marked);
        add(&mut self.same, other.same);
        add(&mut self.whole, other.whole);
        self.marked_tokens += other.marked_tokens;
        self.shortest += other.shortest;
        self.raw_tokens += other.raw_tokens;
    }
}

/// Reads a gold file.
pub(crate) fn gold(path: &Path) -> Result<Gold, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Compares the two articles of a gold file and judges the result.
pub(crate) fn judge(gold: &Gold, articles: &Path) -> Result<Measures, String> {
    let read = |name: &str| -> Result<Version, String> {
        let path = articles.join(name);
        let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut articles =
            copydesk::source::read(&bytes, copydesk::source::Format::of_path(&path), None);
        articles.remove(0).map_err(|error| format!("{}: {error}", path.display()))
    };
    let versions = Sides::new(read(&gold.left)?, read(&gold.right)?);
    let marks = versions.as_ref().map(furniture);
    let inputs = Sides::new(
        Input { version: &versions.left, furniture: &marks.left },
        Input { version: &versions.right, furniture: &marks.right },
    );
    let collation = collate(&inputs, &Budget::unlimited());
    let mut measures = Measures::default();
    let letters = Letters::new(gold, &versions);
    judge_links(gold, &versions, &collation, &letters, &mut measures);
    judge_words(&inputs, &collation, &mut measures);
    Ok(measures)
}

type Set = BTreeSet<u32>;

/// The letters and digits of both sides, by what the gold file says of them.
struct Letters {
    scored: Sides<Set>,
    furniture: Sides<Set>,
    alone: Sides<Set>,
}

impl Letters {
    fn new(gold: &Gold, versions: &Sides<Version>) -> Self {
        let scored = |side: Side, unscored: &[(u32, u32)]| -> Set {
            let letters = versions[side].source().char_indices();
            let letters = letters.filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at as u32);
            letters
                .filter(|at| !unscored.iter().any(|(start, end)| (start..end).contains(&at)))
                .collect()
        };
        let scored = Sides::new(
            scored(Side::Left, &gold.unscored.left),
            scored(Side::Right, &gold.unscored.right),
        );
        let furniture = Sides::new(
            within(&scored.left, gold.furniture.left.iter().copied()),
            within(&scored.right, gold.furniture.right.iter().copied()),
        );
        let alone = Sides::new(
            within(&scored.left, gold.left_only.iter().copied()),
            within(&scored.right, gold.right_only.iter().copied()),
        );
        Self { scored, furniture, alone }
    }
}

fn within(letters: &Set, ranges: impl Iterator<Item = (u32, u32)>) -> Set {
    ranges.flat_map(|(start, end)| letters.range(start..end).copied()).collect()
}

/// Whether at least three fifths of `part` are in `whole`.
fn lies_in(part: &Set, whole: &Set) -> bool {
    5 * part.intersection(whole).count() >= 3 * part.len()
}

fn judge_links(
    gold: &Gold,
    versions: &Sides<Version>,
    collation: &Collation,
    letters: &Letters,
    measures: &mut Measures,
) {
    let pairs: Vec<Sides<Set>> = gold
        .pairs
        .iter()
        .map(|pair| {
            Sides::new(
                within(&letters.scored.left, pair.left.iter().copied()),
                within(&letters.scored.right, pair.right.iter().copied()),
            )
        })
        .collect();
    let mut covered: Vec<Sides<Set>> = pairs.iter().map(|_| Sides::default()).collect();
    let mut is_moved = vec![false; pairs.len()];
    let mut linked: Sides<Set> = Sides::default();
    let mut marked: Sides<Set> = Sides::default();
    for unit in &collation.units {
        let set = |side: Side| {
            let passages = unit.passages[side].iter();
            let spans = passages.map(|at| versions[side].passages()[*at].span);
            within(&letters.scored[side], spans.map(|span| (span.start, span.end)))
        };
        let own = Sides::new(set(Side::Left), set(Side::Right));
        for side in Side::BOTH.into_iter().filter(|_| unit.is_furniture) {
            marked[side].extend(&own[side]);
        }
        let text = |side: Side| -> Set {
            own[side].difference(&letters.furniture[side]).copied().collect()
        };
        let own = Sides::new(text(Side::Left), text(Side::Right));
        if own.left.is_empty() || own.right.is_empty() {
            continue;
        }
        for side in Side::BOTH {
            linked[side].extend(&own[side]);
        }
        let home = pairs
            .iter()
            .position(|pair| lies_in(&own.left, &pair.left) && lies_in(&own.right, &pair.right));
        measures.links.add(home.is_some());
        let is_called_moved = unit.relation.name() == "moved";
        if is_called_moved {
            measures.called_moved.add(home.is_some_and(|home| gold.pairs[home].moved));
        }
        let Some(home) = home else {
            measures.wrong.push(first_words(versions, &unit.passages));
            continue;
        };
        for side in Side::BOTH {
            covered[home][side].extend(own[side].intersection(&pairs[home][side]));
        }
        is_moved[home] |= is_called_moved;
        if gold.pairs[home].relation == "same" {
            let mut edits = collation.edits[unit.edits.clone()].iter();
            let is_clean = edits.all(|edit| matches!(edit.class, Class::Typography | Class::Move));
            measures.same.add(is_clean);
        }
    }
    for ((pair, covered), (said, is_moved)) in
        pairs.iter().zip(&covered).zip(gold.pairs.iter().zip(is_moved))
    {
        let is_found =
            Side::BOTH.iter().all(|side| 5 * covered[*side].len() >= 3 * pair[*side].len());
        measures.pairs.add(is_found);
        if said.relation != "same" {
            measures.edited.add(is_found);
        }
        if said.left.len() != said.right.len() {
            let is_whole = |side: Side| 10 * covered[side].len() >= 9 * pair[side].len();
            measures.joined.add(is_found && is_whole(Side::Left) && is_whole(Side::Right));
        }
        if said.moved {
            measures.moved.add(is_found && is_moved);
        }
        if !is_found {
            let (start, end) = said.left[0];
            measures.missed.push(head(versions.left.text(Span { start, end })));
        }
    }
    for side in Side::BOTH {
        let (alone, there) = (&letters.alone[side], &letters.furniture[side]);
        let free = alone.difference(&linked[side]).count();
        measures.alone = measures.alone.plus(Share { good: free, all: alone.len() });
        let hit = marked[side].intersection(there).count();
        measures.furniture = measures.furniture.plus(Share { good: hit, all: there.len() });
        measures.marked = measures.marked.plus(Share { good: hit, all: marked[side].len() });
    }
}

fn first_words(versions: &Sides<Version>, passages: &Sides<Vec<usize>>) -> String {
    let text = |side: Side| {
        let first = passages[side].first().map(|at| versions[side].passages()[*at].span);
        head(first.map_or("", |span| versions[side].text(span)))
    };
    format!("{} | {}", text(Side::Left), text(Side::Right))
}

fn head(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(50).collect()
}

/// Confetti, and how much longer than need be the list of changed words is.
fn judge_words(inputs: &Sides<Input<'_>>, collation: &Collation, measures: &mut Measures) {
    let n_tokens = |side: Side, span: Option<Span>| {
        let Some(span) = span else { return 0 };
        let tokens = inputs[side].version.tokens();
        let first = tokens.partition_point(|token| token.span().start < span.start);
        tokens[first..].iter().take_while(|token| token.span().end <= span.end).count()
    };
    let is_change = |edit: Option<usize>| {
        edit.is_some_and(|edit| {
            !matches!(collation.edits[edit].class, Class::Typography | Class::Spelling)
        })
    };
    for unit in &collation.units {
        if unit.is_furniture || unit.passages.left.is_empty() || unit.passages.right.is_empty() {
            continue;
        }
        let changes: Vec<usize> =
            (0..unit.runs.len()).filter(|at| is_change(unit.runs[*at].edit)).collect();
        for pair in changes.windows(2) {
            let between = &unit.runs[pair[0] + 1..pair[1]];
            let tokens: usize =
                between.iter().map(|run| n_tokens(Side::Left, run.spans.left)).sum();
            if tokens > 0 {
                measures.whole.add(tokens > 2);
            }
        }
        measures.marked_tokens += changes
            .iter()
            .flat_map(|at| Side::BOTH.map(|side| n_tokens(side, unit.runs[*at].spans[side])))
            .sum::<usize>();
        let link = Link { passages: unit.passages.clone(), score: 1.0, is_moved: false };
        let raw = refine::compare(inputs, &link, &Budget::unlimited());
        let parted = raw.iter().filter(|run| !run.is_equal);
        measures.raw_tokens +=
            parted.map(|run| run.tokens.left.len() + run.tokens.right.len()).sum::<usize>();
        measures.shortest += refine::shortest(inputs, &link);
    }
}
