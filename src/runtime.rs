//! The outside: terminal, threads, files, time. The event loop gives events to [`crate::app::update`] and
//! carries out the commands that come back.
//!
//! Threads, all named and joined at the end: `ui` (the caller's), `input`, `signals`, `corpus`, `worker`, `keeper`, and one
//! for each report or copy that is asked for.

pub mod export;
mod external;
mod eyes;
pub mod files;
pub mod headless;
mod input;
mod jobs;
mod keeper;
pub mod library;
mod log;
mod memory;
mod readers;
mod renames;
pub mod revisions;
pub mod scan;
pub mod settings;
mod signals;
pub mod store;
mod terminal;
mod themes;
pub mod watch;
mod worker;

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::app::bookmark::Bookmark;
use crate::app::desk::Desk;
use crate::app::event::NotExported;
use crate::app::export::{Destination, Export};
use crate::app::model::{Appearance, Opened, Themes};
use crate::app::update::update;
use crate::app::{Command, Event, Model};
use crate::config::setting::Origin;
use crate::config::settings::Configuration;
use crate::corpus::{Decisions, Location};
use crate::sides::Sides;
use crate::text::decode::Encoding;
use crate::text::safe::SafeText;

use input::Input;
use jobs::Jobs;
use keeper::Keeper;
use log::log;
use store::Deed;
use terminal::Session;
use watch::Watch;
use worker::Worker;

/// The shortest time between two frames.
const FRAME: Duration = Duration::from_millis(16);

/// How long a frame waits for a comparison that was just asked for, so that the screen changes once.
const PATIENCE: Duration = Duration::from_millis(12);

/// How often an idle program looks whether its terminal has another size, should nobody have told.
const PULSE: Duration = Duration::from_mins(1);

/// What to open, and how.
#[derive(Clone, Debug, Default)]
pub struct Startup {
    /// Folders and files.
    pub paths: Vec<PathBuf>,
    /// What the user says of settings.
    pub flags: settings::Flags,
    /// The encoding of all files, if the user says so.
    pub encoding: Option<Encoding>,
    /// Whether what was learnt of files before is used, and what is learnt now is kept.
    pub uses_memory: bool,
    /// Where revisions, marks, notes and decisions are kept.
    pub store: store::Place,
}

/// What reaches the loop.
enum Message {
    /// Something for the model.
    Event(Event),
    /// Text for the clipboard.
    Clip(String),
    /// A signal asks to end the program; the number is the signal's.
    Ended(i32),
    /// A signal asks to stop the program for a while.
    Stopped,
    /// The terminal may have another size.
    Resized,
    /// The terminal is gone.
    Hangup,
}

/// Runs the full-screen program until the user leaves it; answers with the exit code.
///
/// # Errors
///
/// When a path is not there, or the terminal cannot be used.
pub fn run(startup: &Startup) -> Result<u8> {
    let roots = scan::roots(&startup.paths)?;
    startup.store.check_outside(&startup.paths).map_err(anyhow::Error::msg)?;
    terminal::check()?;
    let mut config = settings::configuration(&startup.flags);
    let (themes, trouble) = themes(&mut config)?;
    config.warnings.extend(trouble);
    let mut model = model(startup, &roots, themes, &config);
    model.warnings.clone_from(&config.warnings);
    let (sender, receiver) = mpsc::channel();
    let signals = signals::Signals::start(sender.clone()).context("signals")?;
    let session = Session::enter(config.settings.mouse).context("terminal")?;
    let keeping = keeper::Keeping {
        place: startup.store.clone(),
        retention: config.settings.retention,
        encoding: startup.encoding,
    };
    let (keeper, decisions) = Keeper::start(keeping, events(&sender, "keeper"))?;
    let earlier = watch::Earlier { decisions, keeper: keeper.handle() };
    let watch = Watch::start(roots, startup, earlier, events(&sender, "corpus"))?;
    let worker = Worker::start(startup.encoding, events(&sender, "worker"))?;
    let input = Input::start(sender.clone())?;
    if let Some(words) = warned(&config.warnings) {
        let _ = sender.send(Message::Event(Event::Noticed(SafeText::new(&words))));
    }
    let (jobs, encoding) = (Jobs::default(), startup.encoding);
    let mut program = Loop {
        model,
        session,
        input,
        sender,
        receiver,
        watch,
        worker,
        keeper,
        jobs,
        encoding,
        decided: Decisions::default(),
        waiting: VecDeque::new(),
    };
    let code = program.run();
    if code.is_err() {
        program.end();
    }
    program.input.stop();
    terminal::restore();
    signals.stop();
    // What could not be kept is said where it can still be read.
    match program.keeper.end() {
        Some(lost) => Err(anyhow::anyhow!("{lost}")),
        None => code,
    }
}

