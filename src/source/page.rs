//! Web pages: the article is found by `dom_smoothie`; what surely is none of it is taken out before, and paragraphs are kept.

use std::sync::LazyLock;

use dom_query::{Document, Matcher, NodeRef};
use dom_smoothie::{Config, Readability};

use super::SourceError;
use super::page_metadata;
use super::tags::{BREAK, LINE_BREAK, depth, is_block, is_silent, paragraphs, strip};
use crate::parse::Extract;
use crate::text::blocks::Markup;
use crate::text::cut;
use crate::text::decode::{Decoded, Encoding, Hints, decode_as};
use crate::text::keys::fold;
use crate::version::{Field, Metadata, Origin, sha256};

/// Pages nested deeper are not understood: the library's time grows with the square of the depth (28 s for 10,000).
const MAX_DEPTH: usize = 256;

/// Larger pages are not understood, in bytes: they would take seconds. The largest front pages have two megabytes.
const MAX_PAGE: usize = 8 * 1024 * 1024;

/// Pages with more tags are not understood; large ones have ten thousand.
const MAX_TAGS: usize = 100_000;

/// Nor are pages with more entities.
const MAX_ENTITIES: usize = 100_000;

/// Where a page declares its encoding, in bytes from its start. The standard says 1,024; pages say otherwise.
const DECLARATION: usize = 8 * 1024;

/// An element with a larger share of the page's text is not taken out, whatever it is called.
const MAX_JUNK_SHARE: f64 = 0.25;

/// An article of fewer characters is looked for again, with less taken out.
const SHORT: usize = 60;

/// The most words of a caption.
const MAX_CAPTION_WORDS: usize = 30;

/// Takes the article out of a page. `charset` is what came with it.
pub(super) fn read(
    bytes: &[u8],
    charset: Option<&str>,
    told: Option<Encoding>,
) -> Result<Extract, SourceError> {
    let declared = charset.map(str::to_owned).or_else(|| declared(bytes));
    let hints = Hints { told, declared: declared.as_deref() };
    let Decoded { text: html, encoding } = decode_as(bytes, hints)?;
    let count = |mark: char| html.matches(mark).count();
    let is_sane = html.len() <= MAX_PAGE
        && count('<') <= MAX_TAGS
        && count('&') <= MAX_ENTITIES
        && depth(&html) <= MAX_DEPTH;
    let (text, metadata, notice) = if is_sane {
        let (text, metadata) = article(&html);
        (text, metadata, None)
    } else {
        let notice =
            "The page is too large or too deep to be understood; all of its text is shown.";
        (strip(&html), Metadata::default(), Some(notice))
    };
    let sha256 = Some(sha256(bytes));
    Ok(Extract { encoding, sha256, metadata, notice, ..Extract::new(text, Markup::None) })
}

/// The encoding that a page declares at its beginning.
fn declared(bytes: &[u8]) -> Option<String> {
    let start: String =
        bytes.iter().take(DECLARATION).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let xml = start.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let xml = xml.and_then(|rest| rest.split_once("encoding")).map(|(_, value)| value);
    let metas = start.split("<meta").skip(1).filter_map(|tag| tag.split('>').next());
    let mut charsets = xml
        .into_iter()
        .chain(metas.filter_map(|tag| tag.split_once("charset")).map(|(_, value)| value));
    charsets.find_map(|value| {
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        let label = cut(value, ..end.unwrap_or(value.len()));
        (!label.is_empty()).then(|| label.to_owned())
    })
}

/// The text of the article and what the page says about it.
fn article(html: &str) -> (String, Metadata) {
    let page = Document::from(html);
    let whole = block_text(&page.root());
    let lines: Vec<&str> = whole.split("\n\n").collect();
    let mut metadata = page_metadata::read(&page, &lines);
    let headline = visible_headline(&page, &lines, metadata.headline());
    let below = headline.as_ref().map_or(&[][..], |headline| below(&lines, headline));
    let deck =
        below.first().filter(|line| is_deck(&page, line, &metadata)).map(|line| joined(line));
    metadata.deck = deck.as_deref().and_then(|deck| Field::new(deck, Origin::Page));
    metadata.fill(page_metadata::from_lines(below));
    take_out(&page);
    take_out_captions(&page);
    take_out_by_name(&page);
    let found = readable(&page).filter(|body| body.chars().count() >= SHORT);
    let body = found.unwrap_or_else(|| {
        let whole = block_text(&page.root());
        let lines: Vec<&str> = whole.split("\n\n").collect();
        headline
            .as_deref()
            .map_or(&lines[..], |headline| self::below(&lines, headline))
            .join("\n\n")
    });
    (with_head(&body, [headline, deck]), metadata)
}

