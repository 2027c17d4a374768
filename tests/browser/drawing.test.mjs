// When the page is drawn: with the worker's answer where that comes at once, and
// without it where it does not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, sample } from "./harness.mjs";
import { Page } from "./page.mjs";

/** A page on its statistics whose worker can be made silent: `hold(true)` keeps what it says back. */
async function onStatistics(t) {
  const browser = await launch(t);
  await browser.page.addInitScript(() => {
    const held = [];
    window.holding = false;
    window.hold = (holding) => {
      window.holding = holding;
      while (!holding && held.length > 0) held.shift()();
    };
    const says = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
    Object.defineProperty(Worker.prototype, "onmessage", {
      ...says,
      set(hear) {
        const later = (event) => (window.holding ? held.push(() => hear.call(this, event)) : hear.call(this, event));
        says.set.call(this, hear && later);
      },
    });
  });
  const page = await new Page(browser).open();
  await page.drop(sample("sendgrid-email-activity.csv"), sample("mailgun-webhooks.ndjson"));
  await page.settled();
  await page.tab("statistics");
  const figures = await page.figures();
  const hold = (holding) => browser.page.evaluate((holding) => window.hold(holding), holding);
  return { browser, page, figures, hold };
}

test("a choice is drawn though the worker is silent, and the figures follow when it speaks", async (t) => {
  const { browser, page, figures, hold } = await onStatistics(t);
  assert.equal(await page.find("clear-filter").count(), 0);
  await hold(true);
  await page.find("filter-from").fill("2099-01-01");
  await page.find("clear-filter").waitFor();
  assert.deepEqual(await page.figures(), figures, "nobody has counted yet");
  await page.find("tab-files").click();
  await page.find("file-row").first().waitFor();
  await page.tab("statistics");
  await hold(false);
  await page.find("figure-sent").waitFor({ state: "detached" });
  await page.find("clear-filter").click();
  await page.waitForFigure("sent", figures.sent);
  assert.deepEqual(await page.figures(), figures);
  assert.equal(await page.find("clear-filter").count(), 0);
  assert.deepEqual(browser.console, []);
});

test("of several choices in a row the last one counts, whenever they are answered", async (t) => {
  const { browser, page, figures, hold } = await onStatistics(t);
  await hold(true);
  await page.find("filter-from").fill("2099-01-01");
  await page.find("clear-filter").click();
  await page.find("clear-filter").waitFor({ state: "detached" });
  await hold(false);
  await page.settled();
  assert.deepEqual(await page.figures(), figures);
  assert.deepEqual(browser.console, []);
});

test("what a field of a chart means is told to whoever points at it", async (t) => {
  const { browser, page } = await onStatistics(t);
  const fields = browser.page.locator(".chart-week svg.plot.heat-opens rect.cell");
  assert.equal(await fields.locator("title").count(), 0);
  await fields.first().hover();
  await fields.first().locator("title").waitFor({ state: "attached" });
  assert.equal(await fields.locator("title").count(), await fields.count());
  // They follow what is shown.
  const said = () => fields.locator("title").allTextContents();
  const all = await said();
  await page.find("include-machine").click();
  await browser.page.waitForFunction(() => document.querySelector(".report [aria-busy]") === null);
  await page.settled();
  assert.notDeepEqual(await said(), all);
  assert.deepEqual(browser.console, []);
});
