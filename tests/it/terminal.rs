//! The real program in a real pseudo-terminal. Nothing here sleeps: every step waits for what the screen says.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// The longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Seen {
    pub(crate) parser: vt100::Parser,
    pub(crate) raw: Vec<u8>,
    pub(crate) is_closed: bool,
}

/// A program in a terminal.
pub(crate) struct Terminal {
    pub(crate) master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

pub(crate) const fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Terminal {
    /// Starts the program.
    pub(crate) fn start(arguments: &[&str], folder: &Path, environment: &[(&str, &str)]) -> Self {
        let program = assert_cmd::cargo::cargo_bin("copydesk");
        Self::run(program.as_os_str(), arguments, folder, environment)
    }

    /// Starts any program.
    pub(crate) fn run(
        program: &OsStr,
        arguments: &[&str],
        folder: &Path,
        environment: &[(&str, &str)],
    ) -> Self {
        let size = PtySize { rows: 24, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        for name in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, crate::support::HOME);
        }
        for name in ["NO_COLOR", "COLORTERM", "COPYDESK_LOG"] {
            command.env_remove(name);
        }
        command.env("TZ", "UTC");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let seen = Seen {
            parser: vt100::Parser::new(cells(24), cells(120), 0),
            raw: Vec::new(),
            is_closed: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let mut reader = pty.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buf = [0; 4096];
            loop {
                let n = reader.read(&mut buf).unwrap_or(0);
                let mut seen = shared.0.lock().unwrap();
                seen.parser.process(&buf[..n]);
                seen.raw.extend(&buf[..n]);
                seen.is_closed = n == 0;
                shared.1.notify_all();
                if n == 0 {
                    return;
                }
            }
        });
        let writer = pty.master.take_writer().unwrap();
        Self { master: pty.master, writer, child, seen }
    }

    pub(crate) fn open(folder: &TempDir, environment: &[(&str, &str)]) -> Self {
        Self::start(&["--theme", "dark", "."], folder.path(), environment)
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until what has been seen is as wanted.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, mut is_so: impl FnMut(&Seen) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !is_so(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            let screen = seen.parser.screen().contents();
            assert!(!left.is_zero(), "never seen: {what}\n{screen}");
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(text, |seen| seen.parser.screen().contents().contains(text));
    }

    pub(crate) fn resize(&self, cols: u16, rows: u16) {
        self.seen.0.lock().unwrap().parser.set_size(cells(rows), cells(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let done = std::process::Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(done.success());
    }

    /// Lets the program go on that has stopped itself, as soon as it has.
    #[track_caller]
    pub(crate) fn go_on(&self) {
        let id = self.child.process_id().unwrap().to_string();
        let end = Instant::now() + PATIENCE;
        loop {
            let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", &id]).output();
            if String::from_utf8_lossy(&state.unwrap().stdout).starts_with('T') {
                break;
            }
            assert!(Instant::now() < end, "the program did not stop");
        }
        self.signal("-CONT");
    }

    /// Waits for the end; the exit code, with the terminal found as it was.
    #[track_caller]
    pub(crate) fn end(mut self) -> (u32, Vec<u8>) {
        // Output ends with the program; a program that does not end fails the test instead of holding it up.
        self.wait("the end of output", |seen| seen.is_closed);
        let code = self.child.wait().unwrap().exit_code();
        let seen = self.seen.0.lock().unwrap();
        assert!(!seen.parser.screen().alternate_screen(), "the alternate screen was not left");
        assert!(!seen.parser.screen().hide_cursor(), "the cursor was not shown again");
        assert!(!seen.parser.screen().bracketed_paste(), "bracketed paste was not switched off");
        let mouse = seen.parser.screen().mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "the mouse was not given back");
        (code, seen.raw.clone())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that has failed leaves nothing running. One that has ended is no trouble.
        let _ = self.child.kill();
    }
}
