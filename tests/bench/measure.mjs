// One file, read by everybody in turn.

import { existsSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../browser/chromium.mjs";
import { agree } from "./agreement.mjs";
import { run } from "./command.mjs";
import { duckDb, hasDuckDb, plainRead } from "./in-browser.mjs";
import { CHANGES, inPage } from "./in-page.mjs";
import { Times, inTurn } from "./times.mjs";

const PYTHON = path.join(ROOT, ".tools/python-bench/bin/python");
const NATIVE = path.join(import.meta.dirname, "native_peers.py");

/** How often each change is made in the last round. */
const REPEAT = 3;

/** Who may read a file: the words for it, and one reading. */
export const READERS = {
  plain: {
    name: "plain read, one worker",
    read: async (of) => of.times.add("plain", await plainRead(of.file, 1)),
  },
  plainAll: {
    name: "plain read, a worker a core",
    read: async (of) => of.times.add("plainAll", await plainRead(of.file, of.threads)),
  },
  milchglas: {
    name: "Milchglas in Chromium",
    async read(of, repeat) {
      const found = await inPage(of.file, { sent: of.sent, repeat });
      agree("Milchglas in Chromium", found.figures, of.figures);
      of.times.add("milchglas", found.seconds);
      of.versions.Chromium = found.chromium;
      of.addChanges("milchglas", found.changes);
      // Every run is another browser: the largest that was seen.
      for (const [what, most] of [[of.longest, found.longest], [of.memory, found.memory]]) {
        for (const [name, value] of Object.entries(most)) what[name] = Math.max(what[name], value);
      }
    },
  },
  command: {
    name: "Milchglas, native command",
    read: countNatively,
  },
  duckDb: {
    name: "DuckDB-WASM in Chromium",
    there: hasDuckDb,
    async read(of, repeat) {
      const changes = CHANGES.map(({ name, where }) => [name, where]);
      const found = await duckDb(of.file, { changes, repeat });
      agree("DuckDB-WASM", found.figures, of.figures);
      of.addLoading("duckDb", found);
      of.versions["DuckDB-WASM"] = found.version;
      of.addChanges("duckDb", found.changes);
    },
  },
  polars: {
    name: "Polars, native",
    there: () => existsSync(PYTHON),
    read: (of) => native(of, "polars", "Polars"),
  },
  duckDbNative: {
    name: "DuckDB, native, one thread",
    there: () => existsSync(PYTHON),
    read: (of) => native(of, "duckdb", "DuckDB"),
  },
};

async function countNatively(of) {
  const { seconds, peak, said } = await run(of.command, "report", of.file);
  of.times.add("command", seconds);
  of.memory.command = Math.max(of.memory.command, peak);
  return said;
}

async function native(of, peer, title) {
  const found = JSON.parse((await run(PYTHON, NATIVE, peer, of.file, of.warmUp)).said);
  agree(`native ${title}`, found.figures, of.figures);
  of.addLoading(peer === "polars" ? "polars" : "duckDbNative", found);
  of.versions[`native ${title}`] = found.version;
}

/** Everything measured of one file. */
export class Measured {
  /** Seconds by the names of `READERS`; of loading alone as `… loading`. */
  times = new Times();
  /** Seconds until the figures were there again, as `reader change`. */
  changes = new Times();
  /** The longest task of the page's own thread, in milliseconds; 0 where none was long. */
  longest = { reading: 0, drawing: 0 };
  /** Bytes of the page's process and of the native command. */
  memory = { kept: 0, peak: 0, command: 0 };
  versions = {};
  /** Why somebody is missing, by the names of `READERS`. */
  missing = {};

  /** `warmUp` is a small file of the same form. */
  constructor(file, { command, warmUp, threads }) {
    Object.assign(this, { file, command, warmUp, threads });
  }

  /** The reference: what the engine counts natively. */
  async begin() {
    const report = JSON.parse(await countNatively(this));
    const [{ rows, recipients, problems }] = report.files;
    if (Object.keys(problems).length > 0) throw new Error(`${this.file} has rows that nobody understands`);
    this.events = rows;
    this.subscribers = recipients;
    const names = ["sent", "delivered", "opens", "openers", "clicks", "clickers", "unsubscribed", "complained"];
    this.figures = Object.fromEntries(
      report.campaigns.map((row) => [row.id, Object.fromEntries(names.map((name) => [name, row[name]]))]),
    );
    this.sent = Object.fromEntries(report.campaigns.map(({ id, sent }) => [id, sent]));
    return this;
  }

  /** The same events in another form: the same reference. */
  as(other) {
    const { events, subscribers, figures, sent } = other;
    return Object.assign(this, { events, subscribers, figures, sent });
  }

  /** `rounds` readings by each of `who`; with `changes`, filters are changed after the last one. */
  async rounds(rounds, who, { changes = false, say } = {}) {
    const turns = who
      .filter((key) => {
        const there = READERS[key].there?.() ?? true;
        if (!there) this.missing[key] = "not installed here";
        return there;
      })
      .map((key) => READERS[key])
      .map(({ name, read }) => [name, (round) => read(this, changes && round === rounds - 1 ? REPEAT : 0)]);
    await inTurn(rounds, turns, say);
  }

  addLoading(key, { seconds, loading }) {
    this.times.add(key, seconds);
    this.times.add(`${key} loading`, loading);
  }

  addChanges(key, changes) {
    for (const [name, all] of changes) for (const seconds of all) this.changes.add(`${key} ${name}`, seconds);
  }
}
