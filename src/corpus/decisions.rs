//! [`Decisions`]: what the reader has decided about stories and furniture, and how a decision is taken back.

use std::collections::BTreeMap;
use std::path::Path;

use super::article::Location;
use super::common::Told;

/// What the reader has decided about stories and furniture. Stronger than what is worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// The group that an article was put in. Articles of one group are one story, those of two never.
    pub groups: BTreeMap<Location, u64>,
    /// What groups are called.
    pub names: BTreeMap<u64, String>,
    /// Paragraphs that are furniture, or are not.
    pub blocks: Told,
}

/// What was decided before where something else is decided now; nothing where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Former {
    groups: Vec<(Location, Option<u64>)>,
    names: Vec<(u64, Option<String>)>,
    blocks: Vec<(u64, Option<bool>)>,
}

impl Decisions {
    /// What takes these decisions back to what they were before.
    pub fn former(&self, before: &Self) -> Former {
        let groups = self.groups.keys().chain(before.groups.keys());
        let groups = groups.filter(|key| self.groups.get(*key) != before.groups.get(*key));
        let names = self.names.keys().chain(before.names.keys());
        let names = names.filter(|key| self.names.get(*key) != before.names.get(*key));
        let blocks = self.blocks.keys().chain(before.blocks.keys());
        let blocks = blocks.filter(|key| self.blocks.get(*key) != before.blocks.get(*key));
        Former {
            groups: groups.map(|key| (key.clone(), before.groups.get(key).copied())).collect(),
            names: names.map(|key| (*key, before.names.get(key).cloned())).collect(),
            blocks: blocks.map(|key| (*key, before.blocks.get(key).copied())).collect(),
        }
    }

    /// Decides again as before, and leaves all else as it is. Whether anything is another now.
    pub fn restore(&mut self, former: Former) -> bool {
        let before = self.clone();
        for (key, old) in former.groups {
            match old {
                Some(group) => self.groups.insert(key, group),
                None => self.groups.remove(&key),
            };
        }
        for (key, old) in former.names {
            match old {
                Some(name) => self.names.insert(key, name),
                None => self.names.remove(&key),
            };
        }
        for (key, old) in former.blocks {
            match old {
                Some(is_furniture) => self.blocks.insert(key, is_furniture),
                None => self.blocks.remove(&key),
            };
        }
        *self != before
    }
}

impl Former {
    /// Whether there is nothing to take back.
    pub const fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.names.is_empty() && self.blocks.is_empty()
    }

    /// The same when a file was renamed since.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        for (location, _) in &mut self.groups {
            *location = location.moved(from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_taken_back_and_no_other() {
        let at = |name: &str| Location::file(name.into());
        let mut before = Decisions::default();
        before.groups.insert(at("a"), 1);
        before.names.insert(1, "The ferry".to_owned());
        let mut after = before.clone();
        after.groups.insert(at("a"), 2);
        after.groups.insert(at("b"), 2);
        after.names.remove(&1);
        after.blocks.insert(7, true);
        let former = after.former(&before);
        // Meanwhile something else was decided, and a file was renamed.
        let mut now = after;
        now.groups.insert(at("c"), 3);
        now.groups.remove(&at("b"));
        now.groups.insert(at("d"), 2);
        let mut renamed = former.clone();
        renamed.follow(Path::new("b"), Path::new("d"));
        assert!(now.restore(renamed.clone()));
        let mut expected = before;
        expected.groups.insert(at("c"), 3);
        assert_eq!(now, expected);
        assert!(!now.restore(renamed), "it is so already");
        assert!(!former.is_empty());
    }
}
