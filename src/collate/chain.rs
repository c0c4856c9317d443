//! The heaviest set of links that keep their order on both sides.
//!
//! A weighted increasing subsequence over rectangles, by a Fenwick tree of prefix maxima:
//! O(k log n) for k links, so that no matrix of all passages against all is ever made.

use std::ops::Range;

use crate::sides::Sides;

/// A possible link of neighbouring passages.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkSpan {
    /// The passages it takes on both sides; never empty.
    pub passages: Sides<Range<usize>>,
    /// What it is worth.
    pub weight: u64,
}

impl AsRef<Self> for LinkSpan {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Indices of the links of the heaviest chain, in order: no two overlap, no two cross.
pub fn heaviest_chain<L: AsRef<LinkSpan>>(links: &[L]) -> Vec<usize> {
    let links: Vec<&LinkSpan> = links.iter().map(AsRef::as_ref).collect();
    let n_right = links.iter().map(|link| link.passages.right.end).max().unwrap_or(0);
    let sorted = |position: fn(&LinkSpan) -> usize| {
        let mut sorted: Vec<usize> = (0..links.len()).collect();
        sorted.sort_by_key(|at| position(links[*at]));
        sorted
    };
    let starting = sorted(|link| link.passages.left.start);
    let ending = sorted(|link| link.passages.left.end);
    let mut ending = ending.into_iter().peekable();
    let mut best = Prefix::new(n_right + 1);
    let mut total = vec![0u64; links.len()];
    let mut previous: Vec<Option<usize>> = vec![None; links.len()];
    for at in starting {
        let Sides { left, right } = &links[at].passages;
        while let Some(before) =
            ending.next_if(|before| links[*before].passages.left.end <= left.start)
        {
            best.raise(links[before].passages.right.end, (total[before], Some(before)));
        }
        let (weight, before) = best.up_to(right.start);
        total[at] = weight + links[at].weight;
        previous[at] = before;
    }
    for at in ending {
        best.raise(links[at].passages.right.end, (total[at], Some(at)));
    }
    let mut chain = Vec::new();
    let mut at = best.up_to(n_right).1;
    while let Some(link) = at {
        chain.push(link);
        at = previous[link];
    }
    chain.reverse();
    chain
}

/// Maxima over prefixes.
struct Prefix {
    cells: Vec<(u64, Option<usize>)>,
}

impl Prefix {
    fn new(len: usize) -> Self {
        Self { cells: vec![(0, None); len + 1] }
    }

    fn raise(&mut self, position: usize, value: (u64, Option<usize>)) {
        let mut at = position + 1;
        while at < self.cells.len() {
            if value.0 > self.cells[at].0 {
                self.cells[at] = value;
            }
            at += at & at.wrapping_neg();
        }
    }

    fn up_to(&self, position: usize) -> (u64, Option<usize>) {
        let mut best = (0, None);
        let mut at = position + 1;
        while at > 0 {
            if self.cells[at].0 > best.0 {
                best = self.cells[at];
            }
            at &= at - 1;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(left: Range<usize>, right: Range<usize>, weight: u64) -> LinkSpan {
        LinkSpan { passages: Sides::new(left, right), weight }
    }

    #[test]
    fn the_heavier_of_two_crossing_links_stays() {
        assert_eq!(heaviest_chain(&[link(0..1, 1..2, 3), link(1..2, 0..1, 4)]), [1]);
        assert_eq!(heaviest_chain(&[link(0..1, 1..2, 5), link(1..2, 0..1, 4)]), [0]);
        assert_eq!(heaviest_chain::<LinkSpan>(&[]), [0usize; 0]);
    }

    #[test]
    fn wide_links_compete_with_narrow_ones() {
        let links =
            [link(0..1, 0..1, 3), link(1..2, 1..2, 3), link(0..2, 0..1, 5), link(2..3, 2..3, 1)];
        assert_eq!(heaviest_chain(&links), [0, 1, 3]);
    }

    #[test]
    fn it_is_as_heavy_as_trying_all() {
        // A fixed pseudo-random set of links, against every subset.
        let mut seed = 12345u64;
        let mut next = |n: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for _ in 0..200 {
            let links: Vec<LinkSpan> = (0..8)
                .map(|_| {
                    let (l, r) = (next(6) as usize, next(6) as usize);
                    let (dl, dr) = (1 + next(2) as usize, 1 + next(2) as usize);
                    link(l..l + dl, r..r + dr, 1 + next(9))
                })
                .collect();
            let weight = |set: &[usize]| set.iter().map(|at| links[*at].weight).sum::<u64>();
            let fits = |a: &LinkSpan, b: &LinkSpan| {
                (a.passages.left.end <= b.passages.left.start
                    && a.passages.right.end <= b.passages.right.start)
                    || (b.passages.left.end <= a.passages.left.start
                        && b.passages.right.end <= a.passages.right.start)
            };
            let all = (0u32..256).filter_map(|bits| {
                let set: Vec<usize> = (0..8).filter(|at| bits & (1 << at) != 0).collect();
                let is_chain =
                    set.iter().all(|a| set.iter().all(|b| a == b || fits(&links[*a], &links[*b])));
                is_chain.then(|| weight(&set))
            });
            assert_eq!(weight(&heaviest_chain(&links)), all.max().unwrap_or(0));
        }
    }
}
