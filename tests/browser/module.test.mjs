// The JavaScript module, on a page that has nothing else: the exact figures of
// every sample, snapshots, cancelling, errors.

import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { EXPECTED, ZONE } from "./expected.mjs";
import { DIST, foreign, launch, sample, temporary } from "./harness.mjs";

async function open(t) {
  const folder = temporary(t);
  cpSync(path.join(import.meta.dirname, "module-page"), folder, { recursive: true });
  cpSync(path.join(DIST, "module"), path.join(folder, "module"), { recursive: true });
  const browser = await launch(t, { folder });
  await browser.page.goto(browser.server.url);
  await browser.page.waitForFunction(() => window.ready === true);
  const { page } = browser;
  return {
    ...browser,
    choose: (...files) => page.locator("#files").setInputFiles(files),
    consent: (...files) => page.locator("#consent").setInputFiles(files),
    read: (settings = {}, options = {}) =>
      page.evaluate(([settings, options]) => window.module.read(settings, options), [settings, options]),
  };
}

test("every sample gives exactly the expected events and recipients", async (t) => {
  const module = await open(t);
  for (const [name, expected] of EXPECTED) {
    await t.test(name, async () => {
      await module.choose(sample(name));
      const { report } = await module.read({ zone: ZONE });
      const [file] = report.files;
      const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);
      assert.deepEqual(file.events, expected.events);
      assert.equal(file.recipients, expected.unique_recipients);
      assert.equal(file.rows, file.rows_used + sum(file.ignored) + sum(file.problems));
      if (expected.granularity === "event") {
        // Some exports tell times to the minute only.
        const minute = (time) => new Date(time).toISOString().slice(0, 16);
        assert.equal(minute(file.first), minute(expected.first_utc));
      }
    });
  }
});

test("every sample is recognised from its first bytes", async (t) => {
  const module = await open(t);
  const plain = EXPECTED.filter(([name]) => !/\.(zip|gz|xlsx)$/.test(name));
  await module.choose(...plain.map(([name]) => sample(name)));
  const inspections = await module.page.evaluate(() => window.module.inspect());
  for (const [index, [name, expected]] of plain.entries()) {
    const { encoding, shape, class: what } = inspections[index];
    assert.equal(what, "events", name);
    assert.equal(encoding, expected.encoding.replace("-bom", ""), name);
    assert.equal(shape.delimiter ?? null, expected.delimiter?.replace("\\t", "\t") ?? null, name);
  }
});

test("a snapshot goes out and comes in again, and tampering is seen", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  await module.read({ mode: "anonymous", zone: "Europe/Berlin" });
  const { opened, text, altered } = await module.page.evaluate(() => {
    const { text } = window.module.snapshot({ title: "Three letters", today: "2026-10-01" });
    return {
      text,
      opened: window.module.openSnapshot(text),
      altered: window.module.failure(() => window.module.openSnapshot(text.replace("Three letters", "Four letters"))),
    };
  });
  assert.deepEqual(opened, JSON.parse(text));
  assert.equal(opened.made.on, "2026-10-01");
  assert.equal(opened.protection.threshold, 11);
  assert.deepEqual(altered, { name: "MilchglasError", failure: "snapshot", fault: "altered" });
});

test("key figures are equal in every mode, with a consent list beside", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  await module.consent(path.join(DIST, "samples/consent.csv"));
  const { report: personal } = await module.read({ mode: "personal" });
  for (const mode of ["anonymous", "choice"]) {
    const { report } = await module.read({ mode });
    assert.deepEqual(report.overall, personal.overall, mode);
    assert.deepEqual(report.campaigns, personal.campaigns, mode);
  }
  assert.equal(personal.consent.subscribers, 1244);
});

test("rows that cannot be used come out as CSV, consent lists included, and only when asked for", async (t) => {
  const module = await open(t);
  const folder = temporary(t);
  const file = (name, text) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const unread = await module.page.evaluate(() => {
    window.module.begin();
    return window.module.rejected(() => window.module.unusableRows());
  });
  assert.deepEqual([unread.name, unread.failure], ["MilchglasError", "nothing_read"]);
  await module.choose(
    file("log.csv", "timestamp,event,email\n2026-09-14T06:00:00Z,opened,ada@example.org\nyesterday,opened,=ben@example.org\n"),
  );
  await module.consent(file("list.csv", "email,opens,clicks\nada@example.org,yes,yes\nben@example.org,no,yes\ncyd@example.org,yes,no\neve@example.org,perhaps,yes\n"));
  const { report } = await module.read();
  assert.doesNotMatch(JSON.stringify(report), /@example\.org/);
  const saved = await module.page.evaluate(() => window.module.unusableRows({ separator: ";" }));
  assert.deepEqual([saved.rows, saved.listed], [2, 2]);
  const lines = saved.csv.replace("\ufeff", "").trimEnd().split("\r\n");
  assert.deepEqual(lines, [
    "row;column;reason;file;email;opens;clicks;timestamp;event;email",
    "4;opens;bad_consent;list.csv;eve@example.org;perhaps;yes;;;",
    "2;timestamp;bad_time;log.csv;;;;yesterday;opened;'=ben@example.org",
  ]);
  const wrong = await module.page.evaluate(() => window.module.rejected(() => window.module.unusableRows({ separator: "x" })));
  assert.equal(wrong.name, "TypeError");
  // What was read is still there.
  assert.equal(await module.page.evaluate(() => window.module.report().overall.openers), 1);
  assert.deepEqual(foreign(module.requests, module.server.url), []);
});

