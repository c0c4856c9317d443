//! Notes: writing, finding and listing them.

use crate::app::areas::note_box;
use crate::app::editor::{NoteEditor, Target};
use crate::app::keys::Typed;
use crate::app::list::{name_of, title_of};
use crate::app::model::{NoteList, Overlay};
use crate::app::pane::{Content, NotePlace, Pane, Shown, Wanted, Wish};
use crate::app::{Command, Focus, Model};
use crate::config::action::Action;
use crate::config::chord::{Chord, Key};
use crate::corpus::{ArticleId, Location};
use crate::review::anchor::{Found, Quote, find};
use crate::review::scene::{Scene, Spot};
use crate::review::{About, Change, Note, NoteId, Place};
use crate::sides::{Side, Sides};
use crate::text::safe::SafeText;
use crate::text::{Span, one_line};

use super::mark::{change, go_to};
use super::{fates, hint, notice, prompt};

/// Characters of a reading or note that are shown of it.
const MAX_SHOWN: usize = 60;

/// Rows of text on screen. On a narrow screen the list hides them all.
fn height(model: &Model) -> usize {
    let area = model.areas.text;
    if area.is_empty() { 0 } else { usize::from(area.height) }
}

/// Where the notes on what is shown belong.
pub(super) fn spots(model: &Model) -> Vec<(Spot, NoteId)> {
    let notes = model.desk.review.notes();
    match (&model.pane.content, &model.pane.collation) {
        (Content::Comparing(sides), Some(collation)) => {
            let sides = sides.as_ref().as_ref();
            let scene = Scene {
                collation,
                versions: sides.map(|shown| shown.loaded.version.as_ref()),
                locations: sides.map(|shown| &shown.location),
            };
            notes.filter_map(|note| Some((scene.spot(note)?, note.id))).collect()
        }
        (Content::Single(one), _) => {
            notes.filter_map(|note| Some((alone(one, note)?, note.id))).collect()
        }
        _ => Vec::new(),
    }
}

/// Where a note belongs in a version that is read alone.
fn alone(one: &Shown, note: &Note) -> Option<Spot> {
    if !note.is_about(&one.location) {
        return None;
    }
    let version = &one.loaded.version;
    match note.about {
        About::Version => Some(Spot::Version(Side::Left)),
        About::Passage => {
            let quote = note.places.first()?.quote.as_ref()?;
            let Some(found) = find(version, quote) else { return Some(Spot::Orphan) };
            let start = found.span().start;
            let at = version.passages().partition_point(|passage| passage.span.end <= start);
            Some(if matches!(found, Found::Exact(_)) { Spot::Unit(at) } else { Spot::Changed(at) })
        }
        About::Edit(_) | About::Story => None,
    }
}

/// The rows where notes on passages stand, from top to bottom.
pub(super) fn rows(pane: &Pane) -> Vec<usize> {
    let Some(laid_out) = &pane.rows else { return Vec::new() };
    let row = |spot: &Spot| match spot {
        Spot::Unit(unit) | Spot::Changed(unit) => laid_out.row_of_unit(*unit),
        Spot::Edit(_) | Spot::Version(_) | Spot::Orphan => None,
    };
    let mut rows: Vec<usize> = pane.noted.iter().filter_map(|(spot, _)| row(spot)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Works out what the boxes of notes show, should one be open.
pub(super) fn settle_boxes(model: &mut Model, commands: &mut Vec<Command>) {
    let mut overlay = model.overlay.take();
    match &mut overlay {
        Some(Overlay::Note(editor)) => {
            editor.place(note_box(model.size, model.areas.counts.height, is_low(model)));
        }
        Some(Overlay::Notes(list)) => {
            list.notes = listed(model).into_iter().map(|note| note.id).collect();
            list.at = list.at.min(list.notes.len().saturating_sub(1));
            fates::settle(model, list, commands);
        }
        _ => {}
    }
    model.overlay = overlay;
}

/// Whether the edit or passage that the reader is at stands in the lower half of the screen.
fn is_low(model: &Model) -> bool {
    let pane = &model.pane;
    let of_edit = pane
        .current
        .zip(pane.rows.as_ref())
        .and_then(|(edit, rows)| Some(rows.stops.iter().find(|stop| stop.edit == edit)?.row));
    let row = of_edit.or_else(|| pane.row_of_passage(height(model)));
    let row = row.and_then(|row| row.checked_sub(pane.scroll));
    row.is_some_and(|row| row * 2 > usize::from(model.areas.text.height))
}

/// Opens the editor for a note on what the reader is at. What has a note already opens that.
pub(super) fn write(model: &mut Model) {
    let targets = targets(model);
    if targets.is_empty() {
        notice(model, "There is nothing here to write a note on.");
        return;
    }
    model.overlay = Some(Overlay::Note(Box::new(editor_on(model, targets, 0))));
}

/// The editor on one of these: with the note that there is on it, else with a new one.
fn editor_on(model: &Model, targets: Vec<Target>, at: usize) -> NoteEditor {
    let known = targets.get(at).and_then(|target| note_on(model, target));
    NoteEditor::on(targets, at, known)
}

fn note_on<'a>(model: &'a Model, target: &Target) -> Option<&'a Note> {
    model.desk.review.notes().find(|note| is_on(model, note, target))
}

