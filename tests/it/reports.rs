//! Reports: every format says everything, the same way each time, and nothing in an article takes effect in any.

mod schema;

use std::collections::BTreeSet;

use copydesk::collate::{Class, Relation};
use copydesk::corpus::Location;
use copydesk::report::evidence::{
    Compared, Comparison, EditOf, Evidence, Folded, Furniture, NoteOf, Passage, Piece, Source,
    StoryFigures, comparison, program,
};
use copydesk::report::{CSV_COLUMNS, Form, Subject};
use copydesk::review::anchor::Quote;
use copydesk::review::{self, About, Note, NoteId, Pair, Place, Review, Selection};
use copydesk::text::Span;
use copydesk::version::Version;
use copydesk::{Side, Sides};
use serde_json::Value;

use crate::support::{self, compare};
use schema::{check_schema, problems, validate};

const LEFT: &str = "Ferry strikes pier at Tollhaven, 14 hurt

TOLLHAVEN (Meridian) - The passenger ferry Halcyon hit the east pier of Tollhaven on Tuesday, injuring 14 people.

The vessel was carrying 318 passengers when it lost power about 200 metres from its berth, the port authority said.

\u{201c}We heard the engine stop and then there was nothing but wind,\u{201d} said Tomas Reyle, a schoolteacher.

Divers will inspect the hull of the ship on Wednesday morning, when the swell has gone down.

The council voted nine to four last month to postpone repairs. Councillor Berit Lund said the money had been needed for schools.

Sign up for our newsletter
";

const RIGHT: &str = "Passenger ferry hits pier in Tollhaven; 17 injured

Divers will inspect the hull of the ship on Wednesday morning, when the swell has gone down.

TOLLHAVEN: The passenger ferry Halcyon hit the east pier of Tollhaven today, injuring 17 people.

The vessel was carrying 318 passengers when it lost power about 200 metres from its berth, the harbour master claimed.

\"We heard the engines stop and then there was only wind,\" said Tomas Reyle, a teacher.

The council voted nine to four last month to postpone repairs.

Ferries to the outer islands will leave from Castermouth until further notice, the operator said.
";

const PATHS: Sides<&str> = Sides::new("post/ferry.txt", "echo/ferry.txt");

const FORMS: [(&str, Form); 4] =
    [("html", Form::Html), ("markdown", Form::Markdown), ("json", Form::Json), ("csv", Form::Csv)];

