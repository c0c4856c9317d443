//! What must hold for every article, whatever it says: a table of changes that are no change of wording, or exactly
//! one, each tried on every article of the sample folder. `properties.rs` tries the same kind of thing on generated text.

use copydesk::collate::{Budget, Class, Edit, Relation, Unit};
use copydesk::parse::parse;
use copydesk::text::blocks::Markup;
use copydesk::version::Version;
use copydesk::{Side, Sides};

use crate::sample::{articles, sample};
use crate::support::{Pair, compare_versions, version, wrap};

/// The articles of the sample as plain text: a paragraph to a line, with an empty line between.
fn plain_articles() -> Vec<(String, Vec<String>)> {
    articles(&sample())
        .into_iter()
        .map(|(path, version)| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, paragraphs(&version))
        })
        .collect()
}

/// The paragraphs of a version, each with single spaces.
fn paragraphs(version: &Version) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut last = usize::MAX;
    for passage in version.passages() {
        let text = version.text(passage.span).split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraphs.last_mut().filter(|_| passage.paragraph == last) {
            Some(paragraph) => {
                let is_spaced = !text.is_ascii() && paragraph.ends_with('。');
                paragraph.push_str(if is_spaced { "" } else { " " });
                paragraph.push_str(&text);
            }
            None => paragraphs.push(text),
        }
        last = passage.paragraph;
    }
    paragraphs
}

fn whole(paragraphs: &[String]) -> String {
    paragraphs.join("\n\n")
}

/// Wraps Latin text; a line of Japanese has no spaces and stays.
fn wrapped(paragraphs: &[String], width: usize) -> String {
    wrap(&whole(paragraphs), width)
}

