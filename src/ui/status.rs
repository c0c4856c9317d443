//! The two lines at the bottom: where the reader is, and the keys that work here, or what there is to say.

mod edit;

use tui_input::Input;

use edit::{MIN_QUOTED, quoted};

use super::canvas::Canvas;
use super::list::count;
use crate::app::filter::Filter;
use crate::app::hints::hint;
use crate::app::list::{Order, Progress};
use crate::app::model::Stale;
use crate::app::pane::Content;
use crate::app::update::note::said;
use crate::app::{Focus, Model, Overlay};
use crate::collate::{Class, Collation};
use crate::config::action::Action;
use crate::config::theme::Part;
use crate::review::scene::Spot;
use crate::sides::Sides;
use crate::text::safe::SafeText;
use crate::version::Version;

/// Columns of what stands between two things that are said.
const BETWEEN: usize = 3;

/// Below so many columns questions are short, so that the answer has room.
const NARROW: u16 = 72;

/// From so many columns on, the status line says what is reviewed of the story.
const ROOMY: u16 = 110;

/// And from so many on, what is reviewed of the folder.
const ROOMIER: u16 = 140;

/// Columns of the status line that are not those of a passage quoted in it: the words around it, and the place in the text.
const PASSAGE_FRAME: usize = 22;

pub(super) fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.status;
    if !area.is_empty() {
        let style = canvas.part(Part::Bar);
        canvas.fill(area, style);
        match &model.overlay {
            Some(Overlay::Filter(input)) => prompt("filter: ", input, model, canvas),
            Some(Overlay::Search(input)) => prompt("search: ", input, model, canvas),
            Some(Overlay::Name(_, input)) => prompt("name of the story: ", input, model, canvas),
            Some(Overlay::Export(choice)) => {
                let scope = choice.scope;
                let is_narrow = area.width < NARROW;
                let asked = if is_narrow { scope.short_question() } else { scope.question() };
                prompt(asked, &choice.input, model, canvas);
            }
            _ => {
                let typed = model.keys.words();
                let space = if typed.is_empty() { "" } else { "   " };
                let further = further_progress(model);
                let right = SafeText::new(&format!("{typed}{space}{further}{}", position(model)));
                let width = usize::from(area.width);
                let room = width.saturating_sub(right.width() + 3);
                let text = with_hint(&place(model, room), room, model).truncated(room);
                canvas.text((area.x + 1, area.y), room, &text, style);
                let x = area.x
                    + area.width.saturating_sub(u16::try_from(right.width()).unwrap_or(0) + 1);
                canvas.text((x, area.y), right.width(), &right, style);
            }
        }
    }
    draw_keys(model, canvas);
}

/// What there is to say, with the next thing to do where there is room for it.
fn with_hint(words: &str, room: usize, model: &Model) -> SafeText {
    let wide = SafeText::new(&format!("{words}{}", next_thing(model)));
    if wide.width() <= room { wide } else { SafeText::new(words) }
}

/// The next thing to do, for who has not done it yet.
fn next_thing(model: &Model) -> String {
    let hint = hint(model).filter(|_| model.overlay.is_none());
    hint.map_or_else(String::new, |hint| format!(" · {}", model.with_keys(hint)))
}

fn prompt(label: &'static str, input: &Input, model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.status;
    let (style, strong) = (canvas.part(Part::Bar), canvas.part(Part::BarStrong));
    let x = canvas.literal((area.x + 1, area.y), usize::from(area.width), label, strong);
    let room = usize::from((area.x + area.width).saturating_sub(x));
    let x = super::pick::typed(input, (x, area.y), room, style, canvas);
    let found = SafeText::new(&found(model));
    let right =
        (area.x + area.width).saturating_sub(u16::try_from(found.width() + 1).unwrap_or(u16::MAX));
    if right > x + 1 {
        canvas.text((right, area.y), found.width(), &found, style);
    }
}

/// What a search or filter has found so far.
pub(super) fn found(model: &Model) -> String {
    match (&model.overlay, &model.pane.rows) {
        (Some(Overlay::Search(input)), Some(rows)) if !input.value().trim().is_empty() => {
            match rows.hits.len() {
                0 => "nothing found".to_owned(),
                n => format!(
                    "{} of {n}",
                    model.pane.search.as_ref().and_then(|search| search.at).map_or(0, |at| at + 1)
                ),
            }
        }
        (Some(Overlay::Filter(input)), _) => {
            let filter = Filter::parse(input.value());
            if let Some(class) = filter.unknown_class() {
                return format!("no class of edits is called “{class}”");
            }
            let versions = count(model.list.n_versions, "version", "versions");
            match filter.unknown_term() {
                Some(name) => {
                    format!("“{name}:” asks for nothing, a word like others · {versions}")
                }
                None if filter.is_empty() => "headlines, outlets, file names".to_owned(),
                None => versions,
            }
        }
        _ => String::new(),
    }
}

