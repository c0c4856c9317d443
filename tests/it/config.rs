//! `config.toml`: what it sets, who goes before it, and what becomes of it when it is wrong.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::{contains, is_match};
use tempfile::TempDir;

use crate::support::copydesk_in;
use crate::terminal::Terminal;

/// A home with this `config.toml`.
fn home(toml: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("copydesk")).unwrap();
    fs::write(home.path().join("copydesk/config.toml"), toml).unwrap();
    home
}

fn copydesk(home: &Path, folder: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = copydesk_in(folder);
    command.env("XDG_CONFIG_HOME", home).args(arguments);
    command
}

/// A folder with two versions of one text.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "Ferry hits wall\n\nThe ferry struck the outer wall of the harbour on Tuesday, injuring 14.";
    fs::write(folder.path().join("left.txt"), text).unwrap();
    fs::write(folder.path().join("right.txt"), text.replace("14", "17")).unwrap();
    folder
}

#[test]
fn every_value_is_printed_with_who_says_so() {
    let home = home(
        "[screen]\ntheme = 'light'\nmeasure = 70\n[keys]\npreset = 'vim'\n[keys.list]\nsort = 'o'\n",
    );
    let print = |arguments: &[&str]| {
        let mut command = copydesk(home.path(), home.path(), &["config"]);
        command.args(arguments);
        command
    };
    print(&[])
        .assert()
        .code(0)
        .stderr("")
        .stdout(is_match(r#"(?m)^theme = "light" +# config.toml, line 2$"#).unwrap())
        .stdout(is_match(r"(?m)^measure = 70 +# config.toml, line 3$").unwrap())
        .stdout(is_match(r#"(?m)^layout = "automatic" +# default$"#).unwrap())
        .stdout(is_match(r#"(?m)^top = \["gg", "home"\] +# preset vim$"#).unwrap())
        .stdout(is_match(r#"(?m)^mark = \["space"\] +# default$"#).unwrap())
        .stdout(
            is_match(r#"(?ms)^\[keys.list\]$.*^sort = \["o"\] +# config.toml, line 7$"#).unwrap(),
        );
    print(&[])
        .env("NO_COLOR", "1")
        .assert()
        .stdout(is_match(r#"(?m)^theme = "mono" +# environment variable NO_COLOR$"#).unwrap());
    print(&["--theme", "dark"])
        .env("NO_COLOR", "1")
        .assert()
        .stdout(is_match(r#"(?m)^theme = "dark" +# flag --theme$"#).unwrap());
    print(&["--keys"]).assert().code(0).stdout(contains("| `top` | `gg` `home` | To the top |"));
}

#[test]
fn what_is_wrong_is_warned_of_with_its_line() {
    let home = home("[keys.global]\nquit = []\nswap = ['x', 'hyper-x']\n\n[screen]\nzoom = 2\n");
    copydesk(home.path(), home.path(), &["config"])
        .assert()
        .code(0)
        .stderr(
            "copydesk: config.toml, line 2: quit has no key any more\n\
             copydesk: config.toml, line 3: swap: no key is called hyper-x\n\
             copydesk: config.toml, line 6: screen.zoom: no such setting\n",
        )
        .stdout(is_match(r"(?m)^quit = \[\] +# config.toml, line 2$").unwrap());
    copydesk(home.path(), home.path(), &["config", "--theme", "nosuch"])
        .assert()
        .code(0)
        .stderr(contains("copydesk: flag --theme: nosuch: no such theme; there are dark"));
}

#[test]
fn themes_of_the_user_are_used_and_warned_of_with_their_lines() {
    let home = home("[screen]\ntheme = 'warm'\nlayout = 'linear'\n");
    let themes = home.path().join("copydesk/themes");
    fs::create_dir(&themes).unwrap();
    let toml = "inherits = 'dark'\n[roles]\nmoved = { fg = 'mos' }\nmoon = {}\n";
    fs::write(themes.join("warm.toml"), toml).unwrap();
    fs::create_dir(themes.join("odd.toml")).unwrap();
    copydesk(home.path(), home.path(), &["config"]).assert().code(0).stderr(
        "copydesk: odd.toml: not a regular file\n\
         copydesk: warm.toml, line 3: no color is called mos\n\
         copydesk: warm.toml, line 4: no role is called moon\n",
    );
    let (folder, config) = (folder(), home.path().to_str().unwrap());
    let mut terminal = Terminal::start(&["."], folder.path(), &[("XDG_CONFIG_HOME", config)]);
    terminal.wait_for("odd.toml: not a regular file (and 2 more: the help lists them)");
    terminal.press("T");
    terminal.wait_for("theme = \"warm\"");
    terminal.press("\r");
    terminal.wait_for("Theme warm.");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn the_first_config_is_written_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("copydesk/config.toml");
    let init = || copydesk(home.path(), home.path(), &["config", "--init"]);
    init().assert().code(0).stdout(format!("{}\n", path.display())).stderr("");
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("#theme = \"automatic\""), "{written}");
    fs::write(&path, "# mine\n").unwrap();
    init()
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("config.toml: is there already, and is left as it is"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\n");
    // Where no folder can be made, it says so.
    let file = home.path().join("copydesk/config.toml");
    copydesk(&file, home.path(), &["config", "--init"])
        .assert()
        .code(2)
        .stderr(predicate::str::starts_with("copydesk: ").and(contains("config.toml")));
}

#[test]
fn what_the_user_has_set_holds_in_the_reader() {
    let (folder, home) = (
        folder(),
        home("[screen]\nlayout = 'one-column'\n[keys.global]\nnext-edit = ['ctrl-n']\n"),
    );
    let environment = [("XDG_CONFIG_HOME", home.path().to_str().unwrap())];
    let mut terminal = Terminal::start(&["--theme", "dark", "."], folder.path(), &environment);
    terminal.wait_for("{+17+}");
    terminal.wait_for("ctrl-n next edit");
    terminal.press("\u{e}");
    terminal.wait_for("edit 1/1");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn no_mistake_keeps_the_program_from_starting() {
    let two = "[screen]\ntheme = 'nosuch'\n[keys.global]\nfly = 'x'\n";
    for (toml, expected) in [
        ("[screen\n", "config.toml, line 1: "),
        (two, "config.toml, line 4: fly: no action is called that (and 1 more: the help lists"),
        ("[screen]\ntheme = 'nosuch'\n", "config.toml, line 2: nosuch: no such theme"),
        ("[keys.global]\nquit = []\n", "config.toml, line 2: quit has no key any more"),
    ] {
        let (folder, home) = (folder(), home(toml));
        let environment = [("XDG_CONFIG_HOME", home.path().to_str().unwrap())];
        let mut terminal = Terminal::start(&["."], folder.path(), &environment);
        terminal.wait_for(expected);
        // What is said once can be read again.
        terminal.press("?");
        terminal.wait_for("Wrong in the configuration");
        terminal.press("\x1b");
        terminal.wait("no help", |seen| !seen.parser.screen().contents().contains("Find a key"));
        terminal.press(":quit\r");
        assert_eq!(terminal.end().0, 0, "{toml}");
    }
}

#[test]
fn nothing_is_configured_by_the_folder_that_is_read() {
    let (folder, home) = (folder(), tempfile::tempdir().unwrap());
    let evil = "[screen]\nlayout = 'one-column'\ntheme = 'evil'\n[global]\nquit = []\n[keys.global]\nquit = []\n";
    for name in [
        "config.toml", "copydesk.toml", ".copydesk.toml", "keymap.toml", "copydesk/config.toml",
        ".copydesk/config.toml", ".config/copydesk/config.toml", "themes/dark.toml",
        "copydesk/themes/evil.toml",
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, evil).unwrap();
    }
    let here = |arguments: &[&str]| {
        let output = copydesk(home.path(), folder.path(), arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let elsewhere = copydesk(home.path(), home.path(), &["config"]).output().unwrap();
    assert_eq!(here(&["config"]), String::from_utf8(elsewhere.stdout).unwrap());
    // A relative folder of configuration is none: it would be this one.
    let relative = copydesk(Path::new("."), folder.path(), &["config"]).output().unwrap();
    assert!(!String::from_utf8(relative.stdout).unwrap().contains("one-column\""));
    let environment = [("XDG_CONFIG_HOME", home.path().to_str().unwrap())];
    let mut terminal = Terminal::start(&["--theme", "dark", "."], folder.path(), &environment);
    terminal.wait_for("1 edit");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}
