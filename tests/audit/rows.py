#!/usr/bin/env python3
"""rows.py FOLDER [--first N] [--k 11]

Audits row-level exports with tools that know nothing of how they were made.
FOLDER is what `cargo test --test row-exports` writes (`row-exports` in the
build's folder for tests); for each export NAME.export.csv there are

    NAME.audit.csv      the same rows with the person they came from (never published)
    NAME.original.csv   the same people before anything was made coarser
    NAME.control.csv    other people of the same campaigns, in no file

Checked: the audit copy is the export; rowlevel_audit.py passes (k of pycanon,
different people per class, risks of anonymeter at most 0.1); every class that
tells more than sending has at least two kinds. Random attacks are the same in
every run. Exit status: 0 = nothing found, 1 = something found, 2 = nothing to
look at.
"""
import argparse
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd

import rowlevel_audit

CLASS = ["campaign", "sent_on", "provider", "device", "client", "after"]
KIND = "kind"
SENDING = {"sent", "delivered"}

fresh = np.random.default_rng


def seeded(seed=None):
    return fresh(4711 if seed is None else seed)


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def is_the_export(export, audit):
    """The copy with people holds the same rows, as often."""
    columns = list(export.columns)
    return export.value_counts().equals(audit[columns].value_counts().reindex(export.value_counts().index)) and len(
        export
    ) == len(audit)


def lonely_classes(export):
    """Classes that tell more than sending, and only one kind."""
    kinds = export.groupby(CLASS)[KIND].agg(set)
    return int(sum(len(found) < 2 and not found <= SENDING for found in kinds))


def audit(folder, name, k):
    path = {what: folder / f"{name}.{what}.csv" for what in ("export", "audit", "original", "control")}
    export, copy = read(path["export"]), read(path["audit"])
    faults = []
    if not is_the_export(export, copy):
        faults.append("the audit copy is another file")
    if lonely := lonely_classes(export):
        faults.append(f"{lonely} classes tell the kind")
    np.random.seed(4711)
    np.random.default_rng = seeded
    sys.argv = ["rowlevel_audit.py", str(path["audit"]), "--qi", ",".join(CLASS), "--sa", KIND, "--person", "person"]
    sys.argv += ["--orig", str(path["original"]), "--control", str(path["control"]), "--k", str(k)]
    try:
        rowlevel_audit.main()
    except SystemExit as ended:
        if ended.code:
            faults.append("rowlevel_audit.py")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, help="only so many exports")
    parser.add_argument("--k", type=int, default=11)
    arguments = parser.parse_args()
    exports = sorted(arguments.folder.glob("*.export.csv"))[: arguments.first]
    if not exports:
        print(f"no exports in {arguments.folder}")
        sys.exit(2)
    found = 0
    for export in exports:
        name = export.name.removesuffix(".export.csv")
        print(f"== export {name}", flush=True)
        faults = audit(arguments.folder, name, arguments.k)
        for fault in faults:
            print(f"FOUND: {fault}")
        found += bool(faults)
    print(f"{len(exports)} exports, {found} with findings")
    sys.exit(int(found > 0))


if __name__ == "__main__":
    main()
