// The mapping dialog: what the rows become, how many are ready, doubtful and
// unusable, and that no part of a file is accepted silently.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { launch, sample, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

/** Rows of a log whose columns nobody knows. */
const ROWS = [
  ["anna@example.org", "03/04/2026 08:00", "Zack"],
  ["ben@example.org", "gestern", "Zack"],
  ["carla@example.org", "2026-04-03 09:00", "Zack"],
  ["dora@example.org", "2026-04-03 09:00", "Ruhe"],
];

function strange(folder, rows) {
  const file = path.join(folder, "strange.csv");
  writeFileSync(file, ["Person;Stempel;Vorgang", ...rows.map((cells) => cells.join(";"))].join("\n"));
  return file;
}

async function explained(page, files) {
  await page.drop(...[files].flat());
  await page.find("mapping").waitFor();
  await page.find("role-0").selectOption("address");
  await page.find("role-1").selectOption("time");
  await page.find("role-2").selectOption("kind");
  await page.page.locator('[data-word="Zack"]').selectOption("opened");
  await page.page.locator('[data-word="Ruhe"]').selectOption("-");
}

/** What is said, without the marks around numbers. */
const plain = (text) => text.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim();

for (const [locale, counts, all, becomes, leaveOut] of [
  [
    "en-GB",
    "Of 4 rows: 1 ready, 1 doubtful, 1 unusable, 1 ignored.",
    "The whole file was tried.",
    [/^Doubtful: Opened .*Day or month first/, /^Unusable: /, /^Opened · /, /^Ignored: /],
    "Leave out the unusable row",
  ],
  [
    "de-DE",
    "Von 4 Zeilen: 1 brauchbar, 1 zweifelhaft, 1 unbrauchbar, 1 übergangen.",
    "Die ganze Datei wurde erprobt.",
    [/^Zweifelhaft: .*Tag oder Monat zuerst/, /^Unbrauchbar: /, / · /, /^Übergangen: /],
    "Die unbrauchbare Zeile weglassen",
  ],
]) {
  test(`what each row becomes is said before anything is accepted (${locale})`, async (t) => {
    const browser = await launch(t, { locale });
    const page = await new Page(browser).open();
    await explained(page, strange(temporary(t), ROWS));
    const tried = page.page.locator('[data-test="mapping-tried"][data-unusable="1"][data-doubtful="1"]');
    await tried.waitFor();
    assert.equal(plain(await tried.innerText()), `${all} ${counts}`);
    const cells = (await page.find("becomes").allInnerTexts()).map(plain);
    assert.equal(cells.length, 4);
    becomes.forEach((words, at) => assert.match(cells[at], words));
    const accept = page.find("accept-mapping");
    assert.ok(await accept.isDisabled(), "a row cannot be used, and nobody said to leave it out");
    const choice = page.find("leave-out-unusable");
    assert.equal(plain(await choice.locator("xpath=..").innerText()), leaveOut);
    await choice.check();
    assert.ok(await accept.isEnabled());
    // Another order of dates is another mapping: it is asked again.
    await page.page.locator('input[name="mapping-dates"]').nth(1).check();
    await tried.waitFor();
    assert.ok(await accept.isDisabled());
    await choice.check();
    await accept.click();
    await page.settled();
    await page.tab("statistics");
    await page.waitForFigure("opens", 2);
    assert.deepEqual(browser.console, []);
  });
}

test("a long file says that its beginning was tried, and one date settles the order", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  const rows = Array.from({ length: 5_000 }, (_, at) => [`u${at}@example.org`, "03/04/2026 08:00", "Zack"]);
  rows[7][1] = "25/04/2026 08:00";
  rows[8][2] = "Ruhe";
  await explained(page, strange(temporary(t), rows));
  const tried = page.page.locator('[data-test="mapping-tried"][data-unusable="0"][data-doubtful="0"]');
  await tried.waitFor();
  assert.match(plain(await tried.innerText()), /^The beginning of the file was tried\. Of 1,\d{3} rows: /);
  assert.equal(await page.find("leave-out-unusable").count(), 0);
  assert.ok(await page.find("accept-mapping").isEnabled());
  assert.deepEqual(browser.console, []);
});

