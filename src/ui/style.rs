//! Roles to styles of ratatui: the only place where a color becomes a color of the terminal.

use ratatui::style::{Color, Modifier, Style};

use crate::config::theme::{Rgb, Spec};

/// How many colors the terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// All of them.
    #[default]
    True,
    /// The 256 of xterm.
    Indexed,
    /// The 16 that the user's terminal defines.
    Basic,
}

impl Depth {
    /// Reads the depth from what `COLORTERM` and `TERM` say.
    pub fn detect(colorterm: &str, term: &str) -> Self {
        if colorterm.contains("truecolor") || colorterm.contains("24bit") || term.contains("direct")
        {
            Self::True
        } else if term.contains("256")
            || ["kitty", "alacritty", "foot", "wezterm"].iter().any(|name| term.contains(name))
        {
            Self::Indexed
        } else {
            Self::Basic
        }
    }
}

/// The style of a specification at a depth.
pub fn style(spec: Spec, depth: Depth) -> Style {
    let mut style = Style::default();
    if let Some(fg) = spec.fg {
        style = style.fg(color(fg, depth));
    }
    if let Some(bg) = spec.bg {
        style = style.bg(color(bg, depth));
    }
    for (is_on, modifier) in [
        (spec.bold, Modifier::BOLD),
        (spec.dim, Modifier::DIM),
        (spec.italic, Modifier::ITALIC),
        (spec.underline, Modifier::UNDERLINED),
        (spec.reverse, Modifier::REVERSED),
        (spec.strike, Modifier::CROSSED_OUT),
    ] {
        if is_on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn color(rgb: Rgb, depth: Depth) -> Color {
    match depth {
        Depth::True => Color::Rgb(rgb.0, rgb.1, rgb.2),
        Depth::Indexed => Color::Indexed(nearest(rgb, 16..=255)),
        Depth::Basic => Color::Indexed(nearest(rgb, 0..=15)),
    }
}

/// The nearest of some of xterm's colors.
fn nearest(rgb: Rgb, among: std::ops::RangeInclusive<u8>) -> u8 {
    let distance = |index: &u8| {
        let other = xterm(*index);
        let square = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
        // Eyes see green best and blue least.
        3 * square(rgb.0, other.0) + 6 * square(rgb.1, other.1) + square(rgb.2, other.2)
    };
    among.min_by_key(distance).unwrap_or(7)
}

/// A color of xterm's palette.
const fn xterm(index: u8) -> Rgb {
    const BASIC: [Rgb; 16] = [
        Rgb(0, 0, 0),
        Rgb(205, 0, 0),
        Rgb(0, 205, 0),
        Rgb(205, 205, 0),
        Rgb(0, 0, 238),
        Rgb(205, 0, 205),
        Rgb(0, 205, 205),
        Rgb(229, 229, 229),
        Rgb(127, 127, 127),
        Rgb(255, 0, 0),
        Rgb(0, 255, 0),
        Rgb(255, 255, 0),
        Rgb(92, 92, 255),
        Rgb(255, 0, 255),
        Rgb(0, 255, 255),
        Rgb(255, 255, 255),
    ];
    const fn level(step: u8) -> u8 {
        if step == 0 { 0 } else { 55 + 40 * step }
    }
    match index {
        0..=15 => BASIC[index as usize],
        16..=231 => {
            let cube = index - 16;
            Rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232..=255 => {
            let gray = 8 + 10 * (index - 232);
            Rgb(gray, gray, gray)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_tells_its_depth() {
        assert_eq!(Depth::detect("truecolor", "xterm"), Depth::True);
        assert_eq!(Depth::detect("", "xterm-256color"), Depth::Indexed);
        assert_eq!(Depth::detect("", "linux"), Depth::Basic);
    }

    #[test]
    fn colors_find_their_nearest() {
        assert_eq!(nearest(Rgb(255, 255, 255), 16..=255), 231);
        assert_eq!(nearest(Rgb(8, 8, 8), 16..=255), 232);
        assert_eq!(nearest(Rgb(250, 10, 10), 0..=15), 9);
    }
}
