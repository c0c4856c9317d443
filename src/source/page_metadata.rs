//! What a page says about its article: JSON-LD, Open Graph, `meta` and the elements that name the author and the date.

use std::sync::LazyLock;

use dom_query::{Document, Matcher};
use serde_json::{Map, Value};

use super::record::words;
use crate::text::calendar::date_of;
use crate::version::{Field, Metadata, Origin};

/// The most words of an outlet's name.
const MAX_OUTLET_WORDS: usize = 6;

/// The most words of a line that is not running text.
const MAX_LINE_WORDS: usize = 24;

/// Lines under the headline in which the author and the date are looked for.
const MAX_HEAD_LINES: usize = 6;

/// JSON-LD is not nested deeper than this; what is would be an attack.
const MAX_DEPTH: usize = 6;

static SCRIPTS: LazyLock<Option<Matcher>> =
    LazyLock::new(|| Matcher::new("script[type=\"application/ld+json\" i]").ok());
static METAS: LazyLock<Option<Matcher>> = LazyLock::new(|| Matcher::new("meta[content]").ok());

/// Reads all of it, the most trusted first. `lines` are the paragraphs that the page shows.
pub(super) fn read(page: &Document, lines: &[&str]) -> Metadata {
    let metas = metas(page);
    let mut metadata = json_ld(page);
    metadata.fill(open_graph(&metas));
    let outlet = metadata.outlet().map(str::to_owned);
    metadata.fill(elements(page, lines, &metas, outlet.as_deref()));
    // Titles often end with the outlet's name.
    if let (Some(headline), Some(outlet)) = (&mut metadata.headline, &metadata.outlet)
        && let Some(short) = without_suffix(&headline.text, &outlet.text)
    {
        headline.text = short.into();
    }
    if let Some(byline) = &mut metadata.byline
        && let Some(name) =
            byline.text.strip_prefix("By ").or_else(|| byline.text.strip_prefix("by "))
    {
        byline.text = name.into();
    }
    // An address is no name.
    metadata.byline = metadata.byline.filter(|field| !field.text.contains("://"));
    metadata
}

/// The first object of the page's JSON-LD that is an article.
fn json_ld(page: &Document) -> Metadata {
    let Some(matcher) = SCRIPTS.as_ref() else { return Metadata::default() };
    let scripts = page.select_matcher(matcher);
    let texts = scripts.nodes().iter().map(dom_query::NodeRef::text);
    // What is not JSON says nothing.
    let values = texts.filter_map(|text| serde_json::from_str::<Value>(text.trim()).ok());
    let mut articles = Vec::new();
    for value in values {
        let first = articles.len();
        collect_articles(&value, 0, &mut articles);
        for article in &mut articles[first..] {
            resolve(&value, article);
        }
    }
    articles.first().map(article).unwrap_or_default()
}

/// Puts objects in the place of references to them, as in `"publisher": {"@id": "#us"}`.
fn resolve(value: &Value, article: &mut Map<String, Value>) {
    let graph = value.get("@graph").unwrap_or(value);
    let Value::Array(objects) = graph else { return };
    for name in ["publisher", "author"] {
        let referred = article
            .get(name)
            .and_then(|field| field.get("@id"))
            .filter(|_| article[name].get("name").is_none());
        let found =
            referred.and_then(|id| objects.iter().find(|object| object.get("@id") == Some(id)));
        if let Some(found) = found {
            article.insert(name.to_owned(), found.clone());
        }
    }
}

fn collect_articles(value: &Value, depth: usize, articles: &mut Vec<Map<String, Value>>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                collect_articles(item, depth + 1, articles);
            }
        }
        Value::Object(fields) => {
            let kinds = fields.get("@type").and_then(words).unwrap_or_default();
            let is_article = kinds.split([',', ' ']).any(|kind| {
                kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report"
            });
            if is_article {
                articles.push(fields.clone());
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = fields.get(name) {
                    collect_articles(inner, depth + 1, articles);
                }
            }
        }
        _ => {}
    }
}

fn article(fields: &Map<String, Value>) -> Metadata {
    let find = |names: &[&str]| {
        let values = names.iter().filter_map(|name| fields.get(*name));
        values.filter_map(words).find_map(|text| Field::new(&text, Origin::JsonLd))
    };
    let address = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(fields) => fields.get("@id").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    let url = ["url", "mainEntityOfPage"].iter().filter_map(|name| fields.get(*name));
    Metadata {
        headline: find(&["headline", "name"]),
        deck: find(&["alternativeHeadline", "description"]),
        byline: find(&["author", "creator"]),
        outlet: find(&["publisher", "sourceOrganization"]),
        credit: find(&["creditText"]),
        dateline: find(&["dateline"]),
        date: find(&["datePublished", "dateCreated", "dateModified"]),
        url: url.filter_map(address).find_map(|url| Field::new(&url, Origin::JsonLd)),
        language: find(&["inLanguage"]),
        claims: Vec::new(),
    }
}

