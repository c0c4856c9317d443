//! [`Part`]: the parts of the screen beside the text. Themes, and their manual, are made from this one table.

/// Makes the enum, its names and its one-line descriptions from one table.
macro_rules! parts {
    ($($variant:ident, $name:literal, $words:literal;)*) => {
        /// A part of the screen beside the text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Part {
            $(#[doc = $words] $variant,)*
        }

        impl Part {
            /// All parts.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in themes.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is, in one line.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }
    };
}

parts! {
    Bar, "bar", "The line at the top, the status line";
    BarStrong, "bar-strong", "What matters in a bar";
    Item, "item", "A version in the list";
    ItemTitle, "item-title", "The headline over a family in the list";
    ItemDetail, "item-detail", "Figures and reasons in the list";
    Selected, "selected", "The selected version, while the list has the keys";
    SelectedAway, "selected-away", "The selected version, while the text has the keys";
    Found, "found", "Letters that the filter found";
    Title, "title", "The title over a column";
    Border, "border", "Lines between panes";
    Keys, "keys", "The line of keys";
    Notice, "notice", "News, and what went wrong";
    Box, "box", "A box over the screen";
    Current, "current", "The edit that the reader is at";
    Reviewed, "reviewed", "Words of an edit that is reviewed";
    Hit, "hit", "What a search found";
    Strip, "strip", "The map at the edge";
    StripView, "strip-view", "The part of the map that is on screen";
}