fn utf16(text: &str, mark: u16, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(mark).chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn curly(text: &str) -> String {
    let mut out = String::new();
    let mut previous = ' ';
    for c in text.chars() {
        let opens = previous.is_whitespace() || matches!(previous, '(' | '“' | '‘' | '"');
        out.push(match c {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens => '‘',
            '\'' => '’',
            c => c,
        });
        previous = c;
    }
    out
}

fn straight(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

type Rewrite = (&'static str, fn(&[String]) -> Vec<u8>);

/// Other ways to write down the same article.
const SAME_ARTICLE: [Rewrite; 12] = [
    ("itself", |p| whole(p).into_bytes()),
    ("wrapped at 40", |p| wrapped(p, 40).into_bytes()),
    ("wrapped at 72", |p| wrapped(p, 72).into_bytes()),
    ("wrapped at 72, CRLF", |p| wrapped(p, 72).replace('\n', "\r\n").into_bytes()),
    ("CR", |p| whole(p).replace('\n', "\r").into_bytes()),
    ("UTF-8 with a mark", |p| format!("\u{FEFF}{}", whole(p)).into_bytes()),
    ("UTF-16, little end first", |p| utf16(&whole(p), 0xFEFF, u16::to_le_bytes)),
    ("UTF-16, big end first", |p| utf16(&whole(p), 0xFEFF, u16::to_be_bytes)),
    ("curly quotation marks", |p| curly(&whole(p)).into_bytes()),
    ("straight quotation marks", |p| straight(&whole(p)).into_bytes()),
    ("spaced ellipses", |p| whole(p).replace('…', "...").replace("...", " . . .").into_bytes()),
    ("no-break spaces", |p| whole(p).replace(" the ", "\u{A0}the\u{A0}").into_bytes()),
];

fn compare_bytes(left: &str, right: &[u8]) -> Pair {
    let right = parse(right, Markup::None).unwrap();
    compare_versions(version(left), right, &Budget::unlimited())
}

/// Edits that are more than typography.
fn wording(pair: &Pair) -> Vec<(String, Option<String>, Option<String>)> {
    pair.readings().into_iter().filter(|(class, ..)| class != "typography").collect()
}

#[test]
fn the_same_article_written_down_otherwise_has_no_edit() {
    for (name, paragraphs) in plain_articles() {
        check_same_article(&name, &paragraphs);
    }
}

pub(crate) fn check_same_article(name: &str, paragraphs: &[String]) {
    let text = whole(paragraphs);
    for (how, rewrite) in SAME_ARTICLE {
        let pair = compare_bytes(&text, &rewrite(paragraphs));
        pair.check_lossless();
        assert_eq!(wording(&pair), [], "{name}: {how}");
        let n_passages = pair.versions.left.passages().len();
        let one_to_one: Vec<Sides<Vec<usize>>> =
            (0..n_passages).map(|at| Sides::new(vec![at], vec![at])).collect();
        assert_eq!(pair.links(), one_to_one, "{name}: {how}");
    }
}

#[test]
fn windows_1252_is_read_as_what_it_says() {
    for (name, paragraphs) in plain_articles() {
        let text = whole(&paragraphs);
        let mut bytes = Vec::new();
        let is_latin = text.chars().all(|c| {
            let byte = match c {
                '\u{2026}' => 0x85,
                '\u{2018}' => 0x91,
                '\u{2019}' => 0x92,
                '\u{201C}' => 0x93,
                '\u{201D}' => 0x94,
                '\u{2013}' => 0x96,
                '\u{2014}' => 0x97,
                '\0'..='\u{7F}' | '\u{A0}'..='\u{FF}' => c as u8,
                _ => return false,
            };
            bytes.push(byte);
            true
        });
        if is_latin {
            assert_eq!(compare_bytes(&text, &bytes).readings(), [], "{name}");
        }
    }
}

/// Pages put these around any article.
const FURNITURE: [&str; 6] = [
    "Promoted Links",
    "Read more: Ten ways to cook an eel",
    "This website uses cookies. By continuing to browse you accept our use of cookies.",
    "Share this article",
    "Sign up for our newsletter and get the news in your inbox every morning.",
    "© 2023 The Evening Lantern. All rights reserved.",
];

/// The links of a pair, as the texts of their passages; furniture apart.
fn linked_texts(pair: &Pair) -> Vec<(String, String)> {
    let units = pair.collation.units.iter().filter(|unit| !unit.is_furniture);
    let text = |side: Side, passages: &[usize]| {
        let version = &pair.versions[side];
        let texts = passages.iter().map(|at| version.text(version.passages()[*at].span));
        texts.collect::<Vec<_>>().join(" / ")
    };
    units
        .filter(|unit| !unit.passages.left.is_empty() && !unit.passages.right.is_empty())
        .map(|unit| {
            (text(Side::Left, &unit.passages.left), text(Side::Right, &unit.passages.right))
        })
        .collect()
}

#[test]
fn furniture_changes_no_link() {
    let articles = plain_articles();
    let mut n_tried = 0;
    for (name, paragraphs) in &articles {
        for (other_name, other) in &articles {
            let is_tried = check_furniture(&format!("{name} and {other_name}"), paragraphs, other);
            n_tried += usize::from(is_tried);
        }
    }
    assert!(n_tried >= 40, "{n_tried}");
}

/// Whether two articles share anything; their links stay what they are when one is put among furniture.
pub(crate) fn check_furniture(name: &str, left: &[String], right: &[String]) -> bool {
    let clean = linked_texts(&compare_bytes(&whole(left), whole(right).as_bytes()));
    let mut dirty = right.to_vec();
    dirty.extend(FURNITURE.map(str::to_owned));
    let middle = right.len() / 2;
    if left.len() > 4 {
        dirty.insert(middle, FURNITURE[1].to_owned());
    }
    let found = linked_texts(&compare_bytes(&whole(left), whole(&dirty).as_bytes()));
    assert_eq!(found, clean, "{name}");
    !clean.is_empty()
}

#[test]
fn a_truncated_tail_is_one_cut() {
    let mut n_tried = 0;
    for (name, paragraphs) in plain_articles() {
        for kept in 3..paragraphs.len() {
            n_tried += usize::from(check_tail(&name, &paragraphs, kept));
        }
    }
    assert!(n_tried >= 60, "{n_tried}");
}

#[test]
fn a_text_that_breaks_off_anywhere_has_one_cut() {
    let mut n_tried = 0;
    for (name, paragraphs) in plain_articles() {
        for last in 3..paragraphs.len() {
            let has_word = |at: &usize| {
                paragraphs[last][..*at].ends_with(|c: char| c.is_alphanumeric() || c == ',')
            };
            let spaces = paragraphs[last].match_indices(' ').map(|(at, _)| at);
            for at in spaces.filter(has_word).step_by(3) {
                let mut kept = paragraphs[..=last].to_vec();
                kept[last].truncate(at);
                n_tried += usize::from(check_kept(&name, &paragraphs, &kept));
            }
        }
    }
    assert!(n_tried >= 400, "{n_tried}");
}

/// An article without its last paragraphs is the article with one cut. Not tried where something is said again, which is
/// a repeat and no cut, or where furniture stands.
pub(crate) fn check_tail(name: &str, paragraphs: &[String], kept: usize) -> bool {
    check_kept(name, paragraphs, &paragraphs[..kept])
}

fn check_kept(name: &str, paragraphs: &[String], kept: &[String]) -> bool {
    let pair = compare_bytes(&whole(paragraphs), whole(kept).as_bytes());
    let is_plain = |unit: &Unit| unit.repeat_of.is_none() && !unit.is_furniture;
    if !pair.collation.units.iter().all(is_plain) {
        return false;
    }
    // A few words of a sentence that were cut may be of another class: "said."
    let is_cut = |edit: &Edit| edit.readings.right.is_none() && edit.class != Class::Typography;
    assert!(
        matches!(pair.collation.edits.as_slice(), [edit] if is_cut(edit)),
        "{name}, up to {:?}: {:?}",
        kept.last(),
        pair.readings()
    );
    true
}

#[test]
fn paragraphs_in_another_order_are_moves_and_nothing_else() {
    for (name, paragraphs) in plain_articles() {
        let n = paragraphs.len();
        for (from, to) in [(n - 1, 2), (2, n - 1), (3, n / 2 + 1)] {
            let mut moved = paragraphs.clone();
            let paragraph = moved.remove(from.min(n - 1));
            moved.insert(to.min(n - 1), paragraph);
            if moved == paragraphs || paragraphs[from.min(n - 1)].split(' ').count() < 4 {
                continue;
            }
            let pair = compare_bytes(&whole(&paragraphs), whole(&moved).as_bytes());
            // What looks like page text at the end is article text in the middle.
            if pair.collation.units.iter().any(|unit| unit.is_furniture) {
                continue;
            }
            let is_move = |class: Class| matches!(class, Class::Move | Class::Typography);
            assert!(
                pair.collation.edits.iter().all(|edit| is_move(edit.class)),
                "{name}: {from} to {to}: {:?}",
                pair.readings()
            );
            // Only what was moved, or what it was moved over, has moved.
            let n_moved =
                pair.collation.units.iter().filter(|unit| unit.relation == Relation::Moved).count();
            assert!(
                (1..=pair.versions.left.passages().len() / 2).contains(&n_moved),
                "{name}: {n_moved}"
            );
        }
    }
}

#[test]
fn two_sentences_made_one_are_a_merge_without_another_word() {
    let tried =
        plain_articles().into_iter().map(|(name, paragraphs)| check_joined(&name, &paragraphs));
    let n_tried: usize = tried.sum();
    assert!(n_tried >= 20, "{n_tried}");
}

/// Joins each two neighbouring sentences by a semicolon: one merge, or one split from the other side, and nothing but
/// the mark and the capital. Gives the number of times that could be tried.
pub(crate) fn check_joined(name: &str, paragraphs: &[String]) -> usize {
    let base = version(&whole(paragraphs));
    let passages = base.passages();
    let mut n_tried = 0;
    for pair in passages.windows(2) {
        let (first, second) = (base.text(pair[0].span), base.text(pair[1].span));
        let is_plain = |text: &str| {
            text.is_ascii() && text.split(' ').count() >= 8 && !text.contains(['"', '\'', ':', ';'])
        };
        if pair[0].paragraph != pair[1].paragraph
            || !is_plain(first)
            || !is_plain(second)
            || !first.ends_with('.')
        {
            continue;
        }
        let second = format!("{}{}", second[..1].to_lowercase(), &second[1..]);
        let joined = format!("{}; {second}", first.trim_end_matches('.'));
        let mut text = base.source().to_owned();
        text.replace_range(pair[0].span.range().start..pair[1].span.range().end, &joined);
        n_tried += 1;
        let there = compare_bytes(base.source(), text.as_bytes());
        let back = compare_bytes(&text, base.source().as_bytes());
        for (pair, wanted) in [(&there, Relation::Merged), (&back, Relation::Split)] {
            let found = pair.collation.units.iter().filter(|unit| unit.relation == wanted);
            assert_eq!(found.count(), 1, "{name}: {joined}");
            let is_small = |class: Class| {
                matches!(class, Class::Punctuation | Class::Spelling | Class::Typography)
            };
            assert!(
                pair.collation.edits.iter().all(|edit| is_small(edit.class)),
                "{name}: {:?}",
                pair.readings()
            );
        }
    }
    n_tried
}
