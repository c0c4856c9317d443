//! [`Evidence`]: all that a report says, as plain values. The writers beside this file only give it a form, so that no
//! format knows more than another.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Subject, hex, phrases};
use crate::collate::{Class, Edit, Relation, Unit};
use crate::corpus::Location;
use crate::review::scene::{Scene, Spot};
use crate::review::{About, Pair, Review, Selection, Standing};
use crate::sides::{Side, Sides};
use crate::text::{Span, one_line};
use crate::version::{FurnitureMarks, Metadata, PassageKind, Version};

/// A report: one comparison, or those of a story, or of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What it is about.
    pub title: String,
    /// The program that made it, with its version.
    pub program: String,
    /// Under which settings: names and values, in a fixed order.
    pub settings: Vec<(String, String)>,
    /// The stories of a folder, with their figures; empty for a single comparison.
    pub stories: Vec<StoryFigures>,
    /// The comparisons.
    pub comparisons: Vec<Comparison>,
}

/// What stands around the comparisons of a report: all that it says as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// What it is about.
    pub title: String,
    /// The program that made it, with its version.
    pub program: String,
    /// Under which settings.
    pub settings: Vec<(String, String)>,
    /// The stories of a folder.
    pub stories: Vec<StoryFigures>,
    /// A line for each comparison, in their order.
    pub contents: Vec<String>,
    /// Whether the report is of one comparison, whose title is the report's.
    pub is_single: bool,
}

impl Evidence {
    /// What stands around the comparisons.
    pub fn frame(&self) -> Frame {
        Frame {
            title: self.title.clone(),
            program: self.program.clone(),
            settings: self.settings.clone(),
            stories: self.stories.clone(),
            contents: self.comparisons.iter().map(|own| own.contents_line(None)).collect(),
            is_single: self.comparisons.len() == 1 && self.stories.is_empty(),
        }
    }
}

/// A story in the table of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryFigures {
    /// What it is called.
    pub name: String,
    /// Its versions.
    pub n_versions: usize,
    /// Its families.
    pub n_families: usize,
    /// Comparisons in it that this report holds.
    pub n_comparisons: usize,
    /// Edits in these.
    pub n_edits: usize,
    /// How many of them are reviewed.
    pub n_reviewed: usize,
    /// Notes on its versions and edits.
    pub n_notes: usize,
}

/// A comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Both versions.
    pub sources: Sides<Source>,
    /// For each class that occurs, beside typography: its edits in all, and how many of them this report shows.
    pub counts: Vec<(Class, usize, usize)>,
    /// Edits, those of typography left out.
    pub n_edits: usize,
    /// How many of them are reviewed.
    pub n_reviewed: usize,
    /// Differences of typography that were folded.
    pub n_folded: usize,
    /// Why the comparison is coarser than usual, if it is.
    pub truncated: Option<String>,
    /// All passages, in reading order.
    pub passages: Vec<Passage>,
    /// All edits, typography left out, in reading order; an edit's number is its index and one.
    pub edits: Vec<EditOf>,
    /// What was folded, the most frequent first.
    pub folded: Vec<Folded>,
    /// What is furniture, and why.
    pub furniture: Vec<Furniture>,
    /// Notes on the versions and their story, and notes whose words are not found any more.
    pub notes: Vec<NoteOf>,
}

impl Comparison {
    /// Its line in the table of contents: both versions, what their story is called if that is not said anyway, and how much
    /// differs.
    pub fn contents_line(&self, story: Option<&str>) -> String {
        phrases::contents_line(self, story)
    }
}

/// One version as a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its label.
    pub siglum: String,
    /// What it is called.
    pub name: String,
    /// Its file.
    pub path: String,
    /// SHA-256 of the file's bytes, in hexadecimal digits.
    pub sha256: String,
    /// The encoding it was read in.
    pub encoding: String,
    /// Its words.
    pub n_words: usize,
    /// Share of them that the other has too, from 0 to 1.
    pub shared: f64,
    /// What is known of it: names and values (headline, byline, outlet, credit, date …).
    pub fields: Vec<(&'static str, String)>,
    /// What it says of itself.
    pub claims: Vec<String>,
}

