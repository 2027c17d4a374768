// The JavaScript module, on a page that has nothing else: the exact figures of
// every sample, snapshots, cancelling, errors.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { EXPECTED, ZONE } from "./expected.mjs";
import { DIST, foreign, launch, sample, temporary } from "./harness.mjs";

async function open(t) {
  const folder = temporary(t);
  cpSync(path.join(import.meta.dirname, "module-page"), folder, { recursive: true });
  cpSync(path.join(DIST, "module"), path.join(folder, "module"), { recursive: true });
  const browser = await launch(t, { folder });
  await browser.page.goto(browser.server.url);
  await browser.page.waitForFunction(() => window.ready === true);
  const { page } = browser;
  return {
    ...browser,
    choose: (...files) => page.locator("#files").setInputFiles(files),
    consent: (...files) => page.locator("#consent").setInputFiles(files),
    read: (settings = {}) => page.evaluate((settings) => window.module.read(settings), settings),
  };
}

test("every sample gives exactly the expected events and recipients", async (t) => {
  const module = await open(t);
  for (const [name, expected] of EXPECTED) {
    await t.test(name, async () => {
      await module.choose(sample(name));
      const { report } = await module.read({ zone: ZONE });
      const [file] = report.files;
      const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);
      assert.deepEqual(file.events, expected.events);
      assert.equal(file.recipients, expected.unique_recipients);
      assert.equal(file.rows, file.rows_used + sum(file.ignored) + sum(file.problems));
      if (expected.granularity === "event") {
        // Some exports tell times to the minute only.
        const minute = (time) => new Date(time).toISOString().slice(0, 16);
        assert.equal(minute(file.first), minute(expected.first_utc));
      }
    });
  }
});

test("every sample is recognised from its first bytes", async (t) => {
  const module = await open(t);
  const plain = EXPECTED.filter(([name]) => !/\.(zip|gz|xlsx)$/.test(name));
  await module.choose(...plain.map(([name]) => sample(name)));
  const inspections = await module.page.evaluate(() => window.module.inspect());
  for (const [index, [name, expected]] of plain.entries()) {
    const { encoding, shape, class: what } = inspections[index];
    assert.equal(what, "events", name);
    assert.equal(encoding, expected.encoding.replace("-bom", ""), name);
    assert.equal(shape.delimiter ?? null, expected.delimiter?.replace("\\t", "\t") ?? null, name);
  }
});

test("a snapshot goes out and comes in again, and tampering is seen", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  await module.read({ mode: "anonymous", zone: "Europe/Berlin" });
  const { opened, text, altered } = await module.page.evaluate(() => {
    const { text } = window.module.snapshot({ title: "Three letters", today: "2026-10-01" });
    return {
      text,
      opened: window.module.openSnapshot(text),
      altered: window.module.failure(() => window.module.openSnapshot(text.replace("Three letters", "Four letters"))),
    };
  });
  assert.deepEqual(opened, JSON.parse(text));
  assert.equal(opened.made.on, "2026-10-01");
  assert.equal(opened.protection.threshold, 11);
  assert.deepEqual(altered, { name: "MilchglasError", failure: "snapshot", fault: "altered" });
});

test("key figures are equal in every mode, with a consent list beside", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  await module.consent(path.join(DIST, "samples/consent.csv"));
  const { report: personal } = await module.read({ mode: "personal" });
  for (const mode of ["anonymous", "choice"]) {
    const { report } = await module.read({ mode });
    assert.deepEqual(report.overall, personal.overall, mode);
    assert.deepEqual(report.campaigns, personal.campaigns, mode);
  }
  assert.equal(personal.consent.subscribers, 1244);
});

test("progress is told, cancelling is heard, and nothing is sent", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  const { progress } = await module.read();
  const last = progress.at(-1);
  assert.equal(last.bytes_done, last.bytes);
  assert.equal(last.rows, 12223);
  assert.equal(await module.page.evaluate(() => window.module.cancelled({})), "AbortError");
  assert.deepEqual(foreign(module.requests, module.server.url), []);
  assert.deepEqual(module.console, []);
});
