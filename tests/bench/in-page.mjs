// Milchglas as people meet it: the built page, a real file input, the figures on
// the screen. A fresh browser each time.

import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { alone } from "../browser/chromium.mjs";
import { Page } from "../browser/page.mjs";
import { CAMPAIGNS } from "../generate/event-export.mjs";
import { peakOf, residentOf } from "./command.mjs";

/** No run takes longer. */
const PATIENCE = 600_000;

/** Milliseconds for which the browser's file dialog is open: nobody finds a file sooner. */
const LOOKING = 1_000;

/** Milliseconds for which the pointer rests on what it then presses: no hand is quicker. */
const RESTING = 100;

/** Campaigns from this one on are what a period leaves. */
const HALF = CAMPAIGNS.length / 2;

/** What people change, named for the record, with the peer's words for the same question. */
export const CHANGES = [
  { name: "one campaign", where: `campaign_id = '${CAMPAIGNS[HALF].id}'` },
  { name: "a period", where: `timestamp >= '${day(CAMPAIGNS[HALF])}'` },
  { name: "the machine switch", where: "true" },
  { name: "the threshold of a snapshot", where: "true" },
];

/** The day a campaign was sent on. */
function day(campaign) {
  return new Date(campaign.sent * 1000).toISOString().slice(0, 10);
}

/**
 * One run. `sent` is the number of messages sent by campaign id: what the screen
 * must show. Resolves with seconds, figures by campaign, the longest tasks of the
 * page's own thread in milliseconds (0: none of 50 or more), memory in bytes, and
 * with `repeat` the seconds of every change, so many times.
 */
export const inPage = (file, { sent, repeat = 0 }) =>
  alone({}, async (browser) => {
    browser.context.setDefaultTimeout(PATIENCE);
    await browser.page.addInitScript({ path: path.join(import.meta.dirname, "watch.js") });
    const page = await new Page(browser).open();
    await browser.page.waitForLoadState("networkidle");
    await browser.page.evaluate(() => (window.watch.tasks.length = 0));
    const all = Object.values(sent).reduce((sum, count) => sum + count, 0);
    const opened = browser.page.waitForEvent("filechooser");
    await page.find("file-input").first().click();
    const dialog = await opened;
    await pause(LOOKING);
    const seconds = await timed(browser.page, "change", ["sent", all], async () => {
      await dialog.setFiles(file);
      await page.tab("statistics");
    });
    // Long tasks are told of a little later.
    await pause(500);
    const longest = await browser.page.evaluate(() => window.watch.longest());
    for (const [after, duration] of await browser.page.evaluate(() => window.watch.told())) {
      console.log(`        a task of ${Math.round(duration)} ms, ${Math.round(after)} ms after the file was chosen`);
    }
    const figures = await byCampaign(browser.page);
    const memory = await memoryOf(browser);
    const changes = new Map();
    for (let turn = 0; turn < repeat; turn += 1) {
      for (const [name, seconds] of await changing(page, sent, all)) {
        changes.set(name, [...(changes.get(name) ?? []), seconds]);
      }
    }
    const threads = await browser.page.evaluate(() => navigator.hardwareConcurrency);
    const chromium = browser.browser.version();
    return { seconds, longest, figures, memory, changes, threads, chromium };
  });

/** Seconds from the event that `act` causes until the condition is met on screen. */
async function timed(page, kind, condition, act, first) {
  const asked = [kind, condition, first];
  await page.evaluate(([kind, condition, first]) => window.watch.begin(kind, condition, first), asked);
  await act();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${condition.join(" ")}" was not on screen in time`)), PATIENCE);
  });
  const answer = page.evaluate(() => window.watch.answer);
  return (await Promise.race([answer, late]).finally(() => clearTimeout(timer))) / 1000;
}

/** The seconds of every change, once each; afterwards all is as before. */
async function changing(page, sent, all) {
  const screen = page.page;
  const one = CAMPAIGNS[HALF];
  const later = CAMPAIGNS.slice(HALF).reduce((sum, { id }) => sum + sent[id], 0);
  const [campaign, period, machine, threshold] = CHANGES.map(({ name }) => name);
  const found = [];
  const press = async (target) => {
    await target.hover();
    await pause(RESTING);
    await target.click();
  };
  const row = screen.locator(`[data-test="campaign-row"][data-campaign="${one.id}"] button.campaign-name`);
  found.push([campaign, await timed(screen, "click", ["sent", sent[one.id]], () => press(row))]);
  await timed(screen, "click", ["sent", all], () => page.find("clear-filter").click());
  found.push([
    period,
    await timed(screen, "change", ["sent", later], () => page.find("filter-from").fill(day(one))),
  ]);
  await timed(screen, "click", ["sent", all], () => page.find("clear-filter").click());
  for (let times = 0; times < 2; times += 1) {
    const before = await screen.evaluate(() => window.watch.machineEvents());
    const turn = () => press(page.find("include-machine"));
    found.push([machine, await timed(screen, "change", ["otherMachineEvents", before], turn)]);
  }
  await page.tab("share");
  await page.reviewed(PATIENCE);
  for (const people of ["5", "11"]) {
    const choose = () => page.find("threshold").selectOption(people);
    found.push([threshold, await timed(screen, "change", ["reviewed"], choose, "reviewing")]);
  }
  await page.tab("statistics");
  await page.waitForFigure("sent", all, PATIENCE);
  return found;
}

/** The figures of the campaign table, by campaign id. */
async function byCampaign(page) {
  const rows = await page.locator('[data-test="campaign-row"]').evaluateAll((rows) =>
    rows.map((row) => [
      row.dataset.campaign,
      [...row.querySelectorAll("[data-figure]")].map((cell) => [cell.dataset.figure, cell.dataset.value]),
    ]),
  );
  const numbers = (cells) => cells.filter(([, value]) => /^\d+$/.test(value));
  return Object.fromEntries(
    rows.map(([id, cells]) => [id, Object.fromEntries(numbers(cells).map(([name, value]) => [name, Number(value)]))]),
  );
}

/**
 * Memory of the tab's process, all of its workers included: the peak, and what is
 * kept when everything has come to rest; 0 where the system does not tell.
 */
async function memoryOf({ browser, context, page }) {
  const own = await context.newCDPSession(page);
  await own.send("HeapProfiler.collectGarbage");
  // Workers collect their garbage when they are idle.
  await pause(2_000);
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
  const tabs = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return { kept: Math.max(0, ...tabs.map(residentOf)), peak: Math.max(0, ...tabs.map(peakOf)) };
}
