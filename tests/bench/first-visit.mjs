// What the start page loads before anything is dropped, and whether it can be
// used before the engine is there.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { DIST, alone } from "../browser/chromium.mjs";
import { Page } from "../browser/page.mjs";

/** The page's own wasm; all other is the engine's. */
const OF_THE_PAGE = /\/app[^/]*\.wasm$/;
/** What the engine's worker is made of, whenever it is loaded. */
const OF_THE_ENGINE = /^(?!app).*(worker|engine|reader).*\.(js|wasm)$/;

/**
 * The files of a first visit, largest first: `{ name, bytes, brotli }`. The engine is
 * among them even where the page waits with it until there is a file. `later` are
 * bytes of brotli that come on top until `sample` is read and shown, `parts` those of
 * the programs' other parts, each loaded when it is needed.
 */
export async function firstVisit(sample) {
  const { names, later } = await visit(async (browser) => {
    const requested = () =>
      new Set(browser.server.requests.map(({ url }) => new URL(url, browser.server.url).pathname.slice(1)));
    const page = await new Page(browser).open();
    await browser.page.waitForLoadState("networkidle");
    const names = requested();
    await page.choose(sample);
    await page.tab("statistics");
    await page.find("campaign-row").first().waitFor();
    const later = new Set();
    for (const name of requested()) {
      if (OF_THE_ENGINE.test(name)) names.add(name);
      else if (!names.has(name)) later.add(name);
    }
    return { names, later };
  });
  const files = [...names].map(compressed).sort((one, other) => other.brotli - one.brotli);
  const parts = readdirSync(DIST).filter((file) => file.endsWith(".wasm") && !names.has(file) && !later.has(file));
  return { files, later: brotli([...later].map(compressed)), parts: brotli(parts.map(compressed)) };
}

/** Bytes of brotli in all of them. */
export const brotli = (files) => files.reduce((sum, file) => sum + file.brotli, 0);

function compressed(name) {
  const content = readFileSync(path.join(DIST, name || "index.html"));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return { name: name || "index.html", bytes: content.length, brotli: brotliCompressSync(content, { params }).length };
}

/** Whether files can be handed over while the engine's wasm is still on its way. */
export const usableBeforeEngine = () =>
  visit(async (browser) => {
    // Asked for, and never answered.
    await browser.context.route(/\.wasm$/, (route) => OF_THE_PAGE.test(route.request().url()) && route.continue());
    try {
      const page = await new Page(browser).open();
      return await page.find("file-input").first().isEnabled();
    } catch {
      return false;
    }
  });

/** A browser that has never been here, without the worker that keeps the page for offline use. */
const visit = (look) => alone({ serviceWorkers: "block" }, look);
