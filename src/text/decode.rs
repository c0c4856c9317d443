//! Bytes to text: by byte order mark, by declaration, as UTF-8, by detection.
//!
//! ISO-8859-1 is never used: pages that declare it are windows-1252 in fact (byte 0x85 is an
//! ellipsis there, a control character in the other), as the WHATWG Encoding Standard has it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

/// The largest file that is read, in bytes. An article is a few kilobytes and a book a few
/// megabytes; what is larger is a mistake, and is listed with its size instead of being read.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Share of control bytes above which a file is not text. Prose has none; images and archives have
/// about one in eight.
const MAX_CONTROL_SHARE: f64 = 0.02;

/// A guess from fewer bytes that are not ASCII is doubtful.
const FEW_BYTES: usize = 12;

/// What an encoding was known by, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The user said so.
    Told,
    /// A byte order mark, which is not part of the text.
    Mark,
    /// The bytes are UTF-8, which happens to no other text by accident; or the pattern of UTF-16.
    Form,
    /// The page declares it, and the bytes agree.
    Declared,
    /// The letters are most usual in this encoding: a guess.
    Guessed,
    /// A guess from few letters, or one that leaves bytes unread.
    Doubtful,
}

impl Evidence {
    /// The name in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Mark => "byte order mark",
            Self::Form => "form of the bytes",
            Self::Declared => "declared",
            Self::Guessed => "guessed",
            Self::Doubtful => "doubtful guess",
        }
    }

    /// How far it can be relied on: `certain`, `likely` or `doubtful`.
    pub const fn confidence(self) -> &'static str {
        match self {
            Self::Told | Self::Mark | Self::Form => "certain",
            Self::Declared | Self::Guessed => "likely",
            Self::Doubtful => "doubtful",
        }
    }
}

/// How the bytes of a file were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Encoding {
    coder: &'static encoding_rs::Encoding,
    /// What it was known by.
    pub evidence: Evidence,
}

impl Encoding {
    /// UTF-8, as most files are.
    pub const UTF_8: Self = Self { coder: UTF_8, evidence: Evidence::Form };

    /// An encoding that the user names: `utf-8`, `latin1`, `shift_jis`; nothing if there is none of that name.
    pub fn told(label: &str) -> Option<Self> {
        let coder = encoding_rs::Encoding::for_label(label.trim().as_bytes())?;
        Some(Self { coder, evidence: Evidence::Told })
    }

    /// The name in outputs: in lower case, as IANA spells it.
    pub fn name(self) -> String {
        self.coder.name().to_lowercase()
    }
}

/// What is known of a file's encoding before its bytes are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// What the user says it is; nothing else is asked then.
    pub told: Option<Encoding>,
    /// What the file declares about itself.
    pub declared: Option<&'a str>,
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

/// Decodes the bytes of one file that says nothing of its encoding.
///
/// ```
/// use copydesk::text::decode::decode;
///
/// let cafe = decode(b"caf\xe9 \x93open\x94").unwrap();
/// assert_eq!(cafe.text, "café “open”");
/// assert_eq!(cafe.encoding.name(), "windows-1252");
/// ```
///
/// # Errors
///
/// [`DecodeError::Binary`] when the bytes are no text in any encoding known here.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    decode_as(bytes, Hints::default())
}

