"""What hidden cells can be: against trying every whole number, and the totals themselves."""

import numpy as np
import pandas as pd
import pytest

from regecon.methods.disclosure import herfindahl_bounds, suppressed_bounds
from regecon.methods.diversity import herfindahl

JOBS = pd.DataFrame(
    {"coal": [7, 3, 2], "steel": [4, 6, 1], "shops": [5, 2, 8]}, ["a", "b", "c"]
).astype(float)


def hide(*cells):
    table = JOBS.copy()
    for row, column in cells:
        table.loc[row, column] = np.nan
    return table


def test_a_cell_that_is_alone_in_its_row_is_not_hidden():
    found = suppressed_bounds(hide(("a", "coal")), JOBS.sum(axis=1))
    assert found.loc[("a", "coal")].tolist() == [7, 7]


@pytest.mark.parametrize(
    "cells",
    [
        [("a", "coal"), ("a", "steel"), ("b", "coal"), ("b", "steel")],
        [("a", "coal"), ("a", "shops"), ("b", "coal"), ("b", "steel"), ("c", "steel")],
        [("a", "coal"), ("a", "shops"), ("c", "coal"), ("c", "shops"), ("b", "shops")],
    ],
)
def test_bounds_are_those_of_every_whole_number_that_fits(cells):
    found = suppressed_bounds(hide(*cells), JOBS.sum(axis=1), JOBS.sum())
    tried = np.indices([13] * len(cells)).reshape(len(cells), -1)
    fits = np.full(tried.shape[1], True)
    for axis in (0, 1):
        for place in {cell[axis] for cell in cells}:
            inside = [cell[axis] == place for cell in cells]
            wanted = sum(JOBS.loc[cell] for cell in cells if cell[axis] == place)
            fits &= tried[inside].sum(axis=0) == wanted
    for number, cell in enumerate(cells):
        values = tried[number][fits]
        assert found.loc[cell].tolist() == pytest.approx([values.min(), values.max()])


def test_rows_alone_leave_more_room():
    cells = [("a", "coal"), ("a", "steel"), ("b", "coal"), ("b", "steel")]
    rows = suppressed_bounds(hide(*cells), JOBS.sum(axis=1))
    both = suppressed_bounds(hide(*cells), JOBS.sum(axis=1), JOBS.sum())
    assert rows.loc[("a", "coal")].tolist() == [0, 11]
    assert (both["lower"] >= rows["lower"]).all()
    assert (both["upper"] <= rows["upper"]).all()


def test_rounded_totals_need_slack():
    cells = [("a", "coal"), ("a", "steel"), ("b", "coal"), ("b", "steel")]
    rows, columns = JOBS.sum(axis=1), JOBS.sum()
    rows["a"] += 0.1
    with pytest.raises(ValueError, match="no table has these totals"):
        suppressed_bounds(hide(*cells), rows, columns)
    found = suppressed_bounds(hide(*cells), rows, columns, slack=0.1)
    exact = suppressed_bounds(hide(*cells), JOBS.sum(axis=1), columns)
    assert (found["lower"] <= exact["lower"] + 0.1).all()
    assert (found["upper"] >= exact["upper"] - 0.1).all()


def test_nothing_hidden_gives_no_rows():
    assert suppressed_bounds(JOBS, JOBS.sum(axis=1)).empty


def test_wrong_input_is_named():
    table = hide(("a", "coal"))
    with pytest.raises(ValueError, match="row_totals and table, rows do not match"):
        suppressed_bounds(table, JOBS.sum(axis=1).drop("a"))
    with pytest.raises(ValueError, match="slack: expected at least 0"):
        suppressed_bounds(table, JOBS.sum(axis=1), slack=-1)
    with pytest.raises(ValueError, match="more than the total"):
        herfindahl_bounds(JOBS["coal"], 5, hidden=1)
    with pytest.raises(ValueError, match="hidden: expected at least 1"):
        herfindahl_bounds(JOBS["coal"], 50, hidden=0)


def test_herfindahl_lies_between_its_bounds():
    rng = np.random.default_rng(3)
    for _ in range(200):
        jobs = pd.Series(rng.integers(0, 90, 7), dtype=float)
        if not jobs.sum():
            continue
        count = rng.integers(1, 5)
        low, high = herfindahl_bounds(jobs.iloc[count:], jobs.sum(), hidden=count)
        assert low - 1e-12 <= herfindahl(jobs) <= high + 1e-12
        if count == 1:
            assert low == pytest.approx(high)