/// An aligned passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// How both sides stand to each other.
    pub relation: Relation,
    /// Whether it is furniture.
    pub is_furniture: bool,
    /// Whether its own version says it elsewhere.
    pub is_repeat: bool,
    /// Whether it is a headline or subhead.
    pub is_heading: bool,
    /// Its text on both sides, in order; the white space between is in the pieces.
    pub pieces: Sides<Vec<Piece>>,
    /// The numbers of its edits, from 1; those that the report does not show left out.
    pub edits: Vec<usize>,
    /// Notes on it that belong to none of its edits.
    pub notes: Vec<NoteOf>,
}

/// A stretch of a passage. The pieces of a side, one after the other, are the passage's text on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The text, white space made single.
    pub text: String,
    /// The number of the edit that it is a reading of, from 1; that edit may be one that the report does not show.
    pub edit: Option<usize>,
}

/// An edit.
#[derive(Clone, Debug, PartialEq)]
pub struct EditOf {
    /// Its identity, as in `copydesk diff --format json`.
    pub id: String,
    /// Its class.
    pub class: Class,
    /// Both readings, on one line each.
    pub readings: Sides<Option<String>>,
    /// Whether it is reviewed.
    pub is_reviewed: bool,
    /// Whether the report shows it.
    pub is_shown: bool,
    /// Notes on it.
    pub notes: Vec<NoteOf>,
}

/// A difference of typography that was folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// Both spellings; empty where a side has nothing there.
    pub readings: Sides<String>,
    /// How often it occurs.
    pub n: usize,
}

/// A passage that is furniture.
#[derive(Clone, Debug, PartialEq)]
pub struct Furniture {
    /// The version that has it.
    pub side: Side,
    /// Its text, on one line.
    pub text: String,
    /// Why it is furniture.
    pub reason: &'static str,
}

/// A note, as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteOf {
    /// Its kind; may be empty.
    pub kind: String,
    /// What it says; may have several lines.
    pub text: String,
    /// What it is about: "edit", "passage", "version A", "story".
    pub about: String,
    /// The words it quotes, if any.
    pub quoted: Option<String>,
    /// What became of these words, where that needs a word: "the passage has changed since", "its words are gone".
    pub state: Option<&'static str>,
}

/// A comparison, as it goes into a report.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// Versions and collation.
    pub subject: Subject<'a>,
    /// Labels of both.
    pub sigla: Sides<&'a str>,
    /// What both are called.
    pub outlets: Sides<&'a str>,
    /// What in both is furniture.
    pub furniture: Sides<&'a FurnitureMarks>,
    /// The articles compared.
    pub pair: &'a Pair,
    /// Where both are.
    pub locations: Sides<&'a Location>,
    /// Marks and notes.
    pub review: &'a Review,
    /// Notes on the story of both are notes on one of these.
    pub story: &'a [Location],
    /// Which edits the report shows.
    pub selection: &'a Selection,
}

