//! [`Action`]: everything a key can mean. Key map, help and manual are made from this one table.

use super::keymap::Context;

/// Makes the enum, its names and its one-line descriptions from one table.
macro_rules! actions {
    ($($topic:literal: $($variant:ident, $name:literal, $words:literal;)*)*) => {
        /// Everything a key can mean.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $words] $variant,)*)*
        }

        impl Action {
            /// All actions, in the order of the help screen.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)*)*];

            /// The name in key maps.
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name,)*)* }
            }

            /// What it does, in one line.
            pub const fn description(self) -> &'static str {
                match self { $($(Self::$variant => $words,)*)* }
            }

            /// What it has to do with: a heading of the help screen.
            pub const fn topic(self) -> &'static str {
                match self { $($(Self::$variant => $topic,)*)* }
            }
        }
    };
}

actions! {
    "Moving":
    Down, "down", "One row or version down";
    Up, "up", "One row or version up";
    PageDown, "page-down", "One page down";
    PageUp, "page-up", "One page up";
    Top, "top", "To the top";
    Bottom, "bottom", "To the bottom";
    Center, "center", "This edit to the middle of the screen";
    SwitchPane, "switch-pane", "To the other pane";
    Open, "open", "Open the selected version";
    Back, "back", "Leave the text; in the list, clear the filter";
    "Edits":
    NextEdit, "next-edit", "To the next edit";
    PreviousEdit, "previous-edit", "To the previous edit";
    NextPassage, "next-passage", "To the next passage, whether it has an edit or not";
    PreviousPassage, "previous-passage", "To the previous passage";
    Mark, "mark", "Mark this edit reviewed and go to the next";
    MarkAll, "mark-all", "Mark the whole comparison reviewed, or not";
    NextLeft, "next-unreviewed", "To the next edit not yet reviewed, across versions";
    Undo, "undo", "Take back the last mark, note or decision";
    "Notes":
    Note, "note", "Write a note on this edit, passage, version or story";
    Notes, "notes", "The notes on what is shown";
    NextNote, "next-note", "To the next note";
    PreviousNote, "previous-note", "To the previous note";
    Select, "select-edits", "Choose which edits are looked at";
    "Passing on":
    Copy, "copy-edit", "Copy this edit as text";
    CopyReport, "copy-report", "Copy the report on this comparison";
    Report, "report", "Write a report: HTML, Markdown, JSON or CSV";
    Edit, "edit-file", "Open the file in your editor at this passage";
    "Versions":
    NextVersion, "next-version", "Compare with the next version of the story";
    PreviousVersion, "previous-version", "Compare with the previous version of the story";
    Swap, "swap", "Swap the columns";
    Base, "base", "Compare the family with this version, or no longer";
    PickVersion, "pick-version", "Pick any version for the other column";
    Matrix, "matrix", "All versions of the story, and how much they have in common";
    "How it is shown":
    Gather, "gather", "Bring the other half of a move here and back";
    Typography, "typography", "Show or fold differences of typography";
    Fold, "fold", "Fold or show unchanged passages";
    SideBySide, "side-by-side", "Two columns";
    OneColumn, "one-column", "One column";
    Automatic, "automatic", "One or two columns by the width of the terminal";
    Measure, "measure", "Next measure: how wide a column of text gets";
    Read, "read", "Read one version alone, or compare it again";
    Outline, "outline", "The paragraphs of the version that is read, to jump by";
    HideFurniture, "hide-furniture", "Leave furniture out where one version is read, or show it";
    "Searching":
    Search, "search", "Search the text, or filter the list";
    NextHit, "next-hit", "To the next hit of the search, or the next edit";
    PreviousHit, "previous-hit", "To the previous hit of the search, or edit";
    "Stories":
    Sort, "sort", "Sort stories: by file, date, name, versions, difference, what is left";
    FoldStories, "fold-stories", "List stories without their versions, or with them";
    Join, "join-story", "Join the story with another one";
    Split, "split-story", "Make the version a story of its own";
    Pin, "pin-story", "Keep the story as it is, or no longer";
    Name, "name-story", "Give the story a name";
    "Files":
    Furniture, "furniture", "Why paragraphs here are furniture, or are not; change it";
    Revisions, "revisions", "Earlier states of this file";
    Changes, "changes", "What has changed in this file since you reviewed it";
    TakeIn, "take-in", "Take in the changed text of the articles shown";
    Pause, "pause", "Pause or go on watching the folders";
    Rescan, "rescan", "Look through the folders again";
    "The program":
    ChooseTheme, "choose-theme", "Choose a theme, and see how each looks";
    Redraw, "redraw", "Draw the screen again";
    Suspend, "suspend", "Back to the shell, until fg";
    Run, "run-action", "Run any action by its name";
    Help, "help", "All actions and their keys";
    Quit, "quit", "Quit";
}

impl Action {
    /// The action with this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// What it does at one place.
    pub const fn description_in(self, place: Context) -> &'static str {
        match (self, place) {
            (Self::Back, Context::Text) => "Back to the list",
            (Self::Back, Context::List) => "Show the whole list again, without a filter",
            _ => self.description(),
        }
    }

    /// Whether a count before its key means so many times. Before all others it means nothing.
    pub const fn is_repeatable(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::PageDown
                | Self::PageUp
                | Self::NextEdit
                | Self::PreviousEdit
                | Self::NextPassage
                | Self::PreviousPassage
                | Self::NextNote
                | Self::PreviousNote
                | Self::NextVersion
                | Self::PreviousVersion
                | Self::NextHit
                | Self::PreviousHit
                | Self::Undo
        )
    }
}
