// Speed, memory and size, on an export of 2,000,000 events of known shape.
// Prints a table and keeps it in tests/bench/record.
//
// usage: node run.mjs MILCHGLAS-COMMAND [ROUNDS]

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { writeEventExport } from "../generate/event-export.mjs";
import { DIST, ROOT, launch } from "../browser/harness.mjs";
import { Page } from "../browser/page.mjs";

const EVENTS = 2_000_000;
const [command, rounds = "3"] = process.argv.slice(2);
if (!command) throw new Error("usage: node run.mjs MILCHGLAS-COMMAND [ROUNDS]");

const median = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];
const round = (value, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits });

/** Runs the command line; resolves with seconds and the peak of resident memory in bytes. */
function native(file, mode) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, ["report", "--mode", mode, file], { stdio: ["ignore", "ignore", "inherit"] });
    let peak = 0;
    const look = () => {
      try {
        const high = readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+) kB/);
        if (high) peak = Number(high[1]) * 1024;
      } catch {
        // Gone already, or not Linux.
      }
    };
    const watch = setInterval(look, 5);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`${command} ended with ${code}`));
      resolve({ seconds: Number(process.hrtime.bigint() - started) / 1e9, peak });
    });
  });
}

/** From choosing the file in the page to the figures on the screen, in seconds. */
async function inPage(file, sent) {
  const closing = [];
  const t = { after: (close) => closing.push(close) };
  try {
    const browser = await launch(t);
    const page = await new Page(browser).open();
    const started = process.hrtime.bigint();
    await page.choose(file);
    await page.tab("statistics");
    await page.waitForFigure("sent", sent, 600_000);
    return Number(process.hrtime.bigint() - started) / 1e9;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** What a first visit loads before anything is dropped: `[file, bytes, brotli]`. */
async function firstVisit() {
  const closing = [];
  const t = { after: (close) => closing.push(close) };
  try {
    const browser = await launch(t, { serviceWorkers: "block" });
    await new Page(browser).open();
    await browser.page.waitForLoadState("networkidle");
    const names = new Set(browser.server.requests.map(({ url }) => url.slice(1) || "index.html"));
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    return [...names]
      .map((name) => [name, readFileSync(path.join(DIST, name))])
      .map(([name, content]) => [name, content.length, brotliCompressSync(content, options).length])
      .sort(([, , one], [, , other]) => other - one);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), "milchglas-bench-"));
try {
  const file = path.join(folder, "events.csv");
  const small = path.join(folder, "small.csv");
  await writeEventExport(file, { rows: EVENTS });
  await writeEventExport(small, { rows: 1000 });
  const megabytes = statSync(file).size / 1e6;
  const report = JSON.parse(execFileSync(command, ["report", file], { maxBuffer: 1 << 28 }));

  const rows = [];
  const speed = (where, seconds) =>
    rows.push([where, `${round(megabytes / median(seconds))} MB/s`, `${round(median(seconds), 2)} s`]);

  const memory = {};
  for (const mode of ["personal", "anonymous"]) {
    const runs = [];
    for (let turn = 0; turn < Number(rounds); turn += 1) runs.push(await native(file, mode));
    speed(`native, ${mode}`, runs.map(({ seconds }) => seconds));
    const base = await native(small, mode);
    memory[mode] = (median(runs.map(({ peak }) => peak)) - base.peak) / EVENTS;
  }
  const inBrowser = [];
  for (let turn = 0; turn < Number(rounds); turn += 1) inBrowser.push(await inPage(file, report.overall.sent));
  speed("Chromium, from the file chosen to the figures shown", inBrowser);
  for (const [mode, bytes] of Object.entries(memory)) {
    rows.push([`memory, ${mode} (native, peak)`, `${round(bytes, 1)} bytes an event`, ""]);
  }
  const visit = await firstVisit();
  const total = visit.reduce((sum, [, , compressed]) => sum + compressed, 0);
  rows.push(["first visit, brotli", `${round(total / 1000, 1)} kB`, `${visit.length} files`]);

  const table = (head, lines) =>
    [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${platform()}-${arch()}-${cpus().length}-cores`;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  const record = `# ${date}, ${machine}

${cpus()[0].model}, ${round(totalmem() / 1e9)} GB; commit ${commit}; median of ${rounds} runs.
The file: ${round(EVENTS)} events, one a row, ${round(megabytes)} MB, made by \`tests/generate/event-export.mjs\`.
\`make bench\` repeats it.

${table(["what", "figure", ""], rows)}

What a first visit loads:

${table(
  ["file", "bytes", "brotli"],
  visit.map(([name, bytes, compressed]) => [name, round(bytes), round(compressed)]),
)}
`;
  console.log(record);
  const records = path.join(import.meta.dirname, "record");
  mkdirSync(records, { recursive: true });
  writeFileSync(path.join(records, `${date}-${machine}.md`), record);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
