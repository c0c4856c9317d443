//! The sample folder: what it must show, and what must hold for it.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::collate::{Budget, Relation};
use copydesk::config::theme::Theme;
use copydesk::corpus::profile::Profile;
use copydesk::corpus::{Corpus, Family, FileChange, Story, StoryId};
use copydesk::runtime::headless::Headless;
use copydesk::source::{Format, read};
use copydesk::version::Version;

use crate::support::compare_versions;

pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")
}

pub(crate) fn articles(folder: &Path) -> Vec<(PathBuf, Version)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut articles(&path));
        } else {
            let version = read(&fs::read(&path).unwrap(), Format::of_path(&path), None).remove(0);
            found.push((path, version.unwrap()));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn stories_and_families_are_found() {
    let program =
        Headless::open(&[&sample()], (120, 40), Theme::built_in("dark").unwrap()).unwrap();
    let stories = &program.model.news.snapshot.stories;
    let mut sizes: Vec<Vec<usize>> = stories
        .iter()
        .map(|story| story.families.iter().map(|family| family.members.len()).collect())
        .collect();
    sizes.sort();
    assert_eq!(sizes, [vec![1], vec![1], vec![2], vec![2], vec![2, 2], vec![3], vec![4]]);
}

#[test]
fn every_pair_is_lossless_and_every_article_equals_itself() {
    let articles = articles(&sample());
    for (path, version) in &articles {
        let pair = compare_versions(version.clone(), version.clone(), &Budget::unlimited());
        assert!(pair.collation.edits.is_empty(), "{}: {:?}", path.display(), pair.readings());
        for (_, other) in &articles {
            compare_versions(version.clone(), other.clone(), &Budget::unlimited()).check_lossless();
        }
    }
}

#[test]
fn articles_of_different_events_share_no_passage() {
    let articles = articles(&sample());
    let event = |path: &Path| {
        let name = path.to_string_lossy().into_owned();
        ["ferry", "heron", "satellite", "mill", "cello", "toro", "tram", "beekeepers"]
            .into_iter()
            .find(|event| name.contains(event))
            .map(|event| if event == "satellite" { "heron" } else { event })
    };
    for (path, version) in &articles {
        for (other_path, other) in articles.iter().filter(|(other, _)| event(other) != event(path))
        {
            let pair = compare_versions(version.clone(), other.clone(), &Budget::unlimited());
            let is_linked = |unit: &&copydesk::collate::Unit| {
                !matches!(unit.relation, Relation::LeftOnly | Relation::RightOnly)
                    && !unit.is_furniture
            };
            assert!(
                pair.collation.units.iter().find(is_linked).is_none(),
                "{} and {}",
                path.display(),
                other_path.display()
            );
        }
    }
}

#[test]
fn the_sample_shows_every_encoding() {
    let encodings: Vec<String> =
        articles(&sample()).iter().map(|(_, version)| version.encoding().name()).collect();
    for wanted in ["utf-8", "windows-1252", "utf-16le"] {
        assert!(encodings.iter().any(|name| name == wanted), "{wanted}");
    }
}

/// Every way to arrive at the same folder gives the same stories: other orders, and files that came and went.
#[test]
fn the_order_of_arrival_changes_nothing() {
    let articles = articles(&sample());
    let read = |at: usize| {
        let (path, version) = &articles[at];
        FileChange::Read(path.clone(), Box::new(Profile::of(version)))
    };
    let stories = |corpus: &mut Corpus| -> Vec<(StoryId, Vec<Vec<String>>)> {
        let snapshot = corpus.snapshot();
        let families = |story: &Story| -> Vec<Vec<String>> {
            let name = |member: usize| story.members[member].article.name();
            let family = |family: &Family| {
                let names = family.members.clone().map(name);
                names.chain(family.reasons.iter().cloned()).collect()
            };
            story.families.iter().map(family).collect()
        };
        snapshot.stories.iter().map(|story| (story.id, families(story))).collect()
    };
    let n = articles.len();
    let mut first = Corpus::default();
    (0..n).for_each(|at| first.apply(read(at)));
    let expected = stories(&mut first);
    for step in [2, 3, 5, 7, 11] {
        let mut corpus = Corpus::default();
        for turn in 0..n {
            corpus.apply(read(turn * step % n));
            if turn % 4 == 0 {
                // Grouping in between must leave no trace, nor must a file that goes and comes back.
                corpus.snapshot();
                corpus.apply(FileChange::Gone(articles[turn * step % n].0.clone()));
                corpus.apply(read(turn * step % n));
            }
        }
        assert_eq!(stories(&mut corpus), expected, "every {step}th");
    }
}
