"""Values on their way out of the sandbox: the same to every check, and nothing but data."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.desk.grade.names import Names
from regecon.desk.grade.plain import Other, from_plain, to_plain
from regecon.kit.checks import Hint, as_number, read, series
from tests.desk.sets.test_sets import ODD_VALUES

WORDS = ("series", "frame", "index", "array", "dict", "list", "tuple", "scalar", "float", "time")
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(WORDS),
)
KEYS = st.sampled_from(
    ("is", "values", "value", "items", "index", "columns", "dtype", "names", "many", "number")
)
FORGED = st.recursive(
    LEAVES,
    lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(KEYS, part, max_size=5)),
    max_leaves=25,
)
PLAIN = (str, bytes, int, float, bool, list, tuple, dict, set, type(None), type(...), Other)
MADE = (pd.Series, pd.DataFrame, pd.Index, np.ndarray, np.generic, pd.Timestamp, type(pd.NaT))


def through(value):
    """A value sent out and read again."""
    sent = json.loads(json.dumps(to_plain(value, lambda function: 7)))
    return from_plain(sent, lambda number, name: lambda: number)


@pytest.mark.parametrize(
    "value",
    [
        1,
        -2.5,
        "text",
        True,
        None,
        ...,
        [1, "a", None],
        (1, 2),
        {"a": {"b": 0.5}, 2: "x"},
        np.int64(3),
        np.float64(0.1),
    ],
)
def test_simple_values_are_the_same(value):
    assert through(value) == value
    assert type(through(value)) is type(value)


def test_tables_are_the_same():
    column = pd.Series([1.5, np.nan], index=["Biysk", "Zarinsk"], name="loss")
    pd.testing.assert_series_equal(through(column), column)
    pairs = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["place", "year"])
    pd.testing.assert_series_equal(through(pd.Series([1, 2], pairs)), pd.Series([1, 2], pairs))
    frame = pd.DataFrame({"a": [True, False], "b": [0.5, 1.0]}, index=[2001, 2002])
    pd.testing.assert_frame_equal(through(frame), frame)


@pytest.mark.parametrize("value", [v for v in ODD_VALUES if type(v) is not bytes])
def test_checks_say_the_same_of_it(value):
    def number(env):
        return as_number(read(env, "x"), "x")

    def column(env):
        return series(env, "x").tolist()

    def said(check, given):
        try:
            return check({"x": given})
        except Hint as hint:
            return str(hint)

    assert said(number, through(value)) == said(number, value)
    if not callable(value):
        assert said(column, through(value)) == said(column, value)


@given(FORGED)
def test_what_is_forged_is_data_or_nothing(data):
    value = Names(None, {})._read(data, "x") if not _has_function(data) else None
    assert isinstance(value, PLAIN + MADE)


def _has_function(data) -> bool:
    return "function" in json.dumps(data, default=str)


def test_a_short_message_does_not_become_a_large_table():
    index = {"is": "index", "many": False, "names": [None], "values": list(range(1000))}
    for column in (1, {"is": "series", "dtype": "int64", "index": [], "name": None, "values": []}):
        data = {"is": "frame", "columns": list(range(9)), "index": index, "values": [column] * 9}
        assert isinstance(Names(None, {})._read(data, "x"), Other)


def test_what_is_nested_without_end_is_unreadable():
    data = 0
    for _ in range(40):
        data = {"is": "list", "values": [data]}
    assert isinstance(Names(None, {})._read(data, "x"), Other)
