"""One run of a notebook in the sandbox: start it, watch it, ask it for values, end it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from regecon.desk.grade import sandbox
from regecon.desk.grade.inside import MESSAGE, MISSING
from regecon.desk.grade.text import one_line
from regecon.kit.i18n import _

WATCH = 0.2  # seconds between two looks at memory and processes
RUNS = 5  # times that a notebook is started anew when it had to be ended
START = 60  # seconds for Python to start and to import what is ours, which count for nobody
PATIENCE = 4  # times its seconds that a cell may take where the machine works for others
BUSY = 2  # times its seconds that a cell's processes may work together


class GoneError(Exception):
    """The submission had to be ended, or ended itself; the message says why."""


class Clock:
    """Seconds that count: those in which the submission waited for a processor do not."""

    def __init__(self, seconds: float):
        self.seconds, self.begun, self.waited = seconds, time.monotonic(), 0.0

    def passed(self) -> float:
        return time.monotonic() - self.begun

    def over(self) -> bool:
        passed = self.passed()
        return passed - self.waited > self.seconds or passed > PATIENCE * self.seconds


class Visit:
    """The process of a submission.

    Parameters
    ----------
    kind, limits
        The sandbox and what may be used.
    total
        The submission's time in all.
    """

    def __init__(self, kind: str, limits: sandbox.Limits, total: Clock):
        self.limits, self.total = limits, total
        self.printed, self.at, self.peak = 0, -1, 0
        self.failed: dict[int, str] = {}
        self.missing: list[str] = []
        self._buffer = b""
        self._cell, self._worked, self._waited = Clock(limits.cell), 0.0, 0.0
        self._main: psutil.Process | None = None
        with sandbox.filter_file(kind) as calls:
            self.process = subprocess.Popen(
                sandbox.command(
                    kind, limits, [sys.executable, "-s", "-m", "regecon.desk.grade.inside"], calls
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=sandbox.environment(kind),
                cwd="/",
                start_new_session=True,
                pass_fds=[calls] if calls >= 0 else [],
            )
        self._pipes = selectors.DefaultSelector()
        for pipe in (self.process.stdout, self.process.stderr):
            os.set_blocking(pipe.fileno(), False)
            self._pipes.register(pipe, selectors.EVENT_READ)
        os.set_blocking(self.process.stdin.fileno(), False)

    def run(self, cells: list[str], skip: list[int]) -> None:
        """Run the cells, but for those in ``skip``.

        Raises
        ------
        GoneError
            The submission had to be ended; ``at`` is the cell that did it.
        """
        self._begin(max(START, self.limits.cell))
        self._send({"cells": cells, "skip": skip})
        started = False
        while not (message := self._reply()).get("done"):
            number = message.get("at", message.get("failed"))
            known = type(number) is int and 0 <= number < len(cells)
            if "missing" in message and len(self.missing) < MISSING:
                self.missing.append(one_line(message["missing"], 60))
            elif "at" in message and known:
                if not started:
                    self.total.begun, started = self.total.begun + self._cell.passed(), True
                self.at = number
                self._begin()
            elif "failed" in message and known:
                self.failed[number] = one_line(message.get("error"))
            else:
                raise GoneError(_("it sent what cannot be read"))
        self.at = -1

    def ask(self, **request: Any) -> dict:
        """The answer to a request.

        Raises
        ------
        GoneError
            There is none in time.
        """
        self._begin()
        self._send(request)
        return self._reply()

    def end(self) -> None:
        """Kill every process of the submission."""
        for process in self._family():
            with suppress(psutil.Error):
                process.kill()
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._pipes.close()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(OSError):
                pipe.close()

    def _begin(self, seconds: float | None = None) -> None:
        """From now on the time of the next cell or call counts."""
        self._cell = Clock(seconds or self.limits.cell)
        self._worked = self._work(self._family())

    def _send(self, request: dict) -> None:
        """Write a request; a submission that does not read cannot make us wait."""
        data = json.dumps(request).encode() + b"\n"
        while data:
            try:
                data = data[self.process.stdin.write(data) or 0 :]
            except OSError:
                raise GoneError(self._why_it_ended()) from None
            if data and (self._cell.over() or self.total.over()):
                raise GoneError(_("it took too long"))
            if data:
                time.sleep(WATCH / 20)

    def _reply(self) -> dict:
        """The next message."""
        watched = 0.0
        while b"\n" not in self._buffer:
            if self._cell.over() or self.total.over():
                raise GoneError(_("it took too long"))
            now = time.monotonic()
            if now - watched > WATCH:
                self._look()
                watched = now
            for key, _events in self._pipes.select(WATCH):
                self._read(key.fileobj)
        line, self._buffer = self._buffer.split(b"\n", 1)
        try:
            message = json.loads(line)
        except (ValueError, RecursionError, MemoryError):
            message = None
        if not isinstance(message, dict):
            raise GoneError(_("it sent what cannot be read"))
        return message

    def _read(self, pipe: Any) -> None:
        piece = os.read(pipe.fileno(), 1 << 16)
        if pipe is self.process.stderr:
            if not piece:
                self._pipes.unregister(pipe)
            self.printed += len(piece)
            if self.printed > self.limits.output:
                raise GoneError(_("it printed too much"))
            return
        if not piece:
            raise GoneError(self._why_it_ended())
        self._buffer += piece
        if len(self._buffer) > 2 * MESSAGE:
            raise GoneError(_("it sent what cannot be read"))

    def _why_it_ended(self) -> str:
        """The cause, from the signal that ended it and from what it held at the last look."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(2)
        code = self.process.returncode or 0
        if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
            return _("it used too much processor time")
        if code in (-signal.SIGXFSZ, 128 + signal.SIGXFSZ):
            return _("it wrote too large a file")
        if code in (-signal.SIGKILL, 128 + signal.SIGKILL) and self.peak > 0.8 * self.limits.memory:
            return _("it used too much memory")
        return _("it ended its own process")

    def _family(self) -> list[psutil.Process]:
        try:
            parent = psutil.Process(self.process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.Error:
            return []

    def _look(self) -> None:
        """End a submission whose processes together use too much."""
        memory, family = 0, self._family()
        for process in family:
            with suppress(psutil.Error):
                memory += process.memory_info().rss
        self.peak = max(self.peak, memory)
        if memory > self.limits.memory:
            raise GoneError(_("it used too much memory"))
        if len(family) > self.limits.processes:
            raise GoneError(_("it started too many processes"))
        self._forgive(family)
        if self._work(family) - self._worked > BUSY * self._cell.seconds:
            raise GoneError(_("it used too much processor time"))

    def _work(self, family: list[psutil.Process]) -> float:
        """Seconds of processor time, also of processes that have ended."""
        worked = 0.0
        for process in family:
            with suppress(psutil.Error):
                worked += sum(process.cpu_times()[:4])
        return worked

    def _forgive(self, family: list[psutil.Process]) -> None:
        """Do not count the time in which the notebook stood in line for a processor."""
        waited = self._in_line(family)
        for clock in (self._cell, self.total):
            clock.waited += max(0.0, waited - self._waited)
        self._waited = max(self._waited, waited)

    def _in_line(self, family: list[psutil.Process]) -> float:
        """Seconds that the notebook's Python has stood in line, as the kernel counts them."""
        python = Path(sys.executable).resolve().name[:15]
        try:
            if self._main is None:
                self._main = next(p for p in family if p.name() == python)
            told = Path(f"/proc/{self._main.pid}/schedstat").read_text()
            return int(told.split()[1]) / 1e9
        except (StopIteration, psutil.Error, OSError, IndexError, ValueError):
            return self._waited


class Notebook:
    """What a submission's notebook gives: run as often as needed, without the cells that kill it.

    Attributes
    ----------
    remarks
        What happened, in words.
    failed
        Cells that ended with an error, with its text.
    stopped
        Cells that had to be stopped, with the reason.
    missing
        Packages that it wanted and that are not here.
    """

    def __init__(self, cells: list[str], kind: str, limits: sandbox.Limits):
        self.cells, self.kind, self.limits = cells, kind, limits
        self.remarks: list[str] = []
        self.failed: dict[int, str] = {}
        self.stopped: dict[int, str] = {}
        self.missing: list[str] = []
        self.total = Clock(limits.total)
        self.peak = self.runs = 0
        self.visit: Visit | None = None
        self.start()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.total.begun

    def start(self) -> None:
        """Run the notebook, again if there is need, without the cells that ended it."""
        while self.runs < RUNS and not self.total.over():
            self.runs += 1
            visit = Visit(self.kind, self.limits, self.total)
            try:
                visit.run(self.cells, sorted(self.stopped))
            except GoneError as error:
                visit.end()
                self._remember(visit, error)
            else:
                self.visit, self.failed, self.missing = visit, visit.failed, visit.missing
                return
        self.remarks.append(_("It was not run again."))

    def _remember(self, visit: Visit, error: GoneError) -> None:
        self.peak = max(self.peak, visit.peak)
        if visit.at >= 0:
            self.stopped[visit.at] = str(error)
        else:
            self.remarks.append(_("The notebook was stopped: {why}.").format(why=error))

    def ask(self, **request: Any) -> dict:
        """The answer of the sandbox; after a death the notebook runs again, once for each."""
        if self.visit is None:
            return {"absent": True}
        try:
            return self.visit.ask(**request)
        except GoneError as error:
            self.peak = max(self.peak, self.visit.peak)
            self.visit.end()
            self.remarks.append(
                _("A function was stopped when it was called: {why}.").format(why=error)
            )
            self.visit = None
            self.start()
            return {"raised": "Stopped", "text": str(error)}

    def end(self) -> None:
        """End it for good."""
        if self.visit:
            self.peak = max(self.peak, self.visit.peak)
            self.visit.end()
