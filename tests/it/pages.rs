//! Saved web pages of invented outlets: what must be read out of them. `tests/data/pages` holds each page with a file
//! beside it that says what a careful reader finds there.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::corpus::furniture::furniture;
use copydesk::source::{Format, read};
use copydesk::version::Version;
use serde_json::Value;

/// The words of a text, without white space and marks.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Page {
    name: String,
    version: Version,
    truth: Value,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending != "json");
    let page = |path: PathBuf| {
        let truth = fs::read_to_string(path.with_extension("truth.json")).unwrap();
        let version = read(&fs::read(&path).unwrap(), Format::of_path(&path), None).remove(0);
        Page {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            version: version.unwrap(),
            truth: serde_json::from_str(&truth).unwrap(),
        }
    };
    paths.into_iter().filter(is_page).map(page).collect()
}

/// The words of all passages that are not furniture.
fn article(version: &Version) -> String {
    let marks = furniture(version);
    let own = version.passages().iter().enumerate().filter(|(at, _)| !marks.is_furniture(*at));
    words(&own.map(|(_, passage)| version.text(passage.span)).collect::<Vec<_>>().join(" "))
}

fn texts<'a>(page: &'a Page, name: &str) -> Vec<&'a str> {
    page.truth[name].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn no_paragraph_of_an_article_is_lost_or_called_furniture() {
    for page in pages() {
        let article = article(&page.version);
        for paragraph in texts(&page, "paragraphs") {
            assert!(article.contains(&words(paragraph)), "{}: {paragraph}", page.name);
        }
    }
}

#[test]
fn encodings_are_found_whatever_the_pages_say() {
    for page in pages() {
        let found = page.version.encoding().name();
        assert_eq!(Some(found.as_str()), page.truth["encoding"].as_str(), "{}", page.name);
    }
}

/// What is known to be missed or wrong; a page that gets better must leave this list.
const HEADLINES_MISSED: [&str; 3] = [
    "a2-daily-whistle-tabloid.html",
    "d03-port-eddick-telegraph-2004-table.html",
    "d16-kirihama-shimpo-ja.html",
];

#[test]
fn headlines_are_found() {
    let is_wrong = |page: &Page| {
        let found = page.version.metadata().headline().map(words);
        found != page.truth["headline"].as_str().map(words)
    };
    let wrong: Vec<String> =
        pages().iter().filter(|page| is_wrong(page)).map(|page| page.name.clone()).collect();
    assert_eq!(wrong, HEADLINES_MISSED);
}

#[test]
fn nothing_is_invented() {
    for page in pages() {
        for (name, field) in page.version.metadata().fields() {
            // A deck may be told from its place, and the language from the words.
            if let (Some(field), Value::Null) = (field, &page.truth[name]) {
                assert!(
                    matches!(name, "dateline" | "language"),
                    "{}: {name} {}",
                    page.name,
                    field.text
                );
            }
        }
    }
}

#[test]
fn most_of_the_page_is_gone_or_marked() {
    let (mut n_gone, mut n_all) = (0, 0);
    for page in pages() {
        let article = article(&page.version);
        let own = words(&texts(&page, "paragraphs").join(" "));
        for text in texts(&page, "furniture") {
            n_all += 1;
            let text = words(text);
            n_gone += usize::from(!article.contains(&text) || own.contains(&text));
        }
    }
    // A line that gets worse falls below; what is left are boxes that say nothing of what they are.
    assert!(n_gone * 100 >= n_all * 88, "{n_gone} of {n_all}");
}
