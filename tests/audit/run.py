#!/usr/bin/env python3
"""Attacks every report of a corpus, and compares the verifier's bounds with HiGHS's.

usage: run.py FOLDER

FOLDER holds, for every report, NAME.audit.json (an input of attack.py, with the
ids of numbers that stand nowhere under "latent") and, beside some of them,
NAME.bounds.json: [[id, least, most or null], ...] as the verifier found them.
corpus.json says how many reports and releases there are. Any finding, and any
bound that differs, fails.

Not counted: that nobody is in a part of a number which is published as nobody
("zero-union" of numbers that stand nowhere). NAMEs that end with "outside" know
the bytes alone, and take two rows of the same name, day and figures for the same
campaign in the same state, as far as any table fits that.
"""
import json
import math
import multiprocessing
import os
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import attack


def attack_one(path):
    """Findings of one report, with the numbers of cells looked at."""
    path = Path(path)
    release = json.loads(path.read_text())
    result = {"name": path.name, "cells": len(release["cells"]), "hidden": 0, "bounds": 0, "findings": []}
    try:
        report = attack.audit([release])
        result["hidden"] = report["hidden"]
        nowhere = set(release.get("latent", []))
        result["findings"] += [
            f"{f['kind']}: {f['where']} {f}"
            for f in report["findings"]
            if not (f["kind"] == "zero-union" and nowhere.issuperset(f["where"]))
        ]
        beside = path.with_name(path.name.replace(".audit.json", ".bounds.json"))
        ours = json.loads(beside.read_text()) if beside.exists() else []
        check_the_rest(release, ours, report, result)
    except ValueError as error:
        result["findings"].append(f"error: {error}")
    return result


def check_the_rest(release, ours, report, result):
    """Numbers that stand nowhere, and the verifier's own bounds."""
    known = {cell["id"]: (cell["lo"], math.inf if cell["up"] is None else cell["up"]) for cell in report["detail"]}
    model = attack.Model()
    model.add_release(release)
    latent = [cell for cell in release.get("latent", []) if cell in model.idx]
    wanted = {cell for cell, _, _ in ours if cell in model.idx} | set(latent)
    known.update(model.lp_bounds([cell for cell in wanted if cell not in known]))
    for cell in latent:
        least, most = known[cell]
        if 1 <= least and most < release["k"]:
            result["findings"].append(f"latent: {cell} is between {least} and {most}")
    for cell, least, most in ours:
        if cell not in known:
            # In no relation at all: nothing bounds it.
            theirs = (0, math.inf)
        else:
            theirs = known[cell]
        result["bounds"] += 1
        if (least, math.inf if most is None else most) != theirs:
            result["findings"].append(f"bounds: {cell} is {(least, most)} here and {theirs} there")


def main(folder):
    folder = Path(folder)
    corpus = json.loads((folder / "corpus.json").read_text())
    paths = sorted(str(path) for path in folder.glob("*.audit.json"))
    totals = {"cells": 0, "hidden": 0, "bounds": 0}
    findings = 0
    # Not forked: solvers keep threads of their own.
    with multiprocessing.get_context("spawn").Pool() as pool:
        for result in pool.imap_unordered(attack_one, paths, chunksize=4):
            for name in totals:
                totals[name] += result[name]
            findings += len(result["findings"])
            for finding in result["findings"][:5]:
                print(f"{result['name']}: {finding}")
    counts = ", ".join(f"{number} {name}" for name, number in corpus.items())
    print(
        f"{counts}; attacked {len(paths)} times: {totals['cells']} cells, {totals['hidden']} hidden, "
        f"{totals['bounds']} bounds compared, {findings} findings"
    )
    # Nothing found in nothing is no proof.
    return 1 if findings or not paths or not totals["hidden"] else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
