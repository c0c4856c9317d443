//! [`ListBox`]: a box of lines of which one is chosen. What it says and where is worked out before it is painted; the mouse and
//! the keys that go by pages read the same value.

use super::areas::{Area, boxed, narrowed, themes_box};
use super::model::{Chosen, Model, N_CHOICES, NoteList, Overlay, Paragraphs, RevisionChoice};
use super::reading::{Outline, Rank};
use super::update::note::{about, said};
use crate::collate::Class;
use crate::layout::{Sign, Typography};
use crate::review::scene::Spot;
use crate::text::safe::SafeText;

/// Rows of a box that are none of its lines: an empty one, the title, an empty one or the heads of columns, an empty one.
const FRAME: u16 = 4;

/// Columns of the choice of edits.
const CHOICE_WIDTH: u16 = 46;

/// Columns for the names of themes.
const THEME_NAMES: usize = 18;

/// A box of lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListBox {
    /// The whole box.
    pub frame: Area,
    /// What it is about.
    pub title: SafeText,
    /// What the columns of the lines are; empty where they have none.
    pub head: SafeText,
    /// The lines that have room.
    pub lines: Vec<BoxLine>,
    /// What is said below them.
    pub foot: Vec<SafeText>,
    /// How many lines there are below those that have room.
    pub n_below: usize,
}

/// A line of a box.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxLine {
    /// Which of all lines it is.
    pub at: usize,
    /// Where it stands.
    pub area: Area,
    /// What it says, row by row.
    pub rows: Vec<SafeText>,
    /// Whether it is the chosen one.
    pub is_chosen: bool,
    /// Whether it stands out: a title.
    pub is_strong: bool,
}

impl ListBox {
    /// The line at a cell of the screen.
    pub fn line_at(&self, x: u16, y: u16) -> Option<usize> {
        self.lines.iter().find(|line| line.area.holds(x, y)).map(|line| line.at)
    }
}

/// The box that lies over the screen, if it is one of lines and has room.
pub fn list_box(model: &Model) -> Option<ListBox> {
    let size = model.size;
    match model.overlay.as_ref()? {
        Overlay::Outline(outline) => {
            let plan =
                Plan { n: outline.lines.len(), at: outline.at, ..Plan::of("Go to a paragraph") };
            // It lies over the text, all of it.
            let (title, text, strip) = (model.areas.title, model.areas.text, model.areas.strip);
            let pane = Area {
                width: text.width + strip.width,
                height: title.height + text.height,
                ..title
            };
            let frame = |height| if model.is_linear() { boxed(size, height) } else { pane };
            plan.laid_out(frame, |at| outline_line(outline, at))
        }
        Overlay::Furniture(paragraphs) => {
            let title = "Paragraphs on screen: article text, or furniture of the page?";
            let plan =
                Plan { n: paragraphs.all.len(), at: paragraphs.at, n_rows: 2, ..Plan::of(title) };
            plan.laid_out(|height| boxed(size, height), |at| furniture_line(paragraphs, at))
        }
        Overlay::Revisions(choice) => {
            let name = choice.revisions.location.name();
            let title = format!("Earlier states of {name} · {}", choice.revisions.room);
            let head = "         first seen             words  edits to the next state";
            let n = choice.revisions.states.len() + 1;
            let plan = Plan { n, at: choice.at, head, ..Plan::of(&title) };
            plan.laid_out(|height| boxed(size, height), |at| revision_line(choice, at))
        }
        Overlay::Selection(Chosen { at }) => {
            let plan = Plan { n: N_CHOICES, at: *at, ..Plan::of("Which edits to look at") };
            let frame = |height| narrowed(boxed(size, height), CHOICE_WIDTH);
            plan.laid_out(frame, |at| plain(choice_words(model, at)))
        }
        Overlay::Notes(list) => {
            let n = list.notes.len();
            let title = if n == 1 { "One note".to_owned() } else { format!("{n} notes") };
            let plan = Plan { n, at: list.at, n_rows: 2, ..Plan::of(&title) };
            plan.laid_out(|height| boxed(size, height), |at| note_line(model, list, at))
        }
        Overlay::Themes { .. } => {
            let themes = &model.themes;
            let name = themes.current().map_or("", |theme| theme.name.as_str());
            let foot = vec![
                "To begin with it always, write below [screen] in config.toml:".to_owned(),
                format!("theme = \"{name}\""),
            ];
            let plan = Plan { n: themes.all.len(), at: themes.at, foot, ..Plan::of("Themes") };
            let line = |at: usize| {
                let theme = themes.all.get(at);
                plain(theme.map_or_else(String::new, |theme| {
                    format!(" {:<THEME_NAMES$} {}", theme.name, theme.about)
                }))
            };
            plan.laid_out(|height| themes_box(size, height), line)
        }
        _ => None,
    }
}

