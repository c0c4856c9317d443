//! One version, to be read.

use super::flow::{Flow, Hits, Look};
use super::side_by_side::push_gap;
use super::{GUTTER, Line, MAX_MEASURE, Mode, Role, Row, Rows, Sign, index};
use crate::sides::Sides;
use crate::text::Span;
use crate::version::{FurnitureMarks, PassageKind, Version};

/// Lays one version out in one column, paragraph by paragraph. The rows' units are passages.
pub fn read(version: &Version, furniture: &FurnitureMarks, width: usize, hits: &[Span]) -> Rows {
    let measure = width.saturating_sub(GUTTER).clamp(1, MAX_MEASURE);
    let mut rows: Vec<Row> = Vec::new();
    let passages = version.passages();
    let mut first = 0;
    while first < passages.len() {
        let paragraph = passages[first].paragraph;
        let count =
            passages[first..].iter().take_while(|passage| passage.paragraph == paragraph).count();
        if first > 0 {
            rows.push(Row::default());
        }
        let mut flow = Flow::default();
        let mut end: Option<u32> = None;
        for (at, passage) in passages.iter().enumerate().skip(first).take(count) {
            let look = Look::of(role(passage.kind, furniture.is_furniture(at)));
            if let Some(end) = end {
                push_gap(
                    &mut flow,
                    version.text(Span { start: end, end: passage.span.start }),
                    look,
                );
            }
            flow.push_span(version.source(), passage.span, look, Hits { spans: hits, first: 0 });
            end = Some(passage.span.end);
        }
        let sign = if furniture.is_furniture(first) { Sign::Furniture } else { Sign::None };
        let lines = flow.lines(measure, sign);
        rows.extend(lines.into_iter().map(|line| Row {
            units: first..first + count,
            lines: Sides::new(line, Line::default()),
        }));
        first += count;
    }
    let hits = index::hits(&rows);
    Rows { rows, mode: Mode::OneColumn, measure, stops: Vec::new(), hits }
}

const fn role(kind: PassageKind, is_furniture: bool) -> Role {
    match (is_furniture, kind) {
        (true, _) => Role::Furniture,
        (false, PassageKind::Headline) => Role::Headline,
        (false, PassageKind::Heading | PassageKind::Subhead) => Role::Heading,
        (false, PassageKind::Body | PassageKind::FrontMatter) => Role::Text,
    }
}
