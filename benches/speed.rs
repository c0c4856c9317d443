//! How long comparing, painting and grouping take. Compare figures of one run with each other, not with those of another
//! machine.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use copydesk::Sides;
use copydesk::collate::{Budget, Collation, Input, collate};
use copydesk::config::theme::Theme;
use copydesk::corpus::furniture::furniture;
use copydesk::corpus::profile::Profile;
use copydesk::corpus::{Corpus, FileChange};
use copydesk::layout::{Mode, Options, Subject, lay_out};
use copydesk::parse::parse;
use copydesk::runtime::headless::Headless;
use copydesk::text::blocks::Markup;
use copydesk::version::{FurnitureMarks, Version};
use criterion::{Criterion, criterion_group, criterion_main};

/// An invented report of about so many words, and a copy of it with one word in twenty changed, a sentence in
/// fifty cut, and a paragraph moved.
fn pair(n_words: usize) -> Sides<String> {
    const WORDS: [&str; 48] = [
        "harbour", "ferry", "council", "wall", "storm", "engineer", "minister", "valley", "bridge",
        "court", "report", "price", "winter", "union", "school", "river", "market", "crew",
        "budget", "tower", "signal", "company", "village", "doctor", "train", "forest", "island",
        "letter", "museum", "garden", "the", "of", "and", "in", "to", "a", "on", "for", "with",
        "said", "that", "it", "was", "had", "were", "by", "from", "at",
    ];
    let mut seed = 7u64;
    let mut random = move |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % n
    };
    let mut paragraphs = Sides::<Vec<String>>::default();
    let mut words = 0;
    while words < n_words {
        let mut texts = Sides::<String>::default();
        for sentence in 0..2 {
            let is_cut = random(50) == 0;
            let length = 12 + random(14);
            for at in 0..length {
                let word = format!(
                    "{}{}",
                    WORDS[random(WORDS.len())],
                    if random(3) == 0 { random(400).to_string() } else { String::new() }
                );
                let other = if random(20) == 0 { "changed".to_owned() } else { word.clone() };
                for (text, word, is_there) in
                    [(&mut texts.left, word, true), (&mut texts.right, other, !is_cut)]
                {
                    if is_there {
                        let space = if at == 0 && sentence == 0 { "" } else { " " };
                        let capital = if at == 0 { "The " } else { "" };
                        let _ = write!(text, "{space}{capital}{word}");
                    }
                }
            }
            texts.left.push('.');
            if !is_cut {
                texts.right.push('.');
            }
            words += length;
        }
        paragraphs.left.push(texts.left);
        paragraphs.right.push(texts.right);
    }
    if paragraphs.right.len() > 4 {
        let moved = paragraphs.right.remove(1);
        let place = paragraphs.right.len() - 1;
        paragraphs.right.insert(place, moved);
    }
    paragraphs.map(|paragraphs| paragraphs.join("\n\n"))
}

struct Loaded {
    versions: Sides<Version>,
    marks: Sides<FurnitureMarks>,
}

fn load(texts: &Sides<String>) -> Loaded {
    let version = |text: &String| parse(text.as_bytes(), Markup::None).expect("text");
    let versions = texts.as_ref().map(version);
    let marks = versions.as_ref().map(furniture);
    Loaded { versions, marks }
}

fn compare(loaded: &Loaded) -> Collation {
    let input = |version, furniture| Input { version, furniture };
    let inputs = Sides::new(
        input(&loaded.versions.left, &loaded.marks.left),
        input(&loaded.versions.right, &loaded.marks.right),
    );
    collate(&inputs, &Budget::unlimited())
}

fn comparing(criterion: &mut Criterion) {
    for n_words in [700, 10_000] {
        let texts = pair(n_words);
        let loaded = load(&texts);
        criterion.bench_function(&format!("read {n_words} words"), |bench| {
            bench.iter(|| load(black_box(&texts)));
        });
        criterion.bench_function(&format!("compare {n_words} words"), |bench| {
            bench.iter(|| compare(black_box(&loaded)));
        });
        let collation = compare(&loaded);
        let options = Options::new(Mode::SideBySide, 150);
        criterion.bench_function(&format!("lay out {n_words} words"), |bench| {
            bench.iter(|| {
                lay_out(
                    Subject { versions: loaded.versions.as_ref(), collation: &collation },
                    black_box(&options),
                )
            });
        });
    }
}

fn painting(criterion: &mut Criterion) {
    let theme = || Theme::built_in("dark").expect("built in");
    let mut program =
        Headless::open(&[Path::new("assets/sample")], (200, 60), theme()).expect("the sample");
    program.press("<enter>");
    criterion
        .bench_function("one frame at 200x60", |bench| bench.iter(|| black_box(program.screen())));
    let folder = std::env::temp_dir().join("copydesk-bench");
    std::fs::create_dir_all(&folder).expect("a folder");
    let texts = pair(100_000);
    let (left, right) = (folder.join("left.txt"), folder.join("right.txt"));
    std::fs::write(&left, &texts.left).expect("a file");
    std::fs::write(&right, &texts.right).expect("a file");
    let mut program = Headless::open(&[&left, &right], (200, 60), theme()).expect("the files");
    program.press("G");
    criterion.bench_function("one frame at 200x60, at the end of 100000 words", |bench| {
        bench.iter(|| black_box(program.screen()));
    });
    criterion.bench_function("a key and its frame, in 100000 words", |bench| {
        bench.iter(|| {
            program.press("kj");
            black_box(program.screen())
        });
    });
}

/// Groups a thousand articles, each with a copy of it.
fn grouping(criterion: &mut Criterion) {
    let mut corpus = Corpus::default();
    for at in 0..1000 {
        let texts = pair(200 + at % 7 * 60);
        for (side, text) in [&texts.left, &texts.right].into_iter().enumerate() {
            // Names that no other pair has.
            let text = format!(
                "Ferry Nord{at} hits Pier{at}\n\n{}",
                text.replace("ferry", &format!("Nord{at}"))
            );
            let Ok(version) = parse(text.as_bytes(), Markup::None) else { continue };
            let path = format!("{at}-{side}.txt").into();
            corpus.apply(FileChange::Read(path, Box::new(Profile::of(&version))));
        }
    }
    let mut group = criterion.benchmark_group("group");
    group.sample_size(10);
    group.bench_function("2,000 articles", |bencher| bencher.iter(|| black_box(corpus.snapshot())));
    group.finish();
}

criterion_group!(benches, comparing, painting, grouping);
criterion_main!(benches);
