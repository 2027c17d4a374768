// What tests of the page have in common: one browser for a file of tests, in which
// each has a window of its own.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { ROOT, open, start } from "./chromium.mjs";

export { DIST, ROOT } from "./chromium.mjs";
export const SAMPLES = path.join(ROOT, "tests/samples");
export const sample = (name) => path.join(SAMPLES, name);

let browser;
after(() => browser?.close());

/** A window as `open` has it, for one test. */
export async function launch(t, options) {
  // One that a test has broken is no good to the next.
  if (!browser?.isConnected()) browser = await start();
  return open(t, browser, options);
}

/** A folder that is gone after the test. */
export function temporary(t) {
  const folder = mkdtempSync(path.join(tmpdir(), "milchglas-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Requests that go anywhere but to the served folder, or send anything. */
export function foreign(requests, url) {
  const own = (request) =>
    request.method === "GET" &&
    (request.url.startsWith(url) || request.url.startsWith("blob:") || request.url.startsWith("data:"));
  return requests.filter((request) => !own(request));
}