/// A sender of events that writes what it sends to the log.
fn events(
    sender: &Sender<Message>,
    from: &'static str,
) -> impl Fn(Event) + Send + Sync + Clone + 'static {
    let sender = sender.clone();
    move |event| {
        log(|| format!("{from}: {}", log::brief(&event)));
        // The loop has ended; nobody wants to know any more.
        let _ = sender.send(Message::Event(event));
    }
}

/// The themes, with the one that is set. One that there is not is an error where it was asked for now, else a warning.
fn themes(config: &mut Configuration) -> Result<(Themes, Vec<String>)> {
    let (origin, depth) = (config.origin("screen.theme"), terminal::depth());
    match themes::load(config.settings.theme.as_deref(), depth) {
        Err(error) if matches!(origin, Origin::File(_)) => {
            config.warnings.push(format!("{origin}: {error}"));
            themes::load(None, depth)
        }
        other => other,
    }
}

/// All that is wrong with the configuration and with the themes.
pub fn trouble(config: &Configuration) -> Vec<String> {
    // Where none is named, the terminal is not asked: here it makes no difference which.
    let theme = config.settings.theme.as_deref().unwrap_or("dark");
    let origin = config.origin("screen.theme");
    let themes = themes::load(Some(theme), terminal::depth())
        .map_or_else(|error| vec![format!("{origin}: {error}")], |(_, trouble)| trouble);
    config.warnings.iter().cloned().chain(themes).collect()
}

/// What is wrong with the configuration, in one line.
fn warned(warnings: &[String]) -> Option<String> {
    match warnings {
        [] => None,
        [one] => Some(format!("{one} (the help says it again)")),
        [first, rest @ ..] => {
            Some(format!("{first} (and {} more: the help lists them)", rest.len()))
        }
    }
}

fn model(startup: &Startup, roots: &[scan::Root], themes: Themes, config: &Configuration) -> Model {
    let opened = match roots {
        [left, right] if left.is_file && right.is_file => {
            Opened::Pair(Box::new(Sides::new(left.path.clone(), right.path.clone())))
        }
        _ => Opened::List,
    };
    let title = startup
        .paths
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join("  ");
    let desk = Desk::new(config.settings.kinds.clone());
    let settings = Appearance::configured(&config.settings);
    let keymap = config.keymap.clone();
    let roots = roots.iter().map(|root| root.path.clone()).collect();
    let title = SafeText::new(&title);
    Model { opened, title, roots, settings, keymap, themes, desk, ..Model::default() }
}

/// The event loop and all it owns. Dropped in this order, so that threads end before what they use.
struct Loop {
    model: Model,
    session: Session,
    input: Input,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    watch: Watch,
    worker: Worker,
    keeper: Keeper,
    jobs: Jobs,
    encoding: Option<Encoding>,
    /// What was decided about stories and furniture, as it is kept.
    decided: Decisions,
    /// Messages that came while something else had the terminal.
    waiting: VecDeque<Message>,
}

impl Loop {
    fn run(&mut self) -> Result<u8> {
        let (width, height) = self.session.size();
        let commands = update(&mut self.model, Event::Resized { width, height });
        if let Some(code) = self.carry_out(commands)? {
            return Ok(code);
        }
        let mut last_frame: Option<Instant> = None;
        let mut dirty_since = Some(Instant::now());
        loop {
            if let Some(since) = dirty_since {
                if let Some(wait) = self.wait_before_frame(last_frame, since)
                    && let Some(message) = self.next(wait)?
                {
                    if let Some(code) = self.take(message)? {
                        return Ok(code);
                    }
                    continue;
                }
                if let Some(code) = self.check_size()? {
                    return Ok(code);
                }
                self.session.draw(&self.model)?;
                last_frame = Some(Instant::now());
            }
            let Some(message) = self.next(PULSE)? else {
                dirty_since = (self.session.size() != self.model.size).then(Instant::now);
                continue;
            };
            dirty_since = Some(Instant::now());
            let mut next = Some(message);
            while let Some(message) = next {
                if let Some(code) = self.take(message)? {
                    return Ok(code);
                }
                next = self.waiting.pop_front().or_else(|| self.receiver.try_recv().ok());
            }
        }
    }

