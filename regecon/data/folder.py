"""Where the tables lie, in a checkout and in an installed package; what their descriptors say."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path

from regecon.data.errors import DataError, UnknownTableError
from regecon.data.rules import descriptor_problems

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


def descriptor(name: str, folder: Path | None = None) -> dict:
    """The Frictionless descriptor of a table, as its JSON file says now.

    It is read anew each time: in a running kernel a table may change under one's hands.
    """
    folder = folder or datasets_folder()
    path = folder / f"{name}{SUFFIX}"
    if not isinstance(name, str) or not path.is_file():
        raise UnknownTableError(_unknown(name, folder))
    content = read_json(path, "a JSON descriptor")
    found = descriptor_problems(content, name)
    if found:
        raise DataError("\n".join(f"{path.name}: {problem}" for problem in found))
    return content


def read_json(path: Path, what: str):
    """The content of a JSON file without a key twice, NaN or endless nesting."""
    try:
        return json.loads(
            path.read_text(encoding="utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
        )
    except RecursionError:
        raise DataError(f"{path.name}: expected {what}, found brackets nested too deep") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: expected {what}, found {error}") from None


def _once(pairs: list[tuple]) -> dict:
    entry = dict(pairs)
    if len(entry) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} twice in one object")
    return entry


def _no_number(word: str):
    raise ValueError(f"{word}, which is no JSON")


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
