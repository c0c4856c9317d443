//! Files that were renamed and rewritten between two looks: neither the place nor the bytes are the same any more, so the
//! words must tell.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::corpus::Article;
use crate::corpus::profile::Profile;
use crate::corpus::wording::Common;

use super::keeper::Move;

/// A file that is this one by its number on the disk holds at least this share of the runs of words of the smaller text.
/// Without any of them it is another file that was given the number of one that was deleted.
const SAME_FILE: f64 = 0.3;

/// Where editors have replaced the file, each text holds at least this share of the runs of the other: rival copies of one
/// story, one of which goes as the other comes, seldom do.
const SAME_TEXT: f64 = 0.7;

/// A file that is gone, or one that is new.
#[derive(Clone, Debug)]
pub(super) struct Trace<'a> {
    pub(super) path: &'a Path,
    /// Device and number on it; nothing where the system has no such numbers.
    pub(super) identity: Option<(u64, u64)>,
    /// Its outlet, if that is known.
    pub(super) outlet: Option<&'a str>,
    pub(super) profile: &'a Profile,
}

/// An article with the number of its file.
pub(super) type Numbered = (Option<(u64, u64)>, Arc<Article>);

/// What there is to know the files of articles by, as far as these were read.
pub(super) fn traces(articles: &[Numbered]) -> Vec<Trace<'_>> {
    let mut traces = Vec::with_capacity(articles.len());
    for (identity, article) in articles {
        let (path, outlet) = (article.location.path.as_path(), article.outlet.as_deref());
        let trace = |profile| Trace { path, identity: *identity, outlet, profile };
        traces.extend(article.profile().map(|profile| trace(profile)));
    }
    traces
}

/// Of so many pairs of files all are compared; of more only those with the same number.
const MAX_PAIRS: usize = 2_500;

/// Which of the new files were which of those that are gone. Of several that would do, those that have most in common
/// belong together; where two have the same, nobody can tell.
pub(super) fn renamed(gone: &[Trace<'_>], new: &[Trace<'_>]) -> Vec<Move> {
    let mut likely: Vec<(Likeness, usize, usize)> = Vec::new();
    let mut compare = |from: usize, to: usize| {
        let likeness = likeness(&gone[from], &new[to]);
        likely.extend(likeness.map(|likeness| (likeness, from, to)));
    };
    let numbered = |(at, trace): (usize, &Trace<'_>)| Some((trace.identity?, at));
    let by_number: FxHashMap<(u64, u64), usize> =
        gone.iter().enumerate().filter_map(numbered).collect();
    for (to, trace) in new.iter().enumerate() {
        if gone.len() * new.len() <= MAX_PAIRS {
            (0..gone.len()).for_each(|from| compare(from, to));
        } else if let Some(from) = trace.identity.and_then(|number| by_number.get(&number)) {
            compare(*from, to);
        }
    }
    let is_best = |(likeness, from, to): &&(Likeness, usize, usize)| {
        likely.iter().all(|(other, other_from, other_to)| {
            let is_this = from == other_from && to == other_to;
            let is_rival = !is_this && (from == other_from || to == other_to);
            !is_rival || other < likeness
        })
    };
    let place = |trace: &Trace<'_>| trace.path.to_owned();
    let best = likely.iter().filter(is_best);
    best.map(|(_, from, to)| (place(&gone[*from]), place(&new[*to]))).collect()
}

/// How sure it is that two files are one: first by number, then by words.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Likeness {
    is_same_file: bool,
    share: f64,
}

/// Nothing if these are two files.
fn likeness(old: &Trace<'_>, new: &Trace<'_>) -> Option<Likeness> {
    let is_same_file = old.identity.is_some() && old.identity == new.identity;
    if old.outlet.zip(new.outlet).is_some_and(|(old, new)| old != new) && !is_same_file {
        return None;
    }
    let common = Common::of([old.profile, new.profile]);
    let [of_old, of_new] = common.shares();
    let (share, least) = if is_same_file {
        (common.containment(), SAME_FILE)
    } else {
        (of_old.min(of_new), SAME_TEXT)
    };
    (share >= least).then_some(Likeness { is_same_file, share })
}

