//! What an article says about itself: headline, deck, byline, date line, dateline, agency credit, and how it says it
//! was made.

pub(super) mod dateline;

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::blocks::is_row_of_links;
use crate::text::calendar::{date_of, is_day, is_month};
use crate::text::keys::fold;
use crate::text::lexicon::LEXICON;
use crate::text::phrases::Phrases;
use crate::text::token::{Token, TokenKind};
use crate::version::{Field, Metadata, Origin, Passage, PassageKind};
use dateline::{before_colon, dateline, dateline_credit};

/// A passage of this many words is running text; the head ends before it.
const BODY_WORDS: usize = 20;

/// The most words a headline has.
const MAX_HEADLINE_WORDS: usize = 24;

/// The most words a deck has.
const MAX_DECK_WORDS: usize = 50;

/// A line of fewer words may be a label: "Advertisement", "World news".
const LABEL_WORDS: usize = 4;

/// Passages of running text in which a place before a colon may stand: under a deck the second.
const NEAR: usize = 2;

/// Passages at either end of an article in which it may speak of itself.
const ENDS: usize = 8;

/// The most words of a claim.
const MAX_CLAIM_WORDS: usize = 60;

/// The phrases of `assets/claims.txt`.
static CLAIMS: LazyLock<Phrases> = LazyLock::new(|| {
    let mut claims = Phrases::default();
    claims.extend(lines(include_str!("../../assets/claims.txt")).map(fold));
    claims
});

/// The names of `assets/agencies.txt`.
static AGENCIES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../assets/agencies.txt")).collect());

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Reads what the text says about itself, and marks the passage that is the headline; where the file names the
/// headline, that is the passage with its words.
pub(super) fn read(
    text: &str,
    passages: &mut [Passage],
    tokens: &[Token],
    headline: Option<&str>,
) -> Metadata {
    let head = Head { text, passages, tokens };
    let body = head.body();
    let mut metadata = head.top(body);
    let at = head.headline(body, headline);
    if let Some(at) = at {
        head.passages[at].kind = PassageKind::Headline;
        metadata.headline = Field::new(head.line(at), Origin::Text);
    }
    metadata.deck = at.and_then(|at| head.deck(at, body));
    let lead = at.map_or(0, |at| at + 1);
    metadata.dateline = (lead..head.passages.len().min(lead + ENDS))
        .find_map(|at| dateline(head.line(at)))
        .or_else(|| (lead..body.saturating_add(NEAR)).find_map(|at| head.place(at)))
        .and_then(|place| Field::new(place, Origin::Text));
    metadata.credit = head.credit(lead).and_then(|name| Field::new(name, Origin::Text));
    metadata.claims = head.claims();
    metadata
}

/// An article whose head is being read.
struct Head<'a> {
    text: &'a str,
    passages: &'a mut [Passage],
    tokens: &'a [Token],
}

