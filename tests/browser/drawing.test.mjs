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
    window.heard = 0;
    window.hold = (holding) => {
      window.holding = holding;
      while (!holding && held.length > 0) held.shift()();
    };
    const says = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
    Object.defineProperty(Worker.prototype, "onmessage", {
      ...says,
      set(hear) {
        const now = (worker, event) => {
          hear.call(worker, event);
          window.heard += 1;
        };
        const later = (event) => (window.holding ? held.push(() => now(this, event)) : now(this, event));
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
  /** Does something, and waits for what the worker says then. */
  const answered = async (act) => {
    const before = await browser.page.evaluate(() => window.heard);
    await act();
    await browser.page.waitForFunction((before) => window.heard > before, before);
  };
  return { browser, page, figures, hold, answered };
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

test("of a report that is still drawn, nothing is shown below the first screen", async (t) => {
  const { browser } = await onStatistics(t);
  const shown = (busy) => browser.page.evaluate((busy) => {
    const report = document.querySelector(".report");
    report.toggleAttribute("aria-busy", busy);
    return [...report.children].map((piece) => [piece.className, piece.checkVisibility()]);
  }, busy);
  const first = ["key-figures", "notes", "report-pair"];
  const all = await shown(false);
  assert.ok(all.length > first.length && all.every(([, visible]) => visible));
  const visible = (await shown(true)).filter(([, visible]) => visible).map(([name]) => name);
  assert.deepEqual(visible, first.filter((name) => all.some(([other]) => other === name)));
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

test("what the pointer or the focus has come to is counted before it is pressed", async (t) => {
  const { browser, page, figures, hold, answered } = await onStatistics(t);
  const row = page.find("campaign-row").first();
  const name = row.locator("button.campaign-name");
  const sent = Number(await row.locator('[data-figure="sent"]').getAttribute("data-value"));
  assert.ok(sent < figures.sent);
  await answered(() => name.hover());
  assert.deepEqual(await page.figures(), figures, "nothing is shown before it is asked for");
  // From here on the worker says nothing.
  await hold(true);
  await name.click();
  await page.waitForFigure("sent", sent);
  await page.find("clear-filter").waitFor();
  assert.equal(await page.find("campaign-row").count(), 1);
  // The name has the focus again: what it leads back to is counted meanwhile.
  await answered(() => hold(false));
  await hold(true);
  await browser.page.keyboard.press("Enter");
  await page.waitForFigure("sent", figures.sent);
  assert.deepEqual(await page.figures(), figures);
  assert.deepEqual(browser.console, []);
});
