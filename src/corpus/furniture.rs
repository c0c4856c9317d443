//! Furniture inside one article: cookie notices, link lists, comments.
//!
//! It is marked and never deleted, and to mark a real passage is worse than to miss furniture. So a mark
//! needs a strong sign: a phrase that only pages say, at a place where pages say it. Lengths and shares of stop words,
//! which tell furniture from text in HTML, fail on plain text in both directions and are not used.

mod comments;

use std::iter;
use std::ops::Range;

use crate::text::blocks::is_row_of_links;
use crate::text::cut;
use crate::text::keys::fold;
use crate::text::lexicon::LEXICON;
use crate::version::{FurnitureMarks, FurnitureReason, Passage, PassageKind, Version};

/// A passage of this many words is running text.
const BODY_WORDS: usize = 20;

/// The most words a paragraph may have and be furniture by one of its phrases.
const MAX_NOTICE_WORDS: usize = 80;

/// The most words of a line that is furniture by what stands before it.
const MAX_LABEL_WORDS: usize = 12;

/// The most bytes of a line that is furniture wherever it stands.
const MAX_LINE: usize = 64;

/// The most words of a paragraph that is furniture by the label before its colon, or by its beginning.
const MAX_LINK_WORDS: usize = 28;

/// The most lines between furniture that are furniture too.
const MAX_BETWEEN: usize = 6;

/// The fewest words of a menu that is one wherever it stands.
const MIN_BOX_WORDS: usize = 3;

/// The most words of a newspaper's name.
const MAX_MASTHEAD_WORDS: usize = 4;

/// The fewest words of a link's title.
const MIN_TITLE_WORDS: usize = 3;

/// Marks the furniture that an article shows by itself.
pub fn furniture(version: &Version) -> FurnitureMarks {
    let passages = version.passages();
    let is_front_matter = |passage: &Passage| passage.kind == PassageKind::FrontMatter;
    let reason = |passage| is_front_matter(passage).then_some(FurnitureReason::FrontMatter);
    let mut reasons: Vec<Option<FurnitureReason>> = passages.iter().map(reason).collect();
    let mut comment_lines = Vec::new();
    for at in (0..passages.len()).filter(|at| is_alone(passages, *at)) {
        if passages[at].span.len() <= MAX_LINE {
            let line = folded(version, at);
            let is_comment_line = LEXICON.is_comment_line(&line);
            if is_comment_line {
                comment_lines.push(at);
            }
            // A share box stands between the paragraphs, too.
            let is_box = passages[at].kind == PassageKind::Heading
                && line.split(' ').count() >= MIN_BOX_WORDS
                && LEXICON.is_menu(&line);
            if is_comment_line || is_box || LEXICON.is_line(without_figures(&line)) {
                reasons[at] = Some(FurnitureReason::Phrase);
            }
        }
        if is_labelled(version, at) {
            reasons[at].get_or_insert(FurnitureReason::Phrase);
        }
    }
    comments::mark_beside(version, &comment_lines, &mut reasons);
    let text = running_text(version, &reasons);
    mark_notices(version, &text, &mut reasons);
    mark_labels(version, &text, &mut reasons);
    comments::mark_below(version, &comment_lines, &text, &mut reasons);
    mark_between(version, &text, &mut reasons);
    FurnitureMarks::new(reasons)
}

/// The words of a passage in lower case, with single spaces.
fn folded(version: &Version, at: usize) -> String {
    fold(version.text(version.passages()[at].span))
}

/// A line without the time or the count that it begins or ends with: "19:52 Share this update".
fn without_figures(folded: &str) -> &str {
    folded.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ':' | '.'))
}

/// Whether a passage is a short one, a link with a label: "Read more: Ten ways to cook eel".
fn is_labelled(version: &Version, at: usize) -> bool {
    let passage = &version.passages()[at];
    let text = version.text(passage.span);
    if !text.contains(':') && !text.contains('：') && !text.starts_with('【') {
        return false;
    }
    let label = text.split_once([':', '：']).map(|(label, _)| label);
    let bracketed =
        || text.strip_prefix('【').and_then(|text| text.split_once('】')).map(|(label, _)| label);
    passage.kind != PassageKind::Headline
        && n_words(version, at) <= MAX_LINK_WORDS
        && !text.contains(['"', '“', '”', '«'])
        && label
            .into_iter()
            .chain(bracketed())
            .any(|label| label.chars().count() <= 40 && LEXICON.is_label(&fold(label)))
}

