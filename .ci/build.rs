//! Tells the linker what the page's programs need to be cut into parts
//! (`split-program.mjs`): which function names which.

fn main() {
    println!("cargo::rerun-if-changed=.ci/build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
