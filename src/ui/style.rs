//! Roles to styles of ratatui: the only place where a color becomes a color of the terminal.

use std::ops::RangeInclusive;

use ratatui::style::{Color, Modifier, Style};

use crate::config::theme::{self, Part, Rgb, Spec, Theme};
use crate::layout::Role;

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
        // These are known to have all; COLORTERM gets lost on the way to another machine. Only Windows has no TERM.
        let known = ["direct", "kitty", "alacritty", "foot", "wezterm", "ghostty"];
        if ["truecolor", "24bit"].iter().any(|word| colorterm.contains(word))
            || known.iter().any(|name| term.contains(name))
            || term.is_empty()
        {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else {
            Self::Basic
        }
    }
}

/// All styles of a theme at a depth, worked out once: to find the nearest color that can be read takes longer than to paint
/// a screen.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    theme: Theme,
    depth: Depth,
    /// In the order of [`Part::ALL`].
    parts: Vec<Style>,
    /// In the order of [`Role::ALL`].
    roles: Vec<Style>,
}

impl Looks {
    /// The looks of a theme.
    pub fn new(theme: &Theme, depth: Depth) -> Self {
        let part = |part: &Part| style(theme.part(*part), depth);
        let role = |role: &Role| style(theme.role(*role), depth);
        Self {
            theme: theme.clone(),
            depth,
            parts: Part::ALL.iter().map(part).collect(),
            roles: Role::ALL.iter().map(role).collect(),
        }
    }

    /// Those of another theme, if these are not of it, at the same depth.
    pub fn take(&mut self, theme: &Theme) {
        if self.theme != *theme || self.parts.is_empty() {
            *self = Self::new(theme, self.depth);
        }
    }

    /// The style of a part of the screen.
    pub fn part(&self, part: Part) -> Style {
        self.parts.get(part as usize).copied().unwrap_or_default()
    }

    /// The style of text.
    pub fn role(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }
}

/// The style of a specification at a depth.
pub fn style(spec: Spec, depth: Depth) -> Style {
    let mut style = Style::default();
    let bg = spec.bg.map(|bg| color(bg, depth));
    if let Some(fg) = spec.fg {
        style = style.fg(match (fg, spec.bg) {
            (theme::Color::Rgb(fg), Some(theme::Color::Rgb(bg))) => color_on(fg, bg, depth),
            _ => color(fg, depth),
        });
    }
    if let Some(bg) = bg {
        style = style.bg(bg);
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

fn color(color: theme::Color, depth: Depth) -> Color {
    match (color, depth) {
        (theme::Color::Basic(index), _) => Color::Indexed(index),
        (theme::Color::Rgb(rgb), Depth::True) => Color::Rgb(rgb.0, rgb.1, rgb.2),
        (theme::Color::Rgb(rgb), Depth::Indexed) => Color::Indexed(nearest(rgb, INDEXED)),
        (theme::Color::Rgb(rgb), Depth::Basic) => Color::Indexed(nearest(rgb, BASIC)),
    }
}

/// The colors that are the same everywhere.
const INDEXED: RangeInclusive<u8> = 16..=255;

/// The colors that the user's terminal defines.
const BASIC: RangeInclusive<u8> = 0..=15;

/// Contrasts that are not lost on the way to fewer colors: for weak eyes, and for all others.
const KEPT: [f64; 2] = [7.0, 4.5];

/// A color of text on a ground: where there are fewer colors, the nearest that can be read as the two can be read that the
/// theme wanted.
fn color_on(fg: Rgb, bg: Rgb, depth: Depth) -> Color {
    let among = match depth {
        Depth::True => return color(theme::Color::Rgb(fg), depth),
        Depth::Indexed => INDEXED,
        Depth::Basic => BASIC,
    };
    let ground = xterm(nearest(bg, among.clone()));
    let readable = |wanted: f64| {
        let among = among.clone();
        among.filter(move |index| xterm(*index).contrast(ground) >= wanted)
    };
    let wanted = KEPT.into_iter().filter(|wanted| fg.contrast(bg) >= *wanted);
    let kept = wanted.map(readable).find(|colors| colors.clone().next().is_some());
    Color::Indexed(kept.map_or_else(|| nearest(fg, among.clone()), |colors| nearest(fg, colors)))
}

/// The nearest of some of xterm's colors.
fn nearest(rgb: Rgb, among: impl Iterator<Item = u8>) -> u8 {
    let distance = |index: &u8| {
        let other = xterm(*index);
        let square = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
        // Eyes see green best and blue least.
        3 * square(rgb.0, other.0) + 6 * square(rgb.1, other.1) + square(rgb.2, other.2)
    };
    among.min_by_key(distance).unwrap_or(15)
}

/// A color of xterm's palette. The first 16 are what xterm has there by default; every user may have others.
pub const fn xterm(index: u8) -> Rgb {
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
        assert_eq!(Depth::detect("", "tmux-256color"), Depth::Indexed);
        assert_eq!(Depth::detect("", "linux"), Depth::Basic);
        assert_eq!(Depth::detect("", "xterm"), Depth::Basic);
        assert_eq!(Depth::detect("24bit", "screen"), Depth::True);
        assert_eq!(Depth::detect("", "xterm-kitty"), Depth::True);
    }

    #[test]
    fn looks_are_those_of_the_theme() {
        let (dark, light) = (Theme::built_in("dark"), Theme::built_in("light"));
        let (dark, light) = (dark.expect("a theme"), light.expect("a theme"));
        let mut looks = Looks::new(&dark, Depth::Indexed);
        for theme in [&dark, &light] {
            looks.take(theme);
            for part in Part::ALL {
                assert_eq!(looks.part(*part), style(theme.part(*part), Depth::Indexed));
            }
            for role in Role::ALL {
                assert_eq!(looks.role(role), style(theme.role(role), Depth::Indexed));
            }
        }
    }

    #[test]
    fn colors_find_their_nearest() {
        assert_eq!(nearest(Rgb(255, 255, 255), INDEXED), 231);
        assert_eq!(nearest(Rgb(8, 8, 8), INDEXED), 232);
        assert_eq!(nearest(Rgb(250, 10, 10), BASIC), 9);
    }

    #[test]
    fn what_could_be_read_can_be_read_with_fewer_colors() {
        // The nearest of the sixteen would be white on gray, 3.2 to 1.
        let (fg, bg) = (Rgb(0xB8, 0xB8, 0xB8), Rgb(0x40, 0x40, 0x40));
        assert!(fg.contrast(bg) > 4.5);
        assert_eq!((nearest(fg, BASIC), nearest(bg, BASIC)), (7, 8));
        assert_eq!(color_on(fg, bg, Depth::Basic), Color::Indexed(0));
    }

    #[test]
    fn the_terminals_own_colors_stay_its_own() {
        let spec = Spec { fg: Some(theme::Color::Basic(0)), ..Spec::default() };
        for depth in [Depth::True, Depth::Indexed, Depth::Basic] {
            assert_eq!(style(spec, depth), Style::new().fg(Color::Indexed(0)));
        }
    }
}
