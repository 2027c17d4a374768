// A fresh browser for each test, watched: every request of the page, its worker
// and its service worker, every console line, every error.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

export const ROOT = path.resolve(import.meta.dirname, "../..");
export const DIST = path.join(ROOT, "dist");
export const SAMPLES = path.join(ROOT, "tests/samples");
export const sample = (name) => path.join(SAMPLES, name);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whatever asks for another host gets nowhere, and is seen trying.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** A folder that is gone after the test. */
export function temporary(t) {
  const folder = mkdtempSync(path.join(tmpdir(), "milchglas-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A browser window on a served folder. `requests` are all requests of the
 * context, `console` all lines and uncaught errors, `server.requests` what
 * arrived at the host.
 */
export async function launch(t, { folder = DIST, base = "/", locale = "en-GB", ...options } = {}) {
  const server = await serve(folder, { base });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  const context = await browser.newContext({
    locale,
    timezoneId: "Europe/Berlin",
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const requests = [];
  const lines = [];
  context.on("request", (request) => requests.push({ method: request.method(), url: request.url() }));
  context.on("console", (message) => lines.push(`${message.type()}: ${message.text()}`));
  context.on("weberror", (error) => lines.push(`uncaught: ${error.error()}`));
  const page = await context.newPage();
  page.on("websocket", (socket) => requests.push({ method: "WEBSOCKET", url: socket.url() }));
  return { server, browser, context, page, requests, console: lines };
}

/** Requests that go anywhere but to the served folder, or send anything. */
export function foreign(requests, url) {
  const own = (request) =>
    request.method === "GET" &&
    (request.url.startsWith(url) || request.url.startsWith("blob:") || request.url.startsWith("data:"));
  return requests.filter((request) => !own(request));
}
