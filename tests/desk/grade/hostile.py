"""What a class may hand in beside honest work: each a notebook, and what it has to lead to.

The toy has two questions that checks judge: growth (3 points, 2 of them hidden) and place (1).
Every attack sits in front of an answer or in its place; ``points`` are those that its honest
part earns.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.desk.grade.handed_in import GROWTH, PLACE, answered, notebook


@dataclass(frozen=True)
class Case:
    """A submission: what is in the file, what it earns for growth and place, what is said."""

    content: NotebookNode | str | bytes
    growth: float
    place: float
    said: str = ""


def _before(code: str) -> NotebookNode:
    """Honest work with a cell of mischief in front of the first answer."""
    made = answered()
    place = next(n for n, cell in enumerate(made.cells) if cell.id == "growth-solution")
    made.cells.insert(place, new_code_cell(code))
    return made


def _changed(change: Callable[[NotebookNode], None]) -> NotebookNode:
    made = answered()
    change(made)
    return made


def _renamed(made: NotebookNode) -> None:
    for number, cell in enumerate(made.cells):
        cell.id = f"mine-{number}"
        cell.metadata = {"name": "renamed"}


def _without(*ids: str) -> Callable[[NotebookNode], None]:
    def change(made: NotebookNode) -> None:
        made.cells = [cell for cell in made.cells if cell.id not in ids]

    return change


def _metadata(**new) -> Callable[[NotebookNode], None]:
    return lambda made: made.metadata.update(new)


LOOP = "while True:\n    pass"
MEMORY = "kept = []\nwhile True:\n    kept.append(bytearray(50_000_000))"
MEMORY_OF_MANY = """import os, time
for child in range(12):
    if os.fork() == 0:
        kept = bytearray(150_000_000)
        time.sleep(60)
time.sleep(60)"""
FORKS = "import os\nwhile True:\n    os.fork()"
OUTPUT = "while True:\n    print('x' * 100_000)"
RAW_OUTPUT = "import os\nwhile True:\n    os.write(1, b'x' * 100_000)"
DELETES = """import os, pathlib, shutil, sys
for folder in ("/course", "/tmp", sys.prefix, "/usr", "/home", "/root", "/"):
    shutil.rmtree(folder, ignore_errors=True)
CANARY"""
NETWORK = """import socket
socket.setdefaulttimeout(2)
for place in (("127.0.0.1", PORT), ("192.0.2.1", 80)):
    try:
        socket.create_connection(place)
    except OSError:
        continue
    growth = "connected"
    raise SystemExit("connected")"""
# Looks for the numbers of the hidden test in every file it can read, and for the grader.
SEARCH = """import os, sys
found = []
for top in ("/", "/proc/self"):
    for folder, _folders, files in os.walk(top):
        if folder.startswith(("/usr", "/lib", "/proc/sys", "/dev")) or "/lib/python" in folder:
            _folders.clear()
            continue
        for name in files:
            if name.endswith((".ipynb", ".py", ".json", ".md", ".csv", "environ", "cmdline")):
                try:
                    text = open(os.path.join(folder, name), errors="ignore").read(2_000_000)
                except OSError:
                    continue
                if "10.4089" + "51" in text or "314" + "15, 62830" in text:
                    found.append(name)
found += [m for m in sys.modules if "judge" in m or "exception_test" in m]
if found:
    raise LookupError(str(found))
"""
STACK = """import sys
def yearly_growth(first, last, years):
    frame, seen = sys._getframe(), []
    while frame:
        seen += [v for v in (*frame.f_locals.values(), *frame.f_globals.values())]
        frame = frame.f_back
    right = [v for v in seen if isinstance(v, float) and abs(v - 10.408951) < 1e-3]
    return right[0] if right else 0
growth = 50"""
PATCHES = """import numpy, pandas, math, builtins, json
from regecon.kit import checks
from regecon.kit.checks import answers, values
import regecon.desk.grade.plain as plain
class Yes:
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __le__(self, other): return True
    def __sub__(self, other): return 0
    def __abs__(self): return 0
    def __float__(self): return 50.0