/// Goes on to the next thing that a note can be about here. What is being written goes along; a note that was written before
/// stays with what it is about, and the note on that next thing is opened instead.
fn step_target(
    model: &mut Model,
    mut editor: Box<NoteEditor>,
    commands: &mut Vec<Command>,
) -> Box<NoteEditor> {
    if editor.targets.len() < 2 {
        notice(model, "This note stays with what it is about.");
        return editor;
    }
    let next = editor.next_target();
    let is_noted = editor.targets.get(next).is_some_and(|next| note_on(model, next).is_some());
    if editor.before.is_none() && !(editor.is_empty() && is_noted) {
        editor.target = next;
        return editor;
    }
    let is_changed = editor.note(|_| NoteId(0)) != editor.before;
    if is_changed && editor.before.is_some() {
        keep(model, &editor, commands);
    }
    Box::new(editor_on(model, editor.targets, next))
}

/// Whether a note is about just this.
fn is_on(model: &Model, note: &Note, target: &Target) -> bool {
    let places = || note.places.iter().zip(&target.places);
    if let (About::Edit(_), About::Edit(edit)) = (note.about, target.about) {
        // The edit has another identity when something else in its passage has changed; the note is on it still.
        let is_it = |at: usize| {
            let collation = model.pane.collation.as_ref();
            collation.and_then(|it| it.edits.get(at)).is_some_and(|it| it.id == edit)
        };
        let is_here = |(spot, id): &(Spot, NoteId)| {
            *id == note.id && matches!(spot, Spot::Edit(at) if is_it(*at))
        };
        return note.pair() == target.pair()
            && (note.about == target.about || model.pane.noted.iter().any(is_here));
    }
    if note.about != target.about || note.places.len() != target.places.len() {
        return false;
    }
    match note.about {
        About::Edit(_) => false,
        About::Passage => {
            let unit = model.pane.unit_here(height(model));
            let is_here = |(spot, id): &(Spot, NoteId)| match spot {
                Spot::Unit(at) | Spot::Changed(at) => *id == note.id && Some(*at) == unit,
                Spot::Edit(_) | Spot::Version(_) | Spot::Orphan => false,
            };
            places().all(|(own, other)| own.location == other.location)
                && model.pane.noted.iter().any(is_here)
        }
        About::Version => places().all(|(own, other)| own.location == other.location),
        // It is kept with one of the versions of the story, whichever was first then.
        About::Story => places().all(|(own, other)| {
            let story = |location: &Location| {
                let article = model.news.snapshot.at(location)?;
                Some(model.news.snapshot.place(article.id)?.0)
            };
            own.location == other.location
                || story(&own.location).is_some_and(|own| Some(own) == story(&other.location))
        }),
    }
}

