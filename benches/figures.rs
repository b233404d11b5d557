//! How many figures are drawn in a second, on one thread, and what of that a build saves that has drawn them before.
//!
//! Usage: `cargo bench --bench figures`. It judges nothing; compare ratios of one run, not seconds of two machines.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark stops where it fails, and prints")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use backsite::figure::{self, Choice, Mode};
use backsite::model::figure::Figure;
use backsite::pipeline;

/// How often each figure is drawn.
const ROUNDS: u32 = 10;

fn main() {
    let guide = pipeline::check(Path::new(env!("CARGO_MANIFEST_DIR")), None).unwrap();
    let figures: Vec<_> = guide.site.as_ref().unwrap().figures().into_iter().map(|(_, figure)| figure).collect();
    println!("{} figures, {ROUNDS} rounds, one thread", figures.len());
    let seconds = |what: &str, one: &dyn Fn(&Figure)| {
        let started = Instant::now();
        for _ in 0..ROUNDS {
            for figure in &figures {
                one(figure);
            }
        }
        let seconds = started.elapsed().as_secs_f64() / f64::from(ROUNDS);
        #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
        let rate = figures.len() as f64 / seconds;
        println!("{what:22} {rate:7.0} a second {:8.1} ms for all", seconds * 1000.0);
        seconds
    };
    let checked = seconds("checked", &|figure| drop(black_box(figure::check(figure))));
    let still = seconds("still", &|figure| drop(black_box(figure::draw(figure, Mode::Color, Choice::Whole))));
    seconds("still, for paper", &|figure| drop(black_box(figure::draw(figure, Mode::BlackAndWhite, Choice::Whole))));
    seconds("card", &|figure| drop(black_box(figure::draw(figure, Mode::Color, Choice::Card))));
    let moving = seconds("movement", &|figure| drop(black_box(figure::movement(figure, Mode::Color))));
    println!("movement / still      {:7.1}", moving / still);
    println!("checked / still       {:7.2}", checked / still);
}
