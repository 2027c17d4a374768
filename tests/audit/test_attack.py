#!/usr/bin/env python3
"""Tests for attack.py: the attack MUST succeed on bad publications and MUST fail on good ones."""
import json, math, sys, csv, os
sys.path.insert(0, os.path.dirname(__file__))
from attack import audit, table_from_hierarchies, Model
HERE = os.path.dirname(os.path.abspath(__file__))
K = 10

def dom_country(hide, name):
    """e-mail domain x country: unique clickers."""
    dims = {"domain": {"all": ["gmail", "gmx", "corp", "other"]}, "country": {"ALL": ["DE", "AT", "CH"]}}
    n = {("gmail", "DE"): 420, ("gmail", "AT"): 57, ("gmail", "CH"): 31,
         ("gmx", "DE"): 198, ("gmx", "AT"): 22, ("gmx", "CH"): 7,
         ("corp", "DE"): 64, ("corp", "AT"): 3, ("corp", "CH"): 12,
         ("other", "DE"): 77, ("other", "AT"): 19, ("other", "CH"): 15}
    return table_from_hierarchies(dims, n, hide, name, K)

def kinds(rep):
    return {f["kind"] for f in rep["findings"]}

def test_naive_primary_only_is_broken():
    t = dom_country(["gmx|CH", "corp|AT"], "naive: only cells < 10 suppressed")
    r = audit([t])
    assert r["exact"] == 2, r["exact"]
    for c in r["detail"]:
        assert c["lo"] == c["up"] == c["truth"]

def test_complementary_rectangle_resists_exact_but_is_too_narrow():
    # 2x2 rectangle {gmx,corp} x {AT,CH}: classic complementary suppression; not exactly recoverable
    t = dom_country(["gmx|CH", "corp|AT", "gmx|AT", "corp|CH"], "rectangle")
    r = audit([t])
    assert r["exact"] == 0 and r["narrow"] == 0, r
    assert r["min_width"] == 15, r["min_width"]
    assert r["verdict"] == "PASS", r["findings"]

def test_two_per_row_is_not_enough_sdcTable():
    # sdcTable tests/testthat/test-simpleheuristic.R: >= 2 suppressions in every row/column, yet w|b = 47 exactly
    o = json.load(open(f"{HERE}/oracles/sdctable_attack_4x4.json"))
    r = audit([o["input"]])
    ex = {c["id"]: c["lo"] for c in r["detail"] if "exact" in c["flags"]}
    assert ex == {"w|b": 47}, ex
    t = json.loads(json.dumps(o["input"]))
    for c in t["cells"]:
        if c["id"] == "x|b":
            c["value"] = None
    r2 = audit([t])
    assert r2["exact"] == 0

def test_linked_tables_sdcTable():
    o = json.load(open(f"{HERE}/oracles/sdctable_linked_tables.json"))
    a, b = o["input"]["tableA"], o["input"]["tableB"]
    ra, rb = audit([a], k=4), audit([b], k=4)
    assert ra["exact"] == rb["exact"] == 0          # each table alone: nothing exactly recoverable
    both = audit([a, b], k=4)
    ex = {c["id"]: c["lo"] for c in both["detail"] if "exact" in c["flags"]}
    assert len(ex) >= 1, both["detail"]             # together: recovered
    for t in (a, b):
        for c in t["cells"]:
            if c["id"] == "N":
                c["value"] = None
    assert audit([a, b], k=4)["exact"] == 0

def test_differencing_two_filters():
    # release 1: everybody; release 2: same report filtered to "not gmx.ch"  -> difference = 4 people
    atoms = {"gmail": 508, "corp": 79, "gmxch": 4}
    r1 = {"name": "r1", "k": K, "cells": [{"id": "openers[all]", "value": sum(atoms.values()), "atoms": list(atoms)}]}
    r2 = {"name": "r2", "k": K, "cells": [{"id": "openers[-gmxch]", "value": 587, "atoms": ["gmail", "corp"]}],
          "targets": ["gmxch"]}
    assert audit([r1])["verdict"] == "PASS"
    r = audit([r1, r2])
    assert any(f["kind"] == "exact" and f["where"] == "gmxch" and f["lo"] == 4 for f in r["findings"])

