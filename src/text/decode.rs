//! Bytes to text: byte order marks, UTF-8, UTF-16, windows-1252.
//!
//! ISO-8859-1 is never used: pages that declare it are windows-1252 in fact (byte 0x85 is an
//! ellipsis there, a control character in the other).

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The largest file that is read, in bytes. An article is a few kilobytes and a book a few
/// megabytes; what is larger is a mistake, and is listed with its size instead of being read.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Share of control bytes above which a file is not text. Prose has none; images and archives have
/// about one in eight.
const MAX_CONTROL_SHARE: f64 = 0.02;

/// How the bytes of a file were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark, which is not part of the text.
    Utf8Bom,
    /// UTF-16, little end first, by mark or by its pattern of zero bytes.
    Utf16Le,
    /// UTF-16, big end first, by mark or by its pattern of zero bytes.
    Utf16Be,
    /// windows-1252, because the bytes are not UTF-8: a guess.
    Windows1252,
}

impl Encoding {
    /// The name in outputs, as IANA spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Bom => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// Text, and how it was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark. Line ends are as they were; bytes that mean nothing in the encoding
    /// are U+FFFD, which is there to be seen.
    pub text: String,
    /// The encoding that was found or guessed.
    pub encoding: Encoding,
}

/// Why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Too many control bytes for any text.
    #[error("binary, not text")]
    Binary,
}

/// Decodes the bytes of one file.
///
/// ```
/// use copydesk::text::decode::{decode, Encoding};
///
/// let cafe = decode(b"caf\xe9 \x93open\x94").unwrap();
/// assert_eq!(cafe.text, "café “open”");
/// assert_eq!(cafe.encoding, Encoding::Windows1252);
/// ```
///
/// # Errors
///
/// [`DecodeError::Binary`] when the bytes are no text in any encoding known here.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        // UTF-32: its mark begins like that of UTF-16, and nobody saves articles in it.
        return Err(DecodeError::Binary);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return as_text(Encoding::Utf16Le, UTF_16LE.decode_without_bom_handling(rest));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return as_text(Encoding::Utf16Be, UTF_16BE.decode_without_bom_handling(rest));
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        let coder = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
        return as_text(encoding, coder.decode_without_bom_handling(bytes));
    }
    let (encoding, rest) = match bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        Some(rest) => (Encoding::Utf8Bom, rest),
        None => (Encoding::Utf8, bytes),
    };
    match std::str::from_utf8(rest) {
        Ok(text) => as_text(encoding, (text.into(), false)),
        Err(_) if encoding == Encoding::Utf8Bom || is_damaged_utf8(rest) => {
            as_text(encoding, (String::from_utf8_lossy(rest), true))
        }
        Err(_) => as_text(Encoding::Windows1252, WINDOWS_1252.decode_without_bom_handling(rest)),
    }
}

fn as_text(
    encoding: Encoding,
    (text, _): (std::borrow::Cow<'_, str>, bool),
) -> Result<Decoded, DecodeError> {
    let controls = n_controls(text.as_bytes());
    if controls as f64 > MAX_CONTROL_SHARE * text.len() as f64 && controls > 1 {
        return Err(DecodeError::Binary);
    }
    Ok(Decoded { text: text.into_owned(), encoding })
}

/// Number of control bytes that no text has, counted in pieces so short that a byte can hold the count: the
/// compiler makes that many bytes at once.
fn n_controls(bytes: &[u8]) -> usize {
    let in_piece = |piece: &[u8]| piece.iter().map(|b| u8::from(is_binary_control(*b))).sum::<u8>();
    bytes.chunks(255).map(|piece| usize::from(in_piece(piece))).sum()
}

/// Control bytes that no text editor writes. Escape is left out: terminal logs are text.
const fn is_binary_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)
}

/// UTF-16 without a mark: in text of mostly Latin letters every other byte is zero.
fn utf16_by_zeros(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if sample.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 4 && even * 20 < half {
        Some(Encoding::Utf16Le)
    } else if even * 10 > half * 4 && odd * 20 < half {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Whether bytes are UTF-8 with a few accidents (a cut last character, a stray byte) rather than
/// another encoding: at least nineteen of twenty non-ASCII sequences must be whole.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 19 * broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        let decoded = decode(bytes).expect("text");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
    }

    #[test]
    fn byte_order_marks_decide() {
        check(b"\xEF\xBB\xBFa\xC3\xA9", "aé", Encoding::Utf8Bom);
        check(b"\xFF\xFEa\0\x19\x20", "a\u{2019}", Encoding::Utf16Le);
        check(b"\xFE\xFF\0a\x20\x19", "a\u{2019}", Encoding::Utf16Be);
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        let little: Vec<u8> = "plain words".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, "plain words", Encoding::Utf16Le);
    }

    #[test]
    fn other_bytes_are_windows_1252() {
        check(b"caf\xE9 \x85", "café …", Encoding::Windows1252);
        check(b"\xC3\xA9t\xC3\xA9", "été", Encoding::Utf8);
        check(b"", "", Encoding::Utf8);
    }

    #[test]
    fn a_cut_character_leaves_the_rest_as_it_was() {
        let mut bytes = "é".repeat(40).into_bytes();
        bytes.pop();
        let decoded = decode(&bytes).expect("text");
        assert_eq!(decoded.text, format!("{}\u{FFFD}", "é".repeat(39)));
    }

    #[test]
    fn binaries_are_refused_and_a_single_control_is_not() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01"), Err(DecodeError::Binary));
        check(b"a\0b and more", "a\0b and more", Encoding::Utf8);
    }
}
