//! What the names of files and folders say: an outlet, a date. Only what is plain is taken; a wrong guess is worse than none.

use std::path::Path;

use crate::version::{Field, Metadata, Origin};

/// Words that newspapers are called by and little else is. The last word of an outlet's name.
const TITLES: [&str; 23] = [
    "times", "gazette", "herald", "tribune", "guardian", "courier", "chronicle", "observer",
    "telegraph", "echo", "daily", "news", "journal", "dispatch", "examiner", "inquirer",
    "sentinel", "standard", "post", "zeitung", "independent", "mercury", "bulletin",
];

/// Those among them that also end sentences about other things, and do not name an outlet in the middle of a file's name.
const AMBIGUOUS: [&str; 5] = ["times", "daily", "post", "standard", "independent"];

/// What the path of an article tells about it.
///
/// ```
/// use copydesk::corpus::names::of_path;
///
/// let known = of_path("saved/dunmarrow-times/2023-03-14-ferry.html".as_ref());
/// assert_eq!(known.outlet(), Some("Dunmarrow Times"));
/// assert_eq!(known.date(), Some("2023-03-14"));
/// ```
pub fn of_path(path: &Path) -> Metadata {
    let text =
        |name: Option<&std::ffi::OsStr>| name.unwrap_or_default().to_string_lossy().into_owned();
    let file = text(path.file_stem());
    let by_folder = || {
        let folder = text(path.parent().and_then(Path::file_name));
        let last = words(&folder).next_back()?.to_lowercase();
        let is_outlet =
            TITLES.contains(&last.as_str()) && (2..=4).contains(&words(&folder).count());
        if is_outlet { Field::new(&title(words(&folder)), Origin::FolderName) } else { None }
    };
    let by_file = || {
        // "harbour-gazette-ferry": an outlet of two words, and something after it.
        let (second, _) = words(&file).nth(1).zip(words(&file).nth(2))?;
        let second = second.to_lowercase();
        let is_title = TITLES.contains(&second.as_str()) && !AMBIGUOUS.contains(&second.as_str());
        if is_title { Field::new(&title(words(&file).take(2)), Origin::FileName) } else { None }
    };
    Metadata { outlet: by_file().or_else(by_folder), date: date(path), ..Metadata::default() }
}

/// The words of a name.
fn words(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty())
}

/// "2023-03-14" at the start or the end of a file's name.
fn date(path: &Path) -> Option<Field> {
    let name = path.file_stem()?.to_str()?;
    // Most are none, and to parse tells so at length.
    let may_be = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is_date = |text: &&str| may_be(text) && text.parse::<jiff::civil::Date>().is_ok();
    let (first, last) = (name.get(..10), name.len().checked_sub(10).and_then(|at| name.get(at..)));
    let day = first.filter(is_date).or_else(|| last.filter(is_date))?;
    Field::new(day, Origin::FileName)
}

fn title<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let capital = |word: &str| {
        let word = word.to_lowercase();
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_taken() {
        let check = |path: &str, outlet: Option<&str>, date: Option<&str>| {
            let known = of_path(Path::new(path));
            assert_eq!((known.outlet(), known.date()), (outlet, date), "{path}");
        };
        check("a/harbour-gazette-ferry.txt", Some("Harbour Gazette"), None);
        check("a/harbour-gazette.txt", None, None);
        check("hask_bridge_echo/ferry.txt", Some("Hask Bridge Echo"), None);
        check("news/ferry-hits-post.txt", None, None);
        check("modern-times-return.txt", None, None);
        check("ferry 2023-03-14.md", None, Some("2023-03-14"));
        check("2023-13-14.md", None, None);
        check("000_2dc69d56b75e9e9a.txt", None, None);
    }
}