test("rows of a consent list that cannot be used are saved with their columns", async (t) => {
  const browser = await launch(t);
  const folder = temporary(t);
  const page = await new Page(browser).open();
  const list = path.join(folder, "list.csv");
  const decisions = ["anna@example.org;yes;no", "ben@example.org;no;no", "carla@example.org;yes;yes"];
  writeFileSync(list, ["email;opens;clicks", ...decisions, "=dora@example.org;perhaps;yes"].join("\n"));
  await page.drop(list, sample("sendgrid-email-activity.csv"));
  await page.settled();
  await page.tab("files");
  const row = page.find("file-row").filter({ hasText: "list.csv" });
  assert.match(await row.innerText(), /contains personal data/);
  const saved = page.page.waitForEvent("download");
  await row.locator('[data-test="save-problems"]').click();
  const download = await saved;
  assert.match(download.suggestedFilename(), /personal-data/);
  const to = path.join(folder, "saved.csv");
  await download.saveAs(to);
  assert.equal(
    readFileSync(to, "utf8"),
    "\ufeffrow,column,reason,email,opens,clicks\r\n4,opens,bad_consent,'=dora@example.org,perhaps,yes\r\n",
  );
  assert.deepEqual(browser.console, []);
});

test("a service's own sums stand beside what is counted, and are counted nowhere", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  await page.drop(sample("mailchimp-account-export.zip"));
  await page.settled();
  await page.tab("statistics");
  const figures = await page.figures();
  await page.tab("files");
  const campaigns = page.find("compared-campaign");
  assert.equal(await campaigns.count(), 2);
  const [reported, counted] = await campaigns
    .first()
    .locator("tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].slice(-10).map((cell) => cell.innerText.trim())));
  assert.ok(reported.includes("14"), "sent, as Mailchimp says");
  assert.ok(counted.some((cell) => /^\d+$/.test(cell)), "and what was counted");
  await page.drop(sample("mailchimp-campaigns-aggregate.csv"));
  await page.settled();
  await page.page.locator('[data-test="comparison"]').nth(1).waitFor();
  await page.tab("statistics");
  assert.deepEqual(await page.figures(), figures, "sums change no figure");
  assert.deepEqual(browser.console, []);
});

test("files with the same columns are answered at once, and those that say something else are asked about", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  const folder = temporary(t);
  const files = Array.from({ length: 6 }, (_, number) => {
    const file = path.join(folder, `log-${number}.csv`);
    const word = number === 4 ? "Bumm" : "Zack";
    const rows = Array.from({ length: 9 }, (_, at) => `somebody${number}.${at}@example.org;2026-04-0${at + 1} 09:00;${at ? "Ruhe" : word}`);
    writeFileSync(file, ["Person;Stempel;Vorgang", ...rows].join("\n"));
    return file;
  });
  await explained(page, files);
  const alike = page.find("answer-alike");
  assert.ok(await alike.isChecked());
  assert.match(plain(await page.page.locator("label", { has: alike }).innerText()), /^Also for the 5 other files/);
  await page.page.locator('[data-test="mapping-tried"][data-ready="1"][data-unusable="0"]').waitFor();
  await page.find("accept-mapping").click();
  // The fifth has a word of its own.
  await page.find("mapping").getByText("log-4.csv").waitFor();
  await page.page.locator('[data-test="mapping-tried"]').waitFor();
  assert.equal(await page.find("role-0").inputValue(), "address", "what was answered stands there");
  await page.page.locator('[data-word="Bumm"]').selectOption("opened");
  await page.page.locator('[data-test="mapping-tried"][data-ready="1"][data-unusable="0"]').waitFor();
  await page.find("accept-mapping").click();
  await page.find("mapping").waitFor({ state: "detached" });
  await page.settled();
  await page.tab("files");
  const rows = page.find("file-row");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 6);
  for (const row of await rows.allInnerTexts()) assert.match(plain(row), /Rows 9 Used 1 Ignored 8 Unusable 0/);
});
