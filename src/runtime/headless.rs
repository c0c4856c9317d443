//! The program without a terminal: keys in, screen out, at once and on one thread. Tests and the picture in the
//! README are made with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::files::{profiles, read_bytes, read_text};
use super::scan::{Found, Tree, changes, roots, scan};
use super::{Startup, model};
use crate::app::export::Export;
use crate::app::model::Themes;
use crate::app::update::update;
use crate::app::{Command, Event, Model, News, Watching};
use crate::collate::{Budget, Input, collate};
use crate::config::chord::Chord;
use crate::config::settings::Configuration;
use crate::config::theme::Theme;
use crate::corpus::{Corpus, FileChange, Location};
use crate::review::Draft;
use crate::ui::{Looks, draw};

/// The program without a terminal.
pub struct Headless {
    /// Its state.
    pub model: Model,
    /// Whether it was asked to end.
    pub is_ended: bool,
    corpus: Corpus,
    tree: Tree,
    roots: Vec<super::scan::Root>,
    is_watching: bool,
    /// Reports that were asked for.
    pub exports: Vec<Export>,
    /// What was copied last.
    pub copied: Option<String>,
    /// What was opened in an editor last, and at which line.
    pub opened: Option<(Location, usize)>,
    /// The note that is being written, as it would be kept.
    pub draft: Option<Draft>,
    /// Changes of marks and notes that count as kept.
    n_kept: u64,
}

impl Headless {
    /// Opens folders or files at a size, with a theme.
    ///
    /// # Errors
    ///
    /// When a path is not there.
    pub fn open(paths: &[&Path], size: (u16, u16), theme: Theme) -> Result<Self> {
        Self::configured(paths, size, theme, &Configuration::default())
    }

    /// The same with settings and keys of one's own.
    ///
    /// # Errors
    ///
    /// When a path is not there.
    pub fn configured(
        paths: &[&Path],
        (width, height): (u16, u16),
        theme: Theme,
        config: &Configuration,
    ) -> Result<Self> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
        let roots = roots(&paths)?;
        let startup = Startup { paths, ..Startup::default() };
        let themes = Themes { all: vec![theme], at: 0 };
        let mut program = Self {
            model: model(&startup, &roots, themes, config),
            is_ended: false,
            corpus: Corpus::default(),
            tree: Tree::default(),
            roots,
            is_watching: true,
            exports: Vec::new(),
            copied: None,
            opened: None,
            draft: None,
            n_kept: 0,
        };
        program.happen(Event::Resized { width, height });
        program.look();
        Ok(program)
    }

    /// Looks through the folders, as the watcher would.
    pub fn look(&mut self) {
        let tree = scan(&self.roots);
        let happened = changes(&self.tree, &tree);
        if !happened.moved.is_empty() {
            self.happen(Event::Moved(happened.moved.clone()));
        }
        for (from, to) in happened.moved {
            self.corpus.apply(FileChange::Moved { from, to });
        }
        for path in happened.gone {
            self.corpus.apply(FileChange::Gone(path));
        }
        for (path, found) in &tree.files {
            if self.tree.files.get(path) == Some(found) {
                continue;
            }
            self.corpus.apply(match found {
                Found::Refused(why) => FileChange::Failed(path.clone(), why.clone()),
                Found::Article(_, format) => {
                    let read =
                        read_bytes(path).and_then(|bytes| profiles(path, &bytes, *format, None));
                    read.unwrap_or_else(|error| FileChange::Failed(path.clone(), error.to_string()))
                }
            });
        }
        self.tree = tree;
        // Moves of files move what was decided about them.
        self.happen(Event::Decided(Box::new(self.corpus.decisions().clone())));
        self.tell();
    }

    fn tell(&mut self) {
        let watching = if self.is_watching { Watching::Live } else { Watching::Paused };
        let snapshot = Arc::new(self.corpus.snapshot());
        self.happen(Event::Corpus(News {
            snapshot,
            is_loading: false,
            n_found: self.tree.files.len(),
            watching,
            missing: Vec::new(),
        }));
    }

    /// Presses keys: characters, and names in angle brackets, as in `j<enter>]]`.
    pub fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
            let (chord, after) = match named
                .and_then(|(name, after)| Chord::parse(name).map(|chord| (chord, after)))
            {
                Some(known) => known,
                None => (Chord::char(first), rest.get(first.len_utf8()..).unwrap_or_default()),
            };
            rest = after;
            self.happen(Event::Key(chord));
        }
    }

    /// Takes an event, and carries out at once what follows from it.
    pub fn happen(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for command in update(&mut self.model, event) {
                match command {
                    Command::Collate { key, sides, .. } => {
                        let inputs = sides.as_ref().as_ref().map(|reading| Input {
                            version: &reading.version,
                            furniture: &reading.furniture,
                        });
                        let collation = collate(&inputs, &Budget::unlimited());
                        events.push(Event::Collated { key, result: Ok(Arc::new(collation)) });
                    }
                    Command::Load { id, state, location } => {
                        let result = read_text(&location, None);
                        events.push(Event::Loaded { id, state, result });
                    }
                    Command::Decide(decisions) => {
                        self.corpus.decide(*decisions);
                        self.tell();
                    }
                    Command::Watch(is_on) => {
                        self.is_watching = is_on;
                        self.tell();
                    }
                    Command::Rescan => self.look(),
                    Command::Keep(changes) => {
                        self.n_kept += changes.len() as u64;
                        events.push(Event::Kept { n_kept: self.n_kept });
                    }
                    Command::Draft(draft) => self.draft = draft.map(|draft| *draft),
                    Command::EditText(text) => {
                        events.push(Event::Edited(Ok(format!("{text} (edited)"))));
                    }
                    Command::Export(export) => self.exports.push(*export),
                    Command::Copy(text) => self.copied = Some(text),
                    Command::OpenEditor { location, line, .. } => {
                        self.opened = Some((location, line));
                    }
                    // Nothing is kept without a store, so nothing has a past.
                    Command::LoadRevision { .. }
                    | Command::ListRevisions(_)
                    | Command::Acknowledge(_)
                    | Command::Bookmark(_)
                    | Command::Learn(_)
                    | Command::ForgetDrafts(_)
                    | Command::Redraw
                    | Command::Suspend => {}
                    Command::Quit => self.is_ended = true,
                }
            }
        }
    }

    /// The screen as it is now.
    pub fn screen(&self) -> Buffer {
        self.frame().0
    }

    /// Where the terminal's cursor is now, if it is seen.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.frame().1
    }

    fn frame(&self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.model.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = draw(&self.model, &mut Looks::default(), &mut buf);
        (buf, cursor)
    }

    /// The screen as lines of text, without looks.
    pub fn text(&self) -> String {
        let buf = self.screen();
        let row = |y: u16| {
            let mut line = String::new();
            let mut x = 0;
            while x < buf.area.width {
                let symbol = buf[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(crate::text::width::cluster_width(symbol).max(1)).unwrap_or(1);
            }
            line.trim_end().to_owned()
        };
        (0..buf.area.height).map(row).collect::<Vec<_>>().join("\n")
    }
}