fn n_words(version: &Version, at: usize) -> usize {
    version.tokens_of(&version.passages()[at]).iter().filter(|token| token.is_word()).count()
}

fn is_alone(passages: &[Passage], at: usize) -> bool {
    let paragraph = passages[at].paragraph;
    (at == 0 || passages[at - 1].paragraph != paragraph)
        && passages.get(at + 1).is_none_or(|next| next.paragraph != paragraph)
}

/// From the first paragraph of running text to the last. What stands before and after is the page's head and
/// tail; an article without such a paragraph has neither.
fn running_text(version: &Version, reasons: &[Option<FurnitureReason>]) -> Range<usize> {
    let passages = version.passages();
    let n_text = |at: usize| {
        let is_text = passages[at].kind == PassageKind::Body && reasons[at].is_none();
        if is_text { n_words(version, at) } else { 0 }
    };
    let is_body = |members: &Range<usize>| {
        let n_all: usize = members.clone().map(|at| n_words(version, at)).sum();
        let is_body = passages[members.start].kind == PassageKind::Body;
        (is_body && n_all > MAX_NOTICE_WORDS)
            || (n_all >= BODY_WORDS
                && members.clone().map(n_text).sum::<usize>() >= BODY_WORDS
                && !members.clone().any(|at| LEXICON.is_notice(&folded(version, at))))
    };
    let first = version.paragraphs().find(is_body);
    let last = paragraphs_back(passages).find(is_body);
    match (first, last) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..passages.len(),
    }
}

/// The passages of each paragraph, from the last on.
fn paragraphs_back(passages: &[Passage]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = passages.len();
    iter::from_fn(move || {
        let members = paragraph_of(passages, end.checked_sub(1)?);
        end = members.start;
        Some(members)
    })
}

/// Whether a short line without a full stop says what only pages say: it is no sentence of the article.
fn is_notice_line(version: &Version, at: usize) -> bool {
    version.passages()[at].kind == PassageKind::Heading && LEXICON.has_phrase(&folded(version, at))
}

/// Whether a passage of the page's head or tail can be told to be furniture by its form: a row of links, a time, a
/// copyright.
fn is_form(version: &Version, at: usize) -> bool {
    let passage = &version.passages()[at];
    let text = version.text(passage.span);
    let has_mark = ["©", "(c) ", "(C) "].iter().any(|mark| text.starts_with(mark));
    let is_line = passage.kind == PassageKind::Heading;
    let rights = text.strip_prefix("Copyright ").or_else(|| text.strip_prefix("COPYRIGHT "));
    let is_dated = rights
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '©' || c == '('));
    has_mark
        || is_dated
        || is_row_of_links(text)
        || (is_line && is_pointer(version, at))
        || (is_line
            && n_words(version, at) <= MAX_LABEL_WORDS
            && LEXICON.has_time(&folded(version, at)))
        || (n_words(version, at) <= MAX_LABEL_WORDS
            && !text.ends_with(['.', '!', '?'])
            && LEXICON.is_menu(&folded(version, at)))
}

