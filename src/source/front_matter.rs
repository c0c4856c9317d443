//! The front matter of Markdown: YAML between `---`, TOML between `+++`.

use serde_json::{Map, Value};

use saphyr::{LoadableYamlNode as _, Scalar, Yaml};

use super::record;
use crate::text::cut;
use crate::version::{Metadata, Origin};

/// The longest front matter that is looked for, in bytes.
const MAX_FRONT_MATTER: usize = 64 * 1024;

/// Where the article begins, and what the front matter says about it. What cannot be read is front matter all the same;
/// without a closing line there is none.
pub(super) fn read(text: &str) -> (usize, Metadata) {
    let Some((fence, matter, begin)) = split(text) else {
        return (0, Metadata::default());
    };
    let value = if fence == "---" { yaml(matter) } else { toml(matter) };
    let Some(Value::Object(fields)) = value else {
        // A rule at the top of an article without front matter is no fence.
        return (0, Metadata::default());
    };
    (begin, record::metadata(&fields, Origin::FrontMatter))
}

/// The fence, what stands between it and its like, and where the rest begins.
fn split(text: &str) -> Option<(&'static str, &str, usize)> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let is_fence =
            line.trim_end() == fence || (at > 0 && fence == "---" && line.trim_end() == "...");
        let end = at + line.len();
        match start {
            None if is_fence => start = Some(end),
            None => return None,
            Some(start) if is_fence => return Some((fence, cut(text, start..at), end)),
            Some(_) if end > MAX_FRONT_MATTER => return None,
            Some(_) => {}
        }
        at = end;
    }
    None
}

fn yaml(matter: &str) -> Option<Value> {
    let documents = Yaml::load_from_str(matter).ok()?;
    documents.first().and_then(|document| of_yaml(document, 0))
}

/// Front matter is not nested deeper than this; what is would be an attack.
const MAX_DEPTH: usize = 8;

fn of_yaml(yaml: &Yaml<'_>, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match yaml {
        Yaml::Value(Scalar::String(text)) | Yaml::Representation(text, ..) => {
            Value::String(text.to_string())
        }
        Yaml::Value(Scalar::Integer(number)) => Value::String(number.to_string()),
        Yaml::Sequence(items) => {
            Value::Array(items.iter().filter_map(|item| of_yaml(item, depth + 1)).collect())
        }
        Yaml::Mapping(fields) => {
            let field = |(key, value): (&Yaml<'_>, &Yaml<'_>)| {
                Some((key.as_str()?.to_owned(), of_yaml(value, depth + 1)?))
            };
            Value::Object(fields.iter().filter_map(field).collect::<Map<String, Value>>())
        }
        _ => return None,
    })
}

fn toml(matter: &str) -> Option<Value> {
    let table: toml::Table = matter.parse().ok()?;
    Some(Value::Object(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect()))
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        other => Value::String(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, body: &str, expected: &[(&str, &str)]) {
        let (begin, metadata) = read(text);
        assert_eq!(cut(text, begin..), body);
        let fields = metadata.fields().into_iter();
        let fields: Vec<(&str, &str)> =
            fields.filter_map(|(name, field)| Some((name, &*field?.text))).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn yaml_and_toml_are_read() {
        check(
            "---\ntitle: \"Ferry: hits pier\"\nauthors:\n  - Ada Brandt\n  - Piet Lund\ndate: 2023-03-14\n---\nIt was late.\n",
            "It was late.\n",
            &[
                ("headline", "Ferry: hits pier"),
                ("byline", "Ada Brandt and Piet Lund"),
                ("date", "2023-03-14"),
            ],
        );
        check(
            "+++\r\ntitle = 'Ferry hits pier'\r\ndate = 2023-03-14T08:00:00Z\r\n[extra]\r\nx = 1\r\n+++\r\nIt was late.",
            "It was late.",
            &[("headline", "Ferry hits pier"), ("date", "2023-03-14T08:00:00Z")],
        );
    }

    #[test]
    fn what_is_no_front_matter_is_text() {
        for text in [
            "---\n\nIt was late.\n\n---\n\nIt rained.",
            "---\ntitle: x",
            "It was late.",
            "",
            "---\n- a\n---\nb",
        ] {
            check(text, text, &[]);
        }
    }
}
