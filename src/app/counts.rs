//! [`Counts`]: how many edits of each class the reader looks at, always in sight where two versions are compared.

use super::model::Model;
use crate::collate::{Class, Collation};
use crate::layout::Typography;
use crate::text::safe::SafeText;

/// What stands between two counts, the less the less room there is.
const BETWEEN: [&str; 3] = [" · ", "  ", " "];

/// How many edits of each class the reader looks at, and how that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The classes that occur among the edits looked at, and how often.
    pub classes: Vec<(Class, usize)>,
    /// The line under the text: words, and the class that they count, if they count one.
    pub line: Vec<(SafeText, Option<Class>)>,
    /// The same in words, a line to a string, where all is said line by line.
    pub spoken: Vec<SafeText>,
}

impl Counts {
    /// Counts the edits on screen, and lays out what is said of them.
    pub fn of(model: &Model) -> Self {
        let Some(collation) = &model.pane.collation else { return Self::default() };
        let classes = counted(model, collation);
        let (line, title) = (model.areas.counts, model.areas.title);
        // A column stays free on either side.
        let line = fitted(
            &head(&classes, collation.summary.n_edits),
            &classes,
            usize::from(line.width).saturating_sub(2),
        );
        let spoken = if model.is_linear() {
            let words = spoken(model, collation, &classes);
            SafeText::new(&words).wrapped(usize::from(title.width), usize::from(title.height))
        } else {
            Vec::new()
        };
        Self { classes, line, spoken }
    }

    /// All counts at full length, of so many edits in all.
    pub fn words(&self, n_edits: usize) -> String {
        let words = self.classes.iter().map(|(class, n)| format!("{n} {}", class.counted(*n)));
        head(&self.classes, n_edits) + &words.collect::<Vec<_>>().join(BETWEEN[0])
    }
}

/// What stands before the counts: how many edits there are, and how many of them are looked at.
fn head(classes: &[(Class, usize)], n_edits: usize) -> String {
    let n: usize = classes.iter().map(|(_, n)| n).sum();
    let edits = if n.max(n_edits) == 1 { "edit" } else { "edits" };
    match n {
        0 => String::new(),
        // Those of typography are none of the edits, until they are shown.
        n if n >= n_edits => format!("{n} {edits}: "),
        n => format!("{n} of {n_edits} {edits}: "),
    }
}

fn counted(model: &Model, collation: &Collation) -> Vec<(Class, usize)> {
    let is_looked_at = |class: Class| match class {
        Class::Typography => model.settings.typography == Typography::Shown,
        class => model.desk.selection.has_class(class),
    };
    let count = |class: Class| match &model.pane.selected {
        Some(stops) => {
            let of_class = |edit: usize| collation.edits.get(edit).map(|own| own.class);
            stops.iter().filter(|stop| of_class(stop.edit) == Some(class)).count()
        }
        None if is_looked_at(class) => collation.summary.count(class),
        None => 0,
    };
    let counts = Class::ALL.into_iter().map(|class| (class, count(class)));
    counts.filter(|(_, n)| *n > 0).collect()
}

/// The name of a class where there is no room for all of it.
const fn short(class: Class, _: usize) -> &'static str {
    match class {
        Class::Typography => "typo",
        Class::Punctuation => "punct",
        Class::Spelling => "spell",
        Class::Number => "num",
        Class::Quotation => "quot",
        Class::Attribution => "attr",
        Class::Wording => "word",
        Class::Addition => "add",
        Class::Date | Class::Name | Class::Cut | Class::Move => class.name(),
    }
}