impl<'a> Head<'a> {
    fn line(&self, at: usize) -> &'a str {
        self.passages[at].span.of(self.text)
    }

    fn tokens_of(&self, at: usize) -> &'a [Token] {
        &self.tokens[self.passages[at].tokens.clone()]
    }

    fn n_words(&self, at: usize) -> usize {
        self.tokens_of(at).iter().filter(|token| token.is_word()).count()
    }

    /// The place before a colon that a passage begins with, if it begins its paragraph.
    fn place(&self, at: usize) -> Option<&'a str> {
        let own = self.passages.get(at)?;
        let is_first = at == 0 || self.passages[at - 1].paragraph != own.paragraph;
        if is_first { before_colon(self.line(at), self.text) } else { None }
    }

    /// The first passage of the article itself.
    fn first(&self) -> usize {
        usize::from(self.passages.first().is_some_and(|p| p.kind == PassageKind::FrontMatter))
    }

    /// The first passage of running text.
    fn body(&self) -> usize {
        let is_body = |at: &usize| {
            self.passages[*at].kind == PassageKind::Body && self.n_words(*at) >= BODY_WORDS
        };
        (0..self.passages.len()).find(is_body).unwrap_or(self.passages.len())
    }

    /// The lines above the running text that name the author and the date.
    fn top(&self, body: usize) -> Metadata {
        let mut metadata = Metadata::default();
        for at in self.first()..self.passages.len().min(body.saturating_add(1)) {
            if let Some(name) = self.byline(at) {
                metadata.byline = metadata.byline.or_else(|| Field::new(name, Origin::Text));
            } else if is_date_line(self.tokens_of(at), self.text) {
                metadata.date = metadata.date.or_else(|| Field::new(self.line(at), Origin::Text));
            }
        }
        metadata
    }

    fn byline(&self, at: usize) -> Option<&'a str> {
        byline(self.line(at), || self.n_words(at))
    }

    fn is_byline_or_date(&self, at: usize) -> bool {
        self.byline(at).is_some() || is_date_line(self.tokens_of(at), self.text)
    }

    /// The passage of the headline.
    fn headline(&self, body: usize, known: Option<&str>) -> Option<usize> {
        if let Some(known) = known.map(fold) {
            let is_it = |at: &usize| fold(self.line(*at)) == known;
            let known = (self.first()..self.passages.len().min(body + 2)).find(is_it);
            if known.is_some() {
                return known;
            }
        }
        let mut headline = None;
        for at in self.first()..body {
            let words = self.n_words(at);
            if !self.is_byline_or_date(at)
                && !LEXICON.is_of_page(&fold(self.line(at)))
                && is_headline(self.passages, at, words, self.line(at))
            {
                // A label may stand above the headline; the first line that says something is it.
                let is_label = |at: usize| self.n_words(at) < LABEL_WORDS;
                if headline.is_none_or(|known| is_label(known) && words >= LABEL_WORDS) {
                    headline = Some(at);
                }
            }
        }
        headline
    }

    /// The paragraph between the headline and a byline, a date or a dateline: a summary, and not the lead.
    fn deck(&self, headline: usize, body: usize) -> Option<Field> {
        let at = headline + 1;
        let own = self.passages.get(at)?.paragraph;
        let next = (at..self.passages.len()).find(|next| self.passages[*next].paragraph != own)?;
        let is_deck = next == at + 1
            && (LABEL_WORDS..=MAX_DECK_WORDS).contains(&self.n_words(at))
            && !self.is_byline_or_date(at)
            && dateline(self.line(at)).is_none()
            && self.place(at).is_none()
            && next <= body.max(at + 1) + 1
            && (self.is_byline_or_date(next)
                || dateline(self.line(next)).is_some()
                || self.place(next).is_some());
        if is_deck { Field::new(self.line(at), Origin::Text) } else { None }
    }

    /// The agency: in the dateline, in the byline, or at the end.
    fn credit(&self, lead: usize) -> Option<&'a str> {
        let n = self.passages.len();
        let end = n.min(lead + ENDS);
        let first = (lead..end).find_map(|at| dateline_credit(self.line(at)));
        let signed = |at| self.byline(at).and_then(agency_in);
        let by_line = || (self.first()..end).find_map(signed);
        let last =
            || (n.saturating_sub(ENDS)..n).rev().find_map(|at| closing_credit(self.line(at)));
        let top = || {
            let is_alone = |at: &usize| self.passages[*at].kind != PassageKind::Body;
            (self.first()..end).filter(is_alone).find_map(|at| agency_alone(self.line(at)))
        };
        // "Reuters, Port Ellery | 14 March 2023"
        let beside_date = |at: usize| {
            let line = self.line(at);
            let may_be = self.n_words(at) <= MAX_HEADLINE_WORDS
                && line.contains(|c: char| c.is_ascii_digit());
            let name = if may_be { agency_in(line)? } else { return None };
            date_of(line).map(|_date| name)
        };
        let dated = || (self.first()..end).find_map(beside_date);
        first.or_else(by_line).or_else(last).or_else(top).or_else(dated)
    }

    /// What the article says about how it was made.
    fn claims(&self) -> Vec<Field> {
        let n = self.passages.len();
        let (head, tail) = (self.first()..n.min(ENDS), n.saturating_sub(ENDS).max(ENDS)..n);
        let is_claim =
            |at: &usize| self.n_words(*at) <= MAX_CLAIM_WORDS && CLAIMS.are_in(self.line(*at));
        let claims = head.chain(tail).filter(is_claim);
        claims.filter_map(|at| Field::new(self.line(at), Origin::Text)).collect()
    }
}

