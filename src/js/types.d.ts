/** A reading of some files, and the questions it can answer. */
export class Milchglas {
  /** What is left out of the settings is as usual. */
  constructor(settings?: Partial<Settings>);
  /**
   * Reads files anew; what was read before is forgotten first.
   * Rejects with a `MilchglasError`, an `AbortError` or a `TypeError`.
   */
  read(files: Iterable<File> | ArrayLike<File>, options?: ReadOptions): Promise<Report>;
  /**
   * The rows of the files read last that could not be used, consent lists included, for
   * whoever the files belong to. Reads the files once more and keeps nothing of it.
   * `csv` holds personal data: these rows with all their columns. Rejects as `read` does.
   */
  unusableRows(options?: UnusableRowsOptions): Promise<UnusableRows>;
  /** The report of the messages that pass the filter. */
  report(filter?: Filter): Report;
  /** Protected figures, and what they cost. Only `text` and `fragment` are meant to be handed on. */
  snapshot(options?: SnapshotOptions): Review;
  /** Forgets everything that was read. */
  free(): void;
}

/** What a file is, from its first bytes. */
export function inspect(file: File): Promise<Inspection>;
/** Somebody's snapshot: the text of its file, or the fragment of its link. */
export function openSnapshot(text: string): Snapshot;
/**
 * The text of a profile's file, saved in the page's mapping dialog, for a file with these
 * columns (`Inspection.header`). Where `missing` names any, the profile does not fit.
 */
export function applyProfile(text: string, header: string[]): AppliedProfile;
/** The version of this module. */
export function version(): string;

