//! Themes: whether everything can be read and told apart, by all eyes and on all terminals; how one is chosen; and whether
//! the manual says what there is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use copydesk::app::model::Themes;
use copydesk::config::theme::{BASIC, BUILT_IN, Color, Part, Rgb, Spec, Theme, known};
use copydesk::layout::Role;
use copydesk::runtime::headless::Headless;
use copydesk::ui::Depth;
use copydesk::ui::style::{style, xterm};
use ratatui::buffer::Buffer;
use ratatui::style::{self, Modifier};

use crate::sight::Eyes;
use crate::support::{LIBRARY, check};

/// Themes that choose colors of their own for everything.
const COLORED: [&str; 5] =
    ["dark", "light", "high-contrast", "colorblind-dark", "colorblind-light"];

fn theme(name: &str) -> Theme {
    Theme::built_in(name).unwrap()
}

/// A color as it is painted.
fn painted(color: Option<style::Color>) -> Rgb {
    match color.unwrap() {
        style::Color::Rgb(r, g, b) => Rgb(r, g, b),
        style::Color::Indexed(index) => xterm(index),
        other => panic!("{other:?} is no color of ours"),
    }
}

/// Text and ground of a role as they are painted at a depth.
fn colors(spec: Spec, depth: Depth) -> (Rgb, Rgb) {
    let style = style(spec, depth);
    (painted(style.fg), painted(style.bg))
}

#[test]
fn every_text_and_sign_can_be_read() {
    for name in COLORED {
        let theme = theme(name);
        // Signs need 3, but stand in the looks of texts, which need 4.5; so does what is set back, for it is read too.
        let wanted = if name == "high-contrast" { 7.0 } else { 4.5 };
        for (role, _) in known() {
            let spec = theme.spec(role);
            for depth in [Depth::True, Depth::Indexed, Depth::Basic] {
                // Of 16 colors there may be none that far from a ground.
                let wanted = if depth == Depth::Basic { 4.5 } else { wanted };
                let (fg, bg) = colors(spec, depth);
                let contrast = fg.contrast(bg);
                assert!(contrast >= wanted, "{name}: {role} has {contrast:.2} ({depth:?})");
            }
            assert!(
                !spec.dim,
                "{name}: {role} is dim, and nobody knows what that does to contrast"
            );
        }
    }
}

/// Nobody knows what a terminal makes of "dim". Without colors, lines and what is done with may be.
#[test]
fn nothing_that_is_to_be_read_is_dim() {
    for (name, _) in BUILT_IN {
        let dim: Vec<&str> =
            known().map(|(role, _)| role).filter(|role| theme(name).spec(role).dim).collect();
        let allowed: &[&str] =
            if COLORED.contains(&name) { &[] } else { &["border", "reviewed", "strip"] };
        assert_eq!(dim, allowed, "{name}");
    }
}

#[test]
fn left_right_and_moved_are_apart_for_all_eyes() {
    for name in COLORED {
        let theme = theme(name);
        // Nine times what can just be told apart; more where that is what the theme is for.
        let wanted = if name.starts_with("colorblind") { 25.0 } else { 20.0 };
        for (a, b) in [
            (Role::LeftOnly, Role::RightOnly),
            (Role::LeftOnly, Role::Moved),
            (Role::RightOnly, Role::Moved),
            (Role::LeftOnly, Role::Text),
            (Role::RightOnly, Role::Text),
            (Role::Moved, Role::Text),
            (Role::LeftWord, Role::RightWord),
            (Role::LeftWord, Role::Text),
            (Role::RightWord, Role::Text),
        ] {
            for eyes in Eyes::ALL {
                let (a_colors, b_colors) =
                    (colors(theme.role(a), Depth::True), colors(theme.role(b), Depth::True));
                let distance = eyes
                    .distance(a_colors.0, b_colors.0)
                    .max(eyes.distance(a_colors.1, b_colors.1));
                assert!(distance >= wanted, "{name}: {a:?} and {b:?}: {distance:.1} for {eyes:?}");
            }
        }
    }
}

