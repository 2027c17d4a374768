#!/usr/bin/env python3
"""What people use outside the browser, asked for the same figures of the same file.

usage: native_peers.py polars|duckdb FILE [WARM-UP-FILE]

Prints one line of JSON: version, seconds in all, seconds of loading alone, figures
by campaign. Starting Python and a first go at a small file are not counted. DuckDB
runs on one thread, as it does in a browser: the two together tell what wasm costs.
"""

import json
import sys
import time

WEBHOOK = {"timestamp": "BIGINT", "event": "VARCHAR", "email": "VARCHAR", "marketing_campaign_id": "VARCHAR"}
PEOPLE = {
    "delivered": "delivered",
    "openers": "open",
    "clickers": "click",
    "bounced": "bounce",
    "unsubscribed": "unsubscribe",
    "complained": "spamreport",
}
EVENTS = {"sent": "processed", "opens": "open", "clicks": "click"}


def with_polars(file):
    import polars as pl

    began = time.perf_counter()
    if file.endswith(".csv"):
        events = pl.scan_csv(file, infer_schema=False)
        moment = pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%SZ")
    else:
        kinds = {name: pl.Int64 if kind == "BIGINT" else pl.String for name, kind in WEBHOOK.items()}
        events = pl.scan_ndjson(file, schema=kinds).rename({"marketing_campaign_id": "campaign_id"})
        moment = pl.from_epoch("timestamp")
    events = events.select("timestamp", "event", "email", "campaign_id").collect(engine="streaming")
    loaded = time.perf_counter()

    def addresses(kind):
        return pl.col("email").filter(pl.col("event") == kind)

    by_campaign = events.group_by("campaign_id").agg(
        *(addresses(kind).len().alias(name) for name, kind in EVENTS.items()),
        *(addresses(kind).n_unique().alias(name) for name, kind in PEOPLE.items()),
    )
    opens = events.filter(pl.col("event") == "open")
    domain = pl.col("email").str.split("@").list.get(1).alias("domain")
    opens.group_by("campaign_id", domain).agg(pl.col("email").n_unique())
    opens.with_columns(moment.alias("moment")).group_by(
        pl.col("moment").dt.weekday().alias("day"), pl.col("moment").dt.hour().alias("hour")
    ).len()
    ended = time.perf_counter()
    figures = {row.pop("campaign_id"): row for row in by_campaign.to_dicts()}
    return pl.__version__, ended - began, loaded - began, figures


def with_duckdb(file):
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    if file.endswith(".csv"):
        source, moment = f"select * from read_csv('{file}', all_varchar = true, header = true)", "timestamp::timestamp"
    else:
        columns = ", ".join(f"{name}: '{kind}'" for name, kind in WEBHOOK.items())
        source = f"""select *, marketing_campaign_id as campaign_id
            from read_json('{file}', format = 'newline_delimited', columns = {{{columns}}})"""
        moment = "to_timestamp(timestamp)::timestamp"
    began = time.perf_counter()
    connection.execute(f"create table events as select timestamp, event, email, campaign_id from ({source})")
    loaded = time.perf_counter()
    counted = [f"count(*) filter (event = '{kind}') as {name}" for name, kind in EVENTS.items()]
    counted += [f"count(distinct email) filter (event = '{kind}') as {name}" for name, kind in PEOPLE.items()]
    result = connection.execute(f"select campaign_id, {', '.join(counted)} from events group by campaign_id")
    names = [column[0] for column in result.description][1:]
    figures = {row[0]: dict(zip(names, row[1:])) for row in result.fetchall()}
    connection.execute(
        """select campaign_id, split_part(email, '@', 2), count(distinct email)
            from events where event = 'open' group by all"""
    ).fetchall()
    connection.execute(
        f"select dayofweek({moment}), hour({moment}), count(*) from events where event = 'open' group by all"
    ).fetchall()
    return duckdb.__version__, time.perf_counter() - began, loaded - began, figures


peer = {"polars": with_polars, "duckdb": with_duckdb}[sys.argv[1]]
if len(sys.argv) > 3:
    peer(sys.argv[3])
version, seconds, loading, figures = peer(sys.argv[2])
print(json.dumps({"version": version, "seconds": seconds, "loading": loading, "figures": figures}))