/// A headline stands before the running text, alone in its paragraph, and does not end like a sentence.
fn is_headline(passages: &[Passage], at: usize, words: usize, line: &str) -> bool {
    let passage = &passages[at];
    let is_alone = at + 1 < passages.len() && passages[at + 1].paragraph != passage.paragraph;
    let is_first_in_paragraph = at == 0 || passages[at - 1].paragraph != passage.paragraph;
    (1..=MAX_HEADLINE_WORDS).contains(&words)
        && is_alone
        && is_first_in_paragraph
        && !line.ends_with(['.', ':', '。'])
        && !is_row_of_links(line)
        && (passage.kind != PassageKind::Subhead || line.starts_with(char::is_alphanumeric))
}

/// Words in lower case that stand in bylines.
const NAME_WORDS: [&str; 19] = [
    "and", "in", "for", "of", "at", "de", "van", "our", "staff", "et", "und", "y", "e", "en",
    "von", "der", "del", "da", "avec",
];

/// "By Ada Brandt, Harbour Gazette" without its "By". Names are capitalized; "By Christmas it will be over" is
/// no byline.
fn byline(line: &str, n_words: impl Fn() -> usize) -> Option<&str> {
    let begins = |by: &[&str]| by.iter().find_map(|by| line.strip_prefix(by));
    // In other languages that word begins headlines too: only a name of two words or more is taken.
    let other = || begins(&["Par ", "Von ", "Por ", "Di ", "Door "]).filter(|_| n_words() >= 3);
    let name = begins(&["By ", "BY ", "by "]).or_else(other)?;
    let is_name =
        |word: &str| word.starts_with(|c: char| !c.is_lowercase()) || NAME_WORDS.contains(&word);
    let is_byline = name.split_whitespace().all(is_name) && !name.ends_with(['.', ':', '!', '?']);
    (is_byline && (2..=10).contains(&n_words())).then_some(name)
}

/// A line of nothing but a date: "Tuesday 14 March 2023", "14 March 2023, 18:05".
fn is_date_line(tokens: &[Token], text: &str) -> bool {
    let mut has_month = false;
    let mut has_number = false;
    let words = || tokens.iter().filter(|token| token.is_word());
    if !(2..=12).contains(&words().take(13).count()) {
        return false;
    }
    for token in words() {
        let word = token.span().of(text);
        has_number |= token.kind() == TokenKind::Number;
        has_month |= is_month(word);
        if token.kind() != TokenKind::Number && !is_month(word) && !is_date_word(word) {
            return false;
        }
    }
    has_month && has_number
}

/// Words that stand in a line of nothing but a date.
fn is_date_word(word: &str) -> bool {
    is_day(word)
        || [
            "am", "a.m.", "pm", "p.m.", "gmt", "utc", "bst", "est", "edt", "cet", "at",
            "published", "updated", "posted", "on", "the", "of", "um", "uhr", "den", "le", "à",
            "el", "de", "del", "las", "il", "alle", "ore", "às", "الساعة",
        ]
        .contains(&word.to_lowercase().as_str())
}

