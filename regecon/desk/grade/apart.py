"""Work on what others wrote, in a process that can be ended.

A file or an answer may be made so that reading it takes all memory or never ends. So neither is
read in the grader itself. A helper beside it has the set in memory and makes a copy of itself
for each piece of work: the copy has limits on memory and on processor time of its own, says how
far it has come, and is ended when it does not come back. Nothing of one submission is left when
the next one begins.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from regecon.kit.i18n import _

OWN_MEMORY = 2**30  # bytes that reading may add to what the helper has
OWN_SECONDS = 30  # of processor time, without that of the sandbox
LONGEST = 64 * 2**20  # bytes of an answer
TRIES = 4  # times that a submission is judged, each without the question that ended the last


class LostError(RuntimeError):
    """The work had to be ended; the message says why."""


class HelperError(RuntimeError):
    """The helper itself failed, whatever it had to read: that is no verdict on anybody."""


class Apart:
    """The helper: does one piece of work after another."""

    def __init__(self):
        self._process: subprocess.Popen | None = None

    def read(self, content: bytes, seconds: float = OWN_SECONDS) -> dict:
        """What a file holds: ``found`` lists names in it and works, as `handed` gives them."""
        return self._do(seconds, task="read", content=base64.b64encode(content).decode())

    def judge(self, job: dict, seconds: float) -> dict:
        """A submission judged, as `judge.Graded` is stored."""
        return self._do(seconds, task="judge", **job)

    def end(self) -> None:
        """End the helper and what it has begun."""
        if self._process is None:
            return
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._process = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *error: Any) -> None:
        self.end()

    def _do(self, seconds: float, **request: Any) -> dict:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "regecon.desk.grade.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        try:
            self._process.stdin.write(json.dumps(request | {"seconds": seconds}).encode() + b"\n")
            self._process.stdin.flush()
            reply = json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            self.end()
            raise HelperError(str(error)) from None
        if "lost" in reply:
            raise LostError(reply["lost"])
        if "failed" in reply:
            raise HelperError(reply["failed"])
        return reply["done"]


def main() -> None:
    """The helper: read requests, one JSON a line, and answer each."""
    with contextlib.suppress(KeyboardInterrupt):
        for line in sys.stdin.buffer:
            request = json.loads(line)
            try:
                reply = {"done": _work(request)}
            except LostError as error:
                reply = {"lost": str(error)}
            except Exception as error:  # told to the grader, which goes on with the others
                reply = {"failed": _told(error)}
            sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")
            sys.stdout.buffer.flush()


def _work(request: dict) -> dict:
    if request["task"] == "read":
        return _Copy(request, request["seconds"]).result()
    from regecon.desk.grade.judge import Paper

    Paper.of(request["slug"], base64.b64decode(request["master"]))  # the copies share it
    until = time.monotonic() + request["seconds"]
    request["unreadable"] = {}
    for _try in range(TRIES):
        copy = _Copy(request, until - time.monotonic())
        try:
            return copy.result()
        except LostError as error:
            if copy.at in ("", *request["unreadable"]):
                raise
            request["unreadable"][copy.at] = str(error)
    raise LostError(_("its answers cannot be read"))


class _Copy:
    """A copy of the helper at one piece of work."""

    def __init__(self, request: dict, seconds: float):
        self.until, self.at, self._said = time.monotonic() + seconds, "", b""
        self._pipe, write = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._pipe)
            _copied(request, write)
        os.close(write)

    def result(self) -> dict:
        """What it gives.

        Raises
        ------
        LostError
            It had to be ended; ``at`` is the question it was at.
        """
        try:
            return self._wait()
        finally:
            _end_children(self._pid)
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            os.close(self._pipe)

    def _wait(self) -> dict:
        with selectors.DefaultSelector() as ready:
            ready.register(self._pipe, selectors.EVENT_READ)
            ready.register(sys.stdin.buffer.fileno(), selectors.EVENT_READ)
            while time.monotonic() < self.until:
                found = {key.fd for key, _events in ready.select(1)}
                if self._pipe in found:
                    piece = os.read(self._pipe, 1 << 20)
                    self._said += piece
                    if not piece:
                        raise LostError(_("reading it takes more memory or time than there is"))
                    if (result := self._lines()) is not None:
                        return result
                elif found:  # nothing else is sent while we work, so the grader has gone
                    _end_children(self._pid)
                    os.kill(self._pid, signal.SIGKILL)
                    os._exit(1)
        raise LostError(_("reading it takes too long"))

    def _lines(self) -> dict | None:
        *lines, self._said = self._said.split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "failed" in message:
                raise HelperError(message["failed"])
            if "at" not in message:
                return message
            self.at = message["at"]
        if len(self._said) > LONGEST:
            raise LostError(_("reading it takes more memory or time than there is"))
        return None


def _copied(request: dict, pipe: int) -> None:
    """What the copy does; it never returns."""
    code = 1
    try:
        _limit()
        devnull = os.open(os.devnull, os.O_RDWR)
        os.dup2(devnull, 0)
        os.dup2(devnull, 1)

        def say(**message: Any) -> None:
            data = json.dumps(message).encode() + b"\n"
            while data:
                data = data[os.write(pipe, data) :]

        say(**_TASKS[request["task"]](request, say))
        code = 0
    except MemoryError:
        pass
    except Exception as error:
        os.write(pipe, json.dumps({"failed": _told(error)}).encode() + b"\n")
    finally:
        os._exit(code)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _read(request: dict, say: Any) -> dict:
    from regecon.desk.grade.handed import read_all

    found = read_all(base64.b64decode(request["content"]))
    return {"found": [(name, work.to_dict()) for name, work in found]}


def _judge(request: dict, say: Any) -> dict:
    from regecon.desk.grade.handed import Work
    from regecon.desk.grade.judge import Paper, judge
    from regecon.desk.grade.sandbox import Limits

    graded = judge(
        Paper.of(request["slug"], base64.b64decode(request["master"])),
        Work.from_dict(request["work"]),
        request["number"],
        request["kind"],
        Limits(**request["limits"]),
        unreadable=request["unreadable"],
        begins=lambda question: say(at=question),
    )
    return asdict(graded)


_TASKS = {"read": _read, "judge": _judge}


def _limit() -> None:
    """Limits for this copy alone; what it starts sets its own."""
    if sys.platform != "linux":
        return
    import resource

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # ends with the helper
    with open("/proc/self/statm", encoding="ascii") as told:
        pages = int(told.read().split()[0])
    for what, most in (
        (resource.RLIMIT_AS, pages * resource.getpagesize() + OWN_MEMORY),
        (resource.RLIMIT_CPU, OWN_SECONDS),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(
            what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )


def _end_children(pid: int) -> None:
    import psutil

    with suppress(psutil.Error):
        for process in psutil.Process(pid).children(recursive=True):
            with suppress(psutil.Error):
                process.kill()


if __name__ == "__main__":
    main()