/// An article with its headline and its deck, which may begin it already.
fn with_head(body: &str, head: [Option<String>; 2]) -> String {
    let mut text = String::with_capacity(body.len() + 200);
    let mut paragraphs =
        body.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).peekable();
    for line in head.into_iter().flatten() {
        while paragraphs.peek().is_some_and(|next| fold(next) == fold(&line)) {
            paragraphs.next();
        }
        text.push_str(&line);
        text.push_str("\n\n");
    }
    text.push_str(&paragraphs.collect::<Vec<_>>().join("\n\n"));
    text.trim_end().to_owned()
}

/// The article's paragraphs, as the library finds them.
fn readable(page: &Document) -> Option<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut reader = Readability::with_document(page.clone(), None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    Some(block_text(&Document::fragment(article.content).root()))
}

static HEADLINES: LazyLock<Option<Matcher>> = LazyLock::new(|| Matcher::new("h1").ok());

/// The headline that the reader of the page sees; else the one that the page declares.
fn visible_headline(page: &Document, lines: &[&str], declared: Option<&str>) -> Option<String> {
    let headings = HEADLINES.as_ref().map(|matcher| page.select_matcher(matcher));
    let headings: Vec<String> = headings
        .iter()
        .flat_map(dom_query::Selection::nodes)
        .map(|node| joined(&block_text(node)))
        .filter(|line| !line.is_empty())
        .collect();
    let is_declared = |line: &&String| declared.is_some_and(|known| is_alike(known, line));
    let known = headings.iter().find(is_declared).cloned();
    let shown = || {
        let declared = fold(declared?);
        lines.iter().find(|line| fold(line) == declared).map(|line| joined(line))
    };
    // Of several that are not declared none is sure: the outlet's name may be one.
    let only = || match headings.as_slice() {
        [one] if one.split_whitespace().count() >= 3 => Some(one.clone()),
        _ => None,
    };
    known.or_else(shown).or_else(only).or_else(|| declared.map(str::to_owned))
}

/// The paragraphs of a heading on one line. Other white space is the page's own, and stays.
fn joined(paragraphs: &str) -> String {
    let lines: Vec<&str> = paragraphs.lines().filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Whether two headlines have most of their words in common.
fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let words: Vec<&str> = one.split(' ').collect();
    let n_common = other.split(' ').filter(|word| words.contains(word)).count();
    n_common * 2 > words.len().max(other.split(' ').count())
}

/// The lines of a page after its headline; all of them if it is not there.
fn below<'a, 'b>(lines: &'a [&'b str], headline: &str) -> &'a [&'b str] {
    let headline = fold(headline);
    let at = lines.iter().rposition(|line| fold(line) == headline).map_or(0, |at| at + 1);
    &lines[at..]
}

static DECKS: LazyLock<Option<Matcher>> = LazyLock::new(|| {
    let names = [
        "deck", "dek", "standfirst", "subtitle", "subhead", "sub-headline", "subheadline",
        "summary", "strap", "intro", "chapo", "vorspann", "entradilla", "occhiello", "kicker",
    ];
    let names: Vec<String> = names.iter().map(|name| format!("[class*=\"{name}\" i]")).collect();
    Matcher::new(&format!("h2, h3, strong, b, em, {}", names.join(", "))).ok()
});

/// Whether the line under the headline is a deck: the page declares it as its description, or makes a heading of it.
fn is_deck(page: &Document, line: &str, metadata: &Metadata) -> bool {
    let folded = fold(line);
    let n_words = folded.split(' ').count();
    // A script without spaces has long words.
    let is_line = (3..=60).contains(&n_words) || (n_words < 3 && line.chars().count() >= 12);
    if !is_line {
        return false;
    }
    let description = metadata.deck.as_ref().map(|field| fold(&field.text));
    let is_description = description.is_some_and(|text| {
        !text.is_empty()
            && (text == folded || folded.starts_with(&text) || text.starts_with(&folded))
    });
    let is_heading = || {
        let found = DECKS.as_ref().map(|matcher| page.select_matcher(matcher));
        found.iter().flat_map(dom_query::Selection::nodes).any(|node| fold(&node.text()) == folded)
    };
    let is_signed = line.starts_with("By ") || crate::text::calendar::date_of(line).is_some();
    !is_signed && (is_description || is_heading())
}

