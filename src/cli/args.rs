//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::collate::Class;
use crate::runtime::library::Manner;
use crate::runtime::settings::Flags;
use crate::runtime::store::Place;
use crate::text::decode::Encoding;

/// Read and compare versions of news articles: folders or files as a list, two files side by side
#[derive(Debug, Parser)]
#[command(
    name = "copydesk",
    version,
    about,
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
pub(super) struct Arguments {
    /// Folders or files to open; the current folder if none is named. Two files are compared at once
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) looks: Looks,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(subcommand)]
    pub(super) task: Option<Task>,
}

/// What goes before the settings of `config.toml`.
#[derive(Debug, Args)]
pub(super) struct Looks {
    /// dark, light, high-contrast, colorblind-dark, colorblind-light, mono, terminal, or one of your own; by default
    /// config.toml or the terminal decides
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,

    /// Say everything line by line, for screen readers and braille: no columns, no boxes, edits in words
    #[arg(long)]
    linear: bool,
}

impl Looks {
    pub(super) fn flags(self) -> Flags {
        Flags { theme: self.theme, no_mouse: self.no_mouse, is_linear: self.linear }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Compare two files and print the result
    ///
    /// Exit code: 0 if the wording is the same (typography and furniture apart), 1 if it differs, 2 in trouble.
    Diff(Diff),
    /// Show an article as it is understood: what is known of it, and from where
    Show(Show),
    /// List which articles of a folder tell the same story, and why
    Stories(Stories),
    /// List the earlier states of a file that were kept, or write them into a folder
    Revisions(Revisions),
    /// Write a report on two files, a story or a folder: HTML, Markdown, JSON or CSV
    Report(Report),
    /// Print all settings and keys that hold, each with where it comes from
    Config(Config),
    /// Print what a shell needs to complete the commands and options of copydesk
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(super) struct Config {
    /// Write a config.toml that tells all there is to set and changes nothing; one that is there is left alone
    #[arg(long, conflicts_with_all = ["keys", "theme"])]
    pub(super) init: bool,

    /// Print the actions and their keys only, as Markdown
    #[arg(long)]
    pub(super) keys: bool,

    #[command(flatten)]
    pub(super) looks: Looks,
}

#[derive(Debug, Args)]
pub(super) struct Report {
    /// Two files or records to be compared, or folders whose stories are
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// The report; its ending tells the format: .html, .md, .json or .csv
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,

    /// Replace the report if it is there already
    #[arg(long)]
    pub(super) force: bool,

    /// Only this story of the folders: its id, or the beginning of it
    #[arg(long, value_name = "ID")]
    pub(super) story: Option<String>,

    /// Show only edits of these classes, as in number,date,quotation
    #[arg(long, value_name = "CLASSES", value_delimiter = ',', value_parser = class)]
    pub(super) only: Vec<Class>,

    /// Show only edits that are not reviewed
    #[arg(long)]
    pub(super) unreviewed: bool,

    /// Show only edits with a note
    #[arg(long)]
    pub(super) noted: bool,

    #[command(flatten)]
    pub(super) reading: Reading,
}

fn class(name: &str) -> Result<Class, String> {
    // Differences of typography are folded in reports.
    let mut classes = Class::ALL.into_iter().filter(|class| *class != Class::Typography);
    classes.clone().find(|class| class.name() == name.trim()).ok_or_else(|| {
        let names: Vec<&str> = classes.by_ref().map(Class::name).collect();
        format!("no class of edits is called that; there are {}", names.join(", "))
    })
}

/// How files are read, and what is known of them from before.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// Read all files in this encoding; by default it is found out
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,

    /// Do not use or keep what was learnt of these files before
    #[arg(long)]
    pub(super) no_cache: bool,

    #[command(flatten)]
    pub(super) keeping: Keeping,
}

impl Reading {
    pub(super) const fn manner(&self) -> Manner {
        Manner { encoding: self.encoding, uses_memory: !self.no_cache }
    }
}

/// Where earlier states, marks, notes and decisions are kept.
#[derive(Debug, Args)]
pub(super) struct Keeping {
    /// Keep earlier states, marks, notes and decisions in this file; by default in your data folder
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,

    /// Keep no earlier states, marks, notes and decisions, and use none
    #[arg(long, conflicts_with = "store")]
    no_store: bool,
}

impl Keeping {
    pub(super) fn place(&self) -> Place {
        match &self.store {
            _ if self.no_store => Place::Nowhere,
            Some(path) => Place::At(path.clone()),
            None => Place::Default,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Revisions {
    /// A file, which may be gone
    pub(super) file: PathBuf,

    /// How to print them
    #[arg(long, value_enum, default_value_t = Listing::Text)]
    pub(super) format: Listing,

    /// Write every state into this folder, and print the names
    #[arg(long, value_name = "FOLDER", conflicts_with = "format")]
    pub(super) export: Option<PathBuf>,

    #[command(flatten)]
    pub(super) keeping: Keeping,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// A file, a record of one as in wire.jsonl#3, or - for standard input
    pub(super) file: PathBuf,

    /// How to print it
    #[arg(long, value_enum, default_value_t = Listing::Text)]
    pub(super) format: Listing,

    /// Read it in this encoding; by default it is found out
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,
}

#[derive(Debug, Args)]
pub(super) struct Stories {
    /// Folders or files
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// How to print the grouping
    #[arg(long, value_enum, default_value_t = Listing::Text)]
    pub(super) format: Listing,

    #[command(flatten)]
    pub(super) reading: Reading,
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::told(name).ok_or_else(|| "no encoding of that name is known".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Listing {
    /// For people
    Text,
    /// A JSON object, as described in docs/json.md
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// A file, or - for standard input
    pub(super) left: PathBuf,

    /// A file, or - for standard input
    pub(super) right: PathBuf,

    /// Read them in this encoding; by default it is found out
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,

    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,

    /// Columns to print; by default the terminal's width, or 100
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(super) width: Option<u16>,

    /// Whether to print colors: auto, always or never
    #[arg(long, value_enum, default_value_t = Color::Auto, hide_possible_values = true)]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One column, with both readings of every edit
    Text,
    /// Two columns
    SideBySide,
    /// A JSON object, as described in docs/json.md
    Json,
    /// A report as a page of its own
    Html,
    /// A report as Markdown
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// If standard output is a terminal and nothing in the environment forbids it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