/// A closing line that is only an agency in brackets: "(Meridian)".
fn whole_credit(line: &str) -> Option<&str> {
    let plain = || line.strip_prefix('(')?.strip_suffix(')');
    let name = plain().or_else(|| line.strip_prefix('（')?.strip_suffix('）'))?;
    is_agency(name).then_some(name)
}

/// The agency of a line at the end: "(Meridian)", "Reuters", "Source: AFP", "With inputs from Meridian".
fn closing_credit(line: &str) -> Option<&str> {
    helped_by(line).or_else(|| whole_credit(line)).or_else(|| agency_alone(line))
}

/// A line that only names an agency: "Reuters", "- AFP", "Source: PTI".
fn agency_alone(line: &str) -> Option<&str> {
    let name =
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.' | '©'));
    let name = name.strip_prefix("Source:").unwrap_or(name).trim();
    AGENCIES.contains(name).then_some(name)
}

/// The agency in a byline: "Ada Brandt, Reuters", "Ada Brandt (AFP)", "Associated Press".
fn agency_in(byline: &str) -> Option<&str> {
    let parts = byline.split([',', '(', ')', '/', '|', '·', '（', '）']);
    let mut parts = parts.flat_map(|part| part.split(" - ")).map(str::trim);
    parts.find(|part| AGENCIES.contains(part))
}

/// Who helped, where it is no person: "With inputs from Meridian", "Additional reporting by AFP".
fn helped_by(line: &str) -> Option<&str> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.' | ';'));
    // To fold a whole paragraph takes longer.
    if !line.starts_with(['W', 'w', 'I', 'i', 'A', 'a', 'M', 'm', 'C', 'c']) {
        return None;
    }
    let folded = line.to_lowercase();
    let inputs = ["with inputs from ", "with input from ", "inputs from "];
    let with = [
        "avec ", "mit material von ", "mit material der ", "mit agenturmaterial von ",
        "con información de ", "con informazioni di ", "com informações da ",
    ];
    let reporting = [
        "additional reporting by ",
        "with reporting by ",
        "with additional reporting by ",
        "additional reporting from ",
    ];
    let after = |starts: &[&str]| {
        let start = starts.iter().find(|start| folded.starts_with(**start))?;
        line.get(start.len()..).map(str::trim)
    };
    let by_agency = after(&reporting).filter(|name| AGENCIES.contains(name) || is_one_name(name));
    let with_agency = after(&with).filter(|name| AGENCIES.contains(name));
    after(&inputs).or(by_agency).or(with_agency).filter(|name| name.split_whitespace().count() <= 6)
}

/// Whether it is a name of one word, as agencies have and people have not.
fn is_one_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric)
}

fn is_agency(name: &str) -> bool {
    // Scripts without capitals are only known by the list.
    if AGENCIES.contains(name) {
        return true;
    }
    name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= 4
        && name.len() <= 40
        && !name.contains(':')
        && !name.split_whitespace().any(|word| word.eq_ignore_ascii_case("by"))
}

#[cfg(test)]
mod tests {
    use crate::parse::{Extract, assemble, parse};
    use crate::text::blocks::Markup;
    use crate::version::{Field, Metadata, Origin, PassageKind};