checks.number = checks.call = values.number = values.call = lambda *a, **k: None
answers.Answer.judge = lambda self, given: (True, "")
answers.Asked.check = answers.Answer.check = lambda self, env: None
numpy.isclose = numpy.allclose = math.isclose = lambda *a, **k: True
builtins.abs = builtins.round = lambda *a: 0
growth = Yes()
yearly_growth = lambda *a: Yes()
place = Yes()"""
ASSERTS = """import builtins, regecon.kit.checks.checker, unittest
builtins.AssertionError = type("Never", (Exception,), {})
unittest.TestCase.assertEqual = lambda *a: None
regecon.kit.checks.checker.Checker.check = lambda *a: "all passed"
grader.check_all = lambda *a: "all passed"
growth, place = 1, "second" """
FORGES = """import os, json
line = json.dumps({"score": 4, "points": 4, "passed": True, "value": 50, "done": True})
for channel in range(3, 20):
    try:
        os.write(channel, (line + chr(10)).encode())
    except OSError:
        pass"""
GARBAGE = """import os
for channel in range(3, 20):
    try:
        os.write(channel, b"}{ not json" + bytes([255, 254]) + b"[" * 50_000 + b"\\n")
    except OSError:
        pass"""
GIVEN = "visits = {2001: 1, 2003: 1}\nimport pandas as pd"
KILLS = "import os\nos._exit(0)"
KILLED = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
EXITS = "import sys\nsys.exit(3)"
SLOW_FUNCTION = GROWTH.replace("    return", "    while years == 7: pass\n    return")
HIDDEN_FAILS = "def yearly_growth(first, last, years):\n    return 50\n\n\ngrowth = 50"
DEEP = "growth = []\nfor _ in range(5_000):\n    growth = [growth]"
HUGE = "growth = 'x' * 5_000_000"
TOO_LONG = "growth = 10 ** 5000"
HALF = "half = chr(0xD83D)\nraise ValueError('half ' + half)"
HALF_LABEL = "growth = pd.Series([1, None], index=['half ' + chr(0xD83D), 'b'])"
COLLIDING = "growth = {(1 << 20) * n: 1 for n in range(60_000)}"
COLLIDING_SET = "growth = {float((1 << 40) * n) for n in range(60_000)}"
LONG_CHOICE = "place = 'x' * 1_900_000"
LONG_PLACE = """import os
for channel in range(3, 20):
    for word in ("at", "failed", "missing", "done"):
        try:
            os.write(channel, b'{"' + word.encode() + b'": ' + b"9" * 4_300 + b"}\\n")
        except OSError:
            pass"""
SEGMENTS = """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
for number in range(20):
    found = libc.shmget(number + 1, 128 << 20, 0o1600)
    if found >= 0:
        ctypes.memset(libc.shmat(found, None, 0), 1, 128 << 20)
        raise MemoryError("segments")"""
NAMELESS = """import os
try:
    files = [os.memfd_create(str(n)) for n in range(60)]
except OSError:
    files = []
for file in files:
    os.write(file, bytes(30 << 20))
if files:
    raise MemoryError("nameless files")"""
BUSY = """import os
for child in range(40):
    if os.fork() == 0:
        os.setsid()
        while True:
            pass
