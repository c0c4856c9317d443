//! Draws the picture in the README from the program's own screen: `cargo run --example picture`.
//!
//! The picture is an SVG with one text element for each run of cells of one look, so that it is small, sharp at
//! every size, and can be compared by git.

use std::fmt::Write as _;
use std::path::Path;

use copydesk::config::theme::Theme;
use copydesk::runtime::headless::Headless;
use copydesk::text::width::cluster_width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Columns and rows of the picture.
const SIZE: (u16, u16) = (120, 34);

/// What is pressed before the picture is taken: the family of the mill fire, its second edit.
const KEYS: &str = "jj<enter>]]]]]]]";

/// Size of a cell in the picture's units.
const CELL: (u32, u32) = (9, 19);

fn main() -> anyhow::Result<()> {
    let theme = Theme::built_in("dark").unwrap_or_default();
    let mut program = Headless::open(&[Path::new("assets/sample")], SIZE, theme)?;
    program.press(KEYS);
    std::fs::create_dir_all("docs")?;
    std::fs::write("docs/screen.svg", svg(&program.screen())?)?;
    Ok(())
}

fn svg(screen: &Buffer) -> anyhow::Result<String> {
    let (width, height) =
        (u32::from(screen.area.width) * CELL.0, u32::from(screen.area.height) * CELL.1);
    let mut out = String::new();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">"
    )?;
    writeln!(out, "<title>Copydesk comparing two copies of one story</title>")?;
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
    let width = u32::from(columns) * CELL.0;
    writeln!(
        out,
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{}\"/>",
        CELL.1,
        color(cell.bg)
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
         fill=\"{}\"{attributes}>{}</text>",
        color(cell.fg),
        escaped(text)
    )
}

fn color(color: Color) -> String {
    match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => "#15171c".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
