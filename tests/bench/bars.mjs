// What must hold: every bar with what was measured against it.

/** The widest a first visit may be, in bytes of brotli. */
const FIRST_VISIT = 400_000;
/** What may be kept, in bytes. */
const AN_EVENT = 24;
const A_SUBSCRIBER = 40;
/** Browsers call a task long from here on; the page's own thread has none. */
const LONG_TASK = 50;
/** Per-event time of a large file, as a multiple of that of a small one. */
const GROWTH = 1.15;
/** A change of a filter, as a part of the time DuckDB-WASM needs. */
const CHANGE = 1 / 20;

/** At least `bar`; `value` is `undefined` where it was not measured. */
const atLeast = (what, bar, value, said) =>
  judged({ what, asked: `at least ${said(bar)}`, bar, value, said, met: value >= bar });
/** At most `bar`. */
const atMost = (what, bar, value, said) =>
  judged({ what, asked: `at most ${said(bar)}`, bar, value, said, met: value <= bar });

function judged({ what, asked, bar, value, said, met }) {
  if (value === undefined || Number.isNaN(value)) {
    return { what, bar: asked, figure: "not measured", met: undefined, by: "" };
  }
  const percent = Math.round(Math.abs(value / bar - 1) * 100);
  const far = percent > 900 ? "far" : `${percent} %`;
  return { what, bar: asked, figure: said(value), met, by: `${far} ${value < bar ? "below" : "above"}` };
}

const number = (value, digits) => value.toLocaleString("en", { maximumFractionDigits: digits });
const times = (of) => (value) => `${number(value, 2)} × ${of}`;
const quotient = (one, other) => (one === undefined || other === undefined ? undefined : one / other);

/**
 * `measured`, in seconds: `csv` and `ndjson` with `milchglas`, `plain`, `duckDb`,
 * `polars` on the same file; `perEvent` with `small` and `large`; `kept` bytes with
 * `events` and `subscribers`; `changes` as `{ name, milchglas, duckDb }`; `longest`
 * in milliseconds; `firstVisit` in bytes; `usable` before the engine is there.
 */
export function bars({ csv, ndjson, perEvent, kept, changes, longest, firstVisit, usable }) {
  const allowed = kept.events * AN_EVENT + kept.subscribers * A_SUBSCRIBER;
  const mb = (bytes) => `${number(bytes / 1e6, 0)} MB`;
  return [
    atLeast("CSV against DuckDB-WASM", 5, quotient(csv.duckDb, csv.milchglas), times("as fast")),
    atLeast("CSV against native Polars", 1, quotient(csv.polars, csv.milchglas), times("as fast")),
    atLeast("CSV against the plain read", 0.8, quotient(csv.plain, csv.milchglas), times("as fast")),
    atLeast("NDJSON against DuckDB-WASM", 3, quotient(ndjson.duckDb, ndjson.milchglas), times("as fast")),
    atLeast("NDJSON against the plain read", 0.5, quotient(ndjson.plain, ndjson.milchglas), times("as fast")),
    atMost(
      "growth: time an event, large against small",
      GROWTH,
      quotient(perEvent.large, perEvent.small),
      times("the time"),
    ),
    atMost(`memory kept: ${AN_EVENT} bytes an event, ${A_SUBSCRIBER} a subscriber`, allowed, kept.bytes, mb),
    ...changes.map(({ name, milchglas, duckDb }) =>
      atMost(`change of ${name}`, CHANGE, quotient(milchglas, duckDb), times("DuckDB-WASM's time")),
    ),
    atMost("longest task of the page's own thread", LONG_TASK, longest, (value) =>
      value === 0 ? "none of 50 ms" : `${number(value, 0)} ms`,
    ),
    atMost("first visit, brotli", FIRST_VISIT, firstVisit, (bytes) => `${number(bytes / 1000, 0)} kB`),
    {
      what: "the start page before the engine",
      bar: "usable",
      figure: usable ? "usable" : "not usable",
      met: usable,
      by: "",
    },
  ];
}

/** `met, 12 % above`, or what else there is to say. */
export const verdict = ({ met, by }) => {
  if (met === undefined) return "–";
  const said = met ? "met" : "**not met**";
  return by ? `${said}, ${by}` : said;
};
