//! Records as article collectors write them: JSON objects with a title, a text, and what is known about it.

use serde_json::{Map, Value};

use super::{Read, SourceError};
use crate::parse::{Extract, assemble};
use crate::text::blocks::Markup;
use crate::text::decode::{Encoding, Hints, decode_as};
use crate::version::{Field, Metadata, Origin, sha256};

/// Names of fields, the usual ones first.
const TEXT: [&str; 7] =
    ["text", "body", "content", "article", "maintext", "article_text", "full_text"];
const HEADLINE: [&str; 3] = ["title", "headline", "name"];
const DECK: [&str; 5] = ["deck", "subtitle", "standfirst", "summary", "description"];
const BYLINE: [&str; 5] = ["authors", "author", "byline", "creator", "by"];
const OUTLET: [&str; 10] = [
    "outlet", "source", "publisher", "publication", "site_name", "sitename", "site", "newspaper",
    "source_domain", "domain",
];
const CREDIT: [&str; 3] = ["credit", "agency", "wire"];
const DATE: [&str; 11] = [
    "date", "date_published", "datePublished", "published", "published_at", "publish_date",
    "date_publish", "pub_date", "pubdate", "timestamp", "time",
];
const URL: [&str; 4] = ["url", "link", "canonical_url", "permalink"];
const LANGUAGE: [&str; 3] = ["language", "lang", "locale"];

/// Names of fields that hold a list of records.
const LISTS: [&str; 5] = ["articles", "items", "records", "results", "data"];

/// Reads a file that is one record or a list of them.
pub(super) fn read(bytes: &[u8], told: Option<Encoding>) -> Vec<Read> {
    let decoded = match decode_as(bytes, Hints { told, declared: None }) {
        Ok(decoded) => decoded,
        Err(error) => return vec![Err(error.into())],
    };
    let value = match serde_json::from_str(&decoded.text) {
        Ok(value) => value,
        // Files of lines are also called `.json`.
        Err(_) if is_lines(&decoded.text) => return lines(&decoded.text, decoded.encoding),
        Err(error) => return vec![Err(SourceError::NotJson(error.to_string()))],
    };
    let digest = |value: &Value| sha256(value.to_string().as_bytes());
    match value {
        Value::Object(fields) if text(&fields).is_some() => {
            vec![draft(&fields, sha256(bytes), decoded.encoding).map(assemble)]
        }
        Value::Object(mut fields) => {
            let list = LISTS.iter().find_map(|name| match fields.remove(*name) {
                Some(Value::Array(items)) => Some(items),
                _ => None,
            });
            match list {
                Some(items) => list_of(&items, digest, decoded.encoding),
                None => vec![Err(SourceError::NoArticle)],
            }
        }
        Value::Array(items) => list_of(&items, digest, decoded.encoding),
        _ => vec![Err(SourceError::NoArticle)],
    }
}

/// Reads a file with a record on each line.
pub(super) fn read_lines(bytes: &[u8], told: Option<Encoding>) -> Vec<Read> {
    match decode_as(bytes, Hints { told, declared: None }) {
        Ok(decoded) => lines(&decoded.text, decoded.encoding),
        Err(error) => vec![Err(error.into())],
    }
}

/// Whether the first line is a record by itself.
fn is_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<Map<String, Value>>(line).is_ok())
}

fn lines(text: &str, encoding: Encoding) -> Vec<Read> {
    let records = text.lines().filter(|line| !line.trim().is_empty());
    let records: Vec<Read> = records
        .map(|line| {
            let fields: Map<String, Value> = serde_json::from_str(line)
                .map_err(|error| SourceError::NotJson(error.to_string()))?;
            draft(&fields, sha256(line.as_bytes()), encoding).map(assemble)
        })
        .collect();
    if records.is_empty() { vec![Err(SourceError::NoArticle)] } else { records }
}

fn list_of(items: &[Value], digest: impl Fn(&Value) -> [u8; 32], encoding: Encoding) -> Vec<Read> {
    let record = |item: &Value| match item {
        Value::Object(fields) => draft(fields, digest(item), encoding).map(assemble),
        _ => Err(SourceError::NoArticle),
    };
    let records: Vec<Read> = items.iter().map(record).collect();
    if records.is_empty() { vec![Err(SourceError::NoArticle)] } else { records }
}