/// Names and contents of the page's `meta`, the names in lower case.
fn metas(page: &Document) -> Vec<(String, String)> {
    let Some(matcher) = METAS.as_ref() else { return Vec::new() };
    let metas = page.select_matcher(matcher);
    let named = metas.nodes().iter().filter_map(|node| {
        let name =
            ["property", "name", "itemprop", "http-equiv"].iter().find_map(|by| node.attr(by))?;
        Some((name.to_lowercase(), node.attr("content")?.to_string()))
    });
    named.collect()
}

fn find(metas: &[(String, String)], names: &[&str], origin: Origin) -> Option<Field> {
    names.iter().find_map(|name| {
        let mut values = metas.iter().filter(|(own, _)| own == name);
        values.find_map(|(_, value)| Field::new(value, origin))
    })
}

fn open_graph(metas: &[(String, String)]) -> Metadata {
    let find = |names: &[&str]| find(metas, names, Origin::OpenGraph);
    let language = find(&["og:locale"]).and_then(|field| {
        let tag = field.text.split('_').next().unwrap_or_default().to_lowercase();
        Field::new(&tag, Origin::OpenGraph)
    });
    Metadata {
        headline: find(&["og:title"]),
        deck: find(&["og:description"]),
        byline: find(&["article:author", "og:article:author"]),
        outlet: find(&["og:site_name"]),
        date: find(&["article:published_time", "og:article:published_time", "og:pubdate"]),
        url: find(&["og:url"]),
        language,
        ..Metadata::default()
    }
}

/// What other parts of the page say.
fn elements(
    page: &Document,
    lines: &[&str],
    metas: &[(String, String)],
    outlet: Option<&str>,
) -> Metadata {
    let meta = |names: &[&str]| find(metas, names, Origin::Page);
    let field = |text: &str| Field::new(text, Origin::Page);
    let text = |selector: &str| {
        let found = page.try_select(selector)?;
        found.nodes().iter().find_map(|node| field(&node.text()))
    };
    let attribute = |selector: &str, name: &str| {
        let found = page.try_select(selector)?;
        found.nodes().iter().find_map(|node| field(&node.attr(name)?))
    };
    let title = text("head > title").or_else(|| text("title"));
    let (headline, suffix) = match &title {
        Some(title) => split_title(&title.text, lines, outlet),
        None => (text("h1").map(|field| field.text.to_string()), None),
    };
    let canonical = attribute("link[rel=canonical]", "href");
    let host = || canonical.as_ref().and_then(|url| host(&url.text)).and_then(|host| field(&host));
    let byline = meta(&[
        "author", "dc.creator", "parsely-author", "sailthru.author", "byl", "article.author",
    ])
    .or_else(|| text("[itemprop=author] [itemprop=name], [itemprop=author], [rel=author]"))
    .or_else(|| {
        text(".byline, .author-name, .article-author, .by-line, .author")
            .filter(|field| is_byline(&field.text))
    });
    Metadata {
        headline: headline.as_deref().and_then(field),
        deck: meta(&["description", "dc.description"]),
        byline: byline.filter(|field| field.text.chars().count() <= 120),
        outlet: meta(&["application-name", "dc.publisher", "publisher"])
            .or_else(|| suffix.as_deref().and_then(field))
            .or_else(host),
        date: meta(&[
            "date", "pubdate", "publish-date", "publishdate", "publication_date", "dc.date",
            "dc.date.issued", "dcterms.created", "datepublished", "parsely-pub-date",
            "sailthru.date", "article.published",
        ])
        .or_else(|| attribute("[itemprop=datePublished]", "datetime"))
        .or_else(|| attribute("[itemprop=datePublished]", "content"))
        .or_else(|| attribute("time[datetime]", "datetime")),
        url: canonical.clone(),
        language: attribute("html[lang]", "lang")
            .or_else(|| attribute("html", "xml:lang"))
            .or_else(|| meta(&["content-language", "language"])),
        ..Metadata::default()
    }
}

/// A line that names its author and not much else.
fn is_byline(text: &str) -> bool {
    (text.starts_with("By ") || text.starts_with("by ")) && text.split_whitespace().count() <= 12
}

/// Marks between a headline and the outlet in a page's title.
const SEPARATORS: [&str; 7] = [" | ", " – ", " — ", " - ", " :: ", " » ", " • "];

