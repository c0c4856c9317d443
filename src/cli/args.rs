//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Read and compare versions of news articles.
///
/// Opens folders or files as a list; two files open side by side.
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

    /// dark, light, mono, or one of your own; by default the terminal's background decides
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,

    #[command(subcommand)]
    pub(super) task: Option<Task>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Compare two files and print the result
    ///
    /// Exit code: 0 if the wording is the same (typography and furniture apart), 1 if it differs, 2 in trouble.
    Diff(Diff),
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// A file, or - for standard input
    pub(super) left: PathBuf,

    /// A file, or - for standard input
    pub(super) right: PathBuf,

    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,

    /// Columns to print; by default the terminal's width, or 100
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(super) width: Option<u16>,

    /// Whether to print colors
    #[arg(long, value_enum, default_value_t = Color::Auto)]
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
