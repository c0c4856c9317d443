//! The signals thread: a signal to end restores the terminal first; a signal to stop gives it back; a new size
//! is told.

use std::sync::mpsc::Sender;

use super::Message;

/// The running signals thread.
pub(super) struct Signals {
    #[cfg(unix)]
    handle: signal_hook::iterator::Handle,
    #[cfg(unix)]
    thread: std::thread::JoinHandle<()>,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn start(sender: Sender<Message>) -> std::io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
        let mut signals = signal_hook::iterator::Signals::new([
            SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH,
        ])?;
        let handle = signals.handle();
        let run = move || {
            for signal in &mut signals {
                let message = match signal {
                    SIGTSTP if !super::terminal::is_taken() => {
                        // Another program has the terminal, and is stopped with us.
                        stop_here();
                        continue;
                    }
                    SIGTSTP => Message::Stopped,
                    SIGWINCH => Message::Resized,
                    _ => Message::Ended(signal),
                };
                if sender.send(message).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("signals".into()).spawn(run)?;
        Ok(Self { handle, thread })
    }

    pub(super) fn stop(self) {
        self.handle.close();
        let _ = self.thread.join();
    }
}

#[cfg(not(unix))]
impl Signals {
    pub(super) fn start(_: Sender<Message>) -> std::io::Result<Self> {
        Ok(Self {})
    }

    pub(super) fn stop(self) {}
}

/// Stops the program as the shell's Ctrl-Z does, until it is continued.
pub(super) fn stop_here() {
    #[cfg(unix)]
    {
        // The default action of this signal; it cannot be caught, so it needs no handler taken away.
        let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
    }
}
