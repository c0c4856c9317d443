//! The terminal: taken, painted, and always given back as it was.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Result, bail};
use crossterm::{cursor, event, execute, queue, terminal};
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};

use super::log::log;
use crate::app::Model;
use crate::config::settings::Pointer;
use crate::config::theme::Theme;
use crate::ui::{Depth, Looks, draw};

/// Room for one whole frame, so that it is written at once.
const FRAME_BYTES: usize = 256 * 1024;

/// Asks the terminal for buttons and wheel, in columns and rows of any size, and for no motion: so that selecting text
/// stays the terminal's, with Shift. crossterm's own command would ask for every motion.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// Takes that back; does no harm where it was not asked for.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Whether the terminal is ours at the moment.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Says in one line why there can be no full-screen program here.
///
/// # Errors
///
/// When standard output is no terminal, or one that cannot be painted on.
pub(super) fn check() -> Result<()> {
    if !io::stdout().is_terminal() {
        bail!(
            "standard output is not a terminal; to print a comparison, use: copydesk diff LEFT RIGHT"
        );
    }
    let term = std::env::var("TERM").unwrap_or_default();
    if cfg!(unix) && (term.is_empty() || term == "dumb") {
        bail!(
            "this terminal (TERM={term}) cannot be painted on; to print a comparison, use: copydesk diff LEFT RIGHT"
        );
    }
    Ok(())
}

/// How many colors the terminal has, as it says itself.
pub(super) fn depth() -> Depth {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    Depth::detect(&variable("COLORTERM"), &variable("TERM"))
}

/// The terminal while it is ours. Dropping it gives it back.
pub(super) struct Session {
    terminal: Terminal<Careful<CrosstermBackend<BufWriter<Stdout>>>>,
    looks: Looks,
    pointer: Pointer,
}

impl Session {
    pub(super) fn enter(pointer: Pointer) -> Result<Self> {
        install_hook();
        take(pointer)?;
        // Until there is a session to do it, the guard gives back what was taken, whatever fails.
        let guard = Guard;
        let backend =
            Careful(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout())));
        let terminal = Terminal::new(backend)?;
        std::mem::forget(guard);
        let looks = Looks::new(&Theme::default(), depth());
        Ok(Self { terminal, looks, pointer })
    }

    pub(super) fn size(&self) -> (u16, u16) {
        self.terminal.size().map_or((80, 24), |size| (size.width, size.height))
    }

    /// Paints one frame.
    pub(super) fn draw(&mut self, model: &Model) -> Result<()> {
        fault("panic-draw", &());
        queue!(self.terminal.backend_mut().0, terminal::BeginSynchronizedUpdate)?;
        let (looks, size) = (&mut self.looks, model.size);
        let painted = self.terminal.draw(|frame| {
            // The model is laid out for a size; a frame of another size is followed by a resize event.
            let is_same = (frame.area().width, frame.area().height) == size;
            let cursor = is_same.then(|| draw(model, looks, frame.buffer_mut())).flatten();
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        });
        painted?;
        execute!(self.terminal.backend_mut().0, terminal::EndSynchronizedUpdate)?;
        Ok(())
    }

    /// Takes the terminal again after it was given back for a while.
    pub(super) fn retake(&mut self) -> Result<()> {
        take(self.pointer)?;
        self.redraw();
        Ok(())
    }

    /// Makes the next frame paint every cell. Not `clear`, which asks the terminal where its cursor is and
    /// waits for an answer that the input thread takes.
    pub(super) fn redraw(&mut self) {
        let (width, height) = self.size();
        let _ = self.terminal.resize(Rect::new(0, 0, width, height));
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Makes the terminal ours.
fn take(pointer: Pointer) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    IS_TAKEN.store(true, Ordering::SeqCst);
    let entered = execute!(
        io::stdout(),
        terminal::EnterAlternateScreen,
        event::EnableBracketedPaste,
        cursor::Hide
    )
    .and_then(|()| match pointer {
        Pointer::Taken => write!(io::stdout(), "{MOUSE_ON}").and_then(|()| io::stdout().flush()),
        Pointer::Left => Ok(()),
    });
    if entered.is_err() {
        restore();
    }
    entered
}

/// Whether the terminal is ours now.
pub(super) fn is_taken() -> bool {
    IS_TAKEN.load(Ordering::SeqCst)
}

/// Gives the terminal back as it was; does nothing when it is not ours.
pub(super) fn restore() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    // Each by itself: a terminal that refuses one may take the others.
    let _ = execute!(out, terminal::EndSynchronizedUpdate);
    let _ = write!(out, "{MOUSE_OFF}");
    let _ =
        execute!(out, event::DisableBracketedPaste, cursor::Show, terminal::LeaveAlternateScreen);
    let _ = terminal::disable_raw_mode();
    let _ = out.flush();
}

/// A panic on the thread that owns the terminal gives it back before anything is printed. On any other
/// thread the program goes on, and the panic only goes to the log: printed, it would tear the screen.
fn install_hook() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let owner = thread::current().id();
        let earlier = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            log(|| format!("panic: {info}"));
            if thread::current().id() == owner {
                restore();
                // The message may quote an article.
                let text = crate::text::safe::SafeText::new(&info.to_string().replace('\n', " "));
                let _ = writeln!(io::stderr(), "copydesk: a fault of the program: {text}");
            } else if !IS_TAKEN.load(Ordering::SeqCst) {
                earlier(info);
            }
        }));
    });
}

/// In debug builds, panics when `COPYDESK_FAULT` names this point: to test that faults are survived.
pub(super) fn fault<T>(point: &str, _: &T) {
    assert!(!is_injected(point), "fault \u{1b}]0;injected\u{7} at {point}");
}

/// In debug builds, whether `COPYDESK_FAULT` names this point.
pub(super) fn is_injected(point: &str) -> bool {
    cfg!(debug_assertions) && std::env::var_os("COPYDESK_FAULT").is_some_and(|value| value == point)
}

/// A backend that trusts nobody's width tables: after each cell that is not ASCII the next one is placed
/// anew, so that a terminal that draws a character wider or narrower than we think shifts nothing.
struct Careful<B>(B);

impl<B: Backend> Backend for Careful<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Self::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run: Vec<(u16, u16, &'a Cell)> = Vec::new();
        for cell in content {
            let symbol = cell.2.symbol();
            let is_ascii = symbol.is_ascii();
            if symbol.contains('\u{FE0F}') {
                // Some terminals draw these in one cell; what was in the second must go.
                let mut blank = cell.2.clone();
                blank.set_symbol(" ");
                self.0.draw(run.drain(..))?;
                self.0.draw(std::iter::once((cell.0 + 1, cell.1, &blank)))?;
            }
            run.push(cell);
            if !is_ascii {
                self.0.draw(run.drain(..))?;
            }
        }
        self.0.draw(run.into_iter())
    }

    fn append_lines(&mut self, n: u16) -> Result<(), Self::Error> {
        self.0.append_lines(n)
    }

    fn hide_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Self::Error> {
        // `restore` shows it; ratatui, asked to do so when the terminal is gone, would print, and panic.
        let _ = self.0.show_cursor();
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Self::Error> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Self::Error> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Self::Error> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Self::Error> {
        self.0.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Self::Error> {
        self.0.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Self::Error> {
        self.0.window_size()
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        self.0.flush()
    }
}
