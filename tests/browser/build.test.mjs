// What is handed on is what the sources say.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { sampleData } from "../generate/sample-data.mjs";
import { DIST, ROOT } from "./harness.mjs";

const built = (file) => readFileSync(path.join(DIST, file), "utf8");

test("the sample data are what their script makes", () => {
  for (const [name, content] of Object.entries(sampleData())) {
    assert.equal(readFileSync(path.join(ROOT, "www/samples", name), "utf8"), content, name);
    assert.equal(built(`samples/${name}`), content, name);
  }
});

test("the policy comes before everything that it governs, and allows nothing inline", () => {
  const html = built("index.html").replace(/<!--.*?-->/gs, "");
  const policy = html.match(/<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"/);
  assert.ok(policy, "there is a policy");
  const before = html.slice(0, policy.index);
  assert.ok(!/<(script|link|style|img)/i.test(before), "nothing is loaded before the policy");
  assert.ok(!/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*|https?:|blob:/.test(policy[1]), policy[1]);
  assert.ok(!/<script(?![^>]*\ssrc=)/i.test(html), "no inline script");
  assert.ok(!/<style|\sstyle=|\son[a-z]+=/i.test(html), "no inline style or handler");
});

test("every address in the page is relative", () => {
  const addresses = [...built("index.html").matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  assert.ok(addresses.length > 5);
  for (const address of addresses) {
    assert.ok(!/^([a-z]+:)?\//i.test(address), address);
    assert.ok(existsSync(path.join(DIST, address)), `${address} is there`);
  }
});

test("the files kept for working offline are all there", () => {
  const list = built("offline.js").match(/const FILES = (\[[^\]]*\]);/);
  const files = JSON.parse(list[1]);
  for (const needed of ["./", "start.js", "worker.js", "worker_bg.wasm", "worker_loader.js", "reader.js", "samples/events.csv"]) {
    assert.ok(files.includes(needed), needed);
  }
  for (const file of files) assert.ok(existsSync(path.join(DIST, file)), file);
  for (const icon of JSON.parse(built("manifest.webmanifest")).icons) {
    assert.ok(existsSync(path.join(DIST, icon.src)), icon.src);
  }
});
