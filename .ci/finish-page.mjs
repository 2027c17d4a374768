// Run by Trunk when the page is built: cuts its two programs into what is loaded
// at once and what is loaded when it is needed, and writes down what the page
// needs offline.

import { listOfflineFiles } from "./list-offline-files.mjs";
import { split } from "./split-program.mjs";

const { TRUNK_PROFILE: profile, TRUNK_SOURCE_DIR: source, TRUNK_STAGING_DIR: folder } = process.env;
if (profile !== "release") throw new Error("the page is built with --release only");

await Promise.all([
  split({ source, folder, program: "app", profile: "page", kind: "page" }),
  split({ source, folder, program: "worker", profile: "engine", kind: "engine" }),
]);
listOfflineFiles(folder);