/// What a note can be about here, nearest first.
fn targets(model: &Model) -> Vec<Target> {
    let mut targets = Vec::new();
    let is_reading = model.focus == Focus::Text || !model.has_list();
    let edit = edit_target(model);
    let passage = model.pane.passage.filter(|unit| model.pane.is_on_screen(*unit, height(model)));
    if is_reading || edit.is_some() || passage.is_some() {
        targets.extend(edit);
        targets.extend(passage_target(model, Side::Right));
        targets.extend(passage_target(model, Side::Left));
        for shown in model.pane.content.shown().into_iter().rev() {
            targets.push(version_target(&shown.siglum, &shown.name, &shown.location));
        }
        if let Some(shown) = model.pane.content.shown().first() {
            targets.extend(story_target(model, shown.id));
        }
    } else if let Some(article) = model.list.selected.and_then(|id| model.news.snapshot.article(id))
    {
        let siglum = model.news.snapshot.place(article.id);
        let siglum =
            siglum.map_or_else(String::new, |(_, member)| model.sigla.of(article.id, member));
        targets.push(version_target(&siglum, &name_of(article), &article.location));
        targets.extend(story_target(model, article.id));
        if model.list.is_folded {
            targets.reverse();
        }
    }
    targets
}

fn short(text: &str) -> String {
    let line = one_line(text);
    let short: String = line.chars().take(MAX_SHOWN).collect();
    if short.len() < line.len() { format!("“{short}…”") } else { format!("“{short}”") }
}

fn edit_target(model: &Model) -> Option<Target> {
    let Content::Comparing(sides) = &model.pane.content else { return None };
    let current = model.pane.current?;
    let edit = model.pane.collation.as_ref()?.edits.get(current)?;
    // The reader has left an edit that is not on screen.
    let stops = &model.pane.rows.as_ref()?.stops;
    let row = stops.iter().find(|stop| stop.edit == current)?.row;
    if !(model.pane.scroll..model.pane.scroll + height(model)).contains(&row) {
        return None;
    }
    let place = |side: Side| {
        let shown = &sides[side];
        let quote = edit.readings[side].map(|span| Quote::of(&shown.loaded.version, span));
        Place { location: shown.location.clone(), quote }
    };
    let reading =
        |side: Side| edit.readings[side].map(|span| short(sides[side].loaded.version.text(span)));
    let words = match (reading(Side::Left), reading(Side::Right)) {
        (Some(left), Some(right)) => format!("the edit {left} → {right}"),
        (Some(one), None) | (None, Some(one)) => format!("the {} {one}", edit.class.name()),
        (None, None) => "the edit".to_owned(),
    };
    Some(Target {
        about: About::Edit(edit.id),
        places: vec![place(Side::Left), place(Side::Right)],
        words: SafeText::new(&words),
    })
}

/// The passage that the reader is at, in one of the versions.
fn passage_target(model: &Model, side: Side) -> Option<Target> {
    let pane = &model.pane;
    let unit = pane.unit_here(height(model))?;
    let (shown, passages) = match &pane.content {
        Content::Empty => return None,
        Content::Single(_) if side == Side::Left => return None,
        Content::Single(one) => (one.as_ref(), vec![unit]),
        Content::Comparing(sides) => {
            let unit = pane.collation.as_ref()?.units.get(unit)?;
            (&sides[side], unit.passages[side].clone())
        }
    };
    let version = &shown.loaded.version;
    let (first, last) = (passages.iter().min()?, passages.iter().max()?);
    let span = Span {
        start: version.passages().get(*first)?.span.start,
        end: version.passages().get(*last)?.span.end,
    };
    let words = format!("the passage of {} {}", shown.siglum, short(version.text(span)));
    let place = Place { location: shown.location.clone(), quote: Some(Quote::of(version, span)) };
    Some(Target { about: About::Passage, places: vec![place], words: SafeText::new(&words) })
}

fn version_target(siglum: &str, name: &SafeText, location: &Location) -> Target {
    Target {
        about: About::Version,
        places: vec![Place { location: location.clone(), quote: None }],
        words: SafeText::new(&format!("the version {siglum} {name}")),
    }
}

