//! The command line: what is printed where, and with which exit code.

use std::fs;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, starts_with};
use tempfile::TempDir;

const LEFT: &str = "The ferry struck the outer wall of the harbour on Tuesday, injuring 14 people.";
const RIGHT: &str = "The ferry struck the outer wall of the harbour today, injuring 17 people.";
const CURLY: &str =
    "The ferry struck the outer wall of the harbour on Tuesday,\ninjuring 14 people.";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("left.txt", LEFT), ("right.txt", RIGHT), ("wrapped.txt", CURLY)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn copydesk(folder: &TempDir) -> Command {
    crate::support::copydesk_in(folder.path())
}

#[test]
fn text_shows_both_readings() {
    let folder = folder();
    copydesk(&folder)
        .args(["diff", "left.txt", "right.txt", "--width", "120"])
        .assert()
        .code(1)
        .stdout(contains("harbour [-on Tuesday-]{+today+}, injuring"))
        .stdout(contains("[-14-]{+17+} people."))
        .stdout(contains("2 edits: 1 number, 1 date"))
        .stderr("");
}

#[test]
fn side_by_side_shows_two_columns() {
    let folder = folder();
    copydesk(&folder)
        .args(["diff", "left.txt", "right.txt", "--format", "side-by-side", "--width", "81"])
        .assert()
        .code(1)
        .stdout(contains(
            "~  the harbour on Tuesday, injuring 14   ~  the harbour today, injuring 17",
        ));
}

#[test]
fn exit_codes_tell_the_result() {
    let folder = folder();
    copydesk(&folder).args(["diff", "left.txt", "left.txt"]).assert().code(0);
    copydesk(&folder)
        .args(["diff", "left.txt", "wrapped.txt"])
        .assert()
        .code(0)
        .stdout(contains("the same text"));
    copydesk(&folder)
        .args(["diff", "left.txt", "absent.txt"])
        .assert()
        .code(2)
        .stdout("")
        .stderr("copydesk: absent.txt: no such file or folder\n");
}

