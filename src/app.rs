//! What the program knows and how it changes: state, what happens, what is meant, what is asked.
//!
//! Nothing here touches the terminal, files, threads or the clock. [`update::update`] is the only place
//! that changes the [`Model`]; it answers with [`Command`]s for the runtime to carry out.

pub mod areas;
pub mod bookmark;
pub mod boxes;
pub mod cache;
pub mod comings;
pub mod command;
pub mod counts;
pub mod desk;
pub mod editor;
pub mod event;
pub mod export;
pub mod filter;
pub mod help;
pub mod hints;
pub mod keys;
pub mod list;
pub mod matrix;
pub mod model;
pub mod pairing;
pub mod pane;
pub mod reading;
pub mod revisions;
pub mod run;
pub mod search;
pub mod sigla;
pub mod texts;
pub mod titles;
pub mod update;

pub use command::{Command, Slot};
pub use event::{Event, Mouse, MouseDeed, News, Undone, Watching};
pub use model::{Appearance, Focus, Model, Overlay};
