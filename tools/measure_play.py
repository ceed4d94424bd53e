"""Measure the room: ``python -m tools.measure_play [VOTERS]``.

Two hundred simulated students, each with a connection of its own, enter, vote within ten seconds,
and vote again within ten. Prints how many votes were recorded, and how long their pages took:
median, 95th of a hundred, longest. Everything runs on this computer, the students too, and so
takes from the same processors. Every number comes with the load of the machine when it began.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from regecon.data.play import load_play
from tests.play.room import Room, Student, opened

VOTERS = 200
WITHIN = 10  # seconds
ALLOWED = 0.5  # seconds, for 95 pages of a hundred
SEED = 23


class Timed(Student):
    """A student who notes how long each page took, the redirects to it among them."""

    def __init__(self, room: Room, took: list[float]):
        super().__init__(room)
        self.took = took
        self.browser.hooks["response"].append(self._note)

    def _note(self, answer, **_more) -> None:
        self.took.append(answer.elapsed.total_seconds())


def spread(voters: list[Timed], act, pool: ThreadPoolExecutor) -> float:
    """Let everybody act at a moment of his own within ten seconds; how long it took in all."""
    draw = random.Random(SEED)
    begin = time.monotonic()
    moments = sorted(draw.uniform(0, WITHIN) for _voter in voters)

    def one(pair) -> None:
        moment, voter = pair
        time.sleep(max(0.0, begin + moment - time.monotonic()))
        act(voter)

    list(pool.map(one, zip(moments, voters, strict=True)))
    return time.monotonic() - begin


def told(name: str, took: list[float], whole: float) -> str:
    half, most, longest = np.quantile(took, [0.5, 0.95, 1.0])
    within = "within" if most < ALLOWED else "NOT within"
    return (
        f"{name}: {len(took)} pages in {whole:.1f} s; median {half:.3f} s, 95 % below {most:.3f} s "
        f"({within} {ALLOWED} s), longest {longest:.3f} s"
    )


def main(count: int = VOTERS) -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {count} voters")
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as room:
        begin = time.monotonic()
        session = room.open("vote_w12", count, items="3")
        print(f"session made in {time.monotonic() - begin:.1f} s")
        took: list[float] = []
        voters = [Timed(room, took) for _voter in range(count)]
        with ThreadPoolExecutor(count) as pool:
            for name, act in (
                ("enter", Timed.enter),
                ("vote", lambda voter: voter.submit(first=random.randrange(3))),
                ("vote again", lambda voter: voter.submit().submit(second=1)),
            ):
                took.clear()
                whole = spread(voters, act, pool)
                print(told(name, took, whole))
                if name == "vote":
                    room.set(session, stage1=2)
        path = Path(folder) / "vote.csv"
        path.write_text(room.export("vote"), encoding="utf-8")
        recorded = load_play(path).groupby("step").size()
        print(", ".join(f"{step}: {number} of {count} votes" for step, number in recorded.items()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