#[test]
fn json_keeps_the_contract() {
    let folder = folder();
    let output = copydesk(&folder)
        .args(["diff", "left.txt", "right.txt", "--format", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["schema"], "copydesk.comparison/1");
    assert_eq!(json["left"]["path"], "left.txt");
    assert_eq!(json["left"]["encoding"], "utf-8");
    assert_eq!(json["left"]["headline"], serde_json::Value::Null);
    assert_eq!(json["left"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(json["summary"]["edits"], 2);
    assert_eq!(json["summary"]["by_class"]["date"], 1);
    assert_eq!(json["summary"]["truncated"], serde_json::Value::Null);
    let passage = &json["passages"][0];
    assert_eq!(passage["relation"], "edited");
    assert_eq!(passage["furniture"], false);
    assert_eq!(passage["left"][0]["end"], LEFT.len());
    let edit = &passage["edits"][0];
    assert_eq!(edit["left"]["text"], "on Tuesday");
    assert_eq!(edit["right"]["text"], "today");
    let range = edit["left"]["start"].as_u64().unwrap() as usize
        ..edit["left"]["end"].as_u64().unwrap() as usize;
    assert_eq!(&LEFT[range], "on Tuesday");
}

#[test]
fn standard_input_is_one_side() {
    let folder = folder();
    copydesk(&folder)
        .args(["diff", "-", "right.txt"])
        .write_stdin(LEFT)
        .assert()
        .code(1)
        .stdout(contains("--- -: 14 words"));
    copydesk(&folder)
        .args(["diff", "-", "-"])
        .assert()
        .code(2)
        .stderr("copydesk: -: standard input can only be one of the two sides\n");
}

#[test]
fn colors_are_asked_for() {
    let folder = folder();
    let diff = |arguments: &[&str]| {
        let mut command = copydesk(&folder);
        command.args(["diff", "left.txt", "right.txt"]).args(arguments);
        command
    };
    diff(&[]).assert().stdout(contains("\x1b[").not());
    diff(&["--color", "always"]).assert().stdout(contains("\x1b[4;33m[-on Tuesday-]\x1b[0m"));
    diff(&[]).env("CLICOLOR_FORCE", "1").assert().stdout(contains("\x1b["));
    diff(&[])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .assert()
        .stdout(contains("\x1b[").not());
}

#[test]
fn what_was_mistyped_is_said_with_what_is_like_it() {
    let folder = folder();
    for (arguments, expected) in [
        (
            &["diff", "--formt", "json", "left.txt", "right.txt"][..],
            "copydesk: unexpected argument '--formt' found; see copydesk diff --help\n  \
             tip: a similar argument exists: '--format'\n",
        ),
        (&["--bogus"], "copydesk: unexpected argument '--bogus' found; see copydesk --help\n"),
        (
            &["difff", "left.txt"],
            "copydesk: difff: no such file or folder\n  tip: a similar command exists: copydesk diff\n",
        ),
    ] {
        copydesk(&folder).args(arguments).assert().code(2).stdout("").stderr(expected);
    }
}

#[test]
fn articles_cannot_command_the_terminal() {
    let folder = folder();
    fs::write(
        folder.path().join("evil.txt"),
        "The \x1b]0;owned\x07 ferry \u{9b}31m struck \u{202E} the wall.",
    )
    .unwrap();
    for format in ["text", "side-by-side"] {
        copydesk(&folder)
            .args(["diff", "evil.txt", "left.txt", "--format", format])
            .assert()
            .code(1)
            .stdout(contains("␛]0;owned␇"))
            .stdout(contains("<U+202E>"))
            .stdout(contains("\x1b").not());
    }
}

#[test]
fn errors_are_one_line() {
    let folder = folder();
    fs::write(folder.path().join("picture.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0")
        .unwrap();
    // Besides what is like what was typed.
    let is_one_line = |text: &str| {
        let mut lines = text.lines();
        let has_begun = lines.next().is_some_and(|line| line.starts_with("copydesk: "));
        has_begun && lines.all(|line| line.starts_with("  tip: a similar "))
    };
    for arguments in [
        &["diff", "left.txt"][..],
        &["diff", "left.txt", "picture.txt"],
        &["diff", "left.txt", "."],
        &["diff", "left.txt", "right.txt", "--format", "sonnet"],
        &["--bogus"],
        &["no-such-folder"],
        &["."],
        &["--theme", "plaid", "."],
    ] {
        copydesk(&folder)
            .args(arguments)
            .assert()
            .code(2)
            .stdout("")
            .stderr(predicate::function(is_one_line));
    }
}

#[test]
fn without_a_terminal_there_is_one_clear_line() {
    let folder = folder();
    copydesk(&folder).arg(".").assert().code(2).stdout("").stderr(starts_with(
        "copydesk: standard output is not a terminal; to print a comparison, use: copydesk diff",
    ));
}

#[test]
fn help_fits_a_screen() {
    let folder = folder();
    for command in ["", "diff", "show", "stories", "revisions", "report", "completions", "man"] {
        let arguments: Vec<&str> =
            [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let output = copydesk(&folder).args(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.lines().count() <= 40, "{text}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_of_the_shell_are_read_and_others_not_waited_for() {
    let folder = folder();
    let made =
        std::process::Command::new("mkfifo").arg(folder.path().join("pipe.txt")).status().unwrap();
    assert!(made.success());
    copydesk(&folder)
        .args(["diff", "pipe.txt", "left.txt"])
        .assert()
        .code(2)
        .stderr("copydesk: pipe.txt: not a regular file\n");
    let binary = assert_cmd::cargo::cargo_bin("copydesk");
    let script = format!("{} diff <(cat left.txt) right.txt", binary.display());
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .output();
    if let Ok(output) = output {
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_trouble() {
    let folder = folder();
    let long: String =
        (0..20_000).map(|n| format!("Paragraph {n} of a long report.\n\n")).collect();
    fs::write(folder.path().join("long.txt"), long).unwrap();
    let binary = assert_cmd::cargo::cargo_bin("copydesk");
    let script = format!("{} diff long.txt left.txt | head -n 1", binary.display());
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = folder();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let binary = assert_cmd::cargo::cargo_bin("copydesk");
    let output = std::process::Command::new(binary)
        .args(["diff", "left.txt", "right.txt"])
        .current_dir(folder.path())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "copydesk: standard output: no space left on device\n"
    );
}

#[test]
fn shells_and_man_get_what_they_need() {
    let folder = folder();
    copydesk(&folder)
        .args(["completions", "bash"])
        .assert()
        .success()
        .stdout(contains("--no-store").and(contains("revisions")));
    let page = copydesk(&folder).arg("man").assert().success();
    let page = String::from_utf8(page.get_output().stdout.clone()).unwrap();
    for word in [".TH copydesk", "COMMAND REPORT", "COMMAND DIFF"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn a_comparison_is_printed_as_a_page_and_as_markdown() {
    let folder = folder();
    for (format, begin) in [("html", "<!DOCTYPE html>"), ("markdown", "# A left and B right")] {
        let run = copydesk(&folder)
            .args(["diff", "left.txt", "right.txt", "--format", format])
            .assert()
            .code(1);
        let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        assert!(text.to_lowercase().starts_with(&begin.to_lowercase()), "{text}");
    }
}
