//! [`Form`]: what a report can be written as. It is written piece by piece, so that nobody needs all comparisons of a folder at
//! once: what stands before them, each of them, what stands after them.

use std::io::{self, Write};

use super::evidence::{Comparison, Evidence, Frame};
use super::{csv, html, markdown, record};

/// What a report can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One page for browsers and paper.
    Html,
    /// Text with marks, readable as it is.
    Markdown,
    /// An object for programs.
    Json,
    /// A table for spreadsheets.
    Csv,
}

impl Form {
    /// Writes a whole report.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(self, evidence: &Evidence, out: &mut dyn Write) -> io::Result<()> {
        let frame = evidence.frame();
        self.write_front(&frame, out)?;
        for (comparison, number) in evidence.comparisons.iter().zip(1..) {
            self.write_comparison(&frame, (number, comparison), out)?;
        }
        self.write_back(&frame, out)
    }

    /// Writes what stands before the comparisons.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write_front(self, frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Html => html::write_front(frame, out),
            Self::Markdown => markdown::write_front(frame, out),
            Self::Json => record::write_front(frame, out),
            Self::Csv => csv::write_front(out),
        }
    }

    /// Writes a comparison, with its number in the report, counted from 1. Of the frame only the program, the settings and whether
    /// it is the only comparison must be known by then.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write_comparison(
        self,
        frame: &Frame,
        comparison: (usize, &Comparison),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Self::Html => html::write_comparison(frame, comparison, out),
            Self::Markdown => markdown::write_comparison(frame, comparison, out),
            Self::Json => record::write_comparison(comparison, out),
            Self::Csv => csv::write_comparison(comparison, out),
        }
    }

    /// Writes what stands after the comparisons.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write_back(self, frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Html => html::write_back(out),
            Self::Markdown => markdown::write_back(frame, out),
            Self::Json => record::write_back(out),
            Self::Csv => Ok(()),
        }
    }
}
