//! The text of a page whatever its structure, in one pass: for pages too deep or too large to be understood.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that begin and end a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Elements that hold no text of the page.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "audio"
            | "video"
            | "canvas"
    )
}

/// Elements without a content, and those whose end is often left out: they make no page deep.
fn is_shallow(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "option"
            | "body"
            | "html"
            | "head"
            | "path"
            | "circle"
            | "rect"
            | "use"
            | "line"
            | "polygon"
            | "stop"
    )
}

/// How deep the elements of a page are nested.
pub(super) fn depth(html: &str) -> usize {
    run(html, false).1
}

/// The paragraphs of a page, with all its menus.
pub(super) fn strip(html: &str) -> String {
    run(html, true).0
}

fn run(html: &str, keeps_text: bool) -> (String, usize) {
    let sink = Sink { state: RefCell::default(), keeps_text };
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    // It only stops for those who run scripts.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let state = tokenizer.sink.state.into_inner();
    (paragraphs(&state.text), state.deepest)
}

/// Single spaces inside of paragraphs, a blank line between them.
pub(super) fn paragraphs(text: &str) -> String {
    let paragraphs = text.split(BREAK).map(|paragraph| {
        let lines = paragraph.split(LINE_BREAK);
        let lines = lines.map(|line| line.split(is_space).filter(|word| !word.is_empty()));
        let lines: Vec<String> = lines.map(|line| line.collect::<Vec<_>>().join(" ")).collect();
        lines.join("\n").trim_matches('\n').to_owned()
    });
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// White space that HTML folds; no-break spaces are the author's.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

/// Stands for the border of a paragraph. A control character that no text needs: in a page that has one it is a border too.
pub(super) const BREAK: char = '\u{1D}';

/// Stands for a line break inside a paragraph.
pub(super) const LINE_BREAK: char = '\u{1E}';

struct Sink {
    state: RefCell<State>,
    keeps_text: bool,
}

#[derive(Default)]
struct State {
    text: String,
    depth: usize,
    deepest: usize,
    /// The silent element that is open.
    silent: Option<String>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let state = &mut *self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) if self.keeps_text && state.silent.is_none() => {
                state.text.push_str(&text);
            }
            Token::TagToken(tag) => return state.tag(&tag, self.keeps_text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn tag(&mut self, tag: &Tag, keeps_text: bool) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let is_open = tag.kind == TagKind::StartTag;
        if !is_shallow(name) && !tag.self_closing {
            self.depth = if is_open { self.depth + 1 } else { self.depth.saturating_sub(1) };
            self.deepest = self.deepest.max(self.depth);
        }
        if keeps_text {
            if is_block(name) {
                self.text.push(BREAK);
            } else if name == "br" {
                self.text.push(LINE_BREAK);
            }
        }
        match (&self.silent, is_open) {
            (None, true) if is_silent(name) && name != "input" => {
                self.silent = Some(name.to_owned());
            }
            (Some(silent), false) if silent == name => self.silent = None,
            // A head without an end ends where the page begins.
            (Some(silent), true) if silent == "head" && is_block(name) => self.silent = None,
            _ => {}
        }
        match name {
            "script" if is_open => TokenSinkResult::RawData(ScriptData),
            "style" | "iframe" | "noscript" if is_open => TokenSinkResult::RawData(Rawtext),
            "title" | "textarea" if is_open => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_paragraphs_stay() {
        let page = "<head><title>x</title><style>p{}</style></head><div>Ferry <b>hits</b>\n pier<p>It &amp; all\
                    <br>was&nbsp;late.<script>if (a<b) {}</script><ul><li>one<li>two</ul>";
        assert_eq!(strip(page), "Ferry hits pier\n\nIt & all\nwas\u{a0}late.\n\none\n\ntwo");
        assert_eq!(strip(""), "");
        assert_eq!(strip("no tags < here"), "no tags < here");
    }

    #[test]
    fn depth_is_counted_without_building_anything() {
        assert_eq!(depth(&"<div>".repeat(5000)), 5000);
        assert_eq!(depth(&"<p>a<br>".repeat(5000)), 0);
        assert_eq!(depth("<div><b>a</b></div><div>b</div>"), 2);
    }
}