export interface ReadOptions {
  /** Lists of who granted or denied what. */
  consent?: Iterable<File> | ArrayLike<File>;
  /** How each file is to be read, in the order of the files; `null` where it is to be recognised. */
  plans?: (FilePlan | null)[];
  /** The same for the consent lists, of which the mapping counts. */
  consentPlans?: (FilePlan | null)[];
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

export interface UnusableRowsOptions {
  /** Between the cells; a comma when left out. */
  separator?: "," | ";" | "\t";
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/** Never part of a report or a snapshot, and nowhere but where you put it. */
export interface UnusableRows {
  /**
   * A CSV file's text: `row`, `column` and `reason` in front of the file's own columns.
   * Cells that a spreadsheet would take for formulas begin with an apostrophe.
   */
  csv: string;
  /** Rows that could not be used, as the report counts them. */
  rows: number;
  /** How many of them, from the first on, stand in `csv`. */
  listed: number;
}

/** What a profile says of a file. */
export interface AppliedProfile {
  name: string;
  /** `events` for `files` and `plans`, `consent` for `consent` and `consentPlans`. */
  class: "events" | "consent";
  plan: FilePlan;
  /** Columns of the profile that the file does not have; empty where it fits. */
  missing: string[];
}

export interface SnapshotOptions {
  title?: string;
  /** `YYYY-MM-DD`; the user's day when left out. */
  today?: string;
  /** The smallest number of people shown, 5 or more. */
  threshold?: number;
  filter?: Filter;
  /** Method, tables and everything else about it; what is left out is as usual. */
  sharing?: Partial<Omit<Sharing, "title">>;
}

/** What the module throws. Never quotes the data. */
export interface MilchglasError extends Error {
  name: "MilchglasError";
  failure: "file" | "unreadable" | "snapshot" | "nothing_read" | "too_few_people" | "unsafe" | "budget" | "not_kept" | "no_ledger" | "profile" | "crashed";
  problem?: Problem;
  fault?: SnapshotFault | ProfileFault;
}

export type SnapshotFault = "not_a_snapshot" | "damaged" | "altered" | "future_version" | "implausible";

export type ProfileFault = "not_a_profile" | "future_version" | "damaged";

/** A number; `null` where the files cannot tell; `"withheld"` where protection hides it. */
export type Count = number | null | "withheld";

export type Mode = "personal" | "anonymous" | "choice";
export type Treatment = "named" | "anonymous" | "excluded";
export type Convention = "measurable" | "delivered" | "sent" | "ddv_total" | "clever_elements";

export interface Settings {
  mode: Mode;
  /** Subscribers who said nothing, in mode `choice`. */
  unknown: Treatment;
  /** Subscribers who refused, in mode `choice`; never `named`. */
  denied: Treatment;
  /** IANA name; times without a zone are read in it, days and hours shown in it. */
  zone: string;
  machine: Partial<MachineRules>;
  /** Count machine events as if people had caused them. */
  include_machine: boolean;
  convention: Convention;
  reading: Partial<ReadingLimits>;
  /** The smallest number of people a snapshot may show. */
  threshold: number;
}

export interface MachineRules {
  vendor: boolean;
  burst: boolean;
  user_agent: boolean;
}

export interface ReadingLimits {
  skimmed_from_ms: number;
  read_from_ms: number;
}

/** Which messages are counted. */
export interface Filter {
  /** Keys of the campaigns counted; all when left out. */
  campaigns?: number[] | null;
  /** First day of sending counted, `YYYY-MM-DD`. */
  from?: string | null;
  /** Last day of sending counted, inclusive. */
  to?: string | null;
}

export interface FilePlan {
  mapping?: Mapping | null;
  /** The zone of this file's zoneless times. */
  zone?: string | null;
}

/** What the columns of a file without a known dialect mean. */
export interface Mapping {
  roles: Role[];
  granularity: Granularity;
  words: { [word: string]: Kind | null };
  kind: Kind | null;
  dates: "day_first" | "month_first";
  campaign: { from: "column" } | { from: "file_name" } | { from: "typed"; name: string };
}

export type Role =
  | {
      role:
        | "ignore" | "address" | "time" | "kind" | "campaign_id" | "campaign_name" | "link" | "user_agent" | "country"
        | "view_seconds" | "view_milliseconds" | "consent_opens" | "consent_clicks" | "consent_both"
        | "consent_date" | "consent_source";
    }
  | { role: "count_of" | "time_of" | "flag_of"; kind: Kind };

export type Granularity = "event" | "recipient" | "contact" | "campaign";

export type Kind =
  | "sent" | "delivered" | "deferred" | "bounced_hard" | "bounced_soft" | "dropped"
  | "opened" | "machine_opened" | "read" | "clicked" | "machine_clicked"
  | "unsubscribed" | "complained" | "subscribed" | "doi_requested" | "doi_confirmed"
  | "forwarded" | "printed" | "converted";

export type IgnoredReason =
  | "not_an_event" | "word_left_out" | "nothing_happened" | "consent" | "no_record" | "transport_notice"
  | "told_elsewhere" | "last_state_only";

export type ProblemKind =
  | "missing_address" | "bad_address" | "missing_time" | "bad_time" | "missing_kind" | "unknown_word"
  | "bad_number" | "wrong_column_count" | "truncated" | "bad_json" | "not_an_object" | "record_too_large"
  | "bad_consent" | "empty_file" | "no_header" | "no_usable_columns" | "unknown_format" | "damaged_archive"
  | "encrypted_archive" | "archive_too_large" | "unsupported_format";

/** Something wrong in a file, located and never quoted. */
export interface Problem {
  kind: ProblemKind;
  file: string;
  /** 1 for the first record below the header; `null` where the whole file is meant. */
  row: number | null;
  column: string | null;
}

export interface Progress {
  file: string;
  files_done: number;
  files: number;
  bytes_done: number;
  bytes: number;
  rows: number;
  /** Of protection and its verifier; how many there are becomes clear on the way. */
  steps_done: number;
  steps: number;
}

export interface Inspection {
  name: string;
  bytes: number;
  class: "events" | "consent" | "snapshot" | "aggregate" | "unreadable";
  container: "plain" | "gzip" | "zip" | "spreadsheet";
  encoding: "utf-8" | "utf-8-sig" | "utf-16le" | "utf-16be" | "windows-1252";
  shape: { shape: "csv"; delimiter: string } | { shape: "json" } | { shape: "avro" } | { shape: "form" } | { shape: "unknown" };
  dialect: string;
  certainty: "certain" | "likely" | "unknown";
  granularity: Granularity;
  header: string[];
  /** The first rows as they stand in the file. */
  preview: string[][];
  mapping: Mapping | null;
  zoneless: boolean;
  problem: Problem | null;
}

/** Everything the owner may know. */
export interface Report {
  files: FileReport[];
  consent: ConsentSummary | null;
  campaigns: CampaignRow[];
  overall: Figures;
  statistics: Statistics;
}

/** What became of every row of one file: `rows` = `rows_used` + all `ignored` + all `problems`. */
export interface FileReport {
  name: string;
  dialect: string;
  granularity: Granularity;
  rows: number;
  rows_used: number;
  events: { [kind in Kind]?: number };
  ignored: { [reason in IgnoredReason]?: number };
  problems: { [kind in ProblemKind]?: number };
  /** The first problems, with their place. */
  located: Problem[];
  recipients: number;
  addresses: number;
  /** First and last event, ISO 8601 in UTC. */
  first: string | null;
  last: string | null;
  /** The zone in which zoneless times were read. */
  zone: string | null;
  ambiguous_times: number;
  unclassified_bounces: number;
  /** What sums of whole campaigns in the file say: to be compared, counted nowhere. */
  reported: Reported[];
}

/** A service's own sums of one campaign; it may count otherwise. */
export interface Reported {
  campaign: string;
  figures: { [measure in keyof Figures]?: number };
}

export interface ConsentSummary {
  name: string;
  rows: number;
  subscribers: number;
  granted_opens: number;
  denied_opens: number;
  granted_clicks: number;
  denied_clicks: number;
  problems: { [kind in ProblemKind]?: number };
  located: Problem[];
}

/** One value for each figure. */
export interface Figures {
  recipients: Count;
  sent: Count;
  delivered: Count;
  deferred: Count;
  bounced_hard: Count;
  bounced_soft: Count;
  dropped: Count;
  measurable_opens: Count;
  measurable_clicks: Count;
  openers: Count;
  opens: Count;
  machine_openers: Count;
  machine_opens: Count;
  confirmed_openers: Count;
  clickers: Count;
  clicks: Count;
  machine_clickers: Count;
  machine_clicks: Count;
  timed: Count;
  glanced: Count;
  skimmed: Count;
  readers: Count;
  unsubscribed: Count;
  complained: Count;
  subscribed: Count;
  doi_requested: Count;
  doi_confirmed: Count;
  forwarded: Count;
  printed: Count;
  converted: Count;
}

export interface Statistics {
  overall: Figures;
  campaigns: CampaignRow[];
  arrival: Arrival[];
  days: DayRow[];
  week: WeekRow[];
  links: LinkRow[];
  providers: GroupRow[];
  devices: GroupRow[];
  clients: GroupRow[];
  /** By the two letters of ISO 3166-1; missing where no file tells a country. */
  countries?: GroupRow[];
  /** By device and client at once; missing where neither is known. */
  device_clients?: DeviceClientRow[];
  machine: MachineTally;
  doubles: Count;
}

export interface CampaignRow extends Figures {
  /** The handle in filters, stable while the same files are open. */
  key: number;
  id: string;
  name: string;
  /** How many campaigns the row gathers. */
  gathers: number;
  sent_on: string | null;
}

export interface Arrival {
  from_hour: number;
  to_hour: number | null;
  opens: Count;
  clicks: Count;
  first_opens: Count;
  first_clicks: Count;
}

export interface DayRow {
  day: string;
  days: number;
  opens: Count;
  clicks: Count;
}

export interface WeekRow {
  /** Monday is 0. */
  weekday: number;
  from_hour: number;
  to_hour: number;
  opens: Count;
  clicks: Count;
}

export interface LinkRow {
  link: string;
  gathers: number;
  clickers: Count;
  clicks: Count;
}

export interface GroupRow {
  group: string;
  gathers: number;
  delivered: Count;
  openers: Count;
  opens: Count;
  clickers: Count;
  clicks: Count;
}

export interface DeviceClientRow {
  device: string;
  /** "other": all that have no row of their own on this device. */
  client: string;
  openers: Count;
  opens: Count;
  clickers: Count;
  clicks: Count;
}

export interface MachineTally {
  vendor: Count;
  burst: Count;
  user_agent: Count;
  included: boolean;
}

/** Protected figures that anyone may read. */
export interface Snapshot {
  format: "milchglas.snapshot";
  version: number;
  made: Made;
  title: string;
  treated: Treated;
  protection: Protection;
  /** What an attacker was tried with; not in version 1. */
  risk?: Risk;
  statistics: Statistics;
  /** SHA-256 over the rest, in hexadecimal. */
  checksum: string;
}

export interface Made {
  on: string;
  by: string;
}

export interface Treated {
  mode: Mode;
  unknown: Treatment;
  denied: Treatment;
  zone: string;
  convention: Convention;
  from: string | null;
  to: string | null;
}

export interface Protection {
  method: "gathered" | Method;
  threshold: number;
  withheld: Withholding[];
  /** Breakdowns that are part of it. */
  tables?: Table[];
  /** Opens, and clicks, of one person in one campaign that are counted at most. */
  cap?: number;
  /** Tables of time whose rows add up to the key figures. */
  complete?: Table[];
  /** Whole and part that are not nested in this data. */
  apart?: [keyof Figures, keyof Figures][];
  /** Of "cell_key". */
  perturbation?: Perturbation;
  /** Of "private". */
  privacy?: Privacy;
}

export type Method = "exact" | "rounded" | "cell_key" | "private";
export type Perturbation = "light" | "usual" | "strong";
export type Table =
  | "overall"
  | "campaigns"
  | "arrival"
  | "days"
  | "week"
  | "links"
  | "providers"
  | "devices"
  | "clients"
  | "countries"
  | "device_clients"
  | "machine";

export interface Privacy {
  /** ε of this release, in thousandths. */
  epsilon_milli: number;
  /** δ of this release is 10 to the minus this. */
  delta_exponent: number;
  noise: "laplace" | "gaussian";
}

/** What the verifier tried against the finished bytes, and could not find. */
export interface Risk {
  cells: number;
  cells_withheld: number;
  /** Linear programs solved. */
  programs: number;
  /** Widths of the intervals of withheld figures; null where none is bounded. */
  narrowest: number | null;
  median: number | null;
  /** Earlier releases that it was held against. */
  earlier: number;
  /** Whether earlier releases are known at all. */
  ledger: boolean;
  epsilon_milli?: number;
  epsilon_spent_milli?: number;
}

export interface Withholding {
  table: string;
  measure: keyof Figures | null;
  reason: "small" | "gathered" | "coarser" | "text";
}

/** The snapshot, and what it costs. */
export interface Review {
  snapshot: Snapshot;
  /** The file's exact text. */
  text: string;
  /** The data of a link, where it fits. */
  fragment: string | null;
  cost: Cost;
  /** Every free text that leaves, and every one that was replaced. */
  texts: TextReview[];
  /** Rounds in which more had to be withheld. */
  rounds: number;
  /** Tables of which no safe form was found. */
  left_out: Table[];
}

/** For the owner alone: never publish it. */
export interface Cost {
  cells: number;
  cells_withheld: number;
  counts: number;
  counts_withheld: number;
  largest_error: number;
  errors: number;
}

export interface TextReview {
  table: Table;
  text: string;
  shown: string;
  reason: "personal" | "rare" | "owner" | null;
  /** Start and length of what looks personal, in characters. */
  marked: [number, number][];
}

/** What the owner decides about one snapshot. */
export interface Sharing {
  title: string;
  method: Method;
  perturbation: Perturbation;
  privacy: Privacy;
  tables: Table[];
  /** Weeks in place of days. */
  weeks: boolean;
  texts: Record<string, "drop" | { rename: string }>;
}
