"""Grade a class: what is to do, by whom, and what is done already."""

from __future__ import annotations

import base64
import importlib.util
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from regecon.desk.grade import sandbox
from regecon.desk.grade.apart import OWN_SECONDS, Apart, LostError
from regecon.desk.grade.handed import Work
from regecon.desk.grade.judge import Graded, Paper
from regecon.desk.grade.lists import InputError, Students, read_students
from regecon.desk.grade.platforms import Worksheet, read_worksheet
from regecon.desk.grade.report import Class, put, write_reports
from regecon.desk.grade.submissions import Submission, chosen, common_set, read_submissions
from regecon.desk.grade.text import printable
from regecon.desk.grade.visit import PATIENCE, RUNS, START
from regecon.desk.grade.words import WORDS, Read, read_words
from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import MasterError, find_sets, slug_of
from regecon.kit.i18n import _, plural

RESULTS = "results"
FORMAT = "2"  # of what is stored; results of another format are made anew
SILENT = 45  # seconds after which a worker of a cluster that says nothing is given up
LOOK = 0.5  # seconds between two looks at a cluster


@dataclass(frozen=True)
class Job:
    """All that a worker needs to grade one submission, here or on another machine."""

    slug: str
    master: bytes
    work: Work
    number: str
    limits: sandbox.Limits
    unsandboxed: bool = False

    @property
    def name(self) -> str:
        """Made of what is judged and by what: the same job has the same name."""
        parts = (FORMAT, self.slug, self.work.digest or repr(self.work), self.number)
        whole = sha256(sha256(self.master).digest())
        for part in parts:
            whole.update(sha256(part.encode(errors="replace")).digest())
        return whole.hexdigest()[:24]

    def to_dict(self, kind: str) -> dict:
        """The job for the helper that judges."""
        return {
            "slug": self.slug,
            "master": base64.b64encode(self.master).decode(),
            "work": self.work.to_dict(),
            "number": self.number,
            "kind": kind,
            "limits": asdict(self.limits),
        }


@dataclass
class Grading:
    """A class that was graded.

    Attributes
    ----------
    graded
        Each file with its result; None for a file that does not count.
    failed
        Students whose submission could not be graded this time.
    """

    graded: Class
    failed: list[str] = field(default_factory=list)


_helpers = threading.local()


def grade_one(job: Job) -> str:
    """Grade a submission; the result as JSON."""
    kind = sandbox.find(job.unsandboxed)
    if not hasattr(_helpers, "apart"):
        _helpers.apart = Apart()
    seconds = PATIENCE * (job.limits.total + RUNS * START) + 2 * OWN_SECONDS
    try:
        return Graded.from_dict(_helpers.apart.judge(job.to_dict(kind), seconds)).to_json()
    except LostError as error:
        told = _("The submission cannot be read: {why}.").format(why=error)
        return Paper.of(job.slug, job.master).nothing(told).to_json()


def grade_class(source: Path, out: Path, **options: Any) -> Class:
    """Grade all submissions and write the results; each file with its result.

    The options are those of `grade`.
    """
    return grade(source, out, **options).graded