/// Name and version of this program.
pub fn program() -> String {
    concat!("copydesk ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// The settings that a report depends on, by name.
pub fn settings(selection: &Selection) -> Vec<(String, String)> {
    let shown = selection.words();
    let shown = if shown.is_empty() { "all".to_owned() } else { shown };
    [("typography", "folded and counted".to_owned()), ("edits shown", shown)]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
}

/// Puts a comparison into plain values.
pub fn comparison(compared: &Compared<'_>) -> Comparison {
    let subject = &compared.subject;
    let collation = subject.collation;
    let mut placed = place_notes(compared);
    // Differences of typography have no number; a note on one is a note on its passage.
    let is_folded = |at: usize| collation.edits[at].class == Class::Typography;
    let (folded, on_edits) = placed.on_edits.into_iter().partition(|(at, _)| is_folded(*at));
    placed.on_edits = on_edits;
    let of_unit = |(at, note): (usize, NoteOf)| (collation.edits[at].unit, note);
    placed.on_units.extend(Vec::into_iter(folded).map(of_unit));
    let mut numbers = vec![None; collation.edits.len()];
    let mut edits = Vec::new();
    for (at, edit) in collation.edits.iter().enumerate() {
        if edit.class == Class::Typography {
            continue;
        }
        let notes: Vec<NoteOf> = of_index(&placed.on_edits, at);
        let is_reviewed = compared.review.is_reviewed(compared.pair, edit.id);
        let standing = Standing { class: edit.class, is_reviewed, is_noted: !notes.is_empty() };
        let is_shown = compared.selection.has(standing);
        edits.push(EditOf {
            id: super::id(edit.id),
            class: edit.class,
            readings: readings(subject, edit),
            is_reviewed,
            is_shown,
            notes,
        });
        numbers[at] = Some(edits.len());
    }
    let counts = Class::ALL.into_iter().map(|class| {
        let of_class = edits.iter().filter(|edit| edit.class == class);
        let n_shown = of_class.clone().filter(|edit| edit.is_shown).count();
        (class, of_class.count(), n_shown)
    });
    Comparison {
        sources: Sides::new(source(compared, Side::Left), source(compared, Side::Right)),
        counts: counts.filter(|(_, n, _)| *n > 0).collect(),
        n_edits: edits.len(),
        n_reviewed: edits.iter().filter(|edit| edit.is_reviewed).count(),
        n_folded: collation.summary.count(Class::Typography),
        truncated: collation.truncated.map(|reason| reason.to_string()),
        passages: (0..collation.units.len())
            .map(|at| passage(subject, at, &numbers, &edits, of_index(&placed.on_units, at)))
            .collect(),
        edits,
        folded: foldings(subject),
        furniture: furniture(compared),
        notes: placed.elsewhere,
    }
}

fn source(compared: &Compared<'_>, side: Side) -> Source {
    let subject = &compared.subject;
    let (version, metadata): (&Version, &Metadata) =
        (subject.versions[side], subject.metadata[side]);
    let fields = metadata.fields().into_iter();
    Source {
        siglum: compared.sigla[side].to_owned(),
        name: compared.outlets[side].to_owned(),
        path: subject.names[side].to_owned(),
        sha256: hex(version.sha256()),
        encoding: version.encoding().name(),
        n_words: version.n_words(),
        shared: subject.collation.summary.shared[side],
        fields: fields.filter_map(|(name, field)| Some((name, field?.text.to_string()))).collect(),
        claims: metadata.claims.iter().map(|claim| claim.text.to_string()).collect(),
    }
}

fn readings(subject: &Subject<'_>, edit: &Edit) -> Sides<Option<String>> {
    let reading = |side: Side| edit.readings[side].map(|span| lines(subject.versions[side], span));
    Sides::new(reading(Side::Left), reading(Side::Right))
}

fn passage(
    subject: &Subject<'_>,
    at: usize,
    numbers: &[Option<usize>],
    edits: &[EditOf],
    notes: Vec<NoteOf>,
) -> Passage {
    let is_shown = |number: &usize| edits.get(number - 1).is_some_and(|edit| edit.is_shown);
    let unit = &subject.collation.units[at];
    let is_heading = |side: Side| {
        let kind = |at: &usize| subject.versions[side].passages()[*at].kind;
        unit.passages[side]
            .first()
            .map(kind)
            .is_some_and(|kind| !matches!(kind, PassageKind::Body | PassageKind::FrontMatter))
    };
    Passage {
        relation: unit.relation,
        is_furniture: unit.is_furniture,
        is_repeat: unit.repeat_of.is_some(),
        is_heading: is_heading(Side::Left) || is_heading(Side::Right),
        pieces: Sides::new(
            pieces(subject, unit, Side::Left, numbers),
            pieces(subject, unit, Side::Right, numbers),
        ),
        edits: unit.edits.clone().filter_map(|edit| numbers[edit]).filter(is_shown).collect(),
        notes,
    }
}

/// The runs of a unit on one side, with the white space between them as single spaces.
fn pieces(subject: &Subject<'_>, unit: &Unit, side: Side, numbers: &[Option<usize>]) -> Vec<Piece> {
    let version = subject.versions[side];
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end: Option<u32> = None;
    let mut runs: Vec<_> =
        unit.runs.iter().filter_map(|run| Some((run.spans[side]?, run.edit))).collect();
    // Where a passage stands apart on this side, its runs may be in the other's order.
    runs.sort_by_key(|(span, _)| span.start);
    for (span, edit) in runs {
        let edit = edit.and_then(|edit| numbers[edit]);
        let own = version.text(span);
        // Passages that are not neighbours stand apart too.
        let gap = end
            .map_or("", |end| version.text(Span { start: end.min(span.start), end: span.start }));
        let text = lines(version, span);
        if gap.contains(char::is_whitespace) || own.starts_with(char::is_whitespace) {
            push_piece(&mut pieces, " ", None);
        }
        push_piece(&mut pieces, &text, edit);
        if own.ends_with(char::is_whitespace) {
            push_piece(&mut pieces, " ", None);
        }
        end = Some(span.end);
    }
    if let Some(last) = pieces.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// A stretch of a text on one line, with a sign where paragraphs end.
fn lines(version: &Version, span: Span) -> String {
    let passages = version.passages();
    let first = passages.partition_point(|passage| passage.span.end <= span.start);
    let mut all = String::new();
    let mut last = None;
    for passage in passages.iter().skip(first).take_while(|passage| passage.span.start < span.end) {
        if last.is_some() {
            all.push_str(if last == Some(passage.paragraph) { " " } else { " ¶ " });
        }
        last = Some(passage.paragraph);
        let (start, end) = (passage.span.start.max(span.start), passage.span.end.min(span.end));
        all.push_str(&one_line(version.text(Span { start, end })));
    }
    // A stretch between passages.
    if all.is_empty() { one_line(version.text(span)) } else { all }
}

/// Adds text to the last piece if that is of the same edit; a second space is none.
fn push_piece(pieces: &mut Vec<Piece>, text: &str, edit: Option<usize>) {
    let is_spaced = pieces.last().is_none_or(|last| last.text.ends_with(' '));
    if text.is_empty() || (text == " " && is_spaced) {
        return;
    }
    match pieces.last_mut().filter(|last| last.edit == edit) {
        Some(last) => last.text.push_str(text),
        None => pieces.push(Piece { text: text.to_owned(), edit }),
    }
}

/// What was folded: each pair of spellings once.
fn foldings(subject: &Subject<'_>) -> Vec<Folded> {
    let edits = subject.collation.edits.iter().filter(|edit| edit.class == Class::Typography);
    let mut times: BTreeMap<(String, String), usize> = BTreeMap::new();
    for edit in edits {
        let reading = |side: Side| {
            let text = edit.readings[side].map(|span| subject.versions[side].text(span));
            text.map(phrases::spelled).unwrap_or_default()
        };
        *times.entry((reading(Side::Left), reading(Side::Right))).or_default() += 1;
    }
    let folded = |((left, right), n)| Folded { readings: Sides::new(left, right), n };
    let mut all: Vec<Folded> = times.into_iter().map(folded).collect();
    all.sort_by_key(|folded| Reverse(folded.n));
    all
}

fn furniture(compared: &Compared<'_>) -> Vec<Furniture> {
    let on = |side: Side| {
        let version = compared.subject.versions[side];
        let reason = move |at: usize| compared.furniture[side].reason(at);
        version.passages().iter().enumerate().filter_map(move |(at, passage)| {
            let (text, reason) = (one_line(version.text(passage.span)), reason(at)?.words());
            Some(Furniture { side, text, reason })
        })
    };
    on(Side::Left).chain(on(Side::Right)).collect()
}

/// Notes, and where in a comparison they belong.
#[derive(Debug, Default)]
struct Placed {
    on_edits: Vec<(usize, NoteOf)>,
    on_units: Vec<(usize, NoteOf)>,
    elsewhere: Vec<NoteOf>,
}

fn of_index(notes: &[(usize, NoteOf)], index: usize) -> Vec<NoteOf> {
    let own = notes.iter().filter(|(at, _)| *at == index);
    own.map(|(_, note)| note.clone()).collect()
}

fn place_notes(compared: &Compared<'_>) -> Placed {
    let mut placed = Placed::default();
    let scene = Scene {
        collation: compared.subject.collation,
        versions: compared.subject.versions,
        locations: compared.locations,
    };
    for note in compared.review.notes() {
        let is_of_story = note.about == About::Story
            && note.places.iter().any(|place| compared.story.contains(&place.location));
        let spot = scene.spot(note);
        let (about, state) = match (note.about, spot) {
            (About::Edit(_), Some(spot)) => ("edit".to_owned(), spot.words()),
            (About::Passage, Some(spot)) => ("passage".to_owned(), spot.words()),
            (About::Version, Some(Spot::Version(side))) => {
                (format!("version {}", compared.sigla[side]), None)
            }
            (About::Story, _) if is_of_story => ("story".to_owned(), None),
            _ => continue,
        };
        let quoted = note.quoted().map(one_line);
        let (kind, text) = (note.kind.clone(), note.text.clone());
        let note = NoteOf { kind, text, about, quoted, state };
        match spot {
            Some(Spot::Edit(at)) => placed.on_edits.push((at, note)),
            Some(Spot::Unit(at) | Spot::Changed(at)) => placed.on_units.push((at, note)),
            Some(Spot::Version(_) | Spot::Orphan) | None => placed.elsewhere.push(note),
        }
    }
    placed
}
