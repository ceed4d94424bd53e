"""What runs in the sandbox: the student's cells, then answers about the names they set.

It is started by `regecon.desk.grade.visit` and trusts the student's code with everything here;
nothing that it says is trusted outside.
"""

from __future__ import annotations

import json
import os
import sys
import types
from collections.abc import Callable
from typing import Any

MESSAGE = 2_000_000  # bytes; a longer answer is refused outside
MISSING = 12  # packages that a notebook may lack here and run without


def main() -> None:
    """Read requests, one JSON a line, and answer each."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # whatever is printed goes where it is only counted
    sys.stdin = os.fdopen(0)

    def say(**message: Any) -> None:
        replies.write(json.dumps(message).encode() + b"\n")
        replies.flush()

    for line in requests:
        request = json.loads(line)
        if "cells" in request:
            names = _run(request["cells"], request["skip"], say)
            answers = _Answers(names)
            say(done=True)
        else:
            reply = answers.to(request)
            if len(json.dumps(reply)) > MESSAGE:
                reply = {"value": {"is": "other", "type": "value that is too large"}}
            say(**reply)


def _run(cells: list[str], skip: list[int], say: Callable) -> dict:
    """Run the cells as a notebook does: an error ends its cell and not the notebook."""
    _without_checks()
    from regecon.desk.grade.shell import StandIns, make_shell

    shell, stand_ins = make_shell(), StandIns()
    for number, source in enumerate(cells):
        if number in skip:
            continue
        say(at=number)
        error = _error(shell, source)
        while isinstance(error, ModuleNotFoundError) and len(stand_ins.names) < MISSING:
            name = stand_ins.add(error.name)
            if not name:
                break
            say(missing=name)
            error = _error(shell, source)
        if error is not None:
            say(failed=number, error=f"{type(error).__name__}: {error}"[:500])
    return shell.user_ns


def _error(shell: Any, source: str) -> BaseException | None:
    """The error that a cell ends with."""
    result = shell.run_cell(source, store_history=False)
    return result.error_before_exec or result.error_in_exec


def _without_checks() -> None:
    """The notebook's checker, ours or Otter's, checks nothing here: there are no checks."""

    class Silent:
        def __init__(self, *arguments: Any, **named: Any):
            pass

        def __getattr__(self, name: str) -> Callable:
            return lambda *arguments, **named: None

    from regecon.kit import checks

    checks.Checker = Silent
    sys.modules["otter"] = types.ModuleType("otter")
    sys.modules["otter"].Notebook = Silent


class _Answers:
    """Answers about names and functions."""

    def __init__(self, names: dict):
        from regecon.desk.grade import plain

        self.names, self.plain = names, plain
        self.functions: list[Callable] = []

    def to(self, request: dict) -> dict:
        try:
            if "name" in request:
                if request["name"] not in self.names:
                    return {"absent": True}
                value = self.names[request["name"]]
            else:
                value = self._call(request)
            return {"value": self.plain.to_plain(value, self._number)}
        except BaseException as error:
            return {"raised": type(error).__name__, "text": str(error)[:500]}

    def _call(self, request: dict) -> Any:
        arguments = [self.plain.from_plain(item, self._function) for item in request["arguments"]]
        named = {
            key: self.plain.from_plain(item, self._function)
            for key, item in request["named"].items()
        }
        return self.functions[request["call"]](*arguments, **named)

    def _number(self, function: Callable) -> int:
        self.functions.append(function)
        return len(self.functions) - 1

    def _function(self, number: int, name: str) -> Callable:
        return self.functions[number]


if __name__ == "__main__":
    main()
