//! What must hold for every text: nothing is lost, sides are equal, re-wrapping changes nothing, no input
//! ends the program.

use std::time::Duration;

use copydesk::collate::{Budget, Class, Truncation};
use copydesk::layout::{Mode, Options, Subject, Typography, Unchanged, lay_out, read};
use copydesk::parse::parse;
use copydesk::text::blocks::Markup;
use copydesk::text::keys::{match_spelling, typographic_spelling};
use copydesk::text::safe::SafeText;
use copydesk::text::sentence::sentences;
use copydesk::{Side, Sides};
use proptest::prelude::*;

use crate::invariants::{check_furniture, check_joined, check_same_article, check_tail};
use crate::support::{Pair, compare, compare_versions, version, wrap};

/// Sentences of an invented place. All differ in most words, so that what belongs together is plain.
const SENTENCES: [&str; 24] = [
    "The ferry Maid of Arrin struck the outer wall of the harbour at noon on Tuesday.",
    "Nineteen passengers were hurt, four of them badly, the coast guard said.",
    "\"We felt her lift, and then there was a bang,\" said Ida Calloway, a teacher.",
    "Engineers found six concrete blocks out of place when the tide went out.",
    "The mayor, Ada Brandt, asked the U.S. insurer to pay for the repairs.",
    "Divers will look at the keel in the morning if the swell goes down.",
    "It was the third accident at Port Ellery since the winter of 2019.",
    "Shops along the quay stayed shut, and the market moved to the school.",
    "A crane from Kestrel Bay arrived late in the evening on two lorries.",
    "No oil was lost, although the tanks held 40,000 litres of diesel.",
    "The union of deck hands wants an inquiry that is led by a judge.",
    "\"They were told of the weather,\" the harbour master wrote to the council.",
    "Fishing boats used the northern channel, which is only three metres deep.",
    "Prices for mackerel doubled at the auction, a trader told reporters.",
    "The old lighthouse keeper had warned of the current for years.",
    "Children collected pieces of the railing on the beach below the fort.",
    "An opera about the wreck of 1911 was to open in the town this week.",
    "Its singers gave a concert for the injured at the hospital instead.",
    "The bridge to the island will carry heavy goods until the end of June.",
    "Ministers promised 3.5 million crowns, less than half of what is needed.",
    "Two cabinets of charts were thrown overboard to lighten the bow.",
    "Sister ships of the Maid will be searched for the same weak rudder.",
    "A memorial service is planned for Sunday in the chapel of the fishermen.",
    "The timetable for August has been withdrawn from the company's pages.",
];

/// An article: paragraphs of one or two of these sentences, each used once.
fn article() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let order = Just(SENTENCES.to_vec()).prop_shuffle();
    (order, prop::collection::vec(1..=2usize, 2..10)).prop_map(|(order, sizes)| {
        let mut sentences = order.into_iter();
        sizes.into_iter().map(|size| sentences.by_ref().take(size).collect()).collect()
    })
}

fn text_of(article: &[Vec<&str>]) -> String {
    article.iter().map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n")
}

/// An article and a copy of it with words changed, sentences cut and added, and paragraphs moved.
fn pair() -> impl Strategy<Value = (String, String)> {
    (article(), any::<u64>()).prop_map(|(article, seed)| {
        let mut random = Random(seed | 1);
        let mut copy: Vec<Vec<String>> = Vec::new();
        for paragraph in &article {
            let mut kept = Vec::new();
            for sentence in paragraph {
                if random.one_in(8) {
                    continue;
                }
                let may_change = |word: &str| word.starts_with(char::is_lowercase);
                let words = sentence.split(' ').map(|word| {
                    if may_change(word) && random.one_in(9) { "lantern" } else { word }
                });
                kept.push(words.collect::<Vec<_>>().join(" "));
            }
            if !kept.is_empty() {
                copy.push(kept);
            }
        }
        if random.one_in(2) && copy.len() > 2 {
            let last = copy.len() - 1;
            copy.swap(0, last);
        }
        let copy =
            copy.iter().map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n");
        (text_of(&article), copy)
    })
}

