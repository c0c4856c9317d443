//! One version, to be read.

use std::ops::Range;

use super::flow::{Flow, Hits, Look};
use super::side_by_side::push_gap;
use super::{Furniture, GUTTER, Line, Mode, Options, Role, Row, Rows, Sign, index};
use crate::sides::Sides;
use crate::text::Span;
use crate::version::{FurnitureMarks, Origin, PassageKind, Version};

/// Lays one version out in one column, in the middle of the pane, paragraph by paragraph. The rows' units are passages.
pub fn read(version: &Version, marks: &FurnitureMarks, options: &Options) -> Rows {
    let room = options.width.saturating_sub(GUTTER);
    let measure = room.min(options.measure).max(1);
    let mut rows: Vec<Row> = Vec::new();
    let mut told = told(version, measure);
    let mut left_out: Vec<Range<usize>> = Vec::new();
    for members in version.paragraphs() {
        let is_furniture = members.clone().all(|at| marks.is_furniture(at));
        if is_furniture && options.furniture == Furniture::Hidden {
            left_out.push(members);
            continue;
        }
        push_left_out(&mut rows, &mut left_out, measure);
        let is_headline = version.passages()[members.start].kind == PassageKind::Headline;
        if !is_headline && !is_furniture {
            push(&mut rows, std::mem::take(&mut told));
        }
        push(&mut rows, paragraph(version, marks, members, &options.hits.left, measure));
        if is_headline {
            push(&mut rows, std::mem::take(&mut told));
        }
    }
    push_left_out(&mut rows, &mut left_out, measure);
    push(&mut rows, told);
    let hits = index::hits(&rows);
    let margin = (room - measure.min(room)) / 2;
    Rows { rows, mode: Mode::OneColumn, measure, margin, stops: Vec::new(), hits }
}

/// Appends rows, with an empty one before them.
fn push(rows: &mut Vec<Row>, more: Vec<Row>) {
    if !rows.is_empty() && !more.is_empty() {
        rows.push(Row::default());
    }
    rows.extend(more);
}

fn row(units: Range<usize>, line: Line) -> Row {
    Row { units, lines: Sides::new(line, Line::default()) }
}

/// What the file tells beside its text; what the text says itself is read there.
fn told(version: &Version, measure: usize) -> Vec<Row> {
    let metadata = version.metadata();
    let beside = |name: &str| {
        let field = metadata.fields().into_iter().find(|(own, _)| *own == name)?.1?;
        (field.origin != Origin::Text).then(|| field.text.to_string())
    };
    let has_headline =
        version.passages().iter().any(|passage| passage.kind == PassageKind::Headline);
    let mut rows = Vec::new();
    let mut line = |text: &str, role: Role| {
        let mut flow = Flow::default();
        flow.push(text, Look::of(role));
        rows.extend(flow.lines(measure, Sign::None).into_iter().map(|line| row(0..0, line)));
    };
    if let Some(headline) = beside("headline").filter(|_| !has_headline) {
        line(&headline, Role::Headline);
    }
    let byline = beside("byline").map(|names| format!("By {names}"));
    let day = metadata.day().map(|day| day.strftime("%-d %B %Y").to_string());
    let date = beside("date").map(|date| day.unwrap_or(date));
    let facts: Vec<String> =
        [byline, beside("outlet"), beside("credit"), date].into_iter().flatten().collect();
    line(&facts.join(" · "), Role::Remark);
    line(&beside("url").unwrap_or_default(), Role::Remark);
    rows
}

fn push_left_out(rows: &mut Vec<Row>, left_out: &mut Vec<Range<usize>>, measure: usize) {
    let (Some(first), Some(last)) = (left_out.first(), left_out.last()) else { return };
    let units = first.start..last.end;
    let words = match left_out.len() {
        1 => "··· 1 paragraph of the page is left out".to_owned(),
        n => format!("··· {n} paragraphs of the page are left out"),
    };
    left_out.clear();
    let mut flow = Flow::default();
    flow.push_remark(&words, Look::of(Role::Remark));
    let lines = flow.lines(measure, Sign::Furniture);
    push(rows, lines.into_iter().map(|line| row(units.clone(), line)).collect());
}

