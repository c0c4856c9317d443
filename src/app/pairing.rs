//! With what a version is compared, if the reader says nothing else: what the list shows of it, and what reports hold.

use crate::corpus::{ArticleId, Story};
use crate::sides::Sides;

/// The two versions of a story that are compared for one of them, by their places in it: the version and its family's base, else
/// its nearest relative. The base stands on the left, else the one that comes first in the list. Nothing if it stands alone.
pub fn pairing(story: &Story, bases: &[ArticleId], member: usize) -> Option<Sides<usize>> {
    let is_base = |at: usize| bases.contains(&story.members[at].article.id);
    let family = &story.families[story.family_of(member)];
    let base = family.members.clone().find(|at| is_base(*at)).filter(|base| *base != member);
    let nearest = || story.members[member].nearest.map(|nearest| nearest.member);
    let other = base.or_else(nearest)?;
    let is_own_left = base.is_none() && (is_base(member) || member < other);
    Some(if is_own_left { Sides::new(member, other) } else { Sides::new(other, member) })
}
