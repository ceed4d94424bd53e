"""The game of a seminar: what the table may agree on, and what each outcome is worth to whom."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from simpleeval import EvalWithCompoundTypes

from regecon.desk.teacher.numbers import Value
from regecon.desk.teacher.sheet import Kit, Role

MOST = 4_000  # outcomes: each is scored for eight roles
FUNCTIONS = {
    "min": min,
    "max": max,
    "round": round,
    "abs": abs,
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
}
TIE = 1e-9  # points
Outcome = dict[str, float | str]


class ScoreError(ValueError):
    """A score has no value; the message says for which role and outcome."""


def names_in(score: str) -> set[str]:
    """The outcomes and numbers that a score is computed from."""
    found = {node.id for node in ast.walk(ast.parse(score, mode="eval")) if is_name(node)}
    return found - set(FUNCTIONS)


def is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def outcomes(kit: Kit) -> list[Outcome]:
    """Everything that the table may agree on."""
    names = [issue.name for issue in kit.issues]
    return [dict(zip(names, row, strict=True)) for row in product(*(i.values for i in kit.issues))]


def size(kit: Kit) -> int:
    """How many outcomes there are."""
    return math.prod(len(issue.values) for issue in kit.issues)


def scores(role: Role, every: list[Outcome], numbers: dict[str, Value]) -> list[float]:
    """What each outcome is worth to a role, in points.

    Raises
    ------
    ScoreError
        It cannot be read or computed, or is not finite.
    """
    asked = EvalWithCompoundTypes(functions=FUNCTIONS)
    try:
        parsed = asked.parse(role.score)
    except Exception as error:
        raise ScoreError(f"{role.score!r} is no expression; {error}") from None
    found = []
    for outcome in every:
        asked.names = numbers | outcome
        try:
            value = float(asked.eval(role.score, previously_parsed=parsed))
        except Exception as error:
            raise ScoreError(f"no value at {told(outcome)}; {error}") from None
        if not math.isfinite(value):
            raise ScoreError(f"{value} at {told(outcome)}, expected a number of points")
        found.append(value)
    return found


def told(outcome: Outcome) -> str:
    """An outcome for a message."""
    return ", ".join(f"{name} = {value}" for name, value in outcome.items())


@dataclass(frozen=True)
class Game:
    """One version of a kit, scored over all its outcomes.

    Attributes
    ----------
    roles, every
        Who sits at the table, and all outcomes.
    points
        For each role its points, in the order of the outcomes.
    """

    roles: tuple[Role, ...]
    every: list[Outcome]
    points: dict[str, list[float]]

    @cached_property
    def deals(self) -> list[int]:
        """The outcomes in which nobody has less than by walking out."""
        return [
            place
            for place in range(len(self.every))
            if all(self.points[r.name][place] >= r.walk_out - TIE for r in self.roles)
        ]

    def best(self, role: Role) -> list[int]:
        """The outcomes that are worth most to a role."""
        points = self.points[role.name]
        most = max(points)
        return [place for place, value in enumerate(points) if value >= most - TIE]

    @property
    def best_for_all(self) -> list[int]:
        """The outcomes that nobody would change: none, where interests conflict."""
        return sorted(set.intersection(*(set(self.best(role)) for role in self.roles)))

    @property
    def largest_sum(self) -> int | None:
        """The deal with most points in all."""
        return max(self.deals, key=self.sum_of, default=None)

    @property
    def largest_gains(self) -> int | None:
        """The deal with the largest product of gains over walking out, Nash's solution."""
        return max(self.deals, key=self._gains, default=None)

    def sum_of(self, place: int) -> float:
        """The points of all roles together."""
        return sum(points[place] for points in self.points.values())

    def _gains(self, place: int) -> tuple[float, float]:
        gains = [self.points[r.name][place] - r.walk_out for r in self.roles]
        return math.prod(gains), sum(gains)


def play(kit: Kit, persons: int, numbers: dict[str, Value]) -> Game:
    """A version of a kit, scored."""
    every, roles = outcomes(kit), kit.seats(persons)
    return Game(roles, every, {role.name: scores(role, every, numbers) for role in roles})
