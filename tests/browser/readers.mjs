// Machines with as many cores as a test wants, exports that are hard to cut, and what the
// page's worker and its readers say while they read.

import assert from "node:assert/strict";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Random } from "../generate/random.mjs";
import { DIST, launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

export const SIZE = 30e6;

/**
 * The built page on a machine that says it has so many cores; `more` runs in the engine's
 * worker before its program, and `inReaders` in readers.
 */
export function machine(t, cores, more = "", inReaders = "") {
  const folder = path.join(temporary(t), "dist");
  cpSync(DIST, folder, { recursive: true });
  const told = `Object.defineProperty(navigator, "hardwareConcurrency", { value: ${cores} });`;
  const loader = path.join(folder, "worker_loader.js");
  const text = readFileSync(loader, "utf8");
  assert.match(text, /await init\(\)/);
  writeFileSync(loader, text.replace("await init()", `${told}${more}\nawait init()`));
  const reader = path.join(folder, "reader.js");
  writeFileSync(reader, `${inReaders}\n${readFileSync(reader, "utf8")}`);
  return folder;
}

/**
 * An export with a header and line breaks of both kinds inside quotes at many
 * places, some of them followed by what looks like a row, some cells so long
 * that no slice ends right; from some byte behind `sound` on, some words say nothing.
 * Ends without a line break.
 */
export function write(file, { seed, bytes = SIZE, sound = 3e6 }) {
  const random = new Random(seed);
  const kinds = ["processed", "delivered", "open", "click", "bounce", "nonsense"];
  const notes = ['"two\nlines"', '"two\r\nlines"', '"said ""so"",\n2026-01-15T00:58:36Z,open,user1@example.org,1001,"', "", "plain"];
  let block = "timestamp,event,email,campaign_id,note,url\r\n";
  let size = 0;
  writeFileSync(file, "");
  while (size < bytes) {
    for (let row = 0; row < 4000; row += 1) {
      const time = new Date(Date.UTC(2026, 0, 1, 0, 0, random.below(20e6))).toISOString();
      // What is wrong stands behind what the page looks at before it reads.
      const kind = random.pick(size < sound ? kinds.slice(0, 4) : kinds);
      const url = kind === "click" ? `https://example.com/${random.below(9)}` : "";
      const note = row === 0 ? `"${"so it goes\n".repeat(random.below(90000))}"` : random.pick(notes);
      block += `${time},${kind},user${random.below(40000)}@example.org,${1000 + random.below(9)},${note},${url}${row % 7 ? "\n" : "\r\n"}`;
    }
    appendFileSync(file, block);
    size += block.length;
    block = "";
  }
  appendFileSync(file, "2026-02-01T00:00:00Z,open,last@example.org,1001,,");
}

/** Listens to what the page's worker answers: the last report that it read is `window.report`. */
export const listen = (page) =>
  page.addInitScript(() => {
    const listen = Worker.prototype.addEventListener;
    const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
    Object.defineProperty(Worker.prototype, "onmessage", {
      set(heard) {
        if (heard) {
          listen.call(this, "message", ({ data: { body } }) => {
            const [name, update] = typeof body === "string" ? [body] : Object.entries(body)[0];
            (window.updates ??= []).push(name);
            if (name === "progress") (window.progress ??= []).push(update.progress);
            if (name === "read") window.report = update.report;
          });
        }
        set.call(this, heard);
      },
    });
  });

/** The report of what that file, or those, came to. */
export async function read(browser, file) {
  await listen(browser.page);
  const page = await new Page(browser).open();
  await page.choose(...[file].flat());
  await browser.page.waitForFunction(() => window.report);
  return browser.page.evaluate(() => window.report);
}

/** What the page was told of the reading, from that word on, is more each time, and everything in the end. */
export async function goesOn({ page }, from = 0) {
  const progress = (await page.evaluate(() => window.progress)).slice(from);
  for (const told of ["bytes_done", "rows", "files_done"]) {
    const values = progress.map((one) => one[told]);
    assert.ok(values.every((value, at) => at === 0 || value >= values[at - 1]), `${told} never goes back: ${values}`);
  }
  assert.equal(progress.at(-1).bytes_done, progress.at(-1).bytes);
  return progress;
}

export const readers = ({ server }) => server.requests.filter(({ url }) => url.endsWith("/reader.js")).length;

/** Files, parts and pieces that readers were given, by what a worker says of them: for `machine`. */
export const GIVEN = `const sent = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    for (const what of ["file", "piece", "read"]) if (message.body?.[what]) console.log("given: " + what);
    return sent.call(this, message, ...rest);
  };`;
export const given = ({ console }) => console.filter((line) => line.startsWith("log: given: "));
/** What the browser says of blocked service workers is no complaint of the page. */
export const complaints = ({ console }) => console.filter((line) => !line.includes("Service Worker registration blocked"));

/** The report is that of the first trouble, which is none, whatever else happens in the workers. */
export async function sameReport(t, file, cores, troubles, check = () => {}) {
  let usual;
  for (const [name, trouble] of Object.entries(troubles)) {
    await t.test(name, async (t) => {
      const browser = await launch(t, { folder: machine(t, cores, trouble), serviceWorkers: "block" });
      const report = await read(browser, file);
      usual ??= report;
      assert.deepEqual(report, usual);
      check(browser);
    });
  }
}