#[test]
fn left_right_and_moved_stay_apart_with_256_colors() {
    for name in COLORED {
        let theme = theme(name);
        let look = |role: Role| style(theme.role(role), Depth::Indexed);
        let looks = [Role::Text, Role::LeftOnly, Role::RightOnly, Role::Moved].map(look);
        let words = [Role::Text, Role::LeftWord, Role::RightWord].map(look);
        for (at, one) in looks.iter().enumerate() {
            assert!(!looks[..at].contains(one), "{name}: {one:?} twice");
        }
        for (at, one) in words.iter().enumerate() {
            assert!(!words[..at].contains(one), "{name}: {one:?} twice");
        }
    }
}

#[test]
fn what_is_chosen_is_seen_at_every_depth() {
    for (name, _) in BUILT_IN {
        let theme = theme(name);
        for depth in [Depth::True, Depth::Indexed, Depth::Basic] {
            let look = |part: Part| style(theme.part(part), depth);
            for part in [Part::Selected, Part::SelectedAway, Part::Current, Part::Notice] {
                let text = style(theme.role(Role::Text), depth);
                assert!(look(part) != look(Part::Item), "{name}: {part:?} ({depth:?})");
                assert!(look(part) != text, "{name}: {part:?} is like text ({depth:?})");
            }
        }
    }
}

#[test]
fn mono_has_no_color() {
    for (role, _) in known() {
        let spec = theme("mono").spec(role);
        assert_eq!((spec.fg, spec.bg), (None, None), "{role}");
    }
}

/// The first eight of the 16 colors, as some terminals have them: xterm, the Linux console, Windows Terminal, GNOME.
const PALETTES: [[Rgb; 8]; 4] = [
    [xterm(0), xterm(1), xterm(2), xterm(3), xterm(4), xterm(5), xterm(6), xterm(7)],
    [
        Rgb(0, 0, 0),
        Rgb(170, 0, 0),
        Rgb(0, 170, 0),
        Rgb(170, 85, 0),
        Rgb(0, 0, 170),
        Rgb(170, 0, 170),
        Rgb(0, 170, 170),
        Rgb(170, 170, 170),
    ],
    [
        Rgb(12, 12, 12),
        Rgb(197, 15, 31),
        Rgb(19, 161, 14),
        Rgb(193, 156, 0),
        Rgb(0, 55, 218),
        Rgb(136, 23, 152),
        Rgb(58, 150, 221),
        Rgb(204, 204, 204),
    ],
    [
        Rgb(46, 52, 54),
        Rgb(204, 0, 0),
        Rgb(78, 154, 6),
        Rgb(196, 160, 0),
        Rgb(52, 101, 164),
        Rgb(117, 80, 123),
        Rgb(6, 152, 154),
        Rgb(211, 215, 207),
    ],
];

/// Whoever has a light terminal sees the same as who has a dark one: the terminal's own text on its own ground, or black on a
/// color, and never a color on a ground that nobody knows.
#[test]
fn the_terminals_own_theme_suits_dark_and_light_terminals() {
    let theme = theme("terminal");
    for (role, _) in known() {
        let spec = theme.spec(role);
        let (Some(fg), Some(bg)) = (spec.fg, spec.bg) else {
            assert_eq!((spec.fg, spec.bg), (None, None), "{role} has half of its colors");
            continue;
        };
        let (Color::Basic(fg), Color::Basic(bg)) = (fg, bg) else {
            panic!("{role}: no basic color")
        };
        for palette in PALETTES {
            let contrast = palette[usize::from(fg)].contrast(palette[usize::from(bg)]);
            assert!(contrast >= 3.0, "{role}: {contrast:.2} in {palette:?}");
        }
    }
    let used = known().any(|(role, _)| theme.spec(role).bg.is_some());
    assert!(used && BASIC.len() == 16, "a theme of colors has some");
}

/// Whether a cell of the first row that holds these words looks other than text, its color apart.
fn is_marked(screen: &Buffer, words: &str, text: Modifier) -> bool {
    let row = |y: u16| (0..screen.area.width).map(|x| screen[(x, y)].symbol()).collect::<String>();
    let (y, line) = (0..screen.area.height)
        .map(|y| (y, row(y)))
        .find(|(_, line)| line.contains(words))
        .unwrap_or_else(|| panic!("not on screen: {words}"));
    let x = line[..line.find(words).unwrap()].chars().count();
    screen[(u16::try_from(x).unwrap(), y)].modifier != text
}

