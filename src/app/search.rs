//! Finding words in a version: as typed, but with typography folded and whatever the line breaks are.

use crate::text::Span;
use crate::text::keys::match_spelling;
use crate::text::token::tokenize;
use crate::version::Version;

/// Every place where the words of `query` stand; the last word may go on.
pub fn find(version: &Version, query: &str) -> Vec<Span> {
    let query_tokens = tokenize(query, Span::new(0, query.len()));
    let Some((last, first)) = query_tokens.split_last() else {
        return Vec::new();
    };
    let last = match_spelling(last.span().of(query)).into_owned();
    let tokens = version.tokens();
    let mut hits: Vec<Span> = Vec::new();
    for (at, window) in tokens.windows(query_tokens.len()).enumerate() {
        let end = &tokens[at + query_tokens.len() - 1];
        let is_hit = first.iter().zip(window).all(|(wanted, token)| wanted.key == token.key)
            && match_spelling(version.text(end.span())).starts_with(&last);
        let span = Span { start: window[0].span().start, end: end.span().end };
        if is_hit && hits.last().is_none_or(|hit| hit.end <= span.start) {
            hits.push(span);
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    #[test]
    fn words_are_found_across_lines_and_typography() {
        let version =
            parse("The harbour’s\nwall fell. Harbour walls fall.".as_bytes(), Markup::None)
                .expect("text");
        let found = |query: &str| {
            find(&version, query).iter().map(|s| version.text(*s).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("harbour's wall"), ["harbour’s\nwall"]);
        assert_eq!(found("harb"), ["harbour", "Harbour"]);
        assert_eq!(found("harbour wal"), ["Harbour walls"]);
        assert_eq!(found("  "), [""; 0]);
        assert_eq!(found("absent"), [""; 0]);
    }
}
