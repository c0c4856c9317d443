//! The engine against alignments of the sample folder that were made by hand (`tests/data/gold`). The bars are those
//! that every change must keep; `examples/quality.rs` prints the figures.

use std::fs;
use std::path::Path;

use crate::judge::{Measures, f1, gold, judge};
use crate::sample::sample;

#[test]
fn the_sample_is_aligned_as_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gold");
    let mut all = Measures::default();
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 13, "where are the gold files?");
    for path in paths {
        let measures = judge(&gold(&path).unwrap(), &sample()).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(measures.links_f1() >= 0.95, "{name}: {:?} {:?}", measures.missed, measures.wrong);
        assert_eq!(measures.marked.good, measures.marked.all, "{name}: text marked as furniture");
        all.add(&measures);
    }
    assert!(all.links_f1() >= 0.98, "links F1 {}", all.links_f1());
    assert!(all.alone.value() >= 0.98, "alone {}", all.alone.value());
    assert!(
        f1(all.called_moved, all.moved) >= 0.95,
        "moves {:?} of {:?}",
        all.called_moved,
        all.moved
    );
    assert!(f1(all.marked, all.furniture) >= 0.85, "furniture {:?}", all.furniture);
    assert!(all.edited.value() >= 0.97 && all.joined.value() >= 0.7 && all.same.value() >= 0.95);
    assert!(all.whole.value() >= 0.8, "confetti: {:?}", all.whole);
    let excess = |tokens: usize| tokens as f64 / all.shortest as f64;
    assert!(excess(all.raw_tokens) <= 1.02 && excess(all.marked_tokens) <= 1.15);
}

/// Pairs that were written before the engine saw them. The floors are a little below where it stands.
#[test]
fn pairs_of_many_kinds_are_aligned_as_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pairs");
    for (kind, links, alone, moves, joined, furniture) in [
        ("news", 0.96, 0.97, 0.9, 0.75, 0.75),
        ("others", 0.97, 0.97, 0.95, 0.85, 0.8),
        ("blind", 0.955, 0.98, 0.88, 0.8, 0.86),
    ] {
        let mut all = Measures::default();
        let articles = folder.join(kind).join("articles");
        let paths: Vec<_> = fs::read_dir(folder.join(kind).join("gold"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(paths.len(), 14, "where are the gold files?");
        for path in paths {
            all.add(&judge(&gold(&path).unwrap(), &articles).unwrap());
        }
        assert!(all.links_f1() >= links, "{kind}: links F1 {}", all.links_f1());
        assert!(all.alone.value() >= alone, "{kind}: alone {}", all.alone.value());
        assert!(f1(all.called_moved, all.moved) >= moves, "{kind}: moves {:?}", all.moved);
        assert!(all.joined.value() >= joined, "{kind}: splits and merges {:?}", all.joined);
        assert!(f1(all.marked, all.furniture) >= furniture, "{kind}: {:?}", all.furniture);
        assert_eq!(all.marked.good, all.marked.all, "{kind}: text marked as furniture");
    }
}