/// A change that matters: of a digit, to a negation, of a letter of a name, of a quoted word. Where, what, by what.
fn substitution(text: &str, random: &mut Random) -> Option<(usize, String, String)> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in text.split([' ', '\n']) {
        words.push((at, word));
        at += word.len() + 1;
    }
    let is_quoted =
        |at: usize| text[..at].split("\n\n").last().unwrap().matches('"').count() % 2 == 1;
    let next_letter =
        |c: char| char::from_u32(c as u32 + 1).filter(char::is_ascii_lowercase).unwrap_or('a');
    let kind = random.below(4);
    let fits = |(at, word): &(usize, &str)| match kind {
        0 => word.contains(|c: char| c.is_ascii_digit()),
        1 => word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase()),
        2 => {
            let is_inside =
                *at > 0 && text[..*at].ends_with(' ') && !text[..*at].ends_with(['.', '"']);
            let after_sentence = text[..*at].trim_end().ends_with(['.', '"', '!', '?']);
            is_inside
                && !after_sentence
                && word.len() > 3
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().all(|c| c.is_ascii_alphabetic())
        }
        _ => word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase()) && is_quoted(*at),
    };
    let fitting: Vec<(usize, &str)> = words.into_iter().filter(fits).collect();
    let (at, word) = *fitting.get(random.below(fitting.len().max(1)))?;
    let new = match kind {
        0 => {
            let digit = word.find(|c: char| c.is_ascii_digit())?;
            let old = word[digit..].chars().next()?.to_digit(10)?;
            let mut new = word.to_owned();
            new.replace_range(digit..=digit, &((old + 1) % 9 + 1).to_string());
            new
        }
        1 => format!("not {word}"),
        _ => {
            let last = word.chars().last()?;
            format!("{}{}", &word[..word.len() - 1], next_letter(last))
        }
    };
    Some((at, word.to_owned(), new))
}

struct Random(u64);

impl Random {
    const fn one_in(&mut self, n: u64) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.is_multiple_of(n)
    }

    const fn below(&mut self, n: usize) -> usize {
        self.one_in(1);
        (self.0 >> 33) as usize % n
    }
}

