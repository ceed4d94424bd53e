"""A role's points in small tables that add up, so that a player can read them off a sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from regecon.desk.teacher.sheet import Issue, Kit

ROWS, COLUMNS = 7, 12  # of a table, at most
SAMPLE = 14  # outcomes of a table that would be larger
NOTHING = 1e-6  # points


@dataclass(frozen=True)
class Part:
    """Points that hang together on some issues.

    Attributes
    ----------
    issues
        The issues; the first runs down the table, the others across.
    rows, columns
        Values of the first, and pairs or triples of the others; one empty one if there are none.
    points
        A row of points for each of ``rows``.
    thinned
        Whether values between those that are shown were left out.
    sampled
        Whether the table would be too wide: then each row is an outcome of all its issues, from
        the best to the worst, and there is one column.
    """

    issues: tuple[Issue, ...]
    rows: list
    columns: list[tuple]
    points: list[list[float]]
    thinned: bool = False
    sampled: bool = False


def parts(kit: Kit, scores: list[float]) -> tuple[float, list[Part]]:
    """What a role has for certain, and the tables whose points add to it.

    Parameters
    ----------
    kit
        The game.
    scores
        The role's points, in the order of the outcomes.

    Returns
    -------
    float, list of Part
        Points in the worst case; a table for each group of issues. The points of a role are the
        sum of what it has for certain and of one cell of every table.
    """
    grid = np.array(scores).reshape([len(issue.values) for issue in kit.issues])
    worst = np.unravel_index(grid.argmin(), grid.shape)
    made = []
    for group in _groups(grid):
        where = tuple(slice(None) if axis in group else at for axis, at in enumerate(worst))
        made.append(_part([kit.issues[axis] for axis in group], grid[where] - grid.min()))
    return float(grid.min()), made


def _groups(grid: np.ndarray) -> list[list[int]]:
    """The issues that a score mixes; over groups it adds up. Those without effect are left out."""
    matter = [axis for axis in range(grid.ndim) if abs(np.diff(grid, axis=axis)).max() > NOTHING]
    groups = [[axis] for axis in matter]
    for one, other in combinations(matter, 2):
        if abs(np.diff(np.diff(grid, axis=one), axis=other)).max() > NOTHING:
            joined = [group for group in groups if one in group or other in group]
            rest = [group for group in groups if group not in joined]
            groups = [*rest, sorted({axis for group in joined for axis in group})]
    return sorted(groups)


def _part(issues: list[Issue], points: np.ndarray) -> Part:
    """A table; the issue with most values runs down it."""
    order = sorted(range(len(issues)), key=lambda axis: -len(issues[axis].values))
    issues, points = [issues[axis] for axis in order], np.transpose(points, order)
    most = _most(issues[1:])
    kept = [_kept(issue, most if axis else ROWS) for axis, issue in enumerate(issues)]
    if math.prod(map(len, kept[1:])) > COLUMNS:
        return _sample(issues, points)
    values = [[issue.values[at] for at in at] for issue, at in zip(issues, kept, strict=True)]
    return Part(
        issues=tuple(issues),
        rows=values[0],
        columns=list(product(*values[1:])),
        points=points[np.ix_(*kept)].reshape(len(values[0]), -1).tolist(),
        thinned=any(len(at) < len(issue.values) for issue, at in zip(issues, kept, strict=True)),
    )


def _most(across: list[Issue]) -> int:
    """How many values each issue in numbers may show across, beside all choices."""
    choices = [issue for issue in across if isinstance(issue.values[0], str)]
    room = COLUMNS / math.prod(len(issue.values) for issue in choices)
    return max(2, int(room ** (1 / max(1, len(across) - len(choices)))))


def _sample(issues: list[Issue], points: np.ndarray) -> Part:
    """Outcomes from the best to the worst, evenly spaced between the two."""
    places = np.argsort(-points, axis=None, kind="stable")
    chosen = places[np.linspace(0, len(places) - 1, SAMPLE).round().astype(int)]
    every = list(product(*(issue.values for issue in issues)))
    rows = [every[place] for place in chosen]
    flat = points.reshape(-1)
    return Part(tuple(issues), rows, [()], [[float(flat[p])] for p in chosen], sampled=True)


def _kept(issue: Issue, most: int) -> list[int]:
    """The places of the values that a table shows: all choices, and numbers evenly thinned."""
    count = len(issue.values)
    if count <= most or isinstance(issue.values[0], str):
        return list(range(count))
    step = next(s for s in range(1, count) if (count - 1) // s + 1 <= most)
    kept = list(range(0, count, step))
    return kept if kept[-1] == count - 1 else [*kept, count - 1]
