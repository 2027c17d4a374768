// Writes into the service worker which files make up this build of the page, and
// a version that changes with any of them.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export function listOfflineFiles(folder) {
  const worker = path.join(folder, "offline.js");

  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll(path.sep, "/"))
    // Installing the page asks for the larger icons, and happens online.
    .filter((file) => file !== "offline.js" && !file.endsWith(".png"))
    .sort();

  const version = createHash("sha256");
  for (const file of files) version.update(file).update("\0").update(readFileSync(path.join(folder, file)));
  version.update(readFileSync(worker));

  // Navigations are answered with "./": index.html under its usual name.
  const kept = ["./", ...files.filter((file) => file !== "index.html")];
  const filled = readFileSync(worker, "utf8")
    .replace("__VERSION__", version.digest("hex").slice(0, 16))
    .replace('["__FILES__"]', JSON.stringify(kept, null, 2));
  if (/__[A-Z]+__/.test(filled)) throw new Error("offline.js was not filled in");
  writeFileSync(worker, filled);
}
