"""Where the tables lie, in a checkout and in an installed package."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from regecon.data.errors import DataError, UnknownTableError

PACKAGE = Path(__file__).resolve().parents[1]
SUFFIX = ".resource.json"


def datasets_folder() -> Path:
    """The folder of tables: beside the package in a checkout, inside it once installed."""
    for folder in (PACKAGE.parent / "datasets", PACKAGE / "datasets"):
        if any(folder.glob(f"*{SUFFIX}")):
            return folder
    raise DataError(
        f"the folder datasets/ lies neither beside nor inside {PACKAGE}; "
        "install the package again (pip install .) or work in a full checkout"
    )


def table_names(folder: Path | None = None) -> list[str]:
    """The names that ``load`` knows, sorted."""
    folder = folder or datasets_folder()
    return sorted(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))


@cache
def descriptor(name: str, folder: Path | None = None) -> dict:
    """The Frictionless descriptor of a table, as read from its JSON file."""
    folder = folder or datasets_folder()
    path = folder / f"{name}{SUFFIX}"
    if not isinstance(name, str) or not path.is_file():
        raise UnknownTableError(_unknown(name, folder))
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: expected a JSON descriptor, found {error}") from None
    absent = [key for key in ("name", "title", "path", "licenses", "sources") if key not in content]
    if absent:
        raise DataError(
            f"{path.name}: the descriptor lacks {', '.join(absent)}; book/descriptors.md says what "
            "each key holds"
        )
    return content


def _unknown(name: str, folder: Path) -> str:
    for file in (f"{name}.csv", f"{name}.geojson"):
        if file in {path.name for path in folder.iterdir()}:
            return (
                f"datasets/{file} has no descriptor: write datasets/{name}{SUFFIX} beside it, as "
                "book/descriptors.md says"
            )
    names = table_names(folder)
    near = get_close_matches(str(name), names, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "tables() lists them all"
    return f"no table named {name!r}; {hint}"
