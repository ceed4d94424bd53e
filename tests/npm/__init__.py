"""Programs of others in JavaScript, pinned by version and digest, that read what we write."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).parent
LISTS = ("package.json", "package-lock.json")
INSTALLED = HERE.parents[1] / "_build" / "npm"
AROUND = """
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify((%s)(given)));
"""


@cache
def modules() -> Path:
    """The folder of the packages, installed if it is not there; without npm the test skips."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of the tests may be at it
        return _installed()


def _installed() -> Path:
    npm = shutil.which("npm")
    there = INSTALLED / "node_modules"
    lists = {name: (HERE / name).read_bytes() for name in LISTS}
    known = all((INSTALLED / name).is_file() for name in LISTS) and there.is_dir()
    if known and lists == {name: (INSTALLED / name).read_bytes() for name in LISTS}:
        return there
    if not npm:
        pytest.skip("npm is not installed")
    for name, content in lists.items():
        (INSTALLED / name).write_bytes(content)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=INSTALLED, capture_output=True, text=True, check=False)
    if done.returncode:
        (INSTALLED / LISTS[1]).unlink()  # not taken for installed the next time
        pytest.skip(f"npm could not install: {done.stderr.strip().splitlines()[-1:]}")
    return there


def run(code: str, given: Any) -> Any:
    """What a function in JavaScript, with ``require`` for the packages, makes of plain data."""
    node, _cli = compute_driver_executable()
    done = subprocess.run(
        [node, "-e", AROUND % code],
        input=json.dumps(given),
        env={"NODE_PATH": str(modules())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