def test_rates_leak_suppressed_counts():
    t = {"name": "rate leak", "k": K, "cells": [{"id": "sent", "value": 113}, {"id": "clicks", "value": None}],
         "nested": [["clicks", "sent"]], "ratios": [{"num": "clicks", "den": "sent", "value": 0.0265, "half_width": 0.00005}]}
    r = audit([t])
    assert {c["id"]: c["lo"] for c in r["detail"] if "exact" in c["flags"]} == {"clicks": 3}
    t["ratios"] = [{"num": "clicks", "den": "sent", "value": 0.05, "half_width": 0.05}]     # coarse "0-10 %"
    assert audit([t])["exact"] == 0

def test_group_disclosure_and_complement():
    t = {"name": "100 %", "k": K, "cells": [{"id": "sent", "value": 25}, {"id": "opened", "value": 25}],
         "nested": [["opened", "sent"]]}
    assert "full-group" in kinds(audit([t]))
    t["cells"][1]["value"] = 23
    assert "complement" in kinds(audit([t]))

def test_small_residual_union():
    # two suppressed cells 2 + 1: not individually recoverable, but the union (3 people) is published
    t = {"name": "resid", "k": K, "cells": [{"id": "T", "value": 103}, {"id": "a", "value": 100},
         {"id": "b", "value": None}, {"id": "c", "value": None}],
         "equations": [{"terms": {"T": 1, "a": -1, "b": -1, "c": -1}}], "truth": {"b": 2, "c": 1}}
    r = audit([t])
    assert "residual" in kinds(r) and r["exact"] == 0 and r["small"] == 0 and r["narrow"] == 2

def test_rounding_unpicked_by_margins():
    # everything rounded to nearest 5, independent rounding of margins: 1+1+1+... can be unpicked
    ids = list("abcdef")
    cells = [{"id": i, "value": 0, "round": 5} for i in ids] + [{"id": "T", "value": 10, "round": 5}]
    t = {"name": "round5", "k": 3, "cells": cells,
         "equations": [{"terms": dict([("T", 1)] + [(i, -1) for i in ids])}], "truth": {i: 2 for i in ids}}
    r = audit([t], enum_limit=5000)
    assert r["exact"] == 0
    assert max(v["p"] for v in r["tables"]["posterior"].values()) > 0.5       # best guess 2 is right > 50 %
    cells[-1]["value"] = 12; cells[-1].pop("round")                            # an exact total elsewhere
    r = audit([t])
    assert r["exact"] == 6 and all(c["lo"] == 2 for c in r["detail"])

def test_ilp_is_tighter_than_lp():
    # 2a+... parity: LP says [0..], ILP pins
    t = {"name": "ilp", "k": 3, "cells": [{"id": "a", "value": None, "upper": 1}, {"id": "b", "value": None, "upper": 1},
         {"id": "c", "value": None, "upper": 1}],
         "equations": [{"terms": {"a": 2, "b": 2, "c": 1}, "rhs": 3}]}
    lp, ilp = audit([t]), audit([t], ilp=True)
    assert {c["id"]: (c["lo"], c["up"]) for c in ilp["detail"]}["c"] == (1, 1)

def test_infeasible_publication_is_rejected():
    t = {"name": "bad", "k": K, "cells": [{"id": "T", "value": 5}, {"id": "a", "value": 9}],
         "equations": [{"terms": {"T": 1, "a": -1}}]}
    try:
        audit([t])
    except ValueError:
        return
    raise AssertionError("infeasible table accepted")

def test_minimality_attack():
    # a table may only be suppressed for a reason: with "<10" markers shown the interval collapses
    t = dom_country(["gmx|CH", "corp|AT", "gmx|AT", "corp|CH"], "markers")
    for c in t["cells"]:
        if c["id"] in ("gmx|CH", "corp|AT"):
            c["lower"], c["upper"] = 1, 9           # publisher distinguishes "<10" from "x"
        if c["id"] in ("gmx|AT", "corp|CH"):
            c["lower"] = 10
    r = audit([t])
    assert "small" in kinds(r) and r["small"] == 2
    w = audit([dom_country(["gmx|CH", "corp|AT", "gmx|AT", "corp|CH"], "same marker")])
    assert r["min_width"] < w["min_width"]


if __name__ == "__main__":
    only = sys.argv[1:]
    bad = 0
    for n, f in list(globals().items()):
        if n.startswith("test_") and (not only or n in only):
            try:
                f(); print("ok  ", n)
            except Exception as e:
                bad += 1; print("FAIL", n, type(e).__name__, str(e)[:300])
    sys.exit(bad > 0)
