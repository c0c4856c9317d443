//! Documents that the program makes itself. After a change that is meant, write them anew with `COPYDESK_UPDATE=1`.

use std::fs;
use std::path::Path;

use copydesk::config::manual;

#[track_caller]
fn check(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} is not what the program says; COPYDESK_UPDATE=1 renews it");
}

#[test]
fn keys_and_settings_are_the_program_s() {
    check("docs/keys.md", &manual::page());
}
