// A browser window on a served folder, watched: every request of the page, its
// worker and its service worker, every console line, every error.

import path from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

export const ROOT = path.resolve(import.meta.dirname, "../..");
export const DIST = path.join(ROOT, "dist");

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

/** A Chromium with nothing open. */
export const start = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });

/**
 * A window that shares nothing with others of that browser, closed `after` the
 * test. `requests` are all requests of the context, `console` all lines and uncaught
 * errors, `server.requests` what arrived at the host.
 */
export async function open(t, browser, { folder = DIST, base = "/", locale = "en-GB", ...options } = {}) {
  const server = await serve(folder, { base });
  t.after(() => server.close());
  const context = await browser.newContext({
    locale,
    timezoneId: "Europe/Berlin",
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  t.after(() => context.close());
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

/** What `look` comes to in a browser that was never used before, and is not afterwards. */
export async function alone(options, look) {
  const closing = [];
  const browser = await start();
  try {
    return await look(await open({ after: (close) => closing.push(close) }, browser, options));
  } finally {
    for (const close of closing.reverse()) await close();
    await browser.close();
  }
}