fn is_name(node: &NodeRef<'_>, name: &str) -> bool {
    node.node_name().is_some_and(|own| &*own == name)
}

/// What is no text of an article in any page.
static JUNK: LazyLock<Option<Matcher>> = LazyLock::new(|| {
    Matcher::new(
        "nav, form, button, dialog, iframe, figcaption, aside[class*=\"related\"], [role=navigation], [role=dialog], \
         [role=banner] nav, [aria-hidden=true] > svg, [hidden]",
    )
    .ok()
});

fn take_out(page: &Document) {
    let Some(matcher) = JUNK.as_ref() else { return };
    let n_all = n_letters(&page.root());
    for node in page.select_matcher(matcher).nodes() {
        if n_letters(node) as f64 <= MAX_JUNK_SHARE * n_all as f64 {
            node.remove_from_parent();
        }
    }
}

fn n_letters(node: &NodeRef<'_>) -> usize {
    node.text().chars().filter(|c| c.is_alphanumeric()).count()
}

static IMAGES: LazyLock<Option<Matcher>> =
    LazyLock::new(|| Matcher::new("img, picture, video").ok());

/// Takes out what holds an image and a few words: a picture with its caption. Paragraphs stay, for they may begin with an
/// image.
fn take_out_captions(page: &Document) {
    let Some(matcher) = IMAGES.as_ref() else { return };
    for image in page.select_matcher(matcher).nodes() {
        let Some(parent) = image.parent() else { continue };
        let is_frame = ["div", "figure", "td", "center"].iter().any(|name| is_name(&parent, name));
        let has_heading = || {
            parent
                .descendants_it()
                .any(|node| ["h1", "h2", "h3"].iter().any(|name| is_name(&node, name)))
        };
        if is_frame
            && parent.text().split_whitespace().count() <= MAX_CAPTION_WORDS
            && !has_heading()
        {
            parent.remove_from_parent();
        }
    }
}

/// Words of class names and identifiers of what is put around and between the paragraphs of articles.
const JUNK_NAMES: &[&str] = &[
    "share", "sharing", "sharebar", "sharebox", "sharetools", "social", "socials", "related",
    "newsletter", "signup", "promo", "promos", "promoted", "advert", "adverts", "advertisement",
    "ad", "ads", "adslot", "sponsored", "caption", "captions", "credits", "comments", "comment",
    "disqus", "outbrain", "taboola", "breadcrumb", "breadcrumbs", "cookie", "cookies", "consent",
    "gdpr", "subscribe", "subscription", "recommended", "recommendations", "trending", "mostread",
    "popular", "readmore", "tags", "toolbar", "menu", "pullquote", "paywall", "tweet", "capt",
    "callout", "inset", "teaser", "teasers", "sidebar", "widget", "box", "infobox", "factbox",
    "pagination", "footer", "pull", "quotebox",
];

static NAMED: LazyLock<Option<Matcher>> = LazyLock::new(|| Matcher::new("[class], [id]").ok());

/// Takes out elements that are called after what they are: boxes to share, related links, captions. Names that too much of
/// the page has are those of its paragraphs.
fn take_out_by_name(page: &Document) {
    let Some(matcher) = NAMED.as_ref() else { return };
    let n_all = n_letters(&page.root());
    let most = MAX_JUNK_SHARE * n_all as f64;
    let mut junk: Vec<(String, Vec<NodeRef<'_>>)> = Vec::new();
    for node in page.select_matcher(matcher).nodes() {
        let is_page = ["html", "body", "article", "main"].iter().any(|name| is_name(node, name));
        let names =
            ["class", "id"].iter().filter_map(|name| node.attr(name)).find(|names| is_junk(names));
        let Some(names) = names.filter(|_| !is_page) else { continue };
        match junk.iter_mut().find(|(known, _)| **known == *names) {
            Some((_, nodes)) => nodes.push(*node),
            None => junk.push((names.to_string(), vec![*node])),
        }
    }
    for (_, nodes) in junk {
        if nodes.iter().map(n_letters).sum::<usize>() as f64 <= most {
            for node in nodes {
                node.remove_from_parent();
            }
        }
    }
}

/// Whether one of the words of a class name is that of junk: `article-share`, `relatedLinks`, `js_ad`.
fn is_junk(names: &str) -> bool {
    names.split_whitespace().any(|name| {
        let words = words_of(name);
        words.iter().any(|word| JUNK_NAMES.contains(&word.as_str()))
    })
}

/// "relatedLinks-box" to "related", "links", "box".
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let begins = !c.is_alphanumeric() || (c.is_uppercase() && was_lower);
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words
}

