//! Which files came, went or have another name since the reader looked last: said once, in one line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::corpus::{ArticleId, Snapshot};
use crate::text::safe::SafeText;

/// What was said of files that came and went, and since when.
#[derive(Clone, Debug, Default)]
pub struct Comings {
    /// The files as they were known last; nothing before all were read for the first time.
    last: Option<Arc<Snapshot>>,
    /// The files before the first of the changes that are said now.
    since: Option<Arc<Snapshot>>,
    /// What is said.
    said: Option<SafeText>,
}

impl Comings {
    /// Takes in all files as they are now. What is said goes on being said with what has come to it, as long as it is on screen,
    /// that is, as long as it is the `notice`. Of versions that are `shown` the screen says it anyway.
    pub fn take(
        &mut self,
        now: &Arc<Snapshot>,
        notice: Option<&SafeText>,
        shown: &[ArticleId],
    ) -> Option<SafeText> {
        let last = self.last.replace(Arc::clone(now))?;
        if !self.is_said(notice) {
            self.since = Some(last);
        }
        self.said = words(self.since.as_ref()?, now, shown).map(|words| SafeText::new(&words));
        self.said.clone()
    }

    /// Whether a notice is about this.
    pub fn is_said(&self, notice: Option<&SafeText>) -> bool {
        notice.is_some() && self.said.as_ref() == notice
    }
}

/// All articles and where they are, whatever is known of them.
fn places(snapshot: &Snapshot) -> impl Iterator<Item = (ArticleId, &Path)> {
    let all = snapshot.read().chain(&snapshot.waiting).chain(&snapshot.unreadable);
    all.map(|article| (article.id, article.location.path.as_path()))
}

/// What has become of files, in one line; nothing if they are the same.
fn words(before: &Snapshot, now: &Snapshot, shown: &[ArticleId]) -> Option<String> {
    let mut left: FxHashMap<ArticleId, &Path> = places(before).collect();
    let (mut new, mut renamed) = (BTreeSet::new(), BTreeMap::new());
    for (id, path) in places(now) {
        match left.remove(&id) {
            // Paths are compared as they are written: part by part takes ten times as long.
            Some(old) if old.as_os_str() == path.as_os_str() => {}
            Some(old) if !shown.contains(&id) => _ = renamed.insert(old, path),
            Some(_) => {}
            None => _ = new.insert(path),
        }
    }
    let gone = left.iter().filter(|(id, _)| !shown.contains(id));
    let mut gone: BTreeSet<&Path> = gone.map(|(_, path)| *path).collect();
    // A file that has other records now is the same file.
    if !gone.is_empty() {
        places(now).for_each(|(_, path)| _ = gone.remove(path));
    }
    if !new.is_empty() {
        places(before).for_each(|(_, path)| _ = new.remove(path));
    }
    let said = |paths: &BTreeSet<&Path>, one: &str, many: &str| match (paths.first(), paths.len()) {
        (None, _) => None,
        (Some(path), 1) => Some(format!("{} {one}", name(path))),
        (Some(_), n) => Some(format!("{n} files {many}")),
    };
    let called = match renamed.first_key_value() {
        Some((from, to)) if renamed.len() == 1 => {
            Some(format!("{} is now {}", name(from), name(to)))
        }
        Some(_) => Some(format!("{} files have another name", renamed.len())),
        None => None,
    };
    let parts = [said(&gone, "is gone", "are gone"), called, said(&new, "is new", "are new")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
