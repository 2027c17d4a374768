// Large event exports of a known shape, one event a row, for the tests of size
// and speed. The name decides the form: a table (CSV), or one object a line as
// of SendGrid's event webhook (.ndjson). Same seed, same events in both.
//
// usage: node event-export.mjs ROWS OUT.csv|OUT.ndjson [seed]

import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { CSV, formatOf } from "./event-formats.mjs";
import { Random } from "./random.mjs";

const DOMAINS = ["example.org", "example.com", "example.net", "mail.example.org", "post.example.at", "web.example.de"];
const CLIENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.9.0",
  "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)",
];
export const CAMPAIGNS = Array.from({ length: 24 }, (_, index) => ({
  id: 1000 + index,
  // A third of the names needs quotes in a table.
  name: (index + 1) % 3 ? `Newsletter ${String(index + 1).padStart(2, "0")}/2026` : `Aktion, Frühling ${index + 1}`,
  // Every fortnight from 2026-01-01T00:00:00Z.
  sent: 1767225600 + index * 1209600,
}));

/** One bit for each message there may be: the set of those already sent. */
class Messages {
  #bits;

  constructor(possible) {
    this.#bits = new Uint8Array((possible >> 3) + 1);
  }

  /** Whether the message is new; from now on it is not. */
  add(message) {
    const bit = 1 << (message & 7);
    const isNew = (this.#bits[message >> 3] & bit) === 0;
    this.#bits[message >> 3] |= bit;
    return isNew;
  }
}

/**
 * Yields the rows in blocks of text, the header first, until `enough(rows, bytes)`.
 * A message is sent, then delivered or bounced or dropped, then perhaps opened,
 * clicked, unsubscribed from or complained about; no two events are doubles.
 */
export function* eventExport({ enough, subscribers, seed = 7, format = CSV }) {
  const random = new Random(seed);
  const messages = new Messages(subscribers * CAMPAIGNS.length);
  let rows = 0;
  let bytes = 0;
  let block = format.header;
  while (!enough(rows, bytes)) {
    const person = Math.floor(random.unit() ** 1.3 * subscribers);
    const which = random.below(CAMPAIGNS.length);
    const message = person * CAMPAIGNS.length + which;
    if (!messages.add(message)) continue;
    const campaign = CAMPAIGNS[which];
    const address = `user${person}@${DOMAINS[person % DOMAINS.length]}`;
    let time = campaign.sent + random.below(3600);
    const row = (kind, url = "", client = "", ip = "") => {
      block += format.line({ time, kind, address, campaign, url, client, ip, row: rows, message });
      rows += 1;
    };
    row("processed");
    time += 1 + random.below(90);
    const fate = random.unit();
    row(fate < 0.94 ? "delivered" : fate < 0.97 ? "bounce" : "dropped");
    if (fate < 0.94) {
      if (random.chance(0.38)) {
        const client = random.pick(CLIENTS);
        const ip = `192.0.2.${random.below(256)}`;
        const opens = 1 + random.below(2);
        for (let open = 0; open < opens; open += 1) {
          time += 1 + Math.floor(random.exponential(36000));
          row("open", "", client, ip);
        }
        if (random.chance(0.28)) {
          time += 2 + random.below(600);
          const query = random.chance(0.1) ? "?tags=a,b&uid=" : "?utm_source=nl&uid=";
          row("click", `https://shop.example.org/p/${random.below(12)}${query}${person}`, client, ip);
        }
      }
      if (random.chance(0.015)) {
        time += 1;
        row("unsubscribe");
      }
      if (random.chance(0.002)) {
        time += 1;
        row("spamreport");
      }
    }
    if (block.length > 1 << 20) {
      bytes += Buffer.byteLength(block);
      yield block;
      block = "";
    }
  }
  yield block;
}

/** Writes an export of at least `bytes` bytes, or of about `rows` rows. */
export async function writeEventExport(file, { rows, bytes, seed }) {
  const expected = rows ?? bytes / 110;
  const enough = rows ? (done) => done >= rows : (_, done) => done >= bytes;
  const out = createWriteStream(file);
  const subscribers = Math.max(1000, Math.floor(expected / 12));
  const blocks = eventExport({ enough, subscribers, seed, format: formatOf(file) });
  for (const block of blocks) if (!out.write(block)) await once(out, "drain");
  out.end();
  await once(out, "finish");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rows, file, seed] = process.argv.slice(2);
  if (!Number(rows) || !file) throw new Error("usage: node event-export.mjs ROWS OUT.csv|OUT.ndjson [seed]");
  await writeEventExport(file, { rows: Number(rows), seed: Number(seed ?? 7) });
}
