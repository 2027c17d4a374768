// What is large: a generated export of 200 MB, while which is read the page stays
// usable, and whose figures are those of an independent count; many campaigns.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
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

test("every one of many campaigns is in the table, before and after a filter, and in its order", async (t) => {
  const campaigns = 40;
  const file = path.join(temporary(t), "many.ndjson");
  const event = (campaign, person) => ({
    email: `p${person}@example.org`,
    timestamp: 1_789_365_600 + campaign * 86_400,
    event: "processed",
    sg_event_id: `${campaign}-${person}`,
    marketing_campaign_id: String(1000 + campaign),
    marketing_campaign_name: `Letter ${campaign}`,
  });
  const events = Array.from({ length: campaigns }, (_, campaign) =>
    Array.from({ length: campaign + 1 }, (_, person) => JSON.stringify(event(campaign, person))),
  );
  writeFileSync(file, events.flat().join("\n"));

  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.choose(file);
  await page.settled();
  await page.tab("statistics");
  const all = campaigns * ((campaigns + 1) / 2);
  await page.waitForFigure("sent", all);
  await page.figures();
  const shown = () =>
    page.find("campaign-row").evaluateAll((rows) => rows.map(({ dataset: { campaign } }) => Number(campaign) - 1000));
  const upwards = Array.from({ length: campaigns }, (_, campaign) => campaign);
  assert.deepEqual((await shown()).toSorted((a, b) => a - b), upwards);

  const sent = browser.page.locator(".campaign-table th:nth-child(3) .sort");
  const order = async () => browser.page.locator(".campaign-table th:nth-child(3)").getAttribute("aria-sort");
  for (let turn = 0; turn < 2; turn++) {
    await sent.click();
    const expected = (await order()) === "ascending" ? upwards : upwards.toReversed();
    assert.deepEqual(await shown(), expected, await order());
  }

  // By mouse and by keyboard: one alone, and all again, with the focus on its name wherever that is drawn.
  const name = (row) => page.find("campaign-row").nth(row).locator("button.campaign-name");
  const press = async (row, key, rows) => {
    const campaign = await page.find("campaign-row").nth(row).getAttribute("data-campaign");
    await (key ? name(row).press(key) : name(row).click());
    await browser.page.waitForFunction(
      ([rows, campaign]) =>
        document.querySelectorAll('[data-test="campaign-row"]').length === rows &&
        document.activeElement.closest("tr")?.dataset.campaign === campaign,
      [rows, campaign],
    );
    await page.figures();
  };
  const middle = campaigns >> 1;
  await press(middle, undefined, 1);
  assert.equal(await name(0).getAttribute("aria-pressed"), "true");
  await press(0, "Enter", campaigns);
  assert.equal(await name(middle).getAttribute("aria-pressed"), "false");
  await page.waitForFigure("sent", all);
  await press(3, "Enter", 1);
  await page.find("clear-filter").click();
  await page.waitForFigure("sent", all);
  await page.figures();
  assert.equal((await shown()).length, campaigns);
  assert.deepEqual(browser.console, []);
});
