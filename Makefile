# make run      build the page and serve it on http://localhost:8080
# make test     every check
# make audit    an independent attacker against 1,000 random reports
# make cuts     every sample cut in two, and cut off, at every byte
# make fuzz     every parser for ten minutes each; FUZZ_SECONDS=60 for less, FUZZ="csv json" for some
# make bench    speed, memory and size, with a record in tests/bench/record
#
# Tools are found or installed: Debian's packages by apt-get, the others into .tools/.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

TRUNK := 0.21.14
BINARYEN := 132.0.0
CARGO_DENY := 0.20.2
# Made for the split points of wasm_split_helpers in Cargo.lock.
WASM_SPLIT := 0.2.4
# The tool must have the version of the library in Cargo.lock.
WASM_BINDGEN := $(shell awk '/^name = "wasm-bindgen"$$/ { getline; gsub(/"/, "", $$3); print $$3 }' Cargo.lock)

PORT ?= 8080
WASM := wasm32-unknown-unknown
TARGET := $(or $(CARGO_TARGET_DIR),target)
LOGS := $(TARGET)/logs
# The same for all native tests, so that they share one build.
NATIVE := cli,worker

export PATH := $(CURDIR)/.tools/bin:$(PATH)
# The page must not tell on which machine it was built: panic messages hold paths.
CARGO_HOME_PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := --remap-path-prefix=$(CURDIR)=milchglas \
	--remap-path-prefix=$(CARGO_HOME_PATH)=cargo --remap-path-prefix=$(shell rustc --print sysroot)=rust
# Trunk takes NO_COLOR for an option of its own and refuses the usual value.
unexport NO_COLOR

.PHONY: run test checks bench audit fuzz format lint native cuts wasm page module browser audit-quick \
	build-tools browser-tools bench-tools python-tools system-tools

run: page
	@node tests/browser/server.mjs dist $(PORT)

# Two at a time: much of it keeps one core busy. Browsers last and alone, for they wait for what they see.
test: system-tools
	@$(MAKE) --jobs=2 --output-sync=target checks
	@.ci/passed $(LOGS)/native.log $(LOGS)/wasm.log $(LOGS)/browser.log

WITHOUT_BROWSER := format native page audit-quick module lint wasm
checks: $(WITHOUT_BROWSER) browser
ifneq ($(filter checks,$(MAKECMDGOALS)),)
browser: | $(WITHOUT_BROWSER)
endif

# --- Checks ---------------------------------------------------------------

format:
	cargo fmt --check

# One feature each: a layer that names what it must not know does not compile.
lint: build-tools
	cargo clippy --locked --quiet --features cli --all-targets -- -D warnings
	cargo clippy --locked --quiet --features engine --lib -- -D warnings
	cargo clippy --locked --quiet --features app --lib --bin app --target $(WASM) -- -D warnings
	cargo clippy --locked --quiet --features worker --lib --bin worker --target $(WASM) -- -D warnings
	cargo clippy --locked --quiet --features js --lib --target $(WASM) -- -D warnings
	@# The fuzz targets stand apart, with a lock file of their own.
	@cargo fetch --locked --quiet --manifest-path fuzz/Cargo.toml
	cargo deny --locked check --hide-inclusion-graph licenses bans sources
	@.ci/advisories

native: | $(LOGS)
	@if command -v cargo-nextest >/dev/null; then \
	  cargo nextest run --no-fail-fast --locked --features $(NATIVE) 2>&1 | tee $(LOGS)/native.log; \
	else \
	  cargo test --no-fail-fast --locked --features $(NATIVE) 2>&1 | tee $(LOGS)/native.log; \
	fi

# Two tests: optimising would take longer than they do.
wasm: build-tools | $(LOGS)
	@CARGO_PROFILE_DEV_OPT_LEVEL=0 cargo test --locked --features engine --target $(WASM) --test wasm 2>&1 | tee $(LOGS)/wasm.log

browser: browser-tools page module | $(LOGS)
	@cd tests/browser && node --test --test-concurrency=1 --test-reporter=spec *.test.mjs 2>&1 | tee $(abspath $(LOGS))/browser.log

