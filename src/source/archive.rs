//! Pages saved with all that belongs to them: MIME messages, of which the first page is the article's.

use mailparse::{MailHeaderMap as _, ParsedMail, parse_mail};

use super::{SourceError, page};
use crate::parse::Extract;
use crate::text::decode::Encoding;
use crate::version::{Field, Origin};

/// Messages are not nested deeper than this.
const MAX_DEPTH: usize = 8;

/// Takes the article out of a saved page.
pub(super) fn read(bytes: &[u8], told: Option<Encoding>) -> Result<Extract, SourceError> {
    let mail = parse_mail(bytes).ok().ok_or(SourceError::NoPage)?;
    let part = page_of(&mail, 0).ok_or(SourceError::NoPage)?;
    let html = part.get_body_raw().ok().ok_or(SourceError::NoPage)?;
    let charset = part.ctype.params.get("charset").map(String::as_str);
    let mut draft = page::read(&html, charset, told)?;
    draft.sha256 = Some(crate::version::sha256(bytes));
    if draft.metadata.url.is_none() {
        let address = mail.headers.get_first_value("Snapshot-Content-Location");
        let address = address.or_else(|| part.headers.get_first_value("Content-Location"));
        draft.metadata.url = address.and_then(|url| Field::new(&url, Origin::Page));
    }
    Ok(draft)
}

/// The first part that is a page.
fn page_of<'a, 'b>(mail: &'b ParsedMail<'a>, depth: usize) -> Option<&'b ParsedMail<'a>> {
    let is_page = matches!(mail.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml");
    if is_page && mail.subparts.is_empty() {
        return Some(mail);
    }
    if depth > MAX_DEPTH {
        return None;
    }
    mail.subparts.iter().find_map(|part| page_of(part, depth + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVED: &str = "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://gazette.example/ferry\r\n\
        Subject: Ferry hits pier\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <meta charset=3D\"utf-8\"><h1>Ferry hits pier</h1><p>It was =\r\nlate in the caf=C3=A9.</p>\r\n\
        --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n";

    #[test]
    fn the_page_is_taken_out() {
        let draft = read(SAVED.as_bytes(), None).expect("a page");
        assert_eq!(draft.text, "Ferry hits pier\n\nIt was late in the café.");
        let url = draft.metadata.url.map(|field| field.text.to_string());
        assert_eq!(url.as_deref(), Some("https://gazette.example/ferry"));
    }

    #[test]
    fn other_messages_have_no_page() {
        assert_eq!(read(b"Subject: x\r\n\r\nwords", None).err(), Some(SourceError::NoPage));
        assert_eq!(read(b"", None).err(), Some(SourceError::NoPage));
    }
}
