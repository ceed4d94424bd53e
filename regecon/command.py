"""``regecon COMMAND``: one command for all that the course can do.

It ends with 0 if all is done, 1 if something is wrong (what, stands in the last lines), 2 if it
was called wrongly, 3 if part of a class has to be graded again, and 130 if you stopped it.
"""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module

# A command, the module that does it, and what it does. Modules are imported when they are asked
# for: who has only what the labs need can still read and check tables.
COMMANDS = {
    "book": ("regecon.press.build", "build the book"),
    "draft": ("regecon.press.draft", "build the pages of one week, in seconds"),
    "lab": ("regecon.press.lab.command", "build the lab that runs in the browser"),
    "student": ("regecon.desk.sets.command", "write the students' notebooks and the keys"),
    "grade": ("regecon.desk.grade.command", "grade a class"),
    "teacher": ("regecon.press.teacher", "the teacher's pack: check its sheets, or write it"),
    "play": ("regecon.desk.play.command", "votes and games in the room, on the class's phones"),
    "town": ("regecon.desk.town.command", "write a notebook and a card for your own town"),
    "region": ("regecon.desk.region.command", "templates and check of another region's tables"),
    "facts": ("regecon.press.facts", "list the facts of the prose, or those to look up again"),
    "data": ("regecon.data.command", "check the tables and lay out their descriptors"),
    "words": ("regecon.press.words", "catalogues of messages for translators"),
}
STOPPED = 130


def help_text() -> str:
    """What there is, a line each."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {told}" for name, (_module, told) in COMMANDS.items()]
    start = "usage: regecon COMMAND ...; regecon COMMAND --help says what a command takes"
    end = __doc__.split("\n\n", 1)[1].strip()
    return "\n".join([start, "", *lines, "", end])


def main(arguments: list[str] | None = None) -> None:
    """Do what a command says."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in ("-h", "--help"):
        print(help_text())
        sys.exit(0 if words else 2)
    name = words[0]
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        print(f"There is no command {name!r}.{hint}\n\n{help_text()}", file=sys.stderr)
        sys.exit(2)
    module = COMMANDS[name][0]
    try:
        import_module(module).main(words[1:])
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("regecon"):
            raise
        sys.exit(f"regecon {name} needs {error.name}, which is not installed: {remedy(name)}")
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(STOPPED)


def remedy(name: str) -> str:
    """How to install what a command needs."""
    extras = {
        "student": "grade",
        "grade": "grade",
        "lab": "lab",
        "data": "test",
        "teacher": "teacher",
    }
    extra = (extras | dict.fromkeys(("town", "region"), "student")).get(name, "book")
    return f'run make book once, or pip install -e ".[{extra}]"'