/// Where the reader is, in words, for so many columns: what was asked for last comes first.
fn place(model: &Model, room: usize) -> String {
    let pane = &model.pane;
    let mut words = Vec::new();
    if let (Some(search), Some(rows)) = (&pane.search, &pane.rows) {
        let at = search.at.map_or(0, |at| at + 1);
        words.push(format!("“{}”: {at} of {}", search.query, rows.hits.len()));
    }
    if model.focus == Focus::List && model.has_list() {
        let (at, n) = model.list.count();
        if n > 0 {
            words.push(format!("{at}/{n}"));
        }
        if model.list.order != Order::default() {
            words.push(model.list.order.words().to_owned());
        }
    }
    if !model.list.filter.is_empty() {
        words.push(format!("filter “{}”", model.list.filter));
    }
    let before: usize = words.iter().map(|words| SafeText::new(words).width() + BETWEEN).sum();
    words.push(match (&pane.content, &pane.collation) {
        (Content::Empty, _) => String::new(),
        (Content::Single(_), _) => reading(model),
        (Content::Comparing(_), None) => "comparing …".to_owned(),
        (Content::Comparing(_), Some(collation)) if has_passage(model) => {
            passage(model, &reviewed(model, collation))
        }
        (Content::Comparing(sides), Some(collation)) => {
            let versions = sides.as_ref().as_ref().map(|shown| shown.loaded.version.as_ref());
            comparison(model, collation, versions, room.saturating_sub(before))
        }
    });
    words.join(" · ")
}

/// Whether the reader has gone to a passage that is on screen.
fn has_passage(model: &Model) -> bool {
    let height = usize::from(model.areas.text.height);
    model.pane.passage.is_some_and(|unit| model.pane.is_on_screen(unit, height))
}

/// The passage that the reader has gone to, what is reviewed, and what the note on the passage says.
fn passage(model: &Model, reviewed: &str) -> String {
    let width = usize::from(model.areas.status.width).saturating_sub(reviewed.len());
    let note = note(model).map_or_else(String::new, |note| format!(" · note: {note}"));
    let room = if note.is_empty() { width } else { width / 2 };
    let text = SafeText::new(&crate::text::one_line(model.pane.passage_text().unwrap_or_default()));
    let text = text.truncated(room.saturating_sub(PASSAGE_FRAME).max(MIN_QUOTED));
    format!("passage{reviewed} · “{text}”{note}")
}

/// How far one version is read, and whether there is another.
fn reading(model: &Model) -> String {
    let mut words = Vec::new();
    if has_passage(model) {
        words.push(passage(model, ""));
    } else if let Some((at, n)) = model.reading.paragraph {
        words.push(format!("reading: paragraph {at} of {n}"));
    }
    if !model.reading.can_compare {
        words.push("no other version of this text".to_owned());
    }
    words.join(" · ")
}

