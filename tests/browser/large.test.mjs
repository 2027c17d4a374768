// A generated export of 200 MB: the page stays usable while it reads, and its
// figures are those of an independent count.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { count } from "../generate/count.mjs";
import { writeEventExport } from "../generate/event-export.mjs";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

test("200 MB are read in slices and counted exactly", { timeout: 600_000 }, async (t) => {
  const file = path.join(temporary(t), "large.csv");
  await writeEventExport(file, { bytes: 200e6, seed: 11 });
  const { rows, figures } = await count(file);
  const overall = {};
  for (const campaign of Object.values(figures)) {
    for (const [name, value] of Object.entries(campaign)) overall[name] = (overall[name] ?? 0) + value;
  }

  const browser = await launch(t);
  const page = await new Page(browser).open();
  // The longest time the page's own thread did not answer.
  await browser.page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
    }, 20);
  });
  await page.choose(file);
  await page.find("progress").first().waitFor();
  await page.settled(400_000);
  const longest = await browser.page.evaluate(() => window.longest);
  t.diagnostic(`longest time without an answer: ${Math.round(longest)} ms`);

  await page.tab("statistics");
  await page.waitForFigure("sent", overall.sent);
  const shown = await page.figures();
  for (const [name, value] of Object.entries(overall)) {
    if (name in shown) assert.equal(shown[name], value, name);
  }
  for (const name of ["delivered", "openers", "clickers"]) assert.ok(name in shown, `${name} is shown`);
  assert.equal(await page.find("campaign-row").count(), Object.keys(figures).length);

  await page.tab("files");
  const read = await page.find("file-row").first().textContent();
  assert.ok(read.replace(/\D/g, "").includes(String(rows)), "the number of rows is shown");
});

test("reading can be cancelled", { timeout: 300_000 }, async (t) => {
  const file = path.join(temporary(t), "large.csv");
  await writeEventExport(file, { bytes: 200e6, seed: 12 });
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.choose(file);
  await page.find("cancel").first().click();
  await page.settled();
  // Nothing of the half-read file is shown as if it were all.
  assert.deepEqual(await page.figures(), {});
  await page.tab("files");
  assert.equal(await page.find("file-row").count(), 1);
  assert.deepEqual(browser.console, []);
});
