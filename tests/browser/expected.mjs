// What each sample must give: tests/samples/EXPECTED.json, and how to read it.

import { readFileSync } from "node:fs";
import { sample } from "./harness.mjs";

const EVERY = JSON.parse(readFileSync(sample("EXPECTED.json"), "utf8"));

/** Figures per campaign without recipients: recognised, and nothing to count. */
export const AGGREGATES = ["mailchimp-campaigns-aggregate.csv", "mailchimp-campaign-report.csv"];

/** Aggregates, and shapes that no dialect claims: the mapping dialog asks. */
const OTHERWISE = [...AGGREGATES, "mailchimp-api-email-activity.json", "brevo-webhook.ndjson"];

/** Which click was a machine's is in no column of this export. */
function asTold(name, expected) {
  if (name !== "brevo-campaign-recipients.csv") return expected;
  const { machine_clicked: machine, ...events } = expected.events;
  return { ...expected, events: { ...events, clicked: events.clicked + machine } };
}

/** `[file name, what is expected]` of every sample of a dialect that is read. */
export const EXPECTED = Object.entries(EVERY)
  .filter(([name]) => /^(sendgrid|mailchimp|ses|postmark|brevo|generic)-/.test(name))
  .filter(([name]) => !OTHERWISE.includes(name))
  .map(([name, expected]) => [name, asTold(name, expected)]);

/** The zone of the account that a sample was exported from. */
export const zone = (name) => (name.startsWith("brevo-") || name.includes("utf16") ? "Europe/Berlin" : "UTC");
