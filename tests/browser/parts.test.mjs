// The parts of the page's programs: loaded when they are needed, said where they
// cannot be had, and there when the network is gone.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { DIST, launch, sample } from "./harness.mjs";
import { Page } from "./page.mjs";

const ARCHIVE = sample("mailchimp-account-export.zip");
const SCREENS = /app-\w+-split_screens\.wasm$/;
const SHARING = /worker-\w+-split_sharing\.wasm$/;
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
  assert.deepEqual([SCREENS, SHARING, ARCHIVES].map(asked), [0, 0, 0]);
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("statistics");
  await page.waitForFigure("sent", 4326);
  assert.deepEqual([SCREENS, SHARING, ARCHIVES].map(asked), [1, 0, 0]);
  await page.tab("share");
  await page.reviewed();
  assert.deepEqual([SCREENS, SHARING, ARCHIVES].map(asked), [1, 1, 0]);
  await page.tab("files");
  await page.choose(ARCHIVE);
  await page.settled();
  assert.deepEqual([SCREENS, SHARING, ARCHIVES].map(asked), [1, 1, 1]);
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

for (const kept of [true, false]) {
  test(`without a network, ${kept ? "a kept page" : "a page that nothing keeps"} does all it did`, async (t) => {
    const browser = await launch(t);
    const arrived = [];
    browser.context.on("requestfinished", (request) => arrived.push(request.url()));
    if (!kept) await browser.context.addInitScript(() => delete Navigator.prototype.serviceWorker);
    const page = await new Page(browser).open();
    if (kept) await browser.page.evaluate(() => navigator.serviceWorker.ready);
    else {
      await until(() => [SCREENS, SHARING, ARCHIVES].every((part) => arrived.some((url) => part.test(url))));
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

async function until(holds) {
  while (!holds()) await new Promise((again) => setTimeout(again, 50));
}