    /// Makes sure that the model knows how large the terminal is, whoever has told or failed to tell.
    fn check_size(&mut self) -> Result<Option<u8>> {
        let (width, height) = self.session.size();
        if (width, height) == self.model.size {
            return Ok(None);
        }
        self.take(Message::Event(Event::Resized { width, height }))
    }

    /// How long to wait for more events before the next frame, if at all: the first key after quiet is answered
    /// at once, unless a comparison is about to come.
    fn wait_before_frame(&self, last_frame: Option<Instant>, since: Instant) -> Option<Duration> {
        let pace = last_frame.map_or(Duration::ZERO, |last| FRAME.saturating_sub(last.elapsed()));
        // A mark is on the disk soon, too.
        let is_being_kept = self.model.desk.n_unkept() > 0 && self.model.desk.trouble.is_none();
        let is_awaited = self.model.asked.visible.is_some() || is_being_kept;
        let patience =
            if is_awaited { PATIENCE.saturating_sub(since.elapsed()) } else { Duration::ZERO };
        Some(pace.max(patience)).filter(|wait| !wait.is_zero())
    }

    fn next(&mut self, wait: Duration) -> Result<Option<Message>> {
        if let Some(message) = self.waiting.pop_front() {
            return Ok(Some(message));
        }
        match self.receiver.recv_timeout(wait) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!("all threads have ended"),
        }
    }

    /// Takes one message; answers with an exit code when it is the last.
    fn take(&mut self, message: Message) -> Result<Option<u8>> {
        match message {
            Message::Event(event) => {
                terminal::fault("panic-update", &event);
                if let Event::Decided(decisions) | Event::Recalled(decisions) = &event {
                    self.decided.clone_from(decisions);
                }
                let is_begun = matches!(event, Event::Begun(_));
                let commands = update(&mut self.model, event);
                if is_begun {
                    // The rest of what is to be in it is known here.
                    let states = (Decisions::default(), self.decided.clone());
                    self.keep(vec![Deed::Decision(Box::new(states))]);
                    self.watch.tell_again();
                }
                self.carry_out(commands)
            }
            Message::Clip(text) => {
                self.copy(text);
                Ok(None)
            }
            Message::Ended(signal) => {
                self.end();
                Ok(Some(128u8.saturating_add(u8::try_from(signal).unwrap_or(0))))
            }
            // The size is looked at before every frame.
            Message::Resized => Ok(None),
            Message::Hangup => {
                self.end();
                Ok(Some(129))
            }
            Message::Stopped => self.suspend().map(|()| None),
        }
    }

    fn carry_out(&mut self, commands: Vec<Command>) -> Result<Option<u8>> {
        for command in commands {
            log(|| format!("command: {}", log::brief_command(&command)));
            match command {
                Command::Collate { slot, key, sides } => self.worker.submit(slot, key, sides),
                Command::Load { id, state, location } => self.worker.read(id, state, location),
                Command::LoadRevision { id, state, location } => {
                    self.keeper.handle().load(id, state, location);
                }
                Command::ListRevisions(location) => self.keeper.handle().list(location),
                Command::Acknowledge(states) => {
                    let deed = |(path, state)| Deed::Acknowledge(path, state);
                    self.keep(states.into_iter().map(deed).collect());
                }
                Command::Keep(changes) => {
                    self.keep(changes.into_iter().map(Deed::Change).collect());
                }
                Command::Bookmark(all) => self.bookmark(all),
                Command::Learn(action) => self.keep(vec![Deed::Learn(action)]),
                Command::Draft(draft) => self.keep(vec![Deed::Draft(draft)]),
                Command::ForgetDrafts(numbers) => self.keep(vec![Deed::ForgetDrafts(numbers)]),
                Command::Copy(text) => self.copy(text),
                Command::Export(export) => self.export(*export),
                Command::EditText(text) => {
                    let result = self.outside(|| external::edit_text(&text))?;
                    // At once: what was typed meanwhile may close what it belongs to.
                    if let Some(code) = self.take(Message::Event(Event::Edited(result)))? {
                        return Ok(Some(code));
                    }
                }
                Command::OpenEditor { location, line, words } => {
                    let result = self.outside(|| external::edit_file(&location, line, &words))?;
                    if let Err(why) = result {
                        self.happen(Event::Noticed(SafeText::new(&why)));
                    }
                    self.watch.rescan();
                }
                Command::Decide(decisions) => {
                    let before = std::mem::replace(&mut self.decided, (*decisions).clone());
                    self.keep(vec![Deed::Decision(Box::new((before, (*decisions).clone())))]);
                    self.watch.decide(decisions);
                }
                Command::Watch(is_on) => self.watch.set_watching(is_on),
                Command::Rescan => self.watch.rescan(),
                Command::Redraw => self.session.redraw(),
                Command::Suspend => self.suspend()?,
                Command::Quit => return Ok(Some(0)),
            }
        }
        Ok(None)
    }

    /// Nobody can ask the reader any more: what is being written is kept.
    fn end(&mut self) {
        for command in update(&mut self.model, Event::Ending) {
            match command {
                Command::Keep(changes) => {
                    self.keep(changes.into_iter().map(Deed::Change).collect());
                }
                Command::Bookmark(all) => self.bookmark(all),
                Command::Draft(draft) => self.keep(vec![Deed::Draft(draft)]),
                _ => {}
            }
        }
    }

    fn bookmark(&self, all: Vec<(Location, Option<Bookmark>)>) {
        let deed = |(location, bookmark)| Deed::Bookmark(location, bookmark);
        self.keep(all.into_iter().map(deed).collect());
    }

    /// Keeps what the reader did.
    fn keep(&self, deeds: Vec<Deed>) {
        self.keeper.handle().keep(deeds, self.model.desk.n_moves);
    }

    /// Tells the model something, when it is its turn.
    fn happen(&self, event: Event) {
        // This loop has the other end.
        let _ = self.sender.send(Message::Event(event));
    }

    fn copy(&mut self, text: String) {
        let words = external::copy_by_terminal(&text);
        self.happen(Event::Noticed(SafeText::new(&words)));
        self.jobs.start("clipboard", move |_| external::copy_by_program(&text));
    }

    fn export(&mut self, export: Export) {
        let (sender, encoding) = (self.sender.clone(), self.encoding);
        let folders = self.model.roots.clone();
        let run = move |cancel: &AtomicBool| {
            let means = export::Means { encoding, folders: &folders, cancel };
            let work = || match export.destination {
                Destination::Clipboard => {
                    let text = export::to_text(&export, &means)?;
                    // The loop has ended; nobody pastes any more.
                    let _ = sender.send(Message::Clip(text));
                    Ok(None)
                }
                Destination::File { .. } => export::to_file(&export, &means).map(Some),
            };
            let done = std::panic::catch_unwind(AssertUnwindSafe(work));
            let fault =
                || Err(NotExported::Trouble("A fault in copydesk: there is no report.".into()));
            let result = match done.unwrap_or_else(|_| fault()) {
                Ok(None) => return,
                Ok(Some(path)) => Ok(format!("The report is in {}.", path.display())),
                Err(why) => Err(why),
            };
            let _ = sender.send(Message::Event(Event::Exported(result)));
        };
        if !self.jobs.start("report", run) {
            let why = NotExported::Trouble("No thread can be started for the report.".into());
            self.happen(Event::Exported(Err(why)));
        }
    }

    /// Gives the terminal back while something else has it, and takes it again.
    fn outside<T>(&mut self, work: impl FnOnce() -> T) -> Result<T> {
        self.input.stop();
        terminal::restore();
        let result = work();
        self.session.retake().context("terminal")?;
        self.input = Input::start(self.sender.clone())?;
        // What the keyboard interrupted or stopped was the other program.
        let is_ours =
            |message: &Message| !matches!(message, Message::Ended(2 | 3) | Message::Stopped);
        self.waiting.extend(self.receiver.try_iter().filter(is_ours));
        Ok(result)
    }

    /// Gives the terminal back, stops, and takes it again when the shell says so.
    fn suspend(&mut self) -> Result<()> {
        self.outside(signals::stop_here)?;
        let (width, height) = self.session.size();
        let commands = update(&mut self.model, Event::Resized { width, height });
        self.carry_out(commands).map(|_| ())
    }
}
