// Nothing leaves: every request from load to export is seen, and all are for
// the page's own files, on any host, under any path, and offline too.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { DIST, foreign, launch, sample, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

/** The whole job, as a user does it; resolves with the saved files. */
async function wholeJob(page) {
  await page.drop(sample("ses-firehose.ndjson"), path.join(DIST, "samples/events.csv"));
  await page.settled();
  await page.tab("statistics");
  await page.find("figure-openers").first().waitFor();
  await page.mode("choice");
  await page.find("consent-input").first().setInputFiles(path.join(DIST, "samples/consent.csv"));
  await page.settled();
  await page.tab("people");
  await page.mode("anonymous");
  await page.tab("share");
  await page.find("save-json").waitFor();
  const saved = {};
  for (const form of ["json", "html", "csv"]) saved[form] = await page.save(form);
  return saved;
}

for (const base of ["/", "/a/deeper/path/"]) {
  test(`from load to export there are requests for the page's own files only, under ${base}`, async (t) => {
    const browser = await launch(t, { base });
    const page = await new Page(browser).open();
    await wholeJob(page);
    assert.ok(browser.requests.length > 5, "requests are seen at all");
    assert.deepEqual(foreign(browser.requests, browser.server.url), []);

    const own = new Set(readdirSync(DIST, { recursive: true }).map((file) => file.replaceAll(path.sep, "/")));
    own.add("");
    const unknown = browser.server.requests
      .map(({ url }) => decodeURIComponent(url).slice(base.length))
      .filter((file) => !own.has(file));
    assert.deepEqual(unknown, []);
    assert.deepEqual(browser.console, []);
  });
}

test("what is saved holds no way out either", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  const { html, json } = await wholeJob(page);
  assert.ok(!/<script/i.test(html), "the saved page has no scripts");
  assert.ok(!/(src|href)\s*=\s*["']?(https?:)?\/\//i.test(html), "the saved page loads nothing");
  JSON.parse(json);

  const folder = temporary(t);
  const file = path.join(folder, "report.html");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(file, html);
  const before = browser.requests.length;
  const opened = await browser.context.newPage();
  await opened.goto(`file://${file}`);
  assert.deepEqual(
    browser.requests.slice(before).map(({ url }) => url),
    [`file://${file}`],
  );
});

test("the policy forbids any other connection", async (t) => {
  const browser = await launch(t);
  await new Page(browser).open();
  const outcome = await browser.page.evaluate(async () => {
    const attempts = {
      fetch: () => fetch("https://collector.example.org/"),
      image: () =>
        new Promise((loaded, refused) => {
          const image = new Image();
          image.onload = loaded;
          image.onerror = refused;
          image.src = "https://collector.example.org/a.png";
        }),
      inline: () => {
        const script = document.createElement("script");
        script.textContent = "window.escaped = true";
        document.head.append(script);
        if (!window.escaped) throw new Error("refused");
      },
    };
    const passed = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        await attempt();
        passed.push(name);
      } catch {
        // Refused, as it should be.
      }
    }
    return passed;
  });
  assert.deepEqual(outcome, []);
  const refused = browser.console.filter((line) => line.includes("Content Security Policy"));
  assert.ok(refused.length >= 3, "the policy is what refused it");
});

test("the page opens and works without a network", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await browser.page.evaluate(() => navigator.serviceWorker.ready);
  await browser.context.setOffline(true);
  await browser.server.close();
  await browser.page.reload();
  await page.find("drop-zone").waitFor();
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("statistics");
  await page.waitForFigure("sent", 4326);
});

test("the bundle tells nothing about the machine it was built on", () => {
  const home = process.env.HOME;
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    assert.ok(!file.endsWith(".map"), `${file} is a source map`);
    const content = readFileSync(file, "latin1");
    for (const trace of [`${home}/`, path.resolve(DIST, "..") + "/", "sourceMappingURL="]) {
      assert.ok(!content.includes(trace), `${file} holds ${trace}`);
    }
  }
});
