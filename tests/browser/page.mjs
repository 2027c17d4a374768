// What a user does with the page, in the user's order.

import { readFileSync } from "node:fs";
import path from "node:path";

const test = (name) => `[data-test="${name}"]`;

export class Page {
  constructor({ page, server }) {
    this.page = page;
    this.server = server;
  }

  find(name) {
    return this.page.locator(test(name));
  }

  /** Opens the page and waits until it can be used. */
  async open(fragment = "") {
    await this.page.goto(this.server.url + fragment);
    if (!fragment) await this.find("drop-zone").waitFor();
    return this;
  }

  /** Drops files from disk on the page, as the mouse would. */
  async drop(...files) {
    const contents = files.map((file) => ({
      name: path.basename(file),
      base64: readFileSync(file).toString("base64"),
    }));
    const transfer = await this.page.evaluateHandle((contents) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of contents) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, contents);
    // Files may be dropped anywhere.
    for (const type of ["dragenter", "dragover", "drop"]) {
      await this.page.locator("main").dispatchEvent(type, { dataTransfer: transfer });
    }
  }

  /** Hands files over through "Open files"; their size does not matter. */
  async choose(...files) {
    await this.find("file-input").first().setInputFiles(files);
  }

  async tab(name) {
    await this.find(`tab-${name}`).click();
  }

  /** Waits until everything handed over is read: no progress is shown, and none follows. */
  async settled(timeout = 30_000) {
    const quiet = this.page.evaluate(
      (progress) =>
        new Promise((settled) => {
          let frames = 0;
          const look = () => {
            frames = document.querySelector(progress) ? 0 : frames + 1;
            if (frames > 12) settled();
            else requestAnimationFrame(look);
          };
          look();
        }),
      test("progress"),
    );
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`still reading after ${timeout} ms`)), timeout);
    });
    await Promise.race([quiet, late]).finally(() => clearTimeout(timer));
  }

  /** The overall figures on the statistics screen, by name: a number, or the mark that stands for none. */
  async figures() {
    // A report appears piece by piece.
    await this.page.locator(".report[aria-busy], .report [aria-busy]").first().waitFor({ state: "detached" });
    const shown = await this.page
      .locator('[data-test^="figure-"][data-value]')
      .evaluateAll((elements) =>
        elements.map((element) => [element.dataset.test.slice("figure-".length), element.dataset.value]),
      );
    return Object.fromEntries(
      shown.map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]),
    );
  }

  /** Waits until a figure has that value; the message of a failure names both. */
  async waitForFigure(name, value, timeout = 30_000) {
    await this.page
      .locator(`${test(`figure-${name}`)}[data-value="${value}"]`)
      .first()
      .waitFor({ timeout });
  }

  async mode(name) {
    await this.tab("treatment");
    await this.find(`mode-${name}`).click();
    await this.settled();
  }

  /** The text of a file that the page saves when the button of that name is pressed. */
  async save(form) {
    const saved = this.page.waitForEvent("download");
    await this.find(`save-${form}`).click();
    return readFileSync(await (await saved).path(), "utf8");
  }

  /** Waits until what the share screen shows is what would be saved. */
  async reviewed(timeout = 60_000) {
    await this.page.locator(`${test("save-json")}:enabled`).waitFor({ timeout });
  }

  /** Opens "More choices" on the share screen. */
  async moreChoices() {
    if (!(await this.find("method-exact").isVisible())) await this.find("more-choices").click();
  }

  /** Whatever the browser keeps for the page, as text. */
  async stored() {
    const own = await this.page.evaluate(async () => {
      const kept = { local: { ...localStorage }, session: { ...sessionStorage }, databases: [], caches: [] };
      for (const { name } of await indexedDB.databases()) {
        const finished = (request) =>
          new Promise((done, failed) => {
            request.onsuccess = () => done(request.result);
            request.onerror = () => failed(request.error);
          });
        const database = await finished(indexedDB.open(name));
        const entries = [];
        for (const store of database.objectStoreNames) {
          entries.push(...(await finished(database.transaction(store).objectStore(store).getAll())));
        }
        database.close();
        kept.databases.push({ name, entries });
      }
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const body = new Uint8Array(await (await cache.match(request)).arrayBuffer());
          let text = "";
          for (let at = 0; at < body.length; at += 32768) {
            text += String.fromCharCode(...body.subarray(at, at + 32768));
          }
          kept.caches.push({ url: request.url, text });
        }
      }
      return kept;
    });
    const cookies = await this.page.context().cookies();
    return { ...own, cookies };
  }
}
