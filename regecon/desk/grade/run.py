"""Grade a class: what is to do, by whom, and what is done already."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from regecon.desk.grade import sandbox
from regecon.desk.grade.judge import Graded, Paper, judge
from regecon.desk.grade.report import put, write_reports
from regecon.desk.grade.submissions import (
    InputError,
    Submission,
    common_set,
    read_numbers,
    read_submissions,
)
from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import find_sets
from regecon.kit.i18n import _

RESULTS = "results"


@dataclass(frozen=True)
class Job:
    """All that a worker needs to grade one submission, here or on another machine."""

    slug: str
    master: bytes
    content: bytes
    number: str
    limits: sandbox.Limits
    unsandboxed: bool = False

    @property
    def name(self) -> str:
        """Made of what is judged and by what: the same job has the same name."""
        parts = (self.slug.encode(), self.master, self.content, self.number.encode())
        whole = sha256()
        for part in parts:
            whole.update(sha256(part).digest())
        return whole.hexdigest()[:24]


def grade_one(job: Job) -> str:
    """Grade a submission; the result as JSON."""
    paper, kind = Paper.of(job.slug, job.master), sandbox_for(job.unsandboxed)
    return judge(paper, job.content, job.number, kind, job.limits).to_json()


def sandbox_for(unsandboxed: bool) -> str:
    """The sandbox of this machine; "none" if there is none and that is allowed."""
    try:
        return sandbox.find()
    except sandbox.NoSandboxError:
        if not unsandboxed:
            raise
        return "none"


def grade_class(
    source: Path,
    out: Path,
    *,
    wanted: str = "",
    masters: Path = MASTERS,
    workers: int | None = None,
    scheduler: str = "",
    numbers: Path | None = None,
    unsandboxed: bool = False,
    limits: sandbox.Limits | None = None,
) -> list[tuple[Submission, Graded | None]]:
    """Grade all submissions and write the results.

    Parameters
    ----------
    source
        A folder or zip of notebooks.
    out
        The folder to write to. What it holds from an earlier start is not graded again.
    wanted
        The set; without it, the one that all notebooks name.
    masters
        The folder of master notebooks.
    workers
        Submissions at a time; as many as there are processors without it.
    scheduler
        The address of a Dask scheduler, whose workers grade instead.
    numbers
        A list of the students' numbers, for sets that draw by them.
    unsandboxed
        Go on where there is no sandbox.
    limits
        What a submission may use.

    Returns
    -------
    list of (Submission, Graded)
        With None for a submission that a newer one takes the place of.

    Raises
    ------
    InputError, MasterError, NoSandboxError
        The tool was called with what it cannot use; nothing was written.
    """
    submissions = read_submissions(source)
    known = read_numbers(numbers)
    slug = wanted or common_set(submissions)
    (path,) = find_sets(masters, [slug])
    master = path.read_bytes()
    paper = Paper.of(slug, master)
    limits = limits or sandbox.Limits()
    jobs = {
        item.file: Job(slug, master, item.content, known.get(item.student, ""), limits, unsandboxed)
        for item in submissions
        if not item.newer
    }
    if unknown := [i.student for i in submissions if known and i.student not in known]:
        told = _("Not in the list of numbers, judged by the number in the notebook: {students}")
        print(told.format(students=", ".join(unknown)), file=sys.stderr)
    with _workers(scheduler, workers, unsandboxed) as work, _locked(out) as results:
        named = {job.name: job for job in jobs.values()}
        left = {name: job for name, job in named.items() if not (results / name).exists()}
        failed = {}
        for count, (name, result) in enumerate(work(left), len(named) - len(left) + 1):
            if isinstance(result, str):
                put(results / name, result)
            else:
                failed[name] = paper.nothing(
                    _("The grader failed ({error}). Start it again.").format(error=result)
                )
            _progress(count, len(named))
        graded = []
        for item in submissions:
            name = "" if item.newer else jobs[item.file].name
            done = failed.get(name) or (Graded.from_json(_read(results / name)) if name else None)
            graded.append((item, done))
        write_reports(out, paper, graded)
    return graded


@contextmanager
def _workers(scheduler: str, count: int | None, unsandboxed: bool) -> Iterator[Callable]:
    """What does the work: sandboxes on this machine, or the workers of a Dask cluster."""
    if scheduler:
        with _cluster(scheduler, unsandboxed) as client:
            yield lambda left: _on_cluster(left, client)
        return
    kind = sandbox_for(unsandboxed)
    if kind == "none":
        told = _("WITHOUT A SANDBOX: submissions can read and change all that you can.")
        print(told, file=sys.stderr)
    yield lambda left: _here(left, count or len(os.sched_getaffinity(0)))


@contextmanager
def _locked(out: Path) -> Iterator[Path]:
    """The folder of results, for one grader at a time."""
    results = Path(out) / RESULTS
    try:
        results.mkdir(parents=True, exist_ok=True)
        lock = open(results / ".lock", "w")  # noqa: SIM115
    except OSError as error:
        told = _("{path}: cannot be written to ({error})")
        raise InputError(told.format(path=out, error=error.strerror)) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(
                _("{path}: another grader is at work there").format(path=out)
            ) from None
        yield results


def _here(left: dict[str, Job], count: int) -> Iterator[tuple[str, str | Exception]]:
    """Grade on this machine: the threads only watch, the work is done in the sandboxes."""
    pool = ThreadPoolExecutor(count)
    try:
        futures = {pool.submit(grade_one, job): name for name, job in left.items()}
        for future in as_completed(futures):
            yield futures[future], future.exception() or future.result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(scheduler: str, unsandboxed: bool) -> Iterator[Any]:
    """The client of a Dask cluster whose workers can lock submissions in."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(_("--scheduler needs: pip install 'regecon[grade]'")) from None
    try:
        client = Client(scheduler, timeout=20)
    except (OSError, ValueError) as error:
        told = _("{address}: no Dask scheduler answers ({error})")
        raise InputError(told.format(address=scheduler, error=error)) from None
    with client:
        if not client.run(sandbox_for, unsandboxed):
            raise InputError(_("{address}: the cluster has no workers").format(address=scheduler))
        yield client


def _on_cluster(left: dict[str, Job], client: Any) -> Iterator[tuple[str, str | Exception]]:
    """Grade on a cluster; what a dying worker had begun goes to another."""
    from distributed import as_completed as completed

    futures = client.map(grade_one, list(left.values()), key=list(left), pure=False, retries=2)
    for future in completed(futures):
        error = future.exception()
        yield future.key, error if error is not None else future.result()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _progress(done: int, count: int) -> None:
    if sys.stderr.isatty():
        bar = "#" * (30 * done // count)
        print(f"\r[{bar:<30}] {done}/{count}", end="\n" if done == count else "", file=sys.stderr)
    elif done == count or done % 10 == 0:
        print(f"{done}/{count}", file=sys.stderr)