def grade(
    source: Path,
    out: Path,
    *,
    wanted: str = "",
    masters: Path = MASTERS,
    workers: int | None = None,
    scheduler: str = "",
    numbers: Path | None = None,
    worksheet: Path | None = None,
    unsandboxed: bool = False,
    limits: sandbox.Limits | None = None,
) -> Grading:
    """Grade all submissions and write the results.

    Parameters
    ----------
    source
        A folder or zip of what was handed in.
    out
        The folder to write to. What it holds from an earlier start is not graded again.
    wanted
        The set; without it, the one that most files name.
    masters
        The folder of master notebooks.
    workers
        Submissions at a time; as many as there are processors without it.
    scheduler
        The address of a Dask scheduler, whose workers grade instead.
    numbers
        A list of the students' numbers, for sets that draw by them.
    worksheet
        The table of the learning platform, to be filled.
    unsandboxed
        Go on where there is no sandbox.
    limits
        What a submission may use.

    Raises
    ------
    InputError, MasterError, NoSandboxError
        The tool was called with what it cannot use; nothing was written.
    """
    out, limits = Path(out), limits or sandbox.Limits()
    known, sheet = read_students(numbers), read_worksheet(worksheet)
    if not scheduler or sys.platform != "linux":
        _warn(sandbox.find(unsandboxed))
    slugs = [slug_of(path) for path in _all_sets(masters)]
    with Apart() as apart:
        submissions = read_submissions(source, apart, slugs)
    slug = wanted or common_set(submissions)
    (path,) = find_sets(masters, [slug])
    master = path.read_bytes()
    paper = Paper.of(slug, master)
    submissions = chosen(submissions, paper.blank, slug)
    words = read_words(out / WORDS, paper)
    _tell_unknown(known, submissions)
    make = partial(Job, slug, master, limits=limits, unsandboxed=unsandboxed)
    jobs = {
        number: make(work=item.work, number=known.of(item.student))
        for number, item in enumerate(submissions)
        if not item.reason and item.work.kind
    }
    with _workers(scheduler, workers, unsandboxed) as work, _locked(out) as results:
        failed = _do(jobs, results, work)
        graded = []
        for number, item in enumerate(submissions):
            graded.append((item, _result(item, jobs.get(number), results, failed, paper)))
        lost = [item.student for n, (item, _r) in enumerate(graded) if n in jobs]
        lost = [name for name, n in zip(lost, jobs, strict=True) if jobs[n].name in failed]
        write_reports(out, paper, graded, words or Read(), sheet)
    _tell_count(graded, sheet, words)
    return Grading(graded, lost)


def _all_sets(masters: Path) -> list[Path]:
    try:
        return find_sets(masters)
    except MasterError:
        return []


def _do(jobs: dict[int, Job], results: Path, work: Callable) -> dict[str, str]:
    """Do what is not done yet; the reasons of what failed, by the name of the job."""
    named = {job.name: job for job in jobs.values()}
    left = {name: job for name, job in named.items() if not _is_done(results / name)}
    failed: dict[str, str] = {}
    for count, (name, result) in enumerate(work(left), len(named) - len(left) + 1):
        if isinstance(result, str):
            put(results / name, result)
        else:
            failed[name] = printable(result, 300)
        _progress(count, len(named))
    return failed


def _is_done(path: Path) -> bool:
    """Whether there is a result, and nothing that it lacked has come since."""
    try:
        result = Graded.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return not any(importlib.util.find_spec(name) for name in result.missing if name.isidentifier())


def _result(
    item: Submission, job: Job | None, results: Path, failed: dict[str, str], paper: Paper
) -> Graded | None:
    if item.reason:
        return None
    if job is None:
        return paper.nothing(item.work.why)
    if job.name in failed:
        told = _("The grader failed ({error}). Start it again.")
        return paper.nothing(told.format(error=failed[job.name]))
    return Graded.from_json((results / job.name).read_text(encoding="utf-8"))


@contextmanager
def _workers(scheduler: str, count: int | None, unsandboxed: bool) -> Iterator[Callable]:
    """What does the work: sandboxes on this machine, or the workers of a Dask cluster."""
    here = partial(_here, count=count or len(os.sched_getaffinity(0)))
    if not scheduler:
        yield here
        return
    with _cluster(scheduler, unsandboxed) as client:
        yield lambda left: _on_cluster(left, client, here)


@contextmanager
def _locked(out: Path) -> Iterator[Path]:
    """The folder of results, for one grader at a time."""
    import fcntl

    results = out / RESULTS
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
    """Grade on this machine: the threads only watch, the work is done by their helpers."""
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
    try:
        if not client.run(_ready, unsandboxed):
            raise InputError(_("{address}: the cluster has no workers").format(address=scheduler))
        yield client
    finally:
        with suppress(Exception):  # a scheduler that has gone cannot be told that we go
            client.close(timeout=2)


def _ready(unsandboxed: bool) -> str:
    """Asked of each worker first, so that it has imported all before we look at the clock."""
    return sandbox.find(unsandboxed)


