// What each sample must give: tests/samples/EXPECTED.json, and how to read it.

import { readFileSync } from "node:fs";
import { sample } from "./harness.mjs";

const EVERY = JSON.parse(readFileSync(sample("EXPECTED.json"), "utf8"));

/** The dialects that are read, by the beginning of their samples' names. */
const READ = /^(sendgrid|mailchimp|ses|postmark|brevo|generic)-/;

/** Figures per campaign without recipients: recognised, and nothing to count. */
export const AGGREGATES = ["mailchimp-campaigns-aggregate.csv", "mailchimp-campaign-report.csv"];

/** `[file name, what is expected]` of every sample of a dialect that is read. */
export const EXPECTED = Object.entries(EVERY).filter(
  ([name]) => READ.test(name) && !AGGREGATES.includes(name),
);

/** The zone of the account that a sample was exported from. */
export const zone = (name) => (name.startsWith("brevo-") || name.includes("utf16") ? "Europe/Berlin" : "UTC");
