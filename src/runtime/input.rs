//! The input thread: keys of the terminal become events.
//!
//! It waits for the terminal by itself and only then asks crossterm, whose own wait never returns when the
//! terminal is gone and the hangup signal is ignored. It sleeps until there is something to do.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};
use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::Message;
use crate::app::{Event, Mouse, MouseDeed};
use crate::config::chord::{Chord, Key};

use wait::{Stop, Wait, Waiter};

/// How long crossterm is asked for more. Not zero: the source that reads the terminal level-triggered (feature
/// `use-dev-tty`) never finds anything in no time. The other source is edge-triggered and leaves a key unread
/// when a resize comes with it.
const MOMENT: Duration = Duration::from_millis(1);

/// How long the end of the thread is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// The running input thread.
pub(super) struct Input {
    thread: Option<JoinHandle<()>>,
    stop: Option<Stop>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

impl Input {
    pub(super) fn start(sender: Sender<Message>) -> Result<Self> {
        let (waiter, stop) = wait::open().context("keyboard")?;
        let (alive, ended) = mpsc::channel();
        let run = move || {
            let _alive: Sender<()> = alive;
            if catch_unwind(AssertUnwindSafe(|| read(&waiter, &sender))).is_err() {
                // A program that hears no key had better end while it can.
                let _ = sender.send(Message::Hangup);
            }
        };
        let thread =
            std::thread::Builder::new().name("input".into()).spawn(run).context("input thread")?;
        Ok(Self { thread: Some(thread), stop: Some(stop), ended })
    }

    /// Ends the thread, so that another program can have the terminal.
    pub(super) fn stop(&mut self) {
        drop(self.stop.take());
        let Some(thread) = self.thread.take() else { return };
        // When the terminal vanishes in the middle of a read, crossterm never comes back; the program must end
        // all the same, and takes the thread with it.
        if self.ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Disconnected) {
            let _ = thread.join();
        }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Reads until told to stop, or until there is nothing to read from.
fn read(waiter: &Waiter, sender: &Sender<Message>) {
    loop {
        match waiter.wait() {
            Wait::Stopped => return,
            Wait::Input if forward(sender) => {}
            Wait::Input | Wait::Gone => {
                // The loop has ended; nobody needs to know.
                let _ = sender.send(Message::Hangup);
                return;
            }
        }
    }
}

/// Sends on whatever is there. False when the terminal cannot be read any more.
fn forward(sender: &Sender<Message>) -> bool {
    loop {
        match event::poll(MOMENT) {
            Ok(false) => return true,
            Ok(true) => {}
            Err(_) => return false,
        }
        let Ok(event) = event::read() else { return false };
        if let Some(event) = translate(event)
            && sender.send(Message::Event(event)).is_err()
        {
            return false;
        }
    }
}

/// Waiting for a key, or for the word to stop.
#[cfg(unix)]
mod wait {
    use std::fs::File;
    use std::io::{self, IsTerminal as _};
    use std::os::fd::{AsFd as _, OwnedFd};

    use rustix::event::{PollFd, PollFlags, poll};

    pub(super) enum Wait {
        Input,
        Stopped,
        Gone,
    }

    /// The writing end of a pipe; dropping it wakes the waiter.
    pub(super) struct Stop(#[expect(dead_code, reason = "held for what dropping it does")] OwnedFd);

    pub(super) struct Waiter {
        keyboard: OwnedFd,
        stop: OwnedFd,
    }

    /// The keyboard is standard input, or the controlling terminal where that is something else; crossterm
    /// chooses in the same way.
    pub(super) fn open() -> io::Result<(Waiter, Stop)> {
        let stdin = io::stdin();
        let keyboard = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            File::open("/dev/tty")?.into()
        };
        let (stop, stopper) = rustix::pipe::pipe()?;
        Ok((Waiter { keyboard, stop }, Stop(stopper)))
    }

    impl Waiter {
        pub(super) fn wait(&self) -> Wait {
            let mut fds = [
                PollFd::new(&self.keyboard, PollFlags::IN),
                PollFd::new(&self.stop, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => return Wait::Input,
                Err(_) => return Wait::Gone,
                Ok(_) => {}
            }
            let [keyboard, stop] = fds.map(|fd| fd.revents());
            if !stop.is_empty() {
                Wait::Stopped
            } else if keyboard.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                Wait::Gone
            } else {
                Wait::Input
            }
        }
    }
}

/// Waiting for a key, or for the word to stop, where a terminal is no file.
#[cfg(not(unix))]
mod wait {
    use std::io;
    use std::sync::Arc;
    use std::time::Duration;

    const TICK: Duration = Duration::from_millis(50);

    pub(super) enum Wait {
        Input,
        Stopped,
        #[expect(dead_code, reason = "here the terminal does not tell")]
        Gone,
    }

    pub(super) struct Stop(#[expect(dead_code, reason = "held to be counted")] Arc<()>);

    pub(super) struct Waiter(Arc<()>);

    pub(super) fn open() -> io::Result<(Waiter, Stop)> {
        let alive = Arc::new(());
        Ok((Waiter(Arc::clone(&alive)), Stop(alive)))
    }

    impl Waiter {
        pub(super) fn wait(&self) -> Wait {
            loop {
                if Arc::strong_count(&self.0) < 2 {
                    return Wait::Stopped;
                }
                if crossterm::event::poll(TICK).unwrap_or(true) {
                    return Wait::Input;
                }
            }
        }
    }
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => chord(key).map(Event::Key),
        event::Event::Mouse(mouse) => pointed(mouse).map(Event::Mouse),
        event::Event::Paste(text) => Some(Event::Pasted(text)),
        event::Event::Resize(width, height) => Some(Event::Resized { width, height }),
        _ => None,
    }
}

const fn pointed(mouse: event::MouseEvent) -> Option<Mouse> {
    let deed = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseDeed::Click,
        MouseEventKind::ScrollDown => MouseDeed::WheelDown,
        MouseEventKind::ScrollUp => MouseDeed::WheelUp,
        _ => return None,
    };
    Some(Mouse { x: mouse.column, y: mouse.row, deed })
}

fn chord(key: event::KeyEvent) -> Option<Chord> {
    let code = match key.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let has = |modifier| key.modifiers.contains(modifier);
    Some(Chord { key: code, ctrl: has(KeyModifiers::CONTROL), alt: has(KeyModifiers::ALT) })
}
