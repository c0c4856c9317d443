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
    let words = |name: Option<&std::ffi::OsStr>| -> Vec<String> {
        let name = name.unwrap_or_default().to_string_lossy().to_lowercase();
        let words = name.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (file, folder) = (words(path.file_stem()), words(path.parent().and_then(Path::file_name)));
    let by_folder = || {
        let is_outlet = (2..=4).contains(&folder.len())
            && folder.last().is_some_and(|word| TITLES.contains(&word.as_str()));
        is_outlet.then(|| Field::new(&title(&folder), Origin::FolderName)).flatten()
    };
    let by_file = || {
        let is_title =
            |word: &String| TITLES.contains(&word.as_str()) && !AMBIGUOUS.contains(&word.as_str());
        // "harbour-gazette-ferry": an outlet of two words, and something after it.
        let is_outlet = file.len() >= 3 && file.get(1).is_some_and(is_title);
        is_outlet.then(|| Field::new(&title(&file[..2]), Origin::FileName)).flatten()
    };
    Metadata { outlet: by_file().or_else(by_folder), date: date(path), ..Metadata::default() }
}

/// "2023-03-14" at the start or the end of a file's name.
fn date(path: &Path) -> Option<Field> {
    let name = path.file_stem()?.to_str()?;
    let is_date = |text: &&str| text.parse::<jiff::civil::Date>().is_ok();
    let (first, last) = (name.get(..10), name.len().checked_sub(10).and_then(|at| name.get(at..)));
    let day = first.filter(is_date).or_else(|| last.filter(is_date))?;
    Field::new(day, Origin::FileName)
}

fn title(words: &[String]) -> String {
    let capital = |word: &String| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    words.iter().map(capital).collect::<Vec<_>>().join(" ")
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
