"""Where a submission runs: a system to read and not to write, no network, and limits.

The first that works of: bubblewrap; namespaces made by ``unshare``. In both the submission
sees Python, the course's package and tables, and a scratch folder in memory. It sees no other
process, no home folder and no master notebook. Under root it runs as a user without rights.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regecon

COURSE = "/course"  # the course's package and tables, as the submission sees them
SCRATCH = "/tmp"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/opt/homebrew")
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
DEVICES = ("null", "zero", "full", "random", "urandom")
NOBODY = 64_000  # users without rights: one for each grader process, so that counts stay apart


class NoSandboxError(RuntimeError):
    """There is no way to lock a submission in; the message says what was tried."""


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


def find() -> str:
    """The name of a sandbox that works here: ``bwrap`` or ``unshare``.

    Raises
    ------
    NoSandboxError
        None works.
    """
    tried = []
    for kind in ("bwrap", "unshare"):
        reason = _trial(kind)
        if not reason:
            return kind
        tried.append(f"{kind}: {reason}")
    raise NoSandboxError("; ".join(tried))


def command(kind: str, limits: Limits, program: list[str]) -> list[str]:
    """The command that runs ``program`` locked in; ``kind`` is "none" for limits only."""
    limited = [*_limited(limits), *program]
    if kind == "none":
        return limited
    make = {"bwrap": _bwrap, "unshare": _unshare}[kind]
    return ["setpriv", "--pdeathsig", "KILL", "--", *make(limits, [*_humbled(), *limited])]


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
        "IPYTHONDIR": f"{SCRATCH}/.ipython",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    } | {key: value for key, value in os.environ.items() if key == "OPENBLAS_CORETYPE"}


@cache
def _trial(kind: str) -> str:
    """Why a sandbox does not work here; empty if it does."""
    if sys.platform != "linux":
        return "needs Linux"
    for name in (kind, "setpriv", "prlimit"):
        if not shutil.which(name):
            return f"the program {name} is not installed"
    tried = command(kind, Limits(), [sys.executable, "-c", "import regecon.data"])
    try:
        run = subprocess.run(
            tried, capture_output=True, text=True, timeout=60, env=environment(kind), cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = run.stderr.strip().splitlines() or [f"it ends with {run.returncode}"]
    return said[-1] if run.returncode else ""


def _limited(limits: Limits) -> list[str]:
    """Limits of the kernel for each process."""
    return [
        "prlimit",
        f"--as={limits.memory}",
        f"--cpu={int(limits.total) + 1}",
        f"--fsize={limits.file}",
        f"--nproc={limits.processes}",
        "--nofile=256",
        "--core=0",
        "--",
    ]


def _humbled() -> list[str]:
    """Give up every right, in the namespaces too."""
    mine = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    if os.geteuid() == 0:
        user = NOBODY + os.getpid() % 1_000
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


def _bwrap(limits: Limits, program: list[str]) -> list[str]:
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
    return [*made, "--remount-ro", "/", "--chdir", SCRATCH, "--", *program]


# A new root in memory with what may be read; the old one is taken away.
_NEW_ROOT = """
set -e
root=$1 scratch=$2; shift 2
mount -t tmpfs -o mode=755,size=1m tmpfs "$root"
mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/.old"
mount -t tmpfs -o "mode=1777,size=$scratch" tmpfs "$root/tmp"
show() {
    if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$root${2%/*}"; : > "$root$2"; fi
    mount --rbind "$1" "$root$2"
}
while [ "$1" != -- ]; do
    if [ -L "$1" ] && [ "$1" = "$2" ]; then ln -s "$(readlink "$1")" "$root$2"
    else
        show "$1" "$2"
        mount -o remount,bind,ro "$root$2"
    fi
    shift 2
done
shift
for name in DEVICES; do show "/dev/$name" "/dev/$name"; done
mount -t proc -o nosuid,nodev,noexec,ro proc "$root/proc"
cd "$root"
pivot_root . .old
umount -l /.old
mount -o remount,bind,ro /
cd /tmp
exec "$@"
""".replace("DEVICES", " ".join(DEVICES))


def _unshare(limits: Limits, program: list[str]) -> list[str]:
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    apart = ["--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    made = ["unshare", *rights, *apart, "sh", "-c", _NEW_ROOT, "sh", "/mnt", str(limits.scratch)]
    for path, place in _visible().items():
        made += [path, place]
    return [*made, "--", *program]