/// The paragraphs below a node, with a blank line between them.
fn block_text(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    // Nodes with nothing but their end left to be told; no recursion, whatever the depth.
    let mut open: Vec<(NodeRef<'_>, bool)> = vec![(*node, false)];
    while let Some((node, is_end)) = open.pop() {
        if node.is_text() {
            text.push_str(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if is_silent(&name) {
            continue;
        }
        if is_block(&name) {
            text.push(BREAK);
        } else if &*name == "br" && !is_end {
            text.push(LINE_BREAK);
        }
        if !is_end {
            open.push((node, true));
            open.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    // Two line breaks in a row are the border of a paragraph.
    let mut joined = String::with_capacity(text.len());
    let mut breaks = 0;
    for c in text.chars() {
        match c {
            LINE_BREAK => breaks += 1,
            ' ' | '\t' | '\n' | '\r' if breaks > 0 => {}
            c => {
                match breaks {
                    0 => {}
                    1 => joined.push(LINE_BREAK),
                    _ => joined.push(BREAK),
                }
                breaks = 0;
                joined.push(c);
            }
        }
    }
    paragraphs(&joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_declared_in_many_ways() {
        let check = |page: &str, wanted: Option<&str>| {
            assert_eq!(declared(page.as_bytes()).as_deref(), wanted, "{page}");
        };
        check("<META CHARSET=Shift_JIS>", Some("shift_jis"));
        check("<meta http-equiv=x content=\"text/html; charset=utf-8\">", Some("utf-8"));
        check("<?xml version='1.0' encoding='ISO-8859-1'?>", Some("iso-8859-1"));
        check("<p>charset=utf-8", None);
        check("<meta charset>", None);
    }

    #[test]
    fn class_names_are_words() {
        assert!(is_junk("article-share") && is_junk("x relatedLinks") && is_junk("js_ad"));
        assert!(!is_junk("shareholder-news") && !is_junk("article-body") && !is_junk("adapted"));
    }

    const BODY: &str = "<p>A ferry with two hundred passengers on board struck the outer wall of the harbour at Port \
        Ellery on Tuesday, the coast guard said, and nineteen people were hurt.</p><p>The vessel had lost its \
        steering in the storm.<br>It was late.<br><br>The wall will be rebuilt before the winter.</p>";

    #[test]
    fn an_article_is_taken_out_of_its_page() {
        let page = format!(
            "<title>Ferry hits pier | Harbour Gazette</title><body><nav><a>World</a></nav><div class=main>\
             <h1>Ferry hits pier</h1><div class=share-box>Share on all networks</div>{BODY}\
             <figure><img><figcaption>The pier. Photo: Lund</figcaption></figure></div><footer>© Gazette</footer>"
        );
        let draft = read(page.as_bytes(), None, None).expect("text");
        let expected = "Ferry hits pier\n\nA ferry with two hundred passengers on board struck the outer wall of the \
            harbour at Port Ellery on Tuesday, the coast guard said, and nineteen people were hurt.\n\nThe vessel had \
            lost its steering in the storm.\nIt was late.\n\nThe wall will be rebuilt before the winter.";
        assert_eq!(draft.text, expected);
        assert_eq!(draft.metadata.outlet(), Some("Harbour Gazette"));
    }

    #[test]
    fn a_page_that_is_too_deep_is_shown_with_all_its_text() {
        let page = format!("{}It was late.", "<div>".repeat(5000));
        let draft = read(page.as_bytes(), None, None).expect("text");
        assert_eq!(draft.text, "It was late.");
        assert!(draft.notice.is_some());
    }
}