/// The story of a version: the note is kept with the version that is first now.
fn story_target(model: &Model, id: ArticleId) -> Option<Target> {
    let (story, _) = model.news.snapshot.place(id)?;
    let story = model.news.snapshot.stories.get(story)?;
    let location = story.members.first()?.article.location.clone();
    let words = format!("the story {}", short(&title_of(story)));
    Some(Target {
        about: About::Story,
        places: vec![Place { location, quote: None }],
        words: SafeText::new(&words),
    })
}

/// Takes a key of the editor. Leaving it keeps what was written; only Ctrl-x does not.
pub(super) fn editor_key(
    model: &mut Model,
    mut editor: Box<NoteEditor>,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    match (chord.key, chord.ctrl) {
        (Key::Esc, _) | (Key::Char('s'), true) => {
            keep(model, &editor, commands);
            return None;
        }
        (Key::Char('x'), true) => {
            notice(model, "The note is left as it was.");
            return None;
        }
        (Key::Char('c'), true) => {
            notice(model, "Esc keeps the note; ctrl-x throws away what was typed.");
        }
        (Key::Tab, _) => editor.step_kind(&model.desk.kinds, true),
        (Key::BackTab, _) => editor.step_kind(&model.desk.kinds, false),
        (Key::Char('t'), true) => editor = step_target(model, editor, commands),
        (Key::Char('e'), true) => commands.push(Command::EditText(editor.text())),
        (Key::Char(digit @ '1'..='9'), _) if chord.alt => {
            let at = usize::try_from(u32::from(digit) - u32::from('1')).unwrap_or(0);
            if let Some(kind) = model.desk.kinds.get(at) {
                editor.kind.clone_from(kind);
            }
        }
        _ => editor.edit(chord),
    }
    Some(Overlay::Note(editor))
}

/// Keeps what the editor holds.
pub(super) fn keep(model: &mut Model, editor: &NoteEditor, commands: &mut Vec<Command>) {
    let note = editor.note(|note| model.desk.review.new_id(note));
    let (changes, words) = match (note, &editor.before) {
        (Some(note), _) if model.desk.trouble.is_some() => {
            (vec![Change::Put(note)], "The note is here, but not on the disk yet.")
        }
        (Some(note), _) => (vec![Change::Put(note)], "The note is kept."),
        (None, Some(before)) => {
            (vec![Change::Remove(before.id)], "The note is deleted. {undo} takes that back.")
        }
        (None, None) => (Vec::new(), "A note without words and kind is none."),
    };
    change(model, changes, commands);
    hint(model, words);
}

/// A text came back from the reader's own editor.
pub(super) fn edited(model: &mut Model, result: Result<String, String>) {
    match (result, &mut model.overlay) {
        (Ok(text), Some(Overlay::Note(editor))) => editor.set_text(&text),
        (Ok(_), _) => {}
        (Err(why), _) => notice(model, &why),
    }
}

/// The notes that are listed now: on what is shown while it is read, else all of these folders, also on files that are gone.
fn listed(model: &Model) -> Vec<&Note> {
    let snapshot = &model.news.snapshot;
    let shown = model.pane.content.shown();
    let here: Vec<&Location> = shown.iter().map(|shown| &shown.location).collect();
    let story = shown.first().and_then(|shown| snapshot.place(shown.id));
    let story = story.and_then(|(story, _)| snapshot.stories.get(story));
    let is_of_story = |note: &Note| {
        let mut members = story.iter().flat_map(|story| &story.members);
        note.about == About::Story && members.any(|member| note.is_about(&member.article.location))
    };
    if model.focus == Focus::Text {
        let is_here = |note: &&Note| match note.about {
            About::Story => is_of_story(note),
            About::Edit(_) => note.pair() == model.pane.pair && model.pane.pair.is_some(),
            About::Passage | About::Version => here.iter().any(|location| note.is_about(location)),
        };
        let mut notes: Vec<&Note> = model.desk.review.notes().filter(is_here).collect();
        // In the order of the text; what stands nowhere in it comes last.
        notes.sort_by_key(|note| {
            let place = model.pane.place_of_note(note.id);
            (place.is_none(), place)
        });
        return notes;
    }
    // Those on files that are gone too: they are what is left of them.
    let is_of_these = |note: &&Note| note.places.iter().any(|place| model.holds(&place.location));
    let mut notes: Vec<&Note> = model.desk.review.notes().filter(is_of_these).collect();
    notes.sort_by_key(|note| note.places.first().map(|place| &place.location));
    notes
}

