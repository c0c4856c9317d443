//! Input that no article is: read as what it is, or refused with a reason; never a panic, never a hang.

use std::fs;
use std::path::Path;

use copydesk::source::{Format, read};

use crate::support::copydesk_in;

/// What comes of some bytes: the article's words, or the reason why there is none.
fn outcome(bytes: &[u8], format: Format) -> Result<String, String> {
    let mut articles = read(bytes, format, None);
    let article = articles.remove(0).map_err(|error| error.to_string())?;
    Ok(article.source().split_whitespace().take(3).collect::<Vec<_>>().join(" "))
}

#[track_caller]
fn check(bytes: &[u8], format: Format, expected: Result<&str, &str>) {
    let found = outcome(bytes, format);
    match (&found, expected) {
        (Ok(words), Ok(expected)) => assert_eq!(words, expected),
        (Err(reason), Err(expected)) => assert!(reason.contains(expected), "{reason}"),
        _ => panic!("{found:?} and not {expected:?}"),
    }
}

#[test]
fn pages_that_attack_are_stripped() {
    check(&b"<div>".repeat(50_000), Format::Page, Ok(""));
    check(&[b"<b>".repeat(20_000), b"words".to_vec()].concat(), Format::Page, Ok("words"));
    check(
        &[b"<table><tr><td>".repeat(5_000), b"words".to_vec()].concat(),
        Format::Page,
        Ok("words"),
    );
    check(
        &[b"<p ".to_vec(), b"a=b ".repeat(20_000), b">words</p>".to_vec()].concat(),
        Format::Page,
        Ok("words"),
    );
    check(
        &[b"<p>words ".to_vec(), b"&amp;".repeat(200_000)].concat(),
        Format::Page,
        Ok(&format!("words {}", "&".repeat(200_000))),
    );
    check(&b"<p>a b".repeat(150_000), Format::Page, Ok("a b a"));
    check(
        &[b"<p>words</p><!-- ".to_vec(), b"x".repeat(100_000)].concat(),
        Format::Page,
        Ok("words"),
    );
    check(b"<script>if (a < b) {</script><p>words", Format::Page, Ok("words"));
    check(b"", Format::Page, Ok(""));
}

#[test]
fn files_that_are_no_text_say_so() {
    check(&[0; 4096], Format::Text, Err("binary"));
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01", Format::Markdown, Err("binary"));
    check(b"\xFF\xFET\0h\0e\0 \0s", Format::Text, Ok("The \u{FFFD}"));
    check(b"", Format::Text, Ok(""));
    check(&b"a b\n\n".repeat(100_000), Format::Text, Ok("a b a"));
}

#[test]
fn records_and_archives_that_attack_are_refused() {
    let nested = [b"{\"text\": ".to_vec(), b"[".repeat(50_000)].concat();
    check(&nested, Format::Record, Err("recursion limit"));
    check(&nested, Format::Records, Err("recursion limit"));
    let parts = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n".repeat(2_000);
    check(&parts, Format::Archive, Err("no page"));
    let bomb = "---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n---\nwords";
    check(bomb.as_bytes(), Format::Markdown, Ok("--- a: &a"));
    let deep = [b"---\ntitle: ".to_vec(), b"[".repeat(5_000), b"\n---\nwords".to_vec()].concat();
    assert!(outcome(&deep, Format::Markdown).is_ok());
}

/// What is in a folder and is no file is listed with its reason, or left out; the rest is read.
#[cfg(unix)]
#[test]
fn folders_hold_all_kinds_of_things() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), "Ferry hits pier at noon\n\nIt was late.").unwrap();
    fs::write(at("b.txt"), [0; 300]).unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"c\xFF.txt")), "words").unwrap();
    fs::create_dir(at("d.txt")).unwrap();
    std::os::unix::fs::symlink(".", at("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", at("e.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("f.txt")).status().unwrap().success());
    let output = copydesk_in(folder.path()).args(["stories", "--no-cache", "."]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    for wanted in [
        "b.txt: binary, not text",
        "e.txt: a symbolic link, not followed",
        "f.txt: not a regular file",
        "5 articles · 2 stories",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn what_is_not_there_is_said_in_one_line() {
    let output = copydesk_in(Path::new("/")).args(["stories", "/no/such/folder"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "copydesk: /no/such/folder: no such file or folder\n"
    );
}
