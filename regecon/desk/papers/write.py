"""Both papers of the pack, written or neither."""

from __future__ import annotations

import tempfile
from pathlib import Path

from regecon.desk.papers.descriptor import descriptor
from regecon.desk.papers.programme import programme
from regecon.desk.weeks import Week

FILES = {"module-descriptor.docx": descriptor, "working-programme-ru.docx": programme}


def write(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the module descriptor and the Russian working programme.

    Parameters
    ----------
    root
        The folder of the course.
    out
        Where to; it is made if it is not there.
    weeks
        The weeks that are taught.

    Returns
    -------
    list of Path
        What was written.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".papers", dir=out) as folder:
        for name, make in FILES.items():
            make(root, weeks).save(Path(folder) / name)
        return [(Path(folder) / name).replace(out / name) for name in FILES]
