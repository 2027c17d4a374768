// The share screen, as its user goes through it: choices and what they cost,
// texts, the ledger, what could still be worked out, and the reader's side.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

/** The sample data, open on the share screen, protected. */
async function onShare(t, options) {
  const browser = await launch(t, options);
  const page = await new Page(browser).open();
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("share");
  await page.reviewed();
  return { browser, page };
}

const json = async (page) => JSON.parse(await page.save("json"));

/** Does something that asks for another review, and waits for it. */
async function afterReview(page, change) {
  await change();
  await page.find("protecting").waitFor({ state: "detached", timeout: 60_000 });
  await page.reviewed();
}

/** A file that the page saves when that button is pressed. */
async function saved(browser, page, name, folder) {
  const download = browser.page.waitForEvent("download");
  await page.find(name).click();
  const file = await download;
  const to = path.join(folder, file.suggestedFilename());
  await file.saveAs(to);
  return to;
}

test("defaults pass, and are the careful ones", async (t) => {
  const { browser, page } = await onShare(t);
  const snapshot = await json(page);
  assert.equal(snapshot.version, 2);
  assert.equal(snapshot.protection.method, "exact");
  assert.equal(snapshot.protection.threshold, 11);
  assert.equal(snapshot.protection.tables.length, 9);
  assert.equal(snapshot.protection.cap, 5);
  assert.equal(snapshot.risk.ledger, false);
  assert.match(await page.find("risk-verdict").innerText(), /No recoverable count found under these assumptions/);
  assert.match(await page.find("check-verified").innerText(), /nothing found/);
  assert.match(await page.find("check-earlier").innerText(), /unknown/);
  assert.deepEqual(browser.console, []);
});

test("method, smallest group, tables and detail are in the snapshot, and their cost is seen at once", async (t) => {
  const { browser, page } = await onShare(t);
  await page.moreChoices();
  await afterReview(page, () => page.find("method-rounded").check());
  assert.equal((await json(page)).protection.method, "rounded");
  await page.find("share-cost-before").waitFor();
  assert.match(await page.find("legend").first().innerText(), /multiple of 5/);

  await afterReview(page, () => page.find("threshold").selectOption("20"));
  await afterReview(page, () => page.find("table-links").uncheck());
  await page.find("detail-weeks-only").waitFor();
  const snapshot = await json(page);
  assert.equal(snapshot.protection.threshold, 20);
  assert.ok(!snapshot.protection.tables.includes("links"));
  assert.deepEqual(snapshot.statistics.links, []);
  assert.ok(snapshot.statistics.days.every(({ days }) => days % 7 === 0), "days are gathered into weeks");

  await afterReview(page, () => page.find("method-cell_key").check());
  await afterReview(page, () => page.find("perturbation-strong").check());
  const perturbed = (await json(page)).protection;
  assert.deepEqual([perturbed.method, perturbed.perturbation], ["cell_key", "strong"]);
  assert.deepEqual(browser.console, []);
});

test("many changes in a row end with the last", async (t) => {
  const { page } = await onShare(t);
  await page.moreChoices();
  for (const table of ["links", "devices", "clients", "days", "week"]) await page.find(`table-${table}`).uncheck();
  await afterReview(page, () => page.find("share-title").fill("Spring").then(() => page.find("share-title").blur()));
  const snapshot = await json(page);
  assert.equal(snapshot.title, "Spring");
  assert.deepEqual(snapshot.protection.tables, ["campaigns", "arrival", "providers", "machine"]);
});

test("what is being typed stays in its field while an answer of the worker is drawn", async (t) => {
  const { page } = await onShare(t);
  await page.moreChoices();
  const title = page.find("share-title");
  await page.find("table-links").uncheck();
  await title.fill("Spring");
  await page.find("protecting").waitFor({ state: "detached", timeout: 60_000 });
  await page.reviewed();
  assert.equal(await title.inputValue(), "Spring");
  await afterReview(page, () => title.blur());
  assert.equal((await json(page)).title, "Spring");
});

