"""All that is measured, in one run on one machine: ``make bench``.

Builds against the plain way as ratios, growth with the number of weeks, weight, latency and time
to ready of the built book, data, methods. The figures of the course's version replace its lines
in ``tools/bench.csv``; a figure past its limit is marked. Times depend on the machine and
on what else it does, so the load is kept beside them.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from tools import bench_builds, bench_code, measure

TABLE = Path(__file__).with_suffix(".csv")
COLUMNS = ["measure", "of", "value", "unit", "limit"]


def measured() -> pd.DataFrame:
    """A row a figure, with the load of the machine when its group was done."""
    groups = []
    for group in (bench_builds, measure, bench_code):
        table = pd.DataFrame(group.rows(), columns=COLUMNS)
        groups.append(table.assign(load=round(os.getloadavg()[1], 1)))
    table = pd.concat(groups, ignore_index=True).astype({"limit": float})
    table.insert(0, "version", version("regecon"))
    return table.assign(value=[float(f"{value:.3g}") for value in table["value"]])


def keep(table: pd.DataFrame) -> None:
    """Replace the lines of the same version."""
    if TABLE.exists():
        before = pd.read_csv(TABLE)
        table = pd.concat([before[~before["version"].isin(table["version"])], table])
    table.to_csv(TABLE, index=False, lineterminator="\n")


def main() -> None:
    table = measured()
    keep(table)
    past = (table["value"] > table["limit"]).map({True: "past the limit", False: ""})
    shown = table.drop(columns="version").assign(past=past).to_string(index=False, na_rep="")
    print(shown)


if __name__ == "__main__":
    main()
