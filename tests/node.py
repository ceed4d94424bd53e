"""Run a script of the pages without a page, by the Node that comes with Playwright."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

STATIC = Path(__file__).parents[1] / "regecon" / "press" / "theme" / "static"
AROUND = """
const fs = require("fs");
globalThis.window = globalThis;
globalThis.document = { addEventListener() {} };
(0, eval)(fs.readFileSync(process.argv[1], "utf8"));
const given = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify((%s)(given)));
"""


def run(script: str, code: str, given: Any) -> Any:
    """What a function in JavaScript makes of plain data, with a script of the theme loaded.

    Parameters
    ----------
    script
        The file's name, such as ``"exercises.js"``.
    code
        The function, of one argument.
    given
        The argument.
    """
    node, _cli = compute_driver_executable()
    command = [node, "-e", AROUND % code, str(STATIC / script)]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