fn comparison(
    model: &Model,
    collation: &Collation,
    versions: Sides<&Version>,
    room: usize,
) -> String {
    let stops = model.pane.rows.as_ref().map(|rows| &rows.stops);
    let stops = model.pane.selected.as_ref().or(stops);
    let current = model.pane.current.zip(stops).and_then(|(edit, stops)| {
        let at = stops.iter().position(|stop| stop.edit == edit)?;
        Some((at + 1, stops.len(), collation.edits.get(edit)?))
    });
    // Where the text is not on screen, its edits are counted all the same.
    let n_edits = stops.map_or(collation.summary.n_edits, Vec::len);
    let reviewed = reviewed(model, collation);
    match (current, n_edits) {
        (Some((at, total, edit)), _) => {
            let coarse = if collation.truncated.is_some() { "≈ " } else { "" };
            let head = format!("{coarse}edit {at}/{total}{reviewed} · ");
            let note = note(model).map_or_else(String::new, |note| format!(" · note: {note}"));
            let room = room.saturating_sub(SafeText::new(&head).width());
            let taken = SafeText::new(&format!("{note}{}", next_thing(model))).width();
            // What has no room beside a reading of some length has none.
            let quoted = quoted(edit, versions, room.saturating_sub(taken).max(room / 2), model);
            format!("{head}{quoted}{note}")
        }
        (None, 0) if collation.summary.n_edits > 0 => {
            format!(
                "none of the {} edits is looked at{reviewed}; {}",
                collation.summary.n_edits,
                model.with_keys("{select-edits} chooses others")
            )
        }
        (None, 0) if collation.summary.count(Class::Typography) > 0 => {
            model.with_keys("the same words; only typography differs ({typography} shows it)")
        }
        (None, 0) => "the same words on both sides".to_owned(),
        (None, n) => {
            let coarse =
                collation.truncated.map(|reason| format!(" · ≈ {reason}")).unwrap_or_default();
            // Where the text is not on screen, or small, its counts have no line of their own.
            let counts = if model.areas.counts.is_empty() {
                model.pane.counts.words(collation.summary.n_edits)
            } else if reviewed.is_empty() {
                format!("{n} not reviewed")
            } else {
                String::new()
            };
            let words = format!("{counts}{reviewed}{coarse}");
            words.strip_prefix(" · ").unwrap_or(&words).to_owned()
        }
    }
}

/// How many edits are reviewed, and what else is said of them as a whole; nothing if there is nothing to say.
fn reviewed(model: &Model, collation: &Collation) -> String {
    // What is not on the disk yet is not said to be reviewed.
    let is_kept = model.desk.n_unkept() == 0;
    let mut words = match model.pane.n_reviewed {
        0 => String::new(),
        n if !is_kept && model.desk.trouble.is_some() => format!(" · {n} reviewed, not kept"),
        n if !is_kept => format!(" · keeping {n} …"),
        n if n == collation.summary.n_edits => " · all reviewed".to_owned(),
        n => format!(" · {n} reviewed"),
    };
    let selection = model.desk.selection.words();
    if !selection.is_empty() {
        words.push_str(" · ");
        words.push_str(&selection);
    }
    words
}

/// What the note on the edit or passage that the reader is at says.
fn note(model: &Model) -> Option<String> {
    let (edit, passage) = (model.pane.current, model.pane.passage);
    let is_here = |spot: &Spot| match spot {
        Spot::Edit(at) => Some(*at) == edit,
        Spot::Unit(at) | Spot::Changed(at) => Some(*at) == passage,
        Spot::Version(_) | Spot::Orphan => false,
    };
    let (_, id) = model.pane.noted.iter().find(|(spot, _)| is_here(spot))?;
    let note = model.desk.review.note(*id)?;
    Some(said(note))
}

/// How much of the story and of the folder is reviewed, where there is room for it.
fn further_progress(model: &Model) -> String {
    let width = model.areas.status.width;
    if !model.stale(Stale::Changed).is_empty() {
        // These count the edits of the new text; what is on screen has others.
        return String::new();
    }
    let story = model.list.story.filter(|_| width >= ROOMY);
    let has_more = model.news.snapshot.stories.len() > 1;
    let folder = model.list.folder.filter(|all| all.n_reviewed > 0 && has_more);
    let folder = folder.filter(|_| width >= ROOMIER);
    let words = |(name, progress): (&str, Progress)| {
        format!("{name} {}/{}", progress.n_reviewed, progress.total())
    };
    let all = [story.map(|own| ("story", own)), folder.map(|own| ("folder", own))];
    let all: Vec<String> = all.into_iter().flatten().map(words).collect();
    if all.is_empty() { String::new() } else { format!("{} reviewed   ", all.join(" · ")) }
}

/// How far down the text the screen stands.
fn position(model: &Model) -> String {
    let height = usize::from(model.areas.text.height);
    let total = model.pane.n_rows();
    if total == 0 || height == 0 {
        return String::new();
    }
    if total <= height {
        return "all".to_owned();
    }
    match model.pane.scroll {
        0 => "top".to_owned(),
        at if at + height >= total => "end".to_owned(),
        at => format!("{} %", at * 100 / (total - height)),
    }
}