#[test]
fn edits_can_be_told_apart_in_a_picture_without_color() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), LIBRARY.left).unwrap();
    fs::write(folder.path().join("b.txt"), LIBRARY.right).unwrap();
    for (name, _) in BUILT_IN {
        let mut program = Headless::open(&[folder.path()], (200, 40), theme(name)).unwrap();
        let text = style(theme(name).role(Role::Text), Depth::True).add_modifier;
        // Letters and what is no color are all that is looked at. Side by side, the column says whose words they are.
        check(&program, "~  The roof of the town library came");
        check(&program, "-  A collection for new books");
        check(&program, "+  Engineers had warned");
        check(&program, ">  \"The children's room is");
        check(&program, "moved: 3 passages below");
        for words in ["Tuesday", "Monday"] {
            assert!(is_marked(&program.screen(), words, text), "{name}: {words} looks like text");
        }
        // In one column, brackets do.
        program.press("2");
        check(&program, "[-Tuesday-]{+Monday+}");
        for sign in ["-  A collection", "+  Engineers", ">  \"The children"] {
            check(&program, sign);
        }
    }
}

/// The program on the sample, with all built-in themes, the first in use.
fn program(size: (u16, u16)) -> Headless {
    let mut program = Headless::open(&[Path::new("assets/sample")], size, theme("dark")).unwrap();
    program.model.themes = Themes { all: BUILT_IN.map(|(name, _)| theme(name)).to_vec(), at: 0 };
    program
}

fn used(program: &Headless) -> &str {
    &program.model.themes.current().unwrap().name
}

#[test]
fn a_theme_is_seen_while_it_is_chosen() {
    let mut program = program((120, 40));
    program.press("Tj");
    check(&program, "colorblind-light");
    check(&program, "theme = \"light\"");
    assert_eq!(used(&program), "light");
    assert_eq!(
        painted(Some(program.screen()[(0, 0)].bg)),
        colors(theme("light").part(Part::Bar), Depth::True).1,
        "the screen has the looks of the chosen theme"
    );
    program.press("<esc>");
    assert_eq!(used(&program), "dark", "Esc brings back what was");
    program.press("TTG<enter>");
    assert_eq!(used(&program), "terminal");
    check(&program, "Theme terminal.");
    program.press("TT");
    assert_eq!(used(&program), "dark", "the same key goes round");
    program.press("x");
    assert_eq!(used(&program), "terminal", "a key that means nothing here keeps nothing");
}

#[test]
fn themes_are_chosen_on_small_screens() {
    for size in [(80, 24), (40, 12), (24, 8)] {
        let mut program = program(size);
        program.press("TG");
        check(&program, "terminal");
    }
    insta::assert_snapshot!("themes_80x24", {
        let mut program = program((80, 24));
        program.press("Tjj");
        program.text()
    });
}

/// The tables of `docs/themes.md` are written by this test, with `COPYDESK_UPDATE=1`.
#[test]
fn the_manual_names_every_theme_and_role() {
    let mut themes = String::from("| theme | what it is |\n| --- | --- |\n");
    for (name, _) in BUILT_IN {
        writeln!(themes, "| `{name}` | {} |", theme(name).about).unwrap();
    }
    let mut roles = String::from("| role | what it is |\n| --- | --- |\n");
    for (name, words) in known() {
        writeln!(roles, "| `{name}` | {words} |").unwrap();
    }
    let basic = BASIC.map(|name| format!("`{name}`")).join(", ");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md");
    let found = fs::read_to_string(&path).unwrap();
    let mut expected = found.clone();
    for (what, text) in [("themes", themes), ("roles", roles), ("colors", format!("{basic}\n"))] {
        let (begin, end) = (format!("<!-- {what}: written by a test -->\n"), "<!-- end -->");
        let start = expected.find(&begin).unwrap() + begin.len();
        let stop = start + expected[start..].find(end).unwrap();
        expected.replace_range(start..stop, &text);
    }
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        fs::write(&path, &expected).unwrap();
    } else {
        assert_eq!(found, expected, "renew docs/themes.md with COPYDESK_UPDATE=1");
    }
}