/// Lists the notes.
pub(super) fn list(model: &mut Model) {
    if listed(model).is_empty() {
        hint(model, "There is no note here yet. {note} writes one.");
        return;
    }
    model.overlay = Some(Overlay::Notes(NoteList::default()));
}

/// Takes a key of the list of notes.
pub(super) fn list_key(
    model: &mut Model,
    mut list: NoteList,
    chord: Chord,
    commands: &mut Vec<Command>,
) -> Option<Overlay> {
    let note = list.notes.get(list.at).and_then(|id| model.desk.review.note(*id)).cloned()?;
    match chord.key {
        Key::Enter => {
            open(model, &note, commands);
            return None;
        }
        Key::Char('d') if !chord.ctrl => {
            change(model, vec![Change::Remove(note.id)], commands);
            hint(model, "The note is deleted. {undo} takes that back.");
            return (list.notes.len() > 1).then_some(Overlay::Notes(list));
        }
        Key::Char('e') if !chord.ctrl => {
            let words = SafeText::new(&about(&note));
            return Some(Overlay::Note(Box::new(NoteEditor::of(&note, words))));
        }
        _ => match prompt::meant(model, chord) {
            Typed::Meant(Action::Undo, n) => {
                (0..n).for_each(|_| super::mark::undo(model, commands));
            }
            typed => list.at = prompt::line_meant(model, &typed, list.at, list.notes.len())?,
        },
    }
    Some(Overlay::Notes(list))
}

/// What a note is about, in words.
pub fn about(note: &Note) -> String {
    let names: Vec<String> = note.places.iter().map(|place| place.location.name()).collect();
    let quoted = note.quoted().map(short).unwrap_or_default();
    match note.about {
        About::Edit(_) => format!("edit {quoted} · {}", names.join(" / ")),
        About::Passage => format!("passage {quoted} · {}", names.join(" / ")),
        About::Version => format!("version {}", names.join(" / ")),
        About::Story => format!("story of {}", names.join(" / ")),
    }
}

/// Shows what a note is about.
fn open(model: &mut Model, note: &Note, commands: &mut Vec<Command>) {
    if model.focus == Focus::Text {
        model.desk.note = Some(note.id);
        return;
    }
    if let [one, other] = note.places.as_slice()
        && one.location == other.location
    {
        // Which two states of the file these were is not kept: the words may be in others by now.
        commands.push(Command::ListRevisions(one.location.clone()));
        notice(model, "This note is on two states of one file: choose them here.");
        return;
    }
    model.desk.note = Some(note.id);
    let by_place = |place: &Place| {
        let mut all = model.news.snapshot.read();
        all.find(|article| article.location == place.location).map(|article| article.id)
    };
    let ids: Vec<ArticleId> = note.places.iter().filter_map(by_place).collect();
    let wanted = match ids.as_slice() {
        [left, right] => {
            let sides = Sides::new(Wish::Article(*left), Wish::Article(*right));
            Some(Wanted::Pair(Box::new(sides)))
        }
        [one, ..] => super::browse::pairing(model, *one),
        [] => None,
    };
    let Some(wanted) = wanted else {
        notice(model, "The file is gone; the note stays.");
        return;
    };
    if let Some(id) = ids.last() {
        model.list.select(*id);
        model.pane.follows = Some(*id);
    }
    model.pane.wanted = Some(wanted);
    model.pane.is_automatic = false;
    model.focus = Focus::Text;
}

/// Goes to the note that was asked for, as soon as what it is about is on screen.
pub(super) fn arrive(model: &mut Model) {
    let Some(id) = model.desk.note.filter(|_| model.pane.wanted.is_none()) else { return };
    let is_coming = model.pane.content.key().is_some() && model.pane.collation.is_none();
    if is_coming || model.pane.rows.is_none() {
        return;
    }
    model.desk.note = None;
    let spot = model.pane.noted.iter().find(|(_, own)| *own == id).map(|(spot, _)| *spot);
    if let Some(spot) = spot {
        reveal(model, spot);
    }
    say(model, id, spot);
}