/// Whether two texts of a file with one number on the disk are of one file.
pub(super) fn is_one_file(old: &Profile, new: &Profile) -> bool {
    Common::of([old, new]).containment() >= SAME_FILE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    const FERRY: &str = "Ferry hits wall\n\nA ferry with ninety people on board struck the outer wall of Port Ellery on Tuesday.\n\nNobody was hurt, the harbour office said, and all passengers were taken ashore in small boats before noon.\n";
    const BRIDGE: &str = "Bridge closed\n\nThe old bridge over the Tarn will be closed for a month, the council of Morrow said after engineers found cracks in two of its piers.\n";

    /// A file: its name, its number on the disk or 0, its outlet or nothing, and its text.
    type File = (&'static str, u64, &'static str, String);

    #[track_caller]
    fn check(gone: &[File], new: &[File], expected: &[(&str, &str)]) {
        let profile =
            |(.., text): &File| Profile::of(&parse(text.as_bytes(), Markup::None).expect("text"));
        let profiles = [gone, new].map(|files| files.iter().map(profile).collect::<Vec<_>>());
        let traces = |files: &[File], at: usize| -> Vec<Trace<'_>> {
            let trace = |((name, number, outlet, _), profile): (&File, _)| Trace {
                path: Path::new(*name),
                identity: (*number > 0).then_some((1, *number)),
                outlet: (!outlet.is_empty()).then_some(*outlet),
                profile,
            };
            files.iter().zip(&profiles[at]).map(trace).collect()
        };
        let moves = renamed(&traces(gone, 0), &traces(new, 1));
        let expected: Vec<Move> =
            expected.iter().map(|(from, to)| (from.into(), to.into())).collect();
        assert_eq!(moves, expected);
    }

    fn ferry(hurt: &str) -> String {
        FERRY.replace("Nobody", hurt)
    }

    fn bridge() -> String {
        BRIDGE.to_owned()
    }

    #[test]
    fn a_file_is_known_by_its_number_and_some_of_its_words() {
        let rewritten = || {
            let (begin, _) = FERRY.split_once("Nobody").expect("it is there");
            format!("{begin}The harbour is closed.")
        };
        check(&[("a", 7, "", ferry("Nobody"))], &[("b", 7, "", rewritten())], &[("a", "b")]);
        check(&[("a", 7, "", ferry("Nobody"))], &[("b", 8, "", rewritten())], &[]);
        // A number is given again.
        check(&[("a", 7, "", ferry("Nobody"))], &[("b", 7, "", bridge())], &[]);
    }

    #[test]
    fn a_file_that_an_editor_replaced_is_known_by_its_words() {
        let gone = [("a", 1, "", ferry("Nobody")), ("c", 2, "", bridge())];
        let new = [("d", 3, "", bridge() + "More follows."), ("b", 4, "", ferry("One child"))];
        check(&gone, &new, &[("c", "d"), ("a", "b")]);
        check(&gone[..1], &new, &[("a", "b")]);
        check(&gone, &[], &[]);
    }

    #[test]
    fn copies_of_two_outlets_are_two_files() {
        let gone = [("a", 1, "Harbour Post", ferry("Nobody"))];
        check(&gone, &[("b", 2, "Island Mail", ferry("Nobody"))], &[]);
        check(&gone, &[("b", 2, "Harbour Post", ferry("Nobody"))], &[("a", "b")]);
    }

    #[test]
    fn where_two_would_do_the_nearer_one_is_taken_or_none() {
        let gone = [("a", 1, "", ferry("Nobody"))];
        let near = ("b", 2, "", ferry("No passenger"));
        let far = ("c", 3, "", ferry("One child").replace("before noon", "after dark"));
        check(&gone, &[far, near.clone()], &[("a", "b")]);
        check(&gone, &[near.clone(), ("c", 3, "", near.3.clone())], &[]);
        check(&gone, &[near, ("c", 1, "", ferry("One child"))], &[("a", "c")]);
    }
}
