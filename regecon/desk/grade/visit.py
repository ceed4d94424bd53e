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
from typing import Any

import psutil

from regecon.desk.grade import sandbox
from regecon.desk.grade.inside import MESSAGE
from regecon.kit.i18n import _

WATCH = 0.2  # seconds between two looks at memory and processes
RUNS = 5  # times that a notebook is started anew when it had to be ended


class GoneError(Exception):
    """The submission had to be ended, or ended itself; the message says why."""


class Visit:
    """The process of a submission.

    Parameters
    ----------
    kind, limits
        The sandbox and what may be used.
    until
        When the submission's time is over, on the monotonic clock.
    """

    def __init__(self, kind: str, limits: sandbox.Limits, until: float):
        self.limits, self.until = limits, until
        self.printed, self.at, self.peak = 0, -1, 0
        self.failed: dict[int, str] = {}
        self._buffer = b""
        self.process = subprocess.Popen(
            sandbox.command(
                kind, limits, [sys.executable, "-s", "-m", "regecon.desk.grade.inside"]
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=sandbox.environment(kind),
            cwd="/",
            start_new_session=True,
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
        begun = time.monotonic()
        self._send({"cells": cells, "skip": skip}, begun + self.limits.cell)
        while True:
            message = self._reply(begun + self.limits.cell)
            if message.get("done"):
                self.at = -1
                return
            if isinstance(message.get("at"), int):
                self.at, begun = message["at"], time.monotonic()
            elif isinstance(message.get("failed"), int):
                self.failed[message["failed"]] = str(message.get("error"))[:500]
            if len(self.failed) > len(cells):
                raise GoneError(_("it sent what cannot be read"))

    def ask(self, **request: Any) -> dict:
        """The answer to a request.

        Raises
        ------
        GoneError
            There is none in time.
        """
        until = time.monotonic() + self.limits.cell
        self._send(request, until)
        return self._reply(until)

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

    def _send(self, request: dict, until: float) -> None:
        """Write a request; a submission that does not read cannot make us wait."""
        data = json.dumps(request).encode() + b"\n"
        while data:
            try:
                data = data[self.process.stdin.write(data) or 0 :]
            except OSError:
                raise GoneError(_("it ended its own process")) from None
            if data and time.monotonic() > min(until, self.until):
                raise GoneError(_("it took too long"))
            if data:
                time.sleep(WATCH / 20)

    def _reply(self, until: float) -> dict:
        """The next message."""
        watched = 0.0
        while b"\n" not in self._buffer:
            now = time.monotonic()
            if now > min(until, self.until):
                raise GoneError(_("it took too long"))
            if now - watched > WATCH:
                self._look()
                watched = now
            for key, _events in self._pipes.select(WATCH):
                self._read(key.fileobj)
        line, self._buffer = self._buffer.split(b"\n", 1)
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
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
        if self.peak > 0.8 * self.limits.memory:
            return _("it used too much memory")
        return _("it ended its own process")

    def _family(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.Error:
            return []

    def _look(self) -> None:
        """End a submission whose processes together use too much."""
        memory, family = 0, self._family()
        for process in family:
            try:
                memory += process.memory_info().rss
            except psutil.Error:
                continue
        self.peak = max(self.peak, memory)
        if memory > self.limits.memory:
            raise GoneError(_("it used too much memory"))
        if len(family) > self.limits.processes:
            raise GoneError(_("it started too many processes"))


class Notebook:
    """What a submission's notebook gives: run as often as needed, without the cells that kill it.

    Attributes
    ----------
    remarks
        What happened, in words.
    failed
        Cells that ended with an error, with its text.
    """

    def __init__(self, cells: list[str], kind: str, limits: sandbox.Limits):
        self.cells, self.kind, self.limits = cells, kind, limits
        self.remarks: list[str] = []
        self.failed: dict[int, str] = {}
        self.seconds = 0.0
        self.skip: list[int] = []
        self.begun = time.monotonic()
        self.until = self.begun + limits.total
        self.peak = self.runs = 0
        self.visit: Visit | None = None
        self.start()

    def start(self) -> None:
        """Run the notebook, again if there is need, without the cells that ended it."""
        while self.runs < RUNS and time.monotonic() < self.until:
            self.runs += 1
            visit = Visit(self.kind, self.limits, self.until)
            try:
                visit.run(self.cells, self.skip)
            except GoneError as error:
                visit.end()
                self._remember(visit, error)
                self.skip = sorted({*self.skip, visit.at} & set(range(len(self.cells))))
            else:
                self.visit, self.failed = visit, visit.failed
                return
        self.remarks.append(_("It was not run again."))

    def _remember(self, visit: Visit, error: GoneError) -> None:
        self.peak = max(self.peak, visit.peak)
        if visit.at >= 0:
            told = _("Code cell {cell} was stopped: {why}. The rest ran without it.")
            self.remarks.append(told.format(cell=visit.at + 1, why=error))
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
        self.seconds = time.monotonic() - self.begun
        if self.visit:
            self.peak = max(self.peak, self.visit.peak)
            self.visit.end()
