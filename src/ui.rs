//! *Paint*: the model as it is becomes cells. Nothing is measured or changed here.

mod canvas;
mod furniture;
mod header;
mod help;
mod list;
mod matrix;
mod note;
mod outline;
mod pick;
mod revisions;
mod run;
mod selection;
mod status;
mod strip;
pub mod style;
mod text;
mod themes;
mod titles;

use ratatui::buffer::Buffer;

use crate::app::{Model, Overlay};
use crate::config::theme::{Part, Theme};

use canvas::Canvas;
pub use style::Depth;

/// Paints the whole screen.
pub fn draw(model: &Model, depth: Depth, buf: &mut Buffer) {
    let plain = Theme::default();
    let theme = model.themes.current().unwrap_or(&plain);
    let mut canvas = Canvas::new(buf, theme, depth);
    canvas.fill_all(Part::Item);
    header::draw(model, &mut canvas);
    list::draw(model, &mut canvas);
    text::draw(model, &mut canvas);
    status::draw(model, &mut canvas);
    match &model.overlay {
        Some(Overlay::Help(view)) => help::draw(view, model.size, &mut canvas),
        Some(Overlay::Run(prompt)) => run::draw(model, prompt, &mut canvas),
        Some(Overlay::Pick(choice)) => {
            pick::draw("Compare with: ", choice, model.size, &mut canvas);
        }
        Some(Overlay::Join(choice)) => {
            pick::draw("Join with:    ", choice, model.size, &mut canvas);
        }
        Some(Overlay::Furniture(paragraphs)) => {
            furniture::draw(paragraphs, model.size, &mut canvas);
        }
        Some(Overlay::Revisions(choice)) => revisions::draw(choice, model.size, &mut canvas),
        Some(Overlay::Selection(chosen)) => selection::draw(model, *chosen, &mut canvas),
        Some(Overlay::Note(editor)) => note::draw(model, editor, &mut canvas),
        Some(Overlay::Themes { .. }) => themes::draw(model, &mut canvas),
        Some(Overlay::Notes(list)) => note::draw_list(model, list, &mut canvas),
        Some(Overlay::Outline(own)) => outline::draw(own, model.size, &mut canvas),
        Some(Overlay::Matrix(own)) => matrix::draw(own, &mut canvas),
        Some(Overlay::Export(_) | Overlay::Filter(_) | Overlay::Search(_) | Overlay::Name(..))
        | None => {}
    }
}