/// The headline in a page's title, and the outlet beside it. The headline is the line of the page that the title repeats.
fn split_title(
    title: &str,
    lines: &[&str],
    outlet: Option<&str>,
) -> (Option<String>, Option<String>) {
    let is_headline = |line: &&&str| {
        let is_long = line.split_whitespace().count() >= 3 || line.chars().count() >= 10;
        is_long && outlet != Some(**line) && title.contains(**line)
    };
    let shown = lines.iter().filter(is_headline).max_by_key(|line| line.len());
    if let Some(headline) = shown {
        let rests = title.split(*headline).map(|rest| {
            SEPARATORS.iter().fold(rest.to_owned(), |rest, mark| rest.replace(mark, "\n"))
        });
        let rests: Vec<String> = rests.collect();
        let parts = rests.iter().flat_map(|rest| rest.split('\n'));
        let parts = parts
            .map(|part| part.trim_matches(|c: char| c.is_whitespace() || "|–—-:»·•：".contains(c)));
        let rest = parts.filter(|part| !part.is_empty()).max_by_key(|part| part.len());
        let rest = rest.filter(|rest| rest.split_whitespace().count() <= MAX_OUTLET_WORDS);
        return (Some((*headline).to_owned()), rest.map(str::to_owned));
    }
    for mark in SEPARATORS {
        if let Some((headline, suffix)) = title.rsplit_once(mark)
            && outlet.is_some_and(|outlet| suffix.trim() == outlet)
        {
            return (Some(headline.trim().to_owned()), Some(suffix.trim().to_owned()));
        }
    }
    (Some(title.trim().to_owned()), None)
}

/// What the lines under the headline say: who wrote it, and when.
pub(super) fn from_lines(lines: &[&str]) -> Metadata {
    let is_text = |line: &&&str| line.split_whitespace().count() > MAX_LINE_WORDS;
    let end =
        lines.iter().position(|line| is_text(&line)).unwrap_or(lines.len()).min(MAX_HEAD_LINES);
    let head = || lines[..end].iter().flat_map(|line| line.split(['|', '\n'])).map(str::trim);
    let byline = head().find(|line| is_byline(line)).and_then(|line| line.split_once(' '));
    let date = head().find(|line| date_of(line).is_some());
    Metadata {
        byline: byline.and_then(|(_, name)| Field::new(name, Origin::Page)),
        date: date.and_then(|date| Field::new(date, Origin::Page)),
        ..Metadata::default()
    }
}

fn without_suffix(title: &str, outlet: &str) -> Option<String> {
    let headline = title.strip_suffix(outlet)?;
    let headline = SEPARATORS.iter().find_map(|mark| headline.strip_suffix(mark))?;
    (!headline.trim().is_empty()).then(|| headline.trim().to_owned())
}

/// The host of an address, as readers know it.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':', '?', '#']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, &str, Origin)]) {
        let page = Document::from(html);
        let metadata = read(&page, &["Ferry hits pier"]);
        let fields = metadata.fields().into_iter();
        let fields: Vec<(&str, &str, Origin)> =
            fields.filter_map(|(name, field)| Some((name, &*field?.text, field?.origin))).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn json_ld_comes_first() {
        check(
            r#"<html lang="en-GB"><meta property="og:title" content="Another title"><meta name="author" content="Desk">
            <script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],
            "headline":"Ferry hits pier","author":[{"name":"Ada Brandt"},"Piet Lund"],"datePublished":"2023-03-14T08:00:00Z",
            "publisher":{"name":"Harbour Gazette"},"mainEntityOfPage":{"@id":"https://gazette.example/1"}}]}</script>"#,
            &[
                ("headline", "Ferry hits pier", Origin::JsonLd),
                ("byline", "Ada Brandt and Piet Lund", Origin::JsonLd),
                ("outlet", "Harbour Gazette", Origin::JsonLd),
                ("date", "2023-03-14T08:00:00Z", Origin::JsonLd),
                ("url", "https://gazette.example/1", Origin::JsonLd),
                ("language", "en-GB", Origin::Page),
            ],
        );
    }

    #[test]
    fn titles_end_with_outlets() {
        check(
            "<title>Ferry hits pier - Harbour Gazette</title><h1>Ferry hits pier</h1><p class=byline>By Ada Brandt</p>\
             <script type='application/ld+json'>{broken</script>",
            &[
                ("headline", "Ferry hits pier", Origin::Page),
                ("byline", "Ada Brandt", Origin::Page),
                ("outlet", "Harbour Gazette", Origin::Page),
            ],
        );
        check("<title>Two - three</title>", &[("headline", "Two - three", Origin::Page)]);
        check("<p>nothing", &[]);
    }
}