fn draft(
    fields: &Map<String, Value>,
    sha256: [u8; 32],
    encoding: Encoding,
) -> Result<Extract, SourceError> {
    let body = text(fields).ok_or(SourceError::NoArticle)?;
    let metadata = metadata(fields, Origin::Record);
    let headline = metadata.headline().filter(|headline| !body.trim_start().starts_with(headline));
    let text = match headline {
        Some(headline) => format!("{headline}\n\n{body}"),
        None => body,
    };
    Ok(Extract { sha256: Some(sha256), encoding, metadata, ..Extract::new(text, Markup::None) })
}

/// The article's text: a string, or a list of paragraphs.
fn text(fields: &Map<String, Value>) -> Option<String> {
    TEXT.iter().find_map(|name| match fields.get(*name)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let paragraphs: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            paragraphs.filter(|paragraphs| !paragraphs.is_empty()).map(|all| all.join("\n\n"))
        }
        _ => None,
    })
}

/// What a record or a front matter says about its article.
pub(super) fn metadata(fields: &Map<String, Value>, origin: Origin) -> Metadata {
    let find = |names: &[&str]| {
        let values = names.iter().filter_map(|name| fields.get(*name));
        values.filter_map(words).find_map(|text| Field::new(&text, origin))
    };
    Metadata {
        headline: find(&HEADLINE),
        deck: find(&DECK),
        byline: find(&BYLINE),
        outlet: find(&OUTLET),
        credit: find(&CREDIT),
        dateline: None,
        date: find(&DATE),
        url: find(&URL),
        language: find(&LANGUAGE),
        claims: Vec::new(),
    }
}

/// A value in words: a string, the name of an object, a list of either.
pub(super) fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(words).collect();
            match names.as_slice() {
                [] => None,
                [one] => Some(one.clone()),
                [first @ .., last] => Some(format!("{} and {last}", first.join(", "))),
            }
        }
        Value::Object(fields) => fields.get("name").or_else(|| fields.get("title")).and_then(words),
        // Numbers in fields of words are times since 1970 or keys of a database, and say nothing to a reader.
        Value::Number(_) | Value::Bool(_) | Value::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(read: &Read) -> Result<Option<&str>, String> {
        read.as_ref().map(|version| version.metadata().headline()).map_err(ToString::to_string)
    }

    fn headlines(records: &[Read]) -> Vec<Result<Option<&str>, String>> {
        records.iter().map(headline).collect()
    }

    #[test]
    fn one_record_or_many_are_read() {
        let one = br#"{"title": "Ferry hits pier", "text": "It was late.", "source": {"name": "Harbour Gazette"}, "authors": ["Ada Brandt", {"name": "Piet Lund"}]}"#;
        let records = read(one, None);
        let version = records[0].as_ref().expect("an article");
        assert_eq!(version.source(), "Ferry hits pier\n\nIt was late.");
        let metadata = version.metadata();
        assert_eq!(metadata.outlet(), Some("Harbour Gazette"));
        assert_eq!(
            metadata.byline.as_ref().map(|field| &*field.text),
            Some("Ada Brandt and Piet Lund")
        );
        let list = br#"{"articles": [{"title": "A", "body": "x"}, {"title": "B"}, 7]}"#;
        let none = "no article in it: no field named text, body or content".to_owned();
        assert_eq!(
            headlines(&read(list, None)),
            [Ok(Some("A")), Err(none.clone()), Err(none.clone())]
        );
        assert_eq!(headlines(&read(b"[]", None)), [Err(none)]);
    }

    #[test]
    fn a_damaged_line_costs_one_record() {
        let lines = b"{\"title\": \"A\", \"text\": \"x\"}\n\n{\"title\": \n{\"title\": \"C\", \"content\": [\"x\", \"y\"]}\n";
        for records in [read_lines(lines, None), read(lines, None)] {
            let titles = headlines(&records);
            assert_eq!((titles.len(), &titles[0], &titles[2]), (3, &Ok(Some("A")), &Ok(Some("C"))));
            assert!(titles[1].as_ref().is_err_and(|error| error.starts_with("not JSON: EOF")));
        }
    }

    #[test]
    fn other_json_says_so() {
        assert_eq!(
            read(br#"{"name": "copydesk", "version": 3}"#, None)[0],
            Err(SourceError::NoArticle)
        );
        assert!(matches!(&read(b"{", None)[0], Err(SourceError::NotJson(_))));
    }
}