fn written(form: Form, evidence: &Evidence) -> String {
    let mut out = Vec::new();
    form.write(evidence, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What the reader left on the ferry: a note of every kind, and two classes reviewed.
fn review(pair: &support::Pair, locations: &Sides<Location>) -> Review {
    let mut review = Review::default();
    let edit = |class: Class| pair.collation.edits.iter().find(|edit| edit.class == class).unwrap();
    let place =
        |side: Side, quote: Option<Quote>| Place { location: locations[side].clone(), quote };
    let quoting = |side: Side, span: Option<Span>| {
        place(side, span.map(|span| Quote::of(&pair.versions[side], span)))
    };
    let on_edit = |class: Class| {
        let edit = edit(class);
        let places = vec![
            quoting(Side::Left, edit.readings.left),
            quoting(Side::Right, edit.readings.right),
        ];
        (About::Edit(edit.id), places)
    };
    let at = pair.versions.left.source().find("Divers").unwrap();
    let gone = Quote {
        exact: "The lighthouse keeper saw all of it from above".into(),
        ..Quote::default()
    };
    let notes = [
        (on_edit(Class::Number), "figure", "Which figure did the hospital give?\nAsk on Monday."),
        (on_edit(Class::Wording), "", "A title, not a job."),
        (
            (About::Passage, vec![quoting(Side::Left, Some(Span::new(at, at + 30)))]),
            "place",
            "Why first on the right?",
        ),
        ((About::Version, vec![place(Side::Right, None)]), "", "No byline at all."),
        ((About::Story, vec![place(Side::Left, None)]), "later", "Follow up in June."),
        ((About::Passage, vec![place(Side::Left, Some(gone))]), "", "Taken out since?"),
    ];
    for (n, ((about, places), kind, text)) in notes.into_iter().enumerate() {
        let id = NoteId(n as u64 + 1);
        let note = Note { id, about, places, kind: kind.into(), text: text.into() };
        review.apply(&review::Change::Put(note));
    }
    let is_reviewed = |class: Class| matches!(class, Class::Date | Class::Move);
    let edits = pair.collation.edits.iter().filter(|edit| is_reviewed(edit.class));
    let mark = review::Change::Mark {
        pair: Pair::new(locations.left.clone(), locations.right.clone()),
        edits: edits.map(|edit| edit.id).collect(),
        is_reviewed: true,
    };
    review.apply(&mark);
    review
}

/// A report of the ferry.
fn ferry(selection: Selection) -> Evidence {
    let pair = compare(LEFT, RIGHT);
    let review = review(&pair, &locations());
    evidence(&pair, &review, selection)
}

fn locations() -> Sides<Location> {
    PATHS.map(|path| Location::file(path.into()))
}

fn evidence(pair: &support::Pair, review: &Review, selection: Selection) -> Evidence {
    let locations = locations();
    let own = Pair::new(locations.left.clone(), locations.right.clone());
    let compared = Compared {
        subject: Subject {
            names: PATHS,
            versions: pair.versions.as_ref(),
            metadata: pair.versions.as_ref().map(Version::metadata),
            collation: &pair.collation,
        },
        sigla: Sides::new("A", "B"),
        outlets: Sides::new("Tollhaven Post", "Castermouth Echo"),
        furniture: pair.marks.as_ref(),
        pair: &own,
        locations: locations.as_ref(),
        review,
        story: std::slice::from_ref(&locations.left),
        selection: &selection,
    };
    Evidence {
        title: "Ferry strikes pier".into(),
        program: program(),
        settings: vec![("edits".into(), "all classes".into())],
        stories: Vec::new(),
        comparisons: vec![comparison(&compared)],
    }
}

/// The ferry with some classes left out, among them one with a note on it.
fn part_of_ferry() -> Evidence {
    ferry(Selection::of_classes(&[Class::Quotation, Class::Date, Class::Cut]))
}

/// A report of a folder in which every text is the same.
fn filled(text: &str) -> Evidence {
    let text = || text.to_owned();
    let note = |about: &str| NoteOf {
        kind: text(),
        text: format!("{}\n{}", text(), text()),
        about: about.to_owned(),
        quoted: Some(text()),
        state: Some("its words are gone"),
    };
    let source = || Source {
        siglum: text(),
        name: text(),
        path: text(),
        sha256: "00ff".into(),
        encoding: text(),
        n_words: 3,
        shared: 0.5,
        fields: vec![("headline", text()), ("url", text()), ("language", text())],
        claims: vec![text(), text()],
    };
    let piece = |edit: Option<usize>| Piece { text: text(), edit };
    let passage = |relation: Relation, pieces: Sides<Vec<Piece>>| Passage {
        relation,
        is_furniture: relation == Relation::LeftOnly,
        is_repeat: false,
        is_heading: false,
        pieces,
        edits: vec![1],
        notes: vec![note("passage")],
    };
    let change = |is_shown: bool| EditOf {
        id: "0123456789abcdef".into(),
        class: Class::Wording,
        readings: Sides::new(Some(text()), Some(text())),
        is_reviewed: true,
        is_shown,
        notes: vec![note("edit")],
    };
    let comparison = Comparison {
        sources: Sides::new(source(), source()),
        counts: vec![(Class::Wording, 2, 1)],
        n_edits: 2,
        n_reviewed: 2,
        n_folded: 1,
        truncated: Some(text()),
        passages: vec![
            passage(Relation::Edited, Sides::new(vec![piece(Some(1))], vec![piece(Some(1))])),
            passage(
                Relation::Moved,
                Sides::new(vec![piece(None)], vec![piece(None), piece(Some(1))]),
            ),
            passage(Relation::LeftOnly, Sides::new(vec![piece(None)], Vec::new())),
        ],
        edits: vec![change(true), change(false)],
        folded: vec![Folded { readings: Sides::new(text(), text()), n: 2 }],
        furniture: vec![Furniture { side: Side::Right, text: text(), reason: "you said so" }],
        notes: vec![note("story")],
    };
    let story = StoryFigures {
        name: text(),
        n_versions: 2,
        n_families: 1,
        n_comparisons: 2,
        n_edits: 4,
        n_reviewed: 4,
        n_notes: 9,
    };
    Evidence {
        title: text(),
        program: program(),
        settings: vec![(text(), text())],
        stories: vec![story],
        comparisons: vec![comparison.clone(), comparison],
    }
}

/// What a page, a file name or a note may hold to do harm in a report.
const HOSTILE: [&str; 21] = [
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "--><b>x</b><!--",
    "]]>x<![CDATA[",
    "&lt;b&gt; &#x3c;",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "x;=1+1",
    "\t=1+1",
    "a,\"b\"\r\n=1+1",
    "[x](javascript:alert(1)) ![x](http://a.test/b.png)",
    "](javascript:alert(1))",
    "http://a.test www.a.test me@a.test <http://a.test>",
    "# x\n- y\n1. z\n***\n> q\n| a | b |\n```\ncode",
    "**x** __y__ `z` ~~w~~ $e$ {1 date: x}",
    "\u{1b}[31mred\u{7}\u{9b}0m\u{0}\u{7f}",
    "user\u{202E}txt.exe\u{2066}\u{200F}\u{200B}\u{E0041} \\",
];

/// Characters that nobody sees, and that turn what stands beside them.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}

#[test]
fn the_same_report_is_the_same_bytes() {
    for (name, form) in FORMS {
        let first = written(form, &ferry(Selection::default()));
        assert_eq!(first, written(form, &ferry(Selection::default())), "{name}");
        assert!(first.ends_with('\n'), "{name}");
    }
}

#[test]
fn every_format_says_everything() {
    for evidence in [ferry(Selection::default()), part_of_ferry()] {
        let own = &evidence.comparisons[0];
        let all: Vec<&NoteOf> = (own.edits.iter().flat_map(|edit| &edit.notes))
            .chain(own.passages.iter().flat_map(|passage| &passage.notes))
            .chain(&own.notes)
            .collect();
        assert_eq!(all.len(), 6);
        assert!(!own.folded.is_empty());
        for (name, form) in FORMS {
            let text = written(form, &evidence);
            for folded in own.folded.iter().filter(|_| form != Form::Csv) {
                for reading in [&folded.readings.left, &folded.readings.right] {
                    let quote = match form {
                        Form::Html => "&quot;",
                        Form::Json => "\\\"",
                        Form::Markdown | Form::Csv => "\"",
                    };
                    let reading = match form {
                        Form::Html => reading.replace('<', "&lt;").replace('>', "&gt;"),
                        Form::Json => reading.replace('<', "\\u003c").replace('>', "\\u003e"),
                        Form::Markdown | Form::Csv => {
                            reading.replace('<', "\\<").replace('>', "\\>")
                        }
                    };
                    let reading = reading.replace('"', quote);
                    assert!(text.contains(&reading), "{name}: {reading:?} was folded");
                }
            }
            for line in all.iter().flat_map(|note| note.text.lines()) {
                assert!(text.contains(line), "{name}: no note {line:?}");
            }
            for change in own.edits.iter().filter(|edit| edit.is_shown) {
                for reading in Side::BOTH.iter().filter_map(|side| change.readings[*side].as_ref())
                {
                    let reading =
                        reading.replace('"', if name == "html" { "&quot;" } else { "\"" });
                    assert!(text.contains(&reading), "{name}: no reading {reading:?}");
                }
                assert!(text.contains(change.class.name()), "{name}");
            }
        }
    }
}

#[test]
fn the_page_needs_nothing_and_obeys_nothing() {
    for text in HOSTILE.iter().copied().chain(["plain"]) {
        let page = written(Form::Html, &filled(text));
        check_page(&page);
    }
    for evidence in [ferry(Selection::default()), part_of_ferry()] {
        check_page(&written(Form::Html, &evidence));
    }
}

/// Reads a page as a browser would, where that is simple: everything that could be markup is escaped, so that `<` begins an
/// element and nothing else.
#[track_caller]
fn check_page(page: &str) {
    const ELEMENTS: &[&str] = &[
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "section", "nav",
        "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
        "div", "span", "b", "bdi", "a", "del", "ins",
    ];
    const ATTRIBUTES: &[&str] = &[
        "html", "lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "href",
        "colspan",
    ];
    assert!(!page.contains("<script"));
    assert!(!page.contains(is_hidden), "{:?}", page.chars().find(|c| is_hidden(*c)));
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline';"));
    let (head, style) = page.split_once("<style>").unwrap();
    let (style, body) = style.split_once("</style>").unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
    let mut ids = BTreeSet::new();
    let mut targets = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for part in [head, body].into_iter().flat_map(|half| half.split('<').skip(1)) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        assert!(ELEMENTS.contains(&name), "<{tag}>");
        if !["!DOCTYPE", "meta"].contains(&name) {
            open.push(name);
        }
        let mut rest = attributes;
        while !rest.is_empty() {
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            assert!(ATTRIBUTES.contains(&attribute), "<{tag}>");
            let Some(after) = after.strip_prefix("=\"") else { break };
            let (value, after) = after.split_once('"').unwrap();
            rest = after.strip_prefix(' ').unwrap_or(after);
            match attribute {
                "href" => drop(targets.insert(value.strip_prefix('#').unwrap())),
                "id" => assert!(ids.insert(value), "{value} twice"),
                _ => {}
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(targets.is_subset(&ids), "{:?}", targets.difference(&ids));
}

#[test]
fn no_markup_takes_effect_in_markdown() {
    for text in HOSTILE {
        let report = written(Form::Markdown, &filled(text));
        assert!(!report.contains(is_hidden), "{text:?}");
        // On each line as many marks of every kind as in a report of plain words.
        let plain = text.lines().map(|_| "plain").collect::<Vec<_>>().join("\n");
        let plain = written(Form::Markdown, &filled(&plain));
        let shape = |report: &str| report.lines().map(markup).collect::<Vec<_>>();
        assert_eq!(shape(&report), shape(&plain), "{text:?}\n{report}");
        assert!(!report.contains("http:") && !report.contains("www."), "{report}");
    }
}

/// The marks of a line that are markup: those without a backslash before them, and what it begins with.
fn markup(line: &str) -> (String, String) {
    let quoted = line.strip_prefix("> ").unwrap_or(line);
    let begins = ["#", "- ", "+ ", "===", "---", "***", "```", "~~~", ">", "    "];
    let begin: Vec<&str> = begins.into_iter().filter(|mark| quoted.starts_with(mark)).collect();
    let mut marks = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if matches!(
            c,
            '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$' | '@' | '#'
        ) {
            marks.push(c);
        }
    }
    (begin.concat(), marks)
}

/// A deck that repeats a sentence of the body is no edit, and only one version has it: it is printed all the same.
#[test]
fn what_only_one_version_says_twice_is_printed() {
    let (headline, body) = LEFT.split_once("\n\n").unwrap();
    let deck = "Divers will inspect the hull of the ship on Wednesday morning, when the swell has gone down.";
    let pair = compare(&format!("{headline}\n\n{deck}\n\n{body}"), LEFT);
    assert!(pair.collation.edits.is_empty(), "{:?}", pair.collation.edits);
    let evidence = evidence(&pair, &Review::default(), Selection::default());
    let text = written(Form::Markdown, &evidence);
    assert!(text.contains(&format!("\n(repeat, not in B) {{~~{deck}~~}}\n")), "{text}");
    assert!(written(Form::Html, &evidence).contains("not in <bdi>B</bdi>"));
}

/// A stretch of several paragraphs has a line for each, and stands in full once.
#[test]
fn a_long_edit_is_printed_once_in_markdown() {
    let (one, other) = (
        "Ferries to the outer islands will leave from Castermouth until further notice, the operator said.",
        "The harbour master has asked all who saw the ship on that morning to come to his office by the lighthouse.",
    );
    let pair = compare(
        LEFT,
        &format!("{}\n{one}\n\n{other}\n", LEFT.trim_end().rsplit_once('\n').unwrap().0),
    );
    let text = written(Form::Markdown, &evidence(&pair, &Review::default(), Selection::default()));
    assert!(text.contains(&format!("{{1 addition: **{one}**\n\n¶ **{other}**}}")), "{text}");
    let words = "(not in A) → **Ferries to the outer islands will leave from Castermouth until further notice, …** \
        (2 paragraphs, 36 words)";
    assert!(text.contains(words), "{text}");
    assert_eq!(text.matches(other).count(), 1, "{text}");
}

#[test]
fn no_cell_is_a_formula_and_all_come_back() {
    for text in HOSTILE {
        let table = written(Form::Csv, &filled(text));
        assert!(!table.replace("\r\n", "\n").contains(is_hidden), "{text:?}");
        for row in rows(&table) {
            for cell in &row {
                let first = cell.trim_start().chars().next().unwrap_or('x');
                assert!(!"=+-@\t\r".contains(first), "{cell:?}");
                assert!(
                    ![";=", ";+", ";-", ";@"].iter().any(|start| cell.contains(start)),
                    "{cell:?}"
                );
            }
        }
    }
    for evidence in [ferry(Selection::default()), part_of_ferry()] {
        let table = written(Form::Csv, &evidence);
        let rows = rows(&table);
        assert_eq!(rows[0], CSV_COLUMNS);
        let shown: Vec<(usize, &EditOf)> = evidence.comparisons[0]
            .edits
            .iter()
            .enumerate()
            .filter(|(_, edit)| edit.is_shown)
            .collect();
        let (on_edits, others) = rows[1..].split_at(shown.len());
        assert!(
            !others.is_empty() && others.iter().all(|row| row[5].is_empty() && row[7] == "note")
        );
        for (row, (at, change)) in on_edits.iter().zip(shown) {
            let reading = |side: Side| change.readings[side].clone().unwrap_or_default();
            let own = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
            assert_eq!(row[5], (at + 1).to_string());
            assert_eq!(row[6], change.id);
            assert_eq!(row[7], change.class.name());
            assert_ne!(row[8], "");
            assert_eq!([own(&row[9]), own(&row[10])], [reading(Side::Left), reading(Side::Right)]);
            assert_eq!(row[11], if change.is_reviewed { "yes" } else { "no" });
            assert_eq!(row[13].is_empty(), change.notes.is_empty());
        }
    }
}

fn rows(table: &str) -> Vec<Vec<String>> {
    let table = table.strip_prefix('\u{FEFF}').expect("a byte order mark");
    assert!(table.lines().count() == table.matches("\r\n").count(), "every line ends with CRLF");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[test]
fn the_record_is_what_its_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    check_schema(&schema);
    let mut reports = vec![ferry(Selection::default()), part_of_ferry()];
    reports.extend(HOSTILE.iter().map(|text| filled(text)));
    for evidence in reports {
        let text = written(Form::Json, &evidence);
        assert!(!text.contains(['<', '>']) && !text.contains(is_hidden));
        let value: Value = serde_json::from_str(&text).unwrap();
        validate(&schema, &schema, &value, "report");
        assert_eq!(value["title"], evidence.title.as_str(), "nothing is lost");
        let (own, given) = (&value["comparisons"][0], &evidence.comparisons[0]);
        for side in Side::BOTH {
            let name = if side == Side::Left { "left" } else { "right" };
            for (own, given) in own["edits"].as_array().unwrap().iter().zip(&given.edits) {
                assert_eq!(own[name].as_str(), given.readings[side].as_deref());
            }
            for (own, given) in own["passages"].as_array().unwrap().iter().zip(&given.passages) {
                let text: Vec<&str> = own[name]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|p| p["text"].as_str().unwrap())
                    .collect();
                let expected: Vec<&str> =
                    given.pieces[side].iter().map(|piece| piece.text.as_str()).collect();
                assert_eq!(text, expected);
            }
        }
    }
}

#[test]
fn what_is_not_in_the_schema_is_found() {
    let schema: Value =
        serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    let record = written(Form::Json, &ferry(Selection::default()));
    for (from, to) in [
        ("\"reviewed\": ", "\"viewed\": "),
        ("\"class\": \"number\"", "\"class\": \"figure\""),
        ("\"words\": ", "\"words\": -"),
        ("copydesk.report/1", "copydesk.report/0"),
        ("\"quoted\": null", "\"quoted\": 1"),
    ] {
        assert!(record.contains(from), "{from}");
        let value: Value = serde_json::from_str(&record.replace(from, to)).unwrap();
        assert!(!problems(&schema, &schema, &value, "report").is_empty(), "{to}");
    }
}
