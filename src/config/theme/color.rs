//! Colors of themes, and how well one can be read on another.

/// A color that a theme chose itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Relative luminance, from 0 to 1, as WCAG 2.2 defines it (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>):
    /// `L = 0.2126 R + 0.7152 G + 0.0722 B`, where a channel `c` from 0 to 1 counts as `c / 12.92` up to 0.04045, and as
    /// `((c + 0.055) / 1.055) ^ 2.4` above.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The amounts of light of the three channels, from 0 to 1: sRGB without its curve.
    pub fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Contrast ratio, from 1 to 21, as WCAG 2.2 defines it (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>):
    /// `(L1 + 0.05) / (L2 + 0.05)`, the lighter color first. Text wants 4.5, large signs 3, text for weak eyes 7.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// A color, as a theme names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of all colors: `#rrggbb`.
    Rgb(Rgb),
    /// One of the 16 that the user's terminal defines, by its number.
    Basic(u8),
}

/// The names of the terminal's 16 colors, in the order of their numbers.
pub const BASIC: [&str; 16] = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
];

/// The name of whatever the terminal itself has.
pub const DEFAULT: &str = "default";

impl Color {
    /// Reads a color: `#rrggbb`, or the name of one of the terminal's 16.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(index) = (0u8..).zip(BASIC).find_map(|(at, name)| (name == text).then_some(at))
        {
            return Some(Self::Basic(index));
        }
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6)?;
        let is_hex = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let channel = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        Some(Self::Rgb(Rgb(channel(0)?, channel(2)?, channel(4)?))).filter(|_| is_hex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_read() {
        assert_eq!(Color::parse("#01aBff"), Some(Color::Rgb(Rgb(1, 0xAB, 0xFF))));
        assert_eq!(Color::parse("bright-black"), Some(Color::Basic(8)));
        for wrong in ["", "#12345", "#1234567", "#+1+2+3", "#ééé", "mauve", "default"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // The lightest gray that is said to be readable on white.
        assert!((white.contrast(Rgb(0x76, 0x76, 0x76)) - 4.54).abs() < 0.01);
    }
}