fn draw_keys(model: &Model, canvas: &mut Canvas<'_>) {
    let area = model.areas.keys;
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let standing = || standing_notice(model).filter(|_| model.keys.begun().is_empty());
    if let Some(text) = &model.notice {
        // Until the next key.
        notice(text, true, model, canvas);
        return;
    }
    if let Some(text) = standing() {
        notice(&text, false, model, canvas);
        return;
    }
    let style = canvas.part(Part::Keys);
    canvas.fill(area, style);
    if let Some(overlay) = &model.overlay {
        let words = SafeText::new(&fitting(&overlay_hints(overlay, model), width));
        canvas.text((area.x + 1, area.y), width.saturating_sub(1), &words, style);
        return;
    }
    let words = SafeText::new(&fitting(&keys(model), width));
    canvas.text((area.x + 1, area.y), width.saturating_sub(1), &words, style);
}

/// As many hints as there is room for. What leads to all others, and out, is left out last.
fn fitting(hints: &[Hint], width: usize) -> String {
    let own = |hint: &Hint| SafeText::new(&hint.words).width();
    // A column stays free before the first; the space after the last needs none.
    let mut room = width + 2;
    let mut is_kept = vec![false; hints.len()];
    for is_needed in [true, false] {
        for (at, hint) in hints.iter().enumerate().filter(|(_, hint)| hint.is_needed == is_needed) {
            match room.checked_sub(own(hint)) {
                Some(left) => (room, is_kept[at]) = (left, true),
                // What is less useful is not shown instead.
                None if !is_needed => break,
                None => {}
            }
        }
    }
    let kept = hints.iter().zip(is_kept).filter(|(_, is_kept)| *is_kept);
    let text: String = kept.map(|(hint, _)| hint.words.as_str()).collect();
    text.trim_end().to_owned()
}

/// What can be pressed, in words.
struct Hint {
    words: String,
    /// Whether it leads to all others, or out.
    is_needed: bool,
}

/// What stays true until the user does something about it.
pub(super) fn standing_notice(model: &Model) -> Option<SafeText> {
    let names = |names: Vec<&SafeText>| {
        names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
    };
    if let Some(trouble) = &model.desk.trouble {
        return Some(trouble.clone());
    }
    let changed = model.stale(Stale::Changed);
    if !changed.is_empty() {
        let way = model.with_keys("{take-in} takes the new text in");
        return Some(SafeText::new(&format!("{} changed on disk: {way}.", names(changed))));
    }
    let unreadable = model.stale(Stale::Unreadable);
    if !unreadable.is_empty() {
        let whose = if unreadable.len() == 1 { "its text stays" } else { "their texts stay" };
        let names = names(unreadable);
        return Some(SafeText::new(&format!("{names} cannot be read now; {whose} here.")));
    }
    let gone = model.stale(Stale::Gone);
    (!gone.is_empty())
        .then(|| SafeText::new(&format!("{}: the file is gone; its text stays here.", names(gone))))
}

/// Something to say in the last line; what has no room there may take the line above, too, unless something is typed in it.
fn notice(text: &SafeText, may_take_two: bool, model: &Model, canvas: &mut Canvas<'_>) {
    let (area, status) = (model.areas.keys, model.areas.status);
    let style = canvas.part(Part::Notice);
    let room = usize::from(area.width).saturating_sub(1);
    let is_typing = matches!(
        model.overlay,
        Some(Overlay::Filter(_) | Overlay::Search(_) | Overlay::Name(..) | Overlay::Export(_))
    );
    let mut text = text.clone();
    canvas.fill(area, style);
    if may_take_two && text.width() > room && !status.is_empty() && !is_typing {
        let lines = text.wrapped(room, usize::MAX);
        if let Some(rest) = text.as_str().strip_prefix(lines[0].as_str()) {
            canvas.fill(status, style);
            canvas.text((status.x + 1, status.y), room, &lines[0], style);
            text = SafeText::new(rest.trim_start());
        }
    }
    // Names of files are long, and what there is to say of them stands at the end.
    canvas.text((area.x + 1, area.y), room, &text.elided(room).0, style);
}

/// What can be pressed now, most useful first: what follows on keys that were typed, else the keys that matter most here.
fn keys(model: &Model) -> Vec<Hint> {
    let (context, begun) = (model.focus.context(), model.keys.begun());
    if begun.is_empty() {
        let key = |(action, word): &(Action, &str)| {
            let words = format!("{} {word}   ", model.keymap.key_for(*action, context)?);
            let is_needed = matches!(action, Action::Help | Action::Quit | Action::Back);
            Some(Hint { words, is_needed })
        };
        return hints(model).iter().filter_map(key).collect();
    }
    let following = model.keymap.following(context, begun).into_iter();
    let following = following.map(|(keys, action)| format!("{keys} {}   ", action.name()));
    let all = std::iter::once("esc back   ".to_owned()).chain(following);
    all.map(|words| Hint { words, is_needed: false }).collect()
}

