// DuckDB-WASM as a visitor of any static host gets it: one thread, no special
// headers. It is asked what it can answer in SQL; what Milchglas does beyond
// that (machine events, doubles, addresses written differently) it does not do.

// JSON is an extension that DuckDB-WASM fetches from its maker's server when it
// is first used; the package does not hold it, and nothing here may ask another
// host. So lines are split where a key stands: of several ways the quickest, but
// slower than `read_json`, whose time is estimated elsewhere.
const after = (key, end) => `split_part(split_part(line, '"${key}":', 2), '${end}', ${end === '"' ? 2 : 1})`;

const SOURCES = {
  csv: (name) => `select timestamp, event, email, campaign_id
    from read_csv('${name}', all_varchar = true, header = true)`,
  ndjson: (name) => `select ${after("timestamp", ",")}::bigint as timestamp, ${after("event", '"')} as event,
      ${after("email", '"')} as email, ${after("marketing_campaign_id", '"')} as campaign_id
    from read_csv('${name}', auto_detect = false, header = false, delim = e'\\x01', quote = '', escape = '',
      columns = {line: 'VARCHAR'})`,
};

/** The time of an event, from how the file writes it. */
const MOMENT = { csv: "timestamp::timestamp", ndjson: "to_timestamp(timestamp)::timestamp" };

const byCampaign = (where) => `select campaign_id,
    count(*) filter (event = 'processed') as sent,
    count(distinct email) filter (event = 'delivered') as delivered,
    count(*) filter (event = 'open') as opens,
    count(distinct email) filter (event = 'open') as openers,
    count(*) filter (event = 'click') as clicks,
    count(distinct email) filter (event = 'click') as clickers,
    count(distinct email) filter (event = 'bounce') as bounced,
    count(distinct email) filter (event = 'unsubscribe') as unsubscribed,
    count(distinct email) filter (event = 'spamreport') as complained
  from events where ${where} group by campaign_id`;

const byDomain = `select campaign_id, split_part(email, '@', 2) as domain, count(distinct email) as openers
  from events where event = 'open' group by all`;

const byHour = (moment) => `select dayofweek(${moment}) as day, hour(${moment}) as hour, count(*) as opens
  from events where event = 'open' group by all`;

const rows = (table) =>
  table.toArray().map((row) => {
    const { campaign_id: id, ...figures } = row.toJSON();
    return [id, Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value)]))];
  });

export class DuckDb {
  /** Starts it; what that takes is told apart from reading. */
  static async start() {
    const duckdb = await import("./node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs");
    const at = (name) => new URL(`node_modules/@duckdb/duckdb-wasm/dist/${name}`, document.baseURI).href;
    const began = performance.now();
    const worker = new Worker(at("duckdb-browser-eh.worker.js"));
    const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await database.instantiate(at("duckdb-eh.wasm"));
    const connection = await database.connect();
    const [{ version }] = (await connection.query("select version() as version")).toArray();
    const peer = new DuckDb();
    return Object.assign(peer, { duckdb, database, connection, version, starting: performance.now() - began });
  }

  /** Loads the file and answers what a report asks; milliseconds of each. */
  async report(file, format) {
    const began = performance.now();
    const direct = this.duckdb.DuckDBDataProtocol.BROWSER_FILEREADER;
    await this.database.registerFileHandle(file.name, file, direct, true);
    await this.connection.query(`create table events as ${SOURCES[format](file.name)}`);
    const loaded = performance.now();
    const figures = rows(await this.connection.query(byCampaign("true")));
    await this.connection.query(byDomain);
    await this.connection.query(byHour(MOMENT[format]));
    const ended = performance.now();
    return { total: ended - began, loading: loaded - began, asking: ended - loaded, figures };
  }

  /** The same unique counts of a part of what is loaded; `where` is SQL. */
  async change(where) {
    const began = performance.now();
    const figures = rows(await this.connection.query(byCampaign(where)));
    return { total: performance.now() - began, figures };
  }
}