test("where no row can be used, the error says what became of each file", async (t) => {
  const module = await open(t);
  const file = path.join(temporary(t), "log.csv");
  writeFileSync(file, "timestamp,event,email\nyesterday,opened,ada@example.org\nsoon,opened,ben@example.org\n");
  await module.choose(file);
  const error = await module.page.evaluate(() => window.module.rejected(() => window.module.read()));
  assert.deepEqual([error.name, error.failure], ["MilchglasError", "nothing_read"]);
  assert.deepEqual(error.files.map(({ name, rows, problems }) => [name, rows, problems]), [["log.csv", 2, { bad_time: 2 }]]);
  assert.doesNotMatch(JSON.stringify(error), /@example\.org/);
});

test("a profile explains a file, says which columns are missing, and what is none is refused", async (t) => {
  const module = await open(t);
  const folder = temporary(t);
  const rows = "Person;Stempel;Vorgang\nanna@example.org;14.09.2026 08:00;Zack\nben@example.org;14.09.2026 08:05;Bumm\n";
  writeFileSync(path.join(folder, "strange.csv"), rows);
  const profile = JSON.stringify({
    format: "milchglas.mapping",
    version: 1,
    name: "Hausdienst",
    class: "events",
    rows: "event",
    columns: [
      { header: "Person", role: "address" },
      { header: "Stempel", role: "time" },
      { header: "Vorgang", role: "kind" },
    ],
    words: [
      { word: "Zack", kind: "opened" },
      { word: "Bumm", kind: "clicked" },
    ],
    kind: null,
    dates: "day_first",
    campaign: "file_name",
    zone: "Europe/Vienna",
  });
  await module.choose(path.join(folder, "strange.csv"));
  const [{ header }] = await module.page.evaluate(() => window.module.inspect());
  const apply = (header) =>
    module.page.evaluate(([profile, header]) => window.module.applyProfile(profile, header), [profile, header]);
  const { name, class: what, plan, missing } = await apply(header);
  assert.deepEqual([name, what, missing], ["Hausdienst", "events", []]);
  const { report } = await module.read({}, { plans: [plan] });
  assert.deepEqual(report.files[0].events, { opened: 1, clicked: 1 });
  assert.equal(report.files[0].first, "2026-09-14T06:00:00Z");
  assert.deepEqual((await apply(["Person", "Wann"])).missing, ["Stempel", "Vorgang"]);
  for (const [text, fault] of [
    ["[1,", "not_a_profile"],
    [profile.replace('"version":1', '"version":2'), "future_version"],
    [profile.replace('"rows":"event"', '"rows":"campaign"'), "damaged"],
    [profile.replace('"version":1', '"version":1,"more":1'), "damaged"],
  ]) {
    const refused = await module.page.evaluate(
      (text) => window.module.failure(() => window.module.applyProfile(text, [])),
      text,
    );
    assert.deepEqual(refused, { name: "MilchglasError", failure: "profile", fault });
  }
});

test("progress is told, cancelling is heard, and nothing is sent", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  const { progress } = await module.read();
  const last = progress.at(-1);
  assert.equal(last.bytes_done, last.bytes);
  assert.equal(last.rows, 12223);
  assert.equal(await module.page.evaluate(() => window.module.cancelled({})), "AbortError");
  assert.deepEqual(foreign(module.requests, module.server.url), []);
  assert.deepEqual(module.console, []);
});

test("a key that means nothing is refused, wherever it stands", async (t) => {
  const module = await open(t);
  await module.choose(path.join(DIST, "samples/events.csv"));
  const taken = (settings, plans) =>
    module.page.evaluate(([settings, plans]) => window.module.taken(settings, plans), [settings, plans]);
  const [{ mapping }] = await module.page.evaluate(() => window.module.inspect());
  assert.equal(await taken({ mode: "personal" }, [{ zone: "Europe/Vienna", mapping }]), "read");
  assert.equal(await taken({ machine: { burst: undefined } }, [null]), "read");
  for (const [settings, plan] of [
    [{ mod: "personal" }, {}],
    [{ machine: { bursts: true } }, {}],
    [{}, { zones: "Europe/Vienna" }],
    [{}, { mapping: { ...mapping, more: null } }],
  ]) {
    assert.equal(await taken(settings, [plan]), "TypeError", JSON.stringify([settings, plan]));
  }
});