test("a text that is renamed or dropped is gone from every export", async (t) => {
  const { browser, page } = await onShare(t);
  const before = await json(page);
  const names = before.statistics.campaigns.map(({ name }) => name).filter((name) => name !== "");
  assert.ok(names.length >= 2, "there are names to change");
  const [renamed, dropped] = names;
  if (await page.find("texts-plain").count()) await page.find("texts-plain").click();
  const row = (text) => page.find("text-row").filter({ hasText: text }).first();
  await row(renamed).locator('[data-test="text-choice"]').selectOption("rename");
  await afterReview(page, async () => {
    await row(renamed).locator('[data-test="text-name"]').fill("Kept for us");
    await row(renamed).locator('[data-test="text-name"]').blur();
  });
  await afterReview(page, () => row(dropped).locator('[data-test="text-choice"]').selectOption("drop"));
  const exports = {};
  for (const form of ["json", "html", "csv"]) exports[form] = await page.save(form);
  exports.preview = await page.find("share-preview").innerText();
  for (const [form, text] of Object.entries(exports)) {
    assert.ok(!text.includes(renamed) && !text.includes(dropped), form);
    assert.ok(text.includes("Kept for us"), form);
  }
  assert.deepEqual(browser.console, []);
});

test("the saved page shows what the preview shows, and a hostile title is a text in it", async (t) => {
  const { browser, page } = await onShare(t, { locale: "de-DE" });
  const title = `</style><script>alert(1)</script><img src=x onerror="alert(1)">`;
  await page.moreChoices();
  await afterReview(page, async () => {
    await page.find("share-title").fill(title);
    await page.find("share-title").blur();
  });
  const file = path.join(temporary(t), "report.html");
  writeFileSync(file, await page.save("html"));
  const opened = await browser.context.newPage();
  opened.on("dialog", () => assert.fail("a script ran"));
  await opened.goto(`file://${file}`);
  assert.equal(await opened.title(), title);
  assert.equal(await opened.locator("script, img, [onerror], iframe, a, button, input").count(), 0);
  assert.ok((await opened.locator("main").innerText()).includes(title));

  const figures = (place) =>
    place.locator("[data-value]").evaluateAll((all) => all.map(({ dataset: { test, value } }) => [test, value]));
  const shown = await figures(page.find("share-preview"));
  assert.ok(shown.length > 50, "there are figures to compare");
  assert.deepEqual(await figures(opened.locator("main")), shown);
  // In the page, tables behind charts are drawn when somebody opens them.
  const preview = page.find("share-preview");
  const behind = (place) => place.locator(".behind table").allTextContents();
  assert.deepEqual(await behind(preview), []);
  for (const unfolding of await preview.locator(".behind").all()) {
    await unfolding.locator("summary").click();
    await unfolding.locator("table").waitFor();
  }
  const saved = await behind(opened.locator("main"));
  assert.ok(saved.length >= 4 && saved.every((table) => /\d/.test(table)), "there are tables to compare");
  assert.deepEqual(await behind(preview), saved);
  const headings = (place) => place.locator(".report h2").allInnerTexts();
  assert.deepEqual(await headings(opened.locator("main")), await headings(page.find("share-preview")));
  assert.deepEqual(browser.console, []);
});

test("what could be worked out is part of every export", async (t) => {
  const { page } = await onShare(t, { locale: "de-DE" });
  const risk = (await json(page)).risk;
  for (const form of ["html", "csv"]) {
    const text = await page.save(form);
    assert.ok(text.includes("Unter diesen Annahmen wurde keine rückrechenbare Zahl gefunden"), form);
    assert.ok(text.includes("WP216") && text.includes("Herausgreifen"), form);
    assert.ok(text.includes(`von ${risk.cells.toLocaleString("de-DE")} Zahlen sind zurückgehalten`), form);
    assert.ok(!/anonym(ous|isiert) (under|im Sinne)/i.test(text), form);
  }
});

