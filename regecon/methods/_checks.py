"""Checks that every method makes on its input before it computes anything.

Each returns the input in the form the methods work with, or raises an error that
names the argument, the label at fault and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

ROUNDING = 1e-12  # relative; numbers closer than this are equal after arithmetic with decimals


def vector(values, name: str, *, allow_missing: bool = False) -> pd.Series:
    """A float Series with unique labels and finite values."""
    if isinstance(values, pd.DataFrame):
        raise TypeError(f"{name}: expected one row of numbers (a Series), got a DataFrame")
    series = _as_float(pd.Series(values), f"{name}: expected numbers")
    if series.empty:
        raise ValueError(f"{name}: expected at least one value, got none")
    unique(series.index, name)
    _finite(series, name, allow_missing)
    return series


def table(values, name: str, *, allow_missing: bool = False) -> pd.DataFrame:
    """A float DataFrame with unique row and column labels and finite values."""
    frame = _as_float(pd.DataFrame(values), f"{name}: expected a table of numbers")
    if frame.empty:
        raise ValueError(f"{name}: expected at least one row and one column, got none")
    unique(frame.index, f"{name}, rows")
    unique(frame.columns, f"{name}, columns")
    _finite(frame, name, allow_missing)
    return frame


def non_negative(data: pd.Series | pd.DataFrame, name: str) -> None:
    """Raise if any value is below zero, and say which."""
    _refuse(data, data.to_numpy() < 0, f"{name}: expected no negative value")


def positive(data: pd.Series | pd.DataFrame, name: str) -> None:
    """Raise if any value is zero or below, and say which."""
    _refuse(data, data.to_numpy() <= 0, f"{name}: expected values above zero")


def at_most(data: pd.Series | pd.DataFrame, name: str, limit: float = 1) -> None:
    """Raise if any value lies above the limit, and say which: shares, rates, survival."""
    _refuse(data, data.to_numpy() > limit, f"{name}: expected at most {limit:g}")


def share(data: pd.Series | pd.DataFrame, name: str) -> None:
    """Raise unless every value lies between 0 and 1."""
    non_negative(data, name)
    at_most(data, name)


def zero_or_one(
    data: pd.Series | pd.DataFrame, name: str, *, expected: str = "0 or 1", hint: str = ""
) -> None:
    """Raise if any value is neither 0 nor 1, and say which."""
    _refuse(data, ~np.isin(data.to_numpy(), (0, 1)), f"{name}: expected {expected}", hint)


def flat(data: pd.DataFrame) -> pd.Series:
    """Which columns have one and the same value throughout, but for rounding."""
    spread = data.max() - data.min()
    return spread <= ROUNDING * data.abs().max()


def cells(frame: pd.DataFrame) -> pd.Series:
    """All cells row by row, labelled by pairs of row and column, whatever levels these have."""
    pairs = pd.MultiIndex.from_product([_single(frame.index), _single(frame.columns)])
    return pd.Series(frame.to_numpy().ravel(), index=pairs)


def _single(labels: pd.Index) -> pd.Index:
    """The labels as one level: several levels become tuples."""
    return labels.to_flat_index() if isinstance(labels, pd.MultiIndex) else labels


def positive_total(data: pd.Series, name: str) -> float:
    """The sum of a vector, which has to be above zero."""
    total = float(data.sum())
    if not total > 0:
        raise ValueError(f"{name}: expected a total above zero, found {total:g}")
    return total


def unique(index: pd.Index, name: str) -> None:
    """Raise if a label stands more than once."""
    repeated = index[index.duplicated()]
    if len(repeated):
        raise ValueError(f"{name}: label {repeated.tolist()[0]!r} stands more than once")


def same_labels(left: Iterable, right: Iterable, left_name: str, right_name: str) -> None:
    """Raise unless both sides carry the same set of labels (order does not matter)."""
    left, right = pd.Index(left), pd.Index(right)
    only_left, only_right = left.difference(right), right.difference(left)
    if len(only_left) or len(only_right):
        parts = []
        if len(only_left):
            parts.append(f"only in {left_name}: {_some(only_left)}")
        if len(only_right):
            parts.append(f"only in {right_name}: {_some(only_right)}")
        raise ValueError(f"{left_name} and {right_name} do not match; " + "; ".join(parts))


def aligned(values, name: str, labels: Iterable, labels_name: str) -> pd.Series:
    """A vector with exactly these labels, in their order."""
    series = vector(values, name)
    same_labels(series.index, labels, name, labels_name)
    return series.reindex(labels)


def square(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table with columns in the order of its rows; both have the same labels."""
    if frame.shape[0] != frame.shape[1]:
        raise ValueError(
            f"{name}: expected a square table, got {frame.shape[0]} by {frame.shape[1]}"
        )
    same_labels(frame.index, frame.columns, f"{name}, rows", f"{name}, columns")
    return frame.loc[:, frame.index]


def number(
    value, name: str, *, low: float = -np.inf, high: float = np.inf, open_low: bool = False
) -> float:
    """A finite number within [low, high], or (low, high] when ``open_low``."""
    try:
        if np.iscomplexobj(value):
            raise TypeError
        result = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: expected a number, got {value!r}") from None
    too_low = result <= low if open_low else result < low
    if not np.isfinite(result) or too_low or result > high:
        left = "above" if open_low else "at least"
        limits = [f"{left} {low:g}"] if np.isfinite(low) else []
        limits += [f"at most {high:g}"] if np.isfinite(high) else []
        wanted = " and ".join(limits) or "a finite number"
        raise ValueError(f"{name}: expected {wanted}, got {result:g}")
    return result


def whole(value, name: str, *, low: int = 0) -> int:
    """A whole number, at least ``low``."""
    result = number(value, name, low=low)
    if result % 1:
        raise ValueError(f"{name}: expected a whole number, got {result:g}")
    return int(result)


def _finite(data: pd.Series | pd.DataFrame, name: str, allow_missing: bool) -> None:
    values = data.to_numpy()
    bad = np.isinf(values) if allow_missing else ~np.isfinite(values)
    _refuse(data, bad, f"{name}: expected finite numbers")


def _as_float(data, message: str):
    """The numbers as floats; text, dates and complex numbers are refused."""
    try:
        if np.iscomplexobj(data.to_numpy()):
            raise TypeError("complex ones")
        return data.astype(float)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{message}, found {error}") from None


def _refuse(data: pd.Series | pd.DataFrame, bad: np.ndarray, message: str, hint: str = "") -> None:
    """Raise with the first bad value and where it stands, if there is any."""
    if not bad.any():
        return
    place = tuple(np.argwhere(bad)[0])
    labels = [axis.tolist()[i] for axis, i in zip(data.axes, place, strict=True)]
    label = labels[0] if len(labels) == 1 else tuple(labels)
    end = f"; {hint}" if hint else ""
    raise ValueError(f"{message}, found {data.to_numpy()[place]:g} at {label!r}{end}")


def _some(labels: pd.Index) -> str:
    shown = ", ".join(repr(label) for label in labels[:3])
    return shown + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")
