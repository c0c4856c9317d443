//! The input thread: keys of the terminal become events.
//!
//! It waits for the terminal by itself and only then asks crossterm, whose own wait never returns when the
//! terminal is gone and the hangup signal is ignored.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};
use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers};

use super::Message;
use super::terminal::{Wait, wait_for_input};
use crate::app::Event;
use crate::config::chord::{Chord, Key};

/// How long one wait lasts; the thread can be stopped in between.
const TICK: Duration = Duration::from_millis(50);

/// How long the end of the thread is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// The running input thread.
pub(super) struct Input {
    thread: Option<JoinHandle<()>>,
    is_stopped: Arc<AtomicBool>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

impl Input {
    pub(super) fn start(sender: Sender<Message>) -> Result<Self> {
        let is_stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_stopped);
        let (alive, ended) = mpsc::channel();
        let run = move || {
            let _alive: Sender<()> = alive;
            while !flag.load(Ordering::Relaxed) {
                if matches!(wait_for_input(TICK), Wait::Gone) || !forward(&sender) {
                    let _ = sender.send(Message::Hangup);
                    return;
                }
            }
        };
        let thread =
            std::thread::Builder::new().name("input".into()).spawn(run).context("input thread")?;
        Ok(Self { thread: Some(thread), is_stopped, ended })
    }

    /// Ends the thread, so that another program can have the terminal.
    pub(super) fn stop(&mut self) {
        self.is_stopped.store(true, Ordering::Relaxed);
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

/// Sends on whatever is there. False when the terminal cannot be read any more.
fn forward(sender: &Sender<Message>) -> bool {
    loop {
        match event::poll(Duration::ZERO) {
            Ok(false) => return true,
            Ok(true) => {}
            Err(_) => return false,
        }
        let Ok(event) = event::read() else {
            return false;
        };
        if let Some(event) = translate(event)
            && sender.send(Message::Event(event)).is_err()
        {
            return false;
        }
    }
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => chord(key).map(Event::Key),
        event::Event::Paste(text) => Some(Event::Pasted(text)),
        event::Event::Resize(width, height) => Some(Event::Resized { width, height }),
        _ => None,
    }
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
