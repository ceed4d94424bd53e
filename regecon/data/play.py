"""Read what a class has played: the export of a game's session, in one tidy form."""

from __future__ import annotations

COLUMNS = (
    "game", "session", "round", "participant", "group", "treatment", "step", "decision",
    "amount", "payoff", "dropped",
)  # fmt: skip
