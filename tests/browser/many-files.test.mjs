// Many exports at once, each too small to be divided: readers read them side by side,
// and the report is that of one after the other.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { zip } from "../generate/zip.mjs";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";
import { complaints, GIVEN, given, goesOn, listen, machine, read, readers, sameReport, write } from "./readers.mjs";

const SAMPLES = path.join(import.meta.dirname, "../samples");

/** So many exports of one or two megabytes. */
function exportsOf(folder, count) {
  return Array.from({ length: count }, (_, number) => {
    const file = path.join(folder, `export-${String(number).padStart(2, "0")}.csv`);
    write(file, { seed: 60 + number, bytes: number % 3 ? 1e6 : 1.8e6, sound: 1 });
    return file;
  });
}

/**
 * The same, and between them others that are read side by side: packed, in UTF-16, damaged,
 * of another shape; and such as are read in turn: short ones, lists, a large one, an archive
 * with members of both kinds.
 */
function mixed(folder) {
  const files = exportsOf(folder, 18);
  const texts = files.slice(0, 9).map((file) => readFileSync(file));
  const [one, two] = texts;
  // Of more than two megabytes pieces would be given.
  const packed = gzipSync(two, { level: 0 });
  const put = (others) =>
    Object.entries(others).map(([name, bytes]) => {
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      return file;
    });
  const event = (at) => ({ email: `u${at % 700}@example.org`, timestamp: 1768438716 + at, event: "open", sg_event_id: `a${at}` });
  const alike = put({
    "packed.csv.gz": packed,
    "cut-off.csv.gz": packed.subarray(0, packed.length * 0.7),
    "utf16.csv": Buffer.from(`\ufeff${two.subarray(0, two.indexOf("\n", 3e5)).toString()}`, "utf16le"),
    "array.json": Buffer.from(JSON.stringify(Array.from({ length: 9000 }, (_, at) => event(at)))),
  });
  const members = texts.map((text, number) => [`members/${number}.csv`, text]);
  const header = "timestamp,event,email,campaign_id\n";
  const others = put({
    "one-row.csv": Buffer.from(`${header}2026-02-01T00:00:00Z,open,last@example.org,1001\n`),
    "no-row.csv": Buffer.from(header),
    "consent.csv": Buffer.from("email,opens,clicks,date\nlast@example.org,yes,no,2026-01-01\n"),
    "archive.zip": zip(Object.fromEntries([...members, ["members/short.csv", one.subarray(0, one.indexOf("\n", 5e4) + 1)]])),
  });
  const large = path.join(folder, "large.csv");
  write(large, { seed: 59, bytes: 10e6 });
  const samples = ["brevo-campaign-recipients.csv", "mailchimp-report-opened.csv", "ses-sns.ndjson", "sendgrid-event-webhook.json"];
  return [
    ...files.slice(0, 5),
    ...alike,
    ...files.slice(5, 10),
    ...others,
    large,
    ...samples.map((name) => path.join(SAMPLES, name)),
    ...files.slice(10),
  ];
}

const filesGiven = (browser) => given(browser).filter((line) => line.endsWith("file")).length;

test("many files give the same report, however many workers read them", { timeout: 600_000 }, async (t) => {
  const files = mixed(temporary(t));
  let alone;
  for (const cores of [1, 2, 3, 8]) {
    await t.test(`${cores} cores`, async (t) => {
      const browser = await launch(t, { folder: machine(t, cores, GIVEN), serviceWorkers: "block" });
      const report = await read(browser, files);
      assert.equal(readers(browser), cores === 1 ? 0 : cores);
      alone ??= report;
      assert.equal(report.files.length, files.length - 1, "all but the list of consent");
      assert.ok(report.files.filter(({ problems }) => Object.keys(problems).length).length > 8, "rows of many are problems");
      assert.ok(report.files.some(({ problems }) => problems.damaged_archive), "damage is told");
      assert.deepEqual(report, alone);
      if (cores > 1) assert.equal(filesGiven(browser), 18 + 4 + 9, "files and members of an archive are given");
      await goesOn(browser);
      assert.deepEqual(complaints(browser).filter((line) => !given(browser).includes(line)), []);
    });
  }
});

test("few bytes are read by one worker, in however many files they are", { timeout: 60_000 }, async (t) => {
  const browser = await launch(t, { folder: machine(t, 3, GIVEN), serviceWorkers: "block" });
  const report = await read(browser, exportsOf(temporary(t), 3));
  assert.equal(report.files.length, 3);
  assert.deepEqual([readers(browser), given(browser).length], [0, 0]);
});

