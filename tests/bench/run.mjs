// Speed, memory and size, beside those one could use instead: everybody on the same
// files, in turn, in one run. Says which bars are met, and keeps a dated record.
//
// usage: node run.mjs MILCHGLAS-COMMAND [--events N] [--large N] [--rounds N] [--record FOLDER]
//
// MILCHGLAS_BENCH_SMALL=1 leaves the large file out. With --record, nothing but that
// folder is written: README stays as it is.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../browser/chromium.mjs";
import { Disagreement } from "./agreement.mjs";
import { bars, verdict } from "./bars.mjs";
import { run } from "./command.mjs";
import { brotli, firstVisit, usableBeforeEngine } from "./first-visit.mjs";
import { CHANGES } from "./in-page.mjs";
import { Measured } from "./measure.mjs";
import { intoReadme, record, summary } from "./writing.mjs";

const GENERATE = path.join(ROOT, "tests/generate/event-export.mjs");
const RECORDS = path.join(import.meta.dirname, "record");

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: "string", default: "2000000" },
    large: { type: "string", default: process.env.MILCHGLAS_BENCH_SMALL ? "0" : "20000000" },
    rounds: { type: "string", default: "5" },
    record: { type: "string" },
  },
});
const [command] = positionals;
const rounds = Number(options.rounds);
const sizes = { small: Number(options.events), large: Number(options.large) };
if (!command || !(rounds > 0) || !(sizes.small > 0) || Number.isNaN(sizes.large)) {
  throw new Error("usage: node run.mjs MILCHGLAS-COMMAND [--events N] [--large N] [--rounds N] [--record FOLDER]");
}

