// Sample files of every dialect, dropped on the page: recognised, read, and
// shown with the figures that are expected.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { AGGREGATES, EXPECTED } from "./expected.mjs";
import { DIST, launch, sample, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

/** What happened stands in the name of this file alone: the page asks whether it is right. */
const ASKED = ["optimizely-campaign-opens.csv"];

/** Figures that follow from the events alone, whatever the machine rules say. */
const FROM_EVENTS = { unsubscribed: "unsubscribed", complained: "complained" };

for (const [name, expected] of EXPECTED) {
  test(`${name} is read by the page`, async (t) => {
    const browser = await launch(t);
    const page = await new Page(browser).open();
    await page.drop(sample(name));
    if (ASKED.includes(name)) await page.find("accept-mapping").click();
    await page.settled();
    await page.tab("files");
    const row = await page.find("file-row").first().textContent();
    assert.ok(row.includes(name), "the file is listed");
    await page.tab("statistics");
    for (const [figure, kind] of Object.entries(FROM_EVENTS)) {
      if (expected.events[kind]) await page.waitForFigure(figure, expected.events[kind]);
    }
    const figures = await page.figures();
    assert.ok(Object.keys(figures).length > 0, "there are figures");
    // People and machines together did what the export says.
    if (expected.granularity === "event" && "opens" in figures && "machine_opens" in figures) {
      const opens = (expected.events.opened ?? 0) + (expected.events.machine_opened ?? 0);
      assert.equal((Number(figures.opens) || 0) + (Number(figures.machine_opens) || 0), opens);
    }
    assert.deepEqual(browser.console, []);
  });
}

for (const name of AGGREGATES) {
  test(`${name} is recognised, and said to hold no recipients`, async (t) => {
    const browser = await launch(t);
    const page = await new Page(browser).open();
    await page.drop(sample(name));
    const row = page.find("file-row").first();
    await row.waitFor();
    assert.ok((await row.textContent()).includes(name));
    assert.deepEqual(browser.console, []);
  });
}

test("several files at once become one set of figures", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(sample("sendgrid-email-activity.csv"), sample("sendgrid-email-activity.csv.gz"));
  await page.settled();
  await page.tab("statistics");
  // The same export twice: doubles count once.
  await page.waitForFigure("unsubscribed", 1);
  await page.waitForFigure("complained", 1);
  assert.equal(await page.find("file-row").count(), 0);
  await page.tab("files");
  assert.equal(await page.find("file-row").count(), 2);
});

test("a file that is nothing of the kind gets a message", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(path.join(DIST, "icons/milchglas-192.png"));
  await page.settled();
  await page.tab("files");
  assert.ok((await page.find("file-row").first().textContent()).includes("milchglas-192.png"));
  assert.ok(await page.find("tab-statistics").isDisabled(), "there are no figures to show");
  assert.deepEqual(browser.console, []);
});

test("where no row could be used, the file says why and hands its rows out", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  const file = path.join(temporary(t), "hook.ndjson");
  const event = (n) => ({ email: `p${n}@example.org`, timestamp: "soon", event: "open", sg_message_id: `m${n}`, sg_event_id: `e${n}` });
  writeFileSync(file, [0, 1, 2].map((n) => `${JSON.stringify(event(n))}\n`).join(""));
  await page.choose(file);
  await page.find("error").waitFor();
  assert.equal(await page.find("file-problems").innerText(), "3");
  assert.equal(await page.find("read-again").count(), 0, "reading once more would not help");
  assert.ok(await page.find("tab-statistics").isDisabled(), "there are no figures to show");
  assert.equal((await page.save("problems")).match(/bad_time/g).length, 3);
  assert.deepEqual(browser.console, []);
});

test("rows that could not be used are saved with their columns, and go nowhere else", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  const folder = temporary(t);
  const file = path.join(folder, "log.csv");
  writeFileSync(
    file,
    [
      "timestamp,event,email,note",
      "2026-09-14T06:00:00Z,opened,ada@example.org,fine",
      "yesterday,opened,bob@example.org,=1+1",
      '2026-09-14T06:00:05Z,opened,"bob@example.org, eve@example.org","a, b"',
      "",
    ].join("\n"),
  );
  await page.drop(file);
  await page.settled();
  await page.tab("files");
  assert.match(await page.find("file-row").first().innerText(), /personal data/);
  const before = browser.requests.length;
  const text = await page.save("problems");
  assert.equal(
    text,
    "\ufeffrow,column,reason,timestamp,event,email,note\r\n" +
      "2,timestamp,bad_time,yesterday,opened,bob@example.org,'=1+1\r\n" +
      '3,email,bad_address,2026-09-14T06:00:05Z,opened,"bob@example.org, eve@example.org","a, b"\r\n',
  );
  const asked = browser.requests.slice(before).filter(({ url }) => !url.startsWith("blob:"));
  assert.deepEqual(asked, [], "nothing is asked of anybody");
  assert.deepEqual(browser.console, []);
});
