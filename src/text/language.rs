//! The language of a text, by `whatlang`. It takes as long as all else that is done to an article, and is only asked for
//! where it is shown.

use super::cut;

/// How much text tells its language, in characters.
const MAX_LANGUAGE_SAMPLE: usize = 600;

/// The language of a text, as a tag, if its letters and short words leave no doubt.
///
/// ```
/// use copydesk::text::language::language;
///
/// assert_eq!(language("Le bac a heurté la jetée du port mardi à midi, ont annoncé les autorités."), Some("fr"));
/// assert_eq!(language("14"), None);
/// ```
pub fn language(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(MAX_LANGUAGE_SAMPLE).map_or(text.len(), |(at, _)| at);
    let found = whatlang::detect(cut(text, ..end)).filter(whatlang::Info::is_reliable)?;
    tag(found.lang())
}

/// The tag that pages use: two letters where there are two.
const fn tag(language: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang;
    Some(match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        _ => return None,
    })
}
