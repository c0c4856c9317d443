//! *Paint*: the model as it is becomes cells. Nothing is measured or changed here.

mod boxes;
mod canvas;
mod header;
mod help;
mod linear;
mod list;
mod matrix;
mod note;
mod pick;
mod run;
mod status;
mod strip;
pub mod style;
mod text;
mod titles;

use ratatui::buffer::Buffer;

use crate::app::{Model, Overlay};
use crate::config::theme::{Part, Theme};

use canvas::Canvas;
pub use style::{Depth, Looks};

/// Paints the whole screen. Answers where the terminal's cursor belongs, if it is to be seen: where all is said line by line,
/// it tells a screen reader which line matters. `looks` are brought up to date if the theme is another one.
pub fn draw(model: &Model, looks: &mut Looks, buf: &mut Buffer) -> Option<(u16, u16)> {
    let plain = Theme::default();
    looks.take(model.themes.current().unwrap_or(&plain));
    let is_linear = model.is_linear();
    let mut canvas = Canvas::new(buf, looks, is_linear);
    canvas.fill_all(Part::Item);
    if is_linear {
        linear::draw(model, &mut canvas);
    } else {
        header::draw(model, &mut canvas);
        list::draw(model, &mut canvas);
        text::draw(model, &mut canvas);
        status::draw(model, &mut canvas);
    }
    draw_overlay(model, &mut canvas);
    canvas.pointed_at().filter(|_| is_linear)
}

fn draw_overlay(model: &Model, canvas: &mut Canvas<'_>) {
    match &model.overlay {
        Some(Overlay::Help(view)) => help::draw(view, model.size, canvas),
        Some(Overlay::Run(prompt)) => run::draw(model, prompt, canvas),
        Some(Overlay::Pick(choice)) => {
            pick::draw("Compare with: ", choice, model.size, canvas);
        }
        Some(Overlay::Join(choice)) => {
            pick::draw("Join with:    ", choice, model.size, canvas);
        }
        Some(Overlay::Note(editor)) => note::draw(model, editor, canvas),
        Some(Overlay::Matrix(own)) => matrix::draw(own, canvas),
        _ => {
            if let Some(own) = &model.list_box {
                boxes::draw(own, canvas);
            }
        }
    }
}
