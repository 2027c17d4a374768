import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "./agreement.mjs";
import { bars, verdict } from "./bars.mjs";
import { Times, inTurn } from "./times.mjs";

const MEASURED = {
  csv: { milchglas: 1, plain: 0.9, duckDb: 5, polars: 0.8 },
  ndjson: { milchglas: 2, plain: 1.2, duckDb: undefined },
  perEvent: { small: 1, large: 1.2 },
  kept: { bytes: 64, events: 1, subscribers: 1 },
  changes: [{ name: "a period", milchglas: 0.05, duckDb: 1 }, { name: "a campaign", milchglas: 0.051, duckDb: 1 }],
  longest: 0,
  firstVisit: 500_000,
  usable: true,
};

test("every bar is judged on its own side", () => {
  const judged = bars(MEASURED);
  const found = Object.fromEntries(judged.map((bar) => [bar.what.split(":")[0], bar.met]));
  assert.deepEqual(found, {
    "CSV against DuckDB-WASM": true,
    "CSV against native Polars": false,
    "CSV against the plain read": true,
    "NDJSON against DuckDB-WASM": undefined,
    "NDJSON against the plain read": true,
    growth: false,
    "memory kept": true,
    "change of a period": true,
    "change of a campaign": false,
    "longest task of the page's own thread": true,
    "first visit, brotli": false,
    "the start page before the engine": true,
  });
});

test("a verdict says by how much", () => {
  const of = (what) => verdict(bars(MEASURED).find((bar) => bar.what === what));
  assert.equal(of("CSV against DuckDB-WASM"), "met, 0 % above");
  assert.equal(of("CSV against native Polars"), "**not met**, 20 % below");
  assert.equal(of("first visit, brotli"), "**not met**, 25 % above");
  assert.equal(of("longest task of the page's own thread"), "met, 100 % below");
  assert.equal(of("NDJSON against DuckDB-WASM"), "–");
  assert.equal(of("the start page before the engine"), "met");
});

test("who counts something else is named", () => {
  const one = { 1: { openers: 5, clickers: 2, sent: 9 }, 2: { openers: 1, clickers: 0 } };
  assert.deepEqual(differences("X", one, structuredClone(one)), []);
  assert.deepEqual(differences("X", { 1: one[1], 2: { openers: 2, clickers: 0 } }, one), [
    "X counts 2 openers in campaign 2, not 1",
  ]);
  assert.deepEqual(differences("X", { 1: one[1] }, one), ["X lacks campaign 2"]);
  assert.deepEqual(differences("X", { ...one, 3: one[2] }, one), ["X has campaign 3"]);
  assert.deepEqual(differences("X", { 1: { openers: 5 }, 2: one[2] }, one), ["X has no clickers in campaign 1"]);
  assert.deepEqual(differences("X", {}, {}), ["X has no campaigns"]);
});

test("everybody begins once, and everybody runs in every round", async () => {
  const order = [];
  await inTurn(3, ["a", "b", "c"].map((name) => [name, () => order.push(name)]));
  assert.equal(order.join(""), "abcbcacab");
});

test("the middle and the best of several", () => {
  const times = new Times();
  for (const seconds of [3, 1, 2]) times.add("x", seconds);
  assert.deepEqual([times.median("x"), times.best("x"), times.runs("x")], [2, 1, 3]);
  assert.deepEqual([times.median("y"), times.best("y"), times.runs("y")], [undefined, undefined, 0]);
});