/// The rows of a paragraph, each with the passages that stand on it.
fn paragraph(
    version: &Version,
    marks: &FurnitureMarks,
    members: Range<usize>,
    hits: &[Span],
    measure: usize,
) -> Vec<Row> {
    let mut flow = Flow::default();
    // Where each passage stands in the flow.
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut end: Option<u32> = None;
    for at in members.clone() {
        let passage = &version.passages()[at];
        let look = Look::of(role(passage.kind, marks.is_furniture(at)));
        if let Some(end) = end {
            let gap = Span { start: end, end: passage.span.start };
            push_gap(&mut flow, version.text(gap), look);
        }
        let start = flow.len();
        flow.push_span(version.source(), passage.span, look, Hits { spans: hits, first: 0 });
        end = Some(passage.span.end);
        places.push(start..flow.len());
    }
    let sign = if marks.is_furniture(members.start) { Sign::Furniture } else { Sign::None };
    let mut rows = Vec::new();
    let mut line_start = 0;
    for (line, line_end) in flow.lines_with_ends(measure, sign) {
        let first = places.partition_point(|place| place.end <= line_start);
        let last = places.partition_point(|place| place.start < line_end);
        rows.push(row(members.start + first..members.start + last.max(first + 1), line));
        line_start = line_end;
    }
    rows
}

const fn role(kind: PassageKind, is_furniture: bool) -> Role {
    match (is_furniture, kind) {
        (true, _) => Role::Furniture,
        (false, PassageKind::Headline) => Role::Headline,
        (false, PassageKind::Heading | PassageKind::Subhead) => Role::Heading,
        (false, PassageKind::Body | PassageKind::FrontMatter) => Role::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;
    use crate::version::FurnitureReason;

    const TEXT: &str = "Ferry hits wall\n\nThe ferry struck the wall. Nobody was hurt. It sails again on Monday.\n\nSign up for our letter.";

    fn rows(options: &Options, furniture: &[usize]) -> Rows {
        let version = parse(TEXT.as_bytes(), Markup::None).expect("text");
        let reason = |at: usize| furniture.contains(&at).then_some(FurnitureReason::Phrase);
        let marks = FurnitureMarks::new((0..version.passages().len()).map(reason).collect());
        read(&version, &marks, options)
    }

    fn shown(rows: &Rows) -> Vec<(Range<usize>, String)> {
        rows.rows.iter().map(|row| (row.units.clone(), row.lines.left.text())).collect()
    }

    #[test]
    fn every_row_knows_the_passages_that_stand_on_it() {
        let rows = rows(&Options::new(Mode::OneColumn, 25), &[]);
        let expected = [
            (0..1, "Ferry hits wall"),
            (0..0, ""),
            (1..2, "The ferry struck the"),
            (1..3, "wall. Nobody was hurt."),
            (3..4, "It sails again on"),
            (3..4, "Monday."),
            (0..0, ""),
            (4..5, "Sign up for our letter."),
        ];
        let expected = expected.map(|(units, text)| (units, text.to_owned()));
        assert_eq!(shown(&rows)[..7], expected[..7]);
        assert_eq!(rows.row_of_unit(2), Some(3));
    }

    #[test]
    fn a_wide_pane_has_a_margin_and_no_longer_lines() {
        let mut options = Options::new(Mode::OneColumn, 103);
        options.measure = 60;
        let rows = rows(&options, &[]);
        assert_eq!((rows.measure, rows.margin), (60, 20));
    }

    #[test]
    fn furniture_that_is_left_out_is_counted() {
        let mut options = Options::new(Mode::OneColumn, 80);
        options.furniture = Furniture::Hidden;
        let rows = shown(&rows(&options, &[0, 4]));
        assert_eq!(rows[0], (0..1, "··· 1 paragraph of the page is left out".to_owned()));
        assert_eq!(rows.last().map(|row| row.0.clone()), Some(4..5));
        assert!(!rows.iter().any(|row| row.1.contains("Sign up")));
    }
}
