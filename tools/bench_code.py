"""How long it takes to read every table and to run the methods' own examples."""

from __future__ import annotations

import contextlib
import doctest
import io
import pkgutil
import statistics
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from regecon import methods
from regecon.data import load, tables
from tools.bench_builds import Row

RUNS = 5
TABLE = 100  # milliseconds for any table


def milliseconds(call: Callable[[], object]) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def loading() -> Iterator[Row]:
    times = {name: milliseconds(lambda name=name: load(name)) for name in tables().index}
    yield "loading data", f"all {len(times)} tables", sum(times.values()), "ms", None
    for name in sorted(times, key=times.get)[-3:]:
        yield "loading data", name, times[name], "ms", TABLE


def examples() -> Iterator[Row]:
    """The examples in the docstrings of each module of methods."""
    for entry in pkgutil.iter_modules(methods.__path__):
        if entry.name.startswith("_"):
            continue
        module = import_module(f"{methods.__name__}.{entry.name}")
        parts = [part for part in doctest.DocTestFinder().find(module) if part.examples]
        yield "methods, examples", entry.name, milliseconds(lambda p=parts: _run(p)), "ms", None


def _run(parts: list[doctest.DocTest]) -> None:
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    with contextlib.redirect_stdout(io.StringIO()):
        for part in parts:
            runner.run(part, clear_globs=False)


def rows() -> Iterator[Row]:
    yield from loading()
    yield from examples()
