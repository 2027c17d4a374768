// The data behind "Try it with sample data": three invented campaigns to 1,500
// invented people at example.* domains, and what these people consented to.
//
// usage: node sample-data.mjs        writes www/samples/
// A test checks that the files there are what this script makes.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Random } from "./random.mjs";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Campaigns are sent from, and people live in, a zone two hours ahead of UTC. */
const OFFSET = 2 * HOUR;

const CAMPAIGNS = [
  { id: "2026-31", name: "Summer programme", sent: "2026-07-02T07:30:00Z", share: 0.93, interest: 0.9 },
  { id: "2026-36", name: "Invitation: open day on 12 September", sent: "2026-08-25T08:00:00Z", share: 0.97, interest: 1.2 },
  { id: "2026-39", name: "Autumn letter", sent: "2026-09-15T14:00:00Z", share: 0.99, interest: 1 },
];

const DOMAINS = [
  ["example.com", 34],
  ["example.org", 24],
  ["example.net", 18],
  ["mail.example.org", 9],
  ["post.example.at", 8],
  ["web.example.de", 7],
];

// Each with how its owners read: tablets in the evening, desktops at work.
const CLIENTS = [
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", 31, "any"],
  ["Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Mobile Safari/537.36", 19, "any"],
  ["Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", 17, "work"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Safari/537.36", 14, "work"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)", 9, "any"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.2.0", 6, "work"],
  ["Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", 4, "evening"],
];
const SCANNER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0 Safari/537.36";

const LINKS = [
  ["https://www.example.org/programme", 30],
  ["https://www.example.org/open-day", 24],
  ["https://shop.example.org/tickets", 17],
  ["https://www.example.org/stories/the-glassmaker", 12],
  ["https://shop.example.org/gift-cards", 8],
  ["https://www.example.org/getting-here", 6],
  ["https://www.example.org/imprint", 3],
];

const FIRST = "Anna Ben Clara David Elif Felix Greta Hugo Ines Jakob Katja Leon Mila Noah Olga Paul Quirin Rosa Simon Tara Uwe Vera Willi Xenia Yusuf Zoe".split(" ");
const LAST = "Adler Berger Conrad Dorn Ernst Fuchs Gruber Haas Imhof Jung Keller Lang Moser Nowak Ott Pichler Quast Reiter Steiner Thaler Urban Vogel Wolf Zach".split(" ");

/** How likely somebody reads at that hour of the local day, 0 to 1. */
function wakeful(hour, habit) {
  if (hour < 6 || hour >= 23) return 0.04;
  if (habit === "work") return hour >= 8 && hour < 18 ? 1 : 0.12;
  if (habit === "evening") return hour >= 18 ? 1 : 0.2;
  return hour < 9 ? 0.8 : hour >= 12 && hour < 14 ? 0.9 : hour >= 18 && hour < 22 ? 1 : 0.5;
}

/** A moment after `from` that suits the reader: soon, later, or days later. */
function later(random, from, mean, habit) {
  for (;;) {
    const time = Math.floor(from + 40 + random.exponential(mean));
    const local = time + OFFSET;
    const hour = Math.floor((local % DAY) / HOUR);
    const weekday = (Math.floor(local / DAY) + 3) % 7;
    const weekend = weekday >= 5 ? (habit === "work" ? 0.1 : 0.7) : 1;
    if (random.chance(wakeful(hour, habit) * weekend)) return time;
  }
}

function people(random) {
  return Array.from({ length: 1500 }, (_, number) => {
    const name = `${random.pick(FIRST)}.${random.pick(LAST)}${number}`.toLowerCase();
    const [agent, , habit] = random.weighted(CLIENTS.map((client) => [client, client[1]]));
    return {
      address: `${name}@${random.weighted(DOMAINS)}`,
      agent,
      habit,
      // From those who read everything to those who read nothing.
      interest: random.unit() ** 1.4,
      // A mail client that fetches every picture on its own.
      prefetches: agent.includes("iPhone") && random.chance(0.4),
      // A company gateway that follows every link.
      scanned: habit === "work" && random.chance(0.03),
      consent: random.weighted([["both", 61], ["opens", 9], ["none", 13], ["silent", 17]]),
    };
  });
}

/** What happened to one message, as `[seconds, word, link, agent]`. */
function message(random, campaign, person) {
  const start = Date.parse(campaign.sent) / 1000;
  const sent = start + random.below(900);
  const happened = [[sent, "sent"]];
  const fate = random.unit();
  if (fate < 0.011) return [...happened, [sent + 3, "bounced_hard"]];
  if (fate < 0.02) return [...happened, [sent + 7200 + random.below(600), "bounced_soft"]];
  const delivered = sent + 2 + random.below(40);
  happened.push([delivered, "delivered"]);
  const link = () => `${random.weighted(LINKS)}?utm_source=newsletter&utm_campaign=${campaign.id}`;

  if (person.prefetches) happened.push([delivered + 20 + random.below(900), "machine_opened", "", "Mozilla/5.0"]);
  if (person.scanned) {
    const at = delivered + 4;
    for (const [address] of LINKS.slice(0, 6)) happened.push([at, "clicked", address, SCANNER]);
  }
  if (random.chance(Math.min(0.92, person.interest * campaign.interest))) {
    let time = later(random, delivered, random.chance(0.7) ? 3 * HOUR : 40 * HOUR, person.habit);
    happened.push([time, "opened", "", person.agent]);
    if (random.chance(0.21 * campaign.interest)) {
      happened.push([time + 8 + random.below(90), "clicked", link(), person.agent]);
      if (random.chance(0.25)) happened.push([time + 120 + random.below(300), "clicked", link(), person.agent]);
    }
    if (random.chance(0.3)) {
      time = later(random, time + HOUR, 30 * HOUR, person.habit);
      happened.push([time, "opened", "", person.agent]);
    }
    if (random.chance(0.006)) happened.push([time + 60, "unsubscribed"]);
  }
  if (random.chance(0.0008)) happened.push([delivered + 5 * HOUR, "complained"]);
  return happened;
}

const stamp = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** The files by name. */
export function sampleData() {
  const random = new Random(20260915);
  const everybody = people(random);
  const events = [];
  for (const campaign of CAMPAIGNS) {
    for (const person of everybody) {
      if (!random.chance(campaign.share)) continue;
      for (const [time, word, link = "", agent = ""] of message(random, campaign, person)) {
        const name = campaign.name.includes(",") ? `"${campaign.name}"` : campaign.name;
        events.push([time, `${stamp(time)},${word},${person.address},${name},${link},${agent.includes(",") ? `"${agent}"` : agent}`]);
      }
    }
  }
  events.sort(([one], [other]) => one - other);
  const consent = everybody
    .filter((person) => person.consent !== "silent")
    .map(({ address, consent }) => {
      const date = new Date(Date.UTC(2025, random.below(12), 1 + random.below(28))).toISOString().slice(0, 10);
      const yes = (granted) => (granted ? "yes" : "no");
      return `${address},${yes(consent !== "none")},${yes(consent === "both")},${date},${random.pick(["sign-up form", "preference centre"])}`;
    });
  const text = (header, rows) => `${header}\n${rows.join("\n")}\n`;
  return {
    "events.csv": text("timestamp,event,email,campaign,url,user_agent", events.map(([, row]) => row)),
    "consent.csv": text("email,opens,clicks,date,source", consent),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of Object.entries(sampleData())) {
    writeFileSync(new URL(`../../www/samples/${name}`, import.meta.url), content);
  }
}