test("a ledger is begun, filled, saved, opened again, and knows the second release", async (t) => {
  const folder = temporary(t);
  const { browser, page } = await onShare(t);
  await afterReview(page, () => page.find("ledger-new").click());
  assert.match(await page.find("check-earlier").innerText(), /no earlier report/);
  await page.save("json");
  await page.find("ledger-entered").waitFor();
  assert.equal(await page.find("ledger-release").count(), 1);
  await page.find("ledger-unsaved").waitFor();
  const file = await saved(browser, page, "save-ledger", folder);
  assert.match(path.basename(file), /^milchglas-\d{4}-\d{2}-\d{2}\.milchglas-ledger\.json$/);
  await page.find("ledger-unsaved").waitFor({ state: "detached" });
  assert.ok(!/@example\./.test(readFileSync(file, "utf8")), "nobody's address is in it");
  // Nothing was kept: nobody ticked it.
  assert.deepEqual((await page.stored()).databases, []);

  await browser.page.reload();
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("share");
  await page.reviewed();
  await page.find("ledger-file").setInputFiles(file);
  await page.find("ledger-needs-reading").waitFor();
  await page.find("ledger-read-again").click();
  await page.settled();
  await page.tab("share");
  await page.reviewed();
  assert.equal(await page.find("ledger-release").count(), 1);
  await page.moreChoices();
  await afterReview(page, () => page.find("detail-weeks").check());
  await afterReview(page, () => page.find("table-links").uncheck());
  const second = await json(page);
  assert.ok(second.statistics.days.every(({ days }) => days % 7 === 0), "days are gathered into weeks");
  assert.deepEqual([second.risk.ledger, second.risk.earlier], [true, 1]);
  await page.find("ledger-release").nth(1).waitFor();
  assert.deepEqual(browser.console, []);
});

test("the browser keeps the ledger when asked to, and forgets it when asked to", async (t) => {
  const { browser, page } = await onShare(t);
  await afterReview(page, () => page.find("ledger-new").click());
  await page.find("ledger-keep").check();
  await page.save("json");
  await page.find("ledger-entered").waitFor();
  const kept = async () => (await page.stored()).databases.flatMap(({ entries }) => entries);
  await assert.doesNotReject(async () => {
    for (let tries = 0; (await kept()).length !== 1; tries += 1) assert.ok(tries < 50, "it is kept");
  });
  assert.ok(!/@example\./.test((await kept())[0]), "nobody's address is in it");

  await browser.page.reload();
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("share");
  await page.reviewed();
  assert.equal(await page.find("ledger-release").count(), 1);
  assert.equal(await page.find("ledger-needs-reading").count(), 0, "it was there before the files");
  assert.equal(await page.find("ledger-keep").isChecked(), true);

  await page.find("ledger-forget").click();
  await afterReview(page, () => page.find("ledger-forget-do").click());
  await page.find("ledger-new").waitFor();
  assert.deepEqual((await page.stored()).databases, []);
  await browser.page.reload();
  await page.find("drop-zone").waitFor();
  assert.ok(!(await page.stored()).local.milchglas.includes('"ledger":true'));
  assert.deepEqual(browser.console, []);
});

test("a ledger that was changed is refused beside it", async (t) => {
  const folder = temporary(t);
  const { browser, page } = await onShare(t);
  await afterReview(page, () => page.find("ledger-new").click());
  await page.save("json");
  await page.find("ledger-entered").waitFor();
  const file = await saved(browser, page, "save-ledger", folder);
  const text = readFileSync(file, "utf8");
  const day = text.match(/\d{4}-\d{2}-\d{2}/)[0];
  const altered = path.join(folder, "altered.milchglas-ledger.json");
  writeFileSync(altered, text.replaceAll(day, "2020-02-02"));
  await page.find("ledger-forget").click();
  await afterReview(page, () => page.find("ledger-forget-do").click());
  await page.find("ledger-file").setInputFiles(altered);
  await page.find("ledger-trouble").waitFor();
  await page.find("ledger-new").waitFor();
});

