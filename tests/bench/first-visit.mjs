// What the start page loads before anything is dropped, and whether it can be
// used before the engine is there.

import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { DIST, launch } from "../browser/harness.mjs";
import { Page } from "../browser/page.mjs";

/** The files of a first visit, largest first: `{ name, bytes, brotli }`. */
export async function firstVisit() {
  const names = await visit(async (browser) => {
    await new Page(browser).open();
    await browser.page.waitForLoadState("networkidle");
    return new Set(browser.server.requests.map(({ url }) => new URL(url, browser.server.url).pathname.slice(1)));
  });
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return [...names]
    .map((name) => {
      const content = readFileSync(path.join(DIST, name || "index.html"));
      const compressed = brotliCompressSync(content, { params: { ...params, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
      return { name: name || "index.html", bytes: content.length, brotli: compressed.length };
    })
    .sort((one, other) => other.brotli - one.brotli);
}

/** Whether files can be handed over while the engine's wasm is still on its way. */
export const usableBeforeEngine = () =>
  visit(async (browser) => {
    let held = 0;
    await browser.context.route(/worker[^/]*\.wasm$/, () => {
      held += 1;
    });
    try {
      const page = new Page(browser);
      await page.open();
      await page.find("file-input").first().waitFor({ state: "attached" });
      const enabled = await page.find("file-input").first().isEnabled();
      await browser.page.waitForTimeout(1_000);
      // Where nothing was held, there was no engine to wait for.
      return { usable: enabled, held: held > 0 };
    } catch {
      return { usable: false, held: held > 0 };
    }
  });

/** A browser that has never been here, without the worker that keeps the page for offline use. */
async function visit(look) {
  const closing = [];
  const t = { after: (close) => closing.push(close) };
  try {
    return await look(await launch(t, { serviceWorkers: "block" }));
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
