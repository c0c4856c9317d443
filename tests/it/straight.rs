//! Wide, combining, right-to-left and pictured text keeps every column where it is, on every screen.

use std::fs;

use copydesk::config::theme::Theme;
use copydesk::runtime::headless::Headless;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

/// Words that are hard to measure.
const HARD: [&str; 6] = [
    "東京タワーの高さは三百三十三メートルです",
    "العبارة اصطدمت بجدار الميناء",
    "המעבורת פגעה בקיר הנמל",
    "e\u{301}te\u{301} a\u{30a}ngstro\u{308}m Viê\u{323}t",
    "👩‍👩‍👧 🇳🇴 ❤️ 👍🏽 ferry",
    "ｶﾞｷﾞ ①② ﾊﾟ नमस्ते क्षेत्र",
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (at, hard) in HARD.iter().enumerate() {
        let body: Vec<String> = HARD
            .iter()
            .cycle()
            .skip(at % 2)
            .take(14)
            .enumerate()
            .map(|(n, words)| {
                format!("Boat {n} of Port Ellery, {words}, came back on day {n} by night.")
            })
            .collect();
        let text = format!("{hard} counted\n\n{}", body.join("\n\n"));
        fs::write(folder.path().join(format!("{at}-{hard}.txt")), text).unwrap();
    }
    folder
}

fn symbols(buf: &Buffer, x: u16) -> Vec<String> {
    (0..buf.area.height).map(|y| buf[(x, y)].symbol().to_owned()).collect()
}

/// The line between list and text, the borders of a box and the map stand straight: no text has pushed them or covers them.
#[track_caller]
fn check(program: &Headless, keys: &str) {
    let (model, buf) = (&program.model, program.screen());
    let border = model.areas.border;
    if border.width > 0 && model.overlay.is_none() {
        let column = symbols(&buf, border.x);
        let rows = usize::from(border.y)..usize::from(border.bottom());
        assert!(column[rows].iter().all(|symbol| symbol == "│"), "{keys}\n{}", program.text());
    }
    if let Some((x, top)) = corner(&buf, "┌") {
        let (right, _) = corner(&buf, "┐").unwrap();
        let (_, bottom) = corner(&buf, "└").unwrap();
        for y in top + 1..bottom {
            for x in [x, right] {
                assert_eq!(buf[(x, y)].symbol(), "│", "{keys}, {x}, {y}\n{}", program.text());
            }
        }
    }
    // A wide character has both its cells.
    for y in 0..buf.area.height {
        let mut x = 0;
        while x < buf.area.width {
            let width = copydesk::text::width::cluster_width(buf[(x, y)].symbol()).max(1);
            x += u16::try_from(width).unwrap();
        }
        assert_eq!(x, buf.area.width, "{keys}, row {y}\n{}", program.text());
    }
}

fn corner(buf: &Buffer, symbol: &str) -> Option<(u16, u16)> {
    let mut cells = (0..buf.area.height).flat_map(|y| (0..buf.area.width).map(move |x| (x, y)));
    cells.find(|at| buf[*at].symbol() == symbol)
}

#[test]
fn every_screen_is_straight() {
    let folder = folder();
    // Without colors boxes have borders.
    let theme = Theme::built_in("mono").unwrap();
    for size in [(80, 24), (100, 30), (131, 40), (200, 60), (40, 12), (24, 8)] {
        for keys in [
            "", "jj", "<enter>", "<enter>]]]", "<enter>2", "<enter>jjjjj", "o", "ojjjj", "oF",
            "oO", "oOjj", "oww", "M", "M<down><right>", "v", "v東", "<enter>aÅ東👍🏽<esc>A",
            "<enter>a東京", "/東", "<enter>/東", "i", "f", "?",
        ] {
            let mut program = Headless::open(&[folder.path()], size, theme.clone()).unwrap();
            program.press(keys);
            check(&program, keys);
        }
    }
}
