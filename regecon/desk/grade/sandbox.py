"""Where a submission runs: a system to read and not to write, no network, and limits.

Bubblewrap makes it. The submission sees Python, the course's package and tables, and a scratch
folder in memory. It sees no other process, no home folder and no master notebook, and what it
might share with a neighbour by way of the kernel is refused (`calls`). Under root it runs as a
user without rights, another one for each submission at work.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regecon
from regecon.desk.grade.calls import call_filter, known_machine
from regecon.kit.i18n import _

COURSE = "/course"  # the course's package and tables, as the submission sees them
SCRATCH = "/tmp"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/opt/homebrew")
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
NOBODY = 1_000_000_000  # users without rights: this and the number of the process that asks


class NoSandboxError(RuntimeError):
    """There is no way to lock a submission in; the message says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes
    ----------
    cell, total
        Seconds for one cell or one call of a function, and for everything.
    memory
        Bytes, of one process and of all processes of the submission together.
    processes
        Processes and threads.
    file, scratch
        Bytes of one file, and of the scratch folder.
    output
        Bytes printed.
    """

    cell: float = 60
    total: float = 300
    memory: int = 3 * 2**30
    processes: int = 64
    file: int = 32 * 2**20
    scratch: int = 64 * 2**20
    output: int = 8 * 2**20


def find(unsandboxed: bool = False) -> str:
    """How submissions are locked in on this machine: ``bwrap``.

    Parameters
    ----------
    unsandboxed
        Give "none" where bubblewrap does not work, instead of an error.

    Raises
    ------
    NoSandboxError
        It does not work, or this is no Linux, where limits cannot be set either.
    """
    if sys.platform != "linux":
        told = _(
            "Classes are graded on Linux, because nothing else can lock programs by others in. "
            "On Windows use its subsystem for Linux (wsl --install), on a Mac a virtual machine "
            "with Linux, or grade on a server."
        )
        raise NoSandboxError(told)
    reason = _trial()
    if reason and not unsandboxed:
        told = _(
            "Submissions are programs by others, and nothing here can lock them in ({reason}). "
            "Install bubblewrap (apt-get install bubblewrap), or go on at your own risk with "
            "--allow-unsandboxed."
        )
        raise NoSandboxError(told.format(reason=reason))
    return "none" if reason else "bwrap"


def command(kind: str, limits: Limits, program: list[str], calls: int = -1) -> list[str]:
    """The command that runs ``program`` locked in; ``kind`` is "none" for limits only.

    ``calls`` is the open file that holds the filter of `calls`, to be handed down.
    """
    limited = [*_limited(limits), *program]
    if kind == "none":
        return limited
    inside = [*_humbled(), *limited]
    return ["setpriv", "--pdeathsig", "KILL", "--", *_bwrap(limits, inside, calls)]


@contextmanager
def filter_file(kind: str) -> Iterator[int]:
    """The open file with the filter of calls; -1 if there is no sandbox to read it."""
    if kind == "none":
        yield -1
        return
    with tempfile.TemporaryFile() as file:
        file.write(call_filter())
        file.seek(0)
        yield file.fileno()


def environment(kind: str) -> dict[str, str]:
    """The environment of a submission: nothing of the teacher's."""
    course = COURSE if kind != "none" else str(_package().parent)
    return {
        "HOME": SCRATCH,
        "LANG": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin:/usr/sbin:/sbin",
        "PYTHONPATH": course,
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLCONFIGDIR": SCRATCH,
        "MPLBACKEND": "Agg",
        "IPYTHONDIR": f"{SCRATCH}/.ipython",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    } | {key: value for key, value in os.environ.items() if key == "OPENBLAS_CORETYPE"}


@cache
def _trial() -> str:
    """Why bubblewrap does not work here; empty if it does."""
    for name in ("bwrap", "setpriv", "prlimit"):
        if not shutil.which(name):
            return _("the program {name} is not installed").format(name=name)
    if not known_machine():
        return _("processors of the kind {name} are not known").format(name=platform.machine())
    tried = [sys.executable, "-c", "import regecon.data"]
    try:
        with filter_file("bwrap") as calls:
            run = subprocess.run(
                command("bwrap", Limits(), tried, calls),
                capture_output=True,
                text=True,
                timeout=60,
                env=environment("bwrap"),
                cwd="/",
                pass_fds=[calls],
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = run.stderr.strip().splitlines() or [f"it ends with {run.returncode}"]
    return said[-1] if run.returncode else ""


def _limited(limits: Limits) -> list[str]:
    """Limits of the kernel for each process."""
    return [
        "nice",
        "prlimit",
        f"--as={limits.memory}",
        f"--cpu={int(limits.total) + 1}",
        f"--fsize={limits.file}",
        f"--nproc={limits.processes}",
        "--nofile=128",
        "--msgqueue=0",
        "--core=0",
        "--",
    ]


def _humbled() -> list[str]:
    """Give up every right, in the namespaces too."""
    mine = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    if os.geteuid() == 0:
        user = NOBODY + os.getpid()
        mine += [f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    return [*mine, "--"]


def _package() -> Path:
    return Path(regecon.__file__).resolve().parent


def _visible() -> dict[str, str]:
    """Folders and files to be read, with the place where the submission finds them."""
    prefixes = {sys.prefix, sys.base_prefix, sysconfig.get_path("purelib")}
    seen = {path: path for path in (*SYSTEM, *sorted(prefixes)) if Path(path).exists()}
    settings = (f"/etc/{name}" for name in SETTINGS)
    seen |= {path: path for path in settings if Path(path).exists()}
    seen[str(_package())] = f"{COURSE}/regecon"
    tables = _package().parent / "datasets"
    if tables.is_dir():
        seen[str(tables)] = f"{COURSE}/datasets"
    return seen


def _bwrap(limits: Limits, program: list[str], calls: int) -> list[str]:
    rights = ["--cap-add", "ALL"] if os.geteuid() == 0 else ["--unshare-user"]
    apart = [f"--unshare-{what}" for what in ("net", "pid", "ipc", "uts")]
    made = ["bwrap", *rights, *apart, "--die-with-parent", "--new-session"]
    made += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    made += ["--perms", "1777", "--size", str(limits.scratch), "--tmpfs", SCRATCH]
    visible = _visible()
    parents = {str(parent) for place in visible.values() for parent in Path(place).parents}
    for parent in sorted(parents - {"/"}):
        made += ["--perms", "0755", "--dir", parent]
    for path, place in visible.items():
        made += ["--ro-bind", path, place]
    if calls >= 0:
        made += ["--seccomp", str(calls)]
    return [*made, "--remount-ro", "/", "--chdir", SCRATCH, "--", *program]