/// The counts in so many columns: what stands before them goes, names and the space between them get shorter, before one is
/// left out.
fn fitted(head: &str, classes: &[(Class, usize)], room: usize) -> Vec<(SafeText, Option<Class>)> {
    let forms = [
        (head, Class::counted as fn(Class, usize) -> &'static str, BETWEEN[0]),
        (head, Class::counted, BETWEEN[1]),
        ("", Class::counted, BETWEEN[1]),
        (head, short, BETWEEN[1]),
        ("", short, BETWEEN[0]),
        ("", short, BETWEEN[1]),
        ("", short, BETWEEN[2]),
    ];
    let of = |(head, name, between): (&str, fn(Class, usize) -> &'static str, &str)| {
        let mut line: Vec<(SafeText, Option<Class>)> = Vec::new();
        for (class, n) in classes {
            let before = if line.is_empty() { head } else { between };
            line.push((SafeText::new(before), None));
            line.push((SafeText::new(&format!("{n} {}", name(*class, *n))), Some(*class)));
        }
        line
    };
    let width = |line: &[(SafeText, Option<Class>)]| -> usize {
        line.iter().map(|(words, _)| words.width()).sum()
    };
    let lines = forms.map(of);
    let shortest = forms.len() - 1;
    if let Some(line) = lines.iter().find(|line| width(line) <= room) {
        return line.clone();
    }
    let mut line = lines.into_iter().nth(shortest).unwrap_or_default();
    let more = SafeText::new("  …");
    while !line.is_empty() && width(&line) + more.width() > room {
        // The count, and what stands before it.
        line.truncate(line.len().saturating_sub(2));
    }
    line.push((more.truncated(room), None));
    line
}

/// How the versions compare, for ears.
fn spoken(model: &Model, collation: &Collation, classes: &[(Class, usize)]) -> String {
    let n_edits = collation.summary.n_edits;
    if n_edits == 0 {
        return "No edits: the same words on both sides.".to_owned();
    }
    let counts: Vec<String> =
        classes.iter().map(|(class, n)| format!("{n} {}", class.counted(*n))).collect();
    let reviewed = match model.pane.n_reviewed {
        0 => String::new(),
        n if n == n_edits => ", all reviewed".to_owned(),
        n => format!(", {n} reviewed"),
    };
    let selection = model.desk.selection.words();
    let selection =
        if selection.is_empty() { selection } else { format!(" Looked at: {selection}.") };
    let coarse = collation.truncated.map_or_else(String::new, |reason| format!(" {reason}."));
    let head = match head(classes, n_edits) {
        head if head.is_empty() => format!("{n_edits} edits: "),
        head => head,
    };
    let edits = head.trim_end_matches(": ");
    let counts = if counts.is_empty() { "none looked at".to_owned() } else { counts.join(", ") };
    format!("{edits}{reviewed}: {counts}.{selection}{coarse}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [(Class, usize); 4] =
        [(Class::Spelling, 2), (Class::Number, 11), (Class::Attribution, 1), (Class::Move, 1)];

    #[track_caller]
    fn check(classes: &[(Class, usize)], room: usize, expected: &str) {
        let line = fitted("15 edits: ", classes, room);
        let text: String = line.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(text, expected);
        assert!(SafeText::new(&text).width() <= room);
    }

    #[test]
    fn what_has_no_room_gets_shorter_before_it_is_left_out() {
        check(&SOME, 60, "15 edits: 2 spelling · 11 numbers · 1 attribution · 1 move");
        check(&SOME, 55, "15 edits: 2 spelling  11 numbers  1 attribution  1 move");
        check(&SOME, 45, "2 spelling  11 numbers  1 attribution  1 move");
        check(&SOME, 41, "15 edits: 2 spell  11 num  1 attr  1 move");
        check(&SOME, 38, "2 spell · 11 num · 1 attr · 1 move");
        check(&SOME, 31, "2 spell  11 num  1 attr  1 move");
        check(&SOME, 30, "2 spell 11 num 1 attr 1 move");
        check(&SOME, 27, "2 spell 11 num 1 attr  …");
        check(&SOME, 10, "2 spell  …");
        check(&SOME, 2, " …");
        check(&SOME, 0, "");
        check(&[], 5, "");
    }

    #[test]
    fn what_is_left_out_is_counted_too() {
        assert_eq!(head(&SOME, 15), "15 edits: ");
        assert_eq!(head(&SOME, 31), "15 of 31 edits: ");
        assert_eq!(head(&[(Class::Date, 1)], 1), "1 edit: ");
        assert_eq!(head(&[(Class::Typography, 4)], 0), "4 edits: ");
        assert_eq!(head(&[], 3), "");
    }

    #[test]
    fn all_classes_fit_a_terminal_of_eighty_columns() {
        let all = Class::ALL.map(|class| (class, 7));
        let line = fitted("84 edits: ", &all, 78);
        let n_counted = line.iter().filter(|(_, class)| class.is_some()).count();
        // Typography is folded unless the reader wants it: the other eleven.
        assert!(n_counted >= Class::ALL.len() - 1, "{line:?}");
    }
}
