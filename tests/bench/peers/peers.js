// What the benchmark asks of this page, by name.

import { DuckDb } from "./duckdb.js";

const chosen = () => document.getElementById("file").files[0];

/** Reads the whole file in so many workers, and keeps nothing; milliseconds. */
async function plainRead(workers) {
  const file = chosen();
  const share = Math.ceil(file.size / workers);
  const readers = Array.from({ length: workers }, () => new Worker("plain-read.js"));
  const began = performance.now();
  const read = readers.map(
    (reader, at) =>
      new Promise((done, failed) => {
        reader.onmessage = ({ data }) => done(data.bytes);
        reader.onerror = (event) => failed(new Error(event.message));
        reader.postMessage({ file, from: at * share, until: Math.min((at + 1) * share, file.size) });
      }),
  );
  const bytes = (await Promise.all(read)).reduce((sum, some) => sum + some, 0);
  const total = performance.now() - began;
  for (const reader of readers) reader.terminate();
  if (bytes !== file.size) throw new Error(`${bytes} of ${file.size} bytes were read`);
  return total;
}

let duckDb;

window.peers = {
  plainRead,
  async duckDbReport(format) {
    duckDb = await DuckDb.start();
    const { starting, version } = duckDb;
    return { ...(await duckDb.report(chosen(), format)), starting, version };
  },
  duckDbChange: (where) => duckDb.change(where),
};
