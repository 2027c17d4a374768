// What each sample must give: tests/samples/EXPECTED.json, and how to read it.

import { readFileSync } from "node:fs";
import { sample } from "./harness.mjs";

const EVERY = JSON.parse(readFileSync(sample("EXPECTED.json"), "utf8"));

/** Figures without recipients, or without what came before: recognised, and nothing to count. */
export const AGGREGATES = [
  "mailchimp-campaigns-aggregate.csv",
  "mailchimp-campaign-report.csv",
  "klaviyo-campaign-analytics.csv",
  "resend-emails.csv",
];

/** Where a file says something else than is expected of it, and what it says. */
const TOLD = {
  // Which click was a machine's is in no column of this export.
  "brevo-campaign-recipients.csv": ({ machine_clicked: machine, ...events }) => ({
    ...events,
    clicked: events.clicked + machine,
  }),
  // One of the rows says that the recipient was blocked.
  "rapidmail-mailing-empfaenger.csv": (events) => ({ ...events, dropped: 1 }),
};

/** `[file name, what is expected]` of every sample with events. */
export const EXPECTED = Object.entries(EVERY)
  .filter(([name]) => !AGGREGATES.includes(name))
  .map(([name, expected]) => [name, { ...expected, events: (TOLD[name] ?? ((events) => events))(expected.events) }]);

/** The zone of the accounts that the samples were exported from, where they tell none. */
export const ZONE = "Europe/Berlin";
