import init, { Milchglas, applyProfile, inspect, openSnapshot, version } from "./module/milchglas.js";

await init();

const chosen = (id) => document.getElementById(id).files;
let reading;

// For the test, which calls these from outside.
window.module = {
  version,
  applyProfile,
  openSnapshot,
  inspect: () => Promise.all([...chosen("files")].map((file) => inspect(file))),
  begin() {
    reading = new Milchglas();
  },
  async read(settings, options = {}) {
    reading?.free();
    reading = new Milchglas(settings);
    const progress = [];
    const report = await reading.read(chosen("files"), {
      consent: chosen("consent"),
      ...options,
      onProgress: (step) => progress.push(step),
    });
    return { report, progress };
  },
  async cancelled(settings) {
    const abort = new AbortController();
    abort.abort();
    const read = new Milchglas(settings).read(chosen("files"), { signal: abort.signal });
    return read.then(
      () => "read",
      (error) => error.name,
    );
  },
  unusableRows: (options) => reading.unusableRows(options),
  rejected: (promise) =>
    promise().then(
      () => null,
      (error) => ({ name: error.name, failure: error.failure, message: error.message, files: error.files }),
    ),
  /** What becomes of settings and of plans for the chosen files. */
  async taken(settings, plans) {
    const read = async () => new Milchglas(settings).read(chosen("files"), { plans });
    return read().then(
      () => "read",
      (error) => error.name,
    );
  },
  report: (filter) => reading.report(filter),
  snapshot: (options) => reading.snapshot(options),
  failure(action) {
    try {
      action();
      return null;
    } catch (error) {
      return { name: error.name, failure: error.failure, fault: error.fault };
    }
  },
};
window.ready = true;
