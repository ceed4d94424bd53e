"""The five tables of another region: their templates, and a made-up region that fills them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regecon.data.folder import SUFFIX, read_json
from regecon.data.validation import fingerprint, layout
from regecon.kit.i18n import _

HERE = Path(__file__).parent
TEMPLATES, EXAMPLE = HERE / "templates", HERE / "example"
MADE_UP = "_synthetic"
TO_WRITE = "TO WRITE"


@dataclass(frozen=True)
class Table:
    """A table to bring.

    Attributes
    ----------
    name
        Of the table, its file and its template.
    like
        Tables of the course that hold the same of its own region.
    methods
        Families of ``regecon.methods`` that the check runs on it.
    """

    name: str
    like: tuple[str, ...]
    methods: tuple[str, ...]

    def descriptor(self, made_up: bool = False) -> dict:
        """The template's descriptor; of the example, with the mark of what is made up."""
        info = read_json(TEMPLATES / f"{self.name}{SUFFIX}", "a JSON descriptor")
        return _made_up(info) if made_up else info


# In the order in which they are checked: a table names places and industries of earlier ones.
TABLES = (
    Table(
        "population",
        ("age_pyramids", "age_groups", "municipal_population"),
        ("demography", "interaction"),
    ),
    Table(
        "jobs",
        ("employment", "grp_structure"),
        ("specialisation", "shift_share", "economic_base", "concentration", "risk", "inequality"),
    ),
    Table("wages", ("municipal_wages",), ("inequality",)),
    Table("distances", ("road_distances",), ("interaction",)),
    Table("exposure", ("coal_exposure",), ("risk",)),
)


def _made_up(info: dict) -> dict:
    """The descriptor of a table of the example."""
    name = info["name"] + MADE_UP
    schema = dict(info["schema"])
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [_of_example(key) for key in schema["foreignKeys"]]
    return info | fingerprint(EXAMPLE / f"{name}.csv") | {
        "name": name,
        "title": f"SYNTHETIC: {info['title']}",
        "path": f"{name}.csv",
        "sources": [{"title": "SYNTHETIC: made up for teaching; there is no such region"}],
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0, no rights reserved"}],
        "retrieved": "2026-11",
        "synthetic": True,
        "trust": "None: no figure is of any place.",
        "schema": schema,
    }  # fmt: skip


def _of_example(key: dict) -> dict:
    target = key["reference"]
    return key | {"reference": target | {"resource": target["resource"] + MADE_UP}}


def files(made_up: bool = False) -> dict[str, str]:
    """Name and text of every file: five tables, each with its descriptor.

    Parameters
    ----------
    made_up
        Of the example; else headers without rows.
    """
    texts = {}
    for table in TABLES:
        info = table.descriptor(made_up)
        header = ",".join(field["name"] for field in info["schema"]["fields"]) + "\n"
        filled = EXAMPLE / info["path"]
        texts[info["path"]] = filled.read_text(encoding="utf-8") if made_up else header
        texts[f"{info['name']}{SUFFIX}"] = layout(info)
    return texts


def ending(folder: Path) -> str:
    """What the names of a folder's tables end in: nothing, or the mark of what is made up.

    Raises
    ------
    ValueError
        The folder holds no table of ours, or both kinds.
    """
    kinds = [
        end
        for end in ("", MADE_UP)
        if any((folder / f"{table.name}{end}{SUFFIX}").is_file() for table in TABLES)
    ]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        words = _("{folder}: real and SYNTHETIC tables lie side by side; keep one kind there.")
    else:
        words = _("{folder}: there are no tables here; regecon region new FOLDER writes them.")
    raise ValueError(words.format(folder=folder))
