//! Who must never name whom. Features make most of this a compile error; this
//! test reads the sources for what features cannot see.

use std::fs;
use std::path::{Path, PathBuf};

/// Sources that must not contain certain words.
struct Rule {
    /// Files and folders under `src/`.
    of: &'static [&'static str],
    /// Except these.
    but: &'static [&'static str],
    never: &'static [&'static str],
    because: &'static str,
}

const BROWSER: &[&str] = &["web_sys", "js_sys", "wasm_bindgen", "gloo", "yew"];

const RULES: &[Rule] = &[
    Rule {
        of: &["engine"],
        but: &[],
        never: BROWSER,
        because: "the engine never names the browser",
    },
    Rule {
        of: &["engine"],
        but: &[],
        never: &["crate::app", "crate::worker", "crate::port", "crate::js", "crate::cli"],
        because: "the engine knows nothing above itself",
    },
    Rule {
        of: &["engine"],
        but: &[],
        never: &["messages::{", "messages::Command", "messages::Update", "messages::Job"],
        because: "the engine may say why something failed, but knows no commands and no jobs",
    },
    Rule {
        of: &["engine"],
        but: &[],
        never: &["std::time", "SystemTime", "Instant::now", "jiff", "chrono"],
        because: "the engine has no clock: today comes in as a value",
    },
    Rule {
        of: &["engine"],
        but: &[],
        never: &["rand::", "getrandom", "RandomState", "OsRng"],
        because: "the engine has no randomness of its own: the key comes in as a value",
    },
    Rule {
        of: &["engine"],
        but: &[],
        never: &["std::fs", "std::env", "std::net", "std::process", "std::thread", "File::open"],
        because: "the engine has no files, no network and no threads: bytes come in as values",
    },
    Rule {
        of: &["engine", "contract", "messages.rs"],
        but: &[],
        never: &["println!", "eprintln!", "dbg!", "print!(", "eprint!("],
        because: "nothing that sees data prints",
    },
    Rule {
        of: &["contract", "messages.rs"],
        but: &[],
        never: &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "yew",
            "crate::engine",
            "crate::app",
            "crate::worker",
        ],
        because: "both sides say the contract, so it knows neither",
    },
    Rule {
        of: &["app"],
        but: &[],
        never: &["crate::engine", "crate::worker", "crate::js", "crate::cli"],
        because: "the app talks in messages, and to nothing else",
    },
    Rule {
        of: &["worker", "js.rs"],
        but: &[],
        never: &["crate::app", "yew"],
        because: "the worker knows no screens",
    },
    Rule {
        of: &[""],
        // `messages` has a variant of that name.
        but: &["engine/publish", "engine/publish.rs", "contract", "messages.rs"],
        never: &["Snapshot {"],
        because: "snapshots are made in one place, after protection",
    },
    Rule {
        of: &["engine/verifier"],
        but: &[],
        never: &["protection", "suppression", "candidate", "microlp"],
        because: "the attacker shares the description of tables with protection, and nothing else",
    },
    Rule {
        of: &["engine/protection"],
        but: &["engine/protection/example.rs", "engine/protection/suppression/tests.rs"],
        never: &["verifier"],
        because: "what is tested knows nothing of the test",
    },
    Rule {
        of: &["engine/disclosure"],
        but: &["engine/disclosure/tests"],
        never: &["protection::", "verifier::", "tallies", "store"],
        because: "the description is made from what is published alone",
    },
    Rule {
        of: &[""],
        but: &["engine/protection/mod.rs", "engine/protection/protecting.rs"],
        never: &["Protected {"],
        because: "protected figures come out of protection alone",
    },
    Rule {
        of: &[""],
        // `messages` has a variant of that name.
        but: &["engine/verifier/verified.rs", "messages.rs"],
        never: &["Verified {"],
        because: "only who examined the bytes says that they may leave",
    },
    Rule {
        of: &["engine"],
        but: &["engine/session/review.rs"],
        never: &["publish::draft", "publish::finish"],
        because: "drafts become reviews in one place, between two verifications",
    },
    Rule {
        of: &["engine"],
        but: &["engine/events"],
        never: &["Address(", "Pseudonym("],
        because: "addresses become pseudonyms in one function of `events`",
    },
    Rule {
        of: &[""],
        but: &[],
        never: &["unsafe {", "unsafe fn", "unsafe impl"],
        because: "there is no unsafe code",
    },
    Rule {
        of: &["app", "worker", "js.rs", "port.rs"],
        but: &[],
        never: &[
            "console::log",
            "gloo_console",
            "innerHTML",
            "set_inner_html",
            "set_outer_html",
            "insert_adjacent_html",
            "from_html_unchecked",
            "eval(",
        ],
        because: "data reaches neither the console nor the page as markup",
    },
    Rule {
        of: &["app", "worker", "js.rs", "port.rs"],
        // Reads what it has drawn itself, for a file.
        but: &["app/printed.rs"],
        never: &["inner_html"],
        because: "only the page that is saved is markup",
    },
];

/// A forbidden word in a source.
struct Breach {
    line: usize,
    word: &'static str,
}

