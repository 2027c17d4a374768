// Cuts a program at the functions that are marked for it, between cargo and
// wasm-bindgen. Trunk knows no such step, so what it made of the whole is replaced.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Puts into `folder`, in place of the program there: the program without its parts
 * (`NAME.js`, `NAME_bg.wasm`), the parts, and what loads them. A part fits one
 * program only, so its name tells which. `kind` is how it is optimised.
 */
export async function split({ source, folder, program, profile, kind }) {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(source, "target");
  const whole = path.join(target, "wasm32-unknown-unknown", profile, `${program}.wasm`);
  // With a hash in it, where Trunk has given it one.
  const name = readdirSync(folder)
    .map((file) => /^(.*)_bg\.wasm$/.exec(file)?.[1])
    .find((stem) => stem === program || stem?.startsWith(`${program}-`));
  const cut = mkdtempSync(path.join(tmpdir(), `${program}-`));
  try {
    await run("wasm-split-cli", ["--target", "web", "--out-name", name, whole, cut]);
    // The parts are tied together by the table of functions, which is else not left to others.
    const binding = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", name, "--out-dir", folder];
    await run("wasm-bindgen", [...binding, path.join(cut, `${name}.wasm`)]);
    const version = createHash("sha256").update(readFileSync(whole)).digest("hex").slice(0, 16);
    const named = (part) => `${program}-${version}-${part}`;
    const parts = readdirSync(cut).filter((file) => file.endsWith(".wasm") && file !== `${name}.wasm`);
    const optimise = (from, to) => run(path.join(source, ".ci/optimise-wasm"), [kind, from, to]);
    const main = path.join(folder, `${name}_bg.wasm`);
    await Promise.all([
      optimise(main, main),
      ...parts.map((part) => optimise(path.join(cut, part), path.join(folder, named(part)))),
    ]);

    const loader = "__wasm_split.js";
    let loading = readFileSync(path.join(cut, loader), "utf8");
    for (const part of parts) loading = loading.replace(`"./${part}"`, `"./${named(part)}"`);
    if (/"\.\/(split|chunk)_/.test(loading)) throw new Error(`${program}: a part would not be found`);
    writeFileSync(path.join(folder, named("parts.js")), loading);
    const script = path.join(folder, `${name}.js`);
    const bound = readFileSync(script, "utf8");
    const imported = `from "./${loader}"`;
    if (!bound.includes(imported)) throw new Error(`${program}: nothing was cut off`);
    writeFileSync(script, bound.replaceAll(imported, `from "./${named("parts.js")}"`));
  } finally {
    rmSync(cut, { recursive: true });
  }
}