    /// Checks every field: those that are expected, by name, and no others.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let version = parse(text.as_bytes(), Markup::None).expect("text");
        assert_eq!(fields(version.metadata()), expected);
    }

    fn fields(metadata: &Metadata) -> Vec<(&str, &str)> {
        let fields = metadata.fields().into_iter();
        let fields = fields.filter_map(|(name, field)| field.map(|field| (name, &*field.text)));
        let claims = metadata.claims.iter().map(|claim| ("claim", &*claim.text));
        fields.chain(claims).collect()
    }

    const LEAD: &str = "a ferry with two hundred passengers on board struck the outer wall of the harbour at \
                        noon on the day of the great storm, the coast guard said.";

    #[test]
    fn a_menu_is_no_headline() {
        check(
            &format!(
                "☰ Menu Search Subscribe\n\nShare this page\n\nFerry hits pier\n\nOn Tuesday {LEAD}"
            ),
            &[("headline", "Ferry hits pier")],
        );
    }

    #[test]
    fn a_head_is_read() {
        check(
            &format!("Ferry hits pier\n\nBy Ada Brandt\n\nPORT ELLERY (Meridian) - {LEAD}"),
            &[
                ("headline", "Ferry hits pier"),
                ("byline", "Ada Brandt"),
                ("credit", "Meridian"),
                ("dateline", "PORT ELLERY"),
            ],
        );
        check(
            &format!(
                "Ferry hits pier at noon\n\nNobody was hurt when the vessel lost its steering\n\n\
                 By Ada Brandt, Reuters\n\nPORT ELLERY, March 14 — {LEAD}"
            ),
            &[
                ("headline", "Ferry hits pier at noon"),
                ("deck", "Nobody was hurt when the vessel lost its steering"),
                ("byline", "Ada Brandt, Reuters"),
                ("credit", "Reuters"),
                ("dateline", "PORT ELLERY"),
            ],
        );
    }

    #[test]
    fn a_date_line_may_come_first() {
        check(
            &format!("Tuesday 14 March 2023\n\nIs the wall safe?\n\nOn Tuesday {LEAD}"),
            &[("headline", "Is the wall safe?"), ("date", "Tuesday 14 March 2023")],
        );
    }

    #[test]
    fn the_tail_names_agencies_and_makes_claims() {
        check(
            &format!(
                "Ferry hits pier\n\nOn Tuesday {LEAD}\n\nReuters\n\n(This story has not been edited by \
                 Quayside News staff and is published from a syndicated feed.)"
            ),
            &[
                ("headline", "Ferry hits pier"),
                ("credit", "Reuters"),
                (
                    "claim",
                    "(This story has not been edited by Quayside News staff and is published from a syndicated feed.)",
                ),
            ],
        );
        check(
            &format!("Ferry hits pier\n\nOn Tuesday {LEAD}\n\n(With inputs from agencies)"),
            &[("headline", "Ferry hits pier"), ("credit", "agencies")],
        );
    }

    #[test]
    fn what_is_not_there_is_not_invented() {
        check(&format!("On Tuesday {LEAD}\nNobody was hurt."), &[]);
        check("", &[]);
        check("(see below)", &[]);
        let headline = "By Christmas it will be over, minister says";
        check(
            &format!("{headline}\n\nThe National Health Service (NHS) - {LEAD}"),
            &[("headline", headline)],
        );
        check(
            &format!(
                "Advertisement\n\nFerry hits pier at noon\n\nOn Tuesday {LEAD}\n\n(Photo: Lund)"
            ),
            &[("headline", "Ferry hits pier at noon")],
        );
        check(
            &format!("Ferry hits pier\n\nAnglo-French talks on {LEAD}"),
            &[("headline", "Ferry hits pier")],
        );
    }

    #[test]
    fn a_place_may_stand_before_a_colon() {
        let lead = LEAD.replacen("a ferry", "A ferry", 1);
        let check = |begin: &str, expected: Option<&str>| {
            let text =
                format!("Ferry hits pier\n\n{begin} {lead}\n\nNobody was hurt, Brandt said.");
            let version = parse(text.as_bytes(), Markup::None).expect("text");
            let found = version.metadata().dateline.as_ref().map(|field| &*field.text);
            assert_eq!(found, expected, "{begin}");
        };
        check("Kestrel Bay:", Some("Kestrel Bay"));
        check("PORT ELLERY:", Some("PORT ELLERY"));
        check("Port Ellery, March 14:", Some("Port Ellery"));
        for other in
            ["Update:", "Brandt:", "The result:", "Ferry 14:", "This is sure:", "Editor's note:"]
        {
            check(other, None);
        }
        check("Kestrel Bay: \"We are late.\"", None);
        check(
            "Nobody was hurt when the vessel lost its steering.\n\nKestrel Bay:",
            Some("Kestrel Bay"),
        );
    }

    #[test]
    fn agencies_stand_beside_dates_and_in_other_scripts() {
        let credit = |text: &str| {
            let version = parse(text.as_bytes(), Markup::None).expect("text");
            version.metadata().credit.as_ref().map(|field| field.text.to_string())
        };
        let with_line =
            |line: &str| credit(&format!("Ferry hits pier\n\n{line}\n\nOn Tuesday {LEAD}"));
        assert_eq!(with_line("Reuters, Port Ellery | 14 March 2023").as_deref(), Some("Reuters"));
        assert_eq!(with_line("AFP - 14 March 2023, 18:05").as_deref(), Some("AFP"));
        assert_eq!(with_line("Harbour Gazette | 14 March 2023"), None);
        let arabic = "العبارة ترتطم بالرصيف\n\nميناء إيليري (رويترز) - قال مسؤولون إن عبارة على متنها مئتا راكب اصطدمت يوم \
                      الثلاثاء بالجدار الخارجي للميناء وإن تسعة عشر شخصا أصيبوا بجروح.";
        assert_eq!(credit(arabic).as_deref(), Some("رويترز"));
        let japanese = "フェリーが桟橋に衝突\n\nエラリー港で火曜日、乗客二百人を乗せたフェリーが防波堤に衝突し、十九人がけがをした。\n\n（共同）";
        assert_eq!(credit(japanese).as_deref(), Some("共同"));
    }

    #[test]
    fn bylines_and_claims_in_other_languages() {
        let check = |line: &str, byline: Option<&str>| {
            let text = format!("Le bac heurte la jetée\n\n{line}\n\nOn Tuesday {LEAD}");
            let version = parse(text.as_bytes(), Markup::None).expect("text");
            assert_eq!(
                version.metadata().byline.as_ref().map(|field| &*field.text),
                byline,
                "{line}"
            );
        };
        check("Par Ada Brandt et Jos Lund", Some("Ada Brandt et Jos Lund"));
        check("Von Ada Brandt", Some("Ada Brandt"));
        check("Por Ada Brandt", Some("Ada Brandt"));
        check("Por fin llega el tren", None);
        check("Von Storch", None);
        let tail = |line: &str| {
            let text = format!("Le bac heurte la jetée\n\nOn Tuesday {LEAD}\n\n{line}");
            let version = parse(text.as_bytes(), Markup::None).expect("text");
            let metadata = version.metadata();
            (metadata.credit().map(str::to_owned), metadata.claims.len())
        };
        assert_eq!(tail("(avec AFP)"), (Some("AFP".to_owned()), 0));
        assert_eq!(tail("Mit Material der dpa"), (Some("dpa".to_owned()), 0));
        assert_eq!(tail("Con información de EFE"), (Some("EFE".to_owned()), 0));
        assert_eq!(tail("Avec plaisir"), (None, 0));
        assert_eq!(tail("Dieser Artikel wurde aktualisiert."), (None, 1));
        assert_eq!(tail("Cet article a été mis à jour à 18 heures."), (None, 1));
    }

    #[test]
    fn the_file_knows_its_headline_and_front_matter_is_no_text() {
        let text =
            format!("title: Ferry hits pier\n\nWorld\n\nFerry hits pier\n\nOn Tuesday {LEAD}");
        let mut draft = Extract::new(text, Markup::None);
        draft.begin = 24;
        draft.metadata.headline = Field::new("Ferry hits pier", Origin::FrontMatter);
        let kinds: Vec<PassageKind> =
            assemble(draft).passages().iter().map(|passage| passage.kind).collect();
        let (front, heading) = (PassageKind::FrontMatter, PassageKind::Heading);
        assert_eq!(kinds, [front, heading, PassageKind::Headline, PassageKind::Body]);
    }
}
