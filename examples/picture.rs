//! Draws the pictures of the README and the manual from the program's own screen: `cargo run --example picture`.
//!
//! A picture is an SVG with one text element for each run of cells of one look, so that it is small, sharp at
//! every size, and can be compared by git.

use std::fmt::Write as _;
use std::path::Path;

use copydesk::config::theme::{BUILT_IN, Theme};
use copydesk::runtime::headless::Headless;
use copydesk::text::width::cluster_width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// A picture: its name, what it shows, columns and rows, the theme, and what is pressed before it is taken.
struct Picture<'a> {
    name: &'a str,
    title: &'a str,
    size: (u16, u16),
    theme: &'a str,
    keys: &'a str,
}

/// The pictures beside those of the themes.
const PICTURES: [Picture<'static>; 4] = [
    Picture {
        name: "compare",
        title: "Copydesk comparing two copies of one story",
        size: (120, 34),
        theme: "dark",
        keys: "jj<enter>]]]]]]]",
    },
    Picture {
        name: "read",
        title: "One version, alone",
        size: (96, 26),
        theme: "light",
        keys: "jo",
    },
    Picture {
        name: "matrix",
        title: "All versions of one story, and how much they have in common",
        size: (96, 26),
        theme: "dark",
        keys: "<enter>M",
    },
    Picture {
        name: "one-column",
        title: "Both readings in one column",
        size: (80, 24),
        theme: "light",
        keys: "jj<enter>2]]]]]]]",
    },
];

/// Columns and rows of the picture of a theme.
const THEME_SIZE: (u16, u16) = (100, 18);

/// Size of a cell in the picture's units.
const CELL: (u32, u32) = (9, 19);

/// Text and ground of a terminal, where a theme leaves them to it.
const TERMINAL: (&str, &str) = ("#d8dae0", "#15171c");

fn main() -> anyhow::Result<()> {
    std::fs::create_dir_all("docs/pictures")?;
    for picture in PICTURES {
        draw(&picture)?;
    }
    for (theme, _) in BUILT_IN {
        let name = format!("theme-{theme}");
        let title = format!("The theme {theme}");
        let keys = "<enter>]]]";
        draw(&Picture { name: &name, title: &title, size: THEME_SIZE, theme, keys })?;
    }
    Ok(())
}

fn draw(picture: &Picture<'_>) -> anyhow::Result<()> {
    let theme = Theme::built_in(picture.theme).unwrap_or_default();
    let mut program = Headless::open(&[Path::new("assets/sample")], picture.size, theme)?;
    program.press(picture.keys);
    let path = format!("docs/pictures/{}.svg", picture.name);
    std::fs::write(path, svg(&program.screen(), picture.title)?)?;
    Ok(())
}

fn svg(screen: &Buffer, title: &str) -> anyhow::Result<String> {
    let (width, height) =
        (u32::from(screen.area.width) * CELL.0, u32::from(screen.area.height) * CELL.1);
    let mut out = String::new();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">"
    )?;
    writeln!(out, "<title>{}</title>", escaped(title))?;
    for y in 0..screen.area.height {
        let mut x = 0;
        while x < screen.area.width {
            let first = &screen[(x, y)];
            let mut text = String::new();
            let mut end = x;
            while end < screen.area.width && is_same_look(first, &screen[(end, y)]) {
                text.push_str(screen[(end, y)].symbol());
                end += u16::try_from(cluster_width(screen[(end, y)].symbol()).max(1))?;
            }
            write_run(&mut out, first, &text, (x, y), end - x)?;
            x = end;
        }
    }
    writeln!(out, "</svg>")?;
    Ok(out)
}

fn is_same_look(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn write_run(
    out: &mut String,
    cell: &Cell,
    text: &str,
    (x, y): (u16, u16),
    columns: u16,
) -> std::fmt::Result {
    let (left, top) = (u32::from(x) * CELL.0, u32::from(y) * CELL.1);
    let (mut ink, mut ground) = (color(cell.fg, TERMINAL.0), color(cell.bg, TERMINAL.1));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    let width = u32::from(columns) * CELL.0;
    writeln!(
        out,
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{}\"/>",
        CELL.1, ground
    )?;
    if text.trim().is_empty() {
        return Ok(());
    }
    let mut attributes = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ] {
        if cell.modifier.contains(modifier) {
            attributes.push_str(attribute);
        }
    }
    let baseline = top + CELL.1 - 5;
    writeln!(
        out,
        "<text x=\"{left}\" y=\"{baseline}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" \
         fill=\"{ink}\"{attributes}>{}</text>",
        escaped(text)
    )
}

fn color(color: Color, own: &str) -> String {
    /// The sixteen colors of a terminal, as one may have them.
    const SIXTEEN: [&str; 16] = [
        "#15171c", "#cc5c55", "#57b06c", "#d9b64a", "#6b95e8", "#b583d0", "#4fb5b0", "#c5c8c6",
        "#7a7d85", "#e98a84", "#83d096", "#f2d679", "#93b4f5", "#d0a8e6", "#7fd6d1", "#ffffff",
    ];
    let at = match color {
        Color::Rgb(r, g, b) => return format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(at) => usize::from(at),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset => usize::MAX,
    };
    (*SIXTEEN.get(at).unwrap_or(&own)).to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
