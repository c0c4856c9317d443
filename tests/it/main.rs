//! Everything that is tested from outside, in one binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod cli;
mod keys;
mod properties;
mod pty;
mod sample;
mod screens;
mod support;
mod tidy;
