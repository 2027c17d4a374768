// The others in the same browser: the plain read of the file, and DuckDB-WASM.

import { existsSync } from "node:fs";
import path from "node:path";
import { alone } from "../browser/chromium.mjs";

const FOLDER = path.join(import.meta.dirname, "peers");

/** Whether DuckDB-WASM is installed. */
export const hasDuckDb = () => existsSync(path.join(FOLDER, "node_modules/@duckdb/duckdb-wasm"));

/** Opens the peers' page in a fresh browser, with the file chosen. */
const withPeers = (file, ask) =>
  alone({ folder: FOLDER }, async ({ page, server }) => {
    page.setDefaultTimeout(600_000);
    await page.goto(server.url);
    await page.waitForFunction("window.peers");
    await page.setInputFiles("#file", file);
    return ask(page);
  });

/** Seconds in which so many workers read every byte of the file and keep none. */
export const plainRead = (file, workers) =>
  withPeers(file, async (page) => (await page.evaluate((workers) => window.peers.plainRead(workers), workers)) / 1000);

/**
 * DuckDB-WASM on the file: seconds in all, of loading, of starting (not counted),
 * figures by campaign, and the seconds of each change (`[name, SQL condition]`),
 * `repeat` times.
 */
export const duckDb = (file, { changes = [], repeat = 0 } = {}) =>
  withPeers(file, async (page) => {
    const format = file.endsWith(".csv") ? "csv" : "ndjson";
    const report = await page.evaluate((format) => window.peers.duckDbReport(format), format);
    const found = new Map();
    for (let turn = 0; turn < repeat; turn += 1) {
      for (const [name, where] of changes) {
        const { total } = await page.evaluate((where) => window.peers.duckDbChange(where), where);
        found.set(name, [...(found.get(name) ?? []), total / 1000]);
      }
    }
    return {
      seconds: report.total / 1000,
      loading: report.loading / 1000,
      starting: report.starting / 1000,
      version: report.version,
      figures: Object.fromEntries(report.figures),
      changes: found,
    };
  });