while True:
    pass"""
LEAVES_BUSY = """import os
for child in range(30):
    if os.fork() == 0:
        os.setsid()
        while True:
            pass"""
LOCKS = """import fcntl, os
with open(os.__file__) as file:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(open(os.__file__), fcntl.LOCK_SH | fcntl.LOCK_NB)
import ctypes
libc = ctypes.CDLL(None)
keys = [libc.syscall(number, b"user", b"word", b"told", 4, -4) for number in (248, 217)]
if max(keys) > 0:
    raise LookupError("keys")"""
MAGICS = f"""%matplotlib inline
%config InlineBackend.figure_format = "retina"
%autosave 60
%load_ext autoreload
%load_ext nobody_has_this
%unknown_magic 5
!true
get_ipython().kernel.do_shutdown(True)
get_ipython().enable_gui("qt")
get_ipython().run_line_magic("matplotlib", "widget")
{GROWTH}"""
JAVASCRIPT = "%%javascript\nalert('a')"
UNKNOWN_CELL = f"%%nobody_has_this --fast\n{GROWTH}"
TIMED = f"%%time\n{GROWTH}"
PACKAGES = f"""import nobody_has_this as nothing
import nobody_has_that.plots
from nobody_else import pictures
nothing.set_theme(style="dark")
{GROWTH}
nothing.plot(growth).show()"""
COMMA = "growth = 50,0 +\n0,027"
CELLS = [{"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}]
MANY_CELLS = json.dumps({"cells": CELLS * 60_000, "nbformat": 4, "metadata": {}})
EMPTY_OBJECTS = '{"cells": [' + "{}," * 5_000_000 + "{}]}"
NOT_CLOSED = json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})[:-1]
NOT_CELLS = json.dumps({"cells": [1, None], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
R_KERNEL = {"name": "ir", "display_name": "R", "language": "R"}
OTHER_SET = {"regecon": {"set": "w09-resort-curve", "version": "1"}}
OLD = {"regecon": {"set": "toy", "version": "00000000"}}

CASES = {
    "honest": Case(answered(letter="I would count heads."), 3, 1),
    "blank": Case(notebook(), 0, 0, "three dots"),
    "half": Case(answered(HIDDEN_FAILS), 1, 1, "of them hidden: 1"),
    "endless loop": Case(_before(LOOP), 3, 1, "it took too long"),
    "endless loop in the answer": Case(answered(place=LOOP), 3, 0, "it took too long"),
    "endless function": Case(answered(SLOW_FUNCTION), 1, 1, "A function was stopped"),
    "memory bomb": Case(_before(MEMORY), 3, 1, "Code cell 3"),
    "memory of many processes": Case(_before(MEMORY_OF_MANY), 3, 1, "too much memory"),
    "fork bomb": Case(_before(FORKS), 3, 1, "Code cell 3"),
    "output": Case(_before(OUTPUT), 3, 1, "printed too much"),
    "raw output": Case(_before(RAW_OUTPUT), 3, 1, "printed too much"),
    "deletes files": Case(_before(DELETES), 3, 1),
    "network": Case(_before(NETWORK), 3, 1),
    "searches": Case(_before(SEARCH), 3, 1),
    "looks at the stack": Case(answered(STACK), 1, 1, "hidden"),
    "patches the checks": Case(answered(PATCHES), 0, 1, "type Yes"),
    "patches everything": Case(answered(PATCHES, "pass"), 0, 0, "quotation marks"),
    "patches assert": Case(answered("growth = 1", ASSERTS), 0, 0),
    "forges messages": Case(answered(FORGES, "place = 'second'"), 0, 0),
    "sends garbage": Case(_before(GARBAGE), 3, 1, "cannot be read"),
    "kills its kernel": Case(_before(KILLS), 3, 1, "ended its own process"),
    "kills its kernel by a signal": Case(_before(KILLED), 3, 1, "ended its own process"),
    "exits": Case(_before(EXITS), 3, 1, "SystemExit"),
    "invalid json": Case(NOT_CLOSED, 0, 0, "This is no notebook"),
    "no cells": Case(NOT_CELLS, 0, 0, "This is no notebook"),
    "bytes": Case(bytes(range(256)) * 40, 0, 0, "This is no notebook"),
    "nested": Case("[" * 200_000, 0, 0, "This is no notebook"),
    "empty": Case(b"", 0, 0, "The file is empty"),
    "wrong kernel": Case(_changed(_metadata(kernelspec=R_KERNEL)), 0, 0, "written for R"),
    "another set": Case(_changed(_metadata(**OTHER_SET)), 0, 0, "another set: w09-resort-curve"),
    "old version": Case(_changed(_metadata(**OLD)), 3, 1, "Made from version 00000000"),
    "missing cells": Case(_changed(_without("growth-solution")), 0, 1, "is not there"),
    "no setup": Case(_changed(_without("setup")), 2, 1, "NameError"),
    "renamed cells": Case(_changed(_renamed), 3, 1),
    "given names changed": Case(_before(GIVEN), 2, 1),
    "deep value": Case(answered(DEEP), 0, 1, "growth is a list"),
    "huge value": Case(answered(HUGE), 0, 1),
    "long number": Case(answered(TOO_LONG), 0, 1, "infinite"),
    "\U0001f3bf \u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430": Case(
        answered(place=f"# \u043e\u0442\u0432\u0435\u0442 \U0001f3d4\n{PLACE}"), 3, 1
    ),
    "half a letter in an error": Case(_before(HALF), 3, 1, "half \\ud83d"),
    "half a letter in a label": Case(answered(HALF_LABEL), 0, 1),
    "half a letter in an answer": Case(answered(place="place = chr(0xD83D)"), 3, 0, "\\ud83d"),
    "half a letter in words": Case(answered(letter="I \ud83d would"), 3, 1),
    "keys that collide": Case(answered(COLLIDING), 0, 1),
    "set that collides": Case(answered(COLLIDING_SET), 0, 1),
    "long choice": Case(answered(place=LONG_CHOICE), 3, 0, "letters]"),
    "long numbers in messages": Case(_before(LONG_PLACE), 3, 1, "cannot be read"),
    "segments of memory": Case(_before(SEGMENTS), 3, 1),
    "nameless files": Case(_before(NAMELESS), 3, 1),
    "busy in sessions": Case(_before(BUSY), 3, 1, "Code cell 3"),
    "leaves busy ones behind": Case(_before(LEAVES_BUSY), 3, 1),
    "locks and keys": Case(_before(LOCKS), 3, 1),
    "magics": Case(answered(MAGICS), 3, 1),
    "javascript": Case(_before(JAVASCRIPT), 3, 1),
    "unknown cell magic": Case(answered(UNKNOWN_CELL), 3, 1),
    "timed": Case(answered(TIMED), 3, 1),
    "missing packages": Case(answered(PACKAGES), 3, 1, "lacks the package nobody_has_this"),
    "comma": Case(answered(COMMA), 0, 1, "decimal point"),
    "many cells": Case(MANY_CELLS, 0, 0, "more than anybody writes"),
    "empty objects": Case(EMPTY_OBJECTS, 0, 0, "more parts"),
    "\U0001f600" * 63: Case(answered(), 3, 1),
    "\uff1dHYPERLINK(1)": Case(answered(), 3, 1),
    "\t=1+1": Case(answered(), 3, 1),
    "\x1b[2Ja": Case(answered(), 3, 1),
    "=1+1": Case(answered(letter="=HYPERLINK <script>alert(1)</script>"), 3, 1),
}
