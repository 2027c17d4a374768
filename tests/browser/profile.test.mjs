// The mapping dialog's profiles: saved as a file, applied to another file.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

const PROFILE = "Hausdienst-2026.milchglas-mapping.json";

/** A file whose words nobody knows, so that the dialog asks. */
function strange(folder, name, columns) {
  const rows = [
    { Person: "anna@example.org", Stempel: "2026-09-14 08:00:00", Vorgang: "Zack" },
    { Person: "ben@example.org", Stempel: "2026-09-14 08:05:00", Vorgang: "Bumm" },
    { Person: "carla@example.org", Stempel: "2026-09-14 09:00:00", Vorgang: "Zack" },
  ];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? "x"))];
  const file = path.join(folder, name);
  writeFileSync(file, lines.map((cells) => cells.join(";")).join("\n"));
  return file;
}

/** Opens the dialog for a file. */
async function asked(page, file) {
  await page.drop(file);
  await page.find("mapping").waitFor();
}

const tried = (page, ready) =>
  page.page.locator(`[data-test="mapping-tried"][data-ready="${ready}"]`).waitFor();

/** Explains the first file by hand, and saves its profile. */
async function made(browser, page, folder) {
  await asked(page, strange(folder, "first.csv", ["Person", "Stempel", "Vorgang"]));
  await page.find("role-0").selectOption("address");
  await page.find("role-1").selectOption("time");
  await page.find("role-2").selectOption("kind");
  await page.page.locator('[data-word="Zack"]').selectOption("opened");
  await page.page.locator('[data-word="Bumm"]').selectOption("clicked");
  await tried(page, 3);
  await page.find("profile-name").fill("Hausdienst 2026");
  const download = browser.page.waitForEvent("download");
  await page.find("save-profile").click();
  const file = await download;
  assert.equal(file.suggestedFilename(), PROFILE);
  const to = path.join(folder, PROFILE);
  await file.saveAs(to);
  return to;
}

test("a profile is saved without data, and explains another file", async (t) => {
  const browser = await launch(t);
  const folder = temporary(t);
  const page = await new Page(browser).open();
  const profile = await made(browser, page, folder);
  const text = readFileSync(profile, "utf8");
  assert.doesNotMatch(text, /@|2026-09-14|first\.csv/);
  const written = JSON.parse(text);
  assert.deepEqual([written.format, written.version], ["milchglas.mapping", 1]);
  assert.deepEqual(written.columns, [
    { header: "Person", role: "address" },
    { header: "Stempel", role: "time" },
    { header: "Vorgang", role: "kind" },
  ]);
  assert.doesNotMatch(JSON.stringify(await page.stored()), /Hausdienst|Vorgang/);

  // Another visit, the columns in another order and one more.
  await page.page.reload();
  await page.find("drop-zone").waitFor();
  await asked(page, strange(folder, "second.csv", ["Vorgang", "Rest", "Stempel", "Person"]));
  await page.find("open-profile").setInputFiles(profile);
  assert.match(await page.find("profile-applied").innerText(), /Hausdienst 2026/);
  assert.equal(await page.find("profile-missing").count(), 0);
  await tried(page, 3);
  await page.find("accept-mapping").click();
  await page.settled();
  await page.tab("statistics");
  await page.waitForFigure("opens", 2);
  await page.waitForFigure("clicks", 1);
  assert.deepEqual(browser.console, []);
});

test("missing columns are said, and what is no profile is refused", async (t) => {
  const browser = await launch(t);
  const folder = temporary(t);
  const page = await new Page(browser).open();
  const profile = await made(browser, page, folder);
  await page.page.reload();
  await page.find("drop-zone").waitFor();
  await asked(page, strange(folder, "second.csv", ["Vorgang", "Rest", "Person"]));
  await page.find("open-profile").setInputFiles(profile);
  assert.match(await page.find("profile-missing").innerText(), /Stempel/);
  const refused = async (name, text, words) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    await page.find("open-profile").setInputFiles(file);
    await page.find("profile-refused").filter({ hasText: words }).waitFor();
  };
  const written = JSON.parse(readFileSync(profile, "utf8"));
  await refused("no.json", "[1,", /no profile/);
  await refused("large.json", " ".repeat(300_000), /no profile/);
  await refused("later.json", JSON.stringify({ ...written, version: 2 }), /newer version/);
  await refused("bent.json", JSON.stringify({ ...written, columns: [] }), /damaged/);
  await refused("more.json", JSON.stringify({ ...written, more: 1 }), /damaged/);
  const [first, ...rest] = written.columns;
  const deeper = { ...written, columns: [{ ...first, cell: "x" }, ...rest] };
  await refused("deeper.json", JSON.stringify(deeper), /damaged/);
  assert.deepEqual(browser.console, []);
});
