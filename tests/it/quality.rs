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