test("files that readers do not read are read all the same", { timeout: 600_000 }, async (t) => {
  const reading = (then) => `${GIVEN} const post = Worker.prototype.postMessage; let given = 0;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (message.body?.file === undefined) return post.call(this, message, ...rest);
      given += 1;
      ${then}
      return post.call(this, message, ...rest);
    };`;
  const die = `this.terminate(); this.dispatchEvent(new ErrorEvent("error", { cancelable: true })); return;`;
  const troubles = {
    none: reading(""),
    "dead at the third": reading(`if (given === 3) { ${die} }`),
    "one after the other dead": reading(`if (given % 2 === 0) { ${die} }`),
    "silent from the third on": reading("if (given > 2) return;"),
    "no bytes": reading("if (given % 3 === 0) message.beside.length = 0;"),
    "another beginning": reading("if (given % 3 === 0) message.beside[0] = new ArrayBuffer(64); rest = rest.length ? [message.beside] : rest;"),
  };
  const folder = temporary(t);
  const files = exportsOf(folder, 10);
  const archive = path.join(folder, "archive.zip");
  writeFileSync(archive, zip(Object.fromEntries(files.map((file) => [path.basename(file), readFileSync(file)]))));
  await sameReport(t, files, 3, troubles, (browser) => assert.ok(filesGiven(browser) > 1));
  await sameReport(t, archive, 3, troubles, (browser) => assert.ok(filesGiven(browser) > 1));
});

test("a file that the browser withholds is named", { timeout: 120_000 }, async (t) => {
  const files = exportsOf(temporary(t), 10);
  // What stands behind its beginning.
  const withheld = `const slice = Blob.prototype.slice;
    Blob.prototype.slice = function (from, ...rest) {
      if (this.name === "export-06.csv" && from > 0) throw new DOMException("gone", "NotReadableError");
      return slice.call(this, from, ...rest);
    };`;
  for (const cores of [1, 3]) {
    const browser = await launch(t, { folder: machine(t, cores, withheld, withheld), serviceWorkers: "block" });
    await listen(browser.page);
    const page = await new Page(browser).open();
    await page.choose(...files);
    await browser.page.waitForFunction(() => window.updates?.includes("failed"));
    await page.settled();
    const said = await browser.page.locator("main").innerText();
    assert.match(said, /export-06\.csv/);
    assert.ok(!(await browser.page.evaluate(() => window.report)));
  }
});

test("many files that are taken back are forgotten, and read whole the next time", { timeout: 120_000 }, async (t) => {
  // So many that their reading is met in the middle.
  const files = exportsOf(temporary(t), 80);
  const expected = await read(await launch(t, { folder: machine(t, 1), serviceWorkers: "block" }), files);
  const browser = await launch(t, { folder: machine(t, 2, GIVEN), serviceWorkers: "block" });
  await listen(browser.page);
  const page = await new Page(browser).open();
  await page.choose(...files);
  await browser.page.waitForFunction(() => window.progress?.some(({ files, files_done }) => files_done > 0 && files_done < files));
  await page.find("cancel").first().click();
  await browser.page.waitForFunction(() => window.updates.includes("cancelled"));
  assert.ok(!(await browser.page.evaluate(() => window.report)), "it was taken back before its end");
  await page.settled();
  await page.find("read-again").click();
  await browser.page.waitForFunction(() => window.report);
  assert.deepEqual(await browser.page.evaluate(() => window.report), expected);
  for (const { file, files_done } of await browser.page.evaluate(() => window.progress)) {
    assert.equal(file, path.basename(files[Math.min(files_done, files.length - 1)]), "the file is named that is next");
  }
});

test("of many files some are listed, first those that need a look, and the others when asked for", { timeout: 60_000 }, async (t) => {
  const folder = temporary(t);
  const files = Array.from({ length: 60 }, (_, number) => {
    const file = path.join(folder, `export-${number}.csv`);
    const time = number === 50 ? "soon" : "2026-02-01T00:00:00Z";
    const row = (time) => `${time},open,somebody${number}@example.org,1001\n`;
    writeFileSync(file, `timestamp,event,email,campaign_id\n${row("2026-02-01T00:00:00Z").repeat(5)}${row(time)}`);
    return file;
  });
  writeFileSync(files[55], Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.choose(...files);
  await page.settled();
  await page.tab("files");
  const rows = page.find("file-row");
  await rows.first().waitFor();
  const names = async () => (await rows.locator("h2").allTextContents()).map((name) => Number(/\d+/.exec(name)));
  assert.deepEqual(await names(), [55, 50, ...Array.from({ length: 23 }, (_, at) => at)]);
  await page.find("more-files").click();
  assert.equal((await names()).length, 50);
  await page.find("more-files").click();
  assert.deepEqual(await names(), Array.from({ length: 60 }, (_, at) => at), "all, as they were opened");
  assert.equal(await page.find("more-files").count(), 0);
});