/// What a line says, row by row, and whether it stands out.
type Words = (Vec<String>, bool);

fn plain(words: String) -> Words {
    (vec![words], false)
}

/// What a box of lines is to be.
struct Plan {
    title: String,
    head: &'static str,
    foot: Vec<String>,
    /// Number of lines.
    n: usize,
    /// The chosen one.
    at: usize,
    /// Rows that each takes.
    n_rows: u16,
}

impl Plan {
    fn of(title: &str) -> Self {
        Self { title: title.to_owned(), head: "", foot: Vec::new(), n: 0, at: 0, n_rows: 1 }
    }

    /// Places it in the frame that there is for so many rows. Only lines that have room are put into words.
    fn laid_out(
        self,
        frame: impl Fn(u16) -> Area,
        words: impl Fn(usize) -> Words,
    ) -> Option<ListBox> {
        let n_foot = if self.foot.is_empty() { 0 } else { to_u16(self.foot.len()) + 1 };
        let needed = to_u16(self.n).saturating_mul(self.n_rows).saturating_add(FRAME);
        let (mut around, mut foot) = (FRAME + n_foot, self.foot);
        let mut place = frame(needed.saturating_add(n_foot));
        if place.height < needed.saturating_add(n_foot) {
            // What there is to choose from goes before what is said of it.
            (around, foot) = (FRAME, Vec::new());
            place = frame(needed);
        }
        let frame = place;
        if frame.width < 8 || frame.height < around + self.n_rows {
            return None;
        }
        let room = usize::from(frame.width) - 4;
        let cut = |words: &str| SafeText::new(words).truncated(room);
        let n_shown = usize::from((frame.height - around) / self.n_rows);
        // The chosen line stays in the middle, so that one sees what is around it.
        let first = self.at.saturating_sub(n_shown / 2).min(self.n.saturating_sub(n_shown));
        let line = |(at, nth): (usize, u16)| {
            let (rows, is_strong) = words(at);
            let rows = rows.iter().map(|row| cut(row)).collect();
            let y = frame.y + 3 + nth * self.n_rows;
            let area = Area { x: frame.x + 2, y, width: frame.width - 4, height: self.n_rows };
            BoxLine { at, area, rows, is_chosen: at == self.at, is_strong }
        };
        Some(ListBox {
            frame,
            title: cut(&self.title),
            head: cut(self.head),
            lines: (first..self.n).take(n_shown).zip(0..).map(line).collect(),
            foot: foot.iter().map(|words| cut(words)).collect(),
            n_below: self.n.saturating_sub(first + n_shown),
        })
    }
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn outline_line(outline: &Outline, at: usize) -> Words {
    let Some(line) = outline.lines.get(at) else { return Words::default() };
    let sign = if line.rank == Rank::Furniture { Sign::Furniture.symbol() } else { ' ' };
    let indent = if line.rank == Rank::Title { "" } else { "  " };
    (vec![format!("{sign} {indent}{}", line.text)], line.rank == Rank::Title)
}

fn furniture_line(paragraphs: &Paragraphs, at: usize) -> Words {
    let Some(paragraph) = paragraphs.all.get(at) else { return Words::default() };
    let what = match paragraph.reason {
        Some(reason) => format!("  furniture: {}", reason.words()),
        None => "  article text".to_owned(),
    };
    (vec![format!("{} {}", paragraph.siglum, paragraph.text), what], false)
}

fn revision_line(choice: &RevisionChoice, at: usize) -> Words {
    let states = &choice.revisions.states;
    // The one that the chosen line is compared with.
    let sign = if at == choice.with { '>' } else { ' ' };
    plain(match at.checked_sub(1).and_then(|at| states.get(at)) {
        None => format!(" {sign}  now"),
        Some(state) => {
            let edits = state.n_edits.map_or_else(|| "?".to_owned(), |n| n.to_string());
            let number = states.len() + 1 - at;
            format!(" {sign} {number:>4}  {:<20} {:>7}  {edits:>5}", state.seen, state.n_words)
        }
    })
}

fn note_line(model: &Model, list: &NoteList, at: usize) -> Words {
    let note = list.notes.get(at).and_then(|id| model.desk.review.note(*id));
    let words = note.map(|note| {
        let fate = list.fates.get(&note.id).and_then(|fate| fate.words());
        let fate = fate.map_or_else(String::new, |fate| format!("! {fate} · "));
        vec![said(note), format!("  {fate}{}", about(note))]
    });
    (words.unwrap_or_default(), false)
}

fn choice_words(model: &Model, at: usize) -> String {
    let selection = &model.desk.selection;
    let (is_in, name, n) = match Class::ALL.get(at) {
        Some(class) => {
            let n = model.pane.collation.as_ref().map(|all| all.summary.count(*class));
            let is_in = match class {
                Class::Typography => model.settings.typography == Typography::Shown,
                class => selection.has_class(*class),
            };
            (is_in, class.name(), n)
        }
        None if at == Class::ALL.len() => {
            (!selection.hides_reviewed, "reviewed edits", Some(model.pane.n_reviewed))
        }
        None => {
            let noted = model.pane.noted.iter().filter(|(spot, _)| matches!(spot, Spot::Edit(_)));
            let n_noted = noted.count();
            let all = model.pane.collation.as_ref().map(|all| all.summary.n_edits);
            (!selection.only_noted, "edits without a note", all.map(|n| n.saturating_sub(n_noted)))
        }
    };
    let sign = if is_in { 'x' } else { ' ' };
    let n = n.map_or_else(String::new, |n| n.to_string());
    format!(" [{sign}] {name:<24} {n:>6}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(n: usize, at: usize, n_rows: u16, height: u16, lines: std::ops::Range<usize>) {
        let plan = Plan { n, at, n_rows, ..Plan::of("Lines") };
        let frame = |wanted: u16| Area { x: 1, y: 1, width: 20, height: wanted.min(height) };
        let own = plan.laid_out(frame, |at| plain(format!("line {at}"))).expect("room");
        assert_eq!(
            own.lines.iter().map(|line| line.at).collect::<Vec<_>>(),
            lines.collect::<Vec<_>>()
        );
        assert!(own.lines.iter().any(|line| line.is_chosen && line.at == at));
        for line in &own.lines {
            assert!(line.area.bottom() < own.frame.bottom(), "it leaves the box: {line:?}");
            assert_eq!(own.line_at(line.area.x, line.area.y), Some(line.at));
        }
        assert_eq!(own.line_at(0, 0), None);
    }

    #[test]
    fn the_chosen_line_is_in_the_middle_where_there_are_more_than_have_room() {
        check(3, 2, 1, 30, 0..3);
        check(20, 0, 1, 10, 0..6);
        check(20, 10, 1, 10, 7..13);
        check(20, 19, 1, 10, 14..20);
        check(20, 10, 2, 11, 9..12);
    }
}
