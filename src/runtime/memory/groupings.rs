//! What belonged together when the same articles were grouped before: a folder that is as it was is not grouped again.

use std::time::UNIX_EPOCH;

use rusqlite::{OptionalExtension as _, params};

use super::Memory;
use crate::corpus::{Corpus, GroupedFamily, Grouping, Nearest, Snapshot};
use crate::version::sha256;

/// Fewer articles are grouped sooner than the cache is asked.
const FEW: usize = 200;

/// Groupings that are kept, the last ones.
const MAX_KEPT: i64 = 16;

/// A [`Grouping`] as it is written: stories, families, articles by place, each with the place and the share of its nearest
/// relative.
type Kept = (Vec<Vec<KeptFamily>>, Vec<u64>);
type KeptFamily = (Vec<(u32, Option<(u32, f64)>)>, Vec<String>);

/// The list as it stands, grouped anew unless that was done before; with a cache that is asked and told of it.
pub(in crate::runtime) fn grouped(corpus: &mut Corpus, uses_memory: bool) -> Snapshot {
    let is_worth_it = uses_memory && corpus.len() >= FEW;
    let known = is_worth_it.then(|| Some((Memory::open()?, basis(corpus)?))).flatten();
    match known {
        Some((memory, basis)) => memory.grouped(corpus, &basis),
        None => corpus.snapshot(),
    }
}

/// What a grouping follows from: articles, decisions, and the program that works it out. Nothing if it cannot be told which
/// program this is.
fn basis(corpus: &Corpus) -> Option<[u8; 32]> {
    let program = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let parts = [u128::from(program.len()), built.as_nanos(), corpus.basis()];
    let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_le_bytes()).collect();
    Some(sha256(&bytes))
}

impl Memory {
    fn grouped(&self, corpus: &mut Corpus, basis: &[u8; 32]) -> Snapshot {
        let known = self.grouping(basis).filter(|grouping| corpus.is_whole(grouping));
        let grouping = known.unwrap_or_else(|| {
            let grouping = corpus.grouping();
            self.keep_grouping(basis, &grouping);
            grouping
        });
        corpus.show(grouping)
    }

    fn grouping(&self, basis: &[u8; 32]) -> Option<Grouping> {
        let query = "select data from groupings where basis = ?1";
        let data = self.db.query_row(query, params![basis], |row| row.get::<_, Vec<u8>>(0));
        decode(&data.optional().ok()??)
    }

    fn keep_grouping(&self, basis: &[u8; 32], grouping: &Grouping) {
        let Some(data) = encode(grouping) else { return };
        let write = || -> rusqlite::Result<()> {
            self.db.execute(
                "insert or replace into groupings values (?1, ?2)",
                params![basis, data],
            )?;
            let oldest = self.db.last_insert_rowid() - MAX_KEPT;
            self.db.execute("delete from groupings where rowid <= ?1", params![oldest]).map(drop)
        };
        if let Err(error) = write() {
            crate::runtime::log::log(|| format!("cache: {error}"));
        }
    }
}

fn encode(grouping: &Grouping) -> Option<Vec<u8>> {
    let member = |(at, nearest): &(u32, Option<Nearest>)| {
        let near = nearest.map(|near| (u32::try_from(near.member).unwrap_or(u32::MAX), near.share));
        (*at, near)
    };
    let family = |family: &GroupedFamily| -> KeptFamily {
        (family.members.iter().map(member).collect(), family.reasons.clone())
    };
    let stories = grouping.stories.iter().map(|story| story.iter().map(family).collect());
    let kept: Kept = (stories.collect(), grouping.furniture.clone());
    postcard::to_stdvec(&kept).ok()
}

fn decode(data: &[u8]) -> Option<Grouping> {
    let (stories, furniture): Kept = postcard::from_bytes(data).ok()?;
    let member = |(at, near): (u32, Option<(u32, f64)>)| {
        (at, near.map(|(member, share)| Nearest { member: member as usize, share }))
    };
    let family = |(members, reasons): KeptFamily| GroupedFamily {
        members: members.into_iter().map(member).collect(),
        reasons,
    };
    let story = |story: Vec<KeptFamily>| story.into_iter().map(family).collect();
    Some(Grouping { stories: stories.into_iter().map(story).collect(), furniture })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::FileChange;
    use crate::corpus::profile::Profile;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    const FERRY: &str = "The ferry struck the outer wall of the harbour at Port Ellery on Tuesday, the coast guard said.";

    fn corpus() -> Corpus {
        let mut corpus = Corpus::default();
        let texts =
            [("a.txt", FERRY), ("b.txt", FERRY), ("c.txt", "A minister spoke of the budget.")];
        for (name, text) in texts {
            let version = parse(text.as_bytes(), Markup::None).expect("text");
            corpus.apply(FileChange::Read(name.into(), Box::new(Profile::of(&version))));
        }
        corpus
    }

    #[test]
    fn what_was_grouped_before_is_not_grouped_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory::at(&folder.path().join("cache.db")).expect("a cache");
        let (basis, mut corpus) = (basis(&corpus()).expect("a program"), corpus());
        let first = memory.grouped(&mut corpus, &basis);
        assert_eq!(memory.grouped(&mut corpus, &basis), first);
        assert_eq!(memory.grouping(&basis), Some(corpus.grouping()));
        // One that nobody would work out is shown: it was not worked out.
        let mut odd = corpus.grouping();
        let last = odd.stories.pop().expect("two stories");
        odd.stories[0].extend(last);
        memory.keep_grouping(&basis, &odd);
        assert_eq!(
            (first.stories.len(), memory.grouped(&mut corpus, &basis).stories.len()),
            (2, 1)
        );
        // One of other articles is damaged, and not shown.
        odd.stories[0][0].members[0].0 = 7;
        memory.keep_grouping(&basis, &odd);
        assert_eq!(memory.grouped(&mut corpus, &basis), first);
    }

    #[test]
    fn only_the_last_groupings_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory::at(&folder.path().join("cache.db")).expect("a cache");
        let grouping = corpus().grouping();
        for n in 0..20 {
            memory.keep_grouping(&[n; 32], &grouping);
        }
        let n_kept = (0..20).filter(|n| memory.grouping(&[*n; 32]).is_some()).count();
        assert_eq!(i64::try_from(n_kept), Ok(MAX_KEPT));
        assert!(memory.grouping(&[19; 32]).is_some());
    }
}
