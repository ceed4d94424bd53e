"""A class on a Dask cluster of worker processes, of which one dies in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time

import psutil
import pytest

from regecon.desk.grade import sandbox
from regecon.desk.grade.run import grade_class
from tests.desk.grade.handed_in import GROWTH, answered, hand_in
from tests.desk.sets.sets import TOY

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.sandbox
COUNT = 12


@pytest.fixture(scope="module")
def cluster():
    options = {"n_workers": 3, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(processes=True, silence_logs=50, **options) as made:
        yield made


def test_a_worker_dies_and_nothing_is_lost_or_done_twice(cluster, tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    for number in range(COUNT):
        growth = f"import time\ntime.sleep(0.5)\n{GROWTH}\nmine = {number}"
        hand_in(source, f"{number:02}.ipynb", answered(growth))
    victim = next(iter(cluster.workers.values())).pid
    written = {}

    def kill_one() -> None:
        until = time.monotonic() + 900
        while time.monotonic() < until:
            done = list((out / "results").glob("[0-9a-f]*")) if out.exists() else []
            if len(done) >= 2:
                written.update({path: path.stat().st_mtime_ns for path in done})
                os.kill(victim, signal.SIGKILL)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill_one)
    killer.start()
    limits = sandbox.Limits(cell=20, total=60)
    results = grade_class(
        source, out, masters=TOY, scheduler=cluster.scheduler_address, limits=limits
    )
    killer.join()
    assert 2 <= len(written) < COUNT
    assert not psutil.pid_exists(victim) or psutil.Process(victim).status() == "zombie"
    assert [result.verdicts[0].points for _item, result in results] == [3] * COUNT
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert len(list((out / "results").glob("[0-9a-f]*"))) == COUNT


@pytest.mark.parametrize("what", ["a worker stops for good", "the scheduler goes"])
def test_what_the_cluster_does_not_bring_back_is_graded_here(what, tmp_path, capfd, monkeypatch):
    # A shorter patience than a class gets: what comes after it is what is looked at.
    monkeypatch.setattr("regecon.desk.grade.run.SILENT", 12)
    source, out = tmp_path / "in", tmp_path / "out"
    for number in range(4):
        growth = f"import time\ntime.sleep(1)\n{GROWTH}\nmine = {number}"
        hand_in(source, f"{number:02}.ipynb", answered(growth))
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(processes=True, silence_logs=50, **options) as made:
        victim = next(iter(made.workers.values())).pid

        def act() -> None:
            until = time.monotonic() + 900
            while not list((out / "results").glob("[0-9a-f]*")) and time.monotonic() < until:
                time.sleep(0.05)
            if what == "the scheduler goes":
                made.sync(made.scheduler.close)
            else:
                os.kill(victim, signal.SIGSTOP)

        actor = threading.Thread(target=act)
        actor.start()
        limits = sandbox.Limits(cell=20, total=60)
        address = made.scheduler_address
        results = grade_class(source, out, masters=TOY, scheduler=address, limits=limits)
        actor.join()
        if psutil.pid_exists(victim):
            os.kill(victim, signal.SIGKILL)
    assert [result.verdicts[0].points for _item, result in results] == [3] * 4
    assert "are graded here instead" in capfd.readouterr().err
