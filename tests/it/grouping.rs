//! What belongs together in a folder, and what only looks as if it did: boilerplate, forms, background paragraphs, quotations
//! that two reporters heard, sequels, round-ups.

use std::fs;

use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::open;

/// Opens a folder of these articles, by name and text.
fn folder(articles: &[(&str, String)]) -> (TempDir, Headless) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in articles {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let program = open(folder.path(), (120, 40));
    (folder, program)
}

/// Families, each in brackets, story by story: "[a b] [c] | [d]".
fn grouped(program: &Headless) -> String {
    let stories = program.model.news.snapshot.stories.iter().map(|story| {
        let families = story.families.iter().map(|family| {
            let members = story.members[family.members.clone()].iter();
            let names: Vec<String> = members.map(|member| member.article.name()).collect();
            format!("[{}]", names.join(" "))
        });
        families.collect::<Vec<_>>().join(" ")
    });
    stories.collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check(articles: &[(&str, String)], expected: &str) {
    let (_folder, program) = folder(articles);
    assert_eq!(grouped(&program), expected);
}

/// Half of what this outlet prints is the same everywhere.
const TAIL: &str = "The Corran Mail has come out every weekday since the great flood and belongs to the nine hundred families \
    that take it, who meet in the corn hall each autumn to choose its editor.\n\nNotices of births, weddings and deaths \
    are taken at the counter in Weir Street until noon on Thursday and cost nothing to those who cannot pay.";

#[test]
fn boilerplate_makes_no_family() {
    let mail = |headline: &str, text: &str| format!("{headline}\n\n{text}\n\n{TAIL}");
    let articles = [
        (
            "a.txt",
            mail(
                "Swimming bath shut for repairs",
                "The bath in Pell Lane stays shut until June. A pipe had burst under the deep end, and nobody had the drawings.",
            ),
        ),
        (
            "b.txt",
            mail(
                "Beekeeper wins prize for heather honey",
                "Iona Strand has won the county prize for a dark heather honey. She keeps eleven hives on Garrow Hill behind a wall of turf.",
            ),
        ),
        (
            "c.txt",
            mail(
                "Night bus to run again",
                "The night bus between Corran and Dell will run again from Friday. Students had walked home along the canal for a whole winter.",
            ),
        ),
        (
            "d.txt",
            mail(
                "Clock tower loses its cockerel",
                "A gust took the gilded cockerel off the clock tower on Sunday. It was found in the yard of a chicken farm, unhurt.",
            ),
        ),
    ];
    check(&articles, "[a] | [b] | [c] | [d]");
    let (_folder, program) = folder(&articles);
    for article in program.model.news.snapshot.read() {
        assert_eq!(article.marks.common.len(), 2, "{}", article.name());
    }
}

/// Results in the words of a form.
fn result(home: &str, guest: &str, scorer: &str, figures: [u32; 4]) -> String {
    let [score, minute, crowd, round] = figures;
    format!(
        "{home} beat {guest} {score}-0\n\n{home} won {score}-0 against {guest} in round {round} of the Valley League before a crowd \
         of {crowd}.\n\n{scorer} opened the scoring in the {minute}th minute with a header after a corner from the left, and the \
         hosts were never in danger again.\n\nThe next round of the league will be played at the weekend."
    )
}

#[test]
fn a_form_filled_twice_is_two_stories() {
    check(
        &[
            (
                "2031-05-03-a.txt",
                result("Dell Rovers", "Garrow Town", "Ned Farrow", [2, 17, 812, 21]),
            ),
            (
                "2031-05-03-b.txt",
                result("Strand Athletic", "Pell United", "Oskar Lime", [4, 58, 2190, 22]),
            ),
        ],
        "[2031-05-03-a] | [2031-05-03-b]",
    );
    let weather = |day: &str, figures: [u32; 4]| {
        let [high, low, wind, rain] = figures;
        format!(
            "Weather for Corran\n\nOn {day} it will be {high} degrees in Corran at noon and {low} on the hills of Garrow. The wind \
             comes from the sea with gusts of {wind} kilometres an hour, and the chance of rain is {rain} percent. Anglers on the \
             Dell should mind the weir."
        )
    };
    check(
        &[
            ("2031-05-03-a.txt", weather("Saturday", [14, 9, 40, 80])),
            ("2031-05-04-b.txt", weather("Sunday", [17, 11, 22, 15])),
        ],
        "[2031-05-03-a] | [2031-05-04-b]",
    );
}

#[test]
fn forms_of_two_days_are_two_stories_however_little_of_their_wording_is_left() {
    let market = |day: &str, moved: &str, why: &str, figures: [&str; 7], others: [&str; 3]| {
        let [index, percent, gained, lost, mark, oil, bonds] = figures;
        let [winner, loser, mood] = others;
        format!(
            "Corran shares {moved}\n\nCORRAN (Lantern Wire) - The Corran index {moved} by {percent} percent on {day} as {why}.\n\n             It ended the day at {index} points. {winner} led with a gain of {gained} percent and {loser} was last, down {lost}              percent. Dealers in Garrow spoke of {mood}.\n\nThe mark was at {mark} to the dollar in London, Dell crude at {oil} a              barrel, and bonds of the Weir Bank at {bonds} percent."
        )
    };
    let first = market(
        "Monday",
        "fell",
        "millers warned of a poor harvest",
        ["4,811", "1.7", "2.2", "8.4", "1.93", "70.15", "3.31"],
        ["Brewer Tamm", "Orr Mills", "a morning to forget"],
    );
    let second = market(
        "Tuesday",
        "rose",
        "rain reached the plains after all",
        ["4,902", "1.9", "5.6", "0.8", "1.91", "71.60", "3.28"],
        ["Orr Mills", "Umbrella maker Pell", "relief and of wet shoes"],
    );
    check(
        &[("2031-05-05-a.txt", first), ("2031-05-06-b.txt", second)],
        "[2031-05-05-a] | [2031-05-06-b]",
    );
}

#[test]
fn the_same_names_with_other_figures_on_another_day_are_another_story() {
    let first = "Corran shares\n\nThe Corran index fell 1.7 percent to 4,811 points on Monday. Orr Mills lost 8.4 percent, Brewer Tamm \
        gained 2.2. Weir Bank was flat.\n\nThe mark bought 0.52 dollars in London. Dell crude cost 70.15.";
    let second = "Corran shares\n\nOn Tuesday, brokers at Orr Mills had a better day, up 5.6 percent, while Brewer Tamm was left 0.9 percent \
        behind. The Corran index: 4,902 points.\n\nDell crude came to 71.60 in London, and Weir Bank to 33.80.";
    let told_again = "Corran shares sag\n\nAt 4,811 points the Corran index was 1.7 percent down on Monday. Brewer Tamm gained 2.2 percent \
        and Orr Mills, with 8.4, lost most.\n\nIn London 0.52 dollars were paid for the mark, for Dell crude 70.15.";
    check(
        &[
            ("2031-05-05-a.txt", first.to_owned()),
            ("2031-05-06-b.txt", second.to_owned()),
            ("2031-05-06-c.txt", told_again.to_owned()),
        ],
        "[2031-05-05-a] [2031-05-06-c] | [2031-05-06-b]",
    );
}

#[test]
fn hours_that_are_the_same_by_chance_make_no_copy_of_a_form() {
    let tides = |[wind, high, low, late, ebb]: [&str; 5], sea: &str, advice: &str| {
        format!(
            "Tides and winds\n\nIssued by the harbour office of Corran at 05:00. Wind {wind}. {sea}\n\nHigh water at Corran {high} and              {late}. Low water {low} and {ebb}.\n\n{advice} The swing bridge opens on request but between 07:30 and 09:00."
        )
    };
    let first = tides(
        ["west 5 to 7", "02:14", "08:20", "14:41", "20:47"],
        "Sea rough, with heavy showers.",
        "Small craft should stay in harbour.",
    );
    let second = tides(
        ["north 3 to 4", "03:11", "10:28", "15:26", "22:31"],
        "Sea slight. Good visibility all day.",
        "Anglers may go out again.",
    );
    check(
        &[("2031-05-05-a.txt", first), ("2031-05-06-b.txt", second)],
        "[2031-05-05-a] | [2031-05-06-b]",
    );
}

const BACKGROUND: &str = "Marsh, 61, built the Weir Bank from a single branch in Corran and fled to the islands on the night it closed \
    its doors. He was brought back last summer after two years of argument between lawyers.";

fn first_day() -> String {
    format!(
        "Banker Marsh denies fraud\n\nCORRAN (Lantern Wire) - Banker Aldous Marsh pleaded not guilty on Monday to defrauding savers \
         as his trial opened before judge Petra Quill.\n\nPensioners had queued since dawn for a seat. \"He knew my mother,\" \
         one of them said, and wept.\n\nProsecutor Dinah Lowe spoke for three hours of empty vaults and full \
         glasses.\n\n{BACKGROUND}"
    )
}

#[test]
fn what_an_agency_explains_again_joins_no_two_days() {
    let second = format!(
        "Clerk burned letters at Weir Bank, trial is told\n\nCORRAN (Lantern Wire) - A clerk told the trial of banker Aldous Marsh on \
         Tuesday that she had burned letters in a bucket on the roof.\n\nHester Vane said the wind had carried half of them \
         over the market place. The defence asked her whether she had read any; she had not.\n\nTwo vans came at midnight, \
         a porter added.\n\n{BACKGROUND}"
    );
    let reprint =
        first_day().replace("CORRAN (Lantern Wire) - ", "").replace("for three hours ", "");
    check(
        &[
            ("2031-05-05-a.txt", first_day()),
            ("2031-05-05-b.txt", reprint),
            ("2031-05-06-c.txt", second),
        ],
        "[2031-05-05-a 2031-05-05-b] | [2031-05-06-c]",
    );
}

#[test]
fn two_reporters_of_one_event_are_two_families_though_they_heard_the_same() {
    let quote = "\"We have listened to the town, to the river and to our own accounts, and all three of them told us the same, that \
        the days of the old mill are over,\" Sunniva Orr said";
    let one = format!(
        "Orr to close the last mill on the Dell\n\nThe Orr company will close its mill at Garrow by the end of next year. {quote}.\n\n\
         The mill at Garrow has 310 workers. Mayor Wim Tarrow heard of it on the radio."
    );
    let other = format!(
        "Garrow hears on the radio that its mill will stop\n\nIn the canteen they turned the radio up and then off. By the end of next \
         year nobody will work here.\n\n{quote} in a letter that foreman Berit Salk folded twice. Her father had started \
         the first wheel.\n\nWim Tarrow, the mayor, wants a school of weaving in the mill instead, and has 310 names on a list."
    );
    check(
        &[("2031-05-05-a.txt", one), ("2031-05-05-b.txt", other)],
        "[2031-05-05-a] [2031-05-05-b]",
    );
}

#[test]
fn a_rewrite_is_of_the_family_and_a_round_up_of_none() {
    let rewrite = "Banker denies all as pensioners weep\n\nA queue of pensioners since dawn, a speech of empty vaults and full glasses: \
        the trial of Aldous Marsh has begun in Corran.\n\nMarsh pleaded not guilty on Monday to defrauding savers. \"He knew my \
        mother,\" one of them said, and wept.\n\nProsecutor Dinah Lowe spoke for three hours before judge Petra Quill let \
        everybody go home.";
    let tram = "Tram reaches Dell after thirty years\n\nThe first tram rolled into Dell on Monday, thirty years after the town had voted \
        for the line.\n\nMayor Wim Tarrow rang the bell and took the controls for two stops. A goat had to be led off \
        the rails.";
    let brief = "Monday in brief\n\nBanker Aldous Marsh pleaded not guilty on Monday to defrauding savers as his trial opened before judge \
        Petra Quill.\n\nThe first tram rolled into Dell on Monday, thirty years after the town had voted for the line.";
    check(
        &[
            ("2031-05-05-a.txt", first_day()),
            ("2031-05-05-b.txt", rewrite.to_owned()),
            ("2031-05-05-c.txt", tram.to_owned()),
            ("2031-05-05-d.txt", brief.to_owned()),
        ],
        "[2031-05-05-a 2031-05-05-b] | [2031-05-05-c] | [2031-05-05-d]",
    );
}

/// The number of paragraphs of each article that the folder makes furniture.
fn n_common(program: &Headless) -> Vec<usize> {
    program.model.news.snapshot.read().map(|article| article.marks.common.len()).collect()
}

#[test]
fn what_one_outlet_says_between_paragraphs_is_furniture() {
    let appeal = "Stay with us: the evening letter of the Lantern sums up the day in five minutes.";
    let article = |first: &str, appeal: &str, last: &str| {
        format!(
            "---\noutlet: The Lantern\nid: {}\n---\n\n{first}\n\n{appeal}\n\n{last}",
            first.len()
        )
    };
    let articles = [
        (
            "a.md",
            article(
                "The bath in Pell Lane stays shut until June because a pipe has burst under the deep end.",
                appeal,
                "Nobody had the drawings.",
            ),
        ),
        (
            "b.md",
            article(
                "Iona Strand has won the county prize for a dark heather honey from Garrow Hill.",
                appeal,
                "She keeps eleven hives behind a wall of turf.",
            ),
        ),
        (
            "c.md",
            article(
                "The night bus between Corran and Dell will run again from Friday.",
                appeal,
                "Students had walked home along the canal.",
            ),
        ),
        (
            "d.md",
            article(
                "A gust took the gilded cockerel off the clock tower on Sunday.",
                "Nobody was below.",
                "It was found in the yard of a chicken farm.",
            ),
        ),
    ];
    assert_eq!(n_common(&folder(&articles).1), [1, 1, 1, 0]);
}

#[test]
fn what_is_explained_in_stories_about_the_same_people_is_text() {
    let background = "Orla Tarrow, 47, a former ferryman, joined the cabinet in the spring and is popular in the north.";
    let article = |day: u32, first: &str, last: &str| {
        let day = format!("---\noutlet: The Lantern\ndate: 2031-05-{day:02}\n---\n\n");
        format!("{day}{first}\n\n{background}\n\n{last}")
    };
    let articles = [
        (
            "a.md",
            article(
                1,
                "Transport minister Orla Tarrow opened a tram line in Dell on Sunday and rang the bell.",
                "It cost twice what had been voted.",
            ),
        ),
        (
            "b.md",
            article(
                9,
                "Transport minister Orla Tarrow won a vote on fares in Corran by a margin of ten.",
                "Engineers warned of rust on the bridges.",
            ),
        ),
        (
            "c.md",
            article(
                17,
                "Transport minister Orla Tarrow was booed by dockers at the harbour of Garrow.",
                "Two horns were taken away by the guard.",
            ),
        ),
    ];
    assert_eq!(n_common(&folder(&articles).1), [0, 0, 0]);
}
