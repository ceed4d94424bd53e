"""The names of a submission's notebook, as tests read them: values and functions from afar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from regecon.desk.grade.plain import Other, from_plain, other, to_plain
from regecon.desk.grade.text import one_line
from regecon.desk.grade.visit import Notebook
from regecon.kit.i18n import _

SHOWN = 60  # letters of a value that are shown


class Names(Mapping):
    """The names of a submission's notebook, as tests read them.

    Parameters
    ----------
    notebook
        Where they are asked for.
    given
        Names that the master sets: they are ours, whatever the notebook says.
    """

    def __init__(self, notebook: Notebook, given: Mapping[str, Any]):
        self.notebook, self.given = notebook, given
        self._known: dict[str, tuple[bool, Any]] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self.given:
            return self.given[name]
        if name not in self._known:
            reply = self.notebook.ask(name=name)
            there = "value" in reply or "raised" in reply
            self._known[name] = (there, self._value(reply, name) if there else None)
        there, value = self._known[name]
        if not there:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        try:
            self[name]
        except KeyError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def _value(self, reply: dict, name: str) -> Any:
        if "raised" in reply:
            return other(str(reply["raised"]))
        return self._read(reply.get("value"), name)

    def _read(self, data: Any, name: str) -> Any:
        try:
            return from_plain(data, lambda number, called: self._stand_in(number, called, name))
        except Exception:  # whatever a forged message leads to, it is no answer
            return other("value that cannot be read")

    def _stand_in(self, number: int, called: str, name: str) -> Callable:
        """A function that asks the sandbox."""
        lives_in = self.notebook.visit

        def function(*arguments: Any, **named: Any) -> Any:
            if self.notebook.visit is not lives_in:  # the notebook has run anew
                self._known.clear()
                again = self.get(name)
                if not hasattr(again, "asks_sandbox"):
                    raise _error("Stopped", _("the notebook had to be stopped"))
                return again(*arguments, **named)
            reply = self.notebook.ask(
                call=number,
                arguments=[_sent(item) for item in arguments],
                named={key: _sent(item) for key, item in named.items()},
            )
            if "raised" in reply or "value" not in reply:
                raise _error(str(reply.get("raised")), one_line(reply.get("text")))
            return self._read(reply["value"], called)

        function.asks_sandbox = True
        function.__name__ = "".join(c for c in called if c.isalnum() or c in "_<>") or name
        return function


def shown(value: Any) -> str:
    """A value as it is told to whom it belongs to."""
    if callable(value):
        return _("a function")
    if isinstance(value, Other):
        return _("something of type {type}").format(type=type(value).__name__)
    if isinstance(value, bool | int | str):
        return one_line(repr(value), SHOWN)
    if isinstance(value, float):
        return f"{value:.12g}"
    if hasattr(value, "__len__"):
        return _("a list or column of {count}").format(count=len(value))
    return one_line(value, SHOWN)


def _sent(value: Any) -> Any:
    def refuse(function: Callable) -> int:
        raise TypeError("a test may not pass a function to a student's function")

    return to_plain(value, refuse)


def _error(name: str, text: str) -> Exception:
    """An error that has the name of the student's."""
    word = "".join(letter for letter in name[:60] if letter.isalnum() or letter == "_")
    return type(word or "Error", (Exception,), {"__module__": __name__})(text)