# An attacker who shares no code with this program: his own tests, the snapshots
# of random reports, and rows for other tools.
audit-quick: python-tools
	@.tools/python/bin/python tests/audit/test_attack.py
	@$(call attack,100)
	@cargo test --locked --quiet --features $(NATIVE) --test row-exports
	@.tools/python-rows/bin/python tests/audit/rows.py $(TARGET)/tmp/row-exports

audit: python-tools
	@$(call attack,1000)

# Each of the samples read again for each of its bytes: tens of gigabytes.
cuts:
	@cargo test --locked --features $(NATIVE) --test samples -- --ignored

# On stable Rust; needs a C++ compiler for libFuzzer.
FUZZ_SECONDS ?= 600
fuzz: system-tools
	@.ci/install-packages c++:build-essential
	@fuzz/run $(FUZZ_SECONDS) $(FUZZ)

# $(1) reports, written and attacked.
define attack
AUDIT_FOLDER=$(abspath $(TARGET))/audit AUDIT_REPORTS=$(1) cargo test --locked --quiet --features $(NATIVE) \
  --test corpus -- --ignored && .tools/python/bin/python tests/audit/run.py $(TARGET)/audit
endef

# Beside what one could use instead; MILCHGLAS_BENCH_SMALL=1 leaves the large file out.
bench: bench-tools page
	@node --test --test-reporter=dot tests/bench/*.test.mjs
	cargo build --locked --release --quiet --features cli --bin milchglas
	@node tests/bench/run.mjs $(TARGET)/release/milchglas

# --- What is handed on ----------------------------------------------------

# The folder for any static host.
page: build-tools
	@cargo fetch --locked --quiet
	trunk build --release --offline --locked --config Trunk.toml

# The same engine for other pages. After the page: Trunk empties dist.
module: build-tools page
	cargo rustc --locked --quiet --profile engine --lib --crate-type cdylib --features js --target $(WASM)
	@mkdir -p dist/module
	wasm-bindgen --target web --out-name milchglas --out-dir dist/module $(TARGET)/$(WASM)/engine/milchglas.wasm
	@.ci/optimise-wasm engine dist/module/milchglas_bg.wasm dist/module/milchglas_bg.wasm

$(LOGS):
	@mkdir -p $@

# --- Tools ----------------------------------------------------------------

system-tools:
	@command -v cargo >/dev/null || { echo "Please install Rust 1.95 or later (https://rustup.rs), then run make again." >&2; exit 1; }
	@.ci/install-packages cc:build-essential node:nodejs npm:npm
	@rustup target list --installed 2>/dev/null | grep -qx $(WASM) || rustup target add $(WASM)

build-tools: system-tools
	@.ci/install-crate trunk $(TRUNK) --locked
	@# Without --locked: its lock file names a version that the registry does not have.
	@.ci/install-crate wasm-bindgen-cli $(WASM_BINDGEN)
	@.ci/install-crate cargo-deny $(CARGO_DENY) --locked
	@.ci/install-crate wasm_split_cli_support $(WASM_SPLIT) --features build-binary
	@.ci/install-wasm-opt $(BINARYEN)

python-tools:
	@.ci/install-python python tests/audit/requirements.txt
	@.ci/install-python python-rows tests/audit/requirements-rows.txt

# Whoever cannot be installed is missing in the record; the rest is measured.
bench-tools: browser-tools
	@cmp -s tests/bench/peers/package-lock.json tests/bench/peers/node_modules/installed-from || { \
	  npm ci --prefix tests/bench/peers --no-audit --no-fund --loglevel=error && \
	  cp tests/bench/peers/package-lock.json tests/bench/peers/node_modules/installed-from; } || \
	  echo "DuckDB-WASM could not be installed"
	@.ci/install-python python-bench tests/bench/requirements.txt || { \
	  rm -rf .tools/python-bench; echo "Polars could not be installed"; }

browser-tools: system-tools
	@.ci/install-packages chromium:chromium
	@cmp -s tests/browser/package-lock.json tests/browser/node_modules/installed-from || { \
	  npm ci --prefix tests/browser --no-audit --no-fund --loglevel=error && \
	  cp tests/browser/package-lock.json tests/browser/node_modules/installed-from; }
