"""Read what a class has played: the export of a game's session, in one tidy form.

The form is a row for each decision of a participant in a round; ``play.json`` beside this module
describes it as a Frictionless table.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pandas as pd

from regecon.data.errors import DataError
from regecon.data.reader import MOST, table_problems

FORMAT = Path(__file__).with_name("play.json")
FEWEST = 5  # of whom fewer voted is not drawn: one could tell who
FULL = 0.9  # above this share right before, there is too little left to gain
OTHER = ("participant.", "player.", "session.")  # the heads of oTree's own exports


@cache
def play_format() -> dict:
    """The descriptor of the form."""
    return json.loads(FORMAT.read_text(encoding="utf-8"))


COLUMNS = tuple(field["name"] for field in play_format()["schema"]["fields"])


def load_play(path: Path | str) -> pd.DataFrame:
    """Read the export of a session: a file of a class, or a SYNTHETIC one.

    Parameters
    ----------
    path
        A CSV file, as the room's page *Data* gives it under *Custom export*.

    Returns
    -------
    pandas.DataFrame
        A row for each decision, with the types that ``play_format()`` declares.

    Raises
    ------
    DataError
        There is no such file, or it is not of this form. The message names file, row (the line
        in the file), column and what was expected.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"{path}: there is no such file")
    frame, found, lines = table_problems(path, play_format())
    if found and "expected the columns" in found[0]:
        found[0] += _hint(found[0])
    found = found or _paid_twice(frame, path.name, lines)
    if found:
        more = f"\n... and {len(found) - MOST} more" if len(found) > MOST else ""
        raise DataError("\n".join(found[:MOST]) + more)
    return frame


def _hint(sentence: str) -> str:
    if any(head in sentence for head in OTHER):
        return "; this is another of oTree's exports: on the page Data take Custom export"
    return ""


def _paid_twice(frame: pd.DataFrame, file: str, lines: list[int]) -> list[str]:
    """A payoff at two steps of a round would count twice."""
    paid = frame[frame["payoff"].notna()]
    again = paid.duplicated(["game", "session", "round", "participant"])
    return [
        f"{file}, row {lines[row]}, column payoff: expected one payoff for a participant and "
        "round, found a second"
        for row in paid.index[again]
    ]


def play_summary(played: pd.DataFrame, by: str = "treatment") -> pd.DataFrame:
    """How often each decision was made, and amounts and payoffs on average.

    Parameters
    ----------
    played
        As ``load_play`` returns it.
    by
        ``"treatment"`` or ``"group"``.

    Returns
    -------
    pandas.DataFrame
        A row for each of them, round, step and decision: answers, their share in the step,
        those that stand in for somebody who dropped out, mean amount and mean payoff.

    Raises
    ------
    ValueError
        ``by`` is another column.
    """
    if by not in ("treatment", "group"):
        raise ValueError(f"expected by='treatment' or by='group', found {by!r}")
    frame = played.assign(treatment=played["treatment"].fillna("control"))
    frame["decision"] = frame["decision"].fillna("")
    keys = ["game", by, "round", "step"]
    made = frame.groupby([*keys, "decision"]).agg(
        answers=("participant", "size"),
        dropped=("dropped", "sum"),
        amount=("amount", "mean"),
        payoff=("payoff", "mean"),
    )
    made.insert(1, "share", made["answers"] / made.groupby(keys)["answers"].transform("sum"))
    return made.reset_index()


def class_gain(before: float, after: float) -> float | None:
    """What a class gained of what there was to gain.

    Parameters
    ----------
    before, after
        Share of right answers in the first and in the second vote, of the same voters.

    Returns
    -------
    float or None
        The gain; None where nine in ten or more were right before.

    Examples
    --------
    >>> class_gain(0.4, 0.7)
    0.5
    >>> class_gain(0.95, 1.0)
    """
    return None if before >= FULL else round((after - before) / (1 - before), 10)
