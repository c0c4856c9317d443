//! [`Sigla`]: the letters of versions. A version keeps its letter while the program runs, whatever comes and goes around it.

use std::collections::{HashMap, HashSet};

use crate::corpus::{ArticleId, Snapshot, siglum};

/// The letters that versions have in their stories, as numbers from 0. Those without one have the letter of their place.
#[derive(Clone, Debug, Default)]
pub struct Sigla {
    letters: HashMap<ArticleId, usize>,
}

impl Sigla {
    /// The label of a version that has this place in its story.
    pub fn of(&self, id: ArticleId, member: usize) -> String {
        siglum(self.letters.get(&id).copied().unwrap_or(member))
    }

    /// Takes in how versions are grouped now. Those of a story that have letters keep them; the others get what is free.
    pub fn take(&mut self, snapshot: &Snapshot) {
        for story in snapshot.stories.iter().filter(|story| story.members.len() > 1) {
            self.take_story(story.members.iter().map(|member| member.article.id).collect());
        }
    }

    /// Forgets all letters: while files are read, places say nothing yet.
    pub fn clear(&mut self) {
        self.letters.clear();
    }

    fn take_story(&mut self, members: Vec<ArticleId>) {
        let mut taken = HashSet::new();
        let is_new = |id: &ArticleId| {
            // Of two stories that were joined, both may have an A.
            !self.letters.get(id).is_some_and(|letter| taken.insert(*letter))
        };
        let new: Vec<ArticleId> = members.into_iter().filter(is_new).collect();
        let free = (0..).filter(|letter| !taken.contains(letter));
        self.letters.extend(new.into_iter().zip(free));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_where_possible() {
        let mut sigla = Sigla::default();
        let ids = |ids: &[u32]| ids.iter().map(|id| ArticleId(*id)).collect::<Vec<_>>();
        let letters = |sigla: &Sigla, of: &[u32]| -> String {
            of.iter().map(|id| sigla.of(ArticleId(*id), 0)).collect()
        };
        sigla.take_story(ids(&[1, 2, 3]));
        assert_eq!(letters(&sigla, &[1, 2, 3]), "ABC");
        // One goes, one comes that stands before all others.
        sigla.take_story(ids(&[2, 3]));
        assert_eq!(letters(&sigla, &[2, 3]), "BC");
        sigla.take_story(ids(&[9, 2, 3]));
        assert_eq!(letters(&sigla, &[9, 2, 3]), "ABC");
        // Two stories become one.
        sigla.take_story(ids(&[5, 6]));
        sigla.take_story(ids(&[9, 2, 5, 6, 3]));
        assert_eq!(letters(&sigla, &[9, 2, 5, 6, 3]), "ABDEC");
    }
}