/// The lines of `source` that a rule forbids. Comments may name anything, and so
/// may the tests at the end of a file.
fn breaches(source: &str, never: &[&'static str]) -> Vec<Breach> {
    let mut found = Vec::new();
    let product = match source.rfind("#[cfg(test)]\nmod ") {
        Some(tests) if source[tests..].lines().nth(1).is_some_and(|line| line.ends_with('{')) => {
            &source[..tests]
        }
        _ => source,
    };
    for (index, line) in product.lines().enumerate() {
        // Addresses in strings (`https://…`) are no comments.
        let code = match line.find("//") {
            Some(at) if !line[..at].ends_with(':') => &line[..at],
            _ => line,
        };
        for word in never.iter().copied().filter(|word| names(code, word)) {
            found.push(Breach { line: index + 1, word });
        }
    }
    found
}

/// Whether `code` uses `word`: not as a part of a longer name, not as a variant
/// of some enum, and not where it is declared or returned.
fn names(code: &str, word: &str) -> bool {
    let in_name = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = &code[..at];
        let starts = !word.starts_with(in_name) || !before.ends_with(in_name);
        let ends = !word.ends_with(in_name) || !code[at + word.len()..].starts_with(in_name);
        let owner = before.strip_suffix("::").and_then(|path| path.rsplit(|c| !in_name(c)).next());
        let is_variant = owner.is_some_and(|name| name.starts_with(char::is_uppercase));
        let is_declared = ["struct", "interface", "for", "impl", "->"]
            .iter()
            .any(|introduction| before.trim_end().ends_with(introduction));
        starts && ends && !is_variant && !is_declared
    })
}

fn sources(under: &Path, into: &mut Vec<PathBuf>) {
    if under.is_file() {
        into.push(under.into());
    }
    let Ok(entries) = fs::read_dir(under) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The modules that `source` declares for tests only: files of their own that
/// are no part of the product.
fn test_modules(source: &str) -> impl Iterator<Item = &str> {
    source.split("#[cfg(test)]\n").skip(1).filter_map(|after| {
        let declaration = after.lines().next()?.trim().strip_suffix(';')?;
        declaration.rsplit_once("mod ").map(|(_, name)| name)
    })
}

/// Everything under `under` that becomes part of the product.
fn product(under: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    sources(under, &mut all);
    let mut tests = Vec::new();
    for file in &all {
        let source = fs::read_to_string(file).expect("a source is text");
        let folder = if file.ends_with("mod.rs") || file.ends_with("lib.rs") {
            file.with_file_name("")
        } else {
            file.with_extension("")
        };
        tests.extend(test_modules(&source).map(|name| folder.join(name)));
    }
    all.retain(|file| {
        !tests.iter().any(|test| file.starts_with(test) || *file == test.with_extension("rs"))
    });
    all.sort();
    all
}

#[test]
fn no_layer_names_what_it_must_not_know() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut failures = Vec::new();
    for rule in RULES {
        let files = rule.of.iter().flat_map(|of| product(&root.join(of)));
        let excepted = |file: &Path| rule.but.iter().any(|but| file.starts_with(root.join(but)));
        for file in files.filter(|file| !excepted(file)) {
            let source = fs::read_to_string(&file).expect("a source is text");
            for breach in breaches(&source, rule.never) {
                let file = file.strip_prefix(&root).expect("found under src").display();
                failures.push(format!(
                    "src/{file}:{}: `{}`: {}",
                    breach.line, breach.word, rule.because
                ));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// A rule over a folder that was renamed would hold for ever.
#[test]
fn every_rule_is_about_sources_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for rule in RULES {
        for of in rule.of {
            assert!(
                !product(&root.join(of)).is_empty(),
                "src/{of} has no sources, but a rule: {}",
                rule.because
            );
        }
    }
}

#[test]
fn the_reader_finds_what_is_planted() {
    let planted = "use crate::engine::Session;\nlet now = Instant::now();\nlet made = contract::Snapshot { format };\n";
    let lines =
        |never| breaches(planted, never).iter().map(|breach| breach.line).collect::<Vec<_>>();
    assert_eq!(lines(&["crate::engine"]), [1]);
    assert_eq!(lines(&["Instant::now"]), [2]);
    assert_eq!(lines(&["Snapshot {"]), [3]);
    assert_eq!(lines(&["web_sys"]), [0usize; 0]);
}

#[test]
fn the_reader_lets_comments_longer_names_and_declarations_pass() {
    let harmless = [
        "//! The engine never names web_sys.",
        "let x = 1; // unlike std::time",
        "OpenSnapshot { job }",
        "Failure::Snapshot { fault }",
        "pub struct Snapshot {",
        "impl Snapshot {",
        "fn read() -> Snapshot {",
        "crate::engineering::x()",
        "#[cfg(test)]\nmod tests {\n    use web_sys::File;\n}",
    ];
    for line in harmless {
        let never = &["web_sys", "std::time", "Snapshot {", "crate::engine"];
        assert!(breaches(line, never).is_empty(), "{line}");
    }
    assert_eq!(
        breaches("let at = \"https://a.example/\"; web_sys::window()", &["web_sys"]).len(),
        1
    );
}

#[test]
fn tests_are_told_from_the_product() {
    let source =
        "mod kept;\n#[cfg(test)]\npub(crate) mod sample;\n#[cfg(test)]\nmod tests;\nmod more;\n";
    assert_eq!(test_modules(source).collect::<Vec<_>>(), ["sample", "tests"]);
    // A declaration does not end the product of its own file.
    let source = "#[cfg(test)]\nmod tests;\nuse web_sys::File;\n";
    assert_eq!(breaches(source, &["web_sys"]).len(), 1);
}
