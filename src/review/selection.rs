//! [`Selection`]: which edits the reader looks at.

use crate::collate::Class;

/// Which edits are looked at; the others are passed over, and shown like text that does not differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Classes that are left out, a bit for each.
    left_out: u16,
    /// Whether reviewed edits are left out.
    pub hides_reviewed: bool,
    /// Whether edits without a note are left out.
    pub only_noted: bool,
}

/// What there is to know of an edit to decide whether it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its class.
    pub class: Class,
    /// Whether it is reviewed.
    pub is_reviewed: bool,
    /// Whether there is a note on it.
    pub is_noted: bool,
}

impl Selection {
    /// Only these classes.
    pub fn of_classes(classes: &[Class]) -> Self {
        let mut selection = Self::default();
        for class in Class::ALL.iter().filter(|class| !classes.contains(class)) {
            selection.toggle(*class);
        }
        selection
    }

    /// Whether all edits are looked at.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether edits of a class are looked at.
    pub const fn has_class(&self, class: Class) -> bool {
        self.left_out & (1 << class as u16) == 0
    }

    /// Leaves a class out, or takes it in again.
    pub const fn toggle(&mut self, class: Class) {
        self.left_out ^= 1 << class as u16;
    }

    /// Whether an edit is looked at.
    pub const fn has(&self, edit: Standing) -> bool {
        self.has_class(edit.class)
            && !(self.hides_reviewed && edit.is_reviewed)
            && (!self.only_noted || edit.is_noted)
    }

    /// What is left out, in words; nothing if that is nothing.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        // Typography is folded or not, which is said elsewhere.
        let shown: Vec<&str> = Class::ALL
            .iter()
            .filter(|class| self.has_class(**class) && **class != Class::Typography)
            .map(|class| class.name())
            .collect();
        if self.left_out & !(1 << Class::Typography as u16) != 0 {
            let shown = if shown.is_empty() { "typography".to_owned() } else { shown.join(", ") };
            words.push(format!("only {shown}"));
        }
        if self.hides_reviewed {
            words.push("without reviewed edits".to_owned());
        }
        if self.only_noted {
            words.push("only edits with a note".to_owned());
        }
        words.join(", ")
    }
}