/// The same, one by one. What leads out is left out last.
fn overlay_hints(overlay: &Overlay, model: &Model) -> Vec<Hint> {
    let hint = |words: &str| {
        let is_needed = words.starts_with("esc") || words.contains("other key");
        Hint { words: format!("{}   ", model.with_keys(words)), is_needed }
    };
    overlay_hint(overlay).split("   ").map(hint).collect()
}

/// The keys that work in what lies over the screen, most useful first. Only those in braces are remappable.
pub(super) const fn overlay_hint(overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::Help(_) => "type to find   ↑ ↓ move   esc back",
        Overlay::Run(_) => "enter run   tab complete   ↑ ↓ choose   esc back",
        Overlay::Filter(_) => "enter keep   esc all   ↑ ↓ choose",
        Overlay::Search(_) => "enter keep   esc forget",
        Overlay::Pick(_) => "enter compare   esc back   ↑ ↓ choose",
        Overlay::Join(_) => "enter join   esc back   ↑ ↓ choose",
        Overlay::Name(..) => "enter keep   esc back   without letters: no name",
        Overlay::Selection(_) => {
            "space in or out   o only this one   a all   {down} down   {up} up   other keys go back"
        }
        Overlay::Note(_) => {
            "esc keep   enter new line   ctrl-x discard   tab kind   ctrl-t about what   ctrl-e editor"
        }
        Overlay::Notes(_) => {
            "enter go there   e edit   d delete   {down} down   {up} up   other keys go back"
        }
        Overlay::Export(_) => {
            "enter write   tab this comparison, its story or all   esc back   .html .md .json .csv"
        }
        Overlay::Themes { .. } => {
            "enter use until you quit   {down} down   {up} up   any other key: the theme before"
        }
        Overlay::Revisions(_) => {
            "enter compare with the one marked >   space mark it   {down} down   {up} up   other keys go back"
        }
        Overlay::Matrix(_) => "enter compare   ↑ ↓ ← → move   other keys go back",
        Overlay::Outline(_) => "enter go there   {down} down   {up} up   other keys go back",
        Overlay::Furniture(_) => {
            "enter change, in all files   {down} down   {up} up   other keys go back"
        }
    }
}

/// The keys that matter most here, most useful first.
const fn hints(model: &Model) -> &'static [(Action, &'static str)] {
    match (model.focus, &model.pane.content) {
        (Focus::List, Content::Empty) if model.list.lines.is_empty() => {
            &[(Action::Help, "help"), (Action::Quit, "quit"), (Action::Rescan, "look again")]
        }
        (Focus::List, _) => &[
            (Action::Open, "open"),
            (Action::Read, "read"),
            (Action::Search, "filter"),
            (Action::NextEdit, "next edit"),
            (Action::NextVersion, "next version"),
            (Action::Help, "help"),
            (Action::Quit, "quit"),
            (Action::Sort, "sort"),
            (Action::Base, "base"),
            (Action::PickVersion, "pick"),
            (Action::Matrix, "matrix"),
            (Action::FoldStories, "fold"),
            (Action::Join, "join"),
            (Action::Pause, "pause"),
        ],
        (Focus::Text, Content::Single(_)) => &[
            (Action::Read, "compare"),
            (Action::Outline, "outline"),
            (Action::NextVersion, "next version"),
            (Action::Search, "search"),
            (Action::HideFurniture, "furniture"),
            (Action::Measure, "width"),
            (Action::Matrix, "matrix"),
            (Action::Note, "note"),
            (Action::Help, "help"),
            (Action::Quit, "quit"),
            (Action::Back, "back"),
            (Action::PickVersion, "pick"),
        ],
        (Focus::Text, _) => &[
            (Action::NextEdit, "next"),
            (Action::PreviousEdit, "back"),
            (Action::Mark, "mark"),
            (Action::Note, "note"),
            (Action::Select, "filter"),
            (Action::NextVersion, "version"),
            (Action::Search, "search"),
            (Action::Help, "help"),
            (Action::Quit, "quit"),
            (Action::Back, "list"),
            (Action::Read, "read"),
            (Action::Matrix, "matrix"),
            (Action::Swap, "swap"),
            (Action::Gather, "move"),
            (Action::Typography, "typography"),
            (Action::Fold, "fold"),
            (Action::PickVersion, "pick"),
            (Action::Furniture, "furniture"),
        ],
    }
}
