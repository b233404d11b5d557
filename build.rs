//! Tells cargo that the theme and the guide are part of the program: `src/theme.rs` and `src/cli/init.rs` embed them.

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=content");
}
