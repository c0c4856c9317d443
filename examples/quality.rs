//! Measures the engine by alignments that were made by hand:
//!
//! ```text
//! cargo run --release --example quality -- GOLD_DIR ARTICLES_DIR
//! ```
//!
//! `GOLD_DIR` holds gold files such as those in `tests/data/gold`; `ARTICLES_DIR` the articles these name. Prints
//! one line for each pair, with what was missed and what is wrong below it, and then the measures of all.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[path = "../tests/it/judge.rs"]
mod judge;

use judge::{Measures, f1, gold, judge};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]
fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [gold_dir, articles] = arguments.as_slice() else {
        eprintln!("usage: quality GOLD_DIR ARTICLES_DIR");
        return ExitCode::from(2);
    };
    match measure(gold_dir, articles) {
        Ok(lines) => {
            println!("{}", lines.join("\n"));
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("quality: {reason}");
            ExitCode::from(2)
        }
    }
}

fn measure(gold_dir: &Path, articles: &Path) -> Result<Vec<String>, String> {
    let entries =
        std::fs::read_dir(gold_dir).map_err(|error| format!("{}: {error}", gold_dir.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no gold files", gold_dir.display()));
    }
    let mut lines = Vec::new();
    let mut all = Measures::default();
    let mut sum = 0.0;
    for path in &paths {
        let say = |reason| format!("{}: {reason}", path.display());
        let measures = judge(&gold(path).map_err(say)?, articles).map_err(say)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        lines.push(line(&name, &measures));
        lines.extend(measures.missed.iter().map(|text| format!("    missed  {text}")));
        lines.extend(measures.wrong.iter().map(|text| format!("    wrong   {text}")));
        sum += measures.links_f1();
        all.add(&measures);
    }
    lines.push(String::new());
    lines.push(line("all, micro", &all));
    lines.push(format!(
        "links F1, macro          {:.3} over {} pairs",
        sum / paths.len() as f64,
        paths.len()
    ));
    lines.push(format!("edited pairs found       {} of {}", all.edited.good, all.edited.all));
    lines.push(format!(
        "splits and merges found  {} of {}, all of each",
        all.joined.good, all.joined.all
    ));
    lines.push(format!("moves F1                 {:.3}", f1(all.called_moved, all.moved)));
    lines.push(format!("same words, no edit      {} of {}", all.same.good, all.same.all));
    lines.push(format!(
        "fragmentation            {:.1} % of {} equal runs between edits have at most two tokens",
        (1.0 - all.whole.value()) * 100.0,
        all.whole.all
    ));
    let excess = |tokens: usize| tokens as f64 / all.shortest.max(1) as f64;
    lines.push(format!(
        "script over the shortest {:.3} as compared, {:.3} as shown",
        excess(all.raw_tokens),
        excess(all.marked_tokens)
    ));
    Ok(lines)
}

fn line(name: &str, measures: &Measures) -> String {
    let Measures { links, pairs, moved, called_moved, alone, furniture, marked, same, .. } =
        measures;
    format!(
        "{name:<22} links F1 {:.3} (P {:.3} R {:.3}, {} found, {} gold)  alone {:.3}  moved {}/{} (+{} false)  \
         furniture F1 {:.3} harm {}  false wording {}",
        measures.links_f1(),
        links.value(),
        pairs.value(),
        links.all,
        pairs.all,
        alone.value(),
        moved.good,
        moved.all,
        called_moved.all - called_moved.good,
        f1(*marked, *furniture),
        marked.all - marked.good,
        same.all - same.good,
    )
}
