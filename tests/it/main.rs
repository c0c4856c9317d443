//! Everything that is tested from outside, in one binary.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    reason = "tests are read more often than they run"
)]

mod bad;
mod cases;
mod changes;
mod classes;
mod cli;
mod config;
mod desk;
mod drafts;
mod faults;
mod ferry;
mod grouping;
mod invariants;
mod judge;
mod keeping;
mod keymap;
mod keys;
mod linear;
mod matrix;
mod mouse;
mod pages;
mod papers;
mod properties;
mod pty;
mod quality;
mod reading;
mod renames;
mod reports;
mod review;
mod sample;
mod screens;
mod sentences;
mod sight;
mod stories;
mod straight;
mod strangers;
mod support;
mod terminal;
mod themes;
mod tidy;
mod watching;