/// Whether a short line points to somewhere else: to a page, "Lamb prices, page 6", or to an address.
fn is_pointer(version: &Version, at: usize) -> bool {
    let line = folded(version, at);
    let is_address = |word: &str| {
        word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    let mut last = line.rsplit(' ');
    let is_page = last.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        && last.next().is_some_and(|word| matches!(word, "page" | "pages" | "seite"));
    let text = version.text(version.passages()[at].span);
    n_words(version, at) <= MAX_LABEL_WORDS
        && !is_credit(version, at)
        && (is_page || text.split_whitespace().any(is_address))
}

/// Whether a line says who wrote it, or what was corrected.
fn is_credit(version: &Version, at: usize) -> bool {
    let line = folded(version, at);
    version.text(version.passages()[at].span).starts_with(['(', '[', '（', '【'])
        || ["reporting", "correct", "editing", "edited by"].iter().any(|word| line.contains(word))
}

/// Marks short lines that stand between furniture, above the headline or after the running text: the page's name between
/// two menus, the titles between "Most read" and "Log in to comment". Sentences, lists and credits are the article's.
fn mark_between(version: &Version, text: &Range<usize>, reasons: &mut [Option<FurnitureReason>]) {
    let passages = version.passages();
    let above = passages.iter().position(|p| p.kind == PassageKind::Headline).unwrap_or(0);
    for zone in [0..above.min(text.start), text.end..passages.len()] {
        let is_other = |at: usize| {
            let line = version.text(passages[at].span);
            n_words(version, at) <= MAX_LABEL_WORDS
                && begins_title(line.trim_start_matches(['\'', '‘', '“', '"']))
                && !line.ends_with(['.', '。', ':', ';', ','])
                && !line.contains(['(', '（'])
                && !is_credit(version, at)
        };
        let marked: Vec<usize> = zone.filter(|at| reasons[*at].is_some()).collect();
        for pair in marked.windows(2) {
            let between = pair[0] + 1..pair[1];
            if between.len() <= MAX_BETWEEN && between.clone().all(is_other) {
                reasons[between].fill(Some(FurnitureReason::AfterFurniture));
            }
        }
    }
}

/// Marks whole paragraphs that hold a notice, outside the running text.
fn mark_notices(version: &Version, text: &Range<usize>, reasons: &mut [Option<FurnitureReason>]) {
    let passages = version.passages();
    let head = version.paragraphs().take_while(|members| members.start < text.start);
    let tail = paragraphs_back(passages).take_while(|members| members.end > text.end);
    for members in head.chain(tail) {
        let has_headline =
            passages[members.clone()].iter().any(|p| p.kind == PassageKind::Headline);
        let words: usize = members.clone().map(|at| n_words(version, at)).sum();
        if !has_headline
            && words <= MAX_NOTICE_WORDS
            && members.clone().any(|at| {
                LEXICON.is_notice(&folded(version, at))
                    || is_notice_line(version, at)
                    || is_form(version, at)
            })
        {
            for at in members {
                reasons[at].get_or_insert(FurnitureReason::Phrase);
            }
        }
    }
}

/// The passages of the paragraph that a passage belongs to.
fn paragraph_of(passages: &[Passage], at: usize) -> Range<usize> {
    let paragraph = passages[at].paragraph;
    let first = passages[..at]
        .iter()
        .rposition(|p| p.paragraph != paragraph)
        .map_or(0, |before| before + 1);
    let last = passages[at..]
        .iter()
        .position(|p| p.paragraph != paragraph)
        .map_or(passages.len(), |n| at + n);
    first..last
}

/// Marks short labels above the headline and after the running text: "Also in World News", and the titles of links
/// that follow a line such as "Promoted Links".
fn mark_labels(version: &Version, text: &Range<usize>, reasons: &mut [Option<FurnitureReason>]) {
    let passages = version.passages();
    let above = passages.iter().position(|p| p.kind == PassageKind::Headline).unwrap_or(0);
    for at in (0..above.min(text.start)).chain(text.end..passages.len()) {
        let is_begun = n_words(version, at) <= MAX_LINK_WORDS
            && passages[at].kind == PassageKind::Heading
            && is_alone(passages, at)
            && LEXICON.has_beginning(&folded(version, at));
        if is_begun || (at < above && is_masthead(version, at)) {
            reasons[at].get_or_insert(FurnitureReason::Phrase);
        }
    }
    // Links have titles, or are numbered from one on; what has figures, a list's mark or a colon is said by the article.
    // The first line that is no title ends the list.
    let mut is_list = false;
    let mut n_numbered = 0;
    for at in text.end..passages.len() {
        if reasons[at].is_some() {
            is_list |= LEXICON.heads_links(&folded(version, at));
            n_numbered = 0;
            continue;
        }
        let line = version.text(passages[at].span);
        let is_short = n_words(version, at) <= MAX_LABEL_WORDS || line.len() <= MAX_LINE;
        if is_list && is_numbered(line, n_numbered + 1) && is_short {
            n_numbered += 1;
            reasons[at] = Some(FurnitureReason::AfterFurniture);
            continue;
        }
        let is_title = passages[at].kind == PassageKind::Heading
            && n_words(version, at) >= MIN_TITLE_WORDS
            && is_short
            && begins_title(line)
            && !line.contains([':', '：'])
            && !folded(version, at).contains("reporting")
            && !folded(version, at).contains("correct");
        is_list &= is_title;
        if is_list {
            reasons[at] = Some(FurnitureReason::AfterFurniture);
        }
    }
}

/// Whether a line is the name of a newspaper, as it stands above headlines: "THE UPLAND VOICE".
fn is_masthead(version: &Version, at: usize) -> bool {
    let line = version.text(version.passages()[at].span);
    let words: Vec<&str> = line.split_whitespace().collect();
    version.passages()[at].kind == PassageKind::Heading
        && words.len() <= MAX_MASTHEAD_WORDS
        && words.iter().all(|word| !word.starts_with(char::is_lowercase))
        && !line.contains([':', ',', '!', '?', '\'', '’'])
        && LEXICON.names_newspaper(&folded(version, at))
}

/// Whether a line begins with this number, as lists that pages count do: "2. Harbour", "２　港".
fn is_numbered(line: &str, number: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = line.trim_start_matches(is_digit);
    let digits = fold(cut(line, ..line.len() - rest.len()));
    let is_parted = rest.starts_with(". ") || rest.starts_with(['　', '．', '、']);
    is_parted && digits == number.to_string()
}

/// Whether a line begins as titles do: with a capital, or in a script that has none.
fn begins_title(line: &str) -> bool {
    line.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    /// Lines that begin with `#` are expected to be furniture; the mark is not part of the text.
    #[track_caller]
    fn check(lines: &[&str]) {
        let text =
            lines.iter().map(|line| line.trim_start_matches('#')).collect::<Vec<_>>().join("\n\n");
        let version = parse(text.as_bytes(), Markup::None).expect("text");
        let marks = furniture(&version);
        let marked = |paragraph: usize| {
            version
                .passages()
                .iter()
                .enumerate()
                .filter(|(_, p)| p.paragraph == paragraph)
                .all(|(at, _)| marks.is_furniture(at))
        };
        let found: Vec<(&str, bool)> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| (line.trim_start_matches('#'), marked(at)))
            .collect();
        let expected: Vec<(&str, bool)> = lines
            .iter()
            .map(|line| (line.trim_start_matches('#'), line.starts_with('#')))
            .collect();
        assert_eq!(found, expected);
    }

    const LEAD: &str = "A ferry with two hundred passengers on board struck the outer wall of the harbour at Port \
                        Ellery on Tuesday, the coast guard said.";

    #[test]
    fn what_readers_write_below_the_article_is_none_of_it() {
        let body = "The council of Quill voted on Monday to plant forty trees along the canal before the winter, and to water them by hand until spring.";
        check(&[
            "Council votes on trees",
            body,
            body,
            "#Comments (2)",
            "#canalwalker: Forty, and who waters them?",
            "#Lotte B.  2 hours ago",
            "#Lovely news for the street.",
            "(Additional reporting by Jo Venn in Quill)",
        ]);
        // A line that is called so above the last of the article ends nothing.
        check(&["Council votes on trees", body, "#Comments", body, "The vote was close."]);
    }

    #[test]
    fn what_pages_say_above_and_between_is_furniture() {
        check(&[
            "#Skip to main content",
            "#The Harbour Observer",
            "#Front page  News  Tides  Notices",
            "#Read us for a month for a crown. Log in or subscribe",
            "Ferry hits wall of Port Ellery",
            LEAD,
            "#Share  Tweet  Print  A-  A+",
            LEAD,
            "#19:52 Share this update",
            LEAD,
        ]);
        // A headline about newspapers, and one that speaks to the reader.
        check(&["Observer staff strike", LEAD]);
        check(&["Where to eat your eel in Port Ellery", LEAD]);
    }

    #[test]
    fn lines_between_furniture_at_the_end_are_furniture() {
        check(&[
            LEAD,
            "The wall was built in 1911.",
            "#Most read",
            "#Ferry timetable changes from June 1",
            "#Midsummer fire on the beach: who brings the wood?",
            "#Report an error in this article",
            "#Tide tables, page 6",
            "#Letters: desk@observer.example",
        ]);
        // Sentences, lists and credits are the article's.
        for line in [
            "He left.",
            "- Helpline",
            "(Additional reporting by Jo Venn)",
            "Dead (in brackets: missing)",
        ] {
            check(&[LEAD, "#Advertisement", line, "#Report an error"]);
        }
    }

    #[test]
    fn below_names_and_times_all_is_comments() {
        check(&[
            "Council votes on trees",
            LEAD,
            "Until then the canal stays as it is.",
            "#Log in to comment",
            "#Lotte · 3 h",
            "#We saw it from the bridge, first the mayor with his spade and then nobody at all, and half an hour later the rain began again.",
            "#canalwalker · 12 min",
            "#Forty!",
            "(Reporting by Jo Venn; editing by Ada Brandt)",
        ]);
    }

    #[test]
    fn lists_of_links_in_scripts_without_capitals() {
        let body = "鵜ノ瀬市港町の食品工場から１９日午前４時ごろ火が出て、鉄骨２階建ての建物およそ５６００平方メートルのうち３２００平方メートルを焼いた。県警が原因を調べている。";
        check(&[
            "鵜ノ瀬の工場で火災",
            body,
            "#関連記事",
            "#冷凍倉庫の火災、なぜ消しにくい",
            "#アクセスランキング",
            "#１　港の朝市、３年ぶり再開",
            "#２　市長選、新人が立候補へ",
        ]);
    }

    #[test]
    fn notices_at_the_end_are_furniture() {
        check(&[
            "Ferry hits pier",
            LEAD,
            "Nobody was hurt.",
            "#By continuing to use this site you accept the use of cookies. You can find out more here",
        ]);
        check(&[
            LEAD, "Harbour Gazette", "#Promoted Links", "#Ten ways to cook eel",
            "#Also in World News",
        ]);
        check(&[
            LEAD,
            "#Today's headlines, straight to your inbox every morning.",
            "#Editors Choice",
        ]);
    }

    #[test]
    fn menus_and_numbered_links_are_furniture() {
        check(&["#Share this page Facebook Email Copy link", "Ferry hits pier", LEAD]);
        check(&["#Log in", "#☰ Menu Search Subscribe", "Ferry hits pier", LEAD]);
        check(&["The story of us", LEAD]);
        check(&[
            LEAD,
            "#To continue reading, log in.",
            "#Most read",
            "#1. Ten ways to cook eel",
            "#2. Tide tables: what they say",
            "4. The wall is to be repaired",
        ]);
        check(&["فيضانات في المدينة", LEAD, "#جميع الحقوق محفوظة", "#اقرأ أيضاً"]);
        check(&["港のフェリー", LEAD, "#この記事は会員限定です。残り412文字"]);
        // Subheads of the article, and what it says of subscriptions.
        check(&[
            LEAD,
            "Home",
            "The mayor said that two hundred passengers had been on board and that nobody was hurt in the town of Port Ellery.",
        ]);
    }

    #[test]
    fn readers_comments_are_furniture() {
        check(&[
            LEAD,
            "The mayor thanked the crews.",
            "#It is really great that i read it and you can get more benefits from the education of society by it.",
            "#Comments are closed.",
        ]);
    }

    #[test]
    fn headlines_and_short_articles_are_not() {
        check(&["More in store for harbour town", LEAD]);
        check(&["Read more books, minister tells pupils", LEAD]);
        check(&[
            "Residents can sign up for the scheme from Monday.",
            LEAD,
            "Drivers must sign up for new licences.",
        ]);
        for line in [
            "The report was published on 3 May.",
            "Police posted 4 officers at the gate.",
            "The timetable was updated on 14 June.",
            "The firm broke the code of practice.",
            "The firm changed its privacy policy in 2012.",
            "Copyright lawyers disagreed with the verdict of the court.",
            "\"Listen: we will not pay,\" she told the crowd.",
            "\"You have to leave,\" she said.",
        ] {
            check(&[LEAD, line]);
        }
        check(&[
            LEAD,
            "#Share this article",
            "Corrected at 6 p.m. to say that four people died, not two",
        ]);
        check(&[
            LEAD, "#Advertisement", "What is closed on Wednesday", "- all schools in the county",
            "Dead: 4",
        ]);
        check(&["Few subscribe to the theory that the earth is flat.", "It is round."]);
        check(&[
            LEAD,
            "He left.",
            "‘I thought we would all die when you came,’ a passenger told him later.",
            "#Comments",
        ]);
    }

    #[test]
    fn the_article_is_not() {
        check(&[
            "Cookies firm fined",
            "The regulator said on Monday that the firm had hidden its use of cookies from readers for two years and \
             that it would pay a fine of two million.",
            "It will appeal.",
            "Additional reporting by Ada Brandt",
            "(Meridian)",
        ]);
        check(&[
            LEAD,
            "\"I saw you there,\" she told the captain, \"and my heart stopped for a moment.\"",
            "#Comments",
        ]);
        check(&[
            LEAD,
            "My own view is that the ferry at Port Ellery should have waited for the tide.",
            "#Comments",
        ]);
    }
}
