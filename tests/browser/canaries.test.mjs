// A thousand people who exist nowhere else. In anonymous mode nothing of them
// is in any export, in anything the browser keeps, or in any console line.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { Random } from "../generate/random.mjs";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

const PEOPLE = 1000;
const CANARY = /cnry[0-9a-z]{8,}/gi;

/** One person's marks: address, name, ids, link tokens, each its own. */
function people() {
  const random = new Random(4711);
  const mark = (length = 8) =>
    `cnry${Array.from({ length }, () => "0123456789abcdefghijklmnopqrstuvwxyz"[random.below(36)]).join("")}`;
  return Array.from({ length: PEOPLE }, () => ({
    address: `${mark()}@example.org`,
    name: mark(),
    id: mark(),
    message: mark(),
    // What a link's path is made of, as long as a token, and shorter than one.
    token: mark(16),
    name_in_path: mark(),
    parameter: mark(),
  }));
}

/** A webhook log in which every text that belongs to a person is a canary. */
function webhookLog(everybody) {
  const events = [];
  for (const [index, person] of everybody.entries()) {
    const time = 1789362000 + index * 7;
    const common = {
      email: person.address,
      first_name: person.name,
      customer: person.id,
      sg_message_id: person.message,
      category: ["Spring letter"],
      ip: `192.0.2.${index % 256}`,
      useragent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36",
    };
    const add = (event, after, extra = {}) =>
      events.push({ ...common, ...extra, event, timestamp: time + after, sg_event_id: `${event}-${person.id}` });
    add("processed", 0);
    add("delivered", 2);
    if (index % 2 === 0) add("open", 3600 + index);
    if (index % 3 === 0) {
      const part = index % 2 ? person.token : person.name_in_path;
      const url = `https://shop.example.org/offer/${part}?user=${person.parameter}&utm_source=nl`;
      add("click", 3700 + index, { url });
    }
    if (index % 40 === 0) add("unsubscribe", 4000 + index);
  }
  return JSON.stringify(events);
}

/** The same as a file without a known dialect. */
function table(everybody) {
  const rows = everybody.map(
    (person, index) =>
      `2026-10-0${1 + (index % 5)}T08:00:00Z,${["opened", "clicked", "sent"][index % 3]},${person.address},${person.name},Autumn letter,https://shop.example.org/${person.token}`,
  );
  return `time,event,email,name,campaign,link\n${rows.join("\n")}\n`;
}

const HASHES = ["md5", "sha1", "sha256"];

function hashes(everybody) {
  const found = new Set();
  for (const { address, id } of everybody) {
    for (const text of [address, id]) {
      for (const algorithm of HASHES) {
        const digest = createHash(algorithm).update(text).digest();
        found.add(digest.toString("hex")).add(digest.toString("base64url"));
      }
    }
  }
  return found;
}

/** What a text holds of anybody: plainly, percent-encoded, as hex, as base64, as a hash. */
function traces(text, known) {
  const readings = [text];
  try {
    readings.push(decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25")));
  } catch {
    // Not UTF-8 behind the percent signs: then nothing of ours is.
  }
  const found = [];
  for (const run of text.match(/[0-9a-f]{24,}/gi) ?? []) {
    for (const from of [0, 1]) readings.push(Buffer.from(run.slice(from), "hex").toString("latin1"));
    for (const length of [32, 40, 64]) if (known.has(run.toLowerCase().slice(0, length))) found.push("a hash");
  }
  for (const run of text.match(/[0-9a-z+/_-]{16,}/gi) ?? []) {
    for (const from of [0, 1, 2, 3]) readings.push(Buffer.from(run.slice(from), "base64").toString("latin1"));
    const url = run.replaceAll("+", "-").replaceAll("/", "_");
    for (const length of [22, 27, 43]) if (known.has(url.slice(0, length))) found.push("a hash");
  }
  for (const reading of readings) found.push(...(reading.match(CANARY) ?? []));
  return found;
}

test("the search finds a canary in every disguise", () => {
  const everybody = people();
  const known = hashes(everybody);
  const { address } = everybody[0];
  const hash = (algorithm) => createHash(algorithm).update(address).digest("hex");
  const disguises = {
    plain: address,
    capitals: address.toUpperCase(),
    percent: [...Buffer.from(address)].map((byte) => `%${byte.toString(16)}`).join(""),
    hex: Buffer.from(address).toString("hex"),
    base64: Buffer.from(address).toString("base64"),
    "base64, moved": Buffer.from(`x${address}`).toString("base64url"),
    ...Object.fromEntries(HASHES.map((algorithm) => [algorithm, hash(algorithm)])),
  };
  for (const [name, disguise] of Object.entries(disguises)) {
    assert.ok(traces(`{"text":"${disguise}"}`, known).length > 0, name);
  }
  assert.deepEqual(traces('{"opens":12,"link":"https://shop.example.org/offer/{token}"}', known), []);
});

test("in anonymous mode no canary is anywhere", async (t) => {
  const everybody = people();
  const known = hashes(everybody);
  const folder = temporary(t);
  const log = path.join(folder, "log.json");
  const other = path.join(folder, "other.csv");
  writeFileSync(log, webhookLog(everybody));
  writeFileSync(other, table(everybody));

  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(log);
  await page.settled();
  await page.mode("anonymous");
  await page.drop(other);
  await page.settled();
  await page.tab("statistics");
  await page.waitForFigure("unsubscribed", 25);

  // Not even the owner's own screen shows one: what tells people apart in links
  // is learned from the data where it does not look like a token.
  const seen = {};
  const markup = () => browser.page.evaluate(() => document.documentElement.outerHTML);
  for (const tab of ["statistics", "people", "share", "treatment"]) {
    await page.tab(tab);
    seen[`screen ${tab}`] = await markup();
  }
  await page.tab("share");
  await page.find("save-json").waitFor();
  for (const form of ["json", "html", "csv"]) seen[`saved ${form}`] = await page.save(form);
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  if (await page.find("save-link").isEnabled()) {
    await page.find("save-link").click();
    seen.link = await browser.page.evaluate(() => navigator.clipboard.readText());
    assert.ok(seen.link.includes("#"), "the link carries its data in the fragment");
  }
  seen.stored = JSON.stringify(await page.stored());
  seen.console = browser.console.join("\n");
  seen.requests = JSON.stringify(browser.requests);
  seen.title = await browser.page.title();

  assert.ok(seen["saved json"].includes("milchglas.snapshot"), "the snapshot is one");
  for (const [where, text] of Object.entries(seen)) assert.deepEqual(traces(text, known), [], where);
  assert.deepEqual(browser.console, []);
});

test("in personal mode no canary is in what leaves, or is kept", async (t) => {
  const everybody = people();
  const known = hashes(everybody);
  const log = path.join(temporary(t), "log.json");
  writeFileSync(log, webhookLog(everybody));

  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(log);
  await page.settled();
  await page.tab("people");
  await browser.page.getByText(/cnry[0-9a-z]{8}@example\.org/).first().waitFor();
  await page.tab("share");
  await page.find("save-json").waitFor();
  const seen = { console: browser.console.join("\n") };
  for (const form of ["json", "html", "csv"]) seen[form] = await page.save(form);
  seen.stored = JSON.stringify(await page.stored());
  for (const [where, text] of Object.entries(seen)) assert.deepEqual(traces(text, known), [], where);
});