def _on_cluster(
    left: dict[str, Job], client: Any, here: Callable
) -> Iterator[tuple[str, str | Exception]]:
    """Grade on a cluster; what its workers do not bring back is graded on this machine."""
    futures = {
        name: client.submit(grade_one, job, key=name, pure=False, retries=2)
        for name, job in left.items()
    }
    watch, lost = _Watch(client), {}
    while futures:
        for name in [name for name, future in futures.items() if future.done()]:
            future = futures.pop(name)
            if future.status == "finished":
                with suppress(Exception):
                    yield name, future.result(timeout=SILENT)
                    continue
            lost[name] = left[name]
        gone = futures.keys() if not watch.alive() else watch.lost() & futures.keys()
        for name in list(gone):
            futures.pop(name)
            lost[name] = left[name]
        time.sleep(LOOK if futures else 0)
    if lost:
        told = plural(
            "Workers of the cluster were lost; {count} submission is graded here instead.",
            "Workers of the cluster were lost; {count} submissions are graded here instead.",
            len(lost),
        )
        print(told, file=sys.stderr)
        yield from here(lost)


class _Watch:
    """Looks after the workers of a cluster: which have gone, and which say nothing any more."""

    def __init__(self, client: Any):
        self.client = client
        self.seen: dict[str, tuple[float, float]] = {}
        self.answered = time.monotonic()

    def alive(self) -> bool:
        """Whether there is a scheduler with workers."""
        with suppress(Exception):
            workers = self.client.sync(self.client.scheduler.identity, callback_timeout=5)
            now = time.monotonic()
            for address, worker in workers["workers"].items():
                told = worker.get("last_seen", 0.0)
                if address not in self.seen or self.seen[address][0] != told:
                    self.seen[address] = told, now
            self.seen = {a: seen for a, seen in self.seen.items() if a in workers["workers"]}
            if self.seen and min(now - at for _told, at in self.seen.values()) < SILENT:
                self.answered = now
        return time.monotonic() - self.answered < SILENT

    def lost(self) -> set[str]:
        """What is given to workers that say nothing."""
        now = time.monotonic()
        silent = [a for a, (_told, at) in self.seen.items() if now - at > SILENT]
        if not silent:
            return set()
        with suppress(Exception):
            given = self.client.sync(
                self.client.scheduler.processing, workers=silent, callback_timeout=5
            )
            return {str(key) for keys in given.values() for key in keys}
        return set()


def _warn(kind: str) -> None:
    if kind == "none":
        told = _("WITHOUT A SANDBOX: submissions can read and change all that you can.")
        print(told, file=sys.stderr)


def _tell_unknown(known: Students, submissions: list[Submission]) -> None:
    """Say which students the list of numbers lacks or has twice."""
    if not known.numbers and not known.double:
        return
    names = {item.student for item in submissions if not item.reason and item.student}
    if unknown := sorted(name for name in names if not known.of(name)):
        told = _("Not in the list of numbers, judged by the number in the notebook: {students}")
        print(told.format(students=", ".join(unknown)), file=sys.stderr)
    if known.double:
        told = _("Twice in the list of numbers, with different ones: {students}")
        print(told.format(students=", ".join(sorted(known.double))), file=sys.stderr)


def _tell_count(graded: Class, sheet: Worksheet | None, words: Read | None) -> None:
    """Say how many of the class were graded, and whom the teacher has to ask."""
    counting = [(item, result) for item, result in graded if result is not None]
    without = [item for item, result in counting if not result.judged]
    told = _("{count} of {all} students graded.")
    print(told.format(count=len(counting) - len(without), all=len(counting)), file=sys.stderr)
    for item in without:
        told = _("Not graded: {student} ({file}): {why}")
        print(told.format(student=item.student, file=item.file, why=item.work.why), file=sys.stderr)
    for remark in [*(sheet.remarks if sheet else []), *(words.remarks if words else [])]:
        print(remark, file=sys.stderr)


def _progress(done: int, count: int) -> None:
    if sys.stderr.isatty():
        bar = "#" * (30 * done // count)
        print(f"\r[{bar:<30}] {done}/{count}", end="\n" if done == count else "", file=sys.stderr)
    elif done == count or done % 10 == 0:
        print(f"{done}/{count}", file=sys.stderr)
