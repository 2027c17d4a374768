// The parts of the page's programs: loaded when they are needed, said where they
// cannot be had, and there when the network is gone.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { DIST, launch, sample } from "./harness.mjs";
import { Page } from "./page.mjs";

const ARCHIVE = sample("mailchimp-account-export.zip");
const SCREENS = /app-\w+-split_screens\.wasm$/;
/** Of all screens but the first. */
const STYLES = /(statistics|people|share|print)-\w+\.css$/;
const SHARING = /worker-\w+-split_sharing\.wasm$/;
const READER = /reader\.js$/;
const ARCHIVES = /worker-\w+-split_archives\.wasm$/;

/** What the page itself asked for: nothing keeps its files beside it. */
const watched = async (t) => {
  const browser = await launch(t, { serviceWorkers: "block" });
  const asked = (part) => browser.requests.filter(({ url }) => part.test(url)).length;
  return { browser, asked, page: new Page(browser) };
};

test("a part is loaded once, when it is needed", async (t) => {
  const { browser, asked, page } = await watched(t);
  await page.open();
  await browser.page.waitForLoadState("networkidle");
  assert.deepEqual([SCREENS, STYLES, SHARING, ARCHIVES].map(asked), [0, 0, 0, 0]);
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("statistics");
  await page.waitForFigure("sent", 4326);
  assert.deepEqual([SCREENS, STYLES, SHARING, ARCHIVES].map(asked), [1, 4, 0, 0]);
  await page.tab("share");
  await page.reviewed();
  assert.deepEqual([SCREENS, SHARING, ARCHIVES].map(asked), [1, 1, 0]);
  await page.tab("files");
  await page.choose(ARCHIVE);
  await page.settled();
  assert.deepEqual([SCREENS, STYLES, SHARING, ARCHIVES].map(asked), [1, 4, 1, 1]);
});

test("where exports are found is loaded when somebody unfolds it", async (t) => {
  const { browser, asked, page } = await watched(t);
  await page.open();
  await browser.page.waitForLoadState("networkidle");
  const help = page.find("export-help");
  await help.locator("summary").click();
  await help.getByText("Amazon SES").waitFor();
  assert.match(await help.innerText(), /configuration set/);
  assert.equal(await help.evaluate((element) => element.open), true);
  assert.deepEqual([SCREENS, STYLES].map(asked), [1, 4]);
  assert.equal(await page.find("open-sample").count(), 1, "the start page is still there");
});

for (const [how, expect] of Object.entries({
  "chosen in the dialog": async (page) => {
    const dialog = page.page.waitForEvent("filechooser");
    await page.find("file-input").first().click();
    await dialog;
  },
  "dragged over the page": (page) =>
    page.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "x.csv"));
      document.querySelector("main").dispatchEvent(new DragEvent("dragenter", { bubbles: true, cancelable: true, dataTransfer }));
    }),
})) {
  test(`while files are ${how}, screens are loaded and readers start`, async (t) => {
    const { browser, asked, page } = await watched(t);
    await page.open();
    await browser.page.waitForLoadState("networkidle");
    assert.deepEqual([SCREENS, READER].map(asked), [0, 0]);
    const cores = await browser.page.evaluate(() => Math.min(navigator.hardwareConcurrency, 8));
    await expect(page);
    const started = () => browser.server.requests.filter(({ url }) => READER.test(url)).length;
    const wanted = [1, cores > 1 ? cores : 0];
    for (let turn = 0; turn < 250 && asked(SCREENS) + started() < wanted[0] + wanted[1]; turn += 1) await pause(20);
    assert.deepEqual([asked(SCREENS), started()], wanted);
    assert.equal(await page.find("open-sample").count(), 1, "nothing is shown yet");
    assert.deepEqual(browser.console.filter((line) => !line.includes("Service Worker registration blocked")), []);
  });
}

test("styles that cannot be had are said, and asked for again", async (t) => {
  const { browser, page } = await watched(t);
  await page.open();
  const refuse = (route) => route.abort();
  const last = /share-\w+\.css$/;
  await browser.context.route(last, refuse);
  await page.find("open-sample").click();
  await page.find("error").waitFor();
  assert.match(await page.find("error").innerText(), /could not be loaded/);
  assert.equal(await page.find("file-row").count(), 0, "nothing is shown without them");
  await browser.context.unroute(last, refuse);
  await page.find("try-again").click();
  await page.find("file-row").first().waitFor();
  const there = (links) => links.every((link) => !link.disabled && link.sheet.cssRules.length > 0);
  assert.ok(await browser.page.locator("link[rel=stylesheet]").evaluateAll(there));
});

test("a part that cannot be had is said, and asked for again", async (t) => {
  const { browser, page } = await watched(t);
  await page.open();
  const refuse = (route) => route.abort();
  await browser.context.route(SCREENS, refuse);
  await page.find("open-sample").click();
  await page.find("error").waitFor();
  assert.match(await page.find("error").innerText(), /could not be loaded/);
  await browser.context.unroute(SCREENS, refuse);
  await page.find("try-again").click();
  await page.find("file-row").first().waitFor();
  await page.settled();
  await page.tab("statistics");
  await page.waitForFigure("sent", 4326);

  await browser.context.route(SHARING, refuse);
  await page.tab("share");
  await browser.page.getByText("A part of this page could not be loaded.").waitFor();
  await browser.context.unroute(SHARING, refuse);
  await page.find("try-again").click();
  await page.reviewed();
});

test("a part that arrives leaves what somebody has under the hand", async (t) => {
  const browser = await launch(t);
  await browser.context.addInitScript(() => delete Navigator.prototype.serviceWorker);
  let release;
  const held = new Promise((go) => (release = go));
  await browser.context.route(SCREENS, async (route) => {
    await held;
    await route.continue();
  });
  const page = await new Page(browser).open();
  const [content, input] = await Promise.all(
    ["#content", '[data-test="file-input"]'].map((place) => browser.page.locator(place).first().elementHandle()),
  );
  await input.focus();
  const arrived = browser.context.waitForEvent("requestfinished", (request) => SCREENS.test(request.url()));
  release();
  await arrived;
  // The same file dialog would be answered by the same input.
  await input.setInputFiles(path.join(DIST, "samples/events.csv"));
  await page.find("file-row").first().waitFor();
  assert.ok(await content.evaluate((element) => element.isConnected));
});

for (const kept of [true, false]) {
  test(`without a network, ${kept ? "a kept page" : "a page that nothing keeps"} does all it did`, async (t) => {
    const browser = await launch(t);
    if (!kept) await browser.context.addInitScript(() => delete Navigator.prototype.serviceWorker);
    const page = new Page(browser);
    if (kept) {
      await page.open();
      await browser.page.evaluate(() => navigator.serviceWorker.ready);
    } else {
      const arrived = (part) => browser.context.waitForEvent("requestfinished", (request) => part.test(request.url()));
      await Promise.all([page.open(), ...[SCREENS, SHARING, ARCHIVES].map(arrived)]);
    }
    await browser.context.setOffline(true);
    await browser.server.close();
    await page.choose(ARCHIVE);
    await page.settled();
    await page.tab("files");
    await page.choose(path.join(DIST, "samples/events.csv"));
    await page.settled();
    await page.tab("statistics");
    await page.figures();
    await page.tab("share");
    await page.reviewed();
  });
}
