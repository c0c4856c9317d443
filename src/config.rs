//! Strings to settings: actions, key map, themes. Nothing here reads a file.

pub mod action;
pub mod chord;
pub mod keymap;
pub mod manual;
pub mod preset;
pub mod setting;
pub mod settings;
pub mod theme;