fn row_of(model: &Model, spot: Spot) -> Option<usize> {
    let rows = model.pane.rows.as_ref()?;
    match spot {
        Spot::Edit(at) => rows.stops.iter().find(|stop| stop.edit == at).map(|stop| stop.row),
        Spot::Unit(at) | Spot::Changed(at) => rows.row_of_unit(at),
        Spot::Version(_) | Spot::Orphan => None,
    }
}

fn reveal(model: &mut Model, spot: Spot) {
    let height = height(model);
    match spot {
        Spot::Edit(at) => go_to(model, at),
        Spot::Unit(at) | Spot::Changed(at) => model.pane.go_to_passage(at, height),
        Spot::Version(_) | Spot::Orphan => {}
    }
}

/// What a note says, and what became of its words.
fn say(model: &mut Model, id: NoteId, spot: Option<Spot>) {
    let Some(note) = model.desk.review.note(id) else { return };
    let state = spot.and_then(Spot::words).map(|words| format!(" ({words})")).unwrap_or_default();
    let words = format!("Note{state}: {}", said(note));
    notice(model, &words);
}

/// Kind and text of a note on one line.
pub fn said(note: &Note) -> String {
    let text = one_line(&note.text);
    match (note.kind.is_empty(), text.is_empty()) {
        (true, _) => text,
        (false, true) => note.kind.clone(),
        (false, false) => format!("{}: {text}", note.kind),
    }
}

/// Goes to the next or previous note in the text.
pub(super) fn step(model: &mut Model, is_forward: bool) {
    let noted = model.pane.noted.iter();
    let mut places: Vec<(usize, Spot, NoteId)> =
        noted.filter_map(|(spot, id)| Some((row_of(model, *spot)?, *spot, *id))).collect();
    places.sort_by_key(|(row, spot, id)| {
        let edit = if let Spot::Edit(at) = spot { *at } else { 0 };
        (*row, edit, *id)
    });
    let Some(rows) = model.pane.rows.clone().filter(|_| !places.is_empty()) else {
        let is_orphan = |(spot, _): &(Spot, NoteId)| matches!(spot, Spot::Orphan);
        if model.pane.noted.iter().any(is_orphan) {
            hint(model, "What was noted here stands no more in this text. {notes} lists it.");
        } else {
            notice(model, "There is no note in this text.");
        }
        return;
    };
    let current = model.pane.current;
    let row = rows
        .stops
        .iter()
        .find(|stop| Some(stop.edit) == current)
        .map(|stop| stop.row)
        .or_else(|| model.pane.row_of_passage(height(model)))
        .unwrap_or(model.pane.scroll);
    // Of several notes on one passage the one that was shown last, as long as the reader has not moved.
    let last = model.pane.last_note.filter(|(_, place)| *place == note_place(model));
    let is_last = |id: NoteId| last.is_some_and(|(last, _)| last == id);
    let is_here = |spot: Spot| match spot {
        Spot::Edit(at) => Some(at) == current,
        Spot::Unit(at) | Spot::Changed(at) => Some(at) == model.pane.passage,
        Spot::Version(_) | Spot::Orphan => false,
    };
    let at = places.iter().position(|(.., id)| is_last(*id));
    let at = at.or_else(|| places.iter().position(|(_, spot, _)| is_here(*spot)));
    let n = places.len();
    let next = match (at, is_forward) {
        (Some(at), true) => (at + 1) % n,
        (Some(at), false) => (at + n - 1) % n,
        (None, true) => places.iter().position(|(own, ..)| *own > row).unwrap_or(0),
        (None, false) => places.iter().rposition(|(own, ..)| *own < row).unwrap_or(n - 1),
    };
    let (_, spot, id) = places[next];
    reveal(model, spot);
    model.pane.last_note = Some((id, note_place(model)));
    say(model, id, Some(spot));
}

const fn note_place(model: &Model) -> NotePlace {
    (model.pane.current, model.pane.passage, model.pane.scroll)
}
