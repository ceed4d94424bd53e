"""Python programs run in processes forked from one that has the large libraries loaded.

A program that starts anew spends seconds on the same imports, and tests start many. What is
forked has the libraries and nothing of the course: a copy of the course runs its own package.
A Python that the program itself starts with code is forked as well. Where the system cannot
fork, programs start as they always do.

``python -m tests.warm LIBRARY ...`` is the process they are forked from.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START = subprocess.run


class Warm:
    """Runs code as ``python -c`` does."""

    def __init__(self, server: subprocess.Popen | None):
        self.server = server

    def run(self, code: str, cwd: Path, **more: str) -> subprocess.CompletedProcess:
        """Run code in a folder, with some variables of the environment set; what it said."""
        environment = os.environ | more
        if self.server is None:
            command = [sys.executable, "-c", code]
            return START(command, cwd=cwd, env=environment, capture_output=True, text=True)
        with tempfile.TemporaryDirectory() as folder:
            said = [Path(folder) / name for name in ("out", "err")]
            asked = {"code": code, "cwd": str(cwd), "environment": dict(environment)}
            self.server.stdin.write(json.dumps(asked | {"said": list(map(str, said))}) + "\n")
            self.server.stdin.flush()
            status = int(self.server.stdout.readline())
            out, err = (path.read_text(encoding="utf-8") for path in said)
        return subprocess.CompletedProcess(code, status, out, err)


@contextmanager
def warm(*libraries: str) -> Iterator[Warm]:
    """A process with some libraries loaded, to run programs in."""
    if not hasattr(os, "fork"):
        yield Warm(None)
        return
    command = [sys.executable, "-m", "tests.warm", *libraries]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as server:
        yield Warm(server)
        server.stdin.close()


def serve(libraries: list[str]) -> None:
    """Fork a process for each line asked, and answer with what it ended with."""
    for name in libraries:
        import_module(name)
    # The course is that of the program: its copy, or this one again.
    sys.path.remove(str(ROOT))
    for line in sys.stdin:
        asked = json.loads(line)
        print(_forked(_program, asked), flush=True)


def _forked(act, *given) -> int:
    """What a forked process ends with that does something and no more."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        status = _status(act, *given)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _status(act, *given) -> int:
    """What Python would end with."""
    try:
        act(*given)
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _program(asked: dict) -> None:
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.path[:0] = ["", *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    for number, path in enumerate(asked["said"], start=1):
        _into(path, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    subprocess.run = _start
    _execute(asked["code"], ["-c"])


def _start(command, **options):
    """In the place of ``subprocess.run``: code for Python is run in a forked process."""
    code = command[:2] == [sys.executable, "-c"] and "stdout" in options
    if not code:
        return START(command, **options)
    out = options["stdout"].fileno()
    status = _forked(_told_to, out, command[2], ["-c", *command[3:]])
    return subprocess.CompletedProcess(command, status)


def _told_to(out: int, code: str, arguments: list[str]) -> None:
    os.dup2(out, 1)
    os.dup2(out, 2)
    _execute(code, arguments)


def _execute(code: str, arguments: list[str]) -> None:
    sys.argv = arguments
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})


def _into(path: str, number: int) -> None:
    os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)


if __name__ == "__main__":
    serve(sys.argv[1:])
