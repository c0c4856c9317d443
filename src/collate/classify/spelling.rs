//! The same word written otherwise: with or without a hyphen, American or British.

use super::Word;
use crate::text::token::TokenKind;

/// The same word written otherwise: hyphen or none, American or British.
pub(super) fn is_spelling(left: &[Word<'_>], right: &[Word<'_>]) -> bool {
    if left.is_empty()
        || right.is_empty()
        || left.iter().chain(right).any(|word| word.kind == TokenKind::Number)
    {
        return false;
    }
    let letters = |words: &[Word<'_>]| -> String {
        words
            .iter()
            .flat_map(|word| word.folded().chars().collect::<Vec<_>>())
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    let variants = |words: &[Word<'_>]| -> Vec<String> {
        words
            .iter()
            .filter(|word| word.kind != TokenKind::Mark)
            .map(|word| spelling_variant(&word.folded()))
            .collect()
    };
    let is_contraction = |word: &Word<'_>| word.text.contains(['\'', '’']);
    let is_joined =
        letters(left) == letters(right) && !left.iter().chain(right).any(is_contraction);
    is_joined || variants(left) == variants(right)
}

/// One spelling for words that differ between American and British English.
///
/// Rules on endings with a stem long enough that no two other words meet ("mourning" stays apart from
/// "morning"); single words where no rule is safe.
fn spelling_variant(word: &str) -> String {
    let single = match word {
        "programme" => "program",
        "programmes" => "programs",
        "grey" => "gray",
        "ageing" => "aging",
        "judgement" => "judgment",
        "defence" => "defense",
        "defences" => "defenses",
        "offence" => "offense",
        "licence" => "license",
        "pretence" => "pretense",
        "sceptical" => "skeptical",
        "sceptic" => "skeptic",
        "aluminium" => "aluminum",
        "plough" => "plow",
        "mould" => "mold",
        "cancelled" => "canceled",
        "pencilled" => "penciled",
        "jewellery" => "jewelry",
        "learnt" => "learned",
        "storey" => "story",
        "storeys" => "stories",
        "metre" => "meter",
        "metres" => "meters",
        "litre" => "liter",
        "litres" => "liters",
        _ => "",
    };
    if !single.is_empty() {
        return single.to_owned();
    }
    let mut out = word.to_owned();
    for (british, american, min_stem) in [
        ("our", "or", 2),
        ("ours", "ors", 2),
        ("oured", "ored", 3),
        ("ouring", "oring", 3),
        ("ourable", "orable", 3),
        ("ourite", "orite", 3),
        ("ourful", "orful", 3),
        ("ourhood", "orhood", 3),
        ("ise", "ize", 4),
        ("ised", "ized", 4),
        ("ises", "izes", 4),
        ("ising", "izing", 4),
        ("isation", "ization", 4),
        ("isations", "izations", 4),
        ("yse", "yze", 3),
        ("ysed", "yzed", 3),
        ("ogue", "og", 3),
        ("ogues", "ogs", 3),
        ("tre", "ter", 3),
        ("tres", "ters", 3),
        ("bre", "ber", 2),
        ("lled", "led", 4),
        ("lling", "ling", 4),
        ("ller", "ler", 4),
        ("llers", "lers", 4),
    ] {
        if let Some(stem) =
            word.strip_suffix(british).filter(|stem| stem.chars().count() >= min_stem)
        {
            out = format!("{stem}{american}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_do_not_meet_by_accident() {
        for (a, b) in [
            ("mourning", "morning"),
            ("filling", "filing"),
            ("four", "for"),
            ("pouring", "poring"),
            ("rise", "rize"),
        ] {
            assert_ne!(spelling_variant(a), spelling_variant(b));
        }
        for (a, b) in [
            ("organisation", "organization"),
            ("centre", "center"),
            ("travelled", "traveled"),
            ("neighbours", "neighbors"),
        ] {
            assert_eq!(spelling_variant(a), spelling_variant(b));
        }
    }
}
