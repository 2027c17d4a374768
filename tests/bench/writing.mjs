// The record of a run, and the part of it that README shows.

import { readFileSync, writeFileSync } from "node:fs";
import { verdict } from "./bars.mjs";
import { READERS } from "./measure.mjs";

const number = (value, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits });
const seconds = (value) => (value === undefined ? "–" : `${number(value, value < 1 ? 3 : 2)} s`);

export const table = (head, lines) =>
  [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const barsTable = (judged) =>
  table(
    ["what", "bar", "measured", ""],
    judged.map((bar) => [bar.what, bar.bar, bar.figure, verdict(bar)]),
  );

/** Who read the file how quickly. */
function speeds({ times, bytes, events, missing }) {
  const lines = Object.entries(READERS).flatMap(([key, { name }]) => {
    if (missing[key]) return [[name, missing[key], "", "", "", ""]];
    const middle = times.median(key);
    if (middle === undefined) return [];
    return [
      [
        name,
        seconds(middle),
        seconds(times.best(key)),
        number(bytes / middle / 1e6),
        number((middle / events) * 1e9),
        String(times.runs(key)),
      ],
    ];
  });
  return table(["who", "median", "best", "MB/s", "ns an event", "runs"], lines);
}

const heading = ({ format, events, subscribers, bytes }) =>
  `${format}, ${number(events)} events of ${number(subscribers)} subscribers, ${number(bytes / 1e6)} MB`;

const WHAT_PEERS_DO_LESS = `What is compared is not the same work. The plain read parses nothing. DuckDB-WASM and
Polars keep four columns as text and count, by campaign, what was sent, delivered,
opened, clicked, bounced, unsubscribed from and complained about, unique openers by
campaign and domain, and opens by day and hour: no machine events set aside, no
doubles found, no addresses written differently brought together, no consent, no
links, clients or reading times, no row accounted for, no protection. Milchglas does
all of that, and its time includes drawing the figures. Starting is not counted: of
the page and its engine, of DuckDB-WASM (whose package is 34 MB of wasm), of Python. The
file is chosen in the browser's dialog, which is open for a second: meanwhile the page
loads its screens and starts its readers.`;

const ON_JSON = `\`read_json\` of DuckDB-WASM is fetched from its maker's server at run time, which nothing
here may ask. The bar is judged by the quicker of two stand-ins: lines split in SQL
(the row above), and an estimate of \`read_json\`: its native time on one thread,
slowed by as much as loading the CSV is in wasm.`;

/** The record as Markdown. */
export function record({ date, machine, about, judged, files, estimate, visit, memory, longest, changes }) {
  const usable = `the start page is ${visit.usable ? "" : "not "}usable before the engine has arrived`;
  const ofChanges = changes.lines.length
    ? `Changes over ${number(changes.events)} events, from the press until the figures are on screen (the pointer is
there for a tenth of a second before it presses); DuckDB-WASM asked for the same grouped
unique counts on its loaded table${changes.scaled ? `; ${changes.scaled}` : ""}:

${table(
  ["change", "Milchglas", "DuckDB-WASM", "DuckDB-WASM ÷ Milchglas"],
  changes.lines.map(({ name, milchglas, duckDb }) => [
    name,
    seconds(milchglas),
    seconds(duckDb),
    duckDb === undefined ? "–" : number(duckDb / milchglas, 1),
  ]),
)}`
    : "";
  return `# ${date}, ${machine}

${wrapped(about)}
\`make bench\` repeats it. The files are made by \`tests/generate/event-export.mjs\`; everybody
counted the same figures by campaign, or there would be no record.

## What must hold

${barsTable(judged)}

## How quickly

${files.map((file) => `${heading(file)}:\n\n${speeds(file)}`).join("\n\n")}

${WHAT_PEERS_DO_LESS}

${ON_JSON}
${estimate === undefined ? "It could not be made here." : `Estimated: ${seconds(estimate)} on the smaller NDJSON file.`}

${ofChanges}

## Memory, and the page's own thread

${table(
  ["file", "kept", "bytes an event", "allowed", "peak of the tab", "peak of the native command"],
  memory.map(({ name, kept, events, allowed, peak, native }) => [
    name,
    `${number(kept / 1e6)} MB`,
    number(kept / events, 1),
    `${number(allowed / 1e6)} MB`,
    `${number(peak / 1e6)} MB`,
    native === 0 ? "–" : `${number(native / 1e6)} MB`,
  ]),
)}

Resident memory of the tab's process with all its workers, after reading and at its
peak, less that of a tab with 1,000 events. Garbage not yet collected is in it.

Longest task of the page's own thread: ${longest}.

## First visit

${number(visit.total / 1000, 1)} kB of brotli (quality 11) in ${visit.files.length} files; ${usable}.
Until the first figures are shown, ${number(visit.later / 1000, 1)} kB come on top. The other parts of the
programs, ${number(visit.parts / 1000, 1)} kB, are loaded when they are needed, and kept for
working offline by a service worker, which was blocked for this count.

${table(
  ["file", "bytes", "brotli"],
  visit.files.map(({ name, bytes, brotli }) => [name, number(bytes), number(brotli)]),
)}
`;
}

const BEGIN = "<!-- bench: written by `make bench` -->";
const END = "<!-- /bench -->";

/** Lines of at most 88 characters, where words allow it. */
export function wrapped(text) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line && line.length + 1 + word.length > 88) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.join("\n");
}

/** The part of README between its two marks. */
export function summary({ date, about, judged, files, recordName }) {
  const cell = (file, key) => {
    const middle = file?.times.median(key);
    return middle === undefined ? "–" : `${number(file.bytes / middle / 1e6)}`;
  };
  const lines = Object.entries(READERS)
    .filter(([key]) => files.some(({ times }) => times.median(key) !== undefined))
    .map(([key, { name }]) => [name, ...files.map((file) => cell(file, key))]);
  const million = ({ format, events }) => `${format}, ${number(events / 1e6, 1)} million events`;
  const met = judged.filter((bar) => bar.met).length;
  const how = `Measured ${date} with \`make bench\`: everybody reads the same file in the same run, in turn; the
    median of several runs. The dialog in which the page's file is chosen is open for a second. ${about}`;
  const less = `The others do less: no machine events, no doubles, no consent, no row accounted for, no protection, and
    they draw nothing. The plain read only reads. DuckDB-WASM splits lines here instead of reading JSON, because it
    would fetch its reader from another host.`;
  const where = `${met} of ${judged.length} bars are met: which and by how much, memory, changes of filters and the first
    visit are in [the record](tests/bench/record/${recordName}).`;
  return `Megabytes a second, from the file chosen to complete statistics on the screen:

${table(["", ...files.map(million)], lines)}

${[how, less, where].map(wrapped).join("\n\n")}`;
}

/** Puts the summary into README, between the marks. */
export function intoReadme(readme, text) {
  const content = readFileSync(readme, "utf8");
  const [from, until] = [content.indexOf(BEGIN), content.indexOf(END)];
  if (from < 0 || until < from) throw new Error(`${readme} has no place marked for the benchmark`);
  writeFileSync(readme, `${content.slice(0, from + BEGIN.length)}\n${text}\n${content.slice(until)}`);
}