const began = Date.now();
const [busy] = loadavg();
const say = (text) => console.error(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`);
const threads = Math.min(8, availableParallelism());

const folder = mkdtempSync(path.join(tmpdir(), "milchglas-bench-"));
try {
  const { warmUp, small, large } = await files();
  await smallRounds(small);
  if (large) await largeRounds(large, small);
  await write(warmUp, small, large);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Makes the files, and has the engine count them natively for reference. */
async function files() {
  const name = (size, form) => path.join(folder, `${size}.${form}`);
  const of = async (form) => {
    await run(process.execPath, GENERATE, "1000", name("tiny", form));
    await run(process.execPath, GENERATE, String(sizes.small), name("small", form));
    if (sizes.large) await run(process.execPath, GENERATE, String(sizes.large), name("large", form));
  };
  say("writing the files");
  await Promise.all([of("csv"), of("ndjson")]);
  // What is still being written would be noise.
  execFileSync("sync");
  const file = (size, form) => {
    const found = new Measured(name(size, form), { command, warmUp: name("tiny", form), threads });
    return Object.assign(found, { bytes: statSync(found.file).size, format: form.toUpperCase() });
  };
  const both = async (size) => {
    say(`counting ${size}.csv for reference`);
    const csv = await file(size, "csv").begin();
    return { csv, ndjson: file(size, "ndjson").as(csv) };
  };
  const warmUp = await both("tiny");
  for (const form of Object.values(warmUp)) await form.rounds(1, ["milchglas"], { say });
  return { warmUp, small: await both("small"), large: sizes.large > 0 && (await both("large")) };
}

async function smallRounds({ csv, ndjson }) {
  const all = ["plain", "milchglas", "plainAll", "duckDb", "polars", "command"];
  await csv.rounds(rounds, all, { say, changes: true });
  await ndjson.rounds(rounds, all, { say });
  // What wasm costs DuckDB: see the estimate.
  for (const file of [csv, ndjson]) await file.rounds(2, ["duckDbNative"], { say });
}

async function largeRounds({ csv, ndjson }, small) {
  await csv.rounds(Math.min(rounds, 3), ["plain", "milchglas"], { say, changes: true });
  await csv.rounds(1, ["polars"], { say });
  try {
    await csv.rounds(1, ["duckDb"], { say, changes: true });
  } catch (error) {
    if (error instanceof Disagreement) throw error;
    // So many events may be more than its four gigabytes hold.
    csv.missing.duckDb = /memory|allocat/i.test(error.message) ? "ran out of memory" : "failed";
    say(error.message.split("\n")[0]);
    const factor = csv.events / small.csv.events;
    for (const { name } of CHANGES) {
      const seconds = small.csv.changes.median(`duckDb ${name}`);
      if (seconds !== undefined) csv.changes.add(`duckDb ${name}`, seconds * factor);
    }
    const why = `it did not get that far (${csv.missing.duckDb})`;
    csv.scaled = `${why}, so its times are ${factor.toFixed(1)} times those on the smaller file`;
  }
  await ndjson.rounds(1, ["plain", "milchglas"], { say });
}

/** Seconds that `read_json` would need in wasm; `undefined` where that cannot be told. */
function readJsonInWasm({ csv, ndjson }) {
  const wasm = csv.times.median("duckDb loading") / csv.times.median("duckDbNative loading");
  const asking = ndjson.times.median("duckDb") - ndjson.times.median("duckDb loading");
  const seconds = ndjson.times.median("duckDbNative loading") * wasm + asking;
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** Judges, prints and keeps what was measured. */
async function write(warmUp, small, large) {
  say("the first visit");
  const loaded = await firstVisit(warmUp.csv.file);
  const usable = await usableBeforeEngine();
  const visit = { ...loaded, usable, total: brotli(loaded.files) };

  const estimate = readJsonInWasm(small);
  const top = large || small;
  const perEvent = ({ csv }) => csv.times.median("milchglas") / csv.events;
  const memory = [small.csv, small.ndjson, ...(large ? [large.csv, large.ndjson] : [])].map((file) => {
    const base = warmUp[file.format.toLowerCase()].memory;
    return {
      name: `${file.format}, ${file.events.toLocaleString("en")} events`,
      kept: Math.max(0, file.memory.kept - base.kept),
      peak: Math.max(0, file.memory.peak - base.peak),
      native: file.memory.command,
      events: file.events,
      allowed: file.events * 24 + file.subscribers * 40,
    };
  });
  const changes = {
    events: top.csv.events,
    scaled: top.csv.scaled,
    lines: CHANGES.map(({ name }) => ({
      name,
      milchglas: top.csv.changes.median(`milchglas ${name}`),
      duckDb: top.csv.changes.median(`duckDb ${name}`),
    })),
  };
  const seconds = ({ times }) =>
    Object.fromEntries(["milchglas", "plain", "duckDb", "polars"].map((key) => [key, times.median(key)]));
  const ndjson = seconds(small.ndjson);
  if (estimate !== undefined) ndjson.duckDb = Math.min(ndjson.duckDb, estimate);
  const every = [...Object.values(small), ...(large ? Object.values(large) : [])];
  const most = (which) => Math.max(...every.map(({ longest }) => longest[which]));
  const judged = bars({
    csv: seconds(small.csv),
    ndjson,
    perEvent: { small: perEvent(small), large: large ? perEvent(large) : undefined },
    kept: { bytes: memory[large ? 2 : 0].kept, events: top.csv.events, subscribers: top.csv.subscribers },
    changes: changes.lines,
    longest: Math.max(most("reading"), most("drawing")),
    firstVisit: visit.total,
    usable,
  });

  const date = new Date().toISOString().slice(0, 10);
  const machine = `${platform()}-${arch()}-${threads}-cores`;
  const git = (...words) => execFileSync("git", words, { cwd: ROOT, encoding: "utf8" }).trim();
  const commit = git("rev-parse", "--short", "HEAD");
  const changed = git("status", "--porcelain", "--", "src", "www", "Cargo.lock", "index.html") !== "";
  const versions = Object.entries(Object.assign({}, ...every.map(({ versions }) => versions)));
  const packaged = JSON.parse(readFileSync(path.join(import.meta.dirname, "peers/package.json"), "utf8"));
  const about = [
    `${cpus()[0].model}, ${threads} cores, ${Math.round(totalmem() / 1e9)} GB;`,
    versions.map(([name, version]) => `${name} ${version}`).join(", "),
    `(package ${packaged.dependencies["@duckdb/duckdb-wasm"]} of DuckDB-WASM).`,
    `Load of the machine before: ${busy.toFixed(1)}.`,
  ].join(" ");
  const minutes = Math.round((Date.now() - began) / 60_000);
  const told = (which) => (most(which) === 0 ? "none of 50 ms" : `${Math.round(most(which))} ms`);
  const text = record({
    date,
    machine,
    about: `${about} Commit ${commit}${changed ? " and changes since" : ""}; ${minutes} minutes.`,
    judged,
    files: every,
    estimate,
    visit,
    memory,
    longest: `${told("reading")} while reading, ${told("drawing")} to draw the figures`,
    changes,
  });
  const recordName = `${date}-${commit}-${machine}.md`;
  const kept = options.record ?? RECORDS;
  mkdirSync(kept, { recursive: true });
  writeFileSync(path.join(kept, recordName), text);
  if (options.record === undefined) {
    intoReadme(path.join(ROOT, "README.md"), summary({ date, about, judged, files: every, recordName }));
  }
  console.log(text);
  for (const bar of judged) console.log(`${bar.what}: ${bar.figure} (${bar.bar}) ${verdict(bar).replaceAll("**", "")}`);
  say(`written: ${path.join(kept, recordName)}`);
}
