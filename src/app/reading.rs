//! What belongs to reading one version alone: where the reader came from, how far they are, and the outline.

use super::pane::Shown;
use crate::layout::Furniture;
use crate::sides::Sides;
use crate::text::safe::SafeText;
use crate::text::{Span, one_line};
use crate::version::{FurnitureMarks, PassageKind, Version};

/// Characters of a paragraph that an outline keeps.
const MAX_OPENING: usize = 120;

/// The measures that the key for them goes through, in columns; after the last there is none.
const MEASURES: [usize; 4] = [60, 72, 84, 100];

/// What belongs to reading one version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The comparison that the reader came from.
    pub back: Option<Box<Sides<Shown>>>,
    /// Whether there is a version that it can be compared with.
    pub can_compare: bool,
    /// The paragraph at the top of the screen, from 1, and how many there are.
    pub paragraph: Option<(usize, usize)>,
}

/// The measure that comes after one.
pub fn next_measure(measure: Option<usize>) -> Option<usize> {
    match measure {
        None => MEASURES.first().copied(),
        Some(own) => MEASURES.into_iter().find(|next| *next > own),
    }
}

/// The paragraphs of a version, by their first words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Each paragraph.
    pub lines: Vec<OutlineLine>,
    /// The chosen line.
    pub at: usize,
    /// The text that it is of.
    pub of: [u8; 32],
}

/// A paragraph in an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineLine {
    /// Its first passage.
    pub passage: usize,
    /// Its first words.
    pub text: SafeText,
    /// What it is.
    pub rank: Rank,
}

/// What a paragraph is in an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// A headline, a subhead or another title.
    Title,
    /// Running text.
    Text,
    /// Text of the page.
    Furniture,
}

impl Outline {
    /// The outline of a version, at the paragraph that holds a passage.
    pub fn new(
        version: &Version,
        marks: &FurnitureMarks,
        furniture: Furniture,
        passage: usize,
    ) -> Self {
        let line = |members: std::ops::Range<usize>| {
            let passages = version.passages().get(members.clone())?;
            let (first, last) = (passages.first()?, passages.last()?);
            let is_furniture = members.clone().all(|at| marks.is_furniture(at));
            let rank = match first.kind {
                _ if is_furniture => Rank::Furniture,
                PassageKind::Headline | PassageKind::Heading | PassageKind::Subhead => Rank::Title,
                PassageKind::Body | PassageKind::FrontMatter => Rank::Text,
            };
            let text = version.text(Span { start: first.span.start, end: last.span.end });
            let text: String = one_line(text).chars().take(MAX_OPENING).collect();
            let is_shown = rank != Rank::Furniture || furniture == Furniture::Shown;
            let line = OutlineLine { passage: members.start, text: SafeText::new(&text), rank };
            is_shown.then_some(line)
        };
        let lines: Vec<OutlineLine> = version.paragraphs().filter_map(line).collect();
        let at = lines.partition_point(|line| line.passage <= passage).saturating_sub(1);
        Self { lines, at, of: *version.sha256() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_come_round() {
        let mut seen = vec![Some(72)];
        while let Some(next) = seen.last().copied().flatten() {
            seen.push(next_measure(Some(next)));
        }
        assert_eq!(seen, [Some(72), Some(84), Some(100), None]);
        assert_eq!(next_measure(None), Some(60));
        assert_eq!(next_measure(Some(66)), Some(72));
    }
}
