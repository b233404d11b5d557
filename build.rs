//! Tells cargo that the theme is part of the program: its files are embedded by `src/theme.rs`.

fn main() {
    println!("cargo:rerun-if-changed=templates");
}
