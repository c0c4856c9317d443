//! `stories`: which articles belong together, and why.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::id;
use crate::corpus::{Article, Family, Member, Snapshot, Story, siglum};
use crate::text::safe::SafeText;

/// The name of the format, with its version.
pub const SCHEMA: &str = "copydesk.stories/1";

#[derive(Serialize)]
struct StoryListing<'a> {
    id: String,
    headline: Option<&'a str>,
    pinned: bool,
    families: Vec<FamilyListing<'a>>,
}

#[derive(Serialize)]
struct FamilyListing<'a> {
    id: String,
    same_event: &'a [String],
    versions: Vec<VersionListing<'a>>,
    why: Vec<Why>,
}

#[derive(Serialize)]
struct VersionListing<'a> {
    path: String,
    outlet: Option<&'a str>,
    credit: Option<&'a str>,
    date: Option<String>,
    words: u32,
}

#[derive(Serialize)]
struct Why {
    a: String,
    b: String,
    containment: f64,
    shared_words: u32,
    /// That both are worked out from some of the runs of words.
    is_estimate: bool,
}

#[derive(Serialize)]
struct Unreadable<'a> {
    path: String,
    reason: &'a str,
}

fn story_listing(story: &Story) -> StoryListing<'_> {
    StoryListing {
        id: id(story.id.0),
        headline: story.headline(),
        pinned: story.fixed.is_some(),
        families: story.families.iter().map(|family| family_listing(story, family)).collect(),
    }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn family_listing<'a>(story: &'a Story, family: &'a Family) -> FamilyListing<'a> {
    let members = &story.members[family.members.clone()];
    let first = members.first().map(|member| member.article.location.shown()).unwrap_or_default();
    FamilyListing {
        id: id(crate::text::keys::MatchKey::of(&first).0),
        same_event: &family.reasons,
        versions: members.iter().map(|member| version_listing(&member.article)).collect(),
        why: members.iter().filter_map(|member| why(story, member)).collect(),
    }
}

fn version_listing(article: &Article) -> VersionListing<'_> {
    let profile = article.profile();
    VersionListing {
        path: article.location.shown(),
        outlet: article.outlet.as_deref(),
        credit: profile.and_then(|profile| profile.credit.as_deref()),
        date: article.day.map(|day| day.to_string()),
        words: profile.map_or(0, |profile| profile.n_words),
    }
}

/// Why a version is of its family: what it shares with its nearest relative.
fn why(story: &Story, member: &Member) -> Option<Why> {
    let nearest = member.nearest?;
    let other = story.members.get(nearest.member)?;
    let words = member.article.profile()?.n_words;
    // A share is between 0 and 1.
    #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
    let shared_words = (nearest.share * f64::from(words)).round() as u32;
    Some(Why {
        a: member.article.location.shown(),
        b: other.article.location.shown(),
        containment: (nearest.share * 1000.0).round() / 1000.0,
        shared_words,
        is_estimate: true,
    })
}

fn unreadable(article: &Article) -> Unreadable<'_> {
    let reason = match &article.state {
        crate::corpus::State::Unreadable(reason) => reason,
        crate::corpus::State::Waiting | crate::corpus::State::Read(_) => "not read",
    };
    Unreadable { path: article.location.shown(), reason }
}

/// Writes the grouping as one JSON object.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_json(snapshot: &Snapshot, out: &mut dyn Write) -> io::Result<()> {
    // Story by story: a folder may have a hundred thousand.
    write!(out, "{{\n\"schema\": \"{SCHEMA}\",\n\"stories\": [")?;
    for (n, story) in snapshot.stories.iter().enumerate() {
        out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &story_listing(story))?;
    }
    out.write_all(b"\n],\n\"unreadable\": ")?;
    let unreadable: Vec<Unreadable<'_>> =
        snapshot.unreadable.iter().map(|article| unreadable(article)).collect();
    serde_json::to_writer(&mut *out, &unreadable)?;
    out.write_all(b"\n}\n")
}

/// Writes the grouping for people.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_text(snapshot: &Snapshot, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    for story in &snapshot.stories {
        // Writing to a string cannot fail.
        let headline = SafeText::new(story.headline().unwrap_or("(no headline)"));
        let _ = writeln!(text, "{headline}   [{}]", id(story.id.0));
        for family in &story.families {
            if story.families.len() > 1 {
                let reasons = SafeText::new(&family.reasons.join(", "));
                let _ = writeln!(text, "  family · same event: {reasons}");
            }
            for at in family.members.clone() {
                let member = &story.members[at];
                let _ = writeln!(text, "    {}", version_line(story, at, member));
            }
        }
        text.push('\n');
        if text.len() > 1 << 16 {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    for article in &snapshot.unreadable {
        let unreadable = unreadable(article);
        let line = SafeText::new(&format!("not read: {}: {}", unreadable.path, unreadable.reason));
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(
        text,
        "{} · {} · {}",
        counted(snapshot.n_articles(), "article", "articles"),
        counted(snapshot.stories.len(), "story", "stories"),
        counted(snapshot.n_families(), "family", "families")
    );
    out.write_all(text.as_bytes())
}

/// One version: siglum, path, what is known of it, and what it shares with its nearest relative.
fn version_line(story: &Story, at: usize, member: &Member) -> SafeText {
    let version = version_listing(&member.article);
    let mut line = format!("{:<3} {}", siglum(at), version.path);
    for known in [version.outlet, version.credit, version.date.as_deref()].into_iter().flatten() {
        let _ = write!(line, " · {known}");
    }
    let _ = write!(line, " · {} words", version.words);
    if let (Some(why), Some(nearest)) = (why(story, member), member.nearest) {
        let _ = write!(
            line,
            " · shares about {} of {} words with {}",
            why.shared_words,
            version.words,
            siglum(nearest.member)
        );
    }
    SafeText::new(&line)
}
