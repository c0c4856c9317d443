//! A validator for the part of JSON Schema 2020-12 that our schema uses.

use std::collections::BTreeSet;

use serde_json::Value;

/// The schema uses what the validator knows, and closes every object.
pub(super) fn check_schema(schema: &Value) {
    const KNOWN: &[&str] = &[
        "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required",
        "additionalProperties", "items", "enum", "const", "minimum",
    ];
    let keys = schema.as_object().unwrap();
    assert!(keys.keys().all(|key| KNOWN.contains(&key.as_str())), "{schema}");
    if let Some(properties) = schema.get("properties") {
        assert_eq!(schema["additionalProperties"], false);
        let names: BTreeSet<&str> =
            properties.as_object().unwrap().keys().map(String::as_str).collect();
        let required =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
        assert_eq!(names, required.collect(), "all fields are always there");
    }
    let maps = ["properties", "$defs"].iter().filter_map(|key| schema.get(key)?.as_object());
    maps.flat_map(serde_json::Map::values).chain(schema.get("items")).for_each(check_schema);
}

#[track_caller]
pub(super) fn validate(root: &Value, schema: &Value, value: &Value, path: &str) {
    let problems = problems(root, schema, value, path);
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Where a value is not what a schema says.
pub(super) fn problems(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(target.strip_prefix('#').unwrap()).unwrap();
        found.extend(problems(root, target, value, path));
    }
    let is_of = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => panic!("{name} is no type"),
    };
    let is_wrong = match &schema["type"] {
        Value::Null => false,
        Value::Array(names) => !names.iter().any(|name| is_of(name.as_str().unwrap())),
        name => !is_of(name.as_str().unwrap()),
    };
    if is_wrong {
        found.push(format!("{path} is not {}: {value}", schema["type"]));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{path} is not {}", schema["const"]));
    }
    if schema.get("enum").is_some_and(|all| !all.as_array().unwrap().contains(value)) {
        found.push(format!("{path} is none of {}", schema["enum"]));
    }
    if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), value.as_f64())
        && number < least
    {
        found.push(format!("{path} is less than {least}"));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (at, value) in values.iter().enumerate() {
            found.extend(problems(root, items, value, &format!("{path}[{at}]")));
        }
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !fields.contains_key(name.as_str().unwrap()) {
                found.push(format!("{path} has no {name}"));
            }
        }
        for (name, value) in fields {
            match schema["properties"].get(name) {
                Some(own) => found.extend(problems(root, own, value, &format!("{path}.{name}"))),
                None if schema["additionalProperties"] == false => {
                    found.push(format!("{path} has {name}"));
                }
                None => {}
            }
        }
    }
    found
}