/// Decodes the bytes of one file of which something is known.
///
/// # Errors
///
/// [`DecodeError::Binary`] when the bytes are no text in any encoding known here.
pub fn decode_as(bytes: &[u8], hints: Hints<'_>) -> Result<Decoded, DecodeError> {
    if let Some(told) = hints.told {
        return as_text(told, bytes);
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        // UTF-32: its mark begins like that of UTF-16, and nobody saves articles in it.
        return Err(DecodeError::Binary);
    }
    if let Some((coder, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return as_text(Encoding { coder, evidence: Evidence::Mark }, bytes);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return as_text(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Bytes of another encoding are UTF-8 by accident only if they are few, or none: plain ASCII, which may
        // still be an encoding that is written in ASCII.
        let declared =
            hints.declared.and_then(declared).filter(|coder| !coder.is_ascii_compatible());
        let encoding = declared.map_or(Encoding::UTF_8, as_declared);
        return if encoding == Encoding::UTF_8 {
            check(text).map(|()| Decoded { text: text.to_owned(), encoding })
        } else {
            as_text(encoding, bytes)
        };
    }
    if is_damaged_utf8(bytes) {
        return as_text(Encoding::UTF_8, bytes);
    }
    if let Some(coder) = hints.declared.and_then(declared)
        && coder != UTF_8
        && coder.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    {
        return as_text(as_declared(coder), bytes);
    }
    guess(bytes)
}

/// The encoding of a declaration. UTF-16 cannot be declared in bytes that could be read before it was known.
fn declared(label: &str) -> Option<&'static encoding_rs::Encoding> {
    let coder = encoding_rs::Encoding::for_label(label.trim().as_bytes())?;
    (coder != UTF_16LE && coder != UTF_16BE).then_some(coder)
}

const fn as_declared(coder: &'static encoding_rs::Encoding) -> Encoding {
    Encoding { coder, evidence: Evidence::Declared }
}

/// Reads bytes in the encoding in which their letters are most usual.
fn guess(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let coder = detector.guess(None, Utf8Detection::Deny);
    let few = bytes.iter().filter(|byte| !byte.is_ascii()).count() < FEW_BYTES;
    let is_whole = coder.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    let evidence = if few || !is_whole { Evidence::Doubtful } else { Evidence::Guessed };
    as_text(Encoding { coder, evidence }, bytes)
}

fn as_text(encoding: Encoding, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (text, _) = encoding.coder.decode_with_bom_removal(bytes);
    check(&text)?;
    Ok(Decoded { text: text.into_owned(), encoding })
}

/// Whether this is the text of an article, and not of a program or a picture.
fn check(text: &str) -> Result<(), DecodeError> {
    let controls = n_controls(text.as_bytes());
    if controls as f64 > MAX_CONTROL_SHARE * text.len() as f64 && controls > 1 {
        return Err(DecodeError::Binary);
    }
    Ok(())
}

/// Number of control bytes that no text editor writes. Escape is left out: terminal logs are text.
///
/// Counted in pieces so short that a byte can hold the count, and by sums of plain comparisons: the compiler makes that
/// many bytes at once.
fn n_controls(bytes: &[u8]) -> usize {
    let is = u8::from;
    let in_piece = |piece: &[u8]| {
        let low = piece.iter().map(|b| is(*b < 0x20) + is(*b == 0x7F)).sum::<u8>();
        let breaks = piece.iter().map(|b| is(*b == b'\t') + is(*b == b'\n') + is(*b == b'\r'));
        let others = piece.iter().map(|b| is(*b == 0x0C) + is(*b == 0x1B));
        low - breaks.sum::<u8>() - others.sum::<u8>()
    };
    bytes.chunks(255).map(|piece| usize::from(in_piece(piece))).sum()
}

/// UTF-16 without a mark: in text of mostly Latin letters every other byte is zero.
fn utf16_by_zeros(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if sample.len() < 4 || !sample.contains(&0) {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 4 && even * 20 < half {
        Some(Encoding { coder: UTF_16LE, evidence: Evidence::Form })
    } else if even * 10 > half * 4 && odd * 20 < half {
        Some(Encoding { coder: UTF_16BE, evidence: Evidence::Form })
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
    fn check(bytes: &[u8], declared: Option<&str>, text: &str, encoding: &str, by: Evidence) {
        let decoded = decode_as(bytes, Hints { told: None, declared }).expect("text");
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding.name().as_str(), decoded.encoding.evidence),
            (text, encoding, by)
        );
    }

    #[test]
    fn byte_order_marks_decide() {
        check(b"\xEF\xBB\xBFa\xC3\xA9", Some("windows-1252"), "aé", "utf-8", Evidence::Mark);
        check(b"\xFF\xFEa\0\x19\x20", None, "a\u{2019}", "utf-16le", Evidence::Mark);
        check(b"\xFE\xFF\0a\x20\x19", None, "a\u{2019}", "utf-16be", Evidence::Mark);
        // The last character is cut in half.
        check(b"\xFF\xFEa\0b", None, "a\u{FFFD}", "utf-16le", Evidence::Mark);
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        let little: Vec<u8> = "plain words".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, None, "plain words", "utf-16le", Evidence::Form);
    }

    #[test]
    fn other_bytes_are_guessed() {
        check(b"caf\xE9 \x85", None, "café …", "windows-1252", Evidence::Doubtful);
        check(b"\xC3\xA9t\xC3\xA9", None, "été", "utf-8", Evidence::Form);
        check(b"", None, "", "utf-8", Evidence::Form);
        let text = "Паром ударился о внешнюю стену гавани, сообщила береговая охрана.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        check(&bytes, None, text, "windows-1251", Evidence::Guessed);
        let text = "フェリーは火曜日に港の外壁に衝突したと沿岸警備隊が発表した。";
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        check(&bytes, None, text, "shift_jis", Evidence::Guessed);
    }

    #[test]
    fn a_declaration_is_believed_unless_the_bytes_say_otherwise() {
        let text = "Le bac a heurté la jetée à midi, où l’eau était très basse.";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        check(&latin, Some("iso-8859-1"), text, "windows-1252", Evidence::Declared);
        check(&latin, Some("utf-8"), text, "windows-1252", Evidence::Doubtful);
        check(text.as_bytes(), Some("iso-8859-1"), text, "utf-8", Evidence::Form);
        check(text.as_bytes(), Some("utf-16"), text, "utf-8", Evidence::Form);
        check(&latin, Some("no such thing"), text, "windows-1252", Evidence::Doubtful);
    }

    #[test]
    fn what_the_user_says_counts() {
        let told = Encoding::told("Latin1");
        let decoded = decode_as(b"\xC3\xA9", Hints { told, declared: None }).expect("text");
        assert_eq!((decoded.text.as_str(), decoded.encoding.evidence), ("Ã©", Evidence::Told));
        assert_eq!(Encoding::told("klingon"), None);
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
        check(b"a\0b and more", None, "a\0b and more", "utf-8", Evidence::Form);
    }
}
