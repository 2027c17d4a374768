// A large file is read by several workers: the same report whoever read what,
// and a reading that is taken back leaves nothing behind.

import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { Random } from "../generate/random.mjs";
import { zip } from "../generate/zip.mjs";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";
import { complaints, GIVEN, given, goesOn, listen, machine, read, readers, sameReport, SIZE, write } from "./readers.mjs";

test("the report is the same, however many workers read the file", { timeout: 600_000 }, async (t) => {
  const file = path.join(temporary(t), "export.csv");
  write(file, { seed: 41 });
  let alone;
  for (let cores = 1; cores <= 8; cores += 1) {
    await t.test(`${cores} cores`, async (t) => {
      const browser = await launch(t, { folder: machine(t, cores), serviceWorkers: "block" });
      const report = await read(browser, file);
      assert.equal(readers(browser), cores === 1 ? 0 : cores, "so many readers were started");
      alone ??= report;
      assert.ok(report.files[0].rows_used > 100_000);
      assert.ok(report.files[0].problems.unknown_event ?? Object.keys(report.files[0].problems).length, "some rows are problems");
      assert.deepEqual(report, alone);
      await goesOn(browser);
      assert.deepEqual(complaints(browser), []);
    });
  }
});

/** The same export, in what it may be wrapped in; some of them damaged. */
function wrapped(t, { seed }) {
  const folder = temporary(t);
  const plain = path.join(folder, "plain.csv");
  write(plain, { seed });
  const text = readFileSync(plain);
  const pack = (bytes) => gzipSync(bytes, { level: 1 });
  const packed = pack(text);
  const half = text.indexOf("\n", text.length / 2) + 1;
  const flip = (bytes, at) => {
    const flipped = Buffer.from(bytes);
    flipped[Math.floor(bytes.length * at)] ^= 0x55;
    return flipped;
  };
  const header = text.subarray(0, text.indexOf("\n") + 1);
  const archive = zip({ "one.csv": text.subarray(0, half), "two.csv": Buffer.concat([header, text.subarray(half)]) });
  const files = {
    "export.csv.gz": packed,
    "members.csv.gz": Buffer.concat([pack(text.subarray(0, half)), pack(text.subarray(half))]),
    "utf16.csv": Buffer.from(`\ufeff${text.toString().replaceAll("so it goes", "so geht’s 🐟")}`, "utf16le"),
    "archive.zip": archive,
    "damaged.zip": flip(archive, 0.3),
    "cut-off.csv.gz": packed.subarray(0, Math.floor(packed.length * 0.85)),
    "damaged.csv.gz": flip(packed, 0.6),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  return { plain, files: Object.keys(files).map((name) => path.join(folder, name)) };
}

/** The same kind of events as one JSON array, with lists of objects inside; `between` its elements. */
function writeArray(file, { seed, between, bytes = SIZE }) {
  const random = new Random(seed);
  const kinds = ["processed", "delivered", "open", "click", "bounce", "nonsense"];
  const notes = ["plain", '},{"email":"', "two\nlines", [{ email: "other@example.org" }, { email: "b@example.org" }], null];
  writeFileSync(file, "[");
  let size = 0;
  while (size < bytes) {
    const block = Array.from({ length: 4000 }, (_, row) => {
      const event = { email: `user${random.below(40000)}@example.org`, timestamp: 1768438716 + random.below(20e6) };
      event.event = random.pick(size < 3e6 ? kinds.slice(0, 4) : kinds);
      event.sg_event_id = `e${size}.${row}`;
      event.note = row === 1999 ? "so it goes ".repeat(random.below(90000)) : random.pick(notes);
      return JSON.stringify(event, null, between.includes("\n ") ? 2 : 0);
    });
    const text = (size ? between : "") + block.join(between);
    appendFileSync(file, text);
    size += text.length;
  }
  appendFileSync(file, "]");
}

test("the report of one JSON array is the same, however many workers read it", { timeout: 600_000 }, async (t) => {
  const folder = temporary(t);
  const layouts = { "one-line": [",", [2, 3, 8]], "a-line-each": [",\n", [3]], indented: [",\n  ", [2]] };
  for (const [name, [between, several]] of Object.entries(layouts)) {
    await t.test(name, async (t) => {
      const file = path.join(folder, `${name}.json`);
      writeArray(file, { seed: 51, between });
      // Of the same name, which stands in the report.
      const packed = path.join(temporary(t), `${name}.json`);
      // Not made smaller: small ones are read by one.
      writeFileSync(packed, gzipSync(readFileSync(file), { level: 0 }));
      const of = async (file, cores) => {
        const browser = await launch(t, { folder: machine(t, cores, GIVEN), serviceWorkers: "block" });
        const report = await read(browser, file);
        const said = complaints(browser).filter((line) => !given(browser).includes(line));
        assert.deepEqual(said, []);
        return { report, given: given(browser).length };
      };
      const alone = await of(file, 1);
      assert.equal(alone.given, 0);
      assert.ok(alone.report.files[0].rows_used > 50_000);
      assert.ok(Object.keys(alone.report.files[0].problems).length, "some rows are problems");
      for (const [kind, cores] of [...several.map((cores) => [file, cores]), [packed, 3]]) {
        const told = await of(kind, cores);
        assert.ok(told.given > 3, `${told.given} parts or pieces`);
        assert.deepEqual(told.report, alone.report, `${path.basename(kind)}, ${cores} cores`);
      }
    });
  }
});

const pieces = (browser) => given(browser).filter((line) => line.endsWith("piece")).length;

test("what is packed, or in UTF-16, gives the same report, however many workers read it", { timeout: 900_000 }, async (t) => {
  const { plain, files } = wrapped(t, { seed: 47 });
  const of = async (file, cores) => {
    const browser = await launch(t, { folder: machine(t, cores, GIVEN), serviceWorkers: "block" });
    const report = await read(browser, file);
    assert.deepEqual(complaints(browser).filter((line) => !given(browser).includes(line)), []);
    await goesOn(browser);
    return { report, given: pieces(browser) };
  };
  const unpacked = (await of(plain, 1)).report;
  for (const file of files) {
    const name = path.basename(file);
    await t.test(name, async () => {
      const alone = await of(file, 1);
      assert.equal(alone.given, 0);
      const told = alone.report.files[0];
      if (name.includes("cut") || name.includes("damaged")) {
        // Of a member of an archive it is no row.
        const found = told.located.filter(({ kind, file }) => kind === "damaged_archive" && file === "one.csv").length;
        assert.equal(name.endsWith("zip") ? found : told.problems.damaged_archive, 1, "it is told");
        assert.ok(told.rows_used > 1_000, "the rest counts");
      } else {
        assert.deepEqual(told.events, unpacked.files[0].events);
      }
      for (const cores of name === "export.csv.gz" ? [2, 3, 8] : [3]) {
        const several = await of(file, cores);
        assert.ok(several.given > 3, `${several.given} pieces`);
        assert.deepEqual(several.report, alone.report, `${cores} cores`);
      }
    });
  }
});

test("pieces that readers do not read are read all the same", { timeout: 300_000 }, async (t) => {
  const { files } = wrapped(t, { seed: 48 });
  const reading = (then) => `${GIVEN} const post = Worker.prototype.postMessage; let given = 0;
    Worker.prototype.postMessage = function (message, ...rest) {
      const { piece } = message.body ?? {};
      if (piece === undefined) return post.call(this, message, ...rest);
      given += 1;
      ${then}
      return post.call(this, message, ...rest);
    };`;
  const troubles = {
    none: reading(""),
    "dead at the third": reading(
      `if (given === 3) { this.terminate(); this.dispatchEvent(new ErrorEvent("error", { cancelable: true })); return; }`,
    ),
    "one after the other dead": reading(
      `if (given % 2 === 0) { this.terminate(); this.dispatchEvent(new ErrorEvent("error", { cancelable: true })); return; }`,
    ),
    "silent from the third on": reading("if (given > 2) return;"),
    "no bytes": reading("if (given === 2) message.beside.length = 0;"),
  };
  await sameReport(t, files[0], 3, troubles, (browser) => assert.ok(pieces(browser) > 1));
});

test("readers end when no file comes, start again for one that does, and end with it", { timeout: 300_000 }, async (t) => {
  const file = path.join(temporary(t), "export.csv");
  write(file, { seed: 45 });
  const minutes = `const later = setTimeout; self.setTimeout = (act, ms) => later(act, ms > 60000 ? 300 : ms);
    const end = Worker.prototype.terminate; Worker.prototype.terminate = function () { console.log("ended"); end.call(this); };`;
  const browser = await launch(t, { folder: machine(t, 3, minutes), serviceWorkers: "block" });
  await listen(browser.page);
  const page = await new Page(browser).open();
  await browser.page.waitForLoadState("networkidle");
  const ended = () => browser.console.filter((line) => line === "log: ended").length;
  const opened = browser.page.waitForEvent("filechooser");
  await page.find("file-input").first().click();
  const dialog = await opened;
  const waitForEnded = async (count) => {
    for (let turn = 0; turn < 250 && ended() < count; turn += 1) await pause(20);
    assert.deepEqual([readers(browser), ended()], [count, count]);
  };
  await waitForEnded(3);
  await dialog.setFiles(file);
  await browser.page.waitForFunction(() => window.report);
  // They end with what they read.
  await waitForEnded(6);
});

test("readers that cannot start, or die, are done without", { timeout: 300_000 }, async (t) => {
  const file = path.join(temporary(t), "export.csv");
  write(file, { seed: 42 });
  const troubles = {
    none: "",
    "no workers in workers": "delete self.Worker;",
    // A script that is not there.
    "no script": `const Real = Worker; self.Worker = class extends Real { constructor(_, options) { super("./gone.js", options); } };`,
    // Ended at the third message: program, seed, file.
    "dead in the middle": `const post = Worker.prototype.postMessage; let posts = 0;
      Worker.prototype.postMessage = function (message, ...rest) {
        posts += 1;
        if (posts > 8) { this.terminate(); this.dispatchEvent(new ErrorEvent("error", { cancelable: true })); return; }
        post.call(this, message, ...rest);
      };`,
  };
  await sameReport(t, file, 2, troubles);
});

test("shards that readers do not count are counted all the same", { timeout: 300_000 }, async (t) => {
  const file = path.join(temporary(t), "export.csv");
  write(file, { seed: 46 });
  const counting = (then) => `const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      const { count } = message.body ?? {};
      if (count === undefined) return post.call(this, message, ...rest);
      console.log("counting");
      ${then}
    };`;
  const asIt = "return post.call(this, message, ...rest);";
  const troubles = {
    none: counting(asIt),
    "dead at the first": counting(`this.terminate(); this.dispatchEvent(new ErrorEvent("error", { cancelable: true }));`),
    "silent from the third on": counting(`if (count.part < 2) ${asIt}`),
    "something else than a shard": counting(`message.beside[0] = new ArrayBuffer(7); ${asIt.replace("...rest", "message.beside")}`),
    "one piece too few": counting(`message.beside.length = 0; ${asIt.replace("...rest", "message.beside")}`),
  };
  await sameReport(t, file, 3, troubles, ({ console }) => assert.ok(console.includes("log: counting")));
});

test("where the browser fills no buffers of ours, it is read all the same", { timeout: 300_000 }, async (t) => {
  const file = path.join(temporary(t), "export.csv");
  write(file, { seed: 44 });
  const refusals = {
    "it does": "",
    "it cannot": "delete self.ReadableStreamBYOBReader;",
    "not for files": `self.ReadableStreamBYOBReader = class { constructor() { throw new TypeError("no byte stream"); } };`,
  };
  await sameReport(t, file, 1, refusals, (browser) => assert.deepEqual(complaints(browser), []));
});

test("a reading that is taken back is forgotten, and the next one is whole", { timeout: 300_000 }, async (t) => {
  const folder = temporary(t);
  const file = path.join(folder, "export.csv");
  write(file, { seed: 43, bytes: 3 * SIZE });
  const text = readFileSync(file);
  // Of so many members that one worker alone learns in time that it was taken back.
  const members = Array.from({ length: 25 }, (_, number) => [`${number}.csv`, text.subarray(0, text.indexOf("\n", SIZE / 3) + 1)]);
  const archive = path.join(folder, "export.zip");
  writeFileSync(archive, zip(Object.fromEntries(members)));
  for (const [name, exported, cores] of [["a file", file, 3], ["an archive", archive, 3], ["an archive, by one", archive, 1]]) {
    await t.test(name, async (t) => {
      const expected = await read(await launch(t, { folder: machine(t, 1), serviceWorkers: "block" }), exported);
      const browser = await launch(t, { folder: machine(t, cores), serviceWorkers: "block" });
      await listen(browser.page);
      const page = await new Page(browser).open();
      await page.choose(exported);
      await browser.page.waitForFunction(() => window.progress?.some(({ bytes_done, rows }) => bytes_done > 0 && rows > 0));
      await page.find("cancel").first().click();
      await browser.page.waitForFunction(() => window.updates.includes("cancelled"));
      assert.ok(!(await browser.page.evaluate(() => window.report)), "it was taken back before its end");
      await page.settled();
      const before = await browser.page.evaluate(() => window.progress.length);
      await page.find("read-again").click();
      await browser.page.waitForFunction(() => window.report);
      assert.deepEqual(await browser.page.evaluate(() => window.report), expected);
      const rows = new Set((await goesOn(browser, before)).map(({ rows }) => rows));
      assert.ok(rows.size > 2, `rows are told on the way: ${[...rows]}`);
      // The same worker; readers end with what they read, those that had read nothing yet stay.
      if (cores === 1) assert.equal(readers(browser), 0);
      else assert.ok(readers(browser) > cores && readers(browser) <= 2 * cores, `${readers(browser)} readers`);
      assert.equal((await browser.page.evaluate(() => window.updates)).filter((update) => update === "ready").length, 1);
      assert.deepEqual(complaints(browser), []);
    });
  }
});