/// Text of every kind of character that gives trouble, and of those that do not.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,8}",
        2 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        1 => prop::sample::select(vec![
            ". ", "... ", " . . . ", "\u{2026}", "\"", "\u{201C}", "\u{201D}", "'s", "\u{2019}s", "U.S.", "1,200", "3.5", "- ",
            "\u{2014}", "\u{A0}", "\u{200B}", "\u{AD}", "\u{202E}", "\u{1b}[31m", "\u{9b}", "\r\n", "\u{2028}", "東京は雨。",
            "\u{301}", "e\u{301}", "👩\u{200D}🚀", "🇦🇷", "مرحبا", "हिन्दी।", "สวัสดี", "\u{FEFF}", "- Subhead -\n", "(AB) - ",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| if c.is_ascii_control() { "x".to_owned() } else { c.to_string() }),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn lengths(pair: &Pair, options: &Options) -> Vec<(usize, usize)> {
    let versions = pair.versions.as_ref();
    let rows = lay_out(Subject { versions, collation: &pair.collation }, options);
    rows.rows
        .iter()
        .map(|row| (row.lines.left.width(), row.lines.right.width()))
        .inspect(|widths| {
            assert!(
                widths.0 <= rows.measure && widths.1 <= rows.measure,
                "a row is wider than its column"
            );
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost((left, right) in pair()) {
        compare(&left, &right).check_lossless();
    }

    #[test]
    fn nothing_is_lost_of_any_text((left, right) in (any_text(), any_text())) {
        compare(&left, &right).check_lossless();
    }

    #[test]
    fn a_text_is_the_same_as_itself(text in any_text()) {
        let pair = compare(&text, &text);
        prop_assert!(pair.collation.edits.is_empty(), "{:?}", pair.readings());
    }

    #[test]
    fn swapping_sides_mirrors_the_result((left, right) in pair()) {
        let there = compare(&left, &right);
        let back = compare(&right, &left);
        let mut mirrored: Vec<_> = back.readings().into_iter().map(|(class, l, r)| (class, r, l)).collect();
        mirrored.sort();
        prop_assert_eq!(there.readings(), mirrored);
        let mut links: Vec<_> = back.links().into_iter().map(Sides::swapped).collect();
        links.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
        prop_assert_eq!(there.links(), links);
    }

    #[test]
    fn rewrapping_changes_nothing((left, right) in pair(), width in prop::sample::select(vec![40usize, 72])) {
        let plain = compare(&left, &right);
        let wrapped = compare(&left, &wrap(&right, width));
        prop_assert_eq!(plain.links(), wrapped.links());
        prop_assert_eq!(plain.collation.edits.len(), wrapped.collation.edits.len());
        let itself = compare(&right, &wrap(&right, width).replace('\n', "\r\n"));
        prop_assert!(itself.collation.edits.is_empty(), "{:?}", itself.readings());
    }

    #[test]
    fn typography_is_no_wording(article in article()) {
        let text = text_of(&article);
        let curly = text.replace(" \"", " “").replace("\n\"", "\n“").replace('"', "”").replace('\'', "’").replace("...", " . . .");
        let pair = compare(&text, &curly);
        prop_assert!(pair.collation.edits.iter().all(|edit| edit.class == Class::Typography), "{:?}", pair.readings());
    }

    #[test]
    fn without_time_nothing_is_lost((left, right) in pair()) {
        let budget = Budget::lasting(Duration::ZERO);
        let pair = compare_versions(version(&left), version(&right), &budget);
        pair.check_lossless();
        prop_assert!(pair.collation.truncated.is_some());
    }

    #[test]
    fn what_holds_for_the_sample_holds_for_any_article(article in article(), other in article()) {
        let paragraphs = |article: &[Vec<&str>]| -> Vec<String> {
            article.iter().map(|paragraph| paragraph.join(" ")).collect()
        };
        let (left, right) = (paragraphs(&article), paragraphs(&other));
        check_same_article("generated", &left);
        check_joined("generated", &left);
        check_furniture("generated", &left, &right);
        for kept in 1..left.len() {
            check_tail("generated", &left, kept);
        }
    }

    #[test]
    fn what_matters_is_never_folded(article in article(), seed in any::<u64>()) {
        let text = text_of(&article);
        let mut random = Random(seed | 1);
        let Some((at, old, new)) = substitution(&text, &mut random) else {
            return Ok(());
        };
        let mut changed = text.clone();
        changed.replace_range(at..at + old.len(), &new);
        let pair = compare(&text, &changed);
        let is_folded = |class: Class| matches!(class, Class::Typography | Class::Punctuation | Class::Spelling);
        prop_assert!(!pair.collation.edits.is_empty(), "{old} to {new}");
        prop_assert!(
            pair.collation.edits.iter().all(|edit| !is_folded(edit.class)),
            "{} to {}: {:?}", old, new, pair.readings()
        );
    }

    #[test]
    fn paragraphs_in_another_order_are_moves(article in article(), seed in any::<u64>()) {
        let mut moved = article.clone();
        let from = usize::try_from(seed % article.len() as u64).unwrap();
        let paragraph = moved.remove(from);
        moved.insert(usize::try_from(seed / 7 % (moved.len() as u64 + 1)).unwrap(), paragraph);
        let pair = compare(&text_of(&article), &text_of(&moved));
        let classes: Vec<Class> = pair.collation.edits.iter().map(|edit| edit.class).collect();
        prop_assert!(classes.iter().all(|class| *class == Class::Move), "{:?}", pair.readings());
        prop_assert_eq!(classes.is_empty(), article == moved);
    }

    #[test]
    fn no_row_is_wider_than_its_column((left, right) in (any_text(), any_text()), width in 1usize..130) {
        let pair = compare(&left, &right);
        for mode in [Mode::SideBySide, Mode::OneColumn, Mode::Linear] {
            let mut options = Options::new(mode, width);
            let plain = lengths(&pair, &options);
            options.typography = Typography::Shown;
            options.unchanged = Unchanged::Folded;
            let folded = lengths(&pair, &options);
            prop_assert!(plain.is_empty() == folded.is_empty());
        }
        let options = Options::new(Mode::OneColumn, width);
        let rows = read(&pair.versions.left, &pair.marks.left, &options);
        prop_assert!(rows.rows.iter().all(|row| row.lines.left.width() <= rows.measure));
        let n = pair.versions.left.passages().len();
        prop_assert!((0..n).all(|passage| rows.row_of_unit(passage).is_some()));
    }

    #[test]
    fn every_edit_can_be_gone_to((left, right) in pair()) {
        let pair = compare(&left, &right);
        let versions = pair.versions.as_ref();
        for mode in [Mode::SideBySide, Mode::OneColumn, Mode::Linear] {
            let mut options = Options::new(mode, 100);
            options.typography = Typography::Shown;
            let rows = lay_out(Subject { versions, collation: &pair.collation }, &options);
            let mut stops: Vec<usize> = rows.stops.iter().map(|stop| stop.edit).collect();
            prop_assert!(rows.stops.windows(2).all(|pair| pair[0].row <= pair[1].row));
            stops.sort_unstable();
            prop_assert_eq!(stops, (0..pair.collation.edits.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(version) = parse(&bytes, Markup::Markdown) {
            compare_versions(version.clone(), version, &Budget::unlimited()).check_lossless();
        }
    }

    #[test]
    fn sentences_cover_their_paragraph(text in any_text()) {
        let mut end = 0;
        for range in sentences(&text) {
            prop_assert!(range.start >= end && range.end <= text.len());
            prop_assert!(!text[end..range.start].contains(|c: char| !c.is_whitespace()));
            end = range.end;
        }
        prop_assert!(text[end..].trim().is_empty());
    }

    #[test]
    fn keys_fold_once(token in "\\PC{1,12}") {
        let once = typographic_spelling(&token).into_owned();
        prop_assert_eq!(typographic_spelling(&once).into_owned(), once.clone());
        prop_assert_eq!(match_spelling(&once), match_spelling(&token));
    }

    #[test]
    fn no_key_folds_a_digit(number in "[0-9]{1,6}", other in "[0-9]{1,6}") {
        prop_assert_eq!(match_spelling(&number) == match_spelling(&other), number == other);
    }

    #[test]
    fn nothing_unsafe_gets_through_the_gate(text in any_text()) {
        let safe = SafeText::new(&text);
        let is_unsafe = |c: char| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c);
        prop_assert!(!safe.as_str().contains(is_unsafe));
    }
}

#[test]
fn what_is_called_off_is_empty() {
    let flag = std::sync::atomic::AtomicBool::new(true);
    let text = text_of(&[SENTENCES.to_vec()]);
    let budget = Budget::unlimited().with_cancel(&flag);
    let pair = compare_versions(version(&text), version(&text), &budget);
    assert_eq!(pair.collation.truncated, Some(Truncation::Cancelled));
    assert!(pair.collation.units.is_empty());
}

#[test]
fn long_and_awkward_texts_take_no_square_of_time() {
    // Not a measurement: with a matrix of all against all these would take minutes.
    let words: String = (0..10_000).map(|n| format!("word{}\n\n", n % 97)).collect();
    let other: String = (0..10_000).map(|n| format!("word{}\n\n", n % 89)).collect();
    compare(&words, &other).check_lossless();
    let line = "the same words again and again ".repeat(20_000);
    compare(&line, &line[31..]).check_lossless();
}

#[test]
fn sides_keep_their_own_text() {
    let pair = compare(
        "The ferry left at noon with a crew of nine.",
        "The ferry left at one with a crew of nine.",
    );
    assert_eq!(pair.rebuilt(Side::Left), "The ferry left at noon with a crew of nine.");
    assert_eq!(pair.rebuilt(Side::Right), "The ferry left at one with a crew of nine.");
}
