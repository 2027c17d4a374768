// Language, theme, keyboard: kept between visits, and complete.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { launch, temporary } from "./harness.mjs";
import { Page } from "./page.mjs";

for (const [locale, language] of [
  ["de-AT", "de"],
  ["en-GB", "en"],
]) {
  test(`a ${locale} browser gets the page in ${language}`, async (t) => {
    const browser = await launch(t, { locale });
    await new Page(browser).open();
    assert.equal(await browser.page.locator("html").getAttribute("lang"), language);
    assert.deepEqual(browser.console, []);
  });
}

test("the language can be switched and is kept", async (t) => {
  const browser = await launch(t, { locale: "en-GB" });
  const page = await new Page(browser).open();
  const english = await browser.page.locator("body").innerText();
  const control = page.find("language").first();
  if ((await control.evaluate((element) => element.localName)) === "select") await control.selectOption("de");
  else await control.click();
  await browser.page.locator('html[lang="de"]').waitFor();
  assert.notEqual(await browser.page.locator("body").innerText(), english);
  await browser.page.reload();
  await browser.page.locator('html[lang="de"]').waitFor();
});

test("the way from start to figures can be gone by keyboard alone", async (t) => {
  const browser = await launch(t);
  const page = await new Page(browser).open();
  const focused = () => browser.page.evaluate(() => document.activeElement?.dataset.test ?? "");
  const reach = async (name) => {
    for (let steps = 0; steps < 60; steps += 1) {
      await browser.page.keyboard.press("Tab");
      if ((await focused()) === name) return;
    }
    assert.fail(`${name} cannot be reached by Tab`);
  };
  await reach("open-sample");
  await browser.page.keyboard.press("Enter");
  await page.find("tab-statistics").waitFor();
  await page.settled();
  await reach("tab-statistics");
  await browser.page.keyboard.press("Enter");
  await page.waitForFigure("sent", 4326);
});

for (const locale of ["de-AT", "en-GB"]) {
  test(`on a telephone every way through is in sight (${locale})`, async (t) => {
    const browser = await launch(t, { locale, viewport: { width: 390, height: 900 } });
    const page = await new Page(browser).open();
    await page.find("open-sample").click();
    await page.settled();
    const hidden = () => browser.page.locator(".tabs").evaluate((tabs) => tabs.scrollWidth - tabs.clientWidth);
    assert.equal(await hidden(), 0);
    await page.tab("share");
    await page.reviewed();
    const saved = path.join(temporary(t), "report.milchglas.json");
    writeFileSync(saved, await page.save("json"));
    await page.tab("files");
    await page.choose(saved);
    await page.find("tab-snapshot").waitFor();
    assert.equal(await hidden(), 0, "with an opened report, too");
  });
}

for (const width of [390, 768, 1440]) {
  test(`nothing sticks out sideways at ${width} px`, async (t) => {
    const browser = await launch(t, { viewport: { width, height: 900 } });
    const page = await new Page(browser).open();
    await page.find("open-sample").click();
    await page.settled();
    for (const tab of ["statistics", "people", "share", "treatment", "files"]) {
      await page.tab(tab);
      const over = await browser.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(over <= 0, `${tab} is ${over} px too wide`);
    }
  });
}

test("tens of millions fit into a key figure, however wide the window is", async (t) => {
  const browser = await launch(t, { locale: "de-DE" });
  const page = await new Page(browser).open();
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("statistics");
  const values = browser.page.locator(".figure-value");
  await values.first().evaluate((value) => (value.textContent = "27.544.410"));
  for (const width of [320, 390, 600, 768, 800, 1024, 1100, 1440]) {
    await browser.page.setViewportSize({ width, height: 900 });
    const tiles = await values.evaluateAll((all) =>
      all.map((value) => ({ over: value.scrollWidth - value.clientWidth, size: getComputedStyle(value).fontSize })),
    );
    assert.deepEqual(tiles.filter(({ over }) => over > 0), [], `${width} px`);
    assert.equal(new Set(tiles.map(({ size }) => Math.round(parseFloat(size)))).size, 1, `one size at ${width} px`);
  }
});

test("on a telephone a name has the whole line, and its numbers stand below", async (t) => {
  const browser = await launch(t, { viewport: { width: 390, height: 900 } });
  const page = await new Page(browser).open();
  await page.find("open-sample").click();
  await page.settled();
  await page.tab("statistics");
  const names = browser.page.locator(".bars tbody tr");
  await names.nth(20).waitFor();
  const rows = await names.evaluateAll((rows) =>
    rows.map((row) => {
      const name = row.querySelector(".bar-name").getBoundingClientRect();
      const numbers = [...row.querySelectorAll("td > *")].map((number) => number.getBoundingClientRect());
      return {
        narrower: Math.round(row.getBoundingClientRect().width - name.width),
        over: Math.round(Math.max(...numbers.map((number) => name.bottom - number.top))),
      };
    }),
  );
  assert.deepEqual(rows.filter(({ narrower, over }) => narrower > 0 || over > 0), []);
});

for (const width of [390, 1440]) {
  test(`values of lines stand beside the picture, and names of days apart (${width} px)`, async (t) => {
    const browser = await launch(t, { viewport: { width, height: 900 } });
    const page = await new Page(browser).open();
    await page.find("open-sample").click();
    await page.settled();
    for (const tab of ["statistics", "share"]) {
      await page.tab(tab);
      if (tab === "share") await page.reviewed();
      const plots = browser.page.locator("svg.plot:has(.grid-name)");
      await plots.nth(1).waitFor();
      const found = await plots.evaluateAll((plots) =>
        plots.map((plot) => {
          const boxes = (kind) => [...plot.querySelectorAll(kind)].map((part) => part.getBoundingClientRect());
          const drawn = Math.max(...boxes("rect:not(.reach), path, line.ground").map(({ right }) => right));
          const values = boxes(".grid-name");
          const names = boxes(".tick").filter(({ width }) => width > 0);
          return {
            into: Math.max(...values.map(({ left }) => drawn - left)) > 0,
            out: Math.max(...values.map(({ right }) => right)) > plot.parentElement.getBoundingClientRect().right,
            touching: names.some(({ left }, at) => at > 0 && left - names[at - 1].right < 4),
          };
        }),
      );
      assert.deepEqual(found, found.map(() => ({ into: false, out: false, touching: false })), tab);
    }
  });
}