/** Enough people in two campaigns; `extra` more of them in the second file. */
function campaign(extra) {
  const lines = ["time,event,email,campaign"];
  for (let person = 0; person < 300 + extra; person += 1) {
    const address = `person${person}@example.org`;
    lines.push(`2026-10-01T08:00:00Z,sent,${address},Autumn letter`);
    lines.push(`2026-10-01T08:00:05Z,delivered,${address},Autumn letter`);
    if (person % 2 === 0) lines.push(`2026-10-01T09:00:00Z,opened,${address},Autumn letter`);
  }
  return `${lines.join("\n")}\n`;
}

test("two reports that differ by four people are refused, with what to do", async (t) => {
  const folder = temporary(t);
  const [first, second] = [0, 4].map((extra) => {
    const file = path.join(folder, `${extra}.csv`);
    writeFileSync(file, campaign(extra));
    return file;
  });
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(first);
  await page.settled();
  await page.tab("share");
  await page.reviewed();
  await afterReview(page, () => page.find("ledger-new").click());
  await page.save("json");
  await page.find("ledger-entered").waitFor();

  await page.tab("files");
  await page.drop(second);
  await page.settled();
  await page.tab("share");
  await page.find("breaches").waitFor({ timeout: 60_000 });
  const said = await page.find("error").innerText();
  assert.match(said, /differ by 4 people/);
  assert.match(said, /What you can do/);
  assert.equal(await page.find("save-json").count(), 0, "what is refused cannot be saved");
  assert.deepEqual(browser.console, []);
});

test("the reader sees how it was made and lets the attacker try again", async (t) => {
  const folder = temporary(t);
  const { browser, page } = await onShare(t);
  const file = await saved(browser, page, "save-json", folder);
  await page.tab("files");
  await page.drop(file);
  await page.find("snapshot").waitFor();
  assert.match(await page.find("snapshot").innerText(), /Exact/);
  await page.find("risk-verdict").waitFor();
  await page.find("legend").first().waitFor();
  await page.find("check-again").click();
  await page.find("check-nothing").waitFor({ timeout: 60_000 });
  assert.deepEqual(browser.console, []);
});

test("a snapshot of version 1 still opens, says that it carries no risk report, and can be checked", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(path.resolve(import.meta.dirname, "../golden/snapshot/version-1.milchglas.json"));
  await page.find("snapshot").waitFor();
  assert.match(await page.find("risk").innerText(), /carries no risk report/);
  await page.find("check-again").click();
  await page.find("check-said").locator("p").first().waitFor({ timeout: 60_000 });
  assert.deepEqual(browser.console, []);
});

test("rows for other tools are out of sight, and saved when asked for", async (t) => {
  const { browser, page } = await onShare(t);
  assert.equal(await page.find("rows-do").isVisible(), false);
  await page.find("rows-open").click();
  assert.equal(await page.find("rows-do").count(), 0, "not without a ledger");
  await page.find("rows-ledger").click();
  const download = browser.page.waitForEvent("download");
  await page.find("rows-do").click();
  const rows = readFileSync(await (await download).path(), "utf8");
  assert.ok(rows.split("\n").length > 100 && !rows.includes("@"), "rows, and nobody in them");
  assert.match(await page.find("rows-said").innerText(), /[0-9]/);
  assert.match(await page.find("ledger-release").innerText(), /CSV/);
  // The report on the screen is another one now: its breakdowns have left in rows.
  await page.find("save-json").waitFor({ timeout: 60_000 });
  assert.deepEqual(browser.console, []);
});
